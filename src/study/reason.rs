//! Why a side does not go along with compromise.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The reason that blocks; where several apply, the first in this order is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// The game is strictly competitive in relative terms: nothing can be gained together.
    ZeroSum,
    /// The target pays less than the side can secure, or just that with a gain from defecting: no
    /// patience helps.
    BelowMinmax,
    /// A grab that lasts for ever beats compromise for ever.
    DecisiveWar,
    /// Defection is seen too rarely, or innocence punished too often, for a trigger to deter.
    Monitoring,
    /// The target pays less than the side's benchmark; by itself not a proof that it cannot be enforced.
    PrefersSelfHelp,
    /// It would be sustained at a higher discount factor.
    Impatience,
    /// Each side would compromise if it were sure that the other does.
    Distrust,
    /// No division of the stake is acceptable to both.
    NoAdmissibleDivision,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ZeroSum => "zero sum",
            Self::BelowMinmax => "below minmax",
            Self::DecisiveWar => "decisive war",
            Self::Monitoring => "monitoring",
            Self::PrefersSelfHelp => "prefers self-help",
            Self::Impatience => "impatience",
            Self::Distrust => "distrust",
            Self::NoAdmissibleDivision => "no admissible division",
        })
    }
}

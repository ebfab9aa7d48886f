//! How much of what cooperation could add is sustained.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::CollapseError;
use crate::exact::Rational;
use crate::game::Game;

/// The sustained part of what cooperation could add to self-help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Surplus {
    /// `(sustained - self-help) / (first best - self-help)`: 1 where the first best is sustained, 0 where
    /// self-help is all there is, below 0 where not even that is sustained.
    Share(Rational),
    /// Self-help is the first best: there was no surplus to lose.
    NothingToLose,
}

impl fmt::Display for Surplus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Surplus::Share(share) => write!(f, "{share} of the surplus of cooperation"),
            Surplus::NothingToLose => f.write_str("no surplus to lose"),
        }
    }
}

/// The sustained share of the surplus of cooperation, from three figures of welfare: the best sustained,
/// self-help's, and the first best's. Welfare is the sum of *material* payoffs, also where incentives
/// are in relative gains, and in one unit.
///
/// ```
/// use detente::collapse::measures::{Surplus, cooperation_surplus};
/// let half = cooperation_surplus(&4.into(), &2.into(), &6.into())?;
/// assert_eq!(half, Surplus::Share("1/2".parse()?));
/// assert_eq!(cooperation_surplus(&2.into(), &2.into(), &2.into())?, Surplus::NothingToLose);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Figures that no game has: a first best below one of the others.
pub fn cooperation_surplus(
    sustained: &Rational,
    self_help: &Rational,
    first_best: &Rational,
) -> Result<Surplus, CollapseError> {
    for (what, value) in [("sustained welfare", sustained), ("self-help welfare", self_help)] {
        if value > first_best {
            let reason = "nothing exceeds the first best";
            return Err(CollapseError::Inconsistent { what, value: value.to_string(), reason });
        }
    }
    let surplus = first_best - self_help;
    Ok(match (sustained - self_help).checked_div(&surplus) {
        Some(share) => Surplus::Share(share),
        None => Surplus::NothingToLose,
    })
}

/// The greatest sum of payoffs over the profiles of a game.
pub fn first_best(game: &Game<Rational>) -> Rational {
    (0..game.profiles()).map(|profile| game.payoffs_at(profile).iter().sum()).max().unwrap_or_default()
}

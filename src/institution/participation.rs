//! Who would join: the participation test, and the harm that an institution can do.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;

/// What the players can reach in a game, as some solver found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prospect {
    /// Each player's best sustained payoff, membership cost already taken off; `None` where nothing is
    /// sustained in pure strategies, which is no verdict.
    pub best: Option<[Rational; 2]>,
    /// Whether cooperation is sustained.
    pub cooperation: Cooperation,
}

/// Whether cooperation is sustained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cooperation {
    /// It is.
    Sustained,
    /// It is not.
    Unsustained,
}

/// Whether a player would join an institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Adoption {
    /// The best sustained payoff net of membership cost is not below that without the institution.
    Adopts,
    /// It is below.
    Declines,
    /// One of the two games has no pure-strategy equilibrium: no verdict.
    Undecided,
}

/// Whether an institution removes cooperation that was there without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Harm {
    /// Cooperation was sustained without it and is not with it (freezing a front can do that).
    Harmful,
    /// No cooperation is lost.
    Harmless,
}

/// The participation test of one institution.
///
/// ```
/// use detente::institution::{Adoption, Cooperation, Harm, Participation, Prospect};
/// let without = Prospect { best: Some([2.into(), 3.into()]), cooperation: Cooperation::Sustained };
/// let with = Prospect { best: Some([2.into(), 1.into()]), cooperation: Cooperation::Unsustained };
/// let test = Participation::of(&without, &with);
/// assert_eq!(test.adoption, [Adoption::Adopts, Adoption::Declines]);
/// assert_eq!(test.harm, Harm::Harmful);
/// assert!(!test.everyone_adopts());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// Each player's answer.
    pub adoption: [Adoption; 2],
    /// Whether cooperation is lost.
    pub harm: Harm,
}

impl Participation {
    /// Compares what is reached with the institution with what is reached without it.
    pub fn of(without: &Prospect, with: &Prospect) -> Self {
        let adoption = [0, 1].map(|i| match (&without.best, &with.best) {
            (Some(alone), Some(member)) if member[i] >= alone[i] => Adoption::Adopts,
            (Some(_), Some(_)) => Adoption::Declines,
            _ => Adoption::Undecided,
        });
        let harm = match (without.cooperation, with.cooperation) {
            (Cooperation::Sustained, Cooperation::Unsustained) => Harm::Harmful,
            _ => Harm::Harmless,
        };
        Participation { adoption, harm }
    }

    /// Whether both players would join.
    pub fn everyone_adopts(&self) -> bool {
        self.adoption == [Adoption::Adopts; 2]
    }
}

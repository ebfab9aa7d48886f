//! What can be asked of a repeated game.

use serde::{Deserialize, Serialize};

use super::{RepeatedError, RepeatedGame};
use crate::exact::Rational;
use crate::game::Profile;

/// A question about equilibrium.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Target {
    /// This profile is played for ever on the path of play.
    Profile(Profile),
    /// These profiles are played in turn, for ever.
    Cycle(Vec<Profile>),
    /// This payoff (an average per player) is reached.
    Payoff(Vec<Rational>),
    /// The best equilibrium payoff for an objective.
    Objective(Objective),
}

/// What an equilibrium is asked for, in indices and exact numbers of the right length.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Aim<'a> {
    /// These profiles are played in turn for ever.
    Path(&'a [usize]),
    /// This payoff is reached.
    Payoff(&'a [Rational]),
    /// The weighted sum of payoffs is at least a level.
    Level { weights: &'a [Rational], level: &'a Rational },
    /// Every player gets strictly more than this.
    Better(&'a [Rational]),
}

/// A linear objective over equilibrium payoffs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Objective {
    /// The greatest sum of payoffs.
    Welfare,
    /// The greatest payoff of a player.
    Player(usize),
    /// The least payoff of a player.
    Worst(usize),
}

impl Objective {
    /// The weights on payoffs whose sum is maximised (for [`Objective::Worst`] the negative of the payoff).
    pub fn weights(&self, players: usize) -> Vec<Rational> {
        let unit = |player: usize, value: i64| {
            (0..players).map(|i| Rational::from(if i == player { value } else { 0 })).collect()
        };
        match *self {
            Objective::Welfare => vec![Rational::ONE; players],
            Objective::Player(player) => unit(player, 1),
            Objective::Worst(player) => unit(player, -1),
        }
    }
}

impl Target {
    /// Checks the target against the game.
    pub(crate) fn check(&self, game: &RepeatedGame) -> Result<(), RepeatedError> {
        let stage = game.stage();
        match self {
            Target::Profile(profile) => stage.index(profile).map(|_| ())?,
            Target::Cycle(profiles) if profiles.is_empty() => {
                return Err(RepeatedError::BadOption {
                    name: "cycle",
                    value: "()".into(),
                    range: "name at least one profile",
                });
            }
            Target::Cycle(profiles) => {
                for profile in profiles {
                    stage.index(profile)?;
                }
            }
            Target::Payoff(payoff) if payoff.len() != game.players() => {
                let (found, expected) = (payoff.len(), game.players());
                return Err(RepeatedError::WrongPayoff { found, expected });
            }
            Target::Payoff(_) => {}
            Target::Objective(Objective::Player(player) | Objective::Worst(player)) => {
                stage.payoff(&stage.profile(0), *player).map(|_| ())?;
            }
            Target::Objective(Objective::Welfare) => {}
        }
        Ok(())
    }
}

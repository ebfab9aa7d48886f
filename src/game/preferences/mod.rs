//! Preferences: what players want, as a change of payoffs. They are not institutions: nobody joins
//! them, and no treaty alters them.
//!
//! - [`RelativeGains`]: a player minds what the other gets (Grieco, Anarchy and the limits of
//!   cooperation, International Organization 42, 1988; Snidal, Relative gains and the pattern of
//!   international cooperation, APSR 85, 1991).
//! - [`Indivisibility`]: a share of the stake is worth less than its size until one has nearly all of it
//!   (Fearon, Rationalist explanations for war, International Organization 49, 1995).
//! - [`QuadraticRisk`]: risk attitude, as the one curved utility that stays exact.
//! - [`StrictCompetition`]: whether a two-player game leaves nothing to cooperate about.

mod competition;
mod indivisibility;
mod relative_gains;
mod risk;

pub use competition::StrictCompetition;
pub use indivisibility::Indivisibility;
pub use relative_gains::RelativeGains;
pub use risk::QuadraticRisk;

use super::GameError;
use crate::exact::Scalar;

/// Refuses a parameter that is not finite or does not meet its condition.
fn check<T: Scalar>(name: &str, value: &T, holds: bool, range: &str) -> Result<(), GameError> {
    if holds && value.is_finite() {
        return Ok(());
    }
    Err(GameError::OutOfRange { name: name.into(), value: value.to_string(), range: range.into() })
}

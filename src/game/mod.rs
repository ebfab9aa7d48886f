//! Games in normal form: who plays, what they can do, what it pays.
//!
//! A [`Game`] holds one payoff per player at every pure action profile. Its number type is `f64`
//! (fast) or [`crate::Rational`] (exact); [`Game::to_exact`] loses nothing, because every finite float
//! is a rational. Player 0 is the row player.

mod error;
mod families;
mod formats;
mod naming;
mod preferences;
mod profile;
mod random;
mod repetition;
mod table;

pub use error::GameError;
pub use formats::GameFile;
pub use preferences::{Indivisibility, QuadraticRisk, RelativeGains, StrictCompetition};
pub use profile::Profile;
pub use random::{RandomFamily, RandomGames};
pub use repetition::{Absorbing, Discount};
pub use table::{Game, MAX_PAYOFFS, MAX_PLAYERS};

//! One-shot solution concepts of a game in normal form.

mod error;
pub mod nash;
mod ordinal;
mod strategy;

pub use error::EquilibriumError;
pub use ordinal::{ORDINAL_GAMES, OrdinalClass, OrdinalGame, SideClass};
pub use strategy::{MixedStrategy, expected_payoffs, payoffs_against};

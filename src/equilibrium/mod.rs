//! One-shot solution concepts of a game in normal form.

mod dominance;
mod error;
pub mod nash;
mod ordinal;
mod stackelberg;
mod strategy;

pub use dominance::{Dominance, DominanceResult, Elimination, Weight, dominance};
pub use error::EquilibriumError;
pub use ordinal::{ORDINAL_GAMES, OrdinalClass, OrdinalGame, SideClass};
pub use stackelberg::{Commitment, StackelbergResult, stackelberg};
pub use strategy::{MixedStrategy, expected_payoffs, payoffs_against};

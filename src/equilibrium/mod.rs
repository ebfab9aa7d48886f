//! One-shot solution concepts of a game in normal form.
//!
//! | question | answer |
//! |---|---|
//! | What can a player guarantee, and be held down to? | [`minmax`], [`security_level`], [`pure_minmax`] |
//! | What is a strictly competitive game worth? | [`zero_sum`] |
//! | Which actions survive iterated elimination? | [`dominance`] |
//! | Where has nobody a reason to change alone? | [`nash`] |
//! | And if nobody is perfect? | [`quantal`]: logit responses, and [`ApproximateEquilibrium`] with its exact regret |
//! | What can a mediator recommend? | [`correlated`]: the best plan, all payoffs, all extreme plans |
//! | What if players know different things? | [`bayesian`]: Bayes Nash, communication, Bayes correlated |
//! | What is it worth to commit first? | [`stackelberg`] |
//! | Which of the classic 2 x 2 games is this? | [`OrdinalGame`] |
//! | What kind of game is this: zero-sum in disguise, with a potential, rationalisable how far? | [`structure`] |
//!
//! Strategies are exact and checked once ([`MixedStrategy`], [`Distribution`]). Values that come from
//! linear programs carry exact bounds; with the default options the bounds meet.

mod approximate;
pub mod bayesian;
pub mod correlated;
mod distribution;
mod dominance;
mod error;
mod matrix_game;
mod minmax;
pub mod nash;
mod ordinal;
pub mod quantal;
mod stackelberg;
mod strategy;
pub mod structure;
mod zero_sum;

pub use approximate::ApproximateEquilibrium;
pub use correlated::{
    BindingConstraint, CorrelatedPayoffs, Objective, OptimalCorrelated, SupportingLine, correlated_payoffs,
    extreme_correlated, is_symmetric, optimal_correlated, optimal_symmetric_correlated,
};
pub use distribution::{Concept, Deviation, Distribution, Violation, WeightedProfile};
pub use dominance::{Dominance, DominanceResult, Elimination, Weight, dominance};
pub use error::EquilibriumError;
pub use minmax::{Minmax, SecurityLevel, minmax, pure_maxmin, pure_minmax, security_level};
pub use ordinal::{ORDINAL_GAMES, OrdinalClass, OrdinalGame, SideClass};
pub use stackelberg::{Commitment, StackelbergResult, stackelberg};
pub use strategy::{MixedStrategy, action_payoffs, expected_payoffs, payoffs_against};
pub use zero_sum::{ZeroSum, zero_sum};

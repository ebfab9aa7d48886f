//! Laws that answers have to satisfy, checked from first principles.
//!
//! | law | of |
//! |---|---|
//! | [`nash`], [`approximate_nash`] | a profile of mixed strategies, of any solver |
//! | [`extreme_list`] | a list of extreme equilibria that claims to be complete |
//! | [`correlated`] | a mediator's plan |
//! | [`zero_sum`] | two optimal strategies and the bounds that they prove |
//! | [`eliminations`] | iterated dominance |
//! | [`equivariant`] | any solver: the game in another [`Guise`](super::Guise) has the same answers |
//! | [`automaton`] | a strategy automaton: values and every one-shot deviation |
//! | [`enclosure`], [`nested`] | payoff sets: inner within outer, within what is feasible |
//!
//! Each returns what a `proptest!` block takes with `?`. Nothing here calls a solver, so a law and the code
//! it judges do not share their errors.

mod one_shot;
mod repeated;

pub use one_shot::{approximate_nash, correlated, eliminations, equivariant, extreme_list, nash, zero_sum};
pub use repeated::{automaton, enclosure, excess, nested};

use proptest::test_runner::TestCaseError;

/// Whether a law holds; a broken one says what is wrong.
pub type Law = Result<(), TestCaseError>;

fn broken(what: impl Into<String>) -> Law {
    Err(TestCaseError::fail(what.into()))
}

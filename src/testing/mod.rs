//! A kit for property tests of games, equilibria and solvers, your own included (feature `proptest`).
//!
//! * [`Games`]: strategies that draw whole families of games, with many ties by default, and shrink to
//!   small ones: payoffs near 0, few actions and players.
//! * [`Guise`]: the same game in other units, with its actions and players in another order.
//! * [`laws`]: what an answer has to satisfy whatever the numbers are, checked from the definitions with no
//!   code of the solvers. A broken law is a failed test case, which `proptest` then shrinks.
//!
//! Put `detente = { version = "..", features = ["proptest"] }` and `proptest = "1"` among your
//! dev-dependencies. Here a solver that answers with the first pure equilibrium, else with everybody
//! mixing evenly, meets games of two in which nobody's payoffs are in tune, and is found out:
//!
//! ```
//! use detente::equilibrium::MixedStrategy;
//! use detente::testing::{Games, laws};
//! use detente::{Game, Rational};
//! use proptest::test_runner::TestRunner;
//!
//! fn naive(game: &Game<Rational>) -> Vec<MixedStrategy> {
//!     let pure = game.pure_equilibria().first().map(|&index| game.profile(index));
//!     let even = |of: usize| MixedStrategy::from_weights(&vec![Rational::ONE; of]).unwrap();
//!     let play = |(player, &of): (usize, &usize)| match &pure {
//!         Some(profile) => MixedStrategy::pure(profile[player], of).unwrap(),
//!         None => even(of),
//!     };
//!     game.shape().iter().enumerate().map(play).collect()
//! }
//!
//! let games = Games::of_two().actions(1..=3).payoffs(-2..=2).zero_sum();
//! let failure = TestRunner::deterministic()
//!     .run(&games, |game| laws::nash(&game, &naive(&game)))
//!     .expect_err("even mixing is not optimal in every zero-sum game");
//! assert!(failure.to_string().contains("gains"));
//! ```
//!
//! In a test file the same law is one line of a `proptest!` block:
//!
//! ```
//! use detente::equilibrium::nash::{NashOptions, extreme_equilibria};
//! use detente::testing::{Games, laws};
//! use proptest::prelude::*;
//!
//! proptest! {
//!     # #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(8) })]
//!     # /*
//!     #[test]
//!     # */
//!     fn every_listed_profile_is_an_equilibrium(game in Games::of_two().degenerate()) {
//!         let found = extreme_equilibria(&game, &NashOptions::default()).unwrap();
//!         for equilibrium in &found.equilibria {
//!             laws::nash(&game, &equilibrium.strategies)?;
//!         }
//!     }
//! }
//! # every_listed_profile_is_an_equilibrium();
//! ```

mod games;
mod guise;
pub mod laws;
mod repeated;

pub use games::Games;
pub use guise::{Guise, guises};
pub use repeated::{dilemmas, discounts};

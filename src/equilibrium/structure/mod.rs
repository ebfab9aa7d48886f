//! What kind of game is this? Structure that explains equilibria before any is computed.
//!
//! | question | answer | evidence |
//! |---|---|---|
//! | What can rational players do who reason about each other? | [`rationalisable`] | a dominating mixture for every action that falls, a belief for every one that stays |
//! | Are two games the same to players who choose? | [`strategic_equivalence`] | the transformation |
//! | Is the game zero-sum in disguise? | [`zero_sum_form`] | the transformation |
//! | Do all players climb one function? | [`potential`], [`weighted_potential`] | the function, or a four-cycle that no function has |
//! | How much common interest, how much circling? | [`decompose`] | the three parts, which add up |
//! | What is the game worth where side payments are possible? | [`cooperative_value`] | both sides' strategies in every game of threats |
//! | Which replies are best to which mixture of two actions? | [`reply_intervals`] | intervals of the chance |
//! | Where do best replies lead? | [`reply_graph`] | the graph and its sink components |
//!
//! All answers are exact; where something does not hold, that is decided, not suspected.
//!
//! ```
//! use detente::{Game, equilibrium::structure::{decompose, potential, rationalisable, zero_sum_form}};
//! let dilemma = Game::prisoners_dilemma(5, 3, 1, 0)?;
//! assert_eq!(rationalisable(&dilemma)?.remaining(), [[1], [1]]);
//! assert!(potential(&dilemma).function().is_some());
//! assert!(zero_sum_form(&dilemma)?.is_none());
//!
//! let pennies = Game::matching_pennies(1)?;
//! assert!(potential(&pennies).function().is_none());
//! assert_eq!(decompose(&pennies).potential_share(), Some(0.into()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod decomposition;
mod envelope;
mod equivalence;
mod linear;
mod potential;
mod rationalisable;
mod replies;
mod threats;

pub use decomposition::{Decomposition, decompose};
pub use envelope::{ReplyInterval, reply_intervals};
pub use equivalence::{Transformation, strategic_equivalence, zero_sum_form};
pub use potential::{FourCycle, Potential, PotentialFunction, potential, weighted_potential};
pub use rationalisable::{Belief, Rationalisable, rationalisable};
pub use replies::{Moves, ReplyGraph, reply_graph};
pub use threats::{CooperativeValue, JointAction, ThreatPower, cooperative_value};

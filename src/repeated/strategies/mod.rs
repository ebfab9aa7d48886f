//! Players' own finite strategies: played, paid, answered best, and tested for equilibrium.
//!
//! An [`Automaton`](super::Automaton) prescribes for all players at once and was built to be an
//! equilibrium. A [`Strategy`] belongs to one player: a finite machine whose state chooses an action and
//! moves on with the profile that was really played (a Moore machine; Rubinstein 1986, Abreu and
//! Rubinstein 1988). [`Roles::strategy`] makes the [`Classic`] ones. Several strategies, or an automaton
//! with some of its players replaced, form a [`StrategyProfile`]: a finite Markov chain over joint
//! *situations*, so that every question has an exact answer.
//!
//! | question | call | how |
//! |---|---|---|
//! | what happens, move by move? | [`StrategyProfile::play`] | seeded ChaCha8, exact lotteries |
//! | where does it end? | [`StrategyProfile::trajectory`] | a path, then a cycle |
//! | what is it worth? | [`StrategyProfile::payoff`] | one exact linear system per player |
//! | and in the long run? | [`StrategyProfile::long_run`] | the limit as delta tends to 1 |
//! | what is the best answer? | [`StrategyProfile::best_response`] | policy iteration, Bellman equations |
//! | is it an equilibrium? | [`StrategyProfile::nash`], [`StrategyProfile::subgame_perfect`] | regrets, one-shot deviations |
//! | from which patience on? | [`StrategyProfile::nash_patience`], [`StrategyProfile::subgame_perfect_patience`] | polynomials in delta |
//! | who does best among many? | [`Tournament::round_robin`] | all pairs, exactly |
//!
//! **Trembles.** With [`StrategyProfile::with_trembles`] every action is replaced, with a small
//! probability and independently, by another one drawn evenly. All questions are then asked of the
//! perturbed game: a deviator trembles as well.
//!
//! **Histories.** Situations are joint states that *some* history reaches, deviations of any players
//! included. Nash equilibrium looks at the start only, subgame perfection at every situation.
//!
//! ```
//! use detente::prelude::*;
//! use detente::repeated::strategies::{Classic, Roles, StrategyProfile};
//! let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "3/4")?;
//! let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into())?;
//! let both = StrategyProfile::new(game.stage(), &roles.pair(Classic::TitForTat))?;
//! assert!(both.nash(&game)?.is_equilibrium());
//! assert!(!both.subgame_perfect(&game)?.is_equilibrium());
//! assert_eq!(both.nash_patience(&game)?.all.to_string(), "[2/3, 1)");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod best_response;
mod classics;
mod equilibrium;
mod error;
mod explore;
mod patience;
mod payoffs;
mod play;
mod profile;
mod rational_function;
mod strategy;
mod thresholds;
mod tournament;

pub use best_response::BestResponse;
pub use classics::{Classic, Roles};
pub use equilibrium::{NashCheck, OneShotDeviation, SubgamePerfectCheck};
pub use error::StrategyError;
pub use patience::PatienceSet;
pub use play::Trajectory;
pub use profile::StrategyProfile;
pub use strategy::{Choice, Strategy, StrategyState};
pub use thresholds::Thresholds;
pub use tournament::{Horizon, Tournament};

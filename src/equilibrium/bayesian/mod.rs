//! Games of incomplete information: what players can do, alone or with a mediator, when each knows
//! something that the others do not.
//!
//! In a [`BayesianGame`] (Harsanyi 1967) chance draws a type for every player from a common prior, each
//! learns its own, and payoffs depend on all types and all actions.
//!
//! | who talks | concept | function |
//! |---|---|---|
//! | nobody | Bayes Nash equilibrium (Harsanyi 1968) | [`bayes_nash`], [`pure_bayes_nash`] |
//! | a mediator who knows nothing | strategic-form correlated equilibrium | [`BayesianGame::strategic_form`] |
//! | a mediator who asks for types | communication equilibrium | [`Mediator::Eliciting`] |
//! | a mediator who knows all types | Bayes correlated equilibrium | [`Mediator::Omniscient`] |
//!
//! The second recommends whole strategies and is found by [`optimal_correlated`] of the strategic form; the
//! last two recommend actions (Myerson 1986; Forges 1986; Bergemann and Morris 2016) and are found by
//! [`optimal_mediation`].
//!
//! Each row can do all that the rows above it can. What separates the last two is verification: the
//! omniscient mediator's advice has to be worth *obeying*, the eliciting one's questions have to be worth
//! *answering truthfully* besides, also by those who would lie and then disobey. What separates the first two
//! is a common coin.
//!
//! A state of the world that nobody knows is one more player: types for states, a single action, payoff 0.
//! An omniscient mediator then knows the state (the information structures of Bergemann and Morris).
//!
//! ```
//! use detente::{Game, Rational, lp::LpOptions};
//! use detente::equilibrium::{Objective, bayesian::{BayesianGame, Mediator, optimal_mediation}};
//! // Each side wants peace (type 0) with probability 2/5, else war whatever the other does (type 1).
//! let chance = [Rational::new(2, 5), Rational::new(3, 5)];
//! let payoff = |war: usize, own: usize, other: usize| {
//!     Rational::from([[4, 0, 3, 1], [2, 0, 3, 1]][war][2 * own + other])
//! };
//! let game = BayesianGame::from_function(
//!     &[2, 2],
//!     |types| &chance[types[0]] * &chance[types[1]],
//!     |types| {
//!         Game::from_function(&[2, 2], |a| vec![payoff(types[0], a[0], a[1]), payoff(types[1], a[1], a[0])])
//!     },
//! )?;
//! let peace = Objective::Outcomes([1, 0, 0, 0].map(Rational::from).to_vec());
//! let best = |mediator| optimal_mediation(&game, mediator, &peace, &LpOptions::default());
//! assert_eq!(best(Mediator::Omniscient)?.value, Some(Rational::new(4, 25)));
//! assert_eq!(best(Mediator::Eliciting)?.value, Some(Rational::ZERO));
//! # Ok::<(), detente::Error>(())
//! ```
//!
//! [`optimal_correlated`]: super::optimal_correlated

mod file;
mod game;
mod mediation;
mod nash;
mod rule;
mod strategic;

pub use game::BayesianGame;
pub use mediation::{OptimalMediation, PricedTemptation, optimal_mediation};
pub use nash::{BayesNash, BayesNashResult, bayes_nash, pure_bayes_nash};
pub use rule::{Mediator, OutcomeRule, RuleEntry, Temptation, TemptationGain};

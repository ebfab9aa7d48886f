//! Logit quantal responses: players who mostly do what pays, and what becomes of them as they err less.
//!
//! In a *logit quantal response equilibrium* with precision `lambda` (McKelvey and Palfrey 1995) every
//! player plays each action with a probability proportional to `exp(lambda u)`, where `u` is what the
//! action pays on average against the others, who do the same. At `lambda = 0` all actions are equally
//! likely: the *centroid*. As precision grows, every limit of such equilibria is a Nash equilibrium. The
//! equilibria form a graph over `lambda`, and in almost all games a single branch leads from the centroid
//! to a single Nash equilibrium (McKelvey and Palfrey 1995, theorem 3): a way to compute one, and to select
//! one, for any number of players.
//!
//! [`logit_path`] follows that branch by a predictor-corrector method in log-probabilities (Turocy 2005;
//! Allgower and Georg 1990), where every point is regular in almost all games, turning points of `lambda`
//! included.
//! Three kinds of statements come out, and they are not of equal strength:
//!
//! * each point of the path is a quantal response up to its stated [`QuantalResponse::residual`], in floats;
//! * the [`QuantalPath::limit`] is a profile with its *exact* regret in rationals: a verified approximate
//!   equilibrium, or an exact one where the profile that the path comes to could be recognised (pure,
//!   determined by linear equations, or made of simple fractions);
//! * that this profile is the branch's true limit is what the numbers suggest, not what they prove.
//!
//! # What is not offered
//! *All* equilibria of a game with three or more players are the solutions of systems of polynomial
//! equations and inequalities, one system for each profile of supports; any real algebraic set arises so (Datta
//! 2003), their solutions are irrational in general, and counting them needs certified homotopy
//! continuation or cylindrical decomposition. No maintained Rust library does either, and a float solver
//! that may miss some would be a list nobody can trust. So the crate gives for such games every pure
//! equilibrium ([`super::nash::pure_equilibria`]), correlated equilibria, which are linear, and the verified
//! approximate equilibrium from here.
//!
//! ```
//! use detente::{Game, equilibrium::quantal::{QuantalOptions, logit_path}};
//! // Of the two equilibria of a Stag Hunt the branch selects the risk-dominant one.
//! let hunt = Game::stag_hunt(3, 4, 2, 0)?;
//! let path = logit_path(&hunt, &QuantalOptions::default())?;
//! assert!(path.limit.is_equilibrium());
//! assert_eq!(path.limit.strategies[0].as_pure(), Some(1));
//! assert!(path.points.iter().all(|point| point.residual < 1e-8));
//! # Ok::<(), detente::Error>(())
//! ```

mod field;
mod limit;
mod options;
mod path;
mod trace;

pub use options::QuantalOptions;
pub use path::{PathEnd, QuantalPath, QuantalResponse, logit_path, quantal_response};

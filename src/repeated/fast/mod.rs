//! Two players in floats: the equilibrium payoff set in microseconds, enclosed from outside.
//!
//! The operator of Abreu and Sannikov (2014, "An algorithm for two-player repeated games with perfect
//! monitoring", Theoretical Economics 9, section 4): given a set `W` and threats `u`, an action profile
//! `a` contributes its own payoff `g(a)` if playing it for ever is incentive compatible, and otherwise
//! at most four points `(1-d) g(a) + d w` with `w` in `W`, `w >= c(a, u)` and one of the two
//! constraints binding. The hull of all contributions is the next set, its minima raise the threats, a
//! profile without a feasible continuation is dropped for good. The limit is V.
//!
//! # Why the computed set contains V although it is computed in floats
//! Let `V(u)` be the largest set generated with fixed threats `u`; `V(u)` shrinks as `u` rises and `V`
//! lies in `V(u)` for every valid `u`. Invariant: `V(u_k)` lies in `W_k + [-e, e]^2` in payoffs
//! rescaled to [0, 1], where `e = ROUNDING / (1 - d)`. Constraint lines are relaxed by `2e`, and the
//! points on a line are taken over the whole strip of that width; an error `e` in `w` arrives as `d e`,
//! and the rounding of one step is below `ROUNDING = (1-d) e`, so that the invariant is kept. An extra
//! point never hurts (the union only grows), and a profile is dropped only if its relaxed constraint
//! set is empty. With absorbing outcomes the same argument holds with the profile's own weight on the
//! continuation in place of `d`, which is at most `d`.

mod contour;
mod gaps;
mod hull;
mod lines;
mod operator;
mod outline;
mod section;
mod solver;
mod stage;
mod sweep;

pub use outline::Outline;
pub use solver::{Limits, Solver, Stop};
pub use stage::FloatGame;

pub(crate) use contour::Contour;
pub(crate) use operator::{Origin, Vertex};

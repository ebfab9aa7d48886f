//! What a mediator can recommend: correlated and coarse correlated equilibria.
//!
//! A mediator draws a profile and tells every player its own action. The plan is a correlated equilibrium
//! if nobody gains by disobeying (Aumann 1974), a coarse one if nobody gains by refusing to take part
//! (Moulin and Vial 1978). Both sets are polytopes of distributions over profiles,
//!
//! `p >= 0, sum p = 1, sum_{a: a_i = from} p(a) (u_i(to, a_-i) - u_i(a)) <= 0` for all deviations,
//!
//! that contain every Nash equilibrium, so that they are never empty and every linear question about
//! them is a linear program, for any number of players.
//!
//! | question | function |
//! |---|---|
//! | The best plan for an objective, and what each temptation costs? | [`optimal_correlated`] |
//! | Which payoffs can two players get? | [`correlated_payoffs`] |
//! | Is this plan an equilibrium, and if not, who is tempted by what? | [`Distribution::violations`] |
//! | The best plan that treats equal players equally? | [`optimal_symmetric_correlated`] |
//! | All extreme plans of a small game? | [`extreme_correlated`] |
//!
//! [`Distribution::violations`]: super::Distribution::violations

mod extreme;
mod objective;
mod optimal;
mod payoffs;
mod program;
mod symmetric;

pub use extreme::extreme_correlated;
pub use objective::Objective;
pub(super) use objective::{Aim, Goal};
pub use optimal::{BindingConstraint, OptimalCorrelated, optimal_correlated};
pub use payoffs::{CorrelatedPayoffs, SupportingLine, correlated_payoffs};
pub use symmetric::{is_symmetric, optimal_symmetric_correlated};

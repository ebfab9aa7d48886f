//! Nash equilibria, exact: all of them for two players, checked ones always.
//!
//! A profile is a Nash equilibrium if no player gains by deviating alone (Nash 1951). For two players
//! the set of all equilibria is a finite union of products of polytopes; their corners, the *extreme*
//! equilibria, are pairs of vertices of the two best-response polytopes that have all labels together.
//! [`solve`] finds every one of them in exact arithmetic, also in degenerate games, where best replies
//! are tied and equilibria form continua; [`NashResult::components`] says which extreme equilibria belong
//! to one continuum. Payoffs are first brought to positive whole numbers by an exact affine map, so that
//! an offset of 10^20 changes nothing.
//!
//! | function | finds | complete? |
//! |---|---|---|
//! | [`extreme_equilibria`] | all extreme equilibria, two players | proven |
//! | [`first_equilibrium`] | one equilibrium, two players | no |
//! | [`lemke_howson`] | those at the ends of the Lemke-Howson paths, two players | no |
//! | [`pure_equilibria`] | all pure equilibria, any number of players | of the pure ones |
//!
//! Every equilibrium carries its exact payoffs and its exact regret, evaluated by substitution into the
//! game as it was given ([`NashEquilibrium::evaluate`]).

mod components;
mod dictionary;
mod extreme;
mod floats;
mod index;
mod integer;
mod labels;
mod lemke_howson;
mod matrices;
mod patience;
mod polytope;
mod result;
mod solve;
mod traversal;

pub use components::{Component, ComponentKind, NashSubset};
pub use result::{Method, NashEquilibrium, NashResult};
pub use solve::{
    NashOptions, Wanted, extreme_equilibria, first_equilibrium, lemke_howson, pure_equilibria, solve,
};

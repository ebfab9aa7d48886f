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
//! | [`support_enumeration`] | all equilibria, lazily, grouped by their supports, two players | proven at its end |
//! | [`lemke_howson`] | those at the ends of the Lemke-Howson paths, two players | no |
//! | [`lemke_howson_from`] | the one at the end of one label's path, two players | no |
//! | [`pure_equilibria`] | all pure equilibria, any number of players | of the pure ones |
//!
//! Which of them to expect is a question of its own:
//!
//! | item | selects |
//! |---|---|
//! | [`optimal_equilibrium`] | the best for welfare, a player, the worse-off player, or few actions; proven |
//! | [`maximum_entropy`] | the least committal optimal strategies of a zero-sum game |
//! | [`HarsanyiSelten`] | payoff and risk dominance in 2 x 2 games |
//! | [`NashEquilibrium::index`], [`NashResult::component_indices`] | what survives a change of payoffs |
//!
//! Every equilibrium carries its exact payoffs and its exact regret, evaluated by substitution into the
//! game as it was given ([`NashEquilibrium::evaluate`]).

mod branching;
mod component_index;
mod components;
mod dictionary;
mod entropy;
mod extreme;
mod floats;
mod harsanyi_selten;
mod index;
mod integer;
mod labels;
mod lemke_howson;
mod matrices;
mod optimal;
mod patience;
mod polytope;
mod result;
mod solve;
mod support;
mod traversal;

pub use components::{Component, ComponentKind, NashSubset};
pub use entropy::{MaximumEntropy, maximum_entropy};
pub use harsanyi_selten::HarsanyiSelten;
pub use optimal::{NashObjective, OptimalNash, branch_and_bound, optimal_equilibrium};
pub use result::{Method, NashEquilibrium, NashResult};
pub use solve::{
    NashOptions, Wanted, extreme_equilibria, first_equilibrium, lemke_howson, lemke_howson_from,
    pure_equilibria, solve,
};
pub use support::{SupportEnumeration, SupportEquilibria, support_enumeration};

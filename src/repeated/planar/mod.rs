//! Two players, exactly: the set operators in rational arithmetic, and what proves or refutes.
//!
//! * [`operator`]: the operator B of Abreu, Pearce and Stacchetti (1990) and the operator R of Abreu
//!   and Sannikov (2014) on exact polygons.
//! * [`generate`]: self-generation. A set `W` with `W` inside `B(W)` lies in V (Abreu, Pearce and
//!   Stacchetti 1990, theorem 1); the witnesses are read off as an automaton.
//! * [`candidates`]: where to look for such a set.
//! * [`refute`]: the chain `W_0, W_1, ...` of outer sets. `W_0` holds all feasible payoffs, each `W_{k+1}`
//!   holds `B(W_k)`, hence every `W_k` holds V, and its minima bound the threats.
//! * [`slide`]: many steps of a slow chain at once, by an inequality that holds all the way to its limit;
//!   [`leap`]: when and where to.

pub(crate) mod candidates;
pub(crate) mod generate;
mod leap;
pub(crate) mod operator;
pub(crate) mod refute;
pub(crate) mod slide;

//! `detente check`: true results pass, and every false claim is named with its place.

#[path = "check/support.rs"]
mod support;

#[path = "check/dynamic.rs"]
mod dynamic;
#[path = "check/hidden.rs"]
mod hidden;
#[path = "check/malformed.rs"]
mod malformed;
#[path = "check/one_shot.rs"]
mod one_shot;
#[path = "check/runs.rs"]
mod runs;
#[path = "check/solvers.rs"]
mod solvers;

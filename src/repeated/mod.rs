//! Repeated games: which payoffs rivals can sustain by themselves, and by which strategies.

pub mod automaton;
mod critical;
mod dynamics;
mod enclose;
mod error;
pub mod fast;
mod file;
mod game;
mod options;
mod payoff_set;
mod planar;
mod polyhedral;
mod reason;
mod refutation;
mod sustain;
mod target;
mod verdict;

pub use automaton::Automaton;
pub use critical::{Critical, CriticalTarget, Punishment, Status, critical_discount};
pub use error::RepeatedError;
pub use game::{Absorbing, Discount, IntoDiscount, RepeatedGame};
pub use options::Options;
pub use payoff_set::{CertifiedSet, Enclosure, EnclosureStatus, Shape};
pub use polyhedral::binding::BindingConstraint;
pub use refutation::{Failure, HalfSpace, Link, Refutation};
pub use sustain::Best;
pub use target::{Objective, Target};
pub use verdict::{Reason, Verdict};

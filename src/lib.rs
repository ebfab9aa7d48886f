//! `detente` solves repeated games and proves its answers.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod check;
pub mod collapse;
pub mod equilibrium;
pub mod error;
pub mod exact;
pub mod game;
pub mod geometry;
pub mod institution;
pub mod lp;
pub mod repeated;
pub mod report;
pub mod study;

pub use error::{Error, Explain};
pub use exact::Rational;
pub use game::{Game, Profile};

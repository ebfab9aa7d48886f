//! Collapse: when and why cooperation fails.
//!
//! Cooperation has *collapsed* where nothing is left that both sides prefer to self-help and that they
//! can sustain. The extreme is a theorem: where one side's gain is the other's loss
//! (`u_2 = b - a u_1`, `a > 0`), the repeated game has no other payoff than the stage game's value, at
//! any patience and under any institution that leaves it so. [`measures`] say how near a game is to that
//! end, and how much there was to lose; [`critical_strength`] finds where a verdict flips along the
//! strength of an instrument, [`phase_diagram`] the frontier in two parameters, both with exact verdicts.
//! Which assumptions agree with what happened is asked by [`history_match`].

mod diagram;
mod error;
mod matching;
pub mod measures;
mod share;
mod streams;
mod strength;

pub use diagram::{Cell, CellVerdict, phase_diagram};
pub use error::CollapseError;
pub use matching::{
    MatchedDraw, Matching, MatchingOptions, NonImplausible, Observation, Parameter, ProfileBin, Sample,
    Spread, history_match,
};
pub use share::Share;
pub(crate) use streams::Streams;
pub use strength::{CriticalStrength, critical_strength};

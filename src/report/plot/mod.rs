//! Pictures as SVG: each chart is a small builder that ends in `to_svg`.
//!
//! | chart | answers |
//! |---|---|
//! | [`PayoffSpace`] | what two players can sustain, before and after an institution |
//! | [`BestReplies`] | where the best replies of a 2 x 2 game meet |
//! | [`UpperEnvelope`] | which action is best against which mixture of two |
//! | [`CriticalTimeline`] | how patient each side had to be, phase by phase, with the events |
//! | [`PhaseDiagram`] | where two parameters give cooperation, where self-help |
//! | [`LineChart`] | how measures move with one parameter, up to the collapse |
//! | [`PatienceChart`] | which profile enters where as patience grows, and how far payoffs reach |
//! | [`Divisions`] | which divisions of the stake could have held |
//! | [`MatchingMap`] | which assumptions agree with the past, and what they say |
//! | [`Drivers`] | which assumptions drive a result |
//! | [`StackedShares`] | in which share of draws something holds |
//!
//! All share their words ([`FigureText`]): the title asks, the caption says under which assumption and from
//! which source. All are 900 pixels wide with text of at least 13; colours are those of Okabe and Ito (2008),
//! and nothing is told by colour alone. Labels never cover each other: one without room is listed in the
//! caption. Numbers that have no place on an axis are an error with their path, never a wrong picture.

mod axes;
mod best_replies;
mod canvas;
mod divisions;
mod drivers;
mod envelope;
mod events;
mod geometry;
mod key;
mod labels;
mod lines;
mod matching;
mod metrics;
mod outcome;
mod palette;
mod patience;
mod payoff_space;
mod phase_diagram;
mod scale;
mod shares;
mod sheet;
mod strokes;
#[cfg(test)]
mod testing;
mod tiles;
mod timeline;

pub use best_replies::BestReplies;
pub use divisions::Divisions;
pub use drivers::Drivers;
pub use envelope::UpperEnvelope;
pub use lines::LineChart;
pub use matching::MatchingMap;
pub use outcome::Outcome;
pub use patience::PatienceChart;
pub use payoff_space::PayoffSpace;
pub use phase_diagram::{PhaseDiagram, Region};
pub use shares::StackedShares;
pub use sheet::FigureText;
pub use timeline::{CriticalTimeline, Needed};

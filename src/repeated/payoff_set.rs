//! The equilibrium payoff set, enclosed: an inner and an outer set, and the gap between them.

use serde::{Deserialize, Serialize};

use super::{Automaton, Refutation};
use crate::exact::Rational;

/// The shape of an equilibrium payoff set, at 1e-8 of each player's payoff range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// No equilibrium in pure actions.
    Empty,
    /// One payoff vector.
    Point,
    /// A segment.
    Segment,
    /// Two players: a set with positive area.
    Polygon,
    /// More players: a set of dimension two or more.
    Polytope,
}

/// V enclosed: `inner` lies in V (up to the rounding of floats), V lies in `outer` (rounded outwards).
///
/// Vertices are in the game's own units, one number per player; lists are minimal at 1e-8 of the payoff
/// range, for two players counter-clockwise from the lexicographically least. Exact evidence comes with
/// [`super::RepeatedGame::sustain`] and [`super::RepeatedGame::certified_inner_set`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Enclosure {
    /// The shape of the outer set.
    pub kind: Shape,
    /// Vertices of the inner set.
    pub inner: Vec<Vec<f64>>,
    /// Vertices of the outer set.
    pub outer: Vec<Vec<f64>>,
    /// The largest distance of an outer vertex to the inner set, each player's payoffs rescaled to
    /// [0, 1]; `None` if only the inner set is empty.
    pub gap: Option<f64>,
    /// A lower bound on each player's equilibrium payoffs; `None` if V is empty.
    pub threat: Option<Vec<f64>>,
    /// Iterations of the set operator.
    pub iterations: usize,
    /// Whether inner and outer set have the same shape.
    pub status: EnclosureStatus,
}

/// Whether an enclosure settles the shape of V.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EnclosureStatus {
    /// Inner and outer set have the same shape.
    Settled,
    /// They differ, or the budget ended first.
    Undecided,
}

/// Payoffs proven, in exact arithmetic, to generate one another: their hull lies in V.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CertifiedSet {
    /// The payoffs, one number per player each; two players: counter-clockwise, minimal.
    pub vertices: Vec<Vec<Rational>>,
    /// An automaton whose states are the payoffs, in their order, started at the first one.
    pub automaton: Automaton,
}

/// An enclosure with what proves it to somebody who does not trust the solver.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProvenEnclosure {
    /// The enclosure.
    pub set: Enclosure,
    /// The inner set in exact numbers, as an automaton; `None` if the inner set is empty.
    pub certificate: Option<CertifiedSet>,
    /// That V is empty, as a chain of exact outer sets, where it is and the chain was found.
    pub refutation: Option<Refutation>,
}

impl Enclosure {
    /// Whether V is known to be empty.
    pub fn is_empty(&self) -> bool {
        self.outer.is_empty()
    }

    /// The enclosure of the empty set.
    pub(crate) fn empty(iterations: usize) -> Self {
        Enclosure {
            kind: Shape::Empty,
            inner: Vec::new(),
            outer: Vec::new(),
            gap: Some(0.0),
            threat: None,
            iterations,
            status: EnclosureStatus::Settled,
        }
    }
}

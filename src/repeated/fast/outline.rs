//! What the fast solver returns.

use super::operator::{Frame, ROUNDING, Step, Vertex};
use super::solver::Stop;
use super::{FloatGame, sweep};

/// The equilibrium payoff set in floats, with a bound on how far V can reach beyond it.
///
/// V lies within `slack` (in payoffs rescaled to [0, 1]) of the polygon `vertices`, whatever the reason
/// to stop.
#[derive(Debug, Clone)]
pub struct Outline {
    /// Vertices in the game's own units, counter-clockwise from the lexicographically least.
    pub vertices: Vec<[f64; 2]>,
    /// The threat point: each player's least equilibrium payoff, rounded down; `None` if V is empty.
    pub threat: Option<[f64; 2]>,
    /// Why the iteration ended.
    pub stop: Stop,
    /// Steps taken.
    pub iterations: usize,
    /// How far V may reach beyond the polygon, in payoffs rescaled to [0, 1].
    pub slack: f64,
    /// For a watched profile: by how much playing it for ever beats the best deviation, per player,
    /// rescaled (negative where it does not).
    pub margin: Option<[f64; 2]>,
    /// The same vertices rescaled, each with its profile and origin.
    pub(crate) marked: Vec<Vertex>,
    /// The threats rescaled.
    pub(crate) scaled_threat: [f64; 2],
    pub(super) discount: f64,
}

impl Outline {
    /// The outline of a set of marked vertices; the caller fills in how it was found.
    pub(super) fn of(step: &Step, set: &[Vertex], threat: [f64; 2], stop: Stop) -> Self {
        let (game, slack, discount) = (step.game, step.slack, step.discount);
        Outline {
            vertices: set.iter().map(|v| game.unscale(v.at)).collect(),
            threat: (stop != Stop::Empty).then(|| game.unscale(threat)),
            stop,
            iterations: 0,
            slack: slack + ROUNDING,
            margin: None,
            marked: set.to_vec(),
            scaled_threat: threat,
            discount,
        }
    }

    /// The profiles that set and threats cannot exclude.
    pub(crate) fn live(&self, game: &FloatGame) -> Vec<usize> {
        let mut frame = Frame::default();
        frame.set(&self.marked, self.scaled_threat);
        sweep::living(&Step::new(game, self.discount), &frame)
    }
}

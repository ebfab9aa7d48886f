//! One step over all profiles of a large game, most of which are passed by after a few comparisons.
//!
//! Without absorbing outcomes a profile is dead once its gain exceeds what patience can pay,
//! `(most - threat) d / (1 - d)`. A live one contributes points on the two segments that leave the
//! corner `F = (1-d) best + d threat` to the right and upwards, up to `(1-d) g + d most`. Where the hull
//! found so far holds the corner and both ends, it holds the contribution. `F_0` depends on the column
//! alone and `F_1` on the row alone, so that all of this is a comparison with a number per column and
//! one per row.

use super::hull::Growing;
use super::operator::{Bounds, Contribution, Frame, Live, Step};

/// Decisions closer than this are left to the full test.
const NEAR: f64 = 1e-9;
/// So few live profiles are listed in any case, and a larger number up to this share of all.
const LISTED: usize = 512;
const SHARE: usize = 16;

/// The comparisons, with their buffers.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    columns: Vec<Column>,
    listed: Vec<u32>,
}

/// What column and row compare with.
#[derive(Debug, Clone, Copy)]
struct Column {
    /// Row's payoffs below this are dead.
    least: f64,
    /// `F_0`.
    line: f64,
    /// The least `F_1` and the greatest payoff of column for which the hull holds the upright segment.
    low: f64,
    high: f64,
}

fn reach(step: &Step, bounds: &Bounds, threat: [f64; 2]) -> [f64; 2] {
    [0, 1].map(|i| (bounds.most[i] - threat[i] + step.slack + NEAR) / step.price)
}

/// The profiles that are not dead at a glance.
pub(super) fn living(step: &Step, bounds: &Bounds, threat: [f64; 2]) -> Vec<usize> {
    let game = step.game;
    let reach = reach(step, bounds, threat);
    let lives = |p: &usize| {
        let (row, column) = (p / game.columns, p % game.columns);
        let u = game.payoffs[*p];
        u[0] >= game.best[0][column] - reach[0] && u[1] >= game.best[1][row] - reach[1]
    };
    (0..game.payoffs.len()).filter(lives).collect()
}

impl Sweep {
    /// Adds the contributions of all profiles. Lists those that live in `live`, unless they are too
    /// many; true if the list is complete.
    pub(super) fn run(
        &mut self,
        step: &Step,
        frame: &Frame,
        growing: &mut Growing,
        live: &mut Vec<Live>,
    ) -> bool {
        let game = step.game;
        let (threat, d) = (frame.threat, step.discount);
        let reach = reach(step, &frame.bounds, threat);
        let line = |i: usize, best: f64| threat[i] + (1.0 - d) * (best - threat[i]);
        let most = frame.bounds.most;
        let capacity = LISTED.max(game.payoffs.len() / SHARE);
        self.listed.clear();
        let mut complete = true;
        self.columns.clear();
        self.columns.extend(game.best[0].iter().map(|&best| Column {
            least: best - reach[0],
            line: line(0, best),
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
        }));
        let near = NEAR.max(4.0 * step.slack);
        let (mut next_merge, mut stale) = (1, true);
        for (row, payoffs) in game.payoffs.chunks_exact(game.columns).enumerate() {
            if row == next_merge {
                next_merge = 2 * row;
                growing.merge();
                stale = true;
            }
            if stale {
                self.look(growing, d, most);
                stale = false;
            }
            let best = game.best[1][row];
            let (least, across) = (best - reach[1], line(1, best));
            // Along the row the hull holds the level segment from `left` on, up to row's payoff `right`.
            let (left, right) = match growing.sections[1].over(across, across) {
                Some([left, right]) => (left, (right - d * most[0]) / (1.0 - d)),
                None => (f64::INFINITY, f64::NEG_INFINITY),
            };
            let [inner_least, inner_most] = growing.inside;
            for (column, (u, c)) in payoffs.iter().zip(&self.columns).enumerate() {
                if u[0] < c.least || u[1] < least {
                    continue;
                }
                let profile = row * game.columns + column;
                if complete {
                    self.listed.push(profile as u32);
                    complete = self.listed.len() < capacity;
                }
                let covered = across >= c.low && u[1] <= c.high && c.line >= left && u[0] <= right;
                let boxed = u[0] >= inner_least[0]
                    && u[0] <= inner_most[0]
                    && u[1] >= inner_least[1]
                    && u[1] <= inner_most[1];
                let margin = (u[0] - c.line).min(u[1] - across);
                // Played for ever, followed by a binding continuation, or too close to tell.
                if (boxed || margin < -near) && (covered || margin > near) {
                    continue;
                }
                let mut full = false;
                let became = step.contribute(&step.live(profile), frame, |v| full |= growing.push(v));
                if became == Contribution::Dead && complete {
                    self.listed.pop();
                }
                if full {
                    growing.merge();
                    stale = true;
                }
            }
        }
        live.clear();
        if complete {
            live.extend(self.listed.iter().map(|&p| step.live(p as usize)));
        }
        complete
    }

    /// Reads the hull at every column.
    fn look(&mut self, growing: &Growing, d: f64, most: [f64; 2]) {
        for column in &mut self.columns {
            (column.low, column.high) = match growing.sections[0].over(column.line, column.line) {
                Some([low, high]) => (low, (high - d * most[1]) / (1.0 - d)),
                None => (f64::INFINITY, f64::NEG_INFINITY),
            };
        }
    }
}

//! One step over many profiles, most of which are passed by after a few comparisons.
//!
//! Without absorbing outcomes a profile is dead once its gain exceeds what patience can pay,
//! `(most - threat) d / (1 - d)`. A live one contributes points on two lines: `x_0 = F_0` and
//! `x_1 = F_1`, where `F = (1-d) best + d threat` depends on the column alone for player 0 and on the
//! row alone for player 1. On `x_0 = F_0` they lie between `max(F_1, (1-d) g_1 + d low(c))` and
//! `(1-d) g_1 + d high(c)`, `c = threat + (1-d)/d (best - g_0)`, where `low` is convex and `high`
//! concave; a tangent of each bounds it for all profiles of the column, so that both ends become linear
//! in the profile's payoffs. Whether the hull found so far holds the contribution is then decided by
//! comparisons with a few numbers per column and per row. A few normals `n >= 0` find most profiles that
//! are dead although either player alone could be paid: `n c` exceeds what the set reaches. Bounds are drawn in by more than the
//! rounding of these formulas: what is passed by adds nothing.

use super::hull::Growing;
use super::operator::{Bounds, Contribution, Frame, Live, Step};
use super::section::{Section, Side};

/// Decisions closer than this are left to the full test.
const NEAR: f64 = 1e-9;
/// So few live profiles are listed in any case, and a larger number up to this share of all.
const LISTED: usize = 512;
const SHARE: usize = 16;

/// Normals that pairs of continuations are held against: the diagonal of the set's box, and less of
/// either player.
const NORMALS: usize = 3;
const LEANING: [[f64; 2]; NORMALS] = [[1.0, 1.0], [1.0, 0.4], [0.4, 1.0]];

/// The comparisons, with their buffers.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    columns: Vec<Line>,
    rows: Vec<Line>,
    listed: Vec<u32>,
}

/// What the profiles of a column (or a row) compare with: one player's best reply is the same for all.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// Own payoffs below this are dead.
    least: f64,
    /// `F`.
    at: f64,
    /// The highest `other - slope * own` whose upper end the hull holds, and below which (minus the
    /// other player's `F / (1-d)`) there is no contribution.
    top_slope: f64,
    top: f64,
    none: f64,
    /// The lowest `other - slope * own` whose lower end the hull holds.
    bottom_slope: f64,
    bottom: f64,
    /// The least `F` of the other player that the hull holds.
    low: f64,
    /// Per normal, this player's part of `n (threat + (1-d)/d best)`.
    asked: [f64; NORMALS],
}

impl Line {
    /// Whether a contribution on this line is known to add nothing. `across` is the other player's `F`.
    fn covers(&self, own: f64, other: f64, across: f64, across_scaled: f64) -> bool {
        let end = other - self.top_slope * own;
        (end <= self.top && (across >= self.low || other - self.bottom_slope * own >= self.bottom))
            || end < across_scaled - self.none
    }
}

/// The numbers of one step.
#[derive(Clone, Copy)]
struct Terms<'a> {
    step: &'a Step<'a>,
    frame: &'a Frame,
    reach: [f64; 2],
    near: f64,
    normals: [[f64; 2]; NORMALS],
    /// What the set reaches in each normal.
    support: [f64; NORMALS],
}

impl<'a> Terms<'a> {
    fn new(step: &'a Step<'a>, frame: &'a Frame) -> Self {
        let reach = reach(step, &frame.bounds, frame.threat);
        let near = NEAR.max(4.0 * step.slack);
        let extent = [0, 1].map(|i| (frame.bounds.most[i] - frame.bounds.least[i]).max(1e-3));
        let normals = LEANING.map(|lean| [lean[0] / extent[0], lean[1] / extent[1]]);
        let support = normals.map(|n| {
            let reached = frame.sections[0].points().iter().map(|w| n[0] * w[0] + n[1] * w[1]);
            reached.fold(f64::NEG_INFINITY, f64::max) + near * (n[0] + n[1])
        });
        Terms { step, frame, reach, near, normals, support }
    }

    /// Whether no continuation in the set can pay both players together.
    fn is_out_of_reach(&self, u: [f64; 2], lines: [&Line; 2]) -> bool {
        (0..NORMALS).any(|k| {
            let n = self.normals[k];
            let spared = self.step.price * (n[0] * u[0] + n[1] * u[1]);
            lines[0].asked[k] + lines[1].asked[k] - spared > self.support[k]
        })
    }

    /// The line of a player's best-reply payoff, with the hull found so far.
    fn line(&self, player: usize, best: f64, hull: &Section) -> Line {
        let (threat, d) = (self.frame.threat[player], self.step.discount);
        let today = 1.0 - d;
        let at = threat + today * (best - threat);
        // The tangents are taken in the middle of the continuations that may be asked for.
        let middle = threat + 0.5 * self.step.price * best.min(self.reach[player]);
        let set = &self.frame.sections[player];
        let guard = |slope: f64| 16.0 * f64::EPSILON * (1.0 + slope.abs()) + self.step.slack * slope.abs();
        let bound = |side: Side| {
            let tangent = set.tangent(middle, side);
            let constant =
                d * (tangent.value + tangent.slope * (threat - tangent.at)) + today * tangent.slope * best;
            (tangent.slope, constant, guard(tangent.slope))
        };
        let (top_slope, high, high_guard) = bound(Side::High);
        let (bottom_slope, low, low_guard) = bound(Side::Low);
        let [least, most] = hull.over(at, at).unwrap_or([f64::INFINITY, f64::NEG_INFINITY]);
        Line {
            least: best - self.reach[player],
            at,
            top_slope,
            top: (most - high - high_guard) / today,
            none: (high + high_guard + self.near) / today,
            bottom_slope,
            bottom: (least - low + low_guard) / today,
            low: least + 16.0 * f64::EPSILON,
            asked: self.normals.map(|n| n[player] * (threat + self.step.price * best)),
        }
    }

    /// Whether a live profile adds nothing to the hull: played for ever inside its box, followed by a
    /// binding continuation on covered lines; both where it is too close to tell.
    fn is_covered(&self, u: [f64; 2], lines: [&Line; 2], inside: &[[f64; 2]; 2]) -> bool {
        let margin = (u[0] - lines[0].at).min(u[1] - lines[1].at);
        let today = 1.0 - self.step.discount;
        let boxed = || (0..2).all(|i| u[i] >= inside[0][i] && u[i] <= inside[1][i]);
        let on_lines = || {
            let [a, b] = [lines[0].at, lines[1].at];
            lines[0].covers(u[0], u[1], b, b / today) && lines[1].covers(u[1], u[0], a, a / today)
        };
        (margin < -self.near || boxed()) && (margin > self.near || on_lines())
    }
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
    /// Whether the comparisons pay for a list of this length.
    pub(super) fn pays(&self, step: &Step, live: usize) -> bool {
        step.game.ends.is_empty()
            && live > 48
            && live > 2 * (step.game.best[0].len() + step.game.best[1].len())
    }

    /// Adds the contributions of all profiles. Lists those that live in `live`, unless they are too
    /// many; true if the list is complete.
    pub(super) fn all(
        &mut self,
        step: &Step,
        frame: &Frame,
        growing: &mut Growing,
        live: &mut Vec<Live>,
    ) -> bool {
        let (game, terms) = (step.game, Terms::new(step, frame));
        let capacity = LISTED.max(game.payoffs.len() / SHARE);
        self.listed.clear();
        let mut complete = true;
        let (mut next_merge, mut stale) = (1, true);
        for (row, payoffs) in game.payoffs.chunks_exact(game.columns).enumerate() {
            if row == next_merge {
                next_merge = 2 * row;
                growing.merge();
                stale = true;
            }
            if stale {
                self.look_at_columns(&terms, growing);
                stale = false;
            }
            let across = terms.line(1, game.best[1][row], &growing.sections[1]);
            let inside = growing.inside;
            for (column, (u, line)) in payoffs.iter().zip(&self.columns).enumerate() {
                if u[0] < line.least || u[1] < across.least || terms.is_out_of_reach(*u, [line, &across]) {
                    continue;
                }
                let profile = row * game.columns + column;
                if complete {
                    self.listed.push(profile as u32);
                    complete = self.listed.len() < capacity;
                }
                if terms.is_covered(*u, [line, &across], &inside) {
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

    /// Adds the contributions of listed profiles and strikes the dead off the list.
    pub(super) fn list(&mut self, step: &Step, frame: &Frame, growing: &mut Growing, live: &mut Vec<Live>) {
        let terms = Terms::new(step, frame);
        self.look_at_columns(&terms, growing);
        self.rows.clear();
        let rows = step.game.best[1].iter().map(|&best| terms.line(1, best, &growing.sections[1]));
        self.rows.extend(rows);
        let inside = growing.inside;
        live.retain(|live| {
            let [row, column] = live.actions.map(|a| a as usize);
            let lines = [&self.columns[column], &self.rows[row]];
            let u = live.forever;
            if u[0] < lines[0].least || u[1] < lines[1].least || terms.is_out_of_reach(u, lines) {
                return false;
            }
            if terms.is_covered(u, lines, &inside) {
                return true;
            }
            let mut full = false;
            let became = step.contribute(live, frame, |v| full |= growing.push(v));
            if full {
                growing.merge();
            }
            became != Contribution::Dead
        });
    }

    fn look_at_columns(&mut self, terms: &Terms, growing: &Growing) {
        self.columns.clear();
        let best = &terms.step.game.best[0];
        self.columns.extend(best.iter().map(|&best| terms.line(0, best, &growing.sections[0])));
    }
}

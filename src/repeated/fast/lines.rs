//! The numbers that the profiles of a column, or of a row, are compared with in one step: see
//! [`super::sweep`].

use super::gaps::Gap;
use super::hull::Growing;
use super::operator::{Bounds, Frame, Step};
use super::section::{Section, Side};

/// Decisions closer than this are left to the full test.
const NEAR: f64 = 1e-9;
/// Normals that pairs of continuations are held against: the diagonal of the set's box, and less of
/// either player.
const NORMALS: usize = 3;
const LEANING: [[f64; 2]; NORMALS] = [[1.0, 1.0], [1.0, 0.4], [0.4, 1.0]];

/// What the profiles of a column (or a row) compare with: one player's best reply is the same for all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Own payoffs below this are dead.
    pub(super) least: f64,
    /// `F`.
    pub(super) at: f64,
    /// The gaps that the line crosses, and those that reach beyond it, a bit for each.
    pub(super) crossed: u32,
    pub(super) beyond: u32,
    /// The highest `other - slope * own` whose upper end the hull holds, and below which (minus the
    /// other player's `F / (1-d)`) there is no contribution.
    pub(super) top_slope: f64,
    pub(super) top: f64,
    pub(super) none: f64,
    /// The lowest `other - slope * own` whose lower end the hull holds.
    pub(super) bottom_slope: f64,
    pub(super) bottom: f64,
    /// The least `F` of the other player that the hull holds.
    pub(super) low: f64,
}

impl Line {
    /// Whether a contribution on this line is known to add nothing. `across` is the other player's `F`.
    fn covers(&self, own: f64, other: f64, across: f64, today: f64) -> bool {
        let end = other - self.top_slope * own;
        (end <= self.top && (across >= self.low || other - self.bottom_slope * own >= self.bottom))
            || (end + self.none) * today < across
    }
}

/// So many profiles of a row are compared at once.
pub(super) const TOGETHER: usize = 8;

/// Columns side by side: slope and level of the top, slope and level of the bottom, `low`, `F`.
pub(super) type Limits = [[f64; TOGETHER]; 6];

/// Whether some of a few profiles side by side in a row may be open: [`Terms::is_open`] for any gap, as
/// the largest of a few excesses, which compiles to operations on several numbers at once.
pub(super) fn some_may_be_open(u: &[[f64; 2]; TOGETHER], limits: &Limits, row: &Line, near: f64) -> bool {
    let [top_slope, top, bottom_slope, bottom, low, at] = limits;
    let more = |a: f64, b: f64| if a > b { a } else { b };
    let less = |a: f64, b: f64| if a < b { a } else { b };
    let mut most = [f64::NEG_INFINITY; TOGETHER];
    for i in 0..TOGETHER {
        let [own, other] = u[i];
        let over = more(other - top_slope[i] * own - top[i], own - row.top_slope * other - row.top);
        let under = less(low[i] - row.at, bottom[i] - (other - bottom_slope[i] * own));
        let across = less(row.low - at[i], row.bottom - (own - row.bottom_slope * other));
        let forever = less(own - at[i] + near, other - row.at + near);
        most[i] = more(more(over, under), more(across, forever));
    }
    most.iter().any(|&excess| excess > 0.0)
}

/// The numbers of one step.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) step: &'a Step<'a>,
    pub(super) frame: &'a Frame,
    pub(super) reach: [f64; 2],
    pub(super) near: f64,
    pub(super) today: f64,
    normals: [[f64; 2]; NORMALS],
    /// What the set reaches in each normal.
    support: [f64; NORMALS],
}

impl<'a> Terms<'a> {
    pub(super) fn new(step: &'a Step<'a>, frame: &'a Frame) -> Self {
        let reach = reach(step, &frame.bounds, frame.threat);
        let near = near(step);
        let extent = [0, 1].map(|i| (frame.bounds.most[i] - frame.bounds.least[i]).max(1e-3));
        let normals = LEANING.map(|lean| [lean[0] / extent[0], lean[1] / extent[1]]);
        let support = normals.map(|n| {
            let reached = frame.sections[0].points().iter().map(|w| n[0] * w[0] + n[1] * w[1]);
            reached.fold(f64::NEG_INFINITY, f64::max) + near * (n[0] + n[1])
        });
        Terms { step, frame, reach, near, today: 1.0 - step.discount, normals, support }
    }

    /// Whether no continuation in the set can pay both players together.
    pub(super) fn is_out_of_reach(&self, u: [f64; 2], row: usize, column: usize) -> bool {
        let best = [self.step.game.best[0][column], self.step.game.best[1][row]];
        let c = [0, 1].map(|i| self.frame.threat[i] + self.step.price * (best[i] - u[i]));
        (0..NORMALS).any(|k| self.normals[k][0] * c[0] + self.normals[k][1] * c[1] > self.support[k])
    }

    /// The line of a player's best-reply payoff, with the hull found so far.
    pub(super) fn line(&self, player: usize, best: f64, hull: &Section, gaps: &[Gap]) -> Line {
        let (threat, d, today) = (self.frame.threat[player], self.step.discount, self.today);
        let at = threat + today * (best - threat);
        let (mut crossed, mut beyond) = (0, 0);
        for (k, gap) in gaps.iter().enumerate() {
            let below = at <= gap[1][player];
            beyond |= u32::from(below) << k;
            crossed |= u32::from(below && at >= gap[0][player]) << k;
        }
        let least = best - self.reach[player];
        if crossed == 0 {
            let (top_slope, top, none) = (0.0, f64::INFINITY, f64::NEG_INFINITY);
            let (bottom_slope, bottom, low) = (0.0, f64::NEG_INFINITY, f64::NEG_INFINITY);
            return Line { least, at, crossed, beyond, top_slope, top, none, bottom_slope, bottom, low };
        }
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
        let [from, to] = hull.over(at, at).unwrap_or([f64::INFINITY, f64::NEG_INFINITY]);
        // Where the hull reaches the height of the whole set, no payoff below that adds anything above.
        let most = self.frame.bounds.most[1 - player];
        let (top_slope, top, none) = if to >= most {
            (0.0, most, (d * most + self.near) / today)
        } else {
            (top_slope, (to - high - high_guard) / today, (high + high_guard + self.near) / today)
        };
        Line {
            least,
            at,
            crossed,
            beyond,
            top_slope,
            top,
            none,
            bottom_slope,
            bottom: (from - low + low_guard) / today,
            low: from + 16.0 * f64::EPSILON,
        }
    }

    /// Whether a profile may add to the hull in some of the gaps: one of its lines crosses them and is not
    /// known to be covered, or its payoff lies there, outside the hull.
    pub(super) fn is_open(
        &self,
        u: [f64; 2],
        [column, row]: [&Line; 2],
        gaps: &[Gap],
        which: u32,
        growing: &Growing,
    ) -> bool {
        let both = column.beyond & row.beyond & which;
        if both == 0 {
            return false;
        }
        let held = |k: usize| (0..2).all(|i| u[i] >= gaps[k][0][i] && u[i] <= gaps[k][1][i]);
        (column.crossed & both != 0 && !column.covers(u[0], u[1], row.at, self.today))
            || (row.crossed & both != 0 && !row.covers(u[1], u[0], column.at, self.today))
            || (u[0] >= column.at - self.near
                && u[1] >= row.at - self.near
                && !growing.covers(u)
                && (0..gaps.len()).any(|k| both >> k & 1 == 1 && held(k)))
    }
}

/// How far apart numbers are told apart without the full test.
pub(super) fn near(step: &Step) -> f64 {
    NEAR.max(4.0 * step.slack)
}

pub(super) fn reach(step: &Step, bounds: &Bounds, threat: [f64; 2]) -> [f64; 2] {
    [0, 1].map(|i| (bounds.most[i] - threat[i] + step.slack + NEAR) / step.price)
}

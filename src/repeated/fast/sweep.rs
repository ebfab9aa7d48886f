//! One step over many profiles, most of which are passed by after a few comparisons.
//!
//! Without absorbing outcomes a profile is dead once its gain exceeds what patience can pay,
//! `(most - threat) d / (1 - d)`. A live one contributes points on two lines: `x_0 = F_0` and
//! `x_1 = F_1`, where `F = (1-d) best + d threat` depends on the column alone for player 0 and on the
//! row alone for player 1. A line that misses every gap between the last set and the hull found so far
//! (module `gaps`), and one that crosses a gap only beyond the other player's line, adds nothing.
//!
//! On a line `x_0 = F_0` that does cross a gap the contributions lie between
//! `max(F_1, (1-d) g_1 + d low(c))` and `(1-d) g_1 + d high(c)`, `c = threat + (1-d)/d (best - g_0)`,
//! where `low` is convex and `high` concave; a tangent of each bounds it for all profiles of the column,
//! so that both ends become linear in the profile's payoffs. Whether the hull holds the contribution is
//! then decided by comparisons with a few numbers per column and per row. A few normals `n >= 0` find
//! most profiles that are dead although either player alone could be paid: `n c` exceeds what the set
//! reaches. Bounds are drawn in by more than the rounding of these formulas: what is passed by adds
//! nothing.
//!
//! Both sides of a gap's position in the last set must be sound: let `V(u)` lie in `W + [-e, e]^2`. An
//! extreme point of `V(u)` is a profile's own payoff or lies on one of its lines, nowhere below the
//! floor `min F`, and within `e` of a point of `W`. If that point is in no gap, it is in the hull.

use super::gaps::Gap;
use super::hull::Growing;
use super::lines::{Limits, Line, TOGETHER, Terms, reach, some_may_be_open};
use super::operator::{Contribution, Frame, Live, Step};

/// So few live profiles are listed in any case, and a larger number up to this share of all.
const LISTED: usize = 512;
const SHARE: usize = 16;

/// The comparisons, with their buffers.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    columns: Vec<Line>,
    rows: Vec<Line>,
    listed: Vec<u32>,
    gaps: Vec<Gap>,
    near: Vec<u32>,
    limits: Vec<Limits>,
}

/// The profiles that a set and threats do not exclude.
pub(super) fn living(step: &Step, frame: &Frame) -> Vec<usize> {
    let profiles = 0..step.game.payoffs.len();
    let lives = |p: &usize| step.contribute(&step.live(*p), frame, |_| {}) != Contribution::Dead;
    profiles.filter(lives).collect()
}

impl Sweep {
    /// Looks at the gaps one after the other: at the columns and the rows that do not lie beyond it.
    /// True if every live profile was listed on the way.
    pub(super) fn all(
        &mut self,
        step: &Step,
        frame: &Frame,
        growing: &mut Growing,
        gaps: &[Gap],
        live: &mut Vec<Live>,
    ) -> bool {
        let terms = Terms::new(step, frame);
        self.take_gaps(gaps);
        self.look(&terms, growing);
        // If payoffs were spread evenly, this share would live.
        let share = terms.reach[0].clamp(0.0, 1.0) * terms.reach[1].clamp(0.0, 1.0);
        if share * (SHARE as f64) < 1.0 && self.list_all(&terms, growing) {
            live.clear();
            live.extend(self.listed.iter().map(|&p| step.live(p as usize)));
            return true;
        }
        // Gaps that most lines do not lie beyond are looked into together.
        let many = |lines: &[Line], k: usize| {
            2 * lines.iter().filter(|l| l.beyond >> k & 1 == 1).count() > lines.len()
        };
        let large = |k: usize| many(&self.columns, k) && many(&self.rows, k);
        let together = (0..self.gaps.len()).filter(|&k| large(k)).fold(0, |all, k| all | 1 << k);
        for k in (0..self.gaps.len()).filter(|k| together >> k & 1 == 0) {
            self.look_into(&terms, growing, 1 << k);
        }
        if together != 0 {
            self.look_into(&terms, growing, together);
        }
        false
    }

    /// Looks at all profiles and lists those that live; false, and nothing done, if they are too many.
    fn list_all(&mut self, terms: &Terms, growing: &mut Growing) -> bool {
        let game = terms.step.game;
        let capacity = LISTED.max(game.payoffs.len() / SHARE);
        self.listed.clear();
        for (row, (payoffs, across)) in game.payoffs.chunks_exact(game.columns).zip(&self.rows).enumerate() {
            for (column, (u, line)) in payoffs.iter().zip(&self.columns).enumerate() {
                if u[0] < line.least || u[1] < across.least || terms.is_out_of_reach(*u, row, column) {
                    continue;
                }
                self.listed.push((row * game.columns + column) as u32);
            }
            if self.listed.len() > capacity {
                return false;
            }
        }
        let listed = std::mem::take(&mut self.listed);
        let mut stale = 0;
        for (done, &profile) in listed.iter().enumerate() {
            let (row, column) = (profile as usize / game.columns, profile as usize % game.columns);
            let u = game.payoffs[profile as usize];
            if terms.is_open(u, [&self.columns[column], &self.rows[row]], &self.gaps, u32::MAX, growing) {
                let mut full = false;
                terms.step.contribute(&terms.step.live(profile as usize), terms.frame, |v| {
                    full |= growing.push(v);
                });
                if full || done >= stale {
                    growing.merge();
                    self.look(terms, growing);
                    stale = 4 * done + 64;
                }
            }
        }
        self.listed = listed;
        true
    }

    /// Looks at the columns and the rows that do not lie beyond some gaps, given by a bit each.
    fn look_into(&mut self, terms: &Terms, growing: &mut Growing, which: u32) {
        let (columns, payoffs) = (terms.step.game.columns, &terms.step.game.payoffs);
        let mut near = std::mem::take(&mut self.near);
        near.clear();
        near.extend((0..columns as u32).filter(|&c| self.columns[c as usize].beyond & which != 0));
        let most = 2 * near.len() > columns;
        let (mut seen, mut stale) = (0, 1);
        for row in 0..self.rows.len() {
            if self.rows[row].beyond & which == 0 || near.is_empty() {
                continue;
            }
            seen += 1;
            if seen == stale {
                stale *= 4;
                if growing.merge() {
                    self.look(terms, growing);
                }
            }
            if !most {
                near.iter().for_each(|&column| self.look_at(terms, growing, which, row, column as usize));
                continue;
            }
            let (parts, rest) = payoffs[row * columns..][..columns].as_chunks();
            for (k, u) in parts.iter().enumerate() {
                if some_may_be_open(u, &self.limits[k], &self.rows[row], terms.near) {
                    let range = k * TOGETHER..(k + 1) * TOGETHER;
                    range.for_each(|column| self.look_at(terms, growing, which, row, column));
                }
            }
            (columns - rest.len()..columns)
                .for_each(|column| self.look_at(terms, growing, which, row, column));
        }
        self.near = near;
    }

    fn look_at(&mut self, terms: &Terms, growing: &mut Growing, which: u32, row: usize, column: usize) {
        let (line, across) = (&self.columns[column], &self.rows[row]);
        let profile = row * terms.step.game.columns + column;
        let u = terms.step.game.payoffs[profile];
        if u[0] < line.least
            || u[1] < across.least
            || !terms.is_open(u, [line, across], &self.gaps, which, growing)
            || terms.is_out_of_reach(u, row, column)
        {
            return;
        }
        let mut full = false;
        terms.step.contribute(&terms.step.live(profile), terms.frame, |v| full |= growing.push(v));
        if full {
            growing.merge();
            self.look(terms, growing);
        }
    }

    /// Adds the contributions of listed profiles and strikes the dead off the list.
    pub(super) fn list(
        &mut self,
        step: &Step,
        frame: &Frame,
        growing: &mut Growing,
        gaps: &[Gap],
        live: &mut Vec<Live>,
    ) {
        self.take_gaps(gaps);
        if live.len() <= 2 * (step.game.best[0].len() + step.game.best[1].len()) {
            return self.list_few(step, frame, growing, live);
        }
        let terms = Terms::new(step, frame);
        self.look(&terms, growing);
        live.retain(|live| {
            let [row, column] = live.actions.map(|a| a as usize);
            let (line, across) = (&self.columns[column], &self.rows[row]);
            let u = live.forever;
            if u[0] < line.least || u[1] < across.least {
                return false;
            }
            if !terms.is_open(u, [line, across], &self.gaps, u32::MAX, growing) {
                return true;
            }
            if terms.is_out_of_reach(u, row, column) {
                return false;
            }
            lives_on(step, live, frame, growing)
        });
    }

    /// The same for so few that the lines' numbers do not pay.
    fn list_few(&self, step: &Step, frame: &Frame, growing: &mut Growing, live: &mut Vec<Live>) {
        let reach = reach(step, &frame.bounds, frame.threat);
        let today = 1.0 - step.discount;
        live.retain(|live| {
            if (0..2).any(|i| live.gain[i] > reach[i]) {
                return false;
            }
            let at = [0, 1].map(|i| frame.threat[i] + today * (live.best[i] - frame.threat[i]));
            let u = live.forever;
            let open = self.gaps.iter().any(|[least, most]| {
                let beyond = at[0] <= most[0] && at[1] <= most[1];
                beyond
                    && (at[0] >= least[0]
                        || at[1] >= least[1]
                        || (0..2).all(|i| u[i] >= least[i] && u[i] <= most[i]))
            });
            if !open {
                return true;
            }
            lives_on(step, live, frame, growing)
        });
    }

    /// The gaps, the last ones put together where they are too many for a bit each.
    fn take_gaps(&mut self, gaps: &[Gap]) {
        self.gaps.clear();
        self.gaps.extend_from_slice(gaps);
        while self.gaps.len() > MOST_GAPS
            && let Some(last) = self.gaps.pop()
            && let Some(kept) = self.gaps.last_mut()
        {
            for i in 0..2 {
                kept[0][i] = kept[0][i].min(last[0][i]);
                kept[1][i] = kept[1][i].max(last[1][i]);
            }
        }
    }

    /// Compares the lines with the hull found so far.
    fn look(&mut self, terms: &Terms, growing: &Growing) {
        let best = &terms.step.game.best;
        let (columns, rows, gaps) = (&mut self.columns, &mut self.rows, &self.gaps);
        for (player, lines) in [columns, rows].into_iter().enumerate() {
            lines.clear();
            let section = &growing.sections[player];
            lines.extend(best[player].iter().map(|&best| terms.line(player, best, section, gaps)));
        }
        self.limits.clear();
        let (parts, _) = self.columns.as_chunks::<TOGETHER>();
        self.limits.extend(parts.iter().map(|lines| {
            [
                lines.map(|l| l.top_slope),
                lines.map(|l| l.top),
                lines.map(|l| l.bottom_slope),
                lines.map(|l| l.bottom),
                lines.map(|l| l.low),
                lines.map(|l| l.at),
            ]
        }));
    }
}

/// As many as an integer has bits.
const MOST_GAPS: usize = 32;

/// Adds what a profile generates to the growing hull; whether the profile can still be played.
#[inline]
fn lives_on(step: &Step, live: &Live, frame: &Frame, growing: &mut Growing) -> bool {
    let mut full = false;
    let became = step.contribute(live, frame, |v| full |= growing.push(v));
    if full {
        growing.merge();
    }
    became != Contribution::Dead
}

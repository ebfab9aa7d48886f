//! Iterating the operator to its limit.

use std::time::Instant;

use super::gaps::Gaps;
use super::hull::{Growing, hull_in_place};
use super::lines::near;
use super::operator::{Bounds, Contribution, Frame, Live, Origin, STAYS, Step, Vertex};
use super::sweep::Sweep;
use super::{FloatGame, Outline};

/// When to stop early.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The most steps.
    pub iterations: usize,
    /// No step begins after this moment.
    pub deadline: Option<Instant>,
}

impl Default for Limits {
    /// A hundred thousand steps, no deadline.
    fn default() -> Self {
        Limits { iterations: 100_000, deadline: None }
    }
}

/// Why the iteration ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Set and threats no longer move.
    Stationary,
    /// No profile is left: there is no equilibrium in pure actions.
    Empty,
    /// The watched profile cannot be sustained.
    Refuted,
    /// The limits ended it first; the set still contains V.
    Limit,
}

/// The solver with its buffers: reuse it for many games to avoid allocation.
#[derive(Debug, Default)]
pub struct Solver {
    live: Vec<Live>,
    /// Whether every profile is looked at in each step, because too many live to be listed.
    dense: bool,
    set: Vec<Vertex>,
    points: Vec<Vertex>,
    growing: Growing,
    frame: Frame,
    sweep: Sweep,
    gaps: Gaps,
    /// Pure minmax, the threats of the first step.
    minmax: [f64; 2],
}

impl Solver {
    /// A solver with empty buffers.
    pub fn new() -> Self {
        Self::default()
    }

    /// The equilibrium payoff set of a game at a common discount factor, from outside.
    pub fn solve(&mut self, game: &FloatGame, discount: f64, limits: &Limits) -> Outline {
        let rest = Rest { movement: 4.0 * Step::new(game, discount).slack, remaining: f64::INFINITY };
        self.run(game, discount, None, rest, limits)
    }

    /// As [`Solver::solve`], but a slow approach is followed further.
    pub(crate) fn solve_to_the_end(&mut self, game: &FloatGame, discount: f64, limits: &Limits) -> Outline {
        let rest = Rest { movement: 4.0 * Step::new(game, discount).slack, remaining: NEAR };
        self.run(game, discount, None, rest, limits)
    }

    /// As [`Solver::solve`], but ends with [`Stop::Refuted`] as soon as playing `profile` for ever is
    /// known not to be incentive compatible.
    pub fn watch(&mut self, game: &FloatGame, discount: f64, profile: usize, limits: &Limits) -> Outline {
        let rest = Rest { movement: 4.0 * Step::new(game, discount).slack, remaining: f64::INFINITY };
        self.run(game, discount, Some(profile), rest, limits)
    }

    fn run(
        &mut self,
        game: &FloatGame,
        discount: f64,
        watched: Option<usize>,
        rest: Rest,
        limits: &Limits,
    ) -> Outline {
        let step = Step::new(game, discount);
        let mut threat = self.begin(&step);
        self.minmax = threat;
        let watched = watched.map(|profile| step.live(profile));
        let mut progress = Progress::new(rest);
        let mut iterations = 0;
        let stop = loop {
            if let Some(watched) = &watched {
                let margin = step.margin(watched, threat);
                if margin[0].min(margin[1]) < -step.slack {
                    break Stop::Refuted;
                }
            }
            let late = iterations % 64 == 63 && limits.deadline.is_some_and(|d| Instant::now() >= d);
            if iterations >= limits.iterations || late {
                break Stop::Limit;
            }
            iterations += 1;
            self.advance(&step, threat);
            if self.points.is_empty() {
                self.set.clear();
                break Stop::Empty;
            }
            let raised = raise(threat, &self.points, step.slack);
            let moved = movement(&self.set, &self.points, threat, raised);
            std::mem::swap(&mut self.set, &mut self.points);
            threat = raised;
            if progress.is_over(moved) {
                break Stop::Stationary;
            }
        };
        Outline {
            iterations,
            margin: watched.map(|w| step.margin(&w, threat)),
            ..Outline::of(&step, &self.set, threat, stop)
        }
    }

    /// The feasible set, the pure minmax threats, and the profiles that survive a first look.
    fn begin(&mut self, step: &Step) -> [f64; 2] {
        let game = step.game;
        let profiles = game.payoffs.len();
        self.set.clear();
        self.live.clear();
        if !game.ends.is_empty() {
            let at = |p: usize| Vertex { at: step.forever(p).0, profile: p as u32, origin: Origin::Feasible };
            self.set.extend((0..profiles).map(at));
            hull_in_place(&mut self.set);
            self.dense = false;
            self.live.extend((0..profiles).map(|p| step.live(p)));
            return absorbing_minmax(step);
        }
        self.set.extend_from_slice(&game.feasible);
        self.dense = profiles > SMALL;
        if !self.dense {
            self.live.extend((0..profiles).map(|p| step.live(p)));
        }
        [0, 1].map(|i| game.best[i].iter().fold(f64::INFINITY, |least, b| least.min(*b)))
    }

    /// One step: fills `points` with the vertices of the next set and drops dead profiles.
    fn advance(&mut self, step: &Step, threat: [f64; 2]) {
        self.frame.set(&self.set, threat);
        let (frame, growing) = (&self.frame, &mut self.growing);
        if !self.dense && self.live.len() <= FEW {
            let points = &mut self.points;
            points.clear();
            self.live.retain(|live| step.contribute(live, frame, |v| points.push(v)) != Contribution::Dead);
            hull_in_place(points);
            return;
        }
        if !step.game.ends.is_empty() {
            growing.clear();
            self.live.retain(|live| {
                let mut full = false;
                let kept = step.contribute(live, frame, |v| full |= growing.push(v)) != Contribution::Dead;
                if full {
                    growing.merge();
                }
                kept
            });
            return growing.finish(&mut self.points);
        }
        if self.dense {
            growing.clear_for_many();
        } else {
            growing.clear_for_lines();
        }
        // The profiles behind the last set come first: they span most of the next.
        let set = &self.set;
        for (k, vertex) in set.iter().enumerate() {
            if !set[..k].iter().any(|v| v.profile == vertex.profile) {
                step.contribute(&step.live(vertex.profile as usize), frame, |v| {
                    growing.push(stay(v, set));
                });
            }
        }
        if set.iter().any(|v| v.origin == Origin::Feasible) {
            self.punishments(step);
        }
        let (frame, growing) = (&self.frame, &mut self.growing);
        growing.merge();
        // No payoff of a set with these threats lies below any constraint line.
        let floor =
            [0, 1].map(|i| threat[i] + (1.0 - step.discount) * (self.minmax[i] - threat[i]) - step.slack);
        let gaps = self.gaps.find(&self.set, growing.hull(), floor, near(step));
        if !gaps.is_empty() {
            if self.dense {
                self.dense = !self.sweep.all(step, frame, growing, gaps, &mut self.live);
            } else {
                self.sweep.list(step, frame, growing, gaps, &mut self.live);
            }
        }
        growing.finish(&mut self.points);
    }

    /// Before anything is known of the next set: the contributions of the profiles in which a player is
    /// held to the pure minmax.
    fn punishments(&mut self, step: &Step) {
        let (game, frame, growing) = (step.game, &self.frame, &mut self.growing);
        let least = |i: usize| game.best[i].iter().position(|&b| b == self.minmax[i]).unwrap_or(0);
        let (column, row) = (least(0), least(1));
        let held = (0..game.best[1].len()).map(|r| r * game.columns + column);
        for profile in held.chain(row * game.columns..(row + 1) * game.columns) {
            let mut full = false;
            step.contribute(&step.live(profile), frame, |v| full |= growing.push(v));
            if full {
                growing.merge();
            }
        }
    }

    /// The set that the profiles behind an outline's vertices generate among themselves, without the
    /// relaxation that keeps the outline on the safe side: inside V up to the rounding of floats, with
    /// the smallest margin on which one of its vertices rests. `None` if it does not settle.
    pub(crate) fn inside(
        &mut self,
        game: &FloatGame,
        discount: f64,
        outline: &Outline,
        limits: &Limits,
    ) -> Option<(Vec<Vertex>, f64)> {
        let step = Step::new(game, discount).unrelaxed();
        let mut set = outline.marked.clone();
        let mut owners: Vec<u32> = set.iter().map(|v| v.profile).collect();
        owners.sort_unstable();
        owners.dedup();
        self.live.clear();
        self.live.extend(owners.iter().map(|&p| step.live(p as usize)));
        let mut progress = Progress::new(Rest { movement: 1e-13, remaining: NEAR });
        for iteration in 0..limits.iterations {
            if iteration % 64 == 63 && limits.deadline.is_some_and(|d| Instant::now() >= d) {
                return None;
            }
            // Punishment is the worst of the set itself.
            let threat = Bounds::of(&set).least;
            self.frame.set(&set, threat);
            self.points.clear();
            for live in &self.live {
                step.contribute(live, &self.frame, |v| self.points.push(v));
            }
            if self.points.is_empty() {
                return None;
            }
            hull_in_place(&mut self.points);
            let moved = movement(&set, &self.points, threat, Bounds::of(&self.points).least);
            std::mem::swap(&mut set, &mut self.points);
            if progress.is_over(moved) {
                let threat = Bounds::of(&set).least;
                self.frame.set(&set, threat);
                let safety = set.iter().map(|v| step.safety(v, &self.frame)).fold(f64::INFINITY, f64::min);
                return Some((set, safety));
            }
        }
        None
    }
}

/// Up to so many profiles are simply put together.
const FEW: usize = 12;
/// In a game of so few profiles each is looked at in each step.
const SMALL: usize = 512;

/// A point that hardly differs from a vertex of the last set with the same cause stays there, so that a
/// set that does not move is the same to the last bit.
fn stay(point: Vertex, set: &[Vertex]) -> Vertex {
    let same = |v: &&Vertex| {
        v.profile == point.profile
            && v.origin == point.origin
            && (0..2).all(|i| (v.at[i] - point.at[i]).abs() <= STAYS)
    };
    set.iter().find(same).copied().unwrap_or(point)
}

/// When a sequence of sets counts as come to rest.
#[derive(Debug, Clone, Copy)]
struct Rest {
    /// The largest movement of a step.
    movement: f64,
    /// The largest way still to go, extrapolated from the last two steps.
    remaining: f64,
}

/// Watches the movement of a sequence of sets.
struct Progress {
    rest: Rest,
    previous: f64,
    least: f64,
    stalled: usize,
}

/// Movement within the last bits.
const LAST_BITS: f64 = 4.0 * f64::EPSILON;
/// Steps without progress, within the tolerance, that count as the noise of floats.
const STALLED: usize = 8;
/// The way to go that does not count, in rescaled payoffs.
const NEAR: f64 = 1e-10;

impl Progress {
    fn new(rest: Rest) -> Self {
        Progress { rest, previous: f64::INFINITY, least: f64::INFINITY, stalled: 0 }
    }

    fn is_over(&mut self, moved: f64) -> bool {
        let rate = moved / self.previous;
        let remaining = if rate < 1.0 { moved * rate / (1.0 - rate) } else { f64::INFINITY };
        self.stalled = if moved < 0.999 * self.least { 0 } else { self.stalled + 1 };
        (self.previous, self.least) = (moved, self.least.min(moved));
        let near = remaining <= self.rest.remaining || self.stalled >= STALLED;
        moved <= LAST_BITS || (moved <= self.rest.movement && near)
    }
}

/// How far a set and its threats moved. Vertices that nearly coincide may come and go in their last
/// bits; then the two polygons are compared as sets.
fn movement(old: &[Vertex], new: &[Vertex], threat: [f64; 2], raised: [f64; 2]) -> f64 {
    let rise = (0..2).map(|i| (raised[i] - threat[i]).abs()).fold(0.0, f64::max);
    if old.iter().any(|v| v.origin == Origin::Feasible) {
        return f64::INFINITY;
    }
    let same = old.len() == new.len() && old.iter().zip(new).all(|(a, b)| a.origin == b.origin);
    let distance = |from: &[Vertex], to: &[Vertex]| {
        let to: Vec<[f64; 2]> = to.iter().map(|v| v.at).collect();
        from.iter().map(|v| crate::geometry::distance_to_polygon(v.at, &to)).fold(0.0, f64::max)
    };
    let by_vertex = if same {
        let apart =
            |(a, b): (&Vertex, &Vertex)| (0..2).map(|i| (a.at[i] - b.at[i]).abs()).fold(0.0, f64::max);
        old.iter().zip(new).map(apart).fold(0.0, f64::max)
    } else {
        f64::INFINITY
    };
    // A changed list of vertices often hides a set that hardly moved.
    let moved =
        if by_vertex < 1e-6 { by_vertex } else { by_vertex.min(distance(old, new).max(distance(new, old))) };
    rise.max(moved)
}

/// Pure minmax with absorbing outcomes: the least over the others' actions of the best value of playing
/// one profile for ever.
fn absorbing_minmax(step: &Step) -> [f64; 2] {
    let columns = step.game.columns;
    let rows = step.game.payoffs.len() / columns;
    let value = |row: usize, column: usize, i: usize| step.forever(row * columns + column).0[i];
    let max = |a: f64, b: f64| a.max(b);
    let row_player = (0..columns).map(|c| (0..rows).map(|r| value(r, c, 0)).fold(f64::NEG_INFINITY, max));
    let column_player = (0..rows).map(|r| (0..columns).map(|c| value(r, c, 1)).fold(f64::NEG_INFINITY, max));
    [row_player.fold(f64::INFINITY, f64::min), column_player.fold(f64::INFINITY, f64::min)]
}

/// The least payoff in the next set is a threat, unless the old one is higher. A point that is not a
/// profile played for ever may be off by the rounding.
fn raise(threat: [f64; 2], set: &[Vertex], slack: f64) -> [f64; 2] {
    let sure = |v: &Vertex, i: usize| if v.origin == Origin::Forever { v.at[i] } else { v.at[i] - slack };
    [0, 1].map(|i| threat[i].max(set.iter().map(|v| sure(v, i)).fold(f64::INFINITY, f64::min)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::{RandomFamily, RandomGames};

    /// The same iteration without passing anything by.
    fn plainly(game: &FloatGame, discount: f64, steps: usize) -> Vec<[f64; 2]> {
        let step = Step::new(game, discount);
        let mut solver = Solver::new();
        let mut threat = solver.begin(&step);
        let mut set = std::mem::take(&mut solver.set);
        let mut live: Vec<Live> = (0..game.profiles()).map(|p| step.live(p)).collect();
        for _ in 0..steps {
            let (mut points, mut frame) = (Vec::new(), Frame::default());
            frame.set(&set, threat);
            live.retain(|live| step.contribute(live, &frame, |v| points.push(v)) != Contribution::Dead);
            hull_in_place(&mut points);
            threat = raise(threat, &points, step.slack);
            set = points;
        }
        set.iter().map(|v| v.at).collect()
    }

    #[test]
    fn passing_profiles_by_changes_no_set() {
        use RandomFamily::{CommonInterest, Degenerate, Independent, ZeroSum};
        let mut solver = Solver::new();
        let mut seen = [0; 4];
        let draws = [
            (Independent, 8, 9, 1),
            (Independent, 12, 30, 2),
            // More than `SMALL` profiles, with many ties and with few.
            (Independent, 25, 99, 3),
            (Independent, 30, 5, 5),
            (Independent, 40, 1_000_000, 4),
            (Degenerate, 25, 9, 6),
            (CommonInterest, 25, 99, 7),
            (ZeroSum, 25, 9, 8),
        ];
        for (family, n, most, seed) in draws {
            let games = RandomGames::new(family, &[n, n], seed).unwrap();
            for stage in games.with_payoffs(0..=most).unwrap().take(3) {
                let game = FloatGame::of_stage(&stage).unwrap();
                for discount in [0.3, 0.6, 0.8, 0.9, 0.99, 0.9999] {
                    let outline = solver.solve(&game, discount, &Limits::default());
                    let swept: Vec<[f64; 2]> = outline.marked.iter().map(|v| v.at).collect();
                    let plain = plainly(&game, discount, outline.iterations);
                    let distance = crate::geometry::hausdorff(&swept, &plain);
                    assert!(distance <= 8.0 * outline.slack, "{family:?} {n} {most} {discount}: {distance}");
                    seen[swept.len().min(3)] += 1;
                }
            }
        }
        assert!(seen.iter().all(|&times| times > 0), "empty, point, segment, polygon: {seen:?}");
    }
}

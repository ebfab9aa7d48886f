//! Iterating the operator to its limit.

use std::time::Instant;

use super::operator::{Bounds, Contribution, Live, Origin, Step, Vertex};
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
    set: Vec<Vertex>,
    points: Vec<Vertex>,
}

impl Solver {
    /// A solver with empty buffers.
    pub fn new() -> Self {
        Self::default()
    }

    /// The equilibrium payoff set of a game at a common discount factor, from outside.
    pub fn solve(&mut self, game: &FloatGame, discount: f64, limits: &Limits) -> Outline {
        self.run(game, discount, None, limits)
    }

    /// As [`Solver::solve`], but ends with [`Stop::Refuted`] as soon as playing `profile` for ever is
    /// known not to be incentive compatible.
    pub fn watch(&mut self, game: &FloatGame, discount: f64, profile: usize, limits: &Limits) -> Outline {
        self.run(game, discount, Some(profile), limits)
    }

    fn run(&mut self, game: &FloatGame, discount: f64, watched: Option<usize>, limits: &Limits) -> Outline {
        let step = Step::new(game, discount);
        let mut threat = self.begin(&step);
        let watched = watched.map(|profile| step.live(profile));
        let mut closest = f64::INFINITY;
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
            let mut close = f64::INFINITY;
            self.advance(&step, threat, &mut close);
            closest = closest.min(close);
            if self.points.is_empty() {
                self.set.clear();
                break Stop::Empty;
            }
            hull_in_place(&mut self.points);
            let raised = raise(threat, &self.points, step.slack);
            // The strips let vertices drift by about their width while they settle; less is no movement.
            let tolerance = 4.0 * step.slack;
            let raised_little = (0..2).all(|i| raised[i] - threat[i] <= tolerance);
            let still = raised_little && is_still(&self.set, &self.points, tolerance);
            std::mem::swap(&mut self.set, &mut self.points);
            threat = raised;
            if still {
                break Stop::Stationary;
            }
        };
        Outline {
            iterations,
            closest,
            margin: watched.map(|w| step.margin(&w, threat)),
            live: self.live.iter().map(|l| l.profile as usize).collect(),
            ..Outline::of(game, &self.set, threat, step.slack, stop)
        }
    }

    /// The feasible set, the pure minmax threats, and the profiles that survive a first look.
    fn begin(&mut self, step: &Step) -> [f64; 2] {
        let game = step.game;
        let profiles = game.payoffs.len();
        let feasible =
            |at: usize| Vertex { at: step.forever(at).0, profile: at as u32, origin: Origin::Feasible };
        self.set.clear();
        outer_points(profiles, &feasible, &mut self.set);
        hull_in_place(&mut self.set);
        let threat = if game.ends.is_empty() {
            [0, 1].map(|i| game.best[i].iter().fold(f64::INFINITY, |least, b| least.min(*b)))
        } else {
            absorbing_minmax(step)
        };
        let bounds = Bounds::of(&self.set);
        self.live.clear();
        for profile in 0..profiles {
            let live = step.live(profile);
            // With absorbing outcomes the first full step decides; without, most profiles die here.
            let doomed = game.ends.is_empty()
                && (0..2)
                    .any(|i| threat[i] + step.price * live.gain[i] > bounds.most[i] + step.slack + CLOSE);
            if !doomed {
                self.live.push(live);
            }
        }
        threat
    }

    /// One step: fills `points` with all contributions and drops the dead.
    fn advance(&mut self, step: &Step, threat: [f64; 2], closest: &mut f64) {
        let bounds = Bounds::of(&self.set);
        let (set, points) = (&self.set, &mut self.points);
        points.clear();
        self.live.retain(|live| {
            !matches!(step.contribute(live, set, &bounds, threat, points, closest), Contribution::Dead)
        });
    }
}

/// A decision by a smaller margin than this is left to exact arithmetic.
pub(crate) const CLOSE: f64 = 1e-9;

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

/// Whether the set has not moved by more than the tolerance. Vertices that nearly coincide may come and
/// go in their last bits; then the two polygons are compared as sets.
fn is_still(old: &[Vertex], new: &[Vertex], tolerance: f64) -> bool {
    let same = old.len() == new.len()
        && old
            .iter()
            .zip(new)
            .all(|(a, b)| (0..2).all(|i| (a.at[i] - b.at[i]).abs() <= tolerance) && a.origin == b.origin);
    if same {
        return true;
    }
    if old.iter().any(|v| v.origin == Origin::Feasible) {
        return false;
    }
    let near = |from: &[Vertex], to: &[Vertex]| {
        let to: Vec<[f64; 2]> = to.iter().map(|v| v.at).collect();
        from.iter().all(|v| crate::geometry::distance_to_polygon(v.at, &to) <= tolerance)
    };
    near(new, old) && near(old, new)
}

/// The points that can be vertices of the hull: a first look at eight directions spares the sort most
/// of them (Akl and Toussaint 1978).
fn outer_points(count: usize, point: &impl Fn(usize) -> Vertex, out: &mut Vec<Vertex>) {
    if count <= 32 {
        out.extend((0..count).map(point));
        return;
    }
    let key = |p: [f64; 2]| [p[0], p[1], p[0] + p[1], p[0] - p[1]];
    let first = point(0);
    let (mut least, mut most) = ([first; 4], [first; 4]);
    let (mut low, mut high) = (key(first.at), key(first.at));
    for at in 1..count {
        let vertex = point(at);
        let values = key(vertex.at);
        for d in 0..4 {
            if values[d] < low[d] {
                (low[d], least[d]) = (values[d], vertex);
            }
            if values[d] > high[d] {
                (high[d], most[d]) = (values[d], vertex);
            }
        }
    }
    let mut octagon: Vec<Vertex> = least.into_iter().chain(most).collect();
    hull_in_place(&mut octagon);
    let n = octagon.len();
    let well_inside = |p: [f64; 2]| {
        n >= 3
            && (0..n).all(|i| {
                let (a, b) = (octagon[i].at, octagon[(i + 1) % n].at);
                turn(a, b, p) > 1e-12
            })
    };
    out.extend((0..count).map(point).filter(|v| !well_inside(v.at)));
}

fn turn(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// The convex hull, counter-clockwise from the lexicographically least vertex, in the same buffer. Of
/// two equal points the one that is played for ever stays, whose payoff is exact.
fn hull_in_place(points: &mut Vec<Vertex>) {
    points.sort_unstable_by(|a, b| {
        let key = |v: &Vertex| (v.origin != Origin::Forever, v.profile);
        a.at[0].total_cmp(&b.at[0]).then(a.at[1].total_cmp(&b.at[1])).then_with(|| key(a).cmp(&key(b)))
    });
    points.dedup_by(|a, b| a.at == b.at);
    let n = points.len();
    if n <= 2 {
        return;
    }
    // The upper chain is kept behind the lower one: the lower chain overwrites the front in place.
    let mut upper: Vec<Vertex> = Vec::with_capacity(8);
    for &point in points.iter().rev() {
        while upper.len() >= 2 && turn(upper[upper.len() - 2].at, upper[upper.len() - 1].at, point.at) <= 0.0
        {
            upper.pop();
        }
        upper.push(point);
    }
    let mut size = 0;
    for i in 0..n {
        let point = points[i];
        while size >= 2 && turn(points[size - 2].at, points[size - 1].at, point.at) <= 0.0 {
            size -= 1;
        }
        points[size] = point;
        size += 1;
    }
    points.truncate(size);
    points.extend(&upper[1..upper.len() - 1]);
}

//! The outer approximation: half-spaces that shrink towards V and always contain it.
//!
//! `W = {x : h_l . x <= c_l}` (Judd, Yeltekin and Conklin 2003), with pure minmax payoffs as the first
//! threats `u`. In one pass every bound becomes the largest that some profile `a` allows. Write `f` for
//! the value of playing `a` for ever, `k` for the weight of the continuation, `c >= u` for the least
//! continuations that keep players from deviating, and let `v = (1-k) f + k w` be the payoff of V that is
//! farthest in direction `h`, with `w` in V. Then
//!
//! * `w` lies in W and `w >= c`: a linear program in as many variables as there are players;
//! * `h . w <= h . v`, hence `h . v <= h . f`: nothing beyond `f` counts;
//! * if `f >= c` fails, the segment from `w` to `f`, along which `h` grows, leaves `{w >= c}` at a point
//!   with `w_i = c_i` for a player with `f_i < c_i`. It lies in W as long as `W` contains `B(W)`, which
//!   every pass preserves. So only continuations with such a binding constraint count.
//!
//! The last two are the operator of Abreu and Sannikov (2014, section 4) for any number of players in
//! terms of supports; they settle in a few passes what the plain operator approaches geometrically.
//! Both need a common `k`. Where players differ in patience the plain operator runs, from the box of the
//! players' payoffs: the continuation counts `(k h) . w` with one `k_i` per player.
//!
//! # Why floats do not spoil it
//! Any non-negative multipliers prove a bound (weak duality): `h = y G + r` gives
//! `h . w <= y b + sum |r_i|` on W, a subset of the unit cube, and the rounding of these sums is bounded
//! from above and added. `c` is rounded down, without losing monotonicity. A profile is dropped for good
//! only where multipliers prove that no continuation is left for it.

use rayon::prelude::*;

use super::proof::{proven, proven_split, refutes};
use super::simplex::{End, Program, Solver, Unit};
use super::stage::{FloatStage, ROUNDING};
use crate::repeated::options::Budget;

/// Work (directions times profiles) below which one thread is quicker.
const PARALLEL: usize = 3_000;

/// The shrinking outer set.
#[derive(Debug, Clone)]
pub(crate) struct Outer {
    players: usize,
    /// Direction by direction; directions `2i` and `2i + 1` are `e_i` and `-e_i`.
    normals: Vec<f64>,
    bounds: Vec<f64>,
    /// Direction by direction, what a continuation counts for it: the normal, tilted by patience.
    goals: Vec<f64>,
    tilt: Vec<f64>,
    /// Per direction, a basis that suits it and its multipliers.
    warm: Vec<Warm>,
    pub(crate) threat: Vec<f64>,
    /// The profiles that may still be played.
    pub(crate) live: Vec<usize>,
    pub(crate) iterations: usize,
    /// Programs solved, and pairs of a direction and a profile for which one could have been.
    pub(crate) programs: usize,
    pub(crate) pairs: usize,
}

#[derive(Debug, Clone, Default)]
struct Warm {
    basis: Vec<usize>,
    weights: Vec<f64>,
}

/// What a pass found for one direction.
struct Support {
    /// `None` if no profile is left.
    bound: Option<f64>,
    warm: Option<Warm>,
    infeasible: Vec<usize>,
    programs: usize,
}

/// How a run of passes ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Bounds and threats stand still.
    Stationary,
    /// V is empty.
    Empty,
    /// The budget ended.
    Spent,
}

impl Outer {
    /// The feasible set in the given directions, which start with the axes.
    pub(crate) fn new(stage: &FloatStage, directions: &[Vec<f64>]) -> Self {
        let players = stage.players();
        let mut outer = Outer {
            players,
            normals: Vec::new(),
            bounds: Vec::new(),
            goals: Vec::new(),
            tilt: stage.tilt().to_vec(),
            warm: Vec::new(),
            threat: stage.minmax().to_vec(),
            live: (0..stage.profiles()).collect(),
            iterations: 0,
            programs: 0,
            pairs: 0,
        };
        for axis in 0..players {
            for sign in [1.0, -1.0] {
                let mut normal = vec![0.0; players];
                normal[axis] = sign;
                outer.push(&normal, stage.farthest(&normal));
            }
        }
        for normal in directions {
            let slack = ROUNDING * (1.0 + players as f64);
            outer.push(normal, stage.farthest(normal) + slack);
        }
        outer
    }

    fn push(&mut self, normal: &[f64], bound: f64) {
        self.normals.extend_from_slice(normal);
        self.bounds.push(bound);
        let goal: Vec<f64> = normal.iter().zip(&self.tilt).map(|(h, t)| h * t).collect();
        // With the axes alone: h = sum |h_i| (+-e_i).
        self.warm.push(Warm { basis: axes(&goal), weights: goal.iter().map(|x| x.abs()).collect() });
        self.goals.extend(goal);
    }

    /// Adds a direction with the bound that the set has in it now.
    pub(crate) fn add(&mut self, normal: &[f64]) {
        // Columns of constraints are numbered behind those of directions.
        let count = self.bounds.len();
        let behind = self.warm.iter_mut().flat_map(|w| &mut w.basis).filter(|column| **column >= count);
        behind.for_each(|column| *column += 1);
        let mut solver = Solver::default();
        let program = self.program(&[], normal);
        solver.run(&program, &axes(normal));
        let bound = proven(&program, &weights(&solver));
        self.push(normal, bound);
    }

    pub(crate) fn directions(&self) -> usize {
        self.bounds.len()
    }
    pub(crate) fn normal(&self, l: usize) -> &[f64] {
        &self.normals[l * self.players..][..self.players]
    }
    /// What a continuation counts for in a direction: the normal, tilted by patience.
    fn goal(&self, l: usize) -> &[f64] {
        &self.goals[l * self.players..][..self.players]
    }
    pub(crate) fn bound(&self, l: usize) -> f64 {
        self.bounds[l]
    }
    pub(crate) fn players(&self) -> usize {
        self.players
    }

    fn program<'a>(&'a self, units: &'a [Unit], right: &'a [f64]) -> Program<'a> {
        Program { rows: self.players, dense: &self.normals, costs: &self.bounds, units, right }
    }

    /// Lowers a bound that was proven by other means; threats follow the axes. Says by how much.
    pub(crate) fn tighten(&mut self, l: usize, bound: f64) -> f64 {
        let change = (self.bounds[l] - bound).max(0.0);
        if bound < self.bounds[l] {
            self.bounds[l] = bound;
        }
        if l < 2 * self.players && l % 2 == 1 {
            self.threat[l / 2] = self.threat[l / 2].max(-self.bounds[l]);
        }
        change
    }

    /// Puts another bound in place, proven elsewhere; threats never exceed what the bounds say.
    pub(crate) fn set_bound(&mut self, l: usize, bound: f64) {
        self.bounds[l] = bound;
        if l < 2 * self.players && l % 2 == 1 {
            self.threat[l / 2] = self.threat[l / 2].min(-bound);
        }
    }

    /// A bound on `h . w` over the set, and the multipliers `(direction, weight)` that prove it.
    pub(crate) fn support(&self, normal: &[f64]) -> (f64, Vec<(usize, f64)>) {
        let mut solver = Solver::default();
        let program = self.program(&[], normal);
        solver.run(&program, &axes(normal));
        let weights = weights(&solver);
        (proven(&program, &weights), weights)
    }

    /// Multipliers that bound what continuations that satisfy constraints are worth in a direction (the
    /// tilted normal times the continuation), or that prove
    /// that there are none; columns beyond the directions are the constraints `w_i >= required_i`.
    pub(crate) fn evidence(&self, required: &[f64], l: usize, solver: &mut Solver) -> Evidence {
        let lower = lower_units(required);
        let program = self.program(&lower, self.goal(l));
        match solver.run(&program, &self.warm[l].basis) {
            End::Unbounded => Evidence::Empty(solver.ray.clone()),
            End::Optimal | End::Stopped => Evidence::Bound(weights(solver)),
        }
    }

    /// Rounds bounds up and threats down to multiples of `1 / grid`, never beyond those of an earlier
    /// set.
    pub(crate) fn round_outwards(&mut self, grid: f64, earlier: &Outer) {
        for (bound, old) in self.bounds.iter_mut().zip(&earlier.bounds) {
            *bound = ((*bound * grid).ceil() / grid).min(*old);
        }
        for (threat, old) in self.threat.iter_mut().zip(&earlier.threat) {
            *threat = ((*threat * grid).floor() / grid).max(*old);
        }
    }

    /// Passes until nothing moves by more than `still`.
    pub(crate) fn run(&mut self, stage: &FloatStage, still: f64, budget: &Budget) -> Ending {
        let operator = if stage.is_even() { Operator::Binding } else { Operator::Plain };
        loop {
            if self.iterations >= budget.iterations || budget.is_spent() {
                return Ending::Spent;
            }
            match self.pass(stage, operator) {
                None => return Ending::Empty,
                Some(change) if change <= still => return Ending::Stationary,
                Some(_) => {}
            }
        }
    }

    /// One pass; the largest change of a bound or a threat, or `None` if no profile is left.
    pub(crate) fn pass(&mut self, stage: &FloatStage, operator: Operator) -> Option<f64> {
        self.iterations += 1;
        let mut required: Vec<Vec<f64>> = Vec::with_capacity(self.live.len());
        let (mut kept, mut needs) = (Vec::with_capacity(self.live.len()), Vec::new());
        for &profile in &self.live {
            stage.required(profile, &self.threat, &mut needs);
            // A margin above the rounding of `needs`, which is already rounded down.
            if (0..self.players).all(|i| needs[i] <= self.bounds[2 * i] + ROUNDING) {
                kept.push(profile);
                required.push(needs.clone());
            }
        }
        self.live = kept;
        let job = |solver: &mut Solver, l: usize| self.improve(stage, operator, &required, l, solver);
        let found: Vec<Support> = if self.bounds.len() * self.live.len() < PARALLEL {
            let mut solver = Solver::default();
            (0..self.bounds.len()).map(|l| job(&mut solver, l)).collect()
        } else {
            (0..self.bounds.len()).into_par_iter().map_init(Solver::default, job).collect()
        };
        let mut change: f64 = 0.0;
        let mut infeasible = Vec::new();
        self.pairs += self.bounds.len() * self.live.len();
        self.programs += found.iter().map(|support| support.programs).sum::<usize>();
        for (l, support) in found.into_iter().enumerate() {
            let bound = support.bound?;
            if bound < self.bounds[l] {
                change = change.max(self.bounds[l] - bound);
                self.bounds[l] = bound;
            }
            if let Some(warm) = support.warm {
                self.warm[l] = warm;
            }
            infeasible.extend(support.infeasible);
        }
        if !infeasible.is_empty() {
            self.live.retain(|p| !infeasible.contains(p));
        }
        if self.live.is_empty() {
            return None;
        }
        for i in 0..self.players {
            let least = -self.bounds[2 * i + 1];
            if least > self.threat[i] {
                change = change.max(least - self.threat[i]);
                self.threat[i] = least;
            }
        }
        Some(change)
    }

    /// The new bound in one direction: profiles in the order of what the last multipliers prove for
    /// them, so that most programs are never solved.
    fn improve(
        &self,
        stage: &FloatStage,
        operator: Operator,
        required: &[Vec<f64>],
        l: usize,
        solver: &mut Solver,
    ) -> Support {
        let (normal, goal) = (self.normal(l), self.goal(l));
        let warm = &self.warm[l];
        let own = |profile: usize| dot(normal, stage.forever(profile));
        let mut outlook: Vec<(f64, usize)> = Vec::with_capacity(self.live.len());
        let dense: Vec<(usize, f64)> = pairs(warm).filter(|(j, _)| *j < self.bounds.len()).collect();
        let units: Vec<(usize, f64)> = pairs(warm).filter(|(j, _)| *j >= self.bounds.len()).collect();
        for (at, &profile) in self.live.iter().enumerate() {
            let cap = match operator {
                Operator::Binding => own(profile),
                Operator::Plain => f64::INFINITY,
            };
            let carry = stage.carry(profile);
            let bound = if carry == 0.0 {
                own(profile)
            } else {
                let lower = lower_units(&required[at]);
                let program = self.program(&lower, goal);
                let bound = proven_split(&program, &dense, &units);
                stage.today(profile, normal) + carry * bound.min(cap)
            };
            outlook.push((bound, at));
        }
        let mut support = Support { bound: None, warm: None, infeasible: Vec::new(), programs: 0 };
        let mut best = f64::NEG_INFINITY;
        outlook.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (hope, at) in outlook {
            if hope <= best {
                break;
            }
            let profile = self.live[at];
            let carry = stage.carry(profile);
            let value = if carry == 0.0 {
                own(profile)
            } else {
                support.programs += 1;
                match self.continuation(stage, operator, profile, &required[at], l, solver) {
                    Continuation::None => {
                        support.infeasible.push(profile);
                        continue;
                    }
                    Continuation::AtMost(bound, used) => {
                        let value = stage.today(profile, normal) + carry * bound;
                        if value > best {
                            support.warm = Some(used);
                        }
                        value
                    }
                }
            };
            best = best.max(value);
        }
        if best > f64::NEG_INFINITY {
            support.bound = Some(best + ROUNDING * (1.0 + self.players as f64));
        }
        support
    }

    /// A bound on what a profile's continuations are worth in a direction.
    fn continuation(
        &self,
        stage: &FloatStage,
        operator: Operator,
        profile: usize,
        required: &[f64],
        l: usize,
        solver: &mut Solver,
    ) -> Continuation {
        let (normal, goal) = (self.normal(l), self.goal(l));
        let lower = lower_units(required);
        let program = self.program(&lower, goal);
        if solver.run(&program, &self.warm[l].basis) == End::Unbounded && refutes(&program, &solver.ray) {
            return Continuation::None;
        }
        let used = Warm { basis: solver.basis.clone(), weights: solver.values.clone() };
        let bound = proven(&program, &weights(solver));
        if operator == Operator::Plain {
            return Continuation::AtMost(bound, used);
        }
        let own = stage.forever(profile);
        let short: Vec<usize> = (0..self.players).filter(|&i| own[i] < required[i]).collect();
        let cap = dot(normal, own) + ROUNDING;
        let binds = short.iter().any(|&i| solver.prices[i] <= required[i] + 1e-13);
        if short.is_empty() || binds {
            return Continuation::AtMost(bound.min(cap), used);
        }
        // The best continuation leaves every constraint slack that playing on for ever would violate.
        let start = used.basis.clone();
        let mut most = f64::NEG_INFINITY;
        for &i in &short {
            let mut units = lower.clone();
            units.push(Unit { axis: i, sign: 1.0, cost: required[i] });
            let program = self.program(&units, goal);
            if solver.run(&program, &start) == End::Unbounded && refutes(&program, &solver.ray) {
                continue;
            }
            most = most.max(proven(&program, &weights(solver)));
        }
        if most == f64::NEG_INFINITY {
            return Continuation::None;
        }
        Continuation::AtMost(most.min(bound).min(cap), used)
    }
}

/// Which operator a pass applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    /// B of Abreu, Pearce and Stacchetti.
    Plain,
    /// Only continuations that can matter at the end: see the module's documentation.
    Binding,
}

/// What multipliers prove about the continuations of a profile.
pub(crate) enum Evidence {
    /// A bound.
    Bound(Vec<(usize, f64)>),
    /// That there are none.
    Empty(Vec<(usize, f64)>),
}

enum Continuation {
    None,
    AtMost(f64, Warm),
}

/// Columns for `w_i >= required_i`, as `-w_i <= -required_i`.
pub(crate) fn lower_units(required: &[f64]) -> Vec<Unit> {
    required.iter().enumerate().map(|(axis, &c)| Unit { axis, sign: -1.0, cost: -c }).collect()
}

fn pairs(warm: &Warm) -> impl Iterator<Item = (usize, f64)> {
    warm.basis.iter().copied().zip(warm.weights.iter().map(|w| w.max(0.0)))
}

fn weights(solver: &Solver) -> Vec<(usize, f64)> {
    solver.basis.iter().copied().zip(solver.values.iter().map(|w| w.max(0.0))).collect()
}

/// The axis directions whose non-negative combination a normal is.
fn axes(normal: &[f64]) -> Vec<usize> {
    normal.iter().enumerate().map(|(i, &x)| 2 * i + usize::from(x < 0.0)).collect()
}

#[inline]
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests;

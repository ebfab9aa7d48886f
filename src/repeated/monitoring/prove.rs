//! Chains from floats: multipliers proposed by the simplex method, made short fractions, and bounds
//! raised until the fractions prove them.
//!
//! A chain starts at the feasible payoffs and makes for a set that floats hold to be outer. For every
//! direction and profile there are two candidates: the multipliers that are best on the set aimed at,
//! which prove the farthest step where they prove one at all, and those that are best on the current set,
//! which always prove what one pass of the operator does. Bounds that a proof misses are raised, which
//! may spoil others, until all hold; the next step starts from there.

use rayon::prelude::*;

use super::PublicMonitoring;
use super::chain::{DirectionBound, Line, Multipliers, Prover, PublicChain, PublicStep, Unenforceable};
use super::outer::{Evidence, Part, PublicOuter};
use super::plan::Plan;
use crate::exact::{Rational, simplest_between};
use crate::repeated::options::Budget;
use crate::repeated::polyhedral::simplex::Solver;
use crate::repeated::polyhedral::stage::FloatStage;

/// Multipliers are rounded by at most this, directions too.
const SHORT: i64 = 1 << 42;
/// Bounds are raised by at most this (times the length of the direction, in units of the payoff range)
/// beyond what is proven, to be short.
const RAISE: i64 = 1 << 36;
/// Rounds of raising bounds before those that still fail are given up for the step.
const ROUNDS: usize = 60;
/// Steps of a chain.
const STEPS: usize = 60;
/// A step that lowers no bound by more than this is the last.
const STILL: f64 = 1e-10;

/// A proof and the line it gives.
#[derive(Clone)]
struct Candidate {
    multipliers: Multipliers,
    line: Line,
}

/// The directions of an outer set in the game's units, as short fractions: the largest entry, in units of
/// the payoff ranges, is one.
pub(super) fn short_normals(stage: &FloatStage, outer: &PublicOuter) -> Vec<Vec<Rational>> {
    let exact = |l: usize| -> Vec<Rational> {
        let normal = outer.set.normal(l);
        let longest = longest(normal);
        normal.iter().enumerate().map(|(i, x)| short(x / longest) / stage.range(i)).collect()
    };
    (0..outer.set.directions()).map(exact).collect()
}

fn longest(normal: &[f64]) -> f64 {
    normal.iter().fold(0.0, |most: f64, x| most.max(x.abs()))
}

fn short(x: f64) -> Rational {
    let centre = Rational::from_f64(x).unwrap_or_default();
    let room = Rational::new(1, SHORT);
    simplest_between(&(&centre - &room), &(&centre + &room)).unwrap_or(centre)
}

/// Makes the chain to an outer set, and moves the set's bounds to those that are proven.
pub(super) struct Builder<'a> {
    monitoring: &'a PublicMonitoring,
    stage: &'a FloatStage,
    plans: Vec<Plan>,
    normals: Vec<Vec<Rational>>,
    /// Per direction, the length of the float normal's largest entry.
    longest: Vec<f64>,
    /// Per direction, how far the bound may be raised.
    room: Vec<Rational>,
    discount: &'a Rational,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        monitoring: &'a PublicMonitoring,
        stage: &'a FloatStage,
        outer: &PublicOuter,
        discount: &'a Rational,
    ) -> Self {
        let normals = short_normals(stage, outer);
        let range = |normal: &Vec<Rational>| -> Rational {
            normal.iter().enumerate().map(|(i, h)| h.abs() * stage.range(i)).sum()
        };
        let room = normals.iter().map(|normal| range(normal) * Rational::new(1, RAISE));
        Builder {
            plans: (0..monitoring.stage().profiles()).map(|p| Plan::pure(monitoring, p)).collect(),
            longest: (0..normals.len()).map(|l| longest(outer.set.normal(l))).collect(),
            room: room.collect(),
            normals,
            monitoring,
            stage,
            discount,
        }
    }

    /// The chain to (nearly) the outer set, whose bounds become those that are proven. `empty` asks for
    /// the proof that no profile is left.
    pub(super) fn chain(&self, outer: &mut PublicOuter, empty: bool, budget: &Budget) -> PublicChain {
        let prover = Prover::new(self.monitoring, &self.plans, &self.normals, self.discount);
        let own = |l: usize, p: usize| prover.own(p, l);
        let start: Vec<Rational> = (0..self.normals.len())
            .map(|l| (0..self.plans.len()).map(|p| own(l, p)).max().unwrap_or_default())
            .collect();
        let mut alive: Vec<usize> = (0..self.plans.len()).collect();
        let goal = outer.clone();
        let mut here = outer.clone();
        let mut bounds = start.clone();
        let mut steps = Vec::new();
        self.load(&mut here, &bounds);
        while steps.len() < STEPS && !budget.is_spent() {
            let dead = self.dead(&prover, &here, &bounds, &alive);
            let kept = |p: &usize| !dead.iter().any(|(profile, _)| profile == p);
            alive.retain(kept);
            let dead: Vec<Unenforceable> = dead.into_iter().map(|(_, proof)| proof).collect();
            if alive.is_empty() {
                steps.push(PublicStep { dead, bounds: bounds.clone(), proofs: Vec::new() });
                break;
            }
            let towards = (!empty).then_some(&goal);
            let (next, proofs) = self.step(&prover, &here, towards, &bounds, &alive);
            let found_dead = !dead.is_empty();
            let before = bounds_of(&here);
            steps.push(PublicStep { dead, bounds: next.clone(), proofs });
            bounds = next;
            self.load(&mut here, &bounds);
            let moved = before.iter().zip(bounds_of(&here)).map(|(a, b)| a - b).fold(0.0, f64::max);
            if moved <= STILL && !found_dead {
                // A step that changes nothing proves nothing.
                if moved <= 0.0 {
                    steps.pop();
                }
                break;
            }
            let excess =
                bounds_of(&here).iter().zip(bounds_of(&goal)).map(|(a, b)| a - b).fold(0.0, f64::max);
            if !empty && excess <= STILL {
                break;
            }
        }
        outer.set.live.clone_from(&alive);
        self.load(outer, &bounds);
        let normals = self.normals.clone();
        PublicChain { discount: self.discount.clone(), normals, start, steps, empty: alive.is_empty() }
    }

    /// No two feasible payoffs are farther apart in a direction.
    fn range(&self, l: usize) -> Rational {
        &self.room[l] * &Rational::from(RAISE)
    }

    /// Puts exact bounds, rounded up, into a float set.
    fn load(&self, outer: &mut PublicOuter, bounds: &[Rational]) {
        for (l, bound) in bounds.iter().enumerate() {
            let shift: Rational =
                self.normals[l].iter().enumerate().map(|(i, h)| h * self.stage.low(i)).sum();
            outer.set.set_bound(l, ((bound - &shift).to_f64_up() * self.longest[l]).next_up());
        }
    }

    /// Profiles that the set rules out, with the proof.
    fn dead(
        &self,
        prover: &Prover,
        here: &PublicOuter,
        bounds: &[Rational],
        alive: &[usize],
    ) -> Vec<(usize, Unenforceable)> {
        let test = |solver: &mut Solver, &p: &usize| {
            let weights = here.unenforceable(p, solver)?;
            let multipliers = self.exact(here, p, None, &weights);
            let line = prover.line(p, None, &multipliers).ok()?;
            let profile = self.monitoring.stage().profile(p);
            line.at(bounds).is_negative().then_some((p, Unenforceable { profile, multipliers }))
        };
        alive.par_iter().map_init(Solver::default, test).flatten().collect()
    }

    /// The best step from one set towards another, or as far down as one pass goes.
    fn step(
        &self,
        prover: &Prover,
        here: &PublicOuter,
        goal: Option<&PublicOuter>,
        bounds: &[Rational],
        alive: &[usize],
    ) -> (Vec<Rational>, Vec<DirectionBound>) {
        // Where nothing is aimed at, below everything feasible.
        let aim = |l: usize| match goal {
            Some(goal) => self.aim(goal, l).min(bounds[l].clone()),
            None => &bounds[l] - &(Rational::from(4) * self.range(l)),
        };
        let aims: Vec<Rational> = (0..self.normals.len()).map(aim).collect();
        // Per direction, the profiles that need a proof, each with its candidates.
        let mut jobs: Vec<Vec<(usize, Vec<Candidate>)>> = (0..self.normals.len())
            .into_par_iter()
            .map_init(Solver::default, |solver, l| {
                let falls = aims[l] < bounds[l];
                let needed = |p: &&usize| falls && prover.own(**p, l) > aims[l];
                let candidates = |&p: &usize| (p, self.candidates(prover, here, goal, l, p, bounds, solver));
                alive.iter().filter(needed).map(candidates).collect()
            })
            .collect();
        let mut next = aims;
        if goal.is_none() {
            let reached = |(l, list): (usize, &Vec<(usize, Vec<Candidate>)>)| {
                let value = |(p, list): &(usize, Vec<Candidate>)| {
                    let proven = list.iter().map(|candidate| candidate.line.at(bounds));
                    proven.chain([prover.own(*p, l)]).min().unwrap_or_default()
                };
                list.iter().map(value).max().unwrap_or_else(|| bounds[l].clone()).min(bounds[l].clone())
            };
            next = jobs.iter().enumerate().map(reached).collect();
        }
        for round in 0.. {
            let mut settled = true;
            for l in 0..next.len() {
                if next[l] >= bounds[l] {
                    next[l] = bounds[l].clone();
                    continue;
                }
                // The least that can be proven for every profile, given the other bounds.
                let value = |(p, list): &(usize, Vec<Candidate>)| {
                    let proven = list.iter().map(|candidate| candidate.line.at(&next)).min();
                    let own = prover.own(*p, l);
                    proven.map_or(own.clone(), |proven| proven.min(own))
                };
                let least = jobs[l].iter().map(value).max();
                if let Some(least) = least
                    && least > next[l]
                {
                    settled = false;
                    next[l] = if round >= ROUNDS {
                        bounds[l].clone()
                    } else {
                        let top = &least + &self.room[l];
                        simplest_between(&least, &top).unwrap_or(top).min(bounds[l].clone())
                    };
                }
            }
            if settled {
                break;
            }
        }
        let mut proofs = Vec::new();
        for (l, list) in jobs.iter_mut().enumerate().filter(|(l, _)| next[*l] < bounds[*l]) {
            for (p, candidates) in list {
                if prover.own(*p, l) <= next[l] {
                    continue;
                }
                let holds = |candidate: &Candidate| candidate.line.at(&next) <= next[l];
                if let Some(at) = candidates.iter().position(holds) {
                    let profile = self.monitoring.stage().profile(*p);
                    let multipliers = candidates.swap_remove(at).multipliers;
                    proofs.push(DirectionBound { direction: l, profile, multipliers });
                }
            }
        }
        (next, proofs)
    }

    /// The bound of a float set in a direction as a short fraction that is no smaller.
    fn aim(&self, goal: &PublicOuter, l: usize) -> Rational {
        let shift: Rational = self.normals[l].iter().enumerate().map(|(i, h)| h * self.stage.low(i)).sum();
        let least = Rational::from_f64(goal.set.bound(l) / self.longest[l]).unwrap_or_default() + shift;
        simplest_between(&least, &(&least + &self.room[l])).unwrap_or(least)
    }

    /// Multipliers that bound a profile in a direction below the present bound: the best ones of the goal
    /// and of the present set.
    #[allow(clippy::too_many_arguments)]
    fn candidates(
        &self,
        prover: &Prover,
        here: &PublicOuter,
        goal: Option<&PublicOuter>,
        l: usize,
        p: usize,
        bounds: &[Rational],
        solver: &mut Solver,
    ) -> Vec<Candidate> {
        let mut list = Vec::new();
        for set in goal.into_iter().chain([here]) {
            let multipliers = match set.evidence(p, l, solver) {
                Evidence::Bound(weights) => self.exact(set, p, Some(l), &weights),
                Evidence::Nothing(ray) => self.steep(prover, set, l, p, &ray, bounds),
            };
            let Ok(line) = prover.line(p, Some(l), &multipliers) else { continue };
            if line.at(bounds) < bounds[l] {
                list.push(Candidate { multipliers, line });
            }
        }
        list
    }

    /// Nothing that a profile generates is farthest in a direction: any multiple of the ray may be added
    /// to multipliers that prove the stage payoff. As much of it as keeps the present bound.
    fn steep(
        &self,
        prover: &Prover,
        set: &PublicOuter,
        l: usize,
        p: usize,
        ray: &[(usize, f64)],
        bounds: &[Rational],
    ) -> Multipliers {
        let odds = self.discount / &(Rational::ONE - self.discount);
        let law = self.plans[p].law.iter().enumerate().filter(|(_, share)| !share.is_zero());
        let plain = Multipliers {
            farthest: law.map(|(y, share)| (y, &odds * share)).collect(),
            ..Multipliers::default()
        };
        let ray = self.exact(set, p, Some(l), ray);
        let with = |times: &Rational| {
            let mut sum = plain.clone();
            sum.halfspaces.extend(ray.halfspaces.iter().map(|(y, k, w)| (*y, *k, w * times)));
            sum.deviations.extend(ray.deviations.iter().map(|(i, a, w)| (*i, *a, w * times)));
            for (y, w) in &ray.farthest {
                match sum.farthest.iter_mut().find(|(other, _)| other == y) {
                    Some((_, weight)) => *weight += w * times,
                    None => sum.farthest.push((*y, w * times)),
                }
            }
            sum
        };
        // The line is affine in the multiple.
        let values = [Rational::ZERO, Rational::ONE]
            .map(|times| prover.line(p, Some(l), &with(&times)).map(|line| line.at(bounds)));
        let [Ok(none), Ok(once)] = values else { return plain };
        let slope = &once - &none;
        let range = Rational::from(2) * self.range(l);
        if slope.is_negative() {
            // The present set shows it as well: enough to fall below everything feasible.
            return with(&(range / -slope));
        }
        let left = &bounds[l] - &none;
        if !left.is_positive() {
            return plain;
        }
        let most = if slope.is_zero() { range } else { left / (slope * Rational::from(2)) };
        with(&most)
    }

    /// Float multipliers as short fractions in the game's units.
    fn exact(
        &self,
        set: &PublicOuter,
        profile: usize,
        direction: Option<usize>,
        weights: &[(usize, f64)],
    ) -> Multipliers {
        let plan = &self.plans[profile];
        // Directions of the game's units are shorter by `longest`.
        let own = direction.map_or(1.0, |l| self.longest[l]);
        let mut found = Multipliers::default();
        for &(column, weight) in weights.iter().filter(|(_, weight)| *weight > 0.0) {
            match set.part(profile, column) {
                Part::HalfSpace { signal, direction } => {
                    let weight = short(weight * self.longest[direction] / own);
                    if weight.is_positive() {
                        found.halfspaces.push((plan.possible[signal], direction, weight));
                    }
                }
                Part::Deviation(at) => {
                    let other = &plan.alternatives[at];
                    let weight = short(weight / own) / self.stage.range(other.player);
                    if weight.is_positive() {
                        found.deviations.push((other.player, other.action, weight));
                    }
                }
                Part::Farthest { signal } => {
                    let weight = short(weight);
                    if weight.is_positive() {
                        found.farthest.push((plan.possible[signal], weight));
                    }
                }
            }
        }
        found
    }
}

fn bounds_of(outer: &PublicOuter) -> Vec<f64> {
    (0..outer.set.directions()).map(|l| outer.set.bound(l)).collect()
}

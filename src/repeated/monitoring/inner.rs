//! The inner set: points that generate one another, proposed in floats and proven in fractions.
//!
//! Proposals come from two sides. *Growth* starts from points known to generate themselves (equilibria
//! of the stage game, trigger strategies, strongly symmetric equilibria) and adds, direction by
//! direction, what they generate: everything found lies in the equilibrium set, as `B` is monotone.
//! *Descent* (Judd, Yeltekin and Conklin 2003) starts from all feasible payoffs and keeps what is
//! generated. Neither is believed: points are moved a little inwards, rounded to short fractions, and
//! [`prove`] keeps those that the others generate in exact arithmetic, until all that are left do. What
//! is left lies in the equilibrium set (Abreu, Pearce and Stacchetti 1990, theorem 1).

use rayon::prelude::*;

use super::automaton::{PublicAutomaton, PublicState};
use super::decompose::{Points, decompose};
use super::outer::FloatPlan;
use super::plan::Plan;
use crate::exact::Rational;
use crate::repeated::automaton::Branch;
use crate::repeated::options::Budget;
use crate::repeated::polyhedral::nearest::{extreme, nearest};
use crate::repeated::polyhedral::outer::dot;
use crate::repeated::polyhedral::simplex::{End, Program, Solver, Unit};
use crate::repeated::polyhedral::stage::FloatStage;

/// A point and the plan that is thought to generate it.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    pub(super) at: Vec<Rational>,
    pub(super) plan: usize,
}

/// A float point and its plan.
#[derive(Debug, Clone)]
struct Float {
    at: Vec<f64>,
    plan: usize,
}

impl AsRef<[f64]> for Float {
    fn as_ref(&self) -> &[f64] {
        &self.at
    }
}

/// A point proven to be generated: its plan, and per signal the weights of points.
#[derive(Debug, Clone)]
pub(super) struct Proven {
    pub(super) at: Vec<Rational>,
    plan: usize,
    next: Vec<Vec<(usize, Rational)>>,
}

/// The plans of a search, exact and in floats.
pub(in crate::repeated) struct Search<'a> {
    pub(super) stage: &'a FloatStage,
    pub(super) plans: &'a [Plan],
    pub(super) floats: Vec<FloatPlan>,
    pub(super) discount: &'a Rational,
    pub(super) directions: &'a [Vec<f64>],
    pub(super) budget: &'a Budget,
}

const PASSES: usize = 400;
/// Supports that move less than this stand still.
const STILL: f64 = 1e-9;
/// Points that others span up to this distance are left out.
const MERGE: f64 = 1e-6;
/// How far grown points are moved towards the middle before they are rounded.
const INWARDS: [f64; 3] = [1e-7, 1e-4, 1e-2];
/// Less patience at which descent leaves slack, as shares of `1 - d`.
const STEPS: [f64; 3] = [1e-5, 1e-3, 3e-2];
/// Rounded points are multiples of this power of two, in units of the payoff range.
const GRID: f64 = (1u64 << 40) as f64;

impl<'a> Search<'a> {
    pub(in crate::repeated) fn new(
        stage: &'a FloatStage,
        plans: &'a [Plan],
        discount: &'a Rational,
        directions: &'a [Vec<f64>],
        budget: &'a Budget,
    ) -> Self {
        let floats = plans.iter().map(|plan| FloatPlan::of(stage, plan)).collect();
        Search { stage, plans, floats, discount, directions, budget }
    }

    /// The best proven set: of those found, the one that comes closest to what floats propose.
    pub(super) fn best(&self, seeds: &[Proposal], tolerance: f64) -> Vec<Proven> {
        let known: Vec<Float> =
            seeds.iter().map(|s| Float { at: self.stage.rescale(&s.at), plan: s.plan }).collect();
        let patience = self.discount.to_f64();
        let grown = self.grow(&known, patience);
        let fallen = self.settled(patience);
        let both: Vec<Float> = grown.iter().chain(&fallen).cloned().collect();
        let goal: Vec<Float> = extreme(&both, MERGE).into_iter().map(|j| both[j].clone()).collect();
        let far = |set: &[Proven]| -> f64 {
            let points: Vec<Vec<f64>> = set.iter().map(|p| self.stage.rescale(&p.at)).collect();
            let miss = |p: &Float| nearest(&p.at, &points).map_or(f64::INFINITY, |found| found.distance);
            goal.iter().map(miss).fold(0.0, f64::max)
        };
        let mut best = self.prove(seeds.to_vec());
        let mut missed = far(&best);
        let mut offer = |list: &[Float], inwards: f64| -> bool {
            let mut proposals = seeds.to_vec();
            proposals.extend(self.rounded(list, inwards, &known));
            let set = self.prove(proposals);
            let distance = far(&set);
            if distance < missed {
                (best, missed) = (set, distance);
            }
            missed <= tolerance || self.budget.is_spent()
        };
        // With less patience every constraint holds with slack at the patience asked for.
        let settled = STEPS.iter().any(|step| {
            let list = self.settled(patience - step * patience * (1.0 - patience));
            !list.is_empty() && offer(&list, 0.01 * step * (1.0 - patience))
        });
        if !settled {
            INWARDS.iter().any(|inwards| offer(&grown, *inwards));
        }
        best
    }

    /// Descent with what its result generates: descent keeps one point per direction, and so loses a
    /// little in every pass.
    fn settled(&self, patience: f64) -> Vec<Float> {
        let kept = self.descend(patience);
        self.grow(&kept, patience)
    }

    /// Adds what is generated until nothing is added any more.
    fn grow(&self, seeds: &[Float], patience: f64) -> Vec<Float> {
        let mut points = seeds.to_vec();
        let mut supports = self.supports(&points);
        for _ in 0..PASSES {
            if points.is_empty() || self.budget.is_spent() {
                break;
            }
            points.extend(self.pass(&points, patience));
            points = extreme(&points, MERGE / 10.0).into_iter().map(|j| points[j].clone()).collect();
            let now = self.supports(&points);
            let change = now.iter().zip(&supports).map(|(a, b)| a - b).fold(0.0, f64::max);
            supports = now;
            if change <= STILL {
                break;
            }
        }
        points
    }

    /// Keeps what is generated, from all feasible payoffs on; empty where nothing is left.
    fn descend(&self, patience: f64) -> Vec<Float> {
        let outcomes = self.stage.outcomes();
        let mut points: Vec<Float> = extreme(outcomes, MERGE)
            .into_iter()
            .map(|j| Float { at: outcomes[j].clone(), plan: 0 })
            .collect();
        let mut supports = self.supports(&points);
        for _ in 0..PASSES {
            if points.is_empty() || self.budget.is_spent() {
                return Vec::new();
            }
            let found = self.pass(&points, patience);
            points = extreme(&found, MERGE / 10.0).into_iter().map(|j| found[j].clone()).collect();
            let now = self.supports(&points);
            let change = now.iter().zip(&supports).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            supports = now;
            if change <= STILL {
                break;
            }
        }
        points
    }

    fn supports(&self, points: &[Float]) -> Vec<f64> {
        let most = |h: &Vec<f64>| points.iter().map(|p| dot(&p.at, h)).fold(f64::NEG_INFINITY, f64::max);
        self.directions.iter().map(most).collect()
    }

    /// The farthest points that a hull generates, one per direction.
    fn pass(&self, points: &[Float], patience: f64) -> Vec<Float> {
        let farthest = |solver: &mut Solver, h: &Vec<f64>| self.farthest(points, patience, h, solver);
        let found: Vec<Option<Float>> =
            self.directions.par_iter().map_init(Solver::default, farthest).collect();
        let mut distinct: Vec<Float> = Vec::with_capacity(found.len());
        for point in found.into_iter().flatten() {
            let close = |p: &Float| p.at.iter().zip(&point.at).all(|(a, b)| (a - b).abs() <= STILL);
            if !distinct.iter().any(close) {
                distinct.push(point);
            }
        }
        distinct
    }

    fn farthest(
        &self,
        points: &[Float],
        patience: f64,
        normal: &[f64],
        solver: &mut Solver,
    ) -> Option<Float> {
        let most = points.iter().map(|p| dot(&p.at, normal)).fold(f64::NEG_INFINITY, f64::max);
        let hope = |k: usize| (1.0 - patience) * dot(&self.floats[k].payoff, normal) + patience * most;
        let mut outlook: Vec<(f64, usize)> = (0..self.floats.len()).map(|k| (hope(k), k)).collect();
        outlook.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut best: Option<(f64, Float)> = None;
        for (hope, k) in outlook {
            if best.as_ref().is_some_and(|(value, _)| hope <= *value + STILL) {
                break;
            }
            let Some(at) = self.generated(points, patience, k, normal, solver) else { continue };
            let value = dot(&at, normal);
            if best.as_ref().is_none_or(|(old, _)| value > *old) {
                best = Some((value, Float { at, plan: k }));
            }
        }
        best.map(|(_, point)| point)
    }

    /// The farthest point that a plan generates, by a linear program in weights per signal and point.
    fn generated(
        &self,
        points: &[Float],
        patience: f64,
        k: usize,
        normal: &[f64],
        solver: &mut Solver,
    ) -> Option<Vec<f64>> {
        let plan = &self.floats[k];
        let (tests, signals) = (plan.tests.len(), plan.law.len());
        let rows = tests + signals;
        let values: Vec<f64> = points.iter().map(|p| dot(&p.at, normal)).collect();
        let columns = signals * points.len();
        let (mut dense, mut costs) = (vec![0.0; columns * rows], Vec::with_capacity(columns));
        for y in 0..signals {
            for (j, point) in points.iter().enumerate() {
                let column = &mut dense[(y * points.len() + j) * rows..][..rows];
                for (entry, test) in column.iter_mut().zip(&plan.tests) {
                    *entry = patience * test.tell[y] * point.at[test.player];
                }
                column[tests + y] = 1.0;
                costs.push(-patience * plan.law[y] * values[j]);
            }
        }
        let right: Vec<f64> = plan
            .tests
            .iter()
            .map(|test| (1.0 - patience) * test.gain)
            .chain(std::iter::repeat_n(1.0, signals))
            .collect();
        let units = |artificial: f64| -> Vec<Unit> {
            let slack = (0..tests).map(|axis| Unit { axis, sign: -1.0, cost: 0.0 });
            slack.chain((0..rows).map(|axis| Unit { axis, sign: 1.0, cost: artificial })).collect()
        };
        let start: Vec<usize> = (0..rows)
            .map(|r| if r < tests && right[r] <= 0.0 { columns + r } else { columns + tests + r })
            .collect();
        let free = vec![0.0; columns];
        let first = units(1.0);
        let program = Program { rows, dense: &dense, costs: &free, units: &first, right: &right };
        solver.run(&program, &start);
        if solver.cost(&program) > 1e-12 {
            return None;
        }
        let basis = solver.basis.clone();
        let second = units(1e4);
        let program = Program { rows, dense: &dense, costs: &costs, units: &second, right: &right };
        if solver.run(&program, &basis) == End::Unbounded {
            return None;
        }
        let mut at: Vec<f64> = plan.payoff.iter().map(|u| (1.0 - patience) * u).collect();
        for (&column, &weight) in solver.basis.iter().zip(&solver.values) {
            if column < columns {
                let (y, j) = (column / points.len(), column % points.len());
                let share = patience * plan.law[y] * weight.max(0.0);
                at.iter_mut().zip(&points[j].at).for_each(|(x, p)| *x += share * p);
            }
        }
        Some(at)
    }

    /// Points moved towards their middle and rounded; those that coincide with known ones left out.
    fn rounded(&self, list: &[Float], inwards: f64, known: &[Float]) -> Vec<Proposal> {
        let kept = extreme(list, MERGE.max(inwards / 10.0));
        let points: Vec<&Float> = kept.into_iter().map(|j| &list[j]).collect();
        let n = self.stage.players();
        let count = points.len().max(1) as f64;
        let middle: Vec<f64> = (0..n).map(|i| points.iter().map(|p| p.at[i]).sum::<f64>() / count).collect();
        let close = |a: &Float, b: &Float| a.at.iter().zip(&b.at).all(|(x, y)| (x - y).abs() < 1e-9);
        points
            .iter()
            .filter(|p| !known.iter().any(|k| close(k, p)))
            .map(|p| {
                let short = |i: usize| {
                    let moved = p.at[i] + inwards * (middle[i] - p.at[i]);
                    let grid = Rational::from_f64((moved * GRID).round() / GRID).unwrap_or_default();
                    self.stage.unscale_exact(i, &grid)
                };
                Proposal { at: (0..n).map(short).collect(), plan: p.plan }
            })
            .collect()
    }

    /// The proposals that generate one another, in exact arithmetic: those that the others do not
    /// generate are dropped until none is.
    pub(super) fn prove(&self, mut proposals: Vec<Proposal>) -> Vec<Proven> {
        let mut seen: Vec<Vec<Rational>> = Vec::new();
        proposals.retain(|p| {
            let new = !seen.contains(&p.at);
            if new {
                seen.push(p.at.clone());
            }
            new
        });
        loop {
            let points = Points::of(self.stage, proposals.iter().map(|p| p.at.as_slice()).collect());
            let generate = |solver: &mut Solver, j: usize| {
                let proposal = &proposals[j];
                let hinted = std::iter::once(proposal.plan);
                let others = (0..self.plans.len()).filter(|&k| k != proposal.plan);
                hinted.chain(others).find_map(|k| {
                    let (plan, float) = (&self.plans[k], &self.floats[k]);
                    let next = decompose(plan, float, j, &points, self.discount, solver)?;
                    Some(Proven { at: proposal.at.clone(), plan: k, next })
                })
            };
            let found: Vec<Option<Proven>> =
                (0..proposals.len()).into_par_iter().map_init(Solver::default, generate).collect();
            if found.iter().all(Option::is_some) || self.budget.is_spent() {
                let complete = found.iter().all(Option::is_some);
                return if complete { found.into_iter().flatten().collect() } else { Vec::new() };
            }
            let mut kept = found.iter();
            proposals.retain(|_| kept.next().is_some_and(Option::is_some));
        }
    }

    /// One state per point, in their order, started at the first.
    pub(super) fn automaton(&self, set: &[Proven], signals: usize) -> PublicAutomaton {
        let states = set
            .iter()
            .enumerate()
            .map(|(s, point)| {
                let plan = &self.plans[point.plan];
                // Signals that no single player can bring about say nothing: stay.
                let stay = vec![Branch { state: s, probability: Rational::ONE }];
                let mut next = vec![stay; signals];
                for (&y, lottery) in plan.possible.iter().zip(&point.next) {
                    let branch =
                        |(state, p): &(usize, Rational)| Branch { state: *state, probability: p.clone() };
                    next[y] = lottery.iter().map(branch).collect();
                }
                PublicState {
                    name: format!("state {s}"),
                    strategies: plan.strategies.clone(),
                    next,
                    value: point.at.clone(),
                }
            })
            .collect();
        let initial = vec![Branch { state: 0, probability: Rational::ONE }];
        PublicAutomaton { discount: self.discount.clone(), initial, states }
    }
}

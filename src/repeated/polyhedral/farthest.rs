//! The farthest payoffs that profiles generate with continuations in the hull of given points, one small
//! program for a profile and a direction; multipliers of one program rule out most other profiles.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::inner::Generated;
use super::outer::{dot, lower_units};
use super::simplex::{End, Program, Solver, Unit};
use super::stage::FloatStage;

/// Directions that one thread takes at a time.
const RUN: usize = 12;
/// Continuations this close to the hull are in it.
pub(super) const CLOSE: f64 = 1e-13;

/// A profile with its feasible continuations in the hull of the current points.
pub(super) struct Choice {
    pub(super) profile: usize,
    pub(super) required: Vec<f64>,
    /// The profile sustains itself under the current threats.
    pub(super) sustained: bool,
    /// A feasible basis; `None` if no continuation is left.
    pub(super) basis: Option<Vec<usize>>,
}

/// What all programs of a pass share: the points, also as columns, and the profiles.
#[derive(Clone, Copy)]
pub(super) struct Hull<'a> {
    pub(super) stage: &'a FloatStage,
    pub(super) points: &'a [Vec<f64>],
    pub(super) dense: &'a [f64],
    pub(super) choices: &'a [Choice],
}

/// For some of the directions, the farthest payoff that is generated, and how far it is.
pub(super) fn outermost(
    hull: &Hull,
    directions: &[Vec<f64>],
    winners: &[Option<usize>],
    wanted: &[usize],
) -> Vec<(f64, Generated)> {
    // Directions in runs of a fixed length: within one, a profile's last basis starts its next program
    // (the constraints are the same), and the result is the same for any number of threads.
    let run = |wanted: &[usize]| -> Vec<(f64, Generated)> {
        let mut solver = Solver::default();
        let mut bases: Vec<Option<Vec<usize>>> =
            hull.choices.iter().map(|choice| choice.basis.clone()).collect();
        let farthest = |&l: &usize| farthest(hull, &mut bases, &directions[l], winners[l], &mut solver);
        wanted.iter().map(farthest).collect()
    };
    wanted.par_chunks(RUN).flat_map_iter(run).collect()
}

/// The units of a program over weights on points: slacks of `sum weights point >= required`, then
/// artificial columns for all rows.
fn units(required: &[f64], artificial: f64) -> Vec<Unit> {
    let n = required.len();
    let mut units: Vec<Unit> = lower_units(required).into_iter().map(|u| Unit { cost: 0.0, ..u }).collect();
    units.extend((0..=n).map(|axis| Unit { axis, sign: 1.0, cost: artificial }));
    units
}

fn right_side(required: &[f64]) -> Vec<f64> {
    required.iter().copied().chain([1.0]).collect()
}

/// A basis of weights on points whose mean satisfies the constraints.
pub(super) fn feasible(n: usize, dense: &[f64], required: &[f64], solver: &mut Solver) -> Option<Vec<usize>> {
    let count = dense.len() / (n + 1);
    let (costs, units, right) = (vec![0.0; count], units(required, 1.0), right_side(required));
    let program = Program { rows: n + 1, dense, costs: &costs, units: &units, right: &right };
    let start: Vec<usize> =
        (0..=n).map(|row| if row < n && right[row] <= 0.0 { count + row } else { count + n + row }).collect();
    solver.run(&program, &start);
    (solver.cost(&program) <= 1e-12).then(|| solver.basis.clone())
}

/// Whether weights are non-negative and need no artificial column (those from `artificial` on).
fn is_met(solver: &Solver, artificial: usize) -> bool {
    let mut parts = solver.basis.iter().zip(&solver.values);
    parts.all(|(&column, &weight)| weight > -CLOSE && (column < artificial || weight < CLOSE))
}

/// The farthest generated payoff in a direction: what won last time is tried first, then profiles in the
/// order of what they promise, as long as that beats the best.
fn farthest(
    hull: &Hull,
    bases: &mut [Option<Vec<usize>>],
    normal: &[f64],
    winner: Option<usize>,
    solver: &mut Solver,
) -> (f64, Generated) {
    let Hull { stage, points, dense, choices } = *hull;
    let n = stage.players();
    // What a continuation counts for the direction.
    let goal: Vec<f64> = normal.iter().zip(stage.tilt()).map(|(h, t)| h * t).collect();
    let values: Vec<f64> = points.iter().map(|p| -dot(p, &goal)).collect();
    let most = values.iter().fold(f64::NEG_INFINITY, |most: f64, v| most.max(-v));
    let mut outlook: Vec<(f64, usize)> = choices
        .iter()
        .enumerate()
        .map(|(at, choice)| {
            let own = dot(stage.forever(choice.profile), normal);
            let mixed = stage.today(choice.profile, normal) + stage.carry(choice.profile) * most;
            let bound = match (choice.sustained, choice.basis.is_some()) {
                (true, true) => own.max(mixed),
                (true, false) => own,
                (false, _) => mixed,
            };
            (bound, at)
        })
        .collect();
    let mut best: Option<(f64, Generated)> = None;
    let won = winner.and_then(|w| outlook.iter().position(|(_, at)| choices[*at].profile == w));
    let most_promising = |outlook: &[(f64, usize)]| {
        let ahead = |a: usize, b: usize| match outlook[b].0.total_cmp(&outlook[a].0) {
            Ordering::Equal if outlook[b].1 < outlook[a].1 => b,
            Ordering::Greater => b,
            _ => a,
        };
        (0..outlook.len()).reduce(ahead)
    };
    let mut next = won.or_else(|| most_promising(&outlook));
    while let Some(position) = next {
        let (bound, at) = outlook.swap_remove(position);
        if best.as_ref().is_some_and(|(value, _)| bound <= *value) {
            // The winner of last time may promise too little; else nothing promises more.
            next = most_promising(&outlook).filter(|&p| best.as_ref().is_none_or(|(v, _)| outlook[p].0 > *v));
            continue;
        }
        let Choice { profile, required, sustained, .. } = &choices[at];
        let own = stage.forever(*profile);
        let mut offer = |value: f64, generated: Generated| {
            if best.as_ref().is_none_or(|(old, _)| value > *old) {
                best = Some((value, generated));
            }
        };
        if *sustained {
            offer(dot(own, normal), Generated { at: own.to_vec(), profile: *profile, forever: true });
        }
        next = most_promising(&outlook);
        let Some(basis) = &mut bases[at] else { continue };
        let (units, right) = (units(required, 1e4), right_side(required));
        let program = Program { rows: n + 1, dense, costs: &values, units: &units, right: &right };
        let end = match solver.run(&program, basis) {
            End::Stopped => solver.run(&program, choices[at].basis.as_deref().unwrap_or_default()),
            end => end,
        };
        if end == End::Unbounded || !is_met(solver, points.len() + n) {
            continue;
        }
        if end == End::Optimal {
            basis.clone_from(&solver.basis);
        }
        // What the multipliers of this program prove for the others (weak duality).
        let raised: Vec<f64> = goal.iter().zip(&solver.prices).map(|(g, y)| g + y.max(0.0)).collect();
        let over = points.iter().map(|p| dot(p, &raised)).fold(f64::NEG_INFINITY, f64::max);
        for (bound, other) in &mut outlook {
            let choice = &choices[*other];
            let held: f64 = choice.required.iter().zip(&solver.prices).map(|(c, y)| c * y.max(0.0)).sum();
            let own =
                if choice.sustained { dot(stage.forever(choice.profile), normal) } else { f64::NEG_INFINITY };
            let carried = if choice.basis.is_some() {
                stage.today(choice.profile, normal) + stage.carry(choice.profile) * (over - held)
            } else {
                f64::NEG_INFINITY
            };
            *bound = bound.min(own.max(carried));
        }
        next = most_promising(&outlook);
        let mut at = vec![0.0; n];
        for (&column, &weight) in solver.basis.iter().zip(&solver.values) {
            if let Some(point) = points.get(column) {
                at.iter_mut().zip(point).for_each(|(x, p)| *x += weight * p);
            }
        }
        let at = stage.value(*profile, &at);
        offer(dot(&at, normal), Generated { at, profile: *profile, forever: false });
    }
    // Some choice is sustained or has a continuation, so there is a best one; the fallback is its own.
    best.unwrap_or_else(|| {
        let own = stage.forever(choices[0].profile);
        (dot(own, normal), Generated { at: own.to_vec(), profile: choices[0].profile, forever: false })
    })
}

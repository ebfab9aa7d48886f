//! How a point is generated: weights of known points for every signal.
//!
//! Floats say which points have positive weight (with as much slack in the incentive constraints as
//! there is), or that none will do; a small exact program over those points decides.

use super::outer::FloatPlan;
use super::plan::Plan;
use crate::exact::Rational;
use crate::lp::{Bounds, LinearProgram, LpError, LpOptions, Relation, Solution};
use crate::repeated::polyhedral::simplex::{Program, Solver, Unit};
use crate::repeated::polyhedral::stage::FloatStage;

/// Points in the game's units and rescaled.
pub(super) struct Points<'a> {
    exact: Vec<&'a [Rational]>,
    floats: Vec<Vec<f64>>,
}

impl<'a> Points<'a> {
    pub(super) fn of(stage: &FloatStage, exact: Vec<&'a [Rational]>) -> Self {
        let floats = exact.iter().map(|p| stage.rescale(p)).collect();
        Points { exact, floats }
    }
}

/// A float program that misses its constraints by more than this is taken for infeasible.
const MISSED: f64 = 1e-9;
/// Up to so many weights an exact program over all of them is tried where the floats' choice fails.
const FEW: usize = 64;

/// Per signal a lottery over points.
type Lotteries = Vec<Vec<(usize, Rational)>>;

/// Weights of points per possible signal that make a plan worth a point and deter every alternative;
/// `None` if none were found.
pub(super) fn decompose(
    plan: &Plan,
    float: &FloatPlan,
    target: usize,
    points: &Points,
    discount: &Rational,
    solver: &mut Solver,
) -> Option<Lotteries> {
    let signals = plan.possible.len();
    if plan.payoff == points.exact[target] && plan.is_stage_equilibrium() {
        return Some(vec![vec![(target, Rational::ONE)]; signals]);
    }
    let chosen = support(float, &points.floats[target], &points.floats, discount.to_f64(), solver)?;
    let value = points.exact[target];
    exact(plan, value, &points.exact, &chosen, discount).or_else(|| {
        let all: Vec<(usize, usize)> =
            (0..signals).flat_map(|y| (0..points.exact.len()).map(move |j| (y, j))).collect();
        (all.len() <= FEW).then(|| exact(plan, value, &points.exact, &all, discount)).flatten()
    })
}

/// The pairs of a signal and a point that have positive weight; `None` if floats find no weights.
fn support(
    plan: &FloatPlan,
    target: &[f64],
    points: &[Vec<f64>],
    patience: f64,
    solver: &mut Solver,
) -> Option<Vec<(usize, usize)>> {
    let (tests, n, signals) = (plan.tests.len(), target.len(), plan.law.len());
    let rows = tests + n + signals;
    let columns = signals * points.len();
    let mut dense = vec![0.0; columns * rows];
    for (at, column) in dense.chunks_exact_mut(rows).enumerate() {
        let (y, point) = (at / points.len(), &points[at % points.len()]);
        for (entry, test) in column.iter_mut().zip(&plan.tests) {
            *entry = test.tell[y] * point[test.player];
        }
        column[tests..tests + n].iter_mut().zip(point).for_each(|(entry, x)| *entry = plan.law[y] * x);
        column[tests + n + y] = 1.0;
    }
    let once = 1.0 - patience;
    let mut right: Vec<f64> = plan.tests.iter().map(|test| once * test.gain / patience).collect();
    right.extend(target.iter().zip(&plan.payoff).map(|(v, u)| (v - once * u) / patience));
    right.resize(rows, 1.0);
    let sign = |r: usize| if right[r] < 0.0 { -1.0 } else { 1.0 };
    let units = |slack: f64, artificial: f64| -> Vec<Unit> {
        let slack = (0..tests).map(|axis| Unit { axis, sign: -1.0, cost: slack });
        let artificial = (0..rows).map(|axis| Unit { axis, sign: sign(axis), cost: artificial });
        slack.chain(artificial).collect()
    };
    let start: Vec<usize> = (0..rows)
        .map(|r| if r < tests && right[r] <= 0.0 { columns + r } else { columns + tests + r })
        .collect();
    let free = vec![0.0; columns];
    let first = units(0.0, 1.0);
    let program = Program { rows, dense: &dense, costs: &free, units: &first, right: &right };
    solver.run(&program, &start);
    if solver.cost(&program) > MISSED {
        return None;
    }
    let basis = solver.basis.clone();
    let second = units(-1.0, 1e4);
    solver.run(&Program { units: &second, ..program }, &basis);
    let used = solver.basis.iter().filter(|column| **column < columns);
    Some(used.map(|column| (column / points.len(), column % points.len())).collect())
}

/// Exact weights of the chosen pairs of a signal (among the possible ones) and a point.
fn exact(
    plan: &Plan,
    value: &[Rational],
    points: &[&[Rational]],
    chosen: &[(usize, usize)],
    discount: &Rational,
) -> Option<Lotteries> {
    let signals = plan.possible.len();
    let later =
        |today: &Rational, worth: &Rational| (worth - &((Rational::ONE - discount) * today)) / discount;
    let solve = || -> Result<Solution, LpError> {
        let mut program = LinearProgram::maximise();
        for _ in chosen {
            program.add_variable(0, Bounds::non_negative());
        }
        for signal in 0..signals {
            let own = chosen.iter().enumerate().filter(|(_, (y, _))| *y == signal);
            program.add_row("lottery", own.map(|(at, _)| (at, Rational::ONE)), Relation::Equal, 1)?;
        }
        // The mean continuation under a lottery over signals.
        let mean = |law: &[Rational], i: usize| -> Vec<(usize, Rational)> {
            let seen = chosen.iter().enumerate().filter(|(_, (y, _))| !law[plan.possible[*y]].is_zero());
            seen.map(|(at, (y, j))| (at, &law[plan.possible[*y]] * &points[*j][i])).collect()
        };
        for (i, worth) in value.iter().enumerate() {
            let right = later(&plan.payoff[i], worth);
            program.add_row("value", mean(&plan.law, i), Relation::Equal, right)?;
        }
        for other in &plan.alternatives {
            let right = later(&other.payoff, &value[other.player]);
            program.add_row("deviation", mean(&other.law, other.player), Relation::AtMost, right)?;
        }
        program.solve_exact(&LpOptions::default())
    };
    match solve().ok()? {
        Solution::Optimal(optimum) => {
            let mut lotteries = vec![Vec::new(); signals];
            for (&(y, j), weight) in chosen.iter().zip(optimum.primal) {
                if !weight.is_zero() {
                    lotteries[y].push((j, weight));
                }
            }
            Some(lotteries)
        }
        _ => None,
    }
}

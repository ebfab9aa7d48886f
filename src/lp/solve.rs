//! The front door: a certified answer, by the quickest way that can certify it.

use super::backend::{Backend, FloatAnswer};
use super::canonical::Canonical;
use super::error::LpError;
use super::float::FloatModel;
use super::model::{Direction, LinearProgram};
use super::options::{Budget, LpOptions};
use super::recover::{Approximation, THRESHOLDS};
use super::simplex::{self, Verdict};
use super::solution::{Optimum, Solution};
use crate::exact::Rational;

/// Tableaus with at most this many entries are solved exactly at once: quicker than floats and a check.
/// Measured on dense programs with two-digit coefficients (`cargo bench --bench lp -- route`): the exact
/// method takes half the time at 71 x 4, the same at 21 x 21, one and a third of it at 25 x 25.
const SMALL_TABLEAU: usize = 450;
/// The largest tableau that the exact method sets up.
const LARGEST_TABLEAU: usize = 20_000_000;

impl LinearProgram {
    /// Solves the program; the answer is certified in exact arithmetic.
    ///
    /// Small programs go straight to the exact simplex method, others to the default backend with an
    /// exact finish (see [`LinearProgram::solve_with`]).
    ///
    /// # Errors
    /// [`LpError::Budget`] if the time or the iterations end first; it carries the bounds proven so far.
    pub fn solve(&self, options: &LpOptions) -> Result<Solution, LpError> {
        let (rows, columns) = Canonical::size(self);
        if rows.saturating_mul(columns) <= SMALL_TABLEAU {
            self.solve_exact(options)
        } else {
            self.solve_with(Backend::Microlp, options)
        }
    }

    /// Solves the program by the exact simplex method alone.
    ///
    /// # Errors
    /// [`LpError::Budget`] if the time, the iterations or the size allowed are not enough.
    pub fn solve_exact(&self, options: &LpOptions) -> Result<Solution, LpError> {
        self.simplex(&mut options.start(), &Evidence::default())
    }

    /// Solves the program in floats by a backend, then certifies the answer exactly: the float point and
    /// prices as they are where a tolerance allows it, else the exact solutions of their tight
    /// constraints, else the exact simplex method.
    ///
    /// # Errors
    /// [`LpError::Budget`] if the time or the iterations end first.
    pub fn solve_with(&self, backend: Backend, options: &LpOptions) -> Result<Solution, LpError> {
        let (mut budget, mut evidence) = (options.start(), Evidence::default());
        match self.attempt(backend, options, &mut evidence, &budget) {
            Attempt::Certified(optimum) => return Ok(Solution::Optimal(optimum)),
            Attempt::Claimed(claim) => {
                let left = options.clone().time_limit(budget.remaining());
                // The bounds in an error of an auxiliary program say nothing about this one.
                if let Ok(Some(solution)) = self.prove(&claim, backend, &left) {
                    return Ok(solution);
                }
            }
            Attempt::Failed => {}
        }
        self.simplex(&mut budget, &evidence)
    }

    /// [`LinearProgram::solve_with`] for programs that are known to have an optimum: a backend that
    /// claims otherwise is wrong, and the exact method takes over at once.
    pub(super) fn solve_to_optimum(&self, backend: Backend, options: &LpOptions) -> Result<Optimum, LpError> {
        let (mut budget, mut evidence) = (options.start(), Evidence::default());
        match self.attempt(backend, options, &mut evidence, &budget) {
            Attempt::Certified(optimum) => Ok(optimum),
            Attempt::Claimed(_) | Attempt::Failed => self.simplex(&mut budget, &evidence)?.optimum(),
        }
    }

    /// Solves in floats and certifies; leaves in the evidence what was proven on the way.
    fn attempt(
        &self,
        backend: Backend,
        options: &LpOptions,
        evidence: &mut Evidence,
        budget: &Budget,
    ) -> Attempt {
        let empty_range = self.variables.iter().any(|v| v.bounds.is_empty());
        let Some((model, scaling)) = FloatModel::of(self).filter(|_| !empty_range) else {
            return Attempt::Failed;
        };
        let point = match backend.run(&model, budget.remaining()) {
            Ok(FloatAnswer::Optimal(point)) => point,
            Ok(claim) => return Attempt::Claimed(claim),
            Err(_) => return Attempt::Failed,
        };
        let Ok(FloatAnswer::Optimal(dual)) = backend.run(&model.dual(), budget.remaining()) else {
            return Attempt::Failed;
        };
        let approximation = Approximation {
            program: self,
            model: &model,
            scaling: &scaling,
            point: &point,
            prices: &dual[..model.rows.len()],
        };
        if !self.certify(&approximation, options, evidence, budget) {
            return Attempt::Failed;
        }
        evidence.optimum(self).map_or(Attempt::Failed, Attempt::Certified)
    }

    /// A backend's optimal point in floats, unchecked: a hint where to look, never an answer. `None` if
    /// it finds no optimum.
    pub(crate) fn approximate_point(&self, options: &LpOptions) -> Option<Vec<f64>> {
        let (model, scaling) = FloatModel::of(self)?;
        match Backend::Microlp.run(&model, options.start().remaining()) {
            Ok(FloatAnswer::Optimal(x)) => {
                Some(x.iter().zip(&scaling.variables).map(|(x, s)| x * s).collect())
            }
            _ => None,
        }
    }

    /// Gathers evidence until it is narrow enough; says whether it is.
    fn certify(
        &self,
        approximation: &Approximation<'_>,
        options: &LpOptions,
        evidence: &mut Evidence,
        budget: &Budget,
    ) -> bool {
        let raw = approximation.raw();
        if options.tolerance.is_positive()
            && let Some((point, _)) = &raw
        {
            evidence.offer_point(self, point.clone());
        }
        if let Some((_, prices)) = raw {
            evidence.offer_prices(self, prices);
        }
        let narrow =
            |evidence: &Evidence| evidence.gap(self).is_some_and(|gap| gap <= evidence.allowed(options));
        for threshold in THRESHOLDS {
            if narrow(evidence) || budget.check_time().is_err() {
                break;
            }
            if let Some(point) = approximation.primal(threshold) {
                evidence.offer_point(self, point);
            }
            if let Some(prices) = approximation.dual(threshold) {
                evidence.offer_prices(self, prices);
            }
        }
        narrow(evidence)
    }

    fn simplex(&self, budget: &mut Budget, evidence: &Evidence) -> Result<Solution, LpError> {
        if self.variables.iter().any(|v| v.bounds.is_empty()) {
            return Ok(Solution::Infeasible { multipliers: vec![Rational::ZERO; self.rows.len()] });
        }
        let out_of_budget = |limit: String| {
            let (lower, upper) = evidence.bounds(self);
            LpError::Budget { limit, lower, upper }
        };
        let (rows, columns) = Canonical::size(self);
        if rows.saturating_mul(columns) > LARGEST_TABLEAU {
            return Err(out_of_budget(format!("an exact tableau of {rows} x {columns} is too large")));
        }
        let mut canonical = Canonical::of(self);
        let rows = std::mem::take(&mut canonical.rows);
        let solution = match simplex::solve(rows, &canonical.cost, budget).map_err(out_of_budget)? {
            Verdict::Optimal { point, prices } => {
                let primal = canonical.point(&point);
                let objective = self.objective_at(&primal);
                let bounds = [objective.clone(), objective.clone()];
                Solution::Optimal(Optimum { primal, dual: canonical.prices(&prices), objective, bounds })
            }
            Verdict::Infeasible { multipliers } => {
                Solution::Infeasible { multipliers: canonical.multipliers(&multipliers) }
            }
            Verdict::Unbounded { point, ray } => {
                Solution::Unbounded { point: canonical.point(&point), ray: canonical.ray(&ray) }
            }
        };
        self.verify(&solution)?;
        Ok(solution)
    }
}

/// What a backend's run came to.
enum Attempt {
    Certified(Optimum),
    /// The backend says that there is no optimum.
    Claimed(FloatAnswer),
    Failed,
}

/// The best feasible point and the best prices so far, with what they prove.
#[derive(Debug, Default)]
struct Evidence {
    point: Option<(Rational, Vec<Rational>)>,
    prices: Option<(Rational, Vec<Rational>)>,
}

impl Evidence {
    fn offer_point(&mut self, program: &LinearProgram, point: Vec<Rational>) {
        if !program.is_feasible(&point) {
            return;
        }
        let value = program.objective_at(&point);
        let better = self.point.as_ref().is_none_or(|(best, _)| match program.direction {
            Direction::Maximise => value > *best,
            Direction::Minimise => value < *best,
        });
        if better {
            self.point = Some((value, point));
        }
    }

    fn offer_prices(&mut self, program: &LinearProgram, prices: Vec<Rational>) {
        let prices = program.legal_prices(&prices);
        let Some(bound) = program.dual_bound(&prices) else { return };
        let better = self.prices.as_ref().is_none_or(|(best, _)| match program.direction {
            Direction::Maximise => bound < *best,
            Direction::Minimise => bound > *best,
        });
        if better {
            self.prices = Some((bound, prices));
        }
    }

    /// Proven lower and upper bounds of the optimum.
    fn bounds(&self, program: &LinearProgram) -> (Option<Rational>, Option<Rational>) {
        let value = self.point.as_ref().map(|(value, _)| value.clone());
        let bound = self.prices.as_ref().map(|(bound, _)| bound.clone());
        match program.direction {
            Direction::Maximise => (value, bound),
            Direction::Minimise => (bound, value),
        }
    }

    fn gap(&self, program: &LinearProgram) -> Option<Rational> {
        let (lower, upper) = self.bounds(program);
        Some(upper? - lower?)
    }

    /// The widest gap that the options accept.
    fn allowed(&self, options: &LpOptions) -> Rational {
        let size = self.point.as_ref().map_or(Rational::ONE, |(value, _)| value.abs().max(Rational::ONE));
        size * &options.tolerance
    }

    fn optimum(&self, program: &LinearProgram) -> Option<Optimum> {
        let ((objective, primal), (bound, dual)) = (self.point.clone()?, self.prices.clone()?);
        let bounds = program.interval(&objective, &bound);
        Some(Optimum { primal, dual, objective, bounds })
    }
}

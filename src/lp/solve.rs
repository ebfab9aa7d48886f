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
const SMALL_TABLEAU: usize = 600;
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
        let mut budget = options.start();
        let mut evidence = Evidence::default();
        if let Some((model, scaling)) = FloatModel::of(self) {
            // A backend's failure, or a verdict other than an optimum, is settled by the exact method.
            if let Ok(FloatAnswer::Optimal(point)) = backend.run(&model, budget.remaining())
                && let Ok(FloatAnswer::Optimal(dual)) = backend.run(&model.dual(), budget.remaining())
            {
                let prices = &dual[..model.rows.len()];
                let (point, scaling, model) = (&point, &scaling, &model);
                let approximation = Approximation { program: self, model, scaling, point, prices };
                if self.certify(&approximation, options, &mut evidence, &budget)
                    && let Some(optimum) = evidence.optimum(self)
                {
                    return Ok(Solution::Optimal(optimum));
                }
            }
        }
        self.simplex(&mut budget, &evidence)
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

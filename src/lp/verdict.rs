//! Proofs that there is no optimum, as optima of two programs that always have one.
//!
//! A backend that finds a program infeasible or unbounded says so without evidence. The least violation
//! of the rows is itself a linear program with an optimum, whose row prices are Farkas multipliers where
//! it is positive; and the steepest direction of the recession cone, its objective capped at 1, is a ray
//! where it reaches the cap.

use super::backend::{Backend, FloatAnswer};
use super::error::LpError;
use super::model::{Bounds, Direction, LinearProgram, Relation};
use super::options::LpOptions;
use super::solution::Solution;
use crate::exact::Rational;

impl LinearProgram {
    /// The proof of a backend's claim; `None` where the claim does not hold (or is no such claim).
    pub(super) fn prove(
        &self,
        claim: &FloatAnswer,
        backend: Backend,
        options: &LpOptions,
    ) -> Result<Option<Solution>, LpError> {
        let options = options.clone().tolerance(Rational::ZERO);
        let solution = match claim {
            FloatAnswer::Optimal(_) => None,
            FloatAnswer::Infeasible => match self.least_violation(backend, &options)? {
                Violation::Least { multipliers } => Some(Solution::Infeasible { multipliers }),
                Violation::None { .. } => None,
            },
            FloatAnswer::Unbounded => match self.improving_ray(backend, &options)? {
                Some(ray) => match self.least_violation(backend, &options)? {
                    Violation::None { point } => Some(Solution::Unbounded { point, ray }),
                    Violation::Least { multipliers } => Some(Solution::Infeasible { multipliers }),
                },
                None => None,
            },
        };
        Ok(solution.filter(|solution| self.verify(solution).is_ok()))
    }

    /// `min t` such that every row holds up to `t`.
    fn least_violation(&self, backend: Backend, options: &LpOptions) -> Result<Violation, LpError> {
        let mut relaxed = LinearProgram::minimise();
        for variable in &self.variables {
            relaxed.add_variable(0, variable.bounds.clone());
        }
        let violation = relaxed.add_variable(1, Bounds::non_negative());
        // Each relaxed row with the row that it came from: an equation becomes two.
        let mut origins = Vec::with_capacity(self.rows.len());
        for (i, row) in self.rows.iter().enumerate() {
            for (relation, sign) in [(Relation::AtMost, -1), (Relation::AtLeast, 1)] {
                if row.relation == relation || row.relation == Relation::Equal {
                    let slack = (violation, Rational::from(sign));
                    let terms = row.terms.iter().cloned().chain([slack]);
                    relaxed.add_row(row.name.as_str(), terms, relation, row.right.clone())?;
                    origins.push(i);
                }
            }
        }
        let mut best = relaxed.solve_to_optimum(backend, options)?;
        if best.objective.is_zero() {
            best.primal.truncate(self.variables.len());
            return Ok(Violation::None { point: best.primal });
        }
        let mut multipliers = vec![Rational::ZERO; self.rows.len()];
        origins.iter().zip(&best.dual).for_each(|(&i, price)| multipliers[i] -= price);
        Ok(Violation::Least { multipliers })
    }

    /// `max c d` over the directions that no row and no bound forbids, capped at 1.
    fn improving_ray(&self, backend: Backend, options: &LpOptions) -> Result<Option<Vec<Rational>>, LpError> {
        let mut cone = LinearProgram::maximise();
        for variable in &self.variables {
            let bounds = match (&variable.bounds.lower, &variable.bounds.upper) {
                (None, None) => Bounds::free(),
                (Some(_), None) => Bounds::non_negative(),
                (None, Some(_)) => Bounds::at_most(0),
                (Some(_), Some(_)) => Bounds::between(0, 0),
            };
            let improvement = match self.direction {
                Direction::Maximise => variable.cost.clone(),
                Direction::Minimise => -&variable.cost,
            };
            cone.add_variable(improvement, bounds);
        }
        for row in &self.rows {
            cone.add_row(row.name.as_str(), row.terms.iter().cloned(), row.relation, 0)?;
        }
        let improvement = cone.variables.iter().map(|v| v.cost.clone()).enumerate().collect::<Vec<_>>();
        cone.add_row("cap", improvement, Relation::AtMost, 1)?;
        let best = cone.solve_to_optimum(backend, options)?;
        Ok(best.objective.is_positive().then_some(best.primal))
    }
}

enum Violation {
    None { point: Vec<Rational> },
    Least { multipliers: Vec<Rational> },
}

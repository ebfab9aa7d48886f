//! Exact checks: what a point proves, what prices prove, and whether a solution holds.

use super::error::LpError;
use super::model::{Direction, LinearProgram, Relation};
use super::solution::{Optimum, Solution};
use crate::exact::{Rational, scaled_to_integers};

impl LinearProgram {
    /// Checks a solution exactly, trusting nothing about how it was found: feasibility of the point,
    /// the dual bound of the prices, the Farkas multipliers, the ray.
    ///
    /// # Errors
    /// [`LpError::NotCertified`] with what fails.
    pub fn verify(&self, solution: &Solution) -> Result<(), LpError> {
        match solution {
            Solution::Optimal(optimum) => self.verify_optimum(optimum),
            Solution::Infeasible { multipliers } => {
                let refuted = self.variables.iter().any(|v| v.bounds.is_empty())
                    || self.is_farkas_certificate(multipliers);
                if refuted { Ok(()) } else { failure("the multipliers do not refute the rows") }
            }
            Solution::Unbounded { point, ray } => {
                if !self.is_feasible(point) {
                    return failure("the point is not feasible");
                }
                if !self.is_improving_ray(ray) {
                    return failure("the ray does not improve the objective for ever");
                }
                Ok(())
            }
        }
    }

    fn verify_optimum(&self, optimum: &Optimum) -> Result<(), LpError> {
        if !self.is_feasible(&optimum.primal) {
            return failure("the point is not feasible");
        }
        if self.objective_at(&optimum.primal) != optimum.objective {
            return failure("the objective is not the point's");
        }
        match self.dual_bound(&optimum.dual) {
            Some(bound) if self.interval(&optimum.objective, &bound) == optimum.bounds => Ok(()),
            Some(_) => failure("the bounds are not those of the point and the prices"),
            None => failure("the prices are not dual feasible"),
        }
    }

    /// Primal value and dual bound in ascending order.
    pub(super) fn interval(&self, value: &Rational, bound: &Rational) -> [Rational; 2] {
        match self.direction {
            Direction::Maximise => [value.clone(), bound.clone()],
            Direction::Minimise => [bound.clone(), value.clone()],
        }
    }

    /// Whether a point satisfies every bound and every row.
    pub(super) fn is_feasible(&self, x: &[Rational]) -> bool {
        if x.len() != self.variables.len() || !self.variables.iter().zip(x).all(|(v, x)| v.bounds.contains(x))
        {
            return false;
        }
        let (numerators, denominator) = over_common_denominator(x);
        self.rows.iter().all(|row| {
            let (left, right) = (row.at(&numerators), &row.right * &denominator);
            match row.relation {
                Relation::AtMost => left <= right,
                Relation::AtLeast => left >= right,
                Relation::Equal => left == right,
            }
        })
    }

    /// The bound on the optimum that row prices prove (weak duality), prices of the wrong sign counted
    /// as zero; `None` if they prove none.
    ///
    /// With reduced costs `d = c - y A` the objective is `y A x + d x`. The rows bound the first term by
    /// `y b`, the variables' own bounds the second (Neumaier and Shcherbina 2004): any prices give a
    /// rigorous bound where the variables are bounded, however roughly they were computed.
    pub(super) fn dual_bound(&self, prices: &[Rational]) -> Option<Rational> {
        let costs = self.variables.iter().map(|v| v.cost.clone()).collect();
        self.bound_of(costs, prices, self.direction)
    }

    fn bound_of(
        &self,
        mut reduced: Vec<Rational>,
        prices: &[Rational],
        direction: Direction,
    ) -> Option<Rational> {
        if prices.len() != self.rows.len() {
            return None;
        }
        let (numerators, denominator) = over_common_denominator(prices);
        reduced.iter_mut().for_each(|cost| *cost *= &denominator);
        let mut bound = Rational::ZERO;
        for (row, price) in self.rows.iter().zip(&numerators) {
            if price.is_zero() || !has_legal_sign(price, row.relation, direction) {
                continue;
            }
            bound += price * &row.right;
            for (j, a) in &row.terms {
                reduced[*j] -= price * a;
            }
        }
        for (variable, d) in self.variables.iter().zip(&reduced) {
            if d.is_zero() {
                continue;
            }
            let upwards = d.is_positive() == (direction == Direction::Maximise);
            let end = if upwards { &variable.bounds.upper } else { &variable.bounds.lower };
            bound += d * end.as_ref()?;
        }
        Some(bound / denominator)
    }

    /// Farkas: with a zero objective, feasible points would have value 0, yet the multipliers prove a
    /// negative upper bound.
    pub(super) fn is_farkas_certificate(&self, multipliers: &[Rational]) -> bool {
        let zeros = vec![Rational::ZERO; self.variables.len()];
        self.bound_of(zeros, multipliers, Direction::Maximise).is_some_and(|bound| bound.is_negative())
    }

    /// Whether moving along a direction keeps feasible points feasible and improves the objective.
    pub(super) fn is_improving_ray(&self, ray: &[Rational]) -> bool {
        if ray.len() != self.variables.len() {
            return false;
        }
        let (ray, _) = over_common_denominator(ray);
        let within_bounds = self.variables.iter().zip(&ray).all(|(v, d)| {
            (v.bounds.lower.is_none() || !d.is_negative()) && (v.bounds.upper.is_none() || !d.is_positive())
        });
        let within_rows = self.rows.iter().all(|row| {
            let change = row.at(&ray);
            match row.relation {
                Relation::AtMost => !change.is_positive(),
                Relation::AtLeast => !change.is_negative(),
                Relation::Equal => change.is_zero(),
            }
        });
        let change = self.objective_at(&ray);
        let improves = match self.direction {
            Direction::Maximise => change.is_positive(),
            Direction::Minimise => change.is_negative(),
        };
        within_bounds && within_rows && improves
    }

    /// The prices with those of the wrong sign set to zero.
    pub(super) fn legal_prices(&self, prices: &[Rational]) -> Vec<Rational> {
        let legal = |(row, price): (&super::model::Row, &Rational)| {
            if has_legal_sign(price, row.relation, self.direction) { price.clone() } else { Rational::ZERO }
        };
        self.rows.iter().zip(prices).map(legal).collect()
    }
}

/// Whether a price of this sign says something about the optimum in this direction.
fn has_legal_sign(price: &Rational, relation: Relation, direction: Direction) -> bool {
    match (relation, direction) {
        (Relation::Equal, _) => true,
        (Relation::AtMost, Direction::Maximise) | (Relation::AtLeast, Direction::Minimise) => {
            !price.is_negative()
        }
        (Relation::AtLeast, Direction::Maximise) | (Relation::AtMost, Direction::Minimise) => {
            !price.is_positive()
        }
    }
}

/// Numerators (whole numbers) over one common denominator: long sums of products then need no reduction
/// to lowest terms at every step.
fn over_common_denominator(values: &[Rational]) -> (Vec<Rational>, Rational) {
    let (numerators, denominator) = scaled_to_integers(values.iter());
    (numerators.into_iter().map(Rational::from).collect(), Rational::from(denominator))
}

fn failure(reason: &str) -> Result<(), LpError> {
    Err(LpError::NotCertified { reason: reason.into() })
}

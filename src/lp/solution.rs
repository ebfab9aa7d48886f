//! Answers with their certificates.

use serde::Serialize;

use super::LpError;
use crate::exact::Rational;

/// The verdict on a linear program, without its certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// There is an optimum.
    Optimal,
    /// There is no feasible point.
    Infeasible,
    /// The objective grows without bound over the feasible points.
    Unbounded,
}

/// A verdict with the numbers that prove it; [`LinearProgram::verify`](super::LinearProgram::verify)
/// checks them exactly.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Solution {
    /// There is an optimum.
    Optimal(Optimum),
    /// There is no feasible point.
    Infeasible {
        /// One multiplier per row (Farkas 1902): not below 0 for `<=`, not above 0 for `>=`. The
        /// rows' combination is a `<=` row that no point within the variables' bounds satisfies.
        /// All zero where a variable's bounds exclude each other.
        multipliers: Vec<Rational>,
    },
    /// The objective is unbounded.
    Unbounded {
        /// A feasible point.
        point: Vec<Rational>,
        /// A direction that keeps every point feasible and improves the objective.
        ray: Vec<Rational>,
    },
}

/// A certified optimum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Optimum {
    /// An exactly feasible point, one value per variable.
    pub primal: Vec<Rational>,
    /// One price per row: the change of the optimum per unit of the row's right side. When maximising,
    /// `<=` rows have prices not below 0 and `>=` rows not above 0; when minimising the reverse.
    pub dual: Vec<Rational>,
    /// The objective at `primal`.
    pub objective: Rational,
    /// Proven bounds `[low, high]` of the optimum: the primal value on one side, the dual bound on the
    /// other. They are equal unless a tolerance was asked for.
    pub bounds: [Rational; 2],
}

impl Optimum {
    /// Whether primal value and dual bound meet: then both solutions are exactly optimal.
    pub fn is_exact(&self) -> bool {
        self.bounds[0] == self.bounds[1]
    }
}

impl Solution {
    /// The verdict alone.
    pub fn status(&self) -> Status {
        match self {
            Solution::Optimal(_) => Status::Optimal,
            Solution::Infeasible { .. } => Status::Infeasible,
            Solution::Unbounded { .. } => Status::Unbounded,
        }
    }

    /// The optimum.
    ///
    /// # Errors
    /// [`LpError::Infeasible`] or [`LpError::Unbounded`] where there is none.
    pub fn optimum(self) -> Result<Optimum, LpError> {
        match self {
            Solution::Optimal(optimum) => Ok(optimum),
            Solution::Infeasible { .. } => Err(LpError::Infeasible),
            Solution::Unbounded { .. } => Err(LpError::Unbounded),
        }
    }
}

//! clarabel: an interior-point method in pure Rust.

use std::time::Duration;

use clarabel::solver::SolverStatus;
use good_lp::{ResolutionError, Solution, SolverModel, clarabel};

use super::{FloatModel, FloatSolver, build};

pub(super) struct Clarabel;

impl FloatSolver for Clarabel {
    fn solve(&self, model: &FloatModel, limit: Option<Duration>) -> Result<Vec<f64>, ResolutionError> {
        let (mut problem, variables) = build(model, clarabel);
        problem.settings().max_threads(1);
        if let Some(limit) = limit {
            problem.settings().time_limit(limit.as_secs_f64());
        }
        let solution = problem.solve()?;
        // An unbounded program comes back as a solution: the status says otherwise.
        match solution.inner().status {
            SolverStatus::DualInfeasible | SolverStatus::AlmostDualInfeasible => {
                Err(ResolutionError::Unbounded)
            }
            _ => Ok(variables.iter().map(|&x| solution.value(x)).collect()),
        }
    }
}

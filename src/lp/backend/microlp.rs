//! microlp: a sparse simplex method in pure Rust.

use std::time::Duration;

use good_lp::solvers::WithTimeLimit;
use good_lp::{ResolutionError, Solution, SolutionStatus, SolverModel, microlp};

use super::{FloatModel, FloatSolver, build};

pub(super) struct Microlp;

impl FloatSolver for Microlp {
    fn solve(&self, model: &FloatModel, limit: Option<Duration>) -> Result<Vec<f64>, ResolutionError> {
        let (mut problem, variables) = build(model, microlp);
        if let Some(limit) = limit {
            problem = problem.with_time_limit(limit.as_secs_f64());
        }
        let solution = problem.solve()?;
        match solution.status() {
            SolutionStatus::Optimal => Ok(variables.iter().map(|&x| solution.value(x)).collect()),
            _ => Err(ResolutionError::Other("the time limit ended it before its optimum")),
        }
    }
}

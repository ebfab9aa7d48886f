//! HiGHS: a C++ library with a simplex and an interior-point method.

use std::time::Duration;

use good_lp::solvers::WithTimeLimit;
use good_lp::{ResolutionError, Solution, SolutionStatus, SolverModel, highs};

use super::{FloatModel, FloatSolver, build};

pub(super) struct Highs;

impl FloatSolver for Highs {
    fn solve(&self, model: &FloatModel, limit: Option<Duration>) -> Result<Vec<f64>, ResolutionError> {
        let (mut problem, variables) = build(model, highs);
        // One thread: the answer must not depend on the machine.
        problem = problem.set_threads(1);
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

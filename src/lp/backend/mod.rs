//! Float backends behind one small trait, one file each. Nothing they say is believed unchecked.

#[cfg(feature = "clarabel")]
mod clarabel;
#[cfg(feature = "highs")]
mod highs;
mod microlp;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use good_lp::{Expression, ProblemVariables, ResolutionError, Solver, SolverModel, Variable};

use super::LpError;
use super::float::FloatModel;

/// Ten times and more what the slowest sound solve took: a fixed part, and a part per square of rows and
/// columns together.
const FIXED_TIME: Duration = Duration::from_millis(50);
const TIME_PER_SQUARE: Duration = Duration::from_micros(50);

/// A linear-programming backend; which ones exist depends on the crate's features.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Backend {
    /// A simplex method in pure Rust, always there.
    Microlp,
    /// An interior-point method in pure Rust (feature `clarabel`).
    #[cfg(feature = "clarabel")]
    Clarabel,
    /// The HiGHS library in C++ (feature `highs`).
    #[cfg(feature = "highs")]
    Highs,
}

impl Backend {
    /// The backends of this build.
    pub fn available() -> Vec<Backend> {
        vec![
            Backend::Microlp,
            #[cfg(feature = "clarabel")]
            Backend::Clarabel,
            #[cfg(feature = "highs")]
            Backend::Highs,
        ]
    }

    /// The backend's name.
    pub fn name(self) -> &'static str {
        match self {
            Backend::Microlp => "microlp",
            #[cfg(feature = "clarabel")]
            Backend::Clarabel => "clarabel",
            #[cfg(feature = "highs")]
            Backend::Highs => "highs",
        }
    }

    /// Solves a float model within the time left, and within what its size makes plausible: on some
    /// degenerate models microlp's pivots go round in circles until the limit.
    pub(super) fn run(self, model: &FloatModel, left: Option<Duration>) -> Result<FloatAnswer, LpError> {
        let side = model.rows.len() + model.costs.len();
        let squares = u32::try_from(side.saturating_mul(side)).unwrap_or(u32::MAX);
        let plausible = FIXED_TIME + TIME_PER_SQUARE.saturating_mul(squares);
        let limit = Some(left.map_or(plausible, |left| left.min(plausible)));
        let solver: &dyn FloatSolver = match self {
            Backend::Microlp => &microlp::Microlp,
            #[cfg(feature = "clarabel")]
            Backend::Clarabel => &clarabel::Clarabel,
            #[cfg(feature = "highs")]
            Backend::Highs => &highs::Highs,
        };
        let failed = |message| LpError::Backend { backend: self.name(), message };
        // Backends have panicked on singular bases; to us that is one more way to have no answer.
        let answer = catch_unwind(AssertUnwindSafe(|| solver.solve(model, limit)))
            .map_err(|_| failed("it panicked".into()))?;
        match answer {
            Ok(x) if x.iter().all(|x| x.is_finite()) => Ok(FloatAnswer::Optimal(x)),
            Ok(_) => Err(failed("its solution is not finite".into())),
            Err(ResolutionError::Infeasible) => Ok(FloatAnswer::Infeasible),
            Err(ResolutionError::Unbounded) => Ok(FloatAnswer::Unbounded),
            Err(other) => Err(failed(other.to_string())),
        }
    }
}

/// A backend's verdict: a claim, not yet a fact.
#[derive(Debug)]
pub(super) enum FloatAnswer {
    Optimal(Vec<f64>),
    Infeasible,
    Unbounded,
}

/// What a backend must do: maximise the model, return one value per variable in the model's order, and
/// report infeasible and unbounded models as such.
trait FloatSolver {
    fn solve(&self, model: &FloatModel, limit: Option<Duration>) -> Result<Vec<f64>, ResolutionError>;
}

/// The model in good_lp's terms, handed to one of its solvers.
fn build<S: Solver>(model: &FloatModel, solver: S) -> (S::Model, Vec<Variable>) {
    let mut problem = ProblemVariables::new();
    let ends = model.lower.iter().zip(&model.upper);
    let variables: Vec<Variable> =
        ends.map(|(&lower, &upper)| problem.add(good_lp::variable().min(lower).max(upper))).collect();
    let objective = expression(variables.iter().copied().zip(model.costs.iter().copied()));
    let mut built = problem.maximise(objective).using(solver);
    for row in &model.rows {
        let left = expression(row.terms.iter().map(|&(j, a)| (variables[j], a)));
        built.add_constraint(if row.equal { left.eq(row.right) } else { left.leq(row.right) });
    }
    (built, variables)
}

fn expression(terms: impl Iterator<Item = (Variable, f64)>) -> Expression {
    let mut sum = Expression::with_capacity(terms.size_hint().0);
    terms.for_each(|(variable, coefficient)| {
        sum.add_mul(coefficient, variable);
    });
    sum
}

//! What can go wrong with a linear program.

use crate::error::Explain;
use crate::exact::Rational;

/// Why a linear program was refused or has no certified answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LpError {
    /// A row or the objective names a variable that does not exist.
    #[error("the row '{row}' names variable {variable}, the program has {variables} variables")]
    UnknownVariable {
        /// The row's name.
        row: String,
        /// The variable's index.
        variable: usize,
        /// How many variables there are.
        variables: usize,
    },
    /// There is no such row.
    #[error("there is no row {row} among {rows}")]
    UnknownRow {
        /// The row's index.
        row: usize,
        /// How many rows there are.
        rows: usize,
    },
    /// An optimum was asked of a program that has no feasible point.
    #[error("no point satisfies the linear program's constraints")]
    Infeasible,
    /// An optimum was asked of a program whose objective is unbounded.
    #[error("the linear program's objective is unbounded")]
    Unbounded,
    /// The backend failed, and its answer was asked for by name.
    #[error("the backend {backend} failed: {message}")]
    Backend {
        /// Which backend.
        backend: &'static str,
        /// What it said.
        message: String,
    },
    /// The budget ended before the answer was certified at the wanted accuracy.
    #[error(
        "the budget ended ({limit}) with the optimum known only to lie in [{}, {}]",
        end(lower, "-inf"),
        end(upper, "inf")
    )]
    Budget {
        /// Which limit was reached, in words.
        limit: String,
        /// A proven lower bound of the optimum, if one was found.
        lower: Option<Rational>,
        /// A proven upper bound of the optimum, if one was found.
        upper: Option<Rational>,
    },
    /// A solution does not hold for the program it is checked against.
    #[error("the solution is not valid: {reason}")]
    NotCertified {
        /// What fails.
        reason: String,
    },
}

/// A bound as a short decimal, rounded to the nearest float: errors are for reading.
fn end(bound: &Option<Rational>, infinite: &str) -> String {
    bound.as_ref().map_or(infinite.into(), |value| value.to_f64().to_string())
}

impl Explain for LpError {
    fn kind(&self) -> &'static str {
        match self {
            Self::UnknownVariable { .. } => "UnknownVariable",
            Self::UnknownRow { .. } => "UnknownRow",
            Self::Infeasible => "Infeasible",
            Self::Unbounded => "Unbounded",
            Self::Backend { .. } => "Backend",
            Self::Budget { .. } => "Budget",
            Self::NotCertified { .. } => "NotCertified",
        }
    }

    fn location(&self) -> String {
        match self {
            Self::UnknownVariable { row, .. } => format!("row '{row}'"),
            Self::UnknownRow { row, .. } => format!("rows[{row}]"),
            _ => "linear program".into(),
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::UnknownVariable { .. } => "add a variable before the rows that use it".into(),
            Self::UnknownRow { .. } => "rows are counted from 0 in the order in which they were added".into(),
            Self::Infeasible => "relax a constraint; the Farkas multipliers say which ones clash".into(),
            Self::Unbounded => {
                "bound the variables; the ray says in which direction the objective grows".into()
            }
            Self::Backend { .. } => "use another backend, or solve exactly".into(),
            Self::Budget { .. } => {
                "raise the time limit or the iterations, or accept a wider tolerance".into()
            }
            Self::NotCertified { .. } => "check a solution against the program that it was found for".into(),
        }
    }
}

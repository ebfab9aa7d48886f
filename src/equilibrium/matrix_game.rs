//! A matrix game as a linear program: the common core of zero-sum values, minmax and maxmin.
//!
//! With payoffs rescaled to [1, 2] the value is positive, and `max sum y` subject to `A y <= 1`, `y >= 0`
//! has the optimum `1 / value`; the minimiser's strategy is proportional to `y` and the maximiser's to
//! the rows' prices (Dantzig 1951). Whatever the program returned, the bounds reported are those that
//! the two strategies guarantee, evaluated exactly (von Neumann 1928: the pair is its own certificate).

use super::{EquilibriumError, MixedStrategy};
use crate::exact::Rational;
use crate::lp::{Bounds, LinearProgram, LpOptions, Relation};

/// Strategies of both sides and what they guarantee.
#[derive(Debug, Clone)]
pub(super) struct MatrixGame {
    /// `[what the maximiser's strategy guarantees, what the minimiser's strategy concedes]`.
    pub(super) bounds: [Rational; 2],
    pub(super) maximiser: MixedStrategy,
    pub(super) minimiser: MixedStrategy,
}

/// Solves the game in which the maximiser picks a row and the minimiser a column (neither empty).
pub(super) fn solve(matrix: &[Vec<&Rational>], options: &LpOptions) -> Result<MatrixGame, EquilibriumError> {
    let entries = || matrix.iter().flatten().copied();
    let (Some(low), Some(high)) = (entries().min(), entries().max()) else {
        return Err(EquilibriumError::EmptyStrategy);
    };
    if let Some(pure) = saddle_point(matrix)? {
        return Ok(pure);
    }
    // Without a saddle point not all entries are equal.
    let range = high - low;
    let mut program = LinearProgram::maximise();
    let columns = matrix[0].len();
    for _ in 0..columns {
        program.add_variable(1, Bounds::non_negative());
    }
    for (i, row) in matrix.iter().enumerate() {
        let terms = row.iter().enumerate().map(|(j, a)| (j, (*a - low) / &range + Rational::ONE));
        program.add_row(format!("reply {i}"), terms, Relation::AtMost, 1)?;
    }
    let best = program.solve(options)?.optimum()?;
    let maximiser = MixedStrategy::from_weights(&best.dual)?;
    let minimiser = MixedStrategy::from_weights(&best.primal)?;
    let against = |row: &Vec<&Rational>| average(row.iter().copied(), &minimiser);
    let column = |j: usize| matrix.iter().map(move |row| row[j]);
    let conceded = matrix.iter().map(against).max();
    let guaranteed = (0..columns).map(|j| average(column(j), &maximiser)).min();
    // Neither list is empty: there is at least one row and one column.
    let bounds = [guaranteed.unwrap_or_default(), conceded.unwrap_or_default()];
    Ok(MatrixGame { bounds, maximiser, minimiser })
}

/// A pair of pure strategies in equilibrium, if there is one: no program is needed then.
fn saddle_point(matrix: &[Vec<&Rational>]) -> Result<Option<MatrixGame>, EquilibriumError> {
    let columns = matrix[0].len();
    let column_maximum = |j: &usize| matrix.iter().map(|row| row[*j]).max();
    let Some(row) = first_maximum(0..matrix.len(), |i| matrix[*i].iter().copied().min()) else {
        return Ok(None);
    };
    let Some(column) = first_maximum(0..columns, |j| column_maximum(j).map(|a| -a)) else { return Ok(None) };
    let guaranteed = matrix[row].iter().copied().min();
    if guaranteed != column_maximum(&column) {
        return Ok(None);
    }
    let value = guaranteed.cloned().unwrap_or_default();
    Ok(Some(MatrixGame {
        bounds: [value.clone(), value],
        maximiser: MixedStrategy::pure(row, matrix.len())?,
        minimiser: MixedStrategy::pure(column, columns)?,
    }))
}

/// The index with the greatest key, the lowest on ties.
fn first_maximum<K: Ord>(indices: std::ops::Range<usize>, key: impl Fn(&usize) -> K) -> Option<usize> {
    indices.rev().max_by_key(key)
}

fn average<'a>(payoffs: impl Iterator<Item = &'a Rational>, strategy: &MixedStrategy) -> Rational {
    payoffs.zip(strategy.probabilities()).filter(|(_, p)| !p.is_zero()).map(|(a, p)| a * p).sum()
}

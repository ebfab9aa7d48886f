//! A matrix game: the common core of zero-sum values, minmax and maxmin.
//!
//! Mostly a dense simplex method in floats finds the optimal basis ([`whole`]). What it cannot certify
//! goes to the general linear program, which is the reference:
//! With payoffs rescaled to [1, 2] the value is positive, and `max sum y` subject to `A y <= 1`, `y >= 0`
//! has the optimum `1 / value`; the minimiser's strategy is proportional to `y` and the maximiser's to
//! the rows' prices (Dantzig 1951). Whatever the program returned, the bounds reported are those that
//! the two strategies guarantee, evaluated exactly (von Neumann 1928: the pair is its own certificate).

mod floats;
mod whole;

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
///
/// The bounds differ by at most the options' tolerance, in units of the payoff range.
pub(super) fn solve(matrix: &[Vec<&Rational>], options: &LpOptions) -> Result<MatrixGame, EquilibriumError> {
    match whole::solve(matrix, options)? {
        Some(solved) => Ok(solved),
        None => by_linear_program(matrix, options),
    }
}

/// The reference: saddle points by comparison, else the general linear program.
fn by_linear_program(matrix: &[Vec<&Rational>], options: &LpOptions) -> Result<MatrixGame, EquilibriumError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A matrix with entries that look random.
    fn matrix(rows: usize, columns: usize, most: u64, seed: u64) -> Vec<Vec<Rational>> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            Rational::from((state >> 33) % (most + 1))
        };
        (0..rows).map(|_| (0..columns).map(|_| next()).collect()).collect()
    }

    fn borrowed(matrix: &[Vec<Rational>]) -> Vec<Vec<&Rational>> {
        matrix.iter().map(|row| row.iter().collect()).collect()
    }

    #[test]
    fn the_fast_route_agrees_with_the_linear_program() {
        for seed in 0..60 {
            let (rows, columns, most) = (1 + seed as usize % 7, 1 + seed as usize % 5, 1 + seed % 11);
            let payoffs = matrix(rows, columns, most, seed);
            let exact = solve(&borrowed(&payoffs), &LpOptions::default()).unwrap();
            let reference = by_linear_program(&borrowed(&payoffs), &LpOptions::default()).unwrap();
            assert_eq!(exact.bounds, reference.bounds, "seed {seed}");
            assert_eq!(exact.bounds[0], exact.bounds[1]);
        }
    }

    #[test]
    fn a_tolerance_gives_bounds_that_enclose_the_value_and_are_what_the_strategies_guarantee() {
        let tolerance = Rational::new(1, 1_000_000_000);
        for (size, most) in [(8, 9), (30, 99), (41, 1)] {
            let payoffs = matrix(size, size + 3, most, size as u64);
            let rows = borrowed(&payoffs);
            let exact = solve(&rows, &LpOptions::default()).unwrap();
            let quick = solve(&rows, &LpOptions::default().tolerance(tolerance.clone())).unwrap();
            assert!(quick.bounds[0] <= exact.bounds[0] && exact.bounds[0] <= quick.bounds[1]);
            assert!(&quick.bounds[1] - &quick.bounds[0] <= &tolerance * Rational::from(most));
            let column = |j: usize| rows.iter().map(move |row| row[j]);
            let guaranteed = (0..rows[0].len()).map(|j| average(column(j), &quick.maximiser)).min();
            let conceded = rows.iter().map(|row| average(row.iter().copied(), &quick.minimiser)).max();
            assert_eq!([guaranteed.unwrap(), conceded.unwrap()], quick.bounds);
        }
    }

    #[test]
    fn payoffs_far_apart_are_still_exact() {
        // From 1e-9 to 1e9 in one matrix, and beyond what the fast route takes on.
        for exponent in [9, 40] {
            let mut payoffs = matrix(4, 4, 9, 3);
            let (tiny, huge) = (format!("1e-{exponent}"), format!("1e{exponent}"));
            payoffs[0].iter_mut().for_each(|u| *u *= &tiny.parse().unwrap());
            payoffs[3].iter_mut().for_each(|u| *u *= &huge.parse().unwrap());
            let exact = solve(&borrowed(&payoffs), &LpOptions::default()).unwrap();
            assert_eq!(exact.bounds[0], exact.bounds[1]);
        }
    }
}

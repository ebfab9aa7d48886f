//! Exact elimination: ranks, and what linear equations leave free.

use crate::exact::Rational;

/// The reduced row echelon form without zero rows, and the column of each row's leading one.
pub(super) fn reduce(mut rows: Vec<Vec<Rational>>) -> (Vec<Vec<Rational>>, Vec<usize>) {
    let width = rows.first().map_or(0, Vec::len);
    let mut pivots = Vec::new();
    for column in 0..width {
        let rank = pivots.len();
        let Some(found) = (rank..rows.len()).find(|&r| !rows[r][column].is_zero()) else { continue };
        rows.swap(rank, found);
        let scale = Rational::ONE / &rows[rank][column];
        rows[rank].iter_mut().for_each(|x| *x *= &scale);
        let line = rows[rank].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(r, row)| *r != rank && !row[column].is_zero()) {
            let factor = row[column].clone();
            for (entry, x) in row.iter_mut().zip(&line).filter(|(_, x)| !x.is_zero()) {
                *entry -= &factor * x;
            }
        }
        pivots.push(column);
    }
    rows.truncate(pivots.len());
    (rows, pivots)
}

/// The rank of a matrix.
pub(super) fn rank(rows: Vec<Vec<Rational>>) -> usize {
    reduce(rows).1.len()
}

/// A basis of the vectors of a length that are orthogonal to all rows.
pub(super) fn orthogonal(rows: Vec<Vec<Rational>>, length: usize) -> Vec<Vec<Rational>> {
    let (rows, pivots) = reduce(rows);
    let free = (0..length).filter(|column| !pivots.contains(column));
    free.map(|column| {
        let mut vector = vec![Rational::ZERO; length];
        vector[column] = Rational::ONE;
        for (row, &pivot) in rows.iter().zip(&pivots) {
            vector[pivot] = -&row[column];
        }
        vector
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn r(list: &[i64]) -> Vec<Rational> {
        list.iter().map(|&x| Rational::from(x)).collect()
    }

    #[test]
    fn ranks_of_dependent_and_independent_rows() {
        assert_eq!(rank(vec![r(&[1, 2, 3]), r(&[2, 4, 6]), r(&[0, 1, 1])]), 2);
        assert_eq!(rank(vec![r(&[0, 0]), r(&[0, 0])]), 0);
        assert_eq!(rank(vec![r(&[0, 1]), r(&[1, 0])]), 2);
        assert_eq!(rank(Vec::new()), 0);
    }

    #[test]
    fn what_is_orthogonal_to_rows_spans_the_rest() {
        assert_eq!(orthogonal(vec![r(&[1, 1, 0]), r(&[2, 2, 0])], 3), [r(&[-1, 1, 0]), r(&[0, 0, 1])]);
        assert_eq!(orthogonal(Vec::new(), 2), [r(&[1, 0]), r(&[0, 1])]);
        assert!(orthogonal(vec![r(&[1, 0]), r(&[0, 2])], 2).is_empty());
    }
}

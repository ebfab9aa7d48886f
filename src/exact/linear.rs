//! Exact linear systems by fraction-free elimination.

use dashu_int::{IBig, UBig};

use super::Rational;

/// Solves the square system `matrix * x = right` exactly; `None` if the matrix is singular (or not
/// square, or the right side has another length).
///
/// Each row is scaled to whole numbers, then eliminated without fractions (Bareiss 1968: every
/// division is exact), which keeps the numbers as small as determinants can be.
///
/// ```
/// use detente::{Rational, exact::solve};
/// let r = |n: i64| Rational::from(n);
/// let x = solve(&[vec![r(2), r(1)], vec![r(1), r(3)]], &[r(3), r(5)]).unwrap();
/// assert_eq!(x, vec![Rational::new(4, 5), Rational::new(7, 5)]);
/// ```
pub fn solve(matrix: &[Vec<Rational>], right: &[Rational]) -> Option<Vec<Rational>> {
    let n = matrix.len();
    if right.len() != n || matrix.iter().any(|row| row.len() != n) {
        return None;
    }
    let mut rows: Vec<Vec<IBig>> =
        matrix.iter().zip(right).map(|(row, b)| scaled_to_integers(row.iter().chain([b])).0).collect();
    let mut previous = IBig::ONE;
    for k in 0..n {
        let pivot = (k..n).filter(|&r| !rows[r][k].is_zero()).min_by_key(|&r| bit_length(&rows[r][k]))?;
        rows.swap(k, pivot);
        let (done, rest) = rows.split_at_mut(k + 1);
        let pivot_row = &done[k];
        for row in rest {
            for j in (k + 1)..=n {
                let product = &row[j] * &pivot_row[k] - &row[k] * &pivot_row[j];
                row[j] = product / &previous;
            }
            row[k] = IBig::ZERO;
        }
        previous = rows[k][k].clone();
    }
    let mut x = vec![Rational::ZERO; n];
    for k in (0..n).rev() {
        let mut value = Rational::from(rows[k][n].clone());
        for j in (k + 1)..n {
            value -= Rational::from(rows[k][j].clone()) * &x[j];
        }
        x[k] = value / Rational::from(rows[k][k].clone());
    }
    Some(x)
}

fn bit_length(value: &IBig) -> usize {
    use dashu_base::BitTest;
    value.bit_len()
}

/// The entries multiplied by their common denominator, and that denominator.
pub(crate) fn scaled_to_integers<'a>(
    entries: impl Iterator<Item = &'a Rational> + Clone,
) -> (Vec<IBig>, UBig) {
    use dashu_base::Gcd;
    let mut common = UBig::ONE;
    for entry in entries.clone() {
        let below = entry.denominator();
        let shared = (&common).gcd(&below);
        common *= below / shared;
    }
    let scaled = entries.map(|entry| entry.numerator() * IBig::from(&common / entry.denominator())).collect();
    (scaled, common)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_solution_satisfies_the_system_and_singular_systems_are_refused() {
        let r = |p: i64, q: i64| Rational::new(p, q);
        let matrix = vec![
            vec![r(0, 1), r(2, 3), r(1, 1)],
            vec![r(1, 7), r(0, 1), r(5, 2)],
            vec![r(3, 1), r(1, 1), r(1, 9)],
        ];
        let right = vec![r(1, 1), r(2, 1), r(-3, 4)];
        let x = solve(&matrix, &right).unwrap();
        for (row, b) in matrix.iter().zip(&right) {
            assert_eq!(&row.iter().zip(&x).map(|(a, x)| a * x).sum::<Rational>(), b);
        }
        assert!(solve(&[vec![r(1, 1), r(2, 1)], vec![r(2, 1), r(4, 1)]], &right[..2]).is_none());
        assert!(solve(&[vec![r(1, 1)]], &right).is_none());
        assert_eq!(solve(&[], &[]), Some(vec![]));
    }
}

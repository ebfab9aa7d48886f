//! The best-response polytopes of a two-player game, in whole numbers.
//!
//! With payoffs made positive, player 0's polytope is `P = { x >= 0 : B' x <= 1 }` and player 1's is
//! `Q = { y >= 0 : A y <= 1 }`. Label `i < m` means "x_i = 0" in P and "row i is a best reply" in Q;
//! label `m + j` means "column j is a best reply" in P and "y_j = 0" in Q. A pair of points other than
//! the origins is, scaled to sum one, a Nash equilibrium exactly if together they have all labels (von
//! Stengel 2002, "Computing equilibria for two-person games").

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};

use dashu_int::IBig;

use super::dictionary::Dictionary;
use super::integer::{Integer, TooNarrow};
use super::labels::Labels;
use super::patience::Patience;
use super::traversal::visit_bases;
use crate::exact::Rational;

/// `{ z >= 0 : M z <= 1 }` with a positive whole matrix.
#[derive(Debug, Clone)]
pub(super) struct Polytope<I: Integer> {
    /// `M`, row by row.
    matrix: Vec<Vec<I>>,
    /// The label of the first row; the others follow.
    first_row: usize,
    /// The label of the first column; the others follow.
    first_column: usize,
    bits: usize,
}

impl<I: Integer> Polytope<I> {
    pub(super) fn new(matrix: &[Vec<IBig>], first_row: usize, first_column: usize, bits: usize) -> Self {
        let matrix = matrix.iter().map(|row| row.iter().map(I::from_big).collect()).collect();
        Polytope { matrix, first_row, first_column, bits }
    }

    fn labels(&self) -> usize {
        self.matrix.len() + self.matrix[0].len()
    }

    /// The dictionary at the origin, with these of the columns only (the others fixed at zero).
    pub(super) fn dictionary(&self, columns: &[usize]) -> Result<Dictionary<I>, TooNarrow> {
        let rows = self.matrix.iter().enumerate().map(|(i, row)| {
            (self.first_row + i, columns.iter().map(|&j| &row[j - self.first_column]).collect())
        });
        Dictionary::new(rows, columns.to_vec(), self.labels(), self.bits)
    }

    /// The labels of all columns: the actions of the player whose strategies these are.
    pub(super) fn column_labels(&self) -> std::ops::Range<usize> {
        self.first_column..self.first_column + self.matrix[0].len()
    }

    /// The labels of all rows: the other player's actions.
    pub(super) fn row_labels(&self) -> std::ops::Range<usize> {
        self.first_row..self.first_row + self.matrix.len()
    }

    /// The tight labels of every vertex but the origin, in the order in which they are found, as far as
    /// `patience` suffices.
    pub(super) fn vertices(&self, patience: &Patience) -> Result<Vec<Labels>, TooNarrow> {
        let columns: Vec<usize> = self.column_labels().collect();
        let origin = Labels::from_labels(self.labels(), columns.iter().copied());
        let mut seen = HashSet::from([origin]);
        let mut found = Vec::new();
        let mut dictionary = self.dictionary(&columns)?;
        visit_bases(&mut dictionary, self.labels(), patience, |dictionary| {
            let tight = dictionary.tight();
            if !seen.contains(&tight) {
                seen.insert(tight.clone());
                found.push(tight);
            }
        })?;
        Ok(found)
    }

    /// The vertices of the face on which these rows are tight and all columns but these are zero, as
    /// strategies (scaled to sum one) in a deterministic order, as far as `patience` suffices.
    pub(super) fn face(
        &self,
        tight: &[usize],
        columns: &[usize],
        patience: &Patience,
    ) -> Result<Vec<Vec<Rational>>, TooNarrow> {
        if tight.len() == columns.len() {
            match self.regular_point(tight, columns)? {
                Point::Vertex(strategy) => return Ok(vec![strategy]),
                Point::Outside => return Ok(Vec::new()),
                Point::Singular => {}
            }
        }
        let Some(mut dictionary) = self.restricted(tight, columns)? else { return Ok(Vec::new()) };
        dictionary.perturb_here();
        let mut vertices = BTreeMap::new();
        visit_bases(&mut dictionary, self.labels(), patience, |dictionary| {
            vertices.entry(dictionary.tight()).or_insert_with(|| self.strategy_at(dictionary));
        })?;
        Ok(vertices.into_values().collect())
    }

    /// Whether there is any point on which these rows are tight and all columns but these are zero.
    pub(super) fn has_face(&self, tight: &[usize], columns: &[usize]) -> Result<bool, TooNarrow> {
        Ok(self.restricted(tight, columns)?.is_some())
    }

    /// A dictionary of that face; `None` if it is empty.
    fn restricted(&self, tight: &[usize], columns: &[usize]) -> Result<Option<Dictionary<I>>, TooNarrow> {
        let mut dictionary = self.dictionary(columns)?;
        for &label in tight {
            if !make_tight(&mut dictionary, label)? {
                return Ok(None);
            }
        }
        Ok(Some(dictionary))
    }

    /// The entry of the matrix in the row and the column with these labels.
    pub(super) fn entry(&self, row: usize, column: usize) -> &I {
        &self.matrix[row - self.first_row][column - self.first_column]
    }

    /// The one point of a face with as many tight rows as free columns, where the system is regular.
    fn regular_point(&self, tight: &[usize], columns: &[usize]) -> Result<Point, TooNarrow> {
        let size = columns.len();
        let one = I::from_big(&IBig::ONE);
        let entry = |row: usize, j: usize| &self.matrix[row - self.first_row][columns[j] - self.first_column];
        // Fraction-free Gauss-Jordan elimination on the tight rows, the right side last.
        let mut rows: Vec<Vec<I>> = tight
            .iter()
            .map(|&row| (0..size).map(|j| entry(row, j)).chain([&one]).cloned().collect())
            .collect();
        let mut determinant = one;
        for k in 0..size {
            let Some(pivot_row) = (k..size).find(|&i| rows[i][k].sign() != Ordering::Equal) else {
                return Ok(Point::Singular);
            };
            rows.swap(k, pivot_row);
            if rows[k][k].sign() == Ordering::Less {
                rows[k].iter_mut().skip(k).for_each(|value| *value = value.negated());
            }
            let divisor = determinant.divisor(self.bits)?;
            let pivot_row = std::mem::take(&mut rows[k]);
            for row in rows.iter_mut().filter(|row| !row.is_empty()) {
                let factor = row[k].clone();
                for j in k + 1..=size {
                    row[j] = I::cross(&row[j], &pivot_row[k], &factor, &pivot_row[j], &divisor);
                }
            }
            determinant = pivot_row[k].clone();
            rows[k] = pivot_row;
        }
        // After the last step the diagonal is the determinant: the right sides are the numerators.
        if rows.iter().any(|row| row[size].sign() == Ordering::Less) {
            return Ok(Point::Outside);
        }
        for other in self.row_labels().filter(|row| !tight.contains(row)) {
            let slack = (0..size).fold(determinant.clone(), |rest, j| {
                I::minus_product(&rest, entry(other, j), &rows[j][size])
            });
            if slack.sign() == Ordering::Less {
                return Ok(Point::Outside);
            }
        }
        Ok(Point::Vertex(self.strategy(|label| {
            columns.iter().position(|&c| c == label).map_or(IBig::ZERO, |j| rows[j][size].to_big())
        })))
    }

    /// The strategy at a dictionary's point, which is not the origin.
    pub(super) fn strategy_at(&self, dictionary: &Dictionary<I>) -> Vec<Rational> {
        self.strategy(|label| dictionary.numerator(label).map_or(IBig::ZERO, I::to_big))
    }

    /// The strategy in the proportions of these numbers.
    fn strategy(&self, numerator: impl Fn(usize) -> IBig) -> Vec<Rational> {
        let weights: Vec<IBig> = self.column_labels().map(numerator).collect();
        let total = Rational::from(weights.iter().sum::<IBig>());
        let scaled = |weight: IBig| match weight.is_zero() {
            true => Rational::ZERO,
            false => Rational::from(weight) / &total,
        };
        weights.into_iter().map(scaled).collect()
    }
}

/// The solution of a square system on a face.
enum Point {
    Vertex(Vec<Rational>),
    /// It violates another inequality.
    Outside,
    /// There is none, or more than one.
    Singular,
}

/// Restricts a dictionary to the face on which the slack with this label is zero, by minimising the
/// slack; `false` if the face is empty.
fn make_tight<I: Integer>(dictionary: &mut Dictionary<I>, label: usize) -> Result<bool, TooNarrow> {
    dictionary.perturb_here();
    while let Some(row) = dictionary.row_of(label) {
        let improving = (1..=dictionary.columns()).find(|&j| dictionary.sign(row, j) == Ordering::Greater);
        let Some(column) = improving else {
            if dictionary.sign(row, 0) == Ordering::Greater {
                return Ok(false);
            }
            // The slack is a sum of other variables with positive weights: they vanish with it.
            let weights: Vec<_> = (0..=dictionary.columns()).map(|j| dictionary.sign(row, j)).collect();
            dictionary.fix_columns(|j| weights[j] == Ordering::Less);
            dictionary.drop_row(row);
            return Ok(true);
        };
        // The slack itself bounds the entering variable, so that some row leaves.
        let Some(leaving) = dictionary.leaving_row(column) else { return Ok(false) };
        dictionary.pivot(leaving, column)?;
    }
    if let Some(column) = dictionary.column_of(label) {
        dictionary.fix_columns(|j| j == column);
    }
    Ok(true)
}

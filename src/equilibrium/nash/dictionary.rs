//! Fraction-free dictionaries with the lexicographic rule.
//!
//! A dictionary writes the basic variables of `{ (z, s) >= 0 : s = 1 - M z }` in terms of the others:
//! `basic_i = (D[i][0] - sum_j D[i][j] other_j) / det`, all numbers whole, `det > 0` (Avis 2000, "A
//! revised implementation of the reverse search vertex enumeration algorithm"). Ties in the ratio test
//! are broken as if every variable of a reference basis were allowed to be a little negative, each less
//! by orders of magnitude than the one before (Charnes 1952): the perturbed polytope is simple, has a
//! vertex beside every vertex of the true one, and pivoting on it cannot cycle.

use std::cmp::Ordering;

use super::integer::{Integer, TooNarrow};
use super::labels::Labels;

/// Where a variable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Basic, in this row.
    Row(usize),
    /// Nonbasic (zero), in this column, counted from 1.
    Column(usize),
    /// Fixed at zero, or its row was dropped.
    Gone,
}

/// A feasible dictionary. Variables are named by their labels.
#[derive(Debug, Clone)]
pub(super) struct Dictionary<I: Integer> {
    /// The variable of each row.
    basic: Vec<usize>,
    /// The variable of each column; the first column is the right side.
    nonbasic: Vec<usize>,
    /// Row by row, the right side first.
    entries: Vec<I>,
    determinant: I,
    divisor: I::Divisor,
    /// Bits within which every entry stays.
    bits: usize,
    places: Vec<Place>,
    /// The variables that are perturbed, the most perturbed first.
    reference: Vec<usize>,
    scratch: Vec<I>,
}

impl<I: Integer> Dictionary<I> {
    /// The dictionary of `{ z >= 0 : M z <= 1 }` at the origin. `rows` gives the label of each row's
    /// slack and its entries, `columns` the labels of the variables `z`; labels lie in `0..labels`.
    pub(super) fn new<'a>(
        rows: impl Iterator<Item = (usize, Vec<&'a I>)>,
        columns: Vec<usize>,
        labels: usize,
        bits: usize,
    ) -> Result<Self, TooNarrow>
    where
        I: 'a,
    {
        let one = I::from_big(&dashu_int::IBig::ONE);
        let mut places = vec![Place::Gone; labels];
        let (mut basic, mut entries) = (Vec::new(), Vec::new());
        for (row, (label, coefficients)) in rows.enumerate() {
            places[label] = Place::Row(row);
            basic.push(label);
            entries.push(one.clone());
            entries.extend(coefficients.into_iter().cloned());
        }
        for (column, &label) in columns.iter().enumerate() {
            places[label] = Place::Column(column + 1);
        }
        let divisor = one.divisor(bits)?;
        let reference = basic.clone();
        Ok(Dictionary {
            basic,
            nonbasic: columns,
            entries,
            determinant: one,
            divisor,
            bits,
            places,
            reference,
            scratch: Vec::new(),
        })
    }

    /// The number of columns beside the right side.
    pub(super) fn columns(&self) -> usize {
        self.nonbasic.len()
    }

    /// The label of the variable in a column, counted from 1.
    pub(super) fn entering(&self, column: usize) -> usize {
        self.nonbasic[column - 1]
    }

    /// The label of the variable in a row.
    pub(super) fn leaving(&self, row: usize) -> usize {
        self.basic[row]
    }

    /// The row in which a variable is basic.
    pub(super) fn row_of(&self, label: usize) -> Option<usize> {
        match self.places[label] {
            Place::Row(row) => Some(row),
            _ => None,
        }
    }

    /// The column, counted from 1, in which a variable is nonbasic.
    pub(super) fn column_of(&self, label: usize) -> Option<usize> {
        match self.places[label] {
            Place::Column(column) => Some(column),
            _ => None,
        }
    }

    fn at(&self, row: usize, column: usize) -> &I {
        &self.entries[row * (self.nonbasic.len() + 1) + column]
    }

    /// The sign of an entry; column 0 is the right side.
    pub(super) fn sign(&self, row: usize, column: usize) -> Ordering {
        self.at(row, column).sign()
    }

    /// The value of a basic variable times the dictionary's determinant.
    pub(super) fn numerator(&self, label: usize) -> Option<&I> {
        self.row_of(label).map(|row| self.at(row, 0))
    }

    /// The labels of the nonbasic variables.
    pub(super) fn cobasis(&self) -> impl Iterator<Item = usize> + '_ {
        self.nonbasic.iter().copied()
    }

    /// The labels of the variables that are zero at the current point.
    pub(super) fn tight(&self) -> Labels {
        let at_zero = (0..self.basic.len()).filter(|&row| self.sign(row, 0) == Ordering::Equal);
        Labels::from_labels(self.places.len(), self.cobasis().chain(at_zero.map(|row| self.basic[row])))
    }

    /// The row that leaves when the variable of a column enters, by the lexicographic ratio test; `None`
    /// if nothing bounds the variable.
    pub(super) fn leaving_row(&self, column: usize) -> Option<usize> {
        let mut best: Option<usize> = None;
        for row in 0..self.basic.len() {
            if self.sign(row, column) == Ordering::Greater
                && best.is_none_or(|b| self.compare_ratios(row, b, column) == Ordering::Less)
            {
                best = Some(row);
            }
        }
        best
    }

    /// Compares the perturbed ratios of two rows with positive entries in the column.
    fn compare_ratios(&self, row: usize, other: usize, column: usize) -> Ordering {
        let (pivot, other_pivot) = (self.at(row, column), self.at(other, column));
        let compare =
            |k: usize| I::cross(self.at(row, k), other_pivot, self.at(other, k), pivot, &self.divisor).sign();
        let mut order = compare(0);
        for &label in &self.reference {
            if order != Ordering::Equal {
                break;
            }
            order = match self.places[label] {
                Place::Row(k) if k == row => Ordering::Greater,
                Place::Row(k) if k == other => Ordering::Less,
                Place::Row(_) | Place::Gone => Ordering::Equal,
                Place::Column(k) => compare(k),
            };
        }
        order
    }

    /// Exchanges the variable of a row with that of a column (counted from 1); the entry is not zero.
    pub(super) fn pivot(&mut self, row: usize, column: usize) -> Result<(), TooNarrow> {
        let width = self.nonbasic.len() + 1;
        let mut pivot_row = std::mem::take(&mut self.scratch);
        pivot_row.clear();
        pivot_row.extend_from_slice(&self.entries[row * width..][..width]);
        let mut pivot = pivot_row[column].clone();
        let negative = pivot.sign() == Ordering::Less;
        for (i, line) in self.entries.chunks_exact_mut(width).enumerate() {
            if i == row {
                line[column] = self.determinant.clone();
                if negative {
                    line.iter_mut().for_each(|entry| *entry = entry.negated());
                }
                continue;
            }
            let factor = line[column].clone();
            for (j, (entry, above)) in line.iter_mut().zip(&pivot_row).enumerate() {
                if j != column {
                    *entry = I::cross(entry, &pivot, &factor, above, &self.divisor);
                }
            }
            line[column] = factor.negated();
            if negative {
                line.iter_mut().for_each(|entry| *entry = entry.negated());
            }
        }
        if negative {
            pivot = pivot.negated();
        }
        self.scratch = pivot_row;
        self.divisor = pivot.divisor(self.bits)?;
        self.determinant = pivot;
        let (entering, leaving) = (self.nonbasic[column - 1], self.basic[row]);
        self.nonbasic[column - 1] = leaving;
        self.basic[row] = entering;
        self.places[entering] = Place::Row(row);
        self.places[leaving] = Place::Column(column);
        Ok(())
    }

    /// Makes the current basis the reference of the perturbation: every feasible basis may be one.
    pub(super) fn perturb_here(&mut self) {
        self.reference = self.basic.clone();
    }

    /// Fixes the nonbasic variables of these columns (counted from 1) at zero.
    pub(super) fn fix_columns(&mut self, mut fixed: impl FnMut(usize) -> bool) {
        let width = self.nonbasic.len() + 1;
        let keep: Vec<bool> = (0..width).map(|column| column == 0 || !fixed(column)).collect();
        let mut index = 0;
        self.entries.retain(|_| {
            index += 1;
            keep[(index - 1) % width]
        });
        let old = std::mem::take(&mut self.nonbasic);
        for (label, keep) in old.into_iter().zip(&keep[1..]) {
            if *keep {
                self.nonbasic.push(label);
                self.places[label] = Place::Column(self.nonbasic.len());
            } else {
                self.places[label] = Place::Gone;
            }
        }
    }

    /// Drops a row whose variable is zero whatever the others are.
    pub(super) fn drop_row(&mut self, row: usize) {
        let width = self.nonbasic.len() + 1;
        self.entries.drain(row * width..(row + 1) * width);
        self.places[self.basic.remove(row)] = Place::Gone;
        for (row, &label) in self.basic.iter().enumerate().skip(row) {
            self.places[label] = Place::Row(row);
        }
    }
}

//! A dictionary in floats: a guide whose ends are checked exactly, never believed.

use dashu_int::IBig;

/// Entries below this count as zero in ratio tests; payoffs are scaled to (0, 1].
const NOTHING: f64 = 1e-11;

/// The dictionary of `{ z >= 0 : M z <= 1 }`, with labels as in the exact one.
pub(super) struct FloatDictionary {
    basic: Vec<usize>,
    nonbasic: Vec<usize>,
    entries: Vec<f64>,
    columns: std::ops::Range<usize>,
    /// The variables whose perturbation breaks ties, first to last.
    reference: Vec<usize>,
}

impl FloatDictionary {
    pub(super) fn new(matrix: &[Vec<IBig>], first_row: usize, first_column: usize) -> Self {
        let width = matrix[0].len();
        let largest = matrix.iter().flatten().max().map_or(1.0, |largest| largest.to_f64().value());
        let scaled = |entry: &IBig| entry.to_f64().value() / largest;
        let entries =
            matrix.iter().flat_map(|row| std::iter::once(1.0).chain(row.iter().map(scaled))).collect();
        let basic: Vec<usize> = (first_row..first_row + matrix.len()).collect();
        let columns = first_column..first_column + width;
        FloatDictionary {
            reference: basic.clone(),
            basic,
            nonbasic: columns.clone().collect(),
            entries,
            columns,
        }
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.entries[row * (self.nonbasic.len() + 1) + column]
    }

    /// Pivots the nonbasic variable with this label in; the label that leaves. `None` if it is lost.
    pub(super) fn enter(&mut self, label: usize) -> Option<usize> {
        let column = 1 + self.nonbasic.iter().position(|&other| other == label)?;
        let row = self.leaving_row(column)?;
        self.pivot(row, column);
        let leaving = std::mem::replace(&mut self.basic[row], label);
        self.nonbasic[column - 1] = leaving;
        Some(leaving)
    }

    fn leaving_row(&self, column: usize) -> Option<usize> {
        let mut tied: Vec<usize> =
            (0..self.basic.len()).filter(|&row| self.at(row, column) > NOTHING).collect();
        self.keep_least(&mut tied, column, |row| self.at(row, 0));
        for &label in &self.reference {
            if tied.len() <= 1 {
                break;
            }
            match self.nonbasic.iter().position(|&other| other == label) {
                Some(place) => self.keep_least(&mut tied, column, |row| self.at(row, place + 1)),
                None => tied.retain(|&row| self.basic[row] != label),
            }
        }
        tied.first().copied()
    }

    /// Keeps the rows whose ratio is least, up to rounding.
    fn keep_least(&self, rows: &mut Vec<usize>, column: usize, numerator: impl Fn(usize) -> f64) {
        let ratio = |row: usize| numerator(row) / self.at(row, column);
        let least = rows.iter().map(|&row| ratio(row)).fold(f64::INFINITY, f64::min);
        rows.retain(|&row| ratio(row) <= least + NOTHING * (1.0 + least.abs()));
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let width = self.nonbasic.len() + 1;
        let pivot = self.at(row, column);
        let line = &mut self.entries[row * width..][..width];
        line[column] = 1.0;
        line.iter_mut().for_each(|entry| *entry /= pivot);
        let pivot_row = line.to_vec();
        for (i, line) in self.entries.chunks_exact_mut(width).enumerate() {
            let factor = line[column];
            if i == row || factor == 0.0 {
                continue;
            }
            line[column] = 0.0;
            line.iter_mut().zip(&pivot_row).for_each(|(entry, above)| *entry -= factor * above);
        }
    }

    /// The labels of the variables of the strategy that are above zero.
    pub(super) fn support(&self) -> Vec<usize> {
        let positive = |&row: &usize| self.columns.contains(&self.basic[row]) && self.at(row, 0) > NOTHING;
        let mut support: Vec<usize> =
            (0..self.basic.len()).filter(positive).map(|row| self.basic[row]).collect();
        support.sort_unstable();
        support
    }
}

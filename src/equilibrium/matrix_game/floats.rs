//! A dense simplex method in floats for matrix games: a guide that is never believed.
//!
//! `max sum y` subject to `A y <= 1`, `y >= 0` with `A` in [1, 2] is feasible at the origin and bounded,
//! so there is one phase and no special case (Dantzig 1951). The entering column has the largest reduced
//! cost; after a run of pivots that gain nothing the rule is Bland's (1977).

/// Numbers up to this are rounding errors: payoffs are scaled to [1, 2].
const NOTHING: f64 = 1e-11;
/// Pivots without gain after which Bland's rule takes over.
const PATIENCE: usize = 20;

/// An optimal basis by the floats.
#[derive(Debug)]
pub(super) struct FloatOptimum {
    /// The maximiser's weights, row by row, and the minimiser's, column by column; up to a factor.
    pub(super) maximiser: Vec<f64>,
    pub(super) minimiser: Vec<f64>,
    /// The rows whose inequalities are tight by the basis, and the columns in it: equally many.
    pub(super) rows: Vec<usize>,
    pub(super) columns: Vec<usize>,
}

/// Solves the game with these payoffs (row by row, in [1, 2]); `None` if the floats lose their way.
pub(super) fn solve(payoffs: &[f64], columns: usize) -> Option<FloatOptimum> {
    let mut tableau = Tableau::new(payoffs, columns);
    let rows = tableau.basic.len();
    let (mut idle, mut best) = (0, 0.0);
    for _ in 0..20 * (rows + columns) {
        let Some(entering) = tableau.entering(idle > PATIENCE) else { return Some(tableau.optimum()) };
        let leaving = tableau.leaving(entering)?;
        tableau.pivot(leaving, entering);
        let value = tableau.value();
        idle = if value > best + NOTHING { 0 } else { idle + 1 };
        best = value;
    }
    None
}

/// Rows of a dictionary: entries, then the right side; the last row is the objective. The variables
/// `0..columns` are the minimiser's weights, those from `columns` on the slacks of the rows.
struct Tableau {
    entries: Vec<f64>,
    width: usize,
    basic: Vec<usize>,
    nonbasic: Vec<usize>,
    pivot_row: Vec<f64>,
}

impl Tableau {
    fn new(payoffs: &[f64], columns: usize) -> Self {
        let (rows, width) = (payoffs.len() / columns, columns + 1);
        let mut entries = Vec::with_capacity((rows + 1) * width);
        for row in payoffs.chunks_exact(columns) {
            entries.extend_from_slice(row);
            entries.push(1.0);
        }
        entries.extend(std::iter::repeat_n(-1.0, columns));
        entries.push(0.0);
        let (basic, nonbasic) = ((columns..columns + rows).collect(), (0..columns).collect());
        Tableau { entries, width, basic, nonbasic, pivot_row: Vec::new() }
    }

    fn objective(&self) -> &[f64] {
        &self.entries[self.basic.len() * self.width..]
    }

    fn value(&self) -> f64 {
        self.objective()[self.width - 1]
    }

    fn entering(&self, bland: bool) -> Option<usize> {
        let costs = &self.objective()[..self.width - 1];
        if bland {
            let improving = (0..costs.len()).filter(|&j| costs[j] < -NOTHING);
            return improving.min_by_key(|&j| self.nonbasic[j]);
        }
        let mut best = (None, -NOTHING);
        for (j, &cost) in costs.iter().enumerate() {
            if cost < best.1 {
                best = (Some(j), cost);
            }
        }
        best.0
    }

    /// The row with the least ratio; of equal ones that with the largest pivot.
    fn leaving(&self, entering: usize) -> Option<usize> {
        let mut best: Option<(usize, f64, f64)> = None;
        for (i, row) in self.entries.chunks_exact(self.width).take(self.basic.len()).enumerate() {
            let pivot = row[entering];
            if pivot <= NOTHING {
                continue;
            }
            let ratio = row[self.width - 1].max(0.0) / pivot;
            let better = best.is_none_or(|(_, least, size)| {
                ratio < least - NOTHING || (ratio <= least + NOTHING && pivot > size)
            });
            if better {
                best = Some((i, ratio, pivot));
            }
        }
        best.map(|(i, _, _)| i)
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let width = self.width;
        let line = &mut self.entries[row * width..][..width];
        let scale = 1.0 / line[column];
        line[column] = 1.0;
        line.iter_mut().for_each(|entry| *entry *= scale);
        self.pivot_row.clear();
        self.pivot_row.extend_from_slice(line);
        for (i, line) in self.entries.chunks_exact_mut(width).enumerate() {
            let factor = line[column];
            if i == row || factor == 0.0 {
                continue;
            }
            line[column] = 0.0;
            line.iter_mut().zip(&self.pivot_row).for_each(|(entry, above)| *entry -= factor * above);
        }
        std::mem::swap(&mut self.basic[row], &mut self.nonbasic[column]);
    }

    fn optimum(&self) -> FloatOptimum {
        let (columns, rows) = (self.width - 1, self.basic.len());
        let (mut maximiser, mut minimiser) = (vec![0.0; rows], vec![0.0; columns]);
        let (mut tight, mut used) = (Vec::new(), Vec::new());
        for (line, &variable) in self.entries.chunks_exact(self.width).zip(&self.basic) {
            if variable < columns {
                minimiser[variable] = line[columns].max(0.0);
                used.push(variable);
            }
        }
        for (&variable, &cost) in self.nonbasic.iter().zip(self.objective()) {
            if let Some(row) = variable.checked_sub(columns) {
                maximiser[row] = cost.max(0.0);
                tight.push(row);
            }
        }
        tight.sort_unstable();
        used.sort_unstable();
        FloatOptimum { maximiser, minimiser, rows: tight, columns: used }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rock_paper_scissors_is_played_evenly_on_its_full_basis() {
        let payoffs = [1.5, 1.0, 2.0, 2.0, 1.5, 1.0, 1.0, 2.0, 1.5];
        let optimum = solve(&payoffs, 3).unwrap();
        assert_eq!((optimum.rows.len(), optimum.columns.len()), (3, 3));
        for weights in [&optimum.maximiser, &optimum.minimiser] {
            assert!(weights.iter().all(|weight| (weight - weights[0]).abs() < 1e-9));
        }
    }

    #[test]
    fn equal_payoffs_and_duplicates_do_not_cycle() {
        for payoffs in [vec![1.5; 12], [1.0, 2.0, 1.0, 2.0, 1.0, 2.0].repeat(4)] {
            let optimum = solve(&payoffs, 3).unwrap();
            assert_eq!(optimum.rows.len(), optimum.columns.len());
        }
    }
}

//! A small exact simplex method: dense tableau, Bland's rule (1977), so it always ends.
//!
//! It minimises `c . x` subject to `A x = b`, `x >= 0`. The checker needs it for supports of sets given
//! by half-spaces and for the small linear programs behind one-shot concepts.

use super::budget::Budget;
use super::error::CheckError;
use crate::exact::Rational;

/// What a linear program comes to.
#[derive(Debug, PartialEq)]
pub(super) enum Optimum {
    /// The least value.
    Value(Rational),
    /// No point satisfies the constraints.
    Infeasible,
    /// The value falls without bound.
    Unbounded,
}

/// A program in standard form.
pub(super) struct Program {
    /// The rows of `A`.
    pub(super) rows: Vec<Vec<Rational>>,
    /// `b`.
    pub(super) right: Vec<Rational>,
    /// `c`.
    pub(super) cost: Vec<Rational>,
}

struct Tableau<'a> {
    /// Each row ends in its right side, which stays at least 0.
    rows: Vec<Vec<Rational>>,
    basis: Vec<usize>,
    budget: &'a Budget,
    place: &'a str,
}

impl Tableau<'_> {
    fn pivot(&mut self, row: usize, column: usize, reduced: &mut [Rational]) -> Result<(), CheckError> {
        let bits = super::budget::widest(&self.rows[row]);
        self.budget.spend((self.rows.len() + 1) * reduced.len(), bits, self.place)?;
        let scale = &Rational::ONE / &self.rows[row][column];
        for entry in &mut self.rows[row] {
            *entry *= &scale;
        }
        let pivot_row = self.rows[row].clone();
        let clear = |target: &mut [Rational]| {
            let factor = target[column].clone();
            if factor.is_zero() {
                return;
            }
            for (entry, pivot) in target.iter_mut().zip(&pivot_row) {
                if !pivot.is_zero() {
                    *entry -= &(&factor * pivot);
                }
            }
        };
        for (index, other) in self.rows.iter_mut().enumerate() {
            if index != row {
                clear(other);
            }
        }
        clear(reduced);
        self.basis[row] = column;
        Ok(())
    }

    /// Pivots until no reduced cost among the first `columns` is negative; `false` if unbounded.
    fn minimise(&mut self, reduced: &mut [Rational], columns: usize) -> Result<bool, CheckError> {
        while let Some(entering) = (0..columns).find(|&column| reduced[column].is_negative()) {
            let mut leaving: Option<(Rational, usize)> = None;
            for (row, entries) in self.rows.iter().enumerate() {
                if !entries[entering].is_positive() {
                    continue;
                }
                let ratio = &entries[entries.len() - 1] / &entries[entering];
                let better = leaving
                    .as_ref()
                    .is_none_or(|(best, best_row)| (&ratio, self.basis[row]) < (best, self.basis[*best_row]));
                if better {
                    leaving = Some((ratio, row));
                }
            }
            let Some((_, row)) = leaving else { return Ok(false) };
            self.pivot(row, entering, reduced)?;
        }
        Ok(true)
    }
}

/// Solves the program within the budget.
pub(super) fn minimise(program: &Program, budget: &Budget, place: &str) -> Result<Optimum, CheckError> {
    let (height, width) = (program.rows.len(), program.cost.len());
    let mut rows = Vec::with_capacity(height);
    for (index, (row, right)) in program.rows.iter().zip(&program.right).enumerate() {
        let flip = right.is_negative();
        let mut entries: Vec<Rational> = row.iter().map(|x| if flip { -x } else { x.clone() }).collect();
        entries.extend((0..height).map(|i| if i == index { Rational::ONE } else { Rational::ZERO }));
        entries.push(right.abs());
        rows.push(entries);
    }
    let mut tableau = Tableau { rows, basis: (width..width + height).collect(), budget, place };
    // Phase one: drive the artificial variables, whose sum is minimised, to 0.
    let mut reduced = vec![Rational::ZERO; width + height + 1];
    for row in &tableau.rows {
        for (total, entry) in reduced.iter_mut().zip(row) {
            *total -= entry;
        }
    }
    for artificial in &mut reduced[width..width + height] {
        *artificial = Rational::ZERO;
    }
    tableau.minimise(&mut reduced, width)?;
    if !reduced[width + height].is_zero() {
        return Ok(Optimum::Infeasible);
    }
    // Artificial variables that stayed in the basis at 0 leave it; a row without a pivot is redundant.
    let mut row = 0;
    while row < tableau.rows.len() {
        if tableau.basis[row] >= width {
            match (0..width).find(|&column| !tableau.rows[row][column].is_zero()) {
                Some(column) => tableau.pivot(row, column, &mut reduced)?,
                None => {
                    tableau.rows.remove(row);
                    tableau.basis.remove(row);
                    continue;
                }
            }
        }
        row += 1;
    }
    let mut reduced = program.cost.clone();
    reduced.resize(width + height + 1, Rational::ZERO);
    for (entries, &basic) in tableau.rows.iter().zip(&tableau.basis) {
        let price = reduced[basic].clone();
        if price.is_zero() {
            continue;
        }
        for (total, entry) in reduced.iter_mut().zip(entries) {
            *total -= &(&price * entry);
        }
    }
    if !tableau.minimise(&mut reduced, width)? {
        return Ok(Optimum::Unbounded);
    }
    Ok(Optimum::Value(-&reduced[width + height]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solve(rows: &[&[i64]], right: &[i64], cost: &[i64]) -> Optimum {
        let list = |values: &[i64]| values.iter().map(|&v| Rational::from(v)).collect::<Vec<_>>();
        let program = Program {
            rows: rows.iter().map(|row| list(row)).collect(),
            right: list(right),
            cost: list(cost),
        };
        minimise(&program, &Budget::new(), "a test").unwrap()
    }

    #[test]
    fn optimal_infeasible_unbounded_and_redundant_programs() {
        // max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18: 36 (Hillier and Lieberman).
        let rows: [&[i64]; 3] = [&[1, 0, 1, 0, 0], &[0, 2, 0, 1, 0], &[3, 2, 0, 0, 1]];
        assert_eq!(solve(&rows, &[4, 12, 18], &[-3, -5, 0, 0, 0]), Optimum::Value((-36).into()));
        assert_eq!(solve(&[&[1, 1]], &[-1], &[0, 0]), Optimum::Infeasible);
        assert_eq!(solve(&[&[1, -1]], &[0], &[-1, 0]), Optimum::Unbounded);
        assert_eq!(solve(&[&[1, 1], &[2, 2]], &[1, 2], &[1, 2]), Optimum::Value(1.into()));
        assert_eq!(solve(&[&[1, 1], &[2, 2]], &[1, 3], &[1, 2]), Optimum::Infeasible);
    }

    #[test]
    fn beales_cycling_example_ends() {
        let rows: Vec<Vec<Rational>> = [
            ["1/4", "-60", "-1/25", "9", "1", "0", "0"],
            ["1/2", "-90", "-1/50", "3", "0", "1", "0"],
            ["0", "0", "1", "0", "0", "0", "1"],
        ]
        .iter()
        .map(|row| row.iter().map(|x| x.parse().unwrap()).collect())
        .collect();
        let cost = ["-3/4", "150", "-1/50", "6", "0", "0", "0"].iter().map(|x| x.parse().unwrap()).collect();
        let program = Program { rows, right: vec![0.into(), 0.into(), 1.into()], cost };
        let optimum = minimise(&program, &Budget::new(), "a test").unwrap();
        assert_eq!(optimum, Optimum::Value(Rational::new(-1, 20)));
    }
}

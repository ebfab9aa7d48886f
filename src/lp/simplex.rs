//! The simplex method in exact integers (Dantzig 1951), with certificates for all three verdicts.
//!
//! The dictionary is kept fraction-free: all its entries are integers over one common denominator, the
//! determinant of the basis, and every pivot's division is exact (Edmonds 1967; Bareiss 1968; the form
//! used by Avis's lrs). Phase one adds a single artificial variable (Chvatal 1983, chapter 3). The
//! entering variable has the most negative reduced cost; after a run of degenerate pivots the rule is
//! Bland's (1977) until the objective moves again, which rules out cycling.

use std::cmp::Ordering;

use dashu_base::BitTest;
use dashu_int::IBig;

use super::options::Budget;
use crate::exact::Rational;

/// Degenerate pivots in a row after which Bland's rule takes over.
const PATIENCE: usize = 12;

/// The verdict on a canonical program, in canonical variables and rows.
#[derive(Debug)]
pub(super) enum Verdict {
    Optimal { point: Vec<Rational>, prices: Vec<Rational> },
    Infeasible { multipliers: Vec<Rational> },
    Unbounded { point: Vec<Rational>, ray: Vec<Rational> },
}

/// Solves `max cost x` subject to `rows` (the right side last) and `x >= 0`.
///
/// # Errors
/// In words, the limit that was reached.
pub(super) fn solve(rows: Vec<Vec<IBig>>, cost: &[IBig], budget: &mut Budget) -> Result<Verdict, String> {
    let mut dictionary = Dictionary::new(rows, cost);
    if let Some(worst) = dictionary.most_violated_row() {
        dictionary.add_artificial();
        let artificial = dictionary.width() - 1;
        dictionary.pivot(worst, artificial);
        // The artificial variable is bounded below by zero, so phase one is never unbounded.
        dictionary.improve(budget)?;
        if dictionary.artificial_is_basic() {
            return Ok(Verdict::Infeasible { multipliers: dictionary.prices() });
        }
        dictionary.drop_artificial();
    }
    Ok(match dictionary.improve(budget)? {
        Improved::Optimal => Verdict::Optimal { point: dictionary.point(), prices: dictionary.prices() },
        Improved::Unbounded { entering } => {
            Verdict::Unbounded { point: dictionary.point(), ray: dictionary.ray(entering) }
        }
    })
}

enum Improved {
    Optimal,
    Unbounded { entering: usize },
}

/// `denominator * x_basis[i] + sum_j rows[i][j] * x_cobasis[j] = rows[i].last()`, and the same for the
/// objective rows that follow the constraint rows. Structural variables are numbered from 0, then the
/// slacks, then the artificial variable.
struct Dictionary {
    rows: Vec<Vec<IBig>>,
    basis: Vec<usize>,
    cobasis: Vec<usize>,
    denominator: IBig,
    structurals: usize,
    artificial: Option<usize>,
}

impl Dictionary {
    fn new(mut rows: Vec<Vec<IBig>>, cost: &[IBig]) -> Self {
        let (m, n) = (rows.len(), cost.len());
        rows.push(cost.iter().map(|c| -c).chain([IBig::ZERO]).collect());
        Dictionary {
            rows,
            basis: (n..n + m).collect(),
            cobasis: (0..n).collect(),
            denominator: IBig::ONE,
            structurals: n,
            artificial: None,
        }
    }

    fn width(&self) -> usize {
        self.cobasis.len()
    }

    /// The row whose right side is the most negative.
    fn most_violated_row(&self) -> Option<usize> {
        let right = |i: &usize| &self.rows[*i][self.width()];
        (0..self.basis.len()).filter(|i| *right(i) < IBig::ZERO).min_by(|a, b| right(a).cmp(right(b)))
    }

    /// A variable that relaxes every row, and an objective that minimises it.
    fn add_artificial(&mut self) {
        let (m, n) = (self.basis.len(), self.width());
        for (i, row) in self.rows.iter_mut().enumerate() {
            row.insert(n, if i < m { IBig::NEG_ONE } else { IBig::ZERO });
        }
        let mut objective = vec![IBig::ZERO; n + 2];
        objective[n] = IBig::ONE;
        self.rows.push(objective);
        self.cobasis.push(self.structurals + m);
        self.artificial = Some(self.structurals + m);
    }

    /// After phase one: in a ratio test the artificial variable leaves before all others, so that it can
    /// be basic only at a positive value.
    fn artificial_is_basic(&self) -> bool {
        self.artificial.is_some_and(|artificial| self.basis.contains(&artificial))
    }

    fn drop_artificial(&mut self) {
        if let Some(column) = self.cobasis.iter().position(|&v| Some(v) == self.artificial) {
            self.rows.pop();
            self.cobasis.remove(column);
            self.rows.iter_mut().for_each(|row| {
                row.remove(column);
            });
        }
        self.artificial = None;
    }

    /// Pivots until the last row's objective is optimal or unbounded.
    fn improve(&mut self, budget: &mut Budget) -> Result<Improved, String> {
        let mut degenerate = 0;
        loop {
            let Some(entering) = self.entering(degenerate > PATIENCE) else { return Ok(Improved::Optimal) };
            let Some(leaving) = self.leaving(entering) else { return Ok(Improved::Unbounded { entering }) };
            budget.spend_pivot()?;
            let moves = !self.rows[leaving][self.width()].is_zero();
            degenerate = if moves { 0 } else { degenerate + 1 };
            let finished = Some(self.basis[leaving]) == self.artificial;
            self.pivot(leaving, entering);
            if finished {
                return Ok(Improved::Optimal);
            }
        }
    }

    fn entering(&self, bland: bool) -> Option<usize> {
        let reduced = &self.rows[self.rows.len() - 1];
        let improving = (0..self.width()).filter(|&j| reduced[j] < IBig::ZERO);
        if bland {
            improving.min_by_key(|&j| self.cobasis[j])
        } else {
            improving.min_by(|&a, &b| reduced[a].cmp(&reduced[b]).then(self.cobasis[a].cmp(&self.cobasis[b])))
        }
    }

    /// The row with the least ratio; ties go to the artificial variable, else to the lowest index.
    fn leaving(&self, entering: usize) -> Option<usize> {
        let last = self.width();
        let priority = |i: usize| (Some(self.basis[i]) != self.artificial, self.basis[i]);
        let compare = |&a: &usize, &b: &usize| {
            let (left, right) = (&self.rows[a], &self.rows[b]);
            compare_products(&left[last], &right[entering], &right[last], &left[entering])
                .then_with(|| priority(a).cmp(&priority(b)))
        };
        (0..self.basis.len()).filter(|&i| self.rows[i][entering] > IBig::ZERO).min_by(compare)
    }

    /// Exchanges the basic variable of row `r` with the nonbasic one of column `s`.
    fn pivot(&mut self, r: usize, s: usize) {
        let mut pivot_row = std::mem::take(&mut self.rows[r]);
        let mut pivot = std::mem::replace(&mut pivot_row[s], self.denominator.clone());
        let unchanged = pivot == self.denominator;
        for row in self.rows.iter_mut().filter(|row| !row.is_empty()) {
            let factor = std::mem::take(&mut row[s]);
            if factor.is_zero() {
                if !unchanged {
                    for entry in row.iter_mut().filter(|entry| !entry.is_zero()) {
                        *entry = &*entry * &pivot / &self.denominator;
                    }
                }
                continue;
            }
            for (j, entry) in row.iter_mut().enumerate() {
                if j == s {
                    continue;
                }
                if pivot_row[j].is_zero() {
                    if !unchanged && !entry.is_zero() {
                        *entry = &*entry * &pivot / &self.denominator;
                    }
                } else {
                    *entry = (&*entry * &pivot - &factor * &pivot_row[j]) / &self.denominator;
                }
            }
            row[s] = -factor;
        }
        self.rows[r] = pivot_row;
        if pivot < IBig::ZERO {
            pivot = -pivot;
            for entry in self.rows.iter_mut().flatten() {
                *entry = -std::mem::take(entry);
            }
        }
        self.denominator = pivot;
        std::mem::swap(&mut self.basis[r], &mut self.cobasis[s]);
    }

    fn over_denominator(&self, value: &IBig) -> Rational {
        Rational::from(value.clone()) / Rational::from(self.denominator.clone())
    }

    /// The structural variables' values.
    fn point(&self) -> Vec<Rational> {
        let mut point = vec![Rational::ZERO; self.structurals];
        for (row, &variable) in self.rows.iter().zip(&self.basis) {
            if variable < self.structurals {
                point[variable] = self.over_denominator(&row[self.width()]);
            }
        }
        point
    }

    /// The reduced costs of the slacks: the rows' prices (in phase one, Farkas multipliers).
    fn prices(&self) -> Vec<Rational> {
        let mut prices = vec![Rational::ZERO; self.basis.len()];
        let reduced = &self.rows[self.rows.len() - 1];
        for (&variable, cost) in self.cobasis.iter().zip(reduced) {
            if let Some(price) = variable.checked_sub(self.structurals).and_then(|k| prices.get_mut(k)) {
                *price = self.over_denominator(cost);
            }
        }
        prices
    }

    /// The direction in which the entering variable grows.
    fn ray(&self, entering: usize) -> Vec<Rational> {
        let mut ray = vec![Rational::ZERO; self.structurals];
        if self.cobasis[entering] < self.structurals {
            ray[self.cobasis[entering]] = Rational::ONE;
        }
        for (row, &variable) in self.rows.iter().zip(&self.basis) {
            if variable < self.structurals {
                ray[variable] = -self.over_denominator(&row[entering]);
            }
        }
        ray
    }
}

/// Compares `a * b` with `c * d`, all not negative, by their lengths where those decide.
fn compare_products(a: &IBig, b: &IBig, c: &IBig, d: &IBig) -> Ordering {
    match (a.is_zero(), c.is_zero()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Less,
        (false, true) => return Ordering::Greater,
        _ => {}
    }
    // A product of factors of p and q bits has p + q - 1 or p + q bits.
    let (left, right) = (a.bit_len() + b.bit_len(), c.bit_len() + d.bit_len());
    match left.abs_diff(right) {
        0 | 1 => (a * b).cmp(&(c * d)),
        _ => left.cmp(&right),
    }
}

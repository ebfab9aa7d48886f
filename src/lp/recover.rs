//! From a float solution to the exact one: the constraints that hold with equality are read off the
//! floats, and their linear system is solved in rationals.
//!
//! Primal and dual are recovered each from its own tight constraints, so a degenerate optimum, whose
//! basis is not unique, needs no special care. Nothing here is trusted: [`super::certify`] decides.

use dashu_int::IBig;

use super::float::{FloatModel, Scaling};
use super::model::LinearProgram;
use crate::exact::{Rational, scaled_to_integers};

/// Distances below which a (scaled) constraint counts as tight, tried in this order.
pub(super) const THRESHOLDS: [f64; 3] = [1e-9, 1e-6, 1e-12];

/// A float solution of the scaled model and of its dual.
pub(super) struct Approximation<'a> {
    pub(super) program: &'a LinearProgram,
    pub(super) model: &'a FloatModel,
    pub(super) scaling: &'a Scaling,
    pub(super) point: &'a [f64],
    pub(super) prices: &'a [f64],
}

/// Where a variable sits in its range, by the floats.
#[derive(Clone, Copy, PartialEq)]
enum Position {
    Lower,
    Upper,
    Between,
}

impl Approximation<'_> {
    /// The float point and prices as they are, as rationals in the program's units.
    pub(super) fn raw(&self) -> Option<(Vec<Rational>, Vec<Rational>)> {
        let exact = |values: &[f64], scales: &[f64]| -> Option<Vec<Rational>> {
            values
                .iter()
                .zip(scales)
                .map(|(x, s)| Some(Rational::from_f64(*x)? * Rational::from_f64(*s)?))
                .collect()
        };
        Some((exact(self.point, &self.scaling.variables)?, exact(self.prices, &self.scaling.prices)?))
    }

    fn position(&self, j: usize, threshold: f64) -> Position {
        let x = self.point[j];
        let near = |end: f64| end.is_finite() && (x - end).abs() <= threshold * end.abs().max(1.0);
        if near(self.model.lower[j]) {
            Position::Lower
        } else if near(self.model.upper[j]) {
            Position::Upper
        } else {
            Position::Between
        }
    }

    /// The exact point at which the tight constraints meet. Where they leave freedom, the floats choose.
    pub(super) fn primal(&self, threshold: f64) -> Option<Vec<Rational>> {
        let (raw, _) = self.raw()?;
        let mut x = Vec::with_capacity(raw.len());
        let mut unknowns = Vec::new();
        for (j, variable) in self.program.variables.iter().enumerate() {
            let end = match self.position(j, threshold) {
                Position::Lower => variable.bounds.lower.as_ref(),
                Position::Upper => variable.bounds.upper.as_ref(),
                Position::Between => None,
            };
            x.push(end.cloned().unwrap_or_default());
            if end.is_none() {
                unknowns.push(j);
            }
        }
        let mut column = vec![None; x.len()];
        unknowns.iter().enumerate().for_each(|(k, &j)| column[j] = Some(k));
        let mut tight: Vec<(f64, usize)> = Vec::new();
        for (i, row) in self.model.rows.iter().enumerate() {
            let slack = row.right - row.terms.iter().map(|(j, a)| a * self.point[*j]).sum::<f64>();
            let priced = self.prices[i].abs() > threshold;
            if row.equal {
                tight.push((-1.0, i));
            } else if priced || slack.abs() <= threshold {
                tight.push((if priced { 0.0 } else { slack.abs() }, i));
            }
        }
        tight.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        let system = tight.iter().map(|&(_, i)| {
            let row = &self.program.rows[i];
            let mut dense = vec![Rational::ZERO; unknowns.len() + 1];
            dense[unknowns.len()] = row.right.clone();
            for (j, a) in &row.terms {
                match column[*j] {
                    Some(k) => dense[k] = a.clone(),
                    None => dense[unknowns.len()] -= a * &x[*j],
                }
            }
            dense
        });
        let defaults: Vec<Rational> = unknowns.iter().map(|&j| raw[j].clone()).collect();
        let values = solve_leading_equations(system.collect(), &defaults);
        unknowns.iter().zip(values).for_each(|(&j, value)| x[j] = value);
        Some(x)
    }

    /// The exact prices at which the reduced costs of the variables between their ends vanish.
    pub(super) fn dual(&self, threshold: f64) -> Option<Vec<Rational>> {
        let (_, raw) = self.raw()?;
        let unknowns: Vec<usize> =
            (0..self.prices.len()).filter(|&i| self.prices[i].abs() > threshold).collect();
        let mut equation = vec![None; self.point.len()];
        let mut reduced = self.model.costs.clone();
        for (row, price) in self.model.rows.iter().zip(self.prices) {
            row.terms.iter().for_each(|(j, a)| reduced[*j] -= price * a);
        }
        let mut tight: Vec<(f64, usize)> = (0..self.point.len())
            .filter_map(|j| {
                let between = self.position(j, threshold) == Position::Between;
                let distance = reduced[j].abs();
                (between || distance <= threshold).then_some((if between { -1.0 } else { distance }, j))
            })
            .collect();
        tight.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        tight.iter().enumerate().for_each(|(k, &(_, j))| equation[j] = Some(k));
        let mut system: Vec<Vec<Rational>> = tight
            .iter()
            .map(|&(_, j)| {
                let mut dense = vec![Rational::ZERO; unknowns.len() + 1];
                dense[unknowns.len()] = self.program.variables[j].cost.clone();
                dense
            })
            .collect();
        for (column, &i) in unknowns.iter().enumerate() {
            for (j, a) in &self.program.rows[i].terms {
                if let Some(k) = equation[*j] {
                    system[k][column] = a.clone();
                }
            }
        }
        let defaults: Vec<Rational> = unknowns.iter().map(|&i| raw[i].clone()).collect();
        let mut prices = vec![Rational::ZERO; self.prices.len()];
        let values = solve_leading_equations(system, &defaults);
        unknowns.iter().zip(values).for_each(|(&i, value)| prices[i] = value);
        Some(prices)
    }
}

/// Solves the earliest independent equations of a system (each with its right side last); the unknowns
/// that they leave free take their default values. Later equations that contradict are left unmet.
fn solve_leading_equations(system: Vec<Vec<Rational>>, defaults: &[Rational]) -> Vec<Rational> {
    let n = defaults.len();
    let mut rows: Vec<Vec<IBig>> = system.iter().map(|row| scaled_to_integers(row.iter()).0).collect();
    let mut pivots: Vec<usize> = Vec::new();
    let mut denominator = IBig::ONE;
    // Fraction-free elimination (Bareiss 1968), row by row in the order of confidence.
    let mut next = 0;
    while next < rows.len() && pivots.len() < n {
        let Some(column) = shortest_entry(&rows[next][..n]) else {
            rows.remove(next);
            continue;
        };
        let (done, rest) = rows.split_at_mut(next + 1);
        let pivot_row = &done[next];
        let pivot = &pivot_row[column];
        for row in rest {
            let factor = std::mem::take(&mut row[column]);
            for (j, entry) in row.iter_mut().enumerate() {
                if j == column {
                    continue;
                }
                if factor.is_zero() || pivot_row[j].is_zero() {
                    if !entry.is_zero() {
                        *entry = &*entry * pivot / &denominator;
                    }
                } else {
                    *entry = (&*entry * pivot - &factor * &pivot_row[j]) / &denominator;
                }
            }
        }
        denominator = pivot.clone();
        pivots.push(column);
        next += 1;
    }
    back_substitute(&rows, &pivots, denominator, defaults)
}

fn shortest_entry(entries: &[IBig]) -> Option<usize> {
    use dashu_base::BitTest;
    (0..entries.len()).filter(|&j| !entries[j].is_zero()).min_by_key(|&j| entries[j].bit_len())
}

/// All values share the denominator (last pivot x common denominator of the defaults), by Cramer's rule;
/// so the numerators are found in integers, every division exact.
fn back_substitute(
    rows: &[Vec<IBig>],
    pivots: &[usize],
    determinant: IBig,
    defaults: &[Rational],
) -> Vec<Rational> {
    let n = defaults.len();
    let mut is_pivot = vec![false; n];
    pivots.iter().for_each(|&column| is_pivot[column] = true);
    let free: Vec<usize> = (0..n).filter(|&j| !is_pivot[j]).collect();
    let (free_numerators, common) = scaled_to_integers(free.iter().map(|&j| &defaults[j]));
    let common = IBig::from(common);
    let mut numerators = vec![IBig::ZERO; n];
    for (&j, numerator) in free.iter().zip(free_numerators) {
        numerators[j] = numerator * &determinant;
    }
    let denominator = &determinant * &common;
    for (k, &column) in pivots.iter().enumerate().rev() {
        let row = &rows[k];
        let mut total = &row[n] * &denominator;
        for j in (0..n).filter(|&j| j != column) {
            if !row[j].is_zero() && !numerators[j].is_zero() {
                total -= &row[j] * &numerators[j];
            }
        }
        numerators[column] = total / &row[column];
    }
    let denominator = Rational::from(denominator);
    numerators.into_iter().map(|numerator| Rational::from(numerator) / &denominator).collect()
}

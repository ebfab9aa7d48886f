//! The float image of a program: always maximising, only `<=` and `=` rows, scaled to about 1, and its
//! dual written out as another program of the same kind, so that every backend gives duals alike.

use super::model::{Direction, LinearProgram, Relation};
use crate::exact::Rational;

/// `max costs x` subject to rows and `lower <= x <= upper` (infinite where there is no end).
#[derive(Debug, Clone)]
pub(super) struct FloatModel {
    pub(super) costs: Vec<f64>,
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
    pub(super) rows: Vec<FloatRow>,
}

/// `sum of terms <= right`, or `= right`.
#[derive(Debug, Clone)]
pub(super) struct FloatRow {
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) equal: bool,
    pub(super) right: f64,
}

/// The powers of two that lead from the scaled model's numbers back to the program's.
#[derive(Debug)]
pub(super) struct Scaling {
    /// Program variable = scaled variable x this.
    pub(super) variables: Vec<f64>,
    /// Program price = scaled price x this (with the sign of the row and of the direction).
    pub(super) prices: Vec<f64>,
}

impl FloatModel {
    /// The scaled image of a program; `None` if a coefficient is too large or too small for floats.
    pub(super) fn of(program: &LinearProgram) -> Option<(FloatModel, Scaling)> {
        let maximise = program.direction == Direction::Maximise;
        let end = |end: &Option<Rational>, infinite: f64| end.as_ref().map_or(Some(infinite), finite);
        let mut model = FloatModel { costs: vec![], lower: vec![], upper: vec![], rows: vec![] };
        for variable in &program.variables {
            let cost = finite(&variable.cost)?;
            model.costs.push(if maximise { cost } else { -cost });
            model.lower.push(end(&variable.bounds.lower, f64::NEG_INFINITY)?);
            model.upper.push(end(&variable.bounds.upper, f64::INFINITY)?);
        }
        let mut signs = Vec::with_capacity(program.rows.len());
        for row in &program.rows {
            let sign = if row.relation == Relation::AtLeast { -1.0 } else { 1.0 };
            if row.floats.iter().any(|a| !a.is_normal()) {
                return None;
            }
            model.rows.push(FloatRow {
                terms: row.terms.iter().zip(&row.floats).map(|((j, _), a)| (*j, sign * a)).collect(),
                equal: row.relation == Relation::Equal,
                right: sign * finite(&row.right)?,
            });
            signs.push(if maximise { sign } else { -sign });
        }
        let mut scaling = model.scale();
        scaling.prices.iter_mut().zip(signs).for_each(|(scale, sign)| *scale *= sign);
        let sound = model.rows.iter().all(|row| row.terms.iter().all(|(_, a)| a.is_normal()));
        (sound && scaling.variables.iter().chain(&scaling.prices).all(|s| s.is_normal()))
            .then_some((model, scaling))
    }

    /// Scales rows and columns by powers of two towards entries of size 1 (geometric means, three
    /// rounds), then the right sides and the objective to largest entries of about 1.
    fn scale(&mut self) -> Scaling {
        let mut column_scales = vec![1.0; self.costs.len()];
        let mut row_scales = vec![1.0; self.rows.len()];
        for _ in 0..3 {
            let mut extremes = vec![(f64::INFINITY, 0.0f64); self.costs.len()];
            for (row, scale) in self.rows.iter_mut().zip(&mut row_scales) {
                let (low, high) = extent(row.terms.iter().map(|(_, a)| *a));
                let factor = balancing(low, high);
                *scale *= factor;
                row.right *= factor;
                for (j, a) in &mut row.terms {
                    *a *= factor;
                    let (low, high) = &mut extremes[*j];
                    (*low, *high) = (low.min(a.abs()), high.max(a.abs()));
                }
            }
            let factors: Vec<f64> = extremes.into_iter().map(|(low, high)| balancing(low, high)).collect();
            for row in &mut self.rows {
                row.terms.iter_mut().for_each(|(j, a)| *a *= factors[*j]);
            }
            for (j, factor) in factors.iter().enumerate() {
                column_scales[j] *= factor;
                self.costs[j] *= factor;
                self.lower[j] /= factor;
                self.upper[j] /= factor;
            }
        }
        let ends = self.lower.iter().chain(&self.upper).copied().filter(|end| end.is_finite());
        let (_, largest) = extent(self.rows.iter().map(|row| row.right).chain(ends));
        let right = balancing(largest, largest);
        self.rows.iter_mut().for_each(|row| row.right *= right);
        self.lower.iter_mut().chain(&mut self.upper).for_each(|end| *end *= right);
        let (_, largest) = extent(self.costs.iter().copied());
        let objective = balancing(largest, largest);
        self.costs.iter_mut().for_each(|cost| *cost *= objective);
        Scaling {
            variables: column_scales.iter().map(|scale| scale / right).collect(),
            prices: row_scales.iter().map(|scale| scale / objective).collect(),
        }
    }

    /// The dual program; its first variables are this program's row prices. A variable with one finite
    /// end becomes a `>=` (or `<=`) row, shifted by that end; one with two also gets a price for the
    /// upper; a fixed one asks for nothing.
    pub(super) fn dual(&self) -> FloatModel {
        let anchor = |j: usize| match (self.lower[j], self.upper[j]) {
            (lower, _) if lower.is_finite() => lower,
            (_, upper) if upper.is_finite() => upper,
            _ => 0.0,
        };
        let mut columns: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.costs.len()];
        let mut dual = FloatModel { costs: vec![], lower: vec![], upper: vec![], rows: vec![] };
        for (i, row) in self.rows.iter().enumerate() {
            let shifted = row.right - row.terms.iter().map(|(j, a)| a * anchor(*j)).sum::<f64>();
            dual.costs.push(-shifted);
            dual.lower.push(if row.equal { f64::NEG_INFINITY } else { 0.0 });
            dual.upper.push(f64::INFINITY);
            row.terms.iter().for_each(|(j, a)| columns[*j].push((i, *a)));
        }
        for (j, mut terms) in columns.into_iter().enumerate() {
            let (lower, upper, cost) = (self.lower[j], self.upper[j], self.costs[j]);
            let mut at_least = |mut terms: Vec<(usize, f64)>| {
                terms.iter_mut().for_each(|(_, a)| *a = -*a);
                dual.rows.push(FloatRow { terms, equal: false, right: -cost });
            };
            match (lower.is_finite(), upper.is_finite()) {
                (true, true) if lower == upper => {}
                (true, true) => {
                    terms.push((dual.costs.len(), 1.0));
                    at_least(terms);
                    dual.costs.push(lower - upper);
                    dual.lower.push(0.0);
                    dual.upper.push(f64::INFINITY);
                }
                (true, false) => at_least(terms),
                (false, true) => dual.rows.push(FloatRow { terms, equal: false, right: cost }),
                (false, false) => dual.rows.push(FloatRow { terms, equal: true, right: cost }),
            }
        }
        dual
    }
}

/// The nearest float, if it is neither infinite nor zero by underflow.
fn finite(value: &Rational) -> Option<f64> {
    let float = value.to_f64();
    (float.is_normal() || value.is_zero()).then_some(float)
}

/// The least and the greatest size of the entries other than zero.
fn extent(entries: impl Iterator<Item = f64>) -> (f64, f64) {
    entries
        .map(f64::abs)
        .filter(|size| *size > 0.0)
        .fold((f64::INFINITY, 0.0), |(low, high), size| (size.min(low), size.max(high)))
}

/// The power of two that brings the geometric mean of two sizes nearest to 1; 1 where there are none.
fn balancing(low: f64, high: f64) -> f64 {
    if high == 0.0 || !low.is_finite() {
        return 1.0;
    }
    2f64.powi(-((low.log2() + high.log2()) / 2.0).round() as i32)
}

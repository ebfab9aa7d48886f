//! The form the exact simplex method works on: `max c x` subject to `A x <= b`, `x >= 0`, in integers.
//!
//! * A variable with a finite end is measured from that end; one with two gets a row for the other.
//! * Free variables share one negative part: `x_j = x'_j - z` with a single `z >= 0` (any point has such
//!   a form with `z = max(0, -min x_j)`), which costs one column instead of one per variable.
//! * Equations become `<=` rows plus one common row that says the sum of their slacks is not positive,
//!   which costs one row instead of one per equation.
//! * Every row is scaled to coprime integers.

use dashu_int::IBig;

use super::model::{Direction, LinearProgram, Relation, Row};
use crate::exact::{Rational, scaled_to_integers};

/// How a variable of the model is read off the canonical point.
#[derive(Debug)]
enum Column {
    /// Lower end equals upper end.
    Fixed(Rational),
    /// `end + x'` (from the lower end)
    Above { column: usize, end: Rational },
    /// `end - x'` (from the upper end)
    Below { column: usize, end: Rational },
    /// `x' - z`
    Free { column: usize },
}

/// The canonical program, with what is needed to translate answers back.
#[derive(Debug)]
pub(super) struct Canonical {
    /// Integer rows, the right side last.
    pub(super) rows: Vec<Vec<IBig>>,
    /// Integer objective.
    pub(super) cost: Vec<IBig>,
    /// Canonical row = scale x the row in the model's units.
    row_scales: Vec<Rational>,
    cost_scale: Rational,
    columns: Vec<Column>,
    /// The column of the shared negative part.
    negative: Option<usize>,
    relations: Vec<Relation>,
    direction: Direction,
    /// The row of the summed equations.
    equations: Option<usize>,
}

impl Canonical {
    /// The size of the tableau: rows and columns, the right side not counted.
    pub(super) fn size(program: &LinearProgram) -> (usize, usize) {
        let boxed = |v: &&super::model::Variable| v.bounds.lower.is_some() && v.bounds.upper.is_some();
        (program.rows.len() + program.variables.iter().filter(boxed).count() + 1, program.variables.len() + 1)
    }

    pub(super) fn of(program: &LinearProgram) -> Canonical {
        let mut width = 0;
        let mut next = || {
            width += 1;
            width - 1
        };
        let columns: Vec<Column> = program
            .variables
            .iter()
            .map(|v| match (&v.bounds.lower, &v.bounds.upper) {
                (Some(l), Some(u)) if l == u => Column::Fixed(l.clone()),
                (Some(l), _) => Column::Above { column: next(), end: l.clone() },
                (None, Some(u)) => Column::Below { column: next(), end: u.clone() },
                (None, None) => Column::Free { column: next() },
            })
            .collect();
        let any_free = columns.iter().any(|c| matches!(c, Column::Free { .. }));
        let negative = any_free.then(next);
        let mut canonical = Canonical {
            rows: Vec::with_capacity(program.rows.len() + 1),
            cost: Vec::new(),
            row_scales: Vec::with_capacity(program.rows.len() + 1),
            cost_scale: Rational::ONE,
            columns,
            negative,
            relations: program.rows.iter().map(|row| row.relation).collect(),
            direction: program.direction,
            equations: None,
        };
        let mut equations: Option<Vec<Rational>> = None;
        for row in &program.rows {
            let mut dense = canonical.substitute(row, width);
            match row.relation {
                Relation::AtMost => {}
                Relation::AtLeast => negate(&mut dense),
                Relation::Equal => {
                    let total = equations.get_or_insert_with(|| vec![Rational::ZERO; width + 1]);
                    total.iter_mut().zip(&dense).for_each(|(t, a)| *t -= a);
                }
            }
            canonical.push(&dense);
        }
        if let Some(total) = equations {
            canonical.equations = Some(canonical.rows.len());
            canonical.push(&total);
        }
        canonical.push_upper_ends(program, width);
        let costs = program.variables.iter().enumerate().map(|(j, v)| (j, &v.cost));
        let mut cost = vec![Rational::ZERO; width];
        canonical.spread(costs, &mut cost);
        if program.direction == Direction::Minimise {
            negate(&mut cost);
        }
        (canonical.cost, canonical.cost_scale) = coprime(&cost);
        canonical
    }

    /// A row in canonical variables, its right side last.
    fn substitute(&self, row: &Row, width: usize) -> Vec<Rational> {
        let mut dense = vec![Rational::ZERO; width + 1];
        dense[width] = row.right.clone();
        for (j, a) in &row.terms {
            match &self.columns[*j] {
                Column::Fixed(end) | Column::Above { end, .. } | Column::Below { end, .. } => {
                    dense[width] -= a * end;
                }
                Column::Free { .. } => {}
            }
        }
        self.spread(row.terms.iter().map(|(j, a)| (*j, a)), &mut dense);
        dense
    }

    /// Adds coefficients of model variables to those of canonical ones.
    fn spread<'a>(&self, terms: impl Iterator<Item = (usize, &'a Rational)>, dense: &mut [Rational]) {
        for (j, a) in terms {
            match &self.columns[j] {
                Column::Fixed(_) => {}
                Column::Above { column, .. } => dense[*column] += a,
                Column::Below { column, .. } => dense[*column] -= a,
                Column::Free { column } => {
                    dense[*column] += a;
                    if let Some(z) = self.negative {
                        dense[z] -= a;
                    }
                }
            }
        }
    }

    fn push(&mut self, dense: &[Rational]) {
        let (integers, scale) = coprime(dense);
        self.rows.push(integers);
        self.row_scales.push(scale);
    }

    fn push_upper_ends(&mut self, program: &LinearProgram, width: usize) {
        for (j, variable) in program.variables.iter().enumerate() {
            if let (Column::Above { column, end }, Some(upper)) = (&self.columns[j], &variable.bounds.upper) {
                let mut dense = vec![Rational::ZERO; width + 1];
                dense[*column] = Rational::ONE;
                dense[width] = upper - end;
                self.push(&dense);
            }
        }
    }

    /// The model's point for a canonical one.
    pub(super) fn point(&self, canonical: &[Rational]) -> Vec<Rational> {
        self.columns
            .iter()
            .map(|column| match column {
                Column::Fixed(value) => value.clone(),
                Column::Above { column, end } => end + &canonical[*column],
                Column::Below { column, end } => end - &canonical[*column],
                Column::Free { column } => self.free_value(canonical, *column),
            })
            .collect()
    }

    /// The model's direction for a canonical one.
    pub(super) fn ray(&self, canonical: &[Rational]) -> Vec<Rational> {
        self.columns
            .iter()
            .map(|column| match column {
                Column::Fixed(_) => Rational::ZERO,
                Column::Above { column, .. } => canonical[*column].clone(),
                Column::Below { column, .. } => -&canonical[*column],
                Column::Free { column } => self.free_value(canonical, *column),
            })
            .collect()
    }

    fn free_value(&self, canonical: &[Rational], column: usize) -> Rational {
        match self.negative {
            Some(z) => &canonical[column] - &canonical[z],
            None => canonical[column].clone(),
        }
    }

    /// Farkas multipliers of the model's rows for those of the canonical rows.
    pub(super) fn multipliers(&self, canonical: &[Rational]) -> Vec<Rational> {
        let in_units = |k: usize| &canonical[k] * &self.row_scales[k];
        let common = self.equations.map_or(Rational::ZERO, in_units);
        self.relations
            .iter()
            .enumerate()
            .map(|(k, relation)| match relation {
                Relation::AtMost => in_units(k),
                Relation::AtLeast => -in_units(k),
                Relation::Equal => in_units(k) - &common,
            })
            .collect()
    }

    /// Row prices of the model for canonical ones.
    pub(super) fn prices(&self, canonical: &[Rational]) -> Vec<Rational> {
        let scale = match self.direction {
            Direction::Maximise => self.cost_scale.clone(),
            Direction::Minimise => -&self.cost_scale,
        };
        self.multipliers(canonical).into_iter().map(|y| y / &scale).collect()
    }
}

fn negate(entries: &mut [Rational]) {
    for entry in entries.iter_mut().filter(|entry| !entry.is_zero()) {
        *entry = -std::mem::take(entry);
    }
}

/// The entries scaled to integers without a common factor, and the (positive) scale.
fn coprime(entries: &[Rational]) -> (Vec<IBig>, Rational) {
    use dashu_base::{Gcd, UnsignedAbs};
    let (mut integers, common) = scaled_to_integers(entries.iter());
    let mut factor = dashu_int::UBig::ZERO;
    for entry in integers.iter().filter(|entry| !entry.is_zero()) {
        factor = if factor.is_zero() {
            entry.clone().unsigned_abs()
        } else {
            factor.gcd(entry.clone().unsigned_abs())
        };
        if factor.is_one() {
            break;
        }
    }
    if factor.is_zero() || factor.is_one() {
        return (integers, Rational::from(common));
    }
    let divisor = IBig::from(factor.clone());
    integers.iter_mut().for_each(|entry| *entry = &*entry / &divisor);
    (integers, Rational::from(common) / Rational::from(factor))
}

//! The model type: variables with bounds, named rows, a linear objective, all exact.

use super::LpError;
use crate::exact::Rational;

/// Which way the objective is pushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Find the largest value.
    Maximise,
    /// Find the smallest value.
    Minimise,
}

/// How a row's left side relates to its right side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `sum <= right`
    AtMost,
    /// `sum >= right`
    AtLeast,
    /// `sum = right`
    Equal,
}

/// The range of a variable; an absent end is infinite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    pub(super) lower: Option<Rational>,
    pub(super) upper: Option<Rational>,
}

impl Bounds {
    /// `0 <= x`
    pub fn non_negative() -> Self {
        Bounds { lower: Some(Rational::ZERO), upper: None }
    }
    /// Any value.
    pub fn free() -> Self {
        Bounds { lower: None, upper: None }
    }
    /// `lower <= x`
    pub fn at_least(lower: impl Into<Rational>) -> Self {
        Bounds { lower: Some(lower.into()), upper: None }
    }
    /// `x <= upper`
    pub fn at_most(upper: impl Into<Rational>) -> Self {
        Bounds { lower: None, upper: Some(upper.into()) }
    }
    /// `lower <= x <= upper`; where `lower > upper` the program is infeasible.
    pub fn between(lower: impl Into<Rational>, upper: impl Into<Rational>) -> Self {
        Bounds { lower: Some(lower.into()), upper: Some(upper.into()) }
    }

    pub(super) fn contains(&self, x: &Rational) -> bool {
        self.lower.as_ref().is_none_or(|l| l <= x) && self.upper.as_ref().is_none_or(|u| x <= u)
    }
    pub(super) fn is_empty(&self) -> bool {
        matches!((&self.lower, &self.upper), (Some(l), Some(u)) if l > u)
    }
}

/// One variable: its range and its coefficient in the objective.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    pub(super) bounds: Bounds,
    pub(super) cost: Rational,
}

/// One row: `sum of coefficient * variable, related to, right`. Terms are sorted by variable, without
/// zeros; `floats` holds their nearest floats in the same order.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) terms: Vec<(usize, Rational)>,
    pub(super) floats: Vec<f64>,
    pub(super) relation: Relation,
    pub(super) right: Rational,
}

impl Row {
    /// The left side at a point.
    pub(super) fn at(&self, x: &[Rational]) -> Rational {
        self.terms.iter().filter(|(j, _)| !x[*j].is_zero()).map(|(j, a)| a * &x[*j]).sum()
    }
}

/// A linear program with exact coefficients.
///
/// Variables and rows are counted from 0 in the order in which they are added. Solve it with
/// [`LinearProgram::solve`].
///
/// ```
/// use detente::{Rational, lp::{Bounds, LinearProgram, LpOptions, Relation}};
/// // max 3x + 2y  subject to  x + y <= 4,  x + 3y <= 6,  0 <= x <= 3,  y >= 0
/// let mut program = LinearProgram::maximise();
/// let x = program.add_variable(3, Bounds::between(0, 3));
/// let y = program.add_variable(2, Bounds::non_negative());
/// let one = Rational::ONE;
/// program.add_row("sum", [(x, one.clone()), (y, one.clone())], Relation::AtMost, 4)?;
/// program.add_row("mix", [(x, one), (y, Rational::from(3))], Relation::AtMost, 6)?;
/// let best = program.solve(&LpOptions::default())?.optimum()?;
/// assert_eq!(best.objective, Rational::from(11));
/// assert_eq!(best.primal, [Rational::from(3), Rational::ONE]);
/// # Ok::<(), detente::lp::LpError>(())
/// ```
#[derive(Debug, Clone)]
pub struct LinearProgram {
    pub(super) direction: Direction,
    pub(super) variables: Vec<Variable>,
    pub(super) rows: Vec<Row>,
}

impl LinearProgram {
    /// An empty program that maximises.
    pub fn maximise() -> Self {
        Self::new(Direction::Maximise)
    }
    /// An empty program that minimises.
    pub fn minimise() -> Self {
        Self::new(Direction::Minimise)
    }
    /// An empty program.
    pub fn new(direction: Direction) -> Self {
        LinearProgram { direction, variables: Vec::new(), rows: Vec::new() }
    }

    /// Adds a variable with its objective coefficient and its range; returns its index.
    pub fn add_variable(&mut self, cost: impl Into<Rational>, bounds: Bounds) -> usize {
        self.variables.push(Variable { bounds, cost: cost.into() });
        self.variables.len() - 1
    }

    /// Adds a row from `(variable, coefficient)` terms (several of one variable add up); returns its
    /// index. The name appears in errors.
    ///
    /// # Errors
    /// [`LpError::UnknownVariable`] if a term names a variable that was not added before.
    pub fn add_row(
        &mut self,
        name: impl Into<String>,
        terms: impl IntoIterator<Item = (usize, Rational)>,
        relation: Relation,
        right: impl Into<Rational>,
    ) -> Result<usize, LpError> {
        let name = name.into();
        let mut sorted: Vec<(usize, Rational)> = terms.into_iter().collect();
        if let Some(&(variable, _)) = sorted.iter().find(|(j, _)| *j >= self.variables.len()) {
            return Err(LpError::UnknownVariable { row: name, variable, variables: self.variables.len() });
        }
        sorted.sort_by_key(|(j, _)| *j);
        let mut merged: Vec<(usize, Rational)> = Vec::with_capacity(sorted.len());
        for (j, a) in sorted {
            match merged.last_mut() {
                Some((last, total)) if *last == j => *total += a,
                _ => merged.push((j, a)),
            }
        }
        merged.retain(|(_, a)| !a.is_zero());
        let floats = merged.iter().map(|(_, a)| a.to_f64()).collect();
        self.rows.push(Row { name, terms: merged, floats, relation, right: right.into() });
        Ok(self.rows.len() - 1)
    }

    /// Replaces a variable's coefficient in the objective: the same constraints, another question.
    ///
    /// # Errors
    /// [`LpError::UnknownVariable`] if there is no such variable.
    pub fn set_cost(&mut self, variable: usize, cost: impl Into<Rational>) -> Result<(), LpError> {
        let variables = self.variables.len();
        match self.variables.get_mut(variable) {
            Some(found) => {
                found.cost = cost.into();
                Ok(())
            }
            None => Err(LpError::UnknownVariable { row: "objective".into(), variable, variables }),
        }
    }

    /// Replaces the right side of a row.
    ///
    /// # Errors
    /// [`LpError::UnknownRow`] if there is no such row.
    pub fn set_right(&mut self, row: usize, right: impl Into<Rational>) -> Result<(), LpError> {
        let rows = self.rows.len();
        match self.rows.get_mut(row) {
            Some(found) => {
                found.right = right.into();
                Ok(())
            }
            None => Err(LpError::UnknownRow { row, rows }),
        }
    }

    /// The number of variables.
    pub fn variables(&self) -> usize {
        self.variables.len()
    }
    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }
    /// The direction of the objective.
    pub fn direction(&self) -> Direction {
        self.direction
    }
    /// The name of a row, if there is such a row.
    pub fn row_name(&self, row: usize) -> Option<&str> {
        self.rows.get(row).map(|row| row.name.as_str())
    }

    /// The objective at a point.
    pub(super) fn objective_at(&self, x: &[Rational]) -> Rational {
        let contributing = |(v, x): &(&Variable, &Rational)| !v.cost.is_zero() && !x.is_zero();
        self.variables.iter().zip(x).filter(contributing).map(|(v, x)| &v.cost * x).sum()
    }
}

//! The simplex method for programs with a handful of rows and many columns, in floats.
//!
//! `minimise cost . x  subject to  A x = right, x >= 0`, by the revised method with an explicit inverse
//! of the basis: a pivot costs one pass over the columns. Both programs of this folder have this form:
//!
//! * outer: the dual of `max h . w` over `{w : G w <= b}` is `min b . y`, `y G = h`, `y >= 0`. A basis
//!   that suits a direction `h` suits it whatever the bounds are, so it serves all profiles and all
//!   iterations, and any `y` proves a bound.
//! * inner: weights on known points.
//!
//! Columns are a dense list shared by many programs, and a few multiples of unit vectors of their own.

/// A column `sign * e_axis`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit {
    pub(crate) axis: usize,
    pub(crate) sign: f64,
    pub(crate) cost: f64,
}

/// A program; columns are numbered dense ones first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program<'a> {
    pub(crate) rows: usize,
    /// Column by column.
    pub(crate) dense: &'a [f64],
    pub(crate) costs: &'a [f64],
    pub(crate) units: &'a [Unit],
    pub(crate) right: &'a [f64],
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Optimal,
    /// The cost falls for ever along the ray in [`Solver::ray`].
    Unbounded,
    /// Pivots ran out or the basis became singular; the last basis is feasible up to rounding.
    Stopped,
}

/// Working storage, reused from run to run; holds the last basis.
#[derive(Debug, Clone, Default)]
pub(crate) struct Solver {
    /// The columns of the basis, one per row.
    pub(crate) basis: Vec<usize>,
    /// The values of the basic variables.
    pub(crate) values: Vec<f64>,
    /// The multipliers of the rows.
    pub(crate) prices: Vec<f64>,
    /// For [`End::Unbounded`]: `(column, weight)` of a non-negative combination of columns that is zero.
    pub(crate) ray: Vec<(usize, f64)>,
    inverse: Vec<f64>,
    work: Vec<f64>,
    direction: Vec<f64>,
}

const REDUCED_COST: f64 = 1e-12;
const PIVOT: f64 = 1e-10;
const PIVOTS: usize = 400;
/// After so many pivots the first improving column enters (Bland's rule), which cannot cycle.
const PATIENCE: usize = 60;
const REFACTOR: usize = 24;

impl Program<'_> {
    fn columns(&self) -> usize {
        self.costs.len() + self.units.len()
    }
    fn cost(&self, column: usize) -> f64 {
        match self.costs.get(column) {
            Some(&cost) => cost,
            None => self.units[column - self.costs.len()].cost,
        }
    }
    fn dot(&self, column: usize, vector: &[f64]) -> f64 {
        if column < self.costs.len() {
            let entries = &self.dense[column * self.rows..][..self.rows];
            entries.iter().zip(vector).map(|(a, b)| a * b).sum()
        } else {
            let unit = &self.units[column - self.costs.len()];
            unit.sign * vector[unit.axis]
        }
    }
    /// An entry of a column.
    pub(crate) fn entry(&self, column: usize, row: usize) -> f64 {
        if column < self.costs.len() {
            self.dense[column * self.rows + row]
        } else {
            let unit = &self.units[column - self.costs.len()];
            if unit.axis == row { unit.sign } else { 0.0 }
        }
    }
}

impl Solver {
    /// Improves a feasible basis to optimality.
    pub(crate) fn run(&mut self, program: &Program, basis: &[usize]) -> End {
        self.basis.clear();
        self.basis.extend_from_slice(basis);
        self.values.clear();
        self.values.resize(program.rows, 0.0);
        self.prices.clear();
        self.prices.resize(program.rows, 0.0);
        if !self.refactor(program) {
            return End::Stopped;
        }
        for pivot in 0..PIVOTS {
            self.price(program);
            let Some(entering) = self.entering(program, pivot > PATIENCE) else { return End::Optimal };
            self.expand(program, entering);
            let Some(leaving) = self.leaving(pivot > PATIENCE) else {
                self.ray.clear();
                self.ray.push((entering, 1.0));
                let rest = self.basis.iter().zip(&self.direction).filter(|(_, d)| **d < 0.0);
                self.ray.extend(rest.map(|(&column, &d)| (column, -d)));
                return End::Unbounded;
            };
            self.replace(leaving, entering);
            if pivot % REFACTOR == REFACTOR - 1 && !self.refactor(program) {
                return End::Stopped;
            }
        }
        self.price(program);
        End::Stopped
    }

    /// The cost of the last basis.
    pub(crate) fn cost(&self, program: &Program) -> f64 {
        self.basis.iter().zip(&self.values).map(|(&column, x)| program.cost(column) * x).sum()
    }

    fn price(&mut self, program: &Program) {
        let m = program.rows;
        self.prices.clear();
        self.prices.resize(m, 0.0);
        for (r, &column) in self.basis.iter().enumerate() {
            let cost = program.cost(column);
            if cost != 0.0 {
                let row = &self.inverse[r * m..][..m];
                self.prices.iter_mut().zip(row).for_each(|(p, a)| *p += cost * a);
            }
        }
    }

    fn entering(&self, program: &Program, first: bool) -> Option<usize> {
        let m = program.rows;
        let mut best = (-REDUCED_COST, None);
        for (j, (column, cost)) in program.dense.chunks_exact(m).zip(program.costs).enumerate() {
            let reduced = cost - column.iter().zip(&self.prices).map(|(a, p)| a * p).sum::<f64>();
            if reduced < best.0 {
                best = (reduced, Some(j));
                if first {
                    break;
                }
            }
        }
        if !(first && best.1.is_some()) {
            for column in program.costs.len()..program.columns() {
                let reduced = program.cost(column) - program.dot(column, &self.prices);
                if reduced < best.0 {
                    best = (reduced, Some(column));
                    if first {
                        break;
                    }
                }
            }
        }
        best.1
    }

    /// The entering column in terms of the basis.
    fn expand(&mut self, program: &Program, column: usize) {
        let m = program.rows;
        self.direction.clear();
        let rows = self.inverse.chunks_exact(m).take(m);
        self.direction.extend(rows.map(|row| program.dot(column, row)));
    }

    fn leaving(&self, first: bool) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for (r, &d) in self.direction.iter().enumerate() {
            if d <= PIVOT {
                continue;
            }
            let ratio = self.values[r].max(0.0) / d;
            let better = match best {
                None => true,
                Some((least, at)) if ratio == least => {
                    if first {
                        self.basis[r] < self.basis[at]
                    } else {
                        d > self.direction[at]
                    }
                }
                Some((least, _)) => ratio < least,
            };
            if better {
                best = Some((ratio, r));
            }
        }
        best.map(|(_, r)| r)
    }

    fn replace(&mut self, leaving: usize, entering: usize) {
        let m = self.basis.len();
        let pivot = self.direction[leaving];
        self.inverse[leaving * m..][..m].iter_mut().for_each(|a| *a /= pivot);
        self.values[leaving] = self.values[leaving].max(0.0) / pivot;
        for r in (0..m).filter(|&r| r != leaving) {
            let factor = self.direction[r];
            if factor == 0.0 {
                continue;
            }
            for k in 0..m {
                self.inverse[r * m + k] -= factor * self.inverse[leaving * m + k];
            }
            self.values[r] -= factor * self.values[leaving];
        }
        self.basis[leaving] = entering;
    }

    /// The inverse afresh, by elimination with row pivoting; false if the basis is singular.
    fn refactor(&mut self, program: &Program) -> bool {
        let m = program.rows;
        let width = 2 * m;
        self.work.clear();
        self.work.resize(m * width, 0.0);
        for r in 0..m {
            for k in 0..m {
                self.work[r * width + k] = program.entry(self.basis[k], r);
            }
            self.work[r * width + m + r] = 1.0;
        }
        for k in 0..m {
            let size = |r: usize| self.work[r * width + k].abs();
            let pivot = (k..m).reduce(|a, b| if size(b) > size(a) { b } else { a }).unwrap_or(k);
            if size(pivot) < 1e-13 {
                return false;
            }
            for c in 0..width {
                self.work.swap(k * width + c, pivot * width + c);
            }
            let factor = self.work[k * width + k];
            self.work[k * width..][..width].iter_mut().for_each(|a| *a /= factor);
            for r in (0..m).filter(|&r| r != k) {
                let factor = self.work[r * width + k];
                if factor != 0.0 {
                    for c in k..width {
                        self.work[r * width + c] -= factor * self.work[k * width + c];
                    }
                }
            }
        }
        self.inverse.clear();
        self.inverse.extend((0..m * m).map(|at| self.work[at / m * width + m + at % m]));
        self.values.clear();
        for row in self.inverse.chunks_exact(m) {
            self.values.push(row.iter().zip(program.right).map(|(a, b)| a * b).sum());
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dual_of_a_support_problem_is_solved_and_an_empty_set_shows_by_a_ray() {
        // max x + 2y over the unit square cut by x + y <= 3/2: at (1/2, 1), worth 5/2.
        let dense = [1.0, 0.0, 0.0, 1.0, -1.0, 0.0, 0.0, -1.0, 1.0, 1.0];
        let costs = [1.0, 1.0, 0.0, 0.0, 1.5];
        let right = [1.0, 2.0];
        let program = Program { rows: 2, dense: &dense, costs: &costs, units: &[], right: &right };
        let mut solver = Solver::default();
        assert_eq!(solver.run(&program, &[0, 1]), End::Optimal);
        assert!((solver.cost(&program) - 2.5).abs() < 1e-15);
        assert!((solver.prices[0] - 0.5).abs() < 1e-15 && (solver.prices[1] - 1.0).abs() < 1e-15);
        // x >= 2 contradicts x <= 1.
        let units = [Unit { axis: 0, sign: -1.0, cost: -2.0 }];
        let program = Program { units: &units, ..program };
        assert_eq!(solver.run(&program, &[0, 1]), End::Unbounded);
        let total: f64 = solver.ray.iter().map(|(j, w)| program.cost(*j) * w).sum();
        assert!(total < 0.0);
    }
}

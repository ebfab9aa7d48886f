//! Predictor-corrector tracing of the curve of logit equilibria.
//!
//! The unknowns are the log-probabilities `y` and the precision `m` (in units of the largest payoff range),
//! the equations, for every player, `sum_j exp(y_j) = 1` and, for all actions but the first,
//! `y_j - y_first = m (u_j(exp y) - u_first(exp y))` (Turocy 2005). A step goes along the tangent, then
//! returns to the curve by Newton's method in the hyperplane across it. It is halved where the correction
//! is large, contracts slowly or turns the tangent much, so that the curve is not left for a neighbour;
//! it grows where all went well. The determinant of the equations' derivatives with the tangent as last row
//! keeps its sign along a regular curve (Allgower and Georg 1990, section 2.1): that tells forwards from
//! backwards where a step came out on the far side of a sharp bend.

use std::rc::Rc;

use nalgebra::{DMatrix, DVector};

use super::field::Field;

/// The first step.
const FIRST_STEP: f64 = 0.03;
/// Steps below this are given up.
const LEAST_STEP: f64 = 1e-12;
/// Corrections up to this (of the point's size) end Newton's method.
const NEWTON: f64 = 1e-12;
/// Corrections shrink at least by this factor.
const CONTRACTION: f64 = 0.6;
/// A residual up to this is accepted where corrections do not shrink any more.
const NOISE: f64 = 1e-9;
/// The most corrections of a step.
const CORRECTIONS: usize = 8;
/// The first correction is at most this share of the step.
const DISTANCE: f64 = 0.3;
/// Steps up to this (of the point's size) may pass a point where branches cross.
const CROSSING: f64 = 1e-6;
/// The least cosine between neighbouring tangents.
const COSINE: f64 = 0.95;

/// A point of the curve (log-probabilities, then the precision) with its direction.
#[derive(Clone)]
pub(super) struct Trace<'a> {
    field: &'a Field,
    point: DVector<f64>,
    tangent: Rc<Tangent>,
    step: f64,
}

impl<'a> Trace<'a> {
    /// At the centroid, about to let precision grow; `None` if the curve cannot be left from there.
    pub(super) fn new(field: &'a Field) -> Option<Self> {
        let size = field.size();
        let mut point = DVector::zeros(size + 1);
        for player in 0..field.players() {
            let block = field.block(player);
            let log = -(block.len() as f64).ln();
            block.for_each(|j| point[j] = log);
        }
        let mut upwards = DVector::zeros(size + 1);
        upwards[size] = 1.0;
        let tangent = Rc::new(Tangent::new(field, &point, &upwards)?);
        Some(Trace { field, point, tangent, step: FIRST_STEP })
    }

    pub(super) fn precision(&self) -> f64 {
        self.point[self.field.size()]
    }

    pub(super) fn probabilities(&self) -> Vec<f64> {
        self.point.rows(0, self.field.size()).iter().map(|y| y.exp()).collect()
    }

    /// One step along the curve; `false` if no step, however small, succeeds.
    pub(super) fn advance(&mut self) -> bool {
        while self.step >= LEAST_STEP * (1.0 + self.point.amax()) {
            if let Some((point, tangent, corrections)) = self.attempt() {
                (self.point, self.tangent) = (point, Rc::new(tangent));
                if corrections <= 3 {
                    self.step *= 2.0;
                }
                return true;
            }
            self.step /= 2.0;
        }
        false
    }

    fn attempt(&self) -> Option<(DVector<f64>, Tangent, usize)> {
        let mut point = &self.point + self.step * &self.tangent.direction;
        let mut last = f64::INFINITY;
        for corrections in 1..=CORRECTIONS {
            let correction = newton(self.field, &point, &self.tangent.direction)?;
            let size = correction.norm();
            let far = corrections == 1 && size > DISTANCE * self.step;
            if !size.is_finite() || far {
                return None;
            }
            let slow = size > CONTRACTION * last;
            // Where floats resolve no more, corrections stop shrinking at a point that is good all the same.
            if slow && self.residual(&point) > NOISE {
                return None;
            }
            if !slow {
                point += correction;
            }
            if slow || size <= NEWTON * (1.0 + point.amax()) {
                return self.arrive(point, corrections);
            }
            last = size;
        }
        None
    }

    /// A point on the curve with its tangent, unless the curve has turned too much on the way there.
    fn arrive(&self, mut point: DVector<f64>, corrections: usize) -> Option<(DVector<f64>, Tangent, usize)> {
        // At a high precision small errors make large residuals: one correction more removes most of them.
        let better = &point + newton(self.field, &point, &self.tangent.direction)?;
        if self.residual(&better) < self.residual(&point) {
            point = better;
        }
        if point[self.field.size()] < 0.0 {
            return None;
        }
        let tangent = Tangent::new(self.field, &point, &self.tangent.direction)?;
        let straight = tangent.direction.dot(&self.tangent.direction) >= COSINE;
        // What looks straight but points backwards is the far side of a sharp bend, unless it stays so
        // however small the step: then another branch crosses here, and this one is followed through.
        let onwards = tangent.orientation == self.tangent.orientation
            || self.step <= CROSSING * (1.0 + self.point.amax());
        (straight && onwards).then_some((point, tangent, corrections))
    }

    fn residual(&self, point: &DVector<f64>) -> f64 {
        let size = self.field.size();
        let p: Vec<f64> = point.rows(0, size).iter().map(|y| y.exp()).collect();
        self.field.residual(&p, point[size])
    }

    /// The same point, about to take a smaller step.
    pub(super) fn cautious(self) -> Self {
        Trace { step: self.step / 4.0, ..self }
    }

    /// The probabilities where precision has a value between that of `before` and the current one, by Newton's
    /// method from the chord between the two.
    pub(super) fn at_precision(&self, before: &Trace<'_>, precision: f64) -> Option<Vec<f64>> {
        let size = self.field.size();
        let before = &before.point;
        let share = (precision - before[size]) / (self.point[size] - before[size]);
        let mut point = before + share * (&self.point - before);
        point[size] = precision;
        let mut across = DVector::zeros(size + 1);
        across[size] = 1.0;
        for _ in 0..4 * CORRECTIONS {
            let correction = newton(self.field, &point, &across)?;
            let small = correction.norm() <= NEWTON * (1.0 + point.amax());
            point += correction;
            point[size] = precision;
            if small {
                return Some(point.rows(0, size).iter().map(|y| y.exp()).collect());
            }
        }
        None
    }
}

/// A direction of the curve.
struct Tangent {
    /// The unit tangent, on the side of an earlier one.
    direction: DVector<f64>,
    /// The sign of the determinant of the equations' derivatives with it as last row.
    orientation: f64,
}

impl Tangent {
    fn new(field: &Field, point: &DVector<f64>, earlier: &DVector<f64>) -> Option<Self> {
        let size = field.size();
        let mut right = DVector::zeros(size + 1);
        right[size] = 1.0;
        // The tangent is not orthogonal to the earlier one, so that both as last row give the same sign.
        let factors = bordered(field, point, earlier).0.lu();
        let direction = factors.solve(&right)?;
        let length = direction.norm();
        let upper = factors.u();
        let pivots = (0..=size).map(|i| upper[(i, i)].signum()).product::<f64>();
        let orientation = pivots * factors.p().determinant::<f64>();
        (length.is_finite() && length > 0.0).then(|| Tangent { direction: direction / length, orientation })
    }
}

/// The correction that leads to the curve within the hyperplane across a direction.
fn newton(field: &Field, point: &DVector<f64>, across: &DVector<f64>) -> Option<DVector<f64>> {
    let (matrix, values) = bordered(field, point, across);
    matrix.lu().solve(&-values)
}

/// The equations' derivatives, with a direction as last row, and their values, with 0 as last entry.
fn bordered(field: &Field, point: &DVector<f64>, last: &DVector<f64>) -> (DMatrix<f64>, DVector<f64>) {
    let size = field.size();
    let precision = point[size];
    let p: Vec<f64> = point.rows(0, size).iter().map(|y| y.exp()).collect();
    let (averages, derivatives) = (field.averages(&p), field.derivatives(&p));
    let mut matrix = DMatrix::zeros(size + 1, size + 1);
    let mut values = DVector::zeros(size + 1);
    for player in 0..field.players() {
        let block = field.block(player);
        let first = block.start;
        values[first] = block.clone().map(|j| p[j]).sum::<f64>() - 1.0;
        block.clone().for_each(|j| matrix[(first, j)] = p[j]);
        for j in block.skip(1) {
            let gain = averages[j] - averages[first];
            values[j] = point[j] - point[first] - precision * gain;
            for column in 0..size {
                let slope = derivatives[(j, column)] - derivatives[(first, column)];
                matrix[(j, column)] = -precision * slope * p[column];
            }
            matrix[(j, j)] += 1.0;
            matrix[(j, first)] -= 1.0;
            matrix[(j, size)] = -gain;
        }
    }
    (0..=size).for_each(|column| matrix[(size, column)] = last[column]);
    (matrix, values)
}

//! How far a point is from the hull of others: a bracket that proves itself.
//!
//! Any mean of the points is at least as far as the nearest one, which bounds the distance from above;
//! a half-space through that mean, across the way to the target, bounds it from below. The mean moves by
//! pairwise steps (Guelat and Marcotte 1986), from the point farthest behind to the one farthest ahead;
//! how it was found does not matter.

/// The most steps.
const STEPS: usize = 20_000;
/// Brackets narrower than this are closed.
const CLOSED: f64 = 1e-11;

/// Bounds on a distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bracket {
    pub(super) lower: f64,
    pub(super) upper: f64,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Brackets the distance of a point to the hull of others (at least one), until the bracket is closed,
/// lies below `low`, or lies above `high`.
pub(super) fn distance(target: &[f64], points: &[Vec<f64>], low: f64, high: f64) -> Bracket {
    let far = |p: &Vec<f64>| p.iter().zip(target).map(|(x, t)| (x - t) * (x - t)).sum::<f64>();
    let first = (0..points.len()).min_by(|&a, &b| far(&points[a]).total_cmp(&far(&points[b]))).unwrap_or(0);
    let mut weights = vec![0.0; points.len()];
    weights[first] = 1.0;
    let mut mean = points[first].clone();
    let mut bracket = Bracket { lower: 0.0, upper: f64::INFINITY };
    for _ in 0..STEPS {
        let away: Vec<f64> = target.iter().zip(&mean).map(|(t, x)| t - x).collect();
        let length = dot(&away, &away).sqrt();
        bracket.upper = bracket.upper.min(length);
        if length <= CLOSED {
            return bracket;
        }
        let ahead: Vec<f64> = points.iter().map(|p| dot(p, &away)).collect();
        let order = |&a: &usize, &b: &usize| ahead[a].total_cmp(&ahead[b]);
        let best = (0..points.len()).max_by(order).unwrap_or(first);
        let worst = (0..points.len()).filter(|&j| weights[j] > 0.0).min_by(order).unwrap_or(first);
        bracket.lower = bracket.lower.max((dot(&away, target) - ahead[best]) / length);
        if bracket.upper - bracket.lower <= CLOSED || bracket.upper < low || bracket.lower > high {
            return bracket;
        }
        let step: Vec<f64> = points[best].iter().zip(&points[worst]).map(|(b, w)| b - w).collect();
        let square = dot(&step, &step);
        if square == 0.0 {
            return bracket;
        }
        let size = (dot(&away, &step) / square).clamp(0.0, weights[worst]);
        weights[best] += size;
        weights[worst] = if size >= weights[worst] { 0.0 } else { weights[worst] - size };
        // Afresh, so that rounding does not add up.
        let total: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|w| *w /= total);
        for (axis, x) in mean.iter_mut().enumerate() {
            *x = weights.iter().zip(points).filter(|(w, _)| **w > 0.0).map(|(w, p)| w * p[axis]).sum();
        }
    }
    bracket
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_close_on_the_distance_to_a_square_in_space() {
        let square: Vec<Vec<f64>> =
            [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 1.0, 0.0]].map(Vec::from).to_vec();
        for (target, truth) in [
            ([0.3, 0.6, 2.0], 2.0),
            ([2.0, 2.0, 0.0], 2f64.sqrt()),
            ([0.5, 1.5, 0.0], 0.5),
            ([0.2, 0.9, 0.0], 0.0),
        ] {
            let found = distance(&target, &square, -1.0, f64::INFINITY);
            assert!(found.lower <= truth + 1e-12 && truth <= found.upper + 1e-12, "{target:?} {found:?}");
            assert!(found.upper - found.lower < 1e-9, "{target:?} {found:?}");
        }
    }
}

//! Convex hulls in the plane (Andrew 1979, monotone chain).

use std::cmp::Ordering;

use crate::exact::Scalar;

/// Twice the signed area of the triangle `a b c`: positive if it turns left. Differences first, so
/// that in floats the error is relative to the two edges and not to the coordinates.
pub fn orientation<T: Scalar>(a: &[T; 2], b: &[T; 2], c: &[T; 2]) -> T {
    let ab = [b[0].clone() - &a[0], b[1].clone() - &a[1]];
    let ac = [c[0].clone() - &a[0], c[1].clone() - &a[1]];
    let [abx, aby] = ab;
    let [acx, acy] = ac;
    abx * acy - aby * acx
}

/// The vertices of the convex hull, counter-clockwise from the lexicographically least, without
/// duplicates or collinear points. Consumes and reorders the points.
///
/// With exact numbers the result is exact. With floats a point is dropped only if it lies within a few
/// rounding errors (relative to its distance to the neighbouring vertices) of the hull that is returned.
pub fn convex_hull<T: Scalar>(mut points: Vec<[T; 2]>) -> Vec<[T; 2]> {
    points.sort_unstable_by(|a, b| compare(a, b));
    points.dedup_by(|a, b| a == b);
    if points.len() <= 2 {
        return points;
    }
    let mut hull: Vec<[T; 2]> = Vec::with_capacity(16);
    let lower = points.iter();
    extend_chain(&mut hull, lower, 1);
    let turn = hull.len();
    extend_chain(&mut hull, points.iter().rev().skip(1), turn);
    hull.pop();
    hull
}

/// Adds points to the chain, dropping those that do not turn left; the first `fixed` stay.
fn extend_chain<'a, T: Scalar>(
    hull: &mut Vec<[T; 2]>,
    points: impl Iterator<Item = &'a [T; 2]>,
    fixed: usize,
) {
    for point in points {
        while hull.len() > fixed {
            let (a, b) = (&hull[hull.len() - 2], &hull[hull.len() - 1]);
            if orientation(a, b, point) > T::zero() {
                break;
            }
            hull.pop();
        }
        hull.push(point.clone());
    }
}

/// Lexicographic order; numbers are finite by construction.
pub(super) fn compare<T: Scalar>(a: &[T; 2], b: &[T; 2]) -> Ordering {
    let by = |x: &T, y: &T| x.partial_cmp(y).unwrap_or(Ordering::Equal);
    by(&a[0], &b[0]).then_with(|| by(&a[1], &b[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collinear_and_repeated_points_leave_no_trace() {
        let points = vec![[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [2.0, 2.0], [0.0, 0.0]];
        assert_eq!(convex_hull(points), vec![[0.0, 0.0], [2.0, 2.0]]);
        assert_eq!(convex_hull(vec![[3.0, 1.0]; 4]), vec![[3.0, 1.0]]);
        assert!(convex_hull(Vec::<[f64; 2]>::new()).is_empty());
        let square = vec![[1.0, 0.0], [0.0, 0.0], [0.5, 0.0], [1.0, 1.0], [0.0, 1.0], [0.5, 0.5]];
        assert_eq!(convex_hull(square), vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]);
    }

    #[test]
    fn true_vertices_beside_a_noisy_vertical_edge_survive() {
        // An epsilon in the comparison of x would lose (-2, -2), an error of .85.
        let noisy = vec![[-2.0, 1.0], [-2.0 + 4e-16, -2.0], [-2.0, -1.0], [3.0, 0.0]];
        assert!(convex_hull(noisy).contains(&[-2.0 + 4e-16, -2.0]));
    }
}

//! Distances between convex sets in the plane, in floats.

use super::hull::orientation;

/// The Euclidean distance of a point to a convex polygon given by its counter-clockwise vertices (a
/// point, a segment and an empty list included; the distance to the empty set is infinite).
pub fn distance_to_polygon(point: [f64; 2], vertices: &[[f64; 2]]) -> f64 {
    let n = vertices.len();
    if n == 0 {
        return f64::INFINITY;
    }
    let edges = || (0..n).map(|i| (vertices[i], vertices[(i + 1) % n]));
    if n >= 3 && edges().all(|(a, b)| orientation(&a, &b, &point) >= 0.0) {
        return 0.0;
    }
    edges().map(|(a, b)| distance_to_segment(point, a, b)).fold(f64::INFINITY, f64::min)
}

fn distance_to_segment(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length } else { 0.0 };
    let t = t.clamp(0.0, 1.0);
    (p[0] - a[0] - t * dx).hypot(p[1] - a[1] - t * dy)
}

/// The Hausdorff distance of two convex polygons given by counter-clockwise vertices: zero if both are
/// empty, infinite if one is.
///
/// ```
/// use detente::geometry::hausdorff;
/// assert_eq!(hausdorff(&[[0.0, 0.0]], &[[3.0, 4.0]]), 5.0);
/// assert_eq!(hausdorff(&[], &[]), 0.0);
/// ```
pub fn hausdorff(a: &[[f64; 2]], b: &[[f64; 2]]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 0.0;
    }
    let one_sided = |from: &[[f64; 2]], to: &[[f64; 2]]| {
        if from.is_empty() {
            return f64::INFINITY;
        }
        from.iter().map(|p| distance_to_polygon(*p, to)).fold(0.0, f64::max)
    };
    one_sided(a, b).max(one_sided(b, a))
}

//! Convex polygons, degenerate ones included.

use serde::{Deserialize, Serialize};

use super::hull::{compare, convex_hull, orientation};
use crate::exact::Scalar;

/// The shape of a convex set in the plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// No point at all.
    Empty,
    /// One point.
    Point,
    /// A segment of positive length.
    Segment,
    /// A set with positive area.
    Polygon,
}

/// The points `x` with `normal . x <= bound`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HalfPlane<T> {
    /// The outer normal.
    pub normal: [T; 2],
    /// The right-hand side.
    pub bound: T,
}

impl<T: Scalar> HalfPlane<T> {
    /// Whether the point satisfies the inequality.
    pub fn contains(&self, point: &[T; 2]) -> bool {
        dot(&self.normal, point) <= self.bound
    }
}

fn dot<T: Scalar>(a: &[T; 2], b: &[T; 2]) -> T {
    a[0].clone() * &b[0] + a[1].clone() * &b[1]
}

/// A convex set in the plane by its vertices: counter-clockwise from the lexicographically least, no
/// duplicates, no three on a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Polygon<T> {
    vertices: Vec<[T; 2]>,
}

impl<T: Scalar> Polygon<T> {
    /// The convex hull of points.
    pub fn hull(points: Vec<[T; 2]>) -> Self {
        Polygon { vertices: convex_hull(points) }
    }
    /// The empty set.
    pub fn empty() -> Self {
        Polygon { vertices: Vec::new() }
    }
    /// The vertices.
    pub fn vertices(&self) -> &[[T; 2]] {
        &self.vertices
    }
    /// The vertices, owned.
    pub fn into_vertices(self) -> Vec<[T; 2]> {
        self.vertices
    }
    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.vertices.is_empty()
    }
    /// The shape.
    pub fn kind(&self) -> Kind {
        match self.vertices.len() {
            0 => Kind::Empty,
            1 => Kind::Point,
            2 => Kind::Segment,
            _ => Kind::Polygon,
        }
    }

    /// The edges as pairs of neighbouring vertices, counter-clockwise; a segment has one edge (not two),
    /// a point none.
    pub fn edges(&self) -> impl Iterator<Item = (&[T; 2], &[T; 2])> {
        let n = self.vertices.len();
        let count = if n < 2 {
            0
        } else if n == 2 {
            1
        } else {
            n
        };
        (0..count).map(move |i| (&self.vertices[i], &self.vertices[(i + 1) % n]))
    }

    /// The part with coordinate `axis` at or above a bound.
    pub fn above(&self, axis: usize, bound: &T) -> Self {
        let inside = |p: &[T; 2]| p[axis] >= *bound;
        if self.vertices.iter().all(inside) {
            return self.clone();
        }
        let mut kept: Vec<[T; 2]> = self.vertices.iter().filter(|p| inside(p)).cloned().collect();
        for (a, b) in self.edges() {
            if inside(a) != inside(b) {
                kept.push(crossing(a, b, axis, bound));
            }
        }
        Polygon::hull(kept)
    }

    /// The part within a half-plane.
    ///
    /// ```
    /// use detente::{Rational, geometry::{HalfPlane, Polygon}};
    /// let r = |n: i64| Rational::from(n);
    /// let square = Polygon::hull(vec![[r(0), r(0)], [r(2), r(0)], [r(2), r(2)], [r(0), r(2)]]);
    /// let below = HalfPlane { normal: [r(1), r(1)], bound: r(2) };
    /// assert_eq!(square.within(&below).vertices(), [[r(0), r(0)], [r(2), r(0)], [r(0), r(2)]]);
    /// ```
    pub fn within(&self, half: &HalfPlane<T>) -> Self {
        let over = |p: &[T; 2]| dot(&half.normal, p) - &half.bound;
        let zero = T::zero();
        if self.vertices.iter().all(|p| over(p) <= zero) {
            return self.clone();
        }
        let mut kept: Vec<[T; 2]> = self.vertices.iter().filter(|p| over(p) <= zero).cloned().collect();
        for (a, b) in self.edges() {
            let (left, right) = (over(a), over(b));
            if (left <= zero) != (right <= zero) {
                let t = left.clone() / (left - &right);
                let along = |axis: usize| a[axis].clone() + t.clone() * (b[axis].clone() - &a[axis]);
                kept.push([along(0), along(1)]);
            }
        }
        Polygon::hull(kept)
    }

    /// The part where coordinate `axis` equals a value: empty, a point or a segment.
    pub fn slice(&self, axis: usize, value: &T) -> Self {
        let mut on: Vec<[T; 2]> = self.vertices.iter().filter(|p| p[axis] == *value).cloned().collect();
        for (a, b) in self.edges() {
            if (a[axis] < *value && b[axis] > *value) || (a[axis] > *value && b[axis] < *value) {
                on.push(crossing(a, b, axis, value));
            }
        }
        Polygon::hull(on)
    }

    /// Whether a point belongs to the set (exact for exact numbers).
    pub fn contains(&self, point: &[T; 2]) -> bool {
        let zero = T::zero();
        match self.vertices.as_slice() {
            [] => false,
            [only] => only == point,
            [a, b] => orientation(a, b, point) == zero && between(a, point, b),
            _ => self.edges().all(|(a, b)| orientation(a, b, point) >= zero),
        }
    }

    /// The weights of at most three vertices whose mean is the point; `None` if it is outside.
    /// Exact for exact numbers.
    pub fn weights(&self, point: &[T; 2]) -> Option<Vec<(usize, T)>> {
        if let Some(vertex) = self.vertices.iter().position(|v| v == point) {
            return Some(vec![(vertex, T::one())]);
        }
        if !self.contains(point) {
            return None;
        }
        let n = self.vertices.len();
        // On an edge two vertices suffice.
        for i in 0..if n == 2 { 1 } else { n } {
            let (a, b) = (&self.vertices[i], &self.vertices[(i + 1) % n]);
            if orientation(a, b, point) == T::zero() {
                let axis = usize::from(a[0] == b[0]);
                let t = (point[axis].clone() - &a[axis]) / (b[axis].clone() - &a[axis]);
                return Some(vec![(i, T::one() - &t), ((i + 1) % n, t)]);
            }
        }
        // Else the triangle of the fan around the first vertex that holds the point.
        let origin = &self.vertices[0];
        for i in 1..n - 1 {
            let (b, c) = (&self.vertices[i], &self.vertices[i + 1]);
            let whole = orientation(origin, b, c);
            let (beta, gamma) = (orientation(origin, point, c), orientation(origin, b, point));
            if beta >= T::zero() && gamma >= T::zero() && beta.clone() + &gamma <= whole {
                let (beta, gamma) = (beta / &whole, gamma / &whole);
                let alpha = T::one() - &beta - &gamma;
                let all = [(0, alpha), (i, beta), (i + 1, gamma)];
                return Some(all.into_iter().filter(|(_, weight)| *weight > T::zero()).collect());
            }
        }
        None
    }

    /// The least value of a coordinate; `None` for the empty set.
    pub fn least(&self, axis: usize) -> Option<T> {
        self.vertices.iter().map(|v| &v[axis]).reduce(|a, b| a.smaller(b)).cloned()
    }
    /// The greatest value of a coordinate; `None` for the empty set.
    pub fn greatest(&self, axis: usize) -> Option<T> {
        self.vertices.iter().map(|v| &v[axis]).reduce(|a, b| a.larger(b)).cloned()
    }
    /// The vertex farthest in a direction (the first on ties) and its value there; `None` for the empty set.
    pub fn support(&self, direction: &[T; 2]) -> Option<(usize, T)> {
        let values = self.vertices.iter().map(|v| dot(direction, v)).enumerate();
        values.reduce(|best, next| if next.1 > best.1 { next } else { best })
    }
    /// The area.
    pub fn area(&self) -> T {
        let Some(origin) = self.vertices.first() else { return T::zero() };
        let twice = self.edges().fold(T::zero(), |sum, (a, b)| sum + orientation(origin, a, b));
        twice / (T::one() + T::one())
    }

    /// Inequalities that describe the set: one per edge of a polygon; two per edge and end of a segment;
    /// four for a point; none (and one that nothing satisfies) for the empty set.
    pub fn half_planes(&self) -> Vec<HalfPlane<T>> {
        let zero = T::zero;
        let unit = |sign: T| [[sign.clone(), zero()], [zero(), sign]];
        match self.vertices.as_slice() {
            [] => vec![HalfPlane { normal: [zero(), zero()], bound: -T::one() }],
            [p] => [unit(T::one()), unit(-T::one())]
                .into_iter()
                .flatten()
                .map(|normal| HalfPlane { bound: dot(&normal, p), normal })
                .collect(),
            [a, b] => {
                let along = [b[0].clone() - &a[0], b[1].clone() - &a[1]];
                let back = [-along[0].clone(), -along[1].clone()];
                let left = [-along[1].clone(), along[0].clone()];
                let right = [along[1].clone(), -along[0].clone()];
                [(along, b), (back, a), (left, a), (right, a)]
                    .into_iter()
                    .map(|(normal, at)| HalfPlane { bound: dot(&normal, at), normal })
                    .collect()
            }
            _ => self
                .edges()
                .map(|(a, b)| {
                    let normal = [b[1].clone() - &a[1], a[0].clone() - &b[0]];
                    HalfPlane { bound: dot(&normal, a), normal }
                })
                .collect(),
        }
    }

    /// Applies an order-preserving change (a positive affine map of each coordinate) to all vertices.
    pub fn map<S: Scalar>(&self, change: impl Fn(&[T; 2]) -> [S; 2]) -> Polygon<S> {
        Polygon::hull(self.vertices.iter().map(change).collect())
    }
}

/// Where the edge from `a` to `b`, which crosses it, meets the line `x[axis] = value`; that coordinate
/// is set to the value itself, not computed.
fn crossing<T: Scalar>(a: &[T; 2], b: &[T; 2], axis: usize, value: &T) -> [T; 2] {
    let other = 1 - axis;
    let t = (value.clone() - &a[axis]) / (b[axis].clone() - &a[axis]);
    let along = a[other].clone() + t * (b[other].clone() - &a[other]);
    if axis == 0 { [value.clone(), along] } else { [along, value.clone()] }
}

fn between<T: Scalar>(a: &[T; 2], point: &[T; 2], b: &[T; 2]) -> bool {
    compare(a, point).is_le() && compare(point, b).is_le()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rational;

    fn r(n: i64) -> Rational {
        Rational::from(n)
    }
    fn triangle() -> Polygon<Rational> {
        Polygon::hull(vec![[r(0), r(0)], [r(4), r(0)], [r(0), r(4)]])
    }

    #[test]
    fn clipping_goes_through_every_shape_down_to_the_empty_set() {
        let t = triangle();
        assert_eq!(t.above(0, &r(2)).vertices(), [[r(2), r(0)], [r(4), r(0)], [r(2), r(2)]]);
        assert_eq!(t.above(0, &r(4)).kind(), Kind::Point);
        assert_eq!(t.above(0, &r(2)).above(1, &r(2)).vertices(), [[r(2), r(2)]]);
        assert_eq!(t.above(0, &r(5)).kind(), Kind::Empty);
        let segment = t.slice(1, &r(1));
        assert_eq!(segment.vertices(), [[r(0), r(1)], [r(3), r(1)]]);
        assert_eq!(segment.above(0, &r(2)).vertices(), [[r(2), r(1)], [r(3), r(1)]]);
        assert_eq!(segment.above(1, &r(2)).kind(), Kind::Empty);
        assert_eq!(t.area(), r(8));
        assert_eq!(segment.area(), r(0));
    }

    #[test]
    fn weights_reproduce_every_point_of_the_set_and_none_outside() {
        let shapes = [
            triangle(),
            triangle().slice(0, &r(1)),
            Polygon::hull(vec![[r(1), r(1)]]),
            Polygon::hull(vec![[r(0), r(0)], [r(5), r(1)], [r(6), r(4)], [r(2), r(6)], [r(-1), r(3)]]),
        ];
        for shape in shapes {
            for x in -4..14 {
                for y in -4..14 {
                    let point = [Rational::new(x, 2), Rational::new(y, 2)];
                    let inside = shape.half_planes().iter().all(|h| h.contains(&point));
                    assert_eq!(shape.contains(&point), inside);
                    let Some(weights) = shape.weights(&point) else {
                        assert!(!inside);
                        continue;
                    };
                    assert!(inside && weights.iter().all(|(_, w)| w.is_positive()));
                    assert_eq!(weights.iter().map(|(_, w)| w).sum::<Rational>(), r(1));
                    for axis in 0..2 {
                        let mean: Rational =
                            weights.iter().map(|(i, w)| w * &shape.vertices()[*i][axis]).sum();
                        assert_eq!(mean, point[axis]);
                    }
                }
            }
        }
        assert!(Polygon::<Rational>::empty().half_planes().iter().any(|h| !h.contains(&[r(0), r(0)])));
    }
}

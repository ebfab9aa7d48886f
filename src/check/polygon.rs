//! Exact convex polygons: hull, clipping, membership. A point, a segment and the empty set are polygons.

use std::cmp::Ordering;

use crate::exact::Rational;

/// A point of the plane of payoffs.
pub(super) type Point = [Rational; 2];

/// A convex polygon by its vertices: minimal, counter-clockwise from the lexicographically least.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Polygon {
    pub(super) vertices: Vec<Point>,
}

/// Twice the signed area of the triangle `a b c`: positive for a left turn.
fn turn(a: &Point, b: &Point, c: &Point) -> Rational {
    (&b[0] - &a[0]) * (&c[1] - &a[1]) - (&b[1] - &a[1]) * (&c[0] - &a[0])
}

impl Polygon {
    /// The convex hull of any points, in any order (Andrew 1979).
    pub(super) fn hull(mut points: Vec<Point>) -> Self {
        points.sort();
        points.dedup();
        if points.len() < 3 {
            return Polygon { vertices: points };
        }
        let half = |points: &mut dyn Iterator<Item = &Point>| {
            let mut chain: Vec<Point> = Vec::new();
            for point in points {
                while let [.., a, b] = chain.as_slice() {
                    if turn(a, b, point).is_positive() {
                        break;
                    }
                    chain.pop();
                }
                chain.push(point.clone());
            }
            chain.pop();
            chain
        };
        let mut vertices = half(&mut points.iter());
        vertices.extend(half(&mut points.iter().rev()));
        Polygon { vertices }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.vertices.is_empty()
    }

    /// Whether a point lies in the polygon, border included.
    pub(super) fn contains(&self, point: &Point) -> bool {
        match self.vertices.as_slice() {
            [] => false,
            [only] => only == point,
            [a, b] => {
                // Along the segment the coordinates are ordered, and lexicographic order follows them.
                turn(a, b, point).is_zero() && a <= point && point <= b
            }
            vertices => {
                let closed = vertices.iter().zip(vertices.iter().cycle().skip(1));
                closed.into_iter().all(|(a, b)| !turn(a, b, point).is_negative())
            }
        }
    }

    /// The part in which the coordinate is at least the bound (Sutherland and Hodgman 1974).
    pub(super) fn at_least(&self, axis: usize, bound: &Rational) -> Self {
        let vertices = &self.vertices;
        let mut kept = Vec::new();
        for (a, b) in vertices.iter().zip(vertices.iter().cycle().skip(1)) {
            if &a[axis] >= bound {
                kept.push(a.clone());
            }
            let sides = (a[axis].cmp(bound), b[axis].cmp(bound));
            if matches!(sides, (Ordering::Less, Ordering::Greater) | (Ordering::Greater, Ordering::Less)) {
                let share = (bound - &a[axis]) / (&b[axis] - &a[axis]);
                let other = 1 - axis;
                let mut crossing = a.clone();
                crossing[axis] = bound.clone();
                crossing[other] = &a[other] + (&b[other] - &a[other]) * share;
                kept.push(crossing);
            }
        }
        Polygon::hull(kept)
    }

    /// The largest value of `normal . x` over the polygon; `None` if it is empty.
    pub(super) fn support(&self, normal: &Point) -> Option<Rational> {
        self.vertices.iter().map(|point| &normal[0] * &point[0] + &normal[1] * &point[1]).max()
    }

    /// The least value of a coordinate; `None` if the polygon is empty.
    pub(super) fn least(&self, axis: usize) -> Option<Rational> {
        self.vertices.iter().map(|point| point[axis].clone()).min()
    }

    /// Bits of the longest coordinate.
    pub(super) fn bits(&self) -> usize {
        super::budget::widest(self.vertices.iter().flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(list: &[(i64, i64)]) -> Vec<Point> {
        list.iter().map(|&(x, y)| [x.into(), y.into()]).collect()
    }

    #[test]
    fn the_hull_is_minimal_ordered_and_indifferent_to_the_order_given() {
        let hull = Polygon::hull(points(&[(5, 0), (1, 1), (3, 3), (0, 5), (3, 3), (2, 2)]));
        assert_eq!(hull.vertices, points(&[(0, 5), (1, 1), (5, 0), (3, 3)]));
        let flat = Polygon::hull(points(&[(2, 2), (0, 0), (1, 1)]));
        assert_eq!(flat.vertices, points(&[(0, 0), (2, 2)]));
    }

    #[test]
    fn membership_counts_the_border_and_nothing_beyond() {
        let square = Polygon::hull(points(&[(0, 0), (2, 0), (2, 2), (0, 2)]));
        assert!(square.contains(&[2.into(), 1.into()]));
        assert!(!square.contains(&[Rational::new(2_000_000_001, 1_000_000_000), 1.into()]));
        let segment = Polygon::hull(points(&[(0, 2), (2, 0)]));
        assert!(segment.contains(&[1.into(), 1.into()]));
        assert!(!segment.contains(&[3.into(), (-1).into()]) && !segment.contains(&[1.into(), 0.into()]));
        assert!(!Polygon::hull(vec![]).contains(&[0.into(), 0.into()]));
    }

    #[test]
    fn clipping_a_polygon_a_segment_and_a_point() {
        let square = Polygon::hull(points(&[(0, 0), (2, 0), (2, 2), (0, 2)]));
        assert_eq!(square.at_least(0, &1.into()).vertices, points(&[(1, 0), (2, 0), (2, 2), (1, 2)]));
        assert_eq!(square.at_least(1, &2.into()).vertices, points(&[(0, 2), (2, 2)]));
        assert!(square.at_least(0, &3.into()).is_empty());
        let segment = Polygon::hull(points(&[(0, 2), (2, 0)]));
        assert_eq!(segment.at_least(0, &1.into()).vertices, points(&[(1, 1), (2, 0)]));
        let point = Polygon::hull(points(&[(1, 1)]));
        assert_eq!(point.at_least(0, &1.into()).vertices, points(&[(1, 1)]));
        assert!(point.at_least(0, &2.into()).is_empty());
    }
}

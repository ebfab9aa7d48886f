//! A convex polygon read along one coordinate: the range of the other coordinate over a thin strip.

use super::hull::turn;

/// Where a chain bends: its value there and its slope from there on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Knot {
    pub(super) at: f64,
    pub(super) value: f64,
    pub(super) slope: f64,
}

/// The lower or the upper boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Low,
    High,
}

impl Knot {
    fn value_at(&self, at: f64) -> f64 {
        self.value + (at - self.at) * self.slope
    }
}

/// The lower and the upper boundary of a polygon as functions of one coordinate. Buffers are kept when
/// it is rebuilt, and a look-up divides nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    low: Vec<Knot>,
    high: Vec<Knot>,
    points: Vec<[f64; 2]>,
}

impl Section {
    /// Reads the hull of points along coordinate `axis`.
    pub(super) fn rebuild(&mut self, points: impl Iterator<Item = [f64; 2]>, axis: usize) {
        let along = points.map(|p| [p[axis], p[1 - axis]]);
        self.points.clear();
        self.points.extend(along);
        self.points.sort_unstable_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        chain(&mut self.low, &self.points, 1.0);
        chain(&mut self.high, &self.points, -1.0);
    }

    /// The points it was built from, this coordinate first.
    pub(super) fn points(&self) -> &[[f64; 2]] {
        &self.points
    }

    /// The range of the other coordinate where this one lies in `[from, to]`; `None` if the polygon
    /// misses the strip.
    pub(super) fn over(&self, from: f64, to: f64) -> Option<[f64; 2]> {
        let (first, last) = (self.low.first()?.at, self.low.last()?.at);
        if to < first || from > last {
            return None;
        }
        let (a, b) = (from.max(first), to.min(last));
        Some([extreme(&self.low, a, b, f64::min), extreme(&self.high, a, b, f64::max)])
    }

    /// A line that supports the boundary near a position: nowhere above the lower one, nowhere below the
    /// upper one. For the empty set a level line at zero.
    pub(super) fn tangent(&self, at: f64, side: Side) -> Knot {
        let knots = if side == Side::Low { &self.low } else { &self.high };
        match knots.as_slice() {
            [] => Knot { at: 0.0, value: 0.0, slope: 0.0 },
            [only] => *only,
            // The last knot begins no piece.
            [pieces @ .., _] => pieces[piece(pieces, at)],
        }
    }

    /// Whether a point lies in the polygon, up to a few units of rounding.
    pub(super) fn contains(&self, point: [f64; 2]) -> bool {
        let (Some(first), Some(last)) = (self.low.first(), self.low.last()) else { return false };
        let at = point[0];
        let value = |knots: &[Knot]| knots[piece(knots, at)].value_at(at);
        at >= first.at && at <= last.at && point[1] >= value(&self.low) && point[1] <= value(&self.high)
    }
}

/// The last knot at or before a position.
fn piece(knots: &[Knot], at: f64) -> usize {
    let mut found = 0;
    while found + 1 < knots.len() && knots[found + 1].at <= at {
        found += 1;
    }
    found
}

fn extreme(knots: &[Knot], a: f64, b: f64, better: impl Fn(f64, f64) -> f64) -> f64 {
    let mut at = piece(knots, a);
    let mut best = knots[at].value_at(a);
    while at + 1 < knots.len() && knots[at + 1].at <= b {
        at += 1;
        best = better(best, knots[at].value);
    }
    better(best, knots[at].value_at(b))
}

/// The lower boundary (`side` 1) or the upper one (`side` -1) of points in lexicographic order.
fn chain(knots: &mut Vec<Knot>, points: &[[f64; 2]], side: f64) {
    knots.clear();
    for &[at, value] in points {
        if knots.last().is_some_and(|last| last.at == at) {
            if side > 0.0 {
                continue; // The lowest of a vertical edge came first.
            }
            knots.pop();
        }
        while let [.., a, b] = knots.as_slice() {
            if side * turn([a.at, a.value], [b.at, b.value], [at, value]) > 0.0 {
                break;
            }
            knots.pop();
        }
        knots.push(Knot { at, value, slope: 0.0 });
    }
    for i in 1..knots.len() {
        let (a, b) = (knots[i - 1], knots[i]);
        knots[i - 1].slope = (b.value - a.value) / (b.at - a.at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn along(points: &[[f64; 2]], axis: usize) -> Section {
        let mut section = Section::default();
        section.rebuild(points.iter().copied(), axis);
        section
    }

    #[test]
    fn a_section_gives_the_range_on_lines_and_over_strips_that_hold_vertices() {
        let kite = [[0.0, 0.0], [1.0, -2.0], [4.0, 1.0], [1.0, 1.0]];
        let section = along(&kite, 0);
        assert_eq!(section.over(0.5, 0.5), Some([-1.0, 0.5]));
        assert_eq!(section.over(0.5, 2.5), Some([-2.0, 1.0]));
        assert_eq!(section.over(-3.0, 0.0), Some([0.0, 0.0]));
        assert_eq!(section.over(4.5, 5.0), None);
        assert!(section.contains([4.0, 1.0]) && !section.contains([0.0, 0.5]));
        let tangent = |at, side| {
            let Knot { at, value, slope } = section.tangent(at, side);
            (at, value, slope)
        };
        assert_eq!(tangent(0.5, Side::High), (0.0, 0.0, 1.0));
        assert_eq!(tangent(9.0, Side::Low), (1.0, -2.0, 1.0));
        assert_eq!(along(&kite, 1).over(0.0, 0.0), Some([0.0, 3.0]));
    }

    #[test]
    fn vertical_edges_points_and_segments_are_ordinary() {
        let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
        for axis in 0..2 {
            assert_eq!(along(&square, axis).over(0.0, 0.0), Some([0.0, 1.0]));
            assert_eq!(along(&square, axis).over(1.0, 2.0), Some([0.0, 1.0]));
        }
        let upright = along(&[[2.0, 0.0], [2.0, 3.0]], 0);
        assert_eq!(upright.over(2.0, 2.0), Some([0.0, 3.0]));
        assert_eq!(upright.over(2.1, 2.2), None);
        assert_eq!(along(&[[2.0, 3.0]], 1).over(3.0, 3.0), Some([2.0, 2.0]));
        assert_eq!(along(&[], 0).over(0.0, 1.0), None);
    }
}

//! What a hull leaves of the set that it lies in.
//!
//! Let `V(u)` lie in `W`, let the hull `H` hold some of the next set, and let no point of `V(u)` lie
//! below a floor. `W` above the floor, less `H`, is a few pieces, each cut off by a chord of `H`: where
//! the boundary of `W` leaves `H` and where it comes back. A box around each piece tells where the next
//! set can still reach beyond `H`; a profile whose payoff and whose constraint lines miss every box adds
//! nothing, however much it contributes. In particular, no box means that `H` is the next set.

use super::hull::turn;
use super::operator::Vertex;

/// Least and greatest corner.
pub(super) type Gap = [[f64; 2]; 2];

/// A point counts as inside only if it is by this much, which is more than the rounding of the test.
const INSIDE: f64 = 1e-14;

/// Finds the pieces; the buffers stay.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    clipped: Vec<[f64; 2]>,
    spare: Vec<[f64; 2]>,
    held: Vec<bool>,
    boxes: Vec<Gap>,
}

impl Gaps {
    /// Boxes around the pieces of a set above a floor that a hull leaves out, wider by `near`.
    pub(super) fn find(&mut self, set: &[Vertex], hull: &[Vertex], floor: [f64; 2], near: f64) -> &[Gap] {
        self.boxes.clear();
        self.clipped.clear();
        self.clipped.extend(set.iter().map(|v| v.at));
        for axis in 0..2 {
            clip(&self.clipped, &mut self.spare, axis, floor[axis]);
            std::mem::swap(&mut self.clipped, &mut self.spare);
        }
        let points = &self.clipped;
        let n = points.len();
        self.held.clear();
        self.held.extend(points.iter().map(|&p| holds(hull, p)));
        let Some(first) = self.held.iter().position(|&held| held) else {
            if n > 0 {
                self.boxes.push(around(points.iter().copied(), near));
            }
            return &self.boxes;
        };
        let mut at = 1;
        while at <= n {
            let begin = at;
            while at <= n && !self.held[(first + at) % n] {
                at += 1;
            }
            if at > begin {
                let point = |k: usize| points[(first + k) % n];
                let ends = [
                    leaves(hull, point(begin - 1), point(begin)),
                    leaves(hull, point(at % n), point(at - 1)),
                ];
                self.boxes.push(around((begin..at).map(point).chain(ends), near));
            }
            at += 1;
        }
        &self.boxes
    }
}

fn around(points: impl Iterator<Item = [f64; 2]>, near: f64) -> Gap {
    let mut found = [[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]];
    for p in points {
        for i in 0..2 {
            found[0][i] = found[0][i].min(p[i] - near);
            found[1][i] = found[1][i].max(p[i] + near);
        }
    }
    found
}

/// The part of a polygon where a coordinate is at least `floor`.
fn clip(points: &[[f64; 2]], out: &mut Vec<[f64; 2]>, axis: usize, floor: f64) {
    out.clear();
    for (k, &a) in points.iter().enumerate() {
        let b = points[(k + 1) % points.len()];
        if a[axis] >= floor {
            out.push(a);
        }
        if (a[axis] < floor) != (b[axis] < floor) {
            let share = (floor - a[axis]) / (b[axis] - a[axis]);
            let mut cut = [floor; 2];
            cut[1 - axis] = a[1 - axis] + share * (b[1 - axis] - a[1 - axis]);
            out.push(cut);
        }
    }
}

/// By how much a point lies to the left of an edge, less the margin.
fn left(hull: &[Vertex], edge: usize, point: [f64; 2]) -> f64 {
    let (a, b) = (hull[edge].at, hull[(edge + 1) % hull.len()].at);
    turn(a, b, point) - INSIDE * ((b[0] - a[0]).abs() + (b[1] - a[1]).abs())
}

/// Whether a point is a vertex of the hull or safely inside.
fn holds(hull: &[Vertex], point: [f64; 2]) -> bool {
    hull.iter().any(|v| v.at == point)
        || (hull.len() > 2 && (0..hull.len()).all(|edge| left(hull, edge, point) >= 0.0))
}

/// The last point on the way from a held point to another that is safely inside; the held point itself
/// where the way leads outside at once.
fn leaves(hull: &[Vertex], from: [f64; 2], to: [f64; 2]) -> [f64; 2] {
    if hull.len() < 3 {
        return from;
    }
    let mut stretch = [0.0f64, 1.0];
    for edge in 0..hull.len() {
        let (here, there) = (left(hull, edge, from), left(hull, edge, to));
        match (here >= 0.0, there >= 0.0) {
            (true, true) => {}
            (true, false) => stretch[1] = stretch[1].min(here / (here - there)),
            (false, true) => stretch[0] = stretch[0].max(here / (here - there)),
            (false, false) => return from,
        }
    }
    if stretch[0] <= stretch[1] { [0, 1].map(|i| from[i] + stretch[1] * (to[i] - from[i])) } else { from }
}

#[cfg(test)]
mod tests {
    use super::super::hull::hull_in_place;
    use super::super::operator::Origin;
    use super::*;

    fn hull(points: &[[f64; 2]]) -> Vec<Vertex> {
        let mut hull: Vec<Vertex> =
            points.iter().map(|&at| Vertex { at, profile: 0, origin: Origin::Feasible }).collect();
        hull_in_place(&mut hull);
        hull
    }

    #[test]
    fn the_same_set_leaves_nothing_and_a_corner_leaves_its_box() {
        let mut gaps = Gaps::default();
        let square = hull(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]);
        assert!(gaps.find(&square, &square, [-1.0; 2], 0.0).is_empty());
        let cut = hull(&[[0.0, 0.0], [1.0, 0.0], [1.0, 0.5], [0.5, 1.0], [0.0, 1.0]]);
        assert_eq!(gaps.find(&square, &cut, [-1.0; 2], 0.0), [[[0.0, 0.0], [1.0, 1.0]]]);
        // What lies below the floor does not count.
        assert!(gaps.find(&square, &cut, [-1.0, 0.0], 0.0).len() == 1);
        let low = hull(&[[0.0, 0.25], [1.0, 0.25], [1.0, 1.0], [0.0, 1.0]]);
        let found = gaps.find(&square, &low, [0.0, 0.25], 0.0);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn every_point_outside_the_hull_lies_in_a_box() {
        let mut state = 9u64;
        let mut next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as f64 / 2f64.powi(31)
        };
        let mut gaps = Gaps::default();
        for round in 0..200 {
            let grid = [4.0, 1e9][round % 2];
            let mut draw = || [(next() * grid).round() / grid, (next() * grid).round() / grid];
            let points: Vec<[f64; 2]> = (0..12).map(|_| draw()).collect();
            let set = hull(&points);
            // Some vertices of the set, and points inside it.
            let part = hull(&points[(round % 5)..(6 + round % 6)]);
            let floor = [0.25, 0.1];
            let boxes = gaps.find(&set, &part, floor, 0.0).to_vec();
            for _ in 0..200 {
                let p = draw();
                let outside = |hull: &[Vertex]| {
                    let n = hull.len();
                    (0..n).any(|k| turn(hull[k].at, hull[(k + 1) % n].at, p) < -1e-9)
                };
                if set.len() > 2 && !outside(&set) && outside(&part) && (0..2).all(|i| p[i] >= floor[i]) {
                    let boxed = |b: &Gap| (0..2).all(|i| p[i] >= b[0][i] - 1e-12 && p[i] <= b[1][i] + 1e-12);
                    assert!(boxes.iter().any(boxed), "{p:?} {boxes:?}");
                }
            }
        }
    }
}

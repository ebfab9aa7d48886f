//! Hulls of marked points, and a hull that grows while points stream by.

use super::operator::{Origin, Vertex};
use super::section::Section;

pub(super) fn turn(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// The convex hull, counter-clockwise from the lexicographically least vertex, in the same buffer. Of
/// two equal points the one that is played for ever stays, whose payoff is exact.
pub(super) fn hull_in_place(points: &mut Vec<Vertex>) {
    points.sort_unstable_by(|a, b| {
        let key = |v: &Vertex| (v.origin != Origin::Forever, v.profile);
        a.at[0].total_cmp(&b.at[0]).then(a.at[1].total_cmp(&b.at[1])).then_with(|| key(a).cmp(&key(b)))
    });
    points.dedup_by(|a, b| a.at == b.at);
    let n = points.len();
    if n <= 2 {
        return;
    }
    // The upper chain is kept behind the lower one: the lower chain overwrites the front in place.
    let mut upper: Vec<Vertex> = Vec::with_capacity(8);
    for &point in points.iter().rev() {
        while upper.len() >= 2 && turn(upper[upper.len() - 2].at, upper[upper.len() - 1].at, point.at) <= 0.0
        {
            upper.pop();
        }
        upper.push(point);
    }
    let mut size = 0;
    for i in 0..n {
        let point = points[i];
        while size >= 2 && turn(points[size - 2].at, points[size - 1].at, point.at) <= 0.0 {
            size -= 1;
        }
        points[size] = point;
        size += 1;
    }
    points.truncate(size);
    points.extend(&upper[1..upper.len() - 1]);
}

/// A hull that grows: a point inside what is known is dropped at the cost of a few comparisons, the
/// others wait until enough of them have come together for a new hull (compare Akl and Toussaint 1978,
/// who drop the points inside one quadrilateral).
#[derive(Debug, Default)]
pub(super) struct Growing {
    hull: Vec<Vertex>,
    waiting: Vec<Vertex>,
    /// The hull read along either coordinate.
    pub(super) sections: [Section; 2],
    /// A box inside the hull: its least and its greatest corner.
    pub(super) inside: [[f64; 2]; 2],
    patience: usize,
    many: bool,
    lines: bool,
}

/// Points that may wait before the first hull, and at most.
const WAITING: [usize; 2] = [48, 1024];

impl Growing {
    /// Starts anew, for some hundreds of points.
    pub(super) fn clear(&mut self) {
        self.hull.clear();
        self.waiting.clear();
        self.patience = WAITING[0];
        self.inside = NOWHERE;
        (self.many, self.lines) = (false, false);
        for (axis, section) in self.sections.iter_mut().enumerate() {
            section.rebuild(std::iter::empty(), axis);
        }
    }

    /// Starts anew, for so many points that the second section and the box inside pay.
    pub(super) fn clear_for_many(&mut self) {
        self.clear();
        (self.many, self.lines) = (true, true);
    }

    /// Starts anew, to be read along both coordinates.
    pub(super) fn clear_for_lines(&mut self) {
        self.clear();
        self.lines = true;
    }

    /// The hull at the last [`Growing::merge`].
    pub(super) fn hull(&self) -> &[Vertex] {
        &self.hull
    }

    /// Whether a point is known to add nothing.
    pub(super) fn covers(&self, at: [f64; 2]) -> bool {
        let [least, most] = &self.inside;
        (at[0] >= least[0] && at[0] <= most[0] && at[1] >= least[1] && at[1] <= most[1])
            || self.sections[0].contains(at)
    }

    /// Takes a point in; true if enough are waiting for [`Growing::merge`].
    pub(super) fn push(&mut self, point: Vertex) -> bool {
        // A stage payoff replaces a vertex at the same place that is only known up to rounding.
        let covered = self.covers(point.at)
            && !(point.origin == Origin::Forever
                && self.hull.iter().any(|v| v.at == point.at && v.origin != Origin::Forever));
        if !covered {
            self.waiting.push(point);
        }
        self.waiting.len() >= self.patience
    }

    /// The hull of everything so far, ready to drop what lies inside; false if nothing was waiting.
    pub(super) fn merge(&mut self) -> bool {
        if self.waiting.is_empty() {
            return false;
        }
        self.hull.append(&mut self.waiting);
        hull_in_place(&mut self.hull);
        self.sections[0].rebuild(self.hull.iter().map(|v| v.at), 0);
        if self.lines {
            self.sections[1].rebuild(self.hull.iter().map(|v| v.at), 1);
        }
        if self.many {
            self.inside = inner_box(&self.hull, &self.sections[0]);
        }
        self.patience = (2 * self.patience).min(WAITING[1]);
        true
    }

    /// Hands over the vertices of the hull; the buffers stay.
    pub(super) fn finish(&mut self, out: &mut Vec<Vertex>) {
        if !self.waiting.is_empty() {
            self.hull.append(&mut self.waiting);
            hull_in_place(&mut self.hull);
        }
        out.clear();
        out.extend_from_slice(&self.hull);
    }
}

const NOWHERE: [[f64; 2]; 2] = [[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]];

/// A large box inside a polygon, around the middle of its extent or the mean of its vertices.
fn inner_box(hull: &[Vertex], section: &Section) -> [[f64; 2]; 2] {
    if hull.len() < 3 {
        return NOWHERE;
    }
    let by = |i: usize, pick: fn(f64, f64) -> f64| hull.iter().map(|v| v.at[i]).reduce(pick).unwrap_or(0.0);
    let (least, most) = ([0, 1].map(|i| by(i, f64::min)), [0, 1].map(|i| by(i, f64::max)));
    let middle = [0, 1].map(|i| 0.5 * (least[i] + most[i]));
    let mean = [0, 1].map(|i| hull.iter().map(|v| v.at[i]).sum::<f64>() / hull.len() as f64);
    for share in [0.99, 0.96, 0.9, 0.8, 0.7, 0.55, 0.4, 0.2] {
        for centre in [middle, mean] {
            let reach = [0, 1].map(|i| 0.5 * share * (most[i] - least[i]));
            let corner = |x: f64, y: f64| [centre[0] + x * reach[0], centre[1] + y * reach[1]];
            if [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)]
                .into_iter()
                .all(|(x, y)| section.contains(corner(x, y)))
            {
                return [corner(-1.0, -1.0), corner(1.0, 1.0)];
            }
        }
    }
    NOWHERE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_growing_hull_is_the_hull_of_all_its_points() {
        let mut state = 5u64;
        let mut next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as f64 / 2f64.powi(31)
        };
        for round in 0..40 {
            // Grids have ties and collinear points, clouds have none; some are flat.
            let steps = [3.0, 10.0, 1e9][round % 3];
            let points: Vec<Vertex> = (0..400)
                .map(|i| {
                    let x = (next() * steps).round() / steps;
                    let y = if round % 7 == 0 { 1.0 - x } else { (next() * steps).round() / steps };
                    Vertex { at: [x, y], profile: i, origin: Origin::Feasible }
                })
                .collect();
            let mut growing = Growing::default();
            growing.clear_for_many();
            for &point in &points {
                if growing.push(point) {
                    growing.merge();
                }
            }
            let (mut found, mut expected) = (Vec::new(), points);
            growing.finish(&mut found);
            hull_in_place(&mut expected);
            let places = |list: &[Vertex]| list.iter().map(|v| v.at).collect::<Vec<_>>();
            let distance = crate::geometry::hausdorff(&places(&found), &places(&expected));
            assert!(distance < 1e-15, "{distance}");
        }
    }
}

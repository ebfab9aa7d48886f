//! Polytopes in any dimension, exactly: by vertices and by inequalities.
//!
//! Facets of a hull and vertices of an intersection are the extreme rays of cones given by inequalities,
//! found by the double description method (Motzkin, Raiffa, Thompson and Thrall 1953; Fukuda and Prodon
//! 1996): one inequality after the other, two neighbouring rays on either side give a new one. Hulls that
//! are flat are handled in coordinates of their affine hull. Exact for any rational input; the cost grows
//! with the number of faces, which is moderate up to four or five dimensions.

use serde::{Deserialize, Serialize};

use super::cone::extreme_rays;
use crate::exact::Rational;

/// An inequality `normal . x <= bound`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HalfSpace {
    /// The outer normal.
    pub normal: Vec<Rational>,
    /// The right-hand side.
    pub bound: Rational,
}

impl HalfSpace {
    /// Whether a point satisfies the inequality.
    pub fn contains(&self, point: &[Rational]) -> bool {
        dot(&self.normal, point) <= self.bound
    }
}

/// A bounded convex set by its vertices and its inequalities, both minimal, and the equations of its
/// affine hull. The empty set has no vertices.
///
/// ```
/// use detente::{Rational, geometry::Polytope};
/// let r = |n: i64| Rational::from(n);
/// let corners = [[0, 0, 0], [2, 0, 0], [0, 2, 0], [0, 0, 2]].map(|p| p.map(r).to_vec());
/// let simplex = Polytope::hull(&corners);
/// assert_eq!((simplex.vertices().len(), simplex.facets().len(), simplex.dimension()), (4, 4, Some(3)));
/// let tip = simplex.above(2, &r(1));
/// assert!(tip.contains(&[r(0), r(1), r(1)]) && !tip.contains(&[r(1), r(1), r(0)]));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Polytope {
    vertices: Vec<Vec<Rational>>,
    facets: Vec<HalfSpace>,
    equations: Vec<HalfSpace>,
}

impl Polytope {
    /// The convex hull of points of equal length.
    pub fn hull(points: &[Vec<Rational>]) -> Self {
        let mut points = points.to_vec();
        points.sort();
        points.dedup();
        let Some(first) = points.first() else { return Self::empty() };
        let frame = Frame::of(&points);
        // (h, c) with h . p <= c for all points, in the frame's coordinates.
        let centre: Vec<Rational> = {
            let count = Rational::from(points.len());
            (0..first.len()).map(|i| points.iter().map(|p| &p[i]).sum::<Rational>() / &count).collect()
        };
        let distance =
            |p: &Vec<Rational>| -> Rational { p.iter().zip(&centre).map(|(x, c)| (x - c).abs()).sum() };
        let mut far = points.clone();
        // Far points first: those inside what is known cost little.
        far.sort_by_cached_key(|p| -distance(p));
        let cone: Vec<Vec<Rational>> = far
            .iter()
            .map(|p| frame.free.iter().map(|&i| p[i].clone()).chain([-Rational::ONE]).collect())
            .collect();
        let rays = extreme_rays(&cone, frame.free.len() + 1);
        let mut facets: Vec<HalfSpace> = rays
            .into_iter()
            .filter(|ray| ray[..frame.free.len()].iter().any(|x| !x.is_zero()))
            .map(|ray| {
                let mut normal = vec![Rational::ZERO; first.len()];
                frame.free.iter().zip(&ray).for_each(|(&i, x)| normal[i] = x.clone());
                HalfSpace { normal, bound: ray[frame.free.len()].clone() }
            })
            .collect();
        facets.sort_by(|a, b| (&a.normal, &a.bound).cmp(&(&b.normal, &b.bound)));
        let rank = |p: &&Vec<Rational>| {
            let tight: Vec<Vec<Rational>> =
                facets.iter().filter(|f| dot(&f.normal, p) == f.bound).map(|f| f.normal.clone()).collect();
            rank_of(&tight) == frame.free.len()
        };
        let vertices = points.iter().filter(rank).cloned().collect();
        Polytope { vertices, facets, equations: frame.equations }
    }

    /// The empty set.
    pub fn empty() -> Self {
        Polytope { vertices: Vec::new(), facets: Vec::new(), equations: Vec::new() }
    }

    /// The vertices, in lexicographic order.
    pub fn vertices(&self) -> &[Vec<Rational>] {
        &self.vertices
    }
    /// One inequality per facet.
    pub fn facets(&self) -> &[HalfSpace] {
        &self.facets
    }
    /// The equations `normal . x = bound` of the affine hull; none if it is the whole space.
    pub fn equations(&self) -> &[HalfSpace] {
        &self.equations
    }
    /// Whether there is no point.
    pub fn is_empty(&self) -> bool {
        self.vertices.is_empty()
    }
    /// The dimension; `None` for the empty set.
    pub fn dimension(&self) -> Option<usize> {
        self.vertices.first().map(|v| v.len() - self.equations.len())
    }
    /// Whether a point belongs to the set, border included.
    pub fn contains(&self, point: &[Rational]) -> bool {
        !self.is_empty()
            && self.facets.iter().all(|f| f.contains(point))
            && self.equations.iter().all(|e| dot(&e.normal, point) == e.bound)
    }
    /// A point in the relative interior: the mean of the vertices.
    pub fn centre(&self) -> Option<Vec<Rational>> {
        let first = self.vertices.first()?;
        let count = Rational::from(self.vertices.len());
        Some(
            (0..first.len())
                .map(|i| self.vertices.iter().map(|v| &v[i]).sum::<Rational>() / &count)
                .collect(),
        )
    }

    /// The part in which a coordinate is at least a bound.
    pub fn above(&self, axis: usize, bound: &Rational) -> Self {
        let (kept, cut): (Vec<_>, Vec<_>) = self.vertices.iter().cloned().partition(|v| v[axis] >= *bound);
        if cut.is_empty() {
            return self.clone();
        }
        let mut points = kept.clone();
        // Edges: two vertices on at least dimension - 1 facets of independent normals.
        let edges_need = self.dimension().unwrap_or(0).saturating_sub(1);
        for a in kept.iter().filter(|a| a[axis] > *bound) {
            for b in &cut {
                let shared: Vec<Vec<Rational>> = self
                    .facets
                    .iter()
                    .filter(|f| dot(&f.normal, a) == f.bound && dot(&f.normal, b) == f.bound)
                    .map(|f| f.normal.clone())
                    .collect();
                if rank_of(&shared) < edges_need {
                    continue;
                }
                let share = (bound - &a[axis]) / (&b[axis] - &a[axis]);
                let mut crossing: Vec<Rational> =
                    a.iter().zip(b).map(|(x, y)| x + (y - x) * &share).collect();
                crossing[axis] = bound.clone();
                points.push(crossing);
            }
        }
        Self::hull(&points)
    }
}

/// Coordinates in which a hull has full dimension.
struct Frame {
    free: Vec<usize>,
    equations: Vec<HalfSpace>,
}

impl Frame {
    fn of(points: &[Vec<Rational>]) -> Self {
        let origin = &points[0];
        let n = origin.len();
        // A basis of the directions, reduced, by its pivots.
        let mut rows: Vec<(usize, Vec<Rational>)> = Vec::new();
        for point in points {
            let mut row: Vec<Rational> = point.iter().zip(origin).map(|(a, b)| a - b).collect();
            rows.iter().for_each(|(pivot, known)| eliminate(&mut row, known, *pivot));
            let Some(pivot) = row.iter().position(|x| !x.is_zero()) else { continue };
            let size = row[pivot].clone();
            row.iter_mut().for_each(|x| *x = &*x / &size);
            rows.iter_mut().for_each(|(_, known)| eliminate(known, &row, pivot));
            rows.push((pivot, row));
            if rows.len() == n {
                break;
            }
        }
        let mut free: Vec<usize> = rows.iter().map(|(pivot, _)| *pivot).collect();
        free.sort_unstable();
        let equation = |i: usize| {
            let mut normal = vec![Rational::ZERO; n];
            normal[i] = Rational::ONE;
            rows.iter().for_each(|(pivot, row)| normal[*pivot] = -&row[i]);
            let bound = dot(&normal, origin);
            HalfSpace { normal, bound }
        };
        let equations = (0..n).filter(|i| !free.contains(i)).map(equation).collect();
        Frame { free, equations }
    }
}

fn eliminate(row: &mut [Rational], by: &[Rational], pivot: usize) {
    let factor = row[pivot].clone();
    if !factor.is_zero() {
        row.iter_mut().zip(by).filter(|(_, y)| !y.is_zero()).for_each(|(x, y)| *x -= &factor * y);
    }
}

fn rank_of(rows: &[Vec<Rational>]) -> usize {
    let mut basis: Vec<(usize, Vec<Rational>)> = Vec::new();
    for row in rows {
        let mut row = row.clone();
        basis.iter().for_each(|(pivot, known)| eliminate(&mut row, known, *pivot));
        let Some(pivot) = row.iter().position(|x| !x.is_zero()) else { continue };
        let size = row[pivot].clone();
        row.iter_mut().for_each(|x| *x = &*x / &size);
        basis.push((pivot, row));
    }
    basis.len()
}

pub(super) fn dot(a: &[Rational], b: &[Rational]) -> Rational {
    a.iter().zip(b).filter(|(x, _)| !x.is_zero()).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(list: &[&[i64]]) -> Vec<Vec<Rational>> {
        list.iter().map(|p| p.iter().map(|&x| Rational::from(x)).collect()).collect()
    }

    #[test]
    fn a_cube_an_octahedron_and_their_cuts_have_the_faces_of_the_books() {
        let corners: Vec<Vec<i64>> = (0..8).map(|c| (0..3).map(|i| 2 * (c >> i & 1)).collect()).collect();
        let mut list: Vec<&[i64]> = corners.iter().map(|c| c.as_slice()).collect();
        list.extend([&[1i64, 1, 1][..], &[1, 1, 2], &[0, 1, 0]]);
        let cube = Polytope::hull(&points(&list));
        assert_eq!((cube.vertices().len(), cube.facets().len(), cube.dimension()), (8, 6, Some(3)));
        let half = cube.above(0, &Rational::ONE);
        assert_eq!((half.vertices().len(), half.facets().len()), (8, 6));
        let face = cube.above(0, &2.into());
        assert_eq!((face.vertices().len(), face.dimension(), face.facets().len()), (4, Some(2), 4));
        assert_eq!(face.above(1, &2.into()).above(2, &2.into()).dimension(), Some(0));
        assert!(cube.above(0, &3.into()).is_empty());
        let ends = [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]];
        let octahedron = Polytope::hull(&points(&ends.each_ref().map(|p| p.as_slice())));
        assert_eq!((octahedron.vertices().len(), octahedron.facets().len()), (6, 8));
        // Cut through four of its vertices: a pyramid.
        let pyramid = octahedron.above(2, &Rational::ZERO);
        assert_eq!((pyramid.vertices().len(), pyramid.facets().len()), (5, 5));
    }

    #[test]
    fn flat_sets_know_their_equations() {
        let triangle = Polytope::hull(&points(&[&[1, 0, 0], &[0, 1, 0], &[0, 0, 1]]));
        assert_eq!(
            (triangle.dimension(), triangle.facets().len(), triangle.equations().len()),
            (Some(2), 3, 1)
        );
        let third = vec![Rational::new(1, 3); 3];
        assert!(triangle.contains(&third) && !triangle.contains(&vec![Rational::new(1, 4); 3]));
        let point = Polytope::hull(&points(&[&[1, 2], &[1, 2]]));
        assert_eq!((point.dimension(), point.vertices().len(), point.facets().len()), (Some(0), 1, 0));
        assert!(point.contains(&[1.into(), 2.into()]) && !point.contains(&[1.into(), 1.into()]));
        let segment = Polytope::hull(&points(&[&[0, 0], &[2, 2], &[1, 1]]));
        assert_eq!(segment.above(0, &1.into()).vertices(), points(&[&[1, 1], &[2, 2]]).as_slice());
    }
}

//! All extreme equilibria of a two-player game: complementary pairs of vertices.
//!
//! Every Nash equilibrium is a convex combination, strategy by strategy, of pairs (x, y) of vertices of
//! the two best-response polytopes that together have all labels (Winkels 1979; Avis, Rosenberg,
//! Savani, von Stengel 2010, "Enumeration of Nash equilibria for two-player games"). The vertices x of
//! the polytope of lower dimension are enumerated; the partners of x are the vertices of the face of
//! the other polytope on which the labels that x lacks are tight: one linear system where the face is
//! a point, a small enumeration where it is not. Degenerate games need no exception.

use std::ops::ControlFlow;

use rayon::prelude::*;

use super::integer::{Integer, Task, TooNarrow, in_narrowest};
use super::labels::Labels;
use super::matrices::{Matrices, Pair};
use super::polytope::Polytope;

/// The extreme equilibria, sorted (first actions first, certain before mixed); `Break` if `go_on`, asked
/// once per basis, ended the enumeration, so that some may be missing.
pub(super) fn enumerate(
    matrices: &Matrices,
    go_on: &mut (dyn FnMut() -> bool + Send),
) -> (Vec<Pair>, ControlFlow<()>) {
    in_narrowest(matrices.bits(), &mut Enumeration { matrices, go_on })
}

struct Enumeration<'a> {
    matrices: &'a Matrices,
    go_on: &'a mut (dyn FnMut() -> bool + Send),
}

impl Task for Enumeration<'_> {
    type Output = (Vec<Pair>, ControlFlow<()>);

    fn run<I: Integer>(&mut self) -> Result<Self::Output, TooNarrow> {
        let polytopes = self.matrices.polytopes::<I>();
        let sizes = polytopes.each_ref().map(|polytope| polytope.column_labels().len());
        let leader = if sizes[0] <= sizes[1] { 0 } else { 1 };
        let (own, other) = (&polytopes[leader], &polytopes[1 - leader]);
        let (vertices, end) = own.vertices(&mut self.go_on)?;
        let found: Result<Vec<Vec<Pair>>, TooNarrow> =
            vertices.par_iter().map(|vertex| partners(own, other, vertex, leader)).collect();
        let mut pairs: Vec<Pair> = found?.into_iter().flatten().collect();
        pairs.sort_unstable_by(|a, b| b.cmp(a));
        Ok((pairs, end))
    }
}

/// The equilibria in which the leader plays the strategy of this vertex.
fn partners<I: Integer>(
    own: &Polytope<I>,
    other: &Polytope<I>,
    vertex: &Labels,
    leader: usize,
) -> Result<Vec<Pair>, TooNarrow> {
    let support: Vec<usize> = own.column_labels().filter(|&label| !vertex.contains(label)).collect();
    let replies: Vec<usize> = own.row_labels().filter(|&label| vertex.contains(label)).collect();
    let partners = other.face(&support, &replies)?;
    if partners.is_empty() {
        return Ok(Vec::new());
    }
    // The vertex itself: the one point of its polytope with these columns and these tight rows.
    let strategies = own.face(&replies, &support)?;
    let pairs = strategies.iter().flat_map(|x| {
        partners
            .iter()
            .map(move |y| if leader == 0 { [x.clone(), y.clone()] } else { [y.clone(), x.clone()] })
    });
    Ok(pairs.collect())
}

//! All extreme equilibria of a two-player game: complementary pairs of vertices.
//!
//! Every Nash equilibrium is a convex combination, strategy by strategy, of pairs (x, y) of vertices of
//! the two best-response polytopes that together have all labels (Winkels 1979; Avis, Rosenberg,
//! Savani, von Stengel 2010, "Enumeration of Nash equilibria for two-player games"). The vertices x of
//! the polytope of lower dimension are enumerated; the partners of x are the vertices of the face of
//! the other polytope on which the labels that x lacks are tight: one linear system where the face is
//! a point, a small enumeration where it is not. Degenerate games need no exception.

use rayon::prelude::*;

use super::integer::{Integer, Task, TooNarrow, in_narrowest};
use super::labels::Labels;
use super::matrices::{Matrices, Pair};
use super::patience::Patience;
use super::polytope::Polytope;

/// The extreme equilibria, sorted (first actions first, certain before mixed): all of them where
/// `patience` sufficed.
pub(super) fn enumerate(matrices: &Matrices, patience: &Patience) -> Vec<Pair> {
    in_narrowest(matrices.bits(), &mut Enumeration { matrices, patience })
}

struct Enumeration<'a> {
    matrices: &'a Matrices,
    patience: &'a Patience,
}

impl Task for Enumeration<'_> {
    type Output = Vec<Pair>;

    fn run<I: Integer>(&mut self) -> Result<Vec<Pair>, TooNarrow> {
        let polytopes = self.matrices.polytopes::<I>();
        let sizes = polytopes.each_ref().map(|polytope| polytope.column_labels().len());
        let leader = if sizes[0] <= sizes[1] { 0 } else { 1 };
        let (own, other) = (&polytopes[leader], &polytopes[1 - leader]);
        let vertices = own.vertices(self.patience)?;
        let found: Result<Vec<Vec<Pair>>, TooNarrow> =
            vertices.par_iter().map(|vertex| partners(own, other, vertex, leader, self.patience)).collect();
        let mut pairs: Vec<Pair> = found?.into_iter().flatten().collect();
        pairs.sort_unstable_by(|a, b| b.cmp(a));
        Ok(pairs)
    }
}

/// The equilibria in which the leader plays the strategy of this vertex.
fn partners<I: Integer>(
    own: &Polytope<I>,
    other: &Polytope<I>,
    vertex: &Labels,
    leader: usize,
    patience: &Patience,
) -> Result<Vec<Pair>, TooNarrow> {
    let support: Vec<usize> = own.column_labels().filter(|&label| !vertex.contains(label)).collect();
    let replies: Vec<usize> = own.row_labels().filter(|&label| vertex.contains(label)).collect();
    let partners = other.face(&support, &replies, patience)?;
    if partners.is_empty() {
        return Ok(Vec::new());
    }
    // The vertex itself: the one point of its polytope with these columns and these tight rows.
    let strategies = own.face(&replies, &support, patience)?;
    let pairs = strategies.iter().flat_map(|x| {
        partners
            .iter()
            .map(move |y| if leader == 0 { [x.clone(), y.clone()] } else { [y.clone(), x.clone()] })
    });
    Ok(pairs.collect())
}

#[cfg(test)]
mod tests {
    use dashu_int::IBig;

    use super::super::integer::Wide;
    use super::*;
    use crate::exact::Rational;
    use crate::game::Game;

    #[test]
    fn every_number_type_finds_the_same_equilibria() {
        for most in [1i64, 3, 97] {
            let cell = |i: usize, j: usize, k: i64| {
                (7 * (i as i64 + k) + 13 * j as i64 * (i as i64 + k)) % (most + 1)
            };
            let game = Game::<Rational>::from_function(&[5, 6], |p| {
                vec![cell(p[0], p[1], 1).into(), cell(p[1], p[0], 2).into()]
            });
            let matrices = Matrices::new(&game.unwrap());
            let mut task = Enumeration { matrices: &matrices, patience: &Patience::new(None) };
            let expected = task.run::<IBig>().unwrap();
            assert!(!expected.is_empty());
            assert_eq!(task.run::<i64>().unwrap(), expected);
            assert_eq!(task.run::<i128>().unwrap(), expected);
            assert_eq!(task.run::<Wide<3>>().unwrap(), expected);
            assert_eq!(task.run::<Wide<4>>().unwrap(), expected);
            assert_eq!(task.run::<Wide<6>>().unwrap(), expected);
        }
    }
}

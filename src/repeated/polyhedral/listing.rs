//! Vertex lists as they are printed: minimal, and the inner one exactly inside the outer one.
//!
//! Vertices are listed at 1e-9 of the payoff range, and that rounding must not put an inner payoff
//! outside. So an outer vertex next to an inner one is written as that one, and an inner vertex on the
//! border that is still not spanned, exactly, joins the outer list.

use super::generate::weights;
use super::is_mixture;
use super::nearest::{extreme, nearest};
use super::outer::{Outer, dot};
use super::simplex::Solver;
use super::stage::FloatStage;
use crate::exact::Rational;

/// Vertices this close count as one.
const CLOSE: f64 = 4e-9;
/// An inner vertex this deep inside every half-space needs no second look.
const DEEP: f64 = 1e-7;
const MERGE: f64 = 1e-9;
/// What the search for the nearest point calls farther away than this is not spanned: it stops where the
/// square of the distance is known to 1e-15.
const NEAR: f64 = 1e-7;

/// The vertices that the others do not span.
pub(crate) fn listed<P: AsRef<[f64]> + Clone>(points: &[P]) -> Vec<P> {
    extreme(points, MERGE).into_iter().map(|j| points[j].clone()).collect()
}

/// The outer vertices in the game's own units, for inner vertices in the game's own units.
pub(crate) fn around(
    stage: &FloatStage,
    set: &Outer,
    outer: &[Vec<f64>],
    inner: &[Vec<f64>],
) -> Vec<Vec<f64>> {
    let scaled: Vec<Vec<f64>> = inner.iter().map(|p| stage.rescale(&exact(p))).collect();
    let close = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(x, y)| (x - y).abs() <= CLOSE);
    let mut list: Vec<Vec<f64>> = Vec::with_capacity(outer.len());
    for vertex in outer {
        let written = match scaled.iter().position(|known| close(known, vertex)) {
            Some(at) => inner[at].clone(),
            None => stage.unscale(vertex),
        };
        if !list.contains(&written) {
            list.push(written);
        }
    }
    for (vertex, at) in inner.iter().zip(&scaled) {
        let deep = (0..set.directions()).all(|l| dot(set.normal(l), at) <= set.bound(l) - DEEP);
        if !deep && !list.contains(vertex) && !is_spanned(stage, vertex, &list) {
            list.push(vertex.clone());
        }
    }
    // Moving some vertices outwards may have covered others.
    minimal(stage, list)
}

/// A list in the game's own units without those that the others span, exactly.
pub(crate) fn minimal(stage: &FloatStage, mut list: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let mut at = 0;
    while at < list.len() && list.len() > 1 {
        let vertex = list.remove(at);
        if !is_spanned(stage, &vertex, &list) {
            list.insert(at, vertex);
            at += 1;
        }
    }
    list
}

/// Whether a payoff is a mean of others, exactly as the floats stand.
fn is_spanned(stage: &FloatStage, vertex: &[f64], by: &[Vec<f64>]) -> bool {
    let points: Vec<Vec<Rational>> = by.iter().map(|p| exact(p)).collect();
    let floats: Vec<Vec<f64>> = points.iter().map(|p| stage.rescale(p)).collect();
    let point = exact(vertex);
    let near = nearest(&stage.rescale(&point), &floats).is_some_and(|found| found.distance <= NEAR);
    near && (weights(stage, &point, &points, &floats, &mut Solver::default()).is_some()
        || is_mixture(&point, &points))
}

fn exact(point: &[f64]) -> Vec<Rational> {
    point.iter().map(|&x| Rational::from_f64(x).unwrap_or_default()).collect()
}

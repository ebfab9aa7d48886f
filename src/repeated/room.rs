//! Whether a float outline of V leaves room for what an equilibrium is asked for, and points that are
//! better than a benchmark.

use super::fast::{FloatGame, Outline, Stop};
use super::planar::operator::Point;
use super::target::Aim;
use crate::exact::Rational;
use crate::geometry::{Polygon, distance_to_polygon};

/// By how much of the payoff range floats may be off.
const BLUR: f64 = 1e-9;

/// Whether the outline of a two-player game holds what is asked for, up to what floats can blur. A path of
/// profiles is not judged by the set.
pub(crate) fn leaves_room(float: &FloatGame, outline: &Outline, aim: Aim) -> bool {
    if outline.stop == Stop::Empty {
        return false;
    }
    let blur = BLUR + 4.0 * outline.slack;
    let rescaled = |payoff: &[Rational]| {
        [0, 1].map(|i| {
            let (low, range) = float.scale(i);
            (payoff[i].to_f64() - low) / range
        })
    };
    let vertices: Vec<[f64; 2]> = outline.marked.iter().map(|v| v.at).collect();
    match aim {
        Aim::Path(_) => true,
        Aim::Payoff(payoff) => distance_to_polygon(rescaled(payoff), &vertices) <= blur,
        Aim::Level { weights, level } => {
            let weights = [weights[0].to_f64(), weights[1].to_f64()];
            let worth = |v: &[f64; 2]| weights[0] * v[0] + weights[1] * v[1];
            let most = outline.vertices.iter().map(worth).fold(f64::NEG_INFINITY, f64::max);
            let scale: f64 = (0..2).map(|i| weights[i].abs() * float.scale(i).1).sum();
            most >= level.to_f64() - blur * scale
        }
        Aim::Better(benchmark) => {
            let from = rescaled(benchmark);
            let excess = |v: [f64; 2]| (v[0] - from[0]).min(v[1] - from[1]);
            // The least excess is concave: over a polygon it is largest at a vertex, or on an edge where
            // both excesses are equal.
            let n = vertices.len();
            let on_edge = |k: usize| {
                let (a, b) = (vertices[k], vertices[(k + 1) % n]);
                let gap = |v: [f64; 2]| (v[0] - from[0]) - (v[1] - from[1]);
                let (at_a, at_b) = (gap(a), gap(b));
                let t = if at_a * at_b < 0.0 { at_a / (at_a - at_b) } else { 0.0 };
                excess([0, 1].map(|i| a[i] + t * (b[i] - a[i])))
            };
            (0..n).map(|k| excess(vertices[k]).max(on_edge(k))).fold(f64::NEG_INFINITY, f64::max) > blur
        }
    }
}

/// A point of the set that is strictly better than a benchmark for both players: the vertex with the largest
/// sum among those that are, else an inner point; `None` if there is none.
pub(crate) fn better_point(set: &Polygon<Rational>, benchmark: &Point) -> Option<Point> {
    let better = |v: &&Point| v[0] > benchmark[0] && v[1] > benchmark[1];
    let vertices = set.vertices().iter().filter(better);
    if let Some(best) = vertices.max_by_key(|v| &v[0] + &v[1]) {
        return Some(best.clone());
    }
    // If any point is strictly better, the mean of these vertices is.
    let part = set.above(0, &benchmark[0]).above(1, &benchmark[1]);
    let share = Rational::from(part.vertices().len()).checked_recip()?;
    let mean = [0, 1].map(|i| part.vertices().iter().map(|v| &v[i]).sum::<Rational>() * &share);
    better(&&mean).then_some(mean)
}

//! Self-generation: a set of payoffs that supports itself consists of equilibrium payoffs.
//!
//! If every point of a bounded set `W` lies in `B(W, u)` with `u_i` the least payoff of player `i` in
//! `W`, all of `W` are equilibrium payoffs (Abreu, Pearce and Stacchetti 1990, theorem 1). Sets printed as
//! floats miss that by their rounding; replacing each coordinate by the simplest fraction nearby often
//! restores the exact set.

use super::claim::Claim;
use super::error::Outcome;
use super::polygon::{Point, Polygon};
use super::refutation::image;
use crate::exact::Rational;

/// The fraction with the least denominator in `[low, high]`, by the continued fraction of both ends;
/// `low <= high`.
fn simplest(low: &Rational, high: &Rational) -> Rational {
    if !low.is_positive() {
        return if high.is_negative() { -simplest(&-high, &-low) } else { Rational::ZERO };
    }
    let whole = Rational::from(low.floor());
    if whole == *low {
        return whole;
    }
    let next = &whole + &Rational::ONE;
    if next <= *high {
        return next;
    }
    let inverse = simplest(&(Rational::ONE / (high - &whole)), &(Rational::ONE / (low - &whole)));
    whole + Rational::ONE / inverse
}

/// The hull of the vertices with every coordinate replaced by the simplest fraction within `room`.
pub(super) fn snapped(polygon: &Polygon, room: &[Rational; 2]) -> Polygon {
    let snap = |vertex: &Point| -> Point {
        [0, 1].map(|axis| simplest(&(&vertex[axis] - &room[axis]), &(&vertex[axis] + &room[axis])))
    };
    Polygon::hull(polygon.vertices.iter().map(snap).collect())
}

/// Whether a polygon generates itself at the discount factors, so that all its points are equilibrium
/// payoffs.
pub(super) fn generates_itself(claim: &Claim, polygon: &Polygon, d: &[Rational]) -> Outcome<bool> {
    let stage = &claim.stage;
    let (Some(first), Some(second)) = (polygon.least(0), polygon.least(1)) else { return Ok(false) };
    let actions = stage.actions(0) + stage.actions(1);
    let work = stage.profiles() * ((polygon.vertices.len() + 2) * 24 + actions);
    claim.budget.spend(work, polygon.bits().max(64), "inner")?;
    let threat = [first, second];
    let parts = (0..stage.profiles()).flat_map(|profile| image(stage, polygon, &threat, profile, d).vertices);
    let generated = Polygon::hull(parts.collect());
    Ok(polygon.vertices.iter().all(|vertex| generated.contains(vertex)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simplest_fraction_nearby_is_found_on_both_sides_of_zero() {
        let near = |value: f64| {
            let (value, room) = (Rational::from_f64(value).unwrap(), Rational::new(1, 1_000_000_000));
            simplest(&(&value - &room), &(&value + &room))
        };
        assert_eq!(near(13.0 / 3.0), Rational::new(13, 3));
        assert_eq!(near(-2.0 / 7.0), Rational::new(-2, 7));
        assert_eq!(near(1e-12), Rational::ZERO);
        assert_eq!(near(4.0), Rational::from(4));
    }
}

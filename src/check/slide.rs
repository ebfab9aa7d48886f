//! A link of a chain that stands for the limit of many steps.
//!
//! For sets `A` and `W` let `W_s = (1 - s) A + s W`, the means of their points, and `u_s = (1 - s) a + s u`.
//! Suppose that every equilibrium payoff lies in `W` and is at least `u`, and that with some ratio `r < 1`,
//! for all `s` between 0 and 1, `B(W_s, u_s)` lies in `W_(r s)`. If V lies in `W_s` and nobody gets less than
//! `u_s`, then V, which is `B` of itself, lies in `B(W_s, u_s)`, hence in `W_(r s)`; as nothing in `A` is below
//! `a` and nothing in `W` below `u`, nothing in `W_(r s)` is below `u_(r s)`. So V lies in `W_1`, `W_r`,
//! `W_(r r)` and so on, and in their limit `A`.
//!
//! The supposition is checked profile by profile, as a linear program in `(w, s)`: `w` in `W_s`, given by the
//! normals of both sets, above what keeps the players from deviating at threats `u_s`. Over those the payoff
//! must stay within each side of `W_(r s)`. All of this is linear in `w` and `s` together.

use super::claim::Claim;
use super::error::{CheckError, Outcome, Stop, require};
use super::node::{Node, show, show_all};
use super::polygon::{Point, Polygon};
use super::refutation::{Link, image};
use super::region::{HalfSpace, Region, Support, support};
use crate::exact::Rational;

/// Verifies that the link before slides into this one.
pub(super) fn require_slide(
    claim: &Claim,
    before: &Link,
    link: &Link,
    node: &Node,
    d: &[Rational],
) -> Outcome<()> {
    let ratio = node.exact()?;
    require(!ratio.is_negative() && ratio < Rational::ONE, || {
        format!("{} is {}, which is no ratio below 1", node.place(), show(&ratio))
    })?;
    // In the held parts nobody is below his threat, as the theorem wants it.
    let (Region::Polygon(outer), Region::Polygon(inner)) = (&before.held, &link.held) else {
        let (place, found) = (node.place().into(), "a set given by half-spaces".into());
        let problem = "nothing that slides: that is checked for sets given by their vertices";
        return Err(CheckError::OutOfRange { place, found, problem }.into());
    };
    require(!outer.is_empty() && !inner.is_empty(), || {
        format!("{} is about an empty set, and nothing slides from or to it", node.place())
    })?;
    let sides: Vec<Side> = directions(outer, inner)
        .into_iter()
        .filter_map(|normal| {
            let low = inner.support(&normal)?;
            let rise = outer.support(&normal)? - &low;
            Some(Side { normal, low, rise })
        })
        .collect();
    // Smaller sets and higher threats allow less: a profile that is idle at the start stays so.
    let nested = inner.vertices.iter().all(|v| outer.contains(v))
        && link.threat.iter().zip(&before.threat).all(|(later, now)| later >= now);
    for profile in 0..claim.stage.profiles() {
        claim.budget.spend(16 * (outer.vertices.len() + 4), before.region.bits(), &link.place)?;
        if nested && image(&claim.stage, outer, &before.threat, profile, d).is_empty() {
            continue;
        }
        let span = Span { before, link, sides: &sides, ratio: &ratio };
        require_profile(claim, &span, profile, d)?;
    }
    Ok(())
}

/// `normal . w <= low + s rise` describes `W_s`.
struct Side {
    normal: Point,
    low: Rational,
    rise: Rational,
}

/// What is between two links.
struct Span<'a> {
    before: &'a Link,
    link: &'a Link,
    sides: &'a [Side],
    ratio: &'a Rational,
}

/// Outer normals of the edges of both sets, and of the axes; of a segment also across and along.
fn directions(outer: &Polygon, inner: &Polygon) -> Vec<Point> {
    let whole = |x: i64, y: i64| [Rational::from(x), Rational::from(y)];
    let mut found = vec![whole(1, 0), whole(-1, 0), whole(0, 1), whole(0, -1)];
    for polygon in [outer, inner] {
        let vertices = &polygon.vertices;
        for (a, b) in vertices.iter().zip(vertices.iter().cycle().skip(1)).filter(|(a, b)| a != b) {
            let along = [&b[0] - &a[0], &b[1] - &a[1]];
            // Counter-clockwise: the outside is to the right.
            found.push([along[1].clone(), -&along[0]]);
            if vertices.len() == 2 {
                found.push(along);
            }
        }
    }
    found
}

/// Over all `(w, s)` that the profile's constraints allow, its payoff stays within `W_(r s)`.
fn require_profile(claim: &Claim, span: &Span, profile: usize, d: &[Rational]) -> Outcome<()> {
    let stage = &claim.stage;
    let (base, slope): (Vec<Rational>, Vec<Rational>) = (0..2)
        .map(|player| {
            let base = stage.value(profile, player, &d[player], &Rational::ZERO);
            let slope = stage.value(profile, player, &d[player], &Rational::ONE) - &base;
            (base, slope)
        })
        .unzip();
    let half = |normal: [Rational; 3], bound: Rational| HalfSpace { normal: normal.to_vec(), bound };
    let zero = || Rational::ZERO;
    let mut allowed: Vec<HalfSpace> = span
        .sides
        .iter()
        .map(|side| half([side.normal[0].clone(), side.normal[1].clone(), -&side.rise], side.low.clone()))
        .collect();
    allowed.push(half([zero(), zero(), Rational::ONE], Rational::ONE));
    allowed.push(half([zero(), zero(), -Rational::ONE], zero()));
    for player in 0..2 {
        let at = |threat: &Rational, other: usize| stage.value(other, player, &d[player], threat);
        let (first, last) = (&span.before.threat[player], &span.link.threat[player]);
        for other in stage.deviations(profile, player) {
            // What the deviation is worth at threats u_s, linear in s.
            let (at_end, at_start) = (at(last, other), at(first, other));
            let mut normal = [zero(), zero(), at_start - &at_end];
            normal[player] = -&slope[player];
            allowed.push(half(normal, &base[player] - at_end));
        }
    }
    let place = &span.link.place;
    let bits = span.before.region.bits().max(span.link.region.bits());
    for side in span.sides {
        claim.budget.spend(4 * (allowed.len() + 4), bits, place)?;
        let goal = [&side.normal[0] * &slope[0], &side.normal[1] * &slope[1], -(span.ratio * &side.rise)];
        let room = &side.low - (&side.normal[0] * &base[0] + &side.normal[1] * &base[1]);
        match support(allowed.iter(), &goal, &claim.budget, place)? {
            // The constraints fail for all s.
            Support::Empty => return Ok(()),
            Support::Value(value) if value <= room => {}
            _ => {
                return Err(Stop::False(format!(
                    "{place} is no limit of {}: profile {} leads out of a mean of the two sets in direction {}",
                    span.before.place,
                    stage.name(profile),
                    show_all(&side.normal)
                )));
            }
        }
    }
    Ok(())
}

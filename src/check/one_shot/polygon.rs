//! The polygon of the payoffs that (coarse) correlated equilibria give two players.
//!
//! Corners: each is what its plan pays, and no deviation gains under the plan. Edges: each lies on a line
//! `n . u <= b` that prices `y >= 0` of incentive constraints prove, `n . u(a) - sum_k y_k D_k(a) <= b` at
//! every profile. If the polygon's inside is what all these lines allow, it is the set itself.

use super::correlated::{Constraint, Obedience, read_constraint, read_plan};
use crate::check::claim::Claim;
use crate::check::error::{Outcome, require};
use crate::check::node::{Node, show, show_all};
use crate::exact::Rational;

/// A half-plane: the normal and the bound.
type Line = ([Rational; 2], Rational);

/// Checks `polygon`.
pub(super) fn check(claim: &mut Claim, node: &Node, obedience: Obedience) -> Outcome<()> {
    require(claim.stage.players() == 2, || format!("{} needs two players", node.place()))?;
    let corners = read_corners(node)?;
    let constraints = Constraint::all(&claim.stage, obedience);
    let plans = node.field("plans")?.items_of(corners.len())?;
    for (corner, plan) in corners.iter().zip(&plans) {
        let weights = read_plan(claim, plan)?;
        claim.budget.spend(constraints.len() * (weights.len() + 1) * 3, 256, plan.place())?;
        for constraint in &constraints {
            let gain: Rational = weights
                .iter()
                .map(|(profile, weight)| weight * constraint.gain(&claim.stage, *profile))
                .sum();
            require(!gain.is_positive(), || format!("{}: a deviation gains {}", plan.place(), show(&gain)))?;
        }
        for player in 0..2 {
            let pays: Rational =
                weights.iter().map(|(profile, weight)| weight * claim.stage.payoff(*profile, player)).sum();
            require(pays == corner[player], || {
                format!(
                    "{} pays player {player} {}, not {}",
                    plan.place(),
                    show(&pays),
                    show(&corner[player])
                )
            })?;
        }
    }
    let lines = node.field("lines")?.items()?;
    let lines: Vec<Line> =
        lines.iter().map(|line| check_line(claim, line, obedience)).collect::<Outcome<_>>()?;
    require_closed(&corners, &lines, node)?;
    claim.note(format!(
        "polygon: {} corners are paid by equilibria, {} edges are proven by prices, and nothing lies between",
        corners.len(),
        lines.len()
    ));
    Ok(())
}

/// The exact corners, which the floats beside them have to round.
fn read_corners(node: &Node) -> Outcome<Vec<[Rational; 2]>> {
    let exact = node.field("exact")?.items()?;
    let floats = node.field("vertices")?.items_of(exact.len())?;
    let mut corners = Vec::new();
    for (exact, float) in exact.iter().zip(&floats) {
        let values = exact.printed_list(2)?;
        let (value, float) = (values.iter(), float.items_of(2)?);
        for (value, float) in value.zip(&float) {
            let room = (value.abs() + Rational::ONE) * Rational::new(1, 1_000_000_000_000);
            float.require_value(value, &room, "the exact corner")?;
        }
        corners.push([values[0].clone(), values[1].clone()]);
    }
    require(!corners.is_empty(), || format!("{} has no corners", node.place()))?;
    Ok(corners)
}

/// Checks what proves a line.
fn check_line(claim: &Claim, node: &Node, obedience: Obedience) -> Outcome<Line> {
    let stage = &claim.stage;
    let normal = node.field("normal")?.printed_list(2)?;
    let bound = node.field("bound")?.printed()?.value;
    let mut prices = Vec::new();
    for entry in node.field("prices")?.items()? {
        let price = entry.field("price")?.printed()?.value;
        require(!price.is_negative(), || format!("{} is a negative price", entry.place()))?;
        prices.push((read_constraint(claim, &entry, obedience)?, price));
    }
    claim.budget.spend(stage.profiles() * (prices.len() + 1) * 3, 256, node.place())?;
    for profile in 0..stage.profiles() {
        let charge: Rational =
            prices.iter().map(|(constraint, price)| constraint.gain(stage, profile) * price).sum();
        let pays = stage.payoffs(profile);
        let value = &normal[0] * &pays[0] + &normal[1] * &pays[1] - charge;
        require(value <= bound, || {
            let (value, bound) = (show(&value), show(&bound));
            format!(
                "{}: at profile {} the prices prove {value}, not {bound}",
                node.place(),
                stage.name(profile)
            )
        })?;
    }
    Ok(([normal[0].clone(), normal[1].clone()], bound))
}

/// Requires that the lines allow nothing but the corners' hull: each corner obeys all, and walking along
/// the corners, always turning left, there is a line on which each edge lies; a segment needs both sides
/// and both ends, a point lines on all sides.
fn require_closed(corners: &[[Rational; 2]], lines: &[Line], node: &Node) -> Outcome<()> {
    let at = |line: &Line, corner: &[Rational; 2]| &line.0[0] * &corner[0] + &line.0[1] * &corner[1];
    for corner in corners {
        let outside = lines.iter().find(|line| at(line, corner) > line.1);
        require(outside.is_none(), || format!("{}: a line excludes {}", node.place(), show_all(corner)))?;
    }
    let touching = |from: &[Rational; 2], to: &[Rational; 2], outward: [Rational; 2]| {
        // Along an edge the outward normal is determined up to a positive factor.
        lines.iter().any(|line| {
            let cross = &line.0[0] * &outward[1] - &line.0[1] * &outward[0];
            let along = &line.0[0] * &outward[0] + &line.0[1] * &outward[1];
            cross.is_zero() && along.is_positive() && at(line, from) == line.1 && at(line, to) == line.1
        })
    };
    let unit = |x: i64, y: i64| [Rational::from(x), Rational::from(y)];
    let proven = match corners {
        [point] => {
            [unit(1, 0), unit(-1, 0), unit(0, 1), unit(0, -1)].into_iter().all(|n| touching(point, point, n))
        }
        [a, b] => {
            let along = [&b[0] - &a[0], &b[1] - &a[1]];
            let back = [-&along[0], -&along[1]];
            let (left, right) = ([-&along[1], along[0].clone()], [along[1].clone(), -&along[0]]);
            touching(a, b, left) && touching(a, b, right) && touching(b, b, along) && touching(a, a, back)
        }
        _ => (0..corners.len()).all(|i| {
            let [a, b, c] = [0, 1, 2].map(|step| &corners[(i + step) % corners.len()]);
            let turn = (&b[0] - &a[0]) * (&c[1] - &b[1]) - (&b[1] - &a[1]) * (&c[0] - &b[0]);
            turn.is_positive() && touching(a, b, [&b[1] - &a[1], &a[0] - &b[0]])
        }),
    };
    require(proven, || format!("{}: an edge has no line that proves it", node.place()))
}

//! The folk-theorem set: the feasible payoffs that give every player at least the pure minmax payoff.
//!
//! For two players it is a polygon. For more it is what linear programs say of the mixtures of the cells,
//! and all its vertices are among a list of points: cutting a hull at a plane leaves no vertices but those
//! on the right side and those where the segment between two points on different sides crosses it.

use super::claim::Claim;
use super::error::{Outcome, Stop, require};
use super::node::{Node, show_all};
use super::region::{HalfSpace, dot};
use super::simplex::{Optimum, Program, minimise};
use super::stage::Stage;
use super::target::{folk_polygon, point};
use crate::exact::Rational;

/// The most cells for which points are listed beyond two players.
const MOST_CELLS: usize = 128;

/// The most of `normal . x` over the set; `None` if it is empty.
fn most(claim: &Claim, normal: &[Rational], place: &str) -> Outcome<Option<Rational>> {
    let stage = &claim.stage;
    let (cells, players) = (stage.profiles(), stage.players());
    // Weights on cells, then what each player gets beyond his minmax.
    let mut rows = Vec::with_capacity(players + 1);
    for player in 0..players {
        let mut row: Vec<Rational> = (0..cells).map(|cell| stage.payoff(cell, player).clone()).collect();
        row.extend((0..players).map(|i| if i == player { -Rational::ONE } else { Rational::ZERO }));
        rows.push(row);
    }
    let ones = (0..cells).map(|_| Rational::ONE);
    rows.push(ones.chain((0..players).map(|_| Rational::ZERO)).collect());
    let right = (0..players).map(|i| stage.pure_minmax(i)).chain([Rational::ONE]).collect();
    let value = |cell| -> Rational { stage.payoffs(cell).iter().zip(normal).map(|(u, h)| u * h).sum() };
    let cost = (0..cells).map(|cell| -value(cell)).chain((0..players).map(|_| Rational::ZERO)).collect();
    Ok(match minimise(&Program { rows, right, cost }, &claim.budget, place)? {
        Optimum::Value(value) => Some(-value),
        Optimum::Infeasible | Optimum::Unbounded => None,
    })
}

/// Whether the set is empty.
pub(super) fn is_empty(claim: &Claim, place: &str) -> Outcome<bool> {
    if claim.stage.players() == 2 {
        return Ok(folk_polygon(&claim.stage).is_empty());
    }
    Ok(most(claim, &vec![Rational::ZERO; claim.stage.players()], place)?.is_none())
}

/// Whether a half-space leaves out some point of the set.
pub(super) fn leaves_out(claim: &Claim, half: &HalfSpace, place: &str) -> Outcome<bool> {
    if claim.stage.players() == 2 {
        let vertices = folk_polygon(&claim.stage).vertices;
        return Ok(vertices.iter().any(|vertex| dot(&half.normal, vertex) > half.bound));
    }
    Ok(most(claim, &half.normal, place)?.is_some_and(|most| most > half.bound))
}

/// Requires that the hull of some payoffs holds the whole set.
pub(super) fn require_attained(claim: &mut Claim, list: &Node, starts: &[Vec<Rational>]) -> Outcome<()> {
    let missing = |payoff: &[Rational]| -> Stop {
        let payoff = show_all(payoff);
        Stop::False(format!(
            "{} has no automaton for the vertex {payoff} of the folk-theorem set",
            list.place()
        ))
    };
    if claim.stage.players() == 2 {
        let polygon = folk_polygon(&claim.stage);
        for vertex in &polygon.vertices {
            require(starts.iter().any(|start| point(start) == *vertex), || {
                let vertex = show_all(vertex);
                format!("{} has no automaton for the vertex {vertex} of the folk-theorem set", list.place())
            })?;
        }
        let count = polygon.vertices.len();
        claim.note(format!("automata: all {count} vertices of the folk-theorem set are attained"));
        return Ok(());
    }
    if claim.stage.profiles() > MOST_CELLS {
        claim.note("automata: each is an equilibrium; whether they are all vertices was not re-checked (the game is too large)");
        return Ok(());
    }
    for payoff in corners(claim, list.place())? {
        if !is_mixture(claim, &payoff, starts, list.place())? {
            return Err(missing(&payoff));
        }
    }
    claim.note("automata: their payoffs span the whole folk-theorem set");
    Ok(())
}

/// Points of the set among which all its vertices are.
fn corners(claim: &Claim, place: &str) -> Outcome<Vec<Vec<Rational>>> {
    let stage: &Stage = &claim.stage;
    let mut points: Vec<Vec<Rational>> =
        (0..stage.profiles()).map(|cell| stage.payoffs(cell).to_vec()).collect();
    points = minimal(claim, points, place)?;
    for player in 0..stage.players() {
        let least = stage.pure_minmax(player);
        let (kept, cut): (Vec<_>, Vec<_>) = points.into_iter().partition(|x| x[player] >= least);
        let mut next = kept.clone();
        for inside in &kept {
            for outside in &cut {
                let share = (&least - &inside[player]) / (&outside[player] - &inside[player]);
                next.push(inside.iter().zip(outside).map(|(a, b)| a + (b - a) * &share).collect());
            }
        }
        points = if cut.is_empty() { next } else { minimal(claim, next, place)? };
    }
    Ok(points)
}

/// The points that are no mixture of the others.
fn minimal(claim: &Claim, mut points: Vec<Vec<Rational>>, place: &str) -> Outcome<Vec<Vec<Rational>>> {
    points.sort();
    points.dedup();
    let mut at = 0;
    while at < points.len() {
        let payoff = points.remove(at);
        if !is_mixture(claim, &payoff, &points, place)? {
            points.insert(at, payoff);
            at += 1;
        }
    }
    Ok(points)
}

/// Whether a payoff is a mixture of others.
fn is_mixture(claim: &Claim, payoff: &[Rational], others: &[Vec<Rational>], place: &str) -> Outcome<bool> {
    if others.iter().any(|other| other == payoff) {
        return Ok(true);
    }
    let mut rows: Vec<Vec<Rational>> =
        (0..payoff.len()).map(|i| others.iter().map(|other| other[i].clone()).collect()).collect();
    rows.push(vec![Rational::ONE; others.len()]);
    let right = payoff.iter().cloned().chain([Rational::ONE]).collect();
    let program = Program { rows, right, cost: vec![Rational::ZERO; others.len()] };
    Ok(matches!(minimise(&program, &claim.budget, place)?, Optimum::Value(_)))
}

//! Results of `repeated` with a signal structure or with mixed actions: automata on public signals, and
//! chains of half-space sets with multipliers.

mod automaton;
mod chain;
mod critical;
mod signals;

use super::claim::Claim;
use super::error::{CheckError, Outcome, require};
use super::node::{Node, show, show_all};
use super::repeated::{check_gap, check_kind, in_hull, nearby, require_minimal, vertices};
use super::simplex::{Optimum, Program, minimise};
use super::target::point;
use crate::check::polygon::Polygon;
use crate::exact::Rational;
use automaton::State;
pub(super) use critical::check as check_critical;
use signals::Signals;

/// The result's discount factor, the same for all players.
fn common_discount(claim: &Claim) -> Outcome<Rational> {
    let list = claim.required_discounts()?;
    require(list.iter().all(|d| *d == list[0]), || "the players' discount factors differ".into())?;
    require(!claim.stage.absorbs(), || "the game can end, which such results do not cover".into())?;
    Ok(list[0].clone())
}

/// Checks the enclosure of public perfect equilibrium payoffs: `chain` proves the outer set, `automaton`
/// the inner one.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    let d = common_discount(claim)?;
    let root = claim.root.clone();
    let signals = Signals::read(claim, &root.field("monitoring")?)?;
    let inner = vertices(claim, &root.field("inner")?)?;
    let outer = vertices(claim, &root.field("outer")?)?;
    require_minimal(claim, "inner", &inner)?;
    require_minimal(claim, "outer", &outer)?;
    for (index, vertex) in inner.iter().enumerate() {
        require(in_hull(claim, &outer, vertex)?, || {
            format!("inner[{index}] is {}, outside the outer set", show_all(vertex))
        })?;
    }
    claim.note(
        "inner and outer: vertices minimal, in order, and the inner set lies in the outer one, exactly",
    );
    check_kind(claim, &root, &inner, &outer)?;
    check_gap(claim, &root, &inner, &outer)?;
    check_threat(claim, &root, &inner, &outer)?;
    let proven = chain::verify(claim, &root.field("chain")?, &signals, &d)?;
    check_outer(claim, &outer, &proven)?;
    check_inner(claim, &root, &inner, &signals, &d)
}

/// Checks an inner set of equilibria that may mix: an automaton whose signal is the profile played.
pub(super) fn check_mixed(claim: &mut Claim) -> Outcome<()> {
    let d = common_discount(claim)?;
    let root = claim.root.clone();
    let signals = Signals::perfect(claim)?;
    let inner = vertices(claim, &root.field("inner")?)?;
    require_minimal(claim, "inner", &inner)?;
    check_inner(claim, &root, &inner, &signals, &d)?;
    if let Some(only) = root.optional("only") {
        check_only(claim, &only, &inner)?;
    }
    Ok(())
}

/// Every inner vertex is the value of a state of the automaton.
fn check_inner(
    claim: &mut Claim,
    root: &Node,
    inner: &[Vec<Rational>],
    signals: &Signals,
    d: &Rational,
) -> Outcome<()> {
    let Some(node) = root.optional("automaton") else {
        require(inner.is_empty(), || "inner lists points, but no automaton proves them".into())?;
        claim.note("inner: it is empty and claims nothing");
        return Ok(());
    };
    let states: Vec<State> = automaton::verify(claim, &node, signals, d)?;
    let room = nearby(claim);
    claim.budget.spend(inner.len() * states.len(), 64, node.place())?;
    for (index, vertex) in inner.iter().enumerate() {
        let near = |state: &State| {
            state.value.iter().zip(vertex).zip(&room).all(|((value, x), room)| (value - x).abs() <= *room)
        };
        require(states.iter().any(near), || {
            format!("inner[{index}] is {}, and no state of the automaton has that value", show_all(vertex))
        })?;
    }
    claim.note("inner: every vertex is the value of a state of the verified automaton, up to 1e-9");
    Ok(())
}

/// The last half-spaces of the chain lie in the hull of the outer vertices.
fn check_outer(claim: &mut Claim, outer: &[Vec<Rational>], proven: &chain::Proven) -> Outcome<()> {
    if outer.is_empty() {
        require(proven.empty, || "outer is empty, but the chain leaves some profile".into())?;
        claim.note("outer: the chain proves that there is no equilibrium in pure actions");
        return Ok(());
    }
    if claim.stage.players() != 2 {
        claim.note(
            "outer: the half-spaces are proven; that the listed corners span them was not re-checked (two players only)",
        );
        return Ok(());
    }
    let room = nearby(claim);
    let corners = outer.iter().flat_map(|vertex| {
        [(1, 1), (1, -1), (-1, 1), (-1, -1)].map(|(x, y): (i64, i64)| {
            point(&[&vertex[0] + &room[0] * Rational::from(x), &vertex[1] + &room[1] * Rational::from(y)])
        })
    });
    let grown = Polygon::hull(corners.collect());
    let ends = grown.vertices.iter().zip(grown.vertices.iter().cycle().skip(1));
    for (a, b) in ends {
        // Counter-clockwise: outwards is to the right.
        let normal = [&b[1] - &a[1], &a[0] - &b[0]];
        let level = &normal[0] * &a[0] + &normal[1] * &a[1];
        let rows: Vec<Vec<Rational>> =
            (0..2).map(|axis| proven.normals.iter().map(|h| h[axis].clone()).collect()).collect();
        let program = Program { rows, right: normal.to_vec(), cost: proven.bounds.clone() };
        let within = match minimise(&program, &claim.budget, "outer")? {
            Optimum::Value(most) => most <= level,
            // No point satisfies the half-spaces, or nothing bounds this direction.
            Optimum::Unbounded => true,
            Optimum::Infeasible => false,
        };
        require(within, || {
            let (a, b) = (show_all(a), show_all(b));
            format!(
                "outer leaves out payoffs beyond the edge from {a} to {b} that the chain does not exclude"
            )
        })?;
    }
    claim.note("outer: all payoffs that satisfy the proven half-spaces lie in it, up to 1e-9");
    Ok(())
}

/// `threat` lies between the least payoffs of the outer and of the inner set.
fn check_threat(
    claim: &mut Claim,
    root: &Node,
    inner: &[Vec<Rational>],
    outer: &[Vec<Rational>],
) -> Outcome<()> {
    let Some(node) = root.optional("threat").filter(|_| !outer.is_empty()) else { return Ok(()) };
    let threat = node.printed_list(claim.stage.players())?;
    for (player, (threat, room)) in threat.iter().zip(nearby(claim)).enumerate() {
        let least = |set: &[Vec<Rational>]| set.iter().map(|vertex| &vertex[player]).min().cloned();
        let low = least(outer).unwrap_or_default();
        let high = least(inner);
        let fits = threat + &room >= low && high.as_ref().is_none_or(|high| threat - &room <= *high);
        require(fits, || {
            format!(
                "{}[{player}] is {}, but the least payoff of the outer set is {}",
                node.place(),
                show(threat),
                show(&low)
            )
        })?;
    }
    claim.note("threat: it agrees with both sets");
    Ok(())
}

/// Two players whose interests are opposed: the value of the game is the only equilibrium payoff.
fn check_only(claim: &mut Claim, node: &Node, inner: &[Vec<Rational>]) -> Outcome<()> {
    let stage = &claim.stage;
    let stated = node.exact_list(stage.players())?;
    if stage.players() != 2 {
        let (place, found) = ("only".into(), format!("a game of {} players", stage.players()));
        return Err(CheckError::OutOfRange { place, found, problem: "not two players" }.into());
    }
    // u2 = b - a u1 with a > 0: all payoffs on one falling line.
    let first = stage.payoffs(0);
    let other = (1..stage.profiles()).map(|p| stage.payoffs(p)).find(|u| *u != first);
    let falls = other.is_none_or(|u| {
        let (x, y) = (&u[0] - &first[0], &u[1] - &first[1]);
        let line = |v: &[Rational]| (&v[0] - &first[0]) * &y == (&v[1] - &first[1]) * &x;
        (&x * &y).is_negative() && (0..stage.profiles()).all(|p| line(stage.payoffs(p)))
    });
    require(falls, || "only is given, but what one player gains the other does not always lose".into())?;
    for (player, stated) in stated.iter().enumerate() {
        // The least v such that some mixture of the other holds the player to v: payoffs made positive.
        let shift = (0..stage.profiles()).map(|p| stage.payoff(p, player)).min().cloned().unwrap_or_default();
        let (own, others) = (stage.actions(player), stage.actions(1 - player));
        let cell = |a: usize, b: usize| {
            let mut actions = vec![a, b];
            if player == 1 {
                actions.swap(0, 1);
            }
            stage.payoff(stage.profile_of(&actions), player) - &shift
        };
        // Columns: the mixture, the value, and one slack per own action.
        let mut rows = Vec::with_capacity(own + 1);
        for a in 0..own {
            let mut row: Vec<Rational> = (0..others).map(|b| cell(a, b)).collect();
            row.push(-Rational::ONE);
            row.extend((0..own).map(|k| if k == a { Rational::ONE } else { Rational::ZERO }));
            rows.push(row);
        }
        let mut total = vec![Rational::ONE; others];
        total.resize(others + 1 + own, Rational::ZERO);
        rows.push(total);
        let mut right = vec![Rational::ZERO; own];
        right.push(Rational::ONE);
        let mut cost = vec![Rational::ZERO; others + 1 + own];
        cost[others] = Rational::ONE;
        let found = minimise(&Program { rows, right, cost }, &claim.budget, "only")?;
        let value = if let Optimum::Value(value) = found { value + &shift } else { shift };
        require(value == *stated, || {
            format!("{}[{player}] is {}, but the value is {}", node.place(), show(stated), show(&value))
        })?;
    }
    let room = nearby(claim);
    for (index, vertex) in inner.iter().enumerate() {
        let near = vertex.iter().zip(&stated).zip(&room).all(|((x, v), room)| (x - v).abs() <= *room);
        require(near, || {
            format!(
                "inner[{index}] is {}, but {} is the only equilibrium payoff",
                show_all(vertex),
                show_all(&stated)
            )
        })?;
    }
    claim.note("only: what one player gains the other loses, and the value was computed afresh");
    Ok(())
}

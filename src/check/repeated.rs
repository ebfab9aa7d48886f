//! Results of `repeated`: the inner set lies in the outer one, and every number says what the sets say.

use super::apart::distance as distance_to_hull;
use super::automaton::verify;
use super::claim::Claim;
use super::error::{CheckError, Outcome, Stop, require};
use super::generate::{generates_itself, snapped};
use super::monitoring;
use super::node::{Node, show, show_all};
use super::outer::{Enclosure, enclose};
use super::polygon::{Point, Polygon};
use super::refutation::verify_chain;
use super::region::Support;
use super::simplex::{Optimum, Program, minimise};
use super::target::point;
use crate::exact::Rational;

/// The most vertices of a set in more than two dimensions.
const MAX_VERTICES: usize = 20_000;
/// Larger sets in more than two dimensions are not compared vertex by vertex with linear programs.
const FEW_VERTICES: usize = 200;

/// Checks a whole result.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    if claim.root.optional("monitoring").is_some() {
        return monitoring::check(claim);
    }
    if claim.root.optional("mixtures").is_some() {
        return monitoring::check_mixed(claim);
    }
    let d = claim.required_discounts()?;
    let root = claim.root.clone();
    let inner = vertices(claim, &root.field("inner")?)?;
    let outer = vertices(claim, &root.field("outer")?)?;
    check_vertices(claim, &inner, &outer)?;
    check_kind(claim, &root, &inner, &outer)?;
    check_gap(claim, &root, &inner, &outer)?;
    check_threat(claim, &root, &inner, &outer)?;
    match root.optional("refutation") {
        Some(refutation) if outer.is_empty() => check_emptiness(claim, &refutation, &d)?,
        _ => check_outer(claim, &outer, &d)?,
    }
    if let Some(comparison) = root.optional("without_coin") {
        super::coin::check(claim, &comparison, &d)?;
    }
    match root.optional("certificate") {
        Some(certificate) => check_certificate(claim, &certificate, &inner, &d),
        None => check_inner(claim, &inner, &d),
    }
}

/// Both lists are minimal and in order, and the inner set lies in the outer one.
fn check_vertices(claim: &mut Claim, inner: &[Vec<Rational>], outer: &[Vec<Rational>]) -> Outcome<()> {
    let is_small = claim.stage.players() == 2 || inner.len().max(outer.len()) <= FEW_VERTICES;
    if !is_small {
        claim.note("inner and outer: that the lists are minimal and one set lies in the other was not re-checked (too many vertices)");
        return Ok(());
    }
    require_minimal(claim, "inner", inner)?;
    require_minimal(claim, "outer", outer)?;
    for (index, vertex) in inner.iter().enumerate() {
        require(in_hull(claim, outer, vertex)?, || {
            format!("inner[{index}] is {}, outside the outer set", show_all(vertex))
        })?;
    }
    claim.note(
        "inner and outer: vertices minimal, in order, and the inner set lies in the outer one, exactly",
    );
    Ok(())
}

/// The chain ends in a set from which nothing is generated.
fn check_emptiness(claim: &mut Claim, node: &Node, d: &[Rational]) -> Outcome<()> {
    let last = verify_chain(claim, node, d, None)?;
    let zero = vec![Rational::ZERO; claim.stage.players()];
    let nothing = last.held.support(&zero, &claim.budget, &last.place)? == Support::Empty;
    require(nothing, || format!("{} is not empty, so that the outer set is not shown to be", last.place))?;
    claim.note("outer: the chain proves that there is no equilibrium in pure actions");
    Ok(())
}

pub(super) fn vertices(claim: &Claim, node: &Node) -> Outcome<Vec<Vec<Rational>>> {
    let players = claim.stage.players();
    let items = node.items()?;
    if players != 2 && items.len() > MAX_VERTICES {
        let (place, size) = (node.place().into(), items.len());
        return Err(
            CheckError::TooLarge { place, what: "a number of vertices", size, limit: MAX_VERTICES }.into()
        );
    }
    Ok(items.iter().map(|vertex| vertex.printed_list(players)).collect::<Result<_, _>>()?)
}

fn polygon(vertices: &[Vec<Rational>]) -> Polygon {
    Polygon::hull(vertices.iter().map(|vertex| point(vertex)).collect())
}

/// No vertex is in the hull of the others; two players: counter-clockwise from the lexicographic least.
pub(super) fn require_minimal(claim: &Claim, name: &str, set: &[Vec<Rational>]) -> Outcome<()> {
    if claim.stage.players() == 2 {
        let given: Vec<Point> = set.iter().map(|vertex| point(vertex)).collect();
        let mut turned = Polygon::hull(given.clone()).vertices;
        if let Some(start) = turned.iter().position(|vertex| Some(vertex) == given.first()) {
            turned.rotate_left(start);
        }
        // Floats may blur which of two vertices above each other is the least.
        let room = &nearby(claim)[0];
        let least = given.iter().map(|vertex| &vertex[0]).min();
        let starts_least = least.is_none_or(|least| given[0][0] <= least + room);
        return require(turned == given && starts_least, || {
            format!("{name} is not given by its vertices, counter-clockwise from the lexicographically least")
        });
    }
    for (index, vertex) in set.iter().enumerate() {
        let mut others = set.to_vec();
        others.remove(index);
        require(!in_hull(claim, &others, vertex)?, || {
            format!("{name}[{index}] is in the hull of the others")
        })?;
    }
    Ok(())
}

/// Whether a point is in the hull of some vertices.
pub(super) fn in_hull(claim: &Claim, vertices: &[Vec<Rational>], target: &[Rational]) -> Outcome<bool> {
    if target.len() == 2 {
        claim.budget.spend(4 * vertices.len() + 1, 128, "inner")?;
        return Ok(polygon(vertices).contains(&point(target)));
    }
    let mut rows: Vec<Vec<Rational>> =
        (0..target.len()).map(|axis| vertices.iter().map(|vertex| vertex[axis].clone()).collect()).collect();
    rows.push(vec![Rational::ONE; vertices.len()]);
    let mut right = target.to_vec();
    right.push(Rational::ONE);
    let cost = vec![Rational::ZERO; vertices.len()];
    let found = minimise(&Program { rows, right, cost }, &claim.budget, "inner")?;
    Ok(found != Optimum::Infeasible)
}

/// Coordinates with every player's payoffs rescaled to `[0, 1]`, as floats.
fn rescaled(claim: &Claim, vertex: &[Rational]) -> Vec<f64> {
    let stage = &claim.stage;
    let scale = |(player, x): (usize, &Rational)| {
        let low = (0..stage.profiles()).map(|cell| stage.payoff(cell, player)).min().cloned();
        ((x - low.unwrap_or_default()) / stage.range(player)).to_f64()
    };
    vertex.iter().enumerate().map(scale).collect()
}

/// The dimension of a set at a tolerance of 1e-8 of the range, by the largest remaining distances.
fn dimension(claim: &Claim, set: &[Vec<Rational>]) -> Option<usize> {
    let mut points: Vec<Vec<f64>> = set.iter().map(|vertex| rescaled(claim, vertex)).collect();
    let origin = points.first()?.clone();
    for point in &mut points {
        point.iter_mut().zip(&origin).for_each(|(x, o)| *x -= o);
    }
    let norm = |point: &Vec<f64>| point.iter().map(|x| x * x).sum::<f64>().sqrt();
    let mut rank = 0;
    while let Some(farthest) = points.iter().max_by(|a, b| norm(a).total_cmp(&norm(b))).cloned() {
        let length = norm(&farthest);
        if length <= 1e-8 || rank == origin.len() {
            break;
        }
        rank += 1;
        for point in &mut points {
            let along: f64 = point.iter().zip(&farthest).map(|(x, f)| x * f).sum::<f64>() / (length * length);
            point.iter_mut().zip(&farthest).for_each(|(x, f)| *x -= along * f);
        }
    }
    Some(rank)
}

/// `kind` names the dimension of both sets; where they differ, the outer's, and the result is undecided.
pub(super) fn check_kind(
    claim: &mut Claim,
    root: &Node,
    inner: &[Vec<Rational>],
    outer: &[Vec<Rational>],
) -> Outcome<()> {
    let players = claim.stage.players();
    let name = |set: &[Vec<Rational>]| match dimension(claim, set) {
        None => "empty",
        Some(0) => "point",
        Some(1) => "segment",
        Some(2) if players == 2 => "polygon",
        Some(2) => "polygon or polytope",
        Some(_) => "polytope",
    };
    let (inner_kind, outer_kind) = (name(inner), name(outer));
    let node = root.field("kind")?;
    let kind = node.text()?;
    require(outer_kind.split(" or ").any(|word| word == kind), || {
        format!("kind is {kind}, but the outer set is a {outer_kind}")
    })?;
    let undecided = root.optional("status").and_then(|node| node.as_text()) == Some("undecided");
    // Beyond two players a flat set of dimension two may be called either.
    let alike = inner_kind.split(" or ").any(|word| outer_kind.split(" or ").any(|other| word == other));
    require(alike || undecided, || {
        format!("kind is {kind}, but the inner set is a {inner_kind} and the status is not undecided")
    })?;
    claim.note(format!("kind: the outer set is a {kind} at 1e-8 of the range"));
    Ok(())
}

/// Distance of a point to a polygon in rescaled coordinates.
fn distance(polygon: &[Vec<f64>], target: &[f64]) -> f64 {
    let to_segment = |a: &[f64], b: &[f64]| {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx * dx + dy * dy;
        let along =
            if length > 0.0 { ((target[0] - a[0]) * dx + (target[1] - a[1]) * dy) / length } else { 0.0 };
        let along = along.clamp(0.0, 1.0);
        (target[0] - a[0] - along * dx).hypot(target[1] - a[1] - along * dy)
    };
    let edges = polygon.iter().zip(polygon.iter().cycle().skip(1));
    edges.map(|(a, b)| to_segment(a, b)).fold(f64::INFINITY, f64::min)
}

/// `gap` is the largest distance of an outer vertex to the inner set.
pub(super) fn check_gap(
    claim: &mut Claim,
    root: &Node,
    inner: &[Vec<Rational>],
    outer: &[Vec<Rational>],
) -> Outcome<()> {
    let stated = root.optional("gap");
    if inner.is_empty() && !outer.is_empty() {
        return require(stated.is_none(), || "gap is a number, but only the inner set is empty".into());
    }
    let Some(stated) = stated else { return Err(CheckError::Missing { place: "gap".into() }.into()) };
    if claim.stage.players() != 2 {
        let value = stated.printed()?.value.to_f64();
        return check_gap_by_brackets(claim, value, inner, outer);
    }
    let inner_polygon = polygon(inner);
    let floats: Vec<Vec<f64>> = inner.iter().map(|vertex| rescaled(claim, vertex)).collect();
    let outside = outer.iter().filter(|vertex| !inner_polygon.contains(&point(vertex)));
    let gap = outside.map(|vertex| distance(&floats, &rescaled(claim, vertex))).fold(0.0, f64::max);
    let value = stated.printed()?.value.to_f64();
    require((value - gap).abs() <= 1e-9, || format!("gap is {value}, but the sets are {gap} apart"))?;
    claim.note("gap: recomputed");
    Ok(())
}

/// As [`check_gap`] in more dimensions: every distance between bounds that prove themselves.
fn check_gap_by_brackets(
    claim: &mut Claim,
    stated: f64,
    inner: &[Vec<Rational>],
    outer: &[Vec<Rational>],
) -> Outcome<()> {
    const ROUNDING: f64 = 1e-9;
    let points: Vec<Vec<f64>> = inner.iter().map(|vertex| rescaled(claim, vertex)).collect();
    let (mut lower, mut upper) = (0.0f64, 0.0f64);
    for (index, vertex) in outer.iter().enumerate() {
        claim.budget.spend(points.len() * 16, 64, "gap")?;
        let found = distance_to_hull(&rescaled(claim, vertex), &points, stated - ROUNDING, stated + ROUNDING);
        require(found.lower <= stated + ROUNDING, || {
            format!("gap is {stated}, but outer[{index}] is at least {} away from the inner set", found.lower)
        })?;
        (lower, upper) = (lower.max(found.lower), upper.max(found.upper));
    }
    require(upper >= stated - ROUNDING, || {
        format!("gap is {stated}, but the sets are at most {upper} apart")
    })?;
    claim.note(if upper <= stated + ROUNDING {
        "gap: recomputed: no vertex of the outer set is farther from the inner one".to_string()
    } else {
        format!("gap: between {lower} and {upper}")
    });
    Ok(())
}

/// `threat` lies between the least payoffs of the outer and of the inner set, and above the pure minmax.
fn check_threat(
    claim: &mut Claim,
    root: &Node,
    inner: &[Vec<Rational>],
    outer: &[Vec<Rational>],
) -> Outcome<()> {
    let Some(node) = root.optional("threat").filter(|_| !outer.is_empty()) else { return Ok(()) };
    let players = claim.stage.players();
    let threat = node.printed_list(players)?;
    for (player, threat) in threat.iter().enumerate() {
        let room = claim.stage.range(player) * Rational::new(1, 1_000_000_000);
        let least = |set: &[Vec<Rational>]| set.iter().map(|vertex| &vertex[player]).min().cloned();
        let low = least(outer).unwrap_or_default();
        let high = least(inner);
        let minmax = (!claim.stage.absorbs()).then(|| claim.stage.pure_minmax(player));
        let above = threat + &room >= low && minmax.as_ref().is_none_or(|minmax| threat + &room >= *minmax);
        let below = high.as_ref().is_none_or(|high| threat - &room <= *high);
        require(above && below, || {
            format!(
                "{}[{player}] is {}, but the least payoff of the outer set is {}{}{}",
                node.place(),
                show(threat),
                show(&low),
                high.as_ref().map_or(String::new(), |high| format!(", of the inner set {}", show(high))),
                minmax.as_ref().map_or(String::new(), |minmax| format!(", the pure minmax {}", show(minmax)))
            )
        })?;
    }
    claim.note("threat: it agrees with both sets and the pure minmax");
    Ok(())
}

/// The checker's own iteration shows that the outer set holds every equilibrium payoff.
fn check_outer(claim: &mut Claim, outer: &[Vec<Rational>], d: &[Rational]) -> Outcome<()> {
    if claim.stage.players() != 2 {
        claim.note("outer: that it holds every equilibrium payoff was not re-checked (two players only)");
        return Ok(());
    }
    let stated = polygon(outer);
    let room = nearby(claim);
    // The outer set grown by 1e-9 of the range in every direction, so that rounding cannot decide.
    let grown = stated.vertices.iter().flat_map(|vertex| {
        [(1, 1), (1, -1), (-1, 1), (-1, -1)].map(|(x, y): (i64, i64)| -> Point {
            [&vertex[0] + &room[0] * Rational::from(x), &vertex[1] + &room[1] * Rational::from(y)]
        })
    });
    let grown = Polygon::hull(grown.collect());
    let outside = |set: &Polygon| set.vertices.iter().find(|vertex| !grown.contains(vertex)).cloned();
    match enclose(claim, d, |set| outside(set).is_none())? {
        Enclosure::Reached => {
            claim.note("outer: it holds every equilibrium payoff up to 1e-9, by the checker's own iteration");
        }
        Enclosure::Stuck(set) => {
            // Where the set that is left generates itself, the outer set misses equilibrium payoffs.
            let left = snapped(&set, &pair(claim));
            if let Some(missed) = outside(&left)
                && generates_itself(claim, &left, d)?
            {
                let sentence =
                    format!("outer leaves out {}, which is an equilibrium payoff", show_all(&missed));
                return Err(Stop::False(sentence));
            }
            claim.note(
                "outer: that it holds every equilibrium payoff was not confirmed by the checker's own iteration",
            );
        }
        Enclosure::NotTried => {
            claim.note(
                "outer: that it holds every equilibrium payoff was not re-checked (the game is too large)",
            );
        }
    }
    Ok(())
}

/// 10^-9 of each player's payoff range.
pub(super) fn nearby(claim: &Claim) -> Vec<Rational> {
    let range = |player| claim.stage.range(player) * Rational::new(1, 1_000_000_000);
    (0..claim.stage.players()).map(range).collect()
}

/// As [`nearby`], for two players.
fn pair(claim: &Claim) -> [Rational; 2] {
    [0, 1].map(|player| claim.stage.range(player) * Rational::new(1, 1_000_000_000))
}

/// Whether the inner set, its coordinates replaced by the simplest fractions nearby, generates itself.
fn check_inner(claim: &mut Claim, inner: &[Vec<Rational>], d: &[Rational]) -> Outcome<()> {
    let generated = claim.stage.players() == 2
        && !inner.is_empty()
        && generates_itself(claim, &snapped(&polygon(inner), &pair(claim)), d)?;
    claim.note(if generated {
        "inner: its points are equilibrium payoffs up to 1e-9: with the simplest fractions nearby it generates itself"
    } else if inner.is_empty() {
        "inner: it is empty and claims nothing"
    } else {
        "inner: that its points are equilibrium payoffs was not re-checked (no automaton is given)"
    });
    Ok(())
}

/// `certificate.automaton`: an equilibrium whose states' values are the inner vertices.
fn check_certificate(claim: &mut Claim, node: &Node, inner: &[Vec<Rational>], d: &[Rational]) -> Outcome<()> {
    let automaton = verify(claim, &node.field("automaton")?, d)?;
    claim.budget.spend(inner.len() * automaton.states.len(), 64, node.place())?;
    if let Some(exact) = node.optional("vertices") {
        let vertices = exact.items_of(automaton.states.len())?;
        for (vertex, state) in vertices.iter().zip(&automaton.states) {
            require(vertex.exact_list(d.len())? == state.value, || {
                format!("{} is not the value of the state of the same number", vertex.place())
            })?;
        }
    }
    for (index, vertex) in inner.iter().enumerate() {
        let near = |value: &[Rational]| {
            value.iter().zip(vertex).enumerate().all(|(player, (value, x))| {
                (value - x).abs() <= claim.stage.range(player) * Rational::new(1, 1_000_000_000)
            })
        };
        if !automaton.states.iter().any(|state| near(&state.value)) {
            let vertex = show_all(vertex);
            return Err(Stop::False(format!(
                "inner[{index}] is {vertex}, and no state of the certificate has that value"
            )));
        }
    }
    claim.note("inner: every vertex is the value of a state of the verified automaton, up to 1e-9");
    Ok(())
}

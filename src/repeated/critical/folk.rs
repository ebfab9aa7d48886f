//! The folk threshold: the patience at which every feasible payoff above minmax is an equilibrium payoff.
//!
//! Let `F` be the set of feasible payoffs that give everyone at least the pure minmax payoff, and `u` its
//! least payoffs (at least minmax; above it where the feasible set does not reach that low). V lies
//! in `F` for every discount factor, so V = F exactly if `F` generates itself. Berg and Karki (2018)
//! give the threshold for 2 x 2 games; for any two-player game it is a fraction in closed form: profile
//! `a` generates the vertex `p` with continuation `w = p + t (p - g(a))`, `t = (1-d)/d`, if
//!
//! * `w` lies in `F`: `t` is at most the length of the ray from `p` in direction `p - g(a)` within `F`;
//! * no player deviates: `p_i >= (1-d) b_i(a) + d u_i` with the best-reply payoff `b_i`, that is
//!   `d >= (b_i - p_i) / (b_i - u_i)`.
//!
//! Both hold from some discount factor on or never, so the threshold is the maximum over vertices of the
//! minimum over profiles; and if some vertex has no profile, V = F at no discount factor below one.

use super::{Critical, Status, just_below};
use crate::exact::Rational;
use crate::game::Game;
use crate::geometry::Polygon;
use crate::repeated::planar::generate::SelfGenerating;
use crate::repeated::planar::operator::{Point, feasible, generated, minmax};
use crate::repeated::planar::refute::{Claim, Outcome, refute};
use crate::repeated::{Automaton, Options, Reason, Refutation, RepeatedError, RepeatedGame};

/// The folk threshold with one automaton per vertex at it and a refutation of one vertex below it.
pub(super) fn folk(stage: &Game<Rational>, options: &Options) -> Result<Critical, RepeatedError> {
    let half = RepeatedGame::new(stage.clone(), Rational::new(1, 2))?;
    let floor = minmax(&half);
    let set = feasible(&half).above(0, &floor[0]).above(1, &floor[1]);
    if set.is_empty() {
        // Nothing feasible gives everyone the minmax payoff: V is empty for every discount factor.
        return Ok(Critical::never(None, Some(Reason::BelowMinmax)));
    }
    // Where V = F, the worst equilibrium is the worst point of F, which may lie above minmax.
    let floor = [0, 1].map(|i| set.least(i).unwrap_or_else(|| floor[i].clone()));
    let mut threshold = Rational::ZERO;
    for vertex in set.vertices() {
        let needs = (0..stage.profiles()).filter_map(|p| patience(stage, &set, &floor, vertex, p)).min();
        match needs {
            Some(needed) => threshold = threshold.max(needed),
            None => return Ok(Critical::never(None, None)),
        }
    }
    if threshold.is_zero() {
        return Ok(Critical::zero(automata(&half, &set)));
    }
    let game = half.with_discount(&threshold)?;
    let lower = just_below(&threshold, options.max_width());
    let refutation = refutation(&half.with_discount(&lower)?, &set, options);
    Ok(Critical {
        status: if refutation.is_some() { Status::Exact } else { Status::Undecided },
        lower,
        automata: automata(&game, &set),
        exact: Some(threshold.clone()),
        algebraic: None,
        upper: Some(threshold),
        blocker: None,
        reason: Some(Reason::Impatience),
        refutation,
        others: Vec::new(),
    })
}

/// The least discount factor from which on a profile generates a vertex; `None` if none below one.
fn patience(
    stage: &Game<Rational>,
    set: &Polygon<Rational>,
    floor: &Point,
    vertex: &Point,
    profile: usize,
) -> Option<Rational> {
    let payoff = stage.payoffs_at(profile);
    let along = [0, 1].map(|i| &vertex[i] - &payoff[i]);
    let mut needed = Rational::ZERO;
    if along.iter().any(|x| !x.is_zero()) {
        let length = ray_length(set, vertex, &along)?;
        needed = Rational::ONE / (Rational::ONE + length);
    }
    for i in 0..2 {
        let best = stage.best_reply_payoff(profile, i);
        let missing = best - &vertex[i];
        if missing.is_positive() {
            // best > vertex >= floor, so the denominator is positive; at vertex = floor it takes d = 1.
            needed = needed.max(missing / (best - &floor[i]));
        }
    }
    (needed < Rational::ONE).then_some(needed)
}

/// How far one can go from a point of the set in a direction, in multiples of the direction; `None` if
/// not at all.
fn ray_length(set: &Polygon<Rational>, from: &Point, along: &Point) -> Option<Rational> {
    let dot = |a: &Point, b: &Point| &a[0] * &b[0] + &a[1] * &b[1];
    let mut length: Option<Rational> = None;
    for half_plane in set.half_planes() {
        let speed = dot(&half_plane.normal, along);
        if speed.is_positive() {
            let reach = (&half_plane.bound - dot(&half_plane.normal, from)) / speed;
            length = Some(length.map_or(reach.clone(), |l| l.min(reach)));
        }
    }
    length.filter(Rational::is_positive)
}

fn automata(game: &RepeatedGame, set: &Polygon<Rational>) -> Vec<Automaton> {
    let profiles: Vec<usize> = (0..game.stage().profiles()).collect();
    let Some(proof) = SelfGenerating::prove(game, set.clone(), &profiles) else { return Vec::new() };
    set.vertices().iter().filter_map(|v| proof.automaton_for(game, v)).collect()
}

/// A chain that excludes a vertex which the set does not generate.
fn refutation(game: &RepeatedGame, set: &Polygon<Rational>, options: &Options) -> Option<Refutation> {
    let floor = minmax(game);
    let floor = [0, 1].map(|i| set.least(i).unwrap_or_else(|| floor[i].clone()));
    let points: Vec<Point> =
        (0..game.stage().profiles()).flat_map(|p| generated(game, p, set, &floor)).collect();
    let image = Polygon::hull(points);
    let missing = set.vertices().iter().find(|v| !image.contains(v))?;
    match refute(game, &Claim::Payoff(missing), 8, &options.budget()) {
        Outcome::Refuted(refutation) => Some(refutation),
        Outcome::Open => None,
    }
}

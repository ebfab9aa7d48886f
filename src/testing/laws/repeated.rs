//! Laws of repeated games.

use super::{Law, broken};
use crate::exact::Rational;
use crate::game::{Game, Profile};
use crate::geometry::distance_to_polygon;
use crate::lp::{Bounds, LinearProgram, LpOptions, Relation};
use crate::repeated::automaton::Branch;
use crate::repeated::{Automaton, Enclosure, RepeatedGame};

/// A strategy automaton is a subgame-perfect equilibrium: lotteries are lotteries, the values that states
/// state solve their recursion, and no one-shot deviation gains (Blackwell 1965; Abreu 1988). Written
/// from the game's payoffs, discount factors and absorbing outcomes; exact.
///
/// ```
/// use detente::{Game, repeated::RepeatedGame, testing::laws};
/// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
/// let verdict = game.sustain(&[0, 0].into())?;
/// let grim = verdict.automaton().expect("sustained");
/// assert!(laws::automaton(&game, grim).is_ok());
/// // One grain of patience less, and the same strategy is not worth it.
/// assert!(laws::automaton(&game.with_discount("49/100")?, grim).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// The first state and player for which something is wrong.
pub fn automaton(game: &RepeatedGame, automaton: &Automaton) -> Law {
    let states = automaton.states.len();
    let lottery = |branches: &[Branch]| {
        branches.iter().all(|b| b.state < states && !b.probability.is_negative())
            && branches.iter().map(|b| &b.probability).sum::<Rational>() == Rational::ONE
    };
    if !lottery(&automaton.initial) {
        return broken("the start is no lottery over states");
    }
    let fits = |list: &[Rational]| list.len() == game.players();
    for (s, state) in automaton.states.iter().enumerate() {
        if state.punish.len() != game.players() || state.punish.iter().any(|&p| p >= states) {
            return broken(format!("state {s} has no state for every deviator"));
        }
        let chances: Rational = state.draws.iter().map(|draw| &draw.probability).sum();
        if chances != Rational::ONE
            || !fits(&state.value)
            || state.draws.iter().any(|d| d.probability.is_negative() || !lottery(&d.next))
        {
            return broken(format!("state {s} is malformed"));
        }
    }
    for (s, state) in automaton.states.iter().enumerate() {
        for player in 0..game.players() {
            let value_of = |state: usize| &automaton.states[state].value[player];
            let mut value = Rational::ZERO;
            for draw in &state.draws {
                let next = draw.next.iter().map(|b| &b.probability * value_of(b.state)).sum();
                let Some(stay) = worth(game, &draw.profile, player, &next) else {
                    return broken(format!("state {s} plays {}, which the game does not have", draw.profile));
                };
                value += &draw.probability * &stay;
                for action in 0..game.stage().shape()[player] {
                    let deviant = draw.profile.with(player, action);
                    let threat = value_of(state.punish[player]);
                    let deviate = worth(game, &deviant, player, threat);
                    let gain = deviate.unwrap_or_default() - &stay;
                    if deviant != draw.profile && gain.is_positive() {
                        return broken(format!(
                            "in state {s} at {} player {player} gains {gain} by action {action}",
                            draw.profile
                        ));
                    }
                }
            }
            if value != state.value[player] {
                return broken(format!(
                    "state {s} is worth {value} to player {player}, not {}",
                    state.value[player]
                ));
            }
        }
    }
    Ok(())
}

/// `q z + (1 - q) [(1 - d) u + d w]` at a profile; `None` if the game does not have it.
fn worth(game: &RepeatedGame, profile: &Profile, player: usize, next: &Rational) -> Option<Rational> {
    let d = game.discount().of(player);
    let today = game.stage().payoff(profile, player).ok()?;
    let goes_on = (Rational::ONE - d) * today + d * next;
    Some(match game.absorbing().iter().find(|end| end.profile == *profile) {
        Some(end) => &end.probability * &end.payoff[player] + (Rational::ONE - &end.probability) * goes_on,
        None => goes_on,
    })
}

/// An enclosure of equilibrium payoffs: the inner set lies in the outer one, both lie in the hull of what
/// can happen, and nobody gets less than the threat. `tolerance` is relative to each player's range of
/// feasible payoffs (floats round; 1e-8 suits the crate's own sets).
///
/// # Errors
/// Which set sticks out of which, and how far.
pub fn enclosure(game: &RepeatedGame, set: &Enclosure, tolerance: f64) -> Law {
    let stage = game.stage();
    let float = |payoffs: &[Rational]| payoffs.iter().map(Rational::to_f64).collect::<Vec<_>>();
    let mut feasible: Vec<Vec<f64>> = (0..stage.profiles()).map(|p| float(stage.payoffs_at(p))).collect();
    feasible.extend(game.absorbing().iter().map(|end| float(&end.payoff)));
    let mut within = vec![("the inner set", &set.inner, "the outer set", &set.outer)];
    within.push(("the outer set", &set.outer, "what is feasible", &feasible));
    for (name, points, other, hull) in within {
        let far = excess(stage, points, hull);
        if far > tolerance {
            return broken(format!("{name} sticks out of {other} by {far:e}"));
        }
    }
    let scale = |player: usize| {
        let (low, high) = stage.payoff_range(player);
        (high - low).to_f64().max(f64::MIN_POSITIVE)
    };
    for (threat, point) in set.threat.iter().flat_map(|threat| set.inner.iter().map(move |p| (threat, p))) {
        for player in 0..threat.len().min(point.len()) {
            if point[player] < threat[player] - tolerance * scale(player) {
                return broken(format!("{point:?} gives player {player} less than the threat {threat:?}"));
            }
        }
    }
    Ok(())
}

/// One set of payoffs lies in another one: equilibrium payoffs at less patience in those at more, say.
/// Sets are given by points whose hull they are; `tolerance` is relative to each player's payoff range.
///
/// # Errors
/// How far the first sticks out.
pub fn nested(stage: &Game<Rational>, smaller: &[Vec<f64>], larger: &[Vec<f64>], tolerance: f64) -> Law {
    let far = excess(stage, smaller, larger);
    if far > tolerance { broken(format!("{smaller:?} sticks out of {larger:?} by {far:e}")) } else { Ok(()) }
}

/// How far points stick out of the hull of others, each player's payoffs rescaled to [0, 1]: for two
/// players the Euclidean distance, for more the largest coordinate's. Infinite if the hull is empty and
/// the points are not.
pub fn excess(stage: &Game<Rational>, points: &[Vec<f64>], hull: &[Vec<f64>]) -> f64 {
    if points.is_empty() {
        return 0.0;
    }
    if hull.is_empty() {
        return f64::INFINITY;
    }
    let scale: Vec<(f64, f64)> = (0..stage.players())
        .map(|player| {
            let (low, high) = stage.payoff_range(player);
            let range = (&high - &low).to_f64();
            (low.to_f64(), if range > 0.0 { range } else { 1.0 })
        })
        .collect();
    let rescaled = |point: &Vec<f64>| -> Vec<f64> {
        point.iter().zip(&scale).map(|(x, (low, range))| (x - low) / range).collect()
    };
    let (points, hull): (Vec<_>, Vec<_>) =
        (points.iter().map(rescaled).collect(), hull.iter().map(rescaled).collect());
    let distances = points.iter().map(|point| match hull[0].len() {
        2 => {
            let polygon: Vec<[f64; 2]> =
                crate::geometry::convex_hull(hull.iter().map(|v| [v[0], v[1]]).collect());
            distance_to_polygon([point[0], point[1]], &polygon)
        }
        _ => distance_by_program(point, &hull),
    });
    distances.fold(0.0, f64::max)
}

/// The least `t` such that some mixture of the vertices is within `t` of the point in every coordinate.
fn distance_by_program(point: &[f64], hull: &[Vec<f64>]) -> f64 {
    let exact = |x: f64| Rational::from_f64(x).unwrap_or_default();
    let mut program = LinearProgram::minimise();
    for _ in hull {
        program.add_variable(0, Bounds::non_negative());
    }
    let far = program.add_variable(1, Bounds::non_negative());
    let rows = point
        .iter()
        .enumerate()
        .flat_map(|(i, &x)| [(i, x, Relation::AtMost, -1), (i, x, Relation::AtLeast, 1)]);
    let mut added =
        program.add_row("mixture", (0..hull.len()).map(|v| (v, Rational::ONE)), Relation::Equal, 1);
    for (i, x, relation, sign) in rows {
        let vertices = hull.iter().enumerate().map(|(v, vertex)| (v, exact(vertex[i])));
        let terms = vertices.chain([(far, Rational::from(sign))]);
        added = added.and_then(|_| program.add_row(format!("coordinate {i}"), terms, relation, exact(x)));
    }
    let solved = added.and_then(|_| program.solve(&LpOptions::default())).and_then(|s| s.optimum());
    solved.map_or(f64::INFINITY, |optimum| optimum.objective.to_f64())
}

//! The operators B and R on exact polygons.

use crate::exact::Rational;
use crate::geometry::Polygon;
use crate::repeated::RepeatedGame;

/// A point of the plane of payoffs.
pub(crate) type Point = [Rational; 2];

/// The first outer set: the mixtures of what can be paid, or, for players of unequal patience, who trade
/// over time beyond those (Lehrer and Pauzner 1999), the box of their payoffs.
pub(crate) fn everything(game: &RepeatedGame) -> Polygon<Rational> {
    if game.discount().common().is_some() {
        return feasible(game);
    }
    let outcomes = game.dynamics().outcomes();
    let ends = [0, 1].map(|i| {
        let values = || outcomes.iter().map(move |u| &u[i]);
        [values().min(), values().max()].map(|end| end.cloned().unwrap_or_default())
    });
    let corners = ends[0].iter().flat_map(|x| ends[1].iter().map(|y| [x.clone(), y.clone()]));
    Polygon::hull(corners.collect())
}

/// The hull of everything that can be paid.
pub(crate) fn feasible(game: &RepeatedGame) -> Polygon<Rational> {
    let outcomes = game.dynamics().outcomes().iter();
    Polygon::hull(outcomes.map(|u| [u[0].clone(), u[1].clone()]).collect())
}

/// The pure minmax threats.
pub(crate) fn minmax(game: &RepeatedGame) -> Point {
    let values = game.dynamics().pure_minmax(game.stage());
    [values[0].clone(), values[1].clone()]
}

/// The value of playing a profile for ever.
pub(crate) fn forever(game: &RepeatedGame, profile: usize) -> Point {
    [0, 1].map(|i| game.dynamics().forever(profile, i))
}

/// The values of both players' best deviations from a profile under threats.
pub(crate) fn deviations(game: &RepeatedGame, profile: usize, threat: &Point) -> Point {
    [0, 1].map(|i| game.dynamics().best_deviation(profile, i, &threat[i]))
}

/// Whether the first point is at least the second in both coordinates.
pub(crate) fn dominates(a: &Point, b: &Point) -> bool {
    a[0] >= b[0] && a[1] >= b[1]
}

/// Value of a profile followed by a continuation.
fn image(game: &RepeatedGame, profile: usize, w: &Point) -> Point {
    [0, 1].map(|i| game.dynamics().value(profile, i, &w[i]))
}

/// The points of B(W) that one profile contributes: the images of the vertices of
/// `{w in W : constraints}`; empty where no continuation in `W` keeps both players from deviating.
pub(crate) fn generated(
    game: &RepeatedGame,
    profile: usize,
    set: &Polygon<Rational>,
    threat: &Point,
) -> Vec<Point> {
    match required(game, profile, threat) {
        None if dominates(&forever(game, profile), &deviations(game, profile, threat)) => {
            if set.is_empty() {
                Vec::new()
            } else {
                vec![forever(game, profile)]
            }
        }
        None => Vec::new(),
        Some(required) => {
            let allowed = set.above(0, &required[0]).above(1, &required[1]);
            allowed.vertices().iter().map(|w| image(game, profile, w)).collect()
        }
    }
}

/// The least continuations that keep the players from deviating; `None` where the profile surely ends
/// the game.
fn required(game: &RepeatedGame, profile: usize, threat: &Point) -> Option<Point> {
    let dynamics = game.dynamics();
    let first = dynamics.required_continuation(profile, 0, &threat[0])?;
    let second = dynamics.required_continuation(profile, 1, &threat[1])?;
    Some([first, second])
}

/// What exact iteration of the operator R found.
#[derive(Debug, Clone)]
pub(crate) enum Limit {
    /// The iteration became stationary: this is V, exactly, with the profiles that still count.
    Exact { set: Polygon<Rational>, threat: Point },
    /// No profile is left: V is empty.
    Empty,
    /// Neither within the steps or the size of numbers allowed; the set still contains V.
    Open,
}

/// Iterates the operator R of Abreu and Sannikov (2014) in exact arithmetic, on profiles that may still
/// be played. Ends when it becomes stationary, which it does for most games after a few steps; limits on
/// steps and on the size of the numbers end the rest.
pub(crate) fn iterate(game: &RepeatedGame, mut live: Vec<usize>, steps: usize, max_bits: usize) -> Limit {
    let mut set = Polygon::hull(live.iter().map(|&p| forever(game, p)).collect());
    let mut threat = minmax(game);
    for _ in 0..steps {
        let mut points = Vec::new();
        live.retain(|&profile| {
            let own = forever(game, profile);
            if dominates(&own, &deviations(game, profile, &threat)) {
                points.push(own);
                return true;
            }
            let Some(required) = required(game, profile, &threat) else { return false };
            let before = points.len();
            for axis in 0..2 {
                let on_line = set.slice(axis, &required[axis]).above(1 - axis, &required[1 - axis]);
                points.extend(on_line.vertices().iter().map(|w| image(game, profile, w)));
            }
            let slack = || (0..2).all(|i| set.least(i).is_some_and(|least| least > required[i]));
            points.len() > before || slack()
        });
        let next = Polygon::hull(points);
        if next.is_empty() {
            return Limit::Empty;
        }
        let raised = [0, 1].map(|i| match next.least(i) {
            Some(least) if least > threat[i] => least,
            _ => threat[i].clone(),
        });
        if next == set && raised == threat {
            return Limit::Exact { set, threat };
        }
        if next.vertices().iter().flatten().any(|x| x.bits() > max_bits) {
            return Limit::Open;
        }
        (set, threat) = (next, raised);
    }
    Limit::Open
}

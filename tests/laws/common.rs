//! What the laws share.

use std::time::Duration;

use detente::geometry::Polygon;
use detente::repeated::{
    Critical, CriticalTarget, Enclosure, Options, Punishment, RepeatedGame, critical_discount,
};
use detente::testing::Games;
use detente::{Game, Profile, Rational};
use proptest::prelude::*;

pub fn r(p: i64, q: i64) -> Rational {
    Rational::new(p, q)
}

/// Payoffs from 0 to `most`, two to `actions` actions each.
pub fn stage_game(actions: usize, most: i64) -> impl Strategy<Value = Game<Rational>> {
    Games::of_two().actions(2..=actions).payoffs(0..=most).any()
}

pub fn repeated(stage: &Game<Rational>, discount: &Rational) -> RepeatedGame {
    RepeatedGame::new(stage.clone(), discount).unwrap()
}

pub fn enclosed(game: &RepeatedGame) -> Enclosure {
    game.payoff_set(&Options::default()).unwrap()
}

/// A set of floats as what it is: a hull of rational points.
pub fn exact_hull(points: &[Vec<f64>]) -> Polygon<Rational> {
    Polygon::hull(points.iter().map(|p| [0, 1].map(|i| Rational::from_f64(p[i]).unwrap())).collect())
}

pub fn critical_of(stage: &Game<Rational>, profile: &Profile, punishment: Punishment) -> Critical {
    let target = CriticalTarget::Profile(profile.clone());
    // One game in some ten thousand has its threshold too near to 1 for a quick answer.
    let options = Options::default().time_limit(Duration::from_secs(2));
    critical_discount(stage, &target, punishment, &options).unwrap()
}

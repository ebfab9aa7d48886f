//! The proof that no path without draws reaches a payoff.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::geometry::Polygon;
use crate::repeated::RepeatedGame;

/// All payoffs that could follow a target on a path, in an order in which play only ever moves on to later
/// ones: so it cannot move on for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhaustion {
    /// The payoffs; the target is the first.
    pub payoffs: Vec<Vec<Rational>>,
}

impl Exhaustion {
    /// Checks the list in exact arithmetic: from every payoff, every profile leads to a later payoff of the
    /// list, or to none that an equilibrium could promise.
    pub fn verify(&self, game: &RepeatedGame) -> bool {
        let bounds = Bounds::new(game);
        !self.payoffs.is_empty()
            && self.payoffs.iter().enumerate().all(|(k, payoff)| {
                payoff.len() == game.players()
                    && bounds.successors(game, payoff).iter().all(|(_, next)| match next {
                        Next::Payoff(next) => self.payoffs[k + 1..].contains(next),
                        Next::End => false,
                    })
            })
    }
}

/// What may follow a profile on the way to a payoff.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Next {
    /// This continuation payoff.
    Payoff(Vec<Rational>),
    /// Nothing: the profile surely ends the game, with just this payoff.
    End,
}

/// Simple sets that contain all equilibrium payoffs.
pub(super) struct Bounds {
    minmax: Vec<Rational>,
    /// Two players: the feasible set. Others: the ranges of every payoff and of their sum.
    plane: Option<Polygon<Rational>>,
    highest: Vec<Rational>,
    sums: [Rational; 2],
}

impl Bounds {
    pub(super) fn new(game: &RepeatedGame) -> Self {
        let outcomes = game.dynamics().outcomes();
        let plane = (game.players() == 2 && game.discount().common().is_some())
            .then(|| Polygon::hull(outcomes.iter().map(|u| [u[0].clone(), u[1].clone()]).collect()));
        let highest =
            (0..game.players()).map(|i| outcomes.iter().map(|u| &u[i]).max().cloned().unwrap_or_default());
        let sum = |u: &Vec<Rational>| u.iter().sum::<Rational>();
        let sums =
            [outcomes.iter().map(sum).min(), outcomes.iter().map(sum).max()].map(Option::unwrap_or_default);
        Bounds { minmax: game.dynamics().pure_minmax(game.stage()), plane, highest: highest.collect(), sums }
    }

    fn contains(&self, game: &RepeatedGame, payoff: &[Rational]) -> bool {
        let in_box = payoff
            .iter()
            .zip(self.minmax.iter().zip(&self.highest))
            .all(|(x, (low, high))| low <= x && x <= high);
        if !in_box {
            return false;
        }
        match (&self.plane, payoff) {
            (Some(plane), [x, y]) => plane.contains(&[x.clone(), y.clone()]),
            // With unequal patience trades over time leave the hull of the stage payoffs.
            _ if game.discount().common().is_none() => true,
            _ => {
                let sum = payoff.iter().sum::<Rational>();
                self.sums[0] <= sum && sum <= self.sums[1]
            }
        }
    }

    /// The first profiles of a path with this payoff that an equilibrium could play, and what follows each,
    /// if no deviator is ever punished below the pure minmax.
    pub(super) fn successors(&self, game: &RepeatedGame, payoff: &[Rational]) -> Vec<(usize, Next)> {
        (0..game.stage().profiles())
            .filter(|&profile| deters(game, profile, payoff, &self.minmax))
            .filter_map(|profile| Some((profile, next(game, profile, payoff)?)))
            .filter(|(_, next)| match next {
                Next::Payoff(next) => self.contains(game, next),
                Next::End => true,
            })
            .collect()
    }
}

/// Whether a path that starts with a profile and is worth `payoff` deters deviations with these threats.
pub(super) fn deters(game: &RepeatedGame, profile: usize, payoff: &[Rational], threats: &[Rational]) -> bool {
    let dynamics = game.dynamics();
    payoff.iter().enumerate().all(|(i, x)| *x >= dynamics.best_deviation(profile, i, &threats[i]))
}

/// What has to follow a profile for a payoff; `None` if nothing does.
fn next(game: &RepeatedGame, profile: usize, payoff: &[Rational]) -> Option<Next> {
    let dynamics = game.dynamics();
    let rest = || payoff.iter().enumerate().map(|(i, x)| x - dynamics.constant(profile, i));
    if dynamics.carry(profile, 0).is_zero() {
        return rest().all(|x| x.is_zero()).then_some(Next::End);
    }
    let next: Option<Vec<Rational>> =
        rest().enumerate().map(|(i, x)| x.checked_div(dynamics.carry(profile, i))).collect();
    next.map(Next::Payoff)
}

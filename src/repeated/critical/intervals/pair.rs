//! The operator of Abreu, Pearce and Stacchetti (1990) for all discount factors of an interval at once: the
//! bounds that hold at both ends hold in between, because everything is affine in the discount factor or a
//! quotient of affine functions.

use super::chain::IntervalDeviation;
use crate::exact::{Polynomial, Rational};
use crate::geometry::Polygon;
use crate::repeated::planar::operator::Point;
use crate::repeated::{RepeatedError, RepeatedGame};

/// A two-player game at both ends of an interval of discount factors.
pub(super) struct Pair {
    pub(super) games: [RepeatedGame; 2],
    ends: [Rational; 2],
}

impl Pair {
    pub(super) fn new(game: &RepeatedGame, [low, high]: [&Rational; 2]) -> Result<Self, RepeatedError> {
        let games = [game.with_discount(low)?, game.with_discount(high)?];
        Ok(Pair { games, ends: [low.clone(), high.clone()] })
    }

    fn at_both(&self, value: impl Fn(&RepeatedGame) -> Rational) -> [Rational; 2] {
        self.games.each_ref().map(value)
    }

    /// A bound below what a player gets who replies best for ever, at any discount factor of the interval.
    pub(super) fn minmax(&self) -> Point {
        let stage = self.games[0].stage();
        [0, 1].map(|player| {
            let least = |profile| {
                let [a, b] = self.at_both(|game| game.dynamics().forever(profile, player));
                a.min(b)
            };
            let against = (0..stage.profiles()).filter(|&p| stage.action_at(p, player) == 0);
            let best = against.filter_map(|p| stage.unilateral(p, player).map(least).max());
            best.min().unwrap_or_default()
        })
    }

    /// A bound below the continuation that keeps a player from deviating; `None` where the profile surely
    /// ends the game.
    fn required(&self, profile: usize, player: usize, threat: &Rational) -> Option<Rational> {
        let reached = self.games[0].stage().unilateral(profile, player);
        let needed = |at: usize| {
            let [a, b] = self.games.each_ref().map(|game| {
                let dynamics = game.dynamics();
                let more = dynamics.value(at, player, threat) - dynamics.constant(profile, player);
                more.checked_div(dynamics.carry(profile, player))
            });
            Some(a?.min(b?))
        };
        let all: Option<Vec<Rational>> = reached.map(needed).collect();
        all?.into_iter().max()
    }

    /// Points whose hull holds what a set generates, at any discount factor of the interval.
    pub(super) fn generated(&self, set: &Polygon<Rational>, threat: &Point) -> Vec<Point> {
        let mut points = Vec::new();
        for profile in 0..self.games[0].stage().profiles() {
            let image = |game: &RepeatedGame, w: &Point| -> Point {
                [0, 1].map(|i| game.dynamics().value(profile, i, &w[i]))
            };
            let required = [0, 1].map(|i| self.required(profile, i, &threat[i]));
            match required {
                [Some(first), Some(second)] => {
                    let allowed = set.above(0, &first).above(1, &second);
                    let images = |w| self.games.iter().map(move |game| image(game, w));
                    points.extend(allowed.vertices().iter().flat_map(images));
                }
                // The profile surely ends the game: it is counted whether or not somebody would leave it.
                _ => points.extend(self.games.iter().map(|game| image(game, threat))),
            }
        }
        points
    }

    /// Threats rise to the least payoffs of a set.
    pub(super) fn raised(&self, threat: &Point, set: &Polygon<Rational>) -> Point {
        [0, 1].map(|i| match set.least(i) {
            Some(least) if least > threat[i] => least,
            _ => threat[i].clone(),
        })
    }

    /// A deviation from the path that gains at every discount factor of the interval.
    pub(super) fn failing(&self, cycle: &[usize], threat: &Point) -> Option<IntervalDeviation> {
        let stage = self.games[0].stage();
        let steps = (0..cycle.len()).flat_map(|step| [0, 1].map(|player| (step, player)));
        let all = steps.flat_map(|(step, player)| {
            let actions = 0..stage.unilateral(cycle[step], player).count();
            actions.map(move |action| IntervalDeviation { player, step, action })
        });
        all.into_iter().find(|&deviation| self.gains(cycle, deviation, threat))
    }

    /// Whether a deviation beats the path at every discount factor of the interval.
    pub(super) fn gains(&self, cycle: &[usize], deviation: IntervalDeviation, threat: &Point) -> bool {
        let IntervalDeviation { player, step, action } = deviation;
        if player > 1 || step >= cycle.len() {
            return false;
        }
        let stage = self.games[0].stage();
        let Some(reached) = stage.unilateral(cycle[step], player).nth(action) else { return false };
        // Once through the path from this step: worth `constant + carry * (worth of the same)`.
        let one = Polynomial::constant(Rational::ONE);
        let (mut constant, mut carry) = (Polynomial::zero(), one.clone());
        for k in 0..cycle.len() {
            let profile = cycle[(step + k) % cycle.len()];
            let today = self.line(|game| game.dynamics().constant(profile, player).clone());
            constant = &constant + &(&carry * &today);
            carry = &carry * &self.line(|game| game.dynamics().carry(profile, player).clone());
        }
        let leaving = self.line(|game| game.dynamics().value(reached, player, &threat[player]));
        let surplus = &constant - &(&leaving * &(&one - &carry));
        let [low, high] = &self.ends;
        [low, high].into_iter().all(|end| surplus.eval(end).is_negative())
            && surplus.count_roots_between(low, high) == 0
    }

    /// The affine function of the discount factor with these values at the ends.
    fn line(&self, value: impl Fn(&RepeatedGame) -> Rational) -> Polynomial {
        let [a, b] = self.at_both(value);
        let slope = (&b - &a) / (&self.ends[1] - &self.ends[0]);
        Polynomial::new(vec![a - &slope * &self.ends[0], slope])
    }
}

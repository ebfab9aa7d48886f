//! What reversion to stage equilibria sustains (Friedman 1971).
//!
//! A deviator is punished by the stage equilibrium that is worst for him, for ever; write `e_i` for it.
//! The payoffs of such equilibria are the largest set `W` that generates itself with the fixed threats
//! `e`. It is approached from outside by the operator of Abreu and Sannikov (2014) with these threats, in
//! fractions, and is exact where that ends, as it mostly does after a few steps; from inside by payoffs that
//! are proven to generate themselves among those of at least `e`.
//!
//! Nobody on the path is ever worth less than `e`: a punishment that is a reward is none. Then the set grows
//! with patience, also along a ray of the odds of players who differ in it; those trade over time, beyond
//! mixtures, and their set has no finite list of vertices in general: it is enclosed
//! ([`RepeatedGame::nash_reversion_payoffs`]).

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::geometry::Polytope;
use crate::repeated::polyhedral::self_sustaining;
use crate::repeated::{Enclosure, Options, RepeatedError, RepeatedGame};

const STEPS: usize = 24;
const BITS: usize = 160;

/// The payoffs that reversion sustains, enclosed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReversionSet {
    /// Per player, the payoff of the worst stage equilibrium.
    pub punishment: Vec<Rational>,
    /// Payoffs that reversion sustains.
    pub inner: Polytope,
    /// No other payoff is sustained by reversion.
    pub outer: Polytope,
}

impl ReversionSet {
    /// Whether inner and outer set are the same.
    pub fn is_exact(&self) -> bool {
        self.inner == self.outer
    }
}

impl RepeatedGame {
    /// What play can reach whose deviators are punished by their worst pure stage equilibrium for ever;
    /// `None` if there is no such equilibrium. Where outcomes absorb, by the profiles that sustain
    /// themselves.
    ///
    /// ```
    /// use detente::{Game, repeated::RepeatedGame};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
    /// let set = game.nash_reversion_set()?.expect("mutual defection is an equilibrium");
    /// assert!(set.is_exact() && set.inner.contains(&[3.into(), 3.into()]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RepeatedGame::feasible_set`].
    pub fn nash_reversion_set(&self) -> Result<Option<ReversionSet>, RepeatedError> {
        let feasible = self.feasible_set()?;
        let n = self.players();
        let equilibria = self_sustaining(self);
        let value = |p: usize| -> Vec<Rational> { (0..n).map(|i| self.dynamics().forever(p, i)).collect() };
        let values: Vec<Vec<Rational>> = equilibria.iter().map(|&p| value(p)).collect();
        let worst = |i: usize| values.iter().map(|v| &v[i]).min().cloned();
        let Some(punishment) = (0..n).map(worst).collect::<Option<Vec<_>>>() else { return Ok(None) };
        let profiles: Vec<usize> = (0..self.stage().profiles()).collect();
        let stays = |p: usize| {
            let value = value(p);
            (0..n).all(|i| value[i] >= self.least_worth(p, i, &punishment[i]))
        };
        let stationary: Vec<Vec<Rational>> =
            profiles.iter().copied().filter(|&p| stays(p)).map(value).collect();
        let mut outer = feasible;
        for _ in 0..STEPS {
            let points: Vec<Vec<Rational>> =
                profiles.iter().flat_map(|&p| self.reached(p, &outer, &punishment)).collect();
            let next = Polytope::hull(&points);
            if next == outer {
                return Ok(Some(ReversionSet { punishment, inner: outer.clone(), outer }));
            }
            if next.vertices().iter().flatten().any(|x| x.bits() > BITS) {
                break;
            }
            outer = next;
        }
        let certified = match self.worst_equilibria() {
            Some(plan) => self.clone().reverting(plan).certified_inner_set(&Options::default())?,
            None => None,
        };
        let inner: Vec<Vec<Rational>> =
            stationary.into_iter().chain(certified.into_iter().flat_map(|set| set.vertices)).collect();
        Ok(Some(ReversionSet { punishment, inner: Polytope::hull(&inner), outer }))
    }

    /// The payoffs that reversion to stage equilibria sustains, enclosed in floats as V is: for any number of
    /// players, equally patient or not; `None` if the stage game has no pure equilibrium.
    ///
    /// ```
    /// use detente::{Game, repeated::{Options, RepeatedGame}};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, ["1/2", "2/3"])?;
    /// let set = game.nash_reversion_payoffs(&Options::default().tolerance(1e-2)?)?.expect("an equilibrium");
    /// // Mutual cooperation pays both 3, and nobody gets less than 1.
    /// assert!(set.inner.iter().any(|payoff| payoff[0] >= 3.0 && payoff[1] >= 2.9));
    /// assert!(set.outer.iter().flatten().all(|payoff| *payoff > 0.999));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RepeatedGame::payoff_set`]; outcomes that end the game.
    pub fn nash_reversion_payoffs(&self, options: &Options) -> Result<Option<Enclosure>, RepeatedError> {
        if !self.is_purely_repeated() {
            return Err(RepeatedError::NotCovered {
                question: "reversion to stage equilibria",
                what: "outcomes that end the game".into(),
                instead: "ask for the equilibrium payoffs at a discount factor".into(),
            });
        }
        let Some(plan) = self.worst_equilibria() else { return Ok(None) };
        self.clone().reverting(plan).payoff_set(options).map(Some)
    }

    /// For every player the pure stage equilibrium that is worst for him, where nothing ends the game.
    fn worst_equilibria(&self) -> Option<Vec<usize>> {
        let stage = self.stage();
        let equilibria = if self.is_purely_repeated() { stage.pure_equilibria() } else { Vec::new() };
        let worst = |i: usize| {
            equilibria.iter().copied().min_by(|&a, &b| stage.payoff_at(a, i).cmp(stage.payoff_at(b, i)))
        };
        (0..self.players()).map(worst).collect()
    }

    /// What a profile has to be worth to a player: as much as deviating, and as the punishment itself.
    fn least_worth(&self, profile: usize, player: usize, threat: &Rational) -> Rational {
        self.dynamics().best_deviation(profile, player, threat).max(threat.clone())
    }

    /// What a profile contributes: its own value where it is sustained, else its value with extreme
    /// continuations at which some constraint binds.
    fn reached(&self, profile: usize, set: &Polytope, threat: &[Rational]) -> Vec<Vec<Rational>> {
        let (n, dynamics) = (self.players(), self.dynamics());
        let own: Vec<Rational> = (0..n).map(|i| dynamics.forever(profile, i)).collect();
        if (0..n).all(|i| own[i] >= self.least_worth(profile, i, &threat[i])) {
            return vec![own];
        }
        let needed = (0..n).map(|i| {
            let missing = self.least_worth(profile, i, &threat[i]) - dynamics.constant(profile, i);
            missing.checked_div(dynamics.carry(profile, i))
        });
        let Some(needed) = needed.collect::<Option<Vec<_>>>() else { return Vec::new() };
        let mut allowed = set.clone();
        for (i, least) in needed.iter().enumerate() {
            if allowed.is_empty() {
                return Vec::new();
            }
            allowed = allowed.above(i, least);
        }
        let binds = |w: &&Vec<Rational>| (0..n).any(|i| own[i] < needed[i] && w[i] == needed[i]);
        let value = |w: &Vec<Rational>| (0..n).map(|i| dynamics.value(profile, i, &w[i])).collect();
        allowed.vertices().iter().filter(binds).map(value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Game;

    #[test]
    fn reversion_sustains_contributions_from_one_quarter_on_and_only_the_equilibrium_below() {
        // One third to gain today, one to lose for ever.
        let stage = Game::public_goods(3, 2).unwrap();
        let all = vec![Rational::from(2); 3];
        let below = RepeatedGame::new(stage.clone(), "6/25").unwrap().nash_reversion_set().unwrap().unwrap();
        assert!(!below.outer.contains(&all));
        let at = RepeatedGame::new(stage, "1/4").unwrap().nash_reversion_set().unwrap().unwrap();
        assert!(at.inner.contains(&all) && at.punishment == vec![Rational::ONE; 3]);
        for vertex in at.inner.vertices() {
            assert!(at.outer.contains(vertex));
        }
    }

    #[test]
    fn the_enclosure_agrees_with_the_exact_set_where_patience_is_equal() {
        // A dilemma with a third action that only hurts: V is larger than what reversion sustains.
        let row = [[3, 0, -5], [5, 1, -5], [-5, -5, -6]];
        let column = [[3, 5, -5], [0, 1, -5], [-5, -5, -6]];
        let mut settled = 0;
        for discount in ["1/5", "2/5", "3/5", "9/10"] {
            let stage = Game::exact_bimatrix(&row, &column).unwrap();
            let game = RepeatedGame::new(stage, discount).unwrap();
            let exact = game.nash_reversion_set().unwrap().unwrap();
            if !exact.is_exact() {
                continue;
            }
            settled += 1;
            let found = game.nash_reversion_payoffs(&Options::default()).unwrap().unwrap();
            assert_eq!(found.outer.len(), exact.outer.vertices().len(), "{discount}");
            for vertex in exact.outer.vertices() {
                let near = |p: &&Vec<f64>| (0..2).all(|i| (p[i] - vertex[i].to_f64()).abs() < 1e-6);
                assert!(found.inner.iter().any(|p| near(&p)) && found.outer.iter().any(|p| near(&p)));
            }
        }
        assert!(settled >= 2);
    }

    #[test]
    fn without_a_pure_equilibrium_there_is_nothing_to_revert_to() {
        let game = RepeatedGame::new(Game::matching_pennies(1).unwrap(), "1/2").unwrap();
        assert_eq!(game.nash_reversion_set().unwrap(), None);
    }
}

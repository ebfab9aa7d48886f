//! What reversion to stage equilibria sustains (Friedman 1971).
//!
//! A deviator is punished by the stage equilibrium that is worst for him, for ever; write `e_i` for it.
//! The payoffs of such equilibria are the largest set `W` that generates itself with the fixed threats
//! `e`. It is approached from outside by the operator of Abreu and Sannikov (2014) with these threats, in
//! fractions, and is exact where that ends, as it mostly does after a few steps; from inside by mixtures
//! of the profiles that reversion sustains when they are played for ever.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::geometry::Polytope;
use crate::repeated::polyhedral::self_sustaining;
use crate::repeated::{RepeatedError, RepeatedGame};

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
            (0..n).all(|i| value[i] >= self.dynamics().best_deviation(p, i, &punishment[i]))
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
        Ok(Some(ReversionSet { punishment, inner: Polytope::hull(&stationary), outer }))
    }

    /// What a profile contributes: its own value where it is sustained, else its value with extreme
    /// continuations at which some constraint binds.
    fn reached(&self, profile: usize, set: &Polytope, threat: &[Rational]) -> Vec<Vec<Rational>> {
        let (n, dynamics) = (self.players(), self.dynamics());
        let own: Vec<Rational> = (0..n).map(|i| dynamics.forever(profile, i)).collect();
        if (0..n).all(|i| own[i] >= dynamics.best_deviation(profile, i, &threat[i])) {
            return vec![own];
        }
        let needed = (0..n).map(|i| dynamics.required_continuation(profile, i, &threat[i]));
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
    fn without_a_pure_equilibrium_there_is_nothing_to_revert_to() {
        let game = RepeatedGame::new(Game::matching_pennies(1).unwrap(), "1/2").unwrap();
        assert_eq!(game.nash_reversion_set().unwrap(), None);
    }
}

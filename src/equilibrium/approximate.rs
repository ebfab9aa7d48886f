//! Profiles that are nearly equilibria, and exactly how nearly.

use std::fmt;

use serde::Serialize;

use super::{EquilibriumError, MixedStrategy, action_payoffs};
use crate::exact::Rational;
use crate::game::Game;

/// A profile of mixed strategies with exact bounds on what anybody could gain: a verified approximate
/// Nash equilibrium, for any number of players.
///
/// In general the equilibria of three or more players are irrational (Nash 1951 has an example), so that
/// no list of fractions is one; what can be said exactly of a profile is its regret.
///
/// ```
/// use detente::{Game, Rational, equilibrium::{ApproximateEquilibrium, MixedStrategy}};
/// let battle = Game::<f64>::bimatrix(&[[3.0, 0.0], [0.0, 2.0]], &[[2.0, 0.0], [0.0, 3.0]])?.to_exact();
/// let near = ApproximateEquilibrium::from_floats(&battle, &[vec![0.6, 0.4], vec![0.4, 0.6]])?;
/// assert!(near.epsilon < Rational::new(1, 1_000_000_000_000));
/// let mixed = [Rational::new(3, 5), Rational::new(2, 5)];
/// let row = MixedStrategy::new(mixed.to_vec())?;
/// let column = MixedStrategy::new(mixed.into_iter().rev().collect())?;
/// assert!(ApproximateEquilibrium::evaluate(&battle, vec![row, column])?.is_equilibrium());
/// # Ok::<(), detente::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ApproximateEquilibrium {
    /// One strategy per player.
    pub strategies: Vec<MixedStrategy>,
    /// Every player's expected payoff.
    pub payoffs: Vec<Rational>,
    /// The most that each player gains by a unilateral deviation.
    pub regrets: Vec<Rational>,
    /// The largest regret: the profile is an `epsilon`-equilibrium (Radner 1980) for this and no smaller
    /// number; 0 exactly at a Nash equilibrium.
    pub epsilon: Rational,
    /// The most that any *played* action is worse than a best reply: never below `epsilon` (well-supported
    /// approximate equilibria: Daskalakis, Goldberg and Papadimitriou 2009).
    pub well_supported: Rational,
    /// The largest regret as a share of the player's payoff range: it does not depend on units.
    pub relative: Rational,
}

impl ApproximateEquilibrium {
    /// Evaluates a profile by substitution into the game, with no trust in how it was found.
    ///
    /// # Errors
    /// A wrong number of strategies, or one of a wrong length.
    pub fn evaluate(game: &Game<Rational>, strategies: Vec<MixedStrategy>) -> Result<Self, EquilibriumError> {
        let (mut payoffs, mut regrets) = (Vec::new(), Vec::new());
        let (mut well_supported, mut relative) = (Rational::ZERO, Rational::ZERO);
        for player in 0..game.players() {
            let replies = action_payoffs(game, &strategies, player)?;
            let own = strategies[player].probabilities();
            let payoff: Rational = own.iter().zip(&replies).map(|(p, u)| p * u).sum();
            let best = replies.iter().max().cloned().unwrap_or_default();
            for action in strategies[player].support() {
                well_supported = well_supported.max(&best - &replies[action]);
            }
            let regret = best - &payoff;
            let (low, high) = game.payoff_range(player);
            // Where all payoffs are equal there is nothing to regret.
            let share = regret.checked_div(&(high - low)).unwrap_or_default();
            relative = relative.max(share);
            payoffs.push(payoff);
            regrets.push(regret);
        }
        let epsilon = regrets.iter().max().cloned().unwrap_or_default();
        Ok(ApproximateEquilibrium { strategies, payoffs, regrets, epsilon, well_supported, relative })
    }

    /// Evaluates a profile of float probabilities, rounded as by [`MixedStrategy::from_floats`].
    ///
    /// # Errors
    /// Numbers that are no probabilities, or not one list of them per player and one number per action.
    pub fn from_floats(game: &Game<Rational>, profile: &[Vec<f64>]) -> Result<Self, EquilibriumError> {
        let strategies: Result<Vec<_>, _> =
            profile.iter().map(|weights| MixedStrategy::from_floats(weights)).collect();
        ApproximateEquilibrium::evaluate(game, strategies?)
    }

    /// Whether the profile is an exact Nash equilibrium.
    pub fn is_equilibrium(&self) -> bool {
        self.epsilon.is_zero()
    }
}

impl fmt::Display for ApproximateEquilibrium {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for strategy in &self.strategies {
            let shown: Vec<String> = match self.is_equilibrium() {
                true => strategy.probabilities().iter().map(Rational::to_string).collect(),
                false => strategy.to_floats().iter().map(|p| format!("{p:.6}")).collect(),
            };
            write!(f, "({}) ", shown.join(", "))?;
        }
        match self.is_equilibrium() {
            true => write!(f, "is a Nash equilibrium"),
            false => write!(f, "leaves nobody a gain of more than {:.3e}", self.epsilon.to_f64_up()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain;

    #[test]
    fn regret_support_and_scale_are_told_apart() {
        let game = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        let mix = MixedStrategy::new(vec![Rational::new(1, 4), Rational::new(3, 4)]).unwrap();
        let near = ApproximateEquilibrium::evaluate(&game, vec![mix.clone(), mix]).unwrap();
        // Defecting gains 2 against a cooperator and 1 against a defector: 5/4 on average.
        assert_eq!(near.well_supported, Rational::new(5, 4));
        assert_eq!(near.epsilon, Rational::new(5, 16));
        assert_eq!(near.relative, Rational::new(1, 16));
        assert!(!near.is_equilibrium());
        let flat = Game::new(&[2, 2], vec![Rational::ONE; 8]).unwrap();
        let any = ApproximateEquilibrium::from_floats(&flat, &[vec![0.3, 0.7], vec![1.0, 0.0]]).unwrap();
        assert!(any.is_equilibrium() && any.relative.is_zero());
    }

    #[test]
    fn what_are_no_probabilities_is_refused() {
        let game = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        let kind =
            |profile: &[Vec<f64>]| ApproximateEquilibrium::from_floats(&game, profile).unwrap_err().kind();
        assert_eq!(kind(&[vec![1.0, 0.0]]), "WrongProfile");
        assert_eq!(kind(&[vec![1.0, 0.0], vec![1.0]]), "StrategyLength");
        assert_eq!(kind(&[vec![1.0, 0.0], vec![0.0, 0.0]]), "Probability");
        assert_eq!(kind(&[vec![1.0, 0.0], vec![-1.0, 2.0]]), "Probability");
        assert_eq!(kind(&[vec![1.0, 0.0], vec![]]), "EmptyStrategy");
    }
}

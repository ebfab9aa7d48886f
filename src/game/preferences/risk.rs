//! Risk attitude by the quadratic utility, the one curved utility whose values stay rational.

use super::super::{Game, GameError};
use super::check;
use crate::exact::{Rational, Scalar};

/// The utility `U(x) = x - (curvature / 2) x^2` of a payoff: above 0 averse to risk, 0 neutral, below 0
/// fond of it. Absolute risk aversion is `curvature / (1 - curvature x)` (Pratt, Risk aversion in the
/// small and in the large, Econometrica 32, 1964).
///
/// Utility has to rise with the payoff, so only payoffs with `curvature x < 1` have one. It depends on
/// where payoffs have their zero: choose it at the status quo.
///
/// ```
/// use detente::{Rational, game::QuadraticRisk};
/// let averse = QuadraticRisk::new(Rational::new(1, 10))?;
/// assert_eq!(averse.utility(&4.into())?, Rational::new(16, 5));
/// assert!(averse.utility(&10.into()).is_err());
/// # Ok::<(), detente::game::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct QuadraticRisk<T = Rational> {
    curvature: T,
}

impl<T: Scalar> QuadraticRisk<T> {
    /// With this curvature.
    ///
    /// # Errors
    /// If the curvature is not finite.
    pub fn new(curvature: T) -> Result<Self, GameError> {
        check("curvature", &curvature, true, "a curvature is a finite number")?;
        Ok(QuadraticRisk { curvature })
    }

    /// The curvature.
    pub fn curvature(&self) -> &T {
        &self.curvature
    }

    /// The utility of a payoff.
    ///
    /// # Errors
    /// If utility no longer rises at this payoff.
    pub fn utility(&self, payoff: &T) -> Result<T, GameError> {
        let weight = self.curvature.clone() * payoff;
        let range = "quadratic utility rises only where curvature times payoff is below 1";
        check("payoff", payoff, weight < T::one(), range)?;
        let two = T::one() + &T::one();
        Ok(payoff.clone() - weight * payoff / &two)
    }

    /// The game with every payoff of a player replaced by its utility.
    ///
    /// # Errors
    /// If there is no such player, or one of the payoffs has no utility.
    pub fn apply(&self, game: &Game<T>, player: usize) -> Result<Game<T>, GameError> {
        // The first profile names the player or says that there is none.
        game.payoff(&game.profile(0), player)?;
        let utilities: Vec<T> = (0..game.profiles())
            .map(|index| self.utility(game.payoff_at(index, player)))
            .collect::<Result<_, _>>()?;
        game.map_payoffs(|index, payoffs| {
            let mut changed = payoffs.to_vec();
            changed[player] = utilities[index].clone();
            changed
        })
    }
}

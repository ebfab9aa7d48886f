//! Sets to hold an equilibrium payoff set against: what is feasible, what is individually rational, what
//! reversion to stage equilibria sustains, and what the folk theorem promises.
//!
//! All are exact polytopes ([`Polytope`]), by vertices, facets and the equations of their affine hull:
//!
//! * [`RepeatedGame::feasible_set`]: mixtures of what can be paid;
//! * [`RepeatedGame::individually_rational_set`]: the part of it that gives everybody at least the pure
//!   minmax payoff; V lies inside at every common discount factor;
//! * [`RepeatedGame::nash_reversion_set`]: what play can reach whose deviators are punished by their worst
//!   stage equilibrium for ever (Friedman 1971); V contains it;
//! * [`RepeatedGame::folk_theorem`]: what patient players can reach, and which theorem says so.
//!
//! They need a common discount factor (players of unequal patience trade over time, beyond mixtures: for them
//! [`RepeatedGame::nash_reversion_payoffs`] and [`RepeatedGame::payoff_set`] enclose what can be reached) and a
//! game whose hull can be computed in fractions: up to five players, and fewer profiles the more players.

mod folk;
mod reversion;

pub use folk::{FolkTheorem, Guarantee};
pub use reversion::ReversionSet;

use super::{RepeatedError, RepeatedGame};
use crate::geometry::Polytope;

impl RepeatedGame {
    /// The mixtures of all that can be paid: stage payoffs, and the payoffs of absorbing outcomes.
    ///
    /// ```
    /// use detente::{Game, repeated::RepeatedGame};
    /// let game = RepeatedGame::new(Game::public_goods(3, 2)?, "1/2")?;
    /// let feasible = game.feasible_set()?;
    /// assert_eq!((feasible.vertices().len(), feasible.dimension()), (8, Some(3)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Unequal discount factors, or a game that is too large for exact hulls.
    pub fn feasible_set(&self) -> Result<Polytope, RepeatedError> {
        self.common_discount("the feasible set")?;
        let most = match self.players() {
            1 | 2 => 10_000,
            3 => 1_000,
            4 => 256,
            5 => 64,
            _ => 0,
        };
        if self.stage().profiles() > most {
            return Err(RepeatedError::NotCovered {
                question: "the exact hull of payoffs",
                what: format!("{} profiles of {} players", self.stage().profiles(), self.players()),
                instead: "ask whether single payoffs can be sustained".into(),
            });
        }
        Ok(Polytope::hull(self.dynamics().outcomes()))
    }

    /// The feasible payoffs that give everybody at least the pure minmax payoff (with absorbing outcomes
    /// that of the repeated game).
    ///
    /// ```
    /// use detente::{Game, repeated::RepeatedGame};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
    /// let rational = game.individually_rational_set()?;
    /// assert!(rational.contains(&[3.into(), 3.into()]) && !rational.contains(&[0.into(), 5.into()]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RepeatedGame::feasible_set`].
    pub fn individually_rational_set(&self) -> Result<Polytope, RepeatedError> {
        let minmax = self.dynamics().pure_minmax(self.stage());
        let feasible = self.feasible_set()?;
        Ok(minmax.iter().enumerate().fold(feasible, |set, (player, least)| set.above(player, least)))
    }
}

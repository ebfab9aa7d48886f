//! The classic games of the field, exact and labelled.

use super::{Game, GameError};
use crate::exact::Rational;

impl Game<Rational> {
    /// A symmetric 2 x 2 game: `t` temptation, `r` reward, `p` punishment, `s` sucker's payoff.
    /// Action 0 cooperates, action 1 defects.
    pub(super) fn symmetric_two_by_two(
        [t, r, p, s]: [Rational; 4],
        title: &str,
        labels: [&str; 2],
    ) -> Result<Self, GameError> {
        let row = [[r.clone(), s.clone()], [t.clone(), p.clone()]];
        let column = [[r, t], [s, p]];
        Game::bimatrix(&row, &column)?
            .titled(title)
            .labelled(["Player 1", "Player 2"], [labels.to_vec(), labels.to_vec()])
    }

    /// The Prisoner's Dilemma with temptation > reward > punishment > sucker's payoff.
    ///
    /// ```
    /// use detente::game::Game;
    /// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// assert_eq!(game.pure_equilibria(), vec![3]);
    /// assert!(Game::prisoners_dilemma(3, 5, 1, 0).is_err());
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// # Errors
    /// If the payoffs are in another order.
    pub fn prisoners_dilemma(
        temptation: impl Into<Rational>,
        reward: impl Into<Rational>,
        punishment: impl Into<Rational>,
        sucker: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        let payoffs = [temptation.into(), reward.into(), punishment.into(), sucker.into()];
        let [t, r, p, s] = &payoffs;
        if !(t > r && r > p && p > s) {
            return Err(GameError::OutOfRange {
                name: "temptation, reward, punishment, sucker".into(),
                value: format!("{t}, {r}, {p}, {s}"),
                range: "a Prisoner's Dilemma has temptation > reward > punishment > sucker".into(),
            });
        }
        Self::symmetric_two_by_two(payoffs, "Prisoner's Dilemma", ["cooperate", "defect"])
    }
}

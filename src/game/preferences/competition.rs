//! Strict competition: one player's gain is always the other's loss.

use serde::{Deserialize, Serialize};

use super::super::{Game, GameError};
use crate::exact::{Rational, Scalar};

/// The constants of a strictly competitive game: `u_2 = constant - slope u_1` at every profile, with
/// `slope > 0` and `u_1` not constant.
///
/// Then every Pareto comparison is empty: no outcome, repeated or not, is better for both than another,
/// and with mixed actions the repeated game's equilibrium payoff is the stage game's value at every
/// discount factor (the affine form of Aumann, Almost strictly competitive games, SIAM 1961; that it is
/// the only form for all mixtures is Adler, Daskalakis and Papadimitriou, A note on strictly competitive
/// games, WINE 2009).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrictCompetition {
    /// What player 1 loses per unit that player 0 gains; above 0.
    pub slope: Rational,
    /// `u_2 + slope u_1`, the same at every profile.
    pub constant: Rational,
}

impl<T: Scalar> Game<T> {
    /// The constants that make the game strictly competitive; `None` if it is not. Decided exactly, for
    /// floats by their exact values.
    ///
    /// ```
    /// use detente::Game;
    /// let found = Game::matching_pennies(2)?.strict_competition()?.expect("zero-sum");
    /// assert_eq!((found.slope, found.constant), (1.into(), 0.into()));
    /// assert!(Game::prisoners_dilemma(5, 3, 1, 0)?.strict_competition()?.is_none());
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// # Errors
    /// If the game does not have two players.
    pub fn strict_competition(&self) -> Result<Option<StrictCompetition>, GameError> {
        self.expect_two_players("strict competition")?;
        let exact = self.to_exact();
        let pair = |index: usize| (exact.payoff_at(index, 0), exact.payoff_at(index, 1));
        let (u, v) = pair(0);
        // Two profiles that player 0 tells apart fix the line; all others have to lie on it.
        let Some((x, y)) = (1..exact.profiles()).map(pair).find(|(x, _)| *x != u) else {
            return Ok(None);
        };
        let slope = (v - y) / (x - u);
        if !slope.is_positive() {
            return Ok(None);
        }
        let constant = v + &slope * u;
        let on_line = |index: usize| {
            let (x, y) = pair(index);
            y + &slope * x == constant
        };
        Ok((0..exact.profiles()).all(on_line).then_some(StrictCompetition { slope, constant }))
    }
}

//! What a profile of strategies is worth, exactly.

use super::StrategyProfile;
use super::rational_function::Valuation;
use crate::exact::{Rational, solve};
use crate::repeated::{RepeatedError, RepeatedGame};

/// A line of a player's value equations: the value of a situation is `constant` plus the weights times the
/// values of next situations.
pub(super) struct Row {
    pub(super) constant: Rational,
    pub(super) weights: Vec<Rational>,
}

impl Row {
    /// The value, given those of the next situations.
    pub(super) fn value(&self, values: &[Rational]) -> Rational {
        let next = self.weights.iter().zip(values).filter(|(w, _)| !w.is_zero());
        next.fold(self.constant.clone(), |total, (w, v)| total + w * v)
    }
}

impl StrategyProfile {
    /// A player's equation at a situation; `intended` replaces what the player would choose.
    pub(super) fn row(&self, game: &RepeatedGame, s: usize, player: usize, intended: Option<usize>) -> Row {
        let mut row = Row { constant: Rational::ZERO, weights: vec![Rational::ZERO; self.situations.len()] };
        for (profile, p) in self.outcomes(s, intended.map(|action| (player, action))) {
            row.constant += &p * game.dynamics().constant(profile, player);
            let carry = &p * game.dynamics().carry(profile, player);
            for branch in self.situations[s].next(profile) {
                row.weights[branch.state] += &carry * &branch.probability;
            }
        }
        row
    }

    /// A player's values at every situation if the player's intentions are replaced as `policy` says.
    pub(super) fn values(
        &self,
        game: &RepeatedGame,
        player: usize,
        policy: impl Fn(usize) -> Option<usize>,
    ) -> Vec<Rational> {
        let mut matrix = Vec::with_capacity(self.situations.len());
        let mut right = Vec::with_capacity(self.situations.len());
        for s in 0..self.situations.len() {
            let row = self.row(game, s, player, policy(s));
            let mut line: Vec<Rational> = row.weights.iter().map(|w| -w).collect();
            line[s] += &Rational::ONE;
            matrix.push(line);
            right.push(row.constant);
        }
        // Diagonally dominant: the weights on next situations sum to less than one. Never singular.
        solve(&matrix, &right).unwrap_or_default()
    }

    /// The mean of values over the first situation.
    pub(super) fn at_start(&self, values: &[Rational]) -> Rational {
        self.initial.iter().map(|branch| &branch.probability * &values[branch.state]).sum()
    }

    /// Each player's expected payoff: the average normalised by (1 - delta), exact, trembles and absorbing
    /// outcomes included.
    ///
    /// # Errors
    /// If the game has another shape.
    pub fn payoff(&self, game: &RepeatedGame) -> Result<Vec<Rational>, RepeatedError> {
        self.check(game)?;
        let of = |player| self.at_start(&self.values(game, player, |_| None));
        Ok((0..self.players()).map(of).collect())
    }

    /// Each player's payoff in the long run: the limit of [`StrategyProfile::payoff`] as delta tends to 1,
    /// which for a finite chain is also the limit of the undiscounted mean over the first `n` rounds
    /// (Abel's and Cesaro's limits agree; Blackwell 1962). The game's own discount factors play no part.
    ///
    /// ```
    /// use detente::prelude::*;
    /// use detente::repeated::strategies::{Classic, Roles, StrategyProfile};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
    /// let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into())?;
    /// let both = |classic| StrategyProfile::new(game.stage(), &roles.pair(classic));
    /// let slip = Rational::new(1, 100);
    /// // One slip locks tit for tat into all four outcomes equally often; win-stay lose-shift recovers.
    /// let tit_for_tat = both(Classic::TitForTat)?.with_trembles(&slip)?.long_run(&game)?;
    /// let win_stay = both(Classic::WinStayLoseShift)?.with_trembles(&slip)?.long_run(&game)?;
    /// assert_eq!(tit_for_tat[0], Rational::new(9, 4));
    /// assert!(win_stay[0] > Rational::new(29, 10));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the game has another shape.
    pub fn long_run(&self, game: &RepeatedGame) -> Result<Vec<Rational>, RepeatedError> {
        self.check(game)?;
        let path = self.reachable(None);
        let of = |player| Valuation::new(self, game, player, &path, |_| None).limit_at_start(self);
        Ok((0..self.players()).map(of).collect())
    }
}

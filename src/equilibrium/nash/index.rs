//! The index of a regular equilibrium: which ones cancel out when payoffs change.

use super::result::NashEquilibrium;
use crate::exact::Rational;
use crate::game::Game;

impl NashEquilibrium {
    /// The index, +1 or -1, of a *regular* equilibrium of a two-player game: supports of equal size that
    /// hold all best replies, and payoff matrices over the supports that are not singular (after payoffs
    /// were made positive). `None` where the equilibrium is not regular, or there are not two players.
    ///
    /// With `k` actions in each support and positive payoffs the index is the sign of
    /// `(-1)^(k+1) det A det B` over the supports (Shapley 1974, "A note on the Lemke-Howson algorithm").
    /// Pure strict equilibria have index +1, the two ends of a Lemke-Howson path opposite indices, and
    /// those of a game all of whose equilibria are regular sum to +1.
    ///
    /// ```
    /// use detente::{Game, equilibrium::nash::{NashOptions, solve}};
    /// let game = Game::<f64>::bimatrix(&[[3.0, 0.0], [0.0, 2.0]], &[[2.0, 0.0], [0.0, 3.0]])?.to_exact();
    /// let result = solve(&game, &NashOptions::default())?;
    /// let indices: Vec<_> = result.equilibria.iter().map(|equilibrium| equilibrium.index(&game)).collect();
    /// assert_eq!(indices, [Some(1), Some(-1), Some(1)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn index(&self, game: &Game<Rational>) -> Option<i32> {
        let checked = NashEquilibrium::evaluate(game, self.strategies.clone()).ok()?;
        if game.players() != 2 || !checked.is_equilibrium() {
            return None;
        }
        let supports = self.supports();
        let [rows, columns] = [&supports[0], &supports[1]];
        for player in 0..2 {
            let replies =
                crate::equilibrium::payoffs_against(game, player, &self.strategies[1 - player]).ok()?;
            let best = replies.iter().filter(|payoff| **payoff == checked.payoffs[player]).count();
            if best != rows.len() || best != columns.len() {
                return None;
            }
        }
        let sign = |player: usize| {
            let lift = Rational::ONE - &game.payoff_range(player).0;
            let entry = |i: usize, j: usize| game.payoff_at(i * game.shape()[1] + j, player) + &lift;
            let matrix = rows.iter().map(|&i| columns.iter().map(|&j| entry(i, j)).collect()).collect();
            determinant_sign(matrix)
        };
        let alternating = if rows.len() % 2 == 1 { 1 } else { -1 };
        Some(alternating * sign(0) * sign(1)).filter(|&index| index != 0)
    }
}

/// The sign of the determinant of a square matrix, by elimination.
pub(super) fn determinant_sign(mut rows: Vec<Vec<Rational>>) -> i32 {
    let mut sign = 1;
    for k in 0..rows.len() {
        let Some(pivot) = (k..rows.len()).find(|&i| !rows[i][k].is_zero()) else { return 0 };
        if pivot != k {
            rows.swap(pivot, k);
            sign = -sign;
        }
        if rows[k][k].is_negative() {
            sign = -sign;
        }
        let (done, rest) = rows.split_at_mut(k + 1);
        for row in rest {
            let factor = &row[k] / &done[k][k];
            row.iter_mut().zip(&done[k]).for_each(|(entry, above)| *entry -= &factor * above);
        }
    }
    sign
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn determinants_have_the_sign_of_their_permutation() {
        let matrix = |rows: [[i64; 3]; 3]| rows.map(|row| row.map(Rational::from).to_vec()).to_vec();
        assert_eq!(determinant_sign(matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]])), 1);
        assert_eq!(determinant_sign(matrix([[0, 1, 0], [1, 0, 0], [0, 0, 1]])), -1);
        assert_eq!(determinant_sign(matrix([[0, 1, 0], [0, 0, 1], [1, 0, 0]])), 1);
        assert_eq!(determinant_sign(matrix([[1, 2, 3], [4, 5, 6], [7, 8, 9]])), 0);
        assert_eq!(determinant_sign(matrix([[-2, 0, 0], [0, 3, 0], [0, 1, 5]])), -1);
    }
}

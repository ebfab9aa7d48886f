//! The value of a two-player zero-sum game and optimal strategies of both players.
//!
//! Minimax theorem (von Neumann 1928): there is a value `v` such that row has a strategy that guarantees
//! at least `v` and column one that concedes at most `v`. A pair of strategies therefore proves an
//! interval around the value, which is a point exactly when both are optimal.
//!
//! With the default options the interval is a point. Large games are solved much faster where a tolerance
//! (of row's payoff range) is allowed: the interval then comes from two strategies in floats, evaluated
//! in whole numbers.

use serde::Serialize;

use super::{EquilibriumError, MixedStrategy, matrix_game};
use crate::exact::{Rational, Scalar};
use crate::game::Game;
use crate::lp::LpOptions;

/// A solved constant-sum game.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ZeroSum {
    /// Row's value, if the bounds meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Rational>,
    /// `[low, high]`: what row's strategy guarantees, and what column's strategy concedes. Exact.
    pub bounds: [Rational; 2],
    /// Row's strategy.
    pub row: MixedStrategy,
    /// Column's strategy.
    pub column: MixedStrategy,
    /// The sum of the two payoffs at every profile: column's value is this less row's.
    pub sum: Rational,
}

/// Solves a two-player game whose payoffs have the same sum at every profile.
///
/// ```
/// use detente::{Game, Rational, equilibrium::zero_sum, lp::LpOptions};
/// let row = [[2.0, -1.0], [-1.0, 1.0]];
/// let column = [[-2.0, 1.0], [1.0, -1.0]];
/// let solved = zero_sum(&Game::bimatrix(&row, &column)?, &LpOptions::default())?;
/// assert_eq!(solved.value, Some(Rational::new(1, 5)));
/// assert_eq!(solved.row.probabilities(), [Rational::new(2, 5), Rational::new(3, 5)]);
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// [`EquilibriumError::NotConstantSum`] with the first profile whose sum differs; a game that does not
/// have two players; a linear program whose budget ended.
pub fn zero_sum<T: Scalar>(game: &Game<T>, options: &LpOptions) -> Result<ZeroSum, EquilibriumError> {
    game.expect_two_players("the zero-sum value")?;
    let game = game.as_exact();
    let sum = constant_sum(&game)?;
    let columns = game.shape()[1];
    let matrix: Vec<Vec<&Rational>> =
        game.payoffs().chunks_exact(2 * columns).map(|line| line.iter().step_by(2).collect()).collect();
    let solved = matrix_game::solve(&matrix, options)?;
    let [low, high] = &solved.bounds;
    let value = (low == high).then(|| low.clone());
    Ok(ZeroSum { value, bounds: solved.bounds, row: solved.maximiser, column: solved.minimiser, sum })
}

/// The sum of payoffs that all profiles share.
fn constant_sum(game: &Game<Rational>) -> Result<Rational, EquilibriumError> {
    if let Some(sum) = whole_constant_sum(game) {
        return Ok(sum.into());
    }
    let sum_at = |index: usize| game.payoffs_at(index).iter().sum::<Rational>();
    let expected = sum_at(0);
    match (1..game.profiles()).map(|index| (index, sum_at(index))).find(|(_, sum)| *sum != expected) {
        None => Ok(expected),
        Some((index, found)) => Err(EquilibriumError::NotConstantSum {
            profile: game.profile(index).actions().to_vec(),
            found: found.to_string(),
            expected: expected.to_string(),
        }),
    }
}

/// The common sum of payoffs that are all small whole numbers, where there is one.
fn whole_constant_sum(game: &Game<Rational>) -> Option<i128> {
    let sum_at =
        |payoffs: &[Rational]| -> Option<i128> { payoffs.iter().map(|u| u.to_i64().map(i128::from)).sum() };
    let mut sums = game.payoffs().chunks_exact(game.players()).map(sum_at);
    let expected = sums.next()??;
    sums.all(|sum| sum == Some(expected)).then_some(expected)
}

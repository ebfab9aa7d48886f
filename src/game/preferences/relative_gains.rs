//! Relative gains: U = M u with M = [[1, -k1], [-k2, 1]].

use serde::{Deserialize, Serialize};

use super::super::{Game, GameError};
use super::check;
use crate::exact::{Rational, Scalar};

/// How much each of two players minds the other's payoff: `U_i = u_i - k_i u_j`.
///
/// Weights are at least 0 and `k_1 k_2 <= 1`; beyond that both would pay to hurt the other, which is
/// spite and another model. Theorem (the crate's definition of collapse): if no `a, b >= 0`, not both 0,
/// make `a u_1 + b u_2` constant over the profiles, and `u_1`, `u_2` are not collinear, then U is
/// strictly competitive exactly when `k_1 k_2 = 1`. (If `U_2 = B - A U_1` with `A > 0`, then
/// `(A - k_2) u_1 + (1 - A k_1) u_2` is constant, so by the second premise both weights are 0.)
///
/// ```
/// use detente::{Game, game::RelativeGains, Rational};
/// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// let rivals = RelativeGains::new(2.into(), Rational::new(1, 2))?.apply(&stage)?;
/// assert!(rivals.strict_competition()?.is_some());
/// assert!(RelativeGains::new(2.into(), Rational::ONE).is_err());
/// # Ok::<(), detente::game::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Weights<T>", bound(deserialize = "T: Scalar + Deserialize<'de>"))]
pub struct RelativeGains<T = Rational> {
    k: [T; 2],
}

/// Unchecked weights, as they stand in a file.
#[derive(Deserialize)]
struct Weights<T> {
    k: [T; 2],
}

impl<T: Scalar> TryFrom<Weights<T>> for RelativeGains<T> {
    type Error = GameError;
    fn try_from(Weights { k: [row, column] }: Weights<T>) -> Result<Self, GameError> {
        RelativeGains::new(row, column)
    }
}

impl<T: Scalar> RelativeGains<T> {
    /// The weights that player 0 and player 1 put on the other's payoff.
    ///
    /// # Errors
    /// A weight below 0 or not finite, or weights whose product is above 1.
    pub fn new(row: T, column: T) -> Result<Self, GameError> {
        for (name, weight) in [("k[0]", &row), ("k[1]", &column)] {
            check(name, weight, *weight >= T::zero(), "relative-gains weights are at least 0")?;
        }
        // Exactly, also for floats: a rounded product could pass for 1.
        let product = row.to_exact().zip(column.to_exact()).map(|(a, b)| a * b);
        if product.is_none_or(|product| product > Rational::ONE) {
            return Err(GameError::OutOfRange {
                name: "k".into(),
                value: format!("[{row}, {column}]"),
                range: "the product of the weights is at most 1; more is spite, which the model leaves out"
                    .into(),
            });
        }
        Ok(RelativeGains { k: [row, column] })
    }

    /// The same weight for both, from 0 to 1.
    ///
    /// # Errors
    /// As [`RelativeGains::new`].
    pub fn equal(k: T) -> Result<Self, GameError> {
        Self::new(k.clone(), k)
    }

    /// The two weights.
    pub fn weights(&self) -> &[T; 2] {
        &self.k
    }

    /// U of one pair of payoffs.
    pub fn of(&self, payoffs: [&T; 2]) -> [T; 2] {
        let [u, v] = payoffs;
        [u.clone() - self.k[0].clone() * v, v.clone() - self.k[1].clone() * u]
    }

    /// The game in U.
    ///
    /// # Errors
    /// If the game does not have two players; for floats, if a payoff overflows.
    pub fn apply(&self, game: &Game<T>) -> Result<Game<T>, GameError> {
        game.expect_two_players("relative gains")?;
        game.map_payoffs(|_, payoffs| self.of([&payoffs[0], &payoffs[1]]).into())
    }
}

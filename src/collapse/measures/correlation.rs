//! Measures by second moments over the profiles, each profile counted once.

use dashu_base::SquareRoot;
use dashu_int::UBig;
use serde::{Deserialize, Serialize};

use super::super::CollapseError;
use crate::exact::Rational;
use crate::game::Game;

/// `(1 - correlation(u_1, u_2)) / 2` over the profiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ZeroSumIndex {
    /// The index, from 0 to 1; 1 exactly where the game is strictly competitive.
    pub value: f64,
    /// The index, where it is rational.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact: Option<Rational>,
}

/// The zero-sum index of a game of two; `None` where a player's payoff is constant.
///
/// # Errors
/// If the game does not have two players.
pub fn zero_sum_index(game: &Game<Rational>) -> Result<Option<ZeroSumIndex>, CollapseError> {
    let Moments { row, column, both } = Moments::of(game)?;
    if row.is_zero() || column.is_zero() {
        return Ok(None);
    }
    let squared = &both * &both / (row * column);
    let exact = square_root(&squared).map(|size| {
        let correlation = if both.is_negative() { -size } else { size };
        (Rational::ONE - correlation) / Rational::from(2)
    });
    let value = match &exact {
        Some(index) => index.to_f64(),
        None => {
            let correlation = squared.to_f64().sqrt().copysign(both.to_f64());
            // An irrational index is strictly inside; rounding may not put it on an end.
            ((1.0 - correlation) / 2.0).clamp(f64::MIN_POSITIVE, 1.0f64.next_down())
        }
    };
    Ok(Some(ZeroSumIndex { value, exact }))
}

/// The share of the competitive part in the cooperative-competitive split
/// `u_1 = (u_1 + u_2)/2 + (u_1 - u_2)/2` (Kalai and Kalai 2013), by variance over the profiles:
/// `Var(u_1 - u_2) / (Var(u_1 + u_2) + Var(u_1 - u_2))`; `None` where both payoffs are constant.
///
/// It needs payoffs in a common unit. Where both variances are equal it is the zero-sum index.
///
/// # Errors
/// If the game does not have two players.
pub fn competitive_share(game: &Game<Rational>) -> Result<Option<Rational>, CollapseError> {
    let Moments { row, column, both } = Moments::of(game)?;
    let total = row + column;
    let half = Rational::new(1, 2);
    Ok(both.checked_div(&total).map(|ratio| half - ratio))
}

/// Variances and covariance, up to a common factor.
struct Moments {
    row: Rational,
    column: Rational,
    both: Rational,
}

impl Moments {
    fn of(game: &Game<Rational>) -> Result<Self, CollapseError> {
        game.expect_two_players("a correlation of payoffs")?;
        let profiles = Rational::from(game.profiles());
        let sum = |term: &dyn Fn(&[Rational]) -> Rational| -> Rational {
            (0..game.profiles()).map(|profile| term(game.payoffs_at(profile))).sum()
        };
        let (u, v) = (sum(&|p| p[0].clone()), sum(&|p| p[1].clone()));
        let moment = |i: usize, j: usize, total_i: &Rational, total_j: &Rational| {
            &profiles * &sum(&|p| &p[i] * &p[j]) - total_i * total_j
        };
        Ok(Moments { row: moment(0, 0, &u, &u), column: moment(1, 1, &v, &v), both: moment(0, 1, &u, &v) })
    }
}

/// The square root of a fraction that is not negative, if it is a fraction.
fn square_root(value: &Rational) -> Option<Rational> {
    let above = UBig::try_from(value.numerator()).ok()?;
    let below = value.denominator();
    let (p, q) = (above.sqrt(), below.sqrt());
    let exact = &p * &p == above && &q * &q == below;
    exact.then(|| Rational::from(p) / Rational::from(q))
}

//! How competitive a game of two is, and how much of its cooperation is left.
//!
//! | measure | lowest, 0 | highest | does not change under |
//! |---|---|---|---|
//! | [`zero_sum_index`] | payoffs rise together | 1: strictly competitive | positive affine maps of each player's payoffs |
//! | [`competitive_share`] | common interest | 1: zero-sum | a common scale, a constant for each player |
//! | [`conflict_of_interest`] | both get all they can demand | 1/2: dividing a pie | positive affine maps of each |
//! | [`cooperation_surplus`] | self-help is all that is left | 1: the first best is sustained | a common scale |
//!
//! All are exact and all are descriptive: a Prisoner's Dilemma 5, 3, 1, 0 has a zero-sum index of .85 and
//! sustains full cooperation at a discount factor of one half. Duplicating an action changes the first
//! two, which are averages over profiles, and not the third.
//!
//! ```
//! use detente::{Game, collapse::measures::Measures};
//! let dilemma = Measures::of(&Game::prisoners_dilemma(5, 3, 1, 0)?)?;
//! assert_eq!(dilemma.zero_sum_index.as_ref().map(|index| (index.value * 100.0).round()), Some(85.0));
//! assert_eq!(dilemma.conflict_of_interest, Some("2/5".parse()?));
//! assert_eq!(dilemma.cooperative_competitive.values, ["3".parse()?, "3".parse()?]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod conflict;
mod cooperative_competitive;
mod correlation;
mod surplus;

pub use conflict::{conflict_of_interest, individually_rational_set, sustained_share};
pub use cooperative_competitive::{CooperativeCompetitive, cooperative_competitive};
pub use correlation::{ZeroSumIndex, competitive_share, zero_sum_index};
pub use surplus::{Surplus, cooperation_surplus, first_best};

use std::fmt;

use serde::{Deserialize, Serialize};

use super::CollapseError;
use crate::equilibrium::pure_minmax;
use crate::exact::Rational;
use crate::game::Game;

/// The measures of one stage game. `None` where a measure is undefined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// See [`zero_sum_index`].
    pub zero_sum_index: Option<ZeroSumIndex>,
    /// See [`competitive_share`].
    pub competitive_share: Option<Rational>,
    /// See [`cooperative_competitive`].
    pub cooperative_competitive: CooperativeCompetitive,
    /// See [`conflict_of_interest`]; the pure minmax point stands for no agreement.
    pub conflict_of_interest: Option<Rational>,
}

impl Measures {
    /// All measures of a game of two.
    ///
    /// # Errors
    /// If the game does not have two players; if a linear program's budget ended.
    pub fn of(game: &Game<Rational>) -> Result<Self, CollapseError> {
        game.expect_two_players("a measure of conflict")?;
        let minmax = [pure_minmax(game, 0)?, pure_minmax(game, 1)?];
        Ok(Measures {
            zero_sum_index: zero_sum_index(game)?,
            competitive_share: competitive_share(game)?,
            cooperative_competitive: cooperative_competitive(game)?,
            conflict_of_interest: conflict_of_interest(game, &minmax)?,
        })
    }
}

impl fmt::Display for Measures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_undefined = |value: Option<f64>| value.map_or("undefined".into(), |x| format!("{x:.3}"));
        let [row, column] = &self.cooperative_competitive.values;
        writeln!(f, "zero-sum index        {}", or_undefined(self.zero_sum_index.as_ref().map(|i| i.value)))?;
        let share = self.competitive_share.as_ref().map(Rational::to_f64);
        writeln!(f, "competitive share     {}", or_undefined(share))?;
        let conflict = self.conflict_of_interest.as_ref().map(Rational::to_f64);
        writeln!(f, "conflict of interest  {}", or_undefined(conflict))?;
        write!(f, "coco value            ({row}, {column})")
    }
}

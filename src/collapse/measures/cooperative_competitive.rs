//! The cooperative-competitive value.

use serde::{Deserialize, Serialize};

use super::super::CollapseError;
use crate::equilibrium::structure::cooperative_value;
use crate::exact::Rational;
use crate::game::Game;

/// The cooperative-competitive (coco) value of a game of two with side payments: what both can get
/// together is split in halves, and the player with the upper hand in the zero-sum game of advantages
/// `(u_1 - u_2)/2` gets its value on top (Kalai and Kalai, Cooperation in strategic games revisited,
/// Quarterly Journal of Economics 128, 2013). For any number of players see [`cooperative_value`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CooperativeCompetitive {
    /// The greatest sum of payoffs.
    pub welfare: Rational,
    /// The value of the zero-sum game `(u_1 - u_2)/2`: player 0's advantage.
    pub advantage: Rational,
    /// `welfare/2 + advantage` and `welfare/2 - advantage`.
    pub values: [Rational; 2],
}

/// The cooperative-competitive value, exact. Payoffs have to be in a common unit: it moves with a common
/// scale and with a constant for each player, and under no other change of units.
///
/// # Errors
/// If the game does not have two players; if the linear program's budget ended.
pub fn cooperative_competitive(game: &Game<Rational>) -> Result<CooperativeCompetitive, CollapseError> {
    game.expect_two_players("the cooperative-competitive value")?;
    // Of two players the first has its game of threats, over the whole difference, and both together the
    // greatest welfare.
    let found = cooperative_value(game)?;
    let advantage = found.powers[0].power.clone() * Rational::new(1, 2);
    let values = [found.values[0].clone(), found.values[1].clone()];
    Ok(CooperativeCompetitive { welfare: found.welfare(), advantage, values })
}

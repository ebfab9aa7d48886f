//! The cooperative-competitive value.

use serde::{Deserialize, Serialize};

use super::super::CollapseError;
use super::first_best;
use crate::equilibrium::zero_sum;
use crate::exact::Rational;
use crate::game::Game;
use crate::lp::LpOptions;

/// The cooperative-competitive (coco) value of a game of two with side payments: what both can get
/// together is split in halves, and the player with the upper hand in the zero-sum game of advantages
/// `(u_1 - u_2)/2` gets its value on top (Kalai and Kalai, Cooperation in strategic games revisited,
/// Quarterly Journal of Economics 128, 2013).
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
    let half = Rational::new(1, 2);
    let advantages = game.map_payoffs(|_, payoffs| {
        let advantage = (&payoffs[0] - &payoffs[1]) * &half;
        vec![advantage.clone(), -advantage]
    })?;
    // At tolerance 0, the default, the two bounds meet in the value.
    let [advantage, _] = zero_sum(&advantages, &LpOptions::default())?.bounds;
    let welfare = first_best(game);
    let each = &welfare * &half;
    let values = [&each + &advantage, each - &advantage];
    Ok(CooperativeCompetitive { welfare, advantage, values })
}

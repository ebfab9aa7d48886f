//! Is a profile of strategies an equilibrium, and a subgame-perfect one?

use serde::{Deserialize, Serialize};

use super::{BestResponse, StrategyProfile};
use crate::exact::Rational;
use crate::repeated::{RepeatedError, RepeatedGame};

/// Every player's best response, and so whether nobody gains by leaving the own strategy at the start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NashCheck {
    /// One per player.
    pub responses: Vec<BestResponse>,
}

impl NashCheck {
    /// Whether the profile is a Nash equilibrium of the repeated game.
    pub fn is_equilibrium(&self) -> bool {
        self.responses.iter().all(|response| response.regret().is_zero())
    }
    /// What each player gains by a best response.
    pub fn regrets(&self) -> Vec<Rational> {
        self.responses.iter().map(BestResponse::regret).collect()
    }
}

/// A deviation of one move, after which everybody follows the strategies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneShotDeviation {
    /// The situation.
    pub situation: usize,
    /// Its name.
    pub name: String,
    /// Who deviates.
    pub player: usize,
    /// To which action.
    pub action: usize,
    /// What it gains, in average payoff.
    pub gain: Rational,
}

/// Whether no one-shot deviation gains in any situation that some history reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubgamePerfectCheck {
    /// Every player's value at every situation: `values[player][situation]`.
    pub values: Vec<Vec<Rational>>,
    /// The deviation that gains most; `None` if none gains.
    pub best_deviation: Option<OneShotDeviation>,
}

impl SubgamePerfectCheck {
    /// Whether the profile is a subgame-perfect equilibrium.
    pub fn is_equilibrium(&self) -> bool {
        self.best_deviation.is_none()
    }
}

impl StrategyProfile {
    /// Whether the profile is a Nash equilibrium of the repeated game: every player's best response among
    /// all strategies, exactly. With trembles, of the perturbed game.
    ///
    /// # Errors
    /// If the game has another shape.
    pub fn nash(&self, game: &RepeatedGame) -> Result<NashCheck, RepeatedError> {
        let responses = (0..self.players()).map(|player| self.best_response(game, player));
        Ok(NashCheck { responses: responses.collect::<Result<_, _>>()? })
    }

    /// Whether the profile is subgame perfect: no one-shot deviation gains in any situation that some
    /// history reaches, whoever deviated in it (the one-shot deviation principle: Blackwell 1965; it holds
    /// for mixed actions too, because payoffs are bounded and discounted).
    ///
    /// ```
    /// use detente::prelude::*;
    /// use detente::repeated::strategies::{Classic, Roles, StrategyProfile};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "3/4")?;
    /// let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into())?;
    /// let both = |classic| StrategyProfile::new(game.stage(), &roles.pair(classic));
    /// assert!(both(Classic::GrimTrigger)?.subgame_perfect(&game)?.is_equilibrium());
    /// let check = both(Classic::TitForTat)?.subgame_perfect(&game)?;
    /// let gain = check.best_deviation.expect("defecting for ever is worse than a new start");
    /// assert_eq!((gain.name.as_str(), gain.action), ("defect / defect", 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the game has another shape.
    pub fn subgame_perfect(&self, game: &RepeatedGame) -> Result<SubgamePerfectCheck, RepeatedError> {
        self.check(game)?;
        let values: Vec<Vec<Rational>> =
            (0..self.players()).map(|player| self.values(game, player, |_| None)).collect();
        let mut best: Option<OneShotDeviation> = None;
        for s in 0..self.situations() {
            for (player, values) in values.iter().enumerate() {
                for action in 0..self.actions(player) {
                    let gain = self.row(game, s, player, Some(action)).value(values) - &values[s];
                    let is_most = best.as_ref().map_or(gain.is_positive(), |best| gain > best.gain);
                    if is_most {
                        let name = self.situations[s].name.clone();
                        best = Some(OneShotDeviation { situation: s, name, player, action, gain });
                    }
                }
            }
        }
        Ok(SubgamePerfectCheck { values, best_deviation: best })
    }
}

//! The best a player can do against the others' strategies, by dynamic programming.

use serde::{Deserialize, Serialize};

use super::{Choice, Strategy, StrategyError, StrategyProfile, StrategyState};
use crate::exact::Rational;
use crate::repeated::{RepeatedError, RepeatedGame};

/// A best response of one player to the others' strategies, with the values that prove it.
///
/// Against finite strategies a player faces a Markov decision problem over the joint situations, and some
/// stationary policy is best among *all* strategies (Blackwell 1962; Abreu and Rubinstein 1988 for
/// machines). The values are the only solution of the Bellman equations, so checking those is a proof:
/// [`BestResponse::verify`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BestResponse {
    /// The player.
    pub player: usize,
    /// The best action in every situation.
    pub actions: Vec<usize>,
    /// The value of every situation to the player who acts so.
    pub values: Vec<Rational>,
    /// The payoff from the start.
    pub payoff: Rational,
    /// What the player's own strategy pays instead.
    pub own_payoff: Rational,
}

impl BestResponse {
    /// What the player gains by the best response; zero exactly if the own strategy is a best response.
    pub fn regret(&self) -> Rational {
        &self.payoff - &self.own_payoff
    }

    /// Checks the Bellman equations at every situation in exact arithmetic: the action attains the value,
    /// and no action exceeds it.
    ///
    /// # Errors
    /// The first equation that fails, or a game or profile of another shape.
    pub fn verify(&self, profile: &StrategyProfile, game: &RepeatedGame) -> Result<(), RepeatedError> {
        profile.check(game)?;
        let count = profile.situations();
        if self.player >= profile.players() || self.actions.len() != count || self.values.len() != count {
            let message = "not one action and one value per situation".into();
            return Err(StrategyError::NotBest { situation: 0, message }.into());
        }
        for s in 0..count {
            let worth = |action| profile.row(game, s, self.player, Some(action)).value(&self.values);
            let not_best = |message| Err(StrategyError::NotBest { situation: s, message }.into());
            if self.actions[s] >= profile.actions(self.player) || worth(self.actions[s]) != self.values[s] {
                return not_best(format!("action {} is not worth {}", self.actions[s], self.values[s]));
            }
            for action in 0..profile.actions(self.player) {
                if worth(action) > self.values[s] {
                    return not_best(format!("action {action} is worth more than {}", self.values[s]));
                }
            }
        }
        let own = profile.at_start(&profile.values(game, self.player, |_| None));
        if profile.at_start(&self.values) != self.payoff || own != self.own_payoff {
            let message = "the payoffs at the start are not those of the values".into();
            return Err(StrategyError::NotBest { situation: 0, message }.into());
        }
        Ok(())
    }

    /// The best response as a strategy of its own, whose states are the situations; `None` if public
    /// lotteries decide about the situation, which a strategy does not see.
    pub fn strategy(&self, profile: &StrategyProfile) -> Option<Strategy> {
        let [first] = profile.initial.as_slice() else { return None };
        let mut states = Vec::with_capacity(profile.situations.len());
        for (situation, &action) in profile.situations.iter().zip(&self.actions) {
            let single = |lottery: &Vec<_>| lottery.len() == 1;
            if !situation.lotteries.iter().all(single) {
                return None;
            }
            let next = (0..situation.after.len()).map(|p| situation.next(p)[0].state).collect();
            let name = situation.name.clone();
            states.push(StrategyState { name, actions: Choice::surely(action), next });
        }
        let name = "best response".into();
        Some(Strategy { name, player: self.player, initial: first.state, states })
    }
}

impl StrategyProfile {
    /// A player's best response to the others' strategies, by policy iteration in exact arithmetic
    /// (Howard 1960): it ends, because every round improves the policy and there are finitely many.
    /// With trembles, the responding player trembles too.
    ///
    /// ```
    /// use detente::prelude::*;
    /// use detente::repeated::strategies::{Classic, Roles, StrategyProfile};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "3/5")?;
    /// let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into())?;
    /// let both = StrategyProfile::new(game.stage(), &roles.pair(Classic::TitForTat))?;
    /// let best = both.best_response(&game, 0)?;
    /// best.verify(&both, &game)?;
    /// assert_eq!(best.payoff, Rational::new(25, 8));                 // 5, 0, 5, 0, ...: 5 / (1 + 3/5)
    /// assert_eq!(best.regret(), Rational::new(1, 8));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the game has another shape or there is no such player.
    pub fn best_response(&self, game: &RepeatedGame, player: usize) -> Result<BestResponse, RepeatedError> {
        self.check(game)?;
        if player >= self.players() {
            let message = format!("there is no player {player}");
            return Err(StrategyError::Malformed { location: "player".into(), message }.into());
        }
        let own_payoff = self.at_start(&self.values(game, player, |_| None));
        let (actions, values) = self.iterate_policy(game, player);
        let payoff = self.at_start(&values);
        Ok(BestResponse { player, actions, values, payoff, own_payoff })
    }

    /// The best actions and their values.
    pub(super) fn iterate_policy(&self, game: &RepeatedGame, player: usize) -> (Vec<usize>, Vec<Rational>) {
        let first = |s: usize| self.situations[s].intended[player].first().map_or(0, |choice| choice.action);
        let mut actions: Vec<usize> = (0..self.situations.len()).map(first).collect();
        loop {
            let values = self.values(game, player, |s| Some(actions[s]));
            let mut changed = false;
            for (s, chosen) in actions.iter_mut().enumerate() {
                // The chosen action attains the value: another replaces it only if it is strictly better.
                let mut best = values[s].clone();
                for action in 0..self.actions(player) {
                    let worth = self.row(game, s, player, Some(action)).value(&values);
                    if worth > best {
                        (best, *chosen, changed) = (worth, action, true);
                    }
                }
            }
            if !changed {
                return (actions, values);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Game;
    use crate::repeated::strategies::{Classic, Roles};

    #[test]
    fn the_best_response_to_tit_for_tat_is_to_defect_to_alternate_or_to_cooperate() {
        // Axelrod (1984), proposition 2: for 5, 3, 1, 0 defect below 1/4, alternate up to 2/3.
        let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        let roles = Roles::new(&stage, &[0, 0].into(), &[1, 1].into()).unwrap();
        let both = StrategyProfile::new(&stage, &roles.pair(Classic::TitForTat)).unwrap();
        for (delta, payoff) in [("1/5", "21/5"), ("1/4", "4"), ("1/2", "10/3"), ("2/3", "3"), ("3/4", "3")] {
            let game = RepeatedGame::new(stage.clone(), delta).unwrap();
            let best = both.best_response(&game, 1).unwrap();
            best.verify(&both, &game).unwrap();
            assert_eq!(best.payoff, payoff.parse().unwrap(), "{delta}");
            // The response is a strategy that earns what was promised.
            let machine = best.strategy(&both).unwrap();
            let meet = [roles.strategy(Classic::TitForTat, 0).unwrap(), machine];
            assert_eq!(StrategyProfile::new(&stage, &meet).unwrap().payoff(&game).unwrap()[1], best.payoff);
        }
    }

    #[test]
    fn a_false_best_response_is_refused() {
        let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "1/2").unwrap();
        let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into()).unwrap();
        let both = StrategyProfile::new(game.stage(), &roles.pair(Classic::TitForTat)).unwrap();
        let best = both.best_response(&game, 0).unwrap();
        let mut more = best.clone();
        more.values[0] += &Rational::new(1, 9);
        assert!(more.verify(&both, &game).is_err());
        let cooperate = BestResponse {
            actions: vec![0; 4],
            values: both.values(&game, 0, |_| Some(0)),
            payoff: 3.into(),
            ..best
        };
        assert!(cooperate.verify(&both, &game).unwrap_err().to_string().contains("worth more"));
    }
}

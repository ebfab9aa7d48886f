//! One player's finite strategy.

use serde::{Deserialize, Serialize};

use super::StrategyError;
use crate::exact::Rational;
use crate::game::{Game, Profile};
use crate::repeated::automaton::AutomatonError;

/// An action and its probability.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Choice {
    /// The action.
    pub action: usize,
    /// Its probability.
    pub probability: Rational,
}

impl Choice {
    /// The lottery that surely takes this action.
    pub fn surely(action: usize) -> Vec<Choice> {
        vec![Choice { action, probability: Rational::ONE }]
    }
}

/// A state of a strategy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrategyState {
    /// A name for people.
    pub name: String,
    /// The player's lottery over own actions.
    pub actions: Vec<Choice>,
    /// The next state for every profile that may be played, by the index of the profile.
    pub next: Vec<usize>,
}

/// A finite strategy of one player: a state chooses an action, and the profile that is really played
/// decides the next state (perfect monitoring; a player's own slips are seen as well).
///
/// ```
/// use detente::Game;
/// use detente::repeated::strategies::{Choice, Strategy, StrategyState};
/// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// // Player 0 repeats what the other did: profiles in the order (0,0), (0,1), (1,0), (1,1).
/// let state = |name: &str, action| StrategyState { name: name.into(), actions: Choice::surely(action), next: vec![0, 1, 0, 1] };
/// let tit_for_tat = Strategy::new(&stage, 0, "tit for tat", 0, vec![state("nice", 0), state("angry", 1)])?;
/// assert_eq!(tit_for_tat.states.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strategy {
    /// A name for people.
    pub name: String,
    /// Whose strategy it is.
    pub player: usize,
    /// The first state.
    pub initial: usize,
    /// The states.
    pub states: Vec<StrategyState>,
}

impl Strategy {
    /// A strategy from its states.
    ///
    /// # Errors
    /// No states, a state or an action that does not exist, a list of the wrong length, probabilities that
    /// are no lottery.
    pub fn new(
        stage: &Game<Rational>,
        player: usize,
        name: impl Into<String>,
        initial: usize,
        states: Vec<StrategyState>,
    ) -> Result<Self, StrategyError> {
        let strategy = Strategy { name: name.into(), player, initial, states };
        strategy.check(stage)?;
        Ok(strategy)
    }

    /// A strategy from the action of every state and a rule for the next state.
    ///
    /// ```
    /// use detente::Game;
    /// use detente::repeated::strategies::Strategy;
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let copy = Strategy::from_rule(&stage, 0, "tit for tat", &[("nice", 0), ("angry", 1)], |_, seen| seen[1])?;
    /// assert_eq!(copy.states[0].next, [0, 1, 0, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Strategy::new`].
    pub fn from_rule(
        stage: &Game<Rational>,
        player: usize,
        name: impl Into<String>,
        states: &[(&str, usize)],
        next: impl Fn(usize, &Profile) -> usize,
    ) -> Result<Self, StrategyError> {
        let profiles: Vec<Profile> = (0..stage.profiles()).map(|index| stage.profile(index)).collect();
        let made = states.iter().enumerate().map(|(state, (name, action))| StrategyState {
            name: (*name).into(),
            actions: Choice::surely(*action),
            next: profiles.iter().map(|profile| next(state, profile)).collect(),
        });
        Strategy::new(stage, player, name, 0, made.collect())
    }

    /// Checks the strategy against a stage game.
    pub(super) fn check(&self, stage: &Game<Rational>) -> Result<(), StrategyError> {
        let malformed =
            |location: String, message: String| Err(StrategyError::Malformed { location, message });
        let count = self.states.len();
        if self.player >= stage.players() {
            return malformed("player".into(), format!("there is no player {}", self.player));
        }
        if self.initial >= count {
            return malformed("initial".into(), format!("there is no state {}", self.initial));
        }
        for (s, state) in self.states.iter().enumerate() {
            let place = |part: &str| format!("{}.states[{s}].{part}", self.name);
            if state.next.len() != stage.profiles() {
                let message =
                    format!("{} next states are given for {} profiles", state.next.len(), stage.profiles());
                return malformed(place("next"), message);
            }
            if let Some(bad) = state.next.iter().find(|next| **next >= count) {
                return malformed(place("next"), format!("there is no state {bad}"));
            }
            if let Some(bad) = state.actions.iter().find(|c| c.action >= stage.shape()[self.player]) {
                return malformed(place("actions"), format!("there is no action {}", bad.action));
            }
            let sum: Rational = state.actions.iter().map(|c| &c.probability).sum();
            if sum != Rational::ONE || state.actions.iter().any(|c| c.probability.is_negative()) {
                return Err(AutomatonError::NotALottery { location: place("actions"), sum }.into());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain;

    #[test]
    fn malformed_strategies_are_refused_with_their_place() {
        let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        let state = StrategyState { name: "s".into(), actions: Choice::surely(0), next: vec![0; 4] };
        let make =
            |player, initial, state: StrategyState| Strategy::new(&stage, player, "x", initial, vec![state]);
        assert!(make(1, 0, state.clone()).is_ok());
        assert_eq!(make(2, 0, state.clone()).unwrap_err().location(), "player");
        assert_eq!(make(0, 1, state.clone()).unwrap_err().location(), "initial");
        let short = StrategyState { next: vec![0; 3], ..state.clone() };
        assert_eq!(make(0, 0, short).unwrap_err().location(), "x.states[0].next");
        let lost = StrategyState { next: vec![0, 0, 0, 1], ..state.clone() };
        assert_eq!(make(0, 0, lost).unwrap_err().kind(), "Malformed");
        let half = Choice { action: 0, probability: Rational::new(1, 2) };
        let unsure = StrategyState { actions: vec![half], ..state.clone() };
        assert_eq!(make(0, 0, unsure).unwrap_err().kind(), "NotALottery");
        let unknown = StrategyState { actions: Choice::surely(2), ..state };
        assert_eq!(make(0, 0, unknown).unwrap_err().location(), "x.states[0].actions");
    }
}

//! Players, actions and profiles by name.

use super::{Game, GameError, Profile};
use crate::exact::Scalar;

impl<T: Scalar> Game<T> {
    /// A player by index or label.
    ///
    /// # Errors
    /// If there is no such player.
    pub fn parse_player(&self, text: &str) -> Result<usize, GameError> {
        find(&self.players, text).ok_or_else(|| self.unknown_player(text))
    }

    /// An action of a player by index or label (a label wins where it reads like another's index).
    ///
    /// # Errors
    /// If the player has no such action.
    pub fn parse_action(&self, player: usize, text: &str) -> Result<usize, GameError> {
        let labels = self.actions.get(player).ok_or_else(|| self.unknown_player(&player.to_string()))?;
        find(labels, text).ok_or_else(|| self.unknown_action(player, text))
    }

    /// A profile from text: one index or label per player, separated by commas.
    ///
    /// ```
    /// use detente::game::{Game, Profile};
    /// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// assert_eq!(game.parse_profile("cooperate, 1")?, Profile::from([0, 1]));
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// # Errors
    /// A wrong number of parts, or an unknown action.
    pub fn parse_profile(&self, text: &str) -> Result<Profile, GameError> {
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        if parts.len() != self.players() {
            return Err(GameError::WrongProfile { found: parts.len(), expected: self.players() });
        }
        let actions: Result<Vec<usize>, GameError> =
            parts.iter().enumerate().map(|(player, part)| self.parse_action(player, part)).collect();
        Ok(Profile::from(actions?))
    }

    /// A profile in words: `(compromise, self-help)`.
    pub fn describe(&self, index: usize) -> String {
        let names: Vec<&str> =
            (0..self.players()).map(|i| self.actions[i][self.action_at(index, i)].as_str()).collect();
        format!("({})", names.join(", "))
    }

    pub(super) fn unknown_action(&self, player: usize, text: &str) -> GameError {
        GameError::UnknownAction { player, action: text.into(), known: self.actions[player].clone() }
    }
    pub(super) fn unknown_player(&self, text: &str) -> GameError {
        GameError::UnknownPlayer { player: text.into(), known: self.players.clone() }
    }
}

fn find(labels: &[String], text: &str) -> Option<usize> {
    let by_index = || text.parse::<usize>().ok().filter(|&i| i < labels.len());
    labels.iter().position(|label| label == text).or_else(by_index)
}

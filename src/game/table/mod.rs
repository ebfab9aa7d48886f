//! The normal-form game: a payoff for every player at every pure action profile.

mod arrays;
mod convert;
mod replies;

use super::{GameError, Profile};
#[cfg(doc)]
use crate::exact::Rational;
use crate::exact::Scalar;

/// The most payoffs (profiles times players) that a game may hold.
pub const MAX_PAYOFFS: usize = 100_000_000;

/// The most players that a game may have. Beyond 22 all further ones have a single action anyway
/// (see [`MAX_PAYOFFS`]); JSON nests one level per player, and its readers limit nesting.
pub const MAX_PLAYERS: usize = 100;

/// An n-player game in normal form, with labels. `T` is `f64` or [`Rational`].
///
/// Payoffs are stored profile by profile, the last player's action running fastest, and the payoffs of
/// one profile side by side: `payoffs[profile_index * players + player]`.
///
/// ```
/// use detente::game::Game;
/// let game = Game::<f64>::bimatrix(&[[3.0, 0.0], [5.0, 1.0]], &[[3.0, 5.0], [0.0, 1.0]])?;
/// assert_eq!(game.shape(), [2, 2]);
/// assert_eq!(*game.payoff(&[1, 0].into(), 0)?, 5.0);
/// assert_eq!(game.pure_equilibria().len(), 1);
/// # Ok::<(), detente::game::GameError>(())
/// ```
///
/// Serialises as the contract's JSON: title, labels, and payoffs nested by player order.
#[derive(Debug, Clone, PartialEq)]
pub struct Game<T = f64> {
    pub(in crate::game) title: String,
    pub(in crate::game) players: Vec<String>,
    pub(in crate::game) actions: Vec<Vec<String>>,
    pub(in crate::game) shape: Vec<usize>,
    strides: Vec<usize>,
    /// Flat, as described above.
    pub(in crate::game) payoffs: Vec<T>,
}

impl<T: Scalar> Game<T> {
    /// A game from its shape (actions per player) and the flat payoffs, with default labels
    /// (`Player 1`, …; actions `0`, `1`, …).
    ///
    /// # Errors
    /// No players, a player without actions, too many payoffs, a list of the wrong length, or a payoff
    /// that is not finite.
    pub fn new(shape: &[usize], payoffs: Vec<T>) -> Result<Self, GameError> {
        let profiles = check_shape(shape, "shape")?;
        let expected = profiles * shape.len();
        if payoffs.len() != expected {
            return Err(GameError::Ragged { location: "payoffs".into(), found: payoffs.len(), expected });
        }
        let mut strides = vec![1; shape.len()];
        for player in (1..shape.len()).rev() {
            strides[player - 1] = strides[player] * shape[player];
        }
        let game = Game {
            title: String::new(),
            players: (1..=shape.len()).map(|i| format!("Player {i}")).collect(),
            actions: shape.iter().map(|&k| (0..k).map(|a| a.to_string()).collect()).collect(),
            shape: shape.to_vec(),
            strides,
            payoffs,
        };
        if let Some(bad) = game.payoffs.iter().position(|u| !u.is_finite()) {
            let profile = game.profile(bad / shape.len()).actions().to_vec();
            return Err(GameError::NotFinite { player: bad % shape.len(), profile });
        }
        Ok(game)
    }

    /// A game from a function that gives all players' payoffs at a profile.
    ///
    /// # Errors
    /// As [`Game::new`].
    pub fn from_function(
        shape: &[usize],
        mut payoffs_at: impl FnMut(&Profile) -> Vec<T>,
    ) -> Result<Self, GameError> {
        let profiles = check_shape(shape, "shape")?;
        let mut flat = Vec::with_capacity(profiles * shape.len());
        let mut actions = vec![0; shape.len()];
        for _ in 0..profiles {
            let profile = Profile::from(actions.clone());
            let payoffs = payoffs_at(&profile);
            if payoffs.len() != shape.len() {
                return Err(GameError::Ragged {
                    location: format!("payoffs at {profile}"),
                    found: payoffs.len(),
                    expected: shape.len(),
                });
            }
            flat.extend(payoffs);
            for player in (0..shape.len()).rev() {
                actions[player] += 1;
                if actions[player] < shape[player] {
                    break;
                }
                actions[player] = 0;
            }
        }
        Game::new(shape, flat)
    }

    /// The same game with a title.
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// The same game with labels for the players and their actions.
    ///
    /// # Errors
    /// A wrong number of labels, or one used twice.
    pub fn labelled<P: Into<String>, A: Into<String>>(
        mut self,
        players: impl IntoIterator<Item = P>,
        actions: impl IntoIterator<Item = Vec<A>>,
    ) -> Result<Self, GameError> {
        let players: Vec<String> = players.into_iter().map(Into::into).collect();
        let actions: Vec<Vec<String>> =
            actions.into_iter().map(|list| list.into_iter().map(Into::into).collect()).collect();
        check_labels(&players, self.shape.len(), "players")?;
        if actions.len() != self.shape.len() {
            let (found, expected) = (actions.len(), self.shape.len());
            return Err(GameError::Ragged { location: "actions".into(), found, expected });
        }
        for (player, list) in actions.iter().enumerate() {
            check_labels(list, self.shape[player], &format!("actions[{player}]"))?;
        }
        (self.players, self.actions) = (players, actions);
        Ok(self)
    }

    /// The title; empty if none was given.
    pub fn title(&self) -> &str {
        &self.title
    }
    /// The number of players.
    pub fn players(&self) -> usize {
        self.shape.len()
    }
    /// The players' labels.
    pub fn player_labels(&self) -> &[String] {
        &self.players
    }
    /// The labels of a player's actions.
    pub fn action_labels(&self, player: usize) -> &[String] {
        &self.actions[player]
    }
    /// Actions per player.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }
    /// The number of pure action profiles.
    pub fn profiles(&self) -> usize {
        self.payoffs.len() / self.shape.len()
    }
    /// The flat payoffs (see the type's documentation for their order).
    pub fn payoffs(&self) -> &[T] {
        &self.payoffs
    }

    /// The profile with an index below [`Game::profiles`].
    pub fn profile(&self, index: usize) -> Profile {
        let actions = self.strides.iter().zip(&self.shape).map(|(s, k)| index / s % k);
        Profile::from(actions.collect::<Vec<_>>())
    }

    /// The index of a profile.
    ///
    /// # Errors
    /// If the profile is not one of this game.
    pub fn index(&self, profile: &Profile) -> Result<usize, GameError> {
        if profile.players() != self.players() {
            return Err(GameError::WrongProfile { found: profile.players(), expected: self.players() });
        }
        let mut index = 0;
        for (player, &action) in profile.actions().iter().enumerate() {
            if action >= self.shape[player] {
                return Err(self.unknown_action(player, &action.to_string()));
            }
            index += action * self.strides[player];
        }
        Ok(index)
    }

    /// The payoff of a player at a profile.
    ///
    /// # Errors
    /// If the profile is not one of this game or there is no such player.
    pub fn payoff(&self, profile: &Profile, player: usize) -> Result<&T, GameError> {
        if player >= self.players() {
            return Err(self.unknown_player(&player.to_string()));
        }
        Ok(self.payoff_at(self.index(profile)?, player))
    }

    /// All players' payoffs at a profile.
    ///
    /// # Errors
    /// If the profile is not one of this game.
    pub fn payoffs_of(&self, profile: &Profile) -> Result<&[T], GameError> {
        Ok(self.payoffs_at(self.index(profile)?))
    }

    /// The payoff of a player at a profile index.
    ///
    /// # Panics
    /// If the index or the player is out of range.
    pub fn payoff_at(&self, index: usize, player: usize) -> &T {
        &self.payoffs[index * self.shape.len() + player]
    }

    /// All players' payoffs at a profile index.
    ///
    /// # Panics
    /// If the index is out of range.
    pub fn payoffs_at(&self, index: usize) -> &[T] {
        &self.payoffs[index * self.shape.len()..][..self.shape.len()]
    }

    /// The action that a player takes in the profile with this index.
    pub fn action_at(&self, index: usize, player: usize) -> usize {
        index / self.strides[player] % self.shape[player]
    }

    /// The profile index after a player's unilateral switch to an action.
    pub fn deviate(&self, index: usize, player: usize, action: usize) -> usize {
        index - self.action_at(index, player) * self.strides[player] + action * self.strides[player]
    }

    /// The indices reached when `player` runs through all actions against the others' part of a profile.
    pub fn unilateral(&self, index: usize, player: usize) -> impl Iterator<Item = usize> + use<T> {
        let stride = self.strides[player];
        let first = index - self.action_at(index, player) * stride;
        (0..self.shape[player]).map(move |action| first + action * stride)
    }

    /// The least and the greatest payoff of a player.
    pub fn payoff_range(&self, player: usize) -> (T, T) {
        let column = || self.payoffs.iter().skip(player).step_by(self.players());
        let first = &self.payoffs[player];
        let low = column().fold(first, |low, u| low.smaller(u));
        let high = column().fold(first, |high, u| high.larger(u));
        (low.clone(), high.clone())
    }

    /// Refuses games that do not have two players.
    ///
    /// # Errors
    /// [`GameError::NotTwoPlayers`], naming the operation.
    pub fn expect_two_players(&self, what: &'static str) -> Result<(), GameError> {
        match self.players() {
            2 => Ok(()),
            found => Err(GameError::NotTwoPlayers { what, found }),
        }
    }
}

/// Checks a shape and returns its number of profiles; nothing is allocated before this passes.
pub(in crate::game) fn check_shape(shape: &[usize], location: &str) -> Result<usize, GameError> {
    if shape.is_empty() {
        return Err(GameError::NoPlayers);
    }
    if shape.len() > MAX_PLAYERS {
        return Err(GameError::TooManyPlayers { found: shape.len(), limit: MAX_PLAYERS });
    }
    if let Some(player) = shape.iter().position(|&k| k == 0) {
        return Err(GameError::NoActions { player });
    }
    let count = shape.iter().fold(shape.len() as u128, |total, &k| total.saturating_mul(k as u128));
    if count > MAX_PAYOFFS as u128 {
        let location = location.to_string();
        return Err(GameError::TooLarge { location, count: count.to_string(), limit: MAX_PAYOFFS });
    }
    Ok(count as usize / shape.len())
}

fn check_labels(labels: &[String], expected: usize, location: &str) -> Result<(), GameError> {
    if labels.len() != expected {
        return Err(GameError::Ragged { location: location.into(), found: labels.len(), expected });
    }
    let mut seen = std::collections::HashSet::new();
    match labels.iter().find(|label| !seen.insert(label.as_str())) {
        Some(label) => Err(GameError::DuplicateLabel { label: label.clone(), location: location.into() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three_players() -> Game<f64> {
        Game::from_function(&[2, 3, 2], |p| vec![p[0] as f64, (10 * p[1]) as f64, (100 * p[2]) as f64])
            .unwrap()
    }

    #[test]
    fn indices_and_profiles_are_inverse_and_deviations_move_one_player() {
        let game = three_players();
        for index in 0..game.profiles() {
            assert_eq!(game.index(&game.profile(index)), Ok(index));
            for player in 0..3 {
                for (action, reached) in game.unilateral(index, player).enumerate() {
                    assert_eq!(game.profile(reached), game.profile(index).with(player, action));
                    assert_eq!(game.deviate(index, player, action), reached);
                }
            }
        }
        assert_eq!(game.payoffs_of(&Profile::from([1, 2, 0])).unwrap(), [1.0, 20.0, 0.0]);
        assert_eq!(game.pure_equilibria(), vec![11]);
    }

    #[test]
    fn malformed_games_are_refused_with_their_place() {
        use crate::error::Explain;
        assert_eq!(Game::<f64>::new(&[], vec![]), Err(GameError::NoPlayers));
        assert_eq!(Game::<f64>::new(&[2, 0], vec![]), Err(GameError::NoActions { player: 1 }));
        let nan = Game::new(&[2, 2], vec![0.0, 0.0, 0.0, 0.0, 0.0, f64::NAN, 0.0, 0.0]).unwrap_err();
        assert_eq!(nan.location(), "payoffs[1][0][1]");
        let huge = Game::<f64>::new(&[1_000_000, 1_000_000], vec![]).unwrap_err();
        assert_eq!(huge.kind(), "TooLarge");
        assert_eq!(
            Game::<f64>::new(&[usize::MAX, usize::MAX, usize::MAX], vec![]).unwrap_err().kind(),
            "TooLarge"
        );
        let ragged = Game::bimatrix(&[vec![1.0, 2.0], vec![3.0]], &[vec![1.0, 2.0], vec![3.0, 4.0]]);
        assert_eq!(ragged.unwrap_err().location(), "row[1]");
        assert_eq!(three_players().parse_profile("0,1").unwrap_err().kind(), "WrongProfile");
        assert_eq!(three_players().parse_profile("0,3,0").unwrap_err().kind(), "UnknownAction");
        let twice = three_players().labelled(["a", "a", "b"], [vec!["x"; 2], vec!["x"; 3], vec!["x"; 2]]);
        assert_eq!(twice.unwrap_err().kind(), "DuplicateLabel");
    }
}

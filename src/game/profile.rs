//! A pure action profile: one action index per player.

use std::fmt;
use std::ops::Index;

use serde::{Deserialize, Serialize};

/// One action per player, by index from 0, player 0 (row) first. Serialises as `[0,1]`.
///
/// ```
/// use detente::game::Profile;
/// let profile = Profile::from([0, 1]);
/// assert_eq!(profile.to_string(), "(0, 1)");
/// assert_eq!(profile.with(1, 0), Profile::from([0, 0]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Profile(Vec<usize>);

impl Profile {
    /// The actions, player by player.
    pub fn actions(&self) -> &[usize] {
        &self.0
    }
    /// The number of players.
    pub fn players(&self) -> usize {
        self.0.len()
    }
    /// The same profile with `player` switched to `action`: a unilateral deviation.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn with(&self, player: usize, action: usize) -> Profile {
        let mut actions = self.0.clone();
        actions[player] = action;
        Profile(actions)
    }
}

impl From<Vec<usize>> for Profile {
    fn from(actions: Vec<usize>) -> Self {
        Profile(actions)
    }
}
impl From<&[usize]> for Profile {
    fn from(actions: &[usize]) -> Self {
        Profile(actions.to_vec())
    }
}
impl<const N: usize> From<[usize; N]> for Profile {
    fn from(actions: [usize; N]) -> Self {
        Profile(actions.to_vec())
    }
}
impl Index<usize> for Profile {
    type Output = usize;
    fn index(&self, player: usize) -> &usize {
        &self.0[player]
    }
}
impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.0.iter().map(usize::to_string).collect();
        write!(f, "({})", names.join(", "))
    }
}

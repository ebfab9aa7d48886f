//! The Bayesian game: types, a common prior, and one stage game for every profile of types.

use crate::exact::Rational;
use crate::game::{Game, GameError, MAX_PAYOFFS, Profile};

/// A game of incomplete information with finitely many types, exact throughout.
///
/// Every player has at least one type, and every type positive probability. Type profiles are counted
/// like action profiles, the last player's type running fastest. Serialises as JSON with `title`,
/// `players`, `types` and `actions` (labels), `prior` nested by types, and `payoffs` nested by types, then
/// actions, ending in one number per player.
///
/// ```
/// use detente::equilibrium::bayesian::BayesianGame;
/// // A buyer knows whether the good is worth 3 or 1 to her; the seller asks for 2 or 1.
/// let game: BayesianGame = serde_json::from_str(r#"{
///     "players": ["buyer", "seller"],
///     "types": [["keen", "cool"], ["seller"]],
///     "actions": [["accept", "refuse"], ["ask 2", "ask 1"]],
///     "prior": [["1/4"], ["3/4"]],
///     "payoffs": [[[[[1, 2], [2, 1]], [[0, 0], [0, 0]]]], [[[[-1, 2], [0, 1]], [[0, 0], [0, 0]]]]]
/// }"#)?;
/// assert_eq!(game.marginal(0, 1), "3/4".parse()?);
/// assert_eq!(game.stage(1).payoffs_at(0), ["-1".parse()?, "2".parse()?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BayesianGame {
    types: Vec<Vec<String>>,
    strides: Vec<usize>,
    prior: Vec<Rational>,
    stages: Vec<Game<Rational>>,
}

impl BayesianGame {
    /// A game from the number of types per player, the prior and the stage game of each type profile,
    /// both in the order of type profiles. Players and actions are called what the first stage calls them.
    ///
    /// # Errors
    /// A player without types, lists of wrong lengths, a prior that is no probability distribution, a
    /// type of probability zero, or stages of different shapes.
    pub fn new(
        types: &[usize],
        prior: Vec<Rational>,
        stages: Vec<Game<Rational>>,
    ) -> Result<Self, GameError> {
        if types.is_empty() {
            return Err(GameError::NoPlayers);
        }
        if let Some(player) = types.iter().position(|&count| count == 0) {
            return Err(GameError::Ragged { location: format!("types[{player}]"), found: 0, expected: 1 });
        }
        let count = types.iter().fold(1u128, |product, &k| product.saturating_mul(k as u128));
        for (location, found) in [("prior", prior.len()), ("payoffs", stages.len())] {
            if found as u128 != count {
                let expected = usize::try_from(count).unwrap_or(usize::MAX);
                return Err(GameError::Ragged { location: location.into(), found, expected });
            }
        }
        if let Some(negative) = prior.iter().find(|p| p.is_negative()) {
            return Err(improper("prior", format!("the probability {negative} is below zero")));
        }
        let sum: Rational = prior.iter().sum();
        if sum != Rational::ONE {
            return Err(improper("prior", format!("the probabilities sum to {sum}, not to 1")));
        }
        let shape = stages[0].shape().to_vec();
        if shape.len() != types.len() {
            let (found, expected) = (shape.len(), types.len());
            return Err(GameError::Ragged { location: "players of the stages".into(), found, expected });
        }
        for (index, stage) in stages.iter().enumerate() {
            let differing = (0..types.len()).find(|&i| stage.shape().get(i) != Some(&shape[i]));
            let differing = differing.or((stage.players() != types.len()).then_some(types.len()));
            if let Some(player) = differing {
                let size = |of: &[usize]| of.get(player).copied().unwrap_or(0);
                let location = format!("actions[{player}] of stage {index}");
                return Err(GameError::Ragged {
                    location,
                    found: size(stage.shape()),
                    expected: size(&shape),
                });
            }
        }
        let mut strides = vec![1; types.len()];
        for player in (1..types.len()).rev() {
            strides[player - 1] = strides[player] * types[player];
        }
        let labels = types.iter().map(|&count| (0..count).map(|t| t.to_string()).collect()).collect();
        let game = BayesianGame { types: labels, strides, prior, stages };
        for player in 0..types.len() {
            if let Some(idle) = (0..types[player]).find(|&kind| game.marginal(player, kind).is_zero()) {
                let location = format!("types[{player}][{idle}]");
                return Err(improper(&location, "the type has probability zero; leave it out".into()));
            }
        }
        Ok(game)
    }

    /// A game from functions that give, for a profile of types, its probability and its stage game.
    ///
    /// # Errors
    /// As [`BayesianGame::new`], and what the stages' own construction refuses.
    pub fn from_function(
        types: &[usize],
        mut prior: impl FnMut(&Profile) -> Rational,
        mut stage: impl FnMut(&Profile) -> Result<Game<Rational>, GameError>,
    ) -> Result<Self, GameError> {
        let count = types.iter().fold(1u128, |product, &k| product.saturating_mul(k as u128));
        if count > MAX_PAYOFFS as u128 {
            let (location, count) = ("types".into(), count.to_string());
            return Err(GameError::TooLarge { location, count, limit: MAX_PAYOFFS });
        }
        let profiles = (0..count as usize).map(|mut index| {
            let mut profile = vec![0; types.len()];
            for player in (0..types.len()).rev() {
                profile[player] = index % types[player];
                index /= types[player];
            }
            Profile::from(profile)
        });
        let profiles: Vec<Profile> = profiles.collect();
        let chances = profiles.iter().map(&mut prior).collect();
        let stages = profiles.iter().map(&mut stage).collect::<Result<_, _>>()?;
        BayesianGame::new(types, chances, stages)
    }

    /// The same game with labels for the types.
    ///
    /// # Errors
    /// A wrong number of labels, or one used twice for a player.
    pub fn with_types<L: Into<String>>(
        mut self,
        labels: impl IntoIterator<Item = Vec<L>>,
    ) -> Result<Self, GameError> {
        let labels: Vec<Vec<String>> =
            labels.into_iter().map(|list| list.into_iter().map(Into::into).collect()).collect();
        if labels.len() != self.types.len() {
            let (found, expected) = (labels.len(), self.types.len());
            return Err(GameError::Ragged { location: "types".into(), found, expected });
        }
        for (player, (list, known)) in labels.iter().zip(&self.types).enumerate() {
            let location = format!("types[{player}]");
            if list.len() != known.len() {
                return Err(GameError::Ragged { location, found: list.len(), expected: known.len() });
            }
            if let Some(label) = list.iter().enumerate().find(|(i, label)| list[..*i].contains(label)) {
                return Err(GameError::DuplicateLabel { label: label.1.clone(), location });
            }
        }
        self.types = labels;
        Ok(self)
    }

    /// The number of players.
    pub fn players(&self) -> usize {
        self.types.len()
    }
    /// The labels of a player's types.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn type_labels(&self, player: usize) -> &[String] {
        &self.types[player]
    }
    /// The number of a player's types.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn types(&self, player: usize) -> usize {
        self.types[player].len()
    }
    /// The number of type profiles.
    pub fn type_profiles(&self) -> usize {
        self.prior.len()
    }
    /// The prior, type profile by type profile.
    pub fn prior(&self) -> &[Rational] {
        &self.prior
    }
    /// Actions per player.
    pub fn shape(&self) -> &[usize] {
        self.stages[0].shape()
    }
    /// The number of action profiles.
    pub fn profiles(&self) -> usize {
        self.stages[0].profiles()
    }
    /// The game that is played at the type profile with this index.
    ///
    /// # Panics
    /// If there is no such type profile.
    pub fn stage(&self, types: usize) -> &Game<Rational> {
        &self.stages[types]
    }
    /// The type profile with an index below [`BayesianGame::type_profiles`].
    pub fn type_profile(&self, types: usize) -> Profile {
        Profile::from((0..self.players()).map(|player| self.type_at(types, player)).collect::<Vec<_>>())
    }
    /// A player's type in the type profile with this index.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn type_at(&self, types: usize, player: usize) -> usize {
        types / self.strides[player] % self.types[player].len()
    }
    /// The index of the type profile in which one player has (or claims) another type.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn with_type(&self, types: usize, player: usize, kind: usize) -> usize {
        types - self.type_at(types, player) * self.strides[player] + kind * self.strides[player]
    }
    /// The probability of a player's type.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn marginal(&self, player: usize, kind: usize) -> Rational {
        self.of_type(player, kind).map(|types| &self.prior[types]).sum()
    }

    /// The type profiles of positive probability in which a player has a type.
    pub(super) fn of_type(&self, player: usize, kind: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.prior.len())
            .filter(move |&types| self.type_at(types, player) == kind && self.prior[types].is_positive())
    }
}

fn improper(location: &str, message: String) -> GameError {
    GameError::Probability { location: location.into(), message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain;

    fn stage() -> Game<Rational> {
        Game::prisoners_dilemma(5, 3, 1, 0).unwrap()
    }

    #[test]
    fn what_is_no_bayesian_game_is_refused_with_its_place() {
        let half = || Rational::new(1, 2);
        let one = Rational::ONE;
        let refused = |types: &[usize], prior: Vec<Rational>, stages: Vec<Game<Rational>>| {
            let error = BayesianGame::new(types, prior, stages).unwrap_err();
            (error.kind(), error.location())
        };
        assert_eq!(refused(&[], vec![], vec![]).0, "NoPlayers");
        assert_eq!(refused(&[1, 0], vec![], vec![]), ("Ragged", "types[1]".into()));
        assert_eq!(refused(&[2, 1], vec![one.clone()], vec![stage()]), ("Ragged", "prior".into()));
        assert_eq!(refused(&[2, 1], vec![half(), half()], vec![stage()]), ("Ragged", "payoffs".into()));
        let two = || vec![stage(), stage()];
        assert_eq!(refused(&[2, 1], vec![half(), one.clone()], two()), ("Probability", "prior".into()));
        let idle = refused(&[2, 1], vec![Rational::ZERO, one.clone()], two());
        assert_eq!(idle, ("Probability", "types[0][0]".into()));
        let odd = Game::new(&[2, 3], vec![Rational::ZERO; 12]).unwrap();
        let odd = refused(&[2, 1], vec![half(), half()], vec![stage(), odd]);
        assert_eq!(odd, ("Ragged", "actions[1] of stage 1".into()));
        let three = Game::new(&[2, 2, 2], vec![Rational::ZERO; 24]).unwrap();
        assert_eq!(refused(&[1, 1], vec![one], vec![three]).0, "Ragged");
    }

    #[test]
    fn type_profiles_and_their_indices_are_inverse() {
        let game = BayesianGame::from_function(
            &[3, 2],
            |types| Rational::new(1 + (types[0] == types[1]) as i64, 8),
            |_| Ok(stage()),
        )
        .unwrap();
        for types in 0..6 {
            let profile = game.type_profile(types);
            assert_eq!(profile.actions(), [types / 2, types % 2]);
            assert_eq!(game.with_type(types, 0, 2), 4 + types % 2);
        }
        assert_eq!(game.marginal(0, 2), Rational::new(1, 4));
        assert_eq!(game.marginal(1, 0), Rational::new(1, 2));
    }
}

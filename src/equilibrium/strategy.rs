//! Mixed strategies: probability vectors that were checked once.

use serde::{Deserialize, Serialize};

use super::EquilibriumError;
use crate::exact::{Rational, Weights};
use crate::game::{Game, GameError};

/// A mixed strategy: one exact probability per action, none negative, summing to one.
///
/// Serialises as the list of its probabilities, `["1/3","2/3"]`, and refuses a list that is not one.
///
/// ```
/// use detente::{Rational, equilibrium::MixedStrategy};
/// let mix = MixedStrategy::new(vec![Rational::new(1, 3), Rational::ZERO, Rational::new(2, 3)])?;
/// assert_eq!(mix.support(), vec![0, 2]);
/// assert!(MixedStrategy::new(vec![Rational::new(1, 3)]).is_err());
/// # Ok::<(), detente::equilibrium::EquilibriumError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<Rational>", into = "Vec<Rational>")]
pub struct MixedStrategy(Vec<Rational>);

impl MixedStrategy {
    /// A mixed strategy from one probability per action.
    ///
    /// # Errors
    /// No actions, a negative probability, or a sum other than one.
    pub fn new(probabilities: Vec<Rational>) -> Result<Self, EquilibriumError> {
        if probabilities.is_empty() {
            return Err(EquilibriumError::EmptyStrategy);
        }
        if let Some(action) = probabilities.iter().position(Rational::is_negative) {
            let value = probabilities[action].to_string();
            return Err(EquilibriumError::NegativeProbability { action, value });
        }
        let sum: Rational = probabilities.iter().sum();
        if sum != Rational::ONE {
            return Err(EquilibriumError::ProbabilitySum { sum: sum.to_string() });
        }
        Ok(MixedStrategy(probabilities))
    }

    /// The strategy that plays one action out of `of` for sure.
    ///
    /// # Errors
    /// If there is no such action.
    pub fn pure(action: usize, of: usize) -> Result<Self, EquilibriumError> {
        if action >= of {
            return Err(EquilibriumError::NoSuchAction { action, of });
        }
        let mut probabilities = vec![Rational::ZERO; of];
        probabilities[action] = Rational::ONE;
        Ok(MixedStrategy(probabilities))
    }

    /// The strategy whose probabilities are in the proportions of these weights (none negative, not
    /// all zero).
    ///
    /// # Errors
    /// No actions, a negative weight, or weights that are all zero.
    pub fn from_weights(weights: &[Rational]) -> Result<Self, EquilibriumError> {
        let total: Rational = weights.iter().sum();
        if total.is_zero() {
            return MixedStrategy::new(weights.to_vec());
        }
        MixedStrategy::new(weights.iter().map(|weight| weight / &total).collect())
    }

    /// The strategy in the proportions of float weights (none negative, not all zero): their shares are
    /// rounded to multiples of 2^-60, so that anything smaller vanishes, and then sum to one exactly.
    ///
    /// ```
    /// use detente::{Rational, equilibrium::MixedStrategy};
    /// let mix = MixedStrategy::from_floats(&[0.5, 0.5, 1e-30])?;
    /// assert_eq!(mix.probabilities(), [Rational::new(1, 2), Rational::new(1, 2), Rational::ZERO]);
    /// assert!(MixedStrategy::from_floats(&[f64::NAN]).is_err());
    /// # Ok::<(), detente::equilibrium::EquilibriumError>(())
    /// ```
    ///
    /// # Errors
    /// No actions, a weight that is negative or not finite, or weights that are all zero.
    pub fn from_floats(weights: &[f64]) -> Result<Self, EquilibriumError> {
        let total: f64 = weights.iter().sum();
        let grid = |(action, weight): (usize, &f64)| match Rational::from_f64(weight / total) {
            Some(share) if *weight >= 0.0 => Ok(share.floor_to_bits(60)),
            _ => {
                let location = format!("probabilities[{action}]");
                Err(GameError::Probability { location, message: format!("{weight} is no part of {total}") })
            }
        };
        let shares: Result<Vec<Rational>, GameError> = weights.iter().enumerate().map(grid).collect();
        MixedStrategy::from_weights(&shares?)
    }

    /// The probabilities, action by action.
    pub fn probabilities(&self) -> &[Rational] {
        &self.0
    }
    /// The number of actions, those of probability zero included.
    pub fn actions(&self) -> usize {
        self.0.len()
    }
    /// The actions of positive probability, in order.
    pub fn support(&self) -> Vec<usize> {
        (0..self.0.len()).filter(|&action| self.0[action].is_positive()).collect()
    }
    /// The action that is played for sure, if there is one.
    pub fn as_pure(&self) -> Option<usize> {
        self.0.iter().position(|p| *p == Rational::ONE)
    }
    /// The probabilities as the nearest floats.
    pub fn to_floats(&self) -> Vec<f64> {
        self.0.iter().map(Rational::to_f64).collect()
    }
}

impl TryFrom<Vec<Rational>> for MixedStrategy {
    type Error = EquilibriumError;
    fn try_from(probabilities: Vec<Rational>) -> Result<Self, EquilibriumError> {
        MixedStrategy::new(probabilities)
    }
}
impl From<MixedStrategy> for Vec<Rational> {
    fn from(strategy: MixedStrategy) -> Self {
        strategy.0
    }
}

/// What each action of a player pays on average against the others' strategies, any number of players.
///
/// ```
/// use detente::{Game, Rational, equilibrium::{MixedStrategy, action_payoffs}};
/// // Whoever is alone with an action wins.
/// let game = Game::from_function(&[2, 2, 2], |a| {
///     (0..3).map(|i| Rational::from((0..3).all(|j| j == i || a[j] != a[i]) as u8)).collect()
/// })?;
/// let third = MixedStrategy::from_weights(&[1.into(), 2.into()])?;
/// let payoffs = action_payoffs(&game, &[third.clone(), third.clone(), third], 0)?;
/// assert_eq!(payoffs, [Rational::new(4, 9), Rational::new(1, 9)]);
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// If there is no such player, or a strategy is missing or has a wrong length.
pub fn action_payoffs(
    game: &Game<Rational>,
    strategies: &[MixedStrategy],
    player: usize,
) -> Result<Vec<Rational>, EquilibriumError> {
    check_profile(game, strategies)?;
    if player >= game.players() {
        let known = game.player_labels().to_vec();
        return Err(GameError::UnknownPlayer { player: player.to_string(), known }.into());
    }
    // The others' pure profiles of positive probability, as profile indices where `player` plays 0.
    let mut weighted = vec![(0, Rational::ONE)];
    for (other, strategy) in strategies.iter().enumerate().filter(|(other, _)| *other != player) {
        let support = strategy.support();
        weighted = weighted
            .iter()
            .flat_map(|(index, weight)| {
                support
                    .iter()
                    .map(move |&action| (game.deviate(*index, other, action), weight * &strategy.0[action]))
            })
            .collect();
    }
    let pays = |action: usize| {
        let at = |index: usize| game.payoff_at(game.deviate(index, player, action), player);
        weighted.iter().map(|(index, weight)| weight * at(*index)).sum()
    };
    Ok((0..game.shape()[player]).map(pays).collect())
}

/// Checks that there is one strategy of the right length per player.
pub(super) fn check_profile(
    game: &Game<Rational>,
    strategies: &[MixedStrategy],
) -> Result<(), EquilibriumError> {
    if strategies.len() != game.players() {
        return Err(GameError::WrongProfile { found: strategies.len(), expected: game.players() }.into());
    }
    strategies.iter().enumerate().try_for_each(|(player, strategy)| check_length(game, player, strategy))
}

/// What every action of `player` (0 or 1) pays on average against the other's mixed strategy.
///
/// # Errors
/// If the game does not have two players, the player is neither 0 nor 1, or the strategy has another
/// length than the other player's list of actions.
pub fn payoffs_against(
    game: &Game<Rational>,
    player: usize,
    other: &MixedStrategy,
) -> Result<Vec<Rational>, EquilibriumError> {
    game.expect_two_players("a payoff against a mixed strategy")?;
    if player > 1 {
        let known = game.player_labels().to_vec();
        return Err(GameError::UnknownPlayer { player: player.to_string(), known }.into());
    }
    check_length(game, 1 - player, other)?;
    let (own, columns) = (game.shape()[player], game.shape()[1]);
    let payoff = |action: usize, reply: usize| {
        let index = if player == 0 { action * columns + reply } else { reply * columns + action };
        game.payoff_at(index, player)
    };
    let support = other.support();
    let weights = Weights::new(support.iter().map(|&j| &other.0[j]));
    Ok((0..own).map(|action| weights.sum(support.iter().map(|&j| payoff(action, j)))).collect())
}

/// Both players' expected payoffs when row and column play these mixed strategies.
///
/// ```
/// use detente::{Game, Rational, equilibrium::{MixedStrategy, expected_payoffs}};
/// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// let half = MixedStrategy::new(vec![Rational::new(1, 2), Rational::new(1, 2)])?;
/// let defect = MixedStrategy::pure(1, 2)?;
/// assert_eq!(expected_payoffs(&game, &half, &defect)?, [Rational::new(1, 2), Rational::from(3)]);
/// # Ok::<(), detente::equilibrium::EquilibriumError>(())
/// ```
///
/// # Errors
/// If the game does not have two players or a strategy has the wrong length.
pub fn expected_payoffs(
    game: &Game<Rational>,
    row: &MixedStrategy,
    column: &MixedStrategy,
) -> Result<[Rational; 2], EquilibriumError> {
    game.expect_two_players("the payoff of a mixed profile")?;
    check_length(game, 0, row)?;
    check_length(game, 1, column)?;
    let mut totals = [Rational::ZERO, Rational::ZERO];
    let replies = column.support();
    for i in row.support() {
        for &j in &replies {
            let weight = &row.0[i] * &column.0[j];
            let payoffs = game.payoffs_at(i * game.shape()[1] + j);
            for (total, payoff) in totals.iter_mut().zip(payoffs) {
                *total += &weight * payoff;
            }
        }
    }
    Ok(totals)
}

fn check_length(
    game: &Game<Rational>,
    player: usize,
    strategy: &MixedStrategy,
) -> Result<(), EquilibriumError> {
    let (found, expected) = (strategy.actions(), game.shape()[player]);
    if found == expected { Ok(()) } else { Err(EquilibriumError::StrategyLength { player, found, expected }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain;

    fn r(p: i64, q: i64) -> Rational {
        Rational::new(p, q)
    }

    #[test]
    fn what_is_no_probability_vector_is_refused_with_its_place() {
        let kind = |list: Vec<Rational>| MixedStrategy::new(list).unwrap_err().kind();
        assert_eq!(kind(vec![]), "EmptyStrategy");
        assert_eq!(kind(vec![r(3, 2), r(-1, 2)]), "NegativeProbability");
        assert_eq!(kind(vec![r(1, 3), r(1, 3)]), "ProbabilitySum");
        assert_eq!(MixedStrategy::pure(2, 2).unwrap_err().kind(), "NoSuchAction");
        assert_eq!(MixedStrategy::from_weights(&[r(0, 1)]).unwrap_err().kind(), "ProbabilitySum");
        assert!(serde_json::from_str::<MixedStrategy>(r#"["1/3","1/3"]"#).is_err());
    }

    #[test]
    fn json_round_trips() {
        let mix = MixedStrategy::from_weights(&[r(1, 1), r(2, 1)]).unwrap();
        let text = serde_json::to_string(&mix).unwrap();
        assert_eq!(text, r#"["1/3","2/3"]"#);
        assert_eq!(serde_json::from_str::<MixedStrategy>(&text).unwrap(), mix);
    }

    #[test]
    fn payoffs_against_a_mixture_average_to_the_expected_payoff() {
        let row = [[r(1, 1), r(2, 1), r(3, 1)], [r(4, 1), r(5, 1), r(-6, 1)]];
        let column = [[r(7, 1), r(0, 1), r(1, 2)], [r(1, 1), r(1, 3), r(9, 1)]];
        let game = Game::bimatrix(&row, &column).unwrap();
        let x = MixedStrategy::new(vec![r(1, 4), r(3, 4)]).unwrap();
        let y = MixedStrategy::new(vec![r(1, 2), r(0, 1), r(1, 2)]).unwrap();
        let [u, v] = expected_payoffs(&game, &x, &y).unwrap();
        let mean = |p: &MixedStrategy, list: Vec<Rational>| -> Rational {
            p.probabilities().iter().zip(&list).map(|(p, u)| p * u).sum()
        };
        assert_eq!(mean(&x, payoffs_against(&game, 0, &y).unwrap()), u);
        assert_eq!(mean(&y, payoffs_against(&game, 1, &x).unwrap()), v);
        assert_eq!(payoffs_against(&game, 2, &x).unwrap_err().kind(), "UnknownPlayer");
        assert_eq!(expected_payoffs(&game, &y, &x).unwrap_err().kind(), "StrategyLength");
    }
}

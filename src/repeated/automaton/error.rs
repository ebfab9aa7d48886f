//! Why an automaton is refused.

use crate::error::Explain;
use crate::exact::Rational;
use crate::game::Profile;

/// Why an automaton is not a subgame-perfect equilibrium of a game.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AutomatonError {
    /// Something is missing or points nowhere.
    #[error("{location}: {message}")]
    Malformed {
        /// Where.
        location: String,
        /// What.
        message: String,
    },
    /// A lottery does not sum to one or has a negative weight.
    #[error("{location}: the probabilities are not a lottery (they sum to {sum})")]
    NotALottery {
        /// Where.
        location: String,
        /// Their sum.
        sum: Rational,
    },
    /// The automaton was made for another discount factor.
    #[error("the automaton is made for discount {automaton}, the game has {game}")]
    OtherDiscount {
        /// The automaton's.
        automaton: String,
        /// The game's.
        game: String,
    },
    /// A stated value is not the value of playing on.
    #[error("state {state}: the value of player {player} is {actual}, not {stated}")]
    WrongValue {
        /// The state.
        state: usize,
        /// The player.
        player: usize,
        /// The value stated.
        stated: Rational,
        /// The value by substitution.
        actual: Rational,
    },
    /// A player gains by deviating once.
    #[error("state {state}, profile {profile}: player {player} gains {gain} by deviating once")]
    Deviation {
        /// The state.
        state: usize,
        /// The profile prescribed.
        profile: Profile,
        /// The deviator.
        player: usize,
        /// The gain in average payoff.
        gain: Rational,
    },
    /// A deviation asked of a run cannot happen.
    #[error("the deviation cannot happen: {message}")]
    BadDeviation {
        /// Its index in the list of deviations.
        index: usize,
        /// What is wrong.
        message: String,
    },
}

impl Explain for AutomatonError {
    fn kind(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "Malformed",
            Self::NotALottery { .. } => "NotALottery",
            Self::OtherDiscount { .. } => "OtherDiscount",
            Self::WrongValue { .. } => "WrongValue",
            Self::Deviation { .. } => "Deviation",
            Self::BadDeviation { .. } => "BadDeviation",
        }
    }
    fn location(&self) -> String {
        match self {
            Self::Malformed { location, .. } | Self::NotALottery { location, .. } => location.clone(),
            Self::OtherDiscount { .. } => "discount".into(),
            Self::WrongValue { state, player, .. } => format!("states[{state}].value[{player}]"),
            Self::Deviation { state, .. } => format!("states[{state}].draws"),
            Self::BadDeviation { index, .. } => format!("deviations[{index}]"),
        }
    }
    fn hint(&self) -> String {
        match self {
            Self::Malformed { .. } => "an automaton lists states, each with draws, punish and value".into(),
            Self::NotALottery { .. } => "probabilities lie in [0, 1] and sum to exactly 1".into(),
            Self::OtherDiscount { .. } => "check it against the game it was made for".into(),
            Self::WrongValue { .. } => "values are averages, normalised by (1 - delta)".into(),
            Self::Deviation { .. } => "in an equilibrium no one-shot deviation pays".into(),
            Self::BadDeviation { .. } => {
                "name a player, a round that is played (from 0) and one of the player's actions, once".into()
            }
        }
    }
}

//! Why a strategy or a question about one is refused.

use crate::error::Explain;
use crate::exact::Rational;
use crate::repeated::automaton::AutomatonError;

/// Why a strategy, a profile of strategies, or a question about one is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StrategyError {
    /// Something is missing or points nowhere.
    #[error("{location}: {message}")]
    Malformed {
        /// Where.
        location: String,
        /// What.
        message: String,
    },
    /// The strategies do not fill the seats of the game.
    #[error("seat {seat} of {seats}: {message}")]
    Seats {
        /// The seat.
        seat: usize,
        /// The number of players.
        seats: usize,
        /// What is wrong.
        message: String,
    },
    /// The game is not the one for which the strategies were made.
    #[error("the strategies are made for a game of shape {made:?}, this one has {found:?}")]
    OtherShape {
        /// The shape that they were made for.
        made: Vec<usize>,
        /// The game's shape.
        found: Vec<usize>,
    },
    /// More joint situations than can be held.
    #[error("the joint strategy has more than {limit} entries (situations times profiles)")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// A probability of trembling out of range.
    #[error("the probability of trembling {value} is not in [0, 1)")]
    Tremble {
        /// The value.
        value: Rational,
    },
    /// A claimed best response does not satisfy the Bellman equations.
    #[error("situation {situation}: {message}")]
    NotBest {
        /// The situation.
        situation: usize,
        /// What is wrong.
        message: String,
    },
    /// Something that is wrong with automata as well: a lottery, or a deviation in a run.
    #[error(transparent)]
    Automaton(#[from] AutomatonError),
}

impl Explain for StrategyError {
    fn kind(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "Malformed",
            Self::Seats { .. } => "Seats",
            Self::OtherShape { .. } => "OtherShape",
            Self::TooLarge { .. } => "TooLarge",
            Self::Tremble { .. } => "Tremble",
            Self::NotBest { .. } => "NotBest",
            Self::Automaton(error) => error.kind(),
        }
    }
    fn location(&self) -> String {
        match self {
            Self::Malformed { location, .. } => location.clone(),
            Self::Seats { seat, .. } => format!("strategies[{seat}]"),
            Self::OtherShape { .. } => "game".into(),
            Self::TooLarge { .. } => "strategies".into(),
            Self::Tremble { .. } => "tremble".into(),
            Self::NotBest { situation, .. } => format!("situations[{situation}]"),
            Self::Automaton(error) => error.location(),
        }
    }
    fn hint(&self) -> String {
        match self {
            Self::Malformed { .. } => {
                "a strategy lists states, each with a lottery over actions and a next state per profile"
                    .into()
            }
            Self::Seats { .. } => "give one strategy per player, in the order of the players".into(),
            Self::OtherShape { .. } => "ask about a game with the same numbers of actions".into(),
            Self::TooLarge { .. } => "use strategies with fewer states".into(),
            Self::Tremble { .. } => {
                "a tremble replaces an action with a probability from 0 to below 1".into()
            }
            Self::NotBest { .. } => "check it against the profile and the game it was computed for".into(),
            Self::Automaton(error) => error.hint(),
        }
    }
}

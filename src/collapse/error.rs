//! Why a question about collapse has no answer.

use crate::equilibrium::EquilibriumError;
use crate::error::Explain;
use crate::game::GameError;

/// Why a measure of collapse could not be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CollapseError {
    /// Something about the game.
    #[error(transparent)]
    Game(#[from] GameError),
    /// A one-shot concept that the measure needs.
    #[error(transparent)]
    Equilibrium(#[from] EquilibriumError),
    /// Welfare figures that cannot belong to one game.
    #[error("{what} = {value} is impossible: {reason}")]
    Inconsistent {
        /// The figure.
        what: &'static str,
        /// Its value.
        value: String,
        /// Which relation it breaks.
        reason: &'static str,
    },
    /// A parameter, an observation or a model's answer that cannot be matched.
    #[error("{name}: {message}")]
    Matching {
        /// The parameter, the observation or the option.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// A search without room.
    #[error("the search {value} has no room")]
    EmptyRange {
        /// The range and the width.
        value: String,
    },
}

impl Explain for CollapseError {
    fn kind(&self) -> &'static str {
        match self {
            Self::Game(error) => error.kind(),
            Self::Equilibrium(error) => error.kind(),
            Self::Inconsistent { .. } => "Inconsistent",
            Self::Matching { .. } => "Matching",
            Self::EmptyRange { .. } => "EmptyRange",
        }
    }
    fn location(&self) -> String {
        match self {
            Self::Game(error) => error.location(),
            Self::Equilibrium(error) => error.location(),
            Self::Inconsistent { what, .. } => (*what).into(),
            Self::Matching { name, .. } => name.clone(),
            Self::EmptyRange { .. } => "range".into(),
        }
    }
    fn hint(&self) -> String {
        match self {
            Self::Game(error) => error.hint(),
            Self::Equilibrium(error) => error.hint(),
            Self::Inconsistent { .. } => {
                "compare welfare of one game in one unit: self-help <= sustained <= first best".into()
            }
            Self::Matching { .. } => {
                "ranges are finite and in order, tolerances not negative, and a model answers every observation"
                    .into()
            }
            Self::EmptyRange { .. } => {
                "a range goes from a smaller to a larger strength, and the width is above 0".into()
            }
        }
    }
}

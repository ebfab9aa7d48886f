//! What can be wrong with a case, an institution or the study's data.

use crate::collapse::CollapseError;
use crate::error::Explain;
use crate::game::GameError;
use crate::repeated::RepeatedError;

/// Why a case or an institution was refused, or the study could not be carried out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StudyError {
    /// A data file is not what it should be.
    #[error("{file}: {message}")]
    Data {
        /// The file.
        file: String,
        /// What was found, with line and column where they are known.
        message: String,
    },
    /// A range's three numbers are not in order.
    #[error("{name}: the range [{low}, {mode}, {high}] is not in order")]
    Unordered {
        /// The parameter.
        name: String,
        /// Low end.
        low: String,
        /// Mode.
        mode: String,
        /// High end.
        high: String,
    },
    /// A parameter that has to be given is missing.
    #[error("{owner} has no value for '{name}'")]
    Missing {
        /// The phase or case.
        owner: String,
        /// The parameter's short name.
        name: &'static str,
    },
    /// A name that the study does not know.
    #[error("there is no {what} '{name}'")]
    Unknown {
        /// `"phase"`, `"institution"`, `"parameter"`, ...
        what: &'static str,
        /// The name as given.
        name: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// A parameter lies outside its range.
    #[error("{name} = {value} is outside its range")]
    OutOfRange {
        /// The parameter.
        name: String,
        /// Its value.
        value: String,
        /// The range, in words.
        range: &'static str,
    },
    /// Detection and false alarms together exceed certainty.
    #[error("detection {detection} and false alarms {false_alarm} add up to more than 1")]
    Detection {
        /// P(alarm | defection) - P(alarm | compliance).
        detection: String,
        /// P(alarm | compliance).
        false_alarm: String,
    },
    /// Relative gains beyond the strictly competitive game.
    #[error("relative gains {first} and {second} multiply to more than 1")]
    Spite {
        /// Weight of player 0.
        first: String,
        /// Weight of player 1.
        second: String,
    },
    /// A game could not be built or solved.
    #[error(transparent)]
    Game(#[from] GameError),
    /// A repeated game could not be built or solved.
    #[error(transparent)]
    Repeated(#[from] RepeatedError),
    /// A question about collapse was malformed.
    #[error(transparent)]
    Collapse(Box<CollapseError>),
}

impl From<CollapseError> for StudyError {
    fn from(error: CollapseError) -> Self {
        Self::Collapse(Box::new(error))
    }
}

impl Explain for StudyError {
    fn kind(&self) -> &'static str {
        match self {
            Self::Data { .. } => "Data",
            Self::Unordered { .. } => "Unordered",
            Self::Missing { .. } => "Missing",
            Self::Unknown { .. } => "Unknown",
            Self::OutOfRange { .. } => "OutOfRange",
            Self::Detection { .. } => "Detection",
            Self::Spite { .. } => "Spite",
            Self::Game(error) => error.kind(),
            Self::Repeated(error) => error.kind(),
            Self::Collapse(error) => error.kind(),
        }
    }

    fn location(&self) -> String {
        match self {
            Self::Data { file, .. } => file.clone(),
            Self::Unordered { name, .. } | Self::OutOfRange { name, .. } => name.clone(),
            Self::Missing { owner, name } => format!("{owner}.{name}"),
            Self::Unknown { what, .. } => (*what).into(),
            Self::Detection { .. } => "d, eps".into(),
            Self::Spite { .. } => "kA, kZ".into(),
            Self::Game(error) => error.location(),
            Self::Repeated(error) => error.location(),
            Self::Collapse(error) => error.location(),
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Data { .. } => "the file has the shape that study::data documents".into(),
            Self::Unordered { .. } => "a range is [low, mode, high] with low <= mode <= high".into(),
            Self::Missing { .. } => "a case names every primitive; only instruments may be left out".into(),
            Self::Unknown { known, .. } => format!("one of: {}", known.join(", ")),
            Self::OutOfRange { range, .. } => (*range).into(),
            Self::Detection { .. } => "detection is P(alarm | defection) - P(alarm | compliance), \
                at most 1 minus the probability of a false alarm"
                .into(),
            Self::Spite { .. } => "weights k >= 0 with kA kZ <= 1; at 1 the game is strictly competitive, \
                beyond it is spite"
                .into(),
            Self::Game(error) => error.hint(),
            Self::Repeated(error) => error.hint(),
            Self::Collapse(error) => error.hint(),
        }
    }
}

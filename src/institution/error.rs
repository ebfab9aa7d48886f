//! What can be wrong with an institution.

use crate::error::Explain;
use crate::exact::ParseRationalError;
use crate::game::GameError;
use crate::repeated::RepeatedError;

/// Why an institution was refused or could not be applied.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InstitutionError {
    /// A parameter is not a number.
    #[error("{name}: {source}")]
    Number {
        /// The parameter.
        name: String,
        /// Why it is not a number.
        #[source]
        source: ParseRationalError,
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
    /// The instrument has no effect that could be defined on this game.
    #[error("{instrument} cannot be applied: {reason}")]
    NotApplicable {
        /// The instrument.
        instrument: &'static str,
        /// Why not.
        reason: &'static str,
        /// What would help.
        hint: &'static str,
    },
    /// Something about the stage game.
    #[error(transparent)]
    Game(#[from] GameError),
    /// Something about the repeated game.
    #[error(transparent)]
    Repeated(#[from] RepeatedError),
}

impl Explain for InstitutionError {
    fn kind(&self) -> &'static str {
        match self {
            Self::Number { source, .. } => source.kind(),
            Self::OutOfRange { .. } => "OutOfRange",
            Self::NotApplicable { .. } => "NotApplicable",
            Self::Game(error) => error.kind(),
            Self::Repeated(error) => error.kind(),
        }
    }

    fn location(&self) -> String {
        match self {
            Self::Number { name, .. } | Self::OutOfRange { name, .. } => name.clone(),
            Self::NotApplicable { instrument, .. } => (*instrument).into(),
            Self::Game(error) => error.location(),
            Self::Repeated(error) => error.location(),
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Number { source, .. } => source.hint(),
            Self::OutOfRange { range, .. } => (*range).into(),
            Self::NotApplicable { hint, .. } => (*hint).into(),
            Self::Game(error) => error.hint(),
            Self::Repeated(error) => error.hint(),
        }
    }
}

//! Why a text could not be checked at all, as opposed to being checked and found false.

use crate::error::Explain;
use crate::exact::ParseRationalError;

/// What keeps a text from being a result that can be checked.
///
/// A *false* result is not an error: it yields a [`CheckReport`](super::CheckReport) with `valid: false`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// The text is not JSON.
    #[error("the text is not JSON: {message}")]
    NotJson {
        /// Where (`"line 3, column 7"`).
        place: String,
        /// What the JSON reader said.
        message: String,
    },
    /// An object names a key twice, so that two readers could see two different results.
    #[error("{place} names the key '{key}' twice")]
    DuplicateKey {
        /// The object.
        place: String,
        /// The repeated key.
        key: String,
    },
    /// A field that the result needs is not there.
    #[error("{place} is missing")]
    Missing {
        /// The field (`"automaton.states"`).
        place: String,
    },
    /// A field holds another kind of value.
    #[error("{place} is {found}, not {expected}")]
    WrongType {
        /// The field.
        place: String,
        /// What it holds.
        found: String,
        /// What it should hold.
        expected: &'static str,
    },
    /// A list has another length.
    #[error("{place} has {found} entries, not {expected}")]
    WrongLength {
        /// The list.
        place: String,
        /// Its length.
        found: usize,
        /// The length that the game gives it.
        expected: usize,
    },
    /// A number could not be read.
    #[error("{place}: {error}")]
    Number {
        /// The field.
        place: String,
        /// What is wrong with it.
        error: ParseRationalError,
    },
    /// The result follows a schema this version does not know.
    #[error("the result has schema {found}, and this version knows schema 1")]
    UnknownSchema {
        /// The schema as given.
        found: String,
    },
    /// A word that names no command, concept, target or status.
    #[error("'{found}' at {place} is not known")]
    UnknownWord {
        /// The field.
        place: String,
        /// The word as given.
        found: String,
        /// The words that are known.
        known: &'static str,
    },
    /// A discount factor, a count or a size is outside what makes sense.
    #[error("{place} is {found}, which is {problem}")]
    OutOfRange {
        /// The field.
        place: String,
        /// The value as given.
        found: String,
        /// Why that is impossible.
        problem: &'static str,
    },
    /// The text or a part of it is larger than the checker accepts.
    #[error("{place} has {what} of {size}, and the checker accepts {limit}")]
    TooLarge {
        /// The part.
        place: String,
        /// What was measured.
        what: &'static str,
        /// How much there is.
        size: usize,
        /// How much is accepted.
        limit: usize,
    },
    /// Checking would take more work than the budget: nothing was found false.
    #[error("checking {place} takes more than the budget of {limit} arithmetic steps")]
    TooMuchWork {
        /// The part being checked when the budget ended.
        place: String,
        /// The budget.
        limit: u64,
    },
}

impl Explain for CheckError {
    fn kind(&self) -> &'static str {
        match self {
            Self::NotJson { .. } => "NotJson",
            Self::DuplicateKey { .. } => "DuplicateKey",
            Self::Missing { .. } => "Missing",
            Self::WrongType { .. } => "WrongType",
            Self::WrongLength { .. } => "WrongLength",
            Self::Number { error, .. } => error.kind(),
            Self::UnknownSchema { .. } => "UnknownSchema",
            Self::UnknownWord { .. } => "UnknownWord",
            Self::OutOfRange { .. } => "OutOfRange",
            Self::TooLarge { .. } => "TooLarge",
            Self::TooMuchWork { .. } => "TooMuchWork",
        }
    }

    fn location(&self) -> String {
        match self {
            Self::UnknownSchema { .. } => "schema".into(),
            Self::NotJson { place, .. }
            | Self::DuplicateKey { place, .. }
            | Self::Missing { place }
            | Self::WrongType { place, .. }
            | Self::WrongLength { place, .. }
            | Self::Number { place, .. }
            | Self::UnknownWord { place, .. }
            | Self::OutOfRange { place, .. }
            | Self::TooLarge { place, .. }
            | Self::TooMuchWork { place, .. } => place.clone(),
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::NotJson { .. } => "give the JSON that a command prints with --json".into(),
            Self::DuplicateKey { key, .. } => format!("keep one '{key}'"),
            Self::Missing { .. } => "save the whole result, as printed with --json".into(),
            Self::WrongType { expected, .. } => format!("write {expected} there"),
            Self::WrongLength { expected, .. } => format!("give {expected} entries"),
            Self::Number { error, .. } => error.hint(),
            Self::UnknownSchema { .. } => "check the result with the version that made it".into(),
            Self::UnknownWord { known, .. } => format!("known are {known}"),
            Self::OutOfRange { .. } => "save the result again, as printed with --json".into(),
            Self::TooLarge { limit, .. } => format!("the limit is {limit}"),
            Self::TooMuchWork { .. } => {
                "the result may still be true: check a coarser one, with fewer sets or shorter fractions"
                    .into()
            }
        }
    }
}

/// Why checking stops early: the text is no result, or something in it is false.
#[derive(Debug)]
pub(super) enum Stop {
    /// There is nothing to check.
    NoResult(CheckError),
    /// A claim is false; the sentence says which, and where.
    False(String),
}

impl From<CheckError> for Stop {
    fn from(error: CheckError) -> Self {
        Stop::NoResult(error)
    }
}

/// What every check returns.
pub(super) type Outcome<T> = Result<T, Stop>;

/// Stops with the sentence unless the claim holds.
pub(super) fn require(holds: bool, sentence: impl FnOnce() -> String) -> Outcome<()> {
    if holds { Ok(()) } else { Err(Stop::False(sentence())) }
}

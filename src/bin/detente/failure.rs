//! Why a command failed, with the place on the command line or in the file.

use detente::Explain;

/// A failure that can be explained: a library error, perhaps at a better-known place.
#[derive(Debug)]
pub struct Failure {
    place: Option<String>,
    error: Box<dyn Explain + Send>,
}

impl<E: Explain + Send + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure { place: None, error: Box::new(error) }
    }
}

impl Failure {
    /// A library error found at this place.
    pub fn at(place: impl Into<String>, error: impl Explain + Send + 'static) -> Self {
        Failure { place: Some(place.into()), error: Box::new(error) }
    }

    /// A library error found inside this file: the file's name before the error's own place.
    pub fn inside(file: &str, error: impl Explain + Send + 'static) -> Self {
        let inner = error.location();
        let place = if inner.is_empty() { file.to_string() } else { format!("{file}, {inner}") };
        Failure::at(place, error)
    }

    /// The stable kind.
    pub fn kind(&self) -> &'static str {
        self.error.kind()
    }
    /// Where.
    pub fn place(&self) -> String {
        self.place.clone().unwrap_or_else(|| self.error.location())
    }
    /// What; the place is said once.
    pub fn message(&self) -> String {
        let message = self.error.to_string();
        let place = format!("{}: ", self.error.location());
        message.strip_prefix(&place).map_or_else(|| message.clone(), String::from)
    }
    /// What would be right.
    pub fn hint(&self) -> String {
        self.error.hint()
    }
}

/// Errors of the command line itself.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CliError {
    /// A file could not be read.
    #[error("the file cannot be read: {message}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system said.
        message: String,
    },
    /// A file could not be written.
    #[error("the result cannot be written: {message}")]
    Unwritable {
        /// The file.
        file: String,
        /// What the system said.
        message: String,
    },
    /// An option has a value outside its range.
    #[error("{value} is not allowed here")]
    BadOption {
        /// The option.
        option: &'static str,
        /// Its value.
        value: String,
        /// The values that are.
        range: &'static str,
    },
    /// An option does not go with what is asked.
    #[error("the option does not apply to {to}")]
    NotApplicable {
        /// The option.
        option: &'static str,
        /// What it was given for.
        to: String,
        /// What would be right.
        hint: &'static str,
    },
    /// An objective is none of the known ones.
    #[error("there is no objective '{found}'")]
    UnknownObjective {
        /// The objective as given.
        found: String,
        /// The known ones.
        known: &'static str,
    },
    /// A strategy is none of the known ones.
    #[error("there is no strategy '{found}'")]
    UnknownStrategy {
        /// The strategy as given.
        found: String,
        /// The known ones.
        known: String,
    },
    /// A deviation is not of the form `player@round:action`.
    #[error("'{found}' is no deviation")]
    BadDeviation {
        /// The deviation as given.
        found: String,
    },
    /// A saved result is not one.
    #[error("this is no saved result: {message}")]
    NotAResult {
        /// The file.
        file: String,
        /// What is wrong.
        message: String,
    },
    /// A saved result has no strategies to play.
    #[error("the result carries no automaton")]
    NoAutomaton {
        /// The file.
        file: String,
    },
    /// The threads could not be started.
    #[error("the threads could not be started: {message}")]
    Threads {
        /// What the system said.
        message: String,
    },
}

impl Explain for CliError {
    fn kind(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "Unreadable",
            Self::Unwritable { .. } => "Unwritable",
            Self::BadOption { .. } => "BadOption",
            Self::NotApplicable { .. } => "NotApplicable",
            Self::UnknownObjective { .. } => "UnknownObjective",
            Self::UnknownStrategy { .. } => "UnknownStrategy",
            Self::BadDeviation { .. } => "BadDeviation",
            Self::NotAResult { .. } => "NotAResult",
            Self::NoAutomaton { .. } => "NoAutomaton",
            Self::Threads { .. } => "Threads",
        }
    }

    fn location(&self) -> String {
        match self {
            Self::Unreadable { file, .. }
            | Self::Unwritable { file, .. }
            | Self::NotAResult { file, .. }
            | Self::NoAutomaton { file } => file.clone(),
            Self::BadOption { option, .. } | Self::NotApplicable { option, .. } => (*option).into(),
            Self::UnknownObjective { .. } => "--objective".into(),
            Self::UnknownStrategy { .. } => "--strategies".into(),
            Self::BadDeviation { .. } => "--deviate".into(),
            Self::Threads { .. } => "--threads".into(),
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Unreadable { .. } => "name a text file that exists, or - for standard input".into(),
            Self::Unwritable { .. } => "name a file in a folder that exists and can be written to".into(),
            Self::BadOption { range, .. } => (*range).into(),
            Self::NotApplicable { hint, .. } => (*hint).into(),
            Self::UnknownObjective { known, .. } => format!("use {known}"),
            Self::UnknownStrategy { known, .. } => format!("known are {known}"),
            Self::BadDeviation { .. } => {
                "write player@round:action, by indices or labels, such as 0@3:1; rounds count from 0".into()
            }
            Self::NotAResult { .. } => "save one with --out FILE or --json".into(),
            Self::NoAutomaton { .. } => {
                "play a result of sustain that says yes, or of critical with an upper bound".into()
            }
            Self::Threads { .. } => "ask for fewer threads".into(),
        }
    }
}

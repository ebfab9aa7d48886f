//! What a command hands back to be printed.

use std::process::ExitCode;

use crate::document::Document;

/// An answer in both forms, and how it ended.
pub struct Answer {
    /// For programs.
    pub document: Document,
    /// For people.
    pub text: String,
    /// How it ended.
    pub ending: Ending,
}

/// How a command ended, as an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Answered; "no" and "never" are answers.
    Answered,
    /// The budget ended before the asked width or gap.
    Unsettled,
    /// `check` found a certificate false.
    Refuted,
}

impl Ending {
    /// [`Ending::Answered`] if the question is settled.
    pub fn settled(settled: bool) -> Self {
        if settled { Ending::Answered } else { Ending::Unsettled }
    }
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        ExitCode::from(match ending {
            Ending::Answered => 0,
            Ending::Unsettled => 2,
            Ending::Refuted => 3,
        })
    }
}

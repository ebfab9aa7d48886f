//! What clap refuses, in the same form as every other error.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use detente::Explain;

use crate::failure::Failure;
use crate::output;

/// The command line does not follow the grammar.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message}")]
struct UsageError {
    kind: &'static str,
    argument: String,
    message: String,
    hint: String,
}

impl Explain for UsageError {
    fn kind(&self) -> &'static str {
        self.kind
    }
    fn location(&self) -> String {
        self.argument.clone()
    }
    fn hint(&self) -> String {
        self.hint.clone()
    }
}

/// Prints help and version (exit code 0) or the error (exit code 1).
pub fn report(error: &clap::Error, given: &[OsString]) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return output::to_stdout(&error.to_string());
    }
    let json = given.iter().any(|argument| argument == "--json");
    output::complain(&Failure::from(explained(error)), json)
}

fn explained(error: &clap::Error) -> UsageError {
    let argument = context(error, ContextKind::InvalidArg)
        .or_else(|| context(error, ContextKind::InvalidSubcommand))
        .unwrap_or_else(|| "command line".into());
    let name = argument.trim_start_matches('<').split([' ', '=']).next().unwrap_or_default();
    let kind = match error.kind() {
        ErrorKind::InvalidValue if name == "--concept" => "UnknownConcept",
        ErrorKind::InvalidValue if name == "--punishment" => "UnknownPunishment",
        ErrorKind::InvalidValue if name == "--variant" => "UnknownVariant",
        ErrorKind::InvalidValue if name == "--target" => "UnknownTarget",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "BadValue",
        ErrorKind::UnknownArgument => "UnknownArgument",
        ErrorKind::InvalidSubcommand => "UnknownCommand",
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "MissingCommand"
        }
        ErrorKind::MissingRequiredArgument => "MissingArgument",
        ErrorKind::ArgumentConflict => "ConflictingArguments",
        _ => "Usage",
    };
    let message = match kind {
        "MissingCommand" => "a command is needed".into(),
        _ => first_paragraph(&error.to_string()),
    };
    let hint = match context(error, ContextKind::ValidValue) {
        Some(values) => format!("the values are {values}"),
        None if kind == "MissingCommand" || kind == "UnknownCommand" => {
            "the commands are solve, repeated, sustain, critical, play, karabakh, check".into()
        }
        None => "see detente --help".into(),
    };
    UsageError { kind, argument: name.to_string(), message, hint }
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(list) => Some(list.join(", ")),
        other => Some(other.to_string()),
    }
}

/// The sentence of clap's message, without its tips and usage lines.
fn first_paragraph(text: &str) -> String {
    let text = text.trim_start_matches("error: ");
    let lines = text.lines().take_while(|line| !line.trim().is_empty());
    let sentence: Vec<&str> = lines.map(str::trim).filter(|line| !line.starts_with('[')).collect();
    sentence.join(" ")
}

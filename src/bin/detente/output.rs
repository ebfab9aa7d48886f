//! Printing: standard output and error, the result file, broken pipes.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::answer::Answer;
use crate::arguments::Common;
use crate::document::Document;
use crate::failure::{CliError, Failure};

/// Prints an answer, and writes it to the result file if one is named.
pub fn print(answer: &Answer, common: &Common) -> Result<ExitCode, Failure> {
    let json = answer.document.to_json() + "\n";
    if let Some(path) = &common.out {
        std::fs::write(path, &json).map_err(|error| CliError::Unwritable {
            file: path.display().to_string(),
            message: error.to_string(),
        })?;
    }
    to_stdout(if common.json { &json } else { &answer.text });
    Ok(answer.ending.into())
}

/// Prints an error, one sentence on standard error and, if asked, JSON on standard output.
pub fn complain(failure: &Failure, json: bool) -> ExitCode {
    let place = failure.place();
    let message = failure.message();
    // Messages that begin with their own place do not say it twice.
    let at = if message.starts_with(&place) { String::new() } else { format!("{place}: ") };
    // A closed standard error leaves nobody to complain to.
    let _ = writeln!(io::stderr(), "error: {at}{message}; {}", failure.hint());
    if json {
        let error = Document::empty()
            .with("kind", failure.kind())
            .with("where", &place)
            .with("message", &message)
            .with("hint", &failure.hint());
        to_stdout(&(Document::empty().with("error", &error).to_json() + "\n"));
    }
    ExitCode::from(1)
}

/// Writes to standard output. A reader that closed the pipe has seen enough: that is no error.
pub fn to_stdout(text: &str) -> ExitCode {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    ExitCode::SUCCESS
}

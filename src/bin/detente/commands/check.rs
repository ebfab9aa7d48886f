//! `detente check`: a saved result, verified again.

use detente::check::{CheckReport, check_str};

use crate::answer::{Answer, Ending};
use crate::arguments::{CheckArguments, Common};
use crate::document::Document;
use crate::failure::Failure;
use crate::{budget, input};

/// Runs the command.
pub fn run(asked: &CheckArguments, common: &Common) -> Result<Answer, Failure> {
    let source = input::read(&asked.result)?;
    let call = || check_str(&source.text).map_err(|error| Failure::inside(&source.name, error));
    let (report, timing) = budget::timed(common, call)?;
    let CheckReport { valid, checked, failure } = &report;
    let document = Document::of("check").with("valid", valid);
    let document = match failure {
        None => document.with("checked", checked),
        Some(failure) => document.with("failure", failure),
    };
    Ok(Answer {
        document: timing.add_to(document),
        text: format!("{report}\n"),
        ending: if *valid { Ending::Answered } else { Ending::Refuted },
    })
}

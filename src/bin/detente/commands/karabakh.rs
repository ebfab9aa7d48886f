//! `detente karabakh`: the case study.

use crate::answer::Answer;
use crate::arguments::{Common, KarabakhArguments};
use crate::failure::{CliError, Failure};

/// Runs the command.
pub fn run(asked: &KarabakhArguments, _common: &Common) -> Result<Answer, Failure> {
    let to = format!("the variant {:?}", asked.variant);
    Err(CliError::NotApplicable { option: "--variant", to, hint: "not available yet" }.into())
}

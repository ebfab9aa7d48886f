//! The `detente` command: parse, call the library, print.
//!
//! Every command takes a game or a saved result, calls one library function, and prints a table for
//! people or one JSON object for programs. Exit codes: 0 answered ("no" and "never" are answers), 1 bad
//! input, 2 the budget ended before the asked accuracy, 3 `check` found a certificate false.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod answer;
mod arguments;
mod budget;
mod commands;
mod document;
mod failure;
mod input;
mod output;
mod usage;
mod words;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;

fn main() -> ExitCode {
    let given: Vec<_> = std::env::args_os().collect();
    let arguments = match Arguments::try_parse_from(&given) {
        Ok(arguments) => arguments,
        Err(error) => return usage::report(&error, &given),
    };
    let common = arguments.common.clone();
    let answer = budget::with_threads(&common, || commands::run(&arguments));
    match answer.and_then(|answer| output::print(&answer, &common)) {
        Ok(code) => code,
        Err(failure) => output::complain(&failure, common.json),
    }
}

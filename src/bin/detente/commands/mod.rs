//! One file per command: read, call, describe.

mod check;
mod coin;
mod critical;
mod karabakh;
mod map;
mod mixed;
mod monitored;
mod play;
mod repeated;
mod solve;
mod sustain;
mod tournament;
mod transfers;

use crate::answer::Answer;
use crate::arguments::{Arguments, Command};
use crate::failure::Failure;

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Answer, Failure> {
    let common = &arguments.common;
    match &arguments.command {
        Command::Solve(asked) => solve::run(asked, common),
        Command::Repeated(asked) => repeated::run(asked, common),
        Command::Sustain(asked) => sustain::run(asked, common),
        Command::Critical(asked) => critical::run(asked, common),
        Command::Transfers(asked) => transfers::run(asked, common),
        Command::Tournament(asked) => tournament::run(asked, common),
        Command::Play(asked) => play::run(asked, common),
        Command::Karabakh(asked) => karabakh::run(asked, common),
        Command::Check(asked) => check::run(asked, common),
    }
}

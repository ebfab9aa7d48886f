//! `detente check`: a saved result is verified again, with code that shares nothing with the solvers
//! but [`Rational`](crate::Rational).
//!
//! A result carries its own evidence: an automaton that sustains a target, a chain of sets that
//! refutes it, exact strategies, prices. This module reads that evidence from the JSON text, with
//! every literal exact, and checks it by substitution: it does not solve the game again where a
//! certificate is given, and it does not believe how the certificate was found. Where a claim carries
//! no certificate, the report's sentences say so.
//!
//! * Automata: values by substitution, every one-shot deviation (Blackwell 1965; Abreu 1988).
//! * Refutations: the first set holds every feasible payoff, the operator of Abreu, Pearce and
//!   Stacchetti (1990) maps each set into the next, threats rise only to what holds, and the target's
//!   incentive constraint fails on the last.
//! * Imperfect public monitoring: automata on signals by the same principle; outer sets by multipliers
//!   that prove every fall of a bound.
//! * Side payments: contracts by substitution, and exclusion at both ends of every step.
//! * One-shot concepts: best replies, dominance and incentive constraints cell by cell; optimal values
//!   by weak duality, or by a small exact simplex method of its own.
//!
//! ```
//! let result = r#"{"schema": 1, "version": "0.1.0", "command": "sustain", "discount": "1/2",
//!     "game": {"payoffs": [[[3,3],[0,5]],[[5,0],[1,1]]]}, "target": {"profile": [0,0]},
//!     "sustained": true, "payoff": [3, 3],
//!     "automaton": {"discount": "1/2", "initial": [{"state": 0, "probability": "1"}], "states": [
//!         {"name": "cooperate", "punish": [1, 1], "value": ["3", "3"], "draws": [
//!             {"probability": "1", "profile": [0,0], "next": [{"state": 0, "probability": "1"}]}]},
//!         {"name": "punish", "punish": [1, 1], "value": ["1", "1"], "draws": [
//!             {"probability": "1", "profile": [1,1], "next": [{"state": 1, "probability": "1"}]}]}]}}"#;
//! assert!(detente::check::check_str(result)?.valid);
//! // At discount factor 2/5 the same automaton tempts both players:
//! let report = detente::check::check_str(&result.replace("\"1/2\"", "\"2/5\""))?;
//! assert!(report.failure.unwrap().contains("player 0 gains by playing 1 instead of 0"));
//! # Ok::<(), detente::check::CheckError>(())
//! ```
//!
//! **Numbers.** A string is exact. A JSON number in the game, a target or a discount factor is exact from its
//! text; in an output it is the float it names, and may differ from the exact value by 10^-11 of the
//! largest payoff. Strategies printed as floats are divided by their sum before use.
//!
//! **Limits.** Texts up to 64 MiB, fractions up to 2^15 bits, and a budget of arithmetic steps: beyond
//! it the answer is an honest [`CheckError::TooMuchWork`], not a verdict.

mod apart;
mod automaton;
mod budget;
mod claim;
mod coin;
mod critical;
mod error;
mod fails;
mod folk;
mod generate;
mod json;
mod karabakh;
mod monitoring;
mod node;
mod one_shot;
mod outer;
mod play;
mod polygon;
mod refutation;
mod region;
mod repeated;
mod report;
mod reversion;
mod simplex;
mod slide;
mod stage;
mod sustain;
mod target;
mod tournament;
mod transfers;
mod verdict;

pub use error::CheckError;
pub use report::CheckReport;

use claim::Claim;
use error::{Outcome, Stop};
use node::Node;

const COMMANDS: &str = "solve, repeated, sustain, critical, transfers, tournament, play, karabakh";

/// Verifies a saved result, given as the JSON text that a command prints with `--json`.
///
/// # Errors
/// If the text is no result at all: broken JSON, an unknown schema or command, missing fields, absurd
/// sizes, or more work than the budget. A result that is *false* is not an error but a report with
/// `valid: false`.
pub fn check_str(text: &str) -> Result<CheckReport, CheckError> {
    let json = json::parse(text)?;
    let root = Node::root(&json);
    let schema = root.field("schema")?;
    match schema.index() {
        Ok(1) => {}
        Ok(other) => return Err(CheckError::UnknownSchema { found: other.to_string() }),
        Err(error) => return Err(error),
    }
    root.field("version")?.text()?;
    let mut checked = Vec::new();
    match check_result(root, &mut checked) {
        Ok(()) => Ok(CheckReport { valid: true, checked, failure: None }),
        Err(Stop::False(sentence)) => Ok(CheckReport { valid: false, checked, failure: Some(sentence) }),
        Err(Stop::NoResult(error)) => Err(error),
    }
}

/// Dispatches on the command; `checked` keeps what was verified even if a later claim is false.
fn check_result(root: Node, checked: &mut Vec<String>) -> Outcome<()> {
    let node = root.field("command")?;
    let command = node.text()?;
    if command == "karabakh" {
        // The case study is about many games, and carries none.
        checked.append(&mut karabakh::check(&root)?);
        return Ok(());
    }
    let check: fn(&mut Claim) -> Outcome<()> = match command {
        "solve" => one_shot::check,
        "repeated" => repeated::check,
        "play" => play::check,
        "sustain" => sustain::check,
        "critical" => critical::check,
        "transfers" => transfers::check,
        "tournament" => tournament::check,
        found => match one_shot::concept(found) {
            Some(check) => check,
            None => {
                let place = node.place().into();
                return Err(CheckError::UnknownWord { place, found: found.into(), known: COMMANDS }.into());
            }
        },
    };
    let mut claim = Claim::open(root)?;
    let outcome = check(&mut claim).and_then(|()| {
        let rounding = claim.stage.rounding();
        claim.root.require_exact_beside(&rounding)
    });
    checked.append(&mut claim.checked);
    outcome
}

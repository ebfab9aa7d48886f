//! What is left of V without a public coin.

use detente::Rational;
use detente::game::Game;
use detente::repeated::{Automaton, CoinReport, PathProof, PathVerdict, PayoffWithoutCoin};
use detente::report::{Align, Table};
use serde::Serialize;

use crate::failure::Failure;
use crate::words;

/// The comparison as it is written to JSON.
#[derive(Serialize)]
pub struct Comparison<'a> {
    differs: Option<bool>,
    stretches: Option<bool>,
    payoffs: Vec<Entry<'a>>,
}

/// One payoff.
#[derive(Serialize)]
struct Entry<'a> {
    payoff: &'a [Rational],
    vertex: bool,
    reached: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    automaton: Option<&'a Automaton>,
    #[serde(skip_serializing_if = "Option::is_none")]
    with: Option<&'a Automaton>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<&'a PathProof>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<&'a str>,
}

impl<'a> Comparison<'a> {
    /// Of a report.
    pub fn of(report: &'a CoinReport) -> Self {
        let payoffs = rows(report).map(|(vertex, at)| entry(vertex, at)).collect();
        Comparison { differs: report.differs(), stretches: report.stretches(), payoffs }
    }
}

fn entry(vertex: bool, at: &PayoffWithoutCoin) -> Entry<'_> {
    let bare = Entry {
        payoff: &at.payoff,
        vertex,
        reached: None,
        automaton: None,
        with: None,
        proof: None,
        known: None,
    };
    match &at.verdict {
        PathVerdict::Sustained { automaton, .. } => {
            Entry { reached: Some(true), automaton: Some(automaton), ..bare }
        }
        PathVerdict::NeedsRandomisation { with, proof, .. } => {
            Entry { reached: Some(false), with: Some(with), proof: Some(proof), ..bare }
        }
        PathVerdict::Undecided { known, .. } => Entry { known: Some(known), ..bare },
        _ => bare,
    }
}

fn rows(report: &CoinReport) -> impl Iterator<Item = (bool, &PayoffWithoutCoin)> {
    let vertices = report.vertices.iter().map(|at| (true, at));
    vertices.chain(report.between.iter().map(|at| (false, at)))
}

/// The comparison for people.
pub fn text(stage: &Game<Rational>, report: &CoinReport) -> Result<String, Failure> {
    let answer = match (report.differs(), report.stretches()) {
        (Some(true), Some(true)) => "it matters: without it the set itself is smaller.",
        (Some(true), Some(false)) => {
            "it only fills in: every corner is reached without it, but not everything between."
        }
        (Some(true), None) => "it matters: some payoffs need it.",
        (Some(false), _) => "it changes nothing.",
        (None, Some(false)) => "every corner is reached without it; whether everything between is, is open.",
        (None, _) => "undecided.",
    };
    let mut out = format!("\nAnd without a public coin? In short: {answer}\n");
    let mut table = Table::new(
        "Payoffs without a coin",
        stage.player_labels().iter().cloned().chain(["where".into(), "without a coin".into()]),
    );
    for column in 0..stage.players() {
        table = table.align(column, Align::Right);
    }
    for (vertex, at) in rows(report) {
        let mut row: Vec<String> = at.payoff.iter().map(words::number).collect();
        row.push(if vertex { "corner" } else { "between" }.into());
        row.push(match &at.verdict {
            PathVerdict::Sustained { automaton, .. } => match automaton.states.len() {
                1 => "yes, by 1 state".into(),
                states => format!("yes, by {states} states"),
            },
            PathVerdict::NeedsRandomisation { .. } => "no: proven to need the coin".into(),
            PathVerdict::Undecided { known, .. } => format!("open: {known}"),
            verdict => verdict.to_string(),
        });
        words::push(&mut table, row)?;
    }
    if report.vertices.is_empty() {
        return Ok(out);
    }
    out += &format!("\n{table}");
    Ok(out)
}

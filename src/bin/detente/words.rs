//! How results are said to people.

use std::collections::VecDeque;

use detente::Rational;
use detente::equilibrium::MixedStrategy;
use detente::game::{Game, Profile};
use detente::repeated::{Automaton, Discount, Reason};
use detente::report::{Align, ReportError, Table};

use crate::failure::Failure;

/// Denominators up to this are easy to read.
const READABLE: u64 = 1000;

/// A number for people: whole, or a short fraction with its decimal, or a decimal.
pub fn number(value: &Rational) -> String {
    if value.is_integer() {
        return value.to_string();
    }
    let is_short = value.denominator() <= READABLE.into();
    if is_short { format!("{value}") } else { decimal(value.to_f64()) }
}

/// A float with at most six decimals, without trailing zeros.
pub fn decimal(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// Numbers in parentheses.
pub fn vector(values: &[Rational]) -> String {
    format!("({})", values.iter().map(number).collect::<Vec<_>>().join(", "))
}

/// A discount factor, or one per player.
pub fn patience(discount: &Discount) -> String {
    match discount.common() {
        Some(common) => format!("discount factor {}", number(common)),
        None => format!("discount factors {discount}"),
    }
}

/// A profile by its labels.
pub fn profile(game: &Game<Rational>, profile: &Profile) -> String {
    game.index(profile).map_or_else(|_| profile.to_string(), |index| game.describe(index))
}

/// A player's label.
pub fn player(game: &Game<Rational>, player: usize) -> String {
    game.player_labels().get(player).cloned().unwrap_or_else(|| format!("player {player}"))
}

/// Who blocks, and why.
pub fn obstacle(game: &Game<Rational>, blocker: Option<usize>, reason: Option<Reason>) -> String {
    let why = reason.map(|reason| format!("{} ({reason})", reason.in_words()));
    match (blocker, why) {
        (Some(blocker), Some(why)) => format!("{} blocks: {why}.", player(game, blocker)),
        (Some(blocker), None) => format!("{} blocks.", player(game, blocker)),
        (None, Some(why)) => format!("Nobody blocks alone: {why}."),
        (None, None) => "Nobody blocks alone: it lies outside everything that equilibria reach.".into(),
    }
}

/// The title of a game, as the beginning of a sentence.
pub fn title(game: &Game<Rational>) -> String {
    if game.title().is_empty() { String::new() } else { format!("{}\n\n", game.title()) }
}

/// The most states that a table shows.
const MOST_STATES: usize = 20;

/// The states that a table shows, in the order of their numbers: all of a small automaton, of a large one
/// those that play comes to first, from the start and then after deviations.
fn shown(automaton: &Automaton) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let starts = automaton.initial.iter().map(|branch| branch.state);
    let mut queue: VecDeque<usize> = starts.collect();
    while let Some(state) = queue.pop_front() {
        if found.len() == MOST_STATES {
            break;
        }
        if found.contains(&state) {
            continue;
        }
        found.push(state);
        let here = &automaton.states[state];
        queue.extend(here.draws.iter().flat_map(|draw| draw.next.iter().map(|branch| branch.state)));
        queue.extend(&here.punish);
    }
    found.sort_unstable();
    if automaton.states.len() <= MOST_STATES { (0..automaton.states.len()).collect() } else { found }
}

/// An automaton as a table: one row per state and draw, of at most [`MOST_STATES`] states.
pub fn automaton(game: &Game<Rational>, automaton: &Automaton, title: &str) -> Result<Table, Failure> {
    let count = automaton.states.len();
    let title = format!("{title} ({count} {})", if count == 1 { "state" } else { "states" });
    let players = game.player_labels();
    let mut header = vec!["state".to_string(), "play".into(), "then go to".into()];
    header.extend(players.iter().map(|name| format!("if {name} deviates")));
    header.extend(players.iter().map(|name| format!("worth to {name}")));
    let mut table = Table::new(title, header);
    for column in 0..players.len() {
        table = table.align(3 + players.len() + column, Align::Right);
    }
    let name = |state: usize| format!("{state} {}", automaton.states[state].name);
    let lottery = |branches: &[detente::repeated::automaton::Branch]| {
        let parts = branches.iter().map(|branch| match branch.probability == Rational::ONE {
            true => name(branch.state),
            false => format!("{} with {}", name(branch.state), number(&branch.probability)),
        });
        parts.collect::<Vec<_>>().join(", ")
    };
    let shown = shown(automaton);
    for &index in &shown {
        let state = &automaton.states[index];
        for (k, draw) in state.draws.iter().enumerate() {
            let chance = match draw.probability == Rational::ONE {
                true => String::new(),
                false => format!(" with {}", number(&draw.probability)),
            };
            let first = |text: String| if k == 0 { text } else { String::new() };
            let mut row =
                vec![first(name(index)), profile(game, &draw.profile) + &chance, lottery(&draw.next)];
            row.extend(state.punish.iter().map(|&punish| first(name(punish))));
            row.extend(state.value.iter().map(|value| first(number(value))));
            push(&mut table, row)?;
        }
    }
    if shown.len() < count {
        let left = count - shown.len();
        let those = if left == 1 { "1 more state is" } else { &format!("{left} more states are") };
        table = table.note(format!(
            "The states that play comes to first are shown; {those} left out here (print them with --json)."
        ));
    }
    let start = lottery(&automaton.initial);
    Ok(table.note(format!("Play starts in {start}. Deviations are answered if one player deviates alone.")))
}

/// Adds a row whose cells match the header.
pub fn push(table: &mut Table, row: Vec<String>) -> Result<(), Failure> {
    table.push_row(row).map_err(|error: ReportError| error.into())
}

/// A mixed strategy by its actions of positive probability.
pub fn mixture(game: &Game<Rational>, player: usize, strategy: &MixedStrategy) -> String {
    let probabilities = strategy.probabilities();
    let labels = game.action_labels(player);
    let played = strategy.support().into_iter().map(|action| match probabilities[action] == Rational::ONE {
        true => labels[action].clone(),
        false => format!("{} {}", number(&probabilities[action]), labels[action]),
    });
    played.collect::<Vec<_>>().join(" + ")
}

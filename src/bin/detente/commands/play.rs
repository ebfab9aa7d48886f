//! `detente play`: a run of the automaton in a saved result.

use std::collections::BTreeMap;

use detente::Rational;
use detente::game::{Game, GameFile, Profile};
use detente::repeated::automaton::{Deviation, Play, Round};
use detente::repeated::{Automaton, RepeatedGame};
use detente::report::{Align, Table};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::answer::{Answer, Ending};
use crate::arguments::{Common, PlayArguments};
use crate::document::{Document, floats};
use crate::failure::{CliError, Failure};
use crate::input::{self, Source};
use crate::{budget, words};

/// The most rounds that are written down.
const MAX_ROUNDS: usize = 1_000_000;
/// The most rounds that the table shows.
const SHOWN: usize = 100;

/// Runs the command.
pub fn run(asked: &PlayArguments, common: &Common) -> Result<Answer, Failure> {
    if asked.rounds == 0 || asked.rounds > MAX_ROUNDS {
        let (value, range) = (asked.rounds.to_string(), "play between 1 and 1000000 rounds");
        return Err(CliError::BadOption { option: "--rounds", value, range }.into());
    }
    let saved = Saved::read(input::read(&asked.result)?)?;
    let file: GameFile = saved.required("game")?;
    let automaton = saved.automaton()?;
    let discount = automaton.discount.clone();
    let game = RepeatedGame::from_file_with(file.clone(), discount)
        .map_err(|error| Failure::inside(&saved.source.name, error))?;
    let deviations = asked.deviate.iter().map(|text| deviation(text, game.stage()));
    let deviations: Vec<Deviation> = deviations.collect::<Result<_, Failure>>()?;
    let (play, timing) = budget::timed(common, || {
        automaton.play(&game, asked.rounds, &deviations, asked.seed).map_err(|error| match error {
            detente::repeated::automaton::AutomatonError::BadDeviation { .. } => {
                Failure::at("--deviate", error)
            }
            error => Failure::inside(&saved.source.name, error),
        })
    })?;
    let rounds: Vec<RoundForm> = play.rounds.iter().map(RoundForm::from).collect();
    let document = Document::of("play")
        .with("game", &input::as_solved(&file))
        .with("discount", game.discount())
        .with_some("target", saved.fields.get("target"))
        .with("seed", &asked.seed)
        .with("deviations", &deviations)
        .with("automaton", &automaton)
        .with("rounds", &rounds)
        .with("averages", &floats(&play.averages))
        .with("exact", &Document::empty().with("averages", &play.averages));
    Ok(Answer {
        document: timing.add_to(document),
        text: text(&game, &automaton, &play)?,
        ending: Ending::Answered,
    })
}

/// A saved result, its fields unread.
struct Saved {
    source: Source,
    fields: BTreeMap<String, Box<RawValue>>,
}

impl Saved {
    fn read(source: Source) -> Result<Self, Failure> {
        match serde_json::from_str(&source.text) {
            Ok(fields) => Ok(Saved { source, fields }),
            Err(error) => Err(not_a_result(&source, error.to_string())),
        }
    }

    fn optional<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Failure> {
        let Some(raw) = self.fields.get(key).filter(|raw| raw.get() != "null") else { return Ok(None) };
        let value = serde_json::from_str(raw.get());
        value.map(Some).map_err(|error| not_a_result(&self.source, format!("{key}: {error}")))
    }

    fn required<T: DeserializeOwned>(&self, key: &str) -> Result<T, Failure> {
        self.optional(key)?.ok_or_else(|| not_a_result(&self.source, format!("'{key}' is missing")))
    }

    /// The automaton; of a folk result, the one for the first vertex.
    fn automaton(&self) -> Result<Automaton, Failure> {
        if let Some(automaton) = self.optional("automaton")? {
            return Ok(automaton);
        }
        let automata: Vec<Automaton> = self.optional("automata")?.unwrap_or_default();
        let file = self.source.name.clone();
        automata.into_iter().next().ok_or_else(|| CliError::NoAutomaton { file }.into())
    }
}

fn not_a_result(source: &Source, message: String) -> Failure {
    CliError::NotAResult { file: source.name.clone(), message }.into()
}

/// `player@round:action`; labels may hold any character, so every reading is tried.
fn deviation(text: &str, game: &Game<Rational>) -> Result<Deviation, Failure> {
    for (at, _) in text.match_indices('@') {
        let rest = &text[at + 1..];
        let Some((round, action)) = rest.split_once(':') else { continue };
        let Ok(round) = round.trim().parse() else { continue };
        let located = |error| Failure::at("--deviate", error);
        let player = game.parse_player(text[..at].trim()).map_err(located)?;
        let action = game.parse_action(player, action.trim()).map_err(located)?;
        return Ok(Deviation { player, round, action });
    }
    Err(CliError::BadDeviation { found: text.into() }.into())
}

/// A round as results print it.
#[derive(Serialize)]
struct RoundForm<'a> {
    round: usize,
    state: Option<usize>,
    profile: Option<&'a Profile>,
    payoffs: Vec<f64>,
    deviator: Option<usize>,
    /// Several deviated at once: it is as if nobody had.
    #[serde(skip_serializing_if = "Option::is_none")]
    deviators: Option<&'a [usize]>,
    /// The game has ended, in this round or before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ended: bool,
}

impl<'a> From<&'a Round> for RoundForm<'a> {
    fn from(round: &'a Round) -> Self {
        RoundForm {
            round: round.round,
            state: round.played.as_ref().map(|(state, _)| *state),
            profile: round.played.as_ref().map(|(_, profile)| profile),
            payoffs: floats(&round.payoffs),
            deviator: round.lone_deviator(),
            deviators: (round.deviators.len() > 1).then_some(&round.deviators),
            ended: round.ended,
        }
    }
}

fn text(game: &RepeatedGame, automaton: &Automaton, play: &Play) -> Result<String, Failure> {
    let stage = game.stage();
    let title = format!("{} rounds at {}", play.rounds.len(), words::patience(game.discount()));
    let mut header: Vec<String> = ["round", "state", "played"].map(String::from).to_vec();
    header.extend(stage.player_labels().iter().cloned());
    header.push("what happened".into());
    let mut table = Table::new(title, header).align(0, Align::Right);
    for column in 0..stage.players() {
        table = table.align(3 + column, Align::Right);
    }
    for round in play.rounds.iter().take(SHOWN) {
        let (state, profile) = match &round.played {
            Some((state, profile)) => {
                (format!("{state} {}", automaton.states[*state].name), words::profile(stage, profile))
            }
            None => (String::new(), String::new()),
        };
        let mut row = vec![round.round.to_string(), state, profile];
        row.extend(round.payoffs.iter().map(words::number));
        row.push(what_happened(stage, round));
        words::push(&mut table, row)?;
    }
    if play.rounds.len() > SHOWN {
        table = table.note(format!("{} more rounds with --json.", play.rounds.len() - SHOWN));
    }
    Ok(format!(
        "{}{}",
        words::title(stage),
        table.note(format!("Means over all rounds: {}.", words::vector(&play.averages)))
    ))
}

fn what_happened(game: &Game<Rational>, round: &Round) -> String {
    let names: Vec<String> = round.deviators.iter().map(|&player| words::player(game, player)).collect();
    let deviation = match names.as_slice() {
        [] => String::new(),
        [one] => format!("{one} deviates"),
        several => format!("{} deviate together, which goes unanswered", several.join(" and ")),
    };
    let end = match (round.ended, &round.played) {
        (true, Some(_)) => "the game ends",
        (true, None) => "paid for ever",
        (false, _) => "",
    };
    [deviation.as_str(), end].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

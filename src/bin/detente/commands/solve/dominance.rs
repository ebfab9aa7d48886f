//! Iterated elimination of strictly dominated actions.

use detente::Rational;
use detente::equilibrium::{Dominance, DominanceResult, Elimination, Weight, dominance};
use detente::game::GameFile;
use detente::report::{Align, Table};
use serde::Serialize;

use super::document;
use crate::answer::{Answer, Ending};
use crate::arguments::{Common, ConceptName};
use crate::failure::Failure;
use crate::{budget, words};

/// Runs the command.
pub fn run(file: &GameFile, common: &Common) -> Result<Answer, Failure> {
    let begin = document(file, ConceptName::Dominance);
    let (result, timing) = match budget::timed_with(common, || dominance(&file.game, Dominance::Strict))? {
        Ok(result) => result,
        Err(error) => return super::out_of_budget(error, begin),
    };
    let document = begin
        .with("rounds", &result.rounds.iter().map(RoundForm::from).collect::<Vec<_>>())
        .with("remaining", &result.remaining);
    let text = text(file, &result)?;
    Ok(Answer { document: timing.add_to(document), text, ending: Ending::Answered })
}

/// An elimination as results print it.
#[derive(Serialize)]
struct RoundForm<'a> {
    player: usize,
    action: usize,
    by: Vec<WeightForm<'a>>,
    strict: bool,
}

/// An action's weight in the dominating mixture.
#[derive(Serialize)]
struct WeightForm<'a> {
    action: usize,
    probability: f64,
    exact: &'a Rational,
}

impl<'a> From<&'a Elimination> for RoundForm<'a> {
    fn from(round: &'a Elimination) -> Self {
        let weight = |Weight { action, probability }: &'a Weight| WeightForm {
            action: *action,
            probability: probability.to_f64(),
            exact: probability,
        };
        let by = round.by.iter().map(weight).collect();
        RoundForm { player: round.player, action: round.action, by, strict: round.strict }
    }
}

fn text(file: &GameFile, result: &DominanceResult) -> Result<String, Failure> {
    let game = &file.game;
    let mut out = words::title(game);
    if result.rounds.is_empty() {
        out += "No action is strictly dominated.\n";
        return Ok(out);
    }
    let header = ["round", "player", "gives up", "which is worse than"];
    let mut table = Table::new("Dominated actions, in order", header).align(0, Align::Right);
    for (number, round) in result.rounds.iter().enumerate() {
        let labels = game.action_labels(round.player);
        let by = round.by.iter().map(|weight| match weight.probability == Rational::ONE {
            true => labels[weight.action].clone(),
            false => format!("{} {}", words::number(&weight.probability), labels[weight.action]),
        });
        let by = by.collect::<Vec<_>>().join(" + ");
        let who = words::player(game, round.player);
        words::push(&mut table, vec![(number + 1).to_string(), who, labels[round.action].clone(), by])?;
    }
    for (player, actions) in result.remaining.iter().enumerate() {
        let labels: Vec<&str> =
            actions.iter().map(|&action| game.action_labels(player)[action].as_str()).collect();
        table = table.note(format!("Left to {}: {}.", words::player(game, player), labels.join(", ")));
    }
    Ok(out + &table.to_string())
}

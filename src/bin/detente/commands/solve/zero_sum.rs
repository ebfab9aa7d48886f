//! Value and optimal strategies of a constant-sum game.

use detente::equilibrium::{ZeroSum, zero_sum};
use detente::game::GameFile;
use detente::report::{Align, Table};

use super::document;
use crate::answer::{Answer, Ending};
use crate::arguments::{Common, ConceptName};
use crate::document::Document;
use crate::failure::Failure;
use crate::{budget, words};

/// Runs the command.
pub fn run(file: &GameFile, common: &Common) -> Result<Answer, Failure> {
    let options = budget::lp_options(common)?.tolerance(budget::tolerance(common)?);
    let begin = document(file, ConceptName::ZeroSum);
    let timed = budget::timed_with(common, || zero_sum(&file.game, &options))?;
    let (solved, timing) = match timed {
        Ok(solved) => solved,
        Err(error) => return super::out_of_budget(error, begin),
    };
    let [low, high] = &solved.bounds;
    // Where the bounds do not meet, the value that row guarantees.
    let value = solved.value.as_ref().unwrap_or(low);
    let exact = Document::empty()
        .with_some("value", solved.value.as_ref())
        .with("bounds", &solved.bounds)
        .with("row", &solved.row)
        .with("column", &solved.column);
    let document = begin
        .with("value", &value.to_f64())
        .with("bounds", &[low.to_f64_down(), high.to_f64_up()])
        .with("row", &solved.row.to_floats())
        .with("column", &solved.column.to_floats())
        .with("exact", &exact);
    let text = text(file, &solved)?;
    Ok(Answer { document: timing.add_to(document), text, ending: Ending::Answered })
}

fn text(file: &GameFile, solved: &ZeroSum) -> Result<String, Failure> {
    let game = &file.game;
    let [low, high] = &solved.bounds;
    let value = match &solved.value {
        Some(value) => format!("is worth {} to {}", words::number(value), words::player(game, 0)),
        None => format!(
            "is worth between {} and {} to {}",
            words::decimal(low.to_f64_down()),
            words::decimal(high.to_f64_up()),
            words::player(game, 0)
        ),
    };
    let mut table = Table::new("Optimal strategies", ["player", "plays", "secures"]).align(2, Align::Right);
    let secured = [low.clone(), &solved.sum - high];
    for (player, strategy) in [&solved.row, &solved.column].into_iter().enumerate() {
        let name = words::player(game, player);
        let row = vec![name, words::mixture(game, player, strategy), words::number(&secured[player])];
        words::push(&mut table, row)?;
    }
    let sum = words::number(&solved.sum);
    let note = format!("Payoffs always sum to {sum}: what one side gains the other loses.");
    Ok(format!("{}The game {value}.\n\n{}", words::title(game), table.note(note)))
}

//! Nash equilibria.

use detente::equilibrium::nash::{Method, NashEquilibrium, NashOptions, NashResult, Wanted, solve};
use detente::game::GameFile;
use detente::report::{Align, Table};

use crate::answer::{Answer, Ending};
use crate::arguments::{Common, ConceptName, SolveArguments};
use crate::failure::Failure;
use crate::{budget, words};

/// Runs the command.
pub fn run(asked: &SolveArguments, file: &GameFile, common: &Common) -> Result<Answer, Failure> {
    let wanted = if asked.one { Wanted::First } else { Wanted::All };
    let mut options = NashOptions::default().wanted(wanted);
    if let Some(limit) = budget::time_limit(common)? {
        options = options.time_limit(limit);
    }
    let (result, timing) = budget::timed(common, || solve(&file.game, &options))?;
    let document = super::document(file, ConceptName::Nash)
        .with("equilibria", &result.equilibria)
        .with("complete", &result.complete)
        .with("method", &result.method.to_string());
    let cut_short = match (wanted, result.method) {
        (Wanted::All, Method::VertexEnumeration) => !result.complete,
        (Wanted::First, Method::LemkeHowson) => result.equilibria.is_empty(),
        _ => false,
    };
    Ok(Answer {
        document: timing.add_to(document),
        text: text(file, &result, cut_short)?,
        ending: Ending::settled(!cut_short),
    })
}

fn text(file: &GameFile, result: &NashResult, cut_short: bool) -> Result<String, Failure> {
    let game = &file.game;
    let completeness = match (result.complete, cut_short) {
        (true, _) => "all extreme Nash equilibria, proven complete",
        (false, true) => "the time ended before the list was complete",
        (false, false) => "there may be others",
    };
    let count = result.equilibria.len();
    let noun = if count == 1 { "equilibrium" } else { "equilibria" };
    let mut header = vec!["".to_string()];
    header.extend(game.player_labels().iter().map(|name| format!("{name} plays")));
    header.extend(game.player_labels().iter().map(|name| format!("{name} gets")));
    let mut table = Table::new(format!("{count} {noun}: {completeness}"), header).align(0, Align::Right);
    for column in 0..game.players() {
        table = table.align(1 + game.players() + column, Align::Right);
    }
    for (number, equilibrium) in result.equilibria.iter().enumerate() {
        words::push(&mut table, row(file, number + 1, equilibrium))?;
    }
    Ok(format!("{}{}", words::title(game), table.note(format!("Method: {}.", result.method))))
}

fn row(file: &GameFile, number: usize, equilibrium: &NashEquilibrium) -> Vec<String> {
    let mixtures = equilibrium.strategies.iter().enumerate();
    let mixtures = mixtures.map(|(player, strategy)| words::mixture(&file.game, player, strategy));
    let payoffs = equilibrium.payoffs.iter().map(words::number);
    std::iter::once(number.to_string()).chain(mixtures).chain(payoffs).collect()
}

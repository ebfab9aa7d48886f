//! Minmax payoffs: what the others can hold each player down to.

use detente::Rational;
use detente::equilibrium::minmax;
use detente::game::GameFile;
use detente::report::{Align, Table};

use super::document;
use crate::answer::{Answer, Ending};
use crate::arguments::{Common, ConceptName};
use crate::document::{Document, floats};
use crate::failure::Failure;
use crate::{budget, words};

/// Runs the command.
pub fn run(file: &GameFile, common: &Common) -> Result<Answer, Failure> {
    let options = budget::lp_options(common)?;
    let begin = document(file, ConceptName::Minmax);
    let (values, timing) = match budget::timed_with(common, || minmax(&file.game, &options))? {
        Ok(values) => values,
        Err(error) => return super::out_of_budget(error, begin),
    };
    let exact = Document::empty()
        .with("pure", &values.pure)
        .with("mixed", &values.mixed)
        .with("correlated", &values.correlated);
    let nullable = |list: &[Option<Rational>]| -> Vec<Option<f64>> {
        list.iter().map(|value| value.as_ref().map(Rational::to_f64)).collect()
    };
    let document = begin
        .with("pure", &floats(&values.pure))
        .with("mixed", &nullable(&values.mixed))
        .with("correlated", &nullable(&values.correlated))
        .with("exact", &exact);
    let title = "What the others can hold a player down to";
    let mut table = Table::new(title, ["player", "pure actions", "independent mixtures", "joint mixtures"]);
    for column in 1..4 {
        table = table.align(column, Align::Right);
    }
    for player in 0..file.game.players() {
        let maybe = |value: &Option<Rational>| value.as_ref().map_or("not computed".into(), words::number);
        let row = vec![
            words::player(&file.game, player),
            words::number(&values.pure[player]),
            maybe(&values.mixed[player]),
            maybe(&values.correlated[player]),
        ];
        words::push(&mut table, row)?;
    }
    let note = "With more than two players, independent mixtures are NP-hard to minimise over and left out.";
    let table = if file.game.players() > 2 { table.note(note) } else { table };
    let text = format!("{}{table}", words::title(&file.game));
    Ok(Answer { document: timing.add_to(document), text, ending: Ending::Answered })
}

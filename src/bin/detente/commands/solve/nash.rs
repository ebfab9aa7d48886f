//! Nash equilibria.

use detente::equilibrium::Objective;
use detente::equilibrium::nash::{
    Component, ComponentKind, Method, NashEquilibrium, NashOptions, NashResult, Wanted, optimal_equilibrium,
    solve,
};
use detente::game::GameFile;
use detente::report::{Align, Table};

use crate::answer::{Answer, Ending};
use crate::arguments::{Common, ConceptName, SolveArguments};
use crate::document::Document;
use crate::failure::Failure;
use crate::{budget, words};

/// Up to this many actions of both players the indices of the components are computed too.
const INDEXED_ACTIONS: usize = 14;

/// Runs the command.
pub fn run(asked: &SolveArguments, file: &GameFile, common: &Common) -> Result<Answer, Failure> {
    if let Some(objective) = &asked.objective {
        return best(objective, file, common);
    }
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
    let components = components(file, &result);
    let listed = components.as_ref().map(|list| list.iter().map(document_of).collect::<Vec<_>>());
    let document = document.with_some("components", listed.as_ref());
    let cut_short = match (wanted, result.method) {
        (Wanted::All, Method::VertexEnumeration) => !result.complete,
        (Wanted::First, Method::LemkeHowson) => result.equilibria.is_empty(),
        _ => false,
    };
    Ok(Answer {
        document: timing.add_to(document),
        text: text(file, &result, components.as_deref(), cut_short)?,
        ending: Ending::settled(!cut_short),
    })
}

/// The best equilibrium for an objective, with the proof's bounds.
fn best(objective: &str, file: &GameFile, common: &Common) -> Result<Answer, Failure> {
    let objective =
        Objective::parse(objective, &file.game).map_err(|error| Failure::at("--objective", error))?;
    let mut options = NashOptions::default();
    if let Some(limit) = budget::time_limit(common)? {
        options = options.time_limit(limit);
    }
    let name = super::mediated::name(&objective);
    let begin = super::document(file, ConceptName::Nash).with("objective", &name);
    let goal = objective.into();
    let timed = budget::timed_with(common, || optimal_equilibrium(&file.game, &goal, &options))?;
    let (best, timing) = match timed {
        Ok(best) => best,
        Err(error) => return super::out_of_budget(error, begin),
    };
    let exact = Document::empty().with("value", &best.value).with("bounds", &best.bounds);
    let document = begin
        .with("equilibria", &[&best.equilibrium])
        .with("complete", &false)
        .with("method", &best.method.to_string())
        .with("value", &best.value.to_f64())
        .with("bounds", &[best.bounds[0].to_f64_down(), best.bounds[1].to_f64_up()])
        .with("exact", &exact);
    let verdict = match best.is_proven() {
        true => "no equilibrium is better, proven".to_string(),
        false => format!(
            "the time ended: the best lies between {} and {}",
            words::number(&best.bounds[0]),
            words::number(&best.bounds[1])
        ),
    };
    let mut table = table(file, format!("The best equilibrium for {name}: {verdict}"));
    words::push(&mut table, row(file, 1, &best.equilibrium))?;
    let note = format!("Value {}. Method: {}.", words::number(&best.value), best.method);
    let text = format!("{}{}", words::title(&file.game), table.note(note));
    Ok(Answer { document: timing.add_to(document), text, ending: Ending::settled(best.is_proven()) })
}

/// The components with their indices, where the list is complete.
fn components(file: &GameFile, result: &NashResult) -> Option<Vec<(Component, Option<i32>)>> {
    let components = result.components()?;
    let small = file.game.shape().iter().sum::<usize>() <= INDEXED_ACTIONS;
    let indices = if small { result.component_indices(&file.game) } else { None };
    let index = |number: usize| indices.as_ref().map(|list| list[number]);
    Some(components.into_iter().enumerate().map(|(number, part)| (part, index(number))).collect())
}

/// A component for programs.
fn document_of((component, index): &(Component, Option<i32>)) -> Document {
    let (kind, dimension) = match component.kind {
        ComponentKind::Isolated => ("isolated", 0),
        ComponentKind::Continuum { dimension } => ("continuum", dimension),
    };
    Document::empty()
        .with("kind", kind)
        .with("dimension", &dimension)
        .with("equilibria", &component.equilibria)
        .with("subsets", &component.subsets)
        .with_some("index", index.as_ref())
}

/// Which of the listed equilibria are the ends of continua, in words.
fn continua(components: &[(Component, Option<i32>)]) -> String {
    let mut words = String::new();
    for (component, index) in components {
        let ComponentKind::Continuum { dimension } = component.kind else { continue };
        let list: Vec<String> = component.equilibria.iter().map(|number| (number + 1).to_string()).collect();
        words += &format!(
            " Equilibria {} are the corners of a continuum of dimension {dimension}{}.",
            list.join(", "),
            index.map_or(String::new(), |index| format!(" and index {index}"))
        );
    }
    words
}

/// An empty table of equilibria.
fn table(file: &GameFile, title: String) -> Table {
    let game = &file.game;
    let mut header = vec!["".to_string()];
    header.extend(game.player_labels().iter().map(|name| format!("{name} plays")));
    header.extend(game.player_labels().iter().map(|name| format!("{name} gets")));
    let mut table = Table::new(title, header).align(0, Align::Right);
    for column in 0..game.players() {
        table = table.align(1 + game.players() + column, Align::Right);
    }
    table
}

fn text(
    file: &GameFile,
    result: &NashResult,
    components: Option<&[(Component, Option<i32>)]>,
    cut_short: bool,
) -> Result<String, Failure> {
    let game = &file.game;
    let completeness = match (result.complete, cut_short) {
        (true, _) => "all extreme Nash equilibria, proven complete",
        (false, true) => "the time ended before the list was complete",
        (false, false) => "there may be others",
    };
    let count = result.equilibria.len();
    let noun = if count == 1 { "equilibrium" } else { "equilibria" };
    let mut table = table(file, format!("{count} {noun}: {completeness}"));
    for (number, equilibrium) in result.equilibria.iter().enumerate() {
        words::push(&mut table, row(file, number + 1, equilibrium))?;
    }
    let note = format!("Method: {}.{}", result.method, components.map(continua).unwrap_or_default());
    Ok(format!("{}{}", words::title(game), table.note(note)))
}

fn row(file: &GameFile, number: usize, equilibrium: &NashEquilibrium) -> Vec<String> {
    let mixtures = equilibrium.strategies.iter().enumerate();
    let mixtures = mixtures.map(|(player, strategy)| words::mixture(&file.game, player, strategy));
    let payoffs = equilibrium.payoffs.iter().map(words::number);
    std::iter::once(number.to_string()).chain(mixtures).chain(payoffs).collect()
}

//! `detente solve`: one-shot concepts of the stage game.

mod dominance;
mod mediated;
mod minmax;
mod nash;
mod quantal;
mod stackelberg;
mod zero_sum;

use detente::equilibrium::EquilibriumError;
use detente::game::GameFile;
use detente::lp::LpError;

use crate::answer::{Answer, Ending};
use crate::arguments::{Common, ConceptName, SolveArguments};
use crate::document::Document;
use crate::failure::{CliError, Failure};
use crate::input;

/// Runs the command.
pub fn run(asked: &SolveArguments, common: &Common) -> Result<Answer, Failure> {
    let concept = asked.concept;
    let selects = matches!(concept, ConceptName::Nash | ConceptName::Correlated | ConceptName::Coarse);
    if asked.objective.is_some() && !selects {
        let hint = "an objective goes with the concepts nash, correlated and coarse";
        return Err(not_applicable("--objective", concept, hint));
    }
    if asked.polygon && !matches!(concept, ConceptName::Correlated | ConceptName::Coarse) {
        let hint = "the polygon of payoffs goes with the concepts correlated and coarse";
        return Err(not_applicable("--polygon", concept, hint));
    }
    if asked.one && concept != ConceptName::Nash {
        return Err(not_applicable("--one", concept, "only the concept nash lists several equilibria"));
    }
    let file = input::game(&asked.game)?;
    match concept {
        ConceptName::Nash => nash::run(asked, &file, common),
        ConceptName::ZeroSum => zero_sum::run(&file, common),
        ConceptName::Correlated | ConceptName::Coarse => mediated::run(asked, &file, common),
        ConceptName::Minmax => minmax::run(&file, common),
        ConceptName::Dominance => dominance::run(&file, common),
        ConceptName::Stackelberg => stackelberg::run(&file, common),
        ConceptName::Quantal => quantal::run(&file, common),
    }
}

fn not_applicable(option: &'static str, concept: ConceptName, hint: &'static str) -> Failure {
    CliError::NotApplicable { option, to: format!("the concept {}", name(concept)), hint }.into()
}

/// The concept's name on the command line and in results.
fn name(concept: ConceptName) -> &'static str {
    match concept {
        ConceptName::Nash => "nash",
        ConceptName::ZeroSum => "zero-sum",
        ConceptName::Correlated => "correlated",
        ConceptName::Coarse => "coarse",
        ConceptName::Minmax => "minmax",
        ConceptName::Dominance => "dominance",
        ConceptName::Stackelberg => "stackelberg",
        ConceptName::Quantal => "quantal",
    }
}

/// The beginning of a result.
fn document(file: &GameFile, concept: ConceptName) -> Document {
    Document::of("solve").with("concept", name(concept)).with("game", &input::as_solved(file))
}

/// The answer of a concept whose linear program ran out of its budget: nothing is proven about the value.
fn out_of_budget(error: EquilibriumError, document: Document) -> Result<Answer, Failure> {
    let EquilibriumError::Lp(LpError::Budget { limit, .. }) = &error else { return Err(error.into()) };
    let text = format!("Undecided: {limit} before the linear program was solved.\n");
    let nothing: [Option<f64>; 2] = [None, None];
    let document = document
        .with("status", "undecided")
        .with("value", &None::<f64>)
        .with("bounds", &nothing)
        .with("known", &error.to_string());
    Ok(Answer { document, text, ending: Ending::Unsettled })
}

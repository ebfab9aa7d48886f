//! `detente solve`: one-shot concepts of the stage game.

mod nash;

use detente::game::GameFile;

use crate::answer::Answer;
use crate::arguments::{Common, ConceptName, SolveArguments};
use crate::document::Document;
use crate::failure::{CliError, Failure};
use crate::input;

/// Runs the command.
pub fn run(asked: &SolveArguments, common: &Common) -> Result<Answer, Failure> {
    let mediated = matches!(asked.concept, ConceptName::Correlated | ConceptName::Coarse);
    if asked.objective.is_some() && !mediated {
        return Err(not_applicable(
            "--objective",
            asked.concept,
            "an objective goes with the concepts correlated and coarse",
        ));
    }
    if asked.one && asked.concept != ConceptName::Nash {
        return Err(not_applicable("--one", asked.concept, "only the concept nash lists several equilibria"));
    }
    let file = input::game(&asked.game)?;
    match asked.concept {
        ConceptName::Nash => nash::run(asked, &file, common),
        _ => Err(not_applicable("--concept", asked.concept, "not available yet")),
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
    }
}

/// The beginning of a result.
fn document(file: &GameFile, concept: ConceptName) -> Document {
    Document::of("solve").with("concept", name(concept)).with("game", &input::as_solved(file))
}

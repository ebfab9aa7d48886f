//! The best commitment of player 0.

use detente::equilibrium::{Commitment, stackelberg};
use detente::game::GameFile;

use super::document;
use crate::answer::{Answer, Ending};
use crate::arguments::{Common, ConceptName};
use crate::document::Document;
use crate::failure::Failure;
use crate::{budget, words};

/// Runs the command.
pub fn run(file: &GameFile, common: &Common) -> Result<Answer, Failure> {
    let begin = document(file, ConceptName::Stackelberg);
    let (solved, timing) = match budget::timed_with(common, || stackelberg(&file.game, Commitment::Mixed))? {
        Ok(solved) => solved,
        Err(error) => return super::out_of_budget(error, begin),
    };
    let exact = Document::empty()
        .with("value", &solved.value)
        .with("bounds", &solved.bounds)
        .with("leader", &solved.leader);
    let document = begin
        .with("value", &solved.value.to_f64())
        .with("bounds", &[solved.bounds[0].to_f64_down(), solved.bounds[1].to_f64_up()])
        .with("leader", &solved.leader.to_floats())
        .with("reply", &solved.reply)
        .with("exact", &exact);
    let game = &file.game;
    let (leader, follower) = (words::player(game, 0), words::player(game, 1));
    let text = format!(
        "{}If {leader} commits to {}, {follower} replies {}, and {leader} gets {}: no commitment pays more.\n",
        words::title(game),
        words::mixture(game, 0, &solved.leader),
        game.action_labels(1)[solved.reply],
        words::number(&solved.value),
    );
    Ok(Answer { document: timing.add_to(document), text, ending: Ending::Answered })
}

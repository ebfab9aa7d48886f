//! `detente transfers`: what rivals reach who may pay each other, for all discount factors at once.

use detente::Rational;
use detente::game::{Game, GameFile, Profile};
use detente::repeated::transfers::{RelationalGame, TransferContract, TransferSet};
use detente::repeated::{RepeatedError, RepeatedGame};
use detente::report::{Align, Table};
use serde::Serialize;

use crate::answer::{Answer, Ending};
use crate::arguments::{Common, TransfersArguments};
use crate::document::Document;
use crate::failure::Failure;
use crate::{budget, input, words};

/// Profiles that the table of critical discount factors shows.
const SHOWN: usize = 40;

/// When a profile can be played for ever.
#[derive(Serialize)]
struct Playable {
    profile: Profile,
    /// `None`: at no patience.
    discount: Option<Rational>,
}

/// Runs the command.
pub fn run(asked: &TransfersArguments, common: &Common) -> Result<Answer, Failure> {
    let file = input::game(&asked.game)?;
    let given = asked.discount.is_some() || file.discount.is_some();
    // The schedule is for all discount factors: without one, any will do to read the game.
    let game = input::repeated(&file, asked.discount.as_deref().or((!given).then_some("1/2")))?;
    let call = || -> Result<(RelationalGame, Vec<Playable>, Option<TransferSet>), RepeatedError> {
        let relational = RelationalGame::of(&game)?;
        let stage = game.stage();
        let playable = (0..stage.profiles()).map(|p| {
            let profile = stage.profile(p);
            Ok(Playable { discount: relational.critical_discount(&profile)?, profile })
        });
        let playable = playable.collect::<Result<_, RepeatedError>>()?;
        let set = if given { Some(relational.at(game.discount().clone())?) } else { None };
        Ok((relational, playable, set))
    };
    let ((relational, playable, set), timing) = budget::timed(common, call)?;
    let document = document(&file, &game, &relational, &playable, set.as_ref());
    Ok(Answer {
        document: timing.add_to(document),
        text: text(&game, &relational, &playable, set.as_ref())?,
        ending: Ending::Answered,
    })
}

fn document(
    file: &GameFile,
    game: &RepeatedGame,
    relational: &RelationalGame,
    playable: &[Playable],
    set: Option<&TransferSet>,
) -> Document {
    let document = Document::of("transfers").with("game", &input::as_solved(file));
    let document = match set {
        Some(_) => document.with("discount", game.discount()),
        None => document,
    };
    let document = document.with("steps", relational.steps()).with("critical", playable);
    match set {
        None => document,
        Some(set) => document
            .with("payoffs", &set.payoffs)
            .with_some("contract", set.contract.as_ref())
            .with("bound", &set.bound),
    }
}

fn text(
    game: &RepeatedGame,
    relational: &RelationalGame,
    playable: &[Playable],
    set: Option<&TransferSet>,
) -> Result<String, Failure> {
    let stage = game.stage();
    let mut out = words::title(stage);
    out += "What can players reach who may pay each other, but cannot be forced to?\n";
    if relational.steps().is_empty() {
        out += "At no discount factor is there an equilibrium in pure actions.\n";
    } else {
        let mut header = vec!["discount factor from".to_string(), "joint payoff".into(), "played".into()];
        header.extend(stage.player_labels().iter().map(|name| format!("worst for {name}")));
        let mut table = Table::new("Equilibrium payoffs with payments", header).align(0, Align::Right);
        table = table.align(1, Align::Right);
        for column in 0..stage.players() {
            table = table.align(3 + column, Align::Right);
        }
        for step in relational.steps() {
            let mut row = vec![
                words::number(&step.from),
                words::number(&step.payoffs.joint),
                words::profile(stage, &step.profile),
            ];
            row.extend(step.payoffs.punishment.iter().map(words::number));
            words::push(&mut table, row)?;
        }
        let note = "All payoffs whose sum is at most the joint payoff and that give everyone at least the worst. \
                    Payoffs are taken to be money, the same for all; nothing limits what can be paid.";
        out += &format!("\n{}", table.note(note));
    }
    let header = ["played for ever", "needs discount factor"];
    let mut table = Table::new("How patient players have to be", header).align(1, Align::Right);
    for entry in playable.iter().take(SHOWN) {
        let needs = entry.discount.as_ref().map_or("never".into(), words::number);
        words::push(&mut table, vec![words::profile(stage, &entry.profile), needs])?;
    }
    if playable.len() > SHOWN {
        table = table.note(format!("{} more profiles with --json.", playable.len() - SHOWN));
    }
    out += &format!("\n{table}");
    if let Some(set) = set {
        let at = words::patience(game.discount());
        out += &match (&set.payoffs, &set.contract) {
            (Some(payoffs), Some(contract)) => {
                let joint = words::number(&payoffs.joint);
                format!("\nAt {at} they can have {joint} together.\n\n{}", agreement(stage, contract)?)
            }
            _ => format!("\nAt {at} there is no equilibrium in pure actions.\n"),
        };
    }
    Ok(out)
}

/// A contract as a table.
fn agreement(stage: &Game<Rational>, contract: &TransferContract) -> Result<Table, Failure> {
    let mut header = vec!["when".to_string(), "play".into()];
    header.extend(stage.player_labels().iter().map(|name| format!("{name} receives")));
    let mut table = Table::new("A contract that nobody breaks", header);
    for column in 0..stage.players() {
        table = table.align(2 + column, Align::Right);
    }
    let punished = contract.punish.iter().enumerate();
    let states = std::iter::once(("as agreed".to_string(), &contract.path))
        .chain(punished.map(|(i, state)| (format!("after {} broke it", words::player(stage, i)), state)));
    for (when, state) in states {
        let mut row = vec![when, words::profile(stage, &state.profile)];
        row.extend(state.transfers.iter().map(words::number));
        words::push(&mut table, row)?;
    }
    Ok(table.note(
        "Payments are made before the next round; who refuses one is punished at once. After a punishment \
         play is as agreed again.",
    ))
}

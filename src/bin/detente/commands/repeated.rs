//! `detente repeated`: the enclosure of V(delta).

use detente::Rational;
use detente::game::{Game, GameFile};
use detente::repeated::{Enclosure, EnclosureStatus, ProvenEnclosure, RepeatedGame, Shape};
use detente::report::{Align, Table};

use super::{coin, mixed, monitored};
use crate::answer::{Answer, Ending};
use crate::arguments::{Common, RepeatedArguments};
use crate::document::Document;
use crate::failure::Failure;
use crate::{budget, input, words};

/// Runs the command.
pub fn run(asked: &RepeatedArguments, common: &Common) -> Result<Answer, Failure> {
    let file = input::game(&asked.game)?;
    let game = input::repeated(&file, asked.discount.as_deref())?;
    if let Some(signals) = &asked.monitoring {
        return monitored::run(&file, &game, signals, common);
    }
    if asked.mixed {
        return mixed::run(&file, &game, common);
    }
    let options = budget::options(common)?;
    let is_planar = game.players() == 2 && game.discount().common().is_some();
    // Who asks for a gap gets the directions that it takes; the default is more than most games can give.
    let options = if common.tolerance.is_some() { options.directions(MOST_DIRECTIONS) } else { options };
    let (proven, timing) = budget::timed(common, || match is_planar {
        true => {
            game.payoff_set(&options).map(|set| ProvenEnclosure { set, certificate: None, refutation: None })
        }
        false => game.proven_enclosure(&options),
    })?;
    let set = &proven.set;
    let undecided = set.status == EnclosureStatus::Undecided;
    let is_tight = set.gap.is_some_and(|gap| gap <= options.gap());
    let mut text = text(&game, set)?;
    if !is_planar && !is_tight {
        text += &reached(set, options.gap(), common.tolerance.is_some());
    }
    let mut document = document(&file, &game, set)
        .with_some("certificate", proven.certificate.as_ref())
        .with_some("refutation", proven.refutation.as_ref());
    if asked.without_coin {
        let report = game.compare_without_randomisation(&options)?;
        text += &coin::text(game.stage(), &report)?;
        document = document.with("without_coin", &coin::Comparison::of(&report));
    }
    Ok(Answer { document: timing.add_to(document), text, ending: Ending::settled(is_tight && !undecided) })
}

/// The most half-spaces of an outer set when a gap is asked for.
const MOST_DIRECTIONS: usize = 2_000;

/// What to ask for where the gap is wider than asked.
fn reached(set: &Enclosure, asked: f64, is_explicit: bool) -> String {
    let next = match (set.gap, is_explicit) {
        (None, _) => "no point of it is proven: try other discount factors, or ask for single profiles \
                      with `detente sustain`"
            .to_string(),
        (Some(gap), false) => {
            let ten = 10f64.powf(gap.log10().ceil());
            format!(
                "the gap reached is {gap:.1e}: `--tolerance {:.0e}` adds half-spaces until that gap",
                ten / 10.0
            )
        }
        (Some(gap), true) => format!(
            "the gap reached is {gap:.1e} in at most {MOST_DIRECTIONS} half-spaces: ask for that, or give more \
             time or iterations where they were limited"
        ),
    };
    format!("\nThe gap asked for, {asked:.0e} of the payoff range, was not reached; {next}.\n")
}

fn document(file: &GameFile, game: &RepeatedGame, set: &Enclosure) -> Document {
    let start =
        Document::of("repeated").with("game", &input::as_solved(file)).with("discount", game.discount());
    with_enclosure(start, set)
}

/// The document with an enclosure's fields.
pub fn with_enclosure(document: Document, set: &Enclosure) -> Document {
    let undecided = (set.status == EnclosureStatus::Undecided).then_some("undecided");
    document
        .with("kind", &set.kind)
        .with_some("status", undecided.as_ref())
        .with("inner", &set.inner)
        .with("outer", &set.outer)
        .with("gap", &set.gap)
        .with("threat", &set.threat)
        .with("iterations", &set.iterations)
}

/// A shape in words.
pub fn shape(kind: Shape) -> &'static str {
    match kind {
        Shape::Empty => "empty: there is no equilibrium in pure actions",
        Shape::Point => "a single point: there is one equilibrium payoff and no room to bargain",
        Shape::Segment => "a segment",
        Shape::Polygon => "a polygon",
        Shape::Polytope => "a polytope",
    }
}

fn text(game: &RepeatedGame, set: &Enclosure) -> Result<String, Failure> {
    let stage = game.stage();
    let shape = shape(set.kind);
    let mut out = words::title(stage);
    out += &format!("What can the players reach in equilibrium at {}?\n", words::patience(game.discount()));
    out += &format!("The set of equilibrium payoffs is {shape}.\n");
    if let Some(threat) = &set.threat {
        let worst = stage.player_labels().iter().zip(threat);
        let worst: Vec<String> = worst.map(|(name, x)| format!("{name} {}", words::decimal(*x))).collect();
        out += &format!("The worst each player can be held to: {}.\n", worst.join(", "));
    }
    if set.status == EnclosureStatus::Undecided {
        out += "Undecided: inner and outer set differ in shape; the truth lies between them.\n";
    }
    Ok(out + &corners(stage, set)?)
}

/// The corners of both sets as a table.
pub fn corners(stage: &Game<Rational>, set: &Enclosure) -> Result<String, Failure> {
    let mut out = String::new();
    if !set.outer.is_empty() {
        let title = "Corners of the set (average payoffs)";
        let header = std::iter::once("bound".to_string()).chain(stage.player_labels().iter().cloned());
        let mut table = Table::new(title, header);
        for column in 0..stage.players() {
            table = table.align(1 + column, Align::Right);
        }
        for (name, list) in [("inner", &set.inner), ("outer", &set.outer)] {
            for (k, vertex) in list.iter().enumerate() {
                let first = if k == 0 { name.to_string() } else { String::new() };
                let row = std::iter::once(first).chain(vertex.iter().map(|x| words::decimal(*x)));
                words::push(&mut table, row.collect())?;
            }
        }
        let gap = set.gap.map_or("unknown (the inner set is empty)".into(), |gap| format!("{gap:.1e}"));
        table = table.note(format!(
            "Everything in the inner set is an equilibrium payoff; nothing outside the outer set is. \
             Gap {gap} of the payoff range, {} iterations.",
            set.iterations
        ));
        out += &format!("\n{table}");
    }
    Ok(out)
}

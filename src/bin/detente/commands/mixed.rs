//! `detente repeated --mixed`: payoffs that equilibria with mixed actions are proven to reach.

use detente::Rational;
use detente::game::GameFile;
use detente::repeated::mixed::{MixedPayoffs, mixed_payoffs};
use detente::repeated::monitoring::PublicMonitoring;
use detente::repeated::{RepeatedError, RepeatedGame};
use detente::report::{Align, Table};

use super::monitored::automaton;
use crate::answer::{Answer, Ending};
use crate::arguments::Common;
use crate::document::{Document, floats};
use crate::failure::Failure;
use crate::{budget, input, words};

/// Mixtures make the search slow; corners are found in few directions.
const DIRECTIONS: usize = 32;

/// Runs the command.
pub fn run(file: &GameFile, game: &RepeatedGame, common: &Common) -> Result<Answer, Failure> {
    if !game.is_purely_repeated() {
        let question = "payoffs with mixed actions";
        let (what, instead) = ("a game that can end".into(), "leave out the absorbing outcomes".into());
        return Err(RepeatedError::NotCovered { question, what, instead }.into());
    }
    let options = budget::options(common)?.directions(DIRECTIONS);
    let call = || mixed_payoffs(game.stage(), game.discount().clone(), &[], &options);
    let (found, timing) = budget::timed(common, call)?;
    let points = corners(&found);
    let inner: Vec<Vec<f64>> = points.iter().map(floats).collect();
    let document = Document::of("repeated")
        .with("game", &input::as_solved(file))
        .with("discount", &found.discount)
        .with("mixtures", &found.mixtures)
        .with("inner", &inner)
        .with("exact", &Document::empty().with("inner", &points))
        .with_some("only", found.only.as_ref())
        .with_some("automaton", found.automaton().as_ref());
    let settled = found.only.is_some();
    Ok(Answer {
        document: timing.add_to(document),
        text: text(game, &found, &points)?,
        // Mixtures that are not tried may do more: that nothing else is reached is never proven otherwise.
        ending: if settled || found.inner.is_some() { Ending::Answered } else { Ending::Unsettled },
    })
}

/// The extreme points of the inner set; two players counter-clockwise, else in lexicographic order.
fn corners(found: &MixedPayoffs) -> Vec<Vec<Rational>> {
    let Some(inner) = &found.inner else { return Vec::new() };
    if inner.points.first().is_some_and(|point| point.len() == 2) {
        let planar = inner.points.iter().map(|p| [p[0].clone(), p[1].clone()]).collect();
        let hull = detente::geometry::Polygon::hull(planar);
        return hull.into_vertices().into_iter().map(|v| v.to_vec()).collect();
    }
    let mut points = inner.points.clone();
    points.sort();
    points.dedup();
    points
}

fn text(game: &RepeatedGame, found: &MixedPayoffs, points: &[Vec<Rational>]) -> Result<String, Failure> {
    let stage = game.stage();
    let mut out = words::title(stage);
    let patience = words::patience(game.discount());
    out += &format!("What can players reach at {patience} who may also mix, unseen?\n");
    if let Some(only) = &found.only {
        out += &format!(
            "What one gains the other loses: the only equilibrium payoff is {}, at any patience.\n",
            words::vector(only)
        );
    }
    let Some(inner) = &found.inner else {
        out += "No equilibrium was found among the pure profiles and the mixtures tried.\n";
        return Ok(out);
    };
    let header = stage.player_labels().iter().cloned().chain(["in pure actions".to_string()]);
    let mut table = Table::new("Payoffs proven to be reached", header);
    for column in 0..stage.players() {
        table = table.align(column, Align::Right);
    }
    for point in points {
        let beyond = found.beyond_pure.iter().any(|&at| inner.points[at] == *point);
        let pure = if beyond { "not reached" } else { "" };
        let row = point.iter().map(words::number).chain([pure.to_string()]);
        words::push(&mut table, row.collect())?;
    }
    let count = found.mixtures.len();
    out += &format!("\n{}", table.note(format!(
        "Everything in their hull is an equilibrium payoff. Tried: all pure profiles and {count} mixed ones \
         (equilibria of the stage game, minmax mixtures); others may reach more."
    )));
    let signals = PublicMonitoring::perfect(stage).map_err(RepeatedError::from)?;
    out += &format!("\n{}", automaton(stage, signals.signals(), &inner.automaton)?);
    Ok(out)
}

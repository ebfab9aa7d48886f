//! The best correlated or coarse correlated equilibrium for an objective.

use detente::Rational;
use detente::equilibrium::{
    BindingConstraint, Concept, CorrelatedPayoffs, EquilibriumError, Objective, OptimalCorrelated,
    WeightedProfile, correlated_payoffs, optimal_correlated,
};
use detente::game::{GameFile, Profile};
use detente::lp::LpError;
use detente::report::{Align, Table};
use serde::Serialize;

use super::document;
use crate::answer::{Answer, Ending};
use crate::arguments::{Common, ConceptName, SolveArguments};
use crate::document::{Document, floats};
use crate::failure::Failure;
use crate::{budget, words};

/// Runs the command.
pub fn run(asked: &SolveArguments, file: &GameFile, common: &Common) -> Result<Answer, Failure> {
    let concept = match asked.concept {
        ConceptName::Coarse => Concept::Coarse,
        _ => Concept::Correlated,
    };
    let objective = asked.objective.as_deref().unwrap_or("welfare");
    let objective =
        Objective::parse(objective, &file.game).map_err(|error| Failure::at("--objective", error))?;
    let options = budget::lp_options(common)?;
    let begin = document(file, asked.concept).with("objective", &name(&objective));
    let timed = budget::timed_with(common, || optimal_correlated(&file.game, concept, &objective, &options))?;
    let (best, timing) = match timed {
        Ok(best) => best,
        Err(error) => return super::out_of_budget(error, begin),
    };
    let document = begin
        .with("value", &attained(&objective, &best).to_f64())
        .with("bounds", &[best.bounds[0].to_f64_down(), best.bounds[1].to_f64_up()])
        .with("distribution", &best.distribution.entries().iter().map(Drawn::from).collect::<Vec<_>>())
        .with("binding", &best.binding.iter().map(Binding::from).collect::<Vec<_>>())
        .with("payoffs", &floats(&best.payoffs))
        .with(
            "exact",
            &Document::empty()
                .with_some("value", best.value.as_ref())
                .with("bounds", &best.bounds)
                .with("payoffs", &best.payoffs),
        );
    let mut text = text(file, concept, &objective, &best)?;
    let mut document = timing.add_to(document);
    if asked.polygon {
        let set = match correlated_payoffs(&file.game, concept, &options) {
            Ok(set) => set,
            Err(EquilibriumError::Lp(LpError::Budget { limit, .. })) => {
                text += &format!("\nThe polygon of payoffs is undecided: {limit}.\n");
                document = document.with("polygon", &None::<Document>);
                return Ok(Answer { document, text, ending: Ending::Unsettled });
            }
            Err(error) => return Err(error.into()),
        };
        document = document.with("polygon", &polygon(&set));
        text += &format!("\n{}", polygon_text(file, &set)?);
    }
    Ok(Answer { document, text, ending: Ending::Answered })
}

/// The polygon of payoffs as results print it: corners, a plan for each, and each edge with its proof.
fn polygon(set: &CorrelatedPayoffs) -> Document {
    let vertices = set.polygon.vertices();
    Document::empty()
        .with("vertices", &vertices.iter().map(floats).collect::<Vec<_>>())
        .with("exact", vertices)
        .with("plans", &set.plans)
        .with("lines", &set.lines)
}

fn polygon_text(file: &GameFile, set: &CorrelatedPayoffs) -> Result<Table, Failure> {
    let names = file.game.player_labels().to_vec();
    let mut table = Table::new("The corners of all payoffs that such plans give", names);
    for column in 0..2 {
        table = table.align(column, Align::Right);
    }
    for vertex in set.polygon.vertices() {
        words::push(&mut table, vertex.iter().map(words::number).collect())?;
    }
    Ok(table.note("Exact: each corner is the payoff of a plan, each edge is proven by prices."))
}

/// The end of the bounds that the distribution attains.
fn attained<'a>(objective: &Objective, best: &'a OptimalCorrelated) -> &'a Rational {
    match objective {
        Objective::MinWelfare => &best.bounds[1],
        _ => &best.bounds[0],
    }
}

/// The objective as on the command line.
pub(super) fn name(objective: &Objective) -> String {
    match objective {
        Objective::MinWelfare => "min-welfare".into(),
        Objective::Maximin => "maximin".into(),
        Objective::Player(player) => format!("player:{player}"),
        _ => "welfare".into(),
    }
}

/// A profile with its probability, as results print it.
#[derive(Serialize)]
struct Drawn<'a> {
    profile: &'a Profile,
    probability: f64,
    exact: &'a Rational,
}

impl<'a> From<&'a WeightedProfile> for Drawn<'a> {
    fn from(weighted: &'a WeightedProfile) -> Self {
        let (profile, exact) = (&weighted.profile, &weighted.probability);
        Drawn { profile, probability: exact.to_f64(), exact }
    }
}

/// A binding incentive constraint, as results print it.
#[derive(Serialize)]
struct Binding<'a> {
    player: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<usize>,
    to: usize,
    price: f64,
    exact: &'a Rational,
}

impl<'a> From<&'a BindingConstraint> for Binding<'a> {
    fn from(constraint: &'a BindingConstraint) -> Self {
        let deviation = &constraint.deviation;
        let (player, from, to) = (deviation.player, deviation.from, deviation.to);
        Binding { player, from, to, price: constraint.price.to_f64(), exact: &constraint.price }
    }
}

fn text(
    file: &GameFile,
    concept: Concept,
    objective: &Objective,
    best: &OptimalCorrelated,
) -> Result<String, Failure> {
    let game = &file.game;
    let kind = match concept {
        Concept::Correlated => "a mediator whose advice everyone follows (correlated equilibrium)",
        Concept::Coarse => "a mediator whom everyone joins beforehand (coarse correlated equilibrium)",
    };
    let aim = match objective {
        Objective::MinWelfare => "The least sum of payoffs".into(),
        Objective::Maximin => "The most that can be given to the player who gets least".into(),
        Objective::Player(player) => format!("The largest payoff of {}", words::player(game, *player)),
        _ => "The largest sum of payoffs".into(),
    };
    let mut table = Table::new("The mediator draws", ["profile", "probability"]).align(1, Align::Right);
    for drawn in best.distribution.entries() {
        let row = vec![words::profile(game, &drawn.profile), words::number(&drawn.probability)];
        words::push(&mut table, row)?;
    }
    let mut out = words::title(game);
    out += &format!("{aim} with {kind} is {}.\n", words::number(attained(objective, best)));
    let payoffs = game.player_labels().iter().zip(&best.payoffs);
    let payoffs: Vec<String> =
        payoffs.map(|(name, payoff)| format!("{name} {}", words::number(payoff))).collect();
    out += &format!("\n{}", table.note(format!("Payoffs: {}.", payoffs.join(", "))));
    if !best.binding.is_empty() {
        let header = ["who is tempted", "when told", "to play", "price"];
        let mut table = Table::new("Temptations that cost something", header).align(3, Align::Right);
        for constraint in &best.binding {
            let deviation = &constraint.deviation;
            let labels = game.action_labels(deviation.player);
            let told = deviation.from.map_or("(before any advice)", |from| labels[from].as_str());
            let row = vec![
                words::player(game, deviation.player),
                told.to_string(),
                labels[deviation.to].clone(),
                words::number(&constraint.price),
            ];
            words::push(&mut table, row)?;
        }
        let note = "Price: how much better the value would be per unit of temptation removed.";
        out += &format!("\n{}", table.note(note));
    }
    Ok(out)
}

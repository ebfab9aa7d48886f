//! Logit quantal responses and where they lead.

use detente::equilibrium::nash::NashEquilibrium;
use detente::equilibrium::quantal::{PathEnd, QuantalOptions, QuantalPath, logit_path};
use detente::game::GameFile;
use detente::report::{Align, Table};

use super::document;
use crate::answer::{Answer, Ending};
use crate::arguments::{Common, ConceptName};
use crate::failure::Failure;
use crate::{budget, words};

/// The most points that a table for people shows.
const SHOWN: usize = 12;

/// Runs the command.
pub fn run(file: &GameFile, common: &Common) -> Result<Answer, Failure> {
    let mut options = QuantalOptions::default();
    if let Some(limit) = budget::time_limit(common)? {
        options = options.time_limit(Some(limit));
    }
    if let Some(steps) = common.iterations {
        options = options.steps(steps);
    }
    if common.tolerance.is_some() {
        options = options.regret(budget::tolerance(common)?.to_f64());
    }
    let (path, timing) = budget::timed(common, || logit_path(&file.game, &options))?;
    let limit = NashEquilibrium::evaluate(&file.game, path.limit.strategies.clone())?;
    let document = document(file, ConceptName::Quantal)
        .with("ended", &path.ended)
        .with("equilibrium", &limit)
        .with("distance", &path.distance)
        .with("path", &path.points);
    Ok(Answer {
        document: timing.add_to(document),
        text: text(file, &path)?,
        ending: Ending::settled(path.ended == PathEnd::Settled),
    })
}

fn text(file: &GameFile, path: &QuantalPath) -> Result<String, Failure> {
    let game = &file.game;
    let mut header = vec!["precision".to_string()];
    header.extend(game.player_labels().iter().map(|name| format!("{name} plays")));
    let title = "Players who err less and less (logit responses to each other)";
    let mut table = Table::new(title, header).align(0, Align::Right);
    let last = path.points.len().saturating_sub(1);
    let stride = last.div_ceil(SHOWN - 1).max(1);
    let shown = path.points.iter().enumerate().filter(|(i, _)| i % stride == 0 || *i == last);
    for (_, point) in shown {
        let mixtures = point.strategies.iter().enumerate().map(|(player, mixture)| {
            let labels = game.action_labels(player).iter().zip(mixture);
            let shares = labels.filter(|(_, p)| **p >= 5e-7);
            shares.map(|(label, p)| format!("{} {label}", words::decimal(*p))).collect::<Vec<_>>().join(" + ")
        });
        words::push(&mut table, std::iter::once(words::decimal(point.lambda)).chain(mixtures).collect())?;
    }
    let table = table.note(format!("{} points; the path ended because {}.", path.points.len(), path.ended));
    let mixtures = path.limit.strategies.iter().enumerate();
    let mixtures = mixtures.map(|(player, strategy)| {
        format!("{} {}", words::player(game, player), words::mixture(game, player, strategy))
    });
    let quality = match path.limit.is_equilibrium() {
        true => "an exact Nash equilibrium".to_string(),
        false => format!("where nobody gains more than {:.3e} by deviating", path.limit.epsilon.to_f64_up()),
    };
    let end = format!("It leads to {}: {quality}.\n", mixtures.collect::<Vec<_>>().join(", "));
    Ok(format!("{}{table}\n{end}", words::title(game)))
}

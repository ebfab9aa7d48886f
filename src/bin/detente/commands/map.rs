//! `detente critical --target map`: what enters where as patience grows.

use detente::Rational;
use detente::game::GameFile;
use detente::repeated::{Entry, PatienceMap, Status, Step, patience_map};
use detente::report::plot::{FigureText, PatienceChart};

use crate::answer::{Answer, Ending};
use crate::arguments::{Common, CriticalArguments, PunishmentName};
use crate::document::Document;
use crate::failure::{CliError, Failure};
use crate::{budget, input, words};

/// Runs the command.
pub fn run(asked: &CriticalArguments, file: &GameFile, common: &Common) -> Result<Answer, Failure> {
    let needless = [
        ("--punishment", asked.punishment != PunishmentName::Optimal),
        ("--patience", asked.patience.is_some()),
    ];
    if let Some((option, _)) = needless.into_iter().find(|(_, given)| *given) {
        let hint = "the map is drawn for optimal punishment and one discount factor for all";
        return Err(CliError::NotApplicable { option, to: "the map".into(), hint }.into());
    }
    let width: Rational = asked.width.parse().map_err(|error| Failure::at("--width", error))?;
    let options = budget::options(common)?.width(width).map_err(|error| Failure::at("--width", error))?;
    let ends = input::numbers(&asked.range, "--range")?;
    let Ok([from, to]) = <[Rational; 2]>::try_from(ends) else {
        let (option, value, range) = ("--range", asked.range.clone(), "give two numbers, as 1/10,9/10");
        return Err(CliError::BadOption { option, value, range }.into());
    };
    let call = || patience_map(&file.game, [from.clone(), to.clone()], &options);
    let (map, timing) = budget::timed(common, call)?;
    if let Some(path) = &asked.svg {
        let picture = picture(file, &map)?;
        std::fs::write(path, picture).map_err(|error| CliError::Unwritable {
            file: path.display().to_string(),
            message: error.to_string(),
        })?;
    }
    let settled =
        map.unproven.is_empty() && map.entries.iter().all(|entry| entry.critical.status != Status::Undecided);
    Ok(Answer {
        document: timing.add_to(document(file, &map, options.max_width())),
        text: text(file, &map),
        ending: Ending::settled(settled),
    })
}

fn document(file: &GameFile, map: &PatienceMap, width: &Rational) -> Document {
    let entries: Vec<Document> = map.entries.iter().map(entry).collect();
    let steps: Vec<Document> = map.steps.iter().map(step).collect();
    Document::of("critical")
        .with("game", &input::as_solved(file))
        .with("target", "map")
        .with("width", width)
        .with("range", &map.range)
        .with("entries", &entries)
        .with("steps", &steps)
        .with("unproven", &map.unproven)
        .with("samples", &map.samples)
}

fn entry(Entry { profile, critical }: &Entry) -> Document {
    let upper = critical.upper.as_ref();
    Document::empty()
        .with("profile", profile)
        .with("status", &critical.status)
        .with("lower", &critical.lower.to_f64_down())
        .with("upper", &upper.map(Rational::to_f64_up))
        .with("bounds", &[Some(&critical.lower), upper])
        .with("exact", &super::critical::exact_value(critical))
        .with("blocker", &critical.blocker)
        .with("reason", &critical.reason)
        .with_some("automaton", critical.automata.first())
        .with_some("refutation", critical.refutation.as_ref())
}

fn step(step: &Step) -> Document {
    Document::empty()
        .with("bounds", &[&step.lower, &step.upper])
        .with("payoff", &step.payoff)
        .with("rise", &step.rise)
        .with("automaton", &step.automaton)
        .with("refutation", &step.refutation)
}

/// What a critical value is in words: the fraction, the root, or the enclosure.
fn since(entry: &Entry) -> String {
    let critical = &entry.critical;
    match (&critical.exact, &critical.algebraic, &critical.upper) {
        (Some(zero), ..) if zero.is_zero() => "without patience".into(),
        (Some(exact), ..) => format!("from {exact} on"),
        (None, Some(root), _) => format!("from {root} on"),
        (None, None, Some(upper)) => format!("from {} on at the latest", words::decimal(upper.to_f64_up())),
        (None, None, None) => "not known".into(),
    }
}

fn text(file: &GameFile, map: &PatienceMap) -> String {
    let [from, to] = map.range.each_ref().map(|end| words::decimal(end.to_f64()));
    let mut out = words::title(&file.game);
    out += &format!("What can be sustained as patience grows from {from} to {to}?\n\nPlayed for ever:\n");
    for entry in &map.entries {
        out += &format!("  {}  {}\n", words::profile(&file.game, &entry.profile), since(entry));
    }
    if map.entries.is_empty() {
        out += "  nothing in this range\n";
    }
    out += "\nThe set of equilibrium payoffs grows in a step:\n";
    for step in &map.steps {
        // Both ends are proven, and no farther apart than the width asked for.
        let (at, payoff) = (words::decimal(step.upper.to_f64()), words::vector(&step.payoff));
        out += &match step.rise {
            Some(rise) => {
                format!("  at {at}, to {payoff}: by at least {} of the payoff range\n", words::decimal(rise))
            }
            None => format!("  at {at} equilibria appear, such as {payoff}\n"),
        };
    }
    if map.steps.is_empty() {
        out += "  nowhere that was proven\n";
    }
    for [low, high] in &map.unproven {
        let ends = [low, high].map(|end| words::decimal(*end));
        out += &format!("  between {} and {}, seen in floats and not proven\n", ends[0], ends[1]);
    }
    out
}

/// The map as a picture.
fn picture(file: &GameFile, map: &PatienceMap) -> Result<String, Failure> {
    let game = &file.game;
    let asked = FigureText::new("What can be sustained, as patience grows?")
        .answer(format!(
            "{} of {} profiles can be played for ever at some discount factor of the range; the set of \
             equilibrium payoffs grows in {} proven steps.",
            map.entries.len(),
            game.profiles(),
            map.steps.len()
        ))
        .assumption(
            "Subgame-perfect equilibria in pure actions with a public coin; critical values proven, bands in floats",
        );
    let range = map.range.each_ref().map(Rational::to_f64);
    let mut chart = PatienceChart::new(asked, range);
    for entry in &map.entries {
        let from = entry.critical.upper.as_ref().map_or(1.0, Rational::to_f64);
        chart = chart.entry(words::profile(game, &entry.profile), from);
    }
    for player in 0..game.players() {
        let reach =
            map.samples.iter().map(|sample| (sample.discount, sample.reach.map(|reach| reach[player])));
        chart = chart.player(words::player(game, player), reach);
    }
    for step in &map.steps {
        let from = words::decimal(step.upper.to_f64());
        let label = format!("{from}: payoffs {} come in reach", words::vector(&step.payoff));
        chart = chart.step(step.upper.to_f64(), label);
    }
    Ok(chart.to_svg()?)
}

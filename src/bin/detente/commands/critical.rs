//! `detente critical`: the certified critical discount factor.

use detente::Rational;
use detente::game::GameFile;
use detente::repeated::{
    Critical, CriticalTarget, Options, Punishment, RepeatedError, RepeatedGame, Status, critical_discount,
    critical_patience,
};

use super::{map, monitored};
use crate::answer::{Answer, Ending};
use crate::arguments::{Common, CriticalArguments, PunishmentName, TargetName};
use crate::document::Document;
use crate::failure::{CliError, Failure};
use crate::{budget, input, words};

/// Runs the command.
pub fn run(asked: &CriticalArguments, common: &Common) -> Result<Answer, Failure> {
    let file = input::game(&asked.game)?;
    require_repetition(&file)?;
    if let Some(signals) = &asked.monitoring {
        return monitored::critical(&file, asked, signals, common);
    }
    if let Some(TargetName::Map) = asked.target {
        return map::run(asked, &file, common);
    }
    if asked.svg.is_some() {
        let (to, hint) = ("this target".into(), "ask for --target map");
        return Err(CliError::NotApplicable { option: "--svg", to, hint }.into());
    }
    let target = target(asked, &file)?;
    let punishment = match asked.punishment {
        PunishmentName::Optimal => Punishment::Optimal,
        PunishmentName::Nash => Punishment::Nash,
        PunishmentName::Grim => Punishment::Grim,
    };
    let width: Rational = asked.width.parse().map_err(|error| Failure::at("--width", error))?;
    let options = budget::options(common)?.width(width).map_err(|error| Failure::at("--width", error))?;
    let unequal = asked.patience.as_deref().map(|text| unequal(&file, text)).transpose()?;
    let call = || match &unequal {
        Some(game) => critical_patience(game, &target, punishment, &options),
        None => critical_discount(&file.game, &target, punishment, &options),
    };
    let (critical, timing) = budget::timed(common, call)?;
    Ok(Answer {
        document: timing.add_to(document(&file, &target, punishment, unequal.as_ref(), &options, &critical)),
        text: text(&file, &target, punishment, unequal.as_ref(), &critical)?,
        ending: Ending::settled(critical.status != Status::Undecided),
    })
}

/// What is asked for: the grammar allows one of them.
fn target(asked: &CriticalArguments, file: &GameFile) -> Result<CriticalTarget, Failure> {
    let profile = |text: &str, place: &'static str| {
        file.game.parse_profile(text).map_err(|error| Failure::at(place, error))
    };
    if let Some(text) = &asked.profile {
        return Ok(CriticalTarget::Profile(profile(text, "--profile")?));
    }
    if let Some(text) = &asked.path {
        let profiles: Result<_, _> = text.split(';').map(|part| profile(part, "--path")).collect();
        return Ok(CriticalTarget::Cycle(profiles?));
    }
    if let Some(text) = &asked.payoff {
        return Ok(CriticalTarget::Payoff(input::numbers(text, "--payoff")?));
    }
    if let Some(text) = &asked.welfare {
        let level = text.parse().map_err(|error| Failure::at("--welfare", error))?;
        return Ok(CriticalTarget::Welfare(level));
    }
    Ok(match asked.target {
        Some(TargetName::Better) => CriticalTarget::better_than_self_help(&file.game),
        Some(TargetName::Folk | TargetName::Map) | None => CriticalTarget::Folk,
    })
}

/// The game of players who differ in patience.
fn unequal(file: &GameFile, text: &str) -> Result<RepeatedGame, Failure> {
    let discounts = input::numbers(text, "--patience")?;
    RepeatedGame::new(file.game.clone(), discounts).map_err(|error| Failure::at("--patience", error))
}

/// Where the game can end, more patience need not help, and no critical value is defined.
fn require_repetition(file: &GameFile) -> Result<(), Failure> {
    if file.absorbing.iter().all(|outcome| outcome.probability.is_zero()) {
        return Ok(());
    }
    Err(RepeatedError::NotCovered {
        question: "the critical discount factor",
        what: "games that can end: there, more patience does not always help".into(),
        instead: "ask `detente sustain` at the discount factors of interest".into(),
    }
    .into())
}

fn document(
    file: &GameFile,
    target: &CriticalTarget,
    punishment: Punishment,
    unequal: Option<&RepeatedGame>,
    options: &Options,
    critical: &Critical,
) -> Document {
    let upper = critical.upper.as_ref();
    let document = Document::of("critical")
        .with("game", &input::as_solved(file))
        .with("target", target)
        .with("punishment", &punishment)
        .with_some("patience", unequal.map(RepeatedGame::discount))
        .with("width", options.max_width())
        .with("status", &critical.status)
        .with("lower", &critical.lower.to_f64_down())
        .with("upper", &upper.map(Rational::to_f64_up))
        .with("bounds", &[Some(&critical.lower), upper])
        .with("exact", &exact_value(critical))
        .with("blocker", &critical.blocker)
        .with("reason", &critical.reason);
    let document = match (target, critical.automata.as_slice()) {
        (_, []) => document,
        (CriticalTarget::Folk, automata) => document.with("automata", automata),
        (_, [automaton, ..]) => document.with("automaton", automaton),
    };
    if critical.others.is_empty() {
        return document.with_some("refutation", critical.refutation.as_ref());
    }
    let all: Vec<_> = critical.refutation.iter().chain(&critical.others).collect();
    document.with("refutations", &all)
}

/// A fraction as text, an irrational number as its polynomial and an interval; `null` for neither.
pub(super) fn exact_value(critical: &Critical) -> serde_json::Value {
    let value = match (&critical.exact, &critical.algebraic) {
        (None, Some(root)) => serde_json::to_value(root),
        (exact, _) => serde_json::to_value(exact),
    };
    value.unwrap_or_default()
}

fn text(
    file: &GameFile,
    target: &CriticalTarget,
    punishment: Punishment,
    unequal: Option<&RepeatedGame>,
    critical: &Critical,
) -> Result<String, Failure> {
    let game = &file.game;
    let asked = match target {
        CriticalTarget::Profile(profile) => {
            format!("{} to be played for ever", words::profile(game, profile))
        }
        CriticalTarget::Cycle(profiles) => {
            let names: Vec<String> = profiles.iter().map(|profile| words::profile(game, profile)).collect();
            format!("{} to be played in turn for ever", names.join(", "))
        }
        CriticalTarget::Payoff(payoff) => format!("average payoffs {}", words::vector(payoff)),
        CriticalTarget::Welfare(level) => format!("payoffs that sum to at least {}", words::number(level)),
        CriticalTarget::Better(benchmark) => {
            format!("everybody to get strictly more than {}", words::vector(benchmark))
        }
        _ => "everything feasible and above minmax to be an equilibrium payoff".into(),
    };
    let by = match punishment {
        Punishment::Optimal => "deviators face the worst equilibrium for them",
        Punishment::Nash => "deviators face the stage equilibrium that is worst for them",
        Punishment::Grim => "all deviators face the same stage equilibrium",
    };
    let mut out = words::title(game);
    out += &format!("How patient must the players be for {asked}? ({by})\n");
    if let Some(unequal) = unequal {
        out += &format!(
            "Patience differs: everybody's odds d/(1-d) grow by one factor, in the proportions of {}; what follows \
             are discount factors of the most patient player.\n",
            unequal.discount()
        );
    }
    let lower = words::decimal(critical.lower.to_f64_down());
    out += &match (critical.status, &critical.exact, &critical.upper) {
        (Status::Never, ..) => "Never: no discount factor below 1 is enough.\n".into(),
        (Status::Exact, Some(zero), _) if zero.is_zero() => {
            "No patience is needed: it is an equilibrium of the stage game.\n".into()
        }
        (Status::Exact, None, _) if critical.algebraic.is_some() => critical
            .algebraic
            .iter()
            .map(|root| format!("Exactly from a discount factor of {root} on.\n"))
            .collect(),
        (Status::Exact, Some(exact), _) => {
            format!("Exactly from a discount factor of {} on ({}).\n", exact, words::decimal(exact.to_f64()))
        }
        (_, _, Some(upper)) => {
            let upper = words::decimal(upper.to_f64_up());
            format!("Not at a discount factor of {lower} or below, but from {upper} on; both are proven.\n")
        }
        (_, _, None) => format!("Not at a discount factor of {lower} or below; nothing is proven above.\n"),
    };
    if critical.status == Status::Undecided {
        out += "Undecided: the enclosure is wider than asked.\n";
    }
    if critical.blocker.is_some() || critical.reason.is_some() {
        out += &format!("{}\n", words::obstacle(game, critical.blocker, critical.reason));
    }
    match (target, critical.automata.as_slice()) {
        (_, []) => {}
        (CriticalTarget::Folk, automata) => {
            out += &format!("{} strategies, one per corner of that set, prove it.\n", automata.len());
        }
        (_, [automaton, ..]) => {
            let title = format!("A strategy that does it at {}", words::patience(&automaton.discount));
            out += &format!("\n{}", words::automaton(game, automaton, &title)?);
        }
    }
    Ok(out)
}

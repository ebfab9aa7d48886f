//! `detente repeated --monitoring`: the enclosure of public perfect equilibrium payoffs.

use std::path::Path;

use detente::Rational;
use detente::game::{Game, GameFile};
use detente::repeated::monitoring::{
    FolkConditions, PublicAutomaton, PublicMonitoring, PublicPayoffSet, PublicTarget,
};
use detente::repeated::{EnclosureStatus, RepeatedError, RepeatedGame, Status};
use detente::report::{Align, Table};

use super::repeated::{corners, shape, with_enclosure};
use crate::answer::{Answer, Ending};
use crate::arguments::{Common, CriticalArguments, PunishmentName};
use crate::document::Document;
use crate::failure::{CliError, Failure};
use crate::{budget, input, words};

/// States of an automaton that the table shows.
const SHOWN: usize = 40;
/// Directions for critical values, which ask for many sets; a single set gets twice as many.
const DIRECTIONS: usize = 32;

/// Runs the command.
pub fn run(file: &GameFile, game: &RepeatedGame, signals: &Path, common: &Common) -> Result<Answer, Failure> {
    if !game.is_purely_repeated() {
        let question = "the set of public perfect equilibrium payoffs";
        let (what, instead) = ("a game that can end".into(), "leave out the absorbing outcomes".into());
        return Err(RepeatedError::NotCovered { question, what, instead }.into());
    }
    let monitoring = read(game.stage(), signals)?;
    let options = budget::options(common)?.directions(2 * DIRECTIONS);
    let discount = game.discount().clone();
    let (set, timing) = budget::timed(common, || monitoring.payoff_set(discount.clone(), &options))?;
    let folk = monitoring.folk_conditions();
    let enclosure = &set.enclosure;
    let undecided = enclosure.status == EnclosureStatus::Undecided;
    let is_tight = enclosure.is_empty() || enclosure.gap.is_some_and(|gap| gap <= options.gap());
    let automaton = set.certified.as_ref().map(|inner| &inner.automaton);
    let start = Document::of("repeated")
        .with("game", &input::as_solved(file))
        .with("discount", &set.discount)
        .with("monitoring", &monitoring.table());
    let document = with_enclosure(start, enclosure)
        .with_some("automaton", automaton.as_ref())
        .with("chain", &set.chain)
        .with("folk", &folk.hold());
    Ok(Answer {
        document: timing.add_to(document),
        text: text(game, &monitoring, &set, &folk)?,
        ending: Ending::settled(is_tight && !undecided),
    })
}

/// Reads a signal structure.
fn read(stage: &Game<Rational>, signals: &Path) -> Result<PublicMonitoring, Failure> {
    let source = input::read(signals)?;
    PublicMonitoring::from_json(stage, &source.text).map_err(|error| Failure::inside(&source.name, error))
}

/// `detente critical --monitoring`: the certified critical discount factor of a payoff or a sum.
pub fn critical(
    file: &GameFile,
    asked: &CriticalArguments,
    signals: &Path,
    common: &Common,
) -> Result<Answer, Failure> {
    let stage = &file.game;
    let target = match (&asked.payoff, &asked.welfare) {
        (Some(text), _) => PublicTarget::Payoff(input::numbers(text, "--payoff")?),
        (None, Some(text)) => {
            PublicTarget::Welfare(text.parse().map_err(|error| Failure::at("--welfare", error))?)
        }
        (None, None) => {
            let (option, to) = ("--monitoring", "profiles, paths and named targets".into());
            let hint = "with hidden actions ask for --payoff or --welfare";
            return Err(CliError::NotApplicable { option, to, hint }.into());
        }
    };
    if asked.punishment != PunishmentName::Optimal {
        let (option, to) = ("--punishment", "hidden actions".into());
        let hint = "with --monitoring all public strategies count";
        return Err(CliError::NotApplicable { option, to, hint }.into());
    }
    let monitoring = read(stage, signals)?;
    let width: Rational = asked.width.parse().map_err(|error| Failure::at("--width", error))?;
    let options = budget::options(common)?.directions(DIRECTIONS);
    let options = options.width(width).map_err(|error| Failure::at("--width", error))?;
    let (found, timing) = budget::timed(common, || monitoring.critical_discount(&target, &options))?;
    let upper = found.upper.as_ref();
    let exact = (found.status == Status::Exact).then_some(upper).flatten();
    let document = Document::of("critical")
        .with("game", &input::as_solved(file))
        .with("monitoring", &monitoring.table())
        .with("target", &target)
        .with("width", options.max_width())
        .with("status", &found.status)
        .with("lower", &found.lower.to_f64_down())
        .with("upper", &upper.map(Rational::to_f64_up))
        .with("bounds", &[Some(&found.lower), upper])
        .with("exact", &exact)
        .with_some("automaton", found.automaton.as_ref())
        .with_some("refutation", found.refutation.as_ref())
        .with_some("never", found.never.as_ref());
    let what = match &target {
        PublicTarget::Welfare(level) => format!("payoffs that sum to {}", words::number(level)),
        PublicTarget::Payoff(payoff) | PublicTarget::AtLeast(payoff) => words::vector(payoff),
    };
    let mut text = words::title(stage);
    text += &format!("How patient must the players be for {what} if actions are hidden?\n");
    text += &match (&found.status, upper) {
        (Status::Never, _) => {
            "Never: at no discount factor, because signals say too little (proven).\n".to_string()
        }
        (Status::Exact, _) => "At any discount factor: stage equilibria do it.\n".to_string(),
        (_, Some(high)) => format!(
            "The critical discount factor lies above {} and is at most {}.\nBelow: an outer set that excludes \
             it. Above: strategies that do it (`detente check` verifies both).\n",
            words::number(&found.lower),
            words::number(high)
        ),
        (_, None) => format!(
            "Not at {}, proven; whether more patience helps was not decided.\n",
            words::number(&found.lower)
        ),
    };
    if found.status == Status::Undecided {
        text += "Undecided: the enclosure is wider than asked.\n";
    }
    if let Some(strategies) = &found.automaton {
        text += &format!("\n{}", automaton(stage, monitoring.signals(), strategies)?);
    }
    let settled = found.status != Status::Undecided;
    Ok(Answer { document: timing.add_to(document), text, ending: Ending::settled(settled) })
}

fn text(
    game: &RepeatedGame,
    monitoring: &PublicMonitoring,
    set: &PublicPayoffSet,
    folk: &FolkConditions,
) -> Result<String, Failure> {
    let stage = game.stage();
    let enclosure = &set.enclosure;
    let mut out = words::title(stage);
    let seen = monitoring.signals().join(", ");
    out += &format!(
        "What can the players reach at {} if actions are hidden and all see one of: {seen}?\n",
        words::patience(game.discount())
    );
    out += &format!("The set of public perfect equilibrium payoffs is {}.\n", shape(enclosure.kind));
    if enclosure.status == EnclosureStatus::Undecided {
        out += "Undecided: inner and outer set differ in shape; the truth lies between them.\n";
    }
    out += if folk.hold() {
        "The signals tell who did what well enough for the folk theorem (Fudenberg, Levine and Maskin 1994).\n"
    } else {
        "The signals do not tell who did what well enough for the folk theorem: patience alone may not do.\n"
    };
    out += &corners(stage, enclosure)?;
    if let Some(inner) = &set.certified {
        let best = |points: &[Vec<Rational>]| {
            let sum = |at: &usize| points[*at].iter().sum::<Rational>();
            (0..points.len()).max_by(|a, b| sum(a).cmp(&sum(b)).then(b.cmp(a)))
        };
        if let Some(best) = best(&inner.points) {
            let payoff = words::vector(&inner.points[best]);
            out += &format!("\nThe best for all together that is proven: {payoff}, from state {best} on.\n");
        }
        out += &format!("\n{}", automaton(stage, monitoring.signals(), &inner.automaton)?);
    }
    let steps = set.chain.steps.len();
    let proofs: usize = set.chain.steps.iter().map(|step| step.dead.len() + step.proofs.len()).sum();
    out += &format!(
        "\nThe outer set is proven by {steps} {} with {proofs} lists of exact multipliers (`detente check`).\n",
        if steps == 1 { "step" } else { "steps" }
    );
    Ok(out)
}

/// An automaton on signals as a table: one row per state and signal.
pub fn automaton(
    stage: &Game<Rational>,
    signals: &[String],
    automaton: &PublicAutomaton,
) -> Result<Table, Failure> {
    let mut header: Vec<String> = ["state", "play", "after", "go to"].map(String::from).to_vec();
    header.extend(stage.player_labels().iter().map(|name| format!("worth to {name}")));
    let mut table = Table::new("Strategies on signals", header);
    for column in 0..stage.players() {
        table = table.align(4 + column, Align::Right);
    }
    for (index, state) in automaton.states.iter().enumerate().take(SHOWN) {
        let plays: Vec<String> =
            state.strategies.iter().enumerate().map(|(i, s)| words::mixture(stage, i, s)).collect();
        // Signals that lead to the same lottery share a row.
        let mut rows: Vec<(String, String)> = Vec::new();
        for (y, lottery) in state.next.iter().enumerate() {
            let parts = lottery.iter().map(|branch| match words::number(&branch.probability).as_str() {
                "1" => branch.state.to_string(),
                "0" => format!("hardly ever {}", branch.state),
                chance => format!("{} with {chance}", branch.state),
            });
            let to = parts.collect::<Vec<_>>().join(", ");
            match rows.iter_mut().find(|(_, other)| *other == to) {
                Some((names, _)) => *names += &format!("; {}", signals[y]),
                None => rows.push((signals[y].clone(), to)),
            }
        }
        let single = rows.len() == 1;
        for (k, (names, to)) in rows.into_iter().enumerate() {
            let first = |text: String| if k == 0 { text } else { String::new() };
            let after = if single { "any signal".into() } else { names };
            let mut row = vec![first(index.to_string()), first(plays.join(", ")), after, to];
            row.extend(state.value.iter().map(|value| first(words::number(value))));
            words::push(&mut table, row)?;
        }
    }
    if automaton.states.len() > SHOWN {
        table = table.note(format!("{} more states with --json.", automaton.states.len() - SHOWN));
    }
    Ok(table)
}

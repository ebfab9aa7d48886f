//! `detente sustain`: an automaton that does it, or who blocks, why, and a proof.

use std::time::Duration;

use detente::Rational;
use detente::game::{Game, GameFile};
use detente::repeated::{
    Best, CriticalTarget, Objective, Options, Punishment, Reason, RepeatedGame, Target, Verdict,
    critical_discount,
};
use serde::Serialize;

use crate::answer::{Answer, Ending};
use crate::arguments::{Common, SustainArguments};
use crate::budget::Timing;
use crate::document::{Document, floats};
use crate::failure::{CliError, Failure};
use crate::{budget, input, words};

/// How long the table may look for the patience that would be enough.
const ADVICE_LIMIT: Duration = Duration::from_secs(5);

/// Runs the command.
pub fn run(asked: &SustainArguments, common: &Common) -> Result<Answer, Failure> {
    let file = input::game(&asked.game)?;
    let game = input::repeated(&file, asked.discount.as_deref())?;
    let options = budget::options(common)?;
    let question = Question { file: &file, game: &game, options: &options, common };
    match target(asked, game.stage())? {
        Target::Objective(objective) => question.objective(objective),
        target => question.target(&target),
    }
}

/// The target, by indices or labels, numbers exact.
fn target(asked: &SustainArguments, game: &Game<Rational>) -> Result<Target, Failure> {
    if let Some(text) = &asked.profile {
        let profile = game.parse_profile(text).map_err(|error| Failure::at("--profile", error))?;
        return Ok(Target::Profile(profile));
    }
    if let Some(text) = &asked.payoff {
        return Ok(Target::Payoff(input::numbers(text, "--payoff")?));
    }
    // The group of arguments makes sure that one of the three is there.
    let text = asked.objective.as_deref().unwrap_or_default();
    let player = |name: &str| game.parse_player(name).map_err(|error| Failure::at("--objective", error));
    Ok(Target::Objective(match text.split_once(':') {
        None if text == "welfare" => Objective::Welfare,
        Some(("player", name)) => Objective::Player(player(name)?),
        Some(("worst", name)) => Objective::Worst(player(name)?),
        _ => {
            let known = "welfare, player:0 (a player's largest payoff) or worst:0 (a player's least payoff)";
            return Err(CliError::UnknownObjective { found: text.into(), known }.into());
        }
    }))
}

/// The name of an objective, as on the command line.
fn name(objective: Objective) -> String {
    match objective {
        Objective::Player(player) => format!("player:{player}"),
        Objective::Worst(player) => format!("worst:{player}"),
        _ => "welfare".into(),
    }
}

struct Question<'a> {
    file: &'a GameFile,
    game: &'a RepeatedGame,
    options: &'a Options,
    common: &'a Common,
}

impl Question<'_> {
    fn target(&self, target: &Target) -> Result<Answer, Failure> {
        let call = || self.game.sustain_target(target, self.options);
        let (verdict, timing) = budget::timed(self.common, call)?;
        let document = self.evidence(self.begin(target), None, &verdict);
        let stage = self.game.stage();
        let asked = match target {
            Target::Profile(profile) => format!("{} be played for ever", words::profile(stage, profile)),
            Target::Payoff(payoff) => format!("the average payoffs {} be reached", words::vector(payoff)),
            _ => "this be sustained".into(),
        };
        let mut text = words::title(stage);
        text += &format!("Can {asked} at {}?\n", words::patience(self.game.discount()));
        text += &self.verdict_in_words(&verdict)?;
        if !self.common.json {
            text += &self.advice(target, &verdict);
        }
        Ok(self.answer(document, text, timing, verdict.is_sustained().is_some()))
    }

    fn objective(&self, objective: Objective) -> Result<Answer, Failure> {
        let (best, timing) = budget::timed(self.common, || self.game.best(objective, self.options))?;
        let least = matches!(objective, Objective::Worst(_));
        let attained = best.attained.as_ref();
        let inwards = attained.map(|x| if least { x.to_f64_up() } else { x.to_f64_down() });
        let document = self
            .begin(&Named { objective: name(objective) })
            .with("value", &attained.map(Rational::to_f64))
            .with("bounds", &[inwards, best.bound]);
        let document = self.evidence(document, attained, &best.verdict);
        let settled = best.verdict.is_sustained().is_some() && self.is_tight(objective, &best);
        let text = self.objective_in_words(objective, &best, settled)?;
        Ok(self.answer(document, text, timing, settled))
    }

    fn begin(&self, target: &impl Serialize) -> Document {
        Document::of("sustain")
            .with("game", &input::as_solved(self.file))
            .with("discount", self.game.discount())
            .with("target", target)
    }

    fn evidence(&self, document: Document, value: Option<&Rational>, verdict: &Verdict) -> Document {
        let document = document.with("sustained", &verdict.is_sustained());
        match verdict {
            Verdict::Sustained { automaton, payoff } => document
                .with("payoff", &floats(payoff))
                .with("exact", &Document::empty().with_some("value", value).with("payoff", payoff))
                .with("automaton", automaton),
            Verdict::Refuted { blocker, reason, refutation } => {
                document.with("blocker", blocker).with("reason", reason).with("refutation", refutation)
            }
            Verdict::Undecided { known } => document.with("known", known),
            _ => document,
        }
    }

    /// Whether an objective is known to the tolerance, relative to the payoff ranges that it adds up.
    fn is_tight(&self, objective: Objective, best: &Best) -> bool {
        let (Some(attained), Some(bound)) = (&best.attained, best.bound) else {
            // No equilibrium, proven: there is no value to be precise about.
            return best.verdict.is_sustained() == Some(false);
        };
        let stage = self.game.stage();
        let range: f64 = objective
            .weights(stage.players())
            .iter()
            .enumerate()
            .map(|(player, weight)| {
                let (low, high) = stage.payoff_range(player);
                (weight.abs() * (high - low)).to_f64()
            })
            .sum();
        // One part in 10^15 is what printing as floats costs.
        let rounding = 1e-15 * (range + attained.to_f64().abs());
        (bound - attained.to_f64()).abs() <= self.options.gap() * range + rounding
    }

    fn answer(&self, document: Document, text: String, timing: Timing, settled: bool) -> Answer {
        Answer { document: timing.add_to(document), text, ending: Ending::settled(settled) }
    }

    fn verdict_in_words(&self, verdict: &Verdict) -> Result<String, Failure> {
        let stage = self.game.stage();
        Ok(match verdict {
            Verdict::Sustained { automaton, payoff } => {
                let table = words::automaton(stage, automaton, "A strategy that does it")?;
                format!(
                    "Yes. It is worth {} on average, and nobody gains by deviating in any state \
                     (checked in exact fractions).\n\n{table}",
                    words::vector(payoff)
                )
            }
            Verdict::Refuted { blocker, reason, refutation } => format!(
                "No. {}\nProven by {} outer {} of everything that equilibria can reach (print them with --json).\n",
                words::obstacle(stage, *blocker, *reason),
                refutation.chain.len(),
                if refutation.chain.len() == 1 { "set" } else { "sets" },
            ),
            Verdict::Undecided { known } => format!("Undecided: {known}.\n"),
            _ => String::new(),
        })
    }

    fn objective_in_words(
        &self,
        objective: Objective,
        best: &Best,
        settled: bool,
    ) -> Result<String, Failure> {
        let stage = self.game.stage();
        let asked = match objective {
            Objective::Player(player) => format!("the largest payoff of {}", words::player(stage, player)),
            Objective::Worst(player) => format!("the least payoff of {}", words::player(stage, player)),
            _ => "the largest sum of payoffs".into(),
        };
        let mut text = words::title(stage);
        text += &format!("What is {asked} in equilibrium at {}?\n", words::patience(self.game.discount()));
        match (&best.attained, best.bound) {
            (Some(value), Some(_)) if settled => text += &format!("{}.\n", words::number(value)),
            (Some(value), Some(bound)) => {
                let attained = words::number(value);
                text += &format!("{attained} is attained; at best {} is possible.\n", words::decimal(bound));
            }
            (Some(value), None) => text += &format!("{} is attained.\n", words::number(value)),
            (None, _) if best.verdict.is_sustained() == Some(false) => {
                text += "There is no equilibrium in pure actions.\n";
            }
            (None, _) => {}
        }
        Ok(text + &self.verdict_in_words(&best.verdict)?)
    }

    /// What patience would do, for a profile that is refused out of impatience.
    fn advice(&self, target: &Target, verdict: &Verdict) -> String {
        let (Target::Profile(profile), Some(Reason::Impatience)) = (target, verdict.reason()) else {
            return String::new();
        };
        let options = Options::default().time_limit(ADVICE_LIMIT).width(Rational::new(1, 1000));
        let asked = CriticalTarget::Profile(profile.clone());
        let found = options
            .and_then(|options| critical_discount(self.game.stage(), &asked, Punishment::Optimal, &options));
        match found {
            Ok(critical) if self.game.is_purely_repeated() => match (critical.exact, critical.upper) {
                (Some(exact), _) => {
                    format!(
                        "More patience would help: it can be sustained from a discount factor of {} on.\n",
                        words::number(&exact)
                    )
                }
                (None, Some(upper)) => format!(
                    "More patience would help: it can be sustained at a discount factor of {} and above.\n",
                    words::decimal(upper.to_f64_up())
                ),
                (None, None) => String::new(),
            },
            _ => String::new(),
        }
    }
}

/// An objective as a target.
#[derive(Serialize)]
struct Named {
    objective: String,
}

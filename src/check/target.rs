//! What a result is about: a profile for ever, a payoff, an objective, or the whole folk-theorem set.

use super::claim::Claim;
use super::error::{CheckError, Outcome, Stop, require};
use super::node::{Node, show, show_all};
use super::polygon::{Point, Polygon};
use super::stage::Stage;
use crate::exact::Rational;

/// A linear objective on payoffs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Objective {
    /// The sum of payoffs, as large as possible.
    Welfare,
    /// A player's payoff, as large as possible.
    Best(usize),
    /// A player's payoff, as small as possible.
    Worst(usize),
}

impl Objective {
    /// The weights whose product with the payoffs is to be as large as possible.
    pub(super) fn weights(self, players: usize) -> Vec<Rational> {
        let unit = |player: usize, value: Rational| {
            (0..players).map(|i| if i == player { value.clone() } else { Rational::ZERO }).collect()
        };
        match self {
            Objective::Welfare => vec![Rational::ONE; players],
            Objective::Best(player) => unit(player, Rational::ONE),
            Objective::Worst(player) => unit(player, -Rational::ONE),
        }
    }

    /// The objective's own value, not negated for the least payoff.
    pub(super) fn value(self, payoffs: &[Rational]) -> Rational {
        match self {
            Objective::Welfare => payoffs.iter().sum(),
            Objective::Best(player) | Objective::Worst(player) => payoffs[player].clone(),
        }
    }
}

/// The target of `sustain` or `critical`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// The profile, played for ever.
    Profile(usize),
    /// Two or more profiles, played in turn for ever.
    Cycle(Vec<usize>),
    /// A payoff.
    Payoff(Vec<Rational>),
    /// The best of an objective.
    Objective(Objective),
    /// Some equilibrium payoffs that sum to at least a level.
    Welfare(Rational),
    /// Some equilibrium payoffs strictly above a benchmark for everybody.
    Better(Vec<Rational>),
    /// Every feasible payoff at least the pure minmax.
    Folk,
}

/// The longest cycle that is followed.
const MAX_CYCLE: usize = 1000;
const KNOWN: &str = "{\"profile\":[..]}, {\"cycle\":[..]}, {\"payoff\":[..]}, {\"objective\":\"welfare\"}, {\"welfare\":\"6\"}, {\"better\":[..]}, player:0, worst:0, folk";

impl Target {
    /// Reads the result's target: an object with `profile`, `payoff` or `objective`, or a word.
    pub(super) fn read(claim: &Claim) -> Outcome<Self> {
        let node = claim.root.field("target")?;
        if node.as_text().is_some() {
            return word(&node, &claim.stage);
        }
        if let Some(profile) = node.optional("profile") {
            return Ok(Target::Profile(claim.stage.read_profile(&profile)?));
        }
        if let Some(cycle) = node.optional("cycle") {
            return read_cycle(claim, &cycle);
        }
        if let Some(payoff) = node.optional("payoff") {
            return Ok(Target::Payoff(payoff.exact_list(claim.stage.players())?));
        }
        if let Some(level) = node.optional("welfare") {
            return Ok(Target::Welfare(level.exact()?));
        }
        if let Some(benchmark) = node.optional("better") {
            return Ok(Target::Better(benchmark.exact_list(claim.stage.players())?));
        }
        for key in ["objective", "target", "kind"] {
            if let Some(found) = node.optional(key) {
                for (name, objective) in
                    [("player", Objective::Best as fn(usize) -> _), ("worst", Objective::Worst)]
                {
                    if let Some(player) = found.optional(name) {
                        let player = player.index_below(claim.stage.players(), "players")?;
                        return Ok(Target::Objective(objective(player)));
                    }
                }
                return word(&found, &claim.stage);
            }
        }
        Err(unknown(&node, "this target"))
    }

    /// The profiles played in turn, if the target is a path of play.
    pub(super) fn path(&self) -> Option<&[usize]> {
        match self {
            Target::Profile(profile) => Some(std::slice::from_ref(profile)),
            Target::Cycle(profiles) => Some(profiles),
            _ => None,
        }
    }

    /// The target for sentences.
    pub(super) fn describe(&self, stage: &Stage) -> String {
        match self {
            Target::Profile(profile) => format!("profile {} played for ever", stage.name(*profile)),
            Target::Cycle(profiles) => {
                let names: Vec<String> = profiles.iter().map(|&profile| stage.name(profile)).collect();
                format!("profiles {} played in turn for ever", names.join(", "))
            }
            Target::Payoff(payoff) => format!("the payoff {}", show_all(payoff)),
            Target::Objective(Objective::Welfare) => "the largest sum of payoffs".into(),
            Target::Objective(Objective::Best(player)) => format!("player {player}'s largest payoff"),
            Target::Objective(Objective::Worst(player)) => format!("player {player}'s least payoff"),
            Target::Welfare(level) => format!("a sum of payoffs of at least {}", show(level)),
            Target::Better(benchmark) => {
                format!("a payoff strictly better for everybody than {}", show_all(benchmark))
            }
            Target::Folk => "every feasible payoff at least the pure minmax".into(),
        }
    }
}

fn read_cycle(claim: &Claim, node: &Node) -> Outcome<Target> {
    let items = node.items()?;
    if items.is_empty() || items.len() > MAX_CYCLE {
        let (place, size) = (node.place().into(), items.len());
        return Err(CheckError::TooLarge { place, what: "a cycle", size, limit: MAX_CYCLE }.into());
    }
    let profiles: Vec<usize> =
        items.iter().map(|item| claim.stage.read_profile(item)).collect::<Outcome<_>>()?;
    Ok(match profiles.as_slice() {
        [only] => Target::Profile(*only),
        _ => Target::Cycle(profiles),
    })
}

fn unknown(node: &Node, found: &str) -> Stop {
    CheckError::UnknownWord { place: node.place().into(), found: found.into(), known: KNOWN }.into()
}

fn word(node: &Node, stage: &Stage) -> Outcome<Target> {
    let text = node.text()?;
    let player = |index: &str| -> Outcome<usize> {
        let index: usize = index.parse().map_err(|_| unknown(node, text))?;
        require(index < stage.players(), || format!("{} names player {index}", node.place()))?;
        Ok(index)
    };
    match text.split_once(':') {
        None if text == "welfare" => Ok(Target::Objective(Objective::Welfare)),
        None if text == "folk" => Ok(Target::Folk),
        Some(("player", index)) => Ok(Target::Objective(Objective::Best(player(index)?))),
        Some(("worst", index)) => Ok(Target::Objective(Objective::Worst(player(index)?))),
        _ => Err(unknown(node, text)),
    }
}

/// The feasible payoffs that give every player at least the pure minmax, for two players without
/// absorbing profiles.
pub(super) fn folk_polygon(stage: &Stage) -> Polygon {
    let cells = (0..stage.profiles()).map(|cell| point(stage.payoffs(cell))).collect();
    let feasible = Polygon::hull(cells);
    feasible.at_least(0, &stage.pure_minmax(0)).at_least(1, &stage.pure_minmax(1))
}

/// The first two entries as a point.
pub(super) fn point(payoffs: &[Rational]) -> Point {
    [payoffs[0].clone(), payoffs[1].clone()]
}

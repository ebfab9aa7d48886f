//! A payoff unfolded move by move, in every way that an equilibrium could.

use std::collections::HashMap;

use super::exhaustion::{Bounds, Exhaustion, Next, deters};
use super::family::Family;
use super::{Step, automaton_of};
use crate::exact::Rational;
use crate::repeated::options::Budget;
use crate::repeated::{Automaton, RepeatedGame};

/// The most payoffs that are unfolded.
const MOST_PAYOFFS: usize = 4_000;
/// The heaviest fraction that is unfolded further.
const MOST_BITS: usize = 2_000;

/// What unfolding found.
pub(super) enum Unfolded {
    /// An automaton without draws.
    Path(Automaton),
    /// A proof that there is none.
    Nowhere(Exhaustion),
    /// Neither, and why.
    Open(String),
}

/// A payoff met on the way.
struct Met {
    value: Vec<Rational>,
    /// First profiles with the place of what follows (its own place for an end).
    ways: Vec<(usize, usize)>,
    /// Whether it was unfolded.
    known: bool,
    /// The member of the family with the same payoff.
    member: Option<usize>,
}

/// Unfolds a payoff.
pub(super) fn unfold(game: &RepeatedGame, family: &Family, payoff: &[Rational], budget: &Budget) -> Unfolded {
    let met = explore(game, family, payoff, budget);
    let complete = met.iter().all(|m| m.known);
    if let Some(automaton) = path(game, family, &met) {
        return Unfolded::Path(automaton);
    }
    // Payoffs from which play could go on for ever; those not unfolded might.
    let lasting = lasting(&met, |m| !met[m].known, |_, _| true);
    if !lasting[0]
        && let Some(proof) = exhaustion(&met)
    {
        return Unfolded::Nowhere(proof);
    }
    let profiles = game.stage().profiles();
    let patient = game
        .discount()
        .common()
        .is_some_and(|delta| *delta >= Rational::ONE - Rational::new(1, profiles.max(1) as i64));
    Unfolded::Open(if complete {
        "a path would need harsher punishments than the paths tried hold".into()
    } else if patient {
        "some path without draws has this payoff (Sorin 1986), but none was found that repeats".into()
    } else {
        format!("no path was found among {} payoffs that could follow", met.len())
    })
}

/// All payoffs that could follow, breadth first, as far as the limits go.
fn explore(game: &RepeatedGame, family: &Family, payoff: &[Rational], budget: &Budget) -> Vec<Met> {
    let bounds = Bounds::new(game);
    let new = |value: Vec<Rational>| {
        let member = family.with_value(&value);
        Met { value, ways: Vec::new(), known: false, member }
    };
    let mut met = vec![new(payoff.to_vec())];
    let mut places: HashMap<Vec<Rational>, usize> = [(payoff.to_vec(), 0)].into();
    let mut at = 0;
    while at < met.len() && met.len() < MOST_PAYOFFS && !budget.is_spent() {
        if met[at].value.iter().all(|x| x.bits() <= MOST_BITS) {
            let ways =
                bounds.successors(game, &met[at].value).into_iter().map(|(profile, next)| match next {
                    Next::End => (profile, at),
                    Next::Payoff(value) => {
                        let place = *places.entry(value.clone()).or_insert_with(|| {
                            met.push(new(value));
                            met.len() - 1
                        });
                        (profile, place)
                    }
                });
            let ways: Vec<(usize, usize)> = ways.collect();
            met[at].ways = ways;
            met[at].known = true;
        }
        at += 1;
    }
    met
}

/// The payoffs from which a walk along some ways goes on for ever or ends at `rest`: the largest set of
/// which each member is at rest or has a way into the set.
fn lasting(met: &[Met], rest: impl Fn(usize) -> bool, way: impl Fn(usize, usize) -> bool) -> Vec<bool> {
    let mut lasts = vec![true; met.len()];
    loop {
        let mut changed = false;
        for m in 0..met.len() {
            let goes_on = || met[m].ways.iter().any(|&(profile, next)| lasts[next] && way(m, profile));
            if lasts[m] && !rest(m) && !goes_on() {
                lasts[m] = false;
                changed = true;
            }
        }
        if !changed {
            return lasts;
        }
    }
}

/// The path that the family's threats enforce, if there is one.
fn path(game: &RepeatedGame, family: &Family, met: &[Met]) -> Option<Automaton> {
    let threats = family.threats()?;
    let enforced = |m: usize, profile: usize| deters(game, profile, &met[m].value, &threats);
    let lasts = lasting(met, |m| met[m].member.is_some(), enforced);
    if !lasts[0] {
        return None;
    }
    let (mut steps, punish) = family.steps()?;
    let first = steps.len();
    // The family's members keep their places; the payoffs met on the way come behind them, each once.
    let mut places: HashMap<usize, usize> = HashMap::new();
    let mut at = 0;
    let mut last: Option<usize> = None;
    let start = met[0].member.map_or(first, |member| family.place(member));
    loop {
        let here = match (met[at].member, places.get(&at)) {
            (Some(member), _) => Some(family.place(member)),
            (None, Some(&place)) => Some(place),
            (None, None) => None,
        };
        if let (Some(place), Some(last)) = (here, last) {
            steps[last].next = place;
        }
        if here.is_some() {
            break;
        }
        let (profile, next) =
            *met[at].ways.iter().find(|&&(profile, next)| lasts[next] && enforced(at, profile))?;
        let place = steps.len();
        if let Some(last) = last {
            steps[last].next = place;
        }
        places.insert(at, place);
        steps.push(Step { name: format!("path {}", place - first), profile, next: place });
        (last, at) = (Some(place), next);
    }
    automaton_of(game, &steps, start, &punish)
}

/// The payoffs that follow the first, in an order in which play only moves on; `None` if it can go round.
fn exhaustion(met: &[Met]) -> Option<Exhaustion> {
    let mut reached = vec![false; met.len()];
    let mut stack = vec![0];
    while let Some(m) = stack.pop() {
        if !std::mem::replace(&mut reached[m], true) {
            stack.extend(met[m].ways.iter().map(|(_, next)| *next));
        }
    }
    let mut waiting: Vec<usize> = vec![0; met.len()];
    for m in (0..met.len()).filter(|&m| reached[m]) {
        met[m].ways.iter().for_each(|(_, next)| waiting[*next] += 1);
    }
    let mut order = Vec::new();
    let mut ready = vec![0];
    while let Some(m) = ready.pop() {
        order.push(m);
        for (_, next) in &met[m].ways {
            waiting[*next] -= 1;
            if waiting[*next] == 0 {
                ready.push(*next);
            }
        }
    }
    let whole = order.len() == reached.iter().filter(|r| **r).count();
    (whole && waiting[0] == 0)
        .then(|| Exhaustion { payoffs: order.into_iter().map(|m| met[m].value.clone()).collect() })
}

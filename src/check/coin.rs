//! Payoffs without a public coin: `without_coin` of `repeated`.
//!
//! Each payoff comes with an automaton in which nothing is drawn, or with an automaton that draws and a proof
//! that no path without draws is worth it. Such a proof is a list of payoffs, from each of which every first
//! profile that could deter leads to a later one or to nothing that an equilibrium could promise; or a chain
//! of polygons, one for each way to begin, that holds what paths can be worth.

use super::automaton::{Automaton, verify};
use super::claim::Claim;
use super::error::{CheckError, Outcome, require};
use super::node::{Node, show_all};
use super::polygon::Polygon;
use super::refutation::image;
use super::target::point;
use crate::exact::Rational;

/// Checks the comparison.
pub(super) fn check(claim: &mut Claim, node: &Node, d: &[Rational]) -> Outcome<()> {
    let entries = node.field("payoffs")?;
    let (mut reached, mut missed, mut open) = (0, 0, 0);
    for entry in entries.items()? {
        let payoff = entry.field("payoff")?.exact_list(claim.stage.players())?;
        match entry.optional("reached").map(|node| node.boolean()).transpose()? {
            Some(true) => {
                let automaton = started_at(claim, &entry.field("automaton")?, &payoff, d)?;
                require(draws_nothing(&automaton), || format!("{}.automaton draws", entry.place()))?;
                reached += 1;
            }
            Some(false) => {
                started_at(claim, &entry.field("with")?, &payoff, d)?;
                let proof = entry.field("proof")?;
                match (proof.optional("exhausted"), proof.optional("bounded")) {
                    (Some(list), _) => require_exhausted(claim, &list.field("payoffs")?, &payoff, d)?,
                    (None, Some(bound)) => require_bounded(claim, &bound.field("chain")?, &payoff, d)?,
                    (None, None) => {
                        return Err(
                            CheckError::Missing { place: format!("{}.exhausted", proof.place()) }.into()
                        );
                    }
                }
                missed += 1;
            }
            None => open += 1,
        }
    }
    let differs = node.optional("differs").map(|node| node.boolean()).transpose()?;
    require(differs != Some(true) || missed > 0, || {
        format!("{} says that the coin matters, but no payoff is shown to need it", node.place())
    })?;
    // Of a set of many payoffs that would take more than a few of them.
    require(differs != Some(false) || (missed == 0 && open == 0 && reached <= 1), || {
        format!("{} says that the coin does not matter, which is not shown", node.place())
    })?;
    claim.note(format!(
        "without_coin: {reached} payoffs are reached by automata that draw nothing, {missed} by automata that draw \
         and by no path, proven; {open} are left open"
    ));
    Ok(())
}

/// Verifies an automaton that is worth a payoff.
fn started_at(claim: &mut Claim, node: &Node, payoff: &[Rational], d: &[Rational]) -> Outcome<Automaton> {
    let automaton = verify(claim, node, d)?;
    let start = automaton.initial_value();
    require(start == payoff, || {
        format!("{} starts at {}, not at {}", node.place(), show_all(&start), show_all(payoff))
    })?;
    Ok(automaton)
}

fn draws_nothing(automaton: &Automaton) -> bool {
    let certain = |lottery: &[(usize, Rational)]| lottery.iter().filter(|(_, p)| !p.is_zero()).count() == 1;
    certain(&automaton.initial)
        && automaton.states.iter().all(|state| {
            let mut played = state.draws.iter().filter(|draw| !draw.probability.is_zero());
            played.next().is_some_and(|draw| certain(&draw.next)) && played.next().is_none()
        })
}

/// What holds every equilibrium payoff, without any iteration.
struct Feasible {
    minmax: Vec<Rational>,
    highest: Vec<Rational>,
    /// Two players of equal patience.
    plane: Option<Polygon>,
    /// Equal patience: the range of the sum.
    sums: Option<(Rational, Rational)>,
}

impl Feasible {
    fn of(claim: &Claim, d: &[Rational]) -> Self {
        let stage = &claim.stage;
        let ends = (0..stage.profiles()).filter_map(|profile| stage.absorption(profile));
        let ends = ends.filter(|end| end.probability.is_positive()).map(|end| end.payoff.as_slice());
        let all: Vec<&[Rational]> = (0..stage.profiles()).map(|p| stage.payoffs(p)).chain(ends).collect();
        let equal = d.windows(2).all(|pair| pair[0] == pair[1]);
        let plane = (d.len() == 2 && equal).then(|| Polygon::hull(all.iter().map(|u| point(u)).collect()));
        let sum = |u: &&[Rational]| u.iter().sum::<Rational>();
        let sums = all.iter().map(sum).min().zip(all.iter().map(sum).max()).filter(|_| equal);
        let highest = (0..d.len()).map(|i| all.iter().map(|u| u[i].clone()).max().unwrap_or_default());
        let minmax = (0..d.len()).map(|i| stage.pure_minmax_of(i, |p| stage.for_ever(p, i, &d[i])));
        Feasible { minmax: minmax.collect(), highest: highest.collect(), plane, sums }
    }

    fn contains(&self, payoff: &[Rational]) -> bool {
        let sum: Rational = payoff.iter().sum();
        payoff.iter().zip(self.minmax.iter().zip(&self.highest)).all(|(x, (low, high))| low <= x && x <= high)
            && self.plane.as_ref().is_none_or(|plane| plane.contains(&point(payoff)))
            && self.sums.as_ref().is_none_or(|(low, high)| low <= &sum && &sum <= high)
    }
}

/// The list begins with the payoff, and play only moves on to later ones.
fn require_exhausted(claim: &Claim, node: &Node, payoff: &[Rational], d: &[Rational]) -> Outcome<()> {
    let stage = &claim.stage;
    let feasible = Feasible::of(claim, d);
    let items = node.items()?;
    let list: Vec<Vec<Rational>> =
        items.iter().map(|item| item.exact_list(d.len())).collect::<Result<_, _>>()?;
    require(list.first().is_some_and(|first| first == payoff), || {
        format!("{} does not begin with {}", node.place(), show_all(payoff))
    })?;
    for (k, from) in list.iter().enumerate() {
        let bits = super::budget::widest(from);
        claim.budget.spend(stage.profiles() * (16 + list.len() - k), bits, node.place())?;
        for profile in 0..stage.profiles() {
            let deterred = (0..d.len()).all(|i| {
                let leave = stage.best_deviation(profile, i, &d[i], &feasible.minmax[i]);
                leave.is_none_or(|leave| from[i] >= leave)
            });
            if !deterred {
                continue;
            }
            let base: Vec<Rational> =
                (0..d.len()).map(|i| stage.value(profile, i, &d[i], &Rational::ZERO)).collect();
            let on = if stage.ends(profile) {
                from == &base
            } else {
                let next: Vec<Rational> = (0..d.len())
                    .map(|i| {
                        let slope = stage.value(profile, i, &d[i], &Rational::ONE) - &base[i];
                        (&from[i] - &base[i]) / slope
                    })
                    .collect();
                feasible.contains(&next) && !list[k + 1..].contains(&next)
            };
            require(!on, || {
                let name = stage.name(profile);
                format!("{}[{k}] goes on with profile {name}, to nothing that is listed later", node.place())
            })?;
        }
    }
    Ok(())
}

/// A polygon for each way to begin.
type Pieces = Vec<(Vec<usize>, Polygon)>;

/// The chain holds what paths can be worth, and its last link leaves the payoff out.
fn require_bounded(claim: &Claim, node: &Node, payoff: &[Rational], d: &[Rational]) -> Outcome<()> {
    if d.len() != 2 || d[0] != d[1] {
        let (place, found) = (node.place().into(), "this game".into());
        let problem = "not covered: such chains are for two players of equal patience";
        return Err(CheckError::OutOfRange { place, found, problem }.into());
    }
    let stage = &claim.stage;
    let feasible = Feasible::of(claim, d);
    let mut last: Option<(Pieces, Vec<Rational>)> = None;
    for link in node.items()? {
        let threat = link.field("threat")?.exact_list(2)?;
        let mut pieces: Pieces = Vec::new();
        for beginning in link.field("beginnings")?.items()? {
            let word: Result<Vec<usize>, _> =
                beginning.field("profiles")?.items()?.iter().map(|item| item.index()).collect();
            let corners: Result<Vec<_>, CheckError> =
                beginning.field("vertices")?.items()?.iter().map(|v| Ok(point(&v.exact_list(2)?))).collect();
            pieces.push((word?, Polygon::hull(corners?)));
        }
        let Some((before, known)) = &last else {
            let whole = |set: &Polygon| {
                feasible.plane.iter().all(|all| all.vertices.iter().all(|corner| set.contains(corner)))
            };
            require(pieces.iter().any(|(word, set)| word.is_empty() && whole(set)), || {
                format!("{} does not hold all feasible payoffs", link.place())
            })?;
            require(threat.iter().zip(&feasible.minmax).all(|(u, least)| u <= least), || {
                format!("{}.threat is above the pure minmax payoffs", link.place())
            })?;
            last = Some((pieces, threat));
            continue;
        };
        let length = pieces.first().map_or(0, |(word, _)| word.len());
        for (word, set) in before {
            let held = set.at_least(0, &known[0]).at_least(1, &known[1]);
            for profile in 0..stage.profiles() {
                claim.budget.spend(8 * (held.vertices.len() + 4), held.bits(), link.place())?;
                if held.is_empty() {
                    continue;
                }
                let made = image(stage, &held, known, profile, d);
                let made = made.at_least(0, &known[0]).at_least(1, &known[1]);
                let longer: Vec<usize> = std::iter::once(profile).chain(word.iter().copied()).collect();
                let kept = longer.get(..length).and_then(|cut| pieces.iter().find(|(own, _)| own == cut));
                let holds = kept.is_some_and(|(_, next)| made.vertices.iter().all(|v| next.contains(v)));
                require(made.is_empty() || holds, || {
                    format!(
                        "{} leaves out paths that begin with profile {}",
                        link.place(),
                        stage.name(profile)
                    )
                })?;
            }
        }
        for player in 0..2 {
            let least = pieces.iter().filter_map(|(_, set)| set.least(player)).min();
            let most = least.map_or(known[player].clone(), |least| least.max(known[player].clone()));
            require(threat[player] <= most, || {
                format!("{}.threat[{player}] is more than what the polygons hold", link.place())
            })?;
        }
        last = Some((pieces, threat));
    }
    let excluded = last.is_some_and(|(pieces, threat)| {
        payoff.iter().zip(&threat).any(|(x, u)| x < u)
            || !pieces.iter().any(|(_, set)| set.contains(&point(payoff)))
    });
    require(excluded, || format!("{} does not leave out {}", node.place(), show_all(payoff)))
}

//! Results of `play`: payoffs, transitions and averages of a run.

use super::automaton::{Automaton, verify};
use super::claim::Claim;
use super::error::{CheckError, Outcome, Stop, require};
use super::node::Node;
use crate::exact::Rational;

/// One round as printed.
struct Round {
    state: Option<usize>,
    profile: usize,
    /// Everyone who deviated; only a lone deviator is answered.
    deviators: Vec<usize>,
}

/// Checks a whole result.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    let root = claim.root.clone();
    let automaton = match root.optional("automaton") {
        Some(node) => {
            let d = match claim.discounts()? {
                Some(d) => d,
                None => super::claim::read_discounts(&node.field("discount")?, claim.stage.players())?,
            };
            Some(verify(claim, &node, &d)?)
        }
        None => None,
    };
    let list = root.field("rounds")?;
    let mut paid: Vec<Vec<Rational>> = Vec::new();
    let mut before: Option<Round> = None;
    // The payoff of the profile that ended the game, once one has.
    let mut ended: Option<Vec<Rational>> = None;
    for (number, node) in list.items()?.iter().enumerate() {
        let stated = node.field("round")?.index()?;
        require(stated == number, || format!("{}.round is {stated}, not {number}", node.place()))?;
        let payoffs = node.field("payoffs")?;
        paid.push(payoffs.printed_list(claim.stage.players())?);
        if let Some(end) = &ended {
            require_payoffs(claim, &payoffs, end, "what the end of the game pays for ever")?;
            continue;
        }
        let round = read_round(claim, node)?;
        if let Some(automaton) = &automaton {
            follow(claim, node, automaton, before.as_ref(), &round)?;
        }
        ended = paid_by(claim, &payoffs, &round)?;
        before = Some(round);
    }
    claim.note(format!("rounds: the payoffs of all {} rounds are those of their profiles", paid.len()));
    claim.note(match automaton {
        Some(_) => "rounds: every profile and every transition is one that the automaton allows",
        None => "rounds: transitions were not re-checked (the result carries no automaton)",
    });
    check_averages(claim, &root, &paid)
}

fn read_round(claim: &Claim, node: &Node) -> Outcome<Round> {
    let players = claim.stage.players();
    let several = node.optional("deviators").map(|list| list.items()).transpose()?.unwrap_or_default();
    let named = node.optional("deviator").into_iter().chain(several);
    Ok(Round {
        state: node.optional("state").map(|state| state.index()).transpose()?,
        profile: claim.stage.read_profile(&node.field("profile")?)?,
        deviators: named.map(|node| node.index_below(players, "players")).collect::<Outcome<_>>()?,
    })
}

fn require_payoffs(claim: &Claim, node: &Node, expected: &[Rational], what: &str) -> Outcome<()> {
    let rounding = claim.stage.rounding();
    for (item, value) in node.items()?.iter().zip(expected) {
        item.require_value(value, &rounding, what)?;
    }
    Ok(())
}

/// Checks a round's payoffs; returns the absorbing payoff if the round ended the game.
fn paid_by(claim: &Claim, payoffs: &Node, round: &Round) -> Outcome<Option<Vec<Rational>>> {
    let stage = &claim.stage;
    if let Some(end) = stage.absorption(round.profile).filter(|end| end.probability.is_positive()) {
        let ended = require_payoffs(claim, payoffs, &end.payoff, "the absorbing payoff").is_ok();
        let same = end.payoff == stage.payoffs(round.profile);
        // Where both payoffs are equal only a sure end is known to have happened.
        if ended && (!same || stage.ends(round.profile)) {
            return Ok(Some(end.payoff.clone()));
        }
        require(!stage.ends(round.profile), || {
            format!(
                "{} are not those of profile {}, which ends the game",
                payoffs.place(),
                stage.name(round.profile)
            )
        })?;
    }
    let what = format!("the payoff of profile {}", stage.name(round.profile));
    require_payoffs(claim, payoffs, stage.payoffs(round.profile), &what)?;
    Ok(None)
}

/// Whether the round plays the drawn profile, up to the moves of those who deviate.
fn is_draw(claim: &Claim, drawn: usize, round: &Round) -> bool {
    let stage = &claim.stage;
    (0..stage.players()).all(|player| {
        let follows = stage.action(drawn, player) == stage.action(round.profile, player);
        follows != round.deviators.contains(&player)
    })
}

/// The profile is one that the state draws, and the state is one that the round before leads to.
fn follow(
    claim: &Claim,
    node: &Node,
    automaton: &Automaton,
    before: Option<&Round>,
    round: &Round,
) -> Outcome<()> {
    let place = node.place();
    let Some(state) = round.state else {
        return Err(CheckError::Missing { place: format!("{place}.state") }.into());
    };
    let count = automaton.states.len();
    require(state < count, || format!("{place}.state is {state}, and there are only {count} states"))?;
    let draws = automaton.states[state].draws.iter().filter(|draw| draw.probability.is_positive());
    require(draws.clone().any(|draw| is_draw(claim, draw.profile, round)), || {
        let by = match round.deviators.as_slice() {
            [] => "nobody".into(),
            [player] => format!("player {player} alone"),
            several => format!("players {several:?}"),
        };
        format!(
            "{place} plays {} with {by} deviating, which state {state} does not draw",
            claim.stage.name(round.profile)
        )
    })?;
    let reached = |lottery: &[(usize, Rational)]| lottery.iter().any(|(s, p)| *s == state && p.is_positive());
    let allowed = match before {
        None => reached(&automaton.initial),
        Some(before @ Round { state: Some(from), deviators, .. }) => match deviators.as_slice() {
            [player] => automaton.states[*from].punish[*player] == state,
            _ => {
                let draws = &automaton.states[*from].draws;
                draws
                    .iter()
                    .filter(|draw| draw.probability.is_positive())
                    .any(|draw| is_draw(claim, draw.profile, before) && reached(&draw.next))
            }
        },
        Some(Round { state: None, .. }) => false,
    };
    require(allowed, || {
        format!("{place}.state is {state}, which the automaton does not lead to from the round before")
    })
}

/// `averages`: the mean of the rounds, or the discounted average.
fn check_averages(claim: &mut Claim, root: &Node, paid: &[Vec<Rational>]) -> Outcome<()> {
    let node = root.field("averages")?;
    let items = node.items_of(claim.stage.players())?;
    if paid.is_empty() {
        return Ok(());
    }
    let stated: Vec<f64> =
        items.iter().map(|item| Ok(item.printed()?.value.to_f64())).collect::<Result<_, CheckError>>()?;
    let room = claim.stage.scale().to_f64() * 1e-11 * (paid.len() as f64).max(100.0).sqrt();
    let weighted = |player: usize, factor: f64, whole: bool| -> f64 {
        let (mut total, mut weight, mut weights) = (0.0, 1.0, 0.0);
        for round in paid {
            total += weight * round[player].to_f64();
            weights += weight;
            weight *= factor;
        }
        if whole { total * (1.0 - factor) } else { total / weights }
    };
    let matches = |kind: &dyn Fn(usize) -> f64| {
        stated.iter().enumerate().all(|(player, stated)| (stated - kind(player)).abs() <= room)
    };
    let mut found = matches(&|player| weighted(player, 1.0, false)).then_some("plain means of the rounds");
    if let (None, Some(d)) = (found, claim.discounts()?) {
        let factors: Vec<f64> = d.iter().map(Rational::to_f64).collect();
        if matches(&|player| weighted(player, factors[player], false)) {
            found = Some("discounted averages of the rounds");
        } else if matches(&|player| weighted(player, factors[player], true)) {
            found = Some("discounted sums of the rounds, times 1 - d");
        }
    }
    match found {
        Some(found) => {
            claim.note(format!("averages: they are the {found}"));
            Ok(())
        }
        None => Err(Stop::False(format!("{} are not averages of the payoffs in rounds", node.place()))),
    }
}

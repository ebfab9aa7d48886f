//! Nash equilibria: every action is compared with what the equilibrium pays.

use super::extreme::extreme_equilibria;
use super::mixed::{action_payoffs, read_mixed, tolerance};
use crate::check::claim::Claim;
use crate::check::error::{Outcome, require};
use crate::check::node::{Node, show};
use crate::exact::Rational;

/// Checks `equilibria` and `complete`.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    let root = claim.root.clone();
    let list = root.field("equilibria")?;
    let mut found = Vec::new();
    let mut exact = 0;
    for node in list.items()? {
        let (strategies, regret) = check_profile(claim, &node, Gains::Negligible)?;
        exact += usize::from(regret.is_zero());
        found.push(strategies);
    }
    claim.note(format!(
        "equilibria: in all {} no deviation gains ({exact} exactly, the others within 1e-9 of the payoffs)",
        found.len()
    ));
    let complete = root.optional("complete").map(|node| node.boolean()).transpose()?.unwrap_or(false);
    if complete { check_complete(claim, &found) } else { Ok(()) }
}

/// What a profile may leave to be gained by deviating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gains {
    /// Nothing but rounding: it is an equilibrium.
    Negligible,
    /// As much as its regret says.
    Stated,
}

/// Checks one profile; returns its strategies and the largest gain from deviating.
pub(super) fn check_profile(
    claim: &Claim,
    node: &Node,
    gains: Gains,
) -> Outcome<(Vec<Vec<Rational>>, Rational)> {
    let stage = &claim.stage;
    let players = stage.players();
    let printed = node.field("strategies")?.items_of(players)?;
    let exact = node.optional("exact").map(|exact| exact.items_of(players)).transpose()?;
    let mut strategies = Vec::with_capacity(players);
    for player in 0..players {
        let own = read_mixed(&printed[player], stage.actions(player))?;
        let Some(exact) = &exact else {
            strategies.push(own);
            continue;
        };
        let precise = read_mixed(&exact[player], stage.actions(player))?;
        for (entry, value) in printed[player].items()?.iter().zip(&precise) {
            entry.require_value(value, &Rational::new(1, 1_000_000_000_000), "the exact probability")?;
        }
        strategies.push(precise);
    }
    let (tolerance, rounding) = (tolerance(stage), stage.rounding());
    let payoffs = node.field("payoffs")?.items_of(players)?;
    let mut regret = Rational::ZERO;
    for player in 0..players {
        let pays = action_payoffs(claim, &strategies, player, node.place())?;
        let value: Rational = pays.iter().zip(&strategies[player]).map(|(pay, weight)| pay * weight).sum();
        for (action, pay) in pays.iter().enumerate() {
            let gain = pay - &value;
            require(gains == Gains::Stated || gain <= tolerance, || {
                format!(
                    "{}: player {player} gains {} by playing {action} instead: it is no equilibrium",
                    node.place(),
                    show(&gain)
                )
            })?;
            regret = regret.max(gain);
        }
        let room = if exact.is_some() { &rounding } else { &tolerance };
        payoffs[player].require_value(&value, room, "what the strategies pay")?;
    }
    if let Some(stated) = node.optional("regret") {
        let room = if regret.is_zero() { &rounding } else { &tolerance };
        let value = stated.printed()?.value;
        require((&value - &regret).abs() <= *room, || {
            format!("{} is {}, but the largest gain is {}", stated.place(), show(&value), show(&regret))
        })?;
    }
    Ok((strategies, regret))
}

/// Requires that every extreme equilibrium is in the list, where that can be enumerated.
fn check_complete(claim: &mut Claim, found: &[Vec<Vec<Rational>>]) -> Outcome<()> {
    let Some(all) = extreme_equilibria(claim)? else {
        claim.note("complete: not re-checked (only for two players and small games)");
        return Ok(());
    };
    let near = Rational::new(1, 1_000_000_000);
    for equilibrium in &all {
        let listed = found.iter().any(|known| {
            known
                .iter()
                .zip(equilibrium)
                .all(|(known, own)| known.iter().zip(own).all(|(known, own)| (known - own).abs() <= near))
        });
        require(listed, || {
            let shown: Vec<String> = equilibrium.iter().map(|s| crate::check::node::show_all(s)).collect();
            format!("complete is true, but the equilibrium {} is missing", shown.join(" "))
        })?;
    }
    claim.note(format!("complete: all {} extreme equilibria are in the list, by brute force", all.len()));
    Ok(())
}

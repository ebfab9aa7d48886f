//! Iterated dominance: the eliminations are replayed one by one.

use super::mixed::{read_distribution, tolerance};
use crate::check::claim::Claim;
use crate::check::error::{Outcome, require};
use crate::check::node::{Node, show};
use crate::exact::Rational;

/// Checks `rounds` and `remaining`.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    let root = claim.root.clone();
    let players = claim.stage.players();
    let mut alive: Vec<Vec<bool>> =
        (0..players).map(|player| vec![true; claim.stage.actions(player)]).collect();
    let rounds = root.field("rounds")?.items()?;
    let mut only_strict = true;
    for round in &rounds {
        only_strict &= eliminate(claim, round, &mut alive, only_strict)?;
    }
    let remaining = root.field("remaining")?;
    for (player, node) in remaining.items_of(players)?.iter().enumerate() {
        let mut stated = vec![false; claim.stage.actions(player)];
        for item in node.items()? {
            stated[item.index_below(claim.stage.actions(player), "actions")?] = true;
        }
        require(stated == alive[player], || {
            let left: Vec<usize> = (0..stated.len()).filter(|&action| alive[player][action]).collect();
            format!("{} disagrees with the eliminations, which leave {left:?}", node.place())
        })?;
    }
    claim
        .note(format!("rounds: {} eliminations hold, and they leave the actions in remaining", rounds.len()));
    require_undominated(claim, &alive)?;
    claim.note(
        "remaining: no pure action strictly dominates another; domination by mixtures was not re-checked",
    );
    Ok(())
}

/// The profiles of the others that are still played, each with `player`'s action 0.
fn contexts(claim: &Claim, alive: &[Vec<bool>], player: usize) -> Vec<usize> {
    let stage = &claim.stage;
    (0..stage.profiles())
        .filter(|&profile| {
            stage.action(profile, player) == 0
                && (0..alive.len()).all(|other| other == player || alive[other][stage.action(profile, other)])
        })
        .collect()
}

/// Replays one elimination; returns whether it is strict.
fn eliminate(claim: &Claim, round: &Node, alive: &mut [Vec<bool>], strict_so_far: bool) -> Outcome<bool> {
    let stage = &claim.stage;
    let player = round.field("player")?.index_below(stage.players(), "players")?;
    let actions = stage.actions(player);
    let action = round.field("action")?.index_below(actions, "actions")?;
    require(alive[player][action], || format!("{} eliminates an action that is gone", round.place()))?;
    let strict = round.field("strict")?.boolean()?;
    let by = round.field("by")?;
    let (mut mixture, mut weights) = (Vec::new(), Vec::new());
    for entry in by.items()? {
        let own = entry.field("action")?.index_below(actions, "actions")?;
        // An action that is gone for strict reasons is itself dominated by what is left.
        require(own != action && (alive[player][own] || (strict && strict_so_far)), || {
            format!("{} dominates by an action that is gone", entry.place())
        })?;
        mixture.push(own);
        weights.push(match entry.optional("exact") {
            Some(exact) => exact,
            None => entry.field("probability")?,
        });
    }
    let exact = weights.iter().all(|weight| weight.as_text().is_some());
    let weights = read_distribution(&by, &weights)?;
    let contexts = contexts(claim, alive, player);
    claim.budget.spend(contexts.len() * (mixture.len() + 1) * 3, 128, round.place())?;
    let blur = if exact { Rational::ZERO } else { tolerance(stage) * Rational::new(1, 1000) };
    let mut somewhere = false;
    for context in contexts {
        let pays = |own: usize| stage.payoff(stage.with_action(context, player, own), player);
        let mixed: Rational = mixture.iter().zip(&weights).map(|(&own, weight)| weight * pays(own)).sum();
        let better = mixed - pays(action);
        let holds = if strict { better.is_positive() } else { better >= -&blur };
        require(holds, || {
            let place = round.place();
            format!("{place}: at profile {} the mixture pays {} more", stage.name(context), show(&better))
        })?;
        somewhere |= better > blur;
    }
    require(somewhere, || format!("{}: the mixture is nowhere better", round.place()))?;
    alive[player][action] = false;
    Ok(strict)
}

/// No action that is left is strictly dominated by another pure action that is left.
fn require_undominated(claim: &Claim, alive: &[Vec<bool>]) -> Outcome<()> {
    let stage = &claim.stage;
    for player in 0..stage.players() {
        let contexts = contexts(claim, alive, player);
        let left: Vec<usize> = (0..stage.actions(player)).filter(|&action| alive[player][action]).collect();
        claim.budget.spend(contexts.len() * left.len() * left.len(), 64, "remaining")?;
        for &action in &left {
            let pays =
                |context: usize, own: usize| stage.payoff(stage.with_action(context, player, own), player);
            let beats =
                |own: usize| contexts.iter().all(|&context| pays(context, own) > pays(context, action));
            if let Some(better) = left.iter().find(|&&own| own != action && beats(own)) {
                let sentence =
                    format!("remaining[{player}] holds {action}, which {better} strictly dominates");
                return Err(crate::check::error::Stop::False(sentence));
            }
        }
    }
    Ok(())
}

//! Who blocks a target, and why: the reasons that can be recomputed from the stage game.

use super::claim::Claim;
use super::error::{CheckError, Outcome, require};
use super::folk;
use super::node::{Node, show};
use super::stage::Stage;
use super::target::Target;
use crate::exact::Rational;

const REASONS: &str = "ZeroSum, BelowMinmax, DecisiveWar, Monitoring, PrefersSelfHelp, Impatience, \
                       NoStageEquilibrium, Distrust, NoAdmissibleDivision";

/// How far a reason has been re-proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It follows from the stage game, for every discount factor.
    Proved,
    /// It is a description that cannot be proved or refuted from the stage game.
    Unproved,
}

/// Checks `blocker` and `reason`, where they are given, and says how far they are proved.
pub(super) fn standing(claim: &Claim, root: &Node, target: &Target) -> Outcome<Standing> {
    let stage = &claim.stage;
    let blocker = root.optional("blocker");
    let blocker = blocker.map(|node| node.index_below(stage.players(), "players")).transpose()?;
    let Some(node) = root.optional("reason") else { return Ok(Standing::Unproved) };
    let reason = node.text()?;
    match reason {
        "ZeroSum" => {
            require(is_strictly_competitive(stage), || {
                format!("{} is ZeroSum, but no b - a u1 with a > 0 equals u2 in every cell", node.place())
            })?;
            let Target::Profile(profile) = target else { return Ok(Standing::Unproved) };
            if stage.absorbs() {
                return Ok(Standing::Unproved);
            }
            require(!stage.is_stage_equilibrium(*profile), || {
                format!("{} is ZeroSum, but profile {} is a pure saddle", node.place(), stage.name(*profile))
            })?;
            Ok(Standing::Proved)
        }
        "BelowMinmax" => {
            if stage.absorbs() || matches!(target, Target::Cycle(_) | Target::Welfare(_) | Target::Better(_))
            {
                return Ok(Standing::Unproved);
            }
            if *target == Target::Folk {
                require(folk::is_empty(claim, node.place())?, || {
                    format!(
                        "{} is BelowMinmax, but some feasible payoff gives everybody the pure minmax",
                        node.place()
                    )
                })?;
                return Ok(Standing::Proved);
            }
            let below = |player: usize| is_below_minmax(stage, target, player);
            let who = match blocker {
                Some(player) => below(player).then_some(player),
                None => (0..stage.players()).find(|&player| below(player)),
            };
            require(who.is_some(), || {
                let minmax: Vec<Rational> = (0..stage.players()).map(|i| stage.pure_minmax(i)).collect();
                format!(
                    "{} is BelowMinmax, but the target gives the blocker his pure minmax {} without a gain from leaving, or more",
                    node.place(),
                    super::node::show_all(&minmax)
                )
            })?;
            Ok(Standing::Proved)
        }
        "DecisiveWar" => {
            require(stage.absorbs(), || {
                format!("{} is DecisiveWar, but no profile of the game ends it", node.place())
            })?;
            let Target::Profile(profile) = target else { return Ok(Standing::Unproved) };
            let mut players = (0..stage.players()).filter(|&i| blocker.is_none_or(|blocker| blocker == i));
            Ok(if players.any(|player| prefers_to_end(stage, *profile, player)) {
                Standing::Proved
            } else {
                Standing::Unproved
            })
        }
        "Impatience" => {
            if let (Some(player), Target::Profile(profile), false) = (blocker, target, stage.absorbs()) {
                let gain = stage.gain(*profile, player);
                require(gain.is_positive(), || {
                    format!(
                        "blocker {player} is impatient, but leaving the profile gains him {}",
                        show(&gain)
                    )
                })?;
            }
            Ok(Standing::Unproved)
        }
        "Monitoring" | "PrefersSelfHelp" | "NoStageEquilibrium" | "Distrust" | "NoAdmissibleDivision" => {
            Ok(Standing::Unproved)
        }
        _ => {
            let place = node.place().into();
            Err(CheckError::UnknownWord { place, found: reason.into(), known: REASONS }.into())
        }
    }
}

/// Checks the reason of a refuted target and notes what it is worth.
pub(super) fn check_reason(claim: &mut Claim, root: &Node, target: &Target) -> Outcome<()> {
    let standing = standing(claim, root, target)?;
    if let Some(reason) = root.optional("reason") {
        let reason = reason.text()?;
        claim.note(match standing {
            Standing::Proved => format!("reason {reason} holds in the stage game, whatever the patience"),
            Standing::Unproved => {
                format!("reason {reason} is a description; only the refutation was re-checked")
            }
        });
    }
    Ok(())
}

/// Whether `u2 = b - a u1` with `a > 0` in every cell, `u1` not constant.
pub(super) fn is_strictly_competitive(stage: &Stage) -> bool {
    if stage.players() != 2 {
        return false;
    }
    let first = stage.payoffs(0);
    let Some(second) = (1..stage.profiles()).map(|cell| stage.payoffs(cell)).find(|cell| cell[0] != first[0])
    else {
        return false;
    };
    let slope = (&first[1] - &second[1]) / (&second[0] - &first[0]);
    slope.is_positive()
        && (0..stage.profiles()).all(|cell| {
            let cell = stage.payoffs(cell);
            &first[1] - &cell[1] == &slope * (&cell[0] - &first[0])
        })
}

/// Below the pure minmax, or at it with a gain from leaving: then no patience helps.
fn is_below_minmax(stage: &Stage, target: &Target, player: usize) -> bool {
    let minmax = stage.pure_minmax(player);
    match target {
        Target::Profile(profile) => {
            let payoff = stage.payoff(*profile, player);
            *payoff < minmax || (*payoff == minmax && stage.gain(*profile, player).is_positive())
        }
        Target::Payoff(payoff) => payoff[player] < minmax,
        Target::Cycle(_) | Target::Objective(_) | Target::Welfare(_) | Target::Better(_) | Target::Folk => {
            false
        }
    }
}

/// Whether some deviation ends the game for sure and pays more than the profile does at any discount
/// factor: its value for ever lies between its first period's payoff and what it tends to with patience.
fn prefers_to_end(stage: &Stage, profile: usize, player: usize) -> bool {
    let first = stage.for_ever(profile, player, &Rational::ZERO);
    let limit = match stage.absorption(profile) {
        Some(end) if end.probability.is_positive() => end.payoff[player].clone(),
        _ => stage.payoff(profile, player).clone(),
    };
    let most = first.max(limit);
    let mut ends = stage.deviations(profile, player).filter(|&other| stage.ends(other));
    ends.any(|other| stage.absorption(other).is_some_and(|end| end.payoff[player] > most))
}

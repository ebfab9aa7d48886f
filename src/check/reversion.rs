//! Reversion to pure stage equilibria (Friedman 1971): its threshold is a closed form.

use super::claim::Claim;
use super::error::{CheckError, Outcome};
use super::stage::Stage;
use crate::exact::Rational;

/// How deviators are punished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Punishment {
    /// By the worst equilibrium for the deviator (Abreu 1988).
    Optimal,
    /// By the pure stage equilibrium that is worst for the deviator.
    Nash,
    /// Every deviator by the same pure stage equilibrium.
    Grim,
}

impl Punishment {
    /// Reads `punishment` from the result or its target; optimal where it is left out.
    pub(super) fn read(claim: &Claim) -> Outcome<Self> {
        let target = claim.root.optional("target");
        let node = claim.root.optional("punishment");
        let Some(node) = node.or_else(|| target.and_then(|target| target.optional("punishment"))) else {
            return Ok(Punishment::Optimal);
        };
        match node.text()? {
            "optimal" => Ok(Punishment::Optimal),
            "nash" => Ok(Punishment::Nash),
            "grim" => Ok(Punishment::Grim),
            found => {
                let place = node.place().into();
                Err(CheckError::UnknownWord { place, found: found.into(), known: "optimal, nash, grim" }
                    .into())
            }
        }
    }
}

/// The least discount factor from which on, up to 1, `profile` for ever is supported by reversion to
/// `punish[i]` after player i deviates; `None` if there is none.
fn threshold_against(stage: &Stage, profile: usize, punish: &[usize]) -> Option<Rational> {
    let mut low = Rational::ZERO;
    for (player, &equilibrium) in punish.iter().enumerate() {
        let conform = stage.payoff(profile, player);
        let at_one = conform - stage.payoff(equilibrium, player);
        for deviation in stage.deviations(profile, player) {
            // g - (1 - d) dev - d e is linear in d: it has to stay at least 0 from its root on.
            let at_zero = conform - stage.payoff(deviation, player);
            if at_one.is_negative() || (at_zero.is_negative() && at_one.is_zero()) {
                return None;
            }
            if at_zero.is_negative() {
                low = low.max(&at_zero / &(&at_zero - &at_one));
            }
        }
    }
    Some(low)
}

/// The least discount factor from which on reversion supports the profile; `None` if there is none.
pub(super) fn threshold(stage: &Stage, profile: usize, punishment: Punishment) -> Option<Rational> {
    let equilibria: Vec<usize> =
        (0..stage.profiles()).filter(|&cell| stage.is_stage_equilibrium(cell)).collect();
    if punishment == Punishment::Grim {
        let players = stage.players();
        let by = |&cell: &usize| threshold_against(stage, profile, &vec![cell; players]);
        return equilibria.iter().filter_map(by).min();
    }
    let worst = |player: usize| equilibria.iter().copied().min_by_key(|&cell| stage.payoff(cell, player));
    let punish: Option<Vec<usize>> = (0..stage.players()).map(worst).collect();
    threshold_against(stage, profile, &punish?)
}

/// A discount factor below which no punishment at all supports the profile: the largest
/// `h_i / (best_i - minmax_i)` over players who gain by leaving. `None` if patience never helps.
pub(super) fn static_bound(stage: &Stage, profile: usize) -> Option<Rational> {
    let mut bound = Rational::ZERO;
    for player in 0..stage.players() {
        let gain = stage.gain(profile, player);
        if !gain.is_positive() {
            continue;
        }
        let at_stake = stage.best_reply_payoff(profile, player)? - &stage.pure_minmax(player);
        if at_stake <= gain {
            return None;
        }
        bound = bound.max(gain / at_stake);
    }
    Some(bound)
}

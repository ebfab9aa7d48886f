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

/// The least discount factor at which `profile` for ever is supported by reversion to `punish[i]` after
/// player i deviates; `None` if there is none. Where the punishment rewards a player who has nothing to
/// gain at first, support may end again below 1.
fn threshold_against(stage: &Stage, profile: usize, punish: &[usize]) -> Option<Rational> {
    let mut low = Rational::ZERO;
    let mut high = Rational::ONE;
    for (player, &equilibrium) in punish.iter().enumerate() {
        let conform = stage.payoff(profile, player);
        let at_one = conform - stage.payoff(equilibrium, player);
        for deviation in stage.deviations(profile, player) {
            // g - (1 - d) dev - d e is linear in d: at least 0 from its root on, or up to it.
            let at_zero = conform - stage.payoff(deviation, player);
            if at_zero.is_negative() && !at_one.is_positive() {
                return None;
            }
            if at_zero.is_negative() {
                low = low.max(&at_zero / &(&at_zero - &at_one));
            } else if at_one.is_negative() {
                high = high.min(&at_zero / &(&at_zero - &at_one));
            }
        }
    }
    (low <= high && high.is_positive()).then_some(low)
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

/// The surplus of a player at a step of a path as a polynomial in the discount factor (constant first), with
/// a fixed payoff after leaving: `sum_(k=1..n) d^k (g_k - threat) - (1 - d^n) gain`.
pub(super) fn surplus(
    stage: &Stage,
    path: &[usize],
    step: usize,
    player: usize,
    threat: &Rational,
) -> Vec<Rational> {
    let n = path.len();
    let gain = stage.gain(path[step], player);
    let ahead = (1..=n).map(|k| stage.payoff(path[(step + k) % n], player) - threat);
    let mut coefficients: Vec<Rational> = std::iter::once(-&gain).chain(ahead).collect();
    coefficients[n] += &gain;
    coefficients
}

/// Whether stage equilibria cannot deter every deviation from a path at a discount factor.
pub(super) fn reversion_fails(stage: &Stage, path: &[usize], punishment: Punishment, d: &Rational) -> bool {
    let fails = |threats: &[Rational]| {
        (0..path.len()).any(|step| {
            threats.iter().enumerate().any(|(player, threat)| {
                let surplus = surplus(stage, path, step, player, threat);
                surplus.iter().rev().fold(Rational::ZERO, |value, c| value * d + c).is_negative()
            })
        })
    };
    punishments(stage, punishment).iter().all(|threats| fails(threats))
}

/// What the possible punishments pay the players who deviate: one list per stage equilibrium for grim, the
/// worst for each player for Nash reversion.
pub(super) fn punishments(stage: &Stage, punishment: Punishment) -> Vec<Vec<Rational>> {
    let equilibria: Vec<usize> =
        (0..stage.profiles()).filter(|&cell| stage.is_stage_equilibrium(cell)).collect();
    if punishment == Punishment::Grim {
        return equilibria.iter().map(|&cell| stage.payoffs(cell).to_vec()).collect();
    }
    let worst = |player: usize| equilibria.iter().map(|&cell| stage.payoff(cell, player)).min().cloned();
    let threats: Option<Vec<Rational>> = (0..stage.players()).map(worst).collect();
    threats.into_iter().collect()
}

/// Whether below a number no punishment at all supports a path: somebody with something to gain has,
/// against pure minmax for ever, a surplus that vanishes there. Up to there surpluses of a supported path
/// would only rise, and at 0 this one is below zero. The number is the root of the polynomial.
pub(super) fn minmax_fails_below(stage: &Stage, path: &[usize], polynomial: &[Rational]) -> bool {
    (0..path.len()).any(|step| {
        (0..stage.players()).any(|player| {
            stage.gain(path[step], player).is_positive()
                && divides(polynomial, &surplus(stage, path, step, player, &stage.pure_minmax(player)))
        })
    })
}

/// Whether one polynomial divides another (constants first).
fn divides(divisor: &[Rational], of: &[Rational]) -> bool {
    let top = divisor.iter().rposition(|c| !c.is_zero());
    let Some(top) = top.filter(|top| *top > 0) else { return false };
    let mut rest = of.to_vec();
    for at in (top..rest.len()).rev() {
        let factor = &rest[at] / &divisor[top];
        for (k, c) in divisor[..=top].iter().enumerate() {
            rest[at - top + k] -= &(&factor * c);
        }
    }
    rest.iter().all(Rational::is_zero)
}

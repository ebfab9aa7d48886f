//! Mixed strategies as printed, and what they pay.

use crate::check::budget::widest;
use crate::check::claim::{Claim, require_lottery};
use crate::check::error::{Outcome, require};
use crate::check::node::{Node, Printed, show};
use crate::check::stage::Stage;
use crate::exact::Rational;

/// How far the sum of probabilities printed as floats may be from 1.
fn rounding() -> Rational {
    Rational::new(1, 1_000_000_000)
}

/// Reads a distribution: strings have to be a lottery exactly; floats are divided by their sum, which
/// may be off by 10^-9.
pub(super) fn read_distribution(node: &Node, entries: &[Node]) -> Outcome<Vec<Rational>> {
    let printed: Vec<Printed> = entries.iter().map(Node::printed).collect::<Result<_, _>>()?;
    if printed.iter().all(|entry| entry.exact) {
        let values: Vec<Rational> = printed.into_iter().map(|entry| entry.value).collect();
        require_lottery(node, values.iter())?;
        return Ok(values);
    }
    let negligible = -Rational::new(1, 1_000_000_000_000);
    let total: Rational = printed.iter().map(|entry| &entry.value).sum();
    require((&total - Rational::ONE).abs() <= rounding(), || {
        format!("the probabilities of {} sum to {}, not to 1", node.place(), show(&total))
    })?;
    if let Some(negative) = printed.iter().find(|entry| entry.value < negligible) {
        let sentence = format!("{} has the negative probability {}", node.place(), show(&negative.value));
        return Err(crate::check::error::Stop::False(sentence));
    }
    let kept: Vec<Rational> = printed.into_iter().map(|entry| entry.value.max(Rational::ZERO)).collect();
    let total: Rational = kept.iter().sum();
    Ok(kept.into_iter().map(|value| value / &total).collect())
}

/// Reads a mixed strategy over `actions` actions.
pub(super) fn read_mixed(node: &Node, actions: usize) -> Outcome<Vec<Rational>> {
    read_distribution(node, &node.items_of(actions)?)
}

/// What each action of `player` pays on average against the others' mixed strategies.
pub(super) fn action_payoffs(
    claim: &Claim,
    strategies: &[Vec<Rational>],
    player: usize,
    place: &str,
) -> Outcome<Vec<Rational>> {
    let stage: &Stage = &claim.stage;
    let bits = strategies.iter().map(widest).max().unwrap_or(0);
    claim.budget.spend(stage.profiles() * (stage.players() + 1), bits, place)?;
    let mut payoffs = vec![Rational::ZERO; stage.actions(player)];
    for profile in 0..stage.profiles() {
        let others = (0..stage.players()).filter(|&other| other != player);
        let weights = others.map(|other| &strategies[other][stage.action(profile, other)]);
        let mut weight = Rational::ONE;
        for factor in weights {
            if factor.is_zero() {
                weight = Rational::ZERO;
                break;
            }
            weight *= factor;
        }
        if !weight.is_zero() {
            payoffs[stage.action(profile, player)] += &(weight * stage.payoff(profile, player));
        }
    }
    Ok(payoffs)
}

/// The tolerance for numbers that a float computation produced: 10^-9 of the largest payoff.
pub(super) fn tolerance(stage: &Stage) -> Rational {
    stage.scale() * Rational::new(1, 1_000_000_000)
}

/// Reads `bounds: [low, high]` and `value`, which has to lie between them.
pub(super) fn read_bounds(claim: &Claim) -> Outcome<(Rational, Rational)> {
    let root = &claim.root;
    let bounds = root.field("bounds")?.printed_list(2)?;
    let value = root.field("value")?.printed()?.value;
    let (low, high) = (&bounds[0], &bounds[1]);
    require(low <= high, || format!("bounds are {} and {}, in the wrong order", show(low), show(high)))?;
    let rounding = claim.stage.rounding();
    require(low - &rounding <= value && value <= high + &rounding, || {
        format!("value is {}, outside its bounds {} and {}", show(&value), show(low), show(high))
    })?;
    Ok((low.clone(), high.clone()))
}

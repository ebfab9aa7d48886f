//! Results of `sustain`: an automaton that plays the target, or a refutation.

use super::automaton::{Automaton, verify};
use super::claim::Claim;
use super::error::{CheckError, Outcome, require};
use super::fails::{objective_bound, verify_refutation};
use super::node::{Node, show, show_all};
use super::outer::{Enclosure, enclose};
use super::refutation::verify_chain;
use super::target::{Objective, Target};
use super::verdict::check_reason;
use crate::exact::Rational;

/// Checks a whole result.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    let d = claim.required_discounts()?;
    let target = Target::read(claim)?;
    let root = claim.root.clone();
    if !root.names("sustained") {
        root.field("sustained")?;
    }
    match root.optional("sustained").map(|node| node.boolean()).transpose()? {
        Some(true) => sustained(claim, &root, &target, &d),
        Some(false) => {
            verify_refutation(claim, &root.field("refutation")?, &target, &d, None)?;
            check_reason(claim, &root, &target)
        }
        None => {
            claim.note("the result is undecided and claims nothing about the target");
            if let Some(refutation) = root.optional("refutation") {
                verify_chain(claim, &refutation, &d, None)?;
            }
            if let Some(automaton) = root.optional("automaton") {
                verify(claim, &automaton, &d)?;
            }
            Ok(())
        }
    }
}

fn sustained(claim: &mut Claim, root: &Node, target: &Target, d: &[Rational]) -> Outcome<()> {
    let node = root.field("automaton")?;
    let automaton = verify(claim, &node, d)?;
    let start = automaton.initial_value();
    let rounding = claim.stage.rounding();
    let payoff = root.field("payoff")?;
    for (player, item) in payoff.items_of(claim.stage.players())?.iter().enumerate() {
        item.require_value(&start[player], &rounding, "the automaton's initial value")?;
    }
    match target {
        Target::Objective(objective) => attained_and_bounded(claim, root, *objective, &start, d),
        target => require_plays(claim, &node, &automaton, target),
    }
}

/// Requires that the automaton plays the target: its profiles in every state on the path, or the payoff
/// as its initial value.
pub(super) fn require_plays(
    claim: &mut Claim,
    node: &Node,
    automaton: &Automaton,
    target: &Target,
) -> Outcome<()> {
    if let Some(path) = target.path() {
        let size = automaton.states.len() * path.len();
        claim.budget.spend(size, 0, node.place())?;
        for (state, step) in automaton.on_path(&claim.stage, path.len()) {
            for (number, draw) in automaton.states[state].draws.iter().enumerate() {
                require(draw.profile == path[step] || draw.probability.is_zero(), || {
                    format!(
                        "{}.states[{state}].draws[{number}] is on the path and plays {}, but the target is {}",
                        node.place(),
                        claim.stage.name(draw.profile),
                        target.describe(&claim.stage)
                    )
                })?;
            }
        }
    }
    if let Target::Payoff(payoff) = target {
        let start = automaton.initial_value();
        require(&start == payoff, || {
            format!("{} starts at {}, not at {}", node.place(), show_all(&start), show_all(payoff))
        })?;
    }
    let start = automaton.initial_value();
    let reached = match target {
        Target::Welfare(level) => start.iter().sum::<Rational>() >= *level,
        Target::Better(benchmark) => start.iter().zip(benchmark).all(|(value, least)| value > least),
        _ => true,
    };
    require(reached, || {
        let (start, wanted) = (show_all(&start), target.describe(&claim.stage));
        format!("{} starts at {start}, which is not {wanted}", node.place())
    })?;
    claim.note(format!("{} yields {}", node.place(), target.describe(&claim.stage)));
    Ok(())
}

/// `value` and `bounds: [attained, bound]` of an objective.
fn attained_and_bounded(
    claim: &mut Claim,
    root: &Node,
    objective: Objective,
    start: &[Rational],
    d: &[Rational],
) -> Outcome<()> {
    let attained = objective.value(start);
    let rounding = claim.stage.rounding() * Rational::from(claim.stage.players());
    let bounds = root.field("bounds")?;
    let ends = bounds.items_of(2)?;
    let values = [ends[0].printed()?, ends[1].printed()?];
    // The attained end comes first; a least payoff may also be printed in the order of size.
    let agrees = |end: usize| {
        let off = (&values[end].value - &attained).abs();
        if values[end].exact { off.is_zero() } else { off <= rounding }
    };
    let other = match (agrees(0), agrees(1)) {
        (true, _) => 1,
        (false, true) if matches!(objective, Objective::Worst(_)) => 0,
        _ => {
            ends[0].require_value(&attained, &rounding, "what the automaton attains")?;
            1
        }
    };
    let bound = &values[other].value;
    let slack = if values[other].exact { Rational::ZERO } else { rounding.clone() };
    let worst = matches!(objective, Objective::Worst(_));
    let beyond = |bound: &Rational, value: &Rational| {
        if worst { bound - &slack > *value } else { bound + &slack < *value }
    };
    require(!beyond(bound, &attained), || {
        format!("{} is {}, but the automaton attains {}", ends[other].place(), show(bound), show(&attained))
    })?;
    let value = root.field("value")?.printed()?.value;
    let (low, high) = if &attained <= bound { (&attained, bound) } else { (bound, &attained) };
    require(low - &rounding <= value && value <= high + &rounding, || {
        format!("value is {}, outside its bounds {} and {}", show(&value), show(low), show(high))
    })?;
    if let Some(refutation) = root.optional("refutation") {
        let last = verify_chain(claim, &refutation, d, None)?;
        let proven = objective_bound(claim, objective, &last)?.ok_or_else(|| CheckError::OutOfRange {
            place: refutation.place().into(),
            found: "an empty or unbounded last set".into(),
            problem: "no bound on the objective",
        })?;
        require(!beyond(bound, &proven), || {
            format!(
                "{} is {}, but the last set only proves {}",
                ends[other].place(),
                show(bound),
                show(&proven)
            )
        })?;
        claim.note("bounds: the automaton attains one end, and the chain proves the other");
        return Ok(());
    }
    let weights = objective.weights(2);
    let room = claim.stage.scale() * Rational::new(1, 1_000_000_000);
    let proven = enclose(claim, d, |set| {
        set.support(&[weights[0].clone(), weights[1].clone()])
            .is_none_or(|top| if worst { -top >= bound - &room } else { top <= bound + &room })
    })?;
    claim.note(match proven {
        Enclosure::Reached => "bounds: the automaton attains one end; the other holds by the checker's own iteration up to 1e-9",
        _ => "bounds: the automaton attains one end; the other was not re-checked (the result carries no chain for it)",
    });
    Ok(())
}

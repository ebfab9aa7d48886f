//! The map of what enters where: every piece is checked as a result of its own.

use super::super::automaton::verify;
use super::super::claim::Claim;
use super::super::error::{Outcome, require};
use super::super::fails::verify_refutation;
use super::super::node::Node;
use super::super::reversion::Punishment;
use super::super::target::Target;
use super::{common, value};
use crate::exact::Rational;

/// Checks entries and steps.
pub(super) fn check(claim: &mut Claim, root: &Node) -> Outcome<()> {
    for entry in root.field("entries")?.items()? {
        let profile = claim.stage.read_profile(&entry.field("profile")?)?;
        value(claim, &entry, &Target::Profile(profile), Punishment::Optimal)?;
    }
    for step in root.field("steps")?.items()? {
        check_step(claim, &step)?;
    }
    claim.note("map: every entry and every step carries its own evidence; what lies between is not claimed");
    Ok(())
}

/// A payoff that is sustained at the upper bound, and refuted at the lower one with room to spare.
fn check_step(claim: &mut Claim, step: &Node) -> Outcome<()> {
    let players = claim.stage.players();
    let bounds = step.field("bounds")?.exact_list(2)?;
    require(bounds[0].is_positive() && bounds[0] < bounds[1] && bounds[1] < Rational::ONE, || {
        format!("{}.bounds are not 0 < lower < upper < 1", step.place())
    })?;
    let payoff = step.field("payoff")?.exact_list(players)?;
    let above = common(claim, &bounds[1])?;
    let automaton = verify(claim, &step.field("automaton")?, &above)?;
    require(automaton.initial_value() == payoff, || {
        format!("{}.automaton does not start at the payoff of the step", step.place())
    })?;
    let below = common(claim, &bounds[0])?;
    let refutation = step.field("refutation")?;
    verify_refutation(claim, &refutation, &Target::Payoff(payoff.clone()), &below, None)?;
    let Some(rise) = step.optional("rise") else { return Ok(()) };
    // The distance from the half-space to the payoff, each player's payoffs rescaled to [0, 1].
    let half = refutation.field("fails")?.field("separation")?;
    let (normal, bound) = (half.field("normal")?.exact_list(players)?, half.field("bound")?.exact()?);
    let excess = normal.iter().zip(&payoff).map(|(h, x)| h * x).sum::<Rational>() - bound;
    let scaled = normal.iter().enumerate().map(|(i, h)| h * claim.stage.range(i));
    let length = scaled.map(|h| &h * &h).sum::<Rational>();
    let rise = rise.printed()?.value;
    require(!rise.is_negative() && &rise * &rise * length <= &excess * &excess, || {
        format!("{}.rise is more than the refutation leaves between the set and the payoff", step.place())
    })
}

//! Quantal responses: the profile that the path leads to is evaluated anew, with its regret.

use super::nash::{Gains, check_profile};
use crate::check::claim::Claim;
use crate::check::error::Outcome;
use crate::check::node::show;

/// Checks `equilibrium`; the points of the path, floats that solve equations with exponentials, are not
/// re-checked.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    let node = claim.root.field("equilibrium")?;
    node.field("regret")?;
    let (_, regret) = check_profile(claim, &node, Gains::Stated)?;
    claim.note(match regret.is_zero() {
        true => "equilibrium: no deviation gains, exactly".to_string(),
        false => format!("equilibrium: the largest gain from deviating is {}, as stated", show(&regret)),
    });
    claim.note("path: not re-checked (responses in floats)");
    Ok(())
}

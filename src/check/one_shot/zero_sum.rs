//! Constant-sum games: each strategy proves one side of the value.

use super::mixed::{action_payoffs, read_bounds, read_mixed};
use crate::check::claim::Claim;
use crate::check::error::{CheckError, Outcome, require};
use crate::check::node::{Node, show};
use crate::exact::Rational;

/// The strategy to use: exact strings if they are given beside the floats.
fn strategy(claim: &Claim, name: &str, player: usize) -> Outcome<Vec<Rational>> {
    let root = &claim.root;
    let beside = root.optional("exact").and_then(|exact| exact.optional(name));
    let node: Node = match beside {
        Some(exact) => exact,
        None => root.field(name)?,
    };
    read_mixed(&node, claim.stage.actions(player))
}

/// Checks `value`, `bounds`, `row` and `column`.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    let stage = &claim.stage;
    if stage.players() != 2 {
        let (place, found) = ("game".into(), format!("a game of {} players", stage.players()));
        return Err(CheckError::OutOfRange { place, found, problem: "not two players" }.into());
    }
    let sum = |profile: usize| stage.payoff(profile, 0) + stage.payoff(profile, 1);
    let total = sum(0);
    if let Some(other) = (1..stage.profiles()).find(|&profile| sum(profile) != total) {
        return Err(crate::check::error::Stop::False(format!(
            "the game is not constant-sum: profile {} sums to {}, the first to {}",
            stage.name(other),
            show(&sum(other)),
            show(&total)
        )));
    }
    let (low, high) = read_bounds(claim)?;
    let strategies = vec![strategy(claim, "row", 0)?, strategy(claim, "column", 1)?];
    let column_pays = action_payoffs(claim, &strategies, 1, "row")?;
    let guaranteed = total - column_pays.into_iter().max().unwrap_or_default();
    let conceded = action_payoffs(claim, &strategies, 0, "column")?.into_iter().max().unwrap_or_default();
    let rounding = claim.stage.rounding();
    require(low <= &guaranteed + &rounding, || {
        format!("bounds[0] is {}, but row guarantees only {}", show(&low), show(&guaranteed))
    })?;
    require(high >= &conceded - &rounding, || {
        format!("bounds[1] is {}, but column concedes {}", show(&high), show(&conceded))
    })?;
    claim.note(format!(
        "row guarantees {} and column concedes at most {}: the bounds enclose the value up to the rounding of the strategies",
        show(&guaranteed),
        show(&conceded)
    ));
    Ok(())
}

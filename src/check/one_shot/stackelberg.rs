//! Commitment of player 0 (von Stengel and Zamir 2010): the reply is a best reply, and no commitment
//! pays more.

use super::mixed::{action_payoffs, read_bounds, read_mixed, tolerance};
use crate::check::claim::Claim;
use crate::check::error::{CheckError, Outcome, require};
use crate::check::node::show;
use crate::check::simplex::{Optimum, Program, minimise};
use crate::exact::Rational;

/// The largest number of cells for which the value is solved again.
const MAX_CELLS: usize = 400;

/// Checks `value`, `bounds`, `leader` and `reply`.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    let root = claim.root.clone();
    if claim.stage.players() != 2 {
        let (place, found) = ("game".into(), format!("a game of {} players", claim.stage.players()));
        return Err(CheckError::OutOfRange { place, found, problem: "not two players" }.into());
    }
    let (low, high) = read_bounds(claim)?;
    let node = root.optional("exact").and_then(|exact| exact.optional("leader"));
    let node = match node {
        Some(exact) => exact,
        None => root.field("leader")?,
    };
    let leader = read_mixed(&node, claim.stage.actions(0))?;
    let reply = root.field("reply")?.index_below(claim.stage.actions(1), "actions")?;
    let follows: Vec<Rational> = (0..claim.stage.actions(1))
        .map(|action| if action == reply { Rational::ONE } else { Rational::ZERO })
        .collect();
    let strategies = vec![leader, follows];
    let tolerance = tolerance(&claim.stage);
    let replies = action_payoffs(claim, &strategies, 1, "reply")?;
    for (action, pays) in replies.iter().enumerate() {
        let gain = pays - &replies[reply];
        require(gain <= tolerance, || {
            format!("reply is {reply}, but the follower gains {} by {action}", show(&gain))
        })?;
    }
    let pays = action_payoffs(claim, &strategies, 0, "leader")?;
    let value: Rational = pays.iter().zip(&strategies[0]).map(|(pay, weight)| pay * weight).sum();
    root.field("value")?.require_value(&value, &tolerance, "what the commitment pays")?;
    claim.note("reply: it is a best reply to leader, and value is what the pair pays");
    if claim.stage.profiles() > MAX_CELLS {
        claim.note("bounds: the upper one was not re-checked (the game is large)");
        return Ok(());
    }
    let Some(best) = best_commitment(claim)? else { return Ok(()) };
    let rounding = claim.stage.rounding();
    require(&low - &rounding <= best && best <= &high + &rounding, || {
        format!("bounds are {} and {}, but the best commitment pays {}", show(&low), show(&high), show(&best))
    })?;
    claim.note("bounds: they enclose the best commitment, solved again in exact fractions");
    Ok(())
}

/// The best commitment over all replies (Conitzer and Sandholm 2006), ties for the leader.
fn best_commitment(claim: &Claim) -> Result<Option<Rational>, CheckError> {
    let stage = &claim.stage;
    let (m, n) = (stage.actions(0), stage.actions(1));
    let cell = |i: usize, j: usize, player: usize| stage.payoff(stage.profile_of(&[i, j]), player);
    let mut best: Option<Rational> = None;
    for reply in 0..n {
        // Columns: the leader's weights, one slack for each other reply.
        let width = m + n;
        let mut rows = Vec::new();
        for other in (0..n).filter(|&other| other != reply) {
            let mut row: Vec<Rational> = (0..m).map(|i| cell(i, other, 1) - cell(i, reply, 1)).collect();
            row.extend((0..n).map(|slack| if slack == other { Rational::ONE } else { Rational::ZERO }));
            rows.push(row);
        }
        let mut total = vec![Rational::ONE; m];
        total.resize(width, Rational::ZERO);
        rows.push(total);
        let mut right = vec![Rational::ZERO; n - 1];
        right.push(Rational::ONE);
        let mut cost: Vec<Rational> = (0..m).map(|i| -cell(i, reply, 0)).collect();
        cost.resize(width, Rational::ZERO);
        if let Optimum::Value(value) = minimise(&Program { rows, right, cost }, &claim.budget, "bounds")? {
            let value = -value;
            if best.as_ref().is_none_or(|best| &value > best) {
                best = Some(value);
            }
        }
    }
    Ok(best)
}

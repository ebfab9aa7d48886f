//! Minmax values: pure ones by enumeration, mixed and correlated ones by exact linear programs.

use super::mixed::tolerance;
use crate::check::claim::Claim;
use crate::check::error::{CheckError, Outcome, require};
use crate::check::node::{Node, show};
use crate::check::simplex::{Optimum, Program, minimise};
use crate::exact::Rational;

/// The largest tableau that is solved.
const MAX_TABLEAU: usize = 12_000;

/// Checks `pure`, `mixed` and `correlated`, one entry for each player, `null` where not computed.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    let root = claim.root.clone();
    let players = claim.stage.players();
    let (rounding, tolerance) = (claim.stage.rounding(), tolerance(&claim.stage));
    let lists = ["pure", "mixed", "correlated"].map(|name| root.optional(name));
    let lists: Vec<Option<Vec<Node>>> = lists
        .into_iter()
        .map(|list| list.map(|list| list.items_of(players)).transpose())
        .collect::<Result<_, CheckError>>()?;
    let present = |list: usize, player: usize| {
        lists[list].as_ref().map(|items| &items[player]).filter(|node| !node.is_null())
    };
    let (mut proven, mut open) = (0, 0);
    for player in 0..players {
        let pure = claim.stage.pure_minmax(player);
        if let Some(node) = present(0, player) {
            node.require_value(&pure, &rounding, "the pure minmax")?;
        }
        if present(1, player).is_none() && present(2, player).is_none() {
            continue;
        }
        // Against correlated opponents; with two players that is the mixed minmax too.
        let value = correlated(claim, player)?;
        for list in [1, 2] {
            let Some(node) = present(list, player) else { continue };
            match &value {
                Some(value) if list == 2 || players <= 2 => {
                    node.require_value(value, &tolerance, "the minmax by an exact linear program")?;
                    proven += 1;
                }
                value => {
                    let printed = node.printed()?.value;
                    let above = value.as_ref().is_none_or(|value| &printed + &tolerance >= *value);
                    require(above && printed <= &pure + &tolerance, || {
                        let place = node.place();
                        format!(
                            "{place} is {}, not between the correlated and the pure minmax",
                            show(&printed)
                        )
                    })?;
                    open += 1;
                }
            }
        }
    }
    claim.note(format!(
        "pure minmax by enumeration; {proven} mixed or correlated values by exact linear programs, {open} only between their neighbours"
    ));
    Ok(())
}

/// The least the others can hold `player` to with a joint lottery; `None` if the program is too large.
fn correlated(claim: &Claim, player: usize) -> Outcome<Option<Rational>> {
    let stage = &claim.stage;
    let against: Vec<usize> = (0..stage.profiles()).filter(|&p| stage.action(p, player) == 0).collect();
    let actions = stage.actions(player);
    // Columns: the others' profiles, the level in two parts, one slack for each action.
    let width = against.len() + 2 + actions;
    if width * (actions + 1) > MAX_TABLEAU {
        return Ok(None);
    }
    let mut rows = Vec::new();
    for action in 0..actions {
        let pays =
            |&profile: &usize| stage.payoff(stage.with_action(profile, player, action), player).clone();
        let mut row: Vec<Rational> = against.iter().map(pays).collect();
        row.extend([-Rational::ONE, Rational::ONE]);
        row.extend((0..actions).map(|own| if own == action { Rational::ONE } else { Rational::ZERO }));
        rows.push(row);
    }
    let mut total = vec![Rational::ONE; against.len()];
    total.resize(width, Rational::ZERO);
    rows.push(total);
    let mut right = vec![Rational::ZERO; actions];
    right.push(Rational::ONE);
    let mut cost = vec![Rational::ZERO; width];
    cost[against.len()] = Rational::ONE;
    cost[against.len() + 1] = -Rational::ONE;
    Ok(match minimise(&Program { rows, right, cost }, &claim.budget, "minmax")? {
        Optimum::Value(value) => Some(value),
        Optimum::Infeasible | Optimum::Unbounded => None,
    })
}

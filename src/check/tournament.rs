//! Results of `tournament`: every pair's payoffs by solving for the values of its joint states.
//!
//! Two finite strategies move through finitely many pairs of states. With discounting the values of these
//! solve a linear system that has one solution, which is found here by elimination in fractions.

use std::collections::HashMap;

use super::claim::{Claim, require_lottery};
use super::error::{CheckError, Outcome, require};
use super::node::{Node, show};
use super::stage::Stage;
use crate::exact::Rational;

/// A strategy as the checker reads it.
struct Strategy {
    initial: usize,
    /// Per state the probabilities of the own actions, trembles included, and the next state by profile.
    states: Vec<(Vec<Rational>, Vec<usize>)>,
}

/// Checks a whole result.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    if claim.stage.players() != 2 {
        let (place, found) = ("game".into(), format!("a game of {} players", claim.stage.players()));
        return Err(CheckError::OutOfRange { place, found, problem: "not two players" }.into());
    }
    let d = claim.required_discounts()?;
    let root = claim.root.clone();
    let node = root.field("tremble")?;
    let tremble = node.exact()?;
    require(!tremble.is_negative() && tremble < Rational::ONE, || {
        format!("{} is {}, which is no probability below 1", node.place(), show(&tremble))
    })?;
    let entrants = root.field("entrants")?.items()?;
    let mut seats = Vec::with_capacity(entrants.len());
    for entrant in &entrants {
        let pair = entrant.items_of(2)?;
        seats.push([read(claim, &pair[0], 0, &tremble)?, read(claim, &pair[1], 1, &tremble)?]);
    }
    let count = seats.len();
    let rows = root.field("payoffs")?.items_of(count)?;
    let mut totals = vec![Rational::ZERO; count];
    for (i, row) in rows.iter().enumerate() {
        for (j, cell) in row.items_of(count)?.iter().enumerate() {
            let stated = cell.exact_list(2)?;
            let values = meet(claim, &seats[i][0], &seats[j][1], &d, cell)?;
            for (player, (stated, value)) in stated.iter().zip(&values).enumerate() {
                require(stated == value, || {
                    format!(
                        "{}[{player}] is {}, but the strategies earn {}",
                        cell.place(),
                        show(stated),
                        show(value)
                    )
                })?;
            }
            totals[i] += &stated[0];
            totals[j] += &stated[1];
        }
    }
    let games = Rational::from(2 * count).checked_recip().unwrap_or_default();
    let scores: Vec<Rational> = totals.iter().map(|total| total * &games).collect();
    let rounding = claim.stage.rounding();
    for (printed, score) in root.field("scores")?.items_of(count)?.iter().zip(&scores) {
        printed.require_value(score, &rounding, "the mean over all opponents")?;
    }
    let ranking = root.field("ranking")?;
    let places = ranking.items_of(count)?;
    let order = places.iter().map(|item| item.index_below(count, "entrants"));
    let order: Vec<usize> = order.collect::<Outcome<_>>()?;
    let mut seen = order.clone();
    seen.sort_unstable();
    seen.dedup();
    let sorted = order.windows(2).all(|pair| scores[pair[0]] >= scores[pair[1]]);
    require(seen.len() == count && sorted, || format!("{} is not the order of the scores", ranking.place()))?;
    claim.note(format!(
        "payoffs: {} meetings evaluated afresh, exactly; scores and ranking follow",
        count * count
    ));
    Ok(())
}

fn read(claim: &Claim, node: &Node, player: usize, tremble: &Rational) -> Outcome<Strategy> {
    let stage = &claim.stage;
    let owner = node.field("player")?;
    require(owner.index()? == player, || format!("{} is not {player}", owner.place()))?;
    let list = node.field("states")?.items()?;
    let initial = node.field("initial")?.index_below(list.len(), "states")?;
    let actions = stage.actions(player);
    let mut states = Vec::with_capacity(list.len());
    for state in &list {
        let choices = state.field("actions")?;
        let mut meant = vec![Rational::ZERO; actions];
        for choice in choices.items()? {
            let action = choice.field("action")?.index_below(actions, "actions")?;
            meant[action] += choice.field("probability")?.exact()?;
        }
        require_lottery(&choices, meant.iter())?;
        // A tremble takes each of the other actions with equal probability.
        let real = if actions == 1 {
            meant
        } else {
            let stray = tremble / Rational::from(actions - 1);
            meant.iter().map(|p| p * (Rational::ONE - tremble) + (Rational::ONE - p) * &stray).collect()
        };
        let targets = state.field("next")?.items_of(stage.profiles())?;
        let next = targets.iter().map(|item| item.index_below(list.len(), "states"));
        states.push((real, next.collect::<Outcome<Vec<usize>>>()?));
    }
    Ok(Strategy { initial, states })
}

/// What two strategies earn on average against each other.
fn meet(
    claim: &Claim,
    first: &Strategy,
    second: &Strategy,
    d: &[Rational],
    place: &Node,
) -> Outcome<Vec<Rational>> {
    let stage: &Stage = &claim.stage;
    let mut numbers = HashMap::from([((first.initial, second.initial), 0usize)]);
    let mut pairs = vec![(first.initial, second.initial)];
    // Per pair of states, the profiles that come out with their probability and the pair that follows.
    let mut moves: Vec<Vec<(usize, Rational, usize)>> = Vec::new();
    while moves.len() < pairs.len() {
        let (x, y) = pairs[moves.len()];
        let mut outcomes = Vec::new();
        for (a, p) in first.states[x].0.iter().enumerate().filter(|(_, p)| !p.is_zero()) {
            for (b, q) in second.states[y].0.iter().enumerate().filter(|(_, q)| !q.is_zero()) {
                let profile = stage.profile_of(&[a, b]);
                let then = (first.states[x].1[profile], second.states[y].1[profile]);
                let number = *numbers.entry(then).or_insert_with(|| {
                    pairs.push(then);
                    pairs.len() - 1
                });
                outcomes.push((profile, p * q, number));
            }
        }
        moves.push(outcomes);
    }
    let count = pairs.len();
    claim.budget.spend(2 * count * count * (count + 1), 256, place.place())?;
    let mut values = Vec::with_capacity(2);
    for (player, d) in d.iter().enumerate() {
        let mut rows: Vec<Vec<Rational>> = Vec::with_capacity(count);
        for (k, outcomes) in moves.iter().enumerate() {
            let mut row = vec![Rational::ZERO; count + 1];
            row[k] = Rational::ONE;
            for (profile, chance, then) in outcomes {
                let today = stage.value(*profile, player, d, &Rational::ZERO);
                let carry = stage.value(*profile, player, d, &Rational::ONE) - &today;
                row[*then] -= chance * carry;
                row[count] += chance * today;
            }
            rows.push(row);
        }
        values.push(solve(rows));
    }
    Ok(values)
}

/// The first unknown of a system that has one solution (the diagonal dominates: discounting contracts).
fn solve(mut rows: Vec<Vec<Rational>>) -> Rational {
    let count = rows.len();
    // From the last unknown to the second; pivots stay non-zero by dominance.
    for k in (0..count).rev() {
        let scale = &Rational::ONE / &rows[k][k];
        rows[k].iter_mut().for_each(|x| *x *= &scale);
        let line = rows[k].clone();
        for row in rows.iter_mut().take(k).filter(|row| !row[k].is_zero()) {
            let factor = row[k].clone();
            row.iter_mut().zip(&line).for_each(|(x, y)| *x -= &(&factor * y));
        }
    }
    rows.swap_remove(0).pop().unwrap_or_default()
}

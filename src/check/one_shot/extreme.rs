//! All extreme equilibria of a small two-player game, by brute force.
//!
//! The best-response polyhedron of a player holds his mixed strategies with an upper bound on the
//! opponent's payoffs. Its vertices make as many inequalities tight as there are actions; each choice is
//! one small linear system. A pair of vertices is an extreme equilibrium exactly if every action of either
//! player is unplayed or a best reply (Mangasarian 1964).

use crate::check::claim::Claim;
use crate::check::error::CheckError;
use crate::exact::Rational;

/// The most choices of tight inequalities that are tried.
const MAX_CHOICES: usize = 3500;

/// A vertex: the strategy, and the labels it has (own actions unplayed, then the opponent's best replies).
struct Vertex {
    strategy: Vec<Rational>,
    labels: Vec<bool>,
}

/// All extreme equilibria; `None` if the game is too large or has not two players.
pub(super) fn extreme_equilibria(claim: &Claim) -> Result<Option<Vec<[Vec<Rational>; 2]>>, CheckError> {
    let stage = &claim.stage;
    if stage.players() != 2 {
        return Ok(None);
    }
    let (m, n) = (stage.actions(0), stage.actions(1));
    if choices(m + n, m).is_none_or(|count| count > MAX_CHOICES) {
        return Ok(None);
    }
    let cell = |i: usize, j: usize, player: usize| stage.payoff(stage.profile_of(&[i, j]), player).clone();
    let rows = vertices(claim, m, n, &|i, j| cell(i, j, 1))?;
    let columns = vertices(claim, n, m, &|j, i| cell(i, j, 0))?;
    let mut found = Vec::new();
    for x in &rows {
        for y in &columns {
            let own = (0..m).all(|i| x.labels[i] || y.labels[n + i]);
            let other = (0..n).all(|j| y.labels[j] || x.labels[m + j]);
            if own && other {
                found.push([x.strategy.clone(), y.strategy.clone()]);
            }
        }
    }
    Ok(Some(found))
}

fn choices(n: usize, k: usize) -> Option<usize> {
    (0..k).try_fold(1usize, |count, i| count.checked_mul(n - i).map(|product| product / (i + 1)))
}

/// The vertices of the polyhedron of a player with `own` actions, whose opponent with `other` actions
/// is paid `pays(own action, other action)`.
fn vertices(
    claim: &Claim,
    own: usize,
    other: usize,
    pays: &dyn Fn(usize, usize) -> Rational,
) -> Result<Vec<Vertex>, CheckError> {
    let mut found: Vec<Vertex> = Vec::new();
    let mut tight: Vec<usize> = (0..own).collect();
    loop {
        if let Some(vertex) = vertex_of(claim, &tight, own, other, pays)?
            && found.iter().all(|known| known.strategy != vertex.strategy)
        {
            found.push(vertex);
        }
        // The next choice of `own` labels out of `own + other`, in lexicographic order.
        let Some(place) = (0..own).rev().find(|&place| tight[place] < other + place) else { break };
        tight[place] += 1;
        for later in place + 1..own {
            tight[later] = tight[later - 1] + 1;
        }
    }
    Ok(found)
}

/// The vertex at which the chosen inequalities are tight, if it exists and satisfies the others.
fn vertex_of(
    claim: &Claim,
    tight: &[usize],
    own: usize,
    other: usize,
    pays: &dyn Fn(usize, usize) -> Rational,
) -> Result<Option<Vertex>, CheckError> {
    let support: Vec<usize> = (0..own).filter(|action| !tight.contains(action)).collect();
    let replies: Vec<usize> = tight.iter().filter(|&&label| label >= own).map(|label| label - own).collect();
    let size = support.len() + 1;
    claim.budget.spend(size * size * size + own * other, 2 * claim.stage.bits(), "equilibria")?;
    if support.is_empty() {
        return Ok(None);
    }
    // Unknowns: the weights of the support, then the opponent's payoff.
    let mut system: Vec<Vec<Rational>> = replies
        .iter()
        .map(|&reply| {
            let mut row: Vec<Rational> = support.iter().map(|&action| pays(action, reply)).collect();
            row.extend([-Rational::ONE, Rational::ZERO]);
            row
        })
        .collect();
    let mut total = vec![Rational::ONE; support.len()];
    total.extend([Rational::ZERO, Rational::ONE]);
    system.push(total);
    let Some(solution) = eliminate(system) else { return Ok(None) };
    let mut strategy = vec![Rational::ZERO; own];
    for (&action, weight) in support.iter().zip(&solution) {
        strategy[action] = weight.clone();
    }
    if strategy.iter().any(Rational::is_negative) {
        return Ok(None);
    }
    let payoffs: Vec<Rational> = (0..other)
        .map(|reply| support.iter().map(|&action| &strategy[action] * &pays(action, reply)).sum())
        .collect();
    let value = &solution[support.len()];
    if payoffs.iter().any(|payoff| payoff > value) {
        return Ok(None);
    }
    let unplayed = strategy.iter().map(Rational::is_zero);
    let labels = unplayed.chain(payoffs.iter().map(|payoff| payoff == value)).collect();
    Ok(Some(Vertex { strategy, labels }))
}

/// Solves a square system whose rows end in the right side; `None` if it is singular.
fn eliminate(mut rows: Vec<Vec<Rational>>) -> Option<Vec<Rational>> {
    let n = rows.len();
    for column in 0..n {
        let pivot = (column..n).find(|&row| !rows[row][column].is_zero())?;
        rows.swap(column, pivot);
        let scale = Rational::ONE / &rows[column][column];
        for entry in &mut rows[column] {
            *entry *= &scale;
        }
        let pivot_row = rows[column].clone();
        for (index, row) in rows.iter_mut().enumerate() {
            if index == column || row[column].is_zero() {
                continue;
            }
            let factor = row[column].clone();
            for (entry, pivot) in row.iter_mut().zip(&pivot_row) {
                *entry -= &(&factor * pivot);
            }
        }
    }
    Some(rows.into_iter().map(|mut row| row.swap_remove(n)).collect())
}

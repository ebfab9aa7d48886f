//! From the end of a path to a profile in fractions with its exact regret.
//!
//! Near the end the actions that matter have visible probabilities. Each guess at their supports gives
//! candidates: the pure profile; the solution of the indifference conditions, exact where they are linear
//! (two players with supports of equal size), else by Newton's method in floats; and the simplest fractions
//! beside that. Every candidate is evaluated exactly, and the one of least regret wins: nothing is
//! believed for how it was found.

use nalgebra::{DMatrix, DVector};

use super::field::Field;
use crate::equilibrium::{ApproximateEquilibrium, EquilibriumError, MixedStrategy, payoffs_against};
use crate::exact::{Rational, snap, solve};
use crate::game::Game;

/// Probabilities above these, one after the other, are taken for positive.
const THRESHOLDS: [f64; 3] = [1e-6, 1e-3, 1e-2];
/// How near a simple fraction has to be.
const NEAR: f64 = 1e-10;

/// The profile of least regret among the candidates near a point.
pub(super) fn recognise(
    game: &Game<Rational>,
    field: &Field,
    point: &[f64],
) -> Result<ApproximateEquilibrium, EquilibriumError> {
    let mut best = ApproximateEquilibrium::from_floats(game, &field.split(point))?;
    for threshold in THRESHOLDS {
        let supports: Vec<Vec<usize>> = field
            .split(point)
            .iter()
            .map(|p| (0..p.len()).filter(|&action| p[action] > threshold).collect())
            .collect();
        for candidate in candidates(game, field, point, &supports) {
            if best.is_equilibrium() {
                return Ok(best);
            }
            let candidate = ApproximateEquilibrium::evaluate(game, candidate)?;
            if candidate.epsilon < best.epsilon {
                best = candidate;
            }
        }
    }
    Ok(best)
}

fn candidates(
    game: &Game<Rational>,
    field: &Field,
    point: &[f64],
    supports: &[Vec<usize>],
) -> Vec<Vec<MixedStrategy>> {
    if supports.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    if supports.iter().all(|support| support.len() == 1) {
        let pure =
            supports.iter().zip(game.shape()).map(|(support, &of)| MixedStrategy::pure(support[0], of));
        return pure.collect::<Result<_, _>>().into_iter().collect();
    }
    let mut found: Vec<Vec<MixedStrategy>> = linear(game, supports).into_iter().collect();
    for floats in std::iter::once(restricted(field, point, supports)).chain(polished(field, point, supports))
    {
        let strategies = field.split(&floats);
        let simple: Option<Vec<MixedStrategy>> = strategies.iter().map(|p| fractions(p)).collect();
        found.extend(simple);
        let rounded: Result<Vec<_>, _> = strategies.iter().map(|p| MixedStrategy::from_floats(p)).collect();
        found.extend(rounded);
    }
    found
}

/// The mixtures that make both players indifferent over these supports, if they are unique.
fn linear(game: &Game<Rational>, supports: &[Vec<usize>]) -> Option<Vec<MixedStrategy>> {
    let [rows, columns] = supports else { return None };
    if rows.len() != columns.len() {
        return None;
    }
    // The mixture over `own` (of `player`) that makes all actions in `others` pay the other player the same.
    let mixture = |player: usize, own: &[usize], others: &[usize]| -> Option<MixedStrategy> {
        let size = own.len();
        let mut matrix = vec![vec![Rational::ZERO; size + 1]; size + 1];
        for (column, &action) in own.iter().enumerate() {
            let pure = MixedStrategy::pure(action, game.shape()[player]).ok()?;
            let replies = payoffs_against(game, 1 - player, &pure).ok()?;
            others.iter().enumerate().for_each(|(row, &reply)| matrix[row][column] = replies[reply].clone());
            matrix[size][column] = Rational::ONE;
        }
        (0..size).for_each(|row| matrix[row][size] = Rational::from(-1));
        let mut right = vec![Rational::ZERO; size + 1];
        right[size] = Rational::ONE;
        let solution = solve(&matrix, &right)?;
        let mut probabilities = vec![Rational::ZERO; game.shape()[player]];
        own.iter().zip(solution).for_each(|(&action, p)| probabilities[action] = p);
        MixedStrategy::new(probabilities).ok()
    };
    Some(vec![mixture(0, rows, columns)?, mixture(1, columns, rows)?])
}

/// The point without what lies outside the supports.
fn restricted(field: &Field, point: &[f64], supports: &[Vec<usize>]) -> Vec<f64> {
    let mut floats = vec![0.0; point.len()];
    for (player, support) in supports.iter().enumerate() {
        let first = field.block(player).start;
        let total: f64 = support.iter().map(|action| point[first + action]).sum();
        support.iter().for_each(|action| floats[first + action] = point[first + action] / total);
    }
    floats
}

/// The solution of the indifference conditions on the supports near the point, by Newton's method.
fn polished(field: &Field, point: &[f64], supports: &[Vec<usize>]) -> Option<Vec<f64>> {
    let mut p = restricted(field, point, supports);
    let coordinates: Vec<usize> = supports
        .iter()
        .enumerate()
        .flat_map(|(player, support)| support.iter().map(move |action| (player, action)))
        .map(|(player, action)| field.block(player).start + action)
        .collect();
    for _ in 0..20 {
        let (averages, derivatives) = (field.averages(&p), field.derivatives(&p));
        let size = coordinates.len();
        let (mut matrix, mut values) = (DMatrix::zeros(size, size), DVector::zeros(size));
        let mut row = 0;
        for (player, support) in supports.iter().enumerate() {
            let start = field.block(player).start;
            let (first, block) = (start + support[0], field.block(player));
            values[row] = 1.0 - support.iter().map(|action| p[start + action]).sum::<f64>();
            for (column, _) in coordinates.iter().enumerate().filter(|(_, j)| block.contains(j)) {
                matrix[(row, column)] = 1.0;
            }
            for (offset, action) in support.iter().enumerate().skip(1) {
                let j = start + action;
                values[row + offset] = averages[first] - averages[j];
                for (column, &k) in coordinates.iter().enumerate() {
                    matrix[(row + offset, column)] = derivatives[(j, k)] - derivatives[(first, k)];
                }
            }
            row += support.len();
        }
        let correction = matrix.lu().solve(&values)?;
        if !correction.amax().is_finite() {
            return None;
        }
        coordinates.iter().zip(correction.iter()).for_each(|(&j, change)| p[j] += change);
        if correction.amax() < 1e-15 {
            break;
        }
    }
    p.iter().all(|p| *p >= 0.0).then_some(p)
}

/// The simplest fractions beside these probabilities, if they sum to one.
fn fractions(p: &[f64]) -> Option<MixedStrategy> {
    let simple: Option<Vec<Rational>> = p.iter().map(|p| snap(*p, NEAR)).collect();
    MixedStrategy::new(simple?).ok()
}

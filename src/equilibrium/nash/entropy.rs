//! The optimal strategies of largest entropy in a zero-sum game: the least committal ones.
//!
//! The optimal strategies of a player form a polytope (von Neumann and Morgenstern 1944), and the
//! entropy `-sum p ln p` has one maximum on it. The polytope's corners are the strategies of the extreme
//! equilibria; the maximum over their averages is found by moving weight from the worst corner to the
//! best one (pairwise Frank-Wolfe steps; Lacoste-Julien and Jaggi 2015). The weights are floats, but any
//! average of optimal strategies is optimal: the strategies returned are exact and exactly optimal, and
//! concavity bounds what their entropy falls short by.

use std::collections::BTreeSet;

use serde::Serialize;

use super::result::NashEquilibrium;
use super::solve::{NashOptions, extreme_equilibria};
use crate::equilibrium::{EquilibriumError, MixedStrategy, zero_sum};
use crate::exact::{Rational, Scalar, snap};
use crate::game::Game;
use crate::lp::{LpError, LpOptions};

/// The shortfall of entropy at which the steps end.
const SHORTFALL: f64 = 1e-13;
/// The most steps.
const STEPS: usize = 20_000;
/// Halvings of a step's length.
const HALVINGS: usize = 60;
/// Weights are replaced by the simplest fractions within this.
const SNAP: f64 = 1e-10;

/// Optimal strategies of largest entropy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MaximumEntropy {
    /// The two strategies: an equilibrium, exactly.
    pub equilibrium: NashEquilibrium,
    /// The entropy of each player's strategy, in nats.
    pub entropy: [f64; 2],
    /// By how much the largest entropy may exceed it, up to rounding.
    pub shortfall: [f64; 2],
}

/// The optimal strategies of largest entropy in a two-player constant-sum game.
///
/// ```
/// use detente::{Game, Rational, equilibrium::nash::{NashOptions, maximum_entropy}};
/// // Row is indifferent between two ways of guaranteeing 0.
/// let game = Game::<f64>::bimatrix(&[[0.0, 0.0], [0.0, 0.0], [-1.0, 0.0]], &[[0.0, 0.0], [0.0, 0.0], [1.0, 0.0]])?;
/// let even = maximum_entropy(&game, &NashOptions::default())?;
/// let half = Rational::new(1, 2);
/// assert_eq!(even.equilibrium.strategies[0].probabilities(), [half.clone(), half, Rational::ZERO]);
/// assert!(even.equilibrium.is_equilibrium());
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// If the game does not have two players or a constant sum, or the time ended before all corners were
/// known.
pub fn maximum_entropy<T: Scalar>(
    game: &Game<T>,
    options: &NashOptions,
) -> Result<MaximumEntropy, EquilibriumError> {
    let game = game.as_exact();
    // Refuses games that are not constant-sum; their equilibria would not form one product.
    zero_sum(&*game, &LpOptions::default().tolerance(Rational::ONE))?;
    let list = extreme_equilibria(&*game, options)?;
    if !list.complete {
        let limit = "the time limit is reached before all optimal strategies were known".into();
        return Err(LpError::Budget { limit, lower: None, upper: None }.into());
    }
    let best = |player: usize| {
        let corners: BTreeSet<&MixedStrategy> =
            list.equilibria.iter().map(|equilibrium| &equilibrium.strategies[player]).collect();
        most_even(&corners.into_iter().collect::<Vec<_>>())
    };
    let (row, column) = (best(0)?, best(1)?);
    let equilibrium = NashEquilibrium::evaluate(&game, vec![row.strategy, column.strategy])?;
    Ok(MaximumEntropy {
        equilibrium,
        entropy: [row.entropy, column.entropy],
        shortfall: [row.shortfall, column.shortfall],
    })
}

struct Even {
    strategy: MixedStrategy,
    entropy: f64,
    shortfall: f64,
}

/// The average of corners with the largest entropy.
fn most_even(corners: &[&MixedStrategy]) -> Result<Even, EquilibriumError> {
    let floats: Vec<Vec<f64>> = corners.iter().map(|corner| corner.to_floats()).collect();
    let mut weights = vec![1.0 / floats.len() as f64; floats.len()];
    for _ in 0..STEPS {
        let point = average(&floats, &weights);
        let slopes = slopes(&floats, &point);
        let Some((up, down)) = extremes(&slopes, &weights) else { break };
        if slopes[up] - slopes[down] <= SHORTFALL {
            break;
        }
        let step = step(&point, &floats[up], &floats[down], weights[down]);
        weights[up] += step;
        weights[down] -= step;
        if step == 0.0 {
            break;
        }
    }
    let snapped = |weight: &f64| snap(*weight, SNAP).unwrap_or_default();
    let exact: Vec<Rational> = weights.iter().map(snapped).collect();
    let actions = floats.first().map_or(0, Vec::len);
    let mixed = |action: usize| {
        corners.iter().zip(&exact).map(|(corner, weight)| weight * &corner.probabilities()[action]).sum()
    };
    let strategy = MixedStrategy::from_weights(&(0..actions).map(mixed).collect::<Vec<Rational>>())?;
    let point = strategy.to_floats();
    let entropy = -point.iter().filter(|p| **p > 0.0).map(|p| p * p.ln()).sum::<f64>();
    // Concavity: no average has more than the entropy here plus the steepest slope to a corner.
    let slopes = slopes(&floats, &point);
    let own: f64 = point.iter().filter(|p| **p > 0.0).map(|p| -p * p.ln()).sum();
    let shortfall = slopes.iter().fold(0.0f64, |most, slope| most.max(slope - own));
    Ok(Even { strategy, entropy, shortfall })
}

fn average(corners: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let actions = corners.first().map_or(0, Vec::len);
    (0..actions).map(|a| corners.iter().zip(weights).map(|(corner, w)| corner[a] * w).sum()).collect()
}

/// How fast the entropy grows towards each corner, up to a constant.
fn slopes(corners: &[Vec<f64>], point: &[f64]) -> Vec<f64> {
    let slope = |corner: &Vec<f64>| {
        corner.iter().zip(point).filter(|(c, _)| **c > 0.0).map(|(c, p)| -c * p.ln()).sum()
    };
    corners.iter().map(slope).collect()
}

/// The corner of the steepest slope and, of those with weight, the one of the least.
fn extremes(slopes: &[f64], weights: &[f64]) -> Option<(usize, usize)> {
    let up = (0..slopes.len()).max_by(|&a, &b| slopes[a].total_cmp(&slopes[b]))?;
    let weighty = (0..slopes.len()).filter(|&k| weights[k] > 0.0);
    let down = weighty.min_by(|&a, &b| slopes[a].total_cmp(&slopes[b]))?;
    (up != down).then_some((up, down))
}

/// The best length of a step towards one corner and away from another.
fn step(point: &[f64], towards: &[f64], from: &[f64], most: f64) -> f64 {
    let slope = |t: f64| -> f64 {
        let terms = point.iter().zip(towards).zip(from).filter(|((_, c), d)| c != d);
        terms.map(|((p, c), d)| -(c - d) * (p + t * (c - d)).max(f64::MIN_POSITIVE).ln()).sum()
    };
    if slope(most) >= 0.0 {
        return most;
    }
    let (mut low, mut high) = (0.0, most);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if slope(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(row: &[Vec<f64>]) -> MaximumEntropy {
        let column: Vec<Vec<f64>> = row.iter().map(|line| line.iter().map(|u| -u).collect()).collect();
        let found = maximum_entropy(&Game::bimatrix(row, &column).unwrap(), &NashOptions::default()).unwrap();
        assert!(found.equilibrium.is_equilibrium());
        assert!(found.shortfall.iter().all(|short| *short < 1e-8), "{found:?}");
        found
    }

    #[test]
    fn without_stakes_all_actions_are_equally_likely() {
        let found = even(&vec![vec![0.0; 4]; 3]);
        assert!((found.entropy[0] - 3f64.ln()).abs() < 1e-12);
        assert_eq!(found.equilibrium.strategies[1].probabilities(), vec![Rational::new(1, 4); 4]);
    }

    #[test]
    fn a_duplicated_action_shares_its_probability() {
        let rock = [vec![0.0, -1.0, 1.0], vec![1.0, 0.0, -1.0], vec![-1.0, 1.0, 0.0]];
        let found = even(&[rock[0].clone(), rock[1].clone(), rock[2].clone(), rock[2].clone()]);
        let [third, sixth] = [Rational::new(1, 3), Rational::new(1, 6)];
        assert_eq!(
            found.equilibrium.strategies[0].probabilities(),
            [third.clone(), third, sixth.clone(), sixth]
        );
    }

    #[test]
    fn corners_that_overlap_are_averaged_to_a_flat_gradient() {
        // Row may mix the first and third or the second and third in fixed proportions.
        let found = even(&[vec![2.0, -1.0], vec![1.0, -1.0], vec![-1.0, 1.0]]);
        assert!(found.entropy[0] > 0.0);
    }

    #[test]
    fn a_game_that_is_not_constant_sum_is_refused() {
        let game = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        assert!(maximum_entropy(&game, &NashOptions::default()).is_err());
    }
}

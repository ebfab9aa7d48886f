//! The fast route of matrix games: floats find a basis, whole numbers say what it is worth.
//!
//! Payoffs are brought to whole numbers by their common denominator. The strategies are either those of
//! the basis, solved exactly, or the floats rounded to multiples of 2^-50. What they guarantee and
//! concede is then a matter of sums of products: in machine integers where those are wide enough, in big
//! ones where not.

use dashu_base::BitTest;
use dashu_int::{IBig, UBig};

use super::MatrixGame;
use super::floats::{self, FloatOptimum};
use crate::equilibrium::{EquilibriumError, MixedStrategy};
use crate::exact::{Rational, scaled_to_integers, solve as solve_linear};
use crate::lp::LpOptions;

/// Strategies in floats are rounded to multiples of 2 to the minus this.
const GRID: u32 = 50;
/// Payoffs (less the least, over the common denominator) of at most this many bits are taken on.
const LARGEST_PAYOFF: usize = 62;
/// Bases up to this size are solved exactly, tolerance or not: it costs next to nothing.
const SMALL_BASIS: usize = 8;
/// Larger bases are left to the general linear program.
const LARGEST_BASIS: usize = 400;

/// Solves the game by the fast route; `None` if it cannot certify the wanted accuracy.
pub(super) fn solve(
    matrix: &[Vec<&Rational>],
    options: &LpOptions,
) -> Result<Option<MatrixGame>, EquilibriumError> {
    let Some(game) = WholeGame::of(matrix) else { return Ok(None) };
    if let Some([row, column]) = game.saddle_point() {
        let value = matrix[row][column].clone();
        return Ok(Some(MatrixGame {
            bounds: [value.clone(), value],
            maximiser: MixedStrategy::pure(row, game.rows())?,
            minimiser: MixedStrategy::pure(column, game.columns)?,
        }));
    }
    let Some(optimum) = floats::solve(&game.scaled(), game.columns) else { return Ok(None) };
    let tolerance = options.accepted_gap();
    let exactly = tolerance.is_zero() || optimum.rows.len() <= SMALL_BASIS;
    let exact = if exactly { game.at_basis(&optimum)? } else { None };
    if exact.is_some() || tolerance.is_zero() {
        return Ok(exact);
    }
    if let Some(rounded) = game.at_floats(&optimum)? {
        let gap = &rounded.bounds[1] - &rounded.bounds[0];
        let range = Rational::from(game.most) / Rational::from(game.denominator.clone());
        if gap <= range * tolerance {
            return Ok(Some(rounded));
        }
    }
    // More is asked than floats can give.
    if exactly { Ok(None) } else { game.at_basis(&optimum) }
}

/// A matrix game in whole numbers: `payoff = least + entry / denominator`.
struct WholeGame {
    /// Row by row, none negative, the least 0.
    entries: Vec<i64>,
    columns: usize,
    /// The largest entry.
    most: i64,
    least: Rational,
    denominator: UBig,
}

impl WholeGame {
    /// `None` if a payoff is too wide.
    fn of(matrix: &[Vec<&Rational>]) -> Option<Self> {
        let columns = matrix.first()?.len();
        let payoffs = || matrix.iter().flatten().copied();
        if columns == 0 {
            return None;
        }
        let small: Option<Vec<i64>> = payoffs().map(Rational::to_i64).collect();
        if let Some(numbers) = small {
            let least = numbers.iter().copied().min()?;
            let entries: Option<Vec<i64>> = numbers.iter().map(|u| u.checked_sub(least)).collect();
            return Self::new(entries?, columns, Rational::from(least), UBig::ONE);
        }
        let (numbers, denominator) = scaled_to_integers(payoffs());
        let least = numbers.iter().min()?;
        let entries: Option<Vec<i64>> = numbers.iter().map(|u| i64::try_from(&(u - least)).ok()).collect();
        let least = Rational::from(least.clone()) / Rational::from(denominator.clone());
        Self::new(entries?, columns, least, denominator)
    }

    fn new(entries: Vec<i64>, columns: usize, least: Rational, denominator: UBig) -> Option<Self> {
        let most = entries.iter().copied().max()?;
        let fits = (most as u64).bit_len() <= LARGEST_PAYOFF;
        fits.then_some(WholeGame { entries, columns, most, least, denominator })
    }

    fn rows(&self) -> usize {
        self.entries.len() / self.columns
    }

    fn lines(&self) -> std::slice::ChunksExact<'_, i64> {
        self.entries.chunks_exact(self.columns)
    }

    /// The payoffs scaled to [1, 2].
    fn scaled(&self) -> Vec<f64> {
        let range = self.most.max(1) as f64;
        self.entries.iter().map(|&entry| 1.0 + entry as f64 / range).collect()
    }

    /// The first row with the largest minimum and the first column with the least maximum, if these
    /// are equal: then pure strategies are optimal.
    fn saddle_point(&self) -> Option<[usize; 2]> {
        let mut maxima = vec![i64::MIN; self.columns];
        let mut best = (0, i64::MIN);
        for (i, line) in self.lines().enumerate() {
            let least = line.iter().copied().min()?;
            if least > best.1 {
                best = (i, least);
            }
            maxima.iter_mut().zip(line).for_each(|(most, &entry)| *most = entry.max(*most));
        }
        let column = maxima.iter().position(|&most| most == best.1)?;
        // No maximum is below any minimum, so that this one is the least.
        Some([best.0, column])
    }

    /// The exact strategies of a basis, if they are optimal.
    fn at_basis(&self, optimum: &FloatOptimum) -> Result<Option<MatrixGame>, EquilibriumError> {
        let (rows, columns) = (&optimum.rows, &optimum.columns);
        if rows.len() != columns.len() || rows.len() > LARGEST_BASIS {
            return Ok(None);
        }
        let entry = |i: usize, j: usize| Rational::from(self.entries[i * self.columns + j]) + Rational::ONE;
        let ones = vec![Rational::ONE; rows.len()];
        let square: Vec<Vec<Rational>> =
            rows.iter().map(|&i| columns.iter().map(|&j| entry(i, j)).collect()).collect();
        let transposed: Vec<Vec<Rational>> =
            columns.iter().map(|&j| rows.iter().map(|&i| entry(i, j)).collect()).collect();
        let (Some(y), Some(x)) = (solve_linear(&square, &ones), solve_linear(&transposed, &ones)) else {
            return Ok(None);
        };
        if x.iter().chain(&y).any(Rational::is_negative) {
            return Ok(None);
        }
        let place = |values: &[Rational], places: &[usize], of: usize| {
            let mut weights = vec![IBig::ZERO; of];
            places.iter().zip(scaled_to_integers(values.iter()).0).for_each(|(&at, w)| weights[at] = w);
            weights
        };
        let solved = self.evaluate(place(&x, rows, self.rows()), place(&y, columns, self.columns))?;
        Ok(Some(solved).filter(|solved| solved.bounds[0] == solved.bounds[1]))
    }

    /// The float strategies, rounded; `None` if they are no numbers.
    fn at_floats(&self, optimum: &FloatOptimum) -> Result<Option<MatrixGame>, EquilibriumError> {
        let (Some(x), Some(y)) = (on_grid(&optimum.maximiser), on_grid(&optimum.minimiser)) else {
            return Ok(None);
        };
        // A sum of fewer than 2^14 products of 50 and 62 bits fits into 126 bits.
        if x.len().max(y.len()) >= 1 << 14 {
            let big = |list: &[i64]| list.iter().map(|&w| IBig::from(w)).collect();
            return self.evaluate(big(&x), big(&y)).map(Some);
        }
        let mut against_columns = vec![0i128; self.columns];
        let mut conceded = 0i128;
        for (line, &weight) in self.lines().zip(&x) {
            let total: i128 = line.iter().zip(&y).map(|(&a, &w)| i128::from(a) * i128::from(w)).sum();
            conceded = conceded.max(total);
            if weight != 0 {
                let weight = i128::from(weight);
                against_columns.iter_mut().zip(line).for_each(|(sum, &a)| *sum += weight * i128::from(a));
            }
        }
        let guaranteed = against_columns.into_iter().min().unwrap_or_default();
        let total = Rational::from(1u64 << GRID);
        let fractions = |list: &[i64]| {
            let fraction = |&w: &i64| if w == 0 { Rational::ZERO } else { Rational::from(w) / &total };
            MixedStrategy::new(list.iter().map(fraction).collect())
        };
        Ok(Some(MatrixGame {
            bounds: [self.payoff(guaranteed.into(), &total), self.payoff(conceded.into(), &total)],
            maximiser: fractions(&x)?,
            minimiser: fractions(&y)?,
        }))
    }

    /// What strategies in the proportions of these weights guarantee and concede.
    fn evaluate(&self, x: Vec<IBig>, y: Vec<IBig>) -> Result<MatrixGame, EquilibriumError> {
        let mut against_columns = vec![IBig::ZERO; self.columns];
        let mut conceded = IBig::ZERO;
        let played: Vec<usize> = (0..y.len()).filter(|&j| !y[j].is_zero()).collect();
        for (line, weight) in self.lines().zip(&x) {
            let total = played.iter().fold(IBig::ZERO, |total, &j| total + &y[j] * line[j]);
            conceded = conceded.max(total);
            if !weight.is_zero() {
                against_columns.iter_mut().zip(line).for_each(|(sum, &a)| *sum += weight * a);
            }
        }
        let guaranteed = against_columns.into_iter().min().unwrap_or_default();
        let totals = [&x, &y].map(|weights| Rational::from(weights.iter().sum::<IBig>()));
        let fractions = |weights: Vec<IBig>, total: &Rational| {
            let fraction = |w: IBig| if w.is_zero() { Rational::ZERO } else { Rational::from(w) / total };
            MixedStrategy::new(weights.into_iter().map(fraction).collect())
        };
        Ok(MatrixGame {
            bounds: [self.payoff(guaranteed, &totals[0]), self.payoff(conceded, &totals[1])],
            maximiser: fractions(x, &totals[0])?,
            minimiser: fractions(y, &totals[1])?,
        })
    }

    /// The payoff of a weighted sum of entries.
    fn payoff(&self, sum: IBig, weights: &Rational) -> Rational {
        &self.least + Rational::from(sum) / (weights * Rational::from(self.denominator.clone()))
    }
}

/// Weights as multiples of 2^-50 that sum to exactly one; `None` if they are not finite or vanish.
fn on_grid(weights: &[f64]) -> Option<Vec<i64>> {
    let one = 1i64 << GRID;
    let total: f64 = weights.iter().sum();
    if !(total.is_finite() && total > 0.0) {
        return None;
    }
    let mut grid: Vec<i64> = weights.iter().map(|w| (w / total * one as f64).round() as i64).collect();
    let excess = grid.iter().sum::<i64>() - one;
    let largest = (0..grid.len()).max_by_key(|&i| grid[i])?;
    grid[largest] -= excess;
    (grid[largest] >= 0).then_some(grid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_weights_sum_to_one_exactly() {
        for weights in [vec![0.1, 0.2, 0.7], vec![1.0 / 3.0; 3], vec![5.0, 0.0, 1e-30]] {
            let grid = on_grid(&weights).unwrap();
            assert_eq!(grid.iter().sum::<i64>(), 1 << GRID);
            assert!(grid.iter().all(|&w| w >= 0));
        }
        assert!(on_grid(&[0.0]).is_none() && on_grid(&[f64::NAN]).is_none());
    }

    #[test]
    fn saddle_points_are_found_with_the_first_actions() {
        let payoffs = [[3, 1, 1], [1, 1, 0], [2, 1, 1]].map(|row| row.map(Rational::from));
        let matrix: Vec<Vec<&Rational>> = payoffs.iter().map(|row| row.iter().collect()).collect();
        assert_eq!(WholeGame::of(&matrix).unwrap().saddle_point(), Some([0, 1]));
    }
}

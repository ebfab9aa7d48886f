//! The index of every component of the set of equilibria, isolated or not, degenerate or not.
//!
//! The index of a component is the sum of the indices of the equilibria near it in any nearby game whose
//! equilibria are regular; it does not depend on which, and over all components the sum is +1 (Shapley
//! 1974; Ritzberger 1994; Govindan and Wilson 1997). A component of index 0 can vanish when payoffs
//! change a little, one of another index cannot.
//!
//! The nearby game is the one of the lexicographic rule: its bases are those of the perturbed
//! polytopes, and a pair of them is an equilibrium exactly if no variable is nonbasic, or basic, in both.
//! With `k` basic actions on either side the pair has the index `(-1)^(k+1) sign(det A det B)`.

use std::collections::{HashMap, HashSet};

use super::index::determinant_sign;
use super::integer::{Integer, Task, TooNarrow, in_narrowest};
use super::labels::Labels;
use super::matrices::{Matrices, Pair};
use super::patience::Patience;
use super::result::NashResult;
use super::traversal::visit_bases;
use crate::exact::Rational;
use crate::game::Game;

impl NashResult {
    /// The index of every component, in the order of [`NashResult::components`]; `None` unless the list
    /// is complete (and is that of this game). The indices sum to +1.
    ///
    /// ```
    /// use detente::{Game, equilibrium::nash::{NashOptions, solve}};
    /// // Entry deterrence: entry is essential, the threat to fight can vanish.
    /// let game = Game::<f64>::bimatrix(&[[0.0, 2.0], [1.0, 1.0]], &[[0.0, 1.0], [2.0, 2.0]])?.to_exact();
    /// let result = solve(&game, &NashOptions::default())?;
    /// assert_eq!(result.component_indices(&game), Some(vec![1, 0]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn component_indices(&self, game: &Game<Rational>) -> Option<Vec<i32>> {
        let components = self.components()?;
        if game.players() != 2 {
            return None;
        }
        let mut place = HashMap::new();
        for (number, component) in components.iter().enumerate() {
            for &equilibrium in &component.equilibria {
                let strategies = &self.equilibria[equilibrium].strategies;
                place.insert([strategies[0].probabilities(), strategies[1].probabilities()], number);
            }
        }
        let matrices = Matrices::new(game);
        let pairs = in_narrowest(matrices.bits(), &mut Perturbed { matrices: &matrices });
        let mut indices = vec![0; components.len()];
        for (pair, index) in &pairs {
            indices[*place.get(&[pair[0].as_slice(), pair[1].as_slice()])?] += index;
        }
        Some(indices)
    }
}

/// The equilibria of the perturbed game: where they are in the limit, and their indices.
struct Perturbed<'a> {
    matrices: &'a Matrices,
}

impl Task for Perturbed<'_> {
    type Output = Vec<(Pair, i32)>;

    fn run<I: Integer>(&mut self) -> Result<Self::Output, TooNarrow> {
        let labels = self.matrices.labels();
        let polytopes = self.matrices.polytopes::<I>();
        let patience = Patience::new(None);
        let start = |player: usize| {
            polytopes[player].dictionary(&polytopes[player].column_labels().collect::<Vec<_>>())
        };
        let mut cobases = HashSet::new();
        visit_bases(&mut start(1)?, labels, &patience, |dictionary| {
            cobases.insert(Labels::from_labels(labels, dictionary.cobasis()));
        })?;
        // The origins are a complementary pair too, but no equilibrium.
        cobases.remove(&Labels::from_labels(labels, polytopes[1].column_labels()));
        let mut halves: HashMap<Labels, Vec<Rational>> = HashMap::new();
        visit_bases(&mut start(0)?, labels, &patience, |dictionary| {
            let own = Labels::from_labels(labels, dictionary.cobasis());
            let other = Labels::from_labels(labels, (0..labels).filter(|&label| !own.contains(label)));
            if cobases.contains(&other) {
                halves.insert(other, polytopes[0].strategy_at(dictionary));
            }
        })?;
        let mut pairs = Vec::with_capacity(halves.len());
        visit_bases(&mut start(1)?, labels, &patience, |dictionary| {
            let cobasis = Labels::from_labels(labels, dictionary.cobasis());
            if let Some(x) = halves.remove(&cobasis) {
                pairs.push(([x, polytopes[1].strategy_at(dictionary)], self.index(&cobasis)));
            }
        })?;
        Ok(pairs)
    }
}

impl Perturbed<'_> {
    /// The index of the pair with this cobasis in the second polytope: the rows that reply best, and
    /// the columns that are not played.
    fn index(&self, cobasis: &Labels) -> i32 {
        let rows = self.matrices.rows();
        let replies: Vec<usize> = (0..rows).filter(|&row| cobasis.contains(row)).collect();
        let columns = rows..self.matrices.labels();
        let played: Vec<usize> = columns.filter(|&c| !cobasis.contains(c)).map(|c| c - rows).collect();
        let minor = |player: usize| {
            let entry = |&i: &usize, &j: &usize| Rational::from(self.matrices.payoff(player, i, j).clone());
            replies.iter().map(|i| played.iter().map(|j| entry(i, j)).collect()).collect()
        };
        let alternating = if replies.len() % 2 == 1 { 1 } else { -1 };
        alternating * determinant_sign(minor(0)) * determinant_sign(minor(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::equilibrium::nash::{NashOptions, solve};

    fn indices(row: &[Vec<f64>], column: &[Vec<f64>]) -> Vec<i32> {
        let game = Game::bimatrix(row, column).unwrap().to_exact();
        solve(&game, &NashOptions::default()).unwrap().component_indices(&game).unwrap()
    }

    #[test]
    fn one_component_has_index_one_whatever_its_dimension() {
        let zero = vec![vec![0.0; 3]; 4];
        assert_eq!(indices(&zero, &zero), [1]);
        // Kohlberg and Mertens (1986): a circle of equilibria.
        let row = vec![vec![1.0, 0.0, -1.0], vec![-1.0, 0.0, -1.0], vec![1.0, 0.0, -2.0]];
        let column = vec![vec![1.0, -1.0, 1.0], vec![0.0, 0.0, 0.0], vec![-1.0, -1.0, -2.0]];
        assert_eq!(indices(&row, &column), [1]);
    }

    #[test]
    fn a_game_with_regular_equilibria_has_their_own_indices() {
        let identity = vec![vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0]];
        let mut found = indices(&identity, &identity);
        found.sort_unstable();
        assert_eq!(found, [-1, -1, -1, 1, 1, 1, 1]);
    }

    #[test]
    fn an_isolated_equilibrium_that_can_vanish_has_index_zero() {
        // (second, second) is weakly dominated for both: a small bonus for leaving it removes it.
        let row = vec![vec![1.0, 0.0], vec![0.0, 0.0]];
        assert_eq!(indices(&row, &row), [1, 0]);
    }
}

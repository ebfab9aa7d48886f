//! Maximal Nash subsets and connected components: what the list of extreme equilibria adds up to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use super::labels::Labels;
use super::result::NashResult;
use crate::equilibrium::MixedStrategy;
use crate::exact::Rational;

/// Whether a connected component of the set of equilibria is a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ComponentKind {
    /// One equilibrium, with no other near it.
    Isolated,
    /// Infinitely many: the extreme equilibria are only the corners.
    Continuum {
        /// The largest dimension of its Nash subsets.
        dimension: usize,
    },
}

/// A maximal Nash subset: any average of the rows played against any average of the columns is an
/// equilibrium, and no strategy can be added on either side (Millham 1974).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NashSubset {
    /// Extreme strategies of player 0.
    pub rows: Vec<MixedStrategy>,
    /// Extreme strategies of player 1.
    pub columns: Vec<MixedStrategy>,
    /// The dimension of the product of the two convex hulls.
    pub dimension: usize,
}

/// A connected component of the set of Nash equilibria.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Component {
    /// A point or a continuum.
    #[serde(flatten)]
    pub kind: ComponentKind,
    /// Its extreme equilibria, as indices into [`NashResult::equilibria`].
    pub equilibria: Vec<usize>,
    /// Its maximal Nash subsets, of which it is the union.
    pub subsets: Vec<NashSubset>,
}

impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ComponentKind::Isolated => f.write_str("an isolated equilibrium"),
            ComponentKind::Continuum { dimension } => write!(
                f,
                "a continuum of dimension {dimension} with {} extreme equilibria in {} Nash subsets",
                self.equilibria.len(),
                self.subsets.len()
            ),
        }
    }
}

impl NashResult {
    /// The connected components of the set of all equilibria; `None` unless the list of extreme
    /// equilibria is complete.
    ///
    /// Two extreme equilibria that share a strategy are joined by a segment of equilibria. Draw the
    /// extreme strategies of both players as the nodes of a graph and the equilibria as its edges: the
    /// maximal complete bipartite subgraphs are the maximal Nash subsets, and its components those of
    /// the set of equilibria (Avis, Rosenberg, Savani and von Stengel 2010, section 2).
    ///
    /// ```
    /// use detente::{Game, equilibrium::nash::{ComponentKind, NashOptions, solve}};
    /// // Entry deterrence: (enter, accommodate), and (stay out, fight with probability 1/2 or more).
    /// let game = Game::<f64>::bimatrix(&[[0.0, 2.0], [1.0, 1.0]], &[[0.0, 1.0], [2.0, 2.0]])?;
    /// let result = solve(&game, &NashOptions::default())?;
    /// let components = result.components().expect("the list is complete");
    /// assert_eq!(components[0].kind, ComponentKind::Isolated);
    /// assert_eq!(components[1].kind, ComponentKind::Continuum { dimension: 1 });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn components(&self) -> Option<Vec<Component>> {
        self.complete.then(|| Graph::new(self).components())
    }
}

/// The bipartite graph of extreme strategies and extreme equilibria.
struct Graph<'a> {
    rows: Vec<&'a MixedStrategy>,
    columns: Vec<&'a MixedStrategy>,
    /// The equilibria as pairs of indices of strategies.
    edges: Vec<(usize, usize)>,
}

impl<'a> Graph<'a> {
    fn new(result: &'a NashResult) -> Self {
        let (mut rows, mut columns) = (Numbering::default(), Numbering::default());
        let number = |equilibrium: &'a super::NashEquilibrium| {
            (rows.number(&equilibrium.strategies[0]), columns.number(&equilibrium.strategies[1]))
        };
        let edges = result.equilibria.iter().map(number).collect();
        Graph { rows: rows.items, columns: columns.items, edges }
    }

    fn components(&self) -> Vec<Component> {
        let mut components = Vec::new();
        let mut placed = vec![false; self.edges.len()];
        for first in 0..self.edges.len() {
            if placed[first] {
                continue;
            }
            let (mut rows, mut columns) =
                (BTreeSet::from([self.edges[first].0]), BTreeSet::from([self.edges[first].1]));
            let mut equilibria = Vec::new();
            loop {
                let before = equilibria.len();
                for (index, (row, column)) in self.edges.iter().enumerate() {
                    if !placed[index] && (rows.contains(row) || columns.contains(column)) {
                        placed[index] = true;
                        rows.insert(*row);
                        columns.insert(*column);
                        equilibria.push(index);
                    }
                }
                if equilibria.len() == before {
                    break;
                }
            }
            equilibria.sort_unstable();
            let subsets = self.subsets(&equilibria);
            let dimension = subsets.iter().map(|subset| subset.dimension).max().unwrap_or(0);
            let kind = match dimension {
                0 => ComponentKind::Isolated,
                _ => ComponentKind::Continuum { dimension },
            };
            components.push(Component { kind, equilibria, subsets });
        }
        components
    }

    /// The maximal complete bipartite subgraphs among some edges. Their column sides are exactly the
    /// nonempty intersections of neighbourhoods of rows.
    fn subsets(&self, edges: &[usize]) -> Vec<NashSubset> {
        let mut neighbours: BTreeMap<usize, Labels> = BTreeMap::new();
        for &edge in edges {
            let (row, column) = self.edges[edge];
            let empty = || Labels::none(self.columns.len());
            neighbours.entry(row).or_insert_with(empty).insert(column);
        }
        let mut sides: BTreeSet<Labels> = BTreeSet::new();
        for own in neighbours.values() {
            let meets: Vec<Labels> = sides.iter().map(|side| side.intersection(own)).collect();
            sides.extend(meets.into_iter().filter(|meet| !meet.is_empty()));
            sides.insert(own.clone());
        }
        let subset = |side: &Labels| {
            let rows = neighbours.iter().filter(|(_, own)| side.is_subset(own));
            let rows: Vec<_> = rows.map(|(&row, _)| self.rows[row].clone()).collect();
            let columns = (0..self.columns.len()).filter(|&column| side.contains(column));
            let columns: Vec<_> = columns.map(|column| self.columns[column].clone()).collect();
            let dimension = affine_dimension(&rows) + affine_dimension(&columns);
            NashSubset { rows, columns, dimension }
        };
        sides.iter().map(subset).collect()
    }
}

/// Numbers distinct strategies in the order in which they come.
#[derive(Default)]
struct Numbering<'a> {
    items: Vec<&'a MixedStrategy>,
    numbers: BTreeMap<&'a MixedStrategy, usize>,
}

impl<'a> Numbering<'a> {
    fn number(&mut self, strategy: &'a MixedStrategy) -> usize {
        *self.numbers.entry(strategy).or_insert_with(|| {
            self.items.push(strategy);
            self.items.len() - 1
        })
    }
}

/// The dimension of the convex hull of some strategies, by exact elimination on sparse differences.
pub(super) fn affine_dimension(strategies: &[MixedStrategy]) -> usize {
    let Some((first, others)) = strategies.split_first() else { return 0 };
    let mut support: BTreeSet<usize> = first.support().into_iter().collect();
    others.iter().for_each(|other| support.extend(other.support()));
    let mut basis: BTreeMap<usize, BTreeMap<usize, Rational>> = BTreeMap::new();
    for other in others {
        // The hull lies in the simplex over the joint support.
        if basis.len() + 1 == support.len() {
            break;
        }
        let mut rest: BTreeMap<usize, Rational> = BTreeMap::new();
        for &action in &support {
            let (a, b) = (&other.probabilities()[action], &first.probabilities()[action]);
            if a != b {
                rest.insert(action, a - b);
            }
        }
        while let Some((&pivot, lead)) = rest.first_key_value() {
            let Some(line) = basis.get(&pivot) else {
                basis.insert(pivot, rest);
                break;
            };
            let factor = lead / &line[&pivot];
            for (&action, above) in line {
                let entry = rest.entry(action).or_default();
                *entry -= &factor * above;
                if entry.is_zero() {
                    rest.remove(&action);
                }
            }
        }
    }
    basis.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Game;
    use crate::equilibrium::nash::{NashOptions, solve};

    fn components(row: &[Vec<f64>], column: &[Vec<f64>]) -> Vec<Component> {
        let game = Game::bimatrix(row, column).unwrap();
        solve(&game, &NashOptions::default()).unwrap().components().unwrap()
    }

    #[test]
    fn an_all_zero_game_is_one_product_of_simplices() {
        let zero = vec![vec![0.0; 3]; 3];
        let found = components(&zero, &zero);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kind, ComponentKind::Continuum { dimension: 4 });
        assert_eq!((found[0].subsets.len(), found[0].equilibria.len()), (1, 9));
    }

    #[test]
    fn the_hexagon_of_kohlberg_and_mertens_is_a_cycle_of_six_segments() {
        // Kohlberg and Mertens (1986): the equilibria of this game form a circle.
        let row = vec![vec![1.0, 0.0, -1.0], vec![-1.0, 0.0, -1.0], vec![1.0, 0.0, -2.0]];
        let column = vec![vec![1.0, -1.0, 1.0], vec![0.0, 0.0, 0.0], vec![-1.0, -1.0, -2.0]];
        let found = components(&row, &column);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kind, ComponentKind::Continuum { dimension: 1 });
        assert_eq!(found[0].subsets.len(), 6);
    }

    #[test]
    fn a_coordination_game_has_isolated_equilibria_only() {
        let identity = vec![vec![1.0, 0.0], vec![0.0, 1.0]];
        let found = components(&identity, &identity);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|component| component.kind == ComponentKind::Isolated));
    }
}

//! Where replies lead: the graph of unilateral improvements and its sink components.
//!
//! From a profile an arrow leads to every profile that one player prefers and reaches alone, by any better
//! action or by best ones only. A *sink component* is a set of profiles that play never leaves and in
//! which it can come from everywhere to everywhere (a sink equilibrium: Goemans, Mirrokni and Vetta, Sink
//! equilibria and convergence, 2005). A sink of one profile is a pure Nash equilibrium; a larger one is a
//! set around which adjusting players circle for ever. The graph of better replies has no cycle exactly
//! if every sequence of improvements ends (Monderer and Shapley 1996, lemma 2.5: a generalised ordinal
//! potential exists).

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::exact::Scalar;
use crate::game::Game;

/// Which unilateral moves are arrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moves {
    /// To each best reply, where the current action is none.
    #[default]
    Best,
    /// To each action that pays more than the current one.
    Better,
}

/// The graph of replies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyGraph {
    /// Which moves are arrows.
    pub moves: Moves,
    /// For every profile (by index) the profiles that arrows lead to, in order.
    pub arrows: Vec<Vec<usize>>,
    /// The sink components: profiles in order, components by their first.
    pub sinks: Vec<Vec<usize>>,
    /// Whether no cycle of arrows exists.
    pub acyclic: bool,
}

impl ReplyGraph {
    /// The pure Nash equilibria: sinks of one profile.
    pub fn equilibria(&self) -> impl Iterator<Item = usize> + '_ {
        self.sinks.iter().filter(|sink| sink.len() == 1).map(|sink| sink[0])
    }

    /// Whether from every profile some sequence of moves ends in a pure equilibrium (weak acyclicity:
    /// Young 1993).
    pub fn is_weakly_acyclic(&self) -> bool {
        self.sinks.iter().all(|sink| sink.len() == 1)
    }

    /// The graph as a Graphviz digraph with the labels of its game; sink components are filled.
    pub fn to_dot<T: Scalar>(&self, game: &Game<T>) -> String {
        let clean = |text: String| text.replace('\\', "\\\\").replace('"', "\\\"");
        let mut out = String::from("digraph replies {\n  node [shape=box, style=rounded];\n");
        let mut in_sink = vec![false; self.arrows.len()];
        self.sinks.iter().flatten().for_each(|&index| in_sink[index] = true);
        // Writing to a string cannot fail.
        for (index, &sink) in in_sink.iter().enumerate().take(game.profiles()) {
            let fill = if sink { ", style=\"rounded,filled\"" } else { "" };
            let _ = writeln!(out, "  p{index} [label=\"{}\"{fill}];", clean(game.describe(index)));
        }
        for (from, to) in self.arrows.iter().enumerate() {
            for to in to {
                let _ = writeln!(out, "  p{from} -> p{to};");
            }
        }
        out.push_str("}\n");
        out
    }
}

/// The graph of replies of a game and its sink components.
///
/// ```
/// use detente::{Game, equilibrium::structure::{Moves, reply_graph}};
/// let stag = reply_graph(&Game::stag_hunt(2, 3, 1, 0)?, Moves::Best);
/// assert_eq!(stag.sinks, [[0], [3]]);
/// assert!(stag.acyclic);
/// let pennies = reply_graph(&Game::matching_pennies(1)?, Moves::Best);
/// assert_eq!(pennies.sinks, [[0, 1, 2, 3]]);
/// assert!(!pennies.is_weakly_acyclic());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn reply_graph<T: Scalar>(game: &Game<T>, moves: Moves) -> ReplyGraph {
    let arrows: Vec<Vec<usize>> =
        (0..game.profiles()).map(|index| improvements(game, index, moves)).collect();
    let components = strong_components(&arrows);
    let mut of = vec![0; arrows.len()];
    for (number, component) in components.iter().enumerate() {
        component.iter().for_each(|&index| of[index] = number);
    }
    let acyclic = components.len() == arrows.len();
    let stays = |(number, component): &(usize, Vec<usize>)| {
        component.iter().all(|&from| arrows[from].iter().all(|&to| of[to] == *number))
    };
    let mut sinks: Vec<Vec<usize>> =
        components.into_iter().enumerate().filter(stays).map(|(_, component)| component).collect();
    sinks.iter_mut().for_each(|sink| sink.sort_unstable());
    sinks.sort_unstable();
    ReplyGraph { moves, arrows, sinks, acyclic }
}

fn improvements<T: Scalar>(game: &Game<T>, index: usize, moves: Moves) -> Vec<usize> {
    let mut reached = Vec::new();
    for player in 0..game.players() {
        let own = game.payoff_at(index, player);
        let best = game.best_reply_payoff(index, player);
        if best == own {
            continue;
        }
        let pays = |to: &usize| match moves {
            Moves::Best => game.payoff_at(*to, player) == best,
            Moves::Better => game.payoff_at(*to, player) > own,
        };
        reached.extend(game.unilateral(index, player).filter(pays));
    }
    reached.sort_unstable();
    reached
}

/// The strongly connected components (Tarjan 1972), with a stack of our own: a long path of replies must
/// not end the program.
fn strong_components(arrows: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; arrows.len()];
    let mut lowest = vec![UNSEEN; arrows.len()];
    let mut open = vec![false; arrows.len()];
    let (mut stack, mut path, mut components) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = 0;
    for root in 0..arrows.len() {
        if order[root] != UNSEEN {
            continue;
        }
        path.push((root, 0));
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if *next == 0 {
                (order[node], lowest[node]) = (seen, seen);
                seen += 1;
                open[node] = true;
                stack.push(node);
            }
            match arrows[node].get(*next) {
                Some(&to) => {
                    *next += 1;
                    if order[to] == UNSEEN {
                        path.push((to, 0));
                    } else if open[to] {
                        lowest[node] = lowest[node].min(order[to]);
                    }
                }
                None => {
                    path.pop();
                    if let Some(&(parent, _)) = path.last() {
                        lowest[parent] = lowest[parent].min(lowest[node]);
                    }
                    if lowest[node] == order[node] {
                        let from = stack.iter().rposition(|&other| other == node).unwrap_or(0);
                        let component: Vec<usize> = stack.split_off(from);
                        component.iter().for_each(|&member| open[member] = false);
                        components.push(component);
                    }
                }
            }
        }
    }
    components
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::Rational;

    #[test]
    fn components_of_a_known_graph() {
        let arrows = vec![vec![1], vec![2], vec![0, 3], vec![4], vec![5], vec![4], vec![5], vec![]];
        let mut found = strong_components(&arrows);
        found.iter_mut().for_each(|component| component.sort_unstable());
        found.sort();
        assert_eq!(found, [vec![0, 1, 2], vec![3], vec![4, 5], vec![6], vec![7]]);
        let long: Vec<Vec<usize>> = (0..200_000).map(|i| vec![(i + 1) % 200_000]).collect();
        assert_eq!(strong_components(&long).len(), 1);
    }

    #[test]
    fn sinks_of_one_profile_are_the_pure_equilibria_with_ties_too() {
        let game = Game::from_function(&[3, 2, 2], |p| {
            let x = |i: usize| p[i] as i64;
            [x(0) * x(1) % 2, (x(1) - x(2)).abs(), x(2) * x(0) % 3].map(Rational::from).to_vec()
        })
        .unwrap();
        for moves in [Moves::Best, Moves::Better] {
            let graph = reply_graph(&game, moves);
            assert_eq!(graph.equilibria().collect::<Vec<_>>(), game.pure_equilibria());
            assert!(graph.to_dot(&game).contains("digraph"));
        }
        let flat = Game::new(&[2, 2], vec![Rational::ONE; 8]).unwrap();
        assert_eq!(reply_graph(&flat, Moves::Better).sinks, [[0], [1], [2], [3]]);
    }

    #[test]
    fn better_replies_may_circle_where_best_replies_do_not() {
        // Matching pennies in the first two actions; the third one is better still for row.
        let number = |row: [i64; 2]| row.map(Rational::from);
        let row = [[1, -1], [-1, 1], [5, 5]].map(number);
        let column = [[-1, 1], [1, -1], [1, 0]].map(number);
        let game = Game::bimatrix(&row, &column).unwrap();
        assert!(reply_graph(&game, Moves::Best).acyclic);
        let better = reply_graph(&game, Moves::Better);
        assert!(!better.acyclic && better.is_weakly_acyclic());
        assert_eq!(better.sinks, [[4]]);
    }
}

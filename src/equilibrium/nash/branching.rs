//! Branch and bound over the complementarity conditions of a two-player game.
//!
//! A node decides for some actions that they are *not played* or that they are *best replies*. Its
//! relaxation has the two mixed strategies and the two payoffs `u`, `v` as variables:
//!
//! `(A y)_i <= u`, `u - (A y)_i <= U_i (1 - x_i)`, the same for the columns, and the decisions,
//!
//! with `U_i` the largest possible regret of action `i`. Every equilibrium that obeys the decisions
//! satisfies it: an action in use has no regret. A solution in which every action is unplayed or without
//! regret is an equilibrium; else the worst offender is decided both ways. Nodes are taken best bound
//! first, so that the best open bound is at any time a bound on the optimum.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::optimal::Goal;
use super::patience::Patience;
use super::result::NashEquilibrium;
use super::solve::NashOptions;
use crate::equilibrium::{EquilibriumError, MixedStrategy};
use crate::exact::Rational;
use crate::game::Game;
use crate::lp::{Bounds, LinearProgram, LpError, LpOptions, Relation, Solution};

/// What a node has decided about an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    Open,
    Unplayed,
    BestReply,
}

/// Decisions (row's actions first), with the optimum of their relaxation.
#[derive(Debug)]
struct Node {
    bound: Rational,
    decisions: Vec<Decision>,
    point: Vec<Rational>,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Node {}
impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Node {
    /// By bound; of equal ones the node with more decisions, which is nearer to an end.
    fn cmp(&self, other: &Self) -> Ordering {
        let decided = |node: &Node| node.decisions.iter().filter(|d| **d != Decision::Open).count();
        self.bound.cmp(&other.bound).then_with(|| decided(self).cmp(&decided(other)))
    }
}

/// A search for the best equilibrium.
pub(super) struct Search<'a> {
    game: &'a Game<Rational>,
    goal: &'a Goal,
    patience: Patience,
    options: LpOptions,
    /// The largest regret that each action can have, row's actions first.
    regrets: Vec<Rational>,
    best: Option<(Rational, NashEquilibrium)>,
    open: BinaryHeap<Node>,
    /// Bounds of nodes whose relaxation was not solved within the budget.
    unsolved: Option<Rational>,
    nodes: usize,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        game: &'a Game<Rational>,
        goal: &'a Goal,
        first: Option<NashEquilibrium>,
        options: &NashOptions,
    ) -> Self {
        let regret = |player: usize, action: usize| {
            let own = (0..game.profiles()).filter(|&index| game.action_at(index, player) == action);
            own.map(|index| game.deviation_gain(index, player)).max().unwrap_or_default()
        };
        let regrets = (0..2).flat_map(|player| (0..game.shape()[player]).map(move |a| regret(player, a)));
        Search {
            patience: Patience::new(options.time_limit),
            options: LpOptions::default().time_limit(options.time_limit),
            regrets: regrets.collect(),
            best: first.map(|equilibrium| (goal.score(&equilibrium), equilibrium)),
            open: BinaryHeap::new(),
            unsolved: None,
            nodes: 0,
            game,
            goal,
        }
    }

    /// Searches until nothing open can be better than the best, or patience ends.
    pub(super) fn run(&mut self) -> Result<(), EquilibriumError> {
        let all = self.goal.most(self.game);
        self.open_node(vec![Decision::Open; self.regrets.len()], &all)?;
        while let Some(node) = self.open.pop() {
            if !self.improves(&node.bound) {
                self.open.clear();
                break;
            }
            if !self.patience.go_on() {
                self.open.push(node);
                break;
            }
            let Some(action) = self.worst_offender(&node) else {
                self.accept(&node)?;
                continue;
            };
            for decision in [Decision::BestReply, Decision::Unplayed] {
                let mut decisions = node.decisions.clone();
                decisions[action] = decision;
                self.open_node(decisions, &node.bound)?;
            }
        }
        Ok(())
    }

    /// A bound on the score of every equilibrium that was not examined; not below that of the best
    /// unless everything was.
    pub(super) fn bound(&self) -> Rational {
        let open = self.open.peek().map(|node| &node.bound).into_iter().chain(&self.unsolved);
        let best = self.best.as_ref().map(|(score, _)| score);
        open.chain(best).max().cloned().unwrap_or_default()
    }

    pub(super) fn nodes(&self) -> usize {
        self.nodes
    }

    pub(super) fn best(self) -> Option<NashEquilibrium> {
        self.best.map(|(_, equilibrium)| equilibrium)
    }

    fn improves(&self, score: &Rational) -> bool {
        self.best.as_ref().is_none_or(|(best, _)| score > best)
    }

    /// Solves a node's relaxation and keeps the node if it may hold something better.
    fn open_node(&mut self, decisions: Vec<Decision>, above: &Rational) -> Result<(), EquilibriumError> {
        self.nodes += 1;
        match self.relaxation(&decisions)?.solve(&self.options) {
            Ok(Solution::Optimal(optimum)) => {
                // The dual bound holds; a child's cannot exceed its parent's.
                let bound = optimum.bounds[1].clone().min(above.clone());
                if self.improves(&bound) {
                    self.open.push(Node { bound, decisions, point: optimum.primal });
                }
            }
            Ok(_) => {}
            Err(LpError::Budget { .. }) => {
                let bound = self.unsolved.take().map_or(above.clone(), |other| other.max(above.clone()));
                self.unsolved = Some(bound);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// The relaxation; the variables are both strategies, both payoffs, and the score if it is the
    /// smaller payoff.
    fn relaxation(&self, decisions: &[Decision]) -> Result<LinearProgram, EquilibriumError> {
        let [m, n] = [self.game.shape()[0], self.game.shape()[1]];
        let mut program = LinearProgram::maximise();
        for decision in decisions {
            let bounds = match decision {
                Decision::Unplayed => Bounds::between(0, 0),
                _ => Bounds::non_negative(),
            };
            program.add_variable(0, bounds);
        }
        let weights = self.goal.weights();
        for player in 0..2 {
            let (least, most) = self.game.payoff_range(player);
            let weight = weights.map_or(Rational::ZERO, |weights| weights[player].clone());
            program.add_variable(weight, Bounds::between(least, most));
        }
        for (name, actions) in [("row", 0..m), ("column", m..m + n)] {
            let sum = actions.map(|action| (action, Rational::ONE));
            program.add_row(name, sum, Relation::Equal, 1)?;
        }
        if weights.is_none() {
            let smaller = program.add_variable(1, Bounds::free());
            for player in 0..2 {
                let terms = [(smaller, Rational::ONE), (m + n + player, Rational::from(-1))];
                program.add_row("smaller payoff", terms, Relation::AtMost, 0)?;
            }
        }
        for action in 0..m + n {
            let payoff = m + n + usize::from(action >= m);
            let pays = self.pays(action);
            let reply = pays.iter().cloned().chain([(payoff, Rational::from(-1))]);
            if decisions[action] == Decision::BestReply {
                program.add_row("best reply", reply, Relation::Equal, 0)?;
                continue;
            }
            program.add_row("payoff", reply, Relation::AtMost, 0)?;
            if decisions[action] == Decision::Open {
                let regret = &self.regrets[action];
                let slack = pays.into_iter().map(|(other, u)| (other, -u));
                let terms = slack.chain([(payoff, Rational::ONE), (action, regret.clone())]);
                program.add_row("regret", terms, Relation::AtMost, regret.clone())?;
            }
        }
        Ok(program)
    }

    /// What an action pays against each action of the other player, as terms.
    fn pays(&self, action: usize) -> Vec<(usize, Rational)> {
        let [m, n] = [self.game.shape()[0], self.game.shape()[1]];
        match action.checked_sub(m) {
            None => (0..n).map(|j| (m + j, self.game.payoff_at(action * n + j, 0).clone())).collect(),
            Some(column) => (0..m).map(|i| (i, self.game.payoff_at(i * n + column, 1).clone())).collect(),
        }
    }

    /// The undecided action whose probability times its regret (of the most possible) is largest; `None`
    /// if no action in use has a regret.
    fn worst_offender(&self, node: &Node) -> Option<usize> {
        let [m, n] = [self.game.shape()[0], self.game.shape()[1]];
        let offence = |action: usize| {
            let probability = &node.point[action];
            if probability.is_zero() || node.decisions[action] != Decision::Open {
                return None;
            }
            let payoff = &node.point[m + n + usize::from(action >= m)];
            let own: Rational = self.pays(action).into_iter().map(|(other, u)| u * &node.point[other]).sum();
            let regret = payoff - own;
            let share = regret.checked_div(&self.regrets[action]).filter(|_| !regret.is_zero())?;
            Some((probability * share, action))
        };
        (0..m + n)
            .filter_map(offence)
            .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, action)| action)
    }

    /// Takes over the equilibrium at a node's point.
    fn accept(&mut self, node: &Node) -> Result<(), EquilibriumError> {
        let m = self.game.shape()[0];
        let n = self.game.shape()[1];
        let strategies = [&node.point[..m], &node.point[m..m + n]];
        let strategies = strategies.map(|list| MixedStrategy::new(list.to_vec()));
        let strategies = strategies.into_iter().collect::<Result<Vec<_>, _>>()?;
        let equilibrium = NashEquilibrium::evaluate(self.game, strategies)?;
        let score = self.goal.score(&equilibrium);
        if equilibrium.is_equilibrium() && self.improves(&score) {
            self.best = Some((score, equilibrium));
        }
        Ok(())
    }
}

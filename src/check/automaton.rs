//! Strategy automata: promised values by substitution, and every one-shot deviation.
//!
//! With discounting, a strategy profile is a subgame-perfect equilibrium exactly if no player gains by
//! deviating once, in any state, and conforming afterwards (the one-shot deviation principle;
//! Blackwell 1965, Abreu 1988). The values are the only solution of their equations because
//! discounting is a contraction, so substituting them proves them.

use super::budget::widest;
use super::claim::{Claim, read_discounts, read_lottery, require_lottery, require_same_discounts};
use super::error::{Outcome, require};
use super::node::{Node, show};
use super::stage::Stage;
use crate::exact::Rational;

/// One outcome of the public draw in a state.
#[derive(Debug)]
pub(super) struct Draw {
    pub(super) probability: Rational,
    pub(super) profile: usize,
    pub(super) next: Vec<(usize, Rational)>,
}

/// One state.
#[derive(Debug)]
pub(super) struct State {
    pub(super) draws: Vec<Draw>,
    pub(super) punish: Vec<usize>,
    pub(super) value: Vec<Rational>,
}

/// An automaton whose indices are in range and whose lotteries are lotteries.
#[derive(Debug)]
pub(super) struct Automaton {
    pub(super) discounts: Vec<Rational>,
    pub(super) initial: Vec<(usize, Rational)>,
    pub(super) states: Vec<State>,
}

impl Automaton {
    /// Reads an automaton; indices out of range and lotteries that do not add up are false claims.
    pub(super) fn read(claim: &Claim, node: &Node) -> Outcome<Self> {
        let players = claim.stage.players();
        let discounts = read_discounts(&node.field("discount")?, players)?;
        let state_nodes = node.field("states")?.items()?;
        let count = state_nodes.len();
        require(count > 0, || format!("{}.states is empty", node.place()))?;
        let initial = read_lottery(&node.field("initial")?, "state", count)?;
        let mut states = Vec::with_capacity(count);
        for state in &state_nodes {
            let draws_node = state.field("draws")?;
            let mut draws = Vec::new();
            for draw in draws_node.items()? {
                let profile = claim.stage.read_profile(&draw.field("profile")?)?;
                let probability = draw.field("probability")?.exact()?;
                let next_node = draw.optional("next").filter(|next| {
                    // An outcome that ends the game for sure needs no next state.
                    !(claim.stage.ends(profile) && next.items().is_ok_and(|items| items.is_empty()))
                });
                let next = match next_node {
                    Some(next) => read_lottery(&next, "state", count)?,
                    None if claim.stage.ends(profile) => Vec::new(),
                    None => read_lottery(&draw.field("next")?, "state", count)?,
                };
                draws.push(Draw { probability, profile, next });
            }
            require_lottery(&draws_node, draws.iter().map(|draw| &draw.probability))?;
            let punish = state.field("punish")?.items_of(players)?;
            let punish: Outcome<Vec<usize>> =
                punish.iter().map(|item| item.index_below(count, "states")).collect();
            let value = state.field("value")?.exact_list(players)?;
            states.push(State { draws, punish: punish?, value });
        }
        Ok(Automaton { discounts, initial, states })
    }

    /// The expected value of a lottery over states.
    fn expected(&self, lottery: &[(usize, Rational)], player: usize) -> Rational {
        lottery.iter().map(|(state, probability)| probability * &self.states[*state].value[player]).sum()
    }

    /// Each player's average payoff at the start.
    pub(super) fn initial_value(&self) -> Vec<Rational> {
        let players = self.states[0].value.len();
        (0..players).map(|player| self.expected(&self.initial, player)).collect()
    }

    /// The states that are reached with positive probability while nobody deviates, each with the
    /// step of a cycle of `length` at which it is reached.
    pub(super) fn on_path(&self, stage: &Stage, length: usize) -> Vec<(usize, usize)> {
        let positive = |lottery: &[(usize, Rational)], step: usize| -> Vec<(usize, usize)> {
            let reached = lottery.iter().filter(|(_, chance)| chance.is_positive());
            reached.map(|(state, _)| (*state, step % length)).collect()
        };
        let mut seen = vec![false; self.states.len() * length];
        let mut open = positive(&self.initial, 0);
        let mut found = Vec::new();
        while let Some((state, step)) = open.pop() {
            if std::mem::replace(&mut seen[state * length + step], true) {
                continue;
            }
            found.push((state, step));
            for draw in self.states[state].draws.iter().filter(|draw| draw.probability.is_positive()) {
                if !stage.ends(draw.profile) {
                    open.extend(positive(&draw.next, step + 1));
                }
            }
        }
        found
    }
}

/// Verifies an automaton at the expected discount factors and returns it.
pub(super) fn verify(claim: &mut Claim, node: &Node, expected: &[Rational]) -> Outcome<Automaton> {
    let automaton = Automaton::read(claim, node)?;
    require_same_discounts(node, &automaton.discounts, expected)?;
    let stage = &claim.stage;
    let width = widest(automaton.states.iter().flat_map(|state| &state.value)).max(stage.bits());
    let mut incentives = 0usize;
    for (index, state) in automaton.states.iter().enumerate() {
        let place = || format!("{}.states[{index}]", node.place());
        for (player, d) in expected.iter().enumerate() {
            let mut value = Rational::ZERO;
            for (number, draw) in state.draws.iter().enumerate() {
                let moves = stage.actions(player) - 1;
                claim.budget.spend(8 * (draw.next.len() + moves + 1), width, node.place())?;
                let conform = stage.value(draw.profile, player, d, &automaton.expected(&draw.next, player));
                let threat = &automaton.states[state.punish[player]].value[player];
                for deviation in stage.deviations(draw.profile, player) {
                    let gets = stage.value(deviation, player, d, threat);
                    require(gets <= conform, || {
                        format!(
                            "{}.draws[{number}]: player {player} gains by playing {} instead of {}: {} against {}",
                            place(),
                            stage.action(deviation, player),
                            stage.action(draw.profile, player),
                            show(&gets),
                            show(&conform)
                        )
                    })?;
                    incentives += 1;
                }
                value += &draw.probability * conform;
            }
            require(value == state.value[player], || {
                let (said, found) = (show(&state.value[player]), show(&value));
                format!("{}.value[{player}] is {said}, but by substitution it is {found}", place())
            })?;
        }
    }
    let states = automaton.states.len();
    claim.note(format!(
        "{}: the values of {states} states hold by substitution, and none of {incentives} one-shot deviations gains",
        node.place()
    ));
    Ok(automaton)
}

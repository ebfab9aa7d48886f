//! Automata on public signals: promised values by substitution, and every one-shot deviation.
//!
//! A profile of public strategies is a public perfect equilibrium exactly if nobody gains, in any state,
//! by one action of another kind followed by the automaton (Abreu, Pearce and Stacchetti 1990).

use super::signals::Signals;
use crate::check::budget::widest;
use crate::check::claim::{Claim, read_discounts, read_lottery, require_lottery, require_same_discounts};
use crate::check::error::{Outcome, require};
use crate::check::node::{Node, show};
use crate::check::stage::Stage;
use crate::exact::Rational;

/// A state: independent mixtures, a lottery over states per signal, and the values promised.
pub(super) struct State {
    strategies: Vec<Vec<Rational>>,
    next: Vec<Vec<(usize, Rational)>>,
    pub(super) value: Vec<Rational>,
}

impl State {
    /// Whether the state is never left.
    pub(super) fn stays(&self, own: usize) -> bool {
        self.next.iter().flatten().all(|(s, chance)| *s == own || chance.is_zero())
    }
}

/// Verifies an automaton at a discount factor and returns its states.
pub(super) fn verify(claim: &mut Claim, node: &Node, signals: &Signals, d: &Rational) -> Outcome<Vec<State>> {
    let players = claim.stage.players();
    let found = read_discounts(&node.field("discount")?, players)?;
    require_same_discounts(node, &found, &vec![d.clone(); players])?;
    let nodes = node.field("states")?.items()?;
    require(!nodes.is_empty(), || format!("{}.states is empty", node.place()))?;
    read_lottery(&node.field("initial")?, "state", nodes.len())?;
    let states = nodes.iter().map(|state| read(claim, state, signals, nodes.len()));
    let states: Vec<State> = states.collect::<Outcome<_>>()?;
    let stage = &claim.stage;
    let width = widest(states.iter().flat_map(|state| &state.value)).max(stage.bits());
    let mut incentives = 0usize;
    for (index, state) in states.iter().enumerate() {
        let place = format!("{}.states[{index}]", node.place());
        for player in 0..players {
            // What every signal leads to.
            let later: Vec<Rational> = state
                .next
                .iter()
                .map(|lottery| lottery.iter().map(|(s, chance)| chance * &states[*s].value[player]).sum())
                .collect();
            let branches: usize = state.next.iter().map(Vec::len).sum();
            let work = stage.profiles() * signals.count + branches;
            claim.budget.spend(4 * work, width, node.place())?;
            let worth = |played: &[(usize, Rational)]| {
                let (payoff, law) = signals.mean(stage, player, played);
                let next: Rational = law.iter().zip(&later).map(|(chance, value)| chance * value).sum();
                (Rational::ONE - d) * payoff + d * next
            };
            let value = worth(&played(stage, &state.strategies, None));
            require(value == state.value[player], || {
                let (said, found) = (show(&state.value[player]), show(&value));
                format!("{place}.value[{player}] is {said}, but by substitution it is {found}")
            })?;
            for action in 0..stage.actions(player) {
                let gets = worth(&played(stage, &state.strategies, Some((player, action))));
                require(gets <= value, || {
                    format!(
                        "{place}: player {player} gains by playing {action}: {} against {}",
                        show(&gets),
                        show(&value)
                    )
                })?;
                incentives += 1;
            }
        }
    }
    let count = states.len();
    claim.note(format!(
        "{}: the values of {count} states hold by substitution, and none of {incentives} one-shot deviations gains",
        node.place()
    ));
    Ok(states)
}

fn read(claim: &Claim, node: &Node, signals: &Signals, count: usize) -> Outcome<State> {
    let players = claim.stage.players();
    let list = node.field("strategies")?.items_of(players)?;
    let mut strategies = Vec::with_capacity(players);
    for (player, item) in list.iter().enumerate() {
        let mixture = item.exact_list(claim.stage.actions(player))?;
        require_lottery(item, mixture.iter())?;
        strategies.push(mixture);
    }
    let next = node.field("next")?.items_of(signals.count)?;
    let next: Outcome<Vec<_>> = next.iter().map(|item| read_lottery(item, "state", count)).collect();
    Ok(State { strategies, next: next?, value: node.field("value")?.exact_list(players)? })
}

/// The profiles that come out with positive probability; one player may take a given action instead.
fn played(
    stage: &Stage,
    strategies: &[Vec<Rational>],
    instead: Option<(usize, usize)>,
) -> Vec<(usize, Rational)> {
    let mut list = vec![(0, Rational::ONE)];
    for (player, mixture) in strategies.iter().enumerate() {
        let mut longer = Vec::new();
        for (profile, weight) in &list {
            match instead {
                Some((deviator, action)) if deviator == player => {
                    longer.push((stage.with_action(*profile, player, action), weight.clone()));
                }
                _ => {
                    longer.extend(mixture.iter().enumerate().filter(|(_, chance)| !chance.is_zero()).map(
                        |(action, chance)| (stage.with_action(*profile, player, action), weight * chance),
                    ))
                }
            }
        }
        list = longer;
    }
    list
}

//! Reachable states, and the smallest automaton with the same behaviour.

use super::{Automaton, Branch, Draw, State};

impl Automaton {
    /// The states that can be reached from the start, deviations included.
    pub fn reachable(&self) -> Vec<usize> {
        self.closure(|state| {
            let next = state.draws.iter().flat_map(|d| d.next.iter().map(|b| b.state));
            next.chain(state.punish.iter().copied()).collect()
        })
    }

    /// The states that can be reached from the start if nobody deviates.
    pub fn on_path(&self) -> Vec<usize> {
        self.closure(|state| state.draws.iter().flat_map(|d| d.next.iter().map(|b| b.state)).collect())
    }

    fn closure(&self, successors: impl Fn(&State) -> Vec<usize>) -> Vec<usize> {
        let mut seen = vec![false; self.states.len()];
        let mut stack: Vec<usize> = self.initial.iter().map(|b| b.state).collect();
        while let Some(s) = stack.pop() {
            if !std::mem::replace(&mut seen[s], true) {
                stack.extend(successors(&self.states[s]));
            }
        }
        (0..seen.len()).filter(|&s| seen[s]).collect()
    }

    /// The same strategy with as few states as play can tell apart: unreachable states dropped, states
    /// with the same draws, continuations and punishments merged (partition refinement).
    pub fn reduced(&self) -> Automaton {
        let reachable = self.reachable();
        let mut class: Vec<usize> = vec![0; self.states.len()];
        let mut count = 1;
        loop {
            let mut keys: Vec<(Vec<Draw>, Vec<usize>)> = Vec::new();
            let mut next = class.clone();
            for &s in &reachable {
                let state = &self.states[s];
                let draws = merged_draws(&state.draws, &class);
                let punish = state.punish.iter().map(|&p| class[p]).collect::<Vec<_>>();
                let key = (draws, punish);
                next[s] = keys.iter().position(|k| *k == key).unwrap_or_else(|| {
                    keys.push(key);
                    keys.len() - 1
                });
            }
            let refined = keys.len();
            class = next;
            if refined == count {
                break;
            }
            count = refined;
        }
        let mut states: Vec<Option<State>> = vec![None; count];
        for &s in &reachable {
            let old = &self.states[s];
            states[class[s]].get_or_insert_with(|| State {
                name: old.name.clone(),
                draws: merged_draws(&old.draws, &class),
                punish: old.punish.iter().map(|&p| class[p]).collect(),
                value: old.value.clone(),
            });
        }
        Automaton {
            discount: self.discount.clone(),
            initial: merged(&self.initial, &class),
            states: states.into_iter().flatten().collect(),
        }
    }
}

/// A lottery over classes of states, equal classes added up.
fn merged(lottery: &[Branch], class: &[usize]) -> Vec<Branch> {
    let mut result: Vec<Branch> = Vec::new();
    for branch in lottery.iter().filter(|b| !b.probability.is_zero()) {
        let state = class[branch.state];
        match result.iter_mut().find(|b| b.state == state) {
            Some(found) => found.probability += &branch.probability,
            None => result.push(Branch { state, probability: branch.probability.clone() }),
        }
    }
    result.sort_by_key(|b| b.state);
    result
}

fn merged_draws(draws: &[Draw], class: &[usize]) -> Vec<Draw> {
    let kept = draws.iter().filter(|d| !d.probability.is_zero());
    kept.map(|d| Draw {
        probability: d.probability.clone(),
        profile: d.profile.clone(),
        next: merged(&d.next, class),
    })
    .collect()
}

//! The largest self-enforcing family among some eventually periodic paths.

use std::collections::HashSet;

use super::{Step, automaton_of};
use crate::exact::Rational;
use crate::repeated::{Automaton, RepeatedGame};

/// The most profiles from which paths are made, where the game has more.
const MOST_PROFILES: usize = 12;
/// Cycles of this many sequences at most are tried per length.
const MOST_CYCLES: usize = 300;
/// Rounds in which the family's harshest members are preceded by one more profile.
const ROUNDS: usize = 8;
/// Members per player that are preceded in a round.
const HARSHEST: usize = 30;

/// A path: a profile, then the path `next`.
struct Member {
    profile: usize,
    next: usize,
    value: Vec<Rational>,
}

/// Paths that enforce each other: each is deterred from by the worst member for the deviator.
pub(super) struct Family {
    members: Vec<Member>,
    alive: Vec<bool>,
    /// Per player, the worst living member; `None` if nothing lives.
    worst: Option<Vec<usize>>,
    tried: usize,
}

impl Family {
    /// The family of a game, with the cycle of a target among the paths tried.
    pub(super) fn new(game: &RepeatedGame, target: &[usize]) -> Self {
        let profiles = candidates(game, target);
        let mut family = Family { members: Vec::new(), alive: Vec::new(), worst: None, tried: 0 };
        let mut known = HashSet::new();
        if !target.is_empty() {
            family.add_cycle(game, target);
            known.extend(family.members.iter().map(|member| (member.profile, member.value.clone())));
        }
        for cycle in cycles(&profiles) {
            if cycle != target {
                family.add_cycle(game, &cycle);
            }
        }
        let first: Vec<usize> = (0..family.members.len()).collect();
        family.precede(game, &profiles, &first, &mut known);
        family.settle(game);
        for _ in 0..ROUNDS {
            let before = family.threats();
            let harshest = family.harshest(game.players());
            family.precede(game, &profiles, &harshest, &mut known);
            family.settle(game);
            if before == family.threats() {
                break;
            }
        }
        family
    }

    /// How many paths were tried.
    pub(super) fn tried(&self) -> usize {
        self.tried
    }

    /// Per player, the payoff with which the family threatens.
    pub(super) fn threats(&self) -> Option<Vec<Rational>> {
        let worst = self.worst.as_ref()?;
        Some(worst.iter().enumerate().map(|(i, &m)| self.members[m].value[i].clone()).collect())
    }

    /// The living member with this payoff.
    pub(super) fn with_value(&self, value: &[Rational]) -> Option<usize> {
        (0..self.members.len()).find(|&m| self.alive[m] && self.members[m].value == value)
    }

    /// Steps for all living members, by their place, and the place that punishes each player.
    pub(super) fn steps(&self) -> Option<(Vec<Step>, Vec<usize>)> {
        let worst = self.worst.clone()?;
        let mut place = vec![0; self.members.len()];
        let living: Vec<usize> = (0..self.members.len()).filter(|&m| self.alive[m]).collect();
        for (k, &m) in living.iter().enumerate() {
            place[m] = k;
        }
        let name = |m: usize| {
            let punished: Vec<String> =
                (0..worst.len()).filter(|&i| worst[i] == m).map(|i| (i + 1).to_string()).collect();
            match punished.is_empty() {
                true => format!("step {}", place[m]),
                false => format!("punish {}", punished.join(" and ")),
            }
        };
        let step = |&m: &usize| {
            let member = &self.members[m];
            Step { name: name(m), profile: member.profile, next: place[member.next] }
        };
        let steps = living.iter().map(step).collect();
        Some((steps, worst.iter().map(|&m| place[m]).collect()))
    }

    /// The place among [`Family::steps`] of a living member.
    pub(super) fn place(&self, member: usize) -> usize {
        self.alive[..member].iter().filter(|alive| **alive).count()
    }

    /// The automaton that plays the target's cycle, which was added first.
    pub(super) fn automaton_playing(&self, game: &RepeatedGame, cycle: &[usize]) -> Option<Automaton> {
        if cycle.is_empty() || !self.alive[0] {
            return None;
        }
        self.automaton_from(game, 0)
    }

    fn automaton_from(&self, game: &RepeatedGame, member: usize) -> Option<Automaton> {
        let (steps, punish) = self.steps()?;
        automaton_of(game, &steps, self.place(member), &punish)
    }

    /// The living member that is best by the weights, or else nearest to a payoff (the largest difference in
    /// any player's payoff).
    pub(super) fn nearest(
        &self,
        game: &RepeatedGame,
        payoff: &[Rational],
        weights: Option<&[Rational]>,
    ) -> Option<Automaton> {
        let distance = |m: &usize| -> Rational {
            let value = &self.members[*m].value;
            match weights {
                Some(weights) => -weights.iter().zip(value).map(|(w, v)| w * v).sum::<Rational>(),
                None => value.iter().zip(payoff).map(|(v, x)| (v - x).abs()).max().unwrap_or_default(),
            }
        };
        let nearest = (0..self.members.len()).filter(|&m| self.alive[m]).min_by_key(distance)?;
        self.automaton_from(game, nearest)
    }

    /// Adds a cycle's paths, one per position, solving its value equation.
    fn add_cycle(&mut self, game: &RepeatedGame, cycle: &[usize]) {
        let dynamics = game.dynamics();
        let first = self.members.len();
        // The value x of the start obeys x = fixed + weight x.
        let start: Vec<Rational> = (0..game.players())
            .map(|i| {
                let (mut fixed, mut weight) = (Rational::ZERO, Rational::ONE);
                for &profile in cycle {
                    fixed += &weight * dynamics.constant(profile, i);
                    weight *= dynamics.carry(profile, i);
                }
                fixed / (Rational::ONE - weight)
            })
            .collect();
        let mut values = vec![start.clone(); cycle.len()];
        for k in (1..cycle.len()).rev() {
            let next = values.get(k + 1).unwrap_or(&start).clone();
            values[k] = value(game, cycle[k], &next);
        }
        for (k, (&profile, value)) in cycle.iter().zip(values).enumerate() {
            self.push(Member { profile, next: first + (k + 1) % cycle.len(), value });
        }
    }

    /// Adds the paths that play one profile and then go on as one of `bases`.
    fn precede(
        &mut self,
        game: &RepeatedGame,
        profiles: &[usize],
        bases: &[usize],
        known: &mut HashSet<(usize, Vec<Rational>)>,
    ) {
        for &next in bases {
            for &profile in profiles {
                let value = value(game, profile, &self.members[next].value);
                if known.insert((profile, value.clone())) {
                    self.push(Member { profile, next, value });
                }
            }
        }
    }

    fn push(&mut self, member: Member) {
        self.members.push(member);
        self.alive.push(true);
        self.tried += 1;
    }

    /// Drops paths that do not deter or that lead to dropped ones, until none does; dropped ones are not
    /// tried again, because more paths come in later only where they follow living ones.
    fn settle(&mut self, game: &RepeatedGame) {
        let players = game.players();
        loop {
            let living = || (0..self.members.len()).filter(|&m| self.alive[m]);
            let worst: Option<Vec<usize>> = (0..players)
                .map(|i| living().min_by(|&a, &b| self.members[a].value[i].cmp(&self.members[b].value[i])))
                .collect();
            self.worst = worst;
            let Some(threats) = self.threats() else { return };
            let mut changed = false;
            for m in 0..self.members.len() {
                let member = &self.members[m];
                let deters = |i: usize| {
                    member.value[i] >= game.dynamics().best_deviation(member.profile, i, &threats[i])
                };
                if self.alive[m] && !(self.alive[member.next] && (0..players).all(deters)) {
                    self.alive[m] = false;
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// The living members that are worst for some player.
    fn harshest(&self, players: usize) -> Vec<usize> {
        let mut found = Vec::new();
        for i in 0..players {
            let mut living: Vec<usize> = (0..self.members.len()).filter(|&m| self.alive[m]).collect();
            living.sort_by(|&a, &b| self.members[a].value[i].cmp(&self.members[b].value[i]));
            found.extend(living.into_iter().take(HARSHEST));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn value(game: &RepeatedGame, profile: usize, next: &[Rational]) -> Vec<Rational> {
    next.iter().enumerate().map(|(i, x)| game.dynamics().value(profile, i, x)).collect()
}

/// The profiles of which paths are made: all of a small game; of a larger one the target's, the stage
/// equilibria, and for every player the minmax profile and the best one, and the one of greatest welfare.
fn candidates(game: &RepeatedGame, target: &[usize]) -> Vec<usize> {
    let stage = game.stage();
    if stage.profiles() <= MOST_PROFILES {
        return (0..stage.profiles()).collect();
    }
    let mut found = target.to_vec();
    let all = || 0..stage.profiles();
    for i in 0..stage.players() {
        let held = |p: &usize| stage.best_reply_payoff(*p, i) == stage.payoff_at(*p, i);
        found.extend(all().filter(held).min_by_key(|&p| stage.payoff_at(p, i)));
        found.extend(all().max_by_key(|&p| stage.payoff_at(p, i)));
    }
    found.extend(all().max_by_key(|&p| stage.payoffs_at(p).iter().sum::<Rational>()));
    found.extend(stage.pure_equilibria());
    let mut kept: Vec<usize> = Vec::new();
    for profile in found {
        if !kept.contains(&profile) {
            kept.push(profile);
        }
    }
    kept.truncate(MOST_PROFILES.max(target.len()));
    kept
}

/// All cycles of the profiles up to a length, each once: no repetition of a shorter one, and of its
/// rotations the first in order.
fn cycles(profiles: &[usize]) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = profiles.iter().map(|&p| vec![p]).collect();
    let mut longest = found.clone();
    while longest.len().saturating_mul(profiles.len()) <= MOST_CYCLES && profiles.len() > 1 {
        longest = longest
            .iter()
            .flat_map(|start| profiles.iter().map(move |&p| start.iter().copied().chain([p]).collect()))
            .collect();
        let canonical = |cycle: &&Vec<usize>| {
            (1..cycle.len()).all(|k| cycle[k..].iter().chain(&cycle[..k]).gt(cycle.iter()))
        };
        found.extend(longest.iter().filter(canonical).cloned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Game;

    #[test]
    fn cycles_are_listed_once_up_to_rotation_and_repetition() {
        let found = cycles(&[0, 1]);
        // Binary necklaces without period: 2, 1, 2, 3, 6, 9, 18, 30 for lengths 1 to 8.
        let count = |length: usize| found.iter().filter(|cycle| cycle.len() == length).count();
        assert_eq!((1..=8).map(count).collect::<Vec<_>>(), [2, 1, 2, 3, 6, 9, 18, 30]);
        assert_eq!(cycles(&[5]), [[5]]);
    }

    #[test]
    fn an_optimal_stick_is_found_without_draws() {
        // Abreu's (1988) idea: a costly stick deters where reversion to the stage equilibrium does not.
        let own = [[4, 0, -2], [6, 1, -2], [-2, -2, -5]].map(|row| row.map(Rational::from));
        let other = [[4, 6, -2], [0, 1, -2], [-2, -2, -5]].map(|row| row.map(Rational::from));
        let game = RepeatedGame::new(Game::bimatrix(&own, &other).unwrap(), "9/25").unwrap();
        let family = Family::new(&game, &[0]);
        let automaton = family.automaton_playing(&game, &[0]).unwrap();
        assert!(automaton.is_deterministic());
        assert_eq!(automaton.payoff(), [4.into(), 4.into()]);
        // Reversion needs 2/5.
        assert!(family.threats().unwrap()[0] < Rational::ONE);
    }

    #[test]
    fn no_family_lives_without_equilibrium_in_pure_actions() {
        let pennies: Vec<Rational> = [1, -1, -1, 1, -1, 1, 1, -1].map(Rational::from).to_vec();
        let game = RepeatedGame::new(Game::new(&[2, 2], pennies).unwrap(), "9/10").unwrap();
        let family = Family::new(&game, &[]);
        assert_eq!(family.threats(), None);
        assert!(family.nearest(&game, &[Rational::ZERO, Rational::ZERO], None).is_none());
    }
}

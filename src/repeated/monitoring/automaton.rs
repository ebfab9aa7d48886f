//! Strategies that depend on public signals, as automata that can be checked.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::{MonitoringError, PublicMonitoring};
use crate::equilibrium::MixedStrategy;
use crate::exact::Rational;
use crate::repeated::automaton::Branch;

/// A state: what the players do, and for every signal a public lottery over the next state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicState {
    /// A name for people.
    pub name: String,
    /// The players' strategies; they mix independently, and nobody sees the draws.
    pub strategies: Vec<MixedStrategy>,
    /// For every signal, the lottery over the next state.
    pub next: Vec<Vec<Branch>>,
    /// Every player's average payoff from this state on.
    pub value: Vec<Rational>,
}

/// A public strategy profile: a finite automaton that moves on public signals.
///
/// It is a *public perfect equilibrium* exactly if in no state a player gains by one action of another
/// kind, followed by the automaton (the one-shot deviation principle for public strategies; Abreu,
/// Pearce and Stacchetti 1990). Deviations to strategies that remember own actions do not help either:
/// against public strategies some best reply is public (Fudenberg, Levine and Maskin 1994).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicAutomaton {
    /// The common discount factor it is made for.
    pub discount: Rational,
    /// Lottery over the first state.
    pub initial: Vec<Branch>,
    /// The states.
    pub states: Vec<PublicState>,
}

impl PublicAutomaton {
    /// Stage equilibria for ever, one state each.
    pub(super) fn of_stage_equilibria(
        plans: &[&Plan],
        signals: usize,
        discount: &Rational,
        initial: Vec<Branch>,
    ) -> Self {
        let state = |(s, plan): (usize, &&Plan)| PublicState {
            name: format!("equilibrium {s}"),
            strategies: plan.strategies.clone(),
            next: vec![vec![Branch { state: s, probability: Rational::ONE }]; signals],
            value: plan.payoff.clone(),
        };
        let states = plans.iter().enumerate().map(state).collect();
        PublicAutomaton { discount: discount.clone(), initial, states }
    }

    /// The average payoff of each player at the start.
    pub fn payoff(&self) -> Vec<Rational> {
        let players = self.states.first().map_or(0, |s| s.value.len());
        (0..players).map(|i| self.expected(&self.initial, i)).collect()
    }

    /// Checks that the automaton is a public perfect equilibrium: lotteries, values by substitution, and
    /// every one-shot deviation in every state, all in exact arithmetic.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::monitoring::PublicMonitoring};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let seen = PublicMonitoring::perfect(&stage)?;
    /// let set = seen.symmetric_set("1/2")?.expect("the stage equilibrium at least");
    /// set.automaton.verify(&seen)?;
    /// assert_eq!(set.high, Rational::from(3));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn verify(&self, monitoring: &PublicMonitoring) -> Result<(), MonitoringError> {
        if !self.discount.is_positive() || self.discount >= Rational::ONE {
            return Err(MonitoringError::DiscountOutOfRange { value: self.discount.to_string() });
        }
        let (players, signals) = (monitoring.players(), monitoring.signals().len());
        let count = |location: String, found: usize, expected: usize| {
            if found == expected { Ok(()) } else { Err(MonitoringError::Count { location, found, expected }) }
        };
        self.check_lottery(&self.initial, || "initial".into())?;
        for (s, state) in self.states.iter().enumerate() {
            count(format!("states[{s}].value"), state.value.len(), players)?;
            count(format!("states[{s}].next"), state.next.len(), signals)?;
            for (y, lottery) in state.next.iter().enumerate() {
                self.check_lottery(lottery, || format!("states[{s}].next[{y}]"))?;
            }
        }
        for (s, state) in self.states.iter().enumerate() {
            let plan = Plan::mixed(monitoring, &state.strategies)?;
            for player in 0..players {
                let actual = self.worth(state, player, &plan.payoff[player], &plan.law);
                if actual != state.value[player] {
                    let stated = state.value[player].clone();
                    return Err(MonitoringError::WrongValue { state: s, player, stated, actual });
                }
            }
            for other in &plan.alternatives {
                let player = other.player;
                let gain = self.worth(state, player, &other.payoff, &other.law) - &state.value[player];
                if gain.is_positive() {
                    return Err(MonitoringError::Deviation { state: s, player, action: other.action, gain });
                }
            }
        }
        Ok(())
    }

    /// What a stage payoff and a lottery over signals are worth in a state.
    fn worth(&self, state: &PublicState, player: usize, payoff: &Rational, law: &[Rational]) -> Rational {
        let seen = law.iter().zip(&state.next).filter(|(p, _)| !p.is_zero());
        let later: Rational = seen.map(|(p, lottery)| p * &self.expected(lottery, player)).sum();
        (Rational::ONE - &self.discount) * payoff + &self.discount * &later
    }

    fn expected(&self, lottery: &[Branch], player: usize) -> Rational {
        lottery.iter().map(|b| &b.probability * &self.states[b.state].value[player]).sum()
    }

    fn check_lottery(
        &self,
        lottery: &[Branch],
        location: impl Fn() -> String,
    ) -> Result<(), MonitoringError> {
        if lottery.iter().any(|b| b.state >= self.states.len()) {
            return Err(MonitoringError::NoSuchState { location: location() });
        }
        let sum: Rational = lottery.iter().map(|b| &b.probability).sum();
        if sum != Rational::ONE || lottery.iter().any(|b| b.probability.is_negative()) {
            return Err(MonitoringError::NotALottery { location: location(), sum });
        }
        Ok(())
    }
}

impl fmt::Display for PublicAutomaton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |numbers: &[Rational]| {
            let all: Vec<String> = numbers.iter().map(Rational::to_string).collect();
            all.join(", ")
        };
        let lottery = |branches: &[Branch]| {
            let name = |b: &Branch| self.states.get(b.state).map_or("?", |s| s.name.as_str());
            let all: Vec<String> = branches
                .iter()
                .map(|b| match &b.probability {
                    p if *p == Rational::ONE => name(b).to_string(),
                    p => format!("{p} {}", name(b)),
                })
                .collect();
            all.join(" + ")
        };
        writeln!(f, "start in {}", lottery(&self.initial))?;
        for state in &self.states {
            let plays: Vec<String> = state
                .strategies
                .iter()
                .map(|s| {
                    s.as_pure().map_or_else(|| format!("[{}]", list(s.probabilities())), |a| a.to_string())
                })
                .collect();
            writeln!(f, "  {}: play ({}), worth ({})", state.name, plays.join(", "), list(&state.value))?;
            for (signal, next) in state.next.iter().enumerate() {
                writeln!(f, "    after signal {signal}: {}", lottery(next))?;
            }
        }
        Ok(())
    }
}

//! Strategies one can read, play and check: finite automata with public randomisation.
//!
//! In a state a public draw picks a profile. If nobody deviates, a second public draw picks the next
//! state; if player `i` alone deviates, the next state is `punish[i]`; if several do, it is as if nobody
//! had. An absorbing profile may end the game as the game's data say.
//!
//! A strategy profile is subgame perfect exactly if no player gains by deviating once and conforming
//! ever after (the one-shot deviation principle: Blackwell 1965; Abreu 1988, proposition 1; it holds
//! because payoffs are bounded and discounted). [`Automaton::verify`] checks every one-shot deviation
//! in every draw of every state in exact rationals, with values checked by substitution.

mod error;
mod play;
mod reduce;
mod show;

pub use error::AutomatonError;
pub use play::{Deviation, Play, Round};
pub(super) use play::{Dice, Turn, check_deviations, run};
pub use show::AutomatonInWords;
pub(super) use show::state_name;

use serde::{Deserialize, Serialize};

use super::{Discount, RepeatedGame};
use crate::exact::{Rational, solve};
use crate::game::Profile;

/// One branch of a lottery over states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// Index of the state.
    pub state: usize,
    /// Its probability.
    pub probability: Rational,
}

/// A profile that a state may draw, and where play goes on if nobody deviates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// Probability of this draw.
    pub probability: Rational,
    /// The profile to be played.
    pub profile: Profile,
    /// Lottery over the next state.
    pub next: Vec<Branch>,
}

/// A state of an automaton.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// A name for people.
    pub name: String,
    /// The public lottery over profiles.
    pub draws: Vec<Draw>,
    /// The next state if player `i` alone deviates.
    pub punish: Vec<usize>,
    /// Every player's average payoff from this state on.
    pub value: Vec<Rational>,
}

/// A finite strategy automaton with public randomisation. See the module's documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Automaton {
    /// The discount factor it is made for.
    pub discount: Discount,
    /// Lottery over the first state.
    pub initial: Vec<Branch>,
    /// The states.
    pub states: Vec<State>,
}

impl Automaton {
    /// An automaton whose values are computed exactly from its structure; those that the states come
    /// with do not matter.
    ///
    /// # Errors
    /// If the structure is malformed or fits another game.
    pub fn new(
        game: &RepeatedGame,
        initial: Vec<Branch>,
        mut states: Vec<State>,
    ) -> Result<Self, AutomatonError> {
        for state in &mut states {
            state.value = vec![Rational::ZERO; game.players()];
        }
        let mut automaton = Automaton { discount: game.discount().clone(), initial, states };
        automaton.check_structure(game)?;
        let values = automaton.exact_values(game)?;
        for (state, value) in automaton.states.iter_mut().zip(values) {
            state.value = value;
        }
        Ok(automaton)
    }

    /// The average payoff of each player at the start.
    pub fn payoff(&self) -> Vec<Rational> {
        let players = self.states.first().map_or(0, |s| s.value.len());
        (0..players)
            .map(|i| self.initial.iter().map(|b| &b.probability * &self.states[b.state].value[i]).sum())
            .collect()
    }

    /// Checks that the automaton is a subgame-perfect equilibrium of the game: lotteries, values by
    /// substitution, and every one-shot deviation, all in exact arithmetic.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn verify(&self, game: &RepeatedGame) -> Result<(), AutomatonError> {
        self.check_structure(game)?;
        self.check_values(game)?;
        let dynamics = game.dynamics();
        for (s, state) in self.states.iter().enumerate() {
            for draw in &state.draws {
                let index = index_of(game, &draw.profile, s)?;
                for player in 0..game.players() {
                    let stay = dynamics.value(index, player, &self.expected(&draw.next, player));
                    let threat = &self.states[state.punish[player]].value[player];
                    let own = draw.profile[player];
                    for (action, reached) in game.stage().unilateral(index, player).enumerate() {
                        let gain = dynamics.value(reached, player, threat) - &stay;
                        if action != own && gain.is_positive() {
                            let profile = draw.profile.clone();
                            return Err(AutomatonError::Deviation { state: s, profile, player, gain });
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The values that the structure implies, by one exact linear system per player.
    ///
    /// # Errors
    /// If a profile is not one of the game.
    pub fn exact_values(&self, game: &RepeatedGame) -> Result<Vec<Vec<Rational>>, AutomatonError> {
        let n = self.states.len();
        let mut values = vec![Vec::with_capacity(game.players()); n];
        for player in 0..game.players() {
            let mut matrix = vec![vec![Rational::ZERO; n]; n];
            let mut right = vec![Rational::ZERO; n];
            for (s, state) in self.states.iter().enumerate() {
                matrix[s][s] += Rational::ONE;
                for draw in &state.draws {
                    let index = index_of(game, &draw.profile, s)?;
                    right[s] += &draw.probability * game.dynamics().constant(index, player);
                    let weight = &draw.probability * game.dynamics().carry(index, player);
                    for branch in &draw.next {
                        matrix[s][branch.state] -= &weight * &branch.probability;
                    }
                }
            }
            // Diagonally dominant (weights on continuations are below one), hence never singular.
            let solution = solve(&matrix, &right).ok_or_else(|| AutomatonError::Malformed {
                location: "states".into(),
                message: "the values are not determined".into(),
            })?;
            for (value, x) in values.iter_mut().zip(solution) {
                value.push(x);
            }
        }
        Ok(values)
    }

    /// Mean value of a lottery over states for a player.
    pub(super) fn expected(&self, lottery: &[Branch], player: usize) -> Rational {
        lottery.iter().map(|b| &b.probability * &self.states[b.state].value[player]).sum()
    }

    fn check_values(&self, game: &RepeatedGame) -> Result<(), AutomatonError> {
        for (s, state) in self.states.iter().enumerate() {
            for player in 0..game.players() {
                let mut actual = Rational::ZERO;
                for draw in &state.draws {
                    let index = index_of(game, &draw.profile, s)?;
                    let next = self.expected(&draw.next, player);
                    actual += &draw.probability * &game.dynamics().value(index, player, &next);
                }
                let stated = &state.value[player];
                if *stated != actual {
                    let stated = stated.clone();
                    return Err(AutomatonError::WrongValue { state: s, player, stated, actual });
                }
            }
        }
        Ok(())
    }

    pub(super) fn check_structure(&self, game: &RepeatedGame) -> Result<(), AutomatonError> {
        let malformed = |location: String, message: &str| {
            Err(AutomatonError::Malformed { location, message: message.into() })
        };
        if self.discount != *game.discount() && self.discount.common() != game.discount().common() {
            let (automaton, game) = (self.discount.to_string(), game.discount().to_string());
            return Err(AutomatonError::OtherDiscount { automaton, game });
        }
        if self.states.is_empty() {
            return malformed("states".into(), "there is no state");
        }
        self.check_lottery(&self.initial, "initial")?;
        for (s, state) in self.states.iter().enumerate() {
            let place = format!("states[{s}]");
            if state.punish.len() != game.players() || state.punish.iter().any(|&p| p >= self.states.len()) {
                return malformed(format!("{place}.punish"), "one existing state per player is needed");
            }
            if state.value.len() != game.players() {
                return malformed(format!("{place}.value"), "one value per player is needed");
            }
            check_sum(state.draws.iter().map(|d| &d.probability), &format!("{place}.draws"))?;
            for (k, draw) in state.draws.iter().enumerate() {
                index_of(game, &draw.profile, s)?;
                self.check_lottery(&draw.next, &format!("{place}.draws[{k}].next"))?;
            }
        }
        Ok(())
    }

    fn check_lottery(&self, lottery: &[Branch], location: &str) -> Result<(), AutomatonError> {
        if lottery.iter().any(|b| b.state >= self.states.len()) {
            let message = "points to a state that does not exist".into();
            return Err(AutomatonError::Malformed { location: location.into(), message });
        }
        check_sum(lottery.iter().map(|b| &b.probability), location)
    }
}

fn check_sum<'a>(
    probabilities: impl Iterator<Item = &'a Rational>,
    location: &str,
) -> Result<(), AutomatonError> {
    let mut sum = Rational::ZERO;
    let mut negative = false;
    for p in probabilities {
        negative |= p.is_negative();
        sum += p;
    }
    if negative || sum != Rational::ONE {
        return Err(AutomatonError::NotALottery { location: location.into(), sum });
    }
    Ok(())
}

fn index_of(game: &RepeatedGame, profile: &Profile, state: usize) -> Result<usize, AutomatonError> {
    game.stage().index(profile).map_err(|e| AutomatonError::Malformed {
        location: format!("states[{state}].draws"),
        message: e.to_string(),
    })
}

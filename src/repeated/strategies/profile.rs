//! Everybody's strategy together.

use super::explore::{Rules, Situation, explore};
use super::{Choice, Strategy, StrategyError};
use crate::exact::Rational;
use crate::game::Game;
use crate::repeated::automaton::{Automaton, Branch};
use crate::repeated::{RepeatedError, RepeatedGame};

/// One strategy per player, or an [`Automaton`] of which some players may be replaced: a finite chain of
/// joint situations, with the transitions of every profile, so that deviations are covered too.
///
/// ```
/// use detente::prelude::*;
/// use detente::repeated::strategies::{Classic, Roles, StrategyProfile};
/// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
/// let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into())?;
/// let meet = [roles.strategy(Classic::TitForTat, 0)?, roles.strategy(Classic::AlwaysDefect, 1)?];
/// let profile = StrategyProfile::new(game.stage(), &meet)?;
/// assert_eq!(profile.payoff(&game)?, [Rational::new(1, 2), Rational::from(3)]); // 0,1,1,.. and 5,1,1,..
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct StrategyProfile {
    shape: Vec<usize>,
    pub(super) situations: Vec<Situation>,
    pub(super) initial: Vec<Branch>,
    tremble: Rational,
}

impl StrategyProfile {
    /// Strategies that play each other, in the order of the players.
    ///
    /// # Errors
    /// A strategy that does not fit the game or its seat; too many joint situations.
    pub fn new(stage: &Game<Rational>, strategies: &[Strategy]) -> Result<Self, RepeatedError> {
        let seats = stage.players();
        if strategies.len() != seats {
            let message = format!("{} strategies are given", strategies.len());
            return Err(StrategyError::Seats { seat: strategies.len().min(seats), seats, message }.into());
        }
        for (seat, strategy) in strategies.iter().enumerate() {
            check_seat(stage, strategy, seat, seats)?;
        }
        let (situations, initial) = explore(&Machines(strategies), stage.profiles())?;
        Ok(StrategyProfile { shape: stage.shape().to_vec(), situations, initial, tremble: Rational::ZERO })
    }

    /// An automaton played by everybody.
    ///
    /// # Errors
    /// If the automaton is malformed or made for another game.
    pub fn of_automaton(game: &RepeatedGame, automaton: &Automaton) -> Result<Self, RepeatedError> {
        Self::automaton_against(game, automaton, &[])
    }

    /// An automaton of which some players are replaced by players with strategies of their own. The others
    /// follow the automaton: they take a replaced player's action for a deviation where it differs from
    /// the prescribed one.
    ///
    /// ```
    /// use detente::prelude::*;
    /// use detente::repeated::strategies::{Classic, Roles, StrategyProfile};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
    /// let verdict = game.sustain(&[0, 0].into())?;
    /// let automaton = verdict.automaton().expect("sustained at one half");
    /// let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into())?;
    /// let cheat = roles.strategy(Classic::AlwaysDefect, 1)?;
    /// let meet = StrategyProfile::automaton_against(&game, automaton, &[cheat])?;
    /// assert_eq!(meet.payoff(&game)?[1], Rational::from(3)); // no more than cooperation pays
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the automaton or a strategy is malformed or made for another game, or a player is replaced twice.
    pub fn automaton_against(
        game: &RepeatedGame,
        automaton: &Automaton,
        replaced: &[Strategy],
    ) -> Result<Self, RepeatedError> {
        let stage = game.stage();
        automaton.check_structure(game).map_err(StrategyError::from)?;
        for (k, strategy) in replaced.iter().enumerate() {
            check_seat(stage, strategy, strategy.player, stage.players())?;
            if replaced[..k].iter().any(|other| other.player == strategy.player) {
                let (seat, seats) = (strategy.player, stage.players());
                return Err(StrategyError::Seats { seat, seats, message: "replaced twice".into() }.into());
            }
        }
        let rules = Replaced { stage, automaton, replaced };
        let (situations, initial) = explore(&rules, stage.profiles())?;
        Ok(StrategyProfile { shape: stage.shape().to_vec(), situations, initial, tremble: Rational::ZERO })
    }

    /// The same strategies with trembling hands: every action is replaced, independently and with this
    /// probability, by one of the player's other actions, each equally likely.
    ///
    /// # Errors
    /// If the probability is not in [0, 1).
    pub fn with_trembles(mut self, probability: &Rational) -> Result<Self, RepeatedError> {
        if probability.is_negative() || *probability >= Rational::ONE {
            return Err(StrategyError::Tremble { value: probability.clone() }.into());
        }
        self.tremble = probability.clone();
        Ok(self)
    }

    /// The number of joint situations that some history reaches.
    pub fn situations(&self) -> usize {
        self.situations.len()
    }
    /// A situation's name: the names of the players' states.
    ///
    /// # Panics
    /// If there is no such situation.
    pub fn situation_name(&self, situation: usize) -> &str {
        &self.situations[situation].name
    }
    /// The probability of trembling.
    pub fn tremble(&self) -> &Rational {
        &self.tremble
    }

    pub(super) fn players(&self) -> usize {
        self.shape.len()
    }
    pub(super) fn actions(&self, player: usize) -> usize {
        self.shape[player]
    }

    /// Refuses a game of another shape.
    pub(super) fn check(&self, game: &RepeatedGame) -> Result<(), RepeatedError> {
        if game.stage().shape() == self.shape {
            return Ok(());
        }
        let (made, found) = (self.shape.clone(), game.stage().shape().to_vec());
        Err(StrategyError::OtherShape { made, found }.into())
    }

    /// The lottery over a player's real actions in a situation, trembles included; `intended` replaces what
    /// the player's strategy would choose.
    pub(super) fn real_actions(
        &self,
        situation: usize,
        player: usize,
        intended: Option<usize>,
    ) -> Vec<Choice> {
        let actions = self.shape[player];
        let meant = match intended {
            Some(action) => &Choice::surely(action),
            None => &self.situations[situation].intended[player],
        };
        if self.tremble.is_zero() || actions == 1 {
            return meant.iter().filter(|choice| !choice.probability.is_zero()).cloned().collect();
        }
        let mut weight = vec![Rational::ZERO; actions];
        for choice in meant {
            weight[choice.action] += &choice.probability;
        }
        let stray = &self.tremble / Rational::from(actions - 1);
        let keep = Rational::ONE - &self.tremble;
        let real = |p: &Rational| p * &keep + (Rational::ONE - p) * &stray;
        let real = weight.iter().map(real).enumerate();
        real.filter(|(_, p)| !p.is_zero())
            .map(|(action, probability)| Choice { action, probability })
            .collect()
    }

    /// The lottery over profiles in a situation; `fixed` replaces one player's intention.
    pub(super) fn outcomes(&self, situation: usize, fixed: Option<(usize, usize)>) -> Vec<(usize, Rational)> {
        let mut lottery = vec![(0, Rational::ONE)];
        for (player, actions) in self.shape.iter().enumerate() {
            let intended = fixed.filter(|(who, _)| *who == player).map(|(_, action)| action);
            let own = self.real_actions(situation, player, intended);
            lottery = lottery
                .iter()
                .flat_map(|(index, p)| {
                    own.iter().map(move |c| (index * actions + c.action, p * &c.probability))
                })
                .collect();
        }
        lottery
    }

    /// The situations that are reached with positive probability if everybody follows the strategies but
    /// for one player, who may do anything (nobody deviates with `None`).
    pub(super) fn reachable(&self, deviator: Option<usize>) -> Vec<usize> {
        let mut seen = vec![false; self.situations.len()];
        let mut stack: Vec<usize> = self.initial.iter().map(|branch| branch.state).collect();
        while let Some(s) = stack.pop() {
            if std::mem::replace(&mut seen[s], true) {
                continue;
            }
            let fixed: Vec<Option<(usize, usize)>> = match deviator {
                None => vec![None],
                Some(player) => (0..self.shape[player]).map(|action| Some((player, action))).collect(),
            };
            for fixed in fixed {
                for (profile, _) in self.outcomes(s, fixed) {
                    stack.extend(self.situations[s].next(profile).iter().map(|branch| branch.state));
                }
            }
        }
        (0..seen.len()).filter(|&s| seen[s]).collect()
    }
}

fn check_seat(
    stage: &Game<Rational>,
    strategy: &Strategy,
    seat: usize,
    seats: usize,
) -> Result<(), StrategyError> {
    if strategy.player != seat {
        let message = format!("'{}' is a strategy of player {}", strategy.name, strategy.player);
        return Err(StrategyError::Seats { seat, seats, message });
    }
    strategy.check(stage)
}

/// Machines side by side: a situation is a state of each.
struct Machines<'a>(&'a [Strategy]);

impl Rules for Machines<'_> {
    type Key = Vec<usize>;
    fn start(&self) -> Vec<(Vec<usize>, Rational)> {
        vec![(self.0.iter().map(|strategy| strategy.initial).collect(), Rational::ONE)]
    }
    fn describe(&self, key: &Vec<usize>) -> (String, Vec<Vec<Choice>>) {
        let states = || self.0.iter().zip(key).map(|(strategy, &state)| &strategy.states[state]);
        let names: Vec<&str> = states().map(|state| state.name.as_str()).collect();
        (names.join(" / "), states().map(|state| state.actions.clone()).collect())
    }
    fn after(&self, key: &Vec<usize>, profile: usize) -> Vec<(Vec<usize>, Rational)> {
        let next = self.0.iter().zip(key).map(|(strategy, &state)| strategy.states[state].next[profile]);
        vec![(next.collect(), Rational::ONE)]
    }
}

/// An automaton with some players replaced: a situation is a state, the profile drawn in it, and a state of
/// every replacing strategy.
struct Replaced<'a> {
    stage: &'a Game<Rational>,
    automaton: &'a Automaton,
    replaced: &'a [Strategy],
}

/// A state of the automaton, the draw in it, and the states of the replacing strategies.
type Joint = (usize, usize, Vec<usize>);

impl Replaced<'_> {
    fn drawn(&self, lottery: &[Branch], machines: &[usize]) -> Vec<(Joint, Rational)> {
        let draws = |branch: &Branch| {
            let (state, chance) = (branch.state, branch.probability.clone());
            let draws = self.automaton.states[state].draws.iter().enumerate();
            draws.map(move |(k, draw)| ((state, k, machines.to_vec()), &chance * &draw.probability))
        };
        lottery.iter().flat_map(draws).collect()
    }
}

impl Rules for Replaced<'_> {
    type Key = Joint;
    fn start(&self) -> Vec<(Self::Key, Rational)> {
        let machines: Vec<usize> = self.replaced.iter().map(|strategy| strategy.initial).collect();
        self.drawn(&self.automaton.initial, &machines)
    }
    fn describe(&self, (state, draw, machines): &Self::Key) -> (String, Vec<Vec<Choice>>) {
        let state = &self.automaton.states[*state];
        let draw = &state.draws[*draw];
        let mut names = vec![format!("{} {}", state.name, draw.profile)];
        let mut intended: Vec<Vec<Choice>> =
            draw.profile.actions().iter().map(|&action| Choice::surely(action)).collect();
        for (strategy, &own) in self.replaced.iter().zip(machines) {
            names.push(strategy.states[own].name.clone());
            intended[strategy.player].clone_from(&strategy.states[own].actions);
        }
        (names.join(" / "), intended)
    }
    fn after(&self, (state, draw, machines): &Self::Key, profile: usize) -> Vec<(Self::Key, Rational)> {
        let state = &self.automaton.states[*state];
        let draw = &state.draws[*draw];
        let strays = |player: &usize| self.stage.action_at(profile, *player) != draw.profile[*player];
        let deviators: Vec<usize> = (0..self.stage.players()).filter(strays).collect();
        let machines: Vec<usize> = self
            .replaced
            .iter()
            .zip(machines)
            .map(|(strategy, &own)| strategy.states[own].next[profile])
            .collect();
        match deviators.as_slice() {
            [player] => {
                let punished = [Branch { state: state.punish[*player], probability: Rational::ONE }];
                self.drawn(&punished, &machines)
            }
            _ => self.drawn(&draw.next, &machines),
        }
    }
}

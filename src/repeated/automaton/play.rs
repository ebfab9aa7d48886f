//! A run of an automaton, move by move: what happens on the path, and after somebody deviates.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::{Automaton, AutomatonError, Branch, Draw};
use crate::exact::Rational;
use crate::game::{GameError, Profile};
use crate::repeated::RepeatedGame;

/// One player takes another action than prescribed, in one round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deviation {
    /// The player.
    pub player: usize,
    /// The round, counted from 0.
    pub round: usize,
    /// The action taken.
    pub action: usize,
}

/// One round of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The round, counted from 0.
    pub round: usize,
    /// The state of the automaton and the profile that was played; `None` once the game has ended.
    pub played: Option<(usize, Profile)>,
    /// Every player's payoff in this round.
    pub payoffs: Vec<Rational>,
    /// The players who deviated.
    pub deviators: Vec<usize>,
    /// Whether the game has ended, in this round or before: the payoffs are then paid for ever.
    pub ended: bool,
}

impl Round {
    /// The player who deviated alone: the only case to which the automaton reacts.
    pub fn lone_deviator(&self) -> Option<usize> {
        match self.deviators.as_slice() {
            [player] => Some(*player),
            _ => None,
        }
    }
}

/// A run of an automaton.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    /// The rounds in order.
    pub rounds: Vec<Round>,
    /// Every player's mean payoff over the rounds, undiscounted.
    pub averages: Vec<Rational>,
}

impl Automaton {
    /// Plays the automaton in a game. Public draws come from ChaCha8 with the seed and are exact: a branch
    /// of probability 1/3 is taken with probability 1/3, not with that of a nearby float.
    ///
    /// An action equal to the prescribed one is no deviation, and a deviation after the end of the game
    /// has no effect. Where an absorbing profile ends the game, its payoff is paid in that round and in
    /// every later one.
    ///
    /// ```
    /// use detente::{Game, repeated::{RepeatedGame, automaton::Deviation}};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
    /// let verdict = game.sustain(&[0, 0].into())?;
    /// let automaton = verdict.automaton().expect("sustained at one half");
    /// let cheat = Deviation { player: 0, round: 1, action: 1 };
    /// let play = automaton.play(&game, 3, &[cheat], 0)?;
    /// assert_eq!(play.rounds[1].payoffs, [5.into(), 0.into()]);
    /// assert_eq!(play.rounds[2].payoffs, [1.into(), 1.into()]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the automaton is malformed or made for another game, or a deviation names a player, an action
    /// or a round that does not exist, or the same player and round twice.
    pub fn play(
        &self,
        game: &RepeatedGame,
        rounds: usize,
        deviations: &[Deviation],
        seed: u64,
    ) -> Result<Play, AutomatonError> {
        self.check_structure(game)?;
        check_deviations(game, rounds, deviations)?;
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
        let start = self.successor(&self.initial, &mut dice);
        let turn = |state: usize, round: usize, dice: &mut Dice| {
            let draws = &self.states[state].draws;
            let draw = &draws[dice.pick(draws.iter().map(|draw| &draw.probability))];
            let (profile, deviators) = moves(&draw.profile, deviations, round);
            Turn { profile, deviators, drawn: draw }
        };
        let next = |state: usize, _: usize, turn: &Turn<&Draw>, dice: &mut Dice| match turn.deviators[..] {
            [player] => self.states[state].punish[player],
            _ => self.successor(&turn.drawn.next, dice),
        };
        run(game, rounds, start, &mut dice, turn, next).map_err(|error| AutomatonError::Malformed {
            location: "states".into(),
            message: error.to_string(),
        })
    }

    fn successor(&self, lottery: &[Branch], dice: &mut Dice) -> usize {
        lottery[dice.pick(lottery.iter().map(|branch| &branch.probability))].state
    }
}

/// What is done in a round, with what the mover remembers of the draw.
pub(in crate::repeated) struct Turn<T> {
    pub(in crate::repeated) profile: Profile,
    pub(in crate::repeated) deviators: Vec<usize>,
    pub(in crate::repeated) drawn: T,
}

/// Rounds of anything that moves from state to state: `turn` says what is done in a state, `next` where
/// that leads (given the index of the profile). Where an absorbing profile ends the game, its payoff is
/// paid in that round and in every later one.
pub(in crate::repeated) fn run<T>(
    game: &RepeatedGame,
    rounds: usize,
    start: usize,
    dice: &mut Dice,
    mut turn: impl FnMut(usize, usize, &mut Dice) -> Turn<T>,
    mut next: impl FnMut(usize, usize, &Turn<T>, &mut Dice) -> usize,
) -> Result<Play, GameError> {
    let mut state = start;
    let mut end: Option<Vec<Rational>> = None;
    let mut run = Vec::with_capacity(rounds);
    for round in 0..rounds {
        if let Some(payoffs) = &end {
            let payoffs = payoffs.clone();
            run.push(Round { round, played: None, payoffs, deviators: Vec::new(), ended: true });
            continue;
        }
        let done = turn(state, round, dice);
        let index = game.stage().index(&done.profile)?;
        end = game.absorbing().iter().find(|outcome| outcome.profile == done.profile).and_then(|outcome| {
            let stays = Rational::ONE - &outcome.probability;
            (dice.pick([&outcome.probability, &stays].into_iter()) == 0).then(|| outcome.payoff.clone())
        });
        let payoffs = end.clone().unwrap_or_else(|| game.stage().payoffs_at(index).to_vec());
        let then = next(state, index, &done, dice);
        let Turn { profile, deviators, .. } = done;
        let played = Some((std::mem::replace(&mut state, then), profile));
        run.push(Round { round, played, payoffs, deviators, ended: end.is_some() });
    }
    let averages = averages(&run, game.players());
    Ok(Play { rounds: run, averages })
}

/// The profile that is played, and who deviates from the drawn one.
fn moves(drawn: &Profile, deviations: &[Deviation], round: usize) -> (Profile, Vec<usize>) {
    let mut profile = drawn.clone();
    let mut deviators = Vec::new();
    for deviation in deviations.iter().filter(|deviation| deviation.round == round) {
        if drawn[deviation.player] != deviation.action {
            profile = profile.with(deviation.player, deviation.action);
            deviators.push(deviation.player);
        }
    }
    deviators.sort_unstable();
    (profile, deviators)
}

fn averages(rounds: &[Round], players: usize) -> Vec<Rational> {
    let share = Rational::from(rounds.len()).checked_recip().unwrap_or_default();
    (0..players).map(|i| rounds.iter().map(|round| &round.payoffs[i]).sum::<Rational>() * &share).collect()
}

pub(in crate::repeated) fn check_deviations(
    game: &RepeatedGame,
    rounds: usize,
    deviations: &[Deviation],
) -> Result<(), AutomatonError> {
    for (k, deviation) in deviations.iter().enumerate() {
        let Deviation { player, round, action } = deviation;
        let shape = game.stage().shape();
        let wrong = if *player >= shape.len() {
            format!("there is no player {player}")
        } else if *action >= shape[*player] {
            format!("player {player} has no action {action}")
        } else if *round >= rounds {
            format!("round {round} is not played: {rounds} rounds count from 0")
        } else if deviations[..k].iter().any(|other| (other.player, other.round) == (*player, *round)) {
            format!("player {player} deviates twice in round {round}")
        } else {
            continue;
        };
        return Err(AutomatonError::BadDeviation { index: k, message: wrong });
    }
    Ok(())
}

/// Exact lotteries from random bits.
pub(in crate::repeated) struct Dice(pub(in crate::repeated) ChaCha8Rng);

impl Dice {
    /// The index drawn from probabilities that sum to one: a uniform number is written out bit by bit
    /// (64 at a time) until it is known to which branch it belongs.
    pub(in crate::repeated) fn pick<'a>(
        &mut self,
        probabilities: impl Iterator<Item = &'a Rational>,
    ) -> usize {
        let mut ends: Vec<Rational> = Vec::new();
        for probability in probabilities {
            let before = ends.last().cloned().unwrap_or_default();
            ends.push(before + probability);
        }
        let word = Rational::from(1u128 << 64).checked_recip().unwrap_or_default();
        let (mut low, mut width) = (Rational::ZERO, Rational::ONE);
        loop {
            let high = &low + &width;
            // The first branch that ends beyond `low` holds it; it must hold all of [low, high).
            let holder = ends.iter().position(|end| *end > low);
            match holder {
                Some(index) if high <= ends[index] => return index,
                None => return ends.len().saturating_sub(1),
                Some(_) => {}
            }
            width *= &word;
            low += &width * &Rational::from(self.0.next_u64());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Game;
    use crate::repeated::{
        Absorbing,
        automaton::{Draw, State},
    };

    fn branch(state: usize, probability: Rational) -> Branch {
        Branch { state, probability }
    }

    /// Cooperate for ever, punish by mutual defection for ever.
    fn grim(game: &RepeatedGame) -> Automaton {
        let state = |name: &str, profile: [usize; 2], own: usize| State {
            name: name.into(),
            draws: vec![Draw {
                probability: Rational::ONE,
                profile: profile.into(),
                next: vec![branch(own, Rational::ONE)],
            }],
            punish: vec![1, 1],
            value: vec![Rational::ZERO; 2],
        };
        let states = vec![state("cooperate", [0, 0], 0), state("punish", [1, 1], 1)];
        Automaton::new(game, vec![branch(0, Rational::ONE)], states).unwrap()
    }

    fn dilemma() -> RepeatedGame {
        RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "1/2").unwrap()
    }

    #[test]
    fn a_lone_deviator_is_punished_and_two_together_are_not() {
        let game = dilemma();
        let deviate = |player, round| Deviation { player, round, action: 1 };
        let play = grim(&game).play(&game, 4, &[deviate(0, 1), deviate(1, 1), deviate(1, 2)], 0).unwrap();
        let states: Vec<usize> = play.rounds.iter().map(|round| round.played.as_ref().unwrap().0).collect();
        assert_eq!(states, [0, 0, 0, 1]);
        assert_eq!(play.rounds[1].deviators, [0, 1]);
        assert_eq!(play.rounds[1].lone_deviator(), None);
        assert_eq!(play.rounds[2].lone_deviator(), Some(1));
        assert_eq!(play.averages, ["5/4".parse().unwrap(), "5/2".parse().unwrap()]);
    }

    #[test]
    fn lotteries_have_their_exact_frequencies() {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(7));
        let (third, rest) = (Rational::new(1, 3), Rational::new(2, 3));
        let hits = (0..9000).filter(|_| dice.pick([&third, &rest].into_iter()) == 0).count();
        assert!((2800..3200).contains(&hits), "{hits}");
        let (zero, one) = (Rational::ZERO, Rational::ONE);
        assert!((0..100).all(|_| dice.pick([&zero, &one, &zero].into_iter()) == 1));
    }

    #[test]
    fn an_absorbing_profile_ends_the_game_and_pays_for_ever() {
        let end = Absorbing {
            profile: [1, 0].into(),
            probability: Rational::ONE,
            payoff: vec![Rational::from(2), Rational::from(-1)],
        };
        let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        let game = RepeatedGame::with_absorbing(stage, "1/2", vec![end]).unwrap();
        let play = grim(&game).play(&game, 3, &[Deviation { player: 0, round: 1, action: 1 }], 0).unwrap();
        assert!(!play.rounds[0].ended && play.rounds[1].ended && play.rounds[2].ended);
        assert_eq!(play.rounds[1].payoffs, [2.into(), (-1).into()]);
        assert_eq!(play.rounds[2].payoffs, play.rounds[1].payoffs);
        assert_eq!(play.rounds[2].played, None);
    }

    #[test]
    fn deviations_that_cannot_happen_are_refused() {
        let game = dilemma();
        for (player, round, action) in [(2, 0, 0), (0, 0, 2), (0, 3, 1)] {
            let error = grim(&game).play(&game, 3, &[Deviation { player, round, action }], 0);
            assert!(matches!(error, Err(AutomatonError::BadDeviation { index: 0, .. })));
        }
    }
}

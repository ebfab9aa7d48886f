//! Strategies at play: runs with dice, and the path of those that need none.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::{StrategyError, StrategyProfile};
use crate::game::Profile;
use crate::repeated::automaton::{Deviation, Dice, Play, Turn, check_deviations, run};
use crate::repeated::{RepeatedError, RepeatedGame};

/// The path of a profile without chance: some rounds, then a cycle for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trajectory {
    /// What is played before the cycle.
    pub before: Vec<Profile>,
    /// What is then played in turn, for ever; never empty.
    pub cycle: Vec<Profile>,
}

impl StrategyProfile {
    /// Plays the strategies. A round's state is the situation; its deviators are the players whose real
    /// action is not what their strategy chose, by a tremble or by one of the `deviations`.
    ///
    /// All draws (mixed actions, trembles, public lotteries, ends of the game) come from ChaCha8 with the
    /// seed and have their exact probabilities. Where an absorbing profile ends the game, its payoff is
    /// paid in that round and in every later one.
    ///
    /// ```
    /// use detente::prelude::*;
    /// use detente::repeated::automaton::Deviation;
    /// use detente::repeated::strategies::{Classic, Roles, StrategyProfile};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
    /// let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into())?;
    /// let both = StrategyProfile::new(game.stage(), &roles.pair(Classic::WinStayLoseShift))?;
    /// let slip = Deviation { player: 0, round: 1, action: 1 };
    /// let play = both.play(&game, 4, &[slip], 0)?;
    /// let seen: Vec<String> = play.rounds.iter().flat_map(|r| &r.played).map(|(_, p)| p.to_string()).collect();
    /// assert_eq!(seen, ["(0, 0)", "(1, 0)", "(1, 1)", "(0, 0)"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the game has another shape, or a deviation names a player, an action or a round that does not
    /// exist, or the same player and round twice.
    pub fn play(
        &self,
        game: &RepeatedGame,
        rounds: usize,
        deviations: &[Deviation],
        seed: u64,
    ) -> Result<Play, RepeatedError> {
        self.check(game)?;
        check_deviations(game, rounds, deviations).map_err(StrategyError::from)?;
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
        let start = self.initial[dice.pick(self.initial.iter().map(|b| &b.probability))].state;
        let turn = |situation: usize, round: usize, dice: &mut Dice| {
            let (profile, deviators) = self.moves(situation, round, deviations, dice);
            Turn { profile, deviators, drawn: () }
        };
        let next = |situation: usize, profile: usize, _: &Turn<()>, dice: &mut Dice| {
            let next = self.situations[situation].next(profile);
            next[dice.pick(next.iter().map(|branch| &branch.probability))].state
        };
        Ok(run(game, rounds, start, &mut dice, turn, next)?)
    }

    /// What is played in a round, and who does not do what the strategy chose.
    fn moves(
        &self,
        situation: usize,
        round: usize,
        deviations: &[Deviation],
        dice: &mut Dice,
    ) -> (Profile, Vec<usize>) {
        let mut actions = Vec::with_capacity(self.players());
        let mut deviators = Vec::new();
        for (player, choices) in self.situations[situation].intended.iter().enumerate() {
            let meant = choices[dice.pick(choices.iter().map(|choice| &choice.probability))].action;
            let ordered = deviations.iter().find(|d| d.player == player && d.round == round);
            let real = match ordered {
                Some(deviation) => deviation.action,
                None => {
                    let real = self.real_actions(situation, player, Some(meant));
                    real[dice.pick(real.iter().map(|choice| &choice.probability))].action
                }
            };
            if real != meant {
                deviators.push(player);
            }
            actions.push(real);
        }
        (Profile::from(actions), deviators)
    }

    /// The path of play; `None` where chance has a part in it (trembles, mixed actions, public lotteries).
    /// Absorbing outcomes are not looked at.
    ///
    /// ```
    /// use detente::Game;
    /// use detente::repeated::strategies::{Classic, Roles, StrategyProfile};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let roles = Roles::new(&stage, &[0, 0].into(), &[1, 1].into())?;
    /// let meet = [roles.strategy(Classic::TitForTat, 0)?, roles.strategy(Classic::SuspiciousTitForTat, 1)?];
    /// let path = StrategyProfile::new(&stage, &meet)?.trajectory().expect("no chance");
    /// assert!(path.before.is_empty());
    /// assert_eq!(path.cycle, [[0, 1].into(), [1, 0].into()]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn trajectory(&self) -> Option<Trajectory> {
        let [first] = self.initial.as_slice() else { return None };
        let mut at = first.state;
        let mut met: Vec<usize> = Vec::new();
        let mut path = Vec::new();
        loop {
            if let Some(start) = met.iter().position(|s| *s == at) {
                let cycle = path.split_off(start);
                return Some(Trajectory { before: path, cycle });
            }
            let real: Option<Vec<usize>> = (0..self.players())
                .map(|player| match self.real_actions(at, player, None).as_slice() {
                    [only] => Some(only.action),
                    _ => None,
                })
                .collect();
            let [(profile, _)] = self.outcomes(at, None)[..] else { return None };
            let [next] = self.situations[at].next(profile) else { return None };
            met.push(at);
            path.push(Profile::from(real?));
            at = next.state;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::Rational;
    use crate::game::Game;
    use crate::repeated::Absorbing;
    use crate::repeated::strategies::{Classic, Roles};

    fn dilemma() -> RepeatedGame {
        RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "9/10").unwrap()
    }

    fn both(game: &RepeatedGame, classic: Classic) -> StrategyProfile {
        let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into()).unwrap();
        StrategyProfile::new(game.stage(), &roles.pair(classic)).unwrap()
    }

    #[test]
    fn runs_repeat_with_their_seed_and_their_mean_approaches_the_exact_one() {
        let game = dilemma();
        let shaky = both(&game, Classic::TitForTat).with_trembles(&Rational::new(1, 10)).unwrap();
        let run = shaky.play(&game, 4000, &[], 1).unwrap();
        assert_eq!(run, shaky.play(&game, 4000, &[], 1).unwrap());
        assert_ne!(run, shaky.play(&game, 4000, &[], 2).unwrap());
        let exact = shaky.long_run(&game).unwrap()[0].to_f64();
        assert!((run.averages[0].to_f64() - exact).abs() < 0.15, "{} {exact}", run.averages[0].to_f64());
        let slips: usize = run.rounds.iter().map(|round| round.deviators.len()).sum();
        assert!((700..900).contains(&slips), "{slips}");
        assert_eq!(shaky.trajectory(), None);
    }

    #[test]
    fn an_absorbing_profile_ends_a_run() {
        let war = Absorbing {
            profile: [1, 1].into(),
            probability: Rational::ONE,
            payoff: vec![Rational::from(-1), Rational::from(-2)],
        };
        let game = RepeatedGame::with_absorbing(dilemma().stage().clone(), "1/2", vec![war]).unwrap();
        let fight = both(&game, Classic::AlwaysDefect);
        let run = fight.play(&game, 3, &[], 0).unwrap();
        assert!(run.rounds[0].ended && run.rounds[2].played.is_none());
        assert_eq!(fight.payoff(&game).unwrap(), [(-1).into(), (-2).into()]);
        assert_eq!(fight.long_run(&game).unwrap(), [(-1).into(), (-2).into()]);
    }
}

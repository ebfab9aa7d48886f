//! From which patience on is a profile of strategies an equilibrium?
//!
//! At a common discount factor the values of finite strategies are rational functions of it
//! (see `rational_function`). A one-shot deviation gains where a polynomial is positive: subgame perfection
//! is a finite list of polynomial inequalities, solved exactly. For Nash equilibrium the best response
//! changes with patience: at a sample a best policy is found by policy iteration, its Bellman inequalities
//! give *exactly* the discount factors at which it stays best, and the next sample is taken outside what is
//! covered. There are finitely many policies, so the sweep ends.

use serde::{Deserialize, Serialize};

use super::rational_function::Valuation;
use super::{PatienceSet, StrategyProfile};
use crate::exact::Polynomial;
use crate::repeated::{RepeatedError, RepeatedGame};

/// The common discount factors at which a profile of strategies is an equilibrium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// For all players together.
    pub all: PatienceSet,
    /// For each player alone: where this player does not gain.
    pub players: Vec<PatienceSet>,
}

impl Thresholds {
    fn of(players: Vec<PatienceSet>) -> Self {
        let all = players.iter().fold(PatienceSet::all(), |all, own| all.intersection(own));
        Thresholds { all, players }
    }
}

impl StrategyProfile {
    /// The common discount factors at which no one-shot deviation gains in any situation. The game's own
    /// discount factors play no part.
    ///
    /// ```
    /// use detente::prelude::*;
    /// use detente::repeated::strategies::{Classic, Roles, StrategyProfile};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(4, 3, 1, 0)?, "1/2")?;
    /// let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into())?;
    /// let perfect = |classic| -> Result<String, RepeatedError> {
    ///     let both = StrategyProfile::new(game.stage(), &roles.pair(classic))?;
    ///     Ok(both.subgame_perfect_patience(&game)?.all.to_string())
    /// };
    /// # use detente::repeated::RepeatedError;
    /// assert_eq!(perfect(Classic::GrimTrigger)?, "[1/3, 1)");
    /// assert_eq!(perfect(Classic::WinStayLoseShift)?, "[1/2, 1)");
    /// assert_eq!(perfect(Classic::TitForTat)?, "{1/3}"); // a knife edge: T + S = R + P
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the game has another shape.
    pub fn subgame_perfect_patience(&self, game: &RepeatedGame) -> Result<Thresholds, RepeatedError> {
        self.check(game)?;
        let everything: Vec<usize> = (0..self.situations()).collect();
        let own = |player: usize| {
            let values = Valuation::new(self, game, player, &everything, |_| None);
            PatienceSet::where_not_positive(&self.gains(game, player, &everything, &values))
        };
        Ok(Thresholds::of((0..self.players()).map(own).collect()))
    }

    /// The common discount factors at which the profile is a Nash equilibrium of the repeated game. The
    /// game's own discount factors play no part.
    ///
    /// # Errors
    /// If the game has another shape.
    pub fn nash_patience(&self, game: &RepeatedGame) -> Result<Thresholds, RepeatedError> {
        self.check(game)?;
        let own = |player| self.best_reply_patience(game, player);
        Ok(Thresholds::of((0..self.players()).map(own).collect::<Result<_, _>>()?))
    }

    /// Where a player's own strategy is a best response.
    fn best_reply_patience(&self, game: &RepeatedGame, player: usize) -> Result<PatienceSet, RepeatedError> {
        let reached = self.reachable(Some(player));
        let own = Valuation::new(self, game, player, &self.reachable(None), |_| None);
        let (mut covered, mut found) = (PatienceSet::empty(), PatienceSet::empty());
        while let Some(sample) = covered.sample_outside() {
            let (actions, _) = self.iterate_policy(&game.with_discount(sample)?, player);
            let values = Valuation::new(self, game, player, &reached, |s| Some(actions[s]));
            let best = PatienceSet::where_not_positive(&self.gains(game, player, &reached, &values));
            let no_gain = PatienceSet::where_not_positive(&[values.excess_over(&own, self)]);
            found = found.union(&best.intersection(&no_gain));
            covered = covered.union(&best);
        }
        Ok(found)
    }

    /// Polynomials with the signs of the gains of all one-shot deviations from a valuation's policy.
    fn gains(
        &self,
        game: &RepeatedGame,
        player: usize,
        set: &[usize],
        values: &Valuation,
    ) -> Vec<Polynomial> {
        let choices = set.iter().flat_map(|&s| (0..self.actions(player)).map(move |action| (s, action)));
        choices.map(|(s, action)| values.gain(s, &self.line(game, s, player, Some(action)))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::Rational;
    use crate::game::Game;
    use crate::repeated::strategies::{Classic, Roles};
    use proptest::prelude::*;

    fn both(stage: &Game<Rational>, classic: Classic) -> StrategyProfile {
        let roles = Roles::new(stage, &[0, 0].into(), &[1, 1].into()).unwrap();
        StrategyProfile::new(stage, &roles.pair(classic)).unwrap()
    }

    fn sets(payoffs: [i64; 4], classic: Classic) -> (String, String) {
        let [t, r, p, s] = payoffs;
        let game = RepeatedGame::new(Game::prisoners_dilemma(t, r, p, s).unwrap(), "1/2").unwrap();
        let profile = both(game.stage(), classic);
        let nash = profile.nash_patience(&game).unwrap().all;
        (nash.to_string(), profile.subgame_perfect_patience(&game).unwrap().all.to_string())
    }

    #[test]
    fn the_classics_have_their_textbook_thresholds() {
        let strings = |a: &str, b: &str| (a.to_string(), b.to_string());
        let payoffs = [5, 3, 1, 0];
        assert_eq!(sets(payoffs, Classic::TitForTat), strings("[2/3, 1)", "none"));
        assert_eq!(sets(payoffs, Classic::GrimTrigger), strings("[1/2, 1)", "[1/2, 1)"));
        // T - R = R - P: win-stay lose-shift would need delta = 1 at 5, 3, 1, 0.
        assert_eq!(sets(payoffs, Classic::WinStayLoseShift).1, "none");
        assert_eq!(sets(payoffs, Classic::AlwaysDefect), strings("(0, 1)", "(0, 1)"));
        assert_eq!(sets(payoffs, Classic::AlwaysCooperate), strings("none", "none"));
        // Tit for two tats is exploited by every other defection: 5, 3, 5, 3, ... beats 3.
        assert_eq!(sets(payoffs, Classic::TitForTwoTats).0, "none");
        // Suspicious tit for tat defects for ever; only impatience keeps players from breaking the spell.
        let (nash, _) = sets(payoffs, Classic::SuspiciousTitForTat);
        assert_eq!(nash, "(0, 1/4]");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn thresholds_follow_their_formulas(s in -6i64..0, p in 0i64..3, r in 1i64..4, t in 1i64..5) {
            let (r, t) = (p + r, p + r + t);
            let game = RepeatedGame::new(Game::prisoners_dilemma(t, r, p, s).unwrap(), "1/2").unwrap();
            let from = |numerator: i64, denominator: i64| {
                let delta = Rational::new(numerator, denominator);
                let bound = Polynomial::new(vec![delta, -Rational::ONE]);
                PatienceSet::where_not_positive(&[bound])
            };
            let grim = both(game.stage(), Classic::GrimTrigger);
            prop_assert_eq!(grim.subgame_perfect_patience(&game).unwrap().all, from(t - r, t - p));
            let win_stay = both(game.stage(), Classic::WinStayLoseShift);
            prop_assert_eq!(win_stay.subgame_perfect_patience(&game).unwrap().all, from(t - r, r - p));
            // Axelrod (1984): tit for tat needs delta >= max((T-R)/(T-P), (T-R)/(R-S)).
            let tit_for_tat = both(game.stage(), Classic::TitForTat);
            let expected = from(t - r, t - p).intersection(&from(t - r, r - s));
            prop_assert_eq!(tit_for_tat.nash_patience(&game).unwrap().all, expected);
        }

        #[test]
        fn sets_agree_with_checks_at_single_discount_factors(
            payoffs in prop::collection::vec(-4i64..5, 8),
            which in 0usize..9,
            tenth in 1i64..10,
            slip in 0i64..2,
        ) {
            let stage = Game::new(&[2, 2], payoffs.into_iter().map(Rational::from).collect()).unwrap();
            let delta = Rational::new(tenth, 10);
            let game = RepeatedGame::new(stage, &delta).unwrap();
            let profile = both(game.stage(), Classic::ALL[which]);
            let profile = profile.with_trembles(&Rational::new(slip, 10)).unwrap();
            let nash = profile.nash_patience(&game).unwrap();
            prop_assert_eq!(nash.all.contains(&delta), profile.nash(&game).unwrap().is_equilibrium());
            let perfect = profile.subgame_perfect_patience(&game).unwrap();
            let check = profile.subgame_perfect(&game).unwrap();
            prop_assert_eq!(perfect.all.contains(&delta), check.is_equilibrium());
        }
    }
}

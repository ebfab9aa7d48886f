//! Games of a group: one contribution or effort per player.

use super::super::{Game, GameError};
use super::{broken, equal_shape, numbered_players};
use crate::exact::Rational;

impl Game<Rational> {
    /// The linear public-goods game: every player keeps an endowment of 1 or contributes it, and gets
    /// the share `multiplier / players` of every contribution (Ledyard, Public goods: a survey of
    /// experimental research, 1995). A social dilemma: `1 < multiplier < players`. Actions: contribute,
    /// keep.
    ///
    /// ```
    /// use detente::Game;
    /// let game = Game::public_goods(3, 2)?;
    /// assert_eq!(game.payoffs_at(0), [2.into(), 2.into(), 2.into()]);
    /// assert_eq!(game.pure_equilibria(), vec![7]);
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// # Errors
    /// If the condition does not hold or there are too many players.
    pub fn public_goods(players: usize, multiplier: impl Into<Rational>) -> Result<Self, GameError> {
        let multiplier = multiplier.into();
        if multiplier <= Rational::ONE || multiplier >= Rational::from(players) {
            let condition = "a public-goods dilemma has 1 < multiplier < players";
            return Err(broken("players, multiplier", &[&players, &multiplier], condition));
        }
        let share = multiplier / &Rational::from(players);
        let game = Game::from_function(&equal_shape(players, 2)?, |profile| {
            let contributed = profile.actions().iter().filter(|&&action| action == 0).count();
            let common = &share * &Rational::from(contributed);
            profile.actions().iter().map(|&action| &common + &Rational::from(action)).collect()
        })?;
        game.titled("Public goods")
            .labelled(numbered_players(players), vec![vec!["contribute", "keep"]; players])
    }

    /// The minimum-effort (weakest-link) game: everyone gets `benefit` times the least effort of all and
    /// pays `cost` for each unit of the own one; efforts run from 1 to `levels` (Van Huyck, Battalio and
    /// Beil, Tacit coordination games, American Economic Review 80, 1990). With `benefit > cost > 0`
    /// every common effort is an equilibrium. Action 0 is the highest effort.
    ///
    /// # Errors
    /// If the condition does not hold, or there are no players, no levels, or too many.
    pub fn minimum_effort(
        players: usize,
        levels: usize,
        benefit: impl Into<Rational>,
        cost: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        let (benefit, cost) = (benefit.into(), cost.into());
        if benefit <= cost || !cost.is_positive() {
            let condition = "a minimum-effort game has benefit > cost > 0";
            return Err(broken("benefit, cost", &[&benefit, &cost], condition));
        }
        let effort = |action: usize| Rational::from(levels - action);
        let game = Game::from_function(&equal_shape(players, levels)?, |profile| {
            let least = profile.actions().iter().copied().max().unwrap_or(0);
            let common = &benefit * &effort(least);
            profile.actions().iter().map(|&action| &common - &(&cost * &effort(action))).collect()
        })?;
        let labels: Vec<String> = (0..levels).map(|action| (levels - action).to_string()).collect();
        game.titled("Minimum effort").labelled(numbered_players(players), vec![labels; players])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_keeps_though_all_would_rather_contribute() {
        let game = Game::public_goods(4, Rational::new(8, 5)).unwrap();
        assert_eq!(game.pure_equilibria(), [15]);
        assert!(game.payoffs_at(0).iter().zip(game.payoffs_at(15)).all(|(all, none)| all > none));
        for players in [0, 1, 2] {
            assert!(Game::public_goods(players, 2).is_err());
        }
        assert!(Game::public_goods(usize::MAX, 2).is_err(), "too many players");
    }

    #[test]
    fn common_efforts_and_only_they_are_equilibria() {
        let game = Game::minimum_effort(3, 4, 2, 1).unwrap();
        let common: Vec<usize> = (0..4).map(|a| game.index(&[a, a, a].into()).unwrap()).collect();
        assert_eq!(game.pure_equilibria(), common);
        assert_eq!(game.payoffs_at(0)[2], 4.into());
        assert!(Game::minimum_effort(3, 4, 1, 1).is_err());
        assert!(Game::minimum_effort(0, 4, 2, 1).is_err() && Game::minimum_effort(2, 0, 2, 1).is_err());
    }
}

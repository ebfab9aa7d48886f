//! Symmetric 2 x 2 games by their four payoffs (Rapoport and Guyer, A taxonomy of 2 x 2 games, General
//! Systems 11, 1966; Rapoport and Chammah, Prisoner's Dilemma, 1965, for the letters).
//!
//! `T` temptation (defect against a cooperator), `R` reward (both cooperate), `P` punishment (both
//! defect), `S` sucker's payoff (cooperate against a defector). Action 0 cooperates, action 1 defects.
//! The conditions are those by which the crate classifies the two sides of a case; a Deadlock is built
//! only where defection dominates (reward > sucker's payoff) too.

use super::super::{Game, GameError};
use super::broken;
use crate::exact::Rational;

/// One of the five classes: its name, the labels of its actions, and its order of payoffs.
struct Class {
    title: &'static str,
    labels: [&'static str; 2],
    order: &'static str,
    holds: fn(&[Rational; 4]) -> bool,
}

const PRISONERS_DILEMMA: Class = Class {
    title: "Prisoner's Dilemma",
    labels: ["cooperate", "defect"],
    order: "temptation > reward > punishment > sucker",
    holds: |[t, r, p, s]| t > r && r > p && p > s,
};

const STAG_HUNT: Class = Class {
    title: "Stag Hunt",
    labels: ["stag", "hare"],
    order: "reward >= temptation and reward > punishment > sucker",
    holds: |[t, r, p, s]| r >= t && r > p && p > s,
};

const CHICKEN: Class = Class {
    title: "Chicken",
    labels: ["swerve", "straight"],
    order: "temptation > reward > sucker > punishment",
    holds: |[t, r, p, s]| t > r && r > s && s > p,
};

const DEADLOCK: Class = Class {
    title: "Deadlock",
    labels: ["cooperate", "defect"],
    order: "temptation > punishment >= reward > sucker",
    holds: |[t, r, p, s]| t > p && p >= r && r > s,
};

const HARMONY: Class = Class {
    title: "Harmony",
    labels: ["cooperate", "defect"],
    order: "reward >= temptation, sucker >= punishment, reward > punishment",
    holds: |[t, r, p, s]| r >= t && s >= p && r > p,
};

impl Class {
    fn game(
        &self,
        temptation: impl Into<Rational>,
        reward: impl Into<Rational>,
        punishment: impl Into<Rational>,
        sucker: impl Into<Rational>,
    ) -> Result<Game<Rational>, GameError> {
        let payoffs = [temptation.into(), reward.into(), punishment.into(), sucker.into()];
        let [t, r, p, s] = &payoffs;
        if !(self.holds)(&payoffs) {
            let condition = format!("a {} has {}", self.title, self.order);
            return Err(broken("temptation, reward, punishment, sucker", &[t, r, p, s], &condition));
        }
        let row = [[r.clone(), s.clone()], [t.clone(), p.clone()]];
        let column = [[r.clone(), t.clone()], [s.clone(), p.clone()]];
        Game::bimatrix(&row, &column)?
            .titled(self.title)
            .labelled(["Player 1", "Player 2"], [self.labels.to_vec(), self.labels.to_vec()])
    }
}

impl Game<Rational> {
    /// The Prisoner's Dilemma: temptation > reward > punishment > sucker's payoff.
    ///
    /// ```
    /// use detente::game::Game;
    /// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// assert_eq!(game.pure_equilibria(), vec![3]);
    /// assert!(Game::prisoners_dilemma(3, 5, 1, 0).is_err());
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// # Errors
    /// If the payoffs are in another order.
    pub fn prisoners_dilemma(
        temptation: impl Into<Rational>,
        reward: impl Into<Rational>,
        punishment: impl Into<Rational>,
        sucker: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        PRISONERS_DILEMMA.game(temptation, reward, punishment, sucker)
    }

    /// The Stag Hunt, or assurance game: reward >= temptation and reward > punishment > sucker's payoff.
    /// Trust is enough, and needed (Jervis, Cooperation under the security dilemma, World Politics 30,
    /// 1978; Skyrms, The Stag Hunt, 2004).
    ///
    /// # Errors
    /// If the payoffs are in another order.
    pub fn stag_hunt(
        temptation: impl Into<Rational>,
        reward: impl Into<Rational>,
        punishment: impl Into<Rational>,
        sucker: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        STAG_HUNT.game(temptation, reward, punishment, sucker)
    }

    /// Chicken, or hawk and dove: temptation > reward > sucker's payoff > punishment. Mutual defection
    /// is the worst for both (Schelling, Arms and Influence, 1966; Maynard Smith and Price, The logic of
    /// animal conflict, Nature 246, 1973).
    ///
    /// # Errors
    /// If the payoffs are in another order.
    pub fn chicken(
        temptation: impl Into<Rational>,
        reward: impl Into<Rational>,
        punishment: impl Into<Rational>,
        sucker: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        CHICKEN.game(temptation, reward, punishment, sucker)
    }

    /// Deadlock: temptation > punishment >= reward > sucker's payoff. Both prefer self-help to mutual
    /// cooperation, so there is nothing to cooperate about (Oye, Explaining cooperation under anarchy,
    /// World Politics 38, 1985).
    ///
    /// # Errors
    /// If the payoffs are in another order.
    pub fn deadlock(
        temptation: impl Into<Rational>,
        reward: impl Into<Rational>,
        punishment: impl Into<Rational>,
        sucker: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        DEADLOCK.game(temptation, reward, punishment, sucker)
    }

    /// Harmony: reward >= temptation, sucker's payoff >= punishment, reward > punishment. Cooperation is
    /// dominant and needs no institution (Keohane, After Hegemony, 1984, chapter 4).
    ///
    /// # Errors
    /// If the payoffs are in another order.
    pub fn harmony(
        temptation: impl Into<Rational>,
        reward: impl Into<Rational>,
        punishment: impl Into<Rational>,
        sucker: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        HARMONY.game(temptation, reward, punishment, sucker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_classes_have_their_equilibria() {
        let pure = |game: Result<Game<Rational>, GameError>| game.unwrap().pure_equilibria();
        assert_eq!(pure(Game::stag_hunt(2, 3, 1, 0)), [0, 3]);
        assert_eq!(pure(Game::chicken(5, 3, 0, 1)), [1, 2]);
        assert_eq!(pure(Game::deadlock(5, 1, 2, 0)), [3]);
        assert_eq!(pure(Game::harmony(2, 3, 0, 1)), [0]);
    }

    #[test]
    fn a_wrong_order_is_answered_with_the_right_one() {
        use crate::error::Explain;
        let error = Game::prisoners_dilemma(3, 5, 1, 0).unwrap_err();
        assert_eq!(error.kind(), "OutOfRange");
        assert!(error.hint().contains("temptation > reward > punishment > sucker"));
        assert!(error.to_string().contains("3, 5, 1, 0"));
    }
}

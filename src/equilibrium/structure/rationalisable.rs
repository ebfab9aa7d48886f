//! What players may do who are rational, and know it of each other, at every depth.
//!
//! An action is rationalisable if it is a best reply to a belief about the others that itself only counts
//! on rationalisable actions (Bernheim 1984; Pearce 1984). Pearce's lemma 3: an action is a best reply to
//! some belief exactly if no mixture dominates it strictly. So the rationalisable actions are what iterated
//! elimination of strictly dominated actions leaves, in any order.
//!
//! With two players that is rationalisability as its authors define it. With more, a belief may hold that
//! the others' actions are correlated (*correlated rationalisability*: Brandenburger and Dekel, Rationalizability
//! and correlated equilibria, Econometrica 55, 1987); beliefs that they are independent can rule out more.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::equilibrium::dominance::Remaining;
use crate::equilibrium::{
    Distribution, Dominance, DominanceResult, EquilibriumError, WeightedProfile, dominance, matrix_game,
};
use crate::exact::{Rational, Scalar};
use crate::game::Game;
use crate::lp::LpOptions;

/// Why an action is rationalisable: what the player may believe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belief {
    /// Whose action.
    pub player: usize,
    /// The action.
    pub action: usize,
    /// What the others may do, as profiles in which the player takes the action. Against it no other
    /// action pays more.
    pub others: Distribution,
}

/// The rationalisable actions with the evidence on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rationalisable {
    /// How the other actions fall, and what is left.
    pub eliminated: DominanceResult,
    /// One belief for every action that is left, players and actions in order.
    pub beliefs: Vec<Belief>,
}

impl Rationalisable {
    /// The rationalisable actions, player by player.
    pub fn remaining(&self) -> &[Vec<usize>] {
        &self.eliminated.remaining
    }

    /// Checks both halves by substitution: that every other action falls in its turn, and that every one
    /// that is left is a best reply, among all actions, to its belief on what is left.
    pub fn is_verified_in(&self, game: &Game<Rational>) -> bool {
        let remaining = self.remaining();
        if !self.eliminated.is_verified_in(game) || !self.eliminated.rounds.iter().all(|round| round.strict) {
            return false;
        }
        let wanted = remaining.iter().enumerate().flat_map(|(i, own)| own.iter().map(move |&a| (i, a)));
        wanted.eq(self.beliefs.iter().map(|belief| (belief.player, belief.action)))
            && self.beliefs.iter().all(|belief| belief.is_verified_in(game, remaining))
    }
}

impl Belief {
    fn is_verified_in(&self, game: &Game<Rational>, remaining: &[Vec<usize>]) -> bool {
        let known = |profile: &crate::game::Profile| {
            let actions = profile.actions().iter().zip(remaining);
            profile[self.player] == self.action
                && actions.into_iter().all(|(action, own)| own.contains(action))
        };
        let entries = self.others.entries();
        let mut replies = vec![Rational::ZERO; game.shape()[self.player]];
        for WeightedProfile { profile, probability } in entries {
            let Ok(index) = game.index(profile) else { return false };
            for (total, reached) in replies.iter_mut().zip(game.unilateral(index, self.player)) {
                *total += probability * game.payoff_at(reached, self.player);
            }
        }
        entries.iter().all(|entry| known(&entry.profile))
            && replies.iter().all(|payoff| *payoff <= replies[self.action])
    }
}

impl fmt::Display for Rationalisable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.eliminated)?;
        for Belief { player, action, others } in &self.beliefs {
            write!(f, "player {player}: action {action} is best if the others play")?;
            for WeightedProfile { profile, probability } in others.entries() {
                write!(f, " {profile} with {probability}")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// The rationalisable actions of every player (correlated beliefs for more than two players), with a
/// dominating mixture for each action that is not and a belief for each that is. The game is read
/// exactly.
///
/// ```
/// use detente::{Game, Rational, equilibrium::structure::rationalisable};
/// // Bernheim's four by four: nothing is dominated by the first three, the last falls to a mixture.
/// let number = |row: [i64; 4]| row.map(Rational::from);
/// let row = [[0, 2, 7, 0], [5, 2, 5, 0], [7, 2, 0, 0], [0, 0, 0, -1]].map(number);
/// let column = [[7, 5, 0, 0], [2, 3, 2, 0], [0, 5, 7, 0], [1, 0, 1, -1]].map(number);
/// let game = Game::bimatrix(&row, &column)?;
/// let found = rationalisable(&game)?;
/// assert_eq!(found.remaining(), [[0, 1, 2], [0, 1, 2]]);
/// assert!(found.is_verified_in(&game));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If a linear program is beyond its budget (one minute).
pub fn rationalisable<T: Scalar>(game: &Game<T>) -> Result<Rationalisable, EquilibriumError> {
    let game = game.to_exact();
    let eliminated = dominance(&game, Dominance::Strict)?;
    let left = Remaining { game: &game, actions: eliminated.remaining.clone() };
    let mut beliefs = Vec::new();
    for (player, own) in left.actions.iter().enumerate() {
        let others = left.others(player);
        for &action in own {
            let others = belief(&game, player, action, &others)?;
            beliefs.push(Belief { player, action, others });
        }
    }
    Ok(Rationalisable { eliminated, beliefs })
}

/// The belief against which an action is best: nature picks the others' profile, the player an action, and
/// nature wins what the given action pays more. The value is 0 exactly if there is such a belief.
fn belief(
    game: &Game<Rational>,
    player: usize,
    action: usize,
    others: &[usize],
) -> Result<Distribution, EquilibriumError> {
    let over = |index: usize, other: usize| {
        let payoff = |own: usize| game.payoff_at(game.deviate(index, player, own), player);
        payoff(action) - payoff(other)
    };
    let actions = game.shape()[player];
    let matrix: Vec<Vec<Rational>> =
        others.iter().map(|&index| (0..actions).map(|other| over(index, other)).collect()).collect();
    let borrowed: Vec<Vec<&Rational>> = matrix.iter().map(|row| row.iter().collect()).collect();
    let mixture = matrix_game::solve(&borrowed, &LpOptions::default())?.maximiser;
    let weighted = mixture.support().into_iter().map(|k| WeightedProfile {
        profile: game.profile(game.deviate(others[k], player, action)),
        probability: mixture.probabilities()[k].clone(),
    });
    Distribution::new(weighted.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_that_is_best_against_no_pure_reply_may_still_be_rationalisable() {
        let number = |row: [i64; 2]| row.map(Rational::from);
        let row = [[4, 0], [0, 4], [3, 3]].map(number);
        let column = [[0, 1], [1, 0], [0, 0]].map(number);
        let game = Game::bimatrix(&row, &column).unwrap();
        let found = rationalisable(&game).unwrap();
        assert_eq!(found.remaining(), [vec![0, 1, 2], vec![0, 1]]);
        assert!(found.is_verified_in(&game));
        let mut wrong = found.clone();
        let profile = vec![2, 0].into();
        wrong.beliefs[2].others =
            Distribution::new(vec![WeightedProfile { profile, probability: Rational::ONE }]).unwrap();
        assert!(!wrong.is_verified_in(&game));
        wrong.beliefs.pop();
        assert!(!wrong.is_verified_in(&game));
    }

    #[test]
    fn three_players_may_believe_in_correlated_opponents() {
        // The third player's action 1 is best only if it believes that the others match.
        let game = Game::from_function(&[2, 2, 3], |p| {
            let third = match (p[2], p[0], p[1]) {
                (0, 0, 0) => 6,
                (0, ..) => 0,
                (2, 1, 1) => 6,
                (2, ..) => 0,
                (_, a, b) if a == b => 4,
                _ => -10,
            };
            vec![Rational::ZERO, Rational::ZERO, Rational::from(third)]
        })
        .unwrap();
        let found = rationalisable(&game).unwrap();
        assert_eq!(found.remaining()[2], [0, 1, 2]);
        assert!(found.is_verified_in(&game));
        assert!(found.to_string().contains("is best if the others play"));
    }

    #[test]
    fn degenerate_games_keep_every_action_with_a_belief() {
        for shape in [vec![1, 4], vec![3], vec![2, 2]] {
            let count = shape.iter().product::<usize>() * shape.len();
            let game = Game::new(&shape, vec![Rational::ONE; count]).unwrap();
            let found = rationalisable(&game).unwrap();
            assert_eq!(found.beliefs.len(), shape.iter().sum::<usize>());
            assert!(found.is_verified_in(&game));
        }
    }
}

//! Best replies to an opponent with two actions: intervals of one chance.
//!
//! Against an opponent who takes its second action with chance `x`, every action of a player pays a linear
//! function of `x`. The best replies are where these lines meet their upper envelope, a convex function
//! with at most as many pieces as there are actions (the diagram from which von Stengel, Computing
//! equilibria for two-person games, Handbook of Game Theory 3, 2002, reads all equilibria of a 2 x n game).

use serde::{Deserialize, Serialize};

use crate::equilibrium::EquilibriumError;
use crate::exact::{Rational, Scalar};
use crate::game::{Game, GameError};

/// An interval of the opponent's chance on which the same actions are best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyInterval {
    /// Where it begins.
    pub from: Rational,
    /// Where it ends, above `from`.
    pub to: Rational,
    /// The actions that are best all over it, in order. At a common end of two intervals those of both
    /// are best, and perhaps others that touch the envelope there.
    pub best: Vec<usize>,
}

/// The intervals of the chance with which the other player takes its second action (action 1), from 0 to
/// 1, and the player's best replies on each. The game is read exactly.
///
/// ```
/// use detente::{Game, Rational, equilibrium::structure::reply_intervals};
/// // Three rows against two columns: the middle one is best when in doubt.
/// let game = Game::exact_bimatrix(&[[6, 0], [4, 4], [0, 6]], &[[1, 0], [0, 1], [1, 0]])?;
/// let intervals = reply_intervals(&game, 0)?;
/// let best: Vec<usize> = intervals.iter().map(|interval| interval.best[0]).collect();
/// assert_eq!(best, [0, 1, 2]);
/// assert_eq!((&intervals[1].from, &intervals[1].to), (&Rational::new(1, 3), &Rational::new(2, 3)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the game does not have two players, there is no such player, or the other one does not have two
/// actions.
pub fn reply_intervals<T: Scalar>(
    game: &Game<T>,
    player: usize,
) -> Result<Vec<ReplyInterval>, EquilibriumError> {
    game.expect_two_players("a diagram of best replies")?;
    let own = game.to_exact().tensor(player)?;
    let other = 1 - player;
    let found = game.shape()[other];
    if found != 2 {
        return Err(GameError::Ragged { location: format!("actions[{other}]"), found, expected: 2 }.into());
    }
    let actions = game.shape()[player];
    // What each action pays at x = 0, and how much more at x = 1.
    let lines: Vec<(Rational, Rational)> = (0..actions)
        .map(|action| {
            let at = |reply: usize| if player == 0 { 2 * action + reply } else { reply * actions + action };
            (own[at(0)].clone(), &own[at(1)] - &own[at(0)])
        })
        .collect();
    let mut intervals = Vec::new();
    let mut from = Rational::ZERO;
    while from < Rational::ONE {
        // Just right of `from`: the highest, and of those the steepest.
        let height = |(start, slope): &(Rational, Rational)| start + slope * &from;
        let Some(top) = lines.iter().max_by_key(|line| (height(line), line.1.clone())).cloned() else {
            break;
        };
        let best = (0..actions).filter(|&action| lines[action] == top).collect();
        let overtakes = |line: &&(Rational, Rational)| line.1 > top.1;
        let meets = |line: &(Rational, Rational)| (&top.0 - &line.0) / (&line.1 - &top.1);
        let to = lines.iter().filter(overtakes).map(meets).min().unwrap_or(Rational::ONE).min(Rational::ONE);
        intervals.push(ReplyInterval { from, to: to.clone(), best });
        from = to;
    }
    Ok(intervals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lines_share_an_interval_and_touching_ones_have_none() {
        // The third line touches the envelope at 1/2, the fourth copies the first.
        let game = Game::exact_bimatrix(&[[4, 0], [0, 4], [2, 2], [4, 0]], &[[0, 0]; 4]).unwrap();
        let intervals = reply_intervals(&game, 0).unwrap();
        assert_eq!(intervals.len(), 2);
        assert_eq!((&intervals[0].best, &intervals[1].best), (&vec![0, 3], &vec![1]));
        assert_eq!(intervals[0].to, Rational::new(1, 2));
        let flat = Game::exact_bimatrix(&[[1, 1]; 2], &[[2, 2]; 2]).unwrap();
        for player in 0..2 {
            assert_eq!(reply_intervals(&flat, player).unwrap()[0].best, [0, 1]);
        }
    }

    #[test]
    fn the_intervals_agree_with_best_replies_at_every_chance() {
        use crate::equilibrium::{MixedStrategy, payoffs_against};
        let game = Game::exact_bimatrix(&[[0; 5]; 2], &[[3, 1, 0, 2, -1], [0, 2, 3, 1, 5]]).unwrap();
        let intervals = reply_intervals(&game, 1).unwrap();
        assert_eq!(intervals.last().unwrap().to, Rational::ONE);
        for twelfth in 0..=24 {
            let x = Rational::new(twelfth, 24);
            let mix = MixedStrategy::new(vec![Rational::ONE - &x, x.clone()]).unwrap();
            let payoffs = payoffs_against(&game, 1, &mix).unwrap();
            let most = payoffs.iter().max().unwrap();
            for interval in intervals.iter().filter(|interval| interval.from <= x && x <= interval.to) {
                assert!(interval.best.iter().all(|&action| payoffs[action] == *most), "{x}");
            }
        }
    }

    #[test]
    fn an_opponent_with_other_than_two_actions_is_refused() {
        use crate::error::Explain;
        let game = Game::exact_bimatrix(&[[1, 2, 3]; 2], &[[1, 2, 3]; 2]).unwrap();
        assert_eq!(reply_intervals(&game, 0).unwrap_err().location(), "actions[1]");
        assert!(reply_intervals(&game, 1).is_ok());
        assert_eq!(reply_intervals(&game, 2).unwrap_err().kind(), "UnknownPlayer");
    }
}

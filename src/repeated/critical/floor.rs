//! What a player gets in every equilibrium at every discount factor, also where that is more than minmax.
//!
//! Let `L` be profiles outside which no equilibrium ever plays, `top_i` player `i`'s highest payoff in
//! `L`, and `floor_i` the least best-reply payoff over `L`. A threat `t` that some equilibrium attains
//! with a profile in `L` obeys `t >= (1-d) floor_i + d t`, hence `t >= floor_i` for every `d`. No
//! continuation exceeds `top_i`. Where `top_i = floor_i` nothing can be lost, so that no profile from which
//! `i` gains by deviating is ever played; where `top_i < floor_i` none at all is. Dropping those and
//! starting again raises the floors of the others: when one player's payoff cannot vary, punishing the
//! rest may be out of reach (the observation behind the effective minmax of Wen 1994, "The folk theorem
//! for repeated games with complete information", Econometrica 62).

use crate::exact::Rational;
use crate::game::Game;

/// Each player's floor: at least the pure minmax payoff, above it where punishers would have to play what
/// no equilibrium ever plays.
pub(super) fn lasting_floor(stage: &Game<Rational>) -> Vec<Rational> {
    let players = stage.players();
    let mut live: Vec<usize> = (0..stage.profiles()).collect();
    loop {
        let best = |i: usize| live.iter().map(move |&p| stage.best_reply_payoff(p, i)).min();
        let top = |i: usize| live.iter().map(move |&p| stage.payoff_at(p, i)).max();
        let floor: Vec<Rational> = (0..players).filter_map(best).cloned().collect();
        let highest: Vec<Rational> = (0..players).filter_map(top).cloned().collect();
        let before = live.len();
        live.retain(|&p| {
            (0..players).all(|i| {
                highest[i] > floor[i]
                    || (highest[i] == floor[i] && stage.best_reply_payoff(p, i) == stage.payoff_at(p, i))
            })
        });
        if live.is_empty() || live.len() == before {
            return floor;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repeated::{CriticalTarget, Options, Punishment, Status, critical_discount};

    fn game(shape: &[usize], payoffs: &[i64]) -> Game<Rational> {
        Game::new(shape, payoffs.iter().map(|&u| u.into()).collect()).unwrap()
    }

    #[test]
    fn a_punisher_who_would_only_lose_raises_the_others_floor() {
        // Player 0's first row holds player 1 to 1 but pays 0, and nothing ever pays player 0 more than 1.
        let stage = game(&[3, 2], &[0, 1, 0, 0, 1, 2, 1, 4, 1, 1, 1, 2]);
        assert_eq!(lasting_floor(&stage), [1.into(), 2.into()]);
        let target = CriticalTarget::Profile([1, 0].into());
        let found = critical_discount(&stage, &target, Punishment::Optimal, &Options::default()).unwrap();
        assert_eq!((found.status, found.blocker), (Status::Never, Some(1)));
        // Two is above player 1's pure minmax.
        assert_eq!(found.reason, None);
    }

    #[test]
    fn with_something_to_lose_the_floor_is_minmax() {
        let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        assert_eq!(lasting_floor(&stage), [Rational::ONE, Rational::ONE]);
    }

    #[test]
    fn where_nothing_can_be_played_the_last_floor_stands() {
        let pennies = game(&[2, 2], &[1, 0, 0, 1, 0, 1, 1, 0]);
        assert_eq!(lasting_floor(&pennies), [Rational::ONE, Rational::ONE]);
    }
}

//! What a player gets in every equilibrium at every discount factor, also where that is more than minmax.
//!
//! Let `L` be profiles outside which no equilibrium ever plays, `top_i` player `i`'s highest payoff in
//! `L`, and `floor_i` the least best-reply payoff over `L`. A threat `t` that some equilibrium attains
//! with a profile in `L` obeys `t >= (1-d) floor_i + d t`, hence `t >= floor_i` for every `d`. No
//! continuation exceeds `top_i`. Where `top_i = floor_i` nothing can be lost, so that no profile from which
//! `i` gains by deviating is ever played; where `top_i < floor_i` none at all is. Dropping those and
//! starting again raises the floors of the others: when one player's payoff cannot vary, punishing the
//! rest may be out of reach (the observation behind the effective minmax of Wen 1994, "The folk theorem
//! for repeated games with complete information", Econometrica 62). Where nothing is left, there is no
//! equilibrium at any discount factor; else every equilibrium payoff is a mean of payoffs of what is left.

use super::Critical;
use crate::exact::Rational;
use crate::game::Game;
use crate::lp::{Bounds, LinearProgram, LpError, LpOptions, Relation, Solution};
use crate::repeated::RepeatedGame;
use crate::repeated::polyhedral::is_no_mixture;
use crate::repeated::reason::below_threats;
use crate::repeated::target::Aim;

/// What holds of every equilibrium at every discount factor.
pub(super) struct Lasting {
    /// Profiles outside which no equilibrium ever plays; none if there is no equilibrium.
    pub(super) live: Vec<usize>,
    /// Each player's floor: at least the pure minmax payoff, above it where punishers would have to play
    /// what no equilibrium ever plays.
    pub(super) floor: Vec<Rational>,
}

pub(super) fn lasting(game: &RepeatedGame) -> Lasting {
    let stage = game.stage();
    let players = stage.players();
    let mut live: Vec<usize> = (0..stage.profiles()).collect();
    loop {
        let best = |i: usize| live.iter().map(move |&p| game.temptation_payoff(p, i)).min();
        let top = |i: usize| live.iter().map(move |&p| stage.payoff_at(p, i)).max();
        let floor: Vec<Rational> = (0..players).filter_map(best).cloned().collect();
        let highest: Vec<Rational> = (0..players).filter_map(top).cloned().collect();
        let before = live.len();
        live.retain(|&p| {
            (0..players).all(|i| {
                highest[i] > floor[i]
                    || (highest[i] == floor[i] && game.temptation_payoff(p, i) == stage.payoff_at(p, i))
            })
        });
        if live.is_empty() || live.len() == before {
            return Lasting { live, floor };
        }
    }
}

/// `never`, where no mean of payoffs that may be played gives everyone at least the floor and is as asked
/// for: V lies among those at every discount factor.
pub(super) fn impossible(
    game: &RepeatedGame,
    aim: Aim,
    minmax: &[Rational],
    Lasting { live, floor }: &Lasting,
) -> Option<Critical> {
    if live.is_empty() {
        return Some(Critical::never(None, None));
    }
    if let Aim::Payoff(payoff) = aim {
        if let Some(player) = (0..payoff.len()).find(|&i| payoff[i] < floor[i]) {
            let reason = (payoff[player] < minmax[player]).then_some(below_threats(game));
            return Some(Critical::never(Some(player), reason));
        }
        let payoffs: Vec<Vec<Rational>> = live.iter().map(|&p| game.stage().payoffs_at(p).to_vec()).collect();
        return is_no_mixture(payoff, &payoffs).then(|| Critical::never(None, None));
    }
    match most(game.stage(), live, aim, floor).ok()? {
        Solution::Infeasible { .. } => Some(Critical::never(None, Some(below_threats(game)))),
        Solution::Optimal(best) => {
            let reached = match aim {
                Aim::Level { level, .. } => best.bounds[1] >= *level,
                _ => best.bounds[1].is_positive(),
            };
            (!reached).then(|| Critical::never(None, None))
        }
        Solution::Unbounded { .. } => None,
    }
}

/// The most that feasible payoffs above the floor attain: of the weighted sum, or of the least excess over
/// the benchmark.
fn most(stage: &Game<Rational>, live: &[usize], aim: Aim, floor: &[Rational]) -> Result<Solution, LpError> {
    let mut program = LinearProgram::maximise();
    for &profile in live {
        let value: Rational = match aim {
            Aim::Level { weights, .. } => {
                stage.payoffs_at(profile).iter().zip(weights).map(|(u, w)| u * w).sum()
            }
            _ => Rational::ZERO,
        };
        program.add_variable(value, Bounds::non_negative());
    }
    let ones = (0..live.len()).map(|k| (k, Rational::ONE));
    program.add_row("weights", ones, Relation::Equal, 1)?;
    let payoff = |i: usize| live.iter().map(move |&p| stage.payoff_at(p, i).clone()).enumerate();
    for (i, least) in floor.iter().enumerate() {
        program.add_row("floor", payoff(i), Relation::AtLeast, least.clone())?;
    }
    if let Aim::Better(benchmark) = aim {
        let excess = program.add_variable(1, Bounds::free());
        for (i, least) in benchmark.iter().enumerate() {
            let terms = payoff(i).chain([(excess, -Rational::ONE)]);
            program.add_row("excess", terms, Relation::AtLeast, least.clone())?;
        }
    }
    program.solve(&LpOptions::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repeated::{CriticalTarget, Options, Punishment, Status, critical_discount};

    fn game(shape: &[usize], payoffs: &[i64]) -> Game<Rational> {
        Game::new(shape, payoffs.iter().map(|&u| u.into()).collect()).unwrap()
    }

    fn at_half(stage: &Game<Rational>) -> RepeatedGame {
        RepeatedGame::new(stage.clone(), "1/2").unwrap()
    }

    #[test]
    fn a_punisher_who_would_only_lose_raises_the_others_floor() {
        // Player 0's first row holds player 1 to 1 but pays 0, and nothing ever pays player 0 more than 1.
        let stage = game(&[3, 2], &[0, 1, 0, 0, 1, 2, 1, 4, 1, 1, 1, 2]);
        assert_eq!(lasting(&at_half(&stage)).floor, [1.into(), 2.into()]);
        let target = CriticalTarget::Profile([1, 0].into());
        let found = critical_discount(&stage, &target, Punishment::Optimal, &Options::default()).unwrap();
        assert_eq!((found.status, found.blocker), (Status::Never, Some(1)));
        // Two is above player 1's pure minmax.
        assert_eq!(found.reason, None);
    }

    #[test]
    fn with_something_to_lose_the_floor_is_minmax() {
        let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        assert_eq!(lasting(&at_half(&stage)).floor, [Rational::ONE, Rational::ONE]);
    }

    #[test]
    fn where_nothing_can_ever_be_played_every_target_is_out_of_reach() {
        // Player 0 can hold out for 5, the most there is; against that player 1 always has something to gain.
        let stage = game(&[2, 2], &[2, 2, 5, 1, 5, 2, 1, 4]);
        assert!(lasting(&at_half(&stage)).live.is_empty());
        for target in [CriticalTarget::Welfare(2.into()), CriticalTarget::Payoff(vec![5.into(), 2.into()])] {
            let found = critical_discount(&stage, &target, Punishment::Optimal, &Options::default()).unwrap();
            assert_eq!((found.status, found.upper), (Status::Never, None));
        }
    }

    #[test]
    fn where_nothing_can_be_played_the_last_floor_stands() {
        let pennies = game(&[2, 2], &[1, 0, 0, 1, 0, 1, 1, 0]);
        assert_eq!(lasting(&at_half(&pennies)).floor, [Rational::ONE, Rational::ONE]);
    }
}

//! Why a target fails, and who blocks.

use super::planar::operator::feasible;
use super::planar::refute::cycle_values;
use super::polyhedral::is_feasible;
use super::refutation::Failure;
use super::{Reason, Refutation, RepeatedGame};
use crate::exact::Rational;

/// The blocker and the reason for a cycle of profiles that is refuted: the first reason that applies,
/// and the player to whom it applies (the lowest on ties).
pub(crate) fn explain_profile(
    game: &RepeatedGame,
    cycle: &[usize],
    refutation: &Refutation,
) -> (Option<usize>, Reason) {
    let failing = match refutation.fails {
        Failure::Incentive { player, .. } => Some(player),
        _ => None,
    };
    if is_strictly_competitive(game) {
        return (failing, Reason::ZeroSum);
    }
    let values = &cycle_values(game, cycle)[0];
    let minmax = game.dynamics().pure_minmax(game.stage());
    let below = |i: &usize| never_enough(game, cycle, *i, &minmax[*i]);
    if let Some(player) = (0..game.players()).find(below) {
        return (Some(player), Reason::BelowMinmax);
    }
    let decisive = |i: &usize| cycle.iter().any(|&p| ends_better(game, p, *i, &values[*i]));
    if let Some(player) = (0..game.players()).find(decisive) {
        return (Some(player), Reason::DecisiveWar);
    }
    if let Some(benchmark) = self_help(game)
        && let Some(player) = (0..game.players()).find(|&i| values[i] < benchmark[i])
    {
        return (Some(player), Reason::PrefersSelfHelp);
    }
    (failing, Reason::Impatience)
}

/// Whether the path gives a player at most the minmax payoff at every step, and less than what deviating
/// gives at some step: then no discount factor supports it, because every average along it is at most
/// minmax, and a player who gets less, or just that with something to gain, deviates.
pub(crate) fn never_enough(game: &RepeatedGame, cycle: &[usize], player: usize, minmax: &Rational) -> bool {
    let payoffs = || cycle.iter().map(|&p| game.dynamics().forever(p, player));
    let tempted = |&p: &usize| game.stage().deviation_gain(p, player).is_positive();
    payoffs().all(|u| u <= *minmax) && (payoffs().any(|u| u < *minmax) || cycle.iter().any(tempted))
}

/// The blocker and the reason for a payoff outside V.
pub(crate) fn explain_payoff(game: &RepeatedGame, payoff: &[Rational]) -> (Option<usize>, Option<Reason>) {
    let minmax = game.dynamics().pure_minmax(game.stage());
    if let Some(player) = (0..game.players()).find(|&i| payoff[i] < minmax[i]) {
        return (Some(player), Some(below_threats(game)));
    }
    if is_strictly_competitive(game) {
        return (None, Some(Reason::ZeroSum));
    }
    let possible = match payoff {
        [first, second] => feasible(game).contains(&[first.clone(), second.clone()]),
        _ => is_feasible(game, payoff),
    };
    (None, possible.then_some(Reason::Impatience))
}

/// What keeps a player from accepting less than the threats: minmax, or what reversion pays.
pub(crate) fn below_threats(game: &RepeatedGame) -> Reason {
    match game.reversion() {
        Some(_) => Reason::PrefersSelfHelp,
        None => Reason::BelowMinmax,
    }
}

/// Each player's least pure stage equilibrium payoff: what self-help brings at worst; `None` without a
/// pure stage equilibrium.
pub(crate) fn self_help(game: &RepeatedGame) -> Option<Vec<Rational>> {
    let equilibria = game.stage().pure_equilibria();
    (0..game.players())
        .map(|i| equilibria.iter().map(|&e| game.stage().payoff_at(e, i)).min().cloned())
        .collect()
}

/// Whether a unilateral deviation can end the game with more for the deviator, for ever, than `value`.
fn ends_better(game: &RepeatedGame, profile: usize, player: usize, value: &Rational) -> bool {
    let reached: Vec<usize> = game.stage().unilateral(profile, player).filter(|&at| at != profile).collect();
    game.absorbing().iter().any(|end| {
        end.probability.is_positive()
            && end.payoff[player] > *value
            && game.stage().index(&end.profile).is_ok_and(|at| reached.contains(&at))
    })
}

/// Two players, nothing absorbing, and a gain of one is always a loss of the other.
pub(crate) fn is_strictly_competitive(game: &RepeatedGame) -> bool {
    game.is_purely_repeated() && game.stage().strict_competition().is_ok_and(|found| found.is_some())
}

//! Reversion to stage equilibria: closed forms for a profile, exact bisection for a cycle.

use super::{Critical, Punishment, Status, just_below, without_patience};
use crate::exact::{Rational, simplest_between};
use crate::game::Game;
use crate::repeated::automaton::{Automaton, Branch, Draw, State};
use crate::repeated::planar::refute;
use crate::repeated::{Options, Reason, RepeatedError, RepeatedGame};

/// The critical discount factor when deviators face a stage equilibrium for ever.
pub(super) fn reversion(
    stage: &Game<Rational>,
    cycle: &[usize],
    punishment: Punishment,
    options: &Options,
) -> Result<Critical, RepeatedError> {
    if let Some(zero) = without_patience(stage, cycle)? {
        return Ok(zero);
    }
    let equilibria = stage.pure_equilibria();
    if equilibria.is_empty() {
        // For this punishment only: it exists at no discount factor.
        return Ok(Critical::never(None, Some(Reason::NoStageEquilibrium)));
    }
    let players = stage.players();
    let plans: Vec<Vec<usize>> = match punishment {
        Punishment::Grim => equilibria.iter().map(|&e| vec![e; players]).collect(),
        _ => {
            let worst = |i: usize| {
                equilibria.iter().copied().min_by(|&a, &b| stage.payoff_at(a, i).cmp(stage.payoff_at(b, i)))
            };
            let plan: Option<Vec<usize>> = (0..players).map(worst).collect();
            plan.into_iter().collect()
        }
    };
    let mut best: Option<Critical> = None;
    for plan in plans {
        let found = with_plan(stage, cycle, &plan, options)?;
        let better = match (&best, &found.upper) {
            (None, _) => true,
            (Some(old), Some(new)) => old.upper.as_ref().is_none_or(|old| new < old),
            (Some(_), None) => false,
        };
        if better {
            best = Some(found);
        }
    }
    Ok(best.unwrap_or_else(|| Critical::never(None, Some(Reason::NoStageEquilibrium))))
}

/// The threshold when a deviating player `i` faces stage equilibrium `plan[i]` for ever.
fn with_plan(
    stage: &Game<Rational>,
    cycle: &[usize],
    plan: &[usize],
    options: &Options,
) -> Result<Critical, RepeatedError> {
    let threat: Vec<Rational> =
        plan.iter().enumerate().map(|(i, &e)| stage.payoff_at(e, i).clone()).collect();
    let (value, blocker, exact) = match cycle {
        [profile] => match closed_form(stage, *profile, &threat) {
            Ok((value, blocker)) => (value, blocker, true),
            Err(blocker) => return Ok(not_with_this_punishment(blocker)),
        },
        _ => match bisected(stage, cycle, &threat, options)? {
            Some(found) => found,
            None => return Ok(not_with_this_punishment(None)),
        },
    };
    let game = RepeatedGame::new(stage.clone(), &value)?;
    let automaton = automaton(&game, cycle, plan);
    let (status, lower) = match (automaton.is_some(), exact) {
        (true, true) => (Status::Exact, just_below(&value, options.max_width())),
        (true, false) => (Status::Enclosed, &value - options.max_width()),
        (false, _) => (Status::Undecided, Rational::ZERO),
    };
    Ok(Critical {
        status,
        lower,
        exact: exact.then(|| value.clone()),
        upper: Some(value),
        blocker,
        reason: Some(Reason::Impatience),
        automata: automaton.into_iter().collect(),
        refutation: None,
    })
}

/// The punishment is no loss for some player, however patient: says nothing on other punishments.
fn not_with_this_punishment(blocker: Option<usize>) -> Critical {
    Critical::never(blocker, Some(Reason::PrefersSelfHelp))
}

/// `max_i h_i / (h_i + g_i - t_i)`, exact, with the player who needs it; the player for whom the
/// punishment is no loss otherwise.
///
/// A player with nothing to gain today may find the punishment a reward: then the profile holds only up
/// to the discount factor at which waiting for it pays, `(g - b) / (t - b)` with the best other payoff
/// `b`, and the set of supporting discount factors is an interval that does not reach 1.
fn closed_form(
    stage: &Game<Rational>,
    profile: usize,
    threat: &[Rational],
) -> Result<(Rational, Option<usize>), Option<usize>> {
    let mut best: Option<(Rational, usize)> = None;
    let mut ceiling: Option<(Rational, usize)> = None;
    for (player, threat) in threat.iter().enumerate() {
        let gain = stage.deviation_gain(profile, player);
        let own = stage.payoff_at(profile, player);
        let loss = own - threat;
        if gain.is_positive() {
            if !loss.is_positive() {
                return Err(Some(player));
            }
            let needed = &gain / &(&gain + &loss);
            if best.as_ref().is_none_or(|(b, _)| needed > *b) {
                best = Some((needed, player));
            }
        } else if loss.is_negative() {
            let others = stage.unilateral(profile, player).filter(|&at| at != profile);
            let Some(other) = others.map(|at| stage.payoff_at(at, player)).max() else { continue };
            let limit = (own - other) / (threat - other);
            if ceiling.as_ref().is_none_or(|(c, _)| limit < *c) {
                ceiling = Some((limit, player));
            }
        }
    }
    let (value, player) = best.ok_or(None)?;
    match ceiling {
        Some((limit, rewarded)) if value > limit => Err(Some(rewarded)),
        _ => Ok((value, Some(player))),
    }
}

/// For a cycle: bisection on the exact incentive constraints with fixed threats, then the simplest
/// fraction at which a constraint binds exactly, if there is one.
fn bisected(
    stage: &Game<Rational>,
    cycle: &[usize],
    threat: &[Rational],
    options: &Options,
) -> Result<Option<(Rational, Option<usize>, bool)>, RepeatedError> {
    let surplus = |discount: &Rational| -> Result<(Rational, usize), RepeatedError> {
        let game = RepeatedGame::new(stage.clone(), discount)?;
        let values = refute::cycle_values(&game, cycle);
        let mut least: Option<(Rational, usize)> = None;
        for (step, &profile) in cycle.iter().enumerate() {
            let next = &values[(step + 1) % cycle.len()];
            for player in 0..stage.players() {
                let (gain, slack) =
                    refute::temptation(&game, profile, player, &next[player], &threat[player]);
                let left = slack - gain;
                if least.as_ref().is_none_or(|(l, _)| left < *l) {
                    least = Some((left, player));
                }
            }
        }
        Ok(least.unwrap_or_default())
    };
    let mut high = Rational::ONE - Rational::new(1, 1_000_000);
    if surplus(&high)?.0.is_negative() {
        return Ok(None);
    }
    let mut low = Rational::ZERO;
    while &high - &low > *options.max_width() {
        let middle = ((&low + &high) * Rational::new(1, 2)).ceil_to_bits(64);
        if surplus(&middle)?.0.is_negative() { low = middle } else { high = middle }
    }
    let binding = if low.is_positive() { Some(surplus(&low)?.1) } else { None };
    if let Some(simple) = simplest_between(&low, &high)
        && simple.is_positive()
        && surplus(&simple)?.0.is_zero()
    {
        return Ok(Some((simple, binding, true)));
    }
    Ok(Some((high, binding, false)))
}

/// Cooperate along the cycle; after player `i` deviates, play stage equilibrium `plan[i]` for ever.
fn automaton(game: &RepeatedGame, cycle: &[usize], plan: &[usize]) -> Option<Automaton> {
    let n = cycle.len();
    let state = |name: String, profile: usize, next: usize, punish: Vec<usize>| State {
        name,
        draws: vec![Draw {
            probability: Rational::ONE,
            profile: game.stage().profile(profile),
            next: vec![Branch { state: next, probability: Rational::ONE }],
        }],
        punish,
        value: vec![Rational::ZERO; plan.len()],
    };
    let mut states: Vec<State> = cycle
        .iter()
        .enumerate()
        .map(|(step, &profile)| {
            let name = if n == 1 { "cooperate".into() } else { format!("step {step}") };
            state(name, profile, (step + 1) % n, (n..n + plan.len()).collect())
        })
        .collect();
    for (player, &profile) in plan.iter().enumerate() {
        let same = plan.iter().all(|p| p == &plan[0]);
        let name = if same { "punish".into() } else { format!("punish {}", player + 1) };
        states.push(state(name, profile, n + player, vec![n + player; plan.len()]));
    }
    let initial = vec![Branch { state: 0, probability: Rational::ONE }];
    let whole = Automaton::new(game, initial, states).ok()?.reduced();
    whole.verify(game).is_ok().then_some(whole)
}

//! Reversion to stage equilibria: a closed form for a profile, the roots of polynomials for a cycle.
//!
//! With fixed punishments `t_i` every constraint of a path is a polynomial inequality in the discount
//! factor: after step `s` of a cycle of length `n`, with payoffs `g` and the best other payoff `b`,
//! `(1 - d^n) (g_s - b) + sum_(k=1..n) d^k (g_(s+k) - t) >= 0`. The least discount factor that satisfies all
//! of them is a root of one of them at which none is negative: decided exactly.

use super::{Critical, Punishment, Status, by_stage_equilibria_alone, just_below, short_between, within};
use crate::exact::{AlgebraicNumber, Polynomial, Rational};
use crate::game::Game;
use crate::repeated::automaton::{Automaton, Branch, Draw, State};
use crate::repeated::strategies::PatienceSet;
use crate::repeated::target::Aim;
use crate::repeated::{Options, Reason, RepeatedError, RepeatedGame};

/// The critical discount factor when deviators face a stage equilibrium for ever.
pub(super) fn reversion(
    stage: &Game<Rational>,
    cycle: &[usize],
    punishment: Punishment,
    options: &Options,
) -> Result<Critical, RepeatedError> {
    let half = RepeatedGame::new(stage.clone(), Rational::new(1, 2))?;
    if let Some(automaton) = by_stage_equilibria_alone(&half, Aim::Path(cycle)) {
        return Ok(Critical::zero(vec![automaton]));
    }
    let equilibria = stage.pure_equilibria();
    if equilibria.is_empty() {
        // For this punishment only: it exists at no discount factor.
        return Ok(Critical::never(None, Some(Reason::NoStageEquilibrium)));
    }
    let plans = plans(stage, &equilibria, punishment);
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

/// For every way of punishing, the stage equilibrium that each player's deviations lead to.
pub(super) fn plans(stage: &Game<Rational>, equilibria: &[usize], punishment: Punishment) -> Vec<Vec<usize>> {
    let players = stage.players();
    if punishment == Punishment::Grim {
        return equilibria.iter().map(|&e| vec![e; players]).collect();
    }
    let worst = |i: usize| {
        equilibria.iter().copied().min_by(|&a, &b| stage.payoff_at(a, i).cmp(stage.payoff_at(b, i)))
    };
    let plan: Option<Vec<usize>> = (0..players).map(worst).collect();
    plan.into_iter().collect()
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
    let (threshold, blocker) = match cycle {
        [profile] => match closed_form(stage, *profile, &threat) {
            Ok((value, blocker)) => (AlgebraicNumber::from(value), blocker),
            Err(blocker) => return Ok(not_with_this_punishment(blocker)),
        },
        _ => match least_supporting(stage, cycle, &threat) {
            Some(found) => found,
            None => return Ok(not_with_this_punishment(None)),
        },
    };
    let (lower, upper, exact, algebraic) = match threshold {
        AlgebraicNumber::Rational(value) => {
            (just_below(&value, options.max_width()), value.clone(), Some(value), None)
        }
        root => {
            let step = options.max_width() * Rational::new(1, 4);
            let [low, high] = root.enclosure(&step);
            let lower = short_between(&(&low - &step).max(Rational::ZERO), &low);
            let upper = short_between(&high, &(&high + &step).min(Rational::ONE));
            let (Some(lower), Some(upper)) = (lower, upper) else {
                return Ok(not_with_this_punishment(None));
            };
            let root = within(&root, &lower, &upper);
            (lower, upper, None, root)
        }
    };
    let game = RepeatedGame::new(stage.clone(), &upper)?;
    let automaton = automaton(&game, cycle, plan);
    let (status, lower) = match &automaton {
        Some(_) => (Status::Exact, lower),
        None => (Status::Undecided, Rational::ZERO),
    };
    Ok(Critical {
        status,
        lower,
        upper: Some(upper),
        exact,
        algebraic,
        blocker,
        reason: Some(Reason::Impatience),
        automata: automaton.into_iter().collect(),
        refutation: None,
        others: Vec::new(),
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

/// For a cycle: the least discount factor that satisfies every constraint with these threats, and the
/// player whose constraint binds there; `None` if there is none.
fn least_supporting(
    stage: &Game<Rational>,
    cycle: &[usize],
    threat: &[Rational],
) -> Option<(AlgebraicNumber, Option<usize>)> {
    let constraints = constraints(stage, cycle, threat);
    let violated: Vec<Polynomial> = constraints.iter().map(|(surplus, _)| -surplus).collect();
    let [least, _] = PatienceSet::where_not_positive(&violated).intervals().first()?.clone();
    let binding = constraints.iter().filter(|(surplus, _)| least.sign_of(surplus).is_eq());
    let player = binding.map(|(_, player)| *player).min();
    Some((least, player))
}

/// The constraints of a cycle as polynomials that must not be negative, each with its player.
fn constraints(stage: &Game<Rational>, cycle: &[usize], threat: &[Rational]) -> Vec<(Polynomial, usize)> {
    let mut all = Vec::new();
    for (step, &profile) in cycle.iter().enumerate() {
        for (player, threat) in threat.iter().enumerate() {
            let others = stage.unilateral(profile, player).filter(|&at| at != profile);
            let Some(best) = others.map(|at| stage.payoff_at(at, player)).max() else { continue };
            let today = stage.payoff_at(profile, player) - best;
            let polynomial = surplus(stage, cycle, (step, player), &today, threat);
            if !all.contains(&(polynomial.clone(), player)) {
                all.push((polynomial, player));
            }
        }
    }
    all
}

/// The surpluses along a cycle of players who gain by deviating, as polynomials in the discount factor:
/// `sum_(k=1..n) d^k (g_(s+k) - t) - (1 - d^n) gain`.
pub(super) fn tempting_surpluses(
    stage: &Game<Rational>,
    cycle: &[usize],
    threat: &[Rational],
) -> Vec<Polynomial> {
    let tempted = |&(step, player): &(usize, usize)| stage.deviation_gain(cycle[step], player).is_positive();
    let all = (0..cycle.len()).flat_map(|step| (0..stage.players()).map(move |player| (step, player)));
    all.filter(tempted)
        .map(|(step, player)| {
            let gain = stage.deviation_gain(cycle[step], player);
            surplus(stage, cycle, (step, player), &-gain, &threat[player])
        })
        .collect()
}

/// `sum_(k=1..n) d^k (g_(s+k) - t) + (1 - d^n) today` for a step `s` and a player.
fn surplus(
    stage: &Game<Rational>,
    cycle: &[usize],
    (step, player): (usize, usize),
    today: &Rational,
    threat: &Rational,
) -> Polynomial {
    let n = cycle.len();
    let ahead = |k: usize| stage.payoff_at(cycle[(step + k) % n], player) - threat;
    let mut coefficients: Vec<Rational> = std::iter::once(today.clone()).chain((1..=n).map(ahead)).collect();
    coefficients[n] -= today;
    Polynomial::new(coefficients)
}

/// The same automaton with another punishment: after player `i` deviates, stage equilibrium `plan[i]` for
/// ever. `None` if somebody would then deviate.
pub(super) fn redirected(game: &RepeatedGame, automaton: Automaton, plan: &[usize]) -> Option<Automaton> {
    let Automaton { initial, mut states, .. } = automaton;
    let n = states.len();
    for state in &mut states {
        state.punish = (n..n + plan.len()).collect();
    }
    states.extend(punishments(game, plan, n));
    let whole = Automaton { discount: game.discount().clone(), initial, states }.reduced();
    whole.verify(game).is_ok().then_some(whole)
}

/// One state per player, numbered from `first`: the player's stage equilibrium for ever.
fn punishments(game: &RepeatedGame, plan: &[usize], first: usize) -> impl Iterator<Item = State> {
    let same = plan.iter().all(|p| p == &plan[0]);
    plan.iter().enumerate().map(move |(player, &profile)| {
        let name = if same { "punish".into() } else { format!("punish {}", player + 1) };
        let value = game.stage().payoffs_at(profile).to_vec();
        State { value, ..playing(game, name, profile, first + player, vec![first + player; plan.len()]) }
    })
}

/// A state in which one profile is played and one state follows.
fn playing(game: &RepeatedGame, name: String, profile: usize, next: usize, punish: Vec<usize>) -> State {
    State {
        name,
        draws: vec![Draw {
            probability: Rational::ONE,
            profile: game.stage().profile(profile),
            next: vec![Branch { state: next, probability: Rational::ONE }],
        }],
        value: vec![Rational::ZERO; punish.len()],
        punish,
    }
}

/// Cooperate along the cycle; after player `i` deviates, play stage equilibrium `plan[i]` for ever.
fn automaton(game: &RepeatedGame, cycle: &[usize], plan: &[usize]) -> Option<Automaton> {
    let n = cycle.len();
    let mut states: Vec<State> = cycle
        .iter()
        .enumerate()
        .map(|(step, &profile)| {
            let name = if n == 1 { "cooperate".into() } else { format!("step {step}") };
            playing(game, name, profile, (step + 1) % n, (n..n + plan.len()).collect())
        })
        .collect();
    states.extend(punishments(game, plan, n));
    let initial = vec![Branch { state: 0, probability: Rational::ONE }];
    let whole = Automaton::new(game, initial, states).ok()?.reduced();
    whole.verify(game).is_ok().then_some(whole)
}

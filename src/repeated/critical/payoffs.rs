//! Payoffs, levels of welfare and benchmarks under reversion to stage equilibria.
//!
//! (And paths of play where patience is unequal; for equally patient players paths are arithmetic.)
//!
//! Let `e_i` be what the stage equilibrium pays player `i` that answers his deviations for ever: the worst
//! one for him (`nash`), or the same one for everybody (`grim`). What such punishment sustains is the largest
//! set `W(d)` of payoffs, all at least `e`, whose points have the form `v = (1-d) u(a) + d w`, `w` in `W(d)`, or
//! are mixtures of such points, with `v_i >= (1-d) b_i(a) + d e_i` for the best-reply payoffs `b_i`.
//!
//! **Theorem.** `W(d)` grows with the discount factor. *Proof*, after theorem 6 of Abreu, Pearce and
//! Stacchetti (1990): let `d < d'`, `k = d (1-d') / (d' (1-d)) < 1` and `w' = k w + (1-k) v`, which lies in the
//! convex set `W(d)`. Then `v = (1-d') u(a) + d' w'`, and `v_i >= (1-d') b_i + d' e_i`: where `b_i >= e_i` the
//! right-hand side falls in `d`, and where `b_i < e_i` it is at most `e_i <= v_i`. So `W(d)` generates itself at
//! `d'`. (Without `v >= e` the theorem fails: a punishment could be a reward, which patience makes more
//! tempting.) With public randomisation bisection is therefore sound.
//!
//! `W(d)` is what [`RepeatedGame`](crate::repeated::RepeatedGame) solves with `e` in the place of pure minmax;
//! the evidence is an automaton that reverts, and a chain whose threats are `e`. Under `grim` the target is
//! refuted for every stage equilibrium; one that pays everybody at least as much as another is covered by
//! the chain of the other, because its `W(d)` is smaller.

use super::optimal::Problem;
use super::patience::Patience;
use super::reversion::plans;
use super::{Critical, Punishment, Status};
use crate::exact::Rational;
use crate::game::Game;
use crate::repeated::target::Aim;
use crate::repeated::{Options, Reason, RepeatedError};

/// The critical discount factor for a set of payoffs when deviators face a stage equilibrium for ever.
pub(super) fn reverting(
    stage: &Game<Rational>,
    patience: &Patience,
    aim: Aim,
    punishment: Punishment,
    options: &Options,
) -> Result<Critical, RepeatedError> {
    let equilibria = stage.pure_equilibria();
    if equilibria.is_empty() {
        return Ok(Critical::never(None, Some(Reason::NoStageEquilibrium)));
    }
    let plans = harshest(stage, plans(stage, &equilibria, punishment));
    let mut solved = Vec::with_capacity(plans.len());
    for plan in plans {
        let mut problem = Problem::new(stage, Some(plan), patience, aim, options)?;
        let found = problem.solve()?;
        solved.push((problem, found));
    }
    // The plan that needs least patience; without one, the one of which least is excluded.
    let needs = |(_, found): &(usize, &Critical)| {
        (found.upper.clone().unwrap_or(Rational::ONE), found.status == Status::Never, found.lower.clone())
    };
    let all = solved.iter().map(|(_, found)| found).enumerate();
    let Some(best) = all.min_by_key(needs).map(|(at, _)| at) else {
        return Ok(Critical::never(None, Some(Reason::NoStageEquilibrium)));
    };
    let mut found = solved[best].1.clone();
    if found.status == Status::Never || found.upper.as_ref().is_some_and(Rational::is_zero) {
        return Ok(found);
    }
    for (at, (problem, _)) in solved.iter().enumerate() {
        if at == best || found.refutation.is_none() {
            continue;
        }
        match problem.refuted(&found.lower)? {
            Some(refutation) => found.others.push(refutation),
            None => {
                // Another punishment may do with less patience.
                (found.lower, found.refutation, found.others) = (Rational::ZERO, None, Vec::new());
                (found.exact, found.algebraic, found.status) = (None, None, Status::Undecided);
            }
        }
    }
    Ok(found)
}

/// The plans that no other plan undercuts for everybody: what the others sustain, these sustain.
fn harshest(stage: &Game<Rational>, plans: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let pays = |plan: &[usize]| -> Vec<Rational> {
        plan.iter().enumerate().map(|(i, &e)| stage.payoff_at(e, i).clone()).collect()
    };
    let mut kept: Vec<(Vec<Rational>, Vec<usize>)> = Vec::new();
    for plan in plans {
        let paid = pays(&plan);
        let undercuts = |a: &[Rational], b: &[Rational]| a.iter().zip(b).all(|(x, y)| x <= y);
        if kept.iter().any(|(known, _)| undercuts(known, &paid)) {
            continue;
        }
        kept.retain(|(known, _)| !undercuts(&paid, known));
        kept.push((paid, plan));
    }
    kept.into_iter().map(|(_, plan)| plan).collect()
}

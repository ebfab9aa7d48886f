//! Strongly symmetric public perfect equilibria: everybody does the same after every history.
//!
//! Their payoffs (one number, the same for all) form an interval `[low, high]`, with public
//! randomisation. Players need not be alike otherwise; what they get where all do the same must be. For
//! an action `a` that all take, let continuations be `high - z(y)` with
//! `0 <= z(y) <= D`, `D = high - low`. The least punishment that deters deviations costs
//!
//! ```text
//! f_a(D) = min { sum_y p(y|a) z(y) : 0 <= z <= D,
//!                sum_y (p(y|b, a_-i) - p(y|a)) z(y) >= (1-d)/d gain_i(b) for all i, b }
//! ```
//!
//! and `high = max_a [u(a) - d/(1-d) f_a(D)]`; likewise `low = min_b [u(b) + d/(1-d) g_b(D)]` with
//! rewards instead of punishments. The width `D` is the greatest solution of
//! `D = max_{a,b} [u(a) - u(b) - d/(1-d) (f_a(D) + g_b(D))]` (Abreu, Pearce and Stacchetti 1986,
//! "Optimal cartel equilibria with imperfect monitoring"). For every pair this is concave and piecewise
//! linear in `D`, so that Newton's method from the right, on tangents given by the prices of exact
//! linear programs, ends at the greatest solution after finitely many steps.

use serde::{Deserialize, Serialize};

use super::PublicMonitoring;
use super::automaton::{PublicAutomaton, PublicState};
use super::plan::Plan;
use crate::exact::{Rational, simplest_between};
use crate::lp::{Bounds, LinearProgram, LpError, LpOptions, Relation, Solution};
use crate::repeated::automaton::Branch;
use crate::repeated::game::read_common;
use crate::repeated::{IntoDiscount, Options, RepeatedError};

/// The payoffs of strongly symmetric public perfect equilibria, exactly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SymmetricSet {
    /// The least payoff, the same for every player.
    pub low: Rational,
    /// The greatest payoff, the same for every player.
    pub high: Rational,
    /// The action that all take where the greatest payoff is due.
    pub action: usize,
    /// The strategies: state 0 is worth `high` to everybody, state 1 `low` (one state where they agree).
    pub automaton: PublicAutomaton,
}

/// The least discount factor at which strongly symmetric equilibria reach a payoff, enclosed:
/// `lower < value <= upper`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SymmetricThreshold {
    /// They do not reach it here (0 where a stage equilibrium does).
    pub lower: Rational,
    /// They reach it here; `None` if they do not at the greatest discount factor tried, `lower`.
    pub upper: Option<Rational>,
    /// The equilibria at `upper`.
    pub set: Option<SymmetricSet>,
}

const QUESTION: &str = "the set of strongly symmetric equilibrium payoffs";
/// Patience beyond this is not tried: 1 - 2^-30.
const MOST_PATIENT: i64 = 1 << 30;

/// A punishment or reward: what it costs on average, how that changes with the width, and by signal.
struct Scheme {
    cost: Rational,
    slope: Rational,
    by_signal: Vec<Rational>,
}

/// Which way continuations move.
#[derive(Clone, Copy)]
enum Side {
    /// Down from the greatest payoff.
    Punish,
    /// Up from the least.
    Reward,
}

impl PublicMonitoring {
    /// The payoffs of strongly symmetric public perfect equilibria in pure actions with public
    /// randomisation, exactly; `None` if there is no such equilibrium.
    ///
    /// The best of them loses `(T - R) eps / d` to false alarms, however patient the players are (Abreu,
    /// Milgrom and Pearce 1991):
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::monitoring::PublicMonitoring};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// // An alarm with probability eps = 1/10 if both cooperate, eps + d = 1/2 if anybody does not.
    /// let rivals = PublicMonitoring::from_function(&stage, ["quiet", "alarm"], |profile| {
    ///     let alarm = if profile.actions() == [0, 0] { Rational::new(1, 10) } else { Rational::new(1, 2) };
    ///     vec![Rational::ONE - &alarm, alarm]
    /// })?;
    /// let set = rivals.symmetric_set("9/10")?.expect("mutual defection at least");
    /// assert_eq!(set.high, Rational::new(5, 2)); // 3 - (5 - 3) (1/10) / (2/5)
    /// set.automaton.verify(&rivals)?;
    /// assert_eq!(rivals.symmetric_set("3/4")?.expect("mutual defection").high, Rational::ONE);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A game that pays players differently where all do the same, or gives them different numbers of
    /// actions; a discount factor that is
    /// no number in (0, 1), or unequal patience.
    pub fn symmetric_set(&self, discount: impl IntoDiscount) -> Result<Option<SymmetricSet>, RepeatedError> {
        let discount = read_common(discount, self.players(), QUESTION)?;
        self.symmetric_at(&self.common_actions()?, &discount)
    }

    /// The least discount factor at which some strongly symmetric equilibrium gives everybody at least
    /// `payoff`, to the width of the options. The set grows with patience (Abreu, Pearce and Stacchetti
    /// 1990, theorem 6), so that bisection is sound; every set on the way is exact.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::{Options, monitoring::PublicMonitoring}};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let rivals = PublicMonitoring::from_function(&stage, ["quiet", "alarm"], |profile| {
    ///     let alarm = if profile.actions() == [0, 0] { Rational::new(1, 10) } else { Rational::new(1, 2) };
    ///     vec![Rational::ONE - &alarm, alarm]
    /// })?;
    /// let found = rivals.critical_symmetric_payoff(&Rational::from(2), &Options::default())?;
    /// let critical = Rational::new(10, 13); // N / (d G + (1 - eps) N) = 2 / (4/5 + 9/5)
    /// assert!(found.lower < critical && critical <= found.upper.expect("patience helps"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`PublicMonitoring::symmetric_set`].
    pub fn critical_symmetric_payoff(
        &self,
        payoff: &Rational,
        options: &Options,
    ) -> Result<SymmetricThreshold, RepeatedError> {
        let plans = self.common_actions()?;
        let budget = options.budget();
        let reaches = |d: &Rational| -> Result<Option<SymmetricSet>, RepeatedError> {
            Ok(self.symmetric_at(&plans, d)?.filter(|set| set.high >= *payoff))
        };
        let half = Rational::new(1, 2);
        if plans.iter().any(|plan| plan.is_stage_equilibrium() && plan.payoff[0] >= *payoff) {
            let set = reaches(&half)?;
            return Ok(SymmetricThreshold { lower: Rational::ZERO, upper: Some(Rational::ZERO), set });
        }
        let (mut lower, mut upper, mut set) = (Rational::ZERO, None, None);
        // Towards one until it is reached.
        let mut impatience = half;
        while upper.is_none() {
            let at = Rational::ONE - &impatience;
            match reaches(&at)? {
                Some(found) => (upper, set) = (Some(at), Some(found)),
                None => lower = at,
            }
            impatience *= Rational::new(1, 2);
            if impatience < Rational::new(1, MOST_PATIENT) || budget.is_spent() {
                break;
            }
        }
        while let Some(high) = upper.clone()
            && &high - &lower > *options.max_width()
            && !budget.is_spent()
        {
            let quarter = (&high - &lower) * Rational::new(1, 4);
            let Some(at) = simplest_between(&(&lower + &quarter), &(&high - &quarter)) else { break };
            match reaches(&at)? {
                Some(found) => (upper, set) = (Some(at), Some(found)),
                None => lower = at,
            }
        }
        Ok(SymmetricThreshold { lower, upper, set })
    }

    /// The plans in which all do the same; refused if they are paid differently for it.
    pub(super) fn common_actions(&self) -> Result<Vec<Plan>, RepeatedError> {
        let stage = self.stage();
        let uneven = |what: &str| RepeatedError::NotCovered {
            question: QUESTION,
            what: what.into(),
            instead: "ask for the whole set of public perfect equilibrium payoffs".into(),
        };
        let actions = stage.shape()[0];
        if stage.shape().iter().any(|&k| k != actions) {
            return Err(uneven("players with different numbers of actions"));
        }
        let mut plans = Vec::with_capacity(actions);
        for action in 0..actions {
            let profile = stage.index(&vec![action; stage.players()].into())?;
            let plan = Plan::pure(self, profile);
            if plan.payoff.iter().any(|u| *u != plan.payoff[0]) {
                return Err(uneven("players who are paid differently for doing the same"));
            }
            plans.push(plan);
        }
        Ok(plans)
    }

    fn symmetric_at(
        &self,
        plans: &[Plan],
        discount: &Rational,
    ) -> Result<Option<SymmetricSet>, RepeatedError> {
        let scale = discount / &(Rational::ONE - discount);
        let payoffs = || plans.iter().map(|plan| &plan.payoff[0]);
        let (Some(most), Some(least)) = (payoffs().max(), payoffs().min()) else { return Ok(None) };
        let widest = most - least;
        let mut best: Option<(Rational, usize, usize)> = None;
        for a in 0..plans.len() {
            for b in 0..plans.len() {
                let found = greatest_width(&plans[a], &plans[b], &scale, &widest)?;
                if let Some(width) = found
                    && best.as_ref().is_none_or(|(most, ..)| width > *most)
                {
                    best = Some((width, a, b));
                }
            }
        }
        let Some((width, a, b)) = best else { return Ok(None) };
        let (down, up) = (
            scheme(&plans[a], Side::Punish, &scale, &width)?,
            scheme(&plans[b], Side::Reward, &scale, &width)?,
        );
        let (Some(down), Some(up)) = (down, up) else { return Ok(None) };
        let high = &plans[a].payoff[0] - &(&scale * &down.cost);
        let low = &plans[b].payoff[0] + &(&scale * &up.cost);
        let automaton = self.two_states(discount, [(&plans[a], &high, &down), (&plans[b], &low, &up)]);
        automaton.verify(self)?;
        Ok(Some(SymmetricSet { low, high, action: a, automaton }))
    }

    fn two_states(
        &self,
        discount: &Rational,
        [high, low]: [(&Plan, &Rational, &Scheme); 2],
    ) -> PublicAutomaton {
        let width = high.1 - low.1;
        let state =
            |own: usize, name: &str, (plan, value, scheme): (&Plan, &Rational, &Scheme)| PublicState {
                name: name.into(),
                strategies: plan.strategies.clone(),
                next: scheme
                    .by_signal
                    .iter()
                    .map(|z| {
                        let away = z.checked_div(&width).unwrap_or_default();
                        let stay = Rational::ONE - &away;
                        let branches =
                            [(own, stay), (1 - own, away)].into_iter().filter(|(_, p)| !p.is_zero());
                        branches.map(|(state, probability)| Branch { state, probability }).collect()
                    })
                    .collect(),
                value: vec![value.clone(); self.players()],
            };
        let mut states = vec![state(0, "high", high)];
        if width.is_positive() {
            states.push(state(1, "low", low));
        }
        let initial = vec![Branch { state: 0, probability: Rational::ONE }];
        PublicAutomaton { discount: discount.clone(), initial, states }
    }
}

/// The greatest width that a pair of actions for the two ends sustains.
fn greatest_width(
    high: &Plan,
    low: &Plan,
    scale: &Rational,
    widest: &Rational,
) -> Result<Option<Rational>, RepeatedError> {
    let apart = &high.payoff[0] - &low.payoff[0];
    let mut width = widest.clone();
    loop {
        let down = scheme(high, Side::Punish, scale, &width)?;
        let up = scheme(low, Side::Reward, scale, &width)?;
        let (Some(down), Some(up)) = (down, up) else { return Ok(None) };
        let reached = &apart - &(scale * &(down.cost + &up.cost));
        if reached >= width {
            return Ok(Some(width));
        }
        // The tangent, which lies above the concave function, meets the diagonal farther left.
        let slope = -(scale * &(down.slope + &up.slope));
        let steepness = Rational::ONE - &slope;
        if !steepness.is_positive() {
            return Ok(None);
        }
        width = (reached - &(&slope * &width)) / steepness;
        if width.is_negative() {
            return Ok(None);
        }
    }
}

/// The cheapest scheme that deters all deviations from a plan in which all do the same; `None` if none
/// of this width does.
fn scheme(
    plan: &Plan,
    side: Side,
    scale: &Rational,
    width: &Rational,
) -> Result<Option<Scheme>, RepeatedError> {
    if plan.is_stage_equilibrium() {
        let by_signal = vec![Rational::ZERO; plan.law.len()];
        return Ok(Some(Scheme { cost: Rational::ZERO, slope: Rational::ZERO, by_signal }));
    }
    let solve = || -> Result<Solution, LpError> {
        let mut program = LinearProgram::minimise();
        for &y in &plan.possible {
            program.add_variable(plan.law[y].clone(), Bounds::non_negative());
        }
        for at in 0..plan.possible.len() {
            program.add_row("width", [(at, Rational::ONE)], Relation::AtMost, width.clone())?;
        }
        for other in &plan.alternatives {
            let terms = plan.possible.iter().enumerate().map(|(at, &y)| {
                let tell = &other.law[y] - &plan.law[y];
                (at, if matches!(side, Side::Punish) { tell } else { -tell })
            });
            program.add_row("deviation", terms, Relation::AtLeast, plan.gain(other) / scale)?;
        }
        program.solve_exact(&LpOptions::default())
    };
    match solve()? {
        Solution::Optimal(optimum) => {
            let mut by_signal = vec![Rational::ZERO; plan.law.len()];
            for (&y, z) in plan.possible.iter().zip(optimum.primal) {
                by_signal[y] = z;
            }
            let slope = optimum.dual[..plan.possible.len()].iter().sum();
            Ok(Some(Scheme { cost: optimum.objective, slope, by_signal }))
        }
        _ => Ok(None),
    }
}

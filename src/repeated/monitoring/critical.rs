//! How patient players have to be who see only signals: critical discount factors for any game.
//!
//! With public randomisation and a common discount factor the set `V(d)` of public perfect equilibrium
//! payoffs grows with `d` (Abreu, Pearce and Stacchetti 1990, theorem 6: replace continuations `w(y)` by
//! mixtures of `w(y)` and the payoff `v` itself, which are equilibrium payoffs as `V` is convex; that
//! leaves incentives and values as they were). It needs both assumptions: without randomisation `V` may
//! shrink, and for unequal discount factors no order is known. So the discount factors at which a target
//! is reached form an interval up to one, and it is enough to prove it at one end and refute it at the
//! other: *yes* by points that generate one another and a lottery over them, as an automaton on signals;
//! *no* by a chain of outer sets whose last bounds contradict the target, with the weights that say so.
//! *Never* is said only where scores exclude the target (they bound payoffs at every discount factor;
//! Fudenberg and Levine 1994, theorem 3.1), or where it is a corner of the feasible set at which somebody
//! deviates without an answer.
//!
//! Between the two proofs a gap may be left that the inner set cannot close; then the answer is
//! "undecided" with the bracket that is proven.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::PublicMonitoring;
use super::automaton::PublicAutomaton;
use super::inner::Search;
use super::outer::PublicOuter;
use super::plan::Plan;
use super::prove::Builder;
use super::score::Score;
use super::set::{PublicInnerSet, STILL};
use super::target::{PublicRefutation, PublicTarget};
use crate::exact::{Rational, simplest_between};
use crate::lp::{Bounds, LinearProgram, LpOptions, Relation, Solution};
use crate::repeated::options::Budget;
use crate::repeated::polyhedral::directions::{normalise, same, starting};
use crate::repeated::polyhedral::outer::Ending;
use crate::repeated::polyhedral::stage::FloatStage;
use crate::repeated::{HalfSpace, Options, RepeatedError, RepeatedGame, Status};

/// The least discount factor at which some equilibrium meets a target, enclosed with evidence on both
/// sides: `lower < value <= upper`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicThreshold {
    /// How much is known.
    pub status: Status,
    /// No equilibrium meets the target here (0 where a stage equilibrium does, or nothing is refuted).
    pub lower: Rational,
    /// Some equilibrium meets it here; `None` if that is proven nowhere.
    pub upper: Option<Rational>,
    /// The proof for `lower`.
    pub refutation: Option<PublicRefutation>,
    /// Strategies that meet the target at `upper` (at 1/2 if `upper` is 0).
    pub automaton: Option<PublicAutomaton>,
    /// For [`Status::Never`]: the proof for every discount factor.
    pub never: Option<NeverMet>,
}

/// Why a target is met at no discount factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NeverMet {
    /// Scores exclude it.
    Scores(Vec<WeightedScore>),
    /// The payoff is a corner of the feasible set: no other stage payoff is as far in this direction. An
    /// equilibrium that pays it plays a profile that does, and goes on to pay it after every signal that
    /// this profile can cause. For each such profile somebody gains by a deviation that causes no other
    /// signals, and so goes unanswered.
    Corner(Vec<Rational>),
}

/// A score and its weight in a proof that a target is met at no discount factor: the weighted half-spaces
/// `direction . x <= value` exclude it as those of a [`PublicRefutation`] do. A score without a value
/// excludes everything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightedScore {
    /// The score.
    #[serde(flatten)]
    pub score: Score,
    /// Its weight.
    pub weight: Rational,
}

/// What is proven at one discount factor.
enum Finding {
    Met(PublicAutomaton),
    Refuted(PublicRefutation),
    Open,
}

/// Patience beyond this is not tried: 1 - 2^-14.
const MOST_PATIENT: i64 = 1 << 14;

impl PublicMonitoring {
    /// The least discount factor at which some public perfect equilibrium meets a target, to the width of
    /// the options, with evidence on both sides. It works for any game; where all players do the same,
    /// [`PublicMonitoring::critical_symmetric_payoff`] is exact and quicker.
    ///
    /// Assumptions: public randomisation and one discount factor for all, so that what equilibria pay
    /// grows with patience (Abreu, Pearce and Stacchetti 1990, theorem 6); equilibria in pure actions.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::{Options, monitoring::{PublicMonitoring, PublicTarget}}};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let rivals = PublicMonitoring::from_function(&stage, ["quiet", "alarm"], |profile| {
    ///     let alarm = if profile.actions() == [0, 0] { Rational::new(1, 10) } else { Rational::new(1, 2) };
    ///     vec![Rational::ONE - &alarm, alarm]
    /// })?;
    /// let target = PublicTarget::Welfare(Rational::from(4));
    /// let options = Options::default().directions(4).width(Rational::new(1, 50))?;
    /// let found = rivals.critical_discount(&target, &options)?;
    /// let closed = Rational::new(10, 13); // no asymmetric equilibrium does it with less patience
    /// assert!(found.lower < closed && closed <= found.upper.expect("patience helps"));
    /// found.refutation.expect("not at every discount factor").verify(&rivals, &target)?;
    /// found.automaton.expect("met at the upper bound").verify(&rivals)?;
    /// // Full cooperation would pay 6; the alarm does not tell who defected.
    /// let never = rivals.critical_discount(&PublicTarget::Welfare(Rational::new(11, 2)), &options)?;
    /// assert!(never.never.is_some() && never.upper.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A target of the wrong length; a linear program whose budget ended.
    pub fn critical_discount(
        &self,
        target: &PublicTarget,
        options: &Options,
    ) -> Result<PublicThreshold, RepeatedError> {
        target.check(self.players())?;
        let options = &options.started();
        let budget = options.budget();
        let half = Rational::new(1, 2);
        let mut known = PublicThreshold {
            status: Status::Undecided,
            lower: Rational::ZERO,
            upper: None,
            refutation: None,
            automaton: None,
            never: None,
        };
        if let Some(automaton) = self.stage_equilibria(target, &half)? {
            return Ok(PublicThreshold {
                status: Status::Exact,
                upper: Some(Rational::ZERO),
                automaton: Some(automaton),
                ..known
            });
        }
        let never = match self.unanswered_corner(target)? {
            Some(normal) => Some(NeverMet::Corner(normal)),
            None => self.excluding_scores(target, options)?.map(NeverMet::Scores),
        };
        if never.is_some() {
            return Ok(PublicThreshold { status: Status::Never, lower: Rational::ONE, never, ..known });
        }
        // Towards one until it is met.
        let mut impatience = half;
        let mut open: Option<Rational> = None;
        while known.upper.is_none() && impatience >= Rational::new(1, MOST_PATIENT) && !budget.is_spent() {
            let at = Rational::ONE - &impatience;
            if known.place(at.clone(), self.finding(target, &at, options, &budget)?) {
                open = open.or(Some(at));
            }
            impatience *= Rational::new(1, 2);
        }
        // The lowest and the highest discount factor at which neither proof was found.
        let mut undecided = open.map(|at| (at.clone(), at));
        while let Some(high) = known.upper.clone()
            && &high - &known.lower > *options.max_width()
            && !budget.is_spent()
        {
            // Below what is undecided first, then above.
            let ends = match &undecided {
                Some((first, _)) if first - &known.lower > options.max_width() * &Rational::new(1, 4) => {
                    (known.lower.clone(), first.clone())
                }
                Some((_, last)) if &high - last > options.max_width() * &Rational::new(1, 4) => {
                    (last.clone(), high.clone())
                }
                Some(_) => break,
                None => (known.lower.clone(), high.clone()),
            };
            let quarter = (&ends.1 - &ends.0) * Rational::new(1, 4);
            let Some(at) = simplest_between(&(&ends.0 + &quarter), &(&ends.1 - &quarter)) else { break };
            if known.place(at.clone(), self.finding(target, &at, options, &budget)?) {
                undecided = Some(match undecided {
                    None => (at.clone(), at),
                    Some((first, last)) => (first.min(at.clone()), last.max(at)),
                });
            }
            undecided = undecided.and_then(|(first, last)| known.within(first, last));
        }
        let narrow = known.upper.as_ref().is_some_and(|high| high - &known.lower <= *options.max_width());
        known.status = if narrow { Status::Enclosed } else { Status::Undecided };
        Ok(known)
    }

    /// What is proven at a discount factor.
    fn finding(
        &self,
        target: &PublicTarget,
        discount: &Rational,
        options: &Options,
        budget: &Budget,
    ) -> Result<Finding, RepeatedError> {
        let stage = FloatStage::of(&RepeatedGame::new(self.stage().clone(), discount)?);
        let mut directions = starting(&stage, options.direction_count());
        // The sum in the game's own units.
        let mut welfare: Vec<f64> = (0..self.players()).map(|i| stage.range(i).to_f64()).collect();
        normalise(&mut welfare);
        if !directions.iter().any(|known| same(known, &welfare)) {
            directions.push(welfare);
        }
        let mut outer = PublicOuter::new(self, &stage, &directions, discount);
        let empty = outer.run(STILL, budget) == Ending::Empty;
        // Ask the exact chain only where floats say that it may help.
        let chain = Builder::new(self, &stage, &outer, discount).chain(&mut outer, empty, budget);
        if chain.empty {
            return Ok(Finding::Refuted(PublicRefutation { chain, weights: Vec::new() }));
        }
        if let Some(weights) = target.contradiction(&chain.half_spaces())? {
            return Ok(Finding::Refuted(PublicRefutation { chain, weights }));
        }
        let plans: Vec<Plan> = outer.set.live.iter().map(|&p| Plan::pure(self, p)).collect();
        let normals: Vec<Vec<f64>> =
            (0..outer.set.directions()).map(|l| outer.set.normal(l).to_vec()).collect();
        let search = Search::new(&stage, &plans, discount, &normals, budget);
        // Triggers and symmetric equilibria are exact and quickly found; the search comes after.
        let met = |inner: Option<PublicInnerSet>| -> Result<Option<PublicAutomaton>, RepeatedError> {
            let Some(PublicInnerSet { points, mut automaton }) = inner else { return Ok(None) };
            let Some(initial) = target.lottery(&points)? else { return Ok(None) };
            automaton.initial = initial;
            automaton.verify(self)?;
            Ok(Some(automaton))
        };
        if let Some(automaton) = met(self.certified_seeds(&search)?)? {
            return Ok(Finding::Met(automaton));
        }
        let found = met(self.certified(&search, options.gap())?)?;
        Ok(found.map_or(Finding::Open, Finding::Met))
    }

    /// An automaton of stage equilibria that meets the target at once.
    fn stage_equilibria(
        &self,
        target: &PublicTarget,
        discount: &Rational,
    ) -> Result<Option<PublicAutomaton>, RepeatedError> {
        let plans: Vec<Plan> = (0..self.stage().profiles()).map(|p| Plan::pure(self, p)).collect();
        let stable: Vec<&Plan> = plans.iter().filter(|plan| plan.is_stage_equilibrium()).collect();
        let points: Vec<Vec<Rational>> = stable.iter().map(|plan| plan.payoff.clone()).collect();
        if points.is_empty() {
            return Ok(None);
        }
        let Some(initial) = target.lottery(&points)? else { return Ok(None) };
        let automaton =
            PublicAutomaton::of_stage_equilibria(&stable, self.signals().len(), discount, initial);
        automaton.verify(self)?;
        Ok(Some(automaton))
    }

    /// The direction in which a target payoff alone is farthest, if whoever deviates from the profiles that
    /// pay it goes unanswered.
    fn unanswered_corner(&self, target: &PublicTarget) -> Result<Option<Vec<Rational>>, RepeatedError> {
        let PublicTarget::Payoff(payoff) = target else { return Ok(None) };
        let stage = self.stage();
        let unanswered = |p: usize| {
            let plan = Plan::pure(self, p);
            plan.alternatives.iter().any(|other| {
                let silent = other.law.iter().zip(&plan.law).all(|(q, p)| q.is_zero() || p.is_positive());
                silent && plan.gain(other).is_positive()
            })
        };
        let mut program = LinearProgram::maximise();
        for i in 0..self.players() {
            let (low, high) = stage.payoff_range(i);
            let most = (high - low).checked_recip().unwrap_or(Rational::ONE);
            program.add_variable(0, Bounds::between(-&most, most));
        }
        let margin = program.add_variable(1, Bounds::between(0, 1));
        for p in 0..stage.profiles() {
            let pays = stage.payoffs_at(p);
            if pays == payoff.as_slice() {
                if !unanswered(p) {
                    return Ok(None);
                }
                continue;
            }
            let terms = payoff.iter().zip(pays).map(|(v, u)| v - u).enumerate();
            let terms = terms.chain([(margin, -Rational::ONE)]);
            program.add_row("other payoff", terms, Relation::AtLeast, 0)?;
        }
        Ok(match program.solve_exact(&LpOptions::default())? {
            Solution::Optimal(optimum) if optimum.objective.is_positive() => {
                Some(optimum.primal[..self.players()].to_vec())
            }
            _ => None,
        })
    }

    /// Scores whose half-spaces contradict the target; `None` if they do not.
    fn excluding_scores(
        &self,
        target: &PublicTarget,
        options: &Options,
    ) -> Result<Option<Vec<WeightedScore>>, RepeatedError> {
        let limit = self.limit_set(options)?;
        if let Some(none) = limit.scores.iter().find(|score| score.value.is_none()) {
            return Ok(Some(vec![WeightedScore { score: none.clone(), weight: Rational::ONE }]));
        }
        let mut spaces = limit.half_spaces;
        let mut scores = limit.scores;
        if let PublicTarget::Welfare(_) = target {
            let score = self.score(&vec![Rational::ONE; self.players()])?;
            let bound = score.value.clone().unwrap_or_default();
            spaces.push(HalfSpace { normal: score.direction.clone(), bound });
            scores.push(score);
        }
        let weights = target.contradiction(&spaces)?;
        let weighted = |(at, weight): (usize, Rational)| WeightedScore { score: scores[at].clone(), weight };
        Ok(weights.map(|list| list.into_iter().map(weighted).collect()))
    }
}

impl PublicThreshold {
    /// Takes in what was found at a discount factor; true if it is still open.
    fn place(&mut self, at: Rational, finding: Finding) -> bool {
        match finding {
            Finding::Met(automaton) => {
                if self.upper.as_ref().is_none_or(|old| at < *old) {
                    (self.upper, self.automaton) = (Some(at), Some(automaton));
                }
                false
            }
            Finding::Refuted(refutation) => {
                if at > self.lower {
                    (self.lower, self.refutation) = (at, Some(refutation));
                }
                false
            }
            Finding::Open => true,
        }
    }

    /// The part of an undecided stretch between the bounds.
    fn within(&self, first: Rational, last: Rational) -> Option<(Rational, Rational)> {
        let high = self.upper.as_ref()?;
        let (first, last) = (first.max(self.lower.clone()), last.min(high.clone()));
        (first > self.lower && last < *high && first <= last).then_some((first, last))
    }
}

/// Critical discount factors of the same target under two signal structures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonitoringComparison {
    /// What is asked for.
    pub target: PublicTarget,
    /// Under the signals before.
    pub before: PublicThreshold,
    /// Under the signals after.
    pub after: PublicThreshold,
}

impl MonitoringComparison {
    /// Asks the same under two signal structures: without a monitor and with it, say.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::{Options, monitoring::*}};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let watched = |after: Rational| PublicMonitoring::from_function(&stage, ["quiet", "alarm"], |p| {
    ///     let alarm = if p.actions() == [0, 0] { Rational::new(1, 10) } else { after.clone() };
    ///     vec![Rational::ONE - &alarm, alarm]
    /// });
    /// let (before, after) = (watched(Rational::new(1, 2))?, watched(Rational::new(3, 4))?);
    /// let target = PublicTarget::AtLeast(vec![Rational::from(2); 2]);
    /// let options = Options::default().directions(4).width(Rational::new(1, 20))?;
    /// let compared = MonitoringComparison::of(&before, &after, &target, &options)?;
    /// assert_eq!(compared.helps(), Some(true)); // from 10/13 down to 20/31
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`PublicMonitoring::critical_discount`].
    pub fn of(
        before: &PublicMonitoring,
        after: &PublicMonitoring,
        target: &PublicTarget,
        options: &Options,
    ) -> Result<Self, RepeatedError> {
        Ok(MonitoringComparison {
            target: target.clone(),
            before: before.critical_discount(target, options)?,
            after: after.critical_discount(target, options)?,
        })
    }

    /// Whether less patience suffices with the signals after, where the brackets prove one or the other.
    pub fn helps(&self) -> Option<bool> {
        let (before, after) = (&self.before, &self.after);
        // A critical value is above its lower bound and at most its upper one.
        if after.upper.as_ref().is_some_and(|high| *high <= before.lower) {
            return Some(true);
        }
        let none =
            after.lower == before.lower && after.upper == before.upper && after.status == Status::Exact;
        let worse = before.upper.as_ref().is_some_and(|high| *high <= after.lower);
        let never = before.status == Status::Never && after.status == Status::Never;
        (none || worse || never).then_some(false)
    }
}

impl fmt::Display for PublicThreshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.status, &self.upper) {
            (Status::Never, _) => f.write_str("never"),
            (_, Some(high)) if high.is_zero() => f.write_str("at any patience"),
            (_, Some(high)) => write!(f, "between {:.6} and {:.6}", self.lower.to_f64(), high.to_f64()),
            (_, None) => write!(f, "not below {:.6}", self.lower.to_f64()),
        }
    }
}

impl fmt::Display for MonitoringComparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "critical discount factor before: {}; after: {}", self.before, self.after)
    }
}

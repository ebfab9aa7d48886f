//! The public perfect equilibrium payoffs at a discount factor, enclosed.

use serde::{Deserialize, Serialize};

use super::PublicMonitoring;
use super::automaton::PublicAutomaton;
use super::chain::PublicChain;
use super::inner::{Proposal, Proven, Search};
use super::outer::PublicOuter;
use super::plan::Plan;
use super::prove::Builder;
use crate::exact::Rational;
use crate::lp::{Bounds, LinearProgram, LpError, LpOptions, Relation, Solution};
use crate::repeated::game::read_common;
use crate::repeated::polyhedral::corners::{MOST_PLAYERS, corners};
use crate::repeated::polyhedral::directions::{facets, starting};
use crate::repeated::polyhedral::enclose::{assemble, nothing};
use crate::repeated::polyhedral::outer::Ending;
use crate::repeated::polyhedral::stage::FloatStage;
use crate::repeated::{Enclosure, HalfSpace, IntoDiscount, Options, RepeatedError, RepeatedGame};

/// The payoffs of public perfect equilibria, enclosed, with the evidence for the inner set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicPayoffSet {
    /// The common discount factor.
    pub discount: Rational,
    /// Inner and outer set in floats, and the gap between them.
    pub enclosure: Enclosure,
    /// The outer set as inequalities in exact numbers: every equilibrium payoff satisfies all of them.
    pub half_spaces: Vec<HalfSpace>,
    /// The proof of that, step by step.
    pub chain: PublicChain,
    /// The inner set with its automaton; `None` if nothing was found.
    pub certified: Option<PublicInnerSet>,
}

/// Payoffs proven, in exact arithmetic, to generate one another: their hull consists of equilibrium
/// payoffs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicInnerSet {
    /// The payoffs, one number per player each.
    pub points: Vec<Vec<Rational>>,
    /// An automaton whose states are the points, in their order, started at the first.
    pub automaton: PublicAutomaton,
}

/// Outer bounds that move less than this stand still.
pub(super) const STILL: f64 = 1e-10;
/// Rounds of looking along the faces of the inner set.
const ROUNDS: usize = 3;
/// Trigger strategies are tried for at most so many pairs of a profile and an equilibrium.
const MOST_TRIGGERS: usize = 1_000;

impl PublicMonitoring {
    /// The payoffs of public perfect equilibria in pure actions with public randomisation, enclosed:
    /// every equilibrium payoff lies in the outer set, every point of the inner set is one, by an
    /// automaton that is verified.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::{Options, monitoring::PublicMonitoring}};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let rivals = PublicMonitoring::from_function(&stage, ["quiet", "alarm"], |profile| {
    ///     let alarm = if profile.actions() == [0, 0] { Rational::new(1, 10) } else { Rational::new(1, 2) };
    ///     vec![Rational::ONE - &alarm, alarm]
    /// })?;
    /// let set = rivals.payoff_set("9/10", &Options::default().directions(8))?;
    /// set.certified.expect("not empty").automaton.verify(&rivals)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A discount factor that is no number in (0, 1), unequal patience, or more players than vertices can
    /// be listed for (8).
    pub fn payoff_set(
        &self,
        discount: impl IntoDiscount,
        options: &Options,
    ) -> Result<PublicPayoffSet, RepeatedError> {
        let question = "the set of public perfect equilibrium payoffs";
        let discount = read_common(discount, self.players(), question)?;
        if self.players() > MOST_PLAYERS {
            return Err(RepeatedError::NotCovered {
                question,
                what: format!("{} players", self.players()),
                instead: "ask for the scores of single directions".into(),
            });
        }
        let budget = options.budget();
        let stage = FloatStage::of(&RepeatedGame::new(self.stage().clone(), &discount)?);
        let directions = starting(&stage, options.direction_count());
        let mut outer = PublicOuter::new(self, &stage, &directions, &discount);
        let mut best: Option<PublicInnerSet> = None;
        let mut gap = f64::INFINITY;
        for _ in 0..ROUNDS {
            if outer.run(STILL, &budget) == Ending::Empty {
                let builder = Builder::new(self, &stage, &outer, &discount);
                let chain = builder.chain(&mut outer, true, &budget);
                if chain.empty {
                    let enclosure = Enclosure::empty(outer.set.iterations);
                    let half_spaces = nothing(self.players());
                    return Ok(PublicPayoffSet { discount, enclosure, half_spaces, chain, certified: None });
                }
                break;
            }
            let set = &outer.set;
            let normals: Vec<Vec<f64>> = (0..set.directions()).map(|l| set.normal(l).to_vec()).collect();
            let plans: Vec<Plan> = set.live.iter().map(|&p| Plan::pure(self, p)).collect();
            let search = Search::new(&stage, &plans, &discount, &normals, &budget);
            let missed =
                |inner: Option<&PublicInnerSet>| enclosed(&stage, &outer, inner).gap.unwrap_or(f64::INFINITY);
            // Triggers and symmetric equilibria may be all there is; the search comes after.
            let mut found = self.certified_seeds(&search)?;
            let mut now = missed(found.as_ref());
            if now > options.gap() {
                found = self.certified(&search, options.gap())?;
                now = missed(found.as_ref());
            }
            let better = now < 0.9 * gap;
            if now <= gap {
                (best, gap) = (found, now);
            }
            // Fixed directions have spurious fixed points: look along the faces of what is proven.
            let faces = facets(&rescaled(&stage, best.as_ref()), self.players());
            if gap <= options.gap() || !better || budget.is_spent() || !outer.add(&faces) {
                break;
            }
        }
        outer.run(STILL, &budget);
        // Floats have proposed; from here on only what fractions prove.
        let chain = Builder::new(self, &stage, &outer, &discount).chain(&mut outer, false, &budget);
        let half_spaces = chain.half_spaces();
        let enclosure = enclosed(&stage, &outer, best.as_ref());
        Ok(PublicPayoffSet { discount, enclosure, half_spaces, chain, certified: best })
    }

    /// The best proven set of a search, as an automaton that is verified; `None` if nothing was found.
    pub(in crate::repeated) fn certified(
        &self,
        search: &Search,
        tolerance: f64,
    ) -> Result<Option<PublicInnerSet>, RepeatedError> {
        let seeds = self.seeds(search)?;
        self.as_automaton(search, search.best(&seeds, tolerance))
    }

    /// What stage equilibria, triggers and strongly symmetric equilibria prove by themselves.
    pub(super) fn certified_seeds(&self, search: &Search) -> Result<Option<PublicInnerSet>, RepeatedError> {
        let seeds = self.seeds(search)?;
        self.as_automaton(search, search.prove(seeds))
    }

    fn as_automaton(
        &self,
        search: &Search,
        set: Vec<Proven>,
    ) -> Result<Option<PublicInnerSet>, RepeatedError> {
        if set.is_empty() {
            return Ok(None);
        }
        let automaton = search.automaton(&set, self.signals().len());
        automaton.verify(self)?;
        Ok(Some(PublicInnerSet { points: set.into_iter().map(|p| p.at).collect(), automaton }))
    }

    /// Points that generate themselves: equilibria of the stage game, triggers that fall back on them,
    /// and strongly symmetric equilibria.
    fn seeds(&self, search: &Search) -> Result<Vec<Proposal>, RepeatedError> {
        let plans = search.plans;
        let mut seeds: Vec<Proposal> = Vec::new();
        let stable: Vec<usize> = (0..plans.len()).filter(|&k| plans[k].is_stage_equilibrium()).collect();
        for &k in &stable {
            seeds.push(Proposal { at: plans[k].payoff.clone(), plan: k });
        }
        let pairs = (0..plans.len()).flat_map(|k| stable.iter().map(move |&e| (k, e)));
        for (k, e) in pairs.filter(|(k, e)| k != e).take(MOST_TRIGGERS) {
            if let Some(at) = trigger(&plans[k], &plans[e].payoff, search.discount)? {
                seeds.push(Proposal { at, plan: k });
            }
        }
        if let Ok(Some(set)) = self.symmetric_set(search.discount) {
            for value in [set.high, set.low] {
                seeds.push(Proposal { at: vec![value; self.players()], plan: 0 });
            }
        }
        Ok(seeds)
    }
}

fn enclosed(stage: &FloatStage, outer: &PublicOuter, inner: Option<&PublicInnerSet>) -> Enclosure {
    assemble(stage, &outer.set, &corners(&outer.set), &rescaled(stage, inner))
}

fn rescaled(stage: &FloatStage, inner: Option<&PublicInnerSet>) -> Vec<Vec<f64>> {
    inner.iter().flat_map(|set| &set.points).map(|p| stage.rescale(p)).collect()
}

/// The best payoff of playing a plan until a public draw, whose odds depend on the signal, turns play to
/// a stage equilibrium for ever (Green and Porter 1984); `None` if no odds deter deviations.
///
/// With odds `r(y)` and `s = sum_y p(y) r(y)` the payoff is `v = e + (1-d) (u - e) / (1 - d + d s)`, and
/// an alternative with law `q` is deterred if `gain (1 - d + d s) <= d (u_i - e_i) sum_y (q - p)(y) r(y)`:
/// linear in the odds. The least `s` is best.
fn trigger(
    plan: &Plan,
    fallback: &[Rational],
    discount: &Rational,
) -> Result<Option<Vec<Rational>>, RepeatedError> {
    let once = Rational::ONE - discount;
    let solve = || -> Result<Solution, LpError> {
        let mut program = LinearProgram::minimise();
        for &y in &plan.possible {
            program.add_variable(plan.law[y].clone(), Bounds::between(0, 1));
        }
        for other in &plan.alternatives {
            let gain = plan.gain(other);
            let stake = &plan.payoff[other.player] - &fallback[other.player];
            let terms = plan.possible.iter().enumerate().map(|(at, &y)| {
                let lost = &stake * &(&other.law[y] - &plan.law[y]) - &gain * &plan.law[y];
                (at, discount * &lost)
            });
            program.add_row("deviation", terms, Relation::AtLeast, &gain * &once)?;
        }
        program.solve(&LpOptions::default())
    };
    let Solution::Optimal(optimum) = solve()? else { return Ok(None) };
    let kept = &once + &(discount * &optimum.objective);
    let value = |(u, e): (&Rational, &Rational)| e + &(&once * (u - e) / &kept);
    Ok(Some(plan.payoff.iter().zip(fallback).map(value).collect()))
}

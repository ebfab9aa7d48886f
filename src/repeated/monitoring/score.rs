//! What patience can bring at most: the score of every direction, and the limit set.
//!
//! For a direction `h` let `k(h)` be the greatest `h . v` such that, for some profile `a` and side
//! payments `x(y)` by signal, `v = u(a) + sum_y p(y|a) x(y)`, nobody gains by deviating from `a`, and
//! `h . x(y) <= 0` for every signal. Fudenberg and Levine (1994, "Efficiency and observability with
//! long-run and short-run players", Journal of Economic Theory 62, theorem 3.1):
//!
//! * every payoff of a public perfect equilibrium satisfies `h . v <= k(h)`, at *every* discount factor;
//! * if the intersection `Q` of these half-spaces over all directions has full dimension, the sets of
//!   equilibrium payoffs fill it as players become patient.
//!
//! Each score is the best of one exact linear program per profile. Finitely many directions give a
//! superset of `Q`; it contains every equilibrium set, and where it is flat, so is `Q`, and the theorem's
//! second part does not apply: [`PublicMonitoring::patient_limit`] goes on from there.

use serde::{Deserialize, Serialize};

use super::chain::product;
use super::plan::Plan;
use super::{MonitoringError, PublicMonitoring};
use crate::exact::Rational;
use crate::game::Profile;
use crate::geometry::{HalfPlane, Polygon};
use crate::lp::{Bounds, LinearProgram, LpError, LpOptions, Relation, Solution};
use crate::repeated::polyhedral::directions::starting;
use crate::repeated::polyhedral::stage::FloatStage;
use crate::repeated::{HalfSpace, Options, RepeatedError, RepeatedGame};

/// The score of a direction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The direction.
    pub direction: Vec<Rational>,
    /// The greatest `direction . v` that any patience could support; `None` if no profile can be
    /// enforced at all: there is no equilibrium in pure actions.
    pub value: Option<Rational>,
    /// The profile that attains it (the first on ties).
    pub profile: Option<Profile>,
}

/// A superset of the equilibrium payoffs at all discount factors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LimitSet {
    /// The scores.
    pub scores: Vec<Score>,
    /// The half-spaces that they give; together with the feasible payoffs they contain every equilibrium
    /// payoff.
    pub half_spaces: Vec<HalfSpace>,
    /// Two players: the corners of the intersection, counter-clockwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vertices: Option<Vec<[Rational; 2]>>,
    /// The shape of the intersection.
    pub shape: LimitShape,
}

/// The shape of a superset of the limit set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LimitShape {
    /// Empty: there is no equilibrium in pure actions at any discount factor.
    Empty,
    /// Of lower dimension than there are players: no full-dimensional limit.
    Flat,
    /// Of full dimension (a superset's, which does not prove that the limit set has it).
    Full,
}

/// Directions are rounded to fractions with this denominator.
const DENOMINATOR: i64 = 64;

impl PublicMonitoring {
    /// The score of a direction: no public perfect equilibrium in pure actions, at any discount factor,
    /// exceeds it.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::monitoring::PublicMonitoring};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let rivals = PublicMonitoring::from_function(&stage, ["quiet", "alarm"], |profile| {
    ///     let alarm = if profile.actions() == [0, 0] { Rational::new(1, 10) } else { Rational::new(1, 2) };
    ///     vec![Rational::ONE - &alarm, alarm]
    /// })?;
    /// let welfare = rivals.score(&[Rational::ONE, Rational::ONE])?;
    /// assert_eq!(welfare.value, Some(Rational::from(5))); // not 6: the alarm does not tell who defected
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A direction with another number of entries than there are players.
    pub fn score(&self, direction: &[Rational]) -> Result<Score, RepeatedError> {
        let plans: Vec<Plan> = (0..self.stage().profiles()).map(|p| Plan::pure(self, p)).collect();
        self.score_over(&plans, direction)
    }

    /// Scores in many directions (those of the options, and the axes), and the set that they leave.
    ///
    /// # Errors
    /// A linear program whose budget ended.
    pub fn limit_set(&self, options: &Options) -> Result<LimitSet, RepeatedError> {
        let plans: Vec<Plan> = (0..self.stage().profiles()).map(|p| Plan::pure(self, p)).collect();
        let mut scores = Vec::new();
        for direction in self.short_directions(options.direction_count())? {
            scores.push(self.score_over(&plans, &direction)?);
        }
        let half_spaces: Vec<HalfSpace> = scores
            .iter()
            .filter_map(|score| {
                let bound = score.value.clone()?;
                Some(HalfSpace { normal: score.direction.clone(), bound })
            })
            .collect();
        let none = half_spaces.len() < scores.len();
        let shape = if none { LimitShape::Empty } else { self.shape_within(&half_spaces)? };
        let vertices = (self.players() == 2).then(|| {
            let feasible = (0..self.stage().profiles()).map(|p| self.stage().payoffs_at(p));
            let mut set = Polygon::hull(feasible.map(|u| [u[0].clone(), u[1].clone()]).collect());
            for h in &half_spaces {
                let normal = [h.normal[0].clone(), h.normal[1].clone()];
                set = set.within(&HalfPlane { normal, bound: h.bound.clone() });
            }
            if none { Vec::new() } else { set.into_vertices() }
        });
        Ok(LimitSet { scores, half_spaces, vertices, shape })
    }

    fn score_over(&self, plans: &[Plan], direction: &[Rational]) -> Result<Score, RepeatedError> {
        if direction.len() != self.players() {
            let (found, expected) = (direction.len(), self.players());
            return Err(MonitoringError::Count { location: "direction".into(), found, expected }.into());
        }
        let mut best: Option<(Rational, usize)> = None;
        for (profile, plan) in plans.iter().enumerate() {
            // No more than the stage payoff: payments only go against the direction.
            let hope: Rational = product(direction, &plan.payoff);
            if best.as_ref().is_some_and(|(value, _)| hope <= *value) {
                continue;
            }
            if let Some(value) = score_of(plan, direction, &[])?
                && best.as_ref().is_none_or(|(old, _)| value > *old)
            {
                best = Some((value, profile));
            }
        }
        let (value, profile) = best.unzip();
        let profile = profile.map(|p| self.stage().profile(p));
        Ok(Score { direction: direction.to_vec(), value, profile })
    }

    /// Axes and well-spread directions as short fractions, in units of the payoff ranges.
    pub(super) fn short_directions(&self, count: usize) -> Result<Vec<Vec<Rational>>, RepeatedError> {
        let n = self.players();
        // Any discount factor: directions depend on the feasible payoffs alone.
        let stage = FloatStage::of(&RepeatedGame::new(self.stage().clone(), Rational::new(1, 2))?);
        let axes = (0..2 * n).map(|at| {
            let mut normal = vec![0.0; n];
            normal[at / 2] = if at % 2 == 0 { 1.0 } else { -1.0 };
            normal
        });
        let mut list: Vec<Vec<Rational>> = Vec::new();
        for normal in axes.chain(starting(&stage, count)) {
            // The longest entry becomes one, so that simple ratios stay simple.
            let longest = normal.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
            let short =
                |x: f64| Rational::new((x / longest * DENOMINATOR as f64).round() as i64, DENOMINATOR);
            let direction: Vec<Rational> =
                normal.iter().enumerate().map(|(i, &x)| short(x) / stage.range(i)).collect();
            if !list.contains(&direction) {
                list.push(direction);
            }
        }
        Ok(list)
    }

    /// The shape of the feasible payoffs within half-spaces: the largest amount by which all of them can
    /// be tightened, payoffs kept in the box of the stage.
    fn shape_within(&self, half_spaces: &[HalfSpace]) -> Result<LimitShape, RepeatedError> {
        let n = self.players();
        let mut program = LinearProgram::maximise();
        for i in 0..n {
            let (low, high) = self.stage().payoff_range(i);
            program.add_variable(0, Bounds::between(low, high));
        }
        let room = program.add_variable(1, Bounds::between(0, 1));
        for h in half_spaces {
            let terms = h.normal.iter().cloned().enumerate().chain([(room, Rational::ONE)]);
            program.add_row("half-space", terms, Relation::AtMost, h.bound.clone())?;
        }
        Ok(match program.solve(&LpOptions::default())? {
            Solution::Optimal(optimum) if optimum.objective.is_positive() => LimitShape::Full,
            Solution::Optimal(_) => LimitShape::Flat,
            _ => LimitShape::Empty,
        })
    }
}

/// `k(a, h)` with payments orthogonal to some normals; `None` if none of those that never go in the
/// direction enforces the plan.
pub(super) fn score_of(
    plan: &Plan,
    direction: &[Rational],
    normals: &[Vec<Rational>],
) -> Result<Option<Rational>, LpError> {
    if plan.is_stage_equilibrium() {
        return Ok(Some(product(direction, &plan.payoff)));
    }
    let n = direction.len();
    let column = |at: usize, i: usize| at * n + i;
    let mut program = LinearProgram::maximise();
    for &y in &plan.possible {
        for h in direction {
            program.add_variable(h * &plan.law[y], Bounds::free());
        }
    }
    for at in 0..plan.possible.len() {
        let terms = (0..n).map(|i| (column(at, i), direction[i].clone()));
        program.add_row("no help", terms, Relation::AtMost, 0)?;
        for normal in normals {
            let terms = (0..n).map(|i| (column(at, i), normal[i].clone()));
            program.add_row("along", terms, Relation::Equal, 0)?;
        }
    }
    for other in &plan.alternatives {
        let tell = |(at, &y): (usize, &usize)| (column(at, other.player), &plan.law[y] - &other.law[y]);
        let terms = plan.possible.iter().enumerate().map(tell);
        program.add_row("deviation", terms, Relation::AtLeast, plan.gain(other))?;
    }
    Ok(match program.solve(&LpOptions::default())? {
        Solution::Optimal(optimum) => Some(optimum.objective + product(direction, &plan.payoff)),
        // Bounded by the stage payoff: the only other verdict is that nothing enforces the profile.
        _ => None,
    })
}

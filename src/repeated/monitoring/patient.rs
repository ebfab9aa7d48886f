//! The limit set for patient players where it is flat.
//!
//! Fudenberg and Levine (1994) describe the limit of the equilibrium payoffs by scores if the set that the
//! scores leave has full dimension. Fudenberg, Levine and Takahashi (2007, "Perfect public equilibrium when
//! players are patient", Games and Economic Behavior 61) do without. Let `X` be an affine space that
//! contains all equilibrium payoffs, at any discount factor. Continuations then lie in `X` as well: in the
//! score of a direction only profiles whose stage payoff lies in `X` count, with side payments along `X`.
//!
//! * The set `Q(X)` that these scores leave in `X` contains all equilibrium payoffs.
//! * If `Q(X)` has the dimension of `X`, the equilibrium payoffs fill it as players become patient.
//! * If not, the affine hull of `Q(X)`, which is smaller, takes the place of `X`.
//!
//! The first `X` is the affine hull of the stage payoffs, and after as many rounds as there are players
//! the second case holds or nothing is left. A point is left as it is if a stage equilibrium pays it. In
//! one dimension there are two directions, and `Q(X)` is exact; in more, finitely many directions give a
//! superset `Q'` of `Q(X)`, whose hull still contains all equilibrium payoffs, so that every round is
//! sound; but the last superset may be larger than the limit. (In pure strategies the limit is a polytope:
//! Hoerner, Takahashi and Vieille 2014.) All numbers are exact.
//!
//! Restrictions on strategies are restrictions on profiles and on the first `X`: strongly symmetric
//! equilibria are the profiles in which all do the same, and payoffs on the diagonal (their section on
//! symmetric equilibria; the loss is that of Abreu, Milgrom and Pearce 1991).

use serde::{Deserialize, Serialize};

use super::PublicMonitoring;
use super::chain::product;
use super::linear::{orthogonal, rank, reduce};
use super::plan::Plan;
use super::score::{Score, score_of};
use crate::exact::Rational;
use crate::geometry::{HalfPlane, Polygon};
use crate::lp::{Bounds, LinearProgram, LpError, LpOptions, Relation, Solution};
use crate::repeated::{HalfSpace, Options, RepeatedError};

/// An equation `normal . x = value`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Equation {
    /// The coefficients.
    pub normal: Vec<Rational>,
    /// The right-hand side.
    pub value: Rational,
}

/// A round: an affine space that contains all equilibrium payoffs, and the scores within it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LimitRound {
    /// The space, by independent equations.
    pub space: Vec<Equation>,
    /// Its dimension.
    pub dimension: usize,
    /// Scores of directions along the space.
    pub scores: Vec<Score>,
}

/// What equilibria pay to ever more patient players.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatientLimit {
    /// The rounds, each in a smaller space than the one before.
    pub rounds: Vec<LimitRound>,
    /// The dimension of the set; `None` if it is empty: there is no equilibrium at any discount factor.
    pub dimension: Option<usize>,
    /// The corners of the set: of a point, a segment, or two players' polygon; `None` for others.
    pub corners: Option<Vec<Vec<Rational>>>,
    /// Whether the set is the limit itself; else it contains it.
    pub exact: bool,
}

impl PublicMonitoring {
    /// The limit of the payoffs of public perfect equilibria in pure actions as players become patient,
    /// also where it is flat; it contains the equilibrium payoffs of every discount factor.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::{Options, monitoring::PublicMonitoring}};
    /// // Common interests: meet here for 2 or there for 1.
    /// let same = [[2.0, 0.0], [0.0, 1.0]];
    /// let seen = PublicMonitoring::perfect(&Game::bimatrix(&same, &same)?)?;
    /// let limit = seen.patient_limit(&Options::default().directions(8))?;
    /// let at = |n: i64| vec![Rational::from(n); 2];
    /// assert_eq!((limit.dimension, limit.exact), (Some(1), true));
    /// assert_eq!(limit.corners, Some(vec![at(1), at(2)])); // patience never brings less than 1
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A linear program whose budget ended.
    pub fn patient_limit(&self, options: &Options) -> Result<PatientLimit, RepeatedError> {
        let stage = self.stage();
        let plans: Vec<Plan> = (0..stage.profiles()).map(|p| Plan::pure(self, p)).collect();
        let first = stage.payoffs_at(0);
        let apart = |p: usize| stage.payoffs_at(p).iter().zip(first).map(|(a, b)| a - b).collect();
        let normals = orthogonal((1..stage.profiles()).map(apart).collect(), self.players());
        let space = normals.into_iter().map(|normal| Equation { value: product(&normal, first), normal });
        let directions = self.short_directions(options.direction_count())?;
        self.limit_within(&plans, space.collect(), &directions)
    }

    /// The limit of the payoffs of strongly symmetric equilibria, in which all do the same after every
    /// history, exactly.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::monitoring::PublicMonitoring};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let rivals = PublicMonitoring::from_function(&stage, ["quiet", "alarm"], |profile| {
    ///     let alarm = if profile.actions() == [0, 0] { Rational::new(1, 10) } else { Rational::new(1, 2) };
    ///     vec![Rational::ONE - &alarm, alarm]
    /// })?;
    /// let limit = rivals.patient_symmetric_limit()?;
    /// let half = |n: i64| vec![Rational::new(n, 2); 2];
    /// assert_eq!(limit.corners, Some(vec![half(2), half(5)])); // 3 - (5 - 3) (1/10) / (2/5)
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`PublicMonitoring::symmetric_set`] but for the discount factor.
    pub fn patient_symmetric_limit(&self) -> Result<PatientLimit, RepeatedError> {
        let plans = self.common_actions()?;
        let space = (1..self.players()).map(|i| {
            let mut normal = vec![Rational::ZERO; self.players()];
            (normal[0], normal[i]) = (Rational::ONE, -Rational::ONE);
            Equation { normal, value: Rational::ZERO }
        });
        self.limit_within(&plans, space.collect(), &[])
    }

    /// The rounds from an affine space on.
    fn limit_within(
        &self,
        plans: &[Plan],
        mut space: Vec<Equation>,
        directions: &[Vec<Rational>],
    ) -> Result<PatientLimit, RepeatedError> {
        let n = self.players();
        let mut rounds = Vec::new();
        let nothing =
            |rounds| PatientLimit { rounds, dimension: None, corners: Some(Vec::new()), exact: true };
        loop {
            let inside: Vec<&Plan> = plans
                .iter()
                .filter(|plan| space.iter().all(|e| product(&e.normal, &plan.payoff) == e.value))
                .collect();
            let normals: Vec<Vec<Rational>> = space.iter().map(|e| e.normal.clone()).collect();
            let along = orthogonal(normals.clone(), n);
            let dimension = along.len();
            if dimension == 0 {
                rounds.push(LimitRound { space, dimension, scores: Vec::new() });
                let stable = inside.iter().find(|plan| plan.is_stage_equilibrium());
                return Ok(match stable {
                    None => nothing(rounds),
                    Some(plan) => PatientLimit {
                        rounds,
                        dimension: Some(0),
                        corners: Some(vec![plan.payoff.clone()]),
                        exact: true,
                    },
                });
            }
            let list: Vec<Vec<Rational>> = if dimension == 1 {
                vec![along[0].clone(), along[0].iter().map(|x| -x).collect()]
            } else {
                let varies = |h: &&Vec<Rational>| along.iter().any(|b| !product(h, b).is_zero());
                directions.iter().filter(varies).cloned().collect()
            };
            let mut scores = Vec::with_capacity(list.len());
            for direction in list {
                let mut best: Option<(Rational, &Plan)> = None;
                for plan in &inside {
                    let hope = product(&direction, &plan.payoff);
                    if best.as_ref().is_some_and(|(value, _)| hope <= *value) {
                        continue;
                    }
                    if let Some(value) = score_of(plan, &direction, &normals)?
                        && best.as_ref().is_none_or(|(old, _)| value > *old)
                    {
                        best = Some((value, plan));
                    }
                }
                let (value, plan) = best.unzip();
                let profile = plan.and_then(Plan::actions);
                scores.push(Score { direction, value, profile });
            }
            let spaces: Vec<HalfSpace> = scores
                .iter()
                .filter_map(|score| {
                    Some(HalfSpace { normal: score.direction.clone(), bound: score.value.clone()? })
                })
                .collect();
            let none = spaces.len() < scores.len();
            let tight = if none { None } else { tight(n, &space, &spaces)? };
            rounds.push(LimitRound { space: space.clone(), dimension, scores });
            let Some(tight) = tight else { return Ok(nothing(rounds)) };
            if tight.is_empty() {
                let base = inside.first().map(|plan| plan.payoff.clone()).unwrap_or_default();
                return Ok(PatientLimit {
                    corners: corners(&space, &spaces, &along, &base, self.stage_hull()),
                    rounds,
                    dimension: Some(dimension),
                    exact: dimension == 1,
                });
            }
            for at in tight {
                let HalfSpace { normal, bound } = &spaces[at];
                let mut rows: Vec<Vec<Rational>> = space.iter().map(|e| e.normal.clone()).collect();
                rows.push(normal.clone());
                if rank(rows) > space.len() {
                    space.push(Equation { normal: normal.clone(), value: bound.clone() });
                }
            }
            space = tidy(space);
        }
    }

    /// Two players: the feasible payoffs.
    fn stage_hull(&self) -> Option<Polygon<Rational>> {
        let points = || (0..self.stage().profiles()).map(|p| self.stage().payoffs_at(p));
        (self.players() == 2).then(|| Polygon::hull(points().map(|u| [u[0].clone(), u[1].clone()]).collect()))
    }
}

/// The half-spaces that hold with equality all over the set; `None` if the set is empty.
///
/// For a point `x` of the relative interior, all slacks that can be positive are. Scaled up by some `t`
/// all of these reach one: the greatest sum of slacks counted up to one, at `t x`, shows which they are.
fn tight(players: usize, space: &[Equation], spaces: &[HalfSpace]) -> Result<Option<Vec<usize>>, LpError> {
    let mut program = LinearProgram::maximise();
    for _ in 0..players {
        program.add_variable(0, Bounds::free());
    }
    let scale = program.add_variable(0, Bounds::at_least(1));
    let slacks: Vec<usize> = spaces.iter().map(|_| program.add_variable(1, Bounds::between(0, 1))).collect();
    for e in space {
        let terms = e.normal.iter().cloned().enumerate().chain([(scale, -&e.value)]);
        program.add_row("space", terms, Relation::Equal, 0)?;
    }
    for (h, &slack) in spaces.iter().zip(&slacks) {
        let terms = h.normal.iter().cloned().enumerate();
        let terms = terms.chain([(slack, Rational::ONE), (scale, -&h.bound)]);
        program.add_row("half-space", terms, Relation::AtMost, 0)?;
    }
    let Solution::Optimal(optimum) = program.solve_exact(&LpOptions::default())? else { return Ok(None) };
    Ok(Some((0..spaces.len()).filter(|&at| optimum.primal[slacks[at]].is_zero()).collect()))
}

/// Equations in reduced form.
fn tidy(space: Vec<Equation>) -> Vec<Equation> {
    let rows = space.into_iter().map(|mut e| {
        e.normal.push(e.value);
        e.normal
    });
    let (rows, _) = reduce(rows.collect());
    let equation = |mut row: Vec<Rational>| {
        let value = row.pop().unwrap_or_default();
        Equation { normal: row, value }
    };
    rows.into_iter().map(equation).collect()
}

/// The corners of the set that half-spaces leave of a space.
fn corners(
    space: &[Equation],
    spaces: &[HalfSpace],
    along: &[Vec<Rational>],
    base: &[Rational],
    feasible: Option<Polygon<Rational>>,
) -> Option<Vec<Vec<Rational>>> {
    if let [direction] = along {
        let mut ends: Vec<Vec<Rational>> = spaces
            .iter()
            .filter_map(|h| {
                // base + s direction on the border.
                let s = (&h.bound - &product(&h.normal, base)).checked_div(&product(&h.normal, direction))?;
                Some(base.iter().zip(direction).map(|(x, b)| x + &(&s * b)).collect())
            })
            .collect();
        ends.sort();
        ends.dedup();
        return Some(ends);
    }
    let mut set = feasible.filter(|_| space.is_empty())?;
    for h in spaces {
        let normal = [h.normal[0].clone(), h.normal[1].clone()];
        set = set.within(&HalfPlane { normal, bound: h.bound.clone() });
    }
    Some(set.into_vertices().into_iter().map(|v| v.to_vec()).collect())
}

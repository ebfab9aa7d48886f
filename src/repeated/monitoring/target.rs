//! What is asked of equilibria with hidden actions, and what contradicts it.

use serde::{Deserialize, Serialize};

use super::chain::{PublicChain, product};
use super::{MonitoringError, PublicMonitoring};
use crate::exact::Rational;
use crate::lp::{Bounds, LinearProgram, LpError, LpOptions, Relation, Solution};
use crate::repeated::automaton::Branch;
use crate::repeated::{HalfSpace, RepeatedError};

/// What some equilibrium is asked to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PublicTarget {
    /// Exactly this.
    Payoff(Vec<Rational>),
    /// At least this to every player.
    AtLeast(Vec<Rational>),
    /// At least this sum.
    Welfare(Rational),
}

/// A proof that no equilibrium meets a target: a chain of outer sets, and weights of its last bounds.
///
/// The weighted bounds add up to one inequality `h . x <= c` that all equilibrium payoffs satisfy. A payoff
/// is excluded if it violates it; payoffs that are all at least `t` if `h >= 0` and `h . t > c`; a sum if
/// `h` has equal entries `1` and `c` is less. An empty chain excludes everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicRefutation {
    /// The outer sets.
    pub chain: PublicChain,
    /// `(direction, weight)`.
    pub weights: Vec<(usize, Rational)>,
}

impl PublicTarget {
    pub(super) fn check(&self, players: usize) -> Result<(), RepeatedError> {
        match self {
            Self::Payoff(list) | Self::AtLeast(list) if list.len() != players => {
                let (location, found) = ("target".into(), list.len());
                Err(MonitoringError::Count { location, found, expected: players }.into())
            }
            _ => Ok(()),
        }
    }

    /// Whether one payoff meets it.
    fn is_met_by(&self, payoff: &[Rational]) -> bool {
        match self {
            Self::Payoff(target) => target == payoff,
            Self::AtLeast(target) => payoff.iter().zip(target).all(|(x, t)| x >= t),
            Self::Welfare(level) => payoff.iter().sum::<Rational>() >= *level,
        }
    }

    /// A lottery over points whose mean meets the target.
    pub(super) fn lottery(&self, points: &[Vec<Rational>]) -> Result<Option<Vec<Branch>>, LpError> {
        let sure = |state| vec![Branch { state, probability: Rational::ONE }];
        if let Some(at) = points.iter().position(|point| self.is_met_by(point)) {
            return Ok(Some(sure(at)));
        }
        let list = match self {
            Self::Welfare(_) => return Ok(None),
            Self::Payoff(list) | Self::AtLeast(list) => list,
        };
        let mut program = LinearProgram::maximise();
        for _ in points {
            program.add_variable(0, Bounds::non_negative());
        }
        let ones = (0..points.len()).map(|at| (at, Rational::ONE));
        program.add_row("lottery", ones, Relation::Equal, 1)?;
        let relation = if matches!(self, Self::Payoff(_)) { Relation::Equal } else { Relation::AtLeast };
        for (i, goal) in list.iter().enumerate() {
            let terms = points.iter().enumerate().map(|(at, point)| (at, point[i].clone()));
            program.add_row("mean", terms, relation, goal.clone())?;
        }
        let Solution::Optimal(optimum) = program.solve_exact(&LpOptions::default())? else { return Ok(None) };
        let used = optimum.primal.into_iter().enumerate().filter(|(_, weight)| !weight.is_zero());
        Ok(Some(used.map(|(state, probability)| Branch { state, probability }).collect()))
    }

    /// Weights of half-spaces that contradict the target; `None` if they do not.
    pub(super) fn contradiction(
        &self,
        spaces: &[HalfSpace],
    ) -> Result<Option<Vec<(usize, Rational)>>, LpError> {
        if let Self::Payoff(target) = self {
            let outside = |h: &HalfSpace| product(&h.normal, target) > h.bound;
            return Ok(spaces.iter().position(outside).map(|at| vec![(at, Rational::ONE)]));
        }
        let players = spaces.first().map_or(0, |h| h.normal.len());
        // The least bound on the sum, or on the weighted excess over the target.
        let mut program = LinearProgram::minimise();
        for h in spaces {
            program.add_variable(h.bound.clone(), Bounds::non_negative());
        }
        let column = |i: usize| spaces.iter().enumerate().map(move |(at, h)| (at, h.normal[i].clone()));
        match self {
            Self::AtLeast(target) => {
                let weights: Vec<usize> =
                    target.iter().map(|t| program.add_variable(-t, Bounds::non_negative())).collect();
                for (i, &weight) in weights.iter().enumerate() {
                    let terms = column(i).chain([(weight, -Rational::ONE)]);
                    program.add_row("player", terms, Relation::Equal, 0)?;
                }
                let ones = weights.iter().map(|&at| (at, Rational::ONE));
                program.add_row("length", ones, Relation::Equal, 1)?;
            }
            _ => {
                for i in 0..players {
                    program.add_row("player", column(i), Relation::Equal, 1)?;
                }
            }
        }
        let Solution::Optimal(optimum) = program.solve_exact(&LpOptions::default())? else { return Ok(None) };
        let excluded = match self {
            Self::Welfare(level) => optimum.objective < *level,
            _ => optimum.objective.is_negative(),
        };
        let weights = optimum.primal.into_iter().take(spaces.len()).enumerate();
        Ok(excluded.then(|| weights.filter(|(_, weight)| !weight.is_zero()).collect()))
    }
}

impl PublicRefutation {
    /// Checks the chain, and that its last bounds contradict the target.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn verify(
        &self,
        monitoring: &PublicMonitoring,
        target: &PublicTarget,
    ) -> Result<(), MonitoringError> {
        self.chain.verify(monitoring)?;
        if self.chain.empty {
            return Ok(());
        }
        let unproven = || MonitoringError::Unproven { location: "weights".into() };
        let bounds = self.chain.bounds();
        let mut normal = vec![Rational::ZERO; monitoring.players()];
        let mut bound = Rational::ZERO;
        for (l, weight) in &self.weights {
            let own = self.chain.normals.get(*l).filter(|_| !weight.is_negative()).ok_or_else(unproven)?;
            bound += weight * &bounds[*l];
            normal.iter_mut().zip(own).for_each(|(sum, h)| *sum += weight * h);
        }
        let excluded = match target {
            PublicTarget::Payoff(target) => product(&normal, target) > bound,
            PublicTarget::AtLeast(target) => {
                normal.iter().all(|h| !h.is_negative()) && product(&normal, target) > bound
            }
            PublicTarget::Welfare(level) => normal.iter().all(|h| *h == Rational::ONE) && *level > bound,
        };
        if excluded { Ok(()) } else { Err(unproven()) }
    }
}

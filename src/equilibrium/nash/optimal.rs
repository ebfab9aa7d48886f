//! The Nash equilibrium that is best for an objective, with a proof that none is better.
//!
//! The set of equilibria of a two-player game is a finite union of products of polytopes `X x Y`. On each,
//! row's payoff depends linearly on `y` alone and column's on `x` alone, so that every weighted sum of
//! payoffs, and the smaller of the two, is largest at a pair of corners: at an extreme equilibrium. So is
//! the probability of an outcome, which is linear in either strategy. Where
//! the complete list is quick to have, it is the proof. Where it is not, [`branch_and_bound`] searches
//! over the complementarity conditions: every action is either not played or a best reply (the
//! mixed-integer formulation of Sandholm, Gilpin and Conitzer 2005, "Mixed-integer programming methods
//! for finding Nash equilibria", its first one with regrets). Every bound is that of a certified linear
//! program in exact arithmetic, so that the optimum is proven, not merely reported.

use serde::Serialize;

use super::branching::Search;
use super::result::{Method, NashEquilibrium};
use super::solve::{NashOptions, extreme_equilibria, first_equilibrium};
use super::support::support_enumeration;
use crate::equilibrium::correlated::{Aim, Goal as PlanGoal};
use crate::equilibrium::{EquilibriumError, Objective};
use crate::exact::{Rational, Scalar};
use crate::game::Game;
use crate::lp::LpError;

/// Up to this many actions of both players the complete list is the quickest proof.
const LISTABLE_ACTIONS: usize = 28;
/// So it is where one player has at most this many.
const LISTABLE_SIDE: usize = 3;

/// What makes an equilibrium better than another.
#[derive(Debug, Clone, PartialEq)]
pub enum NashObjective {
    /// Payoffs: their sum, one player's, the smaller one (egalitarian selection), weights.
    Payoffs(Objective),
    /// Few actions in the two supports together.
    SmallestSupport,
}

impl From<Objective> for NashObjective {
    fn from(objective: Objective) -> Self {
        NashObjective::Payoffs(objective)
    }
}

/// An equilibrium and how far it is proven to be the best.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptimalNash {
    /// The best equilibrium found; exact.
    pub equilibrium: NashEquilibrium,
    /// Its value.
    pub value: Rational,
    /// `[low, high]` with the optimum between them; equal where optimality is proven. The equilibrium
    /// attains one of them.
    pub bounds: [Rational; 2],
    /// How it was found and proven.
    pub method: Method,
    /// Equilibria listed, nodes of the search, or pairs of supports with equilibria, after the method.
    pub examined: usize,
}

impl OptimalNash {
    /// Whether no equilibrium is better, proven.
    pub fn is_proven(&self) -> bool {
        self.bounds[0] == self.bounds[1]
    }
}

/// The best equilibrium of a two-player game: from the complete list of extreme equilibria where the
/// game is small, else by [`branch_and_bound`]; the smallest supports by support enumeration. Among
/// equally good ones of a list the first is returned.
///
/// ```
/// use detente::{Game, equilibrium::Objective, equilibrium::nash::{NashOptions, optimal_equilibrium}};
/// let hunt = Game::<f64>::bimatrix(&[[4.0, 0.0], [3.0, 3.0]], &[[4.0, 3.0], [0.0, 3.0]])?;
/// let best = optimal_equilibrium(&hunt, &Objective::Welfare.into(), &NashOptions::default())?;
/// assert!(best.is_proven() && best.value == 8.into());
/// let worst = optimal_equilibrium(&hunt, &Objective::MinWelfare.into(), &NashOptions::default())?;
/// assert_eq!(worst.value, 6.into());
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// If the game does not have two players, the objective does not fit it, or the time ended before any
/// equilibrium was found.
pub fn optimal_equilibrium<T: Scalar>(
    game: &Game<T>,
    objective: &NashObjective,
    options: &NashOptions,
) -> Result<OptimalNash, EquilibriumError> {
    game.expect_two_players("the best Nash equilibrium")?;
    let NashObjective::Payoffs(payoffs) = objective else { return smallest_support(game, options) };
    let shape = game.shape();
    if shape[0] + shape[1] > LISTABLE_ACTIONS && shape[0].min(shape[1]) > LISTABLE_SIDE {
        return branch_and_bound(game, payoffs, options);
    }
    best_of_list(game, &Goal::new(payoffs)?, options)
}

fn best_of_list<T: Scalar>(
    game: &Game<T>,
    goal: &Goal,
    options: &NashOptions,
) -> Result<OptimalNash, EquilibriumError> {
    let list = extreme_equilibria(game, options)?;
    let scored = list.equilibria.iter().map(|equilibrium| (goal.score(equilibrium), equilibrium));
    let best = scored.reduce(|best, other| if other.0 > best.0 { other } else { best });
    let (score, best) = best.ok_or_else(out_of_time)?;
    let bound = if list.complete { score } else { goal.most(&game.as_exact()) };
    Ok(goal.report(best.clone(), bound, list.method, list.equilibria.len()))
}

/// The best equilibrium by branch and bound over the complementarity conditions, whatever the game's
/// size. If the time ends first, the best equilibrium so far and proven bounds of the optimum. (An
/// objective on outcomes is no linear function of the payoffs: for it the complete list is made.)
///
/// # Errors
/// As [`optimal_equilibrium`].
pub fn branch_and_bound<T: Scalar>(
    game: &Game<T>,
    objective: &Objective,
    options: &NashOptions,
) -> Result<OptimalNash, EquilibriumError> {
    game.expect_two_players("the best Nash equilibrium")?;
    let game = game.as_exact();
    let goal = Goal::new(objective)?;
    if goal.is_of_outcomes() {
        return best_of_list(&*game, &goal, options);
    }
    let first = first_equilibrium(&*game, options)?.equilibria.into_iter().next();
    let mut search = Search::new(&game, &goal, first, options);
    search.run()?;
    let bound = search.bound();
    let nodes = search.nodes();
    let best = search.best().ok_or_else(out_of_time)?;
    Ok(goal.report(best, bound, Method::BranchAndBound, nodes))
}

fn smallest_support<T: Scalar>(
    game: &Game<T>,
    options: &NashOptions,
) -> Result<OptimalNash, EquilibriumError> {
    // Supports come in the order of their total size: the first is the smallest.
    let first = support_enumeration(game, options)?.next().ok_or_else(out_of_time)?;
    let size = Rational::from(first.equilibrium.supports().iter().map(Vec::len).sum::<usize>());
    Ok(OptimalNash {
        equilibrium: first.equilibrium,
        value: size.clone(),
        bounds: [size.clone(), size],
        method: Method::SupportEnumeration,
        examined: 1,
    })
}

fn out_of_time() -> EquilibriumError {
    let limit = "the time limit is reached before any equilibrium was found".into();
    LpError::Budget { limit, lower: None, upper: None }.into()
}

/// An objective as a score to be made large.
#[derive(Debug)]
pub(super) struct Goal(PlanGoal);

impl Goal {
    fn new(objective: &Objective) -> Result<Self, EquilibriumError> {
        objective.goal(2).map(Goal)
    }

    /// The weights of the payoffs in the score; `None` if it is the smaller payoff. Only for objectives
    /// that depend on payoffs alone.
    pub(super) fn weights(&self) -> Option<&[Rational]> {
        match &self.0.aim {
            Aim::Payoffs(weights) => Some(weights),
            Aim::Outcomes(_) | Aim::Least => None,
        }
    }

    fn is_of_outcomes(&self) -> bool {
        matches!(self.0.aim, Aim::Outcomes(_))
    }

    /// The larger the better.
    pub(super) fn score(&self, equilibrium: &NashEquilibrium) -> Rational {
        match &self.0.aim {
            Aim::Payoffs(weights) => weights.iter().zip(&equilibrium.payoffs).map(|(w, u)| w * u).sum(),
            Aim::Least => equilibrium.payoffs.iter().min().cloned().unwrap_or_default(),
            Aim::Outcomes(values) => {
                let [row, column] = [0, 1].map(|player| equilibrium.strategies[player].probabilities());
                let line = |(i, p): (usize, &Rational)| -> Rational {
                    let values = &values[i * column.len()..][..column.len()];
                    p * values.iter().zip(column).map(|(v, q)| v * q).sum::<Rational>()
                };
                row.iter().enumerate().filter(|(_, p)| !p.is_zero()).map(line).sum()
            }
        }
    }

    /// A bound on the score of every pair of strategies.
    pub(super) fn most(&self, game: &Game<Rational>) -> Rational {
        match &self.0.aim {
            Aim::Payoffs(weights) => {
                let score = |index| game.payoffs_at(index).iter().zip(weights).map(|(u, w)| u * w).sum();
                (0..game.profiles()).map(score).max().unwrap_or_default()
            }
            // Of a mixture both payoffs may exceed the smaller one at every profile.
            Aim::Least => game.payoff_range(0).1.min(game.payoff_range(1).1),
            Aim::Outcomes(values) => values.iter().max().cloned().unwrap_or_default(),
        }
    }

    /// The result with an equilibrium and a bound on every other one's score.
    fn report(
        &self,
        equilibrium: NashEquilibrium,
        bound: Rational,
        method: Method,
        examined: usize,
    ) -> OptimalNash {
        let score = self.score(&equilibrium);
        let [value, _] = self.0.bounds(&[score.clone(), score.clone()]);
        let bounds = self.0.bounds(&[score.clone(), bound.max(score)]);
        OptimalNash { equilibrium, value, bounds, method, examined }
    }
}

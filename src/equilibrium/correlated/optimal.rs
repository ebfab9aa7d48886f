//! The best correlated and coarse correlated equilibria for a linear objective.

use serde::{Deserialize, Serialize};

use super::objective::Objective;
use super::program::Plan;
use crate::equilibrium::{Concept, Deviation, Distribution, EquilibriumError};
use crate::exact::{Rational, Scalar};
use crate::game::Game;
use crate::lp::LpOptions;

/// A binding incentive constraint and its price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BindingConstraint {
    /// The deviation that is just deterred.
    #[serde(flatten)]
    pub deviation: Deviation,
    /// How much better the objective would be per unit by which the constraint is relaxed; positive.
    pub price: Rational,
}

/// An optimal (coarse) correlated equilibrium.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptimalCorrelated {
    /// The optimal value of the objective, if the bounds meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Rational>,
    /// Proven bounds `[low, high]` of the optimal value; the distribution attains one of them.
    pub bounds: [Rational; 2],
    /// The mediator's plan.
    pub distribution: Distribution,
    /// Every player's expected payoff under the plan.
    pub payoffs: Vec<Rational>,
    /// The incentive constraints that cost something, in order of player and actions.
    pub binding: Vec<BindingConstraint>,
    /// For the maximin objective, how much each player's payoff weighs where the least is raised: the
    /// plan is also best for the payoffs weighted like this. Empty for other objectives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Rational>,
}

/// The best equilibrium of a concept for an objective, any number of players.
///
/// The prices in [`OptimalCorrelated::binding`] prove the bound: whatever prices `y >= 0` one puts on
/// the deviations `k`, no equilibrium has a value above the largest `f(a) - sum_k y_k gain_k(a)` over the
/// profiles `a` (weak duality).
///
/// ```
/// use detente::{Game, Rational, equilibrium::{Concept, Objective, optimal_correlated}, lp::LpOptions};
/// // Chicken (Aumann 1974): the mediator beats every mixture of Nash equilibria.
/// let chicken = Game::bimatrix(&[[6.0, 2.0], [7.0, 0.0]], &[[6.0, 7.0], [2.0, 0.0]])?;
/// let best = optimal_correlated(&chicken, Concept::Correlated, &Objective::Welfare, &LpOptions::default())?;
/// assert_eq!(best.value, Some(Rational::new(21, 2)));
/// assert_eq!(best.distribution.entries().len(), 3);
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// An objective that does not fit the game, a game too large for the program, or a budget that ended.
pub fn optimal_correlated<T: Scalar>(
    game: &Game<T>,
    concept: Concept,
    objective: &Objective,
    options: &LpOptions,
) -> Result<OptimalCorrelated, EquilibriumError> {
    let game = game.to_exact();
    let goal = objective.goal(game.players())?;
    let mut plan = Plan::new(&game, concept)?;
    let costs = goal.costs((0..game.profiles()).map(|index| game.payoffs_at(index)))?;
    let (best, distribution) = match &costs {
        Some(costs) => plan.maximise(costs, options)?,
        None => plan.maximise_least(options)?,
    };
    let bounds = goal.bounds(&best.bounds);
    let value = (bounds[0] == bounds[1]).then(|| bounds[0].clone());
    let payoffs = distribution.payoffs(&game)?;
    let (binding, shares) = (plan.binding(&best), plan.shares(&best));
    Ok(OptimalCorrelated { value, bounds, distribution, payoffs, binding, shares })
}

impl OptimalCorrelated {
    /// Checks the result from first principles: that no deviation pays under the plan, that the plan
    /// attains one bound, and that the prices prove the other (see [`optimal_correlated`]).
    ///
    /// ```
    /// use detente::{Game, equilibrium::{Concept, Objective, optimal_correlated}, lp::LpOptions};
    /// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let best = optimal_correlated(&game, Concept::Coarse, &Objective::Maximin, &LpOptions::default())?;
    /// best.verify(&game, Concept::Coarse, &Objective::Maximin)?;
    /// assert!(best.verify(&game, Concept::Coarse, &Objective::MinWelfare).is_err());
    /// # Ok::<(), detente::Error>(())
    /// ```
    ///
    /// # Errors
    /// What does not hold, or a game or an objective that the result does not fit.
    pub fn verify(
        &self,
        game: &Game<Rational>,
        concept: Concept,
        objective: &Objective,
    ) -> Result<(), EquilibriumError> {
        if let Some(violation) = self.distribution.violations(game, concept)?.first() {
            return Err(false_evidence(violation.to_string()));
        }
        if self.distribution.payoffs(game)? != self.payoffs {
            return Err(false_evidence("the plan pays something else".into()));
        }
        let goal = objective.goal(game.players())?;
        let outcomes = || (0..game.profiles()).map(|index| game.payoffs_at(index));
        let (attained, numbers) = match goal.costs(outcomes())? {
            Some(numbers) => {
                let mut value = Rational::ZERO;
                for entry in self.distribution.entries() {
                    value += &entry.probability * &numbers[game.index(&entry.profile)?];
                }
                (value, numbers)
            }
            None => {
                let whole: Rational = self.shares.iter().sum();
                if whole != Rational::ONE || self.shares.iter().any(Rational::is_negative) {
                    return Err(false_evidence("the players' shares are no weights".into()));
                }
                let weighted = Objective::Weights(self.shares.clone()).goal(game.players())?;
                let least = self.payoffs.iter().min().cloned().unwrap_or_default();
                (least, weighted.costs(outcomes())?.unwrap_or_default())
            }
        };
        let charges = charges(&self.binding, game, concept)?;
        let proven = numbers.iter().zip(&charges).map(|(number, charge)| number - charge).max();
        let [low, high] = goal.bounds(&[attained, proven.unwrap_or_default()]);
        if low < self.bounds[0] || high > self.bounds[1] {
            let [stated_low, stated_high] = &self.bounds;
            let what = format!("[{low}, {high}] is proven, not [{stated_low}, {stated_high}]");
            return Err(false_evidence(what));
        }
        Ok(())
    }
}

/// What prices of deviations take off at each profile: the sum of price times gain.
pub(super) fn charges(
    prices: &[BindingConstraint],
    game: &Game<Rational>,
    concept: Concept,
) -> Result<Vec<Rational>, EquilibriumError> {
    let mut charges = vec![Rational::ZERO; game.profiles()];
    for BindingConstraint { deviation, price } in prices {
        if !deviation.is_of(game, concept) || price.is_negative() {
            return Err(false_evidence(format!("no price {price} can be put on: {deviation}")));
        }
        for (index, charge) in charges.iter_mut().enumerate() {
            if let Some(gain) = deviation.gain_at(game, index) {
                *charge += gain * price;
            }
        }
    }
    Ok(charges)
}

pub(super) fn false_evidence(what: String) -> EquilibriumError {
    EquilibriumError::FalseEvidence { what }
}

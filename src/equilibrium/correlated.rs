//! The best correlated and coarse correlated equilibria for a linear objective.
//!
//! A mediator draws a profile and tells every player its own action. The plan is a correlated equilibrium
//! if nobody gains by disobeying (Aumann 1974), a coarse one if nobody gains by refusing to take part
//! (Moulin and Vial 1978). Both sets are polytopes that contain every Nash equilibrium, so an optimum
//! always exists and is a linear program over the profiles' probabilities:
//!
//! `max w . u(p)` subject to `sum_{a: a_i = from} p(a) (u_i(to, a_-i) - u_i(a)) <= 0` for all deviations.
//!
//! Few of these incentive constraints bind. In larger games they are added only when the current plan
//! violates them; the last plan violates none, and the bound proven with fewer constraints holds with all.

use serde::{Deserialize, Serialize};

use super::EquilibriumError;
use super::distribution::{Concept, Deviation, Distribution, WeightedProfile};
use crate::exact::{Rational, Scalar};
use crate::game::{Game, GameError};
use crate::lp::{Bounds, LinearProgram, LpOptions, Optimum, Relation};

/// Up to this many incentive constraints are all written down at once.
const EAGER: usize = 200;
/// Average gains (of the player's payoff range) up to this are noise in the float rounds.
const FLOAT_TEMPTATION: f64 = 1e-9;
/// The most profiles that a plan may range over.
const MAX_PROFILES: usize = 250_000;

/// What the mediator wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// The largest sum of payoffs.
    Welfare,
    /// The least sum of payoffs.
    MinWelfare,
    /// The largest payoff of one player.
    Player(usize),
    /// The largest payoff of the player who gets least.
    Maximin,
    /// The largest weighted sum of payoffs, one weight per player of any sign.
    Weights(Vec<Rational>),
}

impl Objective {
    /// An objective from its name: `welfare`, `min-welfare`, `maximin`, or `player:` and an index or
    /// label.
    ///
    /// ```
    /// use detente::{Game, equilibrium::Objective};
    /// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// assert_eq!(Objective::parse("player:1", &game)?, Objective::Player(1));
    /// # Ok::<(), detente::Error>(())
    /// ```
    ///
    /// # Errors
    /// If there is no such objective or no such player.
    pub fn parse<T: Scalar>(text: &str, game: &Game<T>) -> Result<Self, EquilibriumError> {
        match text {
            "welfare" => Ok(Objective::Welfare),
            "min-welfare" => Ok(Objective::MinWelfare),
            "maximin" => Ok(Objective::Maximin),
            _ => match text.strip_prefix("player:") {
                Some(player) => Ok(Objective::Player(game.parse_player(player)?)),
                None => Err(EquilibriumError::UnknownObjective { found: text.into() }),
            },
        }
    }

    /// Payoff weights to be maximised, and the sign that leads back to the reported value; `None` for
    /// the one objective that is not a weighted sum.
    fn weights(&self, players: usize) -> Result<Option<(Vec<Rational>, Rational)>, EquilibriumError> {
        let (one, minus) = (Rational::ONE, Rational::from(-1));
        Ok(Some(match self {
            Objective::Welfare => (vec![one.clone(); players], one),
            Objective::MinWelfare => (vec![minus.clone(); players], minus),
            Objective::Maximin => return Ok(None),
            Objective::Player(player) if *player < players => {
                let mut weights = vec![Rational::ZERO; players];
                weights[*player] = one.clone();
                (weights, one)
            }
            Objective::Player(player) => {
                let known = (0..players).map(|i| i.to_string()).collect();
                return Err(GameError::UnknownPlayer { player: player.to_string(), known }.into());
            }
            Objective::Weights(weights) if weights.len() == players => (weights.clone(), one),
            Objective::Weights(weights) => {
                return Err(EquilibriumError::WeightCount { found: weights.len(), expected: players });
            }
        }))
    }
}

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
}

/// The best equilibrium of a concept for an objective, any number of players.
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
    if game.profiles() > MAX_PROFILES {
        let (found, limit) = (game.profiles(), MAX_PROFILES);
        return Err(EquilibriumError::TooManyProfiles { found, limit });
    }
    let game = game.to_exact();
    let weights = objective.weights(game.players())?;
    let mut plan = Plan::new(&game, weights.as_ref().map(|(weights, _)| weights.as_slice()))?;
    let all = Deviation::all(&game, concept);
    if all.len() <= EAGER {
        plan.deter(&game, all)?;
    } else {
        plan.anticipate(&game, &all, options)?;
    }
    let (best, distribution) = loop {
        let best = plan.program.solve(options)?.optimum()?;
        let distribution = plan.distribution(&game, &best)?;
        let gains = distribution.gains(&game, concept)?;
        let tempting: Vec<Deviation> = gains
            .into_iter()
            .filter(|(_, gain)| gain.is_positive())
            .map(|(deviation, _)| deviation)
            .collect();
        if tempting.is_empty() {
            break (best, distribution);
        }
        plan.deter(&game, tempting)?;
    };
    let negate = matches!(&weights, Some((_, sign)) if sign.is_negative());
    let [low, high] = best.bounds.clone();
    let bounds = if negate { [-high, -low] } else { [low, high] };
    let value = (bounds[0] == bounds[1]).then(|| bounds[0].clone());
    let payoffs = distribution.payoffs(&game)?;
    Ok(OptimalCorrelated { value, bounds, distribution, payoffs, binding: plan.binding(&best) })
}

/// The linear program under construction: one variable per profile, then the least payoff if that is
/// the objective.
struct Plan {
    program: LinearProgram,
    deterred: Vec<(usize, Deviation)>,
}

impl Plan {
    fn new(game: &Game<Rational>, weights: Option<&[Rational]>) -> Result<Self, EquilibriumError> {
        let mut program = LinearProgram::maximise();
        for index in 0..game.profiles() {
            let weighted = |weights: &[Rational]| -> Rational {
                game.payoffs_at(index).iter().zip(weights).map(|(u, w)| u * w).sum()
            };
            program.add_variable(weights.map_or(Rational::ZERO, weighted), Bounds::non_negative());
        }
        let all = (0..game.profiles()).map(|index| (index, Rational::ONE));
        program.add_row("probabilities", all, Relation::Equal, 1)?;
        if weights.is_none() {
            let least = program.add_variable(1, Bounds::free());
            for player in 0..game.players() {
                let payoffs = (0..game.profiles()).map(|index| (index, -game.payoff_at(index, player)));
                let terms = payoffs.chain([(least, Rational::ONE)]);
                program.add_row(format!("least payoff, player {player}"), terms, Relation::AtMost, 0)?;
            }
        }
        Ok(Plan { program, deterred: Vec::new() })
    }

    /// Adds the incentive constraints against deviations.
    fn deter(&mut self, game: &Game<Rational>, deviations: Vec<Deviation>) -> Result<(), EquilibriumError> {
        for deviation in deviations {
            let Deviation { player, from, to } = deviation;
            let concerned = (0..game.profiles())
                .filter(|&index| from.is_none_or(|action| game.action_at(index, player) == action));
            let terms = concerned.map(|index| {
                let reached = game.deviate(index, player, to);
                (index, game.payoff_at(reached, player) - game.payoff_at(index, player))
            });
            let row = self.program.add_row(name(deviation), terms, Relation::AtMost, 0)?;
            self.deterred.push((row, deviation));
        }
        Ok(())
    }

    /// Adds, in float rounds, the constraints that the optimum will need: the exact rounds that follow
    /// then find few or none. Nothing depends on the floats but the number of rounds.
    fn anticipate(
        &mut self,
        game: &Game<Rational>,
        all: &[Deviation],
        options: &LpOptions,
    ) -> Result<(), EquilibriumError> {
        let floats = game.to_float();
        let mut pending: Vec<Deviation> = all.to_vec();
        while let Some(point) = self.program.approximate_point(options) {
            let (tempting, rest): (Vec<_>, Vec<_>) = pending
                .into_iter()
                .partition(|deviation| average_gain(&floats, &point, *deviation) > FLOAT_TEMPTATION);
            if tempting.is_empty() {
                break;
            }
            self.deter(game, tempting)?;
            pending = rest;
        }
        Ok(())
    }

    fn distribution(&self, game: &Game<Rational>, best: &Optimum) -> Result<Distribution, EquilibriumError> {
        let weighted = (0..game.profiles()).zip(&best.primal).filter(|(_, p)| !p.is_zero());
        let weighted = weighted
            .map(|(index, p)| WeightedProfile { profile: game.profile(index), probability: p.clone() });
        Distribution::new(weighted.collect())
    }

    fn binding(&self, best: &Optimum) -> Vec<BindingConstraint> {
        let priced = self.deterred.iter().filter(|(row, _)| best.dual[*row].is_positive());
        let mut binding: Vec<BindingConstraint> = priced
            .map(|&(row, deviation)| BindingConstraint { deviation, price: best.dual[row].clone() })
            .collect();
        binding.sort_by_key(|constraint| constraint.deviation);
        binding
    }
}

/// What a deviation gains on average under float probabilities, relative to the player's payoff range.
fn average_gain(game: &Game<f64>, point: &[f64], Deviation { player, from, to }: Deviation) -> f64 {
    let (low, high) = game.payoff_range(player);
    let concerned = (0..game.profiles())
        .filter(|&index| point[index] != 0.0)
        .filter(|&index| from.is_none_or(|action| game.action_at(index, player) == action));
    let gain =
        |index| game.payoff_at(game.deviate(index, player, to), player) - game.payoff_at(index, player);
    concerned.map(|index| point[index] * gain(index)).sum::<f64>() / (high - low).max(f64::MIN_POSITIVE)
}

fn name(Deviation { player, from, to }: Deviation) -> String {
    match from {
        Some(from) => format!("player {player}, {from} to {to}"),
        None => format!("player {player}, any to {to}"),
    }
}

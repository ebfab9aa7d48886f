//! What a mediator wants.

use serde::{Deserialize, Serialize};

use crate::equilibrium::EquilibriumError;
use crate::exact::{Rational, Scalar};
use crate::game::{Game, GameError};

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
    /// The largest average of any numbers that profiles are given, one per profile in their order: with
    /// a single 1, the largest probability of a profile.
    Outcomes(Vec<Rational>),
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

    /// The largest probability of one profile.
    ///
    /// ```
    /// use detente::{Game, Rational, equilibrium::{Concept, Objective, optimal_correlated}, lp::LpOptions};
    /// let chicken = Game::bimatrix(&[[6.0, 2.0], [7.0, 0.0]], &[[6.0, 7.0], [2.0, 0.0]])?;
    /// let peace = Objective::probability_of(&[0, 0].into(), &chicken)?;
    /// let best = optimal_correlated(&chicken, Concept::Correlated, &peace, &LpOptions::default())?;
    /// assert_eq!(best.value, Some(Rational::new(1, 2)));
    /// # Ok::<(), detente::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the profile is not one of this game.
    pub fn probability_of<T: Scalar>(
        profile: &crate::game::Profile,
        game: &Game<T>,
    ) -> Result<Self, EquilibriumError> {
        let mut values = vec![Rational::ZERO; game.profiles()];
        values[game.index(profile)?] = Rational::ONE;
        Ok(Objective::Outcomes(values))
    }

    /// What is to be maximised, and how its optimum reads as the objective's value.
    pub(in crate::equilibrium) fn goal(&self, players: usize) -> Result<Goal, EquilibriumError> {
        let weights = |weights| Goal { aim: Aim::Payoffs(weights), sense: Sense::AsIs };
        Ok(match self {
            Objective::Welfare => weights(vec![Rational::ONE; players]),
            Objective::MinWelfare => {
                let minus = vec![Rational::from(-1); players];
                Goal { aim: Aim::Payoffs(minus), sense: Sense::Negated }
            }
            Objective::Maximin => Goal { aim: Aim::Least, sense: Sense::AsIs },
            Objective::Player(player) if *player < players => {
                let mut only = vec![Rational::ZERO; players];
                only[*player] = Rational::ONE;
                weights(only)
            }
            Objective::Player(player) => {
                let known = (0..players).map(|i| i.to_string()).collect();
                return Err(GameError::UnknownPlayer { player: player.to_string(), known }.into());
            }
            Objective::Weights(list) if list.len() == players => weights(list.clone()),
            Objective::Weights(list) => {
                return Err(EquilibriumError::WeightCount { found: list.len(), expected: players });
            }
            Objective::Outcomes(values) => Goal { aim: Aim::Outcomes(values.clone()), sense: Sense::AsIs },
        })
    }
}

/// What a linear program maximises.
#[derive(Debug, Clone)]
pub(in crate::equilibrium) enum Aim {
    /// A weighted sum of payoffs.
    Payoffs(Vec<Rational>),
    /// Numbers given to outcomes.
    Outcomes(Vec<Rational>),
    /// The least payoff.
    Least,
}

/// Whether the program's optimum is the objective's value or its negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    AsIs,
    Negated,
}

/// An objective as something to be maximised.
#[derive(Debug, Clone)]
pub(in crate::equilibrium) struct Goal {
    pub(in crate::equilibrium) aim: Aim,
    sense: Sense,
}

impl Goal {
    /// The objective's bounds `[low, high]` from those of the maximum.
    pub(in crate::equilibrium) fn bounds(&self, [low, high]: &[Rational; 2]) -> [Rational; 2] {
        match self.sense {
            Sense::AsIs => [low.clone(), high.clone()],
            Sense::Negated => [-high, -low],
        }
    }

    /// The numbers that a list of outcomes with these payoffs contributes to the maximum; `None` for the
    /// one objective that is not linear.
    pub(in crate::equilibrium) fn costs<'a>(
        &self,
        payoffs: impl ExactSizeIterator<Item = &'a [Rational]>,
    ) -> Result<Option<Vec<Rational>>, EquilibriumError> {
        let weighted = |weights: &[Rational], payoffs: &[Rational]| -> Rational {
            payoffs.iter().zip(weights).filter(|(_, w)| !w.is_zero()).map(|(u, w)| u * w).sum()
        };
        match &self.aim {
            Aim::Least => Ok(None),
            Aim::Payoffs(weights) => Ok(Some(payoffs.map(|payoffs| weighted(weights, payoffs)).collect())),
            Aim::Outcomes(values) if values.len() == payoffs.len() => Ok(Some(values.clone())),
            Aim::Outcomes(values) => {
                Err(EquilibriumError::OutcomeCount { found: values.len(), expected: payoffs.len() })
            }
        }
    }
}

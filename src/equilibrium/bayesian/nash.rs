//! Bayes Nash equilibria: nobody gains by deviating, given what it knows.
//!
//! A player's *strategy* gives each of its types a mixture of actions. It is an equilibrium if every type
//! plays a best reply to the others' strategies, given what its type says about theirs (Harsanyi 1968).
//! Since every type has positive probability, this is a Nash equilibrium of the strategic form, and the
//! exact methods for that apply: enumeration of the pure ones for any number of players, vertex
//! enumeration for two. Mixtures over strategies become behaviour type by type without a change in
//! payoffs (Kuhn 1953); several may become the same, and it is listed once.

use serde::Serialize;

use super::BayesianGame;
use super::rule::{OutcomeRule, RuleEntry};
use crate::equilibrium::nash::{Method, NashOptions, NashResult, pure_equilibria, solve};
use crate::equilibrium::{Distribution, EquilibriumError, MixedStrategy, WeightedProfile};
use crate::exact::Rational;
use crate::game::{GameError, Profile};

/// Strategies of a Bayesian game with their exact payoffs and regret.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BayesNash {
    /// `strategies[player][type]`.
    pub strategies: Vec<Vec<MixedStrategy>>,
    /// `interim[player][type]`: the expected payoff of a type.
    pub interim: Vec<Vec<Rational>>,
    /// Every player's expected payoff before types are drawn.
    pub payoffs: Vec<Rational>,
    /// The most that any type of any player gains by another action: exactly 0 at an equilibrium.
    pub regret: Rational,
}

impl BayesNash {
    /// Evaluates strategies by substitution into the game, with no trust in how they were found.
    ///
    /// ```
    /// use detente::{Game, equilibrium::{MixedStrategy, bayesian::{BayesNash, BayesianGame}}};
    /// let stages = vec![Game::prisoners_dilemma(5, 3, 1, 0)?];
    /// let game = BayesianGame::new(&[1, 1], vec![1.into()], stages)?;
    /// let cooperate = vec![MixedStrategy::pure(0, 2)?];
    /// let both = BayesNash::evaluate(&game, vec![cooperate.clone(), cooperate])?;
    /// assert_eq!(both.regret, 2.into());
    /// # Ok::<(), detente::Error>(())
    /// ```
    ///
    /// # Errors
    /// A wrong number of strategies, or one of a wrong length.
    pub fn evaluate(
        game: &BayesianGame,
        strategies: Vec<Vec<MixedStrategy>>,
    ) -> Result<Self, EquilibriumError> {
        if strategies.len() != game.players() {
            let (found, expected) = (strategies.len(), game.players());
            return Err(GameError::WrongProfile { found, expected }.into());
        }
        for (player, plan) in strategies.iter().enumerate() {
            if plan.len() != game.types(player) {
                let location = format!("strategies[{player}]");
                let (found, expected) = (plan.len(), game.types(player));
                return Err(GameError::Ragged { location, found, expected }.into());
            }
            let expected = game.shape()[player];
            if let Some(odd) = plan.iter().find(|mixture| mixture.actions() != expected) {
                return Err(EquilibriumError::StrategyLength { player, found: odd.actions(), expected });
            }
        }
        let mut interim = Vec::with_capacity(game.players());
        let mut payoffs = Vec::with_capacity(game.players());
        let mut regret = Rational::ZERO;
        for player in 0..game.players() {
            let (mut of_types, mut expected) = (Vec::new(), Rational::ZERO);
            for kind in 0..game.types(player) {
                let chance = game.marginal(player, kind);
                let replies = replies(game, &strategies, player, kind);
                let own = strategies[player][kind].probabilities();
                let payoff: Rational = own.iter().zip(&replies).map(|(p, u)| p * u).sum();
                let best = replies.into_iter().max().unwrap_or_default();
                regret = regret.max((best - &payoff) / &chance);
                expected += &payoff;
                of_types.push(payoff / &chance);
            }
            interim.push(of_types);
            payoffs.push(expected);
        }
        Ok(BayesNash { strategies, interim, payoffs, regret })
    }

    /// The distribution of actions that the strategies induce at each profile of types: a rule that even a
    /// mediator who has to ask could follow, if the strategies are an equilibrium.
    ///
    /// # Errors
    /// Strategies that do not fit the game.
    pub fn rule(&self, game: &BayesianGame) -> Result<OutcomeRule, EquilibriumError> {
        let entry = |types: usize| -> Result<RuleEntry, EquilibriumError> {
            let mut drawn = vec![(Vec::new(), Rational::ONE)];
            for (player, plan) in self.strategies.iter().enumerate() {
                let location = || format!("strategies[{player}]");
                let kind = game.type_at(types, player);
                let (found, expected) = (plan.len(), game.types(player));
                let mixture = plan.get(kind).ok_or_else(|| GameError::Ragged {
                    location: location(),
                    found,
                    expected,
                })?;
                let support = mixture.support();
                let then = |(actions, weight): (Vec<usize>, Rational)| {
                    let extended = |&action: &usize| {
                        let actions = actions.iter().copied().chain([action]).collect();
                        (actions, &weight * &mixture.probabilities()[action])
                    };
                    support.iter().map(extended).collect::<Vec<_>>()
                };
                drawn = drawn.into_iter().flat_map(then).collect();
            }
            let weighted = drawn.into_iter().map(|(actions, probability)| WeightedProfile {
                profile: Profile::from(actions),
                probability,
            });
            Ok(RuleEntry {
                types: game.type_profile(types),
                distribution: Distribution::new(weighted.collect())?,
            })
        };
        if self.strategies.len() != game.players() {
            let (found, expected) = (self.strategies.len(), game.players());
            return Err(GameError::WrongProfile { found, expected }.into());
        }
        OutcomeRule::new((0..game.type_profiles()).map(entry).collect::<Result<_, _>>()?)
    }

    /// Whether no type gains by deviating.
    pub fn is_equilibrium(&self) -> bool {
        self.regret.is_zero()
    }
}

/// What each action of a type pays on average, times the probability of the type.
fn replies(
    game: &BayesianGame,
    strategies: &[Vec<MixedStrategy>],
    player: usize,
    kind: usize,
) -> Vec<Rational> {
    let mut replies = vec![Rational::ZERO; game.shape()[player]];
    for types in game.of_type(player, kind) {
        let stage = game.stage(types);
        let mut weighted = vec![(0, game.prior()[types].clone())];
        for other in (0..game.players()).filter(|other| *other != player) {
            let mixture = &strategies[other][game.type_at(types, other)];
            let support = mixture.support();
            weighted = weighted
                .iter()
                .flat_map(|(index, weight)| {
                    support.iter().map(move |&action| {
                        (stage.deviate(*index, other, action), weight * &mixture.probabilities()[action])
                    })
                })
                .collect();
        }
        for (action, sum) in replies.iter_mut().enumerate() {
            for (index, weight) in &weighted {
                *sum += weight * stage.payoff_at(stage.deviate(*index, player, action), player);
            }
        }
    }
    replies
}

/// Bayes Nash equilibria, how they were found, and whether the list is complete.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BayesNashResult {
    /// Without duplicates.
    pub equilibria: Vec<BayesNash>,
    /// True only if the list is proven to hold the behaviour of every extreme equilibrium of the strategic
    /// form of a two-player game.
    pub complete: bool,
    /// How they were found.
    pub method: Method,
}

/// Every Bayes Nash equilibrium in pure strategies, for any number of players.
///
/// ```
/// use detente::{Game, Rational, equilibrium::bayesian::{BayesianGame, pure_bayes_nash}};
/// // Column knows whether the game is a Prisoner's Dilemma or a Stag Hunt; row does not.
/// let half = Rational::new(1, 2);
/// let stages = vec![Game::prisoners_dilemma(5, 3, 1, 0)?, Game::stag_hunt(3, 4, 2, 0)?];
/// let game = BayesianGame::new(&[1, 2], vec![half.clone(), half], stages)?;
/// let found = pure_bayes_nash(&game)?;
/// assert_eq!(found.equilibria.len(), 2);
/// assert!(found.equilibria.iter().all(|found| found.strategies[1][0].as_pure() == Some(1)));
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// If the strategic form is too large.
pub fn pure_bayes_nash(game: &BayesianGame) -> Result<BayesNashResult, EquilibriumError> {
    behaviour(game, pure_equilibria(&game.strategic_form()?)?)
}

/// Bayes Nash equilibria by the method that proves most: for two players the behaviour of every extreme
/// equilibrium of the strategic form (or one equilibrium, where the options want one), else the pure ones.
///
/// Vertex enumeration grows exponentially with the number of strategies (actions to the power of types):
/// up to about ten a side is quick; set a time limit beyond.
///
/// # Errors
/// If the strategic form is too large.
pub fn bayes_nash(game: &BayesianGame, options: &NashOptions) -> Result<BayesNashResult, EquilibriumError> {
    behaviour(game, solve(&game.strategic_form()?, options)?)
}

/// The equilibria of the strategic form as behaviour of types, each once.
fn behaviour(game: &BayesianGame, found: NashResult) -> Result<BayesNashResult, EquilibriumError> {
    let mut distinct: Vec<Vec<Vec<MixedStrategy>>> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for equilibrium in found.equilibria {
        let mixtures = equilibrium.strategies.iter().enumerate();
        let strategies: Vec<Vec<MixedStrategy>> =
            mixtures.map(|(player, mixture)| game.behaviour(player, mixture)).collect::<Result<_, _>>()?;
        if seen.insert(strategies.clone()) {
            distinct.push(strategies);
        }
    }
    let equilibria: Result<Vec<BayesNash>, EquilibriumError> =
        distinct.into_iter().map(|strategies| BayesNash::evaluate(game, strategies)).collect();
    Ok(BayesNashResult { equilibria: equilibria?, complete: found.complete, method: found.method })
}

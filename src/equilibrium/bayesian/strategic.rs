//! The strategic form: a Bayesian game as an ordinary one, whose actions are plans for every type.

use super::BayesianGame;
use crate::equilibrium::{EquilibriumError, MixedStrategy};
use crate::exact::Rational;
use crate::game::{Game, GameError};

/// The most payoff evaluations (strategy profiles times type profiles) that a strategic form may cost.
const MAX_WORK: u128 = 5_000_000;

impl BayesianGame {
    /// The strategic form (Harsanyi 1967): before types are drawn, every player picks a strategy, which
    /// names an action for each of its types; payoffs are expected ones. A strategy with number `s` plays,
    /// for type `t` of `m`, digit `t` of `s` written with `m` digits in base *actions*, and is labelled
    /// by its actions in the order of types, `accept/refuse`.
    ///
    /// Its Nash equilibria are the Bayes Nash equilibria, since every type has positive probability; its
    /// correlated equilibria are what a mediator can do who recommends strategies and learns nothing.
    ///
    /// ```
    /// use detente::{Game, Rational, equilibrium::bayesian::BayesianGame};
    /// let half = Rational::new(1, 2);
    /// let stages = vec![Game::prisoners_dilemma(5, 3, 1, 0)?, Game::stag_hunt(3, 4, 2, 0)?];
    /// let game = BayesianGame::new(&[1, 2], vec![half.clone(), half], stages)?;
    /// let strategic = game.strategic_form()?;
    /// assert_eq!(strategic.shape(), [2, 4]);
    /// assert_eq!(strategic.action_labels(1)[1], "cooperate/defect");
    /// assert_eq!(strategic.payoffs_at(1), [Rational::new(3, 2), Rational::from(3)]);
    /// # Ok::<(), detente::Error>(())
    /// ```
    ///
    /// # Errors
    /// If there are too many strategies.
    pub fn strategic_form(&self) -> Result<Game<Rational>, GameError> {
        let mut work = self.type_profiles() as u128;
        for player in 0..self.players() {
            for _ in 0..self.types(player) {
                work = work.saturating_mul(self.shape()[player] as u128);
            }
        }
        if work > MAX_WORK {
            let (location, count) = ("strategic form".into(), work.to_string());
            return Err(GameError::TooLarge { location, count, limit: MAX_WORK as usize });
        }
        let strategies = |player: usize| self.shape()[player].pow(self.types(player) as u32);
        let shape: Vec<usize> = (0..self.players()).map(strategies).collect();
        let occurring: Vec<usize> =
            (0..self.type_profiles()).filter(|&types| self.prior()[types].is_positive()).collect();
        let game = Game::from_function(&shape, |plans| {
            let mut payoffs = vec![Rational::ZERO; self.players()];
            for &types in &occurring {
                let stage = self.stage(types);
                let reached = (0..self.players()).fold(0, |index, player| {
                    let action = self.planned(player, plans[player], self.type_at(types, player));
                    stage.deviate(index, player, action)
                });
                for (sum, payoff) in payoffs.iter_mut().zip(stage.payoffs_at(reached)) {
                    *sum += &self.prior()[types] * payoff;
                }
            }
            payoffs
        })?;
        let labels = (0..self.players()).map(|player| {
            let actions = self.stage(0).action_labels(player);
            let label = |plan: usize| -> String {
                let planned = (0..self.types(player)).map(|kind| self.planned(player, plan, kind));
                planned.map(|action| actions[action].as_str()).collect::<Vec<_>>().join("/")
            };
            (0..shape[player]).map(label).collect::<Vec<_>>()
        });
        let players = self.stage(0).player_labels().to_vec();
        // Labels with a slash in them may coincide: numbers stay then.
        match game.clone().labelled(players, labels) {
            Ok(labelled) => Ok(labelled.titled(self.stage(0).title())),
            Err(GameError::DuplicateLabel { .. }) => Ok(game),
            Err(error) => Err(error),
        }
    }

    /// The action that a strategy of the strategic form plays for a type.
    pub(super) fn planned(&self, player: usize, plan: usize, kind: usize) -> usize {
        let (actions, types) = (self.shape()[player], self.types(player));
        plan / actions.pow((types - 1 - kind) as u32) % actions
    }

    /// The behaviour of each type under a mixed strategy of the strategic form: payoffs are the same
    /// (Kuhn 1953), since a player never needs to remember another type's action.
    pub(super) fn behaviour(
        &self,
        player: usize,
        mixture: &MixedStrategy,
    ) -> Result<Vec<MixedStrategy>, EquilibriumError> {
        let of_type = |kind: usize| {
            let mut weights = vec![Rational::ZERO; self.shape()[player]];
            for plan in mixture.support() {
                weights[self.planned(player, plan, kind)] += &mixture.probabilities()[plan];
            }
            MixedStrategy::new(weights)
        };
        (0..self.types(player)).map(of_type).collect()
    }
}

//! A profile of (mixed) actions with what it pays and makes known, and the same for every deviation.

use super::{MonitoringError, PublicMonitoring};
use crate::equilibrium::{EquilibriumError, MixedStrategy};
use crate::exact::Rational;
use crate::game::{GameError, Profile};

/// What one action of one player does against the others' part of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Alternative {
    pub(crate) player: usize,
    pub(crate) action: usize,
    /// The player's stage payoff.
    pub(crate) payoff: Rational,
    /// The lottery over signals.
    pub(crate) law: Vec<Rational>,
}

/// Independent mixtures of the players with their consequences.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) strategies: Vec<MixedStrategy>,
    pub(crate) payoff: Vec<Rational>,
    pub(crate) law: Vec<Rational>,
    /// All actions of all players but those played for sure. Nobody may gain by any of them; in a mixed
    /// plan this leaves players indifferent between the actions that they mix, as the plan's payoff is
    /// their mean.
    pub(crate) alternatives: Vec<Alternative>,
    /// The signals that the plan or an alternative makes possible.
    pub(crate) possible: Vec<usize>,
}

impl Plan {
    pub(crate) fn pure(monitoring: &PublicMonitoring, profile: usize) -> Self {
        let stage = monitoring.stage();
        let strategies = (0..stage.players())
            .map(|i| {
                let mut sure = vec![Rational::ZERO; stage.shape()[i]];
                sure[stage.action_at(profile, i)] = Rational::ONE;
                // A unit vector is a probability vector.
                MixedStrategy::new(sure)
            })
            .collect::<Result<Vec<_>, _>>()
            .unwrap_or_default();
        let alternatives = (0..stage.players())
            .flat_map(|player| stage.unilateral(profile, player).enumerate().map(move |at| (player, at)))
            .filter(|(_, (_, reached))| *reached != profile)
            .map(|(player, (action, reached))| Alternative {
                player,
                action,
                payoff: stage.payoff_at(reached, player).clone(),
                law: monitoring.law_at(reached).to_vec(),
            })
            .collect();
        Plan {
            strategies,
            payoff: stage.payoffs_at(profile).to_vec(),
            law: monitoring.law_at(profile).to_vec(),
            alternatives,
            possible: Vec::new(),
        }
        .with_possible()
    }

    pub(crate) fn mixed(
        monitoring: &PublicMonitoring,
        strategies: &[MixedStrategy],
    ) -> Result<Self, MonitoringError> {
        let stage = monitoring.stage();
        if strategies.len() != stage.players() {
            let (found, expected) = (strategies.len(), stage.players());
            return Err(GameError::WrongProfile { found, expected }.into());
        }
        for (player, strategy) in strategies.iter().enumerate() {
            let (found, expected) = (strategy.actions(), stage.shape()[player]);
            if found != expected {
                return Err(EquilibriumError::StrategyLength { player, found, expected }.into());
            }
        }
        let pure: Option<Vec<usize>> = strategies.iter().map(MixedStrategy::as_pure).collect();
        if let Some(actions) = pure {
            return Ok(Plan::pure(monitoring, stage.index(&actions.into())?));
        }
        let mut alternatives = Vec::new();
        for player in 0..stage.players() {
            let others = against(monitoring, strategies, Some(player));
            for action in (0..stage.shape()[player]).filter(|&a| strategies[player].as_pure() != Some(a)) {
                let reached: Vec<(usize, Rational)> =
                    others.iter().map(|(p, w)| (stage.deviate(*p, player, action), w.clone())).collect();
                alternatives.push(Alternative {
                    player,
                    action,
                    payoff: reached.iter().map(|(p, w)| w * stage.payoff_at(*p, player)).sum(),
                    law: mean_law(monitoring, &reached),
                });
            }
        }
        let played = against(monitoring, strategies, None);
        let mean = |i: usize| played.iter().map(|(p, w)| w * stage.payoff_at(*p, i)).sum();
        let plan = Plan {
            strategies: strategies.to_vec(),
            payoff: (0..stage.players()).map(mean).collect(),
            law: mean_law(monitoring, &played),
            alternatives,
            possible: Vec::new(),
        };
        Ok(plan.with_possible())
    }

    fn with_possible(mut self) -> Self {
        let occurs = |y: &usize| {
            self.law[*y].is_positive() || self.alternatives.iter().any(|other| other.law[*y].is_positive())
        };
        self.possible = (0..self.law.len()).filter(occurs).collect();
        self
    }

    /// What a player gains in the stage by an alternative.
    pub(crate) fn gain(&self, other: &Alternative) -> Rational {
        &other.payoff - &self.payoff[other.player]
    }

    /// The profile, if nobody mixes.
    pub(crate) fn actions(&self) -> Option<Profile> {
        let actions: Option<Vec<usize>> = self.strategies.iter().map(MixedStrategy::as_pure).collect();
        actions.map(Profile::from)
    }

    /// Whether the plan is an equilibrium of the stage game.
    pub(crate) fn is_stage_equilibrium(&self) -> bool {
        self.alternatives.iter().all(|other| !self.gain(other).is_positive())
    }
}

/// The pure profiles that strategies reach, with their probabilities; one player may be left out, who
/// then takes action 0.
fn against(
    monitoring: &PublicMonitoring,
    strategies: &[MixedStrategy],
    without: Option<usize>,
) -> Vec<(usize, Rational)> {
    let stage = monitoring.stage();
    let mut reached = vec![(0, Rational::ONE)];
    for (player, strategy) in strategies.iter().enumerate().filter(|(i, _)| Some(*i) != without) {
        let branch = |(profile, weight): &(usize, Rational)| -> Vec<(usize, Rational)> {
            let weigh =
                |a: usize| (stage.deviate(*profile, player, a), weight * &strategy.probabilities()[a]);
            strategy.support().into_iter().map(weigh).collect()
        };
        reached = reached.iter().flat_map(branch).collect();
    }
    reached
}

fn mean_law(monitoring: &PublicMonitoring, reached: &[(usize, Rational)]) -> Vec<Rational> {
    let mean = |y: usize| {
        reached
            .iter()
            .filter(|(p, _)| !monitoring.law_at(*p)[y].is_zero())
            .map(|(p, w)| w * &monitoring.law_at(*p)[y])
            .sum()
    };
    (0..monitoring.signals().len()).map(mean).collect()
}

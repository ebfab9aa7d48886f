//! Distributions over pure action profiles, and how far they are from (coarse) correlated equilibrium.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::EquilibriumError;
use crate::exact::Rational;
use crate::game::{Game, Profile};

/// Which deviations a mediator's plan must deter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Concept {
    /// Correlated equilibrium (Aumann 1974): a player learns its recommended action before deviating.
    Correlated,
    /// Coarse correlated equilibrium (Moulin and Vial 1978): a player commits to an action before it
    /// learns anything.
    Coarse,
}

/// A profile and its probability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightedProfile {
    /// The profile.
    pub profile: Profile,
    /// Its probability.
    pub probability: Rational,
}

/// A probability distribution over profiles, exact: profiles of probability zero are left out, the
/// others stand in order, each once. Serialises as `[{"profile":[0,1],"probability":"1/2"},..]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<WeightedProfile>", into = "Vec<WeightedProfile>")]
pub struct Distribution(Vec<WeightedProfile>);

impl Distribution {
    /// A distribution from weighted profiles; weights of one profile add up.
    ///
    /// # Errors
    /// A negative probability, or a sum other than one.
    pub fn new(mut weighted: Vec<WeightedProfile>) -> Result<Self, EquilibriumError> {
        if let Some(action) = weighted.iter().position(|w| w.probability.is_negative()) {
            let value = weighted[action].probability.to_string();
            return Err(EquilibriumError::NegativeProbability { action, value });
        }
        let sum: Rational = weighted.iter().map(|w| &w.probability).sum();
        if sum != Rational::ONE {
            return Err(EquilibriumError::ProbabilitySum { sum: sum.to_string() });
        }
        weighted.sort_by(|a, b| a.profile.cmp(&b.profile));
        let mut merged: Vec<WeightedProfile> = Vec::with_capacity(weighted.len());
        for next in weighted.into_iter().filter(|w| w.probability.is_positive()) {
            match merged.last_mut() {
                Some(last) if last.profile == next.profile => last.probability += next.probability,
                _ => merged.push(next),
            }
        }
        Ok(Distribution(merged))
    }

    /// The profiles of positive probability, in order.
    pub fn entries(&self) -> &[WeightedProfile] {
        &self.0
    }

    /// Every player's expected payoff.
    ///
    /// # Errors
    /// If a profile is not one of this game.
    pub fn payoffs(&self, game: &Game<Rational>) -> Result<Vec<Rational>, EquilibriumError> {
        let mut totals = vec![Rational::ZERO; game.players()];
        for WeightedProfile { profile, probability } in &self.0 {
            for (total, payoff) in totals.iter_mut().zip(game.payoffs_of(profile)?) {
                *total += probability * payoff;
            }
        }
        Ok(totals)
    }

    /// The most that a player gains on average by one deviation that the concept considers; zero
    /// exactly at the concept's equilibria, never negative.
    ///
    /// ```
    /// use detente::{Game, Rational, equilibrium::{Concept, Distribution, WeightedProfile}};
    /// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let probability = Rational::ONE;
    /// let cooperate = Distribution::new(vec![WeightedProfile { profile: [0, 0].into(), probability }])?;
    /// assert_eq!(cooperate.regret(&game, Concept::Correlated)?, Rational::from(2));
    /// # Ok::<(), detente::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a profile is not one of this game.
    pub fn regret(&self, game: &Game<Rational>, concept: Concept) -> Result<Rational, EquilibriumError> {
        let gains = self.gains(game, concept)?;
        Ok(gains.into_iter().map(|(_, gain)| gain).max().unwrap_or_default().max(Rational::ZERO))
    }

    /// The incentive constraints that the plan violates, in order, with the amounts: none exactly at the
    /// concept's equilibria. This is the membership test.
    ///
    /// ```
    /// use detente::{Game, Rational, equilibrium::{Concept, Distribution, WeightedProfile}};
    /// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let half = |profile: [usize; 2]| {
    ///     WeightedProfile { profile: profile.into(), probability: Rational::new(1, 2) }
    /// };
    /// let plan = Distribution::new(vec![half([0, 0]), half([1, 1])])?;
    /// let violations = plan.violations(&game, Concept::Correlated)?;
    /// assert_eq!(violations.len(), 2);
    /// assert_eq!(violations[0].to_string(), "player 0, told 0, gains 1 on average by playing 1");
    /// assert_eq!(violations[0].when_told, Rational::from(2));
    /// # Ok::<(), detente::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a profile is not one of this game.
    pub fn violations(
        &self,
        game: &Game<Rational>,
        concept: Concept,
    ) -> Result<Vec<Violation>, EquilibriumError> {
        let gains = self.gains(game, concept)?;
        let tempting = gains.into_iter().filter(|(_, gain)| gain.is_positive());
        Ok(tempting
            .map(|(deviation, gain)| {
                let told = |entry: &&WeightedProfile| {
                    deviation.from.is_none_or(|from| entry.profile[deviation.player] == from)
                };
                let chance: Rational = self.0.iter().filter(told).map(|entry| &entry.probability).sum();
                Violation { deviation, when_told: &gain / &chance, gain }
            })
            .collect())
    }

    /// The average gain of every deviation that could pay: recommended actions have positive probability.
    fn gains(
        &self,
        game: &Game<Rational>,
        concept: Concept,
    ) -> Result<Vec<(Deviation, Rational)>, EquilibriumError> {
        let mut gains = std::collections::BTreeMap::new();
        for WeightedProfile { profile, probability } in &self.0 {
            let index = game.index(profile)?;
            for player in 0..game.players() {
                let played = profile[player];
                for (to, reached) in game.unilateral(index, player).enumerate() {
                    let from = match concept {
                        Concept::Correlated if to == played => continue,
                        Concept::Correlated => Some(played),
                        Concept::Coarse => None,
                    };
                    let gain = game.payoff_at(reached, player) - game.payoff_at(index, player);
                    *gains.entry(Deviation { player, from, to }).or_insert(Rational::ZERO) +=
                        probability * &gain;
                }
            }
        }
        Ok(gains.into_iter().collect())
    }
}

impl TryFrom<Vec<WeightedProfile>> for Distribution {
    type Error = EquilibriumError;
    fn try_from(weighted: Vec<WeightedProfile>) -> Result<Self, EquilibriumError> {
        Distribution::new(weighted)
    }
}
impl From<Distribution> for Vec<WeightedProfile> {
    fn from(distribution: Distribution) -> Self {
        distribution.0
    }
}

/// A deviation: when told `from` (always, where absent), a player takes `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Deviation {
    /// The player.
    pub player: usize,
    /// The recommended action; absent for a coarse deviation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<usize>,
    /// The action taken instead.
    pub to: usize,
}

/// A deviation that pays: an incentive constraint that a plan violates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// The deviation.
    #[serde(flatten)]
    pub deviation: Deviation,
    /// What it gains on average over everything that the mediator may draw: the amount by which the
    /// constraint is violated.
    pub gain: Rational,
    /// What it gains on average once the player is told the action (before any advice, for a coarse
    /// deviation: then the same as `gain`).
    pub when_told: Rational,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Deviation { player, from, to } = self.deviation;
        let told = from.map_or(String::new(), |from| format!(", told {from},"));
        write!(f, "player {player}{told} gains {} on average by playing {to}", self.gain)
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Deviation { player, from, to } = self;
        match from {
            Some(from) => write!(f, "player {player}, {from} to {to}"),
            None => write!(f, "player {player}, any to {to}"),
        }
    }
}

impl Deviation {
    /// What the deviation gains at a profile; `None` where the player is told something else.
    pub(super) fn gain_at(&self, game: &Game<Rational>, index: usize) -> Option<Rational> {
        let Deviation { player, from, to } = *self;
        let concerned = from.is_none_or(|action| game.action_at(index, player) == action);
        let reached = game.deviate(index, player, to);
        concerned.then(|| game.payoff_at(reached, player) - game.payoff_at(index, player))
    }

    /// Whether a concept considers the deviation in this game.
    pub(super) fn is_of(&self, game: &Game<Rational>, concept: Concept) -> bool {
        let Some(&actions) = game.shape().get(self.player) else { return false };
        let from = match (concept, self.from) {
            (Concept::Correlated, Some(from)) => from < actions,
            (Concept::Coarse, None) => true,
            _ => false,
        };
        from && self.to < actions
    }

    /// All deviations that a concept considers in a game.
    pub(super) fn all(game: &Game<Rational>, concept: Concept) -> Vec<Deviation> {
        let mut all = Vec::new();
        for (player, &actions) in game.shape().iter().enumerate() {
            for to in 0..actions {
                match concept {
                    Concept::Coarse => all.push(Deviation { player, from: None, to }),
                    Concept::Correlated => {
                        let others = (0..actions).filter(|&from| from != to);
                        all.extend(others.map(|from| Deviation { player, from: Some(from), to }));
                    }
                }
            }
        }
        all.sort_unstable();
        all
    }
}

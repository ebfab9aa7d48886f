//! Outcome rules: what a mediator does at each profile of types, and who would rather not play along.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::BayesianGame;
use crate::equilibrium::{Distribution, EquilibriumError};
use crate::exact::Rational;
use crate::game::{GameError, Profile};

/// What the mediator knows about types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mediator {
    /// All types: its rules are the Bayes correlated equilibria. They have to be obeyed.
    Omniscient,
    /// What players tell it: its rules are the communication equilibria. They have to be obeyed and
    /// answered truthfully, also by those who would lie first and disobey then.
    Eliciting,
}

/// What is drawn at one profile of types (as reported, to an eliciting mediator).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleEntry {
    /// The types.
    pub types: Profile,
    /// The distribution of recommended action profiles.
    pub distribution: Distribution,
}

/// A distribution over action profiles for profiles of types: at least for those of positive
/// probability, and for an eliciting mediator for all that can be reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OutcomeRule(Vec<RuleEntry>);

/// A way not to play along.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", untagged)]
pub enum Temptation {
    /// A type that is told `from` takes `to`: forbidden by *obedience*.
    Disobey {
        /// The player.
        player: usize,
        /// Its type.
        of_type: usize,
        /// The recommended action.
        from: usize,
        /// The action taken.
        to: usize,
    },
    /// A type claims to be another and takes `plan[a]` when told `a`: forbidden by *truth-telling*.
    Lie {
        /// The player.
        player: usize,
        /// Its type.
        of_type: usize,
        /// The type that it claims to be.
        claim: usize,
        /// The action taken after each recommendation; where it is not the recommended one the lie is
        /// a double deviation.
        plan: Vec<usize>,
    },
}

/// A temptation and what it gains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemptationGain {
    /// The deviation.
    #[serde(flatten)]
    pub temptation: Temptation,
    /// What it gains on average, before types are drawn; positive.
    pub gain: Rational,
}

impl fmt::Display for Temptation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Temptation::Disobey { player, of_type, from, to } => {
                write!(f, "obedience: player {player} of type {of_type}, told {from}, plays {to}")
            }
            Temptation::Lie { player, of_type, claim, plan } => {
                write!(f, "truth-telling: player {player} of type {of_type} claims {claim}")?;
                let swaps = plan.iter().enumerate().filter(|(told, taken)| told != *taken);
                swaps.into_iter().try_for_each(|(told, taken)| write!(f, ", told {told}, plays {taken}"))
            }
        }
    }
}

impl Temptation {
    fn player(&self) -> usize {
        match self {
            Temptation::Disobey { player, .. } | Temptation::Lie { player, .. } => *player,
        }
    }

    /// Whether a mediator has to deter it in this game.
    pub(super) fn is_of(&self, game: &BayesianGame, mediator: Mediator) -> bool {
        if self.player() >= game.players() {
            return false;
        }
        let (actions, types) = (game.shape()[self.player()], game.types(self.player()));
        match self {
            Temptation::Disobey { of_type, from, to, .. } => {
                *of_type < types && *from < actions && *to < actions
            }
            Temptation::Lie { of_type, claim, plan, .. } => {
                mediator == Mediator::Eliciting
                    && *of_type < types
                    && *claim < types
                    && plan.len() == actions
                    && plan.iter().all(|&action| action < actions)
            }
        }
    }

    /// The gain as a linear form: pairs of (type profile, action profile) with what their probability
    /// contributes; pairs may repeat.
    pub(super) fn gain_form(&self, game: &BayesianGame) -> Vec<((usize, usize), Rational)> {
        let mut form = Vec::new();
        match self {
            Temptation::Disobey { player, of_type, from, to } => {
                for types in game.of_type(*player, *of_type) {
                    let (stage, chance) = (game.stage(types), &game.prior()[types]);
                    for index in (0..stage.profiles()).filter(|&i| stage.action_at(i, *player) == *from) {
                        let reached = stage.deviate(index, *player, *to);
                        let gain = stage.payoff_at(reached, *player) - stage.payoff_at(index, *player);
                        form.push(((types, index), chance * &gain));
                    }
                }
            }
            Temptation::Lie { player, of_type, claim, plan } => {
                for types in game.of_type(*player, *of_type) {
                    let (stage, chance) = (game.stage(types), &game.prior()[types]);
                    let claimed = game.with_type(types, *player, *claim);
                    for index in 0..stage.profiles() {
                        let reached = stage.deviate(index, *player, plan[stage.action_at(index, *player)]);
                        form.push(((claimed, index), chance * stage.payoff_at(reached, *player)));
                        form.push(((types, index), -(chance * stage.payoff_at(index, *player))));
                    }
                }
            }
        }
        form
    }
}

impl OutcomeRule {
    /// A rule from its entries, in the order of their types.
    ///
    /// # Errors
    /// Types that are listed twice.
    pub fn new(mut entries: Vec<RuleEntry>) -> Result<Self, EquilibriumError> {
        entries.sort_by(|a, b| a.types.cmp(&b.types));
        match entries.windows(2).find(|pair| pair[0].types == pair[1].types) {
            Some(pair) => {
                let (label, location) = (pair[0].types.to_string(), "the rule's types".into());
                Err(GameError::DuplicateLabel { label, location }.into())
            }
            None => Ok(OutcomeRule(entries)),
        }
    }

    /// The entries, in the order of their types.
    pub fn entries(&self) -> &[RuleEntry] {
        &self.0
    }

    /// What is drawn at a profile of types, if the rule says so.
    pub fn at(&self, types: &Profile) -> Option<&Distribution> {
        let place = self.0.binary_search_by(|entry| entry.types.cmp(types)).ok()?;
        Some(&self.0[place].distribution)
    }

    /// The probability of an action profile, over all types.
    ///
    /// # Errors
    /// A rule that does not fit the game.
    pub fn probability_of(
        &self,
        game: &BayesianGame,
        profile: &Profile,
    ) -> Result<Rational, EquilibriumError> {
        let index = game.stage(0).index(profile)?;
        let table = self.table(game, Mediator::Omniscient)?;
        Ok(game.prior().iter().zip(&table).map(|(chance, drawn)| chance * &drawn[index]).sum())
    }

    /// Interim payoffs `[player][type]` if everybody is truthful and obedient.
    ///
    /// # Errors
    /// A rule that does not fit the game.
    pub fn interim(&self, game: &BayesianGame) -> Result<Vec<Vec<Rational>>, EquilibriumError> {
        let table = self.table(game, Mediator::Omniscient)?;
        let of_type = |player: usize, kind: usize| -> Rational {
            let sum: Rational = game
                .of_type(player, kind)
                .map(|types| &game.prior()[types] * average(game, &table, types, player))
                .sum();
            sum / game.marginal(player, kind)
        };
        let of_player = |player| (0..game.types(player)).map(|kind| of_type(player, kind)).collect();
        Ok((0..game.players()).map(of_player).collect())
    }

    /// The temptations that pay under the rule: none exactly if it is a Bayes correlated equilibrium (an
    /// omniscient mediator's) or a communication equilibrium (an eliciting one's). Of the many plans that a
    /// lie can be combined with, the one that pays most is listed.
    ///
    /// ```
    /// use detente::{Game, Rational, equilibrium::{Distribution, WeightedProfile}};
    /// use detente::equilibrium::bayesian::{BayesianGame, Mediator, OutcomeRule, RuleEntry};
    /// let game = BayesianGame::new(&[1, 1], vec![1.into()], vec![Game::prisoners_dilemma(5, 3, 1, 0)?])?;
    /// let certain = WeightedProfile { profile: [0, 0].into(), probability: Rational::ONE };
    /// let entry = RuleEntry { types: [0, 0].into(), distribution: Distribution::new(vec![certain])? };
    /// let tempted = OutcomeRule::new(vec![entry])?.temptations(&game, Mediator::Omniscient)?;
    /// assert_eq!(tempted[0].gain, 2.into());
    /// assert_eq!(tempted[0].temptation.to_string(), "obedience: player 0 of type 0, told 0, plays 1");
    /// # Ok::<(), detente::Error>(())
    /// ```
    ///
    /// # Errors
    /// A rule that does not fit the game, or leaves out types that it has to cover.
    pub fn temptations(
        &self,
        game: &BayesianGame,
        mediator: Mediator,
    ) -> Result<Vec<TemptationGain>, EquilibriumError> {
        let table = self.table(game, mediator)?;
        let mut found = Vec::new();
        for player in 0..game.players() {
            for of_type in 0..game.types(player) {
                tempted(game, &table, mediator, player, of_type, &mut found);
            }
        }
        Ok(found)
    }

    /// Probabilities by type profile and action profile; empty lists where no types need an entry.
    fn table(&self, game: &BayesianGame, mediator: Mediator) -> Result<Vec<Vec<Rational>>, EquilibriumError> {
        (0..game.type_profiles())
            .map(|types| {
                let profile = game.type_profile(types);
                let mut drawn = vec![Rational::ZERO; game.profiles()];
                match self.at(&profile) {
                    Some(distribution) => {
                        for entry in distribution.entries() {
                            drawn[game.stage(types).index(&entry.profile)?] = entry.probability.clone();
                        }
                    }
                    None if mediator == Mediator::Omniscient && game.prior()[types].is_zero() => {}
                    None => {
                        let what = format!("the rule says nothing at types {profile}");
                        return Err(EquilibriumError::FalseEvidence { what });
                    }
                }
                Ok(drawn)
            })
            .collect()
    }
}

/// A player's payoff at a type profile if everybody is truthful and obedient.
fn average(game: &BayesianGame, table: &[Vec<Rational>], types: usize, player: usize) -> Rational {
    let drawn = table[types].iter().enumerate().filter(|(_, p)| !p.is_zero());
    drawn.map(|(index, p)| p * game.stage(types).payoff_at(index, player)).sum()
}

/// What tempts one type.
fn tempted(
    game: &BayesianGame,
    table: &[Vec<Rational>],
    mediator: Mediator,
    player: usize,
    of_type: usize,
    found: &mut Vec<TemptationGain>,
) {
    let honest = told(game, table, player, of_type, of_type);
    for (from, taken) in honest.iter().enumerate() {
        for (to, value) in taken.iter().enumerate() {
            let gain = value - &taken[from];
            if gain.is_positive() {
                let temptation = Temptation::Disobey { player, of_type, from, to };
                found.push(TemptationGain { temptation, gain });
            }
        }
    }
    if mediator == Mediator::Omniscient {
        return;
    }
    let truthful: Rational = honest.iter().enumerate().map(|(told, taken)| &taken[told]).sum();
    for claim in (0..game.types(player)).filter(|&claim| claim != of_type) {
        let (mut plan, mut value) = (Vec::new(), Rational::ZERO);
        for (told, taken) in told(game, table, player, of_type, claim).iter().enumerate() {
            // Obedience is as good as any other on ties.
            let best = (0..taken.len()).fold(told, |best, a| if taken[a] > taken[best] { a } else { best });
            value += &taken[best];
            plan.push(best);
        }
        let gain = value - &truthful;
        if gain.is_positive() {
            found.push(TemptationGain { temptation: Temptation::Lie { player, of_type, claim, plan }, gain });
        }
    }
}

/// `[told][taken]`: what a type contributes to its player's payoff when it claims to be `claim`, is
/// told one action and takes another.
fn told(
    game: &BayesianGame,
    table: &[Vec<Rational>],
    player: usize,
    of_type: usize,
    claim: usize,
) -> Vec<Vec<Rational>> {
    let actions = game.shape()[player];
    let mut values = vec![vec![Rational::ZERO; actions]; actions];
    for types in game.of_type(player, of_type) {
        let (stage, chance) = (game.stage(types), &game.prior()[types]);
        let claimed = &table[game.with_type(types, player, claim)];
        for (index, p) in claimed.iter().enumerate().filter(|(_, p)| !p.is_zero()) {
            let weight = chance * p;
            let row = &mut values[stage.action_at(index, player)];
            for (taken, reached) in stage.unilateral(index, player).enumerate() {
                row[taken] += &weight * stage.payoff_at(reached, player);
            }
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::equilibrium::WeightedProfile;
    use crate::game::Game;

    /// Two types each, three actions for row and two for column, nothing special about any number.
    fn game() -> BayesianGame {
        let chance = |types: &Profile| Rational::new([3, 1, 2, 4][2 * types[0] + types[1]], 10);
        let payoff = |seed: usize| Rational::from((seed * seed * 31 + seed * 17) as i64 % 13);
        BayesianGame::from_function(&[2, 2], chance, |types| {
            Game::from_function(&[3, 2], |a| {
                let seed = 1 + a[0] + 3 * a[1] + 6 * types[0] + 12 * types[1];
                vec![payoff(seed), payoff(seed + 29)]
            })
        })
        .unwrap()
    }

    #[test]
    fn the_best_lie_is_the_best_of_all_plans_and_gains_are_linear_forms() {
        let game = game();
        let entry = |types: usize| {
            let weights: Vec<i64> = (0..6).map(|index| ((types * 5 + index * 7) % 4) as i64).collect();
            let total: i64 = weights.iter().sum();
            let drawn = weights.iter().enumerate().map(|(index, &weight)| WeightedProfile {
                profile: game.stage(types).profile(index),
                probability: Rational::new(weight, total),
            });
            RuleEntry {
                types: game.type_profile(types),
                distribution: Distribution::new(drawn.collect()).unwrap(),
            }
        };
        let rule = OutcomeRule::new((0..4).map(entry).collect()).unwrap();
        let table = rule.table(&game, Mediator::Eliciting).unwrap();
        let gain = |temptation: &Temptation| -> Rational {
            let form = temptation.gain_form(&game).into_iter();
            form.map(|((types, index), gain)| gain * &table[types][index]).sum()
        };
        let found = rule.temptations(&game, Mediator::Eliciting).unwrap();
        assert!(found.iter().all(|tempting| tempting.gain == gain(&tempting.temptation)));
        let mut lies = 0;
        for (player, actions) in [(0, 3usize), (1, 2)] {
            for of_type in 0..2 {
                let all = (0..actions.pow(actions as u32)).map(|code| Temptation::Lie {
                    player,
                    of_type,
                    claim: 1 - of_type,
                    plan: (0..actions).map(|told| code / actions.pow(told as u32) % actions).collect(),
                });
                let best = all.map(|lie| gain(&lie)).max().unwrap();
                let listed = found.iter().find(|tempting| match &tempting.temptation {
                    Temptation::Lie { player: who, of_type: kind, .. } => (*who, *kind) == (player, of_type),
                    Temptation::Disobey { .. } => false,
                });
                assert_eq!(
                    listed.map_or(Rational::ZERO, |tempting| tempting.gain.clone()),
                    best.max(Rational::ZERO)
                );
                lies += listed.iter().count();
            }
        }
        assert!(lies >= 2);
    }

    #[test]
    fn a_rule_that_leaves_out_what_can_be_reported_is_no_rule_of_an_eliciting_mediator() {
        let stage = || Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        let prior = vec![Rational::new(1, 2), Rational::ZERO, Rational::ZERO, Rational::new(1, 2)];
        let game = BayesianGame::new(&[2, 2], prior, (0..4).map(|_| stage()).collect()).unwrap();
        let defect = |types: [usize; 2]| RuleEntry {
            types: types.into(),
            distribution: Distribution::new(vec![WeightedProfile {
                profile: [1, 1].into(),
                probability: Rational::ONE,
            }])
            .unwrap(),
        };
        let rule = OutcomeRule::new(vec![defect([1, 1]), defect([0, 0])]).unwrap();
        assert!(rule.temptations(&game, Mediator::Omniscient).unwrap().is_empty());
        assert!(rule.temptations(&game, Mediator::Eliciting).is_err());
        assert!(OutcomeRule::new(vec![defect([0, 0]), defect([0, 0])]).is_err());
        let text = serde_json::to_string(&rule).unwrap();
        assert_eq!(serde_json::from_str::<OutcomeRule>(&text).unwrap(), rule);
    }
}

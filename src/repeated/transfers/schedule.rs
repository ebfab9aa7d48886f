//! Joint payoffs and punishments for all discount factors at once.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::bound::{TransferBound, TransferPayoffs, available, liquidity};
use super::contract::TransferContract;
use crate::exact::{Rational, Scalar};
use crate::game::{Game, Profile};
use crate::repeated::game::read_common;
use crate::repeated::{IntoDiscount, RepeatedError, RepeatedGame};

/// A step of the function from discount factors to equilibrium payoffs with transfers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferStep {
    /// The least discount factor from which this holds (0: for all), up to the next step.
    pub from: Rational,
    /// The equilibrium payoffs.
    pub payoffs: TransferPayoffs,
    /// The profile that earns the joint payoff (the least tempting one on ties).
    pub profile: Profile,
    /// For each player, the profile of the punishment.
    pub punishing: Vec<Profile>,
}

/// What equilibria with transfers reach at one discount factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransferSet {
    /// The discount factor.
    pub discount: Rational,
    /// The equilibrium payoffs; `None` if there is no equilibrium in pure actions.
    pub payoffs: Option<TransferPayoffs>,
    /// Strategies that attain the joint payoff and every punishment payoff.
    pub contract: Option<TransferContract>,
    /// The proof that no equilibrium leaves the simplex (or that there is none).
    pub bound: TransferBound,
}

/// A stage game with perfect monitoring and transfers, solved for all common discount factors; see the
/// [module](super).
///
/// ```
/// use detente::{Game, Rational, repeated::transfers::RelationalGame};
/// // Abreu's (1988) Cournot duopoly: low, medium and high output.
/// let row = [[10, 3, 0], [15, 7, -4], [7, 5, -15]].map(|line| line.map(Rational::from));
/// let column: Vec<Vec<Rational>> = (0..3).map(|i| (0..3).map(|j| row[j][i].clone()).collect()).collect();
/// let rows: Vec<Vec<Rational>> = row.iter().map(|line| line.to_vec()).collect();
/// let duopoly = RelationalGame::new(&Game::bimatrix(&rows, &column)?);
/// assert_eq!(duopoly.critical_discount(&[0, 1].into())?, Some(Rational::new(1, 4)));
/// assert_eq!(duopoly.critical_discount(&[0, 0].into())?, Some(Rational::new(1, 3)));
/// let joint: Vec<String> = duopoly.steps().iter().map(|s| s.payoffs.joint.to_string()).collect();
/// assert_eq!(joint, ["14", "18", "20"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RelationalGame {
    stage: Game<Rational>,
    /// Per profile.
    critical: Vec<Option<Rational>>,
    steps: Vec<TransferStep>,
}

/// The best that profiles up to some liquidity yield together.
#[derive(Debug, Clone)]
struct Level {
    /// The least discount factor at which they sustain themselves; `None`: at none.
    from: Option<Rational>,
    /// How many profiles, in the order of their liquidity, belong to it.
    count: usize,
    best: usize,
    worst: Vec<usize>,
}

impl RelationalGame {
    /// Solves a stage game (float payoffs are taken at their exact value).
    pub fn new<T: Scalar>(stage: &Game<T>) -> Self {
        let stage = stage.to_exact();
        let required: Vec<Rational> = (0..stage.profiles()).map(|a| liquidity(&stage, a)).collect();
        let mut order: Vec<usize> = (0..stage.profiles()).collect();
        order.sort_by(|&a, &b| required[a].cmp(&required[b]).then(a.cmp(&b)));
        let levels = levels(&stage, &order, &required);
        let mut critical: Vec<Option<Rational>> = vec![None; stage.profiles()];
        let mut steps = Vec::new();
        let mut least: Option<Rational> = None;
        for (k, level) in levels.iter().enumerate().rev() {
            if let Some(from) = &level.from
                && least.as_ref().is_none_or(|least| from < least)
            {
                least = Some(from.clone());
                steps.push(step(&stage, level, from.clone()));
            }
            let first = k.checked_sub(1).map_or(0, |before| levels[before].count);
            order[first..level.count].iter().for_each(|&a| critical[a] = least.clone());
        }
        steps.reverse();
        steps.dedup_by(|next, kept| next.payoffs == kept.payoffs);
        RelationalGame { stage, critical, steps }
    }

    /// The stage game of a repeated game; its discount factor does not matter here.
    ///
    /// # Errors
    /// [`RepeatedError::NotCovered`] if players differ in patience or profiles can end the game.
    pub fn of(game: &RepeatedGame) -> Result<Self, RepeatedError> {
        game.common_discount("the set of equilibrium payoffs with transfers")?;
        if !game.is_purely_repeated() {
            return Err(RepeatedError::NotCovered {
                question: "the set of equilibrium payoffs with transfers",
                what: "a game that can end".into(),
                instead: "leave out the absorbing outcomes".into(),
            });
        }
        Ok(RelationalGame::new(game.stage()))
    }

    /// The stage game.
    pub fn stage(&self) -> &Game<Rational> {
        &self.stage
    }

    /// The step function, from the least patience to the greatest. Below the first step there is no
    /// equilibrium in pure actions; an empty list means that there is none at any discount factor.
    pub fn steps(&self) -> &[TransferStep] {
        &self.steps
    }

    /// The step that holds at a discount factor.
    pub fn step_at(&self, discount: &Rational) -> Option<&TransferStep> {
        self.steps.iter().rev().find(|step| step.from <= *discount)
    }

    /// The liquidity that a profile requires: the sum of all players' gains from deviating.
    ///
    /// # Errors
    /// If the profile is not one of the game.
    pub fn liquidity(&self, profile: &Profile) -> Result<Rational, RepeatedError> {
        Ok(liquidity(&self.stage, self.stage.index(profile)?))
    }

    /// The least discount factor from which on a profile can be played for ever with transfers, exactly;
    /// 0 for a stage equilibrium, `None` if no patience suffices.
    ///
    /// # Errors
    /// If the profile is not one of the game.
    pub fn critical_discount(&self, profile: &Profile) -> Result<Option<Rational>, RepeatedError> {
        Ok(self.critical[self.stage.index(profile)?].clone())
    }

    /// The equilibrium payoffs at a common discount factor, with strategies that attain them and the
    /// proof that none does better.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::transfers::RelationalGame};
    /// let rivals = RelationalGame::new(&Game::prisoners_dilemma(5, 3, 1, 0)?);
    /// let set = rivals.at("1/2")?;
    /// assert_eq!(set.payoffs.as_ref().map(|p| p.joint.clone()), Some(Rational::from(6)));
    /// set.contract.expect("there is an equilibrium").verify(rivals.stage())?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What is no number in (0, 1), or one number per player.
    pub fn at(&self, discount: impl IntoDiscount) -> Result<TransferSet, RepeatedError> {
        let question = "the set of equilibrium payoffs with transfers";
        let common = &read_common(discount, self.stage.players(), question)?;
        let bound = self.bound(common);
        let step = self.step_at(common);
        Ok(TransferSet {
            discount: common.clone(),
            payoffs: step.map(|step| step.payoffs.clone()),
            contract: step.map(|step| TransferContract::of(&self.stage, step, common)),
            bound,
        })
    }

    /// The rounds of exclusion from all profiles down to those that remain.
    fn bound(&self, discount: &Rational) -> TransferBound {
        let mut possible: Vec<usize> = (0..self.stage.profiles()).collect();
        let mut rounds = Vec::new();
        loop {
            let joint = possible.iter().map(|&a| self.stage.payoffs_at(a).iter().sum::<Rational>()).max();
            let Some(joint) = joint else {
                return TransferBound { discount: discount.clone(), rounds, empty: true };
            };
            let worst = |i| possible.iter().map(|&a| self.stage.best_reply_payoff(a, i)).min().cloned();
            let punishment = (0..self.stage.players()).map(|i| worst(i).unwrap_or_default()).collect();
            let payoffs = TransferPayoffs { joint, punishment };
            let allowed = available(discount, &payoffs.surplus());
            rounds.push(payoffs);
            let before = possible.len();
            possible.retain(|&a| liquidity(&self.stage, a) <= allowed);
            if possible.len() == before {
                return TransferBound { discount: discount.clone(), rounds, empty: false };
            }
        }
    }
}

/// One level per distinct liquidity.
fn levels(stage: &Game<Rational>, order: &[usize], required: &[Rational]) -> Vec<Level> {
    let joint = |a: usize| stage.payoffs_at(a).iter().sum::<Rational>();
    let mut levels: Vec<Level> = Vec::new();
    // A game has at least one profile.
    let mut best = order[0];
    let mut worst = vec![order[0]; stage.players()];
    for (at, &a) in order.iter().enumerate() {
        if joint(a) > joint(best) {
            best = a;
        }
        for (i, kept) in worst.iter_mut().enumerate() {
            if stage.best_reply_payoff(a, i) < stage.best_reply_payoff(*kept, i) {
                *kept = a;
            }
        }
        if order.get(at + 1).is_some_and(|&next| required[next] == required[a]) {
            continue;
        }
        let punished: Rational = worst.iter().enumerate().map(|(i, &p)| stage.best_reply_payoff(p, i)).sum();
        let (needed, surplus) = (&required[a], joint(best) - punished);
        let from = match (needed.is_zero(), surplus.is_positive()) {
            // Stage equilibria: what they pay is at least the punishments, so that the surplus is not
            // negative.
            (true, _) => Some(Rational::ZERO),
            (false, true) => Some(needed / &(needed + &surplus)),
            (false, false) => None,
        };
        levels.push(Level { from, count: at + 1, best, worst: worst.clone() });
    }
    levels
}

fn step(stage: &Game<Rational>, level: &Level, from: Rational) -> TransferStep {
    let punishment =
        level.worst.iter().enumerate().map(|(i, &p)| stage.best_reply_payoff(p, i).clone()).collect();
    TransferStep {
        from,
        payoffs: TransferPayoffs { joint: stage.payoffs_at(level.best).iter().sum(), punishment },
        profile: stage.profile(level.best),
        punishing: level.worst.iter().map(|&p| stage.profile(p)).collect(),
    }
}

impl fmt::Display for TransferStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let punished: Vec<String> = self.payoffs.punishment.iter().map(Rational::to_string).collect();
        write!(
            f,
            "from {}: jointly {} by {}, punished to ({})",
            self.from,
            self.payoffs.joint,
            self.profile,
            punished.join(", ")
        )
    }
}

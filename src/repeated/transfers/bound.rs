//! The payoffs that can be reached with transfers, and the proof that no others can.

use serde::{Deserialize, Serialize};

use super::ContractError;
use crate::exact::Rational;
use crate::game::Game;

/// The simplex `{v : sum v_i <= joint, v_i >= punishment_i}`.
///
/// ```
/// use detente::{Rational, repeated::transfers::TransferPayoffs};
/// let r = |n: i64| Rational::from(n);
/// let payoffs = TransferPayoffs { joint: r(6), punishment: vec![r(1), r(1)] };
/// assert!(payoffs.contains(&[r(4), r(2)]) && !payoffs.contains(&[r(6), r(0)]));
/// assert_eq!(payoffs.vertices(), [vec![r(1), r(1)], vec![r(5), r(1)], vec![r(1), r(5)]]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferPayoffs {
    /// The greatest sum of payoffs.
    pub joint: Rational,
    /// The least payoff of each player.
    pub punishment: Vec<Rational>,
}

impl TransferPayoffs {
    /// What is left to share: the joint payoff less all punishment payoffs.
    pub fn surplus(&self) -> Rational {
        &self.joint - &self.punishment.iter().sum()
    }
    /// Whether a payoff vector (one entry per player) belongs to the simplex.
    pub fn contains(&self, payoff: &[Rational]) -> bool {
        payoff.len() == self.punishment.len()
            && payoff.iter().sum::<Rational>() <= self.joint
            && payoff.iter().zip(&self.punishment).all(|(v, low)| v >= low)
    }
    /// The vertices: all players at their punishment payoffs, then each player in turn with the whole
    /// surplus.
    pub fn vertices(&self) -> Vec<Vec<Rational>> {
        let surplus = self.surplus();
        let mut list = vec![self.punishment.clone()];
        if surplus.is_positive() {
            list.extend((0..self.punishment.len()).map(|i| {
                let mut vertex = self.punishment.clone();
                vertex[i] += &surplus;
                vertex
            }));
        }
        list
    }
}

/// The proof that no equilibrium with transfers leaves a simplex: rounds that exclude ever more
/// profiles.
///
/// Round 0 covers all profiles: its joint payoff is at least every `G(a)`, its punishments at most every
/// `c_i(a)`. Equilibrium payoffs then lie in its simplex, so that only profiles with
/// `L(a) <= d / (1 - d) (joint - sum of punishments)` can be played at all, and round 1 need cover only
/// those; and so on. The last round holds what is claimed; if `empty`, it leaves no profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferBound {
    /// The discount factor.
    pub discount: Rational,
    /// The shrinking simplices.
    pub rounds: Vec<TransferPayoffs>,
    /// Whether the last one leaves no profile that could be played: there is no equilibrium in pure
    /// actions.
    pub empty: bool,
}

impl TransferBound {
    /// Checks every round against the stage game, in exact arithmetic.
    ///
    /// ```
    /// use detente::{Game, repeated::transfers::RelationalGame};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let set = RelationalGame::new(&stage).at("1/4")?;
    /// set.bound.verify(&stage)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The first round that is not justified.
    pub fn verify(&self, stage: &Game<Rational>) -> Result<(), ContractError> {
        let malformed = |location: String, message: &str| {
            Err(ContractError::Malformed { location, message: message.into() })
        };
        if !self.discount.is_positive() || self.discount >= Rational::ONE {
            return malformed("discount".into(), "it is not strictly between 0 and 1");
        }
        if self.rounds.is_empty() {
            return malformed("rounds".into(), "there is no round");
        }
        let mut possible: Vec<usize> = (0..stage.profiles()).collect();
        for (round, payoffs) in self.rounds.iter().enumerate() {
            if payoffs.punishment.len() != stage.players() {
                return malformed(format!("rounds[{round}]"), "one punishment payoff per player is needed");
            }
            let covered = |&a: &usize| {
                stage.payoffs_at(a).iter().sum::<Rational>() <= payoffs.joint
                    && (0..stage.players()).all(|i| payoffs.punishment[i] <= *stage.best_reply_payoff(a, i))
            };
            if let Some(a) = possible.iter().find(|a| !covered(a)) {
                return Err(ContractError::NotABound { round, profile: stage.profile(*a) });
            }
            let allowed = available(&self.discount, &payoffs.surplus());
            possible.retain(|&a| liquidity(stage, a) <= allowed);
        }
        match possible.first() {
            Some(&a) if self.empty => {
                Err(ContractError::NotABound { round: self.rounds.len(), profile: stage.profile(a) })
            }
            _ => Ok(()),
        }
    }
}

/// The liquidity that a surplus provides: `d / (1 - d) surplus`.
pub(super) fn available(discount: &Rational, surplus: &Rational) -> Rational {
    discount / &(Rational::ONE - discount) * surplus
}

/// The liquidity that a profile requires: the sum of all gains from deviating.
pub(super) fn liquidity(stage: &Game<Rational>, profile: usize) -> Rational {
    (0..stage.players()).map(|i| stage.deviation_gain(profile, i)).sum()
}

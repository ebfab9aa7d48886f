//! Who plays what and pays whom: a stationary equilibrium that can be checked.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ContractError;
use super::bound::TransferPayoffs;
use super::schedule::TransferStep;
use crate::exact::Rational;
use crate::game::{Game, Profile};

/// A state: a profile, and what every player receives net before the next round if nobody deviates from
/// it. Negative: the player pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractState {
    /// The profile to be played.
    pub profile: Profile,
    /// Net receipts before the next round, one per player, in stage payoffs. They add up to 0, or below
    /// where money is burned.
    pub transfers: Vec<Rational>,
}

/// A stationary relational contract (Goldluecke and Kranz 2012, "simple strategy profile").
///
/// First the up-front payments, then the path: its profile is played and its payments are made, round
/// after round. If player `i` alone withholds a payment or plays something else, `punish[i]` is played
/// next, its payments are made before the round after, and all return to the path; a payment withheld
/// by `i` is answered by `punish[i]` in the same round. If several deviate at once, play goes on as if
/// nobody had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferContract {
    /// The discount factor it is made for.
    pub discount: Rational,
    /// Net receipts before the first round, one per player.
    pub upfront: Vec<Rational>,
    /// The path.
    pub path: ContractState,
    /// For each player, the punishment.
    pub punish: Vec<ContractState>,
}

impl TransferContract {
    /// The contract of a step: temptations are covered exactly where a player is punished, what is left
    /// of the joint payoff is shared equally.
    pub(super) fn of(stage: &Game<Rational>, step: &TransferStep, discount: &Rational) -> Self {
        let n = stage.players();
        let TransferPayoffs { joint, punishment } = &step.payoffs;
        let needed = |profile: &Profile| -> Vec<Rational> {
            // Profiles of a step belong to the game.
            let a = stage.index(profile).unwrap_or_default();
            let scale = (Rational::ONE - discount) / discount;
            (0..n).map(|i| &punishment[i] + &(&scale * &stage.deviation_gain(a, i))).collect()
        };
        // What every player is promised at the beginning of the next round, payments included.
        let promised = |profile: &Profile, punished: Option<usize>| -> Vec<Rational> {
            let mut list = needed(profile);
            let slack = joint - &list.iter().sum();
            let sharing: Vec<usize> = (0..n).filter(|&i| Some(i) != punished).collect();
            for &i in &sharing {
                list[i] += &slack / &Rational::from(sharing.len());
            }
            list
        };
        let path = promised(&step.profile, None);
        let earned = stage.payoffs_at(stage.index(&step.profile).unwrap_or_default());
        let transfers: Vec<Rational> = path.iter().zip(earned).map(|(w, g)| w - g).collect();
        // From the action on: x = g + d t, because every later round pays g + t.
        let played: Vec<Rational> = earned.iter().zip(&transfers).map(|(g, t)| g + &(discount * t)).collect();
        let once = Rational::ONE - discount;
        let punish = (0..n)
            .map(|i| {
                let profile = step.punishing[i].clone();
                let transfers =
                    promised(&profile, Some(i)).iter().zip(&played).map(|(w, x)| (w - x) / &once).collect();
                ContractState { profile, transfers }
            })
            .collect();
        TransferContract {
            discount: discount.clone(),
            upfront: vec![Rational::ZERO; n],
            path: ContractState { profile: step.profile.clone(), transfers },
            punish,
        }
    }

    /// The same contract with up-front payments that give the players these average payoffs; `None` if
    /// they are not in the simplex that it attains.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::transfers::RelationalGame};
    /// let rivals = RelationalGame::new(&Game::prisoners_dilemma(5, 3, 1, 0)?);
    /// let contract = rivals.at("1/2")?.contract.expect("there is an equilibrium");
    /// let r = |n: i64| Rational::from(n);
    /// let uneven = contract.paying(rivals.stage(), &[r(5), r(1)])?.expect("punishment payoffs are 1");
    /// uneven.verify(rivals.stage())?;
    /// assert_eq!(uneven.payoff(rivals.stage())?, [r(5), r(1)]);
    /// assert!(contract.paying(rivals.stage(), &[r(6), r(0)])?.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the contract fits another game.
    pub fn paying(&self, stage: &Game<Rational>, payoff: &[Rational]) -> Result<Option<Self>, ContractError> {
        if !self.attains(stage)?.contains(payoff) {
            return Ok(None);
        }
        let played = self.values(stage)?.path;
        let once = Rational::ONE - &self.discount;
        let upfront = payoff.iter().zip(&played).map(|(v, x)| (v - x) / &once).collect();
        Ok(Some(TransferContract { upfront, ..self.clone() }))
    }

    /// The average payoff of each player, up-front payments included.
    ///
    /// # Errors
    /// If the contract fits another game.
    pub fn payoff(&self, stage: &Game<Rational>) -> Result<Vec<Rational>, ContractError> {
        let once = Rational::ONE - &self.discount;
        let played = self.values(stage)?.path;
        Ok(self.upfront.iter().zip(played).map(|(t, x)| &once * t + x).collect())
    }

    /// The simplex of payoffs that the contract attains with suitable up-front payments.
    ///
    /// # Errors
    /// If the contract fits another game.
    pub fn attains(&self, stage: &Game<Rational>) -> Result<TransferPayoffs, ContractError> {
        let Values { path, punish } = self.values(stage)?;
        Ok(TransferPayoffs { joint: path.iter().sum(), punishment: punish })
    }

    /// Checks that the contract is a subgame-perfect equilibrium: no money from nowhere, no payment that
    /// somebody would rather withhold, no profitable one-shot deviation, all in exact arithmetic with
    /// values by substitution.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn verify(&self, stage: &Game<Rational>) -> Result<(), ContractError> {
        let Values { path, punish } = self.values(stage)?;
        let once = Rational::ONE - &self.discount;
        let after = |transfers: &[Rational], i: usize| &once * &transfers[i] + &path[i];
        let lists = std::iter::once(("upfront".to_string(), &self.upfront))
            .chain(self.states().map(|(s, state)| (place(s), &state.transfers)));
        for (location, transfers) in lists {
            let sum: Rational = transfers.iter().sum();
            if sum.is_positive() {
                return Err(ContractError::MoneyFromNowhere { location, sum });
            }
            for player in (0..stage.players()).filter(|&i| transfers[i].is_negative()) {
                let gain = &punish[player] - &after(transfers, player);
                if gain.is_positive() {
                    return Err(ContractError::Withholding { location, player, gain });
                }
            }
        }
        for (s, state) in self.states() {
            let a = index(stage, state, s)?;
            for player in 0..stage.players() {
                let stay =
                    &once * stage.payoff_at(a, player) + &self.discount * &after(&state.transfers, player);
                let best = stage
                    .unilateral(a, player)
                    .filter(|&reached| reached != a)
                    .map(|reached| stage.payoff_at(reached, player))
                    .max();
                let Some(best) = best else { continue };
                let gain = &once * best + &self.discount * &punish[player] - stay;
                if gain.is_positive() {
                    let profile = state.profile.clone();
                    return Err(ContractError::Deviation { state: s, profile, player, gain });
                }
            }
        }
        Ok(())
    }

    /// The states in order: the path, then the punishments.
    fn states(&self) -> impl Iterator<Item = (usize, &ContractState)> {
        std::iter::once(&self.path).chain(&self.punish).enumerate()
    }

    /// Values from the action on, after checking that everything is there.
    fn values(&self, stage: &Game<Rational>) -> Result<Values, ContractError> {
        let n = stage.players();
        let malformed = |location: String, message: &str| {
            Err(ContractError::Malformed { location, message: message.into() })
        };
        if !self.discount.is_positive() || self.discount >= Rational::ONE {
            return malformed("discount".into(), "it is not strictly between 0 and 1");
        }
        if self.punish.len() != n {
            return malformed("punish".into(), "one punishment per player is needed");
        }
        if self.upfront.len() != n {
            return malformed("upfront".into(), "one payment per player is needed");
        }
        if let Some((s, _)) = self.states().find(|(_, state)| state.transfers.len() != n) {
            return malformed(format!("{}.transfers", place(s)), "one payment per player is needed");
        }
        let earned = stage.payoffs_at(index(stage, &self.path, 0)?);
        let path: Vec<Rational> =
            earned.iter().zip(&self.path.transfers).map(|(g, t)| g + &(&self.discount * t)).collect();
        let once = Rational::ONE - &self.discount;
        let punish: Result<Vec<Rational>, ContractError> = (0..n)
            .map(|i| {
                let state = &self.punish[i];
                let today = stage.payoff_at(index(stage, state, i + 1)?, i);
                let next = &once * &state.transfers[i] + &path[i];
                Ok(&once * today + &self.discount * &next)
            })
            .collect();
        Ok(Values { path, punish: punish? })
    }
}

/// Average payoffs from the action on: of all players on the path, of each punished player.
struct Values {
    path: Vec<Rational>,
    punish: Vec<Rational>,
}

fn place(state: usize) -> String {
    state.checked_sub(1).map_or_else(|| "path".into(), |player| format!("punish[{player}]"))
}

fn index(stage: &Game<Rational>, state: &ContractState, s: usize) -> Result<usize, ContractError> {
    stage
        .index(&state.profile)
        .map_err(|e| ContractError::Malformed { location: place(s), message: e.to_string() })
}

impl fmt::Display for TransferContract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |numbers: &[Rational]| {
            let all: Vec<String> = numbers.iter().map(Rational::to_string).collect();
            all.join(", ")
        };
        if self.upfront.iter().any(|t| !t.is_zero()) {
            writeln!(f, "at the start receive ({})", list(&self.upfront))?;
        }
        writeln!(f, "path: play {}, then receive ({})", self.path.profile, list(&self.path.transfers))?;
        for (player, state) in self.punish.iter().enumerate() {
            writeln!(
                f,
                "punish player {}: play {}, then receive ({}) and return to the path",
                player + 1,
                state.profile,
                list(&state.transfers)
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::RelationalGame;
    use super::*;
    use crate::error::Explain;

    fn contract() -> (Game<Rational>, TransferContract) {
        let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        let contract = RelationalGame::new(&stage).at("1/2").unwrap().contract.unwrap();
        (stage, contract)
    }

    #[test]
    fn a_tampered_contract_is_refused_for_the_right_reason() {
        let (stage, sound) = contract();
        assert_eq!(sound.verify(&stage), Ok(()));
        let kind = |change: &dyn Fn(&mut TransferContract)| {
            let mut changed = sound.clone();
            change(&mut changed);
            changed.verify(&stage).unwrap_err().kind()
        };
        assert_eq!(kind(&|c| c.upfront[0] = Rational::ONE), "MoneyFromNowhere");
        assert_eq!(kind(&|c| c.upfront = vec![Rational::from(100), Rational::from(-100)]), "Withholding");
        // The fine of 4 that leads back to the path is too much for the impatient; without it they deviate.
        assert_eq!(kind(&|c| c.discount = Rational::new(1, 4)), "Withholding");
        let without_fines = |c: &mut TransferContract| {
            c.discount = Rational::new(1, 4);
            c.punish.iter_mut().for_each(|state| state.transfers.fill(Rational::ZERO));
        };
        assert_eq!(kind(&without_fines), "Deviation");
        assert_eq!(kind(&|c| c.punish.truncate(1)), "Malformed");
        assert_eq!(kind(&|c| c.path.profile = Profile::from([0, 7])), "Malformed");
        assert_eq!(kind(&|c| c.discount = Rational::ONE), "Malformed");
    }

    #[test]
    fn json_round_trips_and_the_text_names_the_payments() {
        let (_, sound) = contract();
        let text = serde_json::to_string(&sound).unwrap();
        assert_eq!(serde_json::from_str::<TransferContract>(&text).unwrap(), sound);
        assert!(sound.to_string().starts_with("path: play (0, 0), then receive (0, 0)"));
    }
}

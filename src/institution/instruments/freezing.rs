//! Freezing of the front.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::institution::parameter::{IntoNumber, IntoPair, check_fraction, in_words, number, pair};
use crate::institution::{InstitutionError, Instrument, Payment, Setting};

/// Holding gets safer: the yearly hazard omega that a stand-off turns into war falls by the share zeta.
///
/// In a game in which (hold, hold) can end in war, its probability falls. In one whose cell already
/// averages over that chance, `P_i = (1 - omega) flow_i + omega war_i`, the [`Hazard`] says how, and P
/// is averaged anew. Either way it helps the side that gains by holding: self-help gets better, and
/// cooperation harder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freezing {
    calmed: Rational,
    hazard: Option<Hazard>,
}

/// The chance of war that a (hold, hold) cell contains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hazard {
    /// The yearly probability of war, in [0, 1).
    pub probability: Rational,
    /// What war pays each player.
    pub war: [Rational; 2],
}

impl Freezing {
    /// The hazard falls by this share, from 0 to 1.
    ///
    /// # Errors
    /// If it is not a number in [0, 1].
    pub fn cutting_hazard_by(share: impl IntoNumber) -> Result<Self, InstitutionError> {
        let freezing = Freezing { calmed: number("zeta", share)?, hazard: None };
        freezing.check().map(|()| freezing)
    }

    /// For a game whose (hold, hold) cell averages over the chance of war: that chance, and what war
    /// pays.
    ///
    /// # Errors
    /// If they are not numbers or the probability lies outside [0, 1).
    pub fn with_hazard(
        mut self,
        probability: impl IntoNumber,
        war: impl IntoPair,
    ) -> Result<Self, InstitutionError> {
        self.hazard = Some(Hazard { probability: number("omega", probability)?, war: pair("war", war)? });
        self.check().map(|()| self)
    }
}

impl Instrument for Freezing {
    fn name(&self) -> &'static str {
        "freezing"
    }
    fn source(&self) -> &'static str {
        "Fortna, Peace Time, 2004; Lynch, Engaging Eurasia's Separatist Conflicts, 2004"
    }
    fn terms(&self) -> String {
        let hazard = self.hazard.as_ref().map_or(String::new(), |Hazard { probability, war }| {
            format!(", which is {probability} with payoffs {}", in_words(war))
        });
        format!("cuts {} of the yearly hazard of war{hazard}", self.calmed)
    }
    fn check(&self) -> Result<(), InstitutionError> {
        check_fraction("zeta", &self.calmed)?;
        let Some(Hazard { probability, .. }) = &self.hazard else { return Ok(()) };
        check_fraction("omega", probability)?;
        if *probability == Rational::ONE {
            return Err(InstitutionError::OutOfRange {
                name: "omega".into(),
                value: "1".into(),
                range: "below 1: where war is certain the cell does not show what calm would pay",
            });
        }
        Ok(())
    }
    fn apply(&self, setting: &Setting) -> Result<Setting, InstitutionError> {
        self.check()?;
        let kept = Rational::ONE - &self.calmed;
        if let Some(Hazard { probability, war }) = &self.hazard {
            let calm_before = Rational::ONE - probability;
            let hazard = probability * &kept;
            let calm_after = Rational::ONE - &hazard;
            return setting.with_payoffs(|profile, payment, payoffs| {
                if !setting.is_self_help(profile) || payment == Payment::ForEver {
                    return;
                }
                for (payoff, war) in payoffs.iter_mut().zip(war) {
                    let flow = (&*payoff - &(probability * war)) / &calm_before;
                    *payoff = &calm_after * &flow + &hazard * war;
                }
            });
        }
        let self_help = setting.self_help();
        if !setting.game().absorbing().iter().any(|end| end.profile == self_help) {
            return Err(InstitutionError::NotApplicable {
                instrument: "freezing",
                reason: "nothing says how likely war is while both hold",
                hint: "declare (hold, hold) absorbing, or give the hazard that its payoffs average over",
            });
        }
        setting.with_endings(|profile, end| {
            if setting.is_self_help(profile) {
                end.probability = &end.probability * &kept;
            }
        })
    }
}

//! Conditional aid.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::institution::parameter::{IntoPair, check_amounts, in_words, pair};
use crate::institution::{InstitutionError, Instrument, Setting};

/// Aid to those who cooperate: `mutual` a year to each where both do, and `lone` to who cooperates
/// alone: `R_i += mutual_i`, `S_i += lone_i`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionalAid {
    mutual: [Rational; 2],
    lone: [Rational; 2],
}

impl ConditionalAid {
    /// Aid a year where both cooperate: one number for both players or one for each, at least 0.
    ///
    /// # Errors
    /// If it is not a number or below 0.
    pub fn mutual(amount: impl IntoPair) -> Result<Self, InstitutionError> {
        let none = [Rational::ZERO, Rational::ZERO];
        let aid = ConditionalAid { mutual: pair("mutual aid", amount)?, lone: none };
        aid.check().map(|()| aid)
    }

    /// The same aid, and this much a year to who cooperates alone.
    ///
    /// # Errors
    /// If it is not a number or below 0.
    pub fn to_lone_cooperator(mut self, amount: impl IntoPair) -> Result<Self, InstitutionError> {
        self.lone = pair("aid to a lone cooperator", amount)?;
        self.check().map(|()| self)
    }
}

impl Instrument for ConditionalAid {
    fn name(&self) -> &'static str {
        "conditional aid"
    }
    fn source(&self) -> &'static str {
        "Keohane, After Hegemony, 1984; Baldwin, Economic Statecraft, 1985"
    }
    fn terms(&self) -> String {
        let mutual = in_words(&self.mutual);
        format!("{mutual} a year for mutual cooperation, {} for cooperating alone", in_words(&self.lone))
    }
    fn check(&self) -> Result<(), InstitutionError> {
        check_amounts("mutual aid", &self.mutual)?;
        check_amounts("aid to a lone cooperator", &self.lone)
    }
    fn apply(&self, setting: &Setting) -> Result<Setting, InstitutionError> {
        self.check()?;
        setting.with_payoffs(|profile, _, payoffs| {
            if setting.is_cooperation(profile) {
                payoffs[0] += &self.mutual[0];
                payoffs[1] += &self.mutual[1];
            } else if let Some(defector) = setting.lone_defector(profile) {
                payoffs[1 - defector] += &self.lone[1 - defector];
            }
        })
    }
}

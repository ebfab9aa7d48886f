//! Sanctions.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::institution::parameter::{
    IntoNumber, IntoPair, check_amounts, check_fraction, in_words, number, pair,
};
use crate::institution::{InstitutionError, Instrument, Payment, Setting};

/// A cost on who defects: of `size` a year, with probability `enforcement`, on lone defectors; the
/// share `on_all` of it also falls on both where both hold: `T_i -= q s_i`, `P_i -= eta q s_i`.
///
/// On lone defectors it lowers the temptation alone; falling on mutual defection too it worsens the
/// punishment as well, and helps more for the same size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sanction {
    size: [Rational; 2],
    enforcement: Rational,
    on_all: Rational,
}

impl Sanction {
    /// On lone defectors only, certain to be enforced: the size a year, one number for both players or
    /// one for each, at least 0.
    ///
    /// # Errors
    /// If it is not a number or below 0.
    pub fn on_lone_defectors(size: impl IntoPair) -> Result<Self, InstitutionError> {
        let size = pair("sanction", size)?;
        let sanction = Sanction { size, enforcement: Rational::ONE, on_all: Rational::ZERO };
        sanction.check().map(|()| sanction)
    }

    /// On lone defectors and, in full, on both where both hold.
    ///
    /// # Errors
    /// If it is not a number or below 0.
    pub fn on_all_defectors(size: impl IntoPair) -> Result<Self, InstitutionError> {
        Self::on_lone_defectors(size)?.sharing_on_mutual(1)
    }

    /// The same sanction, enforced with this probability.
    ///
    /// # Errors
    /// If it is not a number in [0, 1].
    pub fn enforced(mut self, probability: impl IntoNumber) -> Result<Self, InstitutionError> {
        self.enforcement = number("enforcement", probability)?;
        self.check().map(|()| self)
    }

    /// The same sanction, of which this share (eta) falls on both where both hold.
    ///
    /// # Errors
    /// If it is not a number in [0, 1].
    pub fn sharing_on_mutual(mut self, share: impl IntoNumber) -> Result<Self, InstitutionError> {
        self.on_all = number("share on mutual defection", share)?;
        self.check().map(|()| self)
    }
}

impl Instrument for Sanction {
    fn name(&self) -> &'static str {
        "sanction"
    }
    fn source(&self) -> &'static str {
        "Martin, Coercive Cooperation, 1992; Ostrom, Walker and Gardner, Covenants with and without a sword, 1992"
    }
    fn terms(&self) -> String {
        let mutual = match &self.on_all {
            share if share.is_zero() => "on lone defectors".into(),
            share if *share == Rational::ONE => "on all defectors".into(),
            share => format!("on lone defectors, {share} of it on mutual defection"),
        };
        format!("{} a year {mutual}, enforced with probability {}", in_words(&self.size), self.enforcement)
    }
    fn check(&self) -> Result<(), InstitutionError> {
        check_amounts("sanction", &self.size)?;
        check_fraction("enforcement", &self.enforcement)?;
        check_fraction("share on mutual defection", &self.on_all)
    }
    fn apply(&self, setting: &Setting) -> Result<Setting, InstitutionError> {
        self.check()?;
        let expected = [0, 1].map(|i| &self.enforcement * &self.size[i]);
        setting.with_payoffs(|profile, payment, payoffs| {
            if let Some(defector) = setting.lone_defector(profile) {
                payoffs[defector] -= &expected[defector];
            } else if setting.is_self_help(profile) && payment == Payment::Yearly {
                for (payoff, cost) in payoffs.iter_mut().zip(&expected) {
                    *payoff -= &self.on_all * cost;
                }
            }
        })
    }
}

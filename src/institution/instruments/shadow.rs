//! A longer shadow of the future.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::institution::parameter::{IntoNumber, check_fraction, number};
use crate::institution::{InstitutionError, Instrument, Setting};

/// More weight of tomorrow: impatience shrinks by the share sigma,
/// `delta <- 1 - (1 - delta)(1 - sigma)`, for every player.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongerShadow {
    sigma: Rational,
}

impl LongerShadow {
    /// The share of impatience that goes, from 0 to below 1.
    ///
    /// # Errors
    /// If it is not a number in [0, 1).
    pub fn cutting_impatience_by(sigma: impl IntoNumber) -> Result<Self, InstitutionError> {
        let shadow = LongerShadow { sigma: number("sigma", sigma)? };
        shadow.check().map(|()| shadow)
    }
}

impl Instrument for LongerShadow {
    fn name(&self) -> &'static str {
        "longer shadow of the future"
    }
    fn source(&self) -> &'static str {
        "Axelrod and Keohane, Achieving cooperation under anarchy, World Politics 38, 1985"
    }
    fn terms(&self) -> String {
        format!("impatience shrinks by {}", self.sigma)
    }
    fn check(&self) -> Result<(), InstitutionError> {
        check_fraction("sigma", &self.sigma)?;
        if self.sigma == Rational::ONE {
            return Err(InstitutionError::OutOfRange {
                name: "sigma".into(),
                value: "1".into(),
                range: "below 1: a discount factor of 1 has no average payoffs",
            });
        }
        Ok(())
    }
    fn apply(&self, setting: &Setting) -> Result<Setting, InstitutionError> {
        self.check()?;
        let kept = Rational::ONE - &self.sigma;
        setting.with_discounts(|delta| Rational::ONE - (Rational::ONE - delta) * &kept)
    }
}

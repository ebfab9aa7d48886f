//! Monitoring.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::institution::parameter::{IntoNumber, check_fraction, number};
use crate::institution::{InstitutionError, Instrument, Setting};

/// Better sight: detection closes the share `gain` of its distance to certainty,
/// `d <- d + gain (1 - eps - d)`, and then false alarms fall by the share `cut`, `eps <- eps (1 - cut)`.
///
/// It acts on the setting's [`Detection`](crate::institution::Detection); where that is perfect there is
/// nothing to gain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Monitoring {
    gain: Rational,
    cut: Rational,
}

impl Monitoring {
    /// The share of undetected defections that become detected, from 0 to 1.
    ///
    /// # Errors
    /// If it is not a number in [0, 1].
    pub fn detecting(gain: impl IntoNumber) -> Result<Self, InstitutionError> {
        let monitoring = Monitoring { gain: number("detection gain", gain)?, cut: Rational::ZERO };
        monitoring.check().map(|()| monitoring)
    }

    /// The same monitoring, with fewer false alarms.
    ///
    /// # Errors
    /// If it is not a number in [0, 1].
    pub fn cutting_false_alarms_by(mut self, cut: impl IntoNumber) -> Result<Self, InstitutionError> {
        self.cut = number("false-alarm cut", cut)?;
        self.check().map(|()| self)
    }
}

impl Instrument for Monitoring {
    fn name(&self) -> &'static str {
        "monitoring"
    }
    fn source(&self) -> &'static str {
        "Green and Porter, Noncooperative collusion under imperfect price information, Econometrica 52, 1984; Abbott and Snidal, Why states act through formal international organizations, 1998"
    }
    fn terms(&self) -> String {
        format!("detects {} of what went unseen, cuts {} of the false alarms", self.gain, self.cut)
    }
    fn check(&self) -> Result<(), InstitutionError> {
        check_fraction("detection gain", &self.gain)?;
        check_fraction("false-alarm cut", &self.cut)
    }
    fn apply(&self, setting: &Setting) -> Result<Setting, InstitutionError> {
        let improved = setting.detection().improved(&self.gain, &self.cut)?;
        Ok(setting.clone().with_detection(improved))
    }
}

//! A guarantee of the exploited side.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::institution::parameter::{IntoNumber, check_fraction, number};
use crate::institution::{InstitutionError, Instrument, Setting};

/// A guarantor lifts who cooperates alone towards what self-help would have given, by the share
/// `coverage` (gamma), and takes the share `clawback` (theta) of that protection from the defector's
/// gain: `S_i += gamma (P_i - S_i)` if `P_i > S_i`; `T_i -= gamma theta (T_i - P_i)` if `T_i > P_i`.
///
/// The insurance alone changes no incentive of players who care for themselves only (the sucker's payoff
/// is not in the grim trigger's condition); with relative gains it does, and against distrust it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guarantee {
    coverage: Rational,
    clawback: Rational,
}

impl Guarantee {
    /// With this coverage, from 0 to 1, and no clawback.
    ///
    /// # Errors
    /// If it is not a number in [0, 1].
    pub fn covering(share: impl IntoNumber) -> Result<Self, InstitutionError> {
        let guarantee = Guarantee { coverage: number("coverage", share)?, clawback: Rational::ZERO };
        guarantee.check().map(|()| guarantee)
    }

    /// The same guarantee, which also takes from the defector.
    ///
    /// # Errors
    /// If it is not a number in [0, 1].
    pub fn clawing_back(mut self, share: impl IntoNumber) -> Result<Self, InstitutionError> {
        self.clawback = number("clawback", share)?;
        self.check().map(|()| self)
    }
}

impl Instrument for Guarantee {
    fn name(&self) -> &'static str {
        "guarantee"
    }
    fn source(&self) -> &'static str {
        "Walter, The critical barrier to civil war settlement, International Organization 51, 1997"
    }
    fn terms(&self) -> String {
        format!("covers {} of an exploited side's loss, takes back {}", self.coverage, self.clawback)
    }
    fn check(&self) -> Result<(), InstitutionError> {
        check_fraction("coverage", &self.coverage)?;
        check_fraction("clawback", &self.clawback)
    }
    fn apply(&self, setting: &Setting) -> Result<Setting, InstitutionError> {
        self.check()?;
        let self_help = setting.self_help_value();
        let taken = &self.coverage * &self.clawback;
        setting.with_payoffs(|profile, _, payoffs| {
            let Some(defector) = setting.lone_defector(profile) else { return };
            let exploited = 1 - defector;
            let loss = &self_help[exploited] - &payoffs[exploited];
            if loss.is_positive() {
                payoffs[exploited] += &self.coverage * &loss;
            }
            let gain = &payoffs[defector] - &self_help[defector];
            if gain.is_positive() {
                payoffs[defector] -= &taken * &gain;
            }
        })
    }
}

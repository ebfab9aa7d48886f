//! What membership costs.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::institution::parameter::{IntoPair, check_amounts, in_words, pair};
use crate::institution::{InstitutionError, Instrument, Setting};

/// Dues of those who cooperate: `m_i` a year in every cell in which player i cooperates, R_i and S_i.
///
/// A member that defects does not pay, so dues make cooperation harder to sustain by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipCost {
    cost: [Rational; 2],
}

impl MembershipCost {
    /// The cost a year: one number for both players or one for each, at least 0.
    ///
    /// # Errors
    /// If it is not a number or below 0.
    pub fn of(cost: impl IntoPair) -> Result<Self, InstitutionError> {
        let membership = MembershipCost { cost: pair("membership cost", cost)? };
        membership.check().map(|()| membership)
    }
}

impl Instrument for MembershipCost {
    fn name(&self) -> &'static str {
        "membership cost"
    }
    fn source(&self) -> &'static str {
        "Buchanan, An economic theory of clubs, Economica 32, 1965; Koremenos, Lipson and Snidal, The rational design of international institutions, 2001"
    }
    fn terms(&self) -> String {
        format!("{} a year", in_words(&self.cost))
    }
    fn check(&self) -> Result<(), InstitutionError> {
        check_amounts("membership cost", &self.cost)
    }
    fn apply(&self, setting: &Setting) -> Result<Setting, InstitutionError> {
        self.check()?;
        setting.with_payoffs(|profile, _, payoffs| {
            if setting.is_cooperation(profile) {
                payoffs[0] -= &self.cost[0];
                payoffs[1] -= &self.cost[1];
            } else if let Some(defector) = setting.lone_defector(profile) {
                payoffs[1 - defector] -= &self.cost[1 - defector];
            }
        })
    }
    fn cost_to_members(&self) -> [Rational; 2] {
        self.cost.clone()
    }
}

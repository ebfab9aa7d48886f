//! Cheaper negotiation.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::institution::parameter::{
    IntoNumber, IntoPair, check_amounts, check_fraction, in_words, number, pair,
};
use crate::institution::{InstitutionError, Instrument, Setting};

/// A forum that saves the share `cut` (tau) of what compromise costs: the game's cells already contain
/// the cost `t_i` a year for who cooperates, and `tau t_i` of it is given back in each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NegotiationSupport {
    cost: [Rational; 2],
    cut: Rational,
}

impl NegotiationSupport {
    /// The cost that the cells contain (one number for both players or one for each, at least 0) and the
    /// share of it that is saved.
    ///
    /// # Errors
    /// If one is not a number, the cost is below 0, or the share outside [0, 1].
    pub fn saving(cut: impl IntoNumber, cost: impl IntoPair) -> Result<Self, InstitutionError> {
        let support = NegotiationSupport {
            cost: pair("negotiation cost", cost)?,
            cut: number("saved share of the negotiation cost", cut)?,
        };
        support.check().map(|()| support)
    }
}

impl Instrument for NegotiationSupport {
    fn name(&self) -> &'static str {
        "negotiation support"
    }
    fn source(&self) -> &'static str {
        "Keohane, After Hegemony, 1984, chapter 6; Fearon, Domestic political audiences, APSR 88, 1994"
    }
    fn terms(&self) -> String {
        format!("saves {} of a cost of {} a year", self.cut, in_words(&self.cost))
    }
    fn check(&self) -> Result<(), InstitutionError> {
        check_amounts("negotiation cost", &self.cost)?;
        check_fraction("saved share of the negotiation cost", &self.cut)
    }
    fn apply(&self, setting: &Setting) -> Result<Setting, InstitutionError> {
        self.check()?;
        setting.with_payoffs(|profile, _, payoffs| {
            for (player, payoff) in payoffs.iter_mut().enumerate() {
                let pays = setting.is_cooperation(profile)
                    || setting.lone_defector(profile).is_some_and(|defector| defector != player);
                if pays {
                    *payoff += &self.cut * &self.cost[player];
                }
            }
        })
    }
}

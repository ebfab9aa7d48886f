//! What every instrument can do, and the list of those that there are.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::instruments::{
    ConditionalAid, Freezing, Guarantee, IssueLinkage, LongerShadow, MembershipCost, Monitoring,
    NegotiationSupport, Sanction, VoluntaryMembership,
};
use super::{Change, InstitutionError, Setting};
use crate::exact::Rational;

/// One instrument of an institution: a pure function from setting to setting.
///
/// An implementor keeps three promises: `apply` refuses parameters that `check` refuses; with all
/// parameters 0 it changes nothing; and it leaves cells alone that its documentation does not name.
pub trait Instrument: fmt::Debug {
    /// The field's name for it.
    fn name(&self) -> &'static str;
    /// Where the idea comes from: author, title, year.
    fn source(&self) -> &'static str;
    /// Its parameters in words.
    fn terms(&self) -> String;
    /// Whether its parameters lie in their ranges.
    ///
    /// # Errors
    /// The first parameter that does not, with its range.
    fn check(&self) -> Result<(), InstitutionError>;
    /// The setting under this instrument.
    ///
    /// # Errors
    /// Parameters out of range, or a game on which the instrument has no meaning.
    fn apply(&self, setting: &Setting) -> Result<Setting, InstitutionError>;
    /// What membership costs each player a year. The cells of [`Instrument::apply`] contain it already.
    fn cost_to_members(&self) -> [Rational; 2] {
        [Rational::ZERO, Rational::ZERO]
    }
    /// What it would change, cell by cell.
    ///
    /// # Errors
    /// As [`Instrument::apply`].
    fn describe_change(&self, setting: &Setting) -> Result<Vec<Change>, InstitutionError> {
        Ok(self.apply(setting)?.changes_since(setting))
    }
}

macro_rules! clauses {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// A part of an institution: one instrument, in a form that can be saved, as
        /// `{"sanction": {"size": ["1","1"], "enforcement": "4/5", "on_all": "0"}}`.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum Clause {
            $($(#[$doc])* $name($name),)*
        }

        $(impl From<$name> for Clause {
            fn from(instrument: $name) -> Self {
                Clause::$name(instrument)
            }
        })*

        impl Clause {
            /// The instrument.
            pub fn instrument(&self) -> &dyn Instrument {
                match self {
                    $(Clause::$name(instrument) => instrument,)*
                }
            }
        }
    };
}

clauses! {
    /// Payments to who cooperates.
    ConditionalAid,
    /// Costs to who defects.
    Sanction,
    /// Insurance of who is exploited.
    Guarantee,
    /// Dues of those who cooperate.
    MembershipCost,
    /// More weight of the future.
    LongerShadow,
    /// Cheaper compromise.
    NegotiationSupport,
    /// A front that holds.
    Freezing,
    /// A second game played beside the first.
    IssueLinkage,
    /// Better sight.
    Monitoring,
    /// Terms that hold only between those who commit.
    VoluntaryMembership,
}

//! Institutions: what a treaty, a guarantor or a court changes in a repeated game between two rivals.
//!
//! An [`Institution`] is an ordered list of instruments, each a pure function from one repeated game to
//! another: it changes cells, discount factors, the chance that the game ends, or how well defections
//! are seen, and nothing else. What the players can then sustain by themselves is for the floor below
//! ([`repeated`](crate::repeated)) to say: an institution is no third party that forces anybody, it is
//! a different game (Keohane, After Hegemony, 1984; Oye, Explaining cooperation under anarchy, 1985).
//!
//! | instrument | changes |
//! |---|---|
//! | [`ConditionalAid`] | rewards of mutual cooperation and of cooperating alone |
//! | [`Sanction`] | temptation, and on request self-help |
//! | [`Guarantee`] | the sucker's payoff, and on request temptation |
//! | [`MembershipCost`] | every cell in which one cooperates |
//! | [`NegotiationSupport`] | the same cells, the other way |
//! | [`LongerShadow`] | discount factors |
//! | [`Freezing`] | self-help, or the chance that it ends in war |
//! | [`IssueLinkage`] | the game itself: a product with another one |
//! | [`Monitoring`] | detection and false alarms |
//! | [`VoluntaryMembership`] | the game itself: committing becomes an action |
//!
//! ```
//! use detente::institution::{Guarantee, Institution, LongerShadow, Sanction, Setting};
//! use detente::{Game, game::RelativeGains, repeated::RepeatedGame};
//! let rivals = Setting::new(RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "2/5")?)?;
//! let pact = Institution::named("pact").with(Sanction::on_lone_defectors(1)?.enforced("4/5")?);
//! assert_eq!(rivals.critical_trigger().to_string(), "1/2");
//! assert_eq!(pact.transform(&rivals)?.critical_trigger().to_string(), "3/8");
//!
//! // Preferences come last. With relative gains a guarantee of the exploited side helps, too.
//! let envious = RelativeGains::equal("1/2".parse()?)?;
//! let guarded = Institution::named("guarded").with(Guarantee::covering("4/5")?);
//! assert_eq!(rivals.in_relative_gains(&envious)?.critical_trigger().to_string(), "7/9");
//! assert_eq!(guarded.transform(&rivals)?.in_relative_gains(&envious)?.critical_trigger().to_string(), "31/41");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! By default action 0 cooperates and action 1 holds (self-help); [`Setting::with_roles`] says
//! otherwise. Preferences are no institutions: see [`RelativeGains`](crate::game::RelativeGains).

mod alarm;
mod change;
mod composition;
mod detection;
mod error;
mod instrument;
mod instruments;
mod parameter;
mod participation;
mod setting;

pub use alarm::Alarm;
pub use change::Change;
pub use composition::{Explanation, Institution, Step};
pub use detection::{Detection, TriggerThreshold};
pub use error::InstitutionError;
pub use instrument::{Clause, Instrument};
pub use instruments::{
    ConditionalAid, Freezing, Guarantee, Hazard, IssueLinkage, LongerShadow, MembershipCost, Monitoring,
    NegotiationSupport, Sanction, VoluntaryMembership,
};
pub use parameter::{IntoNumber, IntoPair};
pub use participation::{Adoption, Cooperation, Harm, Participation, Prospect};
pub use setting::{Payment, Setting};

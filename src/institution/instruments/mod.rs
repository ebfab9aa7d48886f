//! The instruments, one per file.

mod aid;
mod freezing;
mod guarantee;
mod linkage;
mod membership;
mod monitoring;
mod negotiation;
mod sanction;
mod shadow;
mod voluntary;

pub use aid::ConditionalAid;
pub use freezing::{Freezing, Hazard};
pub use guarantee::Guarantee;
pub use linkage::IssueLinkage;
pub use membership::MembershipCost;
pub use monitoring::Monitoring;
pub use negotiation::NegotiationSupport;
pub use sanction::Sanction;
pub use shadow::LongerShadow;
pub use voluntary::VoluntaryMembership;

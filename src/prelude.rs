//! The names a first program needs: `use detente::prelude::*;`

pub use crate::exact::Rational;
pub use crate::game::{Game, Profile, RelativeGains};
pub use crate::institution::{
    ConditionalAid, Guarantee, Institution, LongerShadow, MembershipCost, Sanction, Setting,
};
pub use crate::repeated::{
    Automaton, Critical, CriticalTarget, Enclosure, Objective, Options, Punishment, Reason, RepeatedGame,
    Target, Verdict, critical_discount,
};

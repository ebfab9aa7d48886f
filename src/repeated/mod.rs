//! Repeated games: which payoffs rivals can sustain by themselves, and by which strategies.
//!
//! The same stage game is played every year; players weigh the next year by the discount factor delta.
//! What they can reach without anybody to enforce it is V(delta), the payoffs of subgame-perfect
//! equilibria: here in pure actions, with perfect monitoring and a public randomisation device, as
//! averages normalised by (1 - delta). Abreu, Pearce and Stacchetti (1990) show that V is the largest
//! bounded set that generates itself: every payoff in it is a year's payoff and a continuation in the
//! set, such that nobody gains by deviating once and facing the worst of the set afterwards.
//!
//! | question | call | evidence |
//! |---|---|---|
//! | what can they reach? | [`RepeatedGame::payoff_set`] | inner and outer set, the gap between them |
//! | what of it is proven in fractions? | [`RepeatedGame::certified_inner_set`] | an automaton over its corners |
//! | can this be sustained? | [`RepeatedGame::sustain`], [`RepeatedGame::sustain_target`] | an [`Automaton`], or a [`Refutation`] |
//! | can it without a public coin? | [`RepeatedGame::sustain_without_randomisation`] | an automaton without draws, or a [`PathProof`] |
//! | what does the coin add to V? | [`RepeatedGame::compare_without_randomisation`] | a [`CoinReport`]: each vertex with its path or proof |
//! | what is the best (the worst) of it? | [`RepeatedGame::best`] | an automaton and a bound |
//! | how patient must they be? | [`critical_discount`]; of unequal patience: [`critical_patience`] | an automaton above, a refutation below |
//! | what do strategies earn, and when are they equilibria? | [`strategies`] | values, Bellman equations, polynomials in delta |
//! | what enters where, as patience grows? | [`patience_map`] | critical values, and steps with evidence |
//! | and where more patience may hurt? | [`RepeatedGame::discount_intervals`] | a proof for every interval |
//! | what is feasible, individually rational, sustained by reversion, promised by the folk theorem? | [`RepeatedGame::feasible_set`], [`RepeatedGame::individually_rational_set`], [`RepeatedGame::nash_reversion_set`], [`RepeatedGame::folk_theorem`] | exact polytopes |
//! | whose temptation binds? | [`RepeatedGame::binding_constraints`] | prices from linear programs |
//! | what if actions are hidden, and signals are seen? | [`monitoring::PublicMonitoring`] | automata on signals; half-spaces |
//! | what if they may mix? | [`mixed::mixed_payoffs`] | an automaton with mixed actions |
//! | what if they may pay one another? | [`transfers::RelationalGame`] | a contract, and a bound |
//!
//! Two equally patient players are solved by polygon geometry ([`fast`] in floats, then exact rationals),
//! any number and players of unequal patience by half-spaces and linear programs; where both apply they are
//! held against each other in the tests.
//! Floats only guide: every yes is an automaton whose one-shot deviations are checked exactly, every no a
//! chain of exact outer sets, and what is neither is reported as undecided.
//!
//! Profiles may end the game ([`Absorbing`]): a war that decides everything after it. Then no
//! monotonicity in patience holds, and no critical value is offered, but certified intervals are.

pub mod automaton;
mod benchmarks;
mod critical;
mod dynamics;
mod enclose;
mod error;
pub mod fast;
mod file;
mod game;
pub mod mixed;
pub mod monitoring;
mod options;
mod paths;
mod payoff_set;
mod planar;
mod polyhedral;
mod reason;
mod refutation;
mod room;
pub mod strategies;
mod sustain;
mod target;
pub mod transfers;
mod verdict;

pub use automaton::Automaton;
pub use benchmarks::{FolkTheorem, Guarantee, ReversionSet};
pub use critical::{
    Critical, CriticalTarget, DiscountInterval, Entry, IntervalDeviation, IntervalRefutation,
    IntervalVerdict, PatienceMap, PatienceRow, PatienceSample, Punishment, SampledVerdict, Status, Step,
    critical_discount, critical_patience, patience_map, sample_verdicts,
};
pub use error::RepeatedError;
pub use game::{Absorbing, Discount, IntoDiscount, RepeatedGame};
pub use options::Options;
pub use paths::{
    Beginning, CoinReport, Exhaustion, PathBound, PathLink, PathProof, PathVerdict, PayoffWithoutCoin,
};
pub use payoff_set::{CertifiedSet, Enclosure, EnclosureStatus, ProvenEnclosure, Shape};
pub use polyhedral::binding::BindingConstraint;
pub use polyhedral::enclose::Effort;
pub use refutation::{Failure, HalfSpace, Link, Refutation};
pub use sustain::Best;
pub use target::{Objective, Target};
pub use verdict::{Reason, Verdict};

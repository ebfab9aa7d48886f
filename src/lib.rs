//! Under which conditions can rivals sustain cooperation, what would an institution have to change, and
//! when does the game collapse into zero-sum self-help? `detente` solves repeated games and proves its
//! answers.
//!
//! ```
//! use detente::prelude::*;
//!
//! let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;           // temptation, reward, punishment, sucker: exact
//! let rivals = RepeatedGame::new(stage, "2/5")?;              // one discount factor, parsed exactly
//! let verdict = rivals.sustain(&Profile::from([0, 0]))?;      // can (cooperate, cooperate) be played for ever?
//! assert_eq!(verdict.reason(), Some(Reason::Impatience));     // no, with a proof: critical is 1/2
//!
//! let pact = Institution::named("pact").with(Sanction::on_lone_defectors(1)?.enforced("4/5")?);
//! let allied = pact.apply(&rivals)?;
//! println!("{}", pact.explain(&rivals)?);                     // what changed, in words
//! let after = allied.sustain(&Profile::from([0, 0]))?;        // yes: critical is 3/8 now
//! after.automaton().expect("sustained").verify(&allied)?;     // every one-shot deviation, in exact rationals
//! let set = allied.payoff_set(&Options::default())?;          // all equilibrium payoffs: inner, outer, gap
//! assert!(set.gap.expect("not empty") < 1e-9);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The house
//! Dependencies run downwards only; every floor's front page teaches its concept.
//!
//! | floor | holds |
//! |---|---|
//! | [`study`] | the case: Armenia and Azerbaijan over Karabakh, 1988-2023, and its controls |
//! | [`check`] | re-verifies saved results with code that shares nothing with the solvers but rationals |
//! | [`report`] | tables, pictures, HTML: turns results into things to look at |
//! | [`collapse`] | when and why cooperation fails, measured |
//! | [`institution`] | what a treaty, a guarantor or a court changes in a game |
//! | [`repeated`] | payoff sets, automata, refutations, critical discount factors |
//! | [`equilibrium`] | one-shot concepts: Nash, correlated, zero-sum, minmax, dominance, commitment |
//! | [`game`] | games, families, random games, preferences, formats |
//! | [`lp`], [`geometry`], [`exact`] | linear programs with certificates, polygons, rationals |
//!
//! # Conventions
//! * Player 0 is the row player. Repeated payoffs are averages: normalised by (1 - delta).
//! * V(delta) is the set of payoffs of subgame-perfect equilibria in pure actions with a public
//!   randomisation device; minmax is pure minmax; V may be empty (Matching Pennies).
//! * Literals are exact: `"0.1"` is 1/10. Games keep rationals, floats are a cache made from them.
//! * Floats guide, exact arithmetic decides: every "sustained" is an automaton whose one-shot deviations
//!   are checked in rationals, every "not sustained" a chain of exact outer sets. "Undecided" is an
//!   answer; a silent wrong one is not.
//!
//! # What it costs a library user
//! The default build is pure Rust. `default-features = false` leaves out the command line (`cli`), the
//! pictures (`plot`) and the progress bars (`progress`). The feature `proptest` adds the module `testing`:
//! games, guises and laws for property tests of your own equilibria and solvers.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod check;
pub mod collapse;
pub mod equilibrium;
pub mod error;
pub mod exact;
pub mod game;
pub mod geometry;
pub mod institution;
pub mod lp;
pub mod prelude;
pub mod repeated;
pub mod report;
pub mod study;
#[cfg(feature = "proptest")]
pub mod testing;

pub use error::{Error, Explain};
pub use exact::Rational;
pub use game::{Game, Profile};

/// The README's example, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

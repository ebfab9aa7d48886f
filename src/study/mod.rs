//! A case study: Armenia and Azerbaijan over Karabakh, 1988-2023, as games whose assumptions are open.
//!
//! # The question
//! Two sides share a stake. Each year they can compromise on a proposed division or help themselves: hold
//! what they have, or attack. When is compromise *enforceable* (some subgame-perfect equilibrium starts with
//! compromise for ever), when is it *acceptable* (no worse than the benchmark for both, and jointly better),
//! and what would an institution have to change? A threat of war can make a compromise enforceable that the
//! side ahead would never accept: only both together are cooperation. "Holder" and "challenger" are positions
//! in a game and not blame; the study is neutral in both directions.
//!
//! # Three accounts of the same conflict, side by side
//! | variant | actions | war |
//! |---|---|---|
//! | [`Variant::Reduced`] | compromise, self-help | lasts a year; a trigger strategy with imperfect monitoring in closed form |
//! | [`Variant::ThreeActions`] | compromise, hold, attack | lasts a year |
//! | [`Variant::Absorbing`] | compromise, hold, attack | decides everything after it (Powell 1991) |
//!
//! Where they differ the verdict is called [`Agreement::ModelDependent`].
//!
//! # From primitives to verdicts
//! [`Primitives`] (stakes, holdings, costs, patience, relative gains) are changed by
//! [`InstitutionParameters`] in a fixed order, become cells ([`ReducedGame`], [`StageModel`]), and are solved by
//! the crate's solver for repeated games ([`Solution`]). With [`crate::Rational`] numbers the games are exact
//! and go to the certified solvers ([`phase_verdict`]); with floats thousands of draws are solved
//! ([`ensemble`], [`history_ensemble`]).
//!
//! War costs, relative gains and the chance of victory are judgement, but the past constrains them:
//! [`history_band`] asks which war costs keep the ceasefire where it held and break it where it broke.
//! [`sufficient_strength`] asks how strong an institution would have to be, [`collapse_by_relative_gains`]
//! when nothing is left, [`claims()`] what the models say to the article behind the case, and [`LIMITS`] what
//! they do not know. [`karabakh()`] runs one variant; [`dossier()`] runs everything.
//!
//! ```
//! use detente::study::{Prospect, StageModel, WarAccounting, karabakh_data};
//! let data = karabakh_data()?;
//! // 2016-20, with war costs and relative gains in the middle of what history allows at k = 0.2.
//! let case = data.phase("2016-20")?.at_modes()?.to_floats();
//! let case = case.with_war_costs_scaled(&4.56)?.with_relative_gains(&0.2);
//! let prospect = |institution: &str| -> Result<Prospect, detente::study::StudyError> {
//!     let institution = data.institution(institution)?.at_modes()?.to_floats();
//!     Ok(StageModel::new(&case, &institution, WarAccounting::Absorbing).solve()?.prospect())
//! };
//! assert_eq!(prospect("Minsk"), Ok(Prospect::Collapsed));
//! assert_eq!(prospect("strong"), Ok(Prospect::Compromise));
//! # Ok::<(), detente::study::StudyError>(())
//! ```
//!
//! Whether distrust alone can prevent cooperation, and what a mediator can do about it, is asked in a game of
//! its own ([`TrustGame`]).
//!
//! # How it was checked
//! The absorbing variant equals 128 reference entries made by two independent methods; the reduced variant's
//! shares lie within four combined standard errors of an independent prototype; bands and map of history
//! matching are the prototype's; the coded cases agree in nine and seven of eleven. One difference is known:
//! some acceptable equilibrium bargain (perfect monitoring) exists in 26 to 37 per cent of the draws of
//! 1994-2020 here and in 23 to 35 there, which is within the sampling error of two runs. The coded cases
//! count five settlements and six failures.

mod agreement;
mod cells;
mod claims;
mod contest;
mod data;
mod divisions;
mod dossier;
mod ensemble;
mod error;
mod history;
mod instruments;
mod karabakh;
mod limits;
mod participation;
mod primitives;
mod range;
mod reduced;
mod scan;
mod solution;
mod stage;
mod strength;
mod trust;
mod verdict;

pub use crate::collapse::Share;
pub use agreement::{CodedVerdict, CoderAgreement, coded_agreement};
pub use cells::WarAccounting;
pub use claims::{Claim, ClaimAnswer, Coverage, Finding, claims};
pub use contest::{Contest, ContestYear};
pub use data::{
    CaseData, CodedCase, CodedCases, Controls, Fact, Facts, INSTRUMENT_NAMES, INSTRUMENTS, InstitutionPreset,
    PRIMITIVE_NAMES, PRIMITIVES, Phase, coded_cases, facts, karabakh_data,
};
pub use divisions::{BestDivision, DivisionRule, Divisions, Outside, ShareMeaning, bargaining_range};
pub use dossier::{
    Calibration, CollapseEntry, DiagramEntry, Dossier, DossierOptions, NamedVerdict, ParticipationEntry,
    ReducedShares, StrengthEntry, dossier,
};
pub use ensemble::{Ensemble, EnsembleOptions, GainsWeights, Question, ensemble};
pub use error::StudyError;
pub use history::{
    HISTORY, HistoryBand, HistoryCondition, HistoryEnsemble, HistoryMap, HistoryOptions, MapCell,
    MatchedShares, PastEvent, ProspectShares, history_band, history_ensemble, history_map,
};
pub use instruments::{InstitutionParameters, SideInstruments};
pub use karabakh::{
    Entry, GameEntry, KarabakhOptions, KarabakhStudy, ShareEntry, Variant, karabakh, karabakh_with_progress,
};
pub use limits::LIMITS;
pub use participation::{Participation, participation};
pub use primitives::{Primitives, Side};
pub use range::Range;
pub use reduced::{Branch, CriticalPatience, ReducedGame};
pub use solution::{Benchmark, Prospect, Solution, SolutionContent};
pub use stage::{AbsorbingCell, Move, StageModel};
pub use strength::{
    Collapse, Instrument, StrengthDiagram, Sufficient, collapse_by_relative_gains, scaled, strength_diagram,
    sufficient_package, sufficient_strength,
};
pub use trust::{TrustGame, TrustPayoffs, mutual_cooperation, trust_needed_before_signals};
pub use verdict::{
    Agreement, Confirmation, Enforcement, PhaseVerdict, STATIONARITY, VariantVerdict, phase_verdict,
};

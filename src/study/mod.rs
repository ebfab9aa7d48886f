//! A case study: Armenia and Azerbaijan over Karabakh, 1988-2023, as games whose assumptions are open.

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
mod verdict;

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
pub use ensemble::{Ensemble, EnsembleOptions, GainsWeights, Question, Share, ensemble};
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
pub use verdict::{
    Agreement, Confirmation, Enforcement, PhaseVerdict, STATIONARITY, VariantVerdict, phase_verdict,
};

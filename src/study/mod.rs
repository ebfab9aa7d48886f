//! A case study: Armenia and Azerbaijan over Karabakh, 1988-2023, as games whose assumptions are open.

mod agreement;
mod cells;
mod data;
mod divisions;
mod ensemble;
mod error;
mod history;
mod instruments;
mod karabakh;
mod limits;
mod primitives;
mod range;
mod reduced;
mod solution;
mod stage;

pub use agreement::{CodedVerdict, CoderAgreement, coded_agreement};
pub use cells::WarAccounting;
pub use data::{
    CaseData, CodedCase, CodedCases, Controls, Fact, Facts, INSTRUMENT_NAMES, INSTRUMENTS, InstitutionPreset,
    PRIMITIVE_NAMES, PRIMITIVES, Phase, coded_cases, facts, karabakh_data,
};
pub use divisions::{BestDivision, DivisionRule, Divisions, Outside, ShareMeaning, bargaining_range};
pub use ensemble::{Ensemble, EnsembleOptions, GainsWeights, Share, ensemble};
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
pub use primitives::{Primitives, Side};
pub use range::Range;
pub use reduced::{Branch, CriticalPatience, ReducedGame};
pub use solution::{Benchmark, Prospect, Solution, SolutionContent};
pub use stage::{AbsorbingCell, Move, StageModel};

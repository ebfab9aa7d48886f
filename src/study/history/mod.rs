//! History matching: which war costs and which relative gains are consistent with what happened?
//!
//! War costs and relative gains are judgement, but the past constrains them. Six conditions, in the
//! absorbing variant under anarchy: the ceasefire held in 1994-2003, 2004-10 and 2011-16, so holding for
//! ever has to be supported there; Armenia attacked in 1992-94, Azerbaijan in 2016-20 and 2023, so
//! attacking a side that holds has to pay more than holding for ever, in relative terms. ("Attack" is a
//! move in the model, not blame.)

mod band;
mod ensemble;
mod map;
mod modes;

use serde::Serialize;

pub use band::{HistoryBand, history_band};
pub use ensemble::{HistoryEnsemble, HistoryOptions, MatchedShares, ProspectShares, history_ensemble};
pub use map::{HistoryMap, MapCell, history_map};

use super::cells::WarAccounting;
use super::stage::{Move, StageModel, cell};
use super::{InstitutionParameters, Primitives, StudyError};
use crate::repeated::fast::Solver;

/// What a phase of the past asks of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PastEvent {
    /// The front held: holding for ever is supported.
    Held,
    /// This side attacked a side that held.
    Attacked(usize),
}

/// One of the six conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct HistoryCondition {
    /// The phase, by name.
    pub phase: &'static str,
    /// What happened in it.
    pub event: PastEvent,
}

/// The six conditions, in time order.
pub const HISTORY: [HistoryCondition; 6] = [
    HistoryCondition { phase: "1992-94", event: PastEvent::Attacked(0) },
    HistoryCondition { phase: "1994-2003", event: PastEvent::Held },
    HistoryCondition { phase: "2004-10", event: PastEvent::Held },
    HistoryCondition { phase: "2011-16", event: PastEvent::Held },
    HistoryCondition { phase: "2016-20", event: PastEvent::Attacked(1) },
    HistoryCondition { phase: "2023", event: PastEvent::Attacked(1) },
];

impl HistoryCondition {
    /// Whether a case of this phase meets the condition.
    ///
    /// # Errors
    /// If a payoff is not finite.
    pub fn is_met(&self, case: &Primitives<f64>, solver: &mut Solver) -> Result<bool, StudyError> {
        let model = StageModel::new(case, &InstitutionParameters::none(), WarAccounting::Absorbing);
        match self.event {
            PastEvent::Held => Ok(model.solve_with(solver)?.holds()),
            PastEvent::Attacked(side) => {
                let attack =
                    if side == 0 { cell(Move::Attack, Move::Hold) } else { cell(Move::Hold, Move::Attack) };
                let holding = model.forever(cell(Move::Hold, Move::Hold));
                Ok(model.forever(attack)[side] > holding[side])
            }
        }
    }
}

fn check_weight(k: f64) -> Result<(), StudyError> {
    let range = "a common relative-gains weight lies in [0, 1]";
    if (0.0..=1.0).contains(&k) {
        return Ok(());
    }
    Err(StudyError::OutOfRange { name: "k".into(), value: k.to_string(), range })
}

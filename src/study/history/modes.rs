//! The phases at their modes, moved in the two directions that history is asked about.

use super::{HISTORY, PastEvent};
use crate::repeated::fast::Solver;
use crate::study::{CaseData, Primitives, StudyError};

/// The phases' mode values with the two parameters that history is asked about.
pub(super) struct ModeCases {
    cases: Vec<(String, Primitives<f64>)>,
}

impl ModeCases {
    pub(super) fn new(data: &CaseData) -> Result<Self, StudyError> {
        let cases = data.phases.iter().map(|phase| Ok((phase.name.clone(), phase.at_modes()?.to_floats())));
        Ok(ModeCases { cases: cases.collect::<Result<_, StudyError>>()? })
    }

    pub(super) fn at(&self, phase: &str, k: f64, cost_scale: f64) -> Result<Primitives<f64>, StudyError> {
        let found = self.cases.iter().find(|(name, _)| name == phase);
        let (_, case) = found.ok_or_else(|| StudyError::Unknown {
            what: "phase",
            name: phase.into(),
            known: self.cases.iter().map(|(name, _)| name.clone()).collect(),
        })?;
        Ok(case.with_war_costs_scaled(&cost_scale)?.with_relative_gains(&k))
    }

    /// Which of the six conditions hold.
    pub(super) fn met(&self, k: f64, cost_scale: f64, solver: &mut Solver) -> Result<[bool; 6], StudyError> {
        let mut met = [false; 6];
        for (met, condition) in met.iter_mut().zip(HISTORY) {
            *met = condition.is_met(&self.at(condition.phase, k, cost_scale)?, solver)?;
        }
        Ok(met)
    }

    /// Whether all six conditions hold; the attacks, which need no solver, are asked first.
    pub(super) fn meets_all(&self, k: f64, cost_scale: f64, solver: &mut Solver) -> Result<bool, StudyError> {
        let (held, attacked): (Vec<_>, Vec<_>) =
            HISTORY.into_iter().partition(|condition| condition.event == PastEvent::Held);
        for condition in attacked.into_iter().chain(held) {
            if !condition.is_met(&self.at(condition.phase, k, cost_scale)?, solver)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

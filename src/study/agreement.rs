//! The coded cases through the absorbing variant: does the model say what happened?

use serde::Serialize;

use super::cells::WarAccounting;
use super::ensemble::Share;
use super::stage::{Move, StageModel, cell};
use super::{CodedCase, CodedCases, StudyError};

/// A coded case and what the absorbing variant says of it, at mode values and cost scale 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CodedVerdict {
    /// The case.
    pub name: String,
    /// Whether the settlement on the table was reached and kept.
    pub settled: bool,
    /// Whether compromise for ever is enforceable; `None` where no pure-strategy equilibrium exists.
    pub enforceable: Option<bool>,
    /// Compromise for ever minus holding for ever, per side, in relative terms.
    pub over_holding: [f64; 2],
    /// Enforceable, jointly gaining, and no worse than holding for both: the model expects a settlement.
    pub expected: bool,
}

impl CodedVerdict {
    /// Whether the model and the outcome agree.
    pub fn agrees(&self) -> bool {
        self.expected == self.settled
    }
}

/// One coder's cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoderAgreement {
    /// The verdicts, case by case.
    pub verdicts: Vec<CodedVerdict>,
    /// In how many of them model and outcome agree.
    pub agreement: Share,
}

/// Solves every coded case under its own institution, the less patient side setting the discount factor.
///
/// The coders knew the outcomes, so agreement is a check of plausibility and not a test.
///
/// ```
/// use detente::study::{coded_agreement, coded_cases};
/// let coders = coded_agreement(coded_cases()?)?;
/// assert_eq!((coders[0].agreement.count, coders[1].agreement.count), (9, 7));
/// # Ok::<(), detente::study::StudyError>(())
/// ```
///
/// # Errors
/// If a coded case is invalid.
pub fn coded_agreement(cases: &CodedCases) -> Result<Vec<CoderAgreement>, StudyError> {
    cases.coders.iter().map(|list| agreement_of(list)).collect()
}

fn agreement_of(cases: &[CodedCase]) -> Result<CoderAgreement, StudyError> {
    let verdicts: Vec<CodedVerdict> = cases.iter().map(verdict).collect::<Result<_, _>>()?;
    let count = verdicts.iter().filter(|verdict| verdict.agrees()).count();
    Ok(CoderAgreement { agreement: Share { count, of: verdicts.len() }, verdicts })
}

fn verdict(coded: &CodedCase) -> Result<CodedVerdict, StudyError> {
    let case = coded.case.at_modes()?.to_floats();
    let institution = coded.institution.at_modes()?.to_floats();
    let model = StageModel::new(&case, &institution, WarAccounting::Absorbing);
    let enforceable = model.solve()?.is_enforceable();
    let lasting = model.forever(cell(Move::Compromise, Move::Compromise));
    let holding = model.forever(cell(Move::Hold, Move::Hold));
    let over_holding = [0, 1].map(|i| lasting[i] - holding[i]);
    let harmless = over_holding.iter().all(|gain| *gain >= 0.0);
    let expected = enforceable == Some(true) && harmless && over_holding.iter().sum::<f64>() > 0.0;
    Ok(CodedVerdict { name: coded.name.clone(), settled: coded.settled, enforceable, over_holding, expected })
}

//! The coded cases through the absorbing variant: does the model say what happened?

use serde::Serialize;

use super::cells::WarAccounting;
use super::stage::{Move, StageModel, cell};
use super::{CodedCase, CodedCases, InstitutionParameters, Share, StudyError};

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
    /// Whether the model expects a settlement without the institution too.
    pub expected_without: bool,
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
    let with = judged(coded, &coded.institution.at_modes()?.to_floats())?;
    let without = judged(coded, &InstitutionParameters::none())?;
    Ok(CodedVerdict {
        name: coded.name.clone(),
        settled: coded.settled,
        enforceable: with.enforceable,
        over_holding: with.over_holding,
        expected: with.expects_settlement(),
        expected_without: without.expects_settlement(),
    })
}

/// What the model says of a case under some institution.
struct Judged {
    enforceable: Option<bool>,
    over_holding: [f64; 2],
}

impl Judged {
    fn expects_settlement(&self) -> bool {
        self.enforceable == Some(true)
            && self.over_holding.iter().all(|gain| *gain >= 0.0)
            && self.over_holding.iter().sum::<f64>() > 0.0
    }
}

fn judged(coded: &CodedCase, institution: &InstitutionParameters<f64>) -> Result<Judged, StudyError> {
    let case = coded.case.at_modes()?.to_floats();
    let model = StageModel::new(&case, institution, WarAccounting::Absorbing);
    let lasting = model.forever(cell(Move::Compromise, Move::Compromise));
    let holding = model.forever(cell(Move::Hold, Move::Hold));
    let enforceable = model.solve()?.is_enforceable();
    Ok(Judged { enforceable, over_holding: [0, 1].map(|i| lasting[i] - holding[i]) })
}

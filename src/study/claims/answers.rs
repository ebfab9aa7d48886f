//! What the models say to each claim, with the numbers of this run.

use super::{CLAIMS, ClaimAnswer, Coverage, Finding, SOURCE, remedies, setting};
use crate::study::{CaseData, Dossier, StudyError, Variant};

/// An answer in the making: coverage, findings, and what is left out.
pub(super) type Answer = (Coverage, Vec<Finding>, &'static str);

pub(super) fn finding(variant: impl Into<Option<Variant>>, assumption: &str, says: String) -> Finding {
    Finding { variant: variant.into(), assumption: assumption.into(), says }
}

pub(super) const REDUCED_DRAWS: &str =
    "independent triangular ranges, trigger strategies with imperfect monitoring";
pub(super) const MATCHED: &str =
    "mode values, war costs and relative gains in the middle of the band that history allows at k = 0.2";

/// Answers all claims from a dossier that holds everything but the claims.
pub(in crate::study) fn answers(dossier: &Dossier, data: &CaseData) -> Result<Vec<ClaimAnswer>, StudyError> {
    let answer = |id: u8| -> Result<Answer, StudyError> {
        Ok(match id {
            1 => setting::anarchy(dossier),
            2 => setting::indivisibility(dossier, data)?,
            3 => setting::resolutions(dossier),
            4 => setting::holding(dossier, data)?,
            5 => setting::backing(data)?,
            6 => setting::power_shift(dossier, data)?,
            7 => setting::security_through_power(dossier),
            8 => remedies::minsk(dossier),
            9 => remedies::commitment_costs(dossier),
            10 => remedies::instruments(dossier),
            11 => remedies::zero_sum(dossier),
            12 => remedies::force(dossier),
            13 => remedies::core_interests(dossier),
            14 => remedies::preconditions(dossier),
            _ => remedies::which_theory(dossier),
        })
    };
    CLAIMS
        .into_iter()
        .map(|claim| {
            let (coverage, findings, not_modelled) = answer(claim.id)?;
            Ok(ClaimAnswer { claim, source: SOURCE, coverage, findings, not_modelled })
        })
        .collect()
}

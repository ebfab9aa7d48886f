//! Eleven bargaining cases, coded by two coders independently of each other.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{InstitutionPreset, Phase, read_json};
use crate::exact::Rational;
use crate::study::{Range, StudyError};

/// A case as one coder judged it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CodedCase {
    /// The case.
    pub name: String,
    /// Whether the settlement on the table was reached and kept for ten years.
    pub settled: bool,
    /// The two sides, in the order of the players.
    pub sides: [String; 2],
    /// The settlement on the table.
    pub settlement: String,
    /// The institution that was present or offered, in words.
    pub institution_name: String,
    /// The primitives; the discount factor is the smaller of the two coded ones (by mode).
    pub case: Phase,
    /// The institution's instruments.
    pub institution: InstitutionPreset,
    /// Why each value was judged so, by the file's own short names.
    pub reasons: BTreeMap<String, String>,
}

/// The coded cases, one list per coder.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CodedCases {
    /// How they were coded.
    pub note: String,
    /// The two coders' cases, in the same order.
    pub coders: Vec<Vec<CodedCase>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    name: String,
    settled: bool,
    sides: [String; 2],
    settlement: String,
    institution: String,
    parameters: BTreeMap<String, Range>,
    institution_parameters: BTreeMap<String, Range>,
    reasons: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct RawCases {
    note: String,
    coders: Vec<Vec<RawCase>>,
}

/// `c1` is called `cA` in the tables, `c2` is `cZ`.
fn by_letter(ranges: BTreeMap<String, Range>) -> BTreeMap<String, Range> {
    let rename = |name: String| match (name.strip_suffix('1'), name.strip_suffix('2')) {
        (Some(stem), _) => format!("{stem}A"),
        (_, Some(stem)) => format!("{stem}Z"),
        _ => name,
    };
    ranges.into_iter().map(|(name, range)| (rename(name), range)).collect()
}

impl TryFrom<RawCase> for CodedCase {
    type Error = StudyError;
    fn try_from(raw: RawCase) -> Result<Self, StudyError> {
        let mut ranges = by_letter(raw.parameters);
        // The unit is side 1's value of the stake.
        ranges.insert("vA".into(), Range::point(Rational::ONE));
        let missing = |name| StudyError::Missing { owner: raw.name.clone(), name };
        let first = ranges.remove("deltaA").ok_or_else(|| missing("delta1"))?;
        let second = ranges.remove("deltaZ").ok_or_else(|| missing("delta2"))?;
        ranges.insert("delta".into(), if second.mode() < first.mode() { second } else { first });
        let institution = by_letter(raw.institution_parameters);
        Ok(CodedCase {
            settled: raw.settled,
            sides: raw.sides,
            settlement: raw.settlement,
            case: Phase::new(raw.name.clone(), ranges)?,
            institution: InstitutionPreset::new(raw.institution.clone(), institution)?,
            institution_name: raw.institution,
            reasons: raw.reasons,
            name: raw.name,
        })
    }
}

/// The embedded coded cases, read once.
///
/// # Errors
/// If the embedded file is damaged, which the crate's tests rule out.
pub fn coded_cases() -> Result<&'static CodedCases, StudyError> {
    static CASES: LazyLock<Result<CodedCases, StudyError>> = LazyLock::new(|| {
        let raw: RawCases = read_json("coded_cases.json", include_str!("coded_cases.json"))?;
        let coder = |cases: Vec<RawCase>| cases.into_iter().map(CodedCase::try_from).collect();
        Ok(CodedCases {
            note: raw.note,
            coders: raw.coders.into_iter().map(coder).collect::<Result<_, _>>()?,
        })
    });
    CASES.as_ref().map_err(Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_coders_judged_the_same_eleven_cases_of_which_five_were_settled() {
        let cases = coded_cases().unwrap();
        assert_eq!(cases.coders.len(), 2);
        for list in &cases.coders {
            assert_eq!(list.len(), 11);
            assert_eq!(list.iter().filter(|case| case.settled).count(), 5);
            for case in list {
                case.case.at_modes().unwrap();
                case.institution.at_modes().unwrap();
            }
        }
        let names = |coder: usize| cases.coders[coder].iter().map(|case| case.name.as_str());
        assert!(names(0).eq(names(1)));
    }

    #[test]
    fn the_less_patient_side_sets_the_discount_factor() {
        let case = &coded_cases().unwrap().coders[0][0].case;
        assert_eq!(case.range("delta").unwrap().mode(), &Rational::new(43, 50));
    }
}

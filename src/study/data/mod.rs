//! The study's data, embedded in the crate and read once: judged ranges by phase, institutions, control
//! cases, eleven cases coded by two coders, and facts with their sources.
//!
//! The ranges are judgement except where a fact supports them; each file carries a note that says so.

mod coded;
mod facts;
mod ordered;
mod table;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use coded::{CodedCase, CodedCases, coded_cases};
pub use facts::{Fact, Facts, facts};
pub use table::{INSTRUMENT_NAMES, INSTRUMENTS, PRIMITIVE_NAMES, PRIMITIVES};

use crate::exact::Rational;
use crate::study::{InstitutionParameters, Primitives, Range, StudyError};
use ordered::Ordered;

/// A period of the conflict, or another case: a name and a range for every primitive.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Phase {
    /// `"1994-2003"`, or the case's name.
    pub name: String,
    /// In the order of [`PRIMITIVE_NAMES`].
    ranges: [Range; PRIMITIVES],
}

impl Phase {
    /// A case from named ranges; every primitive has to be given.
    ///
    /// # Errors
    /// A name that is missing or unknown.
    pub fn new(name: impl Into<String>, ranges: BTreeMap<String, Range>) -> Result<Self, StudyError> {
        let name = name.into();
        let ranges = table::in_order(&name, &PRIMITIVE_NAMES, ranges, None)?;
        Ok(Phase { name, ranges })
    }

    /// The range of a primitive, by short name.
    ///
    /// # Errors
    /// If there is no such primitive.
    pub fn range(&self, name: &str) -> Result<&Range, StudyError> {
        Ok(&self.ranges[table::position(&PRIMITIVE_NAMES, name)?])
    }

    /// The case at its most likely values, exactly.
    ///
    /// # Errors
    /// If those values are not a valid case.
    pub fn at_modes(&self) -> Result<Primitives<Rational>, StudyError> {
        let case = Primitives::from_values(std::array::from_fn(|i| self.ranges[i].mode().clone()));
        case.validate()?;
        Ok(case)
    }

    /// The case at the quantiles `u` of its ranges; not validated.
    pub fn at_quantiles(&self, u: &[f64; PRIMITIVES]) -> Primitives<f64> {
        Primitives::from_values(std::array::from_fn(|i| self.ranges[i].quantile(u[i])))
    }
}

/// An institution: a name and a range for every instrument (zero where it is absent).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InstitutionPreset {
    /// `"none"`, `"Minsk"`, ...
    pub name: String,
    /// In the order of [`INSTRUMENT_NAMES`].
    ranges: [Range; INSTRUMENTS],
}

impl InstitutionPreset {
    /// An institution from the ranges of the instruments that it has.
    ///
    /// # Errors
    /// An unknown instrument.
    pub fn new(name: impl Into<String>, ranges: BTreeMap<String, Range>) -> Result<Self, StudyError> {
        let name = name.into();
        let absent = Range::point(Rational::ZERO);
        let ranges = table::in_order(&name, &INSTRUMENT_NAMES, ranges, Some(&absent))?;
        Ok(InstitutionPreset { name, ranges })
    }

    /// The range of an instrument, by short name.
    ///
    /// # Errors
    /// If there is no such instrument.
    pub fn range(&self, name: &str) -> Result<&Range, StudyError> {
        Ok(&self.ranges[table::position(&INSTRUMENT_NAMES, name)?])
    }

    /// The institution at its most likely strengths, exactly.
    ///
    /// # Errors
    /// If those values are not a valid institution.
    pub fn at_modes(&self) -> Result<InstitutionParameters<Rational>, StudyError> {
        let institution = InstitutionParameters::from_values(self.modes());
        institution.validate()?;
        Ok(institution)
    }

    /// The most likely strengths, in the order of [`INSTRUMENT_NAMES`].
    pub fn modes(&self) -> [Rational; INSTRUMENTS] {
        std::array::from_fn(|i| self.ranges[i].mode().clone())
    }

    /// The institution at the quantiles `u` of its ranges; not validated.
    pub fn at_quantiles(&self, u: &[f64; INSTRUMENTS]) -> InstitutionParameters<f64> {
        InstitutionParameters::from_values(std::array::from_fn(|i| self.ranges[i].quantile(u[i])))
    }
}

/// Other disputes that were settled or contained, coded the same way: what the model says where
/// cooperation did come about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Controls {
    /// The control cases.
    pub cases: Vec<Phase>,
    /// Their institutions.
    pub institutions: Vec<InstitutionPreset>,
}

/// The ranges of the study.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseData {
    /// What the numbers are and how they were judged.
    pub note: String,
    /// The phases of the conflict, in time order.
    pub phases: Vec<Phase>,
    /// The institutions, the absent one first.
    pub institutions: Vec<InstitutionPreset>,
    /// The control cases.
    pub controls: Controls,
}

impl CaseData {
    /// Reads the ranges from JSON in the shape of the embedded file.
    ///
    /// # Errors
    /// Where the text is not of that shape.
    pub fn from_json(file: &str, text: &str) -> Result<Self, StudyError> {
        let raw: RawCaseData = read_json(file, text)?;
        let phases = |list: Ordered<BTreeMap<String, Range>>| -> Result<Vec<Phase>, StudyError> {
            list.0.into_iter().map(|(name, ranges)| Phase::new(name, ranges)).collect()
        };
        let presets = |list: Ordered<BTreeMap<String, Range>>| -> Result<Vec<InstitutionPreset>, StudyError> {
            list.0.into_iter().map(|(name, ranges)| InstitutionPreset::new(name, ranges)).collect()
        };
        Ok(CaseData {
            note: raw.note,
            phases: phases(raw.phases)?,
            institutions: presets(raw.institutions)?,
            controls: Controls {
                cases: phases(raw.controls)?,
                institutions: presets(raw.control_institutions)?,
            },
        })
    }

    /// A phase by name.
    ///
    /// # Errors
    /// If there is none of that name.
    pub fn phase(&self, name: &str) -> Result<&Phase, StudyError> {
        let names = || self.phases.iter().map(|phase| phase.name.clone()).collect();
        let found = self.phases.iter().find(|phase| phase.name == name);
        found.ok_or_else(|| StudyError::Unknown { what: "phase", name: name.into(), known: names() })
    }

    /// An institution by name.
    ///
    /// # Errors
    /// If there is none of that name.
    pub fn institution(&self, name: &str) -> Result<&InstitutionPreset, StudyError> {
        let names = || self.institutions.iter().map(|preset| preset.name.clone()).collect();
        let found = self.institutions.iter().find(|preset| preset.name == name);
        found.ok_or_else(|| StudyError::Unknown { what: "institution", name: name.into(), known: names() })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCaseData {
    note: String,
    phases: Ordered<BTreeMap<String, Range>>,
    institutions: Ordered<BTreeMap<String, Range>>,
    controls: Ordered<BTreeMap<String, Range>>,
    control_institutions: Ordered<BTreeMap<String, Range>>,
}

/// JSON as a type, with the file's name in the error.
pub(super) fn read_json<'a, T: Deserialize<'a>>(file: &str, text: &'a str) -> Result<T, StudyError> {
    serde_json::from_str(text)
        .map_err(|error| StudyError::Data { file: file.into(), message: error.to_string() })
}

/// The embedded ranges of the study, read once.
///
/// ```
/// let data = detente::study::karabakh_data()?;
/// assert_eq!(data.phases.len(), 8);
/// assert_eq!(data.institutions[0].name, "none");
/// # Ok::<(), detente::study::StudyError>(())
/// ```
///
/// # Errors
/// If the embedded file is damaged, which the crate's tests rule out.
pub fn karabakh_data() -> Result<&'static CaseData, StudyError> {
    static DATA: LazyLock<Result<CaseData, StudyError>> =
        LazyLock::new(|| CaseData::from_json("phases.json", include_str!("phases.json")));
    DATA.as_ref().map_err(Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain;

    #[test]
    fn the_embedded_ranges_are_complete_and_in_the_order_of_the_file() {
        let data = karabakh_data().unwrap();
        let names: Vec<&str> = data.institutions.iter().map(|preset| preset.name.as_str()).collect();
        assert_eq!(names, ["none", "UNSC", "Minsk", "RU-PKF", "strong"]);
        assert_eq!(data.phases[0].name, "1988-91");
        assert_eq!(data.phases[7].name, "2023");
        assert_eq!(data.controls.cases.len(), 4);
        assert_eq!(data.controls.institutions[2].name, "mediation+guarantee");
        for phase in data.phases.iter().chain(&data.controls.cases) {
            phase.at_modes().unwrap();
        }
        for preset in data.institutions.iter().chain(&data.controls.institutions) {
            preset.at_modes().unwrap();
        }
        assert_eq!(data.phase("2023").unwrap().range("cZ").unwrap().mode(), &Rational::new(2, 25));
    }

    #[test]
    fn damaged_files_say_where_they_are_damaged() {
        let swapped = include_str!("phases.json").replacen("\"x\": [\n    0.35", "\"x\": [\n    0.95", 1);
        let error = CaseData::from_json("phases.json", &swapped).unwrap_err();
        assert_eq!((error.kind(), error.location().as_str()), ("Data", "phases.json"));
        assert!(error.to_string().contains("not in order"), "{error}");
        let missing = include_str!("phases.json").replacen("\"omega\"", "\"omgea\"", 1);
        let error = CaseData::from_json("phases.json", &missing).unwrap_err();
        assert_eq!((error.kind(), error.location().as_str()), ("Missing", "1988-91.omega"));
        let unknown = include_str!("phases.json").replacen("\"tau\"", "\"tua\"", 1);
        assert_eq!(CaseData::from_json("phases.json", &unknown).unwrap_err().kind(), "Unknown");
        assert_eq!(karabakh_data().unwrap().phase("1987").unwrap_err().kind(), "Unknown");
    }
}

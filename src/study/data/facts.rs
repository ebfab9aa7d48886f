//! Figures and events of the conflict, each with its source.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::read_json;
use crate::study::StudyError;

/// One figure or event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// `"series"` (one year of it), `"event"` or `"point"`.
    pub kind: String,
    /// Whom it is about; empty for events.
    pub actor: String,
    /// A year, a span of years, or a date.
    pub year: String,
    /// What is measured, such as `cinc` or `milex_const2022`; `"event"` for events.
    pub variable: String,
    /// The figure, or what happened.
    pub value: String,
    /// The figure's unit.
    pub unit: String,
    /// Publisher and edition.
    pub source: String,
    /// `"high"`, `"medium"` or `"low"`, perhaps with a reason.
    pub confidence: String,
    /// Bounds or a caveat.
    pub uncertainty: String,
    /// Anything else.
    pub note: String,
}

impl Fact {
    /// The figure as a number, where it is one.
    pub fn number(&self) -> Option<f64> {
        self.value.parse().ok()
    }
}

/// The facts and what to know about them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Publishers, editions, what was left out.
    pub note: String,
    /// The facts.
    pub rows: Vec<Fact>,
}

impl Facts {
    /// The years and figures of an actor's series, in time order.
    ///
    /// ```
    /// let facts = detente::study::facts()?;
    /// let cinc: Vec<(i32, f64)> = facts.series("Armenia", "cinc").collect();
    /// assert!(cinc.len() > 25 && cinc.windows(2).all(|pair| pair[0].0 < pair[1].0));
    /// # Ok::<(), detente::study::StudyError>(())
    /// ```
    pub fn series<'a>(&'a self, actor: &'a str, variable: &'a str) -> impl Iterator<Item = (i32, f64)> + 'a {
        let wanted =
            move |fact: &&Fact| fact.kind == "series" && fact.actor == actor && fact.variable == variable;
        self.rows.iter().filter(wanted).filter_map(|fact| Some((fact.year.parse().ok()?, fact.number()?)))
    }

    /// The dated events, in time order.
    pub fn events(&self) -> impl Iterator<Item = &Fact> {
        self.rows.iter().filter(|fact| fact.kind == "event")
    }
}

/// The embedded facts, read once.
///
/// # Errors
/// If the embedded file is damaged, which the crate's tests rule out.
pub fn facts() -> Result<&'static Facts, StudyError> {
    static FACTS: LazyLock<Result<Facts, StudyError>> =
        LazyLock::new(|| read_json("facts.json", include_str!("facts.json")));
    FACTS.as_ref().map_err(Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_has_a_value_a_source_and_a_confidence() {
        let facts = facts().unwrap();
        for fact in &facts.rows {
            assert!(!fact.value.is_empty() && !fact.source.is_empty() && !fact.confidence.is_empty());
            assert!(!fact.source.contains("memory"), "{fact:?}");
        }
        assert!(facts.events().count() >= 12);
        let dates: Vec<&str> = facts.events().map(|event| event.year.as_str()).collect();
        assert!(dates.is_sorted(), "{dates:?}");
    }

    #[test]
    fn the_capability_ratio_falls_as_the_study_says() {
        let facts = facts().unwrap();
        let at = |actor, year| facts.series(actor, "cinc").find(|row| row.0 == year).unwrap().1;
        assert!((at("Armenia", 1995) / at("Azerbaijan", 1995) - 0.57).abs() < 0.02);
        let last = facts.series("Armenia", "cinc").last().unwrap().0;
        assert!(at("Armenia", last) / at("Azerbaijan", last) < 0.5);
    }
}

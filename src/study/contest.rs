//! A cross-check of the chance of victory: a contest over military stocks.
//!
//! In the study the chance `p` that player 0 wins is a judged range. Tullock's contest,
//! `p = D M0^m / (D M0^m + M1^m)`, turns military stocks into a chance once the defender's factor `D` and the
//! exponent `m` are chosen; the data identify neither, so this checks plausibility and no more.

use serde::Serialize;

use super::{Facts, StudyError};

/// A contest success function.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Contest {
    /// `D`: how much defence multiplies player 0's odds.
    pub defender: f64,
    /// `m`: how decisive superiority is.
    pub exponent: f64,
}

/// A year's ratio of capabilities and the chance of victory that the contest makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ContestYear {
    /// The year.
    pub year: i32,
    /// Armenia's figure over Azerbaijan's.
    pub ratio: f64,
    /// The chance that Armenia wins.
    pub victory: f64,
}

impl Contest {
    /// Player 0's chance where its stock is `ratio` times the rival's.
    ///
    /// ```
    /// use detente::study::Contest;
    /// let even = Contest { defender: 1.0, exponent: 1.0 };
    /// assert_eq!(even.victory(1.0)?, 0.5);
    /// assert_eq!(Contest { defender: 3.0, exponent: 2.0 }.victory(1.0)?, 0.75);
    /// # Ok::<(), detente::study::StudyError>(())
    /// ```
    ///
    /// # Errors
    /// A factor, exponent or ratio that is not a positive finite number.
    pub fn victory(&self, ratio: f64) -> Result<f64, StudyError> {
        for (name, value) in [("D", self.defender), ("m", self.exponent), ("ratio", ratio)] {
            if !(value > 0.0 && value.is_finite()) {
                let range = "a contest's factor, exponent and ratio are positive and finite";
                return Err(StudyError::OutOfRange { name: name.into(), value: value.to_string(), range });
            }
        }
        // Divided through by the rival's part, so that a huge ratio does not overflow into NaN.
        let odds = self.defender * ratio.powf(self.exponent);
        Ok(if odds.is_finite() { odds / (1.0 + odds) } else { 1.0 })
    }

    /// The chance by year from a series of the facts, such as `cinc` or `milex_const2022`, for the years in
    /// which both sides have a figure above 0.
    ///
    /// # Errors
    /// As [`Contest::victory`].
    pub fn by_year(&self, facts: &Facts, variable: &str) -> Result<Vec<ContestYear>, StudyError> {
        let rival: Vec<(i32, f64)> = facts.series("Azerbaijan", variable).collect();
        let pairs = facts.series("Armenia", variable).filter_map(|(year, own)| {
            let (_, other) = rival.iter().find(|(same, _)| *same == year)?;
            (own > 0.0 && *other > 0.0).then_some((year, own / other))
        });
        pairs.map(|(year, ratio)| Ok(ContestYear { year, ratio, victory: self.victory(ratio)? })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::facts;

    #[test]
    fn both_capability_series_say_that_the_balance_shifted_and_disagree_by_how_much() {
        let even = Contest { defender: 1.0, exponent: 1.0 };
        let fall = |variable| {
            let years = even.by_year(facts().unwrap(), variable).unwrap();
            let at = |wanted: i32| years.iter().find(|y| y.year == wanted).unwrap().victory;
            at(1996) - at(2014)
        };
        assert!(fall("cinc") > 0.0 && fall("milex_const2022") > 0.0);
        assert!((fall("cinc") - fall("milex_const2022")).abs() > 0.05);
    }

    #[test]
    fn nonsense_is_refused_and_huge_ratios_are_certain_victory() {
        assert!(Contest { defender: 0.0, exponent: 1.0 }.victory(1.0).is_err());
        assert!(Contest { defender: 1.0, exponent: 1.0 }.victory(f64::NAN).is_err());
        assert_eq!(Contest { defender: 1.0, exponent: 500.0 }.victory(1e6).unwrap(), 1.0);
    }
}

//! A judged range of a parameter: low, most likely, high.

use serde::{Deserialize, Serialize};

use super::StudyError;
use crate::exact::Rational;

/// A triangular range: low end, mode, high end. Serialises as `["1/5","3/10","1/2"]`; numbers are read too.
///
/// ```
/// use detente::study::Range;
/// let range: Range = serde_json::from_str("[0.2, 0.3, 0.5]").unwrap();
/// assert_eq!(range.mode().to_string(), "3/10");
/// assert_eq!(range.quantile(0.0), 0.2);
/// assert!((range.quantile(1.0 / 3.0) - 0.3).abs() < 1e-12);
/// assert!(serde_json::from_str::<Range>("[0.3, 0.2, 0.5]").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[Rational; 3]", into = "[Rational; 3]")]
pub struct Range {
    ends: [Rational; 3],
    /// The nearest floats, so that a draw does not convert fractions.
    floats: [f64; 3],
}

impl Range {
    /// A range from its three numbers.
    ///
    /// # Errors
    /// If they are not in order.
    pub fn new(low: Rational, mode: Rational, high: Rational) -> Result<Self, StudyError> {
        if low > mode || mode > high {
            let [low, mode, high] = [low, mode, high].map(|x| x.to_string());
            return Err(StudyError::Unordered { name: "range".into(), low, mode, high });
        }
        let floats = [low.to_f64(), mode.to_f64(), high.to_f64()];
        Ok(Range { ends: [low, mode, high], floats })
    }

    /// The range that holds one value only.
    pub fn point(value: Rational) -> Self {
        let float = value.to_f64();
        Range { ends: [value.clone(), value.clone(), value], floats: [float; 3] }
    }

    /// The low end.
    pub fn low(&self) -> &Rational {
        &self.ends[0]
    }
    /// The most likely value.
    pub fn mode(&self) -> &Rational {
        &self.ends[1]
    }
    /// The high end.
    pub fn high(&self) -> &Rational {
        &self.ends[2]
    }

    /// The value below which the triangular distribution puts probability `u` in [0, 1].
    pub fn quantile(&self, u: f64) -> f64 {
        let [low, mode, high] = self.floats;
        let width = high - low;
        if width <= 0.0 {
            return mode;
        }
        let value = if u * width <= mode - low {
            low + (u * width * (mode - low)).sqrt()
        } else {
            high - ((1.0 - u) * width * (high - mode)).sqrt()
        };
        value.clamp(low, high)
    }
}

impl TryFrom<[Rational; 3]> for Range {
    type Error = StudyError;
    fn try_from([low, mode, high]: [Rational; 3]) -> Result<Self, StudyError> {
        Range::new(low, mode, high)
    }
}

impl From<Range> for [Rational; 3] {
    fn from(range: Range) -> Self {
        range.ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_run_from_end_to_end_and_put_the_right_mass_below_the_mode() {
        let range = Range::new(Rational::ZERO, Rational::new(1, 4), Rational::ONE).unwrap();
        assert_eq!([range.quantile(0.0), range.quantile(0.25), range.quantile(1.0)], [0.0, 0.25, 1.0]);
        // F(x) = 1 - (1-x)^2 / (3/4) above the mode.
        let u = 1.0 - 0.25 / 0.75;
        assert!((range.quantile(u) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_point_and_a_mode_at_an_end_are_ordinary() {
        assert_eq!(Range::point(Rational::new(1, 2)).quantile(0.3), 0.5);
        let left = Range::new(Rational::ZERO, Rational::ZERO, Rational::ONE).unwrap();
        assert!((left.quantile(0.75) - 0.5).abs() < 1e-12);
    }
}

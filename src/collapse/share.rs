//! A share of draws, and how sure it is.

use serde::{Deserialize, Serialize};

/// A share of draws.
///
/// ```
/// use detente::collapse::Share;
/// let share = Share { count: 30, of: 40 };
/// assert_eq!(share.value(), 0.75);
/// let [low, high] = share.interval(1.96);
/// assert!(low > 0.59 && high < 0.87);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Draws that have the property.
    pub count: usize,
    /// Draws that were asked.
    pub of: usize,
}

impl Share {
    /// The share, 0 to 1; 0 where nothing was asked.
    pub fn value(&self) -> f64 {
        if self.of == 0 { 0.0 } else { self.count as f64 / self.of as f64 }
    }

    /// The binomial standard error of the share.
    pub fn standard_error(&self) -> f64 {
        let p = self.value();
        if self.of == 0 { 0.0 } else { (p * (1.0 - p) / self.of as f64).sqrt() }
    }

    /// Wilson's (1927) interval for the share, `z` standard errors wide on either side.
    pub fn interval(&self, z: f64) -> [f64; 2] {
        if self.of == 0 {
            return [0.0, 1.0];
        }
        let (p, n) = (self.value(), self.of as f64);
        let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
        let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        [(centre - half).max(0.0), (centre + half).min(1.0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_know_their_uncertainty() {
        let share = Share { count: 0, of: 100 };
        assert_eq!(share.value(), 0.0);
        let [low, high] = share.interval(1.96);
        assert!(low == 0.0 && (high - 0.037).abs() < 1e-3);
        assert_eq!(Share { count: 0, of: 0 }.interval(1.96), [0.0, 1.0]);
    }
}

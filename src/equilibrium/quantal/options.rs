//! How far and how long a path is followed.

use std::time::Duration;

/// Options of a path; the defaults go as far as floats usefully go.
///
/// ```
/// use detente::equilibrium::quantal::QuantalOptions;
/// let options = QuantalOptions::default().regret(1e-6).steps(500);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct QuantalOptions {
    pub(super) regret: f64,
    pub(super) steps: usize,
    pub(super) time_limit: Option<Duration>,
}

impl Default for QuantalOptions {
    fn default() -> Self {
        QuantalOptions { regret: 1e-8, steps: 10_000, time_limit: Some(Duration::from_secs(60)) }
    }
}

impl QuantalOptions {
    /// The path ends where nobody regrets more than this share of the largest payoff range. Default 1e-8.
    pub fn regret(self, regret: f64) -> Self {
        QuantalOptions { regret, ..self }
    }
    /// The most steps along the path. Default 10,000.
    pub fn steps(self, steps: usize) -> Self {
        QuantalOptions { steps, ..self }
    }
    /// The time that the path may take; `None` for no limit. Default one minute. (There is no clock on
    /// wasm32: only the steps count there.)
    pub fn time_limit(self, time_limit: Option<Duration>) -> Self {
        QuantalOptions { time_limit, ..self }
    }
}

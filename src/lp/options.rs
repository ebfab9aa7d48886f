//! How hard to try, and how exact the answer must be.

use std::time::Duration;

#[cfg(not(target_arch = "wasm32"))]
use std::time::Instant;

use crate::exact::Rational;

/// Options of a solve; the defaults ask for the exact optimum.
///
/// ```
/// use detente::{Rational, lp::LpOptions};
/// let quick = LpOptions::default().tolerance(Rational::new(1, 1_000_000_000)).iterations(10_000);
/// ```
#[derive(Debug, Clone)]
pub struct LpOptions {
    pub(super) tolerance: Rational,
    pub(super) time_limit: Option<Duration>,
    pub(super) iterations: usize,
}

impl Default for LpOptions {
    fn default() -> Self {
        LpOptions {
            tolerance: Rational::ZERO,
            time_limit: Some(Duration::from_secs(60)),
            iterations: 100_000,
        }
    }
}

impl LpOptions {
    /// The widest gap between primal value and dual bound that is accepted, relative to the larger of 1
    /// and the value's size. Default 0: the exact optimum.
    pub fn tolerance(mut self, tolerance: Rational) -> Self {
        self.tolerance = tolerance;
        self
    }
    /// The time that one solve may take; `None` for no limit. Default one minute. (There is no clock on
    /// wasm32: only the iterations count there.)
    pub fn time_limit(mut self, limit: Option<Duration>) -> Self {
        self.time_limit = limit;
        self
    }
    /// The most pivots of the exact simplex method. Default 100,000.
    pub fn iterations(mut self, iterations: usize) -> Self {
        self.iterations = iterations;
        self
    }

    /// The tolerance asked for.
    pub(crate) fn accepted_gap(&self) -> &Rational {
        &self.tolerance
    }

    pub(super) fn start(&self) -> Budget {
        Budget { deadline: Deadline::after(self.time_limit), pivots: self.iterations }
    }
}

/// What is left of a solve's allowance.
#[derive(Debug)]
pub(super) struct Budget {
    deadline: Deadline,
    pivots: usize,
}

impl Budget {
    /// Takes one pivot from the allowance, or says which limit is reached.
    pub(super) fn spend_pivot(&mut self) -> Result<(), String> {
        self.check_time()?;
        match self.pivots.checked_sub(1) {
            Some(left) => {
                self.pivots = left;
                Ok(())
            }
            None => Err("the iterations are used up".into()),
        }
    }
    /// Says so if the time is up.
    pub(super) fn check_time(&self) -> Result<(), String> {
        match self.deadline.remaining() {
            Some(Duration::ZERO) => Err("the time limit is reached".into()),
            _ => Ok(()),
        }
    }
    /// The time left; `None` for no limit.
    pub(super) fn remaining(&self) -> Option<Duration> {
        self.deadline.remaining()
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
struct Deadline(Option<Instant>);

#[cfg(not(target_arch = "wasm32"))]
impl Deadline {
    fn after(limit: Option<Duration>) -> Self {
        Deadline(limit.and_then(|limit| Instant::now().checked_add(limit)))
    }
    fn remaining(&self) -> Option<Duration> {
        self.0.map(|end| end.saturating_duration_since(Instant::now()))
    }
}

#[cfg(target_arch = "wasm32")]
#[derive(Debug)]
struct Deadline;

#[cfg(target_arch = "wasm32")]
impl Deadline {
    fn after(_limit: Option<Duration>) -> Self {
        Deadline
    }
    fn remaining(&self) -> Option<Duration> {
        None
    }
}

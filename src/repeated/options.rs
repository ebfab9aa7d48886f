//! How long to work, how precisely, and who may stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::RepeatedError;
use crate::exact::Rational;

/// Options of every solver on this floor, with documented defaults.
///
/// ```
/// use detente::repeated::Options;
/// use std::time::Duration;
/// let options = Options::default().time_limit(Duration::from_secs(5)).tolerance(1e-8)?;
/// assert_eq!(options.max_iterations(), 100_000);
/// # Ok::<(), detente::repeated::RepeatedError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Options {
    tolerance: f64,
    iterations: usize,
    time_limit: Option<Duration>,
    width: Rational,
    directions: usize,
    cancel: Option<Arc<AtomicBool>>,
    /// Set once the clock runs: work in several steps shares one deadline.
    deadline: Option<Instant>,
}

impl Default for Options {
    /// Tolerance 1e-9 of each player's payoff range, 100,000 iterations, no time limit, width 1e-6 for
    /// critical values, 128 directions for the linear-programming route.
    fn default() -> Self {
        Options {
            tolerance: 1e-9,
            iterations: 100_000,
            time_limit: None,
            width: Rational::new(1, 1_000_000),
            directions: 128,
            cancel: None,
            deadline: None,
        }
    }
}

impl Options {
    /// The gap to aim at, relative to each player's payoff range.
    ///
    /// # Errors
    /// If it is not a positive number.
    pub fn tolerance(mut self, tolerance: f64) -> Result<Self, RepeatedError> {
        if !(tolerance > 0.0 && tolerance.is_finite()) {
            let value = tolerance.to_string();
            return Err(RepeatedError::BadOption { name: "tolerance", value, range: "a number above 0" });
        }
        self.tolerance = tolerance;
        Ok(self)
    }
    /// The most iterations of a set operator.
    pub fn iterations(mut self, iterations: usize) -> Self {
        self.iterations = iterations;
        self
    }
    /// The time after which no new step begins.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = Some(limit);
        self
    }
    /// The widest enclosure of a critical value to be content with.
    ///
    /// # Errors
    /// If it is not between 0 and 1.
    pub fn width(mut self, width: Rational) -> Result<Self, RepeatedError> {
        if !width.is_positive() || width >= Rational::ONE {
            let value = width.to_string();
            return Err(RepeatedError::BadOption { name: "width", value, range: "a number between 0 and 1" });
        }
        self.width = width;
        Ok(self)
    }
    /// The most directions of the linear-programming route (at least 4). Axes, welfare and facets of the
    /// feasible set are always in, a few more are spread evenly, all others are added where the gap is.
    pub fn directions(mut self, directions: usize) -> Self {
        self.directions = directions.max(4);
        self
    }
    /// A flag that another thread may raise to stop the work.
    pub fn cancel(mut self, flag: Arc<AtomicBool>) -> Self {
        self.cancel = Some(flag);
        self
    }

    /// The gap aimed at.
    pub fn gap(&self) -> f64 {
        self.tolerance
    }
    /// The most iterations.
    pub fn max_iterations(&self) -> usize {
        self.iterations
    }
    /// The widest enclosure of a critical value.
    pub fn max_width(&self) -> &Rational {
        &self.width
    }
    /// Directions of the linear-programming route.
    pub fn direction_count(&self) -> usize {
        self.directions
    }

    /// The same options with the clock running: every budget drawn from them ends at the same moment.
    pub(crate) fn started(&self) -> Options {
        Options { deadline: self.budget().deadline, ..self.clone() }
    }

    /// Starts the clock, unless it runs already.
    pub(crate) fn budget(&self) -> Budget {
        let from_now = || self.time_limit.and_then(|limit| Instant::now().checked_add(limit));
        Budget {
            deadline: self.deadline.or_else(from_now),
            cancel: self.cancel.clone(),
            iterations: self.iterations,
        }
    }
}

/// What is left of the time.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    pub(crate) deadline: Option<Instant>,
    cancel: Option<Arc<AtomicBool>>,
    pub(crate) iterations: usize,
}

impl Budget {
    /// Whether the work has to stop.
    pub(crate) fn is_spent(&self) -> bool {
        self.cancel.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
            || self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }
}

//! The options of every command, as the library wants them; threads and timing.

use std::hint::black_box;
use std::time::{Duration, Instant};

use detente::Rational;
use detente::lp::LpOptions;
use detente::repeated::Options;

use crate::arguments::Common;
use crate::document::Document;
use crate::failure::{CliError, Failure};

/// Runs the command in a pool with the asked number of threads.
pub fn with_threads<T: Send>(
    common: &Common,
    run: impl FnOnce() -> Result<T, Failure> + Send,
) -> Result<T, Failure> {
    let Some(threads) = common.threads else { return run() };
    if threads == 0 {
        let value = "0".into();
        return Err(
            CliError::BadOption { option: "--threads", value, range: "ask for 1 thread or more" }.into()
        );
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| CliError::Threads { message: error.to_string() })?.install(run)
}

/// The options of the repeated-game solvers.
pub fn options(common: &Common) -> Result<Options, Failure> {
    let mut options = Options::default();
    if let Some(limit) = time_limit(common)? {
        options = options.time_limit(limit);
    }
    if let Some(iterations) = common.iterations {
        options = options.iterations(iterations);
    }
    let tolerance = tolerance(common)?;
    options.tolerance(tolerance.to_f64()).map_err(|error| Failure::at("--tolerance", error))
}

/// The options of linear programs: exact unless a tolerance is asked for.
pub fn lp_options(common: &Common) -> Result<LpOptions, Failure> {
    let mut options = LpOptions::default().time_limit(time_limit(common)?);
    if let Some(iterations) = common.iterations {
        options = options.iterations(iterations);
    }
    if common.tolerance.is_some() {
        options = options.tolerance(tolerance(common)?);
    }
    Ok(options)
}

/// The time limit, if there is one.
pub fn time_limit(common: &Common) -> Result<Option<Duration>, Failure> {
    let Some(text) = &common.time_limit else { return Ok(None) };
    let seconds: Rational = text.parse().map_err(|error| Failure::at("--time-limit", error))?;
    match Duration::try_from_secs_f64(seconds.to_f64()) {
        Ok(limit) => Ok(Some(limit)),
        Err(_) => {
            let range = "give a number of seconds, 0 or more";
            Err(CliError::BadOption { option: "--time-limit", value: text.clone(), range }.into())
        }
    }
}

/// The gap aimed at, relative to each player's payoff range.
pub fn tolerance(common: &Common) -> Result<Rational, Failure> {
    let text = common.tolerance.as_deref().unwrap_or("1e-9");
    let tolerance: Rational = text.parse().map_err(|error| Failure::at("--tolerance", error))?;
    if !tolerance.is_positive() {
        let (value, range) = (text.to_string(), "give a number above 0");
        return Err(CliError::BadOption { option: "--tolerance", value, range }.into());
    }
    Ok(tolerance)
}

/// Median wall seconds of a library call, if they were asked for.
#[derive(Debug, Clone, Copy)]
pub struct Timing(Option<f64>);

impl Timing {
    /// The document with the timing, if there is one.
    pub fn add_to(self, document: Document) -> Document {
        document.with_some("timing", self.0.as_ref())
    }
}

/// Makes the library call, as often as `--timing` asks.
pub fn timed<T, E: Into<Failure>>(
    common: &Common,
    call: impl Fn() -> Result<T, E>,
) -> Result<(T, Timing), Failure> {
    timed_with(common, call)?.map_err(Into::into)
}

/// As [`timed`], with the library's own error for a caller who can answer it.
pub fn timed_with<T, E>(
    common: &Common,
    call: impl Fn() -> Result<T, E>,
) -> Result<Result<(T, Timing), E>, Failure> {
    let Some(times) = common.timing else { return Ok(call().map(|result| (result, Timing(None)))) };
    if times == 0 {
        let value = "0".into();
        return Err(CliError::BadOption { option: "--timing", value, range: "repeat it once or more" }.into());
    }
    let mut seconds = Vec::new();
    loop {
        let start = Instant::now();
        let result = black_box(call());
        seconds.push(start.elapsed().as_secs_f64());
        match result {
            Ok(result) if seconds.len() == times => return Ok(Ok((result, Timing(Some(median(seconds)))))),
            Ok(_) => {}
            Err(error) => return Ok(Err(error)),
        }
    }
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    let middle = seconds.len() / 2;
    if seconds.len() % 2 == 1 { seconds[middle] } else { (seconds[middle - 1] + seconds[middle]) / 2.0 }
}

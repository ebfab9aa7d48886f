//! History matching: which assumptions agree with what happened?
//!
//! A model with uncertain parameters is run at many draws and compared with observations. The
//! *implausibility* of a draw is its largest distance to an observation, in units of that observation's
//! tolerance: `max_j |z_j - f_j(x)| / t_j`. Draws beyond a cutoff are set aside, what is left is *not
//! implausible* (Craig, Goldstein, Seheult and Smith 1997; Vernon, Goldstein and Bower 2010). A tolerance
//! holds together what is uncertain about the record and what the model leaves out; 3 is the usual cutoff
//! where it is a standard deviation (Pukelsheim 1994). An event that happened or did not is the value 1 or
//! 0 with tolerance 0: the model says the same, or the draw is set aside.
//!
//! History matching rules out; it gives no probabilities. The shares say how much of the ranges is left,
//! not how likely it is. An empty rest means that no draw agrees, which speaks against the model or the
//! ranges. Parameters that are left move together: a range per parameter is an outline, and
//! [`Matching::consistent`] has the points.

use rand::RngExt;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{CollapseError, Share, Streams};

/// How a parameter is spread over its range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spread {
    /// Evenly.
    Uniform,
    /// Evenly in its logarithm; the range lies above zero.
    LogUniform,
    /// Triangularly around a most likely value.
    Triangular {
        /// The most likely value.
        mode: f64,
    },
}

/// An uncertain parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The low end of its range.
    pub low: f64,
    /// The high end of its range; a range of one number holds the parameter fixed.
    pub high: f64,
    /// How it is spread.
    pub spread: Spread,
}

impl Parameter {
    /// Spread evenly.
    pub fn uniform(name: impl Into<String>, low: f64, high: f64) -> Self {
        Parameter { name: name.into(), low, high, spread: Spread::Uniform }
    }
    /// Spread evenly in its logarithm.
    pub fn log_uniform(name: impl Into<String>, low: f64, high: f64) -> Self {
        Parameter { name: name.into(), low, high, spread: Spread::LogUniform }
    }
    /// Spread triangularly around a most likely value.
    pub fn triangular(name: impl Into<String>, low: f64, mode: f64, high: f64) -> Self {
        Parameter { name: name.into(), low, high, spread: Spread::Triangular { mode } }
    }

    fn check(&self) -> Result<(), CollapseError> {
        let in_order = self.low.is_finite() && self.high.is_finite() && self.low <= self.high;
        let fits = match self.spread {
            Spread::Uniform => true,
            Spread::LogUniform => self.low > 0.0,
            Spread::Triangular { mode } => self.low <= mode && mode <= self.high,
        };
        if in_order && fits {
            return Ok(());
        }
        let message = format!("the range [{}, {}] does not hold for {:?}", self.low, self.high, self.spread);
        Err(CollapseError::Matching { name: self.name.clone(), message })
    }

    /// The value below which the spread puts probability `u`.
    fn quantile(&self, u: f64) -> f64 {
        let width = self.high - self.low;
        match self.spread {
            Spread::Uniform => self.low + width * u,
            Spread::LogUniform => self.low * (self.high / self.low).powf(u),
            Spread::Triangular { .. } if width <= 0.0 => self.low,
            Spread::Triangular { mode } if u * width <= mode - self.low => {
                self.low + (u * width * (mode - self.low)).sqrt()
            }
            Spread::Triangular { mode } => self.high - ((1.0 - u) * width * (self.high - mode)).sqrt(),
        }
    }
}

/// What was observed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Its name.
    pub name: String,
    /// The value.
    pub value: f64,
    /// The distance that counts as one unit of implausibility; 0 asks for the very value.
    pub tolerance: f64,
}

impl Observation {
    /// A measured value.
    pub fn value(name: impl Into<String>, value: f64, tolerance: f64) -> Self {
        Observation { name: name.into(), value, tolerance }
    }
    /// Something that happened: the model has to answer 1 (see [`Observation::answer`]).
    pub fn happened(name: impl Into<String>) -> Self {
        Observation { name: name.into(), value: 1.0, tolerance: 0.0 }
    }
    /// Something that did not happen: the model has to answer 0.
    pub fn did_not_happen(name: impl Into<String>) -> Self {
        Observation { name: name.into(), value: 0.0, tolerance: 0.0 }
    }
    /// A model's yes or no as a number.
    pub fn answer(yes: impl Into<Option<bool>>) -> f64 {
        yes.into().map_or(f64::NAN, |yes| if yes { 1.0 } else { 0.0 })
    }

    /// The distance of a model's value in units of the tolerance; NaN is infinitely far.
    fn implausibility(&self, modelled: f64) -> f64 {
        let distance = (self.value - modelled).abs();
        if distance == 0.0 {
            return 0.0;
        }
        let units = distance / self.tolerance;
        if units.is_nan() { f64::INFINITY } else { units }
    }
}

/// One draw of the parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Its number, from 0: a key for further random numbers that a model may need.
    pub number: u64,
    /// The parameters' values, in their order.
    pub values: Vec<f64>,
}

/// How much to draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatchingOptions {
    /// How many draws; 2,000 by default.
    pub draws: usize,
    /// The seed; 0 by default.
    pub seed: u64,
    /// The largest implausibility that is not set aside; 3 by default.
    pub cutoff: f64,
}

impl Default for MatchingOptions {
    fn default() -> Self {
        MatchingOptions { draws: 2_000, seed: 0, cutoff: 3.0 }
    }
}

/// A draw and how far it is from what was observed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatchedDraw<R> {
    /// The parameters' values.
    pub values: Vec<f64>,
    /// The model's answer to every observation.
    pub modelled: Vec<f64>,
    /// The implausibility per observation.
    pub implausibilities: Vec<f64>,
    /// Whatever else the model reports.
    pub report: R,
}

impl<R> MatchedDraw<R> {
    /// The largest implausibility; 0 without observations.
    pub fn implausibility(&self) -> f64 {
        self.implausibilities.iter().copied().fold(0.0, f64::max)
    }
}

/// What is left of a parameter's range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NonImplausible {
    /// The parameter.
    pub name: String,
    /// The range of all draws.
    pub prior: [f64; 2],
    /// The least and the largest value among consistent draws; `None` if there is none.
    pub range: Option<[f64; 2]>,
    /// The middle one of the consistent values.
    pub median: Option<f64>,
}

/// A slice of a parameter's range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileBin {
    /// The slice.
    pub range: [f64; 2],
    /// The least implausibility of its draws; infinite without draws.
    pub least: f64,
    /// The share of its draws that is consistent.
    pub consistent: Share,
}

/// The draws, and how they agree with history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matching<R> {
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The observations.
    pub observations: Vec<Observation>,
    /// The cutoff.
    pub cutoff: f64,
    /// All draws, by number.
    pub draws: Vec<MatchedDraw<R>>,
}

impl<R> Matching<R> {
    /// Whether a draw is consistent with every observation.
    pub fn is_consistent(&self, draw: &MatchedDraw<R>) -> bool {
        draw.implausibility() <= self.cutoff
    }
    /// The consistent draws.
    pub fn consistent(&self) -> impl Iterator<Item = &MatchedDraw<R>> {
        self.draws.iter().filter(|draw| self.is_consistent(draw))
    }
    /// The share of draws that is consistent.
    pub fn share(&self) -> Share {
        Share { count: self.consistent().count(), of: self.draws.len() }
    }
    /// The share of draws that is consistent with each observation alone: which of them rules out most.
    pub fn shares(&self) -> Vec<Share> {
        let share = |j: usize| {
            let met = |draw: &&MatchedDraw<R>| draw.implausibilities[j] <= self.cutoff;
            Share { count: self.draws.iter().filter(met).count(), of: self.draws.len() }
        };
        (0..self.observations.len()).map(share).collect()
    }

    /// What is left of every parameter's range.
    pub fn ranges(&self) -> Vec<NonImplausible> {
        let left = |(k, parameter): (usize, &Parameter)| {
            let mut values: Vec<f64> = self.consistent().map(|draw| draw.values[k]).collect();
            values.sort_by(f64::total_cmp);
            NonImplausible {
                name: parameter.name.clone(),
                prior: [parameter.low, parameter.high],
                range: values.first().zip(values.last()).map(|(low, high)| [*low, *high]),
                median: values.get(values.len() / 2).copied(),
            }
        };
        self.parameters.iter().enumerate().map(left).collect()
    }

    /// A parameter's range in slices of equal probability: the least implausibility and the consistent share
    /// of each (minimum implausibility and optical depth, as Vernon, Goldstein and Bower call them).
    ///
    /// # Errors
    /// If there is no such parameter or no slice is asked for.
    pub fn profile(&self, parameter: &str, slices: usize) -> Result<Vec<ProfileBin>, CollapseError> {
        let found = self.parameters.iter().position(|p| p.name == parameter).filter(|_| slices > 0);
        let Some(k) = found else {
            let message = format!("{slices} slices of it cannot be made");
            return Err(CollapseError::Matching { name: parameter.into(), message });
        };
        let edge = |slice: usize| self.parameters[k].quantile(slice as f64 / slices as f64);
        Ok((0..slices)
            .map(|slice| {
                let [low, high] = [edge(slice), edge(slice + 1)];
                let inside = || {
                    self.draws.iter().filter(move |draw| {
                        let value = draw.values[k];
                        low <= value && (value < high || slice + 1 == slices)
                    })
                };
                ProfileBin {
                    range: [low, high],
                    least: inside().map(MatchedDraw::implausibility).fold(f64::INFINITY, f64::min),
                    consistent: Share {
                        count: inside().filter(|draw| self.is_consistent(draw)).count(),
                        of: inside().count(),
                    },
                }
            })
            .collect())
    }
}

/// Draws the parameters, asks the model, and compares with what was observed.
///
/// `model` answers every observation in order (a yes or no by [`Observation::answer`]; NaN where it has no
/// answer, which is set aside) and may report more. It gets a workspace that `workspace` makes once per
/// thread. Every draw has its own ChaCha8 stream: results are the same for any number of threads, and a
/// longer run contains a shorter one.
///
/// ```
/// use detente::collapse::{CollapseError, MatchingOptions, Observation, Parameter, history_match};
/// use detente::prelude::*;
/// // How patient were they, and how tempting was defection, if cooperation held before a
/// // windfall that made temptation 5 larger, and broke down after it?
/// let parameters = [Parameter::uniform("delta", 0.1, 0.9), Parameter::uniform("temptation", 4.0, 8.0)];
/// let record = [Observation::happened("held before"), Observation::did_not_happen("held after")];
/// let options = MatchingOptions { draws: 100, ..Default::default() };
/// let found = history_match(&parameters, &record, &options, || (), |_, sample| {
///     let [delta, temptation] = sample.values[..] else { unreachable!("two parameters") };
///     let holds = |temptation: f64| (temptation - 3.0) / (temptation - 1.0) <= delta;
///     Ok::<_, CollapseError>((vec![holds(temptation), holds(temptation + 5.0)].into_iter().map(Observation::answer).collect(), ()))
/// })?;
/// assert!(found.share().count > 0 && found.share().value() < 0.5);
/// let patience = &found.ranges()[0];
/// assert!(patience.range.expect("some draws agree")[0] > 0.3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A range or a tolerance that is none, a model that fails or does not answer every observation.
pub fn history_match<W, R, E>(
    parameters: &[Parameter],
    observations: &[Observation],
    options: &MatchingOptions,
    workspace: impl Fn() -> W + Send + Sync,
    model: impl Fn(&mut W, &Sample) -> Result<(Vec<f64>, R), E> + Send + Sync,
) -> Result<Matching<R>, E>
where
    W: Send,
    R: Send,
    E: From<CollapseError> + Send,
{
    parameters.iter().try_for_each(Parameter::check)?;
    let bad = |name: &str, message: String| CollapseError::Matching { name: name.into(), message };
    for observation in observations {
        if !(observation.value.is_finite() && observation.tolerance >= 0.0) {
            let message = format!("{} within {} is no observation", observation.value, observation.tolerance);
            return Err(bad(&observation.name, message).into());
        }
    }
    if options.cutoff.is_nan() || options.cutoff < 0.0 {
        return Err(bad("cutoff", format!("{} is negative or no number", options.cutoff)).into());
    }
    let streams = Streams::new(options.seed, "history");
    let draw = |workspace: &mut W, number: usize| -> Result<MatchedDraw<R>, E> {
        let mut generator = streams.generator(number as u64);
        let values = parameters.iter().map(|p| p.quantile(generator.random::<f64>())).collect();
        let sample = Sample { number: number as u64, values };
        let (modelled, report) = model(workspace, &sample)?;
        if modelled.len() != observations.len() {
            let message = format!("{} answers for {} observations", modelled.len(), observations.len());
            return Err(bad("model", message).into());
        }
        let implausibilities =
            observations.iter().zip(&modelled).map(|(o, m)| o.implausibility(*m)).collect();
        Ok(MatchedDraw { values: sample.values, modelled, implausibilities, report })
    };
    let draws: Result<Vec<_>, E> = (0..options.draws).into_par_iter().map_init(workspace, draw).collect();
    Ok(Matching {
        parameters: parameters.to_vec(),
        observations: observations.to_vec(),
        cutoff: options.cutoff,
        draws: draws?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain;

    fn line(draws: usize, threads: usize) -> Matching<()> {
        let parameters = [Parameter::uniform("x", 0.0, 10.0), Parameter::log_uniform("y", 1.0, 100.0)];
        let observations = [Observation::value("x + noise", 4.0, 0.5)];
        let options = MatchingOptions { draws, seed: 3, ..Default::default() };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let model = |_: &mut (), sample: &Sample| Ok::<_, CollapseError>((vec![sample.values[0]], ()));
        pool.install(|| history_match(&parameters, &observations, &options, || (), model)).unwrap()
    }

    #[test]
    fn what_is_left_is_within_cutoff_times_tolerance_of_the_observation() {
        let found = line(2000, 2);
        let [low, high] = found.ranges()[0].range.unwrap();
        assert!((2.5..2.6).contains(&low) && 5.4 < high && high <= 5.5, "{low} {high}");
        assert!((found.share().value() - 0.3).abs() < 0.03);
        // y does not matter: all of its range is left.
        let y = found.ranges()[1].range.unwrap();
        assert!(y[0] < 1.1 && y[1] > 90.0);
        let profile = found.profile("x", 10).unwrap();
        assert!(profile[4].least < 0.1 && profile[9].consistent.count == 0 && profile[9].least > 3.0);
        assert_eq!(profile.iter().map(|bin| bin.consistent.of).sum::<usize>(), 2000);
    }

    #[test]
    fn threads_do_not_matter_and_longer_runs_contain_shorter_ones() {
        assert_eq!(line(200, 1), line(200, 4));
        assert_eq!(line(100, 2).draws, line(200, 2).draws[..100]);
    }

    #[test]
    fn events_are_met_or_not_and_no_answer_is_set_aside() {
        let held = Observation::happened("held");
        assert_eq!(held.implausibility(Observation::answer(true)), 0.0);
        assert_eq!(held.implausibility(Observation::answer(false)), f64::INFINITY);
        assert_eq!(held.implausibility(Observation::answer(None)), f64::INFINITY);
    }

    #[test]
    fn malformed_questions_are_refused_and_empty_ones_are_ordinary() {
        let ask = |parameter: Parameter, answers: usize| {
            let options = MatchingOptions { draws: 5, ..Default::default() };
            let model = |_: &mut (), _: &Sample| Ok::<_, CollapseError>((vec![0.0; answers], ()));
            history_match(&[parameter], &[], &options, || (), model)
        };
        let fixed = ask(Parameter::triangular("fixed", 2.0, 2.0, 2.0), 0).unwrap();
        assert_eq!(fixed.ranges()[0].range, Some([2.0, 2.0]));
        assert_eq!(fixed.share().value(), 1.0);
        assert!(fixed.profile("other", 3).is_err() && fixed.profile("fixed", 0).is_err());
        assert_eq!(ask(Parameter::uniform("x", 1.0, 0.0), 0).unwrap_err().location(), "x");
        assert!(ask(Parameter::log_uniform("x", 0.0, 1.0), 0).is_err());
        assert!(ask(Parameter::uniform("x", 0.0, f64::INFINITY), 0).is_err());
        assert_eq!(ask(Parameter::uniform("x", 0.0, 1.0), 1).unwrap_err().location(), "model");
    }
}

//! The war costs that are consistent with history, by weight of relative gains.

use serde::Serialize;

use super::modes::ModeCases;
use super::{HISTORY, HistoryCondition, check_weight};
use crate::repeated::fast::Solver;
use crate::study::{CaseData, StudyError};

/// The war-cost scales that are consistent with history at one weight of relative gains, everything else
/// at its mode.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryBand {
    /// The relative-gains weight of both sides.
    pub k: f64,
    /// The smallest consistent scale.
    pub low: f64,
    /// The largest consistent scale.
    pub high: f64,
    /// The condition that fails just below.
    pub fails_below: Option<HistoryCondition>,
    /// The condition that fails just above.
    pub fails_above: Option<HistoryCondition>,
}

impl HistoryBand {
    /// The middle of the band.
    pub fn middle(&self) -> f64 {
        (self.low + self.high) / 2.0
    }
}

/// The scales that are searched: equal ratios from one half to forty.
const SCALES: [f64; 2] = [0.5, 40.0];
/// Steps of that search. A band narrower than a step (2.2 per cent) may be missed.
const STEPS: u32 = 200;

/// The band of consistent war-cost scales for a weight of relative gains; `None` where no scale from 0.5
/// to 40 on the searched grid is consistent. Ends by bisection; where the consistent scales are not
/// connected, the lowest connected part.
///
/// ```
/// let data = detente::study::karabakh_data()?;
/// let band = detente::study::history_band(data, 0.2)?.expect("some scales are consistent");
/// assert!((band.low - 3.49).abs() < 0.01 && (band.high - 5.64).abs() < 0.01);
/// # Ok::<(), detente::study::StudyError>(())
/// ```
///
/// # Errors
/// A phase that the conditions name is missing from the data, or `k` lies outside [0, 1].
pub fn history_band(data: &CaseData, k: f64) -> Result<Option<HistoryBand>, StudyError> {
    check_weight(k)?;
    let cases = ModeCases::new(data)?;
    let mut solver = Solver::new();
    let ratio = (SCALES[1] / SCALES[0]).powf(1.0 / f64::from(STEPS));
    let scale_at = |step: u32| SCALES[0] * ratio.powi(step as i32);
    let mut consistent = |scale: f64| cases.meets_all(k, scale, &mut solver);
    let mut first = None;
    for step in 0..=STEPS {
        if consistent(scale_at(step))? {
            first = Some(step);
            break;
        }
    }
    let Some(first) = first else { return Ok(None) };
    let mut last = first;
    while last < STEPS && consistent(scale_at(last + 1))? {
        last += 1;
    }
    let mut edge = |mut inside: f64, mut outside: f64| -> Result<f64, StudyError> {
        for _ in 0..40 {
            let middle = (inside + outside) / 2.0;
            if consistent(middle)? { inside = middle } else { outside = middle }
        }
        Ok(inside)
    };
    let low = if first == 0 { SCALES[0] } else { edge(scale_at(first), scale_at(first - 1))? };
    let high = if last == STEPS { SCALES[1] } else { edge(scale_at(last), scale_at(last + 1))? };
    let mut failing = |scale: f64| -> Result<Option<HistoryCondition>, StudyError> {
        let met = cases.met(k, scale, &mut solver)?;
        Ok(HISTORY.into_iter().zip(met).find(|(_, met)| !met).map(|(condition, _)| condition))
    };
    let fails_below = failing(low * (1.0 - 1e-6))?;
    let fails_above = failing(high * (1.0 + 1e-6))?;
    Ok(Some(HistoryBand { k, low, high, fails_below, fails_above }))
}

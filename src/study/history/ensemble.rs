//! Joint draws of all phases: prospects over all of them and over those that history allows.

use serde::{Deserialize, Serialize};

use super::{HISTORY, check_weight};
use crate::collapse::{
    MatchedDraw, Matching, MatchingOptions, NonImplausible, Observation, Parameter, Sample, history_match,
};
use crate::repeated::fast::Solver;
use crate::study::ensemble::Draws;
use crate::study::{CaseData, InstitutionPreset, Prospect, Share, StageModel, StudyError, WarAccounting};

/// What the ensemble over history draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryOptions {
    /// How many joint draws of all phases; 2,000 by default.
    pub draws: usize,
    /// The seed; 0 by default.
    pub seed: u64,
    /// The common relative-gains weight is uniform between these; 0 to 0.5 by default.
    pub relative_gains: [f64; 2],
    /// The common factor on war costs is uniform in its logarithm between these; 1 to 16 by default.
    pub cost_scale: [f64; 2],
}

impl Default for HistoryOptions {
    fn default() -> Self {
        HistoryOptions { draws: 2_000, seed: 0, relative_gains: [0.0, 0.5], cost_scale: [1.0, 16.0] }
    }
}

/// How often each prospect occurs among some draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ProspectShares {
    /// Compromise for ever, enforceable and acceptable.
    pub compromise: Share,
    /// Some other acceptable bargain.
    pub some_bargain: Share,
    /// Nothing acceptable.
    pub collapsed: Share,
    /// No pure-strategy equilibrium.
    pub no_verdict: Share,
}

impl ProspectShares {
    fn of(prospects: impl Iterator<Item = Prospect>) -> Self {
        let mut counts = [0; 4];
        for prospect in prospects {
            counts[prospect as usize] += 1;
        }
        let of = counts.iter().sum();
        let [compromise, some_bargain, collapsed, no_verdict] = counts.map(|count| Share { count, of });
        ProspectShares { compromise, some_bargain, collapsed, no_verdict }
    }

    /// The most frequent prospect (the most cooperative on ties); `None` without draws.
    pub fn headline(&self) -> Option<Prospect> {
        let all = [
            (self.no_verdict, Prospect::NoVerdict),
            (self.collapsed, Prospect::Collapsed),
            (self.some_bargain, Prospect::SomeBargain),
            (self.compromise, Prospect::Compromise),
        ];
        let (share, prospect) = all.into_iter().max_by_key(|(share, _)| share.count)?;
        (share.count > 0).then_some(prospect)
    }
}

/// A phase under an institution, over all draws and over those that are consistent with history.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchedShares {
    /// The phase.
    pub phase: String,
    /// The institution.
    pub institution: String,
    /// Over all draws.
    pub all: ProspectShares,
    /// Over the consistent ones.
    pub consistent: ProspectShares,
    /// Whether the most frequent prospect changes under matching.
    pub headline_changes: bool,
}

/// The ensemble over history.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryEnsemble {
    /// The share of draws that meet all six conditions.
    pub consistent: Share,
    /// How often each condition is met, in the order of [`HISTORY`].
    pub conditions: Vec<Share>,
    /// The consistent `(k, cost scale)` pairs.
    pub consistent_points: Vec<(f64, f64)>,
    /// What is left of the ranges of `k` and of the cost scale.
    pub ranges: Vec<NonImplausible>,
    /// One entry per phase and institution.
    pub shares: Vec<MatchedShares>,
}

/// Draws all phases jointly (independent ranges, one weight and one cost scale for all phases) and reports
/// prospects over all draws and over the consistent ones, in the absorbing variant.
///
/// # Errors
/// An interval of the options that is empty or out of range; a phase that the conditions name is missing.
pub fn history_ensemble(
    data: &CaseData,
    institutions: &[InstitutionPreset],
    options: &HistoryOptions,
) -> Result<HistoryEnsemble, StudyError> {
    let [low_k, high_k] = options.relative_gains;
    let [low_scale, high_scale] = options.cost_scale;
    check_weight(low_k)?;
    check_weight(high_k)?;
    if !(low_scale > 0.0 && low_scale <= high_scale && high_scale.is_finite() && low_k <= high_k) {
        return Err(StudyError::OutOfRange {
            name: "history options".into(),
            value: format!("k in [{low_k}, {high_k}], cost scale in [{low_scale}, {high_scale}]"),
            range: "intervals are in order and cost scales above 0",
        });
    }
    let parameters =
        [Parameter::uniform("k", low_k, high_k), Parameter::log_uniform("cost scale", low_scale, high_scale)];
    let record = HISTORY.map(|condition| Observation::happened(condition.phase));
    let by_phase: Vec<Draws> =
        data.phases.iter().map(|phase| Draws::new(options.seed, &phase.name)).collect();
    let condition_phases: Vec<usize> = HISTORY
        .iter()
        .map(|condition| {
            let place = data.phases.iter().position(|phase| phase.name == condition.phase);
            place.map_or_else(|| data.phase(condition.phase).map(|_| 0), Ok)
        })
        .collect::<Result<_, _>>()?;
    // The model's answers to the six conditions, and a prospect per institution and phase.
    let model = |solver: &mut Solver, sample: &Sample| -> Result<(Vec<f64>, Vec<Prospect>), StudyError> {
        let (k, scale) = (sample.values[0], sample.values[1]);
        let mut cases = Vec::with_capacity(data.phases.len());
        let mut quantiles = Vec::with_capacity(data.phases.len());
        for (phase, draws) in data.phases.iter().zip(&by_phase) {
            let draw = draws.draw(sample.number);
            let case = phase.at_quantiles(&draw.primitives).with_war_costs_scaled(&scale)?;
            cases.push(case.with_relative_gains(&k));
            quantiles.push(draw.instruments);
        }
        let mut met = Vec::with_capacity(HISTORY.len());
        for (condition, &place) in HISTORY.iter().zip(&condition_phases) {
            met.push(Observation::answer(condition.is_met(&cases[place], solver)?));
        }
        let mut prospects = Vec::with_capacity(institutions.len() * cases.len());
        for preset in institutions {
            for (case, quantiles) in cases.iter().zip(&quantiles) {
                let institution = preset.at_quantiles(quantiles);
                let model = StageModel::new(case, &institution, WarAccounting::Absorbing);
                prospects.push(model.solve_with(solver)?.prospect());
            }
        }
        Ok((met, prospects))
    };
    let asked = MatchingOptions { draws: options.draws, seed: options.seed, ..Default::default() };
    let matching = history_match(&parameters, &record, &asked, Solver::new, model)?;
    Ok(summary(data, institutions, &matching))
}

fn summary(
    data: &CaseData,
    institutions: &[InstitutionPreset],
    matching: &Matching<Vec<Prospect>>,
) -> HistoryEnsemble {
    let mut shares = Vec::new();
    for (row, preset) in institutions.iter().enumerate() {
        for (column, phase) in data.phases.iter().enumerate() {
            let place = row * data.phases.len() + column;
            let prospect = |draw: &MatchedDraw<Vec<Prospect>>| draw.report[place];
            let all = ProspectShares::of(matching.draws.iter().map(prospect));
            let matched = ProspectShares::of(matching.consistent().map(prospect));
            shares.push(MatchedShares {
                phase: phase.name.clone(),
                institution: preset.name.clone(),
                headline_changes: matched.headline().is_some() && all.headline() != matched.headline(),
                all,
                consistent: matched,
            });
        }
    }
    HistoryEnsemble {
        consistent: matching.share(),
        conditions: matching.shares(),
        consistent_points: matching.consistent().map(|draw| (draw.values[0], draw.values[1])).collect(),
        ranges: matching.ranges(),
        shares,
    }
}

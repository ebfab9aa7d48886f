//! Everything that the study has to say, computed in one go.

use std::ops::ControlFlow;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::strength::{LARGEST_FACTOR, STEPS, sufficient};
use super::{
    CaseData, ClaimAnswer, CoderAgreement, Collapse, DivisionRule, Ensemble, EnsembleOptions, HistoryBand,
    HistoryEnsemble, HistoryMap, HistoryOptions, Instrument, Participation, PhaseVerdict, Primitives,
    Prospect, Question, Share, StrengthDiagram, StudyError, Sufficient, Variant, coded_agreement,
    coded_cases, collapse_by_relative_gains, ensemble, history_band, history_ensemble, history_map,
    karabakh_data, participation, phase_verdict, scaled, strength_diagram,
};

/// How much work the dossier takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DossierOptions {
    /// Draws per phase in the reduced variant; 10,000 by default.
    pub draws: usize,
    /// Joint draws of all phases for history matching; 2,000 by default.
    pub history_draws: usize,
    /// The seed; 0 by default.
    pub seed: u64,
    /// Steps of every search over strengths; 200 by default.
    pub search_steps: usize,
    /// Steps per axis of the strength diagrams and of the map's cost scale; 40 by default.
    pub diagram_steps: usize,
}

impl Default for DossierOptions {
    fn default() -> Self {
        DossierOptions {
            draws: 10_000,
            history_draws: 2_000,
            seed: 0,
            search_steps: STEPS,
            diagram_steps: 40,
        }
    }
}

/// Which war costs and relative gains the mode values are read with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Calibration {
    /// A common weight of relative gains; `None` for the phases' own.
    pub k: Option<f64>,
    /// The factor on both war costs.
    pub cost_scale: f64,
}

impl Calibration {
    /// As the phases are coded.
    pub const CODED: Calibration = Calibration { k: None, cost_scale: 1.0 };

    /// The case with these war costs and relative gains.
    ///
    /// # Errors
    /// If the cost scale is negative or not finite.
    pub fn apply(&self, case: Primitives<f64>) -> Result<Primitives<f64>, StudyError> {
        let case = case.with_war_costs_scaled(&self.cost_scale)?;
        Ok(self.k.map_or(case, |k| case.with_relative_gains(&k)))
    }
}

/// The shares of a phase in the reduced variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReducedShares {
    /// The phase or control case.
    pub phase: String,
    /// The institutions, in the order of the shares.
    pub institutions: Vec<String>,
    /// At the division on the table, under each institution alone.
    pub own: Vec<Share>,
    /// With a free division.
    pub free: Vec<Share>,
    /// With player 0's share capped at one half.
    pub capped: Vec<Share>,
    /// Some equilibrium bargain, at the division on the table.
    pub any_bargain: Vec<Share>,
    /// Anarchy, Minsk where anarchy fails, strong where both fail, nothing helps (the conflict's phases).
    pub ladder: Vec<Share>,
}

/// The verdict on a phase under an institution, as coded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NamedVerdict {
    /// The phase.
    pub phase: String,
    /// The institution.
    pub institution: String,
    /// The verdict.
    pub verdict: PhaseVerdict,
}

/// How strong an institution would have to be in a phase.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StrengthEntry {
    /// The phase.
    pub phase: String,
    /// The variant.
    pub variant: Variant,
    /// War costs and relative gains.
    pub calibration: Calibration,
    /// The instrument; `None` for the strong package as a whole.
    pub instrument: Option<Instrument>,
    /// The strengths that suffice.
    pub sufficient: Sufficient,
}

/// Whether the sides would join an institution in a phase, in the absorbing variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParticipationEntry {
    /// The phase.
    pub phase: String,
    /// The institution.
    pub institution: String,
    /// War costs and relative gains.
    pub calibration: Calibration,
    /// The comparison.
    pub participation: Participation,
}

/// A phase's diagram of patience against the strength of the strong package.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DiagramEntry {
    /// The phase.
    pub phase: String,
    /// War costs and relative gains.
    pub calibration: Calibration,
    /// The diagram.
    pub diagram: StrengthDiagram,
}

/// How cooperation collapses in a phase as relative gains grow, under anarchy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CollapseEntry {
    /// The phase.
    pub phase: String,
    /// The factor on both war costs.
    pub cost_scale: f64,
    /// Where compromise, and where anything acceptable, is left.
    pub collapse: Collapse,
}

/// The whole study. Steps that were not reached, because the progress callback broke off, are empty.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Dossier {
    /// Whether every step was taken.
    pub complete: bool,
    /// Verdicts in all variants, as coded.
    pub verdicts: Vec<NamedVerdict>,
    /// Reduced variant: the phases.
    pub shares: Vec<ReducedShares>,
    /// Reduced variant: the control cases.
    pub controls: Vec<ReducedShares>,
    /// The war costs that history allows, by weight of relative gains.
    pub bands: Vec<HistoryBand>,
    /// The calibration in the middle of the band at k = 0.2, used wherever "matched" is said.
    pub matched: Option<Calibration>,
    /// The map over relative gains and war costs.
    pub map: Option<HistoryMap>,
    /// Joint draws: prospects over all and over the consistent ones.
    pub history: Option<HistoryEnsemble>,
    /// How strong institutions would have to be, as coded and matched.
    pub strengths: Vec<StrengthEntry>,
    /// Whether the sides would join, as coded and matched.
    pub participation: Vec<ParticipationEntry>,
    /// Patience against strength: the absorbing variant, matched.
    pub diagrams: Vec<DiagramEntry>,
    /// The collapse as relative gains grow: all variants at cost scale 1, the absorbing one also matched.
    pub collapse: Vec<CollapseEntry>,
    /// The coded cases.
    pub coded: Vec<CoderAgreement>,
    /// What the models say to the article's claims.
    pub claims: Vec<ClaimAnswer>,
    /// What to keep in mind.
    pub limits: Vec<&'static str>,
}

/// The steps of the dossier, in order.
const STAGES: [&str; 8] = [
    "verdicts",
    "ensembles",
    "history bands and map",
    "history ensemble",
    "strengths",
    "participation and collapse",
    "diagrams",
    "coded cases and claims",
];

/// Computes the whole study: some seconds on two cores with the defaults.
///
/// ```no_run
/// use std::ops::ControlFlow;
/// use detente::study::{DossierOptions, dossier};
/// let dossier = dossier(&DossierOptions::default(), |step, done, total| {
///     eprintln!("{}/{total} {step}", done + 1);
///     ControlFlow::Continue(())
/// })?;
/// for answer in &dossier.claims {
///     println!("{}. {}", answer.claim.id, answer.claim.claim);
/// }
/// # Ok::<(), detente::study::StudyError>(())
/// ```
///
/// Calls `progress(step, done, total)` before every step; where it breaks, what has been computed so far is
/// returned.
///
/// # Errors
/// If an option is out of range.
pub fn dossier(
    options: &DossierOptions,
    mut progress: impl FnMut(&'static str, usize, usize) -> ControlFlow<()>,
) -> Result<Dossier, StudyError> {
    let data = karabakh_data()?;
    if options.search_steps == 0 || options.diagram_steps == 0 {
        let range = "a search takes at least one step";
        return Err(StudyError::OutOfRange { name: "steps".into(), value: "0".into(), range });
    }
    let mut dossier = Dossier { limits: super::LIMITS.to_vec(), ..Dossier::default() };
    for (done, stage) in STAGES.into_iter().enumerate() {
        if progress(stage, done, STAGES.len()).is_break() {
            return Ok(dossier);
        }
        match done {
            0 => dossier.verdicts = verdicts(data)?,
            1 => (dossier.shares, dossier.controls) = ensembles(data, options)?,
            2 => dossier.add_bands_and_map(data, options)?,
            3 => {
                let asked = HistoryOptions {
                    draws: options.history_draws,
                    seed: options.seed,
                    ..HistoryOptions::default()
                };
                dossier.history = Some(history_ensemble(data, &data.institutions, &asked)?);
            }
            4 => dossier.strengths = strengths(data, options, &dossier.calibrations())?,
            5 => dossier.add_participation_and_collapse(data)?,
            6 => dossier.add_diagrams(data, options)?,
            _ => {
                dossier.coded = coded_agreement(coded_cases()?)?;
                dossier.claims = super::claims::answers(&dossier, data)?;
            }
        }
    }
    dossier.complete = true;
    Ok(dossier)
}

fn verdicts(data: &CaseData) -> Result<Vec<NamedVerdict>, StudyError> {
    let mut list = Vec::new();
    for phase in &data.phases {
        let case = phase.at_modes()?;
        for preset in &data.institutions {
            list.push(NamedVerdict {
                phase: phase.name.clone(),
                institution: preset.name.clone(),
                verdict: phase_verdict(&case, &preset.at_modes()?)?,
            });
        }
    }
    Ok(list)
}

type SharesOfBoth = (Vec<ReducedShares>, Vec<ReducedShares>);

fn ensembles(data: &CaseData, options: &DossierOptions) -> Result<SharesOfBoth, StudyError> {
    let (mut phases, mut controls) = (Vec::new(), Vec::new());
    let conflict = data.phases.iter().map(|phase| (phase, &data.institutions, true));
    let compared = data.controls.cases.iter().map(|phase| (phase, &data.controls.institutions, false));
    for (phase, institutions, is_phase) in conflict.chain(compared) {
        let run = |division, question| {
            let asked = EnsembleOptions {
                draws: options.draws,
                seed: options.seed,
                division,
                question,
                ..EnsembleOptions::default()
            };
            ensemble(phase, institutions, &asked)
        };
        let singles = |result: &Ensemble| {
            institutions.iter().map(|preset| result.share(&preset.name)).collect::<Result<Vec<_>, _>>()
        };
        let own = run(DivisionRule::Own, Question::Compromise)?;
        let ladder = if is_phase { own.ladder(&["none", "Minsk", "strong"])? } else { Vec::new() };
        let list = if is_phase { &mut phases } else { &mut controls };
        list.push(ReducedShares {
            phase: phase.name.clone(),
            institutions: own.institutions.clone(),
            own: singles(&own)?,
            free: singles(&run(DivisionRule::Free, Question::Compromise)?)?,
            capped: singles(&run(DivisionRule::Capped(0.5), Question::Compromise)?)?,
            any_bargain: singles(&run(DivisionRule::Own, Question::AnyBargain)?)?,
            ladder,
        });
    }
    Ok((phases, controls))
}

/// The weight at which the matched calibration is taken.
const MATCHED_WEIGHT: f64 = 0.2;

fn strengths(
    data: &CaseData,
    options: &DossierOptions,
    calibrations: &[Calibration],
) -> Result<Vec<StrengthEntry>, StudyError> {
    let strong = data.institution("strong")?;
    let mut jobs = Vec::new();
    for phase in &data.phases {
        for &calibration in calibrations {
            let case = calibration.apply(phase.at_modes()?.to_floats())?;
            for variant in Variant::ALL {
                let instruments = Instrument::ALL.into_iter().filter(|i| i.acts_in(variant)).map(Some);
                jobs.extend(instruments.chain([None]).map(|i| (phase, calibration, case, variant, i)));
            }
        }
    }
    let solved = jobs.into_par_iter().map(|(phase, calibration, case, variant, instrument)| {
        let steps = options.search_steps;
        let sufficient = match instrument {
            Some(i) => sufficient(&case, variant, steps, i.largest(), |strength| i.alone(strength)),
            None => sufficient(&case, variant, steps, LARGEST_FACTOR, |factor| scaled(strong, factor)),
        }?;
        Ok(StrengthEntry { phase: phase.name.clone(), variant, calibration, instrument, sufficient })
    });
    solved.collect()
}

impl Dossier {
    /// The calibrations at which strengths and participation are reported.
    fn calibrations(&self) -> Vec<Calibration> {
        [Calibration::CODED].into_iter().chain(self.matched).collect()
    }

    fn add_bands_and_map(&mut self, data: &CaseData, options: &DossierOptions) -> Result<(), StudyError> {
        let weights: Vec<f64> = (0..=10).map(|step| f64::from(step) / 20.0).collect();
        let bands: Result<Vec<_>, StudyError> = weights.par_iter().map(|&k| history_band(data, k)).collect();
        self.bands = bands?.into_iter().flatten().collect();
        let matched = self.bands.iter().find(|band| band.k == MATCHED_WEIGHT);
        self.matched = matched.map(|band| Calibration { k: Some(band.k), cost_scale: band.middle() });
        // The map's rows are the weights, its columns equal ratios of the cost scale from 1 to 16.
        let mut points: Vec<(f64, f64)> = self.bands.iter().map(|band| (band.k, band.middle())).collect();
        for &k in &weights {
            let steps = options.diagram_steps;
            points.extend((0..=steps).map(|step| (k, 16f64.powf(step as f64 / steps as f64))));
        }
        self.map = Some(history_map(data, &data.institutions, &points)?);
        Ok(())
    }

    fn add_participation_and_collapse(&mut self, data: &CaseData) -> Result<(), StudyError> {
        let none = data.institution("none")?.at_modes()?.to_floats();
        for phase in &data.phases {
            let modes = phase.at_modes()?.to_floats();
            for calibration in self.calibrations() {
                let case = calibration.apply(modes)?;
                for preset in data.institutions.iter().filter(|preset| preset.name != "none") {
                    let institution = preset.at_modes()?.to_floats();
                    self.participation.push(ParticipationEntry {
                        phase: phase.name.clone(),
                        institution: preset.name.clone(),
                        calibration,
                        participation: participation(&case, &institution, Variant::Absorbing)?,
                    });
                }
            }
            let matched = self.matched.map(|calibration| (Variant::Absorbing, calibration.cost_scale));
            for (variant, cost_scale) in Variant::ALL.map(|variant| (variant, 1.0)).into_iter().chain(matched)
            {
                let case = modes.with_war_costs_scaled(&cost_scale)?;
                let collapse = collapse_by_relative_gains(&case, &none, variant)?;
                self.collapse.push(CollapseEntry { phase: phase.name.clone(), cost_scale, collapse });
            }
        }
        Ok(())
    }

    fn add_diagrams(&mut self, data: &CaseData, options: &DossierOptions) -> Result<(), StudyError> {
        let Some(calibration) = self.matched else { return Ok(()) };
        let steps = options.diagram_steps;
        let along = |low: f64, high: f64| -> Vec<f64> {
            (0..=steps).map(|step| low + (high - low) * step as f64 / steps as f64).collect()
        };
        let (discounts, strengths) = (along(0.5, 0.98), along(0.0, LARGEST_FACTOR));
        let strong = data.institution("strong")?;
        for phase in &data.phases {
            let case = calibration.apply(phase.at_modes()?.to_floats())?;
            let diagram = strength_diagram(&case, Variant::Absorbing, strong, &discounts, &strengths)?;
            self.diagrams.push(DiagramEntry { phase: phase.name.clone(), calibration, diagram });
        }
        Ok(())
    }

    /// The matched map's prospects of an institution, phase by phase; empty before the map was made.
    pub fn matched_row(&self, institution: &str) -> Vec<Prospect> {
        let row = || {
            let (map, matched) = self.map.as_ref().zip(self.matched)?;
            let place = map.institutions.iter().position(|name| name == institution)?;
            let same = |k: f64, scale: f64| Some(k) == matched.k && scale == matched.cost_scale;
            let cell = map.cells.iter().find(|cell| same(cell.k, cell.cost_scale))?;
            Some(cell.prospects[place].clone())
        };
        row().unwrap_or_default()
    }
}

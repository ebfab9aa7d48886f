//! The front door: one variant of the study, phase by phase and institution by institution.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::cells::WarAccounting;
use super::{
    Benchmark, DivisionRule, EnsembleOptions, GainsWeights, InstitutionPreset, Phase, Question, StageModel,
    StudyError, ensemble, karabakh_data,
};
use crate::geometry::Kind;

/// The three accounts of the same conflict; a study reports them side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variant {
    /// Compromise or self-help, every year the same 2 x 2 game: the teaching case.
    #[default]
    Reduced,
    /// Compromise, hold or attack, every year the same 3 x 3 game.
    ThreeActions,
    /// The same three actions, but a war decides everything after it.
    Absorbing,
}

impl Variant {
    /// All variants.
    pub const ALL: [Variant; 3] = [Variant::Reduced, Variant::ThreeActions, Variant::Absorbing];

    /// `"reduced"`, `"three-actions"` or `"absorbing"`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reduced => "reduced",
            Self::ThreeActions => "three-actions",
            Self::Absorbing => "absorbing",
        }
    }
}

/// What the study is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KarabakhOptions {
    /// The variant of the game; the reduced one by default.
    pub variant: Variant,
    /// Factor on both war costs; 1 by default.
    pub cost_scale: f64,
    /// The relative-gains weights; those of the phases by default.
    pub relative_gains: GainsWeights,
    /// Draws per phase in the reduced variant; 10,000 by default.
    pub draws: usize,
    /// The seed of the draws; 0 by default.
    pub seed: u64,
}

impl Default for KarabakhOptions {
    fn default() -> Self {
        let EnsembleOptions { draws, seed, cost_scale, relative_gains, .. } = EnsembleOptions::default();
        KarabakhOptions { variant: Variant::default(), cost_scale, relative_gains, draws, seed }
    }
}

/// A phase under an institution in one of the variants with three actions, at mode values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GameEntry {
    /// The phase or control case.
    pub phase: String,
    /// The institution.
    pub institution: String,
    /// Factor on both war costs.
    pub cost_scale: f64,
    /// `"mode"`, or the weight that was asked for.
    pub k: String,
    /// The shape of `V`; the fields below are left out where it is empty.
    pub kind: Kind,
    /// Each side's worst equilibrium payoff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threat: Option<[f64; 2]>,
    /// Compromise for ever minus the best one-shot deviation, per side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compromise: Option<[f64; 2]>,
    /// The same for holding for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<[f64; 2]>,
    /// What compromise is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub benchmark: Option<Benchmark>,
    /// Compromise for ever minus the benchmark, per side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compromise_over_benchmark: Option<[f64; 2]>,
    /// The largest joint gain over the benchmark within `V` that harms neither side; `Some(None)` (null)
    /// where every payoff harms one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptable_gain: Option<Option<f64>>,
}

/// A phase under an institution in the reduced variant, over draws from the ranges.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShareEntry {
    /// The phase or control case.
    pub phase: String,
    /// The institution.
    pub institution: String,
    /// `"own"` or `"free"`.
    pub division: DivisionRule,
    /// The share of draws, 0 to 1, in which compromise is sustained under this institution alone.
    pub share: f64,
    /// The draws that the share refers to.
    pub draws: usize,
    /// Draws left out because they were no valid case; the study's own ranges have none.
    #[serde(skip_serializing_if = "is_zero")]
    pub invalid: usize,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// One entry of the study.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Entry {
    /// Of a variant with three actions.
    Game(GameEntry),
    /// Of the reduced variant.
    Share(ShareEntry),
}

/// One variant of the study.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KarabakhStudy {
    /// The variant.
    pub variant: Variant,
    /// Whether every entry was computed; false if the progress callback asked to stop.
    pub complete: bool,
    /// The phases of the conflict under every institution.
    pub entries: Vec<Entry>,
    /// The control cases under theirs.
    pub controls: Vec<Entry>,
    /// What to keep in mind beside every result.
    pub limits: Vec<&'static str>,
}

/// Runs one variant of the study over all phases, institutions and control cases.
///
/// ```
/// use detente::study::{Entry, KarabakhOptions, Variant, karabakh};
/// let options = KarabakhOptions { variant: Variant::Absorbing, cost_scale: 5.0, ..Default::default() };
/// let study = karabakh(&options)?;
/// let Entry::Game(first) = &study.entries[0] else { unreachable!("the absorbing variant solves games") };
/// assert_eq!((first.phase.as_str(), first.institution.as_str()), ("1988-91", "none"));
/// assert!(first.acceptable_gain.flatten().is_some_and(|gain| gain > 1.0));
/// # Ok::<(), detente::study::StudyError>(())
/// ```
///
/// # Errors
/// A cost scale below 0, a relative-gains weight outside [0, 1].
pub fn karabakh(options: &KarabakhOptions) -> Result<KarabakhStudy, StudyError> {
    karabakh_with_progress(options, |_, _| ControlFlow::Continue(()))
}

/// As [`karabakh`], calling `progress(done, total)` after every phase; where it breaks, the entries so far
/// are returned.
///
/// # Errors
/// As [`karabakh`].
pub fn karabakh_with_progress(
    options: &KarabakhOptions,
    mut progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<KarabakhStudy, StudyError> {
    let data = karabakh_data()?;
    options.relative_gains.validate()?;
    super::primitives::check_cost_scale(&options.cost_scale)?;
    let mut study = KarabakhStudy {
        variant: options.variant,
        complete: true,
        entries: Vec::new(),
        controls: Vec::new(),
        limits: super::LIMITS.to_vec(),
    };
    let total = data.phases.len() + data.controls.cases.len();
    let conflict = data.phases.iter().map(|phase| (phase, &data.institutions));
    let controls = data.controls.cases.iter().map(|phase| (phase, &data.controls.institutions));
    for (done, (phase, institutions)) in conflict.chain(controls).enumerate() {
        let list = if done < data.phases.len() { &mut study.entries } else { &mut study.controls };
        match options.variant {
            Variant::Reduced => shares(phase, institutions, options, list)?,
            Variant::ThreeActions => games(phase, institutions, WarAccounting::Transient, options, list)?,
            Variant::Absorbing => games(phase, institutions, WarAccounting::Absorbing, options, list)?,
        }
        if progress(done + 1, total).is_break() && done + 1 < total {
            study.complete = false;
            break;
        }
    }
    Ok(study)
}

fn shares(
    phase: &Phase,
    institutions: &[InstitutionPreset],
    options: &KarabakhOptions,
    list: &mut Vec<Entry>,
) -> Result<(), StudyError> {
    for division in [DivisionRule::Own, DivisionRule::Free] {
        let asked = EnsembleOptions {
            draws: options.draws,
            seed: options.seed,
            division,
            relative_gains: options.relative_gains.clone(),
            cost_scale: options.cost_scale,
            question: Question::Compromise,
        };
        let result = ensemble(phase, institutions, &asked)?;
        for preset in institutions {
            let share = result.share(&preset.name)?;
            list.push(Entry::Share(ShareEntry {
                phase: phase.name.clone(),
                institution: preset.name.clone(),
                division,
                share: share.value(),
                draws: share.of,
                invalid: result.invalid,
            }));
        }
    }
    Ok(())
}

fn games(
    phase: &Phase,
    institutions: &[InstitutionPreset],
    accounting: WarAccounting,
    options: &KarabakhOptions,
    list: &mut Vec<Entry>,
) -> Result<(), StudyError> {
    let case = phase.at_modes()?.to_floats().with_war_costs_scaled(&options.cost_scale)?;
    let case = options.relative_gains.apply(case);
    for preset in institutions {
        let institution = preset.at_modes()?.to_floats();
        let solution = StageModel::new(&case, &institution, accounting).solve()?;
        let content = solution.content.as_ref();
        list.push(Entry::Game(GameEntry {
            phase: phase.name.clone(),
            institution: preset.name.clone(),
            cost_scale: options.cost_scale,
            k: options.relative_gains.label(),
            kind: solution.kind,
            threat: content.map(|c| c.threat),
            compromise: content.map(|c| c.compromise),
            hold: content.map(|c| c.hold),
            benchmark: content.map(|c| c.benchmark),
            compromise_over_benchmark: content.map(|c| c.compromise_over_benchmark),
            acceptable_gain: content.map(|c| c.acceptable_gain),
        }));
    }
    Ok(())
}

//! Monte Carlo over a case's ranges in the reduced variant: in what share of the draws is compromise
//! sustained, and which institution changes that?
//!
//! Ranges are triangular and independent. Every draw has its own ChaCha8 stream, keyed by the seed, the
//! phase's name and the draw's number: results are the same for any number of threads, a longer run
//! contains a shorter one, and all institutions, divisions and other settings meet the same draws (an
//! instrument of the same name sits at the same quantile of its range in every institution).
//!
//! A draw that is no valid case (detection and false alarms above certainty, relative gains that multiply
//! to more than 1) is left out of all shares and counted; redrawing would bend the other parameters'
//! distributions, and clamping would pile draws up on the boundary. The study's own ranges exclude both.

use rand::RngExt;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cells::WarAccounting;
use super::{
    DivisionRule, Divisions, INSTRUMENTS, InstitutionPreset, PRIMITIVES, Phase, ReducedGame, StudyError,
};
use crate::collapse::{Share, Streams};
use crate::exact::{Rational, Scalar};
use crate::repeated::fast::Solver;

/// Which relative-gains weights are used.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GainsWeights {
    /// Those of the case: drawn from their ranges in an ensemble, at their modes elsewhere.
    #[default]
    Mode,
    /// This weight for both sides.
    Value(Rational),
}

impl GainsWeights {
    /// The weights as the crate's results name them: `"mode"`, or the weight.
    pub fn label(&self) -> String {
        match self {
            Self::Mode => "mode".into(),
            Self::Value(k) => k.to_string(),
        }
    }

    /// Refuses a weight outside [0, 1].
    pub(super) fn validate(&self) -> Result<(), StudyError> {
        match self {
            Self::Value(k) if k.is_negative() || *k > Rational::ONE => Err(StudyError::OutOfRange {
                name: "k".into(),
                value: k.to_string(),
                range: "a common relative-gains weight lies in [0, 1]",
            }),
            _ => Ok(()),
        }
    }

    /// The case with these weights.
    pub(super) fn apply<T: Scalar>(&self, case: super::Primitives<T>) -> super::Primitives<T> {
        match self {
            Self::Mode => case,
            Self::Value(k) => case.with_relative_gains(&T::from_exact(k)),
        }
    }
}

/// What is asked of every draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Whether the trigger sustains compromise for ever at a division that the rule allows.
    #[default]
    Compromise,
    /// Whether some equilibrium payoff at the division on the table harms neither side against self-help and
    /// gains jointly (perfect monitoring): grim compromise understates cooperation.
    AnyBargain,
}

/// What an ensemble draws and asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnsembleOptions {
    /// How many draws; 10,000 by default.
    pub draws: usize,
    /// The seed; 0 by default.
    pub seed: u64,
    /// Which division may be agreed on; the one on the table by default.
    pub division: DivisionRule,
    /// The relative-gains weights.
    pub relative_gains: GainsWeights,
    /// Factor on both war costs; 1 by default.
    pub cost_scale: f64,
    /// What is asked; compromise by default.
    pub question: Question,
}

impl Default for EnsembleOptions {
    fn default() -> Self {
        EnsembleOptions {
            draws: 10_000,
            seed: 0,
            division: DivisionRule::Own,
            relative_gains: GainsWeights::Mode,
            cost_scale: 1.0,
            question: Question::Compromise,
        }
    }
}

/// The outcome of every draw under every institution.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ensemble {
    /// The phase or case.
    pub phase: String,
    /// The institutions, in the order of the outcomes' bits.
    pub institutions: Vec<String>,
    /// Draws left out because they were no valid case.
    pub invalid: usize,
    /// One mask per valid draw, in the order of the draws: bit `i` is set where institution `i` alone
    /// sustains compromise.
    outcomes: Vec<u64>,
}

impl Ensemble {
    /// Draws that the shares refer to.
    pub fn valid(&self) -> usize {
        self.outcomes.len()
    }

    /// The share of draws in which an institution alone sustains compromise.
    ///
    /// # Errors
    /// If the ensemble has no such institution.
    pub fn share(&self, institution: &str) -> Result<Share, StudyError> {
        let bit = self.bit(institution)?;
        Ok(self.count(|mask| mask & bit != 0))
    }

    /// Institutions tried one after the other: for each, the share of draws in which it sustains
    /// compromise and none before it does; last, the share in which none of them does.
    ///
    /// # Errors
    /// If the ensemble has no such institution.
    pub fn ladder(&self, institutions: &[&str]) -> Result<Vec<Share>, StudyError> {
        let mut before = 0;
        let mut shares = Vec::with_capacity(institutions.len() + 1);
        for institution in institutions {
            let bit = self.bit(institution)?;
            shares.push(self.count(|mask| mask & bit != 0 && mask & before == 0));
            before |= bit;
        }
        shares.push(self.count(|mask| mask & before == 0));
        Ok(shares)
    }

    /// The share of draws in which an institution removes compromise that was there without it: the first
    /// named institution fails where the second sustains.
    ///
    /// # Errors
    /// If the ensemble has no such institution.
    pub fn removed_by(&self, institution: &str, without: &str) -> Result<Share, StudyError> {
        let (with, without) = (self.bit(institution)?, self.bit(without)?);
        Ok(self.count(|mask| mask & without != 0 && mask & with == 0))
    }

    fn count(&self, holds: impl Fn(u64) -> bool) -> Share {
        Share { count: self.outcomes.iter().filter(|mask| holds(**mask)).count(), of: self.valid() }
    }

    fn bit(&self, institution: &str) -> Result<u64, StudyError> {
        let place = self.institutions.iter().position(|name| name == institution);
        place.map(|place| 1 << place).ok_or_else(|| StudyError::Unknown {
            what: "institution",
            name: institution.into(),
            known: self.institutions.clone(),
        })
    }
}

/// The quantiles of one draw.
pub(super) struct Draw {
    pub(super) primitives: [f64; PRIMITIVES],
    pub(super) instruments: [f64; INSTRUMENTS],
}

/// A source of numbered draws for one phase.
pub(super) struct Draws {
    streams: Streams,
}

impl Draws {
    pub(super) fn new(seed: u64, phase: &str) -> Self {
        Draws { streams: Streams::new(seed, phase) }
    }

    pub(super) fn draw(&self, number: u64) -> Draw {
        let mut generator = self.streams.generator(number);
        Draw {
            primitives: std::array::from_fn(|_| generator.random()),
            instruments: std::array::from_fn(|_| generator.random()),
        }
    }
}

/// Draws a phase's ranges and asks, for every institution, whether it sustains compromise.
///
/// ```
/// use detente::study::{EnsembleOptions, ensemble, karabakh_data};
/// let data = karabakh_data()?;
/// let options = EnsembleOptions { draws: 500, ..Default::default() };
/// let result = ensemble(data.phase("2016-20")?, &data.institutions, &options)?;
/// assert!(result.share("strong")?.value() > result.share("none")?.value());
/// # Ok::<(), detente::study::StudyError>(())
/// ```
///
/// # Errors
/// More than 64 institutions; a cap, a weight or a cost scale out of range.
pub fn ensemble(
    phase: &Phase,
    institutions: &[InstitutionPreset],
    options: &EnsembleOptions,
) -> Result<Ensemble, StudyError> {
    if institutions.len() > 64 {
        return Err(StudyError::OutOfRange {
            name: "institutions".into(),
            value: institutions.len().to_string(),
            range: "an ensemble compares at most 64 institutions",
        });
    }
    let cap = options.division.largest_share()?;
    options.relative_gains.validate()?;
    super::primitives::check_cost_scale(&options.cost_scale)?;
    let draws = Draws::new(options.seed, &phase.name);
    let outcome = |solver: &mut Solver, number: usize| {
        let draw = draws.draw(number as u64);
        let case = phase.at_quantiles(&draw.primitives).with_war_costs_scaled(&options.cost_scale).ok()?;
        let case = options.relative_gains.apply(case);
        case.validate().ok()?;
        let mut mask = 0u64;
        for (place, preset) in institutions.iter().enumerate() {
            let institution = preset.at_quantiles(&draw.instruments);
            let own = || ReducedGame::new(&case, &institution, WarAccounting::Transient);
            let sustained = match (options.question, cap) {
                // The case is valid, so its payoffs are finite.
                (Question::AnyBargain, _) => own().best_bargain(solver).is_ok_and(|gain| gain.is_some()),
                (Question::Compromise, None) => own().sustained(),
                (Question::Compromise, Some(cap)) => {
                    Divisions::new(&case, &institution, WarAccounting::Transient).any_sustained(cap)
                }
            };
            mask |= u64::from(sustained) << place;
        }
        Some(mask)
    };
    let all: Vec<Option<u64>> = (0..options.draws).into_par_iter().map_init(Solver::new, outcome).collect();
    let outcomes: Vec<u64> = all.iter().copied().flatten().collect();
    Ok(Ensemble {
        phase: phase.name.clone(),
        institutions: institutions.iter().map(|preset| preset.name.clone()).collect(),
        invalid: all.len() - outcomes.len(),
        outcomes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::{Range, karabakh_data};
    use std::collections::BTreeMap;

    #[test]
    fn results_do_not_depend_on_the_number_of_threads_and_longer_runs_contain_shorter_ones() {
        let data = karabakh_data().unwrap();
        let phase = data.phase("2020-22").unwrap();
        let run = |threads: usize, draws: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let options = EnsembleOptions { draws, seed: 7, ..Default::default() };
            pool.install(|| ensemble(phase, &data.institutions, &options)).unwrap()
        };
        let (one, four) = (run(1, 300), run(4, 300));
        assert_eq!(one, four);
        assert_eq!(run(2, 200).outcomes, one.outcomes[..200]);
        let other = EnsembleOptions { draws: 300, seed: 8, ..Default::default() };
        assert_ne!(ensemble(phase, &data.institutions, &other).unwrap(), one);
    }

    #[test]
    fn draws_that_are_no_valid_case_are_counted_and_left_out() {
        let data = karabakh_data().unwrap();
        let source = data.phase("2020-22").unwrap();
        let mut ranges: BTreeMap<String, Range> = BTreeMap::new();
        for name in crate::study::PRIMITIVE_NAMES {
            ranges.insert(name.into(), source.range(name).unwrap().clone());
        }
        let half = Rational::new(1, 2);
        ranges.insert("eps".into(), Range::new(Rational::ZERO, half, Rational::ONE).unwrap());
        let phase = Phase::new("noisy", ranges).unwrap();
        let options = EnsembleOptions { draws: 400, ..Default::default() };
        let result = ensemble(&phase, &data.institutions, &options).unwrap();
        assert!(result.invalid > 40 && result.valid() > 40);
        assert_eq!(result.invalid + result.valid(), 400);
    }

    #[test]
    fn options_out_of_range_are_refused() {
        let data = karabakh_data().unwrap();
        let ask = |options: EnsembleOptions| ensemble(&data.phases[0], &data.institutions, &options);
        assert!(ask(EnsembleOptions { cost_scale: -1.0, ..Default::default() }).is_err());
        let spite = GainsWeights::Value(Rational::from(2));
        assert!(ask(EnsembleOptions { relative_gains: spite, ..Default::default() }).is_err());
        assert!(ask(EnsembleOptions { division: DivisionRule::Capped(2.0), ..Default::default() }).is_err());
    }
}

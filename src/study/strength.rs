//! How strong would an institution have to be, and in which instrument?
//!
//! At the most likely values of a phase: for each instrument alone, and for the strong package scaled as a
//! whole, the strengths at which compromise for ever becomes enforceable and acceptable. More of an
//! instrument does not always help (freezing helps whoever holds; a guarantee spares the exploited side the
//! punishment, too), so strengths are searched on a grid of 200 steps with bisection at every change, and
//! what is reported are intervals.

use std::fmt;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::scan::intervals_where;
use super::{
    INSTRUMENT_NAMES, INSTRUMENTS, InstitutionParameters, InstitutionPreset, Primitives, Prospect,
    StudyError, Variant,
};
use crate::repeated::fast::Solver;

/// An instrument by itself, with one number for its strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Instrument {
    /// Aid to both while both compromise; payoff per year.
    Aid,
    /// Aid to a side that compromises alone; payoff per year.
    LoneAid,
    /// A sanction on a lone defector, enforced with certainty (`q s`); payoff per year.
    Sanction,
    /// A guarantee that lifts the exploited side towards self-help; share.
    Guarantee,
    /// A guarantee that also takes from the exploiter what it grabs beyond self-help; share.
    TwoSidedGuarantee,
    /// A cut of negotiation costs; share.
    NegotiationCut,
    /// A cut of the first-move advantage; share.
    FirstMoveCut,
    /// A cut of the hazard of war; share.
    Freezing,
    /// A longer shadow of the future; share of the impatience taken away, up to 0.99.
    LongerShadow,
    /// Detection; share of the gap to certainty. Acts in the reduced variant only.
    Detection,
    /// A gain from cooperation on a linked issue; payoff per year. Acts in the reduced variant only.
    LinkedReward,
}

impl Instrument {
    /// All instruments.
    pub const ALL: [Instrument; 11] = [
        Self::Aid,
        Self::LoneAid,
        Self::Sanction,
        Self::Guarantee,
        Self::TwoSidedGuarantee,
        Self::NegotiationCut,
        Self::FirstMoveCut,
        Self::Freezing,
        Self::LongerShadow,
        Self::Detection,
        Self::LinkedReward,
    ];

    /// Whether the variant has room for the instrument: detection and linked issues enter the reduced
    /// variant's incentive constraint only.
    pub fn acts_in(self, variant: Variant) -> bool {
        variant == Variant::Reduced || !matches!(self, Self::Detection | Self::LinkedReward)
    }

    /// The largest strength that is tried: 1 for shares (0.99 for the shadow), for payoffs per year twice
    /// player 0's value of the whole stake.
    pub fn largest(self) -> f64 {
        match self {
            Self::Aid | Self::LoneAid | Self::Sanction | Self::LinkedReward => 2.0,
            Self::LongerShadow => 0.99,
            _ => 1.0,
        }
    }

    /// The institution that consists of this instrument alone.
    pub fn alone(self, strength: f64) -> InstitutionParameters<f64> {
        let mut institution = InstitutionParameters::none();
        let sides = &mut institution.sides;
        match self {
            Self::Aid => sides.iter_mut().for_each(|side| side.aid = strength),
            Self::LoneAid => sides.iter_mut().for_each(|side| side.lone_aid = strength),
            Self::LinkedReward => sides.iter_mut().for_each(|side| side.linked_reward = strength),
            Self::Sanction => {
                sides.iter_mut().for_each(|side| side.sanction = strength);
                institution.enforcement = 1.0;
            }
            Self::Guarantee => institution.guarantee = strength,
            Self::TwoSidedGuarantee => {
                (institution.guarantee, institution.guarantee_against) = (strength, 1.0);
            }
            Self::NegotiationCut => institution.negotiation_cut = strength,
            Self::FirstMoveCut => institution.first_move_cut = strength,
            Self::Freezing => institution.freezing = strength,
            Self::LongerShadow => institution.longer_shadow = strength,
            Self::Detection => institution.detection_gain = strength,
        }
        institution
    }
}

impl fmt::Display for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Aid => "aid",
            Self::LoneAid => "lone aid",
            Self::Sanction => "sanction",
            Self::Guarantee => "guarantee",
            Self::TwoSidedGuarantee => "two-sided guarantee",
            Self::NegotiationCut => "negotiation cut",
            Self::FirstMoveCut => "first-move cut",
            Self::Freezing => "freezing",
            Self::LongerShadow => "longer shadow",
            Self::Detection => "detection",
            Self::LinkedReward => "linked reward",
        })
    }
}

/// The strengths that suffice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sufficient {
    /// What is left of cooperation at strength zero.
    pub without: Prospect,
    /// The strengths at which compromise for ever is enforceable and acceptable.
    pub intervals: Vec<[f64; 2]>,
    /// The largest strength that was tried.
    pub tried_up_to: f64,
}

impl Sufficient {
    /// The smallest strength that suffices; `None` where none does.
    pub fn smallest(&self) -> Option<f64> {
        self.intervals.first().map(|[low, _]| *low)
    }
}

/// Steps of the search over strengths.
pub(super) const STEPS: usize = 200;

/// The strengths of one instrument that suffice in a case.
///
/// ```
/// use detente::study::{Instrument, Variant, karabakh_data, sufficient_strength};
/// let case = karabakh_data()?.phase("2016-20")?.at_modes()?.to_floats();
/// let aid = sufficient_strength(&case, Variant::Reduced, Instrument::Aid)?;
/// let shadow = sufficient_strength(&case, Variant::Reduced, Instrument::LongerShadow)?;
/// // The holder prefers self-help: paying for compromise helps, patience alone does not.
/// assert!(aid.smallest().is_some() && shadow.smallest().is_none());
/// # Ok::<(), detente::study::StudyError>(())
/// ```
///
/// # Errors
/// If a payoff is not finite.
pub fn sufficient_strength(
    case: &Primitives<f64>,
    variant: Variant,
    instrument: Instrument,
) -> Result<Sufficient, StudyError> {
    sufficient(case, variant, STEPS, instrument.largest(), |strength| instrument.alone(strength))
}

/// The common factors on an institution's most likely strengths that suffice in a case: 0 is anarchy, 1 the
/// institution as it is, 2 twice as strong (shares at most 1, the shadow at most 0.99; its costs of
/// membership grow along).
///
/// # Errors
/// If a payoff is not finite.
pub fn sufficient_package(
    case: &Primitives<f64>,
    variant: Variant,
    package: &InstitutionPreset,
) -> Result<Sufficient, StudyError> {
    sufficient(case, variant, STEPS, LARGEST_FACTOR, |factor| scaled(package, factor))
}

/// The largest factor on a package that is tried.
pub(super) const LARGEST_FACTOR: f64 = 2.0;

/// The strengths up to `largest` that suffice, searched in `steps`.
pub(super) fn sufficient(
    case: &Primitives<f64>,
    variant: Variant,
    steps: usize,
    largest: f64,
    institution: impl Fn(f64) -> InstitutionParameters<f64>,
) -> Result<Sufficient, StudyError> {
    let mut solver = Solver::new();
    let mut prospect = |strength: f64| variant.prospect(case, &institution(strength), &mut solver);
    let without = prospect(0.0)?;
    let intervals =
        intervals_where(0.0, largest, steps, |strength| Ok(prospect(strength)? == Prospect::Compromise))?;
    Ok(Sufficient { without, intervals, tried_up_to: largest })
}

/// Instruments whose strength is a share.
const SHARES: [&str; 9] = ["tau", "q", "eta", "gamma", "theta", "psi", "zeta", "dd", "epscut"];

/// The institution with its most likely strengths multiplied by a factor.
pub fn scaled(package: &InstitutionPreset, factor: f64) -> InstitutionParameters<f64> {
    let modes = package.modes();
    let values: [f64; INSTRUMENTS] = std::array::from_fn(|i| {
        let value = modes[i].to_f64() * factor;
        match INSTRUMENT_NAMES[i] {
            "sigma" => value.min(0.99),
            name if SHARES.contains(&name) => value.min(1.0),
            _ => value,
        }
    });
    InstitutionParameters::from_values(values)
}

/// A diagram: what is left of cooperation by the data's discount factor and the strength of a package.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StrengthDiagram {
    /// The variant.
    pub variant: Variant,
    /// The discount factors (before the institution lengthens the shadow).
    pub discounts: Vec<f64>,
    /// The factors on the package's strengths.
    pub strengths: Vec<f64>,
    /// One row per strength, one prospect per discount factor.
    pub prospects: Vec<Vec<Prospect>>,
}

/// Solves a case at every pair of a discount factor and a strength of the package.
///
/// # Errors
/// A discount factor outside (0, 1), a strength that is negative or not finite.
pub fn strength_diagram(
    case: &Primitives<f64>,
    variant: Variant,
    package: &InstitutionPreset,
    discounts: &[f64],
    strengths: &[f64],
) -> Result<StrengthDiagram, StudyError> {
    if let Some(bad) = strengths.iter().find(|strength| !(strength.is_finite() && **strength >= 0.0)) {
        let range = "the factor on the package's strengths is finite and at least 0";
        return Err(StudyError::OutOfRange { name: "strength".into(), value: bad.to_string(), range });
    }
    let row = |solver: &mut Solver, strength: &f64| {
        let institution = scaled(package, *strength);
        let cells = discounts.iter().map(|&discount| {
            let case = Primitives { discount, ..*case };
            case.validate()?;
            variant.prospect(&case, &institution, solver)
        });
        cells.collect::<Result<Vec<_>, StudyError>>()
    };
    let prospects: Result<Vec<_>, StudyError> = strengths.par_iter().map_init(Solver::new, row).collect();
    let (discounts, strengths) = (discounts.to_vec(), strengths.to_vec());
    Ok(StrengthDiagram { variant, discounts, strengths, prospects: prospects? })
}

/// How cooperation collapses as relative gains grow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Collapse {
    /// The variant.
    pub variant: Variant,
    /// The common weights `k` in [0, 1] at which compromise for ever is enforceable and acceptable.
    pub compromise: Vec<[f64; 2]>,
    /// The weights at which compromise or some other acceptable bargain is left.
    pub anything: Vec<[f64; 2]>,
}

/// The weights of relative gains, from 0 (absolute gains) to 1 (strictly competitive), that leave something
/// of cooperation.
///
/// ```
/// use detente::study::{InstitutionParameters, Variant, collapse_by_relative_gains, karabakh_data};
/// let case = karabakh_data()?.phase("2020-22")?.at_modes()?.to_floats();
/// let none = InstitutionParameters::none();
/// let collapse = collapse_by_relative_gains(&case, &none, Variant::Reduced)?;
/// // At k = 1 what one side gains the other loses: nothing is left.
/// assert!(collapse.anything.iter().all(|[_, high]| *high < 1.0));
/// # Ok::<(), detente::study::StudyError>(())
/// ```
///
/// # Errors
/// If a payoff is not finite.
pub fn collapse_by_relative_gains(
    case: &Primitives<f64>,
    institution: &InstitutionParameters<f64>,
    variant: Variant,
) -> Result<Collapse, StudyError> {
    let mut solver = Solver::new();
    let mut intervals = |holds: fn(Prospect) -> bool| {
        intervals_where(0.0, 1.0, 100, |k| {
            Ok(holds(variant.prospect(&case.with_relative_gains(&k), institution, &mut solver)?))
        })
    };
    Ok(Collapse {
        variant,
        compromise: intervals(|prospect| prospect == Prospect::Compromise)?,
        anything: intervals(|prospect| matches!(prospect, Prospect::Compromise | Prospect::SomeBargain))?,
    })
}

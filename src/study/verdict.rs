//! The verdict on a phase under an institution: in each variant, and whether the variants agree.

use serde::Serialize;

use super::cells::WarAccounting;
use super::scan::intervals_where;
use super::solution::{TIE, supported};
use super::{
    Benchmark, InstitutionParameters, Primitives, Prospect, ReducedGame, Solution, StageModel, StudyError,
    Variant,
};
use crate::equilibrium::SideClass;
use crate::exact::Rational;
use crate::game::Profile;
use crate::repeated::fast::Solver;
use crate::repeated::{Reason, Verdict};

/// Whether some equilibrium starts with compromise for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Enforcement {
    /// Yes.
    Enforceable,
    /// No pure-strategy equilibrium does.
    NotEnforceable,
    /// The trigger with this monitoring does not deter; that does not prove that nothing else would.
    TriggerFails,
    /// No pure-strategy equilibrium exists at all: no verdict from pure strategies.
    NoVerdict,
}

/// How an enforcement verdict of a variant with three actions was confirmed in exact arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirmation {
    /// By a strategy automaton with so many states, every one-shot deviation checked.
    Automaton(usize),
    /// By a chain of so many outer sets that ends in a failing constraint or in the empty set.
    Refutation(usize),
}

/// The verdict of one variant, at the most likely values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VariantVerdict {
    /// The variant.
    pub variant: Variant,
    /// What is left of cooperation.
    pub prospect: Prospect,
    /// Whether compromise for ever is enforceable.
    pub enforcement: Enforcement,
    /// Whether something enforceable harms neither side against the benchmark and gains jointly; `None`
    /// where `V` is empty.
    pub acceptable: Option<bool>,
    /// The side that blocks compromise (in the reduced variant and on ties the lowest), if one does.
    pub blocker: Option<usize>,
    /// Why it blocks.
    pub reason: Option<Reason>,
    /// What each side loses by defecting once, a payoff per year in relative terms (negative: it gains).
    pub margin: Option<[f64; 2]>,
    /// What compromise is compared with; `None` in the reduced variant, where it is self-help.
    pub benchmark: Option<Benchmark>,
    /// Compromise for ever minus the benchmark, per side.
    pub over_benchmark: Option<[f64; 2]>,
    /// The discount factors (before the institution lengthens the shadow of the future) at which compromise
    /// is enforceable: one interval up to 1 without absorbing war, otherwise perhaps several.
    pub sustaining_discounts: Vec<[f64; 2]>,
    /// Mutual attack is an equilibrium as well: mutual fear alone can start a war.
    pub mutual_fear: bool,
    /// What the two sides' orders of temptation, reward, punishment and sucker's payoff are called.
    pub classes: [SideClass; 2],
    /// How the enforcement verdict was confirmed; `None` in the reduced variant (a closed form) and where
    /// exact arithmetic came to no end within its budget.
    pub confirmation: Option<Confirmation>,
}

/// Whether the three variants say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// The prospects are the same.
    Agreed,
    /// They differ: the verdict depends on how war is accounted for, or on which actions there are.
    ModelDependent,
}

/// The verdict on a phase under an institution.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhaseVerdict {
    /// One verdict per variant, in the order of [`Variant::ALL`].
    pub variants: Vec<VariantVerdict>,
    /// Whether they agree.
    pub agreement: Agreement,
    /// What to say beside it.
    pub caveat: &'static str,
}

/// What every verdict leaves out.
pub const STATIONARITY: &str =
    "play inside a phase is stationary: that the sides anticipate the shift of power is assumed away";

impl Variant {
    /// How the variant accounts for war.
    pub fn accounting(self) -> WarAccounting {
        match self {
            Self::Reduced | Self::ThreeActions => WarAccounting::Transient,
            Self::Absorbing => WarAccounting::Absorbing,
        }
    }

    /// What is left of cooperation in this variant.
    ///
    /// In the reduced variant compromise counts where the trigger sustains it, and another bargain where
    /// some equilibrium under perfect monitoring harms neither side against self-help and gains jointly.
    ///
    /// # Errors
    /// If a payoff is not finite.
    pub fn prospect(
        self,
        case: &Primitives<f64>,
        institution: &InstitutionParameters<f64>,
        solver: &mut Solver,
    ) -> Result<Prospect, StudyError> {
        if self != Self::Reduced {
            return Ok(StageModel::new(case, institution, self.accounting()).solve_with(solver)?.prospect());
        }
        let game = ReducedGame::new(case, institution, self.accounting());
        Ok(if game.sustained() {
            Prospect::Compromise
        } else if game.best_bargain(solver)?.is_some() {
            Prospect::SomeBargain
        } else {
            Prospect::Collapsed
        })
    }
}

/// The verdict on a case under an institution, in all three variants.
///
/// ```
/// use detente::study::{Agreement, karabakh_data, phase_verdict};
/// let data = karabakh_data()?;
/// let case = data.phase("2016-20")?.at_modes()?;
/// let anarchy = data.institution("none")?.at_modes()?;
/// let verdict = phase_verdict(&case, &anarchy)?;
/// assert_eq!(verdict.variants.len(), 3);
/// # Ok::<(), detente::study::StudyError>(())
/// ```
///
/// # Errors
/// If the case or the institution is invalid.
pub fn phase_verdict(
    case: &Primitives<Rational>,
    institution: &InstitutionParameters<Rational>,
) -> Result<PhaseVerdict, StudyError> {
    case.validate()?;
    institution.validate()?;
    let variants = vec![
        reduced_verdict(case, institution)?,
        stage_verdict(Variant::ThreeActions, case, institution)?,
        stage_verdict(Variant::Absorbing, case, institution)?,
    ];
    let same = variants.iter().all(|verdict| verdict.prospect == variants[0].prospect);
    let agreement = if same { Agreement::Agreed } else { Agreement::ModelDependent };
    Ok(PhaseVerdict { variants, agreement, caveat: STATIONARITY })
}

fn reduced_verdict(
    case: &Primitives<Rational>,
    institution: &InstitutionParameters<Rational>,
) -> Result<VariantVerdict, StudyError> {
    let variant = Variant::Reduced;
    let game = ReducedGame::new(case, institution, variant.accounting());
    let bargain = game.best_bargain(&mut Solver::new())?;
    let deterred = (0..2).all(|side| !game.slack(side).is_negative());
    let blocker = (0..2).find(|side| !game.sustains(*side));
    let (floats, strengths) = (case.to_floats(), institution.to_floats());
    let sustaining_discounts = intervals_where(SHORT, LONG, DISCOUNT_STEPS, |discount| {
        let case = Primitives { discount, ..floats };
        let game = ReducedGame::new(&case, &strengths, variant.accounting());
        Ok((0..2).all(|side| game.slack(side) >= 0.0))
    })?;
    Ok(VariantVerdict {
        variant,
        prospect: match (game.sustained(), bargain) {
            (true, _) => Prospect::Compromise,
            (false, Some(_)) => Prospect::SomeBargain,
            (false, None) => Prospect::Collapsed,
        },
        enforcement: if deterred { Enforcement::Enforceable } else { Enforcement::TriggerFails },
        acceptable: Some(game.sustained() || bargain.is_some()),
        blocker,
        reason: blocker.and_then(|side| game.reason(side)),
        margin: Some([0, 1].map(|side| game.slack(side).to_f64())),
        benchmark: None,
        over_benchmark: Some([0, 1].map(|side| game.cooperation_gain(side).to_f64())),
        sustaining_discounts,
        mutual_fear: game.game()?.pure_equilibria().contains(&3),
        classes: [game.class(0), game.class(1)],
        confirmation: None,
    })
}

/// The least and the greatest discount factor that are searched.
const SHORT: f64 = 0.01;
const LONG: f64 = 0.99;
/// Steps of that search: one per cent each.
const DISCOUNT_STEPS: usize = 98;

fn stage_verdict(
    variant: Variant,
    case: &Primitives<Rational>,
    institution: &InstitutionParameters<Rational>,
) -> Result<VariantVerdict, StudyError> {
    let accounting = variant.accounting();
    let (floats, strengths) = (case.to_floats(), institution.to_floats());
    let mut solver = Solver::new();
    let solution = StageModel::new(&floats, &strengths, accounting).solve_with(&mut solver)?;
    let sustaining_discounts = intervals_where(SHORT, LONG, DISCOUNT_STEPS, |discount| {
        let model = StageModel::new(&Primitives { discount, ..floats }, &strengths, accounting);
        Ok(model.solve_with(&mut solver)?.is_enforceable() == Some(true))
    })?;
    let exact = StageModel::new(case, institution, accounting).repeated()?.sustain(&Profile::from([0, 0]))?;
    let confirmation = match &exact {
        Verdict::Sustained { automaton, .. } => Some(Confirmation::Automaton(automaton.states.len())),
        Verdict::Refuted { refutation, .. } => Some(Confirmation::Refutation(refutation.chain.len())),
        Verdict::Undecided { .. } => None,
    };
    let more_patience = sustaining_discounts.iter().any(|[_, high]| *high > floats.discount);
    let (blocker, reason) = blocked_by(&solution, &exact, more_patience);
    let content = solution.content.as_ref();
    let reduced = ReducedGame::new(case, institution, accounting);
    Ok(VariantVerdict {
        variant,
        prospect: solution.prospect(),
        enforcement: match solution.is_enforceable() {
            Some(true) => Enforcement::Enforceable,
            Some(false) => Enforcement::NotEnforceable,
            None => Enforcement::NoVerdict,
        },
        acceptable: solution.is_acceptable(),
        blocker,
        reason,
        margin: content.map(|content| content.compromise),
        benchmark: content.map(|content| content.benchmark),
        over_benchmark: content.map(|content| content.compromise_over_benchmark),
        sustaining_discounts,
        mutual_fear: content.is_some_and(|content| supported(&content.attack)),
        classes: [reduced.class(0), reduced.class(1)],
        confirmation,
    })
}

/// Who blocks compromise, and the first reason that applies.
fn blocked_by(solution: &Solution, exact: &Verdict, more_patience: bool) -> (Option<usize>, Option<Reason>) {
    // Where V is empty there is no verdict, and nobody to name.
    let Some(content) = &solution.content else { return (None, None) };
    let worst = |values: &[f64; 2]| if values[1] < values[0] { 1 } else { 0 };
    let over = &content.compromise_over_benchmark;
    let below = (!supported(over)).then(|| worst(over));
    if supported(&content.compromise) {
        // Enforceable, but a side is better off with the benchmark.
        return (below, below.map(|_| Reason::PrefersSelfHelp));
    }
    match exact.reason() {
        Some(reason @ (Reason::ZeroSum | Reason::BelowMinmax | Reason::DecisiveWar)) => {
            (exact.blocker(), Some(reason))
        }
        _ if below.is_some() => (below, Some(Reason::PrefersSelfHelp)),
        _ => {
            let tempted = worst(&content.compromise);
            let impatient = more_patience && content.compromise[tempted] < -TIE;
            (Some(tempted), impatient.then_some(Reason::Impatience))
        }
    }
}

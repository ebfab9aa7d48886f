//! Would the sides join, and does the institution do harm?

use serde::Serialize;

use super::{InstitutionParameters, Primitives, Prospect, ReducedGame, StageModel, StudyError, Variant};
use crate::repeated::fast::Solver;

/// What an institution is worth to the sides, in relative terms.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Participation {
    /// What the sides can expect without the institution: compromise for ever where it is enforceable and
    /// acceptable, else the acceptable bargain with the largest joint gain, else the benchmark; `None` where
    /// no pure-strategy equilibrium exists.
    pub without: Option<[f64; 2]>,
    /// The same with it, net of the cost of membership.
    pub with: Option<[f64; 2]>,
    /// Whether each side is no worse off for joining; `None` where either value is missing.
    pub adopts: Option<[bool; 2]>,
    /// The institution removes cooperation that was there: compromise was enforceable and acceptable
    /// without it and is not with it.
    pub harmful: bool,
}

/// Compares a case with and without an institution.
///
/// ```
/// use detente::study::{Variant, karabakh_data, participation};
/// // Freezing the front helps whoever holds it: in 2004-10, where history matching puts war costs and
/// // relative gains, it removes the compromise that was possible without.
/// let data = karabakh_data()?;
/// let case = data.phase("2004-10")?.at_modes()?.to_floats();
/// let case = case.with_war_costs_scaled(&4.56)?.with_relative_gains(&0.2);
/// let peacekeepers = data.institution("RU-PKF")?.at_modes()?.to_floats();
/// assert!(participation(&case, &peacekeepers, Variant::Absorbing)?.harmful);
/// # Ok::<(), detente::study::StudyError>(())
/// ```
///
/// # Errors
/// If a payoff is not finite.
pub fn participation(
    case: &Primitives<f64>,
    institution: &InstitutionParameters<f64>,
    variant: Variant,
) -> Result<Participation, StudyError> {
    let none = InstitutionParameters::none();
    let mut solver = Solver::new();
    let (without, before) = expectation(case, &none, variant, &mut solver)?;
    let (with, after) = expectation(case, institution, variant, &mut solver)?;
    let adopts = without.zip(with).map(|(without, with)| [0, 1].map(|i| with[i] >= without[i] - 1e-9));
    let harmful = before == Prospect::Compromise && after != Prospect::Compromise;
    Ok(Participation { without, with, adopts, harmful })
}

fn expectation(
    case: &Primitives<f64>,
    institution: &InstitutionParameters<f64>,
    variant: Variant,
    solver: &mut Solver,
) -> Result<(Option<[f64; 2]>, Prospect), StudyError> {
    if variant == Variant::Reduced {
        let game = ReducedGame::new(case, institution, variant.accounting());
        let [reward, punishment] = game.relative_outcomes();
        let best = if game.sustained() { reward } else { punishment };
        return Ok((Some(best), variant.prospect(case, institution, solver)?));
    }
    let solution = StageModel::new(case, institution, variant.accounting()).solve_with(solver)?;
    let prospect = solution.prospect();
    let expected = solution.content.as_ref().map(|content| {
        let benchmark = content.benchmark_payoff;
        match prospect {
            Prospect::Compromise => [0, 1].map(|i| benchmark[i] + content.compromise_over_benchmark[i]),
            Prospect::SomeBargain => content.best_bargain.unwrap_or(benchmark),
            Prospect::Collapsed | Prospect::NoVerdict => benchmark,
        }
    });
    Ok((expected, prospect))
}

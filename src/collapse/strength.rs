//! How strong must an instrument be? The critical strength, with a verdict on either side.

use super::CollapseError;
use crate::exact::{Rational, simplest_between};
use crate::game::Profile;
use crate::repeated::{RepeatedGame, Verdict};

/// Where a verdict flips along a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum CriticalStrength {
    /// The profile is sustained without the instrument already.
    NoneNeeded(Verdict),
    /// It is refuted at `lower` and sustained at `upper`.
    Between {
        /// The profile is refuted here.
        lower: Rational,
        /// The profile is sustained here.
        upper: Rational,
        /// The refutation.
        below: Box<Verdict>,
        /// The automaton.
        above: Box<Verdict>,
    },
    /// Not even the greatest strength that was asked for suffices.
    NotWithin(Verdict),
    /// A verdict could not be proven at this strength; what was known before it is lost in no case: the
    /// flip lies between the two ends.
    Undecided {
        /// The last strength that was refuted.
        lower: Rational,
        /// The first strength that was sustained.
        upper: Rational,
    },
}

/// The strength of an instrument at which a profile becomes sustainable, enclosed to a width.
///
/// `game_at` builds the game under the instrument of a given strength. Sound where more strength never
/// hurts: then the strengths that sustain the profile form an interval up to the greatest one, and
/// bisection encloses its lower end. Sanctions on a lone defector are of this kind (they lower one
/// payoff, which is on no path and in no threat of the target), freezing the front is not.
///
/// ```
/// use detente::collapse::{CriticalStrength, critical_strength};
/// use detente::prelude::*;
/// let rivals = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "2/5")?;
/// let found = critical_strength(&[0, 0].into(), [0.into(), 2.into()], &"1/1000".parse()?, |size| {
///     let pact = Institution::named("pact").with(Sanction::on_lone_defectors(size.clone())?);
///     Ok::<_, Box<dyn std::error::Error>>(pact.apply(&rivals)?)
/// })?;
/// // Closed form: (T - s - R) / (T - s - P) = 2/5 at s = 2/3.
/// let CriticalStrength::Between { lower, upper, .. } = found else { panic!("it flips") };
/// assert!(lower < "2/3".parse()? && upper >= "2/3".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If a game cannot be built or is not covered, or the range or the width is empty.
pub fn critical_strength<E>(
    profile: &Profile,
    range: [Rational; 2],
    width: &Rational,
    game_at: impl Fn(&Rational) -> Result<RepeatedGame, E>,
) -> Result<CriticalStrength, E>
where
    E: From<CollapseError> + From<crate::repeated::RepeatedError>,
{
    let [mut lower, mut upper] = range;
    if lower >= upper || !width.is_positive() {
        let value = format!("from {lower} to {upper} to a width of {width}");
        return Err(CollapseError::EmptyRange { value }.into());
    }
    let verdict = |strength: &Rational| -> Result<Verdict, E> { Ok(game_at(strength)?.sustain(profile)?) };
    let mut below = verdict(&lower)?;
    if below.is_sustained() == Some(true) {
        return Ok(CriticalStrength::NoneNeeded(below));
    }
    let mut above = verdict(&upper)?;
    match (below.is_sustained(), above.is_sustained()) {
        (Some(false), Some(true)) => {}
        (_, Some(false)) => return Ok(CriticalStrength::NotWithin(above)),
        _ => return Ok(CriticalStrength::Undecided { lower, upper }),
    }
    while &upper - &lower > *width {
        // A short fraction in the middle half keeps the numbers small.
        let quarter = (&upper - &lower) * Rational::new(1, 4);
        let middle = simplest_between(&(&lower + &quarter), &(&upper - &quarter));
        let middle = middle.unwrap_or_else(|| (&lower + &upper) * Rational::new(1, 2));
        let found = verdict(&middle)?;
        match found.is_sustained() {
            Some(true) => (upper, above) = (middle, found),
            Some(false) => (lower, below) = (middle, found),
            None => return Ok(CriticalStrength::Undecided { lower, upper }),
        }
    }
    let (below, above) = (Box::new(below), Box::new(above));
    Ok(CriticalStrength::Between { lower, upper, below, above })
}

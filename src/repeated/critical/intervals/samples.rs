//! Verdicts at single discount factors, where the game may depend on the discount factor in any way.

use crate::exact::Rational;
use crate::repeated::{Options, RepeatedError, RepeatedGame, Target, Verdict};

/// Verdicts at single discount factors, each with its own proof. Between them nothing is proven.
#[derive(Debug, Clone, PartialEq)]
pub struct SampledVerdict {
    /// The discount factor.
    pub discount: Rational,
    /// The verdict there.
    pub verdict: Verdict,
}

/// Asks for a target at discount factors of a range, where the game itself may depend on the discount
/// factor in any way (a stock of costs turned into an annuity, for one): at `pieces + 1` evenly spaced ones, and
/// wherever two neighbours have different answers, halfway between them until they are at most
/// [`Options::max_width`] apart.
///
/// ```
/// use detente::prelude::*;
/// use detente::repeated::{Target, sample_verdicts};
/// // Breaking the treaty forfeits a deposit of 5 once: 5 (1 - d) a year.
/// let game_at = |d: &Rational| {
///     let temptation = Rational::from(5) - (Rational::ONE - d) * Rational::from(5);
///     RepeatedGame::new(Game::from_function(&[2, 2], |p| match (p[0], p[1]) {
///         (0, 0) => vec![3.into(), 3.into()],
///         (0, _) => vec![0.into(), temptation.clone()],
///         (_, 0) => vec![temptation.clone(), 0.into()],
///         _ => vec![1.into(), 1.into()],
///     })?, d)
/// };
/// let target = Target::Profile([0, 0].into());
/// let options = Options::default().width("1/100".parse()?)?;
/// let range = ["1/10".parse()?, "9/10".parse()?];
/// let found = sample_verdicts(&target, range, 8, &options, game_at)?;
/// // (5 d - 3) / (5 d - 1) <= d for every d below 1: here patience is both temptation and remedy.
/// assert!(found.iter().all(|sample| sample.verdict.is_sustained() == Some(true)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If a game cannot be built or is not covered.
pub fn sample_verdicts<E: From<RepeatedError>>(
    target: &Target,
    [low, high]: [Rational; 2],
    pieces: usize,
    options: &Options,
    game_at: impl Fn(&Rational) -> Result<RepeatedGame, E>,
) -> Result<Vec<SampledVerdict>, E> {
    let options = options.started();
    let sample = |discount: Rational| -> Result<SampledVerdict, E> {
        let verdict = game_at(&discount)?.sustain_target(target, &options)?;
        Ok(SampledVerdict { discount, verdict })
    };
    let pieces = pieces.max(1);
    let step = (&high - &low) / Rational::from(pieces);
    let mut found = vec![sample(low.clone())?];
    for k in 1..=pieces {
        let mut open = vec![sample(&low + &step * Rational::from(k))?];
        while let (Some(next), Some(last)) = (open.pop(), found.last()) {
            let differ = last.verdict.is_sustained() != next.verdict.is_sustained();
            let wide = &next.discount - &last.discount > *options.max_width();
            if differ && wide && !options.budget().is_spent() {
                let middle = (&last.discount + &next.discount) * Rational::new(1, 2);
                open.push(next);
                open.push(sample(middle)?);
            } else {
                found.push(next);
            }
        }
    }
    Ok(found)
}

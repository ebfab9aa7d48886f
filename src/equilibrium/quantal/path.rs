//! The principal branch, from the centroid towards a Nash equilibrium.

use std::fmt;

use serde::Serialize;

use super::field::Field;
use super::limit;
use super::options::QuantalOptions;
use super::trace::Trace;
use crate::equilibrium::{ApproximateEquilibrium, EquilibriumError};
use crate::exact::{Rational, Scalar};
use crate::game::{Game, GameError};

/// The most actions of all players together: every step solves linear equations of this size.
const MAX_ACTIONS: usize = 400;
/// The most profiles times the square of players: every correction sums over as many terms.
const MAX_TERMS: usize = 10_000_000;

/// A logit quantal response equilibrium, in floats.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuantalResponse {
    /// The precision: how much likelier an action becomes, as a power of e, per unit of payoff.
    pub lambda: f64,
    /// One probability per player and action.
    pub strategies: Vec<Vec<f64>>,
    /// The largest difference between a probability and the logit response to the others.
    pub residual: f64,
}

/// Why a path ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PathEnd {
    /// Nobody regrets more than the options allow.
    Settled,
    /// The steps are used up.
    Steps,
    /// The time is over.
    Time,
    /// No step, however small, leads on: a singular point, or the end of what floats resolve.
    Stuck,
}

impl fmt::Display for PathEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            PathEnd::Settled => "regret is as small as asked",
            PathEnd::Steps => "the steps are used up",
            PathEnd::Time => "the time limit is reached",
            PathEnd::Stuck => "no step leads on",
        })
    }
}

/// The branch of logit equilibria that starts at the centroid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuantalPath {
    /// Points in the order of the path; `lambda` may fall for a while at its turning points.
    pub points: Vec<QuantalResponse>,
    /// Why it ended.
    pub ended: PathEnd,
    /// The profile of least regret that was recognised near the last point, with its exact regret; an exact
    /// Nash equilibrium if that is 0.
    pub limit: ApproximateEquilibrium,
    /// The largest difference between a probability of the limit and of the path's last point.
    pub distance: f64,
}

/// Follows the logit equilibria from the centroid (see the module's page), any number of players.
///
/// ```
/// use detente::{Game, Rational, equilibrium::quantal::{PathEnd, QuantalOptions, logit_path}};
/// // Three players, each wants to be unlike the next one, the third with more at stake on one side.
/// let game = Game::from_function(&[2, 2, 2], |a| {
///     let unlike = |i: usize, j: usize| Rational::from((a[i] != a[j]) as i64);
///     vec![unlike(0, 1), unlike(1, 2), unlike(2, 0) * Rational::from(1 + a[2] as i64)]
/// })?;
/// let path = logit_path(&game, &QuantalOptions::default())?;
/// assert_eq!(path.ended, PathEnd::Settled);
/// assert!(path.limit.epsilon < Rational::new(1, 1_000_000));
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// A game too large for the method, or an option out of range.
pub fn logit_path<T: Scalar>(
    game: &Game<T>,
    options: &QuantalOptions,
) -> Result<QuantalPath, EquilibriumError> {
    let game = game.to_exact();
    let field = field(&game, options)?;
    let mut points = Vec::new();
    let clock = Clock::new(options);
    let mut trace = Trace::new(&field);
    let ended = match &mut trace {
        None => {
            let centroid: Vec<f64> = centroid(&field);
            points.push(response(&field, &centroid, 0.0));
            PathEnd::Stuck
        }
        Some(trace) => loop {
            let p = trace.probabilities();
            points.push(response(&field, &p, trace.precision()));
            if field.regret(&p) <= options.regret {
                break PathEnd::Settled;
            }
            if points.len() > options.steps {
                break PathEnd::Steps;
            }
            if clock.is_over() {
                break PathEnd::Time;
            }
            if !trace.advance() {
                break PathEnd::Stuck;
            }
        },
    };
    let last = points.last().map(|point| point.strategies.concat()).unwrap_or_default();
    let limit = limit::recognise(&game, &field, &last)?;
    let found = limit.strategies.iter().flat_map(|strategy| strategy.to_floats());
    let distance = found.zip(&last).map(|(x, p)| (x - p).abs()).fold(0.0, f64::max);
    Ok(QuantalPath { points, ended, limit, distance })
}

/// The first point of the branch with a precision; `None` if the path does not get there within the
/// options (how small regret has become does not matter here).
///
/// ```
/// use detente::{Game, equilibrium::quantal::{QuantalOptions, quantal_response}};
/// let pennies = Game::<f64>::bimatrix(&[[9.0, 0.0], [0.0, 1.0]], &[[0.0, 1.0], [1.0, 0.0]])?;
/// let noisy = quantal_response(&pennies, 1.0, &QuantalOptions::default())?.expect("on the branch");
/// // Row leans to its large prize, though Nash equilibrium says one half.
/// assert!(noisy.strategies[0][0] > 0.6 && noisy.residual < 1e-10);
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// A negative or infinite precision, or as [`logit_path`].
pub fn quantal_response<T: Scalar>(
    game: &Game<T>,
    lambda: f64,
    options: &QuantalOptions,
) -> Result<Option<QuantalResponse>, EquilibriumError> {
    in_range("lambda", lambda)?;
    let game = game.to_exact();
    let field = field(&game, options)?;
    let precision = lambda * field.scale;
    in_range("lambda", precision)?;
    if precision == 0.0 {
        return Ok(Some(response(&field, &centroid(&field), 0.0)));
    }
    let clock = Clock::new(options);
    let Some(mut trace) = Trace::new(&field) else { return Ok(None) };
    for _ in 0..options.steps {
        let before = trace.clone();
        if clock.is_over() || !trace.advance() {
            break;
        }
        if trace.precision() < precision {
            continue;
        }
        if let Some(p) = trace.at_precision(&before, precision) {
            return Ok(Some(response(&field, &p, precision)));
        }
        // The chord was too long for Newton's method.
        trace = before.cautious();
    }
    Ok(None)
}

fn field(game: &Game<Rational>, options: &QuantalOptions) -> Result<Field, EquilibriumError> {
    in_range("regret", options.regret)?;
    let actions: usize = game.shape().iter().fold(0, |sum, &k| sum.saturating_add(k));
    let terms = game.profiles().saturating_mul(game.players() * game.players());
    for (found, limit) in [(actions, MAX_ACTIONS), (terms, MAX_TERMS)] {
        if found > limit {
            return Err(EquilibriumError::PathTooLarge { found, limit });
        }
    }
    Ok(Field::new(game))
}

fn in_range(name: &str, value: f64) -> Result<(), GameError> {
    if value >= 0.0 && value.is_finite() {
        return Ok(());
    }
    let range = format!("{name} is a finite number, not below zero");
    Err(GameError::OutOfRange { name: name.into(), value: value.to_string(), range })
}

fn centroid(field: &Field) -> Vec<f64> {
    let uniform = |player: usize| {
        let actions = field.block(player).len();
        std::iter::repeat_n(1.0 / actions as f64, actions)
    };
    (0..field.players()).flat_map(uniform).collect()
}

fn response(field: &Field, p: &[f64], precision: f64) -> QuantalResponse {
    QuantalResponse {
        lambda: precision / field.scale,
        strategies: field.split(p),
        residual: field.residual(p, precision),
    }
}

/// Time that passes, where there is a clock.
struct Clock {
    #[cfg(not(target_arch = "wasm32"))]
    end: Option<std::time::Instant>,
}

impl Clock {
    #[cfg(not(target_arch = "wasm32"))]
    fn new(options: &QuantalOptions) -> Self {
        let now = std::time::Instant::now();
        Clock { end: options.time_limit.and_then(|limit| now.checked_add(limit)) }
    }
    #[cfg(not(target_arch = "wasm32"))]
    fn is_over(&self) -> bool {
        self.end.is_some_and(|end| std::time::Instant::now() >= end)
    }
    #[cfg(target_arch = "wasm32")]
    fn new(_options: &QuantalOptions) -> Self {
        Clock {}
    }
    #[cfg(target_arch = "wasm32")]
    fn is_over(&self) -> bool {
        false
    }
}

//! What the public coin adds to the equilibrium payoff set.

use std::fmt;

use super::PathVerdict;
use crate::exact::Rational;
use crate::repeated::{Options, RepeatedError, RepeatedGame, Target};

/// What is known of one payoff without the coin.
#[derive(Debug, Clone, PartialEq)]
pub struct PayoffWithoutCoin {
    /// The payoff, sustained with the coin.
    pub payoff: Vec<Rational>,
    /// Whether a path without draws attains it, with the evidence.
    pub verdict: PathVerdict,
}

/// Whether V with a public coin and the payoffs of equilibria without one differ.
#[derive(Debug, Clone, PartialEq)]
pub struct CoinReport {
    /// The vertices of a set of payoffs that is proven to be sustained with the coin (V itself, or as much of
    /// it as short fractions allow). Only these can stretch V.
    pub vertices: Vec<PayoffWithoutCoin>,
    /// Payoffs between them: the middle of every edge, and the mean of all vertices.
    pub between: Vec<PayoffWithoutCoin>,
    /// Whether V is known to have no other payoff than its vertices (a point, or empty).
    pub is_point: bool,
}

impl CoinReport {
    /// Whether the two sets differ: yes where some payoff is proven to need the coin, no where V is a single
    /// payoff that a path attains, or empty; `None` where no difference was found.
    pub fn differs(&self) -> Option<bool> {
        if self.all().any(|at| at.verdict.needs_randomisation()) {
            return Some(true);
        }
        let attained = self.vertices.iter().all(|at| at.verdict.is_sustained() == Some(true));
        (self.is_point && attained).then_some(false)
    }

    /// Whether the coin stretches V: whether some vertex is proven to need it; `Some(false)` where paths
    /// attain every vertex, so that the coin only fills in between.
    pub fn stretches(&self) -> Option<bool> {
        if self.vertices.iter().any(|at| at.verdict.needs_randomisation()) {
            return Some(true);
        }
        self.vertices.iter().all(|at| at.verdict.is_sustained() == Some(true)).then_some(false)
    }

    /// A payoff that is proven to need the coin.
    pub fn witness(&self) -> Option<&PayoffWithoutCoin> {
        self.all().find(|at| at.verdict.needs_randomisation())
    }

    fn all(&self) -> impl Iterator<Item = &PayoffWithoutCoin> {
        self.vertices.iter().chain(&self.between)
    }
}

impl fmt::Display for CoinReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attained = self.vertices.iter().filter(|at| at.verdict.is_sustained() == Some(true)).count();
        let count = self.vertices.len();
        match (self.differs(), self.witness()) {
            (Some(true), Some(at)) => {
                let payoff: Vec<String> = at.payoff.iter().map(Rational::to_string).collect();
                write!(f, "the coin matters: ({}) needs it", payoff.join(", "))?;
            }
            (Some(false), _) => return write!(f, "the coin changes nothing"),
            _ => write!(f, "no payoff was proven to need the coin")?,
        }
        write!(
            f,
            "; {attained} of {count} {} reached without",
            if count == 1 { "vertex is" } else { "vertices are" }
        )
    }
}

impl RepeatedGame {
    /// Compares V, which is defined with a public coin, with what equilibria in pure actions reach without
    /// one: which of its vertices some path attains, and whether payoffs between them need the coin.
    ///
    /// ```
    /// use detente::{Game, repeated::{Options, RepeatedGame}};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
    /// let report = game.compare_without_randomisation(&Options::default())?;
    /// // (3, 3) and (1, 1) are paths' payoffs, but the corners (13/3, 1) and (1, 13/3) take the coin.
    /// assert_eq!(report.stretches(), Some(true));
    /// assert_eq!(report.differs(), Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RepeatedGame::certified_inner_set`].
    pub fn compare_without_randomisation(&self, options: &Options) -> Result<CoinReport, RepeatedError> {
        let options = &options.started();
        let vertices = self.certified_inner_set(options)?.map(|set| set.vertices).unwrap_or_default();
        let ask = |payoff: Vec<Rational>| {
            let target = Target::Payoff(payoff.clone());
            let verdict = self.sustain_without_randomisation(&target, options)?;
            Ok(PayoffWithoutCoin { payoff, verdict })
        };
        let between = between(&vertices);
        let is_point = between.is_empty() && {
            let set = self.payoff_set(options)?;
            set.is_empty() || (set.outer.len() == 1 && set.inner.len() == 1)
        };
        Ok(CoinReport {
            vertices: vertices.into_iter().map(ask).collect::<Result<_, RepeatedError>>()?,
            between: between.into_iter().map(ask).collect::<Result<_, RepeatedError>>()?,
            is_point,
        })
    }
}

/// The middle of every edge (two players list vertices in order; of others every two that follow each
/// other), and the mean of all.
fn between(vertices: &[Vec<Rational>]) -> Vec<Vec<Rational>> {
    let mean = |points: &[&Vec<Rational>]| -> Vec<Rational> {
        let count = Rational::from(points.len());
        (0..points[0].len()).map(|i| points.iter().map(|p| &p[i]).sum::<Rational>() / &count).collect()
    };
    let n = vertices.len();
    let mut found: Vec<Vec<Rational>> = match n {
        0 | 1 => Vec::new(),
        2 => vec![mean(&[&vertices[0], &vertices[1]])],
        _ => (0..n).map(|k| mean(&[&vertices[k], &vertices[(k + 1) % n]])).collect(),
    };
    if n > 2 {
        found.push(mean(&vertices.iter().collect::<Vec<_>>()));
    }
    found
}

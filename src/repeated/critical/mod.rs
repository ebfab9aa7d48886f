//! Critical discount factors: how patient must rivals be?
//!
//! For a target (a profile played for ever, profiles played in turn, or the whole folk-theorem set) the
//! discount factors that support it form an interval up to 1, because V grows with a common discount
//! factor when there is public randomisation (Abreu, Pearce and Stacchetti 1990, theorem 6), and
//! because along a fixed path `d/dd [sum_s d^s (g_s - u)] = sum_t d^(t-1) r_t >= 0` with the rents
//! `r_t >= 0`. Bisection is therefore sound, and its answer is a [`Critical`]: an enclosure with
//! evidence on both sides, an automaton at the upper end and a refutation at the lower one.
//!
//! # When the value is exact
//! Let the target be sustained at `c`, and let `L` be a lower bound on a player's threat at every
//! discount factor up to `c`: the pure minmax payoff, or the exact threat at `c` (V only shrinks below
//! `c`). If the player's gain from deviating is positive and, with threat `L`, equals exactly what can
//! be lost at `c`, then no discount factor below `c` supports the target: along the path the surplus
//! with threat `L` would be non-negative at the smaller factor, non-decreasing, and zero at `c`, hence
//! a polynomial that vanishes identically, although at discount factor 0 it is minus the gain.
//!
//! Where `c` is no fraction the same argument is carried out in the field that `c` generates (two players;
//! see the source of `field`), and the value is returned as an [`AlgebraicNumber`].
//!
//! With unequal patience, without public randomisation, or with absorbing outcomes, monotonicity fails
//! and no critical value is offered.

mod field;
mod floor;
mod folk;
mod germ;
mod optimal;
mod reversion;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Automaton, Options, Reason, Refutation, RepeatedError, RepeatedGame};
use crate::exact::{AlgebraicNumber, Rational};
use crate::game::{Game, Profile};

/// What a critical discount factor is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CriticalTarget {
    /// This profile, played for ever.
    Profile(Profile),
    /// These profiles in turn, for ever.
    Cycle(Vec<Profile>),
    /// The whole set of feasible payoffs that give everyone at least the pure minmax payoff (the folk
    /// threshold of Berg and Karki 2018).
    Folk,
}

/// How deviators are punished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Punishment {
    /// The worst equilibrium for the deviator: optimal penal codes (Abreu 1988).
    #[default]
    Optimal,
    /// The pure stage equilibrium that is worst for the deviator (Friedman 1971).
    Nash,
    /// The same pure stage equilibrium for every deviator, the one that serves the target best.
    Grim,
}

/// How much is known about a critical value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The value itself is proven.
    Exact,
    /// The value lies between the bounds, both proven, within the asked width.
    Enclosed,
    /// No discount factor below one supports the target, proven for all.
    Never,
    /// The bounds are proven, but wider than asked.
    Undecided,
}

/// A critical discount factor with its evidence: always `lower < value <= upper` (a target that a stage
/// equilibrium realises has `lower = upper = 0`).
#[derive(Debug, Clone, PartialEq)]
pub struct Critical {
    /// How much is known.
    pub status: Status,
    /// The target is refuted at this discount factor (1 for [`Status::Never`]).
    pub lower: Rational,
    /// The target is sustained at this discount factor; `None` where none is known.
    pub upper: Option<Rational>,
    /// The exact value, where proven and a fraction.
    pub exact: Option<Rational>,
    /// The exact value, where proven and no fraction: between `lower` and `upper`.
    pub algebraic: Option<AlgebraicNumber>,
    /// The player whose constraint binds.
    pub blocker: Option<usize>,
    /// Why lower discount factors fail; `None` where no single reason covers all of them.
    pub reason: Option<Reason>,
    /// The strategies at `upper`: one for a profile or a cycle; one per vertex for the folk target.
    pub automata: Vec<Automaton>,
    /// The refutation at `lower` (optimal penal codes only; reversion is arithmetic).
    pub refutation: Option<Refutation>,
}

impl Critical {
    /// A target that needs no patience.
    fn zero(automata: Vec<Automaton>) -> Self {
        Critical {
            status: Status::Exact,
            lower: Rational::ZERO,
            upper: Some(Rational::ZERO),
            exact: Some(Rational::ZERO),
            algebraic: None,
            blocker: None,
            reason: None,
            automata,
            refutation: None,
        }
    }

    /// A target that no patience supports.
    fn never(blocker: Option<usize>, reason: Option<Reason>) -> Self {
        Critical {
            status: Status::Never,
            lower: Rational::ONE,
            upper: None,
            exact: None,
            algebraic: None,
            blocker,
            reason,
            automata: Vec::new(),
            refutation: None,
        }
    }

    /// Width of the enclosure; `None` without an upper bound.
    pub fn width(&self) -> Option<Rational> {
        self.upper.as_ref().map(|upper| upper - &self.lower)
    }
}

impl fmt::Display for Critical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.status, &self.exact, &self.upper) {
            (Status::Never, ..) => write!(f, "never")?,
            (_, Some(value), _) => write!(f, "{value}")?,
            _ if self.algebraic.is_some() => {
                self.algebraic.iter().try_for_each(|value| write!(f, "{value}"))?;
            }
            (_, None, Some(upper)) => write!(f, "in ({}, {}]", self.lower.to_f64(), upper.to_f64())?,
            (_, None, None) => write!(f, "above {}", self.lower.to_f64())?,
        }
        match (self.blocker, self.reason) {
            (Some(player), Some(reason)) => {
                write!(f, " (player {} binds: {})", player + 1, reason.in_words())
            }
            (None, Some(reason)) => write!(f, " ({})", reason.in_words()),
            _ => Ok(()),
        }
    }
}

/// The critical common discount factor of a stage game for a target.
///
/// ```
/// use detente::{Game, Rational};
/// use detente::repeated::{CriticalTarget, Options, Punishment, Status, critical_discount};
/// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// let target = CriticalTarget::Profile([0, 0].into());
/// let critical = critical_discount(&game, &target, Punishment::Optimal, &Options::default())?;
/// assert_eq!(critical.status, Status::Exact);
/// assert_eq!(critical.exact, Some(Rational::new(1, 2)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A profile that is not one of the game, the folk target with other than two players or with a
/// punishment other than the optimal one.
pub fn critical_discount(
    stage: &Game<Rational>,
    target: &CriticalTarget,
    punishment: Punishment,
    options: &Options,
) -> Result<Critical, RepeatedError> {
    let options = &options.started();
    let profiles = match target {
        CriticalTarget::Folk if punishment != Punishment::Optimal => {
            return Err(RepeatedError::NotCovered {
                question: "the folk threshold",
                what: "reversion to stage equilibria".into(),
                instead: "ask for it with optimal punishment".into(),
            });
        }
        CriticalTarget::Folk => {
            stage.expect_two_players("the folk threshold")?;
            return folk::folk(stage, options);
        }
        CriticalTarget::Profile(profile) => std::slice::from_ref(profile),
        CriticalTarget::Cycle(profiles) => profiles.as_slice(),
    };
    let cycle: Result<Vec<usize>, _> = profiles.iter().map(|p| stage.index(p)).collect();
    let cycle = cycle?;
    if cycle.is_empty() {
        return Err(RepeatedError::BadOption {
            name: "cycle",
            value: "()".into(),
            range: "name at least one profile",
        });
    }
    match punishment {
        Punishment::Optimal => optimal::optimal(stage, &cycle, options),
        Punishment::Nash | Punishment::Grim => reversion::reversion(stage, &cycle, punishment, options),
    }
}

/// A rational inside an open interval of discount factors, as short as possible.
fn short_between(low: &Rational, high: &Rational) -> Option<Rational> {
    let quarter = (high - low) * Rational::new(1, 16);
    crate::exact::simplest_between(&(low + &quarter), &(high - &quarter))
}

/// The automaton for a cycle of stage equilibria: it needs no patience.
fn without_patience(stage: &Game<Rational>, cycle: &[usize]) -> Result<Option<Critical>, RepeatedError> {
    let tempted = |&p: &usize| (0..stage.players()).any(|i| stage.deviation_gain(p, i).is_positive());
    if cycle.iter().any(tempted) {
        return Ok(None);
    }
    let game = RepeatedGame::new(stage.clone(), Rational::new(1, 2))?;
    let playing = match stage.players() {
        2 => super::planar::candidates::reversion(&game).and_then(|s| s.automaton_playing(&game, cycle)),
        _ => super::polyhedral::reversion_playing(&game, cycle)?,
    };
    Ok(playing.map(|automaton| Critical::zero(vec![automaton])))
}

/// An irrational number in an interval within the bounds, so that what is printed is consistent; `None` if
/// it is a fraction or lies outside them.
fn within(number: &AlgebraicNumber, lower: &Rational, upper: &Rational) -> Option<AlgebraicNumber> {
    let AlgebraicNumber::Root { polynomial, between } = number else { return None };
    if *number <= AlgebraicNumber::from(lower.clone()) || *number >= AlgebraicNumber::from(upper.clone()) {
        return None;
    }
    let mut between = between.clone();
    let mut width = upper - lower;
    while between[0] < *lower || between[1] > *upper {
        width *= Rational::new(1, 16);
        between = number.enclosure(&width);
    }
    Some(AlgebraicNumber::Root { polynomial: polynomial.clone(), between })
}

/// A lower end for an exact value: at most `width` below it, above 0.
fn just_below(value: &Rational, width: &Rational) -> Rational {
    let floor = value - width;
    let low = if floor.is_positive() { floor } else { value * Rational::new(1, 2) };
    short_between(&low, value).unwrap_or(low)
}

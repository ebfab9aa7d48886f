//! Critical discount factors: how patient must rivals be?
//!
//! The discount factors that support a target form an interval up to 1:
//!
//! | target | why |
//! |---|---|
//! | a payoff, a level of welfare, something better than a benchmark, the folk set | V grows with a common discount factor when there is public randomisation (Abreu, Pearce and Stacchetti 1990, theorem 6); each asks whether V meets or contains a fixed set |
//! | a profile or a cycle of profiles played for ever | along a fixed path `d/dd [sum_s d^s (g_s - u)] = sum_t d^(t-1) r_t >= 0` with the rents `r_t >= 0`, and the threats `u` only fall |
//!
//! Bisection is therefore sound, and its answer is a [`Critical`]: an enclosure with evidence on both sides,
//! an automaton at the upper end and a refutation at the lower one. All but one of the sets of discount
//! factors are closed from below, because V is upper hemicontinuous in them: `lower < value <= upper`.
//! [`CriticalTarget::Better`] asks for strict inequalities, so that its value is an infimum that need not be
//! attained: what is proven is that nothing at `lower` (hence nothing below it) is strictly better for
//! everybody, and that the automaton at `upper` is.
//!
//! `never` is claimed only with a proof for all discount factors below 1: nothing feasible that gives
//! everybody at least the pure minmax payoff (or what every equilibrium gives) is as asked for, or the game
//! is strictly competitive.
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
//! Players of unequal patience become more patient along a ray of odds, `d_i / (1 - d_i) = t o_i`: there V
//! grows too, and [`critical_patience`] encloses the threshold. Without public randomisation, or with
//! absorbing outcomes, monotonicity fails and no critical value is offered:
//! [`RepeatedGame::discount_intervals`] divides the discount factors into intervals with a proof each.

mod field;
mod floor;
mod folk;
mod germ;
mod intervals;
mod map;
mod optimal;
mod patience;
mod payoffs;
mod reversion;

pub use intervals::{
    DiscountInterval, IntervalDeviation, IntervalRefutation, IntervalVerdict, SampledVerdict, sample_verdicts,
};

pub use map::{Entry, PatienceMap, PatienceRow, PatienceSample, Step, patience_map};

use std::fmt;

use serde::{Deserialize, Serialize};

use optimal::Problem;
use patience::Patience;

use super::sustain::by_reversion;
use super::target::Aim;
use super::{Automaton, Objective, Options, Reason, Refutation, RepeatedError, RepeatedGame};
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
    /// This payoff, an average per player, is an equilibrium payoff.
    Payoff(Vec<Rational>),
    /// Some equilibrium payoffs sum to at least this.
    Welfare(Rational),
    /// Some equilibrium gives every player strictly more than this benchmark. Since the inequality is
    /// strict, the critical value is an infimum: it need not be attained, and it may equal `lower`.
    Better(Vec<Rational>),
    /// The whole set of feasible payoffs that give everyone at least the pure minmax payoff (the folk
    /// threshold of Berg and Karki 2018).
    Folk,
}

impl CriticalTarget {
    /// Something better than self-help for everybody: than each player's least pure stage equilibrium
    /// payoff or, in a game without a pure stage equilibrium, than the pure minmax payoff.
    ///
    /// ```
    /// use detente::{Game, Rational};
    /// use detente::repeated::{CriticalTarget, Options, Punishment, critical_discount};
    /// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let target = CriticalTarget::better_than_self_help(&game);
    /// assert_eq!(target, CriticalTarget::Better(vec![1.into(), 1.into()]));
    /// let critical = critical_discount(&game, &target, Punishment::Optimal, &Options::default())?;
    /// // Taking turns at exploiting the other is possible before mutual cooperation is, at 1/2.
    /// assert_eq!(critical.exact, Some(Rational::new(1, 4)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn better_than_self_help(stage: &Game<Rational>) -> Self {
        let equilibria = stage.pure_equilibria();
        let least = |i: usize| equilibria.iter().map(|&e| stage.payoff_at(e, i)).min();
        let against = |i: usize| (0..stage.profiles()).map(move |p| stage.best_reply_payoff(p, i)).min();
        let benchmark = (0..stage.players()).filter_map(|i| least(i).or_else(|| against(i)));
        CriticalTarget::Better(benchmark.cloned().collect())
    }
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
    /// The refutation at `lower`. Reversion needs none for a path of play, where it is arithmetic; for
    /// payoffs its threats are what the punishment pays, and its claim concerns that punishment only.
    pub refutation: Option<Refutation>,
    /// Under grim, where several stage equilibria could be the punishment: the refutations for the others.
    pub others: Vec<Refutation>,
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
            others: Vec::new(),
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
            others: Vec::new(),
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
/// A profile that is not one of the game; the folk target with a punishment other than the optimal one, or
/// in a game too large for exact hulls ([`RepeatedGame::feasible_set`]).
pub fn critical_discount(
    stage: &Game<Rational>,
    target: &CriticalTarget,
    punishment: Punishment,
    options: &Options,
) -> Result<Critical, RepeatedError> {
    along(stage, &Patience::Equal, target, punishment, &options.started())
}

/// The critical patience of players who differ in it: how far the shadow of the future has to be lengthened
/// for all alike. All odds `d_i / (1 - d_i)` are scaled by one factor, from those of the game; `lower`, `upper`
/// are discount factors of the most patient player, the evidence names everybody's.
///
/// Along such a ray of odds V grows, so that bisection is sound (the theorem of Abreu, Pearce and Stacchetti
/// 1990 for a common discount factor is the special case of equal odds); along other lines it is not.
///
/// ```
/// use detente::{Game, repeated::{CriticalTarget, Options, Punishment, RepeatedGame, critical_patience}};
/// // One player's odds are always half of the other's: the less patient one needs 1/2, hence odds 1.
/// let rivals = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, ["1/2", "2/3"])?;
/// let target = CriticalTarget::Profile([0, 0].into());
/// let found = critical_patience(&rivals, &target, Punishment::Optimal, &Options::default())?;
/// let two_thirds = "2/3".parse()?;
/// assert!(found.lower < two_thirds && found.upper.expect("patience helps") >= two_thirds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`critical_discount`]; the folk target, which needs one discount factor for all; outcomes that end the
/// game.
pub fn critical_patience(
    game: &RepeatedGame,
    target: &CriticalTarget,
    punishment: Punishment,
    options: &Options,
) -> Result<Critical, RepeatedError> {
    if !game.is_purely_repeated() {
        return Err(RepeatedError::NotCovered {
            question: "the critical patience",
            what: "games that can end: there, more patience does not always help".into(),
            instead: "ask whether the target is sustained at the discount factors of interest".into(),
        });
    }
    if matches!(target, CriticalTarget::Folk) {
        game.common_discount("the folk threshold")?;
    }
    along(game.stage(), &Patience::of(game), target, punishment, &options.started())
}

fn along(
    stage: &Game<Rational>,
    patience: &Patience,
    target: &CriticalTarget,
    punishment: Punishment,
    options: &Options,
) -> Result<Critical, RepeatedError> {
    let by_sets = |aim: Aim| match punishment {
        Punishment::Optimal => Problem::new(stage, None, patience, aim, options)?.solve(),
        Punishment::Nash | Punishment::Grim => payoffs::reverting(stage, patience, aim, punishment, options),
    };
    let profiles = match target {
        CriticalTarget::Folk if punishment != Punishment::Optimal => {
            return Err(not_by_reversion("the folk threshold"));
        }
        CriticalTarget::Folk => return folk::folk(stage, options),
        CriticalTarget::Payoff(payoff) => return by_sets(Aim::Payoff(check_length(stage, payoff)?)),
        CriticalTarget::Better(benchmark) => return by_sets(Aim::Better(check_length(stage, benchmark)?)),
        CriticalTarget::Welfare(level) => {
            let weights = Objective::Welfare.weights(stage.players());
            return by_sets(Aim::Level { weights: &weights, level });
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
        Punishment::Nash | Punishment::Grim if *patience == Patience::Equal => {
            reversion::reversion(stage, &cycle, punishment, options)
        }
        _ => by_sets(Aim::Path(&cycle)),
    }
}

fn not_by_reversion(question: &'static str) -> RepeatedError {
    RepeatedError::NotCovered {
        question,
        what: "reversion to stage equilibria".into(),
        instead: "ask for it with optimal punishment, or for a profile or a cycle".into(),
    }
}

fn check_length<'a>(
    stage: &Game<Rational>,
    numbers: &'a [Rational],
) -> Result<&'a [Rational], RepeatedError> {
    match (numbers.len(), stage.players()) {
        (found, expected) if found != expected => Err(RepeatedError::WrongPayoff { found, expected }),
        _ => Ok(numbers),
    }
}

/// A rational inside an open interval of discount factors, as short as possible.
fn short_between(low: &Rational, high: &Rational) -> Option<Rational> {
    let quarter = (high - low) * Rational::new(1, 16);
    crate::exact::simplest_between(&(low + &quarter), &(high - &quarter))
}

/// The automaton of stage equilibria alone, if that is enough: it needs no patience.
fn by_stage_equilibria_alone(game: &RepeatedGame, aim: Aim) -> Option<Automaton> {
    let stage = game.stage();
    let tempted = |&p: &usize| (0..stage.players()).any(|i| stage.deviation_gain(p, i).is_positive());
    if matches!(aim, Aim::Path(cycle) if cycle.iter().any(tempted)) {
        return None;
    }
    by_reversion(game, aim)
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

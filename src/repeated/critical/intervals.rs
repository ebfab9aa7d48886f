//! Where more patience need not help: verdicts for whole intervals of discount factors.
//!
//! With absorbing outcomes the discount factors that support a path of play may form several intervals, or
//! one that ends below 1. A subdivision still answers for *all* of them, with two kinds of proof:
//!
//! * **Sustained.** An automaton found at one discount factor has a structure (profiles, next states,
//!   punishments) whose values are rational functions of the discount factor; that no one-shot deviation
//!   gains is a list of polynomial inequalities, solved exactly
//!   ([`StrategyProfile::subgame_perfect_patience`](crate::repeated::strategies::StrategyProfile)). The
//!   path that it plays does not depend on patience.
//! * **Refuted** (two players). The operator B of Abreu, Pearce and Stacchetti (1990) for an interval
//!   `[a, b]`: for a fixed continuation `w` a profile is worth an affine function of `d`, so that the hull of
//!   its values at `a` and at `b` holds all in between; and the least continuation that deters a deviation
//!   is a quotient of affine functions, monotone in `d`, so that the lesser of its two ends bounds it. The
//!   chain of such sets holds V(d) for every `d` in the interval, its least payoffs bound every threat. The
//!   path fails if at some step some deviation beats it for every `d`: a polynomial without a root in the
//!   interval, negative at its ends.
//!
//! What neither proves down to the asked width is left undecided: knife edges lie in such pieces. For
//! parameters that depend on the discount factor in any other way nothing can be said between the points
//! that were looked at: see [`sample_verdicts`].

use std::fmt;

use serde::{Deserialize, Serialize};

use super::short_between;
use crate::exact::{AlgebraicNumber, Polynomial, Rational};
use crate::geometry::Polygon;
use crate::repeated::planar::operator::{Point, feasible};
use crate::repeated::planar::refute::Grid;
use crate::repeated::strategies::StrategyProfile;
use crate::repeated::sustain::{Decision, decide};
use crate::repeated::target::Aim;
use crate::repeated::{Automaton, Link, Options, RepeatedError, RepeatedGame, Target, Verdict};

/// What is proven of every discount factor of an interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum IntervalVerdict {
    /// The strategy does it at every one of them: the structure of this automaton, whose values are those
    /// at the discount factor it names.
    Sustained(Box<Automaton>),
    /// None of them supports it.
    Refuted(Box<IntervalRefutation>),
    /// Neither was proven.
    Undecided,
}

/// A proof that a path of play is sustained at no discount factor of an interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntervalRefutation {
    /// Sets that hold V at every discount factor of the interval.
    pub chain: Vec<Link>,
    /// Who deviates, at which step of the path, to which profile; `None` if the last set is empty.
    pub deviation: Option<IntervalDeviation>,
}

/// A deviation that gains at every discount factor of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntervalDeviation {
    /// The player.
    pub player: usize,
    /// The step of the path, from 0.
    pub step: usize,
    /// The player's action.
    pub action: usize,
}

/// A closed interval of discount factors with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DiscountInterval {
    /// Its ends.
    pub between: [Rational; 2],
    /// What is proven.
    pub verdict: IntervalVerdict,
}

impl fmt::Display for DiscountInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, high] = self.between.each_ref().map(Rational::to_f64);
        let what = match self.verdict {
            IntervalVerdict::Sustained(_) => "sustained",
            IntervalVerdict::Refuted(_) => "refuted",
            IntervalVerdict::Undecided => "undecided",
        };
        write!(f, "[{low:.6}, {high:.6}] {what}")
    }
}

impl RepeatedGame {
    /// Divides a range of common discount factors into intervals at all of whose points a profile or a
    /// cycle is sustained, is not, or could not be decided (pieces at most [`Options::max_width`] wide).
    /// The game may end ([`crate::repeated::Absorbing`]); its own discount factor plays no part. With more
    /// than two players nothing is refuted, only sustained.
    ///
    /// ```
    /// use detente::prelude::*;
    /// use detente::repeated::{IntervalVerdict, Target};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
    /// let options = Options::default().width("1/1000".parse()?)?;
    /// let target = Target::Profile([0, 0].into());
    /// let found = game.discount_intervals(&target, ["1/10".parse()?, "9/10".parse()?], &options)?;
    /// assert!(matches!(found.first().unwrap().verdict, IntervalVerdict::Refuted(_)));
    /// assert!(matches!(found.last().unwrap().verdict, IntervalVerdict::Sustained(_)));
    /// assert_eq!(found.last().unwrap().between[0], "1/2".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A target that is no path of play, or a range that is empty or reaches beyond 0 and 1.
    pub fn discount_intervals(
        &self,
        target: &Target,
        range: [Rational; 2],
        options: &Options,
    ) -> Result<Vec<DiscountInterval>, RepeatedError> {
        target.check(self)?;
        let profiles = match target {
            Target::Profile(profile) => std::slice::from_ref(profile),
            Target::Cycle(profiles) => profiles.as_slice(),
            Target::Payoff(_) | Target::Objective(_) => {
                return Err(RepeatedError::NotCovered {
                    question: "a verdict for a whole interval of discount factors",
                    what: "payoffs: the strategies that reach them change with patience".into(),
                    instead: "ask for a profile or a cycle".into(),
                });
            }
        };
        let [low, high] = &range;
        if low >= high || !low.is_positive() || *high >= Rational::ONE {
            let value = format!("from {low} to {high}");
            return Err(RepeatedError::BadOption { name: "range", value, range: "0 < from < to < 1" });
        }
        let cycle: Result<Vec<usize>, _> = profiles.iter().map(|p| self.stage().index(p)).collect();
        let options = options.started();
        let mut found = Vec::new();
        let subdivision = Subdivision { game: self, cycle: &cycle?, options: &options };
        subdivision.divide(range, &mut found)?;
        found.sort_by(|a, b| a.between.cmp(&b.between));
        Ok(found)
    }
}

struct Subdivision<'a> {
    game: &'a RepeatedGame,
    cycle: &'a [usize],
    options: &'a Options,
}

/// The most steps of a chain.
const STEPS: usize = 40;

impl Subdivision<'_> {
    fn divide(&self, range: [Rational; 2], found: &mut Vec<DiscountInterval>) -> Result<(), RepeatedError> {
        let budget = self.options.budget();
        let mut open = vec![range];
        while let Some([low, high]) = open.pop() {
            let put = |verdict| DiscountInterval { between: [low.clone(), high.clone()], verdict };
            let middle = short_between(&low, &high).filter(|_| !budget.is_spent());
            let Some(middle) = middle else {
                found.push(put(IntervalVerdict::Undecided));
                continue;
            };
            let narrow = &high - &low <= *self.options.max_width();
            match self.at(&middle)? {
                Decision::Yes(automaton) => {
                    let Some([from, to]) = self.reach(&automaton, &middle, [&low, &high])? else {
                        self.halve([low, middle, high], narrow, found, &mut open);
                        continue;
                    };
                    let verdict = IntervalVerdict::Sustained(Box::new(automaton));
                    for [a, b] in [[low, from.clone()], [to.clone(), high]] {
                        if a < b {
                            // Inside an undecided sliver the other end may still be found.
                            open.push([a, b]);
                        }
                    }
                    found.push(DiscountInterval { between: [from, to], verdict });
                }
                Decision::No(_) => match self.refutation([&low, &high])? {
                    Some(refutation) => found.push(put(IntervalVerdict::Refuted(Box::new(refutation)))),
                    None => self.halve([low, middle, high], narrow, found, &mut open),
                },
                Decision::Open(_) => self.halve([low, middle, high], narrow, found, &mut open),
            }
        }
        Ok(())
    }

    fn halve(
        &self,
        [low, middle, high]: [Rational; 3],
        narrow: bool,
        found: &mut Vec<DiscountInterval>,
        open: &mut Vec<[Rational; 2]>,
    ) {
        if narrow {
            found.push(DiscountInterval { between: [low, high], verdict: IntervalVerdict::Undecided });
        } else {
            open.push([middle.clone(), high]);
            open.push([low, middle]);
        }
    }

    fn at(&self, discount: &Rational) -> Result<Decision, RepeatedError> {
        decide(&self.game.with_discount(discount)?, Aim::Path(self.cycle), self.options)
    }

    /// The part around a discount factor, within a range, in which an automaton's structure stays an
    /// equilibrium: fractions that lie in it.
    fn reach(
        &self,
        automaton: &Automaton,
        around: &Rational,
        [low, high]: [&Rational; 2],
    ) -> Result<Option<[Rational; 2]>, RepeatedError> {
        let game = self.game.with_discount(around)?;
        let perfect = StrategyProfile::of_automaton(&game, automaton)?.subgame_perfect_patience(&game)?.all;
        let at = AlgebraicNumber::from(around.clone());
        let Some([from, to]) = perfect.intervals().iter().find(|[a, b]| *a <= at && at <= *b) else {
            return Ok(None);
        };
        let width = self.options.max_width() * Rational::new(1, 4);
        let [_, from] = from.enclosure(&width);
        let [to, _] = to.enclosure(&width);
        let part = [from.max(low.clone()), to.min(high.clone())];
        Ok((part[0] < part[1]).then_some(part))
    }

    /// The chain for an interval, until the path fails (two players).
    fn refutation(&self, ends: [&Rational; 2]) -> Result<Option<IntervalRefutation>, RepeatedError> {
        if self.game.players() != 2 {
            return Ok(None);
        }
        let pair = Pair::new(self.game, ends)?;
        let grid = Grid::of(&pair.games[1]);
        let (mut set, mut threat) = (feasible(self.game), pair.minmax());
        let mut chain = vec![Link::planar(&set, &threat)];
        for _ in 0..STEPS {
            if set.is_empty() {
                return Ok(Some(IntervalRefutation { chain, deviation: None }));
            }
            if let Some(deviation) = pair.failing(self.cycle, &threat) {
                return Ok(Some(IntervalRefutation { chain, deviation: Some(deviation) }));
            }
            let points = pair.generated(&set, &threat);
            let next = Polygon::hull(points.iter().flat_map(|p| grid.cell(p)).collect());
            let raised = pair.raised(&threat, &next);
            if next == set && raised == threat {
                break;
            }
            (set, threat) = (next, raised);
            chain.push(Link::planar(&set, &threat));
        }
        Ok(None)
    }
}

impl IntervalRefutation {
    /// Checks the chain and the contradiction again, in exact arithmetic and without searching: every set
    /// holds what the one before it generates at any discount factor of the interval.
    ///
    /// # Errors
    /// If the game or the interval is none.
    pub fn verify(
        &self,
        game: &RepeatedGame,
        path: &Target,
        between: &[Rational; 2],
    ) -> Result<bool, RepeatedError> {
        path.check(game)?;
        let profiles = match path {
            Target::Profile(profile) => std::slice::from_ref(profile),
            Target::Cycle(profiles) => profiles.as_slice(),
            _ => return Ok(false),
        };
        let cycle: Result<Vec<usize>, _> = profiles.iter().map(|p| game.stage().index(p)).collect();
        game.stage().expect_two_players("a refutation for an interval")?;
        let pair = Pair::new(game, [&between[0], &between[1]])?;
        let mut before: Option<(Polygon<Rational>, Point)> = None;
        for link in &self.chain {
            let (Some(vertices), [first, second]) = (&link.vertices, link.threat.as_slice()) else {
                return Ok(false);
            };
            let (set, threat) = (Polygon::hull(vertices.clone()), [first.clone(), second.clone()]);
            let (held, most) = match &before {
                None => (feasible(game).into_vertices(), pair.minmax()),
                Some((old, known)) => (pair.generated(old, known), pair.raised(known, &set)),
            };
            let follows = held.iter().all(|p| set.contains(p)) && (0..2).all(|i| threat[i] <= most[i]);
            if !follows {
                return Ok(false);
            }
            before = Some((set, threat));
        }
        Ok(match (before, self.deviation) {
            (Some((set, _)), None) => set.is_empty(),
            (Some((_, threat)), Some(deviation)) => pair.gains(&cycle?, deviation, &threat),
            (None, _) => false,
        })
    }
}

/// A two-player game at both ends of an interval of discount factors.
struct Pair {
    games: [RepeatedGame; 2],
    ends: [Rational; 2],
}

impl Pair {
    fn new(game: &RepeatedGame, [low, high]: [&Rational; 2]) -> Result<Self, RepeatedError> {
        let games = [game.with_discount(low)?, game.with_discount(high)?];
        Ok(Pair { games, ends: [low.clone(), high.clone()] })
    }

    fn at_both(&self, value: impl Fn(&RepeatedGame) -> Rational) -> [Rational; 2] {
        self.games.each_ref().map(value)
    }

    /// A bound below what a player gets who replies best for ever, at any discount factor of the interval.
    fn minmax(&self) -> Point {
        let stage = self.games[0].stage();
        [0, 1].map(|player| {
            let least = |profile| {
                let [a, b] = self.at_both(|game| game.dynamics().forever(profile, player));
                a.min(b)
            };
            let against = (0..stage.profiles()).filter(|&p| stage.action_at(p, player) == 0);
            let best = against.filter_map(|p| stage.unilateral(p, player).map(least).max());
            best.min().unwrap_or_default()
        })
    }

    /// A bound below the continuation that keeps a player from deviating; `None` where the profile surely
    /// ends the game.
    fn required(&self, profile: usize, player: usize, threat: &Rational) -> Option<Rational> {
        let reached = self.games[0].stage().unilateral(profile, player);
        let needed = |at: usize| {
            let [a, b] = self.games.each_ref().map(|game| {
                let dynamics = game.dynamics();
                let more = dynamics.value(at, player, threat) - dynamics.constant(profile, player);
                more.checked_div(dynamics.carry(profile, player))
            });
            Some(a?.min(b?))
        };
        let all: Option<Vec<Rational>> = reached.map(needed).collect();
        all?.into_iter().max()
    }

    /// Points whose hull holds what a set generates, at any discount factor of the interval.
    fn generated(&self, set: &Polygon<Rational>, threat: &Point) -> Vec<Point> {
        let mut points = Vec::new();
        for profile in 0..self.games[0].stage().profiles() {
            let image = |game: &RepeatedGame, w: &Point| -> Point {
                [0, 1].map(|i| game.dynamics().value(profile, i, &w[i]))
            };
            let required = [0, 1].map(|i| self.required(profile, i, &threat[i]));
            match required {
                [Some(first), Some(second)] => {
                    let allowed = set.above(0, &first).above(1, &second);
                    let images = |w| self.games.iter().map(move |game| image(game, w));
                    points.extend(allowed.vertices().iter().flat_map(images));
                }
                // The profile surely ends the game: it is counted whether or not somebody would leave it.
                _ => points.extend(self.games.iter().map(|game| image(game, threat))),
            }
        }
        points
    }

    /// Threats rise to the least payoffs of a set.
    fn raised(&self, threat: &Point, set: &Polygon<Rational>) -> Point {
        [0, 1].map(|i| match set.least(i) {
            Some(least) if least > threat[i] => least,
            _ => threat[i].clone(),
        })
    }

    /// A deviation from the path that gains at every discount factor of the interval.
    fn failing(&self, cycle: &[usize], threat: &Point) -> Option<IntervalDeviation> {
        let stage = self.games[0].stage();
        let steps = (0..cycle.len()).flat_map(|step| [0, 1].map(|player| (step, player)));
        let all = steps.flat_map(|(step, player)| {
            let actions = 0..stage.unilateral(cycle[step], player).count();
            actions.map(move |action| IntervalDeviation { player, step, action })
        });
        all.into_iter().find(|&deviation| self.gains(cycle, deviation, threat))
    }

    /// Whether a deviation beats the path at every discount factor of the interval.
    fn gains(&self, cycle: &[usize], deviation: IntervalDeviation, threat: &Point) -> bool {
        let IntervalDeviation { player, step, action } = deviation;
        if player > 1 || step >= cycle.len() {
            return false;
        }
        let stage = self.games[0].stage();
        let Some(reached) = stage.unilateral(cycle[step], player).nth(action) else { return false };
        // Once through the path from this step: worth `constant + carry * (worth of the same)`.
        let one = Polynomial::constant(Rational::ONE);
        let (mut constant, mut carry) = (Polynomial::zero(), one.clone());
        for k in 0..cycle.len() {
            let profile = cycle[(step + k) % cycle.len()];
            let today = self.line(|game| game.dynamics().constant(profile, player).clone());
            constant = &constant + &(&carry * &today);
            carry = &carry * &self.line(|game| game.dynamics().carry(profile, player).clone());
        }
        let leaving = self.line(|game| game.dynamics().value(reached, player, &threat[player]));
        let surplus = &constant - &(&leaving * &(&one - &carry));
        let [low, high] = &self.ends;
        [low, high].into_iter().all(|end| surplus.eval(end).is_negative())
            && surplus.count_roots_between(low, high) == 0
    }

    /// The affine function of the discount factor with these values at the ends.
    fn line(&self, value: impl Fn(&RepeatedGame) -> Rational) -> Polynomial {
        let [a, b] = self.at_both(value);
        let slope = (&b - &a) / (&self.ends[1] - &self.ends[0]);
        Polynomial::new(vec![a - &slope * &self.ends[0], slope])
    }
}

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

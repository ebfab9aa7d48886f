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

mod chain;
mod pair;
mod samples;

pub use chain::{IntervalDeviation, IntervalRefutation};
pub use samples::{SampledVerdict, sample_verdicts};

use std::fmt;

use serde::{Deserialize, Serialize};

use super::short_between;
use crate::exact::{AlgebraicNumber, Rational};
use crate::repeated::strategies::StrategyProfile;
use crate::repeated::sustain::{Decision, decide};
use crate::repeated::target::Aim;
use crate::repeated::{Automaton, Options, RepeatedError, RepeatedGame, Target};

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
                Decision::No(_) => match IntervalRefutation::find(self.game, self.cycle, [&low, &high])? {
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
}

//! Can it be sustained? For any number of players: proofs in the order of their cost, as
//! [`crate::repeated::sustain`] does for two.

use super::directions::starting;
use super::enclose::proven;
use super::generate::{SelfGenerating, reversion, supported};
use super::outer::{Ending, Outer};
use super::refute::{Claim, contradiction, refute};
use super::solve::{Candidate, FINEST, Solved};
use super::stage::FloatStage;
use super::unroll::unrolled;
use crate::exact::Rational;
use crate::repeated::options::Budget;
use crate::repeated::sustain::Decision;
use crate::repeated::target::Aim;
use crate::repeated::{Automaton, Best, Objective, Options, RepeatedError, RepeatedGame, Verdict};

/// The longest chain of outer sets that is tried.
const LONGEST_CHAIN: usize = 600;
/// Directions of the first, quick look.
const QUICK: usize = 32;

/// One game at one discount factor.
pub(crate) struct Search<'a> {
    game: &'a RepeatedGame,
    options: &'a Options,
    budget: Budget,
    stage: FloatStage,
    steps: usize,
}

impl<'a> Search<'a> {
    pub(crate) fn new(game: &'a RepeatedGame, options: &'a Options) -> Result<Self, RepeatedError> {
        let budget = options.budget();
        let steps = budget.iterations.min(LONGEST_CHAIN);
        Ok(Search { game, options, budget, stage: FloatStage::of(game), steps })
    }

    /// Whether an equilibrium is as asked for.
    pub(crate) fn asked(&self, aim: Aim) -> Result<Decision, RepeatedError> {
        self.decide(&Claim::of(aim), |set, outer| match (aim, outer) {
            (Aim::Payoff(payoff), Some(outer)) => unrolled(set, self.game, &self.stage, outer, payoff),
            _ => set.automaton_as(self.game, &self.stage, aim),
        })
    }

    fn refuted(&self, claim: &Claim, normals: &[Vec<f64>], steps: usize) -> Option<Decision> {
        refute(self.game, &self.stage, normals, claim, steps, &self.budget).map(Decision::No)
    }

    fn decide(
        &self,
        claim: &Claim,
        extract: impl Fn(&SelfGenerating, Option<&Outer>) -> Option<Automaton>,
    ) -> Result<Decision, RepeatedError> {
        let few = starting(&self.stage, QUICK);
        if let Some(no) = self.refuted(claim, &few, 1) {
            return Ok(no);
        }
        let reverting = reversion(self.game, &self.stage);
        let simplest = reverting.as_ref().and_then(|set| extract(set, None));
        let fixed = || supported(self.game, &self.stage).as_ref().and_then(|set| extract(set, None));
        if let Some(yes) = simplest.or_else(fixed) {
            return Ok(Decision::Yes(yes));
        }
        let quick = Solved::outer_only(self.game, &few, &self.budget)?;
        if self.is_outside(claim, &quick)
            && let Some(no) = self.refuted(claim, &few, self.steps)
        {
            return Ok(no);
        }
        if let Some(yes) = reverting.as_ref().and_then(|set| extract(set, Some(&quick.outer))) {
            return Ok(Decision::Yes(yes));
        }
        let solved = Solved::new(self.game, self.options, &self.budget)?;
        let many = solved.normals();
        if self.is_outside(claim, &solved) {
            if let Some(no) = self.refuted(claim, &many, self.steps) {
                return Ok(no);
            }
        } else {
            let drawn = (0..=FINEST).map(Candidate::DrawnIn);
            for candidate in std::iter::once(Candidate::Snapped).chain(drawn) {
                if self.budget.is_spent() {
                    break;
                }
                let set = solved.candidate(self.game, candidate, &self.budget)?;
                if let Some(yes) = set.as_ref().and_then(|set| extract(set, Some(&solved.outer))) {
                    return Ok(Decision::Yes(yes));
                }
            }
        }
        let reason = if self.budget.is_spent() {
            "the time ended"
        } else {
            "the margin is too thin for this many directions"
        };
        let (passes, directions) = (solved.outer.iterations, solved.outer.directions());
        Ok(Decision::Open(format!("{reason}, after {passes} passes in {directions} directions")))
    }

    /// Whether the outer set of the fast operator excludes a claim.
    fn is_outside(&self, claim: &Claim, solved: &Solved) -> bool {
        solved.ending == Ending::Empty
            || contradiction(self.game, &solved.stage, claim, &solved.outer).is_some()
    }

    /// The best payoff for an objective.
    pub(crate) fn best(&self, objective: Objective) -> Result<Best, RepeatedError> {
        let n = self.game.players();
        let direction = objective.weights(n);
        let solved = Solved::new(self.game, self.options, &self.budget)?;
        let sign = if matches!(objective, Objective::Worst(_)) { -1.0 } else { 1.0 };
        if solved.ending == Ending::Empty {
            let few = starting(&self.stage, QUICK);
            let refuted = self
                .refuted(&Claim::Existence, &few, self.steps)
                .or_else(|| self.refuted(&Claim::Existence, &solved.normals(), self.steps));
            let verdict = match refuted {
                Some(Decision::No(refutation)) => {
                    Verdict::Refuted { blocker: None, reason: None, refutation }
                }
                _ => Verdict::Undecided { known: "V is empty in floats, without an exact proof".into() },
            };
            return Ok(Best { verdict, attained: None, bound: None });
        }
        let bound = self.feasible_bound(&direction).unwrap_or(f64::INFINITY);
        let bound = Some(sign * upper_bound(&solved, &direction).min(bound));
        let set = proven(self.game, &solved, self.options.gap(), &self.budget)?;
        let found = set.as_ref().and_then(|set| set.support(&direction).map(|s| (set, s)));
        let Some((set, (point, value))) = found else {
            let known = "no self-generating set was found, and V could not be shown to be empty".into();
            return Ok(Best { verdict: Verdict::Undecided { known }, attained: None, bound });
        };
        let payoff = set.points[point].clone();
        let attained = Some(if sign < 0.0 { -value } else { value });
        let verdict = match set.automaton_for(self.game, &self.stage, &payoff) {
            Some(automaton) => Verdict::Sustained { automaton, payoff },
            None => Verdict::Undecided { known: "the automaton could not be built".into() },
        };
        Ok(Best { verdict, attained, bound })
    }

    /// What no play exceeds: with a common discount factor every payoff is a mean of profiles played for
    /// ever. `None` where patience differs and trades over time can beat all of them.
    fn feasible_bound(&self, direction: &[Rational]) -> Option<f64> {
        self.game.discount().common()?;
        let stage = self.game.stage();
        let worth = |profile: usize| -> Rational {
            let terms = direction.iter().enumerate();
            terms.map(|(i, h)| h * &self.game.dynamics().forever(profile, i)).sum()
        };
        (0..stage.profiles()).map(worth).max().map(|most| most.to_f64_up())
    }
}

/// An upper bound on `direction . v` over V in the game's own units, from the outer set.
pub(crate) fn upper_bound(solved: &Solved, direction: &[Rational]) -> f64 {
    let scaled: Vec<Rational> =
        direction.iter().enumerate().map(|(i, h)| h * solved.stage.range(i)).collect();
    let floats: Vec<f64> = scaled.iter().map(Rational::to_f64).collect();
    let (bound, _) = solved.outer.support(&floats);
    let shift: Rational = direction.iter().enumerate().map(|(i, h)| h * solved.stage.low(i)).sum();
    // The payoffs lie in the unit cube: what rounding the direction can change.
    let rounding: Rational =
        scaled.iter().zip(&floats).map(|(h, &f)| (h - Rational::from_f64(f).unwrap_or_default()).abs()).sum();
    (Rational::from_f64(bound).unwrap_or_default() + shift + rounding).to_f64_up()
}

//! Can it be sustained? The automaton, or the refutation.
//!
//! For two players, in this order, each step cheap beside the next: a contradiction with the feasible
//! set and the pure minmax threats; punishment by reversion to self-sustaining profiles; the float
//! solver, which says where to look; then self-generating sets ([`super::planar::candidates`]) for a
//! yes and the chain of outer sets ([`super::planar::refute`]) for a no. Floats only guide: every yes
//! is an automaton verified in exact arithmetic, every no a chain of exact outer sets. Other numbers of
//! players and unequal patience go through [`super::polyhedral`].

use std::sync::Arc;

use super::fast::{FloatGame, Limits, Origin, Outline, Solver, Stop};
use super::options::Budget;
use super::planar::candidates::{
    DRAWN, FINEST, drawn_in, exact_limit, finest, reversion, snapped, supported,
};
use super::planar::generate::SelfGenerating;
use super::planar::operator::{Limit, Point, forever};
use super::planar::refute::{Claim, Outcome, refute};
use super::planar::slide::Goal;
use super::polyhedral;
use super::reason::{explain_payoff, explain_profile, is_strictly_competitive};
use super::room::{better_point, leaves_room};
use super::target::Aim;
use super::{
    Automaton, Objective, Options, Reason, Refutation, RepeatedError, RepeatedGame, Target, Verdict,
};
use crate::exact::Rational;
use crate::game::Profile;

/// The longest chain of outer sets that is tried.
const LONGEST_CHAIN: usize = 2_000;
/// The longest chain where floats expect a yes.
const HOPEFUL_CHAIN: usize = 24;

/// Chains of fewer steps need no goal.
const SLOW_CHAIN: usize = 40;

/// The best equilibrium payoff for an objective, enclosed.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// The verdict: an automaton that attains the value, or a proof that V is empty.
    pub verdict: Verdict,
    /// The value attained; `None` if V is empty or nothing was found.
    pub attained: Option<Rational>,
    /// An upper bound on what any equilibrium attains (a lower bound for [`Objective::Worst`]), rounded
    /// outwards.
    pub bound: Option<f64>,
}

impl RepeatedGame {
    /// Can this profile be played for ever on the path of a subgame-perfect equilibrium (pure actions,
    /// public randomisation)?
    ///
    /// ```
    /// use detente::{Game, repeated::{Reason, RepeatedGame}};
    /// let rivals = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "2/5")?;
    /// let verdict = rivals.sustain(&[0, 0].into())?;
    /// assert_eq!(verdict.is_sustained(), Some(false));
    /// assert_eq!(verdict.reason(), Some(Reason::Impatience));
    ///
    /// let patient = rivals.with_discount("1/2")?;
    /// let verdict = patient.sustain(&[0, 0].into())?;
    /// verdict.automaton().expect("sustained at one half").verify(&patient)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A profile that is not one of the game, or a game that the theory does not cover.
    pub fn sustain(&self, profile: &Profile) -> Result<Verdict, RepeatedError> {
        self.sustain_target(&Target::Profile(profile.clone()), &Options::default())
    }

    /// As [`RepeatedGame::sustain`] for any target, with options. For an objective see
    /// [`RepeatedGame::best`], which also returns the bound.
    ///
    /// # Errors
    /// As [`RepeatedGame::sustain`].
    pub fn sustain_target(&self, target: &Target, options: &Options) -> Result<Verdict, RepeatedError> {
        target.check(self)?;
        match target {
            Target::Profile(profile) => self.sustain_cycle(std::slice::from_ref(profile), options),
            Target::Cycle(profiles) => self.sustain_cycle(profiles, options),
            Target::Payoff(payoff) => {
                let decision = decide(self, Aim::Payoff(payoff), options)?;
                Ok(decision.verdict(|refutation| {
                    let (blocker, reason) = explain_payoff(self, payoff);
                    Verdict::Refuted { blocker, reason, refutation }
                }))
            }
            Target::Objective(objective) => Ok(self.best(*objective, options)?.verdict),
        }
    }

    fn sustain_cycle(&self, profiles: &[Profile], options: &Options) -> Result<Verdict, RepeatedError> {
        let cycle: Result<Vec<usize>, _> = profiles.iter().map(|p| self.stage().index(p)).collect();
        let cycle = cycle?;
        let decision = decide(self, Aim::Path(&cycle), options)?;
        Ok(decision.verdict(|refutation| {
            let (blocker, reason) = explain_profile(self, &cycle, &refutation);
            Verdict::Refuted { blocker, reason: Some(reason), refutation }
        }))
    }

    /// The best equilibrium payoff for an objective, with an automaton that attains it.
    ///
    /// ```
    /// use detente::{Game, repeated::{Objective, Options, RepeatedGame}};
    /// let rivals = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "3/5")?;
    /// let best = rivals.best(Objective::Welfare, &Options::default())?;
    /// assert_eq!(best.attained, Some(6.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RepeatedGame::sustain`].
    pub fn best(&self, objective: Objective, options: &Options) -> Result<Best, RepeatedError> {
        Target::Objective(objective).check(self)?;
        if !self.is_planar() {
            return polyhedral::Search::new(self, options)?.best(objective);
        }
        Search::new(self, options)?.best(objective)
    }
}

/// Whether an equilibrium is as asked for, by the route for the number of players.
pub(crate) fn decide(game: &RepeatedGame, aim: Aim, options: &Options) -> Result<Decision, RepeatedError> {
    if !game.is_planar() {
        return polyhedral::Search::new(game, options)?.asked(aim);
    }
    let mut search = Search::new(game, options)?;
    Ok(match aim {
        Aim::Path(cycle) => search.cycle(cycle),
        _ => search.somewhere(aim),
    })
}

/// An automaton that does it and punishes by reversion to self-sustaining profiles (Friedman 1971).
pub(crate) fn by_reversion(game: &RepeatedGame, aim: Aim) -> Option<Automaton> {
    match game.is_planar() {
        true => reversion(game).and_then(|set| automaton_as(game, &set, aim)),
        false => polyhedral::by_reversion(game, aim),
    }
}

/// The automaton of a self-generating set that does what is asked for, if the set holds it.
fn automaton_as(game: &RepeatedGame, set: &SelfGenerating, aim: Aim) -> Option<Automaton> {
    let payoff = match aim {
        Aim::Path(cycle) => return set.automaton_playing(game, cycle),
        Aim::Payoff(payoff) => point(payoff),
        Aim::Level { weights, level } => {
            let (vertex, value) = set.set.support(&point(weights))?;
            (value >= *level).then(|| set.set.vertices()[vertex].clone())?
        }
        Aim::Better(benchmark) => better_point(&set.set, &point(benchmark))?,
    };
    set.automaton_for(game, &payoff)
}

fn point(numbers: &[Rational]) -> Point {
    [numbers[0].clone(), numbers[1].clone()]
}

/// What a search ended with.
pub(crate) enum Decision {
    Yes(Automaton),
    No(Refutation),
    Open(String),
}

impl Decision {
    fn verdict(self, refuted: impl FnOnce(Refutation) -> Verdict) -> Verdict {
        match self {
            Decision::Yes(automaton) => {
                let payoff = automaton.payoff();
                Verdict::Sustained { automaton, payoff }
            }
            Decision::No(refutation) => refuted(refutation),
            Decision::Open(known) => Verdict::Undecided { known },
        }
    }
}

/// One two-player game at one discount factor, with everything found so far.
pub(crate) struct Search<'a> {
    game: &'a RepeatedGame,
    float: Arc<FloatGame>,
    solver: Solver,
    limits: Limits,
    budget: Budget,
    steps: usize,
    /// V by the exact iteration, once asked for.
    exact: Option<Option<SelfGenerating>>,
}

impl<'a> Search<'a> {
    pub(crate) fn new(game: &'a RepeatedGame, options: &Options) -> Result<Self, RepeatedError> {
        game.stage().expect_two_players("this search")?;
        game.common_discount("the equilibrium payoff set")?;
        let budget = options.budget();
        Ok(Search {
            game,
            float: game.float()?.clone(),
            solver: Solver::new(),
            limits: Limits { iterations: budget.iterations, deadline: budget.deadline },
            steps: budget.iterations.min(LONGEST_CHAIN),
            budget,
            exact: None,
        })
    }

    fn discount(&self) -> f64 {
        self.game.discount().of(0).to_f64()
    }

    /// Whether these profiles can be played in turn for ever.
    pub(crate) fn cycle(&mut self, cycle: &[usize]) -> Decision {
        let claim = Claim::Cycle(cycle);
        if let Outcome::Refuted(refutation) = refute(self.game, &claim, 0, &self.budget, None) {
            return Decision::No(refutation);
        }
        if let Some(automaton) = self.by_fixed_profiles(Aim::Path(cycle)) {
            return Decision::Yes(automaton);
        }
        let (float, discount) = (&self.float, self.discount());
        let outline = match cycle {
            [profile] => self.solver.watch(float, discount, *profile, &self.limits),
            _ => self.solver.solve(float, discount, &self.limits),
        };
        let hopeless = matches!(outline.stop, Stop::Empty | Stop::Refuted);
        self.settle(&claim, &outline, hopeless, |game, set| set.automaton_playing(game, cycle))
    }

    /// Whether some equilibrium payoff is as asked for.
    fn somewhere(&mut self, aim: Aim) -> Decision {
        let at: Point;
        let claim = match aim {
            Aim::Path(cycle) => Claim::Cycle(cycle),
            Aim::Payoff(payoff) => {
                at = point(payoff);
                Claim::Payoff(&at)
            }
            Aim::Level { weights, level } => {
                at = point(weights);
                Claim::Level { weights: &at, level }
            }
            Aim::Better(benchmark) => {
                at = point(benchmark);
                Claim::Better(&at)
            }
        };
        if let Outcome::Refuted(refutation) = refute(self.game, &claim, 1, &self.budget, None) {
            return Decision::No(refutation);
        }
        if let Some(automaton) = self.by_fixed_profiles(aim) {
            return Decision::Yes(automaton);
        }
        let outline = self.solver.solve(&self.float, self.discount(), &self.limits);
        let hopeless = !leaves_room(&self.float, &outline, aim);
        self.settle(&claim, &outline, hopeless, |game, set| automaton_as(game, set, aim))
    }

    /// An automaton over profiles that are played for ever, the simplest kind first.
    fn by_fixed_profiles(&self, aim: Aim) -> Option<Automaton> {
        let read = |set: SelfGenerating| automaton_as(self.game, &set, aim);
        reversion(self.game).and_then(read).or_else(|| supported(self.game).and_then(read))
    }

    /// Looks for a proof of the likelier answer first, then of the other.
    fn settle(
        &mut self,
        claim: &Claim,
        outline: &Outline,
        hopeless: bool,
        extract: impl Fn(&RepeatedGame, &SelfGenerating) -> Option<Automaton>,
    ) -> Decision {
        if hopeless && let Some(no) = self.refutation(claim, self.steps, outline) {
            return no;
        }
        if outline.stop != Stop::Empty
            && let Some(automaton) = self.among_candidates(outline, &extract)
        {
            return Decision::Yes(automaton);
        }
        // Where floats see a margin, a long chain would only confirm that there is none to find.
        if !hopeless && let Some(no) = self.refutation(claim, self.steps.min(HOPEFUL_CHAIN), outline) {
            return no;
        }
        let reason = if self.budget.is_spent() { "the time ended" } else { "the margin is too thin" };
        Decision::Open(format!("{reason} after {} steps of the float solver", outline.iterations))
    }

    fn refutation(&mut self, claim: &Claim, steps: usize, outline: &Outline) -> Option<Decision> {
        let goal = self.goal(outline);
        match refute(self.game, claim, steps, &self.budget, goal.as_ref()) {
            Outcome::Refuted(refutation) => Some(Decision::No(refutation)),
            Outcome::Open => None,
        }
    }

    /// Where a slow chain of outer sets is heading, if floats say.
    fn goal(&mut self, outline: &Outline) -> Option<Goal> {
        let discount = self.discount();
        let slow = outline.iterations >= SLOW_CHAIN || discount > 1.0 - 1.0 / SLOW_CHAIN as f64;
        if !slow || matches!(outline.stop, Stop::Empty | Stop::Refuted) {
            return None;
        }
        let (inside, _) = self.solver.inside(&self.float, discount, outline, &self.limits)?;
        Goal::of(self.game, &self.float, &inside)
    }

    /// The first self-generating set from which the answer can be read.
    fn among_candidates<R>(
        &mut self,
        outline: &Outline,
        extract: &impl Fn(&RepeatedGame, &SelfGenerating) -> Option<R>,
    ) -> Option<R> {
        let game = self.game;
        if let Some(found) = snapped(game, outline).and_then(|set| extract(game, &set)) {
            return Some(found);
        }
        if let Some(found) = self.exact_set(outline).and_then(|set| extract(game, set)) {
            return Some(found);
        }
        let drawn = (0..=FINEST).find_map(|fineness| {
            if self.budget.is_spent() {
                return None;
            }
            drawn_in(self.game, &self.float, &mut self.solver, fineness, &self.limits)
                .find_map(|set| extract(game, &set))
        });
        drawn.or_else(|| {
            if self.budget.is_spent() {
                return None;
            }
            finest(game, &self.float, &mut self.solver, &outline.live(&self.float), &self.limits, |_| false)
                .and_then(|set| extract(game, &set))
        })
    }

    /// V itself, where the exact iteration ends.
    fn exact_set(&mut self, outline: &Outline) -> Option<&SelfGenerating> {
        if self.exact.is_none() {
            let live = if outline.stop == Stop::Refuted {
                (0..self.game.stage().profiles()).collect()
            } else {
                outline.live(&self.float)
            };
            let proven = match exact_limit(self.game, live.clone()) {
                Limit::Exact { set, .. } => SelfGenerating::prove(self.game, set, &live),
                Limit::Empty | Limit::Open => None,
            };
            self.exact = Some(proven);
        }
        self.exact.as_ref().and_then(Option::as_ref)
    }

    fn best(&mut self, objective: Objective) -> Result<Best, RepeatedError> {
        let weights = objective.weights(2);
        let direction = [weights[0].clone(), weights[1].clone()];
        let outline = self.solver.solve(&self.float, self.discount(), &self.limits);
        if outline.stop == Stop::Empty
            && let Some(Decision::No(refutation)) = self.refutation(&Claim::Existence, self.steps, &outline)
        {
            let reason = is_strictly_competitive(self.game).then_some(Reason::ZeroSum);
            let verdict = Verdict::Refuted { blocker: None, reason, refutation };
            return Ok(Best { verdict, attained: None, bound: None });
        }
        let support = |_: &RepeatedGame, set: &SelfGenerating| {
            let (vertex, value) = set.set.support(&direction)?;
            Some((set.set.vertices()[vertex].clone(), value, set.clone()))
        };
        let game = self.game;
        let short = snapped(game, &outline).and_then(|set| support(game, &set));
        let mut is_exact = false;
        let found = short.or_else(|| {
            let exact = self.exact_set(&outline).and_then(|set| support(game, set));
            is_exact = exact.is_some();
            exact
        });
        let found = found.or_else(|| {
            let range: f64 = (0..2).map(|i| direction[i].to_f64().abs() * self.float.scale(i).1).sum();
            let enough = self.upper_bound(&outline, &direction).map(|bound| bound - DRAWN * range);
            let near = |set: &SelfGenerating| {
                let value = support(game, set).map(|found| found.1.to_f64());
                value.zip(enough).is_some_and(|(value, enough)| value >= enough)
            };
            let fine =
                finest(game, &self.float, &mut self.solver, &outline.live(&self.float), &self.limits, near)
                    .and_then(|set| support(game, &set));
            let reverted = reversion(game).and_then(|set| support(game, &set));
            fine.into_iter().chain(reverted).reduce(|a, b| if b.1 > a.1 { b } else { a })
        });
        let sign = if matches!(objective, Objective::Worst(_)) { -1.0 } else { 1.0 };
        let Some((payoff, value, set)) = found else {
            let known = "no self-generating set was found, and V could not be shown to be empty".into();
            let bound = self.upper_bound(&outline, &direction).map(|b| b * sign);
            return Ok(Best { verdict: Verdict::Undecided { known }, attained: None, bound });
        };
        let bound = if is_exact { Some(value.to_f64_up()) } else { self.upper_bound(&outline, &direction) };
        let attained = if sign < 0.0 { -&value } else { value };
        let verdict = match set.automaton_for(self.game, &payoff) {
            Some(automaton) => Verdict::Sustained { automaton, payoff: payoff.to_vec() },
            None => Verdict::Undecided { known: "the automaton could not be built".into() },
        };
        Ok(Best { verdict, attained: Some(attained), bound: bound.map(|b| b * sign) })
    }

    /// A rigorous upper bound over V from the outline, in the game's own units.
    fn upper_bound(&self, outline: &Outline, direction: &Point) -> Option<f64> {
        // A hull of profiles played for ever is known exactly.
        if outline.marked.iter().all(|v| v.origin == Origin::Forever) {
            let worth = |profile: usize| -> Rational {
                let payoff = forever(self.game, profile);
                &direction[0] * &payoff[0] + &direction[1] * &payoff[1]
            };
            return outline.marked.iter().map(|v| worth(v.profile as usize)).max().map(|x| x.to_f64_up());
        }
        let weights = [0, 1].map(|i| direction[i].to_f64());
        let best = outline
            .vertices
            .iter()
            .map(|v| weights[0] * v[0] + weights[1] * v[1])
            .fold(f64::NEG_INFINITY, f64::max);
        let reach: f64 = (0..2)
            .map(|i| {
                let (low, range) = self.float.scale(i);
                weights[i].abs() * (outline.slack * range + 1e-15 * (low.abs() + range))
            })
            .sum();
        best.is_finite().then(|| (best + reach).next_up())
    }
}

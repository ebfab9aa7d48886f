//! Equilibria without public randomisation: deterministic paths, and when a public coin is needed.
//!
//! V(delta) is defined with a public draw. Without one an equilibrium in pure actions is a set of
//! deterministic paths: one to follow, and one per player that punishes (simple strategy profiles; Abreu
//! 1988, proposition 5: nothing else is needed). Fudenberg and Maskin (1991) show that patient players do
//! without the draw, Sorin (1986) that from delta >= 1 - 1/K on every mixture of K profiles is the payoff
//! of some path. At a given delta the two may differ, and [`RepeatedGame::sustain_without_randomisation`]
//! says whether they do, for a target, with evidence either way:
//!
//! * **Yes** is an [`Automaton`] all of whose lotteries are certain, verified move by move. Its punishments
//!   come from the largest self-enforcing family among a few thousand eventually periodic paths: paths
//!   that break an incentive constraint against the family's own worst members are dropped until none is
//!   left that does (the operator of Abreu, Pearce and Stacchetti (1990) on a finite set, without the hull).
//!   A payoff is then unfolded move by move, `x = (1-d) u(a) + d x'`, in all ways, until it meets itself or
//!   a member of the family.
//! * **No** is an [`Exhaustion`]: the finite list of all payoffs that could follow the target on a path,
//!   from each of which play cannot go on for ever, though only the pure minmax threatens. Every
//!   equilibrium payoff without draws has a first profile and a continuation payoff that is again feasible,
//!   above the minmax and large enough to deter; a finite list without a way round has no infinite walk.
//!   Where that list does not end, or the target is a path of profiles, two players of equal patience have a
//!   [`PathBound`]: outer sets of what paths can be worth, one for each way to begin, with the threats that
//!   hold without draws.
//! * **Undecided** where neither ends: most exact payoffs at a delta with a numerator above 1 need paths that
//!   never repeat, which no finite automaton plays. The nearest payoff found is returned with its automaton.
//!
//! [`RepeatedGame::compare_without_randomisation`] asks this of V as a whole.

mod bound;
mod compare;
mod exhaustion;
mod family;
mod unfold;

pub use bound::{Beginning, PathBound, PathLink};
pub use compare::{CoinReport, PayoffWithoutCoin};
pub use exhaustion::Exhaustion;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Automaton, Options, RepeatedError, RepeatedGame, Target, Verdict};
use crate::exact::Rational;
use bound::Asked;
use family::Family;
use unfold::{Unfolded, unfold};

/// A proof that no path without draws does what was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum PathProof {
    /// Everything that could follow is listed, and leads nowhere.
    Exhausted(Exhaustion),
    /// Outer sets of what paths can be worth leave it out.
    Bounded(PathBound),
}

impl PathProof {
    /// Checks the proof for a target (a payoff, a profile or a cycle) in exact arithmetic.
    pub fn verify(&self, game: &RepeatedGame, target: &Target) -> bool {
        let cycle = match target {
            Target::Profile(profile) => vec![profile],
            Target::Cycle(profiles) => profiles.iter().collect(),
            _ => Vec::new(),
        };
        let cycle: Result<Vec<usize>, _> = cycle.into_iter().map(|p| game.stage().index(p)).collect();
        match (self, target, cycle) {
            (PathProof::Exhausted(list), Target::Payoff(payoff), _) => {
                list.payoffs.first() == Some(payoff) && list.verify(game)
            }
            (PathProof::Bounded(bound), Target::Payoff(payoff), _) => bound.excludes_payoff(game, payoff),
            (PathProof::Bounded(bound), _, Ok(cycle)) if !cycle.is_empty() => {
                bound.excludes_cycle(game, &cycle)
            }
            _ => false,
        }
    }
}

/// Whether a target is sustained without public randomisation.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum PathVerdict {
    /// Yes, by an automaton without draws.
    Sustained {
        /// The automaton; every lottery in it is certain.
        automaton: Automaton,
        /// Each player's average payoff.
        payoff: Vec<Rational>,
    },
    /// Not even with public randomisation.
    Refuted {
        /// The verdict with randomisation, with its refutation.
        verdict: Verdict,
    },
    /// With public randomisation it is sustained, without it is not.
    NeedsRandomisation {
        /// The automaton with draws.
        with: Automaton,
        /// Why no path does it.
        proof: PathProof,
        /// The nearest payoff found that needs no draws, for a target payoff or objective.
        nearest: Option<Automaton>,
    },
    /// Neither was proven.
    Undecided {
        /// The automaton with draws, where there is one.
        with: Option<Automaton>,
        /// The nearest payoff found that needs no draws, for a target payoff or objective.
        nearest: Option<Automaton>,
        /// What is known, in words.
        known: String,
    },
}

impl PathVerdict {
    /// Yes, no, or `None` for unknown.
    pub fn is_sustained(&self) -> Option<bool> {
        match self {
            PathVerdict::Sustained { .. } => Some(true),
            PathVerdict::Refuted { .. } | PathVerdict::NeedsRandomisation { .. } => Some(false),
            PathVerdict::Undecided { .. } => None,
        }
    }
    /// The automaton without draws that sustains the target.
    pub fn automaton(&self) -> Option<&Automaton> {
        match self {
            PathVerdict::Sustained { automaton, .. } => Some(automaton),
            _ => None,
        }
    }
    /// The automaton without draws whose payoff is nearest to a target that is not known to be sustained.
    pub fn nearest(&self) -> Option<&Automaton> {
        match self {
            PathVerdict::NeedsRandomisation { nearest, .. } | PathVerdict::Undecided { nearest, .. } => {
                nearest.as_ref()
            }
            _ => None,
        }
    }
    /// Whether the public draw is known to make a difference for this target.
    pub fn needs_randomisation(&self) -> bool {
        matches!(self, PathVerdict::NeedsRandomisation { .. })
    }
}

impl fmt::Display for PathVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = |payoff: &[Rational]| -> String {
            payoff.iter().map(Rational::to_string).collect::<Vec<_>>().join(", ")
        };
        match self {
            PathVerdict::Sustained { automaton, payoff } => {
                let states = automaton.states.len();
                let plural = if states == 1 { "state" } else { "states" };
                write!(f, "yes, without draws: worth ({}), {states} {plural}", numbers(payoff))
            }
            PathVerdict::Refuted { verdict } => write!(f, "{verdict}"),
            PathVerdict::NeedsRandomisation { proof, .. } => {
                let (count, what) = match proof {
                    PathProof::Exhausted(list) => (list.payoffs.len(), "payoff"),
                    PathProof::Bounded(bound) => (bound.chain.len(), "outer set"),
                };
                let plural = if count == 1 { "" } else { "s" };
                write!(f, "only with a public draw: no path does it (proven by {count} {what}{plural})")
            }
            PathVerdict::Undecided { known, .. } => write!(f, "undecided: {known}"),
        }
    }
}

impl RepeatedGame {
    /// Can the target be sustained by a subgame-perfect equilibrium in pure actions without any public
    /// randomisation?
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::{Options, RepeatedGame, Target}};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
    /// let ask = |p: i64, q: i64| {
    ///     let payoff = vec![Rational::new(p, q); 2];
    ///     game.sustain_without_randomisation(&Target::Payoff(payoff), &Options::default())
    /// };
    /// // (2, 2) is one round of mutual defection, then cooperation for ever.
    /// assert!(ask(2, 1)?.automaton().expect("a path").is_deterministic());
    /// // (5/2, 5/2) takes a coin: no first profile leaves a continuation that can be sustained.
    /// let coin = ask(5, 2)?;
    /// assert!(coin.needs_randomisation());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RepeatedGame::sustain_target`].
    pub fn sustain_without_randomisation(
        &self,
        target: &Target,
        options: &Options,
    ) -> Result<PathVerdict, RepeatedError> {
        target.check(self)?;
        let cycle = match target {
            Target::Profile(profile) => vec![self.stage().index(profile)?],
            Target::Cycle(profiles) => {
                profiles.iter().map(|p| self.stage().index(p)).collect::<Result<_, _>>()?
            }
            _ => Vec::new(),
        };
        let family = Family::new(self, &cycle);
        if let Some(automaton) = family.automaton_playing(self, &cycle) {
            return Ok(sustained(automaton));
        }
        let verdict = match self.sustain_target(target, options) {
            Err(RepeatedError::NotCovered { what, .. }) => {
                let known = format!("no family of paths was found, and {what} have no payoff set to compare");
                return Ok(PathVerdict::Undecided { with: None, nearest: None, known });
            }
            verdict => verdict?,
        };
        let (with, payoff) = match verdict {
            Verdict::Sustained { automaton, payoff } => (automaton, payoff),
            Verdict::Refuted { .. } => return Ok(PathVerdict::Refuted { verdict }),
            Verdict::Undecided { known } => {
                return Ok(PathVerdict::Undecided { with: None, nearest: None, known });
            }
        };
        if with.is_deterministic() {
            return Ok(sustained(with));
        }
        let bounded = |asked: Asked| PathBound::find(self, asked, &options.budget()).map(PathProof::Bounded);
        if !cycle.is_empty() {
            if let Some(proof) = bounded(Asked::Cycle(&cycle)) {
                return Ok(PathVerdict::NeedsRandomisation { with, proof, nearest: None });
            }
            let known = format!("no punishment without draws among {} paths deters", family.tried());
            return Ok(PathVerdict::Undecided { with: Some(with), nearest: None, known });
        }
        let weights = match target {
            Target::Objective(objective) => Some(objective.weights(self.players())),
            _ => None,
        };
        let nearest = || family.nearest(self, &payoff, weights.as_deref());
        Ok(match unfold(self, &family, &payoff, &options.budget()) {
            Unfolded::Path(automaton) => sustained(automaton),
            Unfolded::Nowhere(list) => {
                let proof = PathProof::Exhausted(list);
                PathVerdict::NeedsRandomisation { with, proof, nearest: nearest() }
            }
            Unfolded::Open(known) => match bounded(Asked::Payoff(&payoff)) {
                Some(proof) => PathVerdict::NeedsRandomisation { with, proof, nearest: nearest() },
                None => PathVerdict::Undecided { with: Some(with), nearest: nearest(), known },
            },
        })
    }
}

fn sustained(automaton: Automaton) -> PathVerdict {
    let payoff = automaton.payoff();
    PathVerdict::Sustained { automaton, payoff }
}

impl Automaton {
    /// Whether nothing in it is left to chance: every lottery is certain. (Absorbing outcomes of the game
    /// may still be.)
    pub fn is_deterministic(&self) -> bool {
        let certain = |mut probabilities: Vec<&Rational>| {
            probabilities.retain(|p| !p.is_zero());
            probabilities.len() == 1
        };
        certain(self.initial.iter().map(|branch| &branch.probability).collect())
            && self.states.iter().all(|state| {
                certain(state.draws.iter().map(|draw| &draw.probability).collect())
                    && state
                        .draws
                        .iter()
                        .filter(|draw| !draw.probability.is_zero())
                        .all(|draw| certain(draw.next.iter().map(|branch| &branch.probability).collect()))
            })
    }
}

/// A profile to play and where to go on: a state of a deterministic automaton.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Step {
    name: String,
    profile: usize,
    next: usize,
}

/// The automaton over steps that punishes player `i` from step `punish[i]` on; `None` unless it verifies.
fn automaton_of(game: &RepeatedGame, steps: &[Step], start: usize, punish: &[usize]) -> Option<Automaton> {
    use super::automaton::{Branch, Draw, State};
    let surely = |state: usize| vec![Branch { state, probability: Rational::ONE }];
    let states: Vec<State> = steps
        .iter()
        .map(|step| State {
            name: step.name.clone(),
            draws: vec![Draw {
                probability: Rational::ONE,
                profile: game.stage().profile(step.profile),
                next: surely(step.next),
            }],
            punish: punish.to_vec(),
            value: vec![Rational::ZERO; game.players()],
        })
        .collect();
    let whole = Automaton { discount: game.discount().clone(), initial: surely(start), states }.reduced();
    let automaton = Automaton::new(game, whole.initial, whole.states).ok()?;
    automaton.verify(game).is_ok().then_some(automaton)
}

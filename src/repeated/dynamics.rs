//! What a profile is worth when play goes on with a given continuation, absorbing outcomes included.
//!
//! Playing profile `a` with continuation `w` is worth, to player `i`,
//! `q(a) z_i(a) + (1 - q(a)) [(1 - d_i) g_i(a) + d_i w_i] = constant_i(a) + carry_i(a) w_i`:
//! an affine function of the continuation, whose slope `carry` is below one. Without absorbing outcomes
//! `q = 0`. Deviations are worth the same with the deviated profile's numbers and the threat as
//! continuation. All solvers and checks of this floor are written on these two numbers.

use std::sync::OnceLock;

use super::game::temptation_payoff;
use super::{Absorbing, Discount, RepeatedError};
use crate::exact::Rational;
use crate::game::{Game, GameError};

/// `constant_i(a)` and `carry_i(a)` for every profile and player, and the best deviations.
#[derive(Debug, Clone)]
pub(crate) struct Dynamics {
    players: usize,
    constant: Vec<Rational>,
    carry: Vec<Rational>,
    /// For every profile and player: the (constant, carry) lines of the deviations that matter.
    deviations: Deviations,
    /// Payoffs that can occur: stage payoffs and those of absorbing outcomes.
    outcomes: Vec<Vec<Rational>>,
    /// Pure minmax payoffs, computed when first needed.
    minmax: OnceLock<Vec<Rational>>,
}

/// The value of the best deviation as a function of the threat.
#[derive(Debug, Clone)]
enum Deviations {
    /// No absorbing outcome: `(1 - d) best_reply + d threat`; the constant per profile and player.
    Single(Vec<Rational>),
    /// Absorbing outcomes: the upper envelope of one line per action, looked up on the fly.
    Envelope(Vec<Vec<usize>>),
}

impl Dynamics {
    /// For absorbing outcomes that [`ends_by_profile`] accepts.
    ///
    /// With a plan of reversion no payoff below its own counts: see `RepeatedGame::reverting`.
    pub(super) fn new(
        stage: &Game<Rational>,
        discount: &Discount,
        absorbing: &[Absorbing],
        reversion: Option<&[usize]>,
    ) -> Self {
        let (players, profiles) = (stage.players(), stage.profiles());
        let ends = ends_by_profile(stage, absorbing).unwrap_or_else(|_| vec![None; profiles]);
        let mut constant = Vec::with_capacity(profiles * players);
        let mut carry = Vec::with_capacity(profiles * players);
        for (index, end) in ends.iter().enumerate() {
            for player in 0..players {
                let d = discount.of(player);
                let today = (Rational::ONE - d) * stage.payoff_at(index, player);
                match end {
                    None => {
                        constant.push(today);
                        carry.push(d.clone());
                    }
                    Some(end) => {
                        let stays = Rational::ONE - &end.probability;
                        constant.push(&end.probability * &end.payoff[player] + &stays * &today);
                        carry.push(stays * d);
                    }
                }
            }
        }
        let ending = ends.iter().flatten().any(|end| !end.probability.is_zero());
        let deviations = if ending {
            Deviations::Envelope(
                (0..profiles * players)
                    .map(|at| stage.unilateral(at / players, at % players).collect())
                    .collect(),
            )
        } else {
            Deviations::Single(best_replies(stage, discount, reversion))
        };
        let mut outcomes: Vec<Vec<Rational>> =
            (0..profiles).map(|index| stage.payoffs_at(index).to_vec()).collect();
        outcomes.extend(ends.iter().flatten().filter(|e| !e.probability.is_zero()).map(|e| e.payoff.clone()));
        let minmax = match reversion {
            // What the plan pays is at least minmax, and some equilibrium of it pays no more.
            Some(plan) => {
                let pays = |(i, &e): (usize, &usize)| stage.payoff_at(e, i).clone();
                OnceLock::from(plan.iter().enumerate().map(pays).collect::<Vec<_>>())
            }
            None => OnceLock::new(),
        };
        Dynamics { players, constant, carry, deviations, outcomes, minmax }
    }

    pub(crate) fn profiles(&self) -> usize {
        self.constant.len() / self.players
    }
    /// What a profile pays whatever comes after.
    pub(crate) fn constant(&self, profile: usize, player: usize) -> &Rational {
        &self.constant[profile * self.players + player]
    }
    /// The weight of the continuation after a profile.
    pub(crate) fn carry(&self, profile: usize, player: usize) -> &Rational {
        &self.carry[profile * self.players + player]
    }
    /// The value of a profile with a continuation.
    pub(crate) fn value(&self, profile: usize, player: usize, continuation: &Rational) -> Rational {
        self.constant(profile, player) + self.carry(profile, player) * continuation
    }
    /// The value of playing a profile for ever.
    pub(crate) fn forever(&self, profile: usize, player: usize) -> Rational {
        self.constant(profile, player) / (Rational::ONE - self.carry(profile, player))
    }
    /// The value of a player's best deviation from a profile (staying included) when the deviator's
    /// continuation is `threat`.
    pub(crate) fn best_deviation(&self, profile: usize, player: usize, threat: &Rational) -> Rational {
        let at = profile * self.players + player;
        match &self.deviations {
            Deviations::Single(constants) => &constants[at] + &self.carry[at] * threat,
            Deviations::Envelope(reached) => {
                let values = reached[at].iter().map(|&index| self.value(index, player, threat));
                values.reduce(|best, v| if v > best { v } else { best }).unwrap_or_default()
            }
        }
    }
    /// The values of a player's deviations from a profile as lines (constant, carry) in the threat; their
    /// largest is [`Dynamics::best_deviation`].
    pub(crate) fn deviation_lines(&self, profile: usize, player: usize) -> Vec<(Rational, Rational)> {
        let at = profile * self.players + player;
        match &self.deviations {
            Deviations::Single(constants) => vec![(constants[at].clone(), self.carry[at].clone())],
            Deviations::Envelope(reached) => {
                let line = |&index: &usize| {
                    (self.constant(index, player).clone(), self.carry(index, player).clone())
                };
                reached[at].iter().map(line).collect()
            }
        }
    }
    /// The least continuation that keeps a player from deviating; `None` where the continuation has no
    /// weight (the profile surely ends the game).
    pub(crate) fn required_continuation(
        &self,
        profile: usize,
        player: usize,
        threat: &Rational,
    ) -> Option<Rational> {
        let needed = self.best_deviation(profile, player, threat) - self.constant(profile, player);
        needed.checked_div(self.carry(profile, player))
    }
    /// All payoff vectors whose mixtures are feasible: of the stage game and of absorbing outcomes.
    pub(crate) fn outcomes(&self) -> &[Vec<Rational>] {
        &self.outcomes
    }
}

impl Dynamics {
    /// Every player's pure minmax payoff of the repeated game: the lowest level to which the others can
    /// hold a player who best-replies for ever. Without absorbing outcomes it is the stage game's; with
    /// them, the least over the others' actions of the best value of playing one profile for ever.
    pub(crate) fn pure_minmax(&self, stage: &Game<Rational>) -> Vec<Rational> {
        self.minmax.get_or_init(|| self.compute_minmax(stage)).clone()
    }

    fn compute_minmax(&self, stage: &Game<Rational>) -> Vec<Rational> {
        let plain = matches!(self.deviations, Deviations::Single(_));
        (0..self.players)
            .map(|player| {
                let against = (0..self.profiles()).filter(|&index| stage.action_at(index, player) == 0);
                let least = if plain {
                    // Playing a profile for ever is worth its stage payoff: no arithmetic needed.
                    against.map(|index| stage.best_reply_payoff(index, player)).min().cloned()
                } else {
                    let best =
                        |index| stage.unilateral(index, player).map(|at| self.forever(at, player)).max();
                    against.filter_map(best).min()
                };
                least.unwrap_or_default()
            })
            .collect()
    }
}

/// `(1 - d)` times the best-reply payoff, per profile and player: found once for all profiles that
/// differ in the player's own action only.
fn best_replies(stage: &Game<Rational>, discount: &Discount, reversion: Option<&[usize]>) -> Vec<Rational> {
    let (players, profiles) = (stage.players(), stage.profiles());
    let mut constants = vec![Rational::ZERO; profiles * players];
    for player in 0..players {
        let today = Rational::ONE - discount.of(player);
        for index in (0..profiles).filter(|&index| stage.action_at(index, player) == 0) {
            let best = &today * temptation_payoff(stage, reversion, index, player);
            for at in stage.unilateral(index, player) {
                constants[at * players + player] = best.clone();
            }
        }
    }
    constants
}

/// The absorbing outcome of every profile that has one.
///
/// # Errors
/// An outcome that does not fit the game, or two for one profile.
pub(super) fn ends_by_profile<'a>(
    stage: &Game<Rational>,
    absorbing: &'a [Absorbing],
) -> Result<Vec<Option<&'a Absorbing>>, RepeatedError> {
    let mut ends: Vec<Option<&Absorbing>> = vec![None; stage.profiles()];
    for outcome in absorbing {
        let index = check_absorbing(stage, outcome)?;
        if ends[index].replace(outcome).is_some() {
            let profile = outcome.profile.actions().to_vec();
            return Err(RepeatedError::DuplicateAbsorbing { profile });
        }
    }
    Ok(ends)
}

fn check_absorbing(stage: &Game<Rational>, outcome: &Absorbing) -> Result<usize, RepeatedError> {
    let index = stage.index(&outcome.profile)?;
    let location = format!("absorbing {}", outcome.profile);
    if outcome.probability.is_negative() || outcome.probability > Rational::ONE {
        let message = format!("the probability {} is outside [0, 1]", outcome.probability);
        return Err(GameError::Probability { location, message }.into());
    }
    if outcome.payoff.len() != stage.players() {
        let (found, expected) = (outcome.payoff.len(), stage.players());
        return Err(GameError::Ragged { location, found, expected }.into());
    }
    Ok(index)
}

//! Mixed actions: payoffs that pure strategies cannot sustain.
//!
//! Elsewhere in the crate equilibria are in pure actions. Players who also mix, unseen, can do more: a
//! mixture may hold an opponent down to a payoff below the pure minmax, and games such as Matching
//! Pennies have no equilibrium without mixing. Others see the action that came out, not the mixture; so
//! a profile of mixed actions `m` generates a payoff `v` with continuations `w(a)`, one for every profile
//! that may come out, if every action in a player's support is worth exactly `v_i` and no other action
//! more:
//!
//! ```text
//! (1-d) u_i(b, m_-i) + d E[w_i(b, a_-i)]  <=  v_i   for all b, with equality where m_i(b) > 0
//! ```
//!
//! This is public monitoring with the realised profile as the signal (Abreu, Pearce and Stacchetti
//! 1990), and the same search proves points that generate one another in exact arithmetic. The
//! mixtures are *given*: all pure profiles, the equilibria of the stage game, two players' minmax
//! mixtures, and whatever the caller lists. The result is therefore sound as an inner set, never as an
//! outer one: mixtures that are not listed may do more, and then there is a continuum of them.
//!
//! One case is known entirely. In a strictly competitive stage game of two players (what one gains the
//! other loses) every equilibrium pays the value of the stage game, at any patience: `V` is one point
//! (each player can secure the value in every round, and both values exhaust what there is).

use serde::{Deserialize, Serialize};

use super::game::read_common;
use super::monitoring::{Plan, PublicAutomaton, PublicInnerSet, PublicMonitoring, Search};
use super::polyhedral::directions::starting;
use super::polyhedral::stage::FloatStage;
use super::{HalfSpace, IntoDiscount, Options, RepeatedError, RepeatedGame};
use crate::equilibrium::nash::{NashOptions, solve};
use crate::equilibrium::{EquilibriumError, MixedStrategy, security_level};
use crate::exact::Rational;
use crate::game::Game;
use crate::lp::LpOptions;

/// What equilibria that may mix are known to reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MixedPayoffs {
    /// The common discount factor.
    pub discount: Rational,
    /// The mixed profiles that were tried besides the pure ones.
    pub mixtures: Vec<Vec<MixedStrategy>>,
    /// Payoffs that equilibria reach, with the automaton that proves it; `None` if nothing was found.
    pub inner: Option<PublicInnerSet>,
    /// The only equilibrium payoff, where that is known: strictly competitive games of two players.
    pub only: Option<Vec<Rational>>,
    /// Inequalities that all equilibria in *pure* actions satisfy.
    pub pure_outer: Vec<HalfSpace>,
    /// Points of the inner set that no equilibrium in pure actions reaches, by number: they violate an
    /// inequality of `pure_outer`.
    pub beyond_pure: Vec<usize>,
}

impl MixedPayoffs {
    /// The automaton over the points of the inner set.
    pub fn automaton(&self) -> Option<&PublicAutomaton> {
        self.inner.as_ref().map(|set| &set.automaton)
    }
}

/// The payoffs that equilibria with mixed actions are known to reach, under perfect monitoring of
/// actions (mixtures are not seen) and with public randomisation: see the [module](self).
///
/// `mixtures` are tried besides the pure profiles, the equilibria of the stage game (all extreme ones of
/// two players, the pure ones of more) and, for two players, the profiles in which one holds the other
/// down to the mixed minmax payoff.
///
/// ```
/// use detente::{Game, Rational, repeated::{Options, mixed::mixed_payoffs}};
/// let pennies = Game::bimatrix(&[[1.0, -1.0], [-1.0, 1.0]], &[[-1.0, 1.0], [1.0, -1.0]])?;
/// let found = mixed_payoffs(&pennies, "1/2", &[], &Options::default().directions(4))?;
/// let value = vec![Rational::ZERO, Rational::ZERO];
/// assert_eq!(found.only, Some(value.clone()));
/// assert_eq!(found.inner.expect("the mixed equilibrium").points, [value]);
/// assert_eq!(found.beyond_pure, [0]); // in pure actions there is no equilibrium at all
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A discount factor that is no number in (0, 1), unequal patience, a mixture that does not fit the game,
/// or a game too large for a table of its profiles.
pub fn mixed_payoffs<T: crate::exact::Scalar>(
    stage: &Game<T>,
    discount: impl IntoDiscount,
    mixtures: &[Vec<MixedStrategy>],
    options: &Options,
) -> Result<MixedPayoffs, RepeatedError> {
    let stage = stage.to_exact();
    let discount = read_common(discount, stage.players(), "payoffs with mixed actions")?;
    let options = &options.started();
    let monitoring = PublicMonitoring::perfect(&stage)?;
    let mut list = mixtures.to_vec();
    for mixture in proposed(&stage)? {
        if !list.contains(&mixture) {
            list.push(mixture);
        }
    }
    let mut plans: Vec<Plan> = (0..stage.profiles()).map(|p| Plan::pure(&monitoring, p)).collect();
    for mixture in &list {
        plans.push(Plan::mixed(&monitoring, mixture)?);
    }
    let game = RepeatedGame::new(stage.clone(), &discount)?;
    let floats = FloatStage::of(&game);
    let mut directions = starting(&floats, options.direction_count());
    for at in 0..2 * stage.players() {
        let mut axis = vec![0.0; stage.players()];
        axis[at / 2] = if at % 2 == 0 { 1.0 } else { -1.0 };
        directions.push(axis);
    }
    let budget = options.budget();
    let search = Search::new(&floats, &plans, &discount, &directions, &budget);
    let inner = monitoring.certified(&search, options.gap())?;
    let pure_outer = game.outer_half_spaces(options)?;
    let beyond = |point: &Vec<Rational>| {
        pure_outer.iter().any(|h| h.normal.iter().zip(point).map(|(a, x)| a * x).sum::<Rational>() > h.bound)
    };
    let points = inner.iter().flat_map(|set| set.points.iter()).enumerate();
    let beyond_pure = points.filter(|(_, point)| beyond(point)).map(|(at, _)| at).collect();
    Ok(MixedPayoffs { discount, mixtures: list, only: only_payoff(&stage)?, inner, pure_outer, beyond_pure })
}

/// The mixtures that are tried unasked.
fn proposed(stage: &Game<Rational>) -> Result<Vec<Vec<MixedStrategy>>, RepeatedError> {
    let mut list: Vec<Vec<MixedStrategy>> = Vec::new();
    let found = solve(stage, &NashOptions::default()).map_err(one_shot)?;
    list.extend(found.equilibria.into_iter().filter(|e| !e.is_pure()).map(|e| e.strategies));
    if stage.players() == 2 {
        for player in 0..2 {
            let level = security_level(stage, player, &LpOptions::default()).map_err(one_shot)?;
            let other = 1 - player;
            // The punished player replies with any action, best or not: incentives decide.
            for action in 0..stage.shape()[player] {
                let reply = MixedStrategy::pure(action, stage.shape()[player]).map_err(one_shot)?;
                let mut profile = vec![reply, level.punishment.clone()];
                if other == 0 {
                    profile.swap(0, 1);
                }
                list.push(profile);
            }
            // Both at their security strategies and punishments.
            let mut profile = vec![level.strategy, level.punishment];
            if other == 0 {
                profile.swap(0, 1);
            }
            list.push(profile);
        }
    }
    list.retain(|profile| profile.iter().any(|strategy| strategy.as_pure().is_none()));
    let mut distinct: Vec<Vec<MixedStrategy>> = Vec::with_capacity(list.len());
    for profile in list {
        if !distinct.contains(&profile) {
            distinct.push(profile);
        }
    }
    Ok(distinct)
}

/// The value of a strictly competitive game of two players to both of them.
fn only_payoff(stage: &Game<Rational>) -> Result<Option<Vec<Rational>>, RepeatedError> {
    if stage.players() != 2 || !stage.strict_competition().is_ok_and(|found| found.is_some()) {
        return Ok(None);
    }
    let values: Result<Vec<Option<Rational>>, EquilibriumError> =
        (0..2).map(|i| Ok(security_level(stage, i, &LpOptions::default())?.value)).collect();
    Ok(values.map_err(one_shot)?.into_iter().collect())
}

/// Errors of one-shot concepts reach the user with their own explanation.
fn one_shot(error: EquilibriumError) -> RepeatedError {
    super::monitoring::MonitoringError::from(error).into()
}

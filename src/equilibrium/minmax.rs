//! What the others can hold a player down to (minmax), and what a player can guarantee (maxmin).
//!
//! * In pure strategies, for any number of players.
//! * In mixed strategies for two players, where the two are equal (von Neumann 1928).
//! * For more players, where the others mix in a correlated way: one linear program, and again the two
//!   are equal, the others being one opponent. Where the others must mix *independently*, the minmax
//!   value is NP-hard (Borgs et al. 2010) and is not offered.

use serde::Serialize;

use super::{EquilibriumError, MixedStrategy, matrix_game};
use crate::exact::{Rational, Scalar};
use crate::game::{Game, GameError};
use crate::lp::LpOptions;

/// Minmax and maxmin values of every player, where they are computed; exact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Minmax {
    /// Minmax in pure strategies: the others choose, then the player replies.
    pub pure: Vec<Rational>,
    /// Maxmin in pure strategies: the player chooses, then the others reply. Never above `pure`.
    pub pure_maxmin: Vec<Rational>,
    /// Minmax in mixed strategies; `None` for more than two players.
    pub mixed: Vec<Option<Rational>>,
    /// Minmax against correlated mixtures of the others; equal to the player's mixed maxmin.
    pub correlated: Vec<Option<Rational>>,
}

/// A player's security level: its mixed maxmin value, which equals the minmax value against correlated
/// mixtures of the others, with the strategies that prove it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SecurityLevel {
    /// The value, if the bounds meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Rational>,
    /// `[low, high]`: what the player's strategy guarantees, and what the others' mixture concedes.
    pub bounds: [Rational; 2],
    /// The player's strategy.
    pub strategy: MixedStrategy,
    /// The others' mixture: probabilities of the profiles in which `player` takes its first action, by
    /// ascending profile index (for two players, of the other's actions).
    pub punishment: MixedStrategy,
}

/// The least payoff to which the others can hold a player by pure actions.
///
/// ```
/// use detente::{Game, equilibrium::pure_minmax};
/// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// assert_eq!(pure_minmax(&game, 0)?, 1.into());
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// If there is no such player.
pub fn pure_minmax<T: Scalar>(game: &Game<T>, player: usize) -> Result<T, EquilibriumError> {
    let punishments = first_action_profiles(game, player)?;
    let replies = punishments.into_iter().map(|index| game.best_reply_payoff(index, player));
    // A game has at least one profile, so the first action has one too.
    let least = replies.reduce(|least, reply| least.smaller(reply));
    Ok(least.unwrap_or_else(|| game.payoff_at(0, player)).clone())
}

/// The largest payoff that a player can guarantee by a pure action.
///
/// # Errors
/// If there is no such player.
pub fn pure_maxmin<T: Scalar>(game: &Game<T>, player: usize) -> Result<T, EquilibriumError> {
    let punishments = first_action_profiles(game, player)?;
    let guaranteed = (0..game.shape()[player]).map(|action| {
        let payoffs = punishments.iter().map(|&p| game.payoff_at(game.deviate(p, player, action), player));
        payoffs.reduce(|least, payoff| least.smaller(payoff)).unwrap_or_else(|| game.payoff_at(0, player))
    });
    let most = guaranteed.reduce(|most, payoff| most.larger(payoff));
    Ok(most.unwrap_or_else(|| game.payoff_at(0, player)).clone())
}

/// A player's mixed maxmin value, equal to its minmax value against correlated mixtures of the others
/// (against mixtures, for two players).
///
/// ```
/// use detente::{Game, Rational, equilibrium::security_level, lp::LpOptions};
/// let pennies = Game::bimatrix(&[[1.0, -1.0], [-1.0, 1.0]], &[[-1.0, 1.0], [1.0, -1.0]])?;
/// let level = security_level(&pennies, 0, &LpOptions::default())?;
/// assert_eq!(level.value, Some(Rational::ZERO));
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// If there is no such player, or a linear program's budget ended.
pub fn security_level<T: Scalar>(
    game: &Game<T>,
    player: usize,
    options: &LpOptions,
) -> Result<SecurityLevel, EquilibriumError> {
    let columns = first_action_profiles(game, player)?;
    let game = game.to_exact();
    let matrix: Vec<Vec<&Rational>> = (0..game.shape()[player])
        .map(|action| {
            columns.iter().map(|&p| game.payoff_at(game.deviate(p, player, action), player)).collect()
        })
        .collect();
    let solved = matrix_game::solve(&matrix, options)?;
    let [low, high] = &solved.bounds;
    let value = (low == high).then(|| low.clone());
    let (strategy, punishment) = (solved.maximiser, solved.minimiser);
    Ok(SecurityLevel { value, bounds: solved.bounds, strategy, punishment })
}

/// Minmax and maxmin values of every player, all exact.
///
/// # Errors
/// If a linear program's budget ended.
pub fn minmax<T: Scalar>(game: &Game<T>, options: &LpOptions) -> Result<Minmax, EquilibriumError> {
    let game = game.to_exact();
    let options = options.clone().tolerance(Rational::ZERO);
    let players = 0..game.players();
    let value = |player| security_level(&game, player, &options).map(|level| level.value);
    let correlated = players.clone().map(value).collect::<Result<Vec<_>, _>>()?;
    let mixed = if game.players() <= 2 { correlated.clone() } else { vec![None; game.players()] };
    let pure = players.clone().map(|player| pure_minmax(&game, player)).collect::<Result<_, _>>()?;
    let pure_maxmin = players.map(|player| pure_maxmin(&game, player)).collect::<Result<_, _>>()?;
    Ok(Minmax { pure, pure_maxmin, mixed, correlated })
}

/// The profiles in which a player takes its first action: one for every pure choice of the others.
fn first_action_profiles<T: Scalar>(game: &Game<T>, player: usize) -> Result<Vec<usize>, EquilibriumError> {
    if player >= game.players() {
        let known = game.player_labels().to_vec();
        return Err(GameError::UnknownPlayer { player: player.to_string(), known }.into());
    }
    Ok((0..game.profiles()).filter(|&index| game.action_at(index, player) == 0).collect())
}

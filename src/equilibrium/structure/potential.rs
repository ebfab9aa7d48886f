//! Potential games: one function that all players climb.
//!
//! A function `P` of the profile is an *exact potential* if every unilateral change changes the mover's
//! payoff by as much as `P`; a *weighted* one if by `w_i` times as much, `w_i > 0` (Monderer and Shapley,
//! Potential games, Games and Economic Behavior 14, 1996). A game with a potential has a pure equilibrium
//! (every maximiser is one), and best replies in any order end in one.
//!
//! Theorem 2.8 and corollary 2.9 there: a game has an exact potential if and only if the movers' gains sum
//! to zero around every cycle of four profiles in which two players move back and forth. Two cycles that
//! share an edge add up, so those through the two players' first actions are enough. Where they all are
//! zero, summing gains along any path gives the potential; where one is not, it is the proof that there
//! is none.

use serde::{Deserialize, Serialize};

use super::linear::positive_kernel;
use crate::equilibrium::EquilibriumError;
use crate::exact::Rational;
use crate::game::{Game, Profile};

/// A (weighted) potential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PotentialFunction {
    /// `w_i`: how many units of its payoff a unit of the potential is worth to a player; all 1 for an
    /// exact potential.
    pub weights: Vec<Rational>,
    /// The potential at every profile, by index; 0 at the first.
    pub values: Vec<Rational>,
}

impl PotentialFunction {
    /// Checks every unilateral change of a game by substitution.
    pub fn is_verified_in(&self, game: &Game<Rational>) -> bool {
        let agrees = |index: usize, player: usize| {
            let first = game.deviate(index, player, 0);
            let gain = game.payoff_at(index, player) - game.payoff_at(first, player);
            gain == &self.weights[player] * (&self.values[index] - &self.values[first])
        };
        self.values.len() == game.profiles()
            && self.weights.len() == game.players()
            && self.weights.iter().all(Rational::is_positive)
            && (0..game.profiles()).all(|index| (0..game.players()).all(|player| agrees(index, player)))
    }

    /// The profiles (indices, in order) at which the potential is greatest: pure equilibria.
    pub fn maximisers(&self) -> Vec<usize> {
        let most = self.values.iter().max();
        (0..self.values.len()).filter(|&index| Some(&self.values[index]) == most).collect()
    }
}

/// A cycle of four profiles around which the movers gain in total: no potential has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FourCycle {
    /// The two who move, by turns.
    pub players: [usize; 2],
    /// The profiles, in order; the last is one move from the first.
    pub profiles: [Profile; 4],
    /// The movers' total gain on the way around; not 0.
    pub gain: Rational,
}

impl FourCycle {
    /// Recomputes the gain in a game.
    ///
    /// # Errors
    /// If a profile is not one of the game.
    pub fn is_verified_in(&self, game: &Game<Rational>) -> Result<bool, EquilibriumError> {
        let mut total = Rational::ZERO;
        for step in 0..4 {
            let (from, to) = (&self.profiles[step], &self.profiles[(step + 1) % 4]);
            let player = self.players[step % 2];
            total += game.payoff(to, player)? - game.payoff(from, player)?;
            if from.with(player, to[player]) != *to {
                return Ok(false);
            }
        }
        Ok(total == self.gain && !total.is_zero())
    }
}

/// Whether there is an exact potential, with the evidence either way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Potential {
    /// There is: this one, unique up to a constant.
    Function(PotentialFunction),
    /// There is none, for this cycle.
    Refuted(FourCycle),
}

impl Potential {
    /// The potential, if there is one.
    pub fn function(&self) -> Option<&PotentialFunction> {
        match self {
            Potential::Function(function) => Some(function),
            Potential::Refuted(_) => None,
        }
    }
}

/// The exact potential of a game, or the four-cycle that refutes it.
///
/// ```
/// use detente::{Game, equilibrium::structure::{Potential, potential}};
/// let dilemma = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// let found = potential(&dilemma);
/// assert_eq!(found.function().expect("one").values, ["0", "2", "2", "3"].map(|v| v.parse().unwrap()));
/// assert_eq!(found.function().expect("one").maximisers(), dilemma.pure_equilibria());
/// let Potential::Refuted(cycle) = potential(&Game::matching_pennies(1)?) else { unreachable!() };
/// assert_eq!(cycle.gain, (-8).into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn potential(game: &Game<Rational>) -> Potential {
    for FourMoves { players, profiles, gains } in four_cycles(game) {
        let [first, second] = gains;
        let gain = first + second;
        if !gain.is_zero() {
            let profiles = profiles.map(|index| game.profile(index));
            return Potential::Refuted(FourCycle { players, profiles, gain });
        }
    }
    let weights = vec![Rational::ONE; game.players()];
    let values = integrate(game, &weights);
    Potential::Function(PotentialFunction { weights, values })
}

/// A weighted potential of a game, with weights of which the largest is 1 (all 1 where an exact potential
/// exists); `None` if there is none. Around every four-cycle the two movers' gains, each divided by the
/// mover's weight, have to cancel: a linear system in the inverse weights, solved exactly.
///
/// ```
/// use detente::{Game, Rational, equilibrium::structure::{potential, weighted_potential}};
/// // A coordination game whose second player counts in other units.
/// let number = |row: [i64; 2]| row.map(Rational::from);
/// let game = Game::bimatrix(&[[2, 0], [0, 1]].map(number), &[[20, 0], [0, 10]].map(number))?;
/// assert!(potential(&game).function().is_none());
/// let found = weighted_potential(&game)?.expect("a weighted potential");
/// assert_eq!(found.weights, [Rational::new(1, 10), Rational::ONE]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the linear program's budget ended.
pub fn weighted_potential(game: &Game<Rational>) -> Result<Option<PotentialFunction>, EquilibriumError> {
    let rows = four_cycles(game).map(|FourMoves { players, gains, .. }| {
        let mut row = vec![Rational::ZERO; game.players()];
        for (player, gain) in players.into_iter().zip(gains) {
            row[player] = gain;
        }
        row
    });
    let Some(inverse) = positive_kernel(rows, game.players())? else { return Ok(None) };
    let weights: Vec<Rational> = inverse.iter().map(|scale| Rational::ONE / scale).collect();
    let values = integrate(game, &weights);
    Ok(Some(PotentialFunction { weights, values }))
}

/// A four-cycle: two players, four profiles (indices) from first actions to others and back, and what
/// each of the two gains by its own two moves.
struct FourMoves {
    players: [usize; 2],
    profiles: [usize; 4],
    gains: [Rational; 2],
}

/// All four-cycles that pass through two players' first actions.
fn four_cycles(game: &Game<Rational>) -> impl Iterator<Item = FourMoves> + '_ {
    let pairs = move |index: usize| {
        let moved: Vec<usize> = (0..game.players()).filter(|&i| game.action_at(index, i) != 0).collect();
        let pairs = moved.iter().enumerate().flat_map(|(k, &i)| moved[k + 1..].iter().map(move |&j| [i, j]));
        pairs.map(|players| (players, index)).collect::<Vec<_>>()
    };
    (0..game.profiles()).flat_map(pairs).map(move |(players, both)| {
        let [i, j] = players;
        let (only_i, only_j) = (game.deviate(both, j, 0), game.deviate(both, i, 0));
        let none = game.deviate(only_i, i, 0);
        let u = |index: usize, player: usize| game.payoff_at(index, player);
        let gains = [
            u(only_i, i) - u(none, i) + u(only_j, i) - u(both, i),
            u(both, j) - u(only_i, j) + u(none, j) - u(only_j, j),
        ];
        FourMoves { players, profiles: [none, only_i, both, only_j], gains }
    })
}

/// The sum of weighted gains on the way from the first profile, player by player.
fn integrate(game: &Game<Rational>, weights: &[Rational]) -> Vec<Rational> {
    let mut values: Vec<Rational> = Vec::with_capacity(game.profiles());
    for index in 0..game.profiles() {
        // One move back, by the last player that has moved: that profile has a lower index.
        let last = (0..game.players()).rev().find(|&player| game.action_at(index, player) != 0);
        let value = last.map_or(Rational::ZERO, |player| {
            let before = game.deviate(index, player, 0);
            let gain = game.payoff_at(index, player) - game.payoff_at(before, player);
            &values[before] + gain / &weights[player]
        });
        values.push(value);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn congestion(players: usize, weights: &[i64]) -> Game<Rational> {
        // Rosenthal 1973: two roads; what a road costs grows with those who take it.
        Game::from_function(&vec![2; players], |p| {
            let load = |road| p.actions().iter().filter(|&&a| a == road).count();
            let cost = |road: usize| Rational::from(load(road) * load(road) + 3 * road);
            (0..players).map(|i| -cost(p[i]) * Rational::from(weights[i])).collect()
        })
        .unwrap()
    }

    #[test]
    fn congestion_games_have_potentials_and_their_scaled_forms_weighted_ones() {
        let game = congestion(4, &[1; 4]);
        let found = potential(&game);
        let function = found.function().expect("Rosenthal's theorem");
        assert!(function.is_verified_in(&game));
        assert!(function.maximisers().iter().all(|index| game.pure_equilibria().contains(index)));
        let scaled = congestion(3, &[1, 5, 2]);
        let Potential::Refuted(cycle) = potential(&scaled) else { panic!("scaled payoffs") };
        assert!(cycle.is_verified_in(&scaled).unwrap());
        assert!(!cycle.is_verified_in(&congestion(3, &[1; 3])).unwrap());
        let weighted = weighted_potential(&scaled).unwrap().expect("weights 1, 5, 2");
        assert!(weighted.is_verified_in(&scaled));
        assert!(!weighted.is_verified_in(&congestion(3, &[1; 3])));
    }

    #[test]
    fn cycles_refute_weighted_potentials_and_lone_players_climb_their_own_payoffs() {
        assert_eq!(weighted_potential(&Game::matching_pennies(1).unwrap()).unwrap(), None);
        let lone = Game::new(&[3], [4, 1, 9].map(Rational::from).to_vec()).unwrap();
        let found = potential(&lone);
        assert_eq!(found.function().unwrap().maximisers(), [2]);
        let flat = Game::new(&[2, 1, 3], vec![Rational::ONE; 18]).unwrap();
        assert!(potential(&flat).function().unwrap().is_verified_in(&flat));
    }
}

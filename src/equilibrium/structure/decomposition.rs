//! Every game is a potential game, a harmonic game and payoffs that nobody's choice affects, in one way.
//!
//! Candogan, Menache, Ozdaglar and Parrilo (Flows and decompositions of games: harmonic and potential
//! games, Mathematics of Operations Research 36, 2011). Draw an edge between two profiles that differ in
//! one player's action, and let the mover's gain flow along it. Theorem 4.1: `u = u^P + u^H + u^N`, where
//!
//! * the *nonstrategic* part `u^N_i` is the mean of `u_i` over the player's own actions: no flow;
//! * the *potential* part has the flow of a function `P`, the least-squares fit to the flow of `u`;
//! * the *harmonic* part has a flow that leaves every profile as much as it enters it: it circles. So at a
//!   pure equilibrium of a harmonic game, where nothing flows out, nothing flows in either: no move there
//!   changes its mover's payoff.
//!
//! `P` solves the normal equations `L P = divergence`, `L` the Laplacian of the graph. That graph is a
//! product of complete graphs, one per player. So `L = sum_i k_i (I - M_i)`, `M_i` the mean over player i's
//! `k_i` actions; the `M_i` commute, and `L` acts on the part of a function that varies with exactly the
//! players of `S` as the number `sum_{i in S} k_i`. The equations are solved by means and divisions,
//! exactly, without elimination.

use serde::{Deserialize, Serialize};

use crate::exact::{Rational, Scalar};
use crate::game::Game;

/// The three parts of a game and the potential of the first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decomposition {
    /// The potential `P` at every profile, by index; its mean is 0.
    pub function: Vec<Rational>,
    /// The potential part: `P` less its mean over the player's own actions.
    pub potential: Game<Rational>,
    /// The harmonic part.
    pub harmonic: Game<Rational>,
    /// The nonstrategic part.
    pub nonstrategic: Game<Rational>,
}

impl Decomposition {
    /// Checks the defining properties by substitution: the parts sum to the game; the potential part is
    /// `P` less its own mean; the harmonic part circles, and it and the nonstrategic part are what they
    /// have to be in own means.
    pub fn is_verified_in(&self, game: &Game<Rational>) -> bool {
        let parts = [&self.potential, &self.harmonic, &self.nonstrategic];
        if self.function.len() != game.profiles() || parts.iter().any(|part| part.shape() != game.shape()) {
            return false;
        }
        let adds_up =
            game.payoffs().iter().enumerate().all(|(at, payoff)| {
                parts.iter().map(|part| &part.payoffs()[at]).sum::<Rational>() == *payoff
            });
        let own = |part: &Game<Rational>, player: usize| payoffs_of(part, player);
        let players = || 0..game.players();
        let has_potential = players().all(|i| deviation(game, &self.function, i) == own(&self.potential, i));
        let ignores = players().all(|i| {
            let nonstrategic = own(&self.nonstrategic, i);
            mean(game, &nonstrategic, i) == nonstrategic
        });
        let centred = players().all(|i| mean(game, &own(&self.harmonic, i), i).iter().all(Rational::is_zero));
        adds_up
            && has_potential
            && ignores
            && centred
            && divergence(&self.harmonic).iter().all(Rational::is_zero)
    }

    /// The share of the potential part in the strategic part of the game: squares of gains over all edges,
    /// from 0 (harmonic) to 1 (a potential game). The two parts are orthogonal (theorem 4.1). `None` where
    /// nobody's choice affects its own payoff.
    pub fn potential_share(&self) -> Option<Rational> {
        let (potential, harmonic) = (squares(&self.potential), squares(&self.harmonic));
        let total = &potential + &harmonic;
        potential.checked_div(&total)
    }
}

/// Splits a game into its potential, harmonic and nonstrategic parts. Float payoffs are taken at their
/// exact value.
///
/// ```
/// use detente::{Game, equilibrium::structure::decompose};
/// // Both want to match, the row player far more: the game is mostly common interest, and circles a little.
/// let game = Game::exact_bimatrix(&[[3, 0], [0, 2]], &[[1, 0], [0, 1]])?;
/// let parts = decompose(&game);
/// assert_eq!(parts.potential_share(), Some("17/20".parse()?));
/// assert!(parts.is_verified_in(&game));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decompose<T: Scalar>(game: &Game<T>) -> Decomposition {
    let game = game.to_exact();
    let function = invert_laplacian(&game, divergence(&game), 0, 0);
    let players = 0..game.players();
    let fitted: Vec<Vec<Rational>> = players.clone().map(|i| deviation(&game, &function, i)).collect();
    let idle: Vec<Vec<Rational>> = players.map(|i| mean(&game, &payoffs_of(&game, i), i)).collect();
    let part = |payoff: &dyn Fn(usize, usize) -> Rational| {
        let flat = (0..game.profiles()).flat_map(|index| (0..game.players()).map(move |i| (index, i)));
        Game::new(game.shape(), flat.map(|(index, i)| payoff(index, i)).collect())
            .expect("the shape of a game and one finite payoff per profile and player")
    };
    Decomposition {
        potential: part(&|index, i| fitted[i][index].clone()),
        harmonic: part(&|index, i| game.payoff_at(index, i) - &fitted[i][index] - &idle[i][index]),
        nonstrategic: part(&|index, i| idle[i][index].clone()),
        function,
    }
}

fn payoffs_of(game: &Game<Rational>, player: usize) -> Vec<Rational> {
    (0..game.profiles()).map(|index| game.payoff_at(index, player).clone()).collect()
}

/// `M_i`: the mean over a player's own actions.
fn mean(game: &Game<Rational>, values: &[Rational], player: usize) -> Vec<Rational> {
    let count = Rational::from(game.shape()[player]);
    let mut means = vec![Rational::ZERO; values.len()];
    for index in (0..values.len()).filter(|&index| game.action_at(index, player) == 0) {
        let average = game.unilateral(index, player).map(|at| &values[at]).sum::<Rational>() / &count;
        game.unilateral(index, player).for_each(|at| means[at] = average.clone());
    }
    means
}

/// `I - M_i`: what a function varies with a player's own action.
fn deviation(game: &Game<Rational>, values: &[Rational], player: usize) -> Vec<Rational> {
    let means = mean(game, values, player);
    values.iter().zip(means).map(|(value, mean)| value - mean).collect()
}

/// What flows out of every profile less what flows in: `sum_i k_i (I - M_i) u_i`.
fn divergence(game: &Game<Rational>) -> Vec<Rational> {
    let mut total = vec![Rational::ZERO; game.profiles()];
    for (player, &actions) in game.shape().iter().enumerate() {
        let own = deviation(game, &payoffs_of(game, player), player);
        total.iter_mut().zip(own).for_each(|(sum, value)| *sum += value * Rational::from(actions));
    }
    total
}

/// The function of mean 0 whose Laplacian is `values` (of mean 0): the players from `player` on are still
/// to be split into mean and deviation, those before gave the eigenvalue so far.
fn invert_laplacian(
    game: &Game<Rational>,
    values: Vec<Rational>,
    player: usize,
    eigenvalue: usize,
) -> Vec<Rational> {
    if values.iter().all(Rational::is_zero) {
        return values;
    }
    let Some(&actions) = game.shape().get(player) else {
        // The constant part of a divergence is zero, so the eigenvalue is not.
        let scale = Rational::from(eigenvalue.max(1));
        return values.into_iter().map(|value| value / &scale).collect();
    };
    let means = mean(game, &values, player);
    let rest = values.iter().zip(&means).map(|(value, mean)| value - mean).collect();
    let constant = invert_laplacian(game, means, player + 1, eigenvalue);
    let varying = invert_laplacian(game, rest, player + 1, eigenvalue + actions);
    constant.into_iter().zip(varying).map(|(a, b)| a + b).collect()
}

/// The sum over all edges of the mover's squared gain, for payoffs whose own means are zero: `k_i` times
/// the sum of squares.
fn squares(game: &Game<Rational>) -> Rational {
    let of = |player: usize| {
        let sum: Rational = payoffs_of(game, player).iter().map(|u| u * u).sum();
        sum * Rational::from(game.shape()[player])
    };
    (0..game.players()).map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::super::potential::potential;
    use super::*;

    #[test]
    fn potential_games_have_no_harmonic_part_and_harmonic_games_no_potential() {
        let dilemma = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        let parts = decompose(&dilemma);
        assert!(parts.is_verified_in(&dilemma));
        assert_eq!(parts.potential_share(), Some(Rational::ONE));
        let known = potential(&dilemma).function().unwrap().values.clone();
        let shift = &parts.function[0] - &known[0];
        assert!(parts.function.iter().zip(&known).all(|(fitted, exact)| fitted - exact == shift));
        let rps = Game::rock_paper_scissors(1, 1).unwrap();
        assert_eq!(decompose(&rps).harmonic, decompose(&rps.clone().titled("")).harmonic);
        assert_eq!(decompose(&rps).potential_share(), Some(Rational::ZERO));
    }

    #[test]
    fn three_players_with_different_numbers_of_actions_split_and_add_up() {
        let game = Game::from_function(&[2, 3, 1, 2], |p| {
            let x = |i: usize| p[i] as i64;
            [x(0) * 7 - x(1) * x(3), x(1) * x(1) + 3 * x(0), 5, x(3) * (x(0) - x(1)) + 1]
                .map(Rational::from)
                .to_vec()
        })
        .unwrap();
        let parts = decompose(&game);
        assert!(parts.is_verified_in(&game));
        assert!(potential(&parts.potential).function().is_some());
        let share = parts.potential_share().unwrap();
        assert!(share.is_positive() && share < Rational::ONE);
        let mut wrong = parts.clone();
        wrong.function[1] += Rational::ONE;
        assert!(!wrong.is_verified_in(&game));
        assert!(!parts.is_verified_in(&game.map_payoffs(|_, u| u.iter().map(|u| u + u).collect()).unwrap()));
    }

    #[test]
    fn where_nobody_chooses_anything_nothing_is_strategic() {
        let flat = Game::new(&[1, 3], [1, 2, 3, 2, 5, 2].map(Rational::from).to_vec());
        let parts = decompose(&flat.unwrap());
        assert_eq!(parts.potential_share(), None);
        assert!(parts.function.iter().all(Rational::is_zero));
    }
}

//! Games that are the same to players who choose.
//!
//! Multiplying a player's payoffs by a positive number and adding a function of the *others'* actions
//! changes none of its comparisons between own actions, whatever it believes. So best replies, dominance,
//! Nash and correlated equilibria stay what they are (Moulin and Vial, Strategically zero-sum games,
//! International Journal of Game Theory 7, 1978). What does change is whether an outcome is *good*:
//! welfare, minmax values and what repetition can sustain.
//!
//! A game that such a change makes zero-sum is strategically zero-sum. Of two players it has the
//! minimax theorem's equilibria: they form a product set, and one linear program finds them. Moulin and
//! Vial show that these are the games in which no completely mixed equilibrium can be improved upon for
//! both by a coarse correlated plan.
//!
//! The transformation has one scale per player. Where a player's comparison never depends on what the
//! others do, further transformations (a scale that varies with the others' actions) keep it too; those
//! are not searched for.

use serde::{Deserialize, Serialize};

use super::linear::{positive_kernel, separate};
use crate::equilibrium::EquilibriumError;
use crate::exact::Rational;
use crate::game::{Game, GameError};

/// A change of payoffs that changes no choice: `u_i` becomes `scales[i] u_i + extra_i`, scales above 0,
/// `extra_i` a function of the others' actions. The certificate of equivalence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transformation {
    /// One positive number per player.
    pub scales: Vec<Rational>,
    /// What is added, as a game whose payoffs ignore the player's own action.
    pub extra: Game<Rational>,
}

impl Transformation {
    /// Whether it has the promised form: scales above 0, and nothing added that a player could choose.
    pub fn is_neutral(&self) -> bool {
        let extra = &self.extra;
        let ignores_own = |index: usize, player: usize| {
            extra.payoff_at(index, player) == extra.payoff_at(extra.deviate(index, player, 0), player)
        };
        self.scales.len() == extra.players()
            && self.scales.iter().all(Rational::is_positive)
            && (0..extra.profiles()).all(|index| (0..extra.players()).all(|i| ignores_own(index, i)))
    }

    /// The transformed game, with the labels of the given one.
    ///
    /// # Errors
    /// If the game has another shape.
    pub fn apply(&self, game: &Game<Rational>) -> Result<Game<Rational>, EquilibriumError> {
        let (found, expected) = (self.extra.players().min(self.scales.len()), game.players());
        if found != expected {
            return Err(GameError::WrongProfile { found, expected }.into());
        }
        let shapes = self.extra.shape().iter().zip(game.shape()).enumerate();
        if let Some((player, (&found, &expected))) = shapes.into_iter().find(|(_, (a, b))| a != b) {
            let location = format!("actions[{player}]");
            return Err(GameError::Ragged { location, found, expected }.into());
        }
        Ok(game.map_payoffs(|index, payoffs| {
            let own = payoffs.iter().zip(&self.scales).zip(self.extra.payoffs_at(index));
            own.map(|((payoff, scale), extra)| scale * payoff + extra).collect()
        })?)
    }
}

/// The transformation that turns the first game into the second; `None` if there is none (games of
/// different shapes are not equivalent).
///
/// ```
/// use detente::{Game, equilibrium::structure::strategic_equivalence};
/// // A hunter of stags faces the choices of a pure coordination game; only welfare tells them apart.
/// let stag = Game::stag_hunt(2, 4, 1, 0)?;
/// let coordination = Game::coordination([2, 1])?;
/// let same = strategic_equivalence(&stag, &coordination).expect("equal differences");
/// assert!(same.is_neutral());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn strategic_equivalence(from: &Game<Rational>, to: &Game<Rational>) -> Option<Transformation> {
    if from.shape() != to.shape() {
        return None;
    }
    let over_first = |game: &Game<Rational>, index: usize, player: usize| {
        game.payoff_at(index, player) - game.payoff_at(game.deviate(index, player, 0), player)
    };
    let mut scales = Vec::with_capacity(from.players());
    for player in 0..from.players() {
        let differences = (0..from.profiles()).map(|index| over_first(from, index, player));
        // Payoffs that ignore the player's own action fix no scale.
        let scale = match differences.enumerate().find(|(_, difference)| !difference.is_zero()) {
            Some((index, difference)) => over_first(to, index, player) / difference,
            None => Rational::ONE,
        };
        if !scale.is_positive() {
            return None;
        }
        scales.push(scale);
    }
    let rest = |index: usize, payoffs: &[Rational]| -> Vec<Rational> {
        let own = to.payoffs_at(index).iter().zip(payoffs).zip(&scales);
        own.map(|((target, payoff), scale)| target - scale * payoff).collect()
    };
    let extra = from.map_payoffs(rest).ok()?;
    let found = Transformation { scales, extra };
    found.is_neutral().then_some(found)
}

/// The transformation that makes a game zero-sum (payoffs sum to 0 at every profile); `None` if there is
/// none.
///
/// Scales `s` and functions `f_i` of the others' actions with `sum_i (s_i u_i + f_i) = 0` exist exactly if
/// `sum_i s_i u_i` is a sum of functions each of which ignores some player. That is linear in `s`: it is
/// asked once whether the linear system has a positive solution. For two players it says that the mixed
/// second differences of the two matrices are in one negative proportion.
///
/// ```
/// use detente::{Game, Rational, equilibrium::{structure::zero_sum_form, zero_sum}, lp::LpOptions};
/// // A tug of war in which either side also enjoys what the other one does.
/// let number = |row: [i64; 2]| row.map(Rational::from);
/// let row = [[3, 9], [1, 10]].map(number);
/// let column = [[-1, -4], [5, 0]].map(number);
/// let game = Game::bimatrix(&row, &column)?;
/// let hidden = zero_sum_form(&game)?.expect("strategically zero-sum");
/// let solved = zero_sum(&hidden.apply(&game)?, &LpOptions::default())?;
/// // The equilibrium of the zero-sum game is that of the game.
/// use detente::equilibrium::nash::NashEquilibrium;
/// assert!(NashEquilibrium::evaluate(&game, vec![solved.row, solved.column])?.is_equilibrium());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the linear program's budget ended.
pub fn zero_sum_form(game: &Game<Rational>) -> Result<Option<Transformation>, EquilibriumError> {
    let own = |player: usize| (0..game.profiles()).map(move |index| game.payoff_at(index, player).clone());
    let rests: Vec<Vec<Rational>> =
        (0..game.players()).map(|player| separate(game, own(player).collect()).rest).collect();
    let rows = (0..game.profiles()).map(|index| rests.iter().map(|rest| rest[index].clone()).collect());
    let Some(scales) = positive_kernel(rows, game.players())? else { return Ok(None) };
    let sum_at = |index: usize| game.payoffs_at(index).iter().zip(&scales).map(|(u, s)| u * s).sum();
    let parts = separate(game, (0..game.profiles()).map(sum_at).collect()).parts;
    let extra = game.map_payoffs(|index, _| parts.iter().map(|part| -&part[index]).collect())?;
    Ok(Some(Transformation { scales, extra }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn game(shape: &[usize], payoffs: &[i64]) -> Game<Rational> {
        Game::new(shape, payoffs.iter().map(|&u| Rational::from(u)).collect()).unwrap()
    }

    #[test]
    fn a_scale_of_the_wrong_sign_or_a_changed_comparison_is_no_equivalence() {
        let original = game(&[2, 2], &[3, 3, 0, 5, 5, 0, 1, 1]);
        let opposed = original.map_payoffs(|_, u| vec![-&u[0], u[1].clone()]).unwrap();
        assert_eq!(strategic_equivalence(&original, &opposed), None);
        let changed = game(&[2, 2], &[3, 3, 0, 5, 5, 0, 2, 1]);
        assert_eq!(strategic_equivalence(&original, &changed), None);
        assert_eq!(strategic_equivalence(&original, &game(&[2, 1], &[0; 4])), None);
        // Nothing to choose is equivalent to nothing to choose only.
        let idle = game(&[2, 2], &[1, 3, 2, 5, 1, 0, 2, 1]);
        assert!(strategic_equivalence(&idle, &original).is_none());
        assert!(strategic_equivalence(&original, &idle).is_none());
    }

    #[test]
    fn zero_sum_games_in_disguise_are_recognised_for_two_and_three_players() {
        // Three players: a circular transfer, scaled and shifted.
        let circle = Game::from_function(&[2, 2, 2], |p| {
            let x = |i: usize| Rational::from(p[i % 3]);
            let pays = |i: usize| x(i) * x(i + 1) * x(i + 2) * Rational::from(i as i64 - 1);
            let others = |i: usize| x(i + 1) * Rational::from(5) + x(i + 1) * x(i + 2);
            (0..3).map(|i| Rational::from(i + 1) * pays(i) + others(i)).collect()
        })
        .unwrap();
        let found = zero_sum_form(&circle).unwrap().expect("strategically zero-sum");
        assert!(found.is_neutral());
        let sums = found.apply(&circle).unwrap();
        for index in 0..sums.profiles() {
            assert!(sums.payoffs_at(index).iter().sum::<Rational>().is_zero());
        }
        let common = circle.map_payoffs(|_, u| vec![u[2].clone(); 3]).unwrap();
        assert_eq!(zero_sum_form(&common).unwrap(), None);
    }

    #[test]
    fn a_transformation_of_another_shape_is_refused() {
        use crate::error::Explain;
        let square = game(&[2, 2], &[0; 8]);
        let same = strategic_equivalence(&square, &square).unwrap();
        assert_eq!(same.apply(&game(&[3, 2], &[0; 12])).unwrap_err().location(), "actions[0]");
        assert_eq!(same.apply(&game(&[2], &[0; 2])).unwrap_err().kind(), "WrongProfile");
    }
}

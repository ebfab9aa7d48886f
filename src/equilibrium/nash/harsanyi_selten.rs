//! Payoff and risk dominance between the two strict equilibria of a 2 x 2 game.
//!
//! Harsanyi and Selten (1988, "A General Theory of Equilibrium Selection in Games", chapter 3): one
//! equilibrium payoff-dominates another if it pays both players more; it risk-dominates the other if the
//! product of the players' losses from deviating alone (the Nash product) is larger. In Stag Hunt the two
//! criteria may disagree: hunting pays more, the hare is safer.

use serde::Serialize;

use crate::exact::{Rational, Scalar};
use crate::game::{Game, Profile};

/// The two strict equilibria of a 2 x 2 game and which of them dominates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HarsanyiSelten {
    /// The strict equilibria, in order; they lie on a diagonal.
    pub equilibria: [Profile; 2],
    /// The product of the players' losses from deviating alone, at each.
    pub nash_products: [Rational; 2],
    /// Which of the two pays both players more; `None` if neither does.
    pub payoff_dominant: Option<usize>,
    /// Which of the two has the larger Nash product; `None` if these are equal.
    pub risk_dominant: Option<usize>,
}

impl HarsanyiSelten {
    /// The criteria in a game; `None` unless it is 2 x 2 with two strict equilibria.
    ///
    /// ```
    /// use detente::{Game, equilibrium::nash::HarsanyiSelten};
    /// let hunt = Game::<f64>::bimatrix(&[[9.0, 0.0], [8.0, 7.0]], &[[9.0, 8.0], [0.0, 7.0]])?;
    /// let selection = HarsanyiSelten::of(&hunt).expect("two strict equilibria");
    /// assert_eq!((selection.payoff_dominant, selection.risk_dominant), (Some(0), Some(1)));
    /// assert_eq!(selection.nash_products, [1.into(), 49.into()]);
    /// # Ok::<(), detente::Error>(())
    /// ```
    pub fn of<T: Scalar>(game: &Game<T>) -> Option<Self> {
        if game.shape() != [2, 2] {
            return None;
        }
        let game = game.as_exact();
        let losses = |index: usize| {
            [0, 1].map(|player| {
                let other = 1 - game.action_at(index, player);
                game.payoff_at(index, player) - game.payoff_at(game.deviate(index, player, other), player)
            })
        };
        let strict: Vec<usize> =
            (0..4).filter(|&index| losses(index).iter().all(Rational::is_positive)).collect();
        let [first, second] = strict[..] else { return None };
        let nash_products = [first, second].map(|index| {
            let [row, column] = losses(index);
            row * column
        });
        let better =
            |one: usize, other: usize| (0..2).all(|i| game.payoff_at(one, i) > game.payoff_at(other, i));
        let payoff_dominant = if better(first, second) {
            Some(0)
        } else if better(second, first) {
            Some(1)
        } else {
            None
        };
        let risk_dominant = match nash_products[0].cmp(&nash_products[1]) {
            std::cmp::Ordering::Greater => Some(0),
            std::cmp::Ordering::Less => Some(1),
            std::cmp::Ordering::Equal => None,
        };
        let equilibria = [first, second].map(|index| game.profile(index));
        Some(HarsanyiSelten { equilibria, nash_products, payoff_dominant, risk_dominant })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn battle_of_the_sexes_is_ranked_by_neither_criterion() {
        let battle = Game::<f64>::bimatrix(&[[3.0, 0.0], [0.0, 2.0]], &[[2.0, 0.0], [0.0, 3.0]]).unwrap();
        let selection = HarsanyiSelten::of(&battle).unwrap();
        assert_eq!((selection.payoff_dominant, selection.risk_dominant), (None, None));
    }

    #[test]
    fn games_without_two_strict_equilibria_have_no_such_selection() {
        assert_eq!(HarsanyiSelten::of(&Game::prisoners_dilemma(5, 3, 1, 0).unwrap()), None);
        let tied = Game::<f64>::bimatrix(&[[1.0, 0.0], [1.0, 1.0]], &[[1.0, 0.0], [0.0, 1.0]]).unwrap();
        assert_eq!(HarsanyiSelten::of(&tied), None);
        let wide = Game::<f64>::bimatrix(&[[1.0, 0.0, 0.0]], &[[1.0, 0.0, 0.0]]).unwrap();
        assert_eq!(HarsanyiSelten::of(&wide), None);
    }

    #[test]
    fn in_chicken_the_other_diagonal_is_compared() {
        let chicken = Game::<f64>::bimatrix(&[[0.0, 7.0], [2.0, 6.0]], &[[0.0, 2.0], [8.0, 6.0]]).unwrap();
        let selection = HarsanyiSelten::of(&chicken).unwrap();
        assert_eq!(selection.equilibria, [[0, 1].into(), [1, 0].into()]);
        // Row loses 1 and column 2 at (0, 1); row loses 2 and column 2 at (1, 0).
        assert_eq!(selection.nash_products, [2.into(), 4.into()]);
    }
}

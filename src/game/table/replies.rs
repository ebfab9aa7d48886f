//! What players do alone: best replies and pure equilibria.

use super::Game;
use crate::exact::Scalar;

impl<T: Scalar> Game<T> {
    /// The highest payoff that a player can get by a unilateral choice against the others' part of a
    /// profile (the profile's own action included).
    pub fn best_reply_payoff(&self, index: usize, player: usize) -> &T {
        let own = self.payoff_at(index, player);
        self.unilateral(index, player).fold(own, |best, i| best.larger(self.payoff_at(i, player)))
    }

    /// The actions that are best replies of a player against the others' part of a profile.
    pub fn best_replies(&self, index: usize, player: usize) -> Vec<usize> {
        let best = self.best_reply_payoff(index, player);
        self.unilateral(index, player)
            .enumerate()
            .filter(|&(_, i)| self.payoff_at(i, player) == best)
            .map(|(action, _)| action)
            .collect()
    }

    /// What a player gains by the best unilateral deviation from a profile; never negative.
    pub fn deviation_gain(&self, index: usize, player: usize) -> T {
        self.best_reply_payoff(index, player).clone() - self.payoff_at(index, player)
    }

    /// The indices of the pure Nash equilibria, in order.
    pub fn pure_equilibria(&self) -> Vec<usize> {
        let stable = |index: &usize| {
            (0..self.players()).all(|i| self.best_reply_payoff(*index, i) == self.payoff_at(*index, i))
        };
        (0..self.profiles()).filter(stable).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_best_replies_together() {
        let game = Game::<f64>::bimatrix(&[[1.0, 0.0], [1.0, 0.0]], &[[0.0, 0.0], [0.0, 0.0]]).unwrap();
        assert_eq!(game.best_replies(0, 0), vec![0, 1]);
        assert_eq!(game.pure_equilibria().len(), 4);
    }
}

//! A game's payoffs in floats, rescaled, and their averages and derivatives at mixed profiles.

use nalgebra::DMatrix;

use crate::exact::Rational;
use crate::game::Game;

/// Payoffs from 0, divided by the largest payoff range: exact subtraction comes before rounding, so that an
/// offset of 10^20 changes nothing.
pub(super) struct Field {
    shape: Vec<usize>,
    /// The first coordinate of each player's actions.
    first: Vec<usize>,
    /// Actions of all profiles, side by side.
    actions: Vec<usize>,
    payoffs: Vec<f64>,
    /// The largest payoff range, by which everything was divided; 1 if all payoffs are constant.
    pub(super) scale: f64,
}

impl Field {
    pub(super) fn new(game: &Game<Rational>) -> Self {
        let players = game.players();
        let ranges: Vec<(Rational, Rational)> = (0..players).map(|i| game.payoff_range(i)).collect();
        let widest = ranges.iter().map(|(low, high)| high - low).max().unwrap_or_default();
        let widest = if widest.is_zero() { Rational::ONE } else { widest };
        let mut payoffs = Vec::with_capacity(game.payoffs().len());
        let mut actions = Vec::with_capacity(game.payoffs().len());
        for index in 0..game.profiles() {
            for (player, payoff) in game.payoffs_at(index).iter().enumerate() {
                payoffs.push(((payoff - &ranges[player].0) / &widest).to_f64());
                actions.push(game.action_at(index, player));
            }
        }
        let mut first = vec![0; players];
        for player in 1..players {
            first[player] = first[player - 1] + game.shape()[player - 1];
        }
        Field { shape: game.shape().to_vec(), first, actions, payoffs, scale: widest.to_f64() }
    }

    pub(super) fn players(&self) -> usize {
        self.shape.len()
    }
    /// Actions of all players together.
    pub(super) fn size(&self) -> usize {
        self.shape.iter().sum()
    }
    /// The coordinates of a player's actions.
    pub(super) fn block(&self, player: usize) -> std::ops::Range<usize> {
        self.first[player]..self.first[player] + self.shape[player]
    }

    /// The average payoff of every action against the others' probabilities.
    pub(super) fn averages(&self, p: &[f64]) -> Vec<f64> {
        let n = self.players();
        let mut averages = vec![0.0; self.size()];
        for (actions, payoffs) in self.actions.chunks(n).zip(self.payoffs.chunks(n)) {
            for i in 0..n {
                let weight: f64 = (0..n).filter(|&m| m != i).map(|m| p[self.first[m] + actions[m]]).product();
                averages[self.first[i] + actions[i]] += weight * payoffs[i];
            }
        }
        averages
    }

    /// How the average payoff of every action (row) changes with the probability of every other player's
    /// actions (column).
    pub(super) fn derivatives(&self, p: &[f64]) -> DMatrix<f64> {
        let n = self.players();
        let mut derivatives = DMatrix::zeros(self.size(), self.size());
        for (actions, payoffs) in self.actions.chunks(n).zip(self.payoffs.chunks(n)) {
            for i in 0..n {
                for k in (0..n).filter(|&k| k != i) {
                    let others = (0..n).filter(|&m| m != i && m != k);
                    let weight: f64 = others.map(|m| p[self.first[m] + actions[m]]).product();
                    derivatives[(self.first[i] + actions[i], self.first[k] + actions[k])] +=
                        weight * payoffs[i];
                }
            }
        }
        derivatives
    }

    /// The most that any player gains by a deviation.
    pub(super) fn regret(&self, p: &[f64]) -> f64 {
        let averages = self.averages(p);
        let of_player = |player: usize| {
            let best = self.block(player).map(|j| averages[j]).fold(f64::NEG_INFINITY, f64::max);
            best - self.block(player).map(|j| p[j] * averages[j]).sum::<f64>()
        };
        (0..self.players()).map(of_player).fold(0.0, f64::max)
    }

    /// How far probabilities are from the logit responses to themselves.
    pub(super) fn residual(&self, p: &[f64], precision: f64) -> f64 {
        let averages = self.averages(p);
        let mut worst: f64 = 0.0;
        for player in 0..self.players() {
            let best = self.block(player).map(|j| averages[j]).fold(f64::NEG_INFINITY, f64::max);
            let weight = |j: usize| (precision * (averages[j] - best)).exp();
            let total: f64 = self.block(player).map(weight).sum();
            worst = self.block(player).map(|j| (p[j] - weight(j) / total).abs()).fold(worst, f64::max);
        }
        worst
    }

    /// Probabilities player by player.
    pub(super) fn split(&self, p: &[f64]) -> Vec<Vec<f64>> {
        (0..self.players()).map(|player| p[self.block(player)].to_vec()).collect()
    }
}

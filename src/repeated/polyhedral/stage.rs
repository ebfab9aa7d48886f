//! The float image of a repeated game for any number of players, rescaled to [0, 1] for each of them.

use crate::exact::Rational;
use crate::repeated::{RepeatedError, RepeatedGame};

/// What the float operators need to know of a profile: the value of playing it for ever, the weight of
/// the continuation, and the continuations that keep players from deviating.
#[derive(Debug, Clone)]
pub(crate) struct FloatStage {
    players: usize,
    /// The weight of the continuation, per profile (the same for all players: patience is common).
    carry: Vec<f64>,
    /// Values of playing a profile for ever, profile by profile, rescaled.
    forever: Vec<f64>,
    deviations: Deviations,
    /// Pure minmax values, rescaled and rounded down.
    minmax: Vec<f64>,
    low: Vec<Rational>,
    range: Vec<Rational>,
    /// All payoff vectors whose mixtures are feasible, rescaled.
    outcomes: Vec<Vec<f64>>,
}

/// Best deviations, per profile and player.
#[derive(Debug, Clone)]
enum Deviations {
    /// Nothing absorbs: the value of deviating for ever, `carry` weighs the threat.
    Single(Vec<f64>),
    /// Some outcome absorbs: the profiles that the player can reach.
    Reached(Vec<Vec<usize>>),
}

/// Relative size of the rounding errors of a handful of operations on numbers of size one.
pub(crate) const ROUNDING: f64 = 16.0 * f64::EPSILON;

impl FloatStage {
    /// Rescales exactly, then rounds once.
    ///
    /// # Errors
    /// If players differ in patience.
    pub(crate) fn of(game: &RepeatedGame) -> Result<Self, RepeatedError> {
        game.common_discount("the linear-programming route")?;
        let (dynamics, stage, players) = (game.dynamics(), game.stage(), game.players());
        let ends = |i: usize| {
            let values = || dynamics.outcomes().iter().map(move |o| &o[i]);
            (values().min().cloned().unwrap_or_default(), values().max().cloned().unwrap_or_default())
        };
        let (low, range): (Vec<Rational>, Vec<Rational>) = (0..players)
            .map(ends)
            .map(|(low, high)| if high > low { (low.clone(), high - low) } else { (low, Rational::ONE) })
            .unzip();
        let scaled = |i: usize, x: &Rational| (x - &low[i]) / &range[i];
        let profiles = stage.profiles();
        let carry = (0..profiles).map(|p| dynamics.carry(p, 0).to_f64()).collect();
        let forever = (0..profiles * players)
            .map(|at| scaled(at % players, &dynamics.forever(at / players, at % players)).to_f64())
            .collect();
        let deviations = if game.is_purely_repeated() {
            let best = |at: usize| scaled(at % players, stage.best_reply_payoff(at / players, at % players));
            Deviations::Single((0..profiles * players).map(|at| best(at).to_f64()).collect())
        } else {
            let reached = |at: usize| stage.unilateral(at / players, at % players).collect();
            Deviations::Reached((0..profiles * players).map(reached).collect())
        };
        let minmax = dynamics.pure_minmax(stage);
        let minmax = minmax.iter().enumerate().map(|(i, u)| scaled(i, u).to_f64_down()).collect();
        let outcomes = dynamics
            .outcomes()
            .iter()
            .map(|o| o.iter().enumerate().map(|(i, x)| scaled(i, x).to_f64()).collect())
            .collect();
        Ok(FloatStage { players, carry, forever, deviations, minmax, low, range, outcomes })
    }

    pub(crate) fn players(&self) -> usize {
        self.players
    }
    pub(crate) fn profiles(&self) -> usize {
        self.carry.len()
    }
    pub(crate) fn carry(&self, profile: usize) -> f64 {
        self.carry[profile]
    }
    /// The largest weight of a continuation.
    pub(crate) fn patience(&self) -> f64 {
        self.carry.iter().fold(0.0, |most: f64, &c| most.max(c))
    }
    /// The value of playing a profile for ever.
    pub(crate) fn forever(&self, profile: usize) -> &[f64] {
        &self.forever[profile * self.players..][..self.players]
    }
    pub(crate) fn minmax(&self) -> &[f64] {
        &self.minmax
    }
    pub(crate) fn outcomes(&self) -> &[Vec<f64>] {
        &self.outcomes
    }

    /// The value of a player's best deviation (staying included) under a threat.
    pub(crate) fn best_deviation(&self, profile: usize, player: usize, threat: f64) -> f64 {
        let at = profile * self.players + player;
        let line = |value: f64, carry: f64| (1.0 - carry) * value + carry * threat;
        match &self.deviations {
            Deviations::Single(best) => line(best[at], self.carry[profile]),
            Deviations::Reached(list) => list[at]
                .iter()
                .map(|&p| line(self.forever[p * self.players + player], self.carry[p]))
                .fold(f64::NEG_INFINITY, f64::max),
        }
    }

    /// Lower bounds on the continuations that keep every player from deviating (never above the true
    /// ones, and never falling as threats rise); infinite where the profile surely ends the game and a
    /// player would deviate.
    pub(crate) fn required(&self, profile: usize, threat: &[f64], into: &mut Vec<f64>) {
        let carry = self.carry[profile];
        into.clear();
        into.extend((0..self.players).map(|i| {
            let today = (1.0 - carry) * self.forever[profile * self.players + i];
            let missing = self.best_deviation(profile, i, threat[i]) - today - ROUNDING;
            match (carry > 0.0, missing > 0.0) {
                (true, _) => missing / carry,
                (false, true) => f64::INFINITY,
                (false, false) => f64::NEG_INFINITY,
            }
        }));
    }

    /// A point in the game's own units.
    pub(crate) fn unscale(&self, point: &[f64]) -> Vec<f64> {
        (0..self.players).map(|i| self.low[i].to_f64() + point[i] * self.range[i].to_f64()).collect()
    }
    /// A rescaled number in the game's own units, exactly.
    pub(crate) fn unscale_exact(&self, player: usize, value: &Rational) -> Rational {
        &self.low[player] + value * &self.range[player]
    }
    pub(crate) fn low(&self, player: usize) -> &Rational {
        &self.low[player]
    }
    pub(crate) fn range(&self, player: usize) -> &Rational {
        &self.range[player]
    }
    /// A point of the game's own units, rescaled.
    pub(crate) fn rescale(&self, point: &[Rational]) -> Vec<f64> {
        point.iter().enumerate().map(|(i, x)| ((x - &self.low[i]) / &self.range[i]).to_f64()).collect()
    }
}

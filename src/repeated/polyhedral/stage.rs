//! The float image of a repeated game for any number of players, rescaled to [0, 1] for each of them.

use super::outer::dot;
use crate::exact::Rational;
use crate::repeated::RepeatedGame;

/// What the float operators need to know of a profile: the value of playing it for ever, the weight of
/// the continuation, and the continuations that keep players from deviating.
///
/// The continuation after profile `a` weighs `carry(a) tilt_i` for player `i`, `tilt_i` being the
/// player's discount factor relative to the largest one: 1 for all where patience is common. In
/// direction `h` it is worth `carry(a) (tilt h) . w`, so one tilted direction serves all profiles.
#[derive(Debug, Clone)]
pub(crate) struct FloatStage {
    players: usize,
    /// The weight of the continuation for the most patient player, per profile.
    carry: Vec<f64>,
    /// Per player, the discount factor relative to the largest one.
    tilt: Vec<f64>,
    exact_tilt: Vec<Rational>,
    /// All players are equally patient.
    is_even: bool,
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
    pub(crate) fn of(game: &RepeatedGame) -> Self {
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
        let patience = |i: &usize| game.discount().of(*i);
        let most = (0..players).max_by_key(patience).unwrap_or(0);
        let carry = (0..profiles).map(|p| dynamics.carry(p, most).to_f64()).collect();
        let exact_tilt: Vec<Rational> = (0..players).map(|i| patience(&i) / patience(&most)).collect();
        let tilt = exact_tilt.iter().map(Rational::to_f64).collect();
        let forever = (0..profiles * players)
            .map(|at| scaled(at % players, &dynamics.forever(at / players, at % players)).to_f64())
            .collect();
        let deviations = if game.is_purely_repeated() {
            let best = |at: usize| scaled(at % players, game.temptation_payoff(at / players, at % players));
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
        FloatStage {
            players,
            carry,
            tilt,
            is_even: exact_tilt.iter().all(|t| *t == Rational::ONE),
            exact_tilt,
            forever,
            deviations,
            minmax,
            low,
            range,
            outcomes,
        }
    }

    #[inline]
    pub(crate) fn players(&self) -> usize {
        self.players
    }
    pub(crate) fn profiles(&self) -> usize {
        self.carry.len()
    }
    /// The weight of the continuation for the most patient player.
    #[inline]
    pub(crate) fn carry(&self, profile: usize) -> f64 {
        self.carry[profile]
    }
    /// The weight of the continuation for a player.
    #[inline]
    pub(crate) fn weight(&self, profile: usize, player: usize) -> f64 {
        self.carry[profile] * self.tilt[player]
    }
    /// Every player's discount factor relative to the largest one.
    #[inline]
    pub(crate) fn tilt(&self) -> &[f64] {
        &self.tilt
    }
    pub(crate) fn exact_tilt(&self) -> &[Rational] {
        &self.exact_tilt
    }
    /// Whether all players are equally patient.
    pub(crate) fn is_even(&self) -> bool {
        self.is_even
    }
    /// What a profile pays in a direction whatever comes after.
    #[inline]
    pub(crate) fn today(&self, profile: usize, normal: &[f64]) -> f64 {
        let own = self.forever(profile);
        if self.is_even {
            return (1.0 - self.carry[profile]) * dot(normal, own);
        }
        (0..self.players).map(|i| (1.0 - self.weight(profile, i)) * normal[i] * own[i]).sum()
    }
    /// The value of a profile with a continuation.
    pub(crate) fn value(&self, profile: usize, continuation: &[f64]) -> Vec<f64> {
        let own = self.forever(profile);
        let value = |i: usize| {
            let k = self.weight(profile, i);
            (1.0 - k) * own[i] + k * continuation[i]
        };
        (0..self.players).map(value).collect()
    }
    /// The largest value in a direction of everything that can be paid. Players of unequal patience
    /// trade over time, beyond the mixtures of what a year pays (Lehrer and Pauzner 1999): for them all
    /// that is known is the box of their payoffs.
    pub(crate) fn farthest(&self, normal: &[f64]) -> f64 {
        if !self.is_even {
            return normal.iter().map(|h| h.max(0.0)).sum();
        }
        self.outcomes.iter().map(|p| dot(p, normal)).fold(f64::NEG_INFINITY, f64::max)
    }
    /// The largest weight of a continuation.
    pub(crate) fn patience(&self) -> f64 {
        self.carry.iter().fold(0.0, |most: f64, &c| most.max(c))
    }
    /// The value of playing a profile for ever.
    #[inline]
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
            Deviations::Single(best) => line(best[at], self.weight(profile, player)),
            Deviations::Reached(list) => list[at]
                .iter()
                .map(|&p| line(self.forever[p * self.players + player], self.weight(p, player)))
                .fold(f64::NEG_INFINITY, f64::max),
        }
    }

    /// Lower bounds on the continuations that keep every player from deviating (never above the true
    /// ones, and never falling as threats rise); infinite where the profile surely ends the game and a
    /// player would deviate.
    pub(crate) fn required(&self, profile: usize, threat: &[f64], into: &mut Vec<f64>) {
        into.clear();
        into.extend((0..self.players).map(|i| {
            let carry = self.weight(profile, i);
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

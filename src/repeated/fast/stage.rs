//! A two-player stage game in floats, rescaled to [0, 1] for each player.

use crate::exact::{Rational, Scalar};
use crate::game::{Game, GameError};
use crate::repeated::RepeatedGame;

/// A two-player game with rescaled payoffs, ready for the fast solver. `m` rows, `n` columns.
#[derive(Debug, Clone)]
pub struct FloatGame {
    pub(super) columns: usize,
    /// Rescaled payoffs, profile by profile.
    pub(super) payoffs: Vec<[f64; 2]>,
    /// Per profile, the chance that the game ends and the rescaled payoff for ever; empty where no
    /// outcome absorbs.
    pub(super) ends: Vec<(f64, [f64; 2])>,
    /// Best-reply payoffs of row against each column, and of column against each row.
    pub(super) best: [Vec<f64>; 2],
    low: [f64; 2],
    range: [f64; 2],
    /// Stage payoffs in own units, `None` where a float cannot hold them exactly (or the game absorbs).
    original: Vec<Option<[f64; 2]>>,
}

impl FloatGame {
    /// The float image of a repeated game: rescaled exactly, then rounded once.
    ///
    /// # Errors
    /// If the game does not have two players.
    pub fn of(game: &RepeatedGame) -> Result<Self, GameError> {
        let stage = game.stage();
        stage.expect_two_players("the geometric solver")?;
        let mut low = [Rational::ZERO, Rational::ZERO];
        let mut range = [Rational::ONE, Rational::ONE];
        for player in 0..2 {
            let values = || game.dynamics().outcomes().iter().map(|o| &o[player]);
            let (least, most) = (values().min(), values().max());
            if let (Some(least), Some(most)) = (least, most) {
                low[player] = least.clone();
                if most > least {
                    range[player] = most - least;
                }
            }
        }
        let rescale = |u: &[Rational]| [0, 1].map(|i| ((&u[i] - &low[i]) / &range[i]).to_f64());
        let payoffs = (0..stage.profiles()).map(|p| rescale(stage.payoffs_at(p))).collect();
        let mut ends = Vec::new();
        if !game.is_purely_repeated() {
            ends = vec![(0.0, [0.0; 2]); stage.profiles()];
            for outcome in game.absorbing() {
                ends[stage.index(&outcome.profile)?] =
                    (outcome.probability.to_f64(), rescale(&outcome.payoff));
            }
        }
        let original = if ends.is_empty() {
            (0..stage.profiles()).map(|p| representable(stage.payoffs_at(p))).collect()
        } else {
            Vec::new()
        };
        let (low, range) = (low.map(|x| x.to_f64()), range.map(|x| x.to_f64()));
        Ok(Self::assemble(stage.shape()[1], payoffs, ends, low, range, original))
    }

    /// A game straight from floats: `payoffs` row by row, and for each profile the chance that the game
    /// ends there with its payoff for ever (an empty list where nothing absorbs). For callers that solve
    /// many games and need no certificate.
    ///
    /// # Errors
    /// A list that does not fit the columns, no profiles, or a number that is not finite.
    pub fn from_floats(
        columns: usize,
        payoffs: &[[f64; 2]],
        ends: &[(f64, [f64; 2])],
    ) -> Result<Self, GameError> {
        let fits = columns > 0 && !payoffs.is_empty() && payoffs.len().is_multiple_of(columns);
        if !fits || !(ends.is_empty() || ends.len() == payoffs.len()) {
            let found = if fits { ends.len() } else { payoffs.len() };
            let location = if fits { "ends" } else { "payoffs" }.into();
            return Err(GameError::Ragged { location, found, expected: payoffs.len().max(columns) });
        }
        let ending = ends.iter().any(|e| e.0 > 0.0);
        let mut low = [f64::INFINITY; 2];
        let mut high = [f64::NEG_INFINITY; 2];
        let live_ends = ends.iter().filter(|e| e.0 > 0.0).map(|e| &e.1);
        for (index, u) in payoffs.iter().chain(live_ends).enumerate() {
            for player in 0..2 {
                if !u[player].is_finite() {
                    let at = index % payoffs.len();
                    return Err(GameError::NotFinite { player, profile: vec![at / columns, at % columns] });
                }
                low[player] = low[player].min(u[player]);
                high[player] = high[player].max(u[player]);
            }
        }
        let range = [0, 1].map(|i| if high[i] > low[i] { high[i] - low[i] } else { 1.0 });
        let rescale = |u: &[f64; 2]| [0, 1].map(|i| (u[i] - low[i]) / range[i]);
        let ends = if ending { ends.iter().map(|(q, z)| (*q, rescale(z))).collect() } else { Vec::new() };
        let original = if ending { Vec::new() } else { payoffs.iter().map(|u| Some(*u)).collect() };
        Ok(Self::assemble(columns, payoffs.iter().map(rescale).collect(), ends, low, range, original))
    }

    /// The float image of a stage game without absorbing outcomes.
    ///
    /// # Errors
    /// If the game does not have two players.
    pub fn of_stage<T: Scalar>(stage: &Game<T>) -> Result<Self, GameError> {
        stage.expect_two_players("the geometric solver")?;
        let payoffs: Vec<[f64; 2]> =
            (0..stage.profiles()).map(|p| [0, 1].map(|i| stage.payoff_at(p, i).to_float())).collect();
        Self::from_floats(stage.shape()[1], &payoffs, &[])
    }

    fn assemble(
        columns: usize,
        payoffs: Vec<[f64; 2]>,
        ends: Vec<(f64, [f64; 2])>,
        low: [f64; 2],
        range: [f64; 2],
        original: Vec<Option<[f64; 2]>>,
    ) -> Self {
        let rows = payoffs.len() / columns;
        let mut best = [vec![f64::NEG_INFINITY; columns], vec![f64::NEG_INFINITY; rows]];
        for (row, line) in payoffs.chunks_exact(columns).enumerate() {
            for (best, u) in best[0].iter_mut().zip(line) {
                *best = best.max(u[0]);
            }
            best[1][row] = line.iter().fold(f64::NEG_INFINITY, |b, u| b.max(u[1]));
        }
        FloatGame { columns, payoffs, ends, best, low, range, original }
    }

    /// Without absorbing outcomes: the least surplus along a cycle of profiles played for ever, what
    /// could be lost to the (rescaled) threats minus what deviating gains, over steps and players.
    pub(crate) fn surplus(&self, cycle: &[usize], discount: f64, threat: [f64; 2]) -> f64 {
        let n = cycle.len();
        let mut least = f64::INFINITY;
        for player in 0..2 {
            let loop_value = cycle
                .iter()
                .rev()
                .fold(0.0, |next, &p| (1.0 - discount) * self.payoffs[p][player] + discount * next);
            let mut next = loop_value / (1.0 - discount.powi(n as i32));
            for &profile in cycle.iter().rev() {
                let (row, column) = (profile / self.columns, profile % self.columns);
                let against = if player == 0 { column } else { row };
                let gain = self.best[player][against] - self.payoffs[profile][player];
                least = least.min(discount * (next - threat[player]) - (1.0 - discount) * gain);
                next = (1.0 - discount) * self.payoffs[profile][player] + discount * next;
            }
        }
        least
    }

    /// The number of profiles.
    pub fn profiles(&self) -> usize {
        self.payoffs.len()
    }
    /// A rescaled payoff in the game's own units.
    pub fn unscale(&self, point: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|i| self.low[i] + point[i] * self.range[i])
    }
    /// A stage payoff in the game's own units, if floats hold it exactly.
    pub(super) fn original(&self, profile: usize) -> Option<[f64; 2]> {
        self.original.get(profile).copied().flatten()
    }
    /// What one rounding in own units amounts to in rescaled payoffs.
    pub(super) fn unit_rounding(&self) -> f64 {
        let worst = (0..2).map(|i| (self.low[i].abs() + self.range[i]) / self.range[i]).fold(1.0, f64::max);
        4.0 * f64::EPSILON * worst
    }
    /// Least payoff and payoff range of a player, in the game's own units.
    pub fn scale(&self, player: usize) -> (f64, f64) {
        (self.low[player], self.range[player])
    }
}

fn representable(payoff: &[Rational]) -> Option<[f64; 2]> {
    let floats = [payoff[0].to_f64(), payoff[1].to_f64()];
    let exact = (0..2).all(|i| Rational::from_f64(floats[i]).as_ref() == Some(&payoff[i]));
    exact.then_some(floats)
}

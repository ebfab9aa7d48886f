//! A two-player stage game in floats, rescaled to [0, 1] for each player.

use super::hull::Growing;
use super::operator::{Origin, Vertex};
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
    /// Without absorbing outcomes: the hull of all payoffs.
    pub(super) feasible: Vec<Vertex>,
    low: [f64; 2],
    range: [f64; 2],
    units: Units,
}

/// How to get back from a rescaled stage payoff to the exact one.
#[derive(Debug, Clone)]
pub(super) enum Units {
    /// Every payoff is a whole number over a common divisor. Payoffs that differ stay different when
    /// rescaled, and equal ones stay equal.
    Whole(Whole),
    /// Anything else: the payoffs in own units where a float holds them exactly, one per profile.
    Listed(Vec<Option<[f64; 2]>>),
}

/// Whole numbers over a common divisor, per player.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole {
    low: [f64; 2],
    range: [f64; 2],
    divisor: [f64; 2],
}

/// Whole numbers up to this size, and their differences, are exact in floats with a bit to spare.
const LARGEST_WHOLE: i128 = 1 << 51;

impl FloatGame {
    /// The float image of a repeated game: rescaled exactly, then rounded once.
    ///
    /// # Errors
    /// If the game does not have two players.
    pub fn of(game: &RepeatedGame) -> Result<Self, GameError> {
        let image = Self::of_any(game)?;
        Ok(match game.reversion() {
            Some(plan) => image.reverting([plan[0], plan[1]]),
            None => image,
        })
    }

    /// No best-reply payoff counts as less than what reversion pays the player.
    fn reverting(mut self, plan: [usize; 2]) -> Self {
        for (i, best) in self.best.iter_mut().enumerate() {
            let least = self.payoffs[plan[i]][i];
            best.iter_mut().for_each(|b| *b = b.max(least));
        }
        self
    }

    fn of_any(game: &RepeatedGame) -> Result<Self, GameError> {
        let stage = game.stage();
        stage.expect_two_players("the geometric solver")?;
        let columns = stage.shape()[1];
        if game.is_purely_repeated()
            && let Some(image) = Self::of_whole(columns, stage.payoffs())
        {
            return Ok(image);
        }
        let mut low = [Rational::ZERO, Rational::ZERO];
        let mut range = [Rational::ONE, Rational::ONE];
        for player in 0..2 {
            let ends = game.absorbing().iter().filter(|a| !a.probability.is_zero());
            let all = (0..stage.profiles())
                .map(|p| stage.payoff_at(p, player))
                .chain(ends.map(|a| &a.payoff[player]));
            let (mut least, mut most) = (stage.payoff_at(0, player), stage.payoff_at(0, player));
            for u in all {
                (least, most) = (least.min(u), most.max(u));
            }
            low[player] = least.clone();
            if most > least {
                range[player] = most - least;
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
        Ok(Self::assemble(columns, payoffs, ends, low, range, Units::Listed(original)))
    }

    /// The image of payoffs that are whole numbers over a moderate common divisor, without fractions:
    /// the difference of two of them is exact in floats, so that only the division rounds.
    fn of_whole(columns: usize, payoffs: &[Rational]) -> Option<Self> {
        let mut divisor = [1u64; 2];
        for u in payoffs.chunks_exact(2) {
            for i in 0..2 {
                let (_, q) = u[i].small_parts()?;
                if !divisor[i].is_multiple_of(q) {
                    divisor[i] = least_common_multiple(divisor[i], q)?;
                }
            }
        }
        let whole = |u: &Rational, i: usize| {
            let (p, q) = u.small_parts()?;
            let n = i128::from(p) * i128::from(divisor[i] / q);
            (n.abs() <= LARGEST_WHOLE).then_some(n as f64)
        };
        let mut list = Vec::with_capacity(payoffs.len() / 2);
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for u in payoffs.chunks_exact(2) {
            let n = [whole(&u[0], 0)?, whole(&u[1], 1)?];
            for i in 0..2 {
                (low[i], high[i]) = (low[i].min(n[i]), high[i].max(n[i]));
            }
            list.push(n);
        }
        let range = [0, 1].map(|i| if high[i] > low[i] { high[i] - low[i] } else { divisor[i] as f64 });
        for n in &mut list {
            *n = [0, 1].map(|i| (n[i] - low[i]) / range[i]);
        }
        let divisor = divisor.map(|d| d as f64);
        let own = |x: [f64; 2]| [x[0] / divisor[0], x[1] / divisor[1]];
        let units = Units::Whole(Whole { low, range, divisor });
        Some(Self::assemble(columns, list, Vec::new(), own(low), own(range), units))
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
        let live_ends = ends.iter().filter(|e| e.0 > 0.0).map(|e| &e.1);
        let mut seen = Seen::default();
        let (parts, rest) = payoffs.as_chunks();
        parts.iter().for_each(|part| seen.look(part));
        // The last few once more, in a part that is full.
        for part in rest.iter().chain(live_ends.clone()) {
            seen.look(&[*part; LANES]);
        }
        let (low, high) = (seen.low(), seen.high());
        let (finite, whole) = (seen.is_finite(), !ending && seen.is_whole());
        if !finite {
            let bad = |u: &&[f64; 2]| u.iter().any(|x| !x.is_finite());
            let index = payoffs.iter().chain(live_ends).enumerate().find(|(_, u)| bad(u));
            let (index, u) = index.map_or((0, [f64::NAN; 2]), |(i, u)| (i, *u));
            let at = index % payoffs.len();
            let player = usize::from(u[0].is_finite());
            return Err(GameError::NotFinite { player, profile: vec![at / columns, at % columns] });
        }
        let range = [0, 1].map(|i| if high[i] > low[i] { high[i] - low[i] } else { 1.0 });
        let rescale = |u: &[f64; 2]| [0, 1].map(|i| (u[i] - low[i]) / range[i]);
        let ends = if ending { ends.iter().map(|(q, z)| (*q, rescale(z))).collect() } else { Vec::new() };
        let units = match (whole, ending) {
            (true, _) => Units::Whole(Whole { low, range, divisor: [1.0; 2] }),
            (false, true) => Units::Listed(Vec::new()),
            (false, false) => Units::Listed(payoffs.iter().map(|u| Some(*u)).collect()),
        };
        Ok(Self::assemble(columns, payoffs.iter().map(rescale).collect(), ends, low, range, units))
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

    /// One pass over the payoffs finds the best replies and, where nothing absorbs, the hull.
    fn assemble(
        columns: usize,
        payoffs: Vec<[f64; 2]>,
        ends: Vec<(f64, [f64; 2])>,
        low: [f64; 2],
        range: [f64; 2],
        units: Units,
    ) -> Self {
        let mut best = [vec![f64::NEG_INFINITY; columns], Vec::with_capacity(payoffs.len() / columns)];
        let mut hull = Growing::default();
        hull.clear_for_many();
        for (row, line) in payoffs.chunks_exact(columns).enumerate() {
            let mut most = f64::NEG_INFINITY;
            for (best, u) in best[0].iter_mut().zip(line) {
                *best = if u[0] > *best { u[0] } else { *best };
                most = if u[1] > most { u[1] } else { most };
            }
            best[1].push(most);
            if !ends.is_empty() {
                continue;
            }
            let [mut least, mut most] = hull.inside;
            for (column, &at) in line.iter().enumerate() {
                if at[0] >= least[0] && at[0] <= most[0] && at[1] >= least[1] && at[1] <= most[1] {
                    continue;
                }
                let profile = (row * columns + column) as u32;
                if hull.push(Vertex { at, profile, origin: Origin::Feasible }) {
                    hull.merge();
                    [least, most] = hull.inside;
                }
            }
            if row.is_power_of_two() {
                hull.merge();
            }
        }
        let mut feasible = Vec::new();
        hull.finish(&mut feasible);
        FloatGame { columns, payoffs, ends, best, feasible, low, range, units }
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
        match &self.units {
            Units::Listed(list) => list.get(profile).copied().flatten(),
            Units::Whole(Whole { low, range, divisor }) => {
                let mut own = [0.0; 2];
                for i in 0..2 {
                    let whole = (self.payoffs[profile][i] * range[i]).round() + low[i];
                    own[i] = whole / divisor[i];
                    // One rounding in all: zero exactly where the quotient is exact.
                    if own[i].mul_add(divisor[i], -whole) != 0.0 {
                        return None;
                    }
                }
                Some(own)
            }
        }
    }
    /// Whether payoffs are equal here exactly where they are equal in the game.
    pub(super) fn keeps_ties(&self) -> bool {
        matches!(self.units, Units::Whole(_)) && self.ends.is_empty()
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

/// What one look at all payoffs tells, in lanes that compile to operations on several numbers at once.
struct Seen {
    low: [[f64; 2]; LANES],
    high: [[f64; 2]; LANES],
    /// Zero as long as every number is finite, then not a number.
    nought: [[f64; 2]; LANES],
    /// The largest distance to a whole number.
    apart: [[f64; 2]; LANES],
}

const LANES: usize = 4;

impl Default for Seen {
    fn default() -> Self {
        let all = |x: f64| [[x; 2]; LANES];
        Seen { low: all(f64::INFINITY), high: all(f64::NEG_INFINITY), nought: all(0.0), apart: all(0.0) }
    }
}

impl Seen {
    fn look(&mut self, payoffs: &[[f64; 2]; LANES]) {
        // Adding and subtracting this rounds to a whole number what is smaller than `LARGEST_WHOLE`.
        const ROUND: f64 = 1.5 * (1u64 << 52) as f64;
        for lane in 0..LANES {
            for i in 0..2 {
                let u = payoffs[lane][i];
                let (low, high) = (self.low[lane][i], self.high[lane][i]);
                self.low[lane][i] = if u < low { u } else { low };
                self.high[lane][i] = if u > high { u } else { high };
                self.nought[lane][i] += 0.0 * u;
                let apart = ((u + ROUND) - ROUND - u).abs();
                self.apart[lane][i] = if apart > self.apart[lane][i] { apart } else { self.apart[lane][i] };
            }
        }
    }

    fn low(&self) -> [f64; 2] {
        [0, 1].map(|i| self.low.iter().fold(f64::INFINITY, |least, lane| least.min(lane[i])))
    }

    fn high(&self) -> [f64; 2] {
        [0, 1].map(|i| self.high.iter().fold(f64::NEG_INFINITY, |most, lane| most.max(lane[i])))
    }

    fn is_finite(&self) -> bool {
        self.nought.iter().flatten().all(|&x| x == 0.0)
    }

    fn is_whole(&self) -> bool {
        let largest = LARGEST_WHOLE as f64;
        let small = |x: &f64| x.abs() <= largest;
        self.low().iter().chain(&self.high()).all(small) && self.apart.iter().flatten().all(|&x| x == 0.0)
    }
}

fn representable(payoff: &[Rational]) -> Option<[f64; 2]> {
    let floats = [payoff[0].to_f64(), payoff[1].to_f64()];
    let exact = (0..2).all(|i| Rational::from_f64(floats[i]).as_ref() == Some(&payoff[i]));
    exact.then_some(floats)
}

fn least_common_multiple(a: u64, b: u64) -> Option<u64> {
    let (mut x, mut y) = (a, b);
    while y > 0 {
        (x, y) = (y, x % y);
    }
    (a / x).checked_mul(b).filter(|&m| m <= 1 << 40)
}

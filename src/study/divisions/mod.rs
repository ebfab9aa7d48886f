//! Which divisions of the stake the reduced game can sustain.
//!
//! Moving the proposal `x` towards player 0 raises its reward and lowers the other's, so in relative terms
//! too the proposals from which both gain over self-help are one interval. Inside it the critical discount
//! factors vary by branch (pocket or grab). Where shares count linearly (`iota` = 0) they are ratios of
//! affine functions between kinks, so the best division is a kink or a crossing of the two, in closed form;
//! otherwise a grid of step 1/1000 with the kinks added is refined by golden section.

mod numeric;
mod range;

use serde::{Deserialize, Serialize};

use numeric::{bisect, roots};
pub use range::{Outside, ShareMeaning, bargaining_range};

use super::cells::{Cells, WarAccounting};
use super::{CriticalPatience, InstitutionParameters, Primitives, ReducedGame, StudyError};

/// Which divisions may be agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DivisionRule {
    /// The one on the table.
    Own,
    /// Any.
    Free,
    /// Any that gives player 0 at most this share (a territorial-integrity norm).
    Capped(f64),
}

impl DivisionRule {
    /// The largest share of player 0 under the rule; `None` where the division is given.
    ///
    /// # Errors
    /// If a cap lies outside [0, 1].
    pub(super) fn largest_share(self) -> Result<Option<f64>, StudyError> {
        match self {
            Self::Own => Ok(None),
            Self::Free => Ok(Some(1.0)),
            Self::Capped(cap) if (0.0..=1.0).contains(&cap) => Ok(Some(cap)),
            Self::Capped(cap) => Err(StudyError::OutOfRange {
                name: "cap".into(),
                value: cap.to_string(),
                range: "the cap on player 0's share lies in [0, 1]",
            }),
        }
    }
}

/// The division that makes compromise easiest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BestDivision {
    /// Player 0's share.
    pub division: f64,
    /// The larger of the two critical discount factors; `None` where a trigger fails at every division.
    pub critical: Option<f64>,
    /// Whether the case's own discount factor reaches it.
    pub sustained: bool,
}

/// Parts of a year's step: the grid on which divisions are searched.
const GRID: usize = 1000;

/// The reduced game as a function of the proposal.
pub struct Divisions {
    cells: Cells<f64>,
    kinks: Vec<f64>,
    linear: bool,
}

impl Divisions {
    /// The reduced game of the case under the institution, with the proposal left open.
    ///
    /// ```
    /// use detente::study::{Divisions, InstitutionParameters, WarAccounting, karabakh_data};
    /// let case = karabakh_data()?.phase("1994-2003")?.at_modes()?.to_floats();
    /// let mut divisions = Divisions::new(&case, &InstitutionParameters::none(), WarAccounting::Transient);
    /// // Nothing near one half contents the holder, but some divisions content both.
    /// let best = divisions.best(1.0).expect("some division contents both");
    /// assert!(best.division > 0.6 && divisions.best(0.5).is_none());
    /// # Ok::<(), detente::study::StudyError>(())
    /// ```
    pub fn new(
        case: &Primitives<f64>,
        institution: &InstitutionParameters<f64>,
        accounting: WarAccounting,
    ) -> Self {
        let cells = Cells::new(case, institution, accounting);
        let linear = case.sides.iter().all(|side| side.indivisibility == 0.0);
        let kinks = kinks(&cells);
        Divisions { cells, kinks, linear }
    }

    /// The reduced game at a proposal.
    pub fn at(&mut self, division: f64) -> ReducedGame<f64> {
        self.cells.propose(division);
        ReducedGame::of_cells(&self.cells)
    }

    /// Of the proposals up to `cap`, those from which both gain over self-help, as a closed interval inside
    /// the open one; `None` where there is none.
    pub fn gainful(&mut self, cap: f64) -> Option<[f64; 2]> {
        let [low, high] = [0, 1].map(|side| {
            let gains = |x: f64, this: &mut Self| this.at(x).cooperation_gain(side) > 0.0;
            let (best, worst) = if side == 0 { (cap, 0.0) } else { (0.0, cap) };
            if !gains(best, self) {
                return None;
            }
            if gains(worst, self) {
                return Some(worst);
            }
            Some(bisect(best, worst, |x| gains(x, self)))
        });
        let (low, high) = (low?, high?);
        (low <= high).then_some([low, high])
    }

    /// The larger critical discount factor at a proposal; infinite where a trigger fails.
    fn difficulty(&mut self, division: f64) -> f64 {
        let game = self.at(division);
        [0, 1].map(|side| threshold(game.critical(side))).into_iter().fold(0.0, f64::max)
    }

    /// Among the proposals up to `cap` from which both gain, the one with the smallest larger critical
    /// discount factor (the lowest on ties); `None` where there is none.
    pub fn best(&mut self, cap: f64) -> Option<BestDivision> {
        let interval = self.gainful(cap)?;
        let (division, critical) =
            if self.linear { self.best_linear(interval) } else { self.best_on_grid(interval) };
        let discount = self.cells.case.discount;
        Some(BestDivision {
            division,
            critical: critical.is_finite().then_some(critical),
            sustained: discount >= critical,
        })
    }

    fn best_on_grid(&mut self, interval: [f64; 2]) -> (f64, f64) {
        let points = self.points(interval);
        let mut best = (interval[0], f64::INFINITY);
        let mut place = 0;
        for (index, &x) in points.iter().enumerate() {
            let value = self.difficulty(x);
            if value < best.1 {
                (best, place) = ((x, value), index);
            }
        }
        let mut low = points[place.saturating_sub(1)];
        let mut high = points[(place + 1).min(points.len() - 1)];
        let ratio = (5f64.sqrt() - 1.0) / 2.0;
        for _ in 0..60 {
            let (a, b) = (high - ratio * (high - low), low + ratio * (high - low));
            let (at_a, at_b) = (self.difficulty(a), self.difficulty(b));
            for candidate in [(a, at_a), (b, at_b)] {
                if candidate.1 < best.1 || candidate.1 == best.1 && candidate.0 < best.0 {
                    best = candidate;
                }
            }
            if at_a <= at_b { high = b } else { low = a }
        }
        best
    }

    /// With linear shares: the kinks, the ends, and between them the crossings of the two thresholds.
    fn best_linear(&mut self, interval: [f64; 2]) -> (f64, f64) {
        let [low, high] = interval;
        let mut points: Vec<f64> = self.kinks.iter().copied().filter(|x| *x > low && *x < high).collect();
        points.extend(interval);
        points.sort_by(f64::total_cmp);
        points.dedup();
        let mut candidates = points.clone();
        for pair in points.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            // The exploited side's payoff jumps where a branch switches: look just inside, too.
            let inset = (b - a) * 1e-9;
            candidates.extend([a + inset, b - inset]);
            candidates.extend(self.crossings(a + inset, b - inset));
        }
        candidates.sort_by(f64::total_cmp);
        let mut best = (low, f64::INFINITY);
        for x in candidates {
            let value = self.difficulty(x);
            if value < best.1 - 1e-12 {
                best = (x, value);
            }
        }
        best
    }

    /// Where the two thresholds, ratios of affine functions between `a` and `b`, are equal: the roots of a
    /// quadratic.
    fn crossings(&mut self, a: f64, b: f64) -> Vec<f64> {
        let mut affine = [[(0.0, 0.0); 2]; 2];
        let (at_a, at_b) = (self.at(a), self.at(b));
        for (side, functions) in affine.iter_mut().enumerate() {
            let ends = [&at_a, &at_b].map(|game| {
                let gain = game.defection_gain(side);
                let worth = game.cooperation_gain(side);
                [gain, game.detection * worth + (1.0 - game.false_alarm) * gain]
            });
            for (function, (from, to)) in functions.iter_mut().zip(ends[0].into_iter().zip(ends[1])) {
                *function = (from, to - from);
            }
        }
        // n0 / d0 = n1 / d1 in the local variable s in [0, 1], every function being value + slope s.
        let [[n0, d0], [n1, d1]] = affine;
        let square = n0.1 * d1.1 - n1.1 * d0.1;
        let middle = n0.0 * d1.1 + n0.1 * d1.0 - n1.0 * d0.1 - n1.1 * d0.0;
        let constant = n0.0 * d1.0 - n1.0 * d0.0;
        roots(square, middle, constant)
            .into_iter()
            .filter(|s| (0.0..=1.0).contains(s))
            .map(|s| a + s * (b - a))
            .collect()
    }

    /// The grid and the kinks inside an interval, with its ends, in order.
    fn points(&self, [low, high]: [f64; 2]) -> Vec<f64> {
        let first = (low * GRID as f64).ceil() as usize;
        let last = (high * GRID as f64).floor() as usize;
        let mut points: Vec<f64> = (first..=last).map(|step| step as f64 / GRID as f64).collect();
        points.extend(self.kinks.iter().copied().filter(|x| *x > low && *x < high));
        points.extend([low, (low + high) / 2.0, high]);
        points.sort_by(f64::total_cmp);
        points.dedup();
        points
    }

    /// Whether some proposal up to `cap` is sustained at the case's own discount factor: the grid is
    /// searched from coarse to fine.
    pub fn any_sustained(&mut self, cap: f64) -> bool {
        let Some(interval) = self.gainful(cap) else { return false };
        let points = self.points(interval);
        let mut stride = points.len().next_power_of_two();
        let mut first_pass = true;
        while stride > 0 {
            let start = if first_pass { 0 } else { stride };
            let step = if first_pass { stride } else { 2 * stride };
            if points.iter().skip(start).step_by(step).any(|&x| self.at(x).sustained()) {
                return true;
            }
            first_pass = false;
            stride /= 2;
        }
        false
    }

    /// The proposals up to `cap` that are sustained at the case's own discount factor, as closed intervals
    /// (ends found to about 1e-12; an interval narrower than the grid may be missed).
    pub fn admissible(&mut self, cap: f64) -> Vec<[f64; 2]> {
        let Some(interval) = self.gainful(cap) else { return Vec::new() };
        let points = self.points(interval);
        let mut intervals: Vec<[f64; 2]> = Vec::new();
        let mut open: Option<f64> = None;
        let mut before: Option<f64> = None;
        for &x in &points {
            let sustained = self.at(x).sustained();
            match (open, sustained) {
                (None, true) => {
                    let edge = before.map(|out| bisect(x, out, |y| self.at(y).sustained()));
                    open = Some(edge.unwrap_or(x));
                }
                (Some(start), false) => {
                    let inside = before.unwrap_or(start);
                    intervals.push([start, bisect(inside, x, |y| self.at(y).sustained())]);
                    open = None;
                }
                _ => {}
            }
            before = Some(x);
        }
        intervals.extend(open.map(|start| [start, interval[1]]));
        intervals
    }
}

fn threshold(critical: CriticalPatience<f64>) -> f64 {
    match critical {
        CriticalPatience::From(delta) => delta,
        CriticalPatience::Never => f64::INFINITY,
    }
}

/// Where the game's formulas change as the proposal moves: the holdings, the clamped shares, and the
/// proposals at which pocketing overtakes grabbing.
fn kinks(cells: &Cells<f64>) -> Vec<f64> {
    let case = &cells.case;
    let half = case.integrative / 2.0;
    let mut kinks = vec![case.holding, 1.0 - case.holding, half, 1.0 - half, -half, 1.0 + half];
    for side in 0..2 {
        let own = &case.sides[side];
        let grab = cells.bare_grab(side)[side];
        let pocketed = case.pocketed_dividend * own.peace_dividend;
        // The worth of a share is increasing, so the switch is one point where it exists.
        let worth_needed = (grab - pocketed) / own.stake;
        if (0.0..1.0).contains(&worth_needed) {
            let share = bisect(0.0, 1.0, |s| case.worth(side, s) <= worth_needed);
            kinks.push(if side == 0 { share } else { 1.0 - share });
        }
    }
    kinks.retain(|x| (0.0..=1.0).contains(x));
    kinks
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::study::{Side, karabakh_data};

    pub(super) fn free_case() -> Primitives<f64> {
        let side = Side {
            stake: 1.0,
            indivisibility: 0.0,
            war_cost: 0.2,
            stand_off_cost: 0.1,
            peace_dividend: 0.2,
            negotiation_cost: 0.05,
            relative_gains: 0.0,
        };
        Primitives {
            sides: [side; 2],
            division: 0.5,
            holding: 0.5,
            victory: 0.5,
            integrative: 0.0,
            first_move: 1.0,
            surprise_left: 0.5,
            fait_accompli: 0.5,
            pocketed_dividend: 0.0,
            hazard: 1.0,
            detection: 1.0,
            false_alarm: 0.0,
            discount: 0.5,
        }
    }

    #[test]
    fn the_best_division_of_a_linear_stake_is_the_closed_form_one() {
        // v = (1, 1.2), T = (.8, .95), P = (.25, .35), g - t = (.15, .1): x = .46230, delta = .34127. The
        // odds that yield these temptations follow from the victory chance p by bisection.
        let costs = |p: f64| [p - 0.25, 1.2 * (1.0 - p) - 0.35];
        let phi = 0.5;
        let odds = |p: f64| {
            let [c0, c1] = costs(p);
            let won = [0.8 + phi * c0, (0.95 + phi * c1) / 1.2];
            won.map(|w| w / (1.0 - w))
        };
        let excess = |p: f64| {
            let [o0, o1] = odds(p);
            o0 / o1 - (p / (1.0 - p)).powi(2)
        };
        let falling = excess(0.3) > 0.0;
        let p = bisect(0.3, 0.65, |p| (excess(p) > 0.0) == falling);
        let mut case = free_case();
        case.victory = p;
        case.first_move = odds(p)[0] * (1.0 - p) / p;
        case.fait_accompli = phi;
        for (i, cost) in costs(p).into_iter().enumerate() {
            case.sides[i].war_cost = cost;
        }
        case.sides[1].stake = 1.2;
        (case.sides[0].peace_dividend, case.sides[1].peace_dividend) = (0.2, 0.15);
        case.validate().unwrap();
        let mut divisions = Divisions::new(&case, &InstitutionParameters::none(), WarAccounting::Transient);
        let game = divisions.at(0.46);
        assert!((game.temptation[0] - 0.8).abs() < 1e-9 && (game.temptation[1] - 0.95).abs() < 1e-9);
        let best = divisions.best(1.0).unwrap();
        assert!((best.division - 0.4623015873015873).abs() < 1e-9, "{best:?}");
        assert!((best.critical.unwrap() - 0.3412698412698412).abs() < 1e-9);
        // The grid finds the same without the closed form.
        divisions.linear = false;
        let searched = divisions.best(1.0).unwrap();
        assert!((searched.division - best.division).abs() < 1e-6);
    }

    #[test]
    fn coarse_to_fine_finds_what_the_intervals_say() {
        for phase in &karabakh_data().unwrap().phases {
            for step in 0..40 {
                let u = std::array::from_fn(|i| ((step * 37 + i * 61) % 100) as f64 / 100.0);
                let case = phase.at_quantiles(&u);
                let mut divisions =
                    Divisions::new(&case, &InstitutionParameters::none(), WarAccounting::Transient);
                let intervals = divisions.admissible(1.0);
                assert_eq!(divisions.any_sustained(1.0), !intervals.is_empty());
                for [low, high] in &intervals {
                    assert!(low <= high && divisions.at(*low).sustained() && divisions.at(*high).sustained());
                }
                if let Some(best) = divisions.best(1.0) {
                    assert!(best.sustained || intervals.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_cap_outside_the_unit_interval_is_refused() {
        assert!(DivisionRule::Capped(1.5).largest_share().is_err());
        assert!(DivisionRule::Capped(f64::NAN).largest_share().is_err());
        assert_eq!(DivisionRule::Free.largest_share(), Ok(Some(1.0)));
    }
}

//! Refutations: outer sets that shrink until the claim is outside.

use super::leap::Leaper;
use super::operator::{Point, everything, forever, generated, minmax};
use super::slide::Goal;
use crate::exact::Rational;
use crate::geometry::{HalfPlane, Polygon};
use crate::repeated::RepeatedGame;
use crate::repeated::options::Budget;
use crate::repeated::refutation::{Failure, Link, Refutation};

/// A claim about equilibrium that an outer set can contradict.
#[derive(Debug, Clone)]
pub(crate) enum Claim<'a> {
    /// These profiles are played in turn for ever.
    Cycle(&'a [usize]),
    /// This payoff is an equilibrium payoff.
    Payoff(&'a Point),
    /// Some equilibrium attains a level of a weighted sum of payoffs.
    Level { weights: &'a Point, level: &'a Rational },
    /// Some equilibrium gives both players strictly more than this.
    Better(&'a Point),
    /// There is an equilibrium at all.
    Existence,
}

/// How a chain ended.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// The claim is refuted.
    Refuted(Refutation),
    /// The budget ended first.
    Open,
}

/// Outer sets are rounded onto a grid of this fineness, relative to (1 - d) times the payoff range.
const GRID_BITS: usize = 44;
/// A profile is dropped from the chain only where it misses by this much of the payoff range, far more
/// than the rounding could bring back.
const DROP_MARGIN: f64 = 1e-6;

/// Runs the chain of outer sets until the claim fails, at most `steps` times. A `goal`, where floats see
/// the chain end, saves most steps where they are small.
pub(crate) fn refute(
    game: &RepeatedGame,
    claim: &Claim,
    steps: usize,
    budget: &Budget,
    goal: Option<&Goal>,
) -> Outcome {
    let grid = Grid::of(game);
    let mut leaper = Leaper::new(game, &grid);
    let mut set = everything(game);
    let mut threat = minmax(game);
    let mut live: Vec<usize> = (0..game.stage().profiles()).collect();
    let mut chain = vec![Link::planar(&set, &threat)];
    for step in 0..=steps {
        if let Some(fails) = contradiction(game, claim, &set, &threat) {
            let discount = game.discount().clone();
            return Outcome::Refuted(Refutation { discount, chain, fails });
        }
        if step == steps || budget.is_spent() {
            break;
        }
        let (mut points, mut playable) = (Vec::new(), Vec::new());
        live.retain(|&profile| {
            let before = points.len();
            points.extend(generated(game, profile, &set, &threat));
            if points.len() > before {
                playable.push(profile);
            }
            points.len() > before || !misses_widely(game, profile, &set, &threat)
        });
        let means = game.is_purely_repeated() && game.discount().common().is_some();
        if means && !matches!(claim, Claim::Cycle(_) | Claim::Existence) {
            // Every equilibrium payoff is a mean of payoffs of profiles that can be played.
            let hull = Polygon::hull(playable.iter().map(|&p| forever(game, p)).collect());
            if let Some(fails) = contradiction(game, claim, &hull, &threat) {
                chain.push(Link::planar(&hull, &threat));
                return Outcome::Refuted(Refutation { discount: game.discount().clone(), chain, fails });
            }
        }
        if let Some(goal) = goal
            && let Some(leap) = leaper.attempt(step, &live, &points, &threat, goal)
        {
            chain.extend(leap.links());
            (set, threat) = (leap.to, leap.aim);
            continue;
        }
        let next = Polygon::hull(points.iter().flat_map(|p| grid.cell(p)).collect());
        if next == set && next.least(0).is_none_or(|least| least <= threat[0]) {
            break; // A fixed point: the chain will never get further.
        }
        threat = raised(&threat, &next);
        set = next;
        chain.push(Link::planar(&set, &threat));
    }
    Outcome::Open
}

/// Threats that no equilibrium payoff of a set is below.
pub(super) fn raised(threat: &Point, set: &Polygon<Rational>) -> Point {
    [0, 1].map(|i| match set.least(i) {
        Some(least) if least > threat[i] => least,
        _ => threat[i].clone(),
    })
}

/// Whether a profile's constraints miss the set's bounding box by a wide margin.
fn misses_widely(game: &RepeatedGame, profile: usize, set: &Polygon<Rational>, threat: &Point) -> bool {
    (0..2).any(|i| {
        let needed = game.dynamics().required_continuation(profile, i, &threat[i]);
        match (needed, set.greatest(i)) {
            (Some(needed), Some(most)) => {
                let (low, high) = game.stage().payoff_range(i);
                needed > most + (high - low) * Rational::from_f64(DROP_MARGIN).unwrap_or_default()
            }
            _ => false,
        }
    })
}

/// Where a claim contradicts an outer set and its threats.
fn contradiction(
    game: &RepeatedGame,
    claim: &Claim,
    set: &Polygon<Rational>,
    threat: &Point,
) -> Option<Failure> {
    if set.is_empty() {
        return Some(Failure::Empty);
    }
    match claim {
        Claim::Existence => None,
        Claim::Cycle(cycle) => failing_step(game, cycle, threat),
        Claim::Payoff(payoff) => {
            let missing = set.half_planes().into_iter().find(|h| !h.contains(payoff))?;
            let HalfPlane { normal, bound } = missing;
            Some(Failure::Separation { normal: normal.to_vec(), bound })
        }
        Claim::Level { weights, level } => {
            let (_, most) = set.support(weights)?;
            (most < **level).then(|| Failure::Separation { normal: weights.to_vec(), bound: most })
        }
        Claim::Better(benchmark) => {
            let held = set.above(0, &threat[0]).above(1, &threat[1]);
            if held.is_empty() {
                return Some(Failure::Empty);
            }
            let HalfPlane { normal, bound } = never_better(&held, benchmark)?;
            Some(Failure::Separation { normal: normal.to_vec(), bound })
        }
    }
}

/// A half-plane with a normal that is nowhere negative, that holds the set and has the benchmark on its
/// edge or outside: nothing in the set is strictly better for both. There is one where that is so
/// (separation of convex sets), among the axes and the normals of the set's edges.
fn never_better(set: &Polygon<Rational>, benchmark: &Point) -> Option<HalfPlane<Rational>> {
    let axes = [[Rational::ONE, Rational::ZERO], [Rational::ZERO, Rational::ONE]];
    let edges = set.half_planes().into_iter().map(|half| half.normal);
    let upward = |n: &Point| n.iter().all(|x| !x.is_negative()) && n.iter().any(Rational::is_positive);
    axes.into_iter().chain(edges).filter(upward).find_map(|normal| {
        let (_, bound) = set.support(&normal)?;
        let at = &normal[0] * &benchmark[0] + &normal[1] * &benchmark[1];
        (bound <= at).then_some(HalfPlane { normal, bound })
    })
}

/// The first step of a cycle at which the worst-placed player would deviate: gain today against what
/// the threat can take away.
pub(crate) fn failing_step(game: &RepeatedGame, cycle: &[usize], threat: &[Rational]) -> Option<Failure> {
    let values = cycle_values(game, cycle);
    let mut worst: Option<(Rational, Failure)> = None;
    for (step, &profile) in cycle.iter().enumerate() {
        let next = &values[(step + 1) % cycle.len()];
        for player in 0..game.players() {
            let (gain, slack) = temptation(game, profile, player, &next[player], &threat[player]);
            if gain > slack {
                // Relative shortfall, so that it does not depend on a player's units.
                let ratio = if slack.is_positive() { &gain / &slack } else { Rational::from(i64::MAX) };
                if worst.as_ref().is_none_or(|(r, _)| ratio > *r) {
                    worst = Some((ratio, Failure::Incentive { player, gain, slack }));
                }
            }
        }
    }
    worst.map(|(_, failure)| failure)
}

/// What deviating gains today, and what losing the continuation for the threat costs: the constraint
/// holds where gain <= slack. Without absorbing outcomes `(1-d) h` and `d (w - u)`.
pub(crate) fn temptation(
    game: &RepeatedGame,
    profile: usize,
    player: usize,
    continuation: &Rational,
    threat: &Rational,
) -> (Rational, Rational) {
    let dynamics = game.dynamics();
    let at_threat = dynamics.value(profile, player, threat);
    let gain = dynamics.best_deviation(profile, player, threat) - &at_threat;
    let slack = dynamics.value(profile, player, continuation) - at_threat;
    (gain, slack)
}

/// The values at each step of a cycle of profiles played for ever.
pub(crate) fn cycle_values(game: &RepeatedGame, cycle: &[usize]) -> Vec<Vec<Rational>> {
    let dynamics = game.dynamics();
    let n = cycle.len();
    let mut values = vec![vec![Rational::ZERO; game.players()]; n];
    for player in 0..game.players() {
        // v_0 = A + C v_0 after running once through the cycle.
        let (mut constant, mut carry) = (Rational::ZERO, Rational::ONE);
        for &profile in cycle {
            constant += &carry * dynamics.constant(profile, player);
            carry *= dynamics.carry(profile, player);
        }
        let mut value = constant / (Rational::ONE - carry);
        for step in (0..n).rev() {
            // Backwards from v_n = v_0.
            value = dynamics.value(cycle[step], player, &value);
            values[step][player] = value.clone();
        }
    }
    values
}

/// Outward rounding: each vertex becomes the corners of its grid cell.
pub(crate) struct Grid {
    bits: [usize; 2],
}

impl Grid {
    pub(crate) fn of(game: &RepeatedGame) -> Self {
        Self::relative_to(game, GRID_BITS, |i| 1.0 - game.discount().of(i).to_f64())
    }

    /// Cells of `2^-bits` of the payoff range.
    pub(super) fn coarse(game: &RepeatedGame, bits: usize) -> Self {
        Self::relative_to(game, bits, |_| 1.0)
    }

    fn relative_to(game: &RepeatedGame, bits: usize, share: impl Fn(usize) -> f64) -> Self {
        let bits = [0, 1].map(|i| {
            let (low, high) = game.stage().payoff_range(i);
            let cell = (high - low).to_f64() * share(i);
            let octaves = if cell > 0.0 { -cell.log2().floor() } else { 0.0 };
            (bits as f64 + octaves.clamp(-40.0, 400.0)).max(0.0) as usize
        });
        Grid { bits }
    }

    pub(crate) fn cell(&self, point: &Point) -> Vec<Point> {
        let ends = [0, 1].map(|i| {
            // Short numbers stay as they are: rounding them would only lengthen the list.
            if point[i].bits() <= self.bits[i] {
                return vec![point[i].clone()];
            }
            let (low, high) = (point[i].floor_to_bits(self.bits[i]), point[i].ceil_to_bits(self.bits[i]));
            if low == high { vec![low] } else { vec![low, high] }
        });
        ends[0].iter().flat_map(|x| ends[1].iter().map(|y| [x.clone(), y.clone()])).collect()
    }
}

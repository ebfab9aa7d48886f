//! The checker's own enclosure of the equilibrium payoffs of two players.
//!
//! Where a result carries no certificate for its outer bound, the checker iterates the operator of
//! [`refutation`](super::refutation) itself, in exact fractions with every vertex replaced by the
//! corners of its grid cell (outwards), so that the numbers stay short and every set still holds all
//! equilibrium payoffs.

use super::claim::Claim;
use super::error::{CheckError, Outcome};
use super::polygon::{Point, Polygon};
use super::refutation::image;
use super::stage::Stage;
use super::target::point;
use crate::exact::Rational;

/// Bits of the grid, counted from the payoff range divided by `1 - d`.
const GRID_BITS: usize = 44;
/// The most iterations.
const MAX_ROUNDS: usize = 400;
/// The most cells for which the checker does this work.
const MAX_PROFILES: usize = 2500;

/// How the checker's own iteration ended.
pub(super) enum Enclosure {
    /// A set that is small enough holds every equilibrium payoff.
    Reached,
    /// The iteration ended before, at this set.
    Stuck(Polygon),
    /// The game is not of a kind that the checker encloses itself.
    NotTried,
}

/// Iterates until `enough` says so, nothing changes any more, or the rounds are over.
pub(super) fn enclose(
    claim: &Claim,
    d: &[Rational],
    enough: impl Fn(&Polygon) -> bool,
) -> Outcome<Enclosure> {
    let stage = &claim.stage;
    if stage.players() != 2 || stage.profiles() > MAX_PROFILES {
        return Ok(Enclosure::NotTried);
    }
    let grid = grid_bits(stage, d);
    let start = if d[0] == d[1] { feasible(stage) } else { payoff_box(&feasible(stage)) };
    let mut set = outwards(&start, grid);
    let mut threat: Vec<Rational> = (0..2).map(|player| starting_threat(stage, player)).collect();
    for _ in 0..MAX_ROUNDS {
        if enough(&set) {
            return Ok(Enclosure::Reached);
        }
        let work = stage.profiles() * ((set.vertices.len() + 2) * 24 + stage.actions(0) + stage.actions(1));
        let spent = claim.budget.spend(work, set.bits().max(128), "the outer set");
        if matches!(spent, Err(CheckError::TooMuchWork { .. })) {
            return Ok(Enclosure::Stuck(set));
        }
        let held = set.at_least(0, &threat[0]).at_least(1, &threat[1]);
        let parts =
            (0..stage.profiles()).flat_map(|profile| image(stage, &held, &threat, profile, d).vertices);
        let next = outwards(&Polygon::hull(parts.collect()), grid);
        for (player, known) in threat.iter_mut().enumerate() {
            if let Some(least) = next.least(player).filter(|least| least > known) {
                *known = least;
            }
        }
        if next == set {
            break;
        }
        set = next;
    }
    Ok(if enough(&set) { Enclosure::Reached } else { Enclosure::Stuck(set) })
}

/// Everything that can be paid, absorbing payoffs included.
fn feasible(stage: &Stage) -> Polygon {
    let cells = (0..stage.profiles()).map(|profile| point(stage.payoffs(profile)));
    let ends = (0..stage.profiles()).filter_map(|profile| stage.absorption(profile));
    Polygon::hull(cells.chain(ends.map(|end| point(&end.payoff))).collect())
}

/// The box of the payoffs: players of unequal patience trade payoffs over time, beyond the mixtures.
fn payoff_box(feasible: &Polygon) -> Polygon {
    let ends = [0, 1].map(|player| {
        let values = || feasible.vertices.iter().map(move |vertex| &vertex[player]);
        [values().min(), values().max()].map(|end| end.cloned().unwrap_or_default())
    });
    let corners = ends[0].iter().flat_map(|x| ends[1].iter().map(|y| [x.clone(), y.clone()]));
    Polygon::hull(corners.collect())
}

/// A threat that every player is sure of: the pure minmax, or the least payoff where profiles end the game.
fn starting_threat(stage: &Stage, player: usize) -> Rational {
    if !stage.absorbs() {
        return stage.pure_minmax(player);
    }
    feasible(stage).least(player).unwrap_or_default()
}

/// Grid cells of at most `2^-44 (1 - d)` of the payoff scale.
fn grid_bits(stage: &Stage, d: &[Rational]) -> usize {
    let fine = (0..2).map(|player| (Rational::ONE - &d[player]) * stage.range(player)).min();
    let fine = fine.unwrap_or(Rational::ONE);
    let coarse = (Rational::ONE / fine).ceil_to_bits(0);
    GRID_BITS + coarse.bits()
}

/// The hull of the corners of the grid cells that hold the vertices.
fn outwards(polygon: &Polygon, bits: usize) -> Polygon {
    let corners = polygon.vertices.iter().flat_map(|vertex| -> [Point; 4] {
        let (low, high) = (
            vertex.each_ref().map(|x| x.floor_to_bits(bits)),
            vertex.each_ref().map(|x| x.ceil_to_bits(bits)),
        );
        [
            [low[0].clone(), low[1].clone()],
            [high[0].clone(), low[1].clone()],
            [high[0].clone(), high[1].clone()],
            [low[0].clone(), high[1].clone()],
        ]
    });
    Polygon::hull(corners.collect())
}

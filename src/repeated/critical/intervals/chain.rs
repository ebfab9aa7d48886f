//! The proof of a no for a whole interval: found, and checked without searching.

use serde::{Deserialize, Serialize};

use super::pair::Pair;
use crate::exact::Rational;
use crate::geometry::Polygon;
use crate::repeated::planar::operator::{Point, feasible};
use crate::repeated::planar::refute::Grid;
use crate::repeated::{Link, RepeatedError, RepeatedGame, Target};

/// The most steps of a chain.
const STEPS: usize = 40;

/// A proof that a path of play is sustained at no discount factor of an interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntervalRefutation {
    /// Sets that hold V at every discount factor of the interval.
    pub chain: Vec<Link>,
    /// Who deviates, at which step of the path, to which profile; `None` if the last set is empty.
    pub deviation: Option<IntervalDeviation>,
}

/// A deviation that gains at every discount factor of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntervalDeviation {
    /// The player.
    pub player: usize,
    /// The step of the path, from 0.
    pub step: usize,
    /// The player's action.
    pub action: usize,
}

impl IntervalRefutation {
    /// The chain for an interval, until the path fails (two players); `None` if it does not.
    pub(super) fn find(
        game: &RepeatedGame,
        cycle: &[usize],
        ends: [&Rational; 2],
    ) -> Result<Option<Self>, RepeatedError> {
        if game.players() != 2 {
            return Ok(None);
        }
        let pair = Pair::new(game, ends)?;
        let grid = Grid::of(&pair.games[1]);
        let (mut set, mut threat) = (feasible(game), pair.minmax());
        let mut chain = vec![Link::planar(&set, &threat)];
        for _ in 0..STEPS {
            if set.is_empty() {
                return Ok(Some(IntervalRefutation { chain, deviation: None }));
            }
            if let Some(deviation) = pair.failing(cycle, &threat) {
                return Ok(Some(IntervalRefutation { chain, deviation: Some(deviation) }));
            }
            let points = pair.generated(&set, &threat);
            let next = Polygon::hull(points.iter().flat_map(|p| grid.cell(p)).collect());
            let raised = pair.raised(&threat, &next);
            if next == set && raised == threat {
                break;
            }
            (set, threat) = (next, raised);
            chain.push(Link::planar(&set, &threat));
        }
        Ok(None)
    }

    /// Checks the chain and the contradiction again, in exact arithmetic and without searching: every set
    /// holds what the one before it generates at any discount factor of the interval.
    ///
    /// # Errors
    /// If the game or the interval is none.
    pub fn verify(
        &self,
        game: &RepeatedGame,
        path: &Target,
        between: &[Rational; 2],
    ) -> Result<bool, RepeatedError> {
        path.check(game)?;
        let profiles = match path {
            Target::Profile(profile) => std::slice::from_ref(profile),
            Target::Cycle(profiles) => profiles.as_slice(),
            _ => return Ok(false),
        };
        let cycle: Result<Vec<usize>, _> = profiles.iter().map(|p| game.stage().index(p)).collect();
        game.stage().expect_two_players("a refutation for an interval")?;
        let pair = Pair::new(game, [&between[0], &between[1]])?;
        let mut before: Option<(Polygon<Rational>, Point)> = None;
        for link in &self.chain {
            let (Some(vertices), [first, second]) = (&link.vertices, link.threat.as_slice()) else {
                return Ok(false);
            };
            let (set, threat) = (Polygon::hull(vertices.clone()), [first.clone(), second.clone()]);
            let (held, most) = match &before {
                None => (feasible(game).into_vertices(), pair.minmax()),
                Some((old, known)) => (pair.generated(old, known), pair.raised(known, &set)),
            };
            let follows = held.iter().all(|p| set.contains(p)) && (0..2).all(|i| threat[i] <= most[i]);
            if !follows {
                return Ok(false);
            }
            before = Some((set, threat));
        }
        Ok(match (before, self.deviation) {
            (Some((set, _)), None) => set.is_empty(),
            (Some((_, threat)), Some(deviation)) => pair.gains(&cycle?, deviation, &threat),
            (None, _) => false,
        })
    }
}

//! The outer set refined where the gap is, and inner sets: proposals in floats, then proofs.

use super::corners::{Corner, corners};
use super::directions::{normal_through, normalise, same, starting};
use super::drawn::{exact, pull};
use super::generate::{SelfGenerating, reversion};
use super::inner::{Generated, Pull, Start, descend};
use super::nearest::{distance, nearest};
use super::outer::{Ending, Outer, dot};
use super::stage::FloatStage;
use crate::exact::{Rational, snap};
use crate::repeated::options::Budget;
use crate::repeated::{Options, RepeatedError, RepeatedGame};

/// Bounds that move less than this (rescaled) stand still.
const STILL: f64 = 1e-13;
/// Corners this close count as one.
const MERGE: f64 = 1e-9;
const ROUNDS: usize = 60;
/// How far the inner set may be off while directions are added, relative to the gap.
const ROUGH: f64 = 0.02;
/// The largest gap that counts for that.
const ROUGHEST: f64 = 0.1;
/// After so many rounds without progress the inner set is looked at precisely, or left as it is.
const STALLED: usize = 8;
/// Where directions ran out at a gap above this, precision gains nothing.
const COARSE: f64 = 1e-4;
/// Corners per player up to which a set counts as simple.
const SIMPLE: usize = 24;
/// The most directions per player that one round adds.
const PER_ROUND: usize = 12;
/// Directions per player to start with: the others are added where the gap is.
const START: usize = 50;
/// The finest of the drawn-in sets.
pub(crate) const FINEST: usize = 4;

/// A solved game.
pub(crate) struct Solved {
    pub(crate) stage: FloatStage,
    pub(crate) outer: Outer,
    pub(crate) ending: Ending,
    /// Vertices of the outer set, close ones merged.
    pub(crate) corners: Vec<Corner>,
    /// The float inner set; empty if none was found.
    pub(crate) inner: Vec<Generated>,
}

impl Solved {
    /// Shrinks the outer set, compares it with the inner one, and adds directions at the corners that
    /// are farthest from it, until the gap or the number of directions is as asked.
    pub(crate) fn new(
        game: &RepeatedGame,
        options: &Options,
        budget: &Budget,
    ) -> Result<Self, RepeatedError> {
        let stage = FloatStage::of(game);
        let few = (options.direction_count() / 2).min(START * stage.players());
        let mut outer = Outer::new(&stage, &starting(&stage, few));
        let mut ending = outer.run(&stage, STILL, budget);
        let mut found = merged(corners(&outer));
        let mut inner: Vec<Generated> = Vec::new();
        // While directions are added the inner set only shows where: how far it may be off follows the
        // gap that is left.
        let (mut is_rough, mut polished, mut left) = (true, false, ROUGHEST);
        let (mut least, mut stalled) = (f64::INFINITY, 0);
        for _ in 0..ROUNDS {
            if ending == Ending::Empty {
                found.clear();
                inner.clear();
                break;
            }
            let still = if is_rough { ROUGH * left.max(options.gap()) } else { 0.0 };
            // Where the outer set is the same as before, the descent goes on from where it was.
            let from = (!inner.is_empty()).then_some(inner.as_slice());
            let plain = Pull::default();
            let rough = roughly(&stage, &found, still);
            let look = |pull: &Pull| propose(&stage, &outer, &found, from, pull, still, budget);
            inner = rough.and_then(|pull| look(&pull)).or_else(|| look(&plain)).unwrap_or_default();
            let away = distance(&found, &inner);
            left = away.min(ROUGHEST);
            stalled = if away > 0.98 * least { stalled + 1 } else { 0 };
            least = least.min(away);
            let room = options.direction_count().saturating_sub(outer.directions());
            let mut news =
                separating(&outer, &found, &inner, options.gap(), room.min(PER_ROUND * stage.players()));
            if is_rough && (inner.is_empty() || news.is_empty() || stalled >= STALLED) {
                let coarse = room == 0 && left > COARSE.max(options.gap());
                let close =
                    (left <= options.gap() || stalled >= STALLED) && found.len() > SIMPLE * stage.players();
                if !inner.is_empty() && (coarse || close) {
                    break;
                }
                // Roughly close enough: now precisely.
                is_rough = false;
                continue;
            }
            if news.is_empty() && !polished && found.len() <= SIMPLE * stage.players() {
                // A set with few corners is as good as known: its own facets make it exact.
                polished = true;
                news = separating(&outer, &found, &inner, 0.0, room.min(PER_ROUND * stage.players()));
            }
            if ending == Ending::Spent || inner.is_empty() || news.is_empty() {
                break;
            }
            news.iter().for_each(|normal| outer.add(normal));
            ending = outer.run(&stage, STILL, budget);
            found = merged(corners(&outer));
            inner.clear();
        }
        Ok(Solved { stage, outer, ending, corners: found, inner })
    }

    /// The outer set alone, in the starting directions and some more.
    pub(crate) fn outer_only(
        game: &RepeatedGame,
        normals: &[Vec<f64>],
        budget: &Budget,
    ) -> Result<Self, RepeatedError> {
        let stage = FloatStage::of(game);
        let mut outer = Outer::new(&stage, normals);
        let ending = outer.run(&stage, STILL, budget);
        Ok(Solved { stage, outer, ending, corners: Vec::new(), inner: Vec::new() })
    }

    /// The directions besides the axes.
    pub(crate) fn normals(&self) -> Vec<Vec<f64>> {
        (2 * self.stage.players()..self.outer.directions()).map(|l| self.outer.normal(l).to_vec()).collect()
    }

    /// Proven inner sets, the readable ones first; `fineness` of the last ones grows.
    pub(crate) fn candidate(
        &self,
        game: &RepeatedGame,
        which: Candidate,
        budget: &Budget,
    ) -> Result<Option<SelfGenerating>, RepeatedError> {
        match which {
            Candidate::Reversion => Ok(reversion(game, &self.stage)),
            Candidate::Snapped => Ok(self.snapped(game)),
            Candidate::DrawnIn(fineness) => Ok(self.drawn_in(game, fineness, budget)),
        }
    }

    /// The float points read as the simplest fractions nearby.
    fn snapped(&self, game: &RepeatedGame) -> Option<SelfGenerating> {
        const SNAP: f64 = 1e-10;
        let exact = |g: &Generated| -> Option<(Vec<Rational>, usize)> {
            let own = |i: usize| game.dynamics().forever(g.profile, i);
            let point: Option<Vec<Rational>> = if g.forever {
                Some((0..g.at.len()).map(own).collect())
            } else {
                let units = self.stage.unscale(&g.at);
                (0..g.at.len()).map(|i| snap(units[i], SNAP * self.stage.range(i).to_f64())).collect()
            };
            Some((point?, g.profile))
        };
        let points: Option<Vec<_>> = self.inner.iter().map(exact).collect();
        SelfGenerating::prove(game, &self.stage, points?, &self.outer.live)
    }

    /// The inner set with room for rounding, ever less of it as `fineness` grows; several attempts, by
    /// the players whose threats are kept exactly.
    fn drawn_in(&self, game: &RepeatedGame, fineness: usize, budget: &Budget) -> Option<SelfGenerating> {
        let step = room(fineness);
        // From the inner set it is near; from the corners of the outer set nothing is missed.
        let starts = [Some(self.inner.as_slice()), None];
        starts.into_iter().flat_map(|from| anchors(self.stage.players()).map(move |a| (from, a))).find_map(
            |(from, anchor)| {
                if budget.is_spent() {
                    return None;
                }
                let pull = pull(&self.stage, &self.inner, step, &anchor)?;
                let still = pull.share;
                let points = propose(&self.stage, &self.outer, &self.corners, from, &pull, still, budget)?;
                let placed = exact(game, &self.stage, &points, &pull)?;
                SelfGenerating::prove(game, &self.stage, placed, &self.outer.live)
            },
        )
    }
}

/// How far a drawn-in set may fall short.
pub(crate) fn room(fineness: usize) -> f64 {
    10f64.powi(-2 * (fineness as i32 + 1))
}

/// Sets of players, small ones first.
fn anchors(players: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut codes: Vec<usize> = (0..1 << players.min(8)).collect();
    codes.sort_by_key(|code: &usize| (code.count_ones(), *code));
    codes.into_iter().map(move |code| (0..players).filter(|i| code >> i & 1 == 1).collect())
}

/// Where a proven inner set is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Candidate {
    Reversion,
    Snapped,
    DrawnIn(usize),
}

/// Corners with close ones merged: the first of each group, with all its directions.
fn merged(corners: Vec<Corner>) -> Vec<Corner> {
    let close = |a: &Corner, b: &Corner| a.at.iter().zip(&b.at).all(|(x, y)| (x - y).abs() <= MERGE);
    let mut kept: Vec<Corner> = Vec::with_capacity(corners.len());
    for corner in corners {
        match kept.iter_mut().find(|k| close(k, &corner)) {
            Some(known) => known.tight.extend(corner.tight),
            None => kept.push(corner),
        }
    }
    for corner in &mut kept {
        corner.tight.sort_unstable();
        corner.tight.dedup();
    }
    kept
}

/// The float inner set: descends from the corners, or from given points, in directions inside the corners'
/// normal cones.
fn propose(
    stage: &FloatStage,
    outer: &Outer,
    corners: &[Corner],
    from: Option<&[Generated]>,
    pull: &Pull,
    still: f64,
    budget: &Budget,
) -> Option<Vec<Generated>> {
    let mut directions: Vec<Vec<f64>> = Vec::with_capacity(corners.len());
    for corner in corners {
        let mean = middle(outer, corner);
        if !directions.iter().any(|d| same(d, &mean)) {
            directions.push(mean);
        }
    }
    let outermost: Vec<Vec<f64>> = corners.iter().map(|c| c.at.clone()).collect();
    let start = from.map_or(Start::Around(&outermost), Start::From);
    descend(stage, start, &directions, &outer.live, pull, still, budget)
}

/// Little room, towards the middle of the corners; `None` where it would drown in rounding.
fn roughly(stage: &FloatStage, corners: &[Corner], still: f64) -> Option<Pull> {
    let share = still * (1.0 - stage.patience());
    if share < 1e-10 || corners.is_empty() {
        return None;
    }
    let mean = |i: usize| corners.iter().map(|c| c.at[i]).sum::<f64>() / corners.len() as f64;
    let centre = (0..stage.players()).map(mean).collect();
    Some(Pull { share, centre, margin: 0.01 * share, anchor: Vec::new() })
}

/// New directions that separate the farthest corners from the inner set: at most `room`.
fn separating(
    outer: &Outer,
    corners: &[Corner],
    inner: &[Generated],
    gap: f64,
    room: usize,
) -> Vec<Vec<f64>> {
    let mut far: Vec<(f64, [Vec<f64>; 2])> = Vec::new();
    for corner in corners {
        let Some(found) = nearest(&corner.at, inner) else { continue };
        if found.distance <= gap.max(MERGE) {
            continue;
        }
        let mut towards: Vec<f64> = corner.at.iter().zip(&found.at).map(|(a, b)| a - b).collect();
        normalise(&mut towards);
        // The facet itself, where the nearest point lies inside one: more exact than the difference.
        let facet: Vec<&[f64]> = found.corral.iter().map(|&j| inner[j].at.as_slice()).collect();
        if facet.len() == towards.len()
            && let Some(mut normal) = normal_through(&facet)
        {
            if dot(&normal, &towards) < 0.0 {
                normal.iter_mut().for_each(|x| *x = -*x);
            }
            if dot(&normal, &towards) > 1.0 - 1e-6 {
                towards = normal;
            }
        }
        // Where that direction is known already, the middle of the corner's own ones.
        far.push((found.distance, [towards, middle(outer, corner)]));
    }
    far.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut known: Vec<Vec<f64>> = (0..outer.directions())
        .map(|l| {
            let mut normal = outer.normal(l).to_vec();
            normalise(&mut normal);
            normal
        })
        .collect();
    let mut news = Vec::new();
    for (_, normals) in far {
        if news.len() >= room {
            break;
        }
        if let Some(normal) = normals.into_iter().find(|h| !known.iter().any(|k| same(k, h))) {
            known.push(normal.clone());
            news.push(normal);
        }
    }
    news
}

/// The mean of the directions that are tight at a corner.
fn middle(outer: &Outer, corner: &Corner) -> Vec<f64> {
    let mut mean = vec![0.0; outer.players()];
    for &l in &corner.tight {
        let mut normal = outer.normal(l).to_vec();
        normalise(&mut normal);
        mean.iter_mut().zip(&normal).for_each(|(m, x)| *m += x);
    }
    normalise(&mut mean);
    mean
}

impl AsRef<[f64]> for Corner {
    fn as_ref(&self) -> &[f64] {
        &self.at
    }
}

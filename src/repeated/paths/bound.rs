//! Outer sets of what paths without draws can be worth: a proof that a coin is needed where the payoffs that
//! could follow are too many to list.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::geometry::Polygon;
use crate::repeated::options::Budget;
use crate::repeated::planar::operator::{Point, everything, generated, minmax};
use crate::repeated::planar::refute::{Grid, failing_step};
use crate::repeated::{Discount, RepeatedGame};

/// Payoffs of equilibrium paths that begin with certain profiles lie in a polygon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Beginning {
    /// The first profiles, by their indices in the stage game; none for all paths.
    pub profiles: Vec<usize>,
    /// The polygon's vertices.
    pub vertices: Vec<[Rational; 2]>,
}

/// One step of a [`PathBound`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PathLink {
    /// The beginnings that an equilibrium path can have, all of one length.
    pub beginnings: Vec<Beginning>,
    /// What no equilibrium without draws gives less of to a player.
    pub threat: [Rational; 2],
}

/// A proof, for two players of equal patience, that no equilibrium path without draws is as asked for.
///
/// The first link holds everything feasible. A path that begins with profile `a` and goes on as a path of
/// beginning `x` within a polygon is worth `(1-d) g(a) + d w` with `w` in that polygon and large enough to
/// deter; the next link's polygon of the beginning `a x`, cut to its length, holds that. So by induction every
/// link holds all equilibrium paths. Without draws nothing is a mean of different paths: no hull is taken
/// over beginnings, and the least payoff in all polygons is a threat that draws could undercut.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PathBound {
    /// The common discount factor.
    pub discount: Discount,
    /// The steps. What is asked for contradicts the last one: a payoff lies in none of its polygons, a path
    /// of profiles does not deter with its threats.
    pub chain: Vec<PathLink>,
}

/// What is asked of a path.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked<'a> {
    /// These profiles in turn for ever.
    Cycle(&'a [usize]),
    /// This payoff.
    Payoff(&'a [Rational]),
}

/// The most beginnings that are told apart, and the most steps.
const MOST_BEGINNINGS: usize = 48;
const MOST_STEPS: usize = 48;

/// A polygon per beginning.
type Pieces = Vec<(Vec<usize>, Polygon<Rational>)>;

impl PathBound {
    /// Looks for a proof; `None` where none was found, or for other numbers of players or unequal patience.
    pub(super) fn find(game: &RepeatedGame, asked: Asked, budget: &Budget) -> Option<Self> {
        if game.players() != 2 || game.discount().common().is_none() {
            return None;
        }
        let grid = Grid::of(game);
        let mut threat = minmax(game);
        let mut pieces: Pieces = vec![(Vec::new(), everything(game))];
        let mut length = 0;
        let mut chain = vec![link(&pieces, &threat)];
        for _ in 0..MOST_STEPS {
            if contradicts(game, asked, &pieces, &threat) {
                return Some(PathBound { discount: game.discount().clone(), chain });
            }
            if budget.is_spent() {
                return None;
            }
            let images = images(game, &pieces, &threat);
            if images.len() <= MOST_BEGINNINGS {
                length += 1;
            }
            let mut next: Vec<(Vec<usize>, Vec<Point>)> = Vec::new();
            for (mut word, points) in images {
                word.truncate(length);
                match next.iter_mut().find(|(known, _)| *known == word) {
                    Some((_, all)) => all.extend(points),
                    None => next.push((word, points)),
                }
            }
            let round = |points: Vec<Point>| {
                let hull = Polygon::hull(points.iter().flat_map(|p| grid.cell(p)).collect());
                hull.above(0, &threat[0]).above(1, &threat[1])
            };
            let next: Pieces = next
                .into_iter()
                .map(|(word, points)| (word, round(points)))
                .filter(|(_, set)| !set.is_empty())
                .collect();
            let raised = raised(&next, &threat);
            if next == pieces && raised == threat {
                return None;
            }
            (pieces, threat) = (next, raised);
            chain.push(link(&pieces, &threat));
        }
        None
    }

    /// Checks every step in exact arithmetic, and that a payoff lies in none of the last polygons.
    pub fn excludes_payoff(&self, game: &RepeatedGame, payoff: &[Rational]) -> bool {
        self.verify(game, Asked::Payoff(payoff))
    }

    /// Checks every step in exact arithmetic, and that profiles played in turn do not deter with the last
    /// threats. Profiles are indices of the stage game.
    pub fn excludes_cycle(&self, game: &RepeatedGame, cycle: &[usize]) -> bool {
        self.verify(game, Asked::Cycle(cycle))
    }

    fn verify(&self, game: &RepeatedGame, asked: Asked) -> bool {
        if game.players() != 2 || game.discount().common().is_none() || self.discount != *game.discount() {
            return false;
        }
        let read = |link: &PathLink| -> Pieces {
            let piece = |b: &Beginning| (b.profiles.clone(), Polygon::hull(b.vertices.clone()));
            link.beginnings.iter().map(piece).collect()
        };
        let links: Vec<(Pieces, &Point)> = self.chain.iter().map(|l| (read(l), &l.threat)).collect();
        let Some((first, threat)) = links.first() else { return false };
        let all = everything(game);
        let starts =
            first.iter().any(|(word, set)| word.is_empty() && all.vertices().iter().all(|v| set.contains(v)));
        let guaranteed = threat.iter().zip(minmax(game)).all(|(u, least)| *u <= least);
        let steps = || {
            links.windows(2).all(|pair| {
                let [(pieces, threat), (next, later)] = pair else { return false };
                let highest = raised(next, threat);
                let length = next.first().map_or(0, |(word, _)| word.len());
                next.iter().all(|(word, _)| word.len() == length)
                    && later.iter().zip(&highest).all(|(u, most)| u <= most)
                    && images(game, pieces, threat).into_iter().all(|(mut word, points)| {
                        word.truncate(length);
                        let image = Polygon::hull(points).above(0, &threat[0]).above(1, &threat[1]);
                        let holds = |(known, set): &(Vec<usize>, Polygon<Rational>)| {
                            *known == word && image.vertices().iter().all(|v| set.contains(v))
                        };
                        image.is_empty() || (word.len() == length && next.iter().any(holds))
                    })
            })
        };
        let last = links.last().map(|(pieces, threat)| contradicts(game, asked, pieces, threat));
        starts && guaranteed && steps() && last == Some(true)
    }
}

fn link(pieces: &Pieces, threat: &Point) -> PathLink {
    let beginnings = pieces
        .iter()
        .map(|(word, set)| Beginning { profiles: word.clone(), vertices: set.vertices().to_vec() })
        .collect();
    PathLink { beginnings, threat: threat.clone() }
}

/// What each profile followed by each beginning is worth.
fn images(game: &RepeatedGame, pieces: &Pieces, threat: &Point) -> Vec<(Vec<usize>, Vec<Point>)> {
    (0..game.stage().profiles())
        .flat_map(|profile| pieces.iter().map(move |piece| (profile, piece)))
        .filter_map(|(profile, (word, set))| {
            let points = generated(game, profile, set, threat);
            let longer = std::iter::once(profile).chain(word.iter().copied()).collect();
            (!points.is_empty()).then_some((longer, points))
        })
        .collect()
}

/// Threats that nothing in the pieces is below. Where nothing is left any threat holds.
fn raised(pieces: &Pieces, threat: &Point) -> Point {
    [0, 1].map(|i| {
        let least = pieces.iter().filter_map(|(_, set)| set.least(i)).min();
        least.map_or(threat[i].clone(), |least| least.max(threat[i].clone()))
    })
}

fn contradicts(game: &RepeatedGame, asked: Asked, pieces: &Pieces, threat: &Point) -> bool {
    match asked {
        _ if pieces.iter().all(|(_, set)| set.is_empty()) => true,
        Asked::Cycle(cycle) => failing_step(game, cycle, threat).is_some(),
        Asked::Payoff(payoff) => {
            let [x, y] = payoff else { return false };
            let point = [x.clone(), y.clone()];
            let below = (0..2).any(|i| point[i] < threat[i]);
            below || !pieces.iter().any(|(_, set)| set.contains(&point))
        }
    }
}

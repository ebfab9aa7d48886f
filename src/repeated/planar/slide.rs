//! Many steps of a chain of outer sets at once: sliding to where the chain is heading.
//!
//! Near its limit a chain `W_0, W_1, ...` shrinks geometrically, by hardly more than `1 - d` per step
//! where players are patient. The following takes all those steps at once. For sets `A` and `W` and
//! `0 <= s <= 1` let `W_s = (1 - s) A + s W`, the points between them, and likewise for threats
//! `u_s = (1 - s) a + s u`.
//!
//! **Theorem.** Let every equilibrium payoff lie in `W` and be at least `u`, let nothing in `A` be below
//! `a` and nothing in `W` below `u`. If there is a `r < 1` with `B(W_s, u_s)` inside `W_(r s)` for all
//! `0 <= s <= 1`, then every equilibrium payoff lies in `A` and is at least `a`.
//!
//! *Proof.* Say that `s` holds if V lies in `W_s` and is at least `u_s`; 1 does. If `s` holds, then
//! `V = B(V, .)` lies in `B(W_s, u_s)` because the operator is monotone (Abreu, Pearce and Stacchetti
//! 1990), hence in `W_(r s)`, in which nothing is below `u_(r s)`: so `r s` holds. The numbers `r^k` go to
//! 0, the sets are closed and change continuously: 0 holds.
//!
//! The condition is a finite one. `W_s` is given by the outer normals `n` of both sets as
//! `n . w <= (1 - s) h_A(n) + s h_W(n)` (in the plane these normals describe every such mean of two convex
//! sets), so the pairs `(w, s)` that a profile's constraints allow form a polytope of three dimensions: the
//! constraints are linear in `w` and the threats, and those linear in `s`. The image and its bound are
//! linear as well. So it is enough to look at the polytope's vertices.
//!
//! Good candidates for `A` are means of the chain's last set and the limit that floats see, a small share of
//! the former: floats only have to be much better than that share.

use super::operator::{Point, forever};
use crate::exact::{Rational, snap};
use crate::geometry::{Polygon, extreme_rays};
use crate::repeated::RepeatedGame;
use crate::repeated::fast::{FloatGame, Origin, Vertex};

/// Where floats see a chain end.
#[derive(Debug, Clone)]
pub(crate) struct Goal {
    set: Polygon<Rational>,
}

/// How far floats are trusted, relative to the payoff range: coordinates become the simplest fractions.
const TRUST: f64 = 1e-11;

impl Goal {
    /// The float vertices of V; profiles played for ever are exact.
    pub(crate) fn of(game: &RepeatedGame, float: &FloatGame, vertices: &[Vertex]) -> Option<Self> {
        let read = |vertex: &Vertex| {
            if vertex.origin == Origin::Forever {
                return Some(forever(game, vertex.profile as usize));
            }
            let own = float.unscale(vertex.at);
            Some([0, 1].map(|i| snap(own[i], TRUST * float.scale(i).1).unwrap_or_default()))
        };
        let points: Option<Vec<Point>> = vertices.iter().map(read).collect();
        let set = Polygon::hull(points?);
        (!set.is_empty()).then_some(Goal { set })
    }

    /// Where vertices that move evenly are after so many more steps; `None` where they come and go.
    pub(super) fn ahead(
        last: &Polygon<Rational>,
        now: &Polygon<Rational>,
        threat: &Point,
        steps: i64,
    ) -> Option<Self> {
        let steps = Rational::from(steps);
        let moved = |(a, b): (&Point, &Point)| [0, 1].map(|i| &b[i] + &steps * (&b[i] - &a[i]));
        let pairs = last.vertices().iter().zip(now.vertices());
        let set = Polygon::hull(pairs.map(moved).collect()).above(0, &threat[0]).above(1, &threat[1]);
        (last.vertices().len() == now.vertices().len() && !set.is_empty()).then_some(Goal { set })
    }

    /// The set and the threats that lie a small `share` of the way back from the goal to an outer set;
    /// vertices are replaced by what `round` says.
    pub(crate) fn near(
        &self,
        set: &Polygon<Rational>,
        threat: &Point,
        share: &Rational,
        round: impl Fn(&Point) -> Vec<Point>,
    ) -> Option<(Polygon<Rational>, Point)> {
        let rest = Rational::ONE - share;
        let least = [self.set.least(0)?, self.set.least(1)?];
        let threat = [0, 1].map(|i| &rest * &least[i] + share * &threat[i]);
        let mean = |a: &Point, w: &Point| [0, 1].map(|i| &rest * &a[i] + share * &w[i]);
        let sums = self.set.vertices().iter().flat_map(|a| set.vertices().iter().map(move |w| mean(a, w)));
        let exact = Polygon::hull(sums.collect());
        let rounded = Polygon::hull(exact.vertices().iter().flat_map(round).collect());
        Some((rounded, threat))
    }
}

/// Whether equilibrium payoffs in `from`, at least `threat`, slide into `to`, where they are at least
/// `aim`: the theorem's condition at the ratio `r`, for all profiles that `from` allows.
pub(crate) fn slides(
    game: &RepeatedGame,
    profiles: &[usize],
    from: (&Polygon<Rational>, &Point),
    to: (&Polygon<Rational>, &Point),
    ratio: &Rational,
) -> bool {
    let outer = from.0.above(0, &from.1[0]).above(1, &from.1[1]);
    let inner = to.0.above(0, &to.1[0]).above(1, &to.1[1]);
    if outer.is_empty() || inner.is_empty() {
        return false;
    }
    let sides: Vec<Side> = normals(&outer, &inner)
        .into_iter()
        .filter_map(|normal| {
            let (_, low) = inner.support(&normal)?;
            let (_, high) = outer.support(&normal)?;
            Some(Side { normal, rise: high - &low, low })
        })
        .collect();
    profiles.iter().all(|&profile| stays(game, profile, &sides, from.1, to.1, ratio))
}

/// `normal . w <= low + s rise`.
struct Side {
    normal: Point,
    low: Rational,
    rise: Rational,
}

/// The outer normals of both sets and of the axes.
fn normals(outer: &Polygon<Rational>, inner: &Polygon<Rational>) -> Vec<Point> {
    let unit = |x: i64, y: i64| [Rational::from(x), Rational::from(y)];
    let mut found = vec![unit(1, 0), unit(-1, 0), unit(0, 1), unit(0, -1)];
    for (a, b) in outer.edges().chain(inner.edges()) {
        let along = [&b[0] - &a[0], &b[1] - &a[1]];
        found.push([along[1].clone(), -&along[0]]);
        found.push([-&along[1], along[0].clone()]);
    }
    // One of each direction.
    let scaled = found.into_iter().filter_map(|n| {
        let size = n[0].abs() + n[1].abs();
        Some([n[0].checked_div(&size)?, n[1].checked_div(&size)?])
    });
    let mut kept: Vec<Point> = scaled.collect();
    kept.sort();
    kept.dedup();
    kept
}

/// Whether what one profile makes of `W_s` stays in `W_(r s)` for all `s`.
fn stays(
    game: &RepeatedGame,
    profile: usize,
    sides: &[Side],
    threat: &Point,
    aim: &Point,
    ratio: &Rational,
) -> bool {
    let dynamics = game.dynamics();
    let zero = || Rational::ZERO;
    // Rows over (w_0, w_1, s, 1), at most 0.
    let mut rows: Vec<Vec<Rational>> = sides
        .iter()
        .map(|side| vec![side.normal[0].clone(), side.normal[1].clone(), -&side.rise, -&side.low])
        .collect();
    rows.push(vec![zero(), zero(), -Rational::ONE, zero()]);
    rows.push(vec![zero(), zero(), Rational::ONE, -Rational::ONE]);
    for i in 0..2 {
        let gap = &threat[i] - &aim[i];
        for (constant, carry) in dynamics.deviation_lines(profile, i) {
            let mut row = vec![zero(), zero(), &carry * &gap, constant + &carry * &aim[i]];
            row[i] = -dynamics.carry(profile, i);
            row[3] -= dynamics.constant(profile, i);
            rows.push(row);
        }
    }
    let corners = extreme_rays(&rows, 4).into_iter().filter(|ray| ray[3].is_positive());
    corners.into_iter().all(|ray| {
        let value =
            [0, 1].map(|i| &ray[3] * dynamics.constant(profile, i) + dynamics.carry(profile, i) * &ray[i]);
        let later = ratio * &ray[2];
        sides.iter().all(|side| {
            let worth = &side.normal[0] * &value[0] + &side.normal[1] * &value[1];
            worth <= &ray[3] * &side.low + &later * &side.rise
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Game;
    use crate::repeated::planar::operator::{feasible, minmax};

    fn slid(discount: &str, to: &[[i64; 2]], ratio: Rational) -> bool {
        let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), discount).unwrap();
        let (from, threat) = (feasible(&game), minmax(&game));
        let to = Polygon::hull(to.iter().map(|v| v.map(Rational::from)).collect());
        slides(&game, &[0, 1, 2, 3], (&from, &threat), (&to, &threat), &ratio)
    }

    #[test]
    fn impatient_prisoners_slide_to_defection_as_fast_as_they_discount() {
        let least = Rational::new(1, 10);
        assert!(slid("1/10", &[[1, 1]], least.clone()));
        assert!(slid("1/10", &[[1, 1]], Rational::new(1, 2)));
        assert!(!slid("1/10", &[[1, 1]], &least - Rational::new(1, 1000)), "nothing is faster");
    }

    #[test]
    fn nothing_slides_away_from_an_equilibrium() {
        assert!(!slid("3/5", &[[1, 1]], Rational::new(9, 10)), "(3, 3) is an equilibrium payoff");
        // A ratio of 1 would be no limit at all; just below, the sets of no equilibrium lose nothing.
        let almost = Rational::ONE - Rational::new(1, 1_000_000);
        assert!(!slid("3/5", &[[1, 1], [1, 2], [2, 1]], almost.clone()));
        assert!(slid("3/5", &[[1, 1], [0, 5], [5, 0], [3, 3]], almost), "where everything is, all stays");
    }
}

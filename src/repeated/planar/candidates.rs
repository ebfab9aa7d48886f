//! Where self-generating sets are looked for, the readable ones first.
//!
//! 1. The hull of the profiles that sustain themselves for ever (stage equilibria; with absorbing
//!    outcomes also wars that nobody can leave): punishment by reversion (Friedman 1971).
//! 2. The float vertices read as the simplest fractions nearby.
//! 3. V itself, where the exact iteration ends after finitely many steps.
//! 4. V at a slightly smaller discount factor, drawn in by a much smaller amount towards an inner
//!    point `z`. There every constraint holds with slack: with `p' = p + s (z - p)` the continuation
//!    that produces `p'` moves by `s/d (z - p)`, so it lies inside the drawn-in set by `s (1/d - 1)`
//!    times the distance of `z` to the edge, and the smaller discount factor leaves a slack
//!    proportional to `p_i - u_i` in every incentive constraint (proof of theorem 6 of Abreu, Pearce
//!    and Stacchetti 1990); at the threat itself `(z_i - p_i)/d > z_i - u_i`. The slack absorbs the
//!    rounding of floats, and the exact check decides.

use super::generate::SelfGenerating;
use super::operator::{Limit, deviations, dominates, forever, generated, iterate};
use crate::exact::{Rational, snap};
use crate::geometry::Polygon;
use crate::repeated::RepeatedGame;
use crate::repeated::fast::{FloatGame, Limits, Origin, Outline, Solver, Vertex};

/// Steps and size of numbers granted to the exact iteration.
const EXACT_STEPS: usize = 32;
const EXACT_BITS: usize = 192;

/// The profiles that sustain themselves: played for ever they beat every deviation that is answered by
/// playing them for ever.
pub(crate) fn self_sustaining(game: &RepeatedGame) -> Vec<usize> {
    (0..game.stage().profiles())
        .filter(|&profile| {
            let own = forever(game, profile);
            dominates(&own, &deviations(game, profile, &own))
        })
        .collect()
}

/// The hull of the self-sustaining profiles; `None` if there is none.
pub(crate) fn reversion(game: &RepeatedGame) -> Option<SelfGenerating> {
    let profiles = self_sustaining(game);
    let set = Polygon::hull(profiles.iter().map(|&p| forever(game, p)).collect());
    SelfGenerating::prove(game, set, &profiles)
}

/// The hull of the profiles that, played for ever, are deterred by the worst among themselves: the
/// self-sustaining ones, those that reversion to them supports, and so on. `None` if these are no more than
/// the self-sustaining ones.
pub(crate) fn supported(game: &RepeatedGame) -> Option<SelfGenerating> {
    let mut profiles = self_sustaining(game);
    let base = profiles.len();
    loop {
        let own: Vec<_> = profiles.iter().map(|&p| forever(game, p)).collect();
        let least = |i: usize| own.iter().map(|v| &v[i]).min().cloned();
        let threat = [least(0)?, least(1)?];
        let deterred = |&p: &usize| dominates(&forever(game, p), &deviations(game, p, &threat));
        let next: Vec<usize> = (0..game.stage().profiles()).filter(deterred).collect();
        if next.len() == profiles.len() {
            let set = Polygon::hull(own);
            return (profiles.len() > base).then(|| SelfGenerating::prove(game, set, &profiles)).flatten();
        }
        profiles = next;
    }
}

/// The float vertices as the simplest fractions nearby: most sets have short vertices.
pub(crate) fn snapped(game: &RepeatedGame, outline: &Outline) -> Option<SelfGenerating> {
    snapped_vertices(game, game.float().ok()?, &outline.marked)
}

/// As [`snapped`], for a list of vertices.
pub(crate) fn snapped_vertices(
    game: &RepeatedGame,
    float: &FloatGame,
    vertices: &[Vertex],
) -> Option<SelfGenerating> {
    let reach = [0, 1].map(|i| SNAP * float.scale(i).1);
    let points: Option<Vec<_>> = vertices
        .iter()
        .map(|vertex| match vertex.origin {
            Origin::Forever => Some(forever(game, vertex.profile as usize)),
            _ => {
                let own = float.unscale(vertex.at);
                Some([snap(own[0], reach[0])?, snap(own[1], reach[1])?])
            }
        })
        .collect();
    SelfGenerating::prove(game, Polygon::hull(points?), &profiles_of(vertices))
}

/// How far a vertex may move to become a short fraction, relative to the payoff range.
const SNAP: f64 = 1e-10;

fn profiles_of(vertices: &[Vertex]) -> Vec<usize> {
    let mut profiles: Vec<usize> = vertices.iter().map(|v| v.profile as usize).collect();
    profiles.sort_unstable();
    profiles.dedup();
    profiles
}

/// V by the exact iteration, where it ends.
pub(crate) fn exact_limit(game: &RepeatedGame, live: Vec<usize>) -> Limit {
    iterate(game, live, EXACT_STEPS, EXACT_BITS)
}

/// Towards which point a set is drawn in. Towards a point of a face `x_i = u_i` the threat `u_i` stays
/// as it is, which players need who have nothing to gain and nothing to lose: their constraint holds
/// with equality at that threat and fails at any higher one.
const ANCHORS: [Option<usize>; 3] = [None, Some(0), Some(1)];

/// V at slightly smaller discount factors, drawn in: the farther from V, the shorter the numbers, so
/// the coarse ones come first. `fineness` runs from 0 to [`FINEST`]. Several sets, one per anchor that
/// works, made when asked for.
pub(crate) fn drawn_in<'a>(
    game: &'a RepeatedGame,
    float: &FloatGame,
    solver: &mut Solver,
    fineness: usize,
    limits: &Limits,
) -> impl Iterator<Item = SelfGenerating> + use<'a> {
    let discount = game.discount().of(0).to_f64();
    let step = 10f64.powi(-2 * (fineness as i32 + 1));
    let smaller = discount - step * discount * (1.0 - discount);
    let mut outline = solver.solve(float, smaller, limits);
    // What the outer iteration still has to go, much where patience makes it slow, is more than the shift.
    if let Some((marked, _)) = solver.inside(float, smaller, &outline, limits)
        && marked.len() >= 3
    {
        outline.scaled_threat = [0, 1].map(|i| marked.iter().map(|v| v.at[i]).fold(f64::INFINITY, f64::min));
        outline.marked = marked;
    }
    let shift = step * 0.01 * (1.0 - discount);
    let bits = ((1.0 / (shift * (1.0 - discount))).log2().ceil() as usize + 6).min(60);
    let wide = outline.marked.len() >= 3;
    let ways = ANCHORS.into_iter().flat_map(|anchor| [(anchor, Stay::Forever), (anchor, Stay::Nobody)]);
    ways.filter(move |_| wide).filter_map(move |(anchor, stay)| {
        let set = shifted(game, &outline, anchor, stay, shift, bits)?;
        SelfGenerating::prove(game, set, &profiles_of(&outline.marked))
    })
}

/// The best of the finest drawn-in sets: the first one, or, where it leaves part of the outline out,
/// what all of them generate together. `near` says whether a set leaves nothing out.
///
/// Two self-generating sets have a self-generating hull, and what the operator makes of such a set is
/// self-generating again and holds it, because the operator is monotone. So a profile that is held back
/// by a hair at every smaller discount factor, but not at this one, comes in.
pub(crate) fn finest(
    game: &RepeatedGame,
    float: &FloatGame,
    solver: &mut Solver,
    live: &[usize],
    limits: &Limits,
    near: impl Fn(&SelfGenerating) -> bool,
) -> Option<SelfGenerating> {
    (0..=FINEST).rev().find_map(|fineness| {
        let mut sets = drawn_in(game, float, solver, fineness, limits);
        let first = sets.next()?;
        if near(&first) {
            return Some(first);
        }
        let points = sets.flat_map(|proof| proof.set.into_vertices()).chain(first.set.vertices().to_vec());
        let together = Polygon::hull(points.collect());
        Some(grown(game, together, live).unwrap_or(first))
    })
}

/// A self-generating set with what it generates, as often as that adds something and numbers stay short.
fn grown(game: &RepeatedGame, mut set: Polygon<Rational>, live: &[usize]) -> Option<SelfGenerating> {
    for _ in 0..GROWTH {
        let threat = [set.least(0)?, set.least(1)?];
        let made = live.iter().flat_map(|&profile| generated(game, profile, &set, &threat));
        let next = Polygon::hull(made.chain(set.vertices().to_vec()).collect());
        if next == set || next.vertices().iter().flatten().any(|x| x.bits() > GROWTH_BITS) {
            break;
        }
        set = next;
    }
    SelfGenerating::prove(game, set, live)
}

/// How far the finest drawn-in sets stay behind, in rescaled payoffs, and some room.
pub(crate) const DRAWN: f64 = 1e-7;

/// Steps of [`grown`], and the size of its numbers.
const GROWTH: usize = 8;
const GROWTH_BITS: usize = 384;

/// Which vertices stay where they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stay {
    /// Profiles played for ever: they are their own continuation, and a payoff that only they reach
    /// stays in the set.
    Forever,
    Nobody,
}

/// The outline's vertices moved by a share `shift` towards the anchor, on a grid of `2^-bits`.
fn shifted(
    game: &RepeatedGame,
    outline: &Outline,
    anchor: Option<usize>,
    stay: Stay,
    shift: f64,
    bits: usize,
) -> Option<Polygon<Rational>> {
    let scale = Scale::of(game);
    let threat = outline.scaled_threat;
    let on_face = |v: &[f64; 2], i: usize| v[i] - threat[i] <= FACE;
    let vertices = &outline.marked;
    let places = vertices.iter().map(|v| &v.at);
    let around: Vec<&[f64; 2]> = places.filter(|v| anchor.is_none_or(|i| on_face(v, i))).collect();
    let centre = [0, 1].map(|i| around.iter().map(|v| v[i]).sum::<f64>() / around.len() as f64);
    // The kept threat is a best-reply payoff, exactly.
    let kept = match anchor {
        Some(axis) => Some((axis, scale.nearest_best_reply(game, axis, threat[axis])?)),
        None => None,
    };
    let points: Option<Vec<_>> = vertices
        .iter()
        .map(|vertex| {
            if stay == Stay::Forever && vertex.origin == Origin::Forever {
                return Some(forever(game, vertex.profile as usize));
            }
            let v = &vertex.at;
            let mut point = [Rational::ZERO, Rational::ZERO];
            for i in 0..2 {
                point[i] = match &kept {
                    Some((axis, value)) if *axis == i && on_face(v, i) => value.clone(),
                    _ => {
                        let drawn = v[i] + shift * (centre[i] - v[i]);
                        scale.unscale(i, Rational::from_f64(drawn)?.floor_to_bits(bits))
                    }
                };
            }
            Some(point)
        })
        .collect();
    Some(Polygon::hull(points?))
}

/// Vertices this close to a threat lie on its face, in rescaled payoffs.
const FACE: f64 = 1e-9;

/// The last value of `fineness`.
pub(crate) const FINEST: usize = 4;

/// The exact rescaling to [0, 1].
struct Scale {
    low: [Rational; 2],
    range: [Rational; 2],
}

impl Scale {
    fn of(game: &RepeatedGame) -> Self {
        let outcomes = game.dynamics().outcomes();
        let low = [0, 1].map(|i| outcomes.iter().map(|o| &o[i]).min().cloned().unwrap_or_default());
        let high = [0, 1].map(|i| outcomes.iter().map(|o| &o[i]).max().cloned().unwrap_or_default());
        let range = [0, 1].map(|i| if high[i] > low[i] { &high[i] - &low[i] } else { Rational::ONE });
        Scale { low, range }
    }
    /// The best-reply payoff at a rescaled threat; `None` if there is none within [`FACE`].
    fn nearest_best_reply(&self, game: &RepeatedGame, player: usize, threat: f64) -> Option<Rational> {
        let stage = game.stage();
        let aim = self.low[player].to_f64() + threat * self.range[player].to_f64();
        let reach = FACE * self.range[player].to_f64();
        let against = (0..stage.profiles()).filter(|&p| stage.action_at(p, player) == 0);
        let payoffs = against.map(|p| game.temptation_payoff(p, player));
        payoffs.into_iter().find(|u| (u.to_f64() - aim).abs() <= reach).cloned()
    }
    fn unscale(&self, player: usize, value: Rational) -> Rational {
        &self.low[player] + value * &self.range[player]
    }
}

//! From the solver's marked vertices to short vertex lists, inside and outside.

use super::operator::{Origin, Vertex};
use super::{FloatGame, Outline};
use crate::exact::Rational;
use crate::geometry::Polygon;
use crate::repeated::payoff_set::Shape;

/// Vertices closer than this to the hull of the others are not listed (in rescaled payoffs).
const MERGE: f64 = 1e-10;
/// Extents below this do not count for the shape.
const FLAT: f64 = 1e-8;
/// An offset vertex may move this far before the plain hull of boxes is used instead.
const FAR: f64 = 1e-6;

/// An outline as two lists of vertices in the game's own units.
pub(crate) struct Contour {
    pub(crate) shape: Shape,
    pub(crate) inner: Vec<Vec<f64>>,
    pub(crate) outer: Vec<Vec<f64>>,
    /// Largest distance of an outer vertex to the inner set, in rescaled payoffs.
    pub(crate) gap: f64,
    pub(crate) threat: Vec<f64>,
}

/// A decision by a smaller margin than this is left to exact arithmetic.
const CLOSE: f64 = 1e-9;

impl Contour {
    /// The outline as outer set, and a set that was found inside V with the smallest margin on which one
    /// of its vertices rests; `None` where floats cannot take one of those decisions.
    pub(crate) fn settled(
        game: &FloatGame,
        outline: &Outline,
        inside: &[Vertex],
        safety: f64,
    ) -> Option<Self> {
        let contour = Self::between(game, outline, inside);
        (safety > CLOSE && shape_of(&shorten(inside)) == contour.shape).then_some(contour)
    }

    /// The outline as outer set alone; the inner set is for the caller to find.
    pub(crate) fn of(game: &FloatGame, outline: &Outline) -> Self {
        Self::between(game, outline, &outline.marked)
    }

    fn between(game: &FloatGame, outline: &Outline, inside: &[Vertex]) -> Self {
        let marked = &outline.marked;
        let reach = |v: &Vertex| if is_exact(game, v) { 0.0 } else { outline.slack + game.unit_rounding() };
        let (short, inside) = (shorten(marked), shorten(inside));
        let mut inner: Vec<Vec<f64>> = inside.iter().map(|v| own_units(game, v)).collect();
        lexicographic_first(&mut inner, |p| [p[0], p[1]]);
        let listed = |v: &Vertex| inside.iter().any(|w| (w.profile, w.origin) == (v.profile, v.origin));
        let (outer, gap) = if marked.iter().all(|v| reach(v) == 0.0) && short.iter().all(listed) {
            (inner.clone(), loss(marked, &inside))
        } else {
            outside(game, marked, &short, &inside, &reach)
        };
        Contour { shape: shape_of(&short), inner, outer, gap, threat: threat(game, outline) }
    }
}

impl Contour {
    /// The contour of a set that is known exactly: inner the nearest floats, outer rounded outwards.
    pub(crate) fn around(game: &FloatGame, set: &Polygon<Rational>, threat: &[Rational; 2]) -> Self {
        let nearest = |v: &[Rational; 2]| [v[0].to_f64(), v[1].to_f64()];
        let inner: Vec<[f64; 2]> = set.vertices().iter().map(nearest).collect();
        let fits = |v: &[Rational; 2]| {
            v.iter().all(|x| Rational::from_f64(x.to_f64()).is_some_and(|back| back == *x))
        };
        let marked: Vec<Vertex> = inner
            .iter()
            .map(|p| {
                let at = [0, 1].map(|i| (p[i] - game.scale(i).0) / game.scale(i).1);
                Vertex { at, profile: 0, origin: Origin::Feasible }
            })
            .collect();
        let mut listed: Vec<Vec<f64>> = inner.iter().map(|v| v.to_vec()).collect();
        lexicographic_first(&mut listed, |p| [p[0], p[1]]);
        let (outer, gap) = if set.vertices().iter().all(fits) {
            (listed.clone(), 0.0)
        } else {
            outside(game, &marked, &marked, &marked, &|_| 4.0 * game.unit_rounding())
        };
        let threat = threat.iter().map(Rational::to_f64_down).collect();
        Contour { shape: shape_of(&marked), inner: listed, outer, gap, threat }
    }
}

/// Whether a vertex is a stage payoff that floats represent exactly.
fn is_exact(game: &FloatGame, vertex: &Vertex) -> bool {
    vertex.origin == Origin::Forever && game.original(vertex.profile as usize).is_some()
}

fn own_units(game: &FloatGame, vertex: &Vertex) -> Vec<f64> {
    let original =
        if vertex.origin == Origin::Forever { game.original(vertex.profile as usize) } else { None };
    original.unwrap_or_else(|| game.unscale(vertex.at)).to_vec()
}

/// What dropping the unlisted vertices costs.
fn loss(all: &[Vertex], kept: &[Vertex]) -> f64 {
    if all.len() == kept.len() {
        return 0.0;
    }
    let kept: Vec<[f64; 2]> = kept.iter().map(|v| v.at).collect();
    all.iter().map(|v| crate::geometry::distance_to_polygon(v.at, &kept)).fold(0.0, f64::max)
}

fn span(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).abs().max((a[1] - b[1]).abs())
}

/// Height of `b` over the line through `a` and `c`.
fn height(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    let (x, y) = (c[0] - a[0], c[1] - a[1]);
    let length = x.hypot(y);
    if length == 0.0 {
        return span(a, b);
    }
    ((x * (b[1] - a[1]) - y * (b[0] - a[0])) / length).abs()
}

/// Drops vertices that the others nearly span; of close ones an exact one stays.
fn shorten(marked: &[Vertex]) -> Vec<Vertex> {
    let mut kept: Vec<Vertex> = Vec::with_capacity(marked.len());
    let prefer = |a: &Vertex, b: &Vertex| b.origin == Origin::Forever && a.origin != Origin::Forever;
    for vertex in marked {
        match kept.last_mut() {
            Some(last) if span(last.at, vertex.at) <= MERGE => {
                if prefer(last, vertex) {
                    *last = *vertex;
                }
            }
            _ => kept.push(*vertex),
        }
    }
    if kept.len() > 1 && span(kept[0].at, kept[kept.len() - 1].at) <= MERGE {
        let last = kept.len() - 1;
        let drop = if prefer(&kept[0], &kept[last]) { 0 } else { last };
        kept.remove(drop);
    }
    let mut i = 0;
    while kept.len() > 2 && i < kept.len() {
        let n = kept.len();
        let (before, after) = (kept[(i + n - 1) % n].at, kept[(i + 1) % n].at);
        if height(before, kept[i].at, after) <= MERGE && is_between(before, kept[i].at, after) {
            kept.remove(i);
            i = i.saturating_sub(1);
        } else {
            i += 1;
        }
    }
    lexicographic_first(&mut kept, |v| v.at);
    kept
}

fn is_between(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> bool {
    (0..2).all(|i| b[i] >= a[i].min(c[i]) - MERGE && b[i] <= a[i].max(c[i]) + MERGE)
}

fn lexicographic_first<V>(vertices: &mut [V], at: impl Fn(&V) -> [f64; 2]) {
    let key = |v: &V| at(v);
    let least = (0..vertices.len()).min_by(|&a, &b| {
        let (a, b) = (key(&vertices[a]), key(&vertices[b]));
        a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]))
    });
    if let Some(least) = least {
        vertices.rotate_left(least);
    }
}

/// The shape at [`FLAT`].
fn shape_of(vertices: &[Vertex]) -> Shape {
    let Some(first) = vertices.first() else { return Shape::Empty };
    let far = |from: [f64; 2]| {
        let by = |v: &&Vertex| span(from, v.at);
        vertices.iter().max_by(|a, b| by(a).total_cmp(&by(b))).map_or(from, |v| v.at)
    };
    let a = far(first.at);
    let b = far(a);
    if span(a, b) <= FLAT {
        return Shape::Point;
    }
    if vertices.iter().all(|v| height(a, v.at, b) <= FLAT) {
        return Shape::Segment;
    }
    Shape::Polygon
}

/// A short polygon that contains every vertex with its reach: the edges of `short` moved outwards. Also
/// the largest distance of its vertices to the inner set.
fn outside(
    game: &FloatGame,
    marked: &[Vertex],
    short: &[Vertex],
    inside: &[Vertex],
    reach: &impl Fn(&Vertex) -> f64,
) -> (Vec<Vec<f64>>, f64) {
    let n = short.len();
    let scaled = if n >= 3 { offset(marked, short, reach, 2.0 * game.unit_rounding()) } else { None };
    let scaled = scaled.unwrap_or_else(|| {
        let corners = marked.iter().flat_map(|v| {
            let r = reach(v) + 2.0 * game.unit_rounding();
            [[-r, -r], [-r, r], [r, -r], [r, r]].map(|d| [v.at[0] + d[0], v.at[1] + d[1]])
        });
        crate::geometry::convex_hull(corners.collect())
    });
    let inner: Vec<[f64; 2]> = inside.iter().map(|v| v.at).collect();
    let gap = scaled.iter().map(|p| crate::geometry::distance_to_polygon(*p, &inner)).fold(0.0, f64::max);
    let mut listed: Vec<Vec<f64>> = scaled.iter().map(|p| game.unscale(*p).to_vec()).collect();
    lexicographic_first(&mut listed, |p| [p[0], p[1]]);
    (listed, gap)
}

/// Moves every edge outwards until everything is inside; `None` if a vertex would move far (edges that
/// are nearly parallel).
fn offset(
    marked: &[Vertex],
    short: &[Vertex],
    reach: &impl Fn(&Vertex) -> f64,
    rounding: f64,
) -> Option<Vec<[f64; 2]>> {
    let n = short.len();
    let lines: Vec<([f64; 2], f64)> = (0..n)
        .map(|i| {
            let (a, b) = (short[i].at, short[(i + 1) % n].at);
            let normal = [b[1] - a[1], a[0] - b[0]];
            let size = normal[0].abs() + normal[1].abs();
            let over =
                |v: &Vertex| (v.at[0] - a[0]) * normal[0] + (v.at[1] - a[1]) * normal[1] + reach(v) * size;
            let most = marked.iter().map(over).fold(0.0, f64::max);
            // Every edge moves by at least a few roundings, which cover those of the vertices below.
            (normal, (most + rounding * size) * (1.0 + 1e-12))
        })
        .collect();
    (0..n)
        .map(|i| {
            let vertex = short[i].at;
            let ((p, dp), (q, dq)) = (lines[(i + n - 1) % n], lines[i]);
            // Solve p.x = dp, q.x = dq relative to the vertex, which lies on both original edges.
            let det = p[0] * q[1] - p[1] * q[0];
            let shift = [(dp * q[1] - dq * p[1]) / det, (p[0] * dq - q[0] * dp) / det];
            let small = shift.iter().all(|s| s.is_finite() && s.abs() <= FAR);
            small.then(|| [vertex[0] + shift[0], vertex[1] + shift[1]])
        })
        .collect()
}

/// The threats in own units, rounded down unless they are exact stage payoffs.
fn threat(game: &FloatGame, outline: &Outline) -> Vec<f64> {
    (0..2)
        .map(|i| {
            let value = outline.scaled_threat[i];
            let exact = outline.marked.iter().find(|v| v.at[i] == value && is_exact(game, v));
            match exact.and_then(|v| game.original(v.profile as usize)) {
                Some(payoff) => payoff[i],
                None => {
                    let mut point = [0.0; 2];
                    point[i] = value - game.unit_rounding();
                    game.unscale(point)[i].next_down()
                }
            }
        })
        .collect()
}

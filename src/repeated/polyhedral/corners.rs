//! The vertices of an intersection of half-spaces, by clipping one half-space at a time (the double
//! description method of Motzkin et al. 1953 on the graph of vertices and edges).
//!
//! Every half-space is first moved outwards by a different tiny amount. That makes the polytope simple
//! (as many facets meet at a vertex as there are coordinates), flat sets included, so that the graph is
//! enough and no tolerance decides about incidence; and it keeps the result a superset.

use std::collections::HashMap;

use super::outer::{Outer, dot};

/// How far half-spaces are moved outwards, at most twice this.
const OUTWARDS: f64 = 1e-11;
/// A half-space that would bring more vertices than this is left out (the result only grows).
const MOST_CORNERS: usize = 60_000;
/// The most coordinates: a cube has `2^n` vertices.
pub(crate) const MOST_PLAYERS: usize = 8;

/// A vertex and the directions whose half-spaces meet there.
#[derive(Debug, Clone)]
pub(crate) struct Corner {
    pub(crate) at: Vec<f64>,
    pub(crate) tight: Vec<usize>,
}

struct Node {
    at: Vec<f64>,
    /// Facets that meet here, ascending; the newest has the greatest number.
    facets: Vec<usize>,
    /// The vertex at the other end of the edge that leaves the facet of the same position.
    neighbours: Vec<usize>,
}

const NOBODY: usize = usize::MAX;

/// The vertices of an outer set.
pub(crate) fn corners(outer: &Outer) -> Vec<Corner> {
    let n = outer.players();
    let mut nodes = cube(n);
    let mut alive: Vec<usize> = (0..nodes.len()).collect();
    let first = 2 * n;
    for l in 0..outer.directions() {
        let spread = (l as f64 * 0.618_033_988_749_895).fract();
        let bound = outer.bound(l) + OUTWARDS * (1.0 + spread);
        alive = clip(&mut nodes, alive, outer.normal(l), bound, first + l);
    }
    alive
        .into_iter()
        .map(|v| Corner {
            at: nodes[v].at.clone(),
            tight: nodes[v].facets.iter().filter(|&&f| f >= first).map(|f| f - first).collect(),
        })
        .collect()
}

/// A cube around the unit cube; facet `2i` is `x_i = -1/2`, facet `2i + 1` is `x_i = 3/2`.
fn cube(n: usize) -> Vec<Node> {
    (0..1usize << n)
        .map(|code| {
            let high = |i: usize| code >> i & 1;
            Node {
                at: (0..n).map(|i| 2.0 * high(i) as f64 - 0.5).collect(),
                facets: (0..n).map(|i| 2 * i + high(i)).collect(),
                neighbours: (0..n).map(|i| code ^ (1 << i)).collect(),
            }
        })
        .collect()
}

/// Cuts with one half-space; returns the vertices that remain.
fn clip(nodes: &mut Vec<Node>, alive: Vec<usize>, normal: &[f64], bound: f64, facet: usize) -> Vec<usize> {
    let mut over = vec![0.0; nodes.len()];
    let mut cut = 0;
    for &v in &alive {
        over[v] = dot(&nodes[v].at, normal) - bound;
        cut += usize::from(over[v] > 0.0);
    }
    if cut == 0 {
        return alive;
    }
    let crossings: Vec<(usize, usize)> = alive
        .iter()
        .filter(|&&v| over[v] <= 0.0)
        .flat_map(|&v| (0..nodes[v].neighbours.len()).map(move |k| (v, k)))
        .filter(|&(v, k)| nodes[v].neighbours[k] != NOBODY && over[nodes[v].neighbours[k]] > 0.0)
        .collect();
    if alive.len() - cut + crossings.len() > MOST_CORNERS {
        return alive;
    }
    let mut kept: Vec<usize> = alive.into_iter().filter(|&v| over[v] <= 0.0).collect();
    // Two new vertices are neighbours if they share all facets but one.
    let mut open: HashMap<Vec<usize>, (usize, usize)> = HashMap::new();
    for (v, k) in crossings {
        let outside = nodes[v].neighbours[k];
        let t = over[v] / (over[v] - over[outside]);
        let at = nodes[v].at.iter().zip(&nodes[outside].at).map(|(a, b)| a + t * (b - a)).collect();
        let mut facets = nodes[v].facets.clone();
        facets.remove(k);
        let mut neighbours = vec![NOBODY; facets.len()];
        let new = nodes.len();
        nodes[v].neighbours[k] = new;
        for (left, neighbour) in neighbours.iter_mut().enumerate() {
            let mut key = facets.clone();
            key.remove(left);
            match open.remove(&key) {
                Some((other, position)) => {
                    *neighbour = other;
                    nodes[other].neighbours[position] = new;
                }
                None => {
                    open.insert(key, (new, left));
                }
            }
        }
        facets.push(facet);
        neighbours.push(v);
        nodes.push(Node { at, facets, neighbours });
        kept.push(new);
    }
    kept
}

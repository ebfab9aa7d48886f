//! The directions in which bounds are kept from the start (the axes come with the set itself).
//!
//! Welfare, its opposite and all pairs of players; the facets of the feasible set where they are few
//! enough to enumerate; quasi-uniform directions to fill up. More are added later where the gap is.
//!
//! Where patience differs, the support of B(W) in direction `h` is read off W in the tilted direction
//! `(d_i h_i)`. So directions come with their orbits under tilting, forwards for their own sake, and
//! backwards from those in which the weights of today, `(1 - d_i) h_i`, are a facet's: there the year
//! changes in which players switch from one payoff to another (Lehrer and Pauzner 1999).

use super::outer::dot;
use super::stage::FloatStage;

/// The most work spent on looking for facets.
const FACET_WORK: f64 = 3e7;

/// How often a direction is tilted.
const TILTS: i32 = 40;

/// Unit normals to start with, besides the axes: `count` counts the axes too. The structural ones are
/// always in.
pub(crate) fn starting(stage: &FloatStage, count: usize) -> Vec<Vec<f64>> {
    let players = stage.players();
    let mut list = structural(players);
    list.extend(facets(stage.outcomes(), players));
    if !stage.is_even() {
        list.extend(orbits(&list, stage, count));
    }
    let mut k = 0;
    while players > 1 && list.len() + 2 * players < count && k < count {
        list.push(quasi_uniform(players, k, count));
        k += 1;
    }
    without_repetition(list)
}

/// Tilted images of directions, near ones first, about `count` of them.
fn orbits(base: &[Vec<f64>], stage: &FloatStage, count: usize) -> Vec<Vec<f64>> {
    let patience = stage.patience();
    let tilted = |normal: &[f64], times: i32| {
        let mut image: Vec<f64> = normal.iter().zip(stage.tilt()).map(|(h, t)| h * t.powi(times)).collect();
        normalise(&mut image);
        image
    };
    let today = |normal: &[f64]| -> Vec<f64> {
        normal.iter().zip(stage.tilt()).map(|(h, t)| h / (1.0 - patience * t).max(1e-12)).collect()
    };
    let is_news = |normal: &Vec<f64>| normal.iter().filter(|x| x.abs() > 1e-7).count() > 1;
    let mut list = Vec::new();
    for times in 0..TILTS {
        for normal in base {
            list.extend(
                [tilted(normal, times + 1), tilted(&today(normal), -times)].into_iter().filter(is_news),
            );
        }
        if list.len() >= count {
            break;
        }
    }
    list
}

/// Welfare of all and of each pair, and trade-offs within each pair.
fn structural(players: usize) -> Vec<Vec<f64>> {
    let mut list = Vec::new();
    if players < 2 {
        return list;
    }
    for sign in [1.0, -1.0] {
        list.push(vec![sign; players]);
        for i in 0..players {
            for j in 0..i {
                for other in [1.0, -1.0] {
                    let mut normal = vec![0.0; players];
                    (normal[i], normal[j]) = (sign, sign * other);
                    list.push(normal);
                }
            }
        }
    }
    list.iter_mut().for_each(|normal| normalise(normal));
    list
}

/// The k-th of about `count` well-spread directions: an additive recurrence on the cube (Roberts's
/// generalised golden ratio), carried to the sphere by normal quantiles.
fn quasi_uniform(players: usize, k: usize, count: usize) -> Vec<f64> {
    if players == 2 {
        let angle = std::f64::consts::TAU * (k as f64 + 0.5) / count as f64;
        return vec![angle.cos(), angle.sin()];
    }
    // The root of x^(d+1) = x + 1.
    let mut ratio = 1.5f64;
    for _ in 0..60 {
        ratio = (1.0 + ratio).powf(1.0 / (players as f64 + 1.0));
    }
    let mut normal: Vec<f64> = (0..players)
        .map(|i| quantile((0.5 + (k + 1) as f64 * ratio.powi(-(i as i32 + 1))).fract()))
        .collect();
    normalise(&mut normal);
    normal
}

/// The logistic quantile, near enough to the normal one for spreading directions.
fn quantile(p: f64) -> f64 {
    let p = p.clamp(1e-9, 1.0 - 1e-9);
    (p / (1.0 - p)).ln()
}

pub(crate) fn normalise(normal: &mut [f64]) {
    let length = dot(normal, normal).sqrt();
    if length > 0.0 {
        normal.iter_mut().for_each(|x| *x /= length);
    }
}

/// Drops directions that repeat an earlier one or an axis.
pub(crate) fn without_repetition(list: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let mut kept: Vec<Vec<f64>> = Vec::with_capacity(list.len());
    for normal in list {
        let is_axis = normal.iter().filter(|x| **x != 0.0).count() < 2;
        if !is_axis && !kept.iter().any(|other| same(other, &normal)) {
            kept.push(normal);
        }
    }
    kept
}

/// Whether two unit vectors agree up to rounding.
pub(crate) fn same(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12)
}

/// Unit normals of the hull's facets by trying every `players` points; none where that is too much work
/// or the hull is flat.
pub(crate) fn facets(points: &[Vec<f64>], players: usize) -> Vec<Vec<f64>> {
    let mut distinct: Vec<&Vec<f64>> = points.iter().collect();
    distinct.sort_by(|a, b| {
        a.iter().zip(*b).map(|(x, y)| x.total_cmp(y)).find(|o| o.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    });
    distinct.dedup();
    let n = distinct.len();
    let combinations = (0..players).fold(1.0, |c, k| c * n.saturating_sub(k) as f64 / (k + 1) as f64);
    if players < 2 || n <= players || combinations * n as f64 > FACET_WORK {
        return Vec::new();
    }
    let mut found: Vec<Vec<f64>> = Vec::new();
    let mut chosen: Vec<usize> = (0..players).collect();
    loop {
        let corners: Vec<&[f64]> = chosen.iter().map(|&at| distinct[at].as_slice()).collect();
        if let Some(normal) = normal_through(&corners) {
            let level = dot(&normal, corners[0]);
            let (mut above, mut below) = (false, false);
            for point in &distinct {
                let over = dot(&normal, point) - level;
                above |= over > 1e-12;
                below |= over < -1e-12;
                if above && below {
                    break;
                }
            }
            if above != below {
                let outwards = if above { normal.iter().map(|x| -x).collect() } else { normal };
                if !found.iter().any(|other| same(other, &outwards)) {
                    found.push(outwards);
                }
            }
        }
        // The next combination.
        let Some(at) = (0..players).rev().find(|&k| chosen[k] + players - k < n) else { return found };
        chosen[at] += 1;
        for k in at + 1..players {
            chosen[k] = chosen[k - 1] + 1;
        }
    }
}

/// The unit normal of the hyperplane through as many points as there are coordinates; `None` if they do
/// not span one.
pub(crate) fn normal_through(points: &[&[f64]]) -> Option<Vec<f64>> {
    let n = points.first()?.len();
    let mut rows: Vec<Vec<f64>> =
        points[1..].iter().map(|p| p.iter().zip(points[0]).map(|(a, b)| a - b).collect()).collect();
    let mut pivots: Vec<usize> = Vec::with_capacity(n);
    for r in 0..rows.len() {
        let free = |c: &usize| !pivots.contains(c);
        let size = |row: usize, c: usize, rows: &[Vec<f64>]| rows[row][c].abs();
        let (at, column) = (r..rows.len())
            .flat_map(|row| (0..n).filter(free).map(move |c| (row, c)))
            .max_by(|a, b| size(a.0, a.1, &rows).total_cmp(&size(b.0, b.1, &rows)))?;
        if rows[at][column].abs() < 1e-11 {
            return None;
        }
        rows.swap(r, at);
        let pivot = rows[r][column];
        rows[r].iter_mut().for_each(|x| *x /= pivot);
        let line = rows[r].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(k, _)| *k != r) {
            let factor = row[column];
            row.iter_mut().zip(&line).for_each(|(x, y)| *x -= factor * y);
        }
        pivots.push(column);
    }
    let free = (0..n).find(|c| !pivots.contains(c))?;
    let mut normal = vec![0.0; n];
    normal[free] = 1.0;
    for (row, &column) in rows.iter().zip(&pivots) {
        normal[column] = -row[free];
    }
    normalise(&mut normal);
    Some(normal)
}

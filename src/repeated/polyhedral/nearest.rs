//! The nearest point of the hull of finitely many points (Wolfe 1976), and what follows from it.

use super::outer::dot;

/// The nearest point, and the points it is a mean of.
#[derive(Debug, Clone)]
pub(crate) struct Nearest {
    pub(crate) distance: f64,
    pub(crate) at: Vec<f64>,
    pub(crate) corral: Vec<usize>,
}

const STEPS: usize = 1_000;

/// The point of the hull of `points` nearest to `target`; `None` if there are no points.
pub(crate) fn nearest<P: AsRef<[f64]>>(target: &[f64], points: &[P]) -> Option<Nearest> {
    let relative =
        |j: usize| -> Vec<f64> { points[j].as_ref().iter().zip(target).map(|(p, t)| p - t).collect() };
    let norm = |j: &usize| relative(*j).iter().map(|x| x * x).sum::<f64>();
    let first = (0..points.len()).min_by(|a, b| norm(a).total_cmp(&norm(b)))?;
    let mut corral = vec![first];
    let mut members = vec![relative(first)];
    let mut weights = vec![1.0];
    let mut x = members[0].clone();
    for _ in 0..STEPS {
        let offset = dot(&x, target);
        let value = |j: usize| dot(&x, points[j].as_ref()) - offset;
        let next = (0..points.len()).map(|j| (value(j), j)).min_by(|a, b| a.0.total_cmp(&b.0))?;
        let own = dot(&x, &x);
        if own - next.0 <= 1e-15 + 1e-13 * own.sqrt() || own < 1e-28 || corral.contains(&next.1) {
            break;
        }
        corral.push(next.1);
        members.push(relative(next.1));
        weights.push(0.0);
        // Down to the nearest point of the affine hull, dropping members on the way.
        while let Some(free) = affine(&members) {
            if free.iter().all(|w| *w > 1e-14) {
                weights = free;
                break;
            }
            let ratio = |(w, f): (&f64, &f64)| if f < w { w / (w - f) } else { f64::INFINITY };
            let theta =
                weights.iter().zip(&free).filter(|(_, f)| **f <= 1e-14).map(ratio).fold(1.0, f64::min);
            weights.iter_mut().zip(&free).for_each(|(w, f)| *w += theta * (f - *w));
            let keep: Vec<bool> = weights.iter().map(|w| *w > 1e-14).collect();
            if keep.iter().all(|k| *k) || !keep.iter().any(|k| *k) {
                break;
            }
            let mut k = keep.iter();
            corral.retain(|_| *k.next().unwrap_or(&false));
            let mut k = keep.iter();
            members.retain(|_| *k.next().unwrap_or(&false));
            let mut k = keep.iter();
            weights.retain(|_| *k.next().unwrap_or(&false));
        }
        let moved: Vec<f64> =
            (0..x.len()).map(|i| weights.iter().zip(&members).map(|(w, m)| w * m[i]).sum()).collect();
        if dot(&moved, &moved) >= own {
            break;
        }
        x = moved;
    }
    let at = x.iter().zip(target).map(|(x, t)| x + t).collect();
    Some(Nearest { distance: dot(&x, &x).sqrt(), at, corral })
}

/// The largest distance of the first list's points to the hull of the second.
pub(crate) fn distance<P: AsRef<[f64]>, Q: AsRef<[f64]>>(from: &[P], to: &[Q]) -> f64 {
    let far = |p: &P| nearest(p.as_ref(), to).map_or(f64::INFINITY, |found| found.distance);
    from.iter().map(far).fold(0.0, f64::max)
}

/// Weights, summing to one, of the shortest vector in the affine hull; `None` if the members are
/// affinely dependent up to rounding.
fn affine(members: &[Vec<f64>]) -> Option<Vec<f64>> {
    let n = members.len() + 1;
    let mut rows = vec![vec![0.0; n + 1]; n];
    for i in 1..n {
        (rows[0][i], rows[i][0]) = (1.0, 1.0);
        for j in 1..n {
            rows[i][j] = dot(&members[i - 1], &members[j - 1]);
        }
    }
    rows[0][n] = 1.0;
    for k in 0..n {
        let size = |r: usize| rows[r][k].abs();
        let pivot = (k..n).reduce(|a, b| if size(b) > size(a) { b } else { a })?;
        if size(pivot) < 1e-15 {
            return None;
        }
        rows.swap(k, pivot);
        let line = rows[k].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(r, _)| *r != k) {
            let factor = row[k] / line[k];
            row.iter_mut().zip(&line).for_each(|(x, y)| *x -= factor * y);
        }
    }
    Some((1..n).map(|k| rows[k][n] / rows[k][k]).collect())
}

/// The points that the others do not span up to a tolerance, by index: of those close together the
/// first stays.
pub(crate) fn extreme<P: AsRef<[f64]>>(points: &[P], tolerance: f64) -> Vec<usize> {
    let close = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(x, y)| (x - y).abs() <= tolerance);
    let mut kept: Vec<usize> = Vec::with_capacity(points.len());
    for (j, point) in points.iter().enumerate() {
        if !kept.iter().any(|&k| close(points[k].as_ref(), point.as_ref())) {
            kept.push(j);
        }
    }
    let mut at = 0;
    while kept.len() > 1 && at < kept.len() {
        let others: Vec<&[f64]> =
            kept.iter().filter(|&&k| k != kept[at]).map(|&k| points[k].as_ref()).collect();
        match nearest(points[kept[at]].as_ref(), &others) {
            Some(found) if found.distance <= tolerance => {
                kept.remove(at);
            }
            _ => at += 1,
        }
    }
    kept
}

/// The dimension of the affine hull of points, extents up to a tolerance not counted; `None` for no
/// points.
pub(crate) fn dimension<P: AsRef<[f64]>>(points: &[P], tolerance: f64) -> Option<usize> {
    let origin = points.first()?.as_ref();
    let mut rest: Vec<Vec<f64>> =
        points.iter().map(|p| p.as_ref().iter().zip(origin).map(|(a, b)| a - b).collect()).collect();
    let length = |v: &Vec<f64>| dot(v, v).sqrt();
    for dimension in 0..=origin.len() {
        let axis = rest.iter().max_by(|a, b| length(a).total_cmp(&length(b)))?.clone();
        let size = length(&axis);
        if size <= tolerance {
            return Some(dimension);
        }
        for v in &mut rest {
            let along = dot(v, &axis) / (size * size);
            v.iter_mut().zip(&axis).for_each(|(x, a)| *x -= along * a);
        }
    }
    Some(origin.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_to_a_square_in_space() {
        let square = [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.5, 0.5, 0.0]];
        let found = nearest(&[0.25, 0.5, 2.0], &square).unwrap();
        assert!((found.distance - 2.0).abs() < 1e-12 && (found.at[0] - 0.25).abs() < 1e-12);
        assert!((nearest(&[2.0, 2.0, 0.0], &square).unwrap().distance - 2f64.sqrt()).abs() < 1e-12);
        assert!(nearest(&[0.9, 0.3, 0.0], &square).unwrap().distance < 1e-12);
        assert_eq!(extreme(&square, 1e-9), [0, 1, 2, 3]);
        assert_eq!(dimension(&square, 1e-9), Some(2));
        assert_eq!(dimension(&square[..1], 1e-9), Some(0));
    }
}

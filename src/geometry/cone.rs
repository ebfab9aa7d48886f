//! Extreme rays of a cone given by inequalities (double description).

use super::polytope::dot;
use crate::exact::Rational;

/// A ray and the inequalities that hold with equality on it.
struct Ray {
    at: Vec<Rational>,
    tight: Vec<u64>,
}

impl Ray {
    fn is_tight(&self, row: usize) -> bool {
        self.tight[row / 64] >> (row % 64) & 1 == 1
    }
}

/// The extreme rays of `{y : row . y <= 0 for all rows}`, each scaled so that its first non-zero entry is
/// 1 or -1. The rows must span the space, so that the cone has an apex.
pub(crate) fn extreme_rays(rows: &[Vec<Rational>], dimension: usize) -> Vec<Vec<Rational>> {
    let words = rows.len().div_ceil(64);
    let (start, inverse) = match independent(rows, dimension) {
        Some(found) => found,
        None => return Vec::new(),
    };
    // With as many rows as coordinates: the negative columns of their inverse.
    let mut rays: Vec<Ray> = (0..dimension)
        .map(|k| {
            let at: Vec<Rational> = (0..dimension).map(|i| -&inverse[i][k]).collect();
            let mut tight = vec![0; words];
            start.iter().enumerate().filter(|(j, _)| *j != k).for_each(|(_, &row)| mark(&mut tight, row));
            Ray { at: scaled(at), tight }
        })
        .collect();
    for row in (0..rows.len()).filter(|row| !start.contains(row)) {
        let values: Vec<Rational> = rays.iter().map(|ray| dot(&rows[row], &ray.at)).collect();
        for (ray, _) in rays.iter_mut().zip(&values).filter(|(_, value)| value.is_zero()) {
            mark(&mut ray.tight, row);
        }
        if !values.iter().any(Rational::is_positive) {
            continue;
        }
        let mut news = Vec::new();
        for (p, above) in values.iter().enumerate().filter(|(_, value)| value.is_positive()) {
            for (m, below) in values.iter().enumerate().filter(|(_, value)| value.is_negative()) {
                let shared: Vec<u64> = rays[p].tight.iter().zip(&rays[m].tight).map(|(a, b)| a & b).collect();
                let count: u32 = shared.iter().map(|word| word.count_ones()).sum();
                if (count as usize) + 2 < dimension || !are_neighbours(&rays, p, m, &shared) {
                    continue;
                }
                let at = rays[p].at.iter().zip(&rays[m].at).map(|(x, y)| above * y - below * x).collect();
                let mut tight = shared;
                mark(&mut tight, row);
                news.push(Ray { at: scaled(at), tight });
            }
        }
        rays.retain(|ray| ray.is_tight(row) || dot(&rows[row], &ray.at).is_negative());
        rays.extend(news);
    }
    rays.into_iter().map(|ray| ray.at).collect()
}

fn mark(tight: &mut [u64], row: usize) {
    tight[row / 64] |= 1 << (row % 64);
}

/// Two rays are neighbours if no third is tight wherever both are.
fn are_neighbours(rays: &[Ray], a: usize, b: usize, shared: &[u64]) -> bool {
    !rays
        .iter()
        .enumerate()
        .any(|(k, ray)| k != a && k != b && shared.iter().zip(&ray.tight).all(|(both, own)| both & !own == 0))
}

fn scaled(ray: Vec<Rational>) -> Vec<Rational> {
    match ray.iter().find(|x| !x.is_zero()).map(Rational::abs) {
        Some(size) => ray.iter().map(|x| x / &size).collect(),
        None => ray,
    }
}

/// The first independent rows and the inverse of their matrix.
fn independent(rows: &[Vec<Rational>], dimension: usize) -> Option<(Vec<usize>, Vec<Vec<Rational>>)> {
    let mut basis: Vec<(usize, Vec<Rational>)> = Vec::new();
    let mut chosen = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let mut rest = row.clone();
        for (pivot, known) in &basis {
            let factor = rest[*pivot].clone();
            rest.iter_mut().zip(known).for_each(|(x, y)| *x -= &factor * y);
        }
        let Some(pivot) = rest.iter().position(|x| !x.is_zero()) else { continue };
        let size = rest[pivot].clone();
        rest.iter_mut().for_each(|x| *x = &*x / &size);
        basis.push((pivot, rest));
        chosen.push(index);
        if chosen.len() == dimension {
            break;
        }
    }
    if chosen.len() < dimension {
        return None;
    }
    // Columns of the inverse, one system each.
    let matrix: Vec<Vec<Rational>> = chosen.iter().map(|&row| rows[row].clone()).collect();
    let mut inverse = vec![vec![Rational::ZERO; dimension]; dimension];
    for k in 0..dimension {
        let unit: Vec<Rational> = (0..dimension).map(|i| Rational::from(i64::from(i == k))).collect();
        let column = crate::exact::solve(&matrix, &unit)?;
        column.into_iter().enumerate().for_each(|(i, x)| inverse[i][k] = x);
    }
    Some((chosen, inverse))
}

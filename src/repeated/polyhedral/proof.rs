//! What multipliers prove in floats (weak duality with rounding bounded from above; Neumaier and
//! Shcherbina 2004).

use super::simplex::Program;
use super::stage::ROUNDING;

/// The bound on `right . w` over `{w in the unit cube : columns . w <= costs}` that non-negative
/// multipliers prove, rounding included.
pub(crate) fn proven(program: &Program, weights: &[(usize, f64)]) -> f64 {
    proven_split(program, weights, &[])
}

pub(super) fn proven_split(program: &Program, some: &[(usize, f64)], more: &[(usize, f64)]) -> f64 {
    let cost = |column: usize| match program.costs.get(column) {
        Some(&cost) => cost,
        None => program.units[column - program.costs.len()].cost,
    };
    let all = || some.iter().chain(more).filter(|(_, w)| *w != 0.0);
    let (mut value, mut size) = (0.0, 0.0);
    for &(column, weight) in all() {
        value += weight * cost(column);
        size += weight * (cost(column).abs() + 2.0);
    }
    for (row, &right) in program.right.iter().enumerate() {
        let rest = all().fold(right, |rest, &(column, w)| rest - w * program.entry(column, row));
        value += rest.abs();
        size += right.abs();
    }
    value + ROUNDING * (program.rows as f64 + 1.0) * size
}

/// Whether a ray proves that nothing satisfies all inequalities.
pub(crate) fn refutes(program: &Program, ray: &[(usize, f64)]) -> bool {
    let zero = vec![0.0; program.rows];
    proven(&Program { right: &zero, ..*program }, ray) < 0.0
}

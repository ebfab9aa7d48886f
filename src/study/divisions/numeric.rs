//! Bisection on a predicate and the roots of a quadratic.

/// The last point, going from `inside` towards `outside`, at which the predicate was seen to hold.
pub(super) fn bisect(inside: f64, outside: f64, mut holds: impl FnMut(f64) -> bool) -> f64 {
    let (mut inside, mut outside) = (inside, outside);
    for _ in 0..44 {
        let middle = (inside + outside) / 2.0;
        if holds(middle) { inside = middle } else { outside = middle }
    }
    inside
}

/// Real roots of `a s^2 + b s + c`.
pub(super) fn roots(a: f64, b: f64, c: f64) -> Vec<f64> {
    let size = a.abs().max(b.abs()).max(c.abs());
    if size == 0.0 {
        return Vec::new();
    }
    if a.abs() <= 1e-13 * size {
        return if b == 0.0 { Vec::new() } else { vec![-c / b] };
    }
    let discriminant = b * b - 4.0 * a * c;
    if discriminant < 0.0 {
        return Vec::new();
    }
    // The root that does not cancel, and its partner by Vieta.
    let q = -(b + b.signum() * discriminant.sqrt()) / 2.0;
    if q == 0.0 { vec![0.0] } else { vec![q / a, c / q] }
}

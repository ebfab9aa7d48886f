//! Fractions with small denominators: the readable number in an interval (Stern-Brocot tree).

use dashu_int::IBig;

use super::Rational;

/// The fraction with the smallest denominator in the closed interval `[low, high]` (and the smallest
/// absolute numerator among those). Returns `low` if the interval is a point; `None` if it is empty.
///
/// ```
/// use detente::{Rational, exact::simplest_between};
/// let found = simplest_between(&Rational::new(3332, 10000), &Rational::new(3334, 10000));
/// assert_eq!(found, Some(Rational::new(1, 3)));
/// ```
pub fn simplest_between(low: &Rational, high: &Rational) -> Option<Rational> {
    if low > high {
        return None;
    }
    if low.is_negative() && high.is_negative() {
        return simplest_between(&-high, &-low).map(|x| -x);
    }
    if !low.is_positive() && !high.is_negative() {
        return Some(Rational::ZERO);
    }
    // 0 < low <= high: walk the continued fraction that both ends share.
    let (mut low, mut high) = (low.clone(), high.clone());
    let mut terms: Vec<IBig> = Vec::new();
    loop {
        let floor = low.floor();
        let whole = Rational::from(floor.clone());
        if whole == low {
            terms.push(floor);
            break;
        }
        if &whole + &Rational::ONE <= high {
            terms.push(floor + IBig::ONE);
            break;
        }
        // Both ends have the same whole part: recurse into the reciprocals of the fractional parts.
        let next_low = &Rational::ONE / &(&high - &whole);
        high = &Rational::ONE / &(&low - &whole);
        low = next_low;
        terms.push(floor);
    }
    let mut terms = terms.into_iter().rev();
    let last = Rational::from(terms.next()?);
    Some(terms.fold(last, |value, term| Rational::from(term) + &Rational::ONE / &value))
}

/// The simplest fraction within `tolerance` of a float; `None` if the float is not finite.
///
/// ```
/// use detente::{Rational, exact::snap};
/// assert_eq!(snap(0.333333333333, 1e-9), Some(Rational::new(1, 3)));
/// ```
pub fn snap(value: f64, tolerance: f64) -> Option<Rational> {
    let (centre, radius) = (Rational::from_f64(value)?, Rational::from_f64(tolerance.abs())?);
    simplest_between(&(&centre - &radius), &(&centre + &radius))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simplest_fraction_is_found_by_brute_force_too() {
        let mut seed = 7u64;
        for _ in 0..300 {
            let mut next = || {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                (seed >> 40) as i64
            };
            let a = Rational::new(next() % 2000 - 1000, next() % 90 + 1);
            let b = &a + &Rational::new(next() % 50, next() % 400 + 1);
            let found = simplest_between(&a, &b).unwrap();
            assert!(a <= found && found <= b);
            let limit = i64::try_from(found.denominator()).unwrap();
            for q in 1..limit {
                let smallest = Rational::from((&a * &Rational::from(q)).0.ceil());
                assert!(&smallest / &Rational::from(q) > b, "{a} {b} {found} {q}");
            }
        }
    }

    #[test]
    fn empty_and_point_intervals() {
        let x = Rational::new(355, 113);
        assert_eq!(simplest_between(&x, &x), Some(x.clone()));
        assert_eq!(simplest_between(&Rational::ONE, &Rational::ZERO), None);
        assert_eq!(snap(f64::NAN, 1.0), None);
    }
}

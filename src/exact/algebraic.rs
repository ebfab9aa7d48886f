//! Real algebraic numbers: the root of a polynomial in an interval that holds no other.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Polynomial, Rational, simplest_between};

/// A real number that is known exactly: a fraction, or an irrational root of a polynomial.
///
/// Comparison is exact: intervals are halved until they part, and equality is decided by a common
/// divisor. Serialises as `"p/q"`, or as `{"polynomial":["c0","c1",..],"between":["p/q","p/q"]}`.
///
/// ```
/// use detente::Rational;
/// use detente::exact::{AlgebraicNumber, Polynomial};
/// let r = |n: i64| Rational::from(n);
/// let square_minus_two = Polynomial::new(vec![r(-2), r(0), r(1)]);
/// let root_two = square_minus_two.roots_between(&r(0), &r(2)).remove(0);
/// assert!(root_two > AlgebraicNumber::from(Rational::new(141, 100)));
/// assert_eq!(root_two.sign_of(&square_minus_two), std::cmp::Ordering::Equal);
/// assert_eq!(root_two.to_string(), "1.4142136 (root of x^2 - 2)");
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AlgebraicNumber {
    /// A fraction.
    Rational(Rational),
    /// The only root of a square-free polynomial in an open interval; it is irrational.
    Root {
        /// The polynomial.
        polynomial: Polynomial,
        /// The ends of the interval, where the polynomial does not vanish.
        between: [Rational; 2],
    },
}

impl From<Rational> for AlgebraicNumber {
    fn from(value: Rational) -> Self {
        AlgebraicNumber::Rational(value)
    }
}

impl AlgebraicNumber {
    /// The only root of a square-free polynomial in `(low, high)`, recognised where it is a fraction: the
    /// denominator of a rational root divides the leading coefficient `q` of the primitive polynomial, and
    /// an interval shorter than `1/q^2` holds at most one fraction with a denominator up to `q`.
    pub(super) fn isolated(polynomial: &Polynomial, low: Rational, high: Rational) -> Self {
        let primitive = polynomial.primitive();
        let falls = primitive.coefficients().last().is_some_and(Rational::is_negative);
        let primitive = if falls { -&primitive } else { primitive };
        let lead = primitive.coefficients().last().cloned().unwrap_or(Rational::ONE);
        let needed = (&lead * &lead).checked_recip().unwrap_or(Rational::ONE);
        let mut root = Bracket { polynomial: &primitive, low, high };
        while &root.high - &root.low >= needed {
            if let Some(exact) = root.halve() {
                return AlgebraicNumber::Rational(exact);
            }
        }
        match simplest_between(&root.low, &root.high) {
            Some(simple) if primitive.eval(&simple).is_zero() => AlgebraicNumber::Rational(simple),
            _ => {
                let between = [root.low, root.high];
                AlgebraicNumber::Root { polynomial: primitive, between }
            }
        }
    }

    /// The number as a fraction, if it is one.
    pub fn as_rational(&self) -> Option<&Rational> {
        match self {
            AlgebraicNumber::Rational(value) => Some(value),
            AlgebraicNumber::Root { .. } => None,
        }
    }

    /// Fractions that enclose the number, at most `width` apart.
    pub fn enclosure(&self, width: &Rational) -> [Rational; 2] {
        match self {
            AlgebraicNumber::Rational(value) => [value.clone(), value.clone()],
            AlgebraicNumber::Root { polynomial, between: [low, high] } => {
                let mut root = Bracket { polynomial, low: low.clone(), high: high.clone() };
                while &root.high - &root.low > *width && width.is_positive() {
                    if let Some(exact) = root.halve() {
                        return [exact.clone(), exact];
                    }
                }
                [root.low, root.high]
            }
        }
    }

    /// The nearest float, up to its last digit.
    pub fn to_f64(&self) -> f64 {
        let [low, high] = self.enclosure(&Rational::new(1, 1 << 60));
        ((low + high) * Rational::new(1, 2)).to_f64()
    }

    /// The sign of a polynomial at this number (`Equal` means that it vanishes), decided exactly.
    pub fn sign_of(&self, asked: &Polynomial) -> Ordering {
        let sign = |value: Rational| value.cmp(&Rational::ZERO);
        match self {
            AlgebraicNumber::Rational(value) => sign(asked.eval(value)),
            AlgebraicNumber::Root { polynomial, between: [low, high] } => {
                if asked.is_zero() || polynomial.gcd(asked).count_roots_between(low, high) > 0 {
                    return Ordering::Equal;
                }
                let mut root = Bracket { polynomial, low: low.clone(), high: high.clone() };
                loop {
                    let at = asked.eval(&root.low);
                    if !at.is_zero()
                        && !asked.eval(&root.high).is_zero()
                        && asked.count_roots_between(&root.low, &root.high) == 0
                    {
                        return sign(at);
                    }
                    if let Some(exact) = root.halve() {
                        return sign(asked.eval(&exact));
                    }
                }
            }
        }
    }

    fn compare(&self, other: &AlgebraicNumber) -> Ordering {
        use AlgebraicNumber::{Rational as Fraction, Root};
        match (self, other) {
            (Fraction(a), Fraction(b)) => a.cmp(b),
            // Where this number's variable minus the fraction is negative, the number is smaller.
            (Root { .. }, Fraction(b)) => self.sign_of(&Polynomial::new(vec![-b, Rational::ONE])),
            (Fraction(_), Root { .. }) => other.compare(self).reverse(),
            (Root { polynomial: p, between: [a, b] }, Root { polynomial: q, between: [c, d] }) => {
                let (low, high) = (a.max(c), b.min(d));
                if low < high && p.gcd(q).count_roots_between(low, high) > 0 {
                    return Ordering::Equal;
                }
                let mut one = Bracket { polynomial: p, low: a.clone(), high: b.clone() };
                let mut two = Bracket { polynomial: q, low: c.clone(), high: d.clone() };
                loop {
                    if one.high <= two.low {
                        return Ordering::Less;
                    }
                    if two.high <= one.low {
                        return Ordering::Greater;
                    }
                    // The roots are irrational: halving never meets them.
                    one.halve();
                    two.halve();
                }
            }
        }
    }
}

impl PartialEq for AlgebraicNumber {
    fn eq(&self, other: &Self) -> bool {
        self.compare(other) == Ordering::Equal
    }
}
impl Eq for AlgebraicNumber {}
impl PartialOrd for AlgebraicNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for AlgebraicNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare(other)
    }
}

impl fmt::Display for AlgebraicNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AlgebraicNumber::Rational(value) => write!(f, "{value}"),
            AlgebraicNumber::Root { polynomial, .. } => {
                write!(f, "{:.7} (root of {polynomial})", self.to_f64())
            }
        }
    }
}

/// An interval around a simple root, halved by the sign of the polynomial.
struct Bracket<'a> {
    polynomial: &'a Polynomial,
    low: Rational,
    high: Rational,
}

impl Bracket<'_> {
    /// Keeps the half that holds the root; `Some` if the middle is the root.
    fn halve(&mut self) -> Option<Rational> {
        let middle = (&self.low + &self.high) * Rational::new(1, 2);
        let value = self.polynomial.eval(&middle);
        if value.is_zero() {
            return Some(middle);
        }
        if value.is_positive() == self.polynomial.eval(&self.low).is_positive() {
            self.low = middle;
        } else {
            self.high = middle;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(coefficients: &[i64], low: i64, high: i64) -> AlgebraicNumber {
        let p = Polynomial::new(coefficients.iter().map(|&c| Rational::from(c)).collect());
        p.roots_between(&Rational::from(low), &Rational::from(high)).remove(0)
    }

    #[test]
    fn equal_numbers_from_different_polynomials_are_equal() {
        let plain = root(&[-2, 0, 1], 0, 2);
        let hidden = root(&[10, -2, -5, 1], 0, 3); // (x^2 - 2)(x - 5)
        assert_eq!(plain, hidden);
        assert!(root(&[-3, 0, 1], 0, 2) > plain);
        assert!(plain < AlgebraicNumber::from(Rational::new(3, 2)));
        assert!(AlgebraicNumber::from(Rational::new(7, 5)) < plain);
    }

    #[test]
    fn signs_at_a_root_are_decided_exactly() {
        let plain = root(&[-2, 0, 1], 0, 2);
        let near = Polynomial::new(vec![Rational::new(-14142135623, 10000000000), Rational::ONE]);
        assert_eq!(plain.sign_of(&near), Ordering::Greater);
        assert_eq!(plain.sign_of(&-&near), Ordering::Less);
        let double = Polynomial::new([4, 0, -4, 0, 1].map(Rational::from).to_vec());
        assert_eq!(plain.sign_of(&double), Ordering::Equal);
        assert_eq!(plain.sign_of(&Polynomial::zero()), Ordering::Equal);
    }

    #[test]
    fn numbers_survive_being_written_and_read() {
        for number in [root(&[-2, 0, 1], 0, 2), AlgebraicNumber::from(Rational::new(2, 3))] {
            let text = serde_json::to_string(&number).unwrap();
            assert_eq!(serde_json::from_str::<AlgebraicNumber>(&text).unwrap(), number);
        }
    }
}

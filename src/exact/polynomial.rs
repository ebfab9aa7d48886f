//! Polynomials in one variable over the rationals, and where their real roots lie.
//!
//! Roots are counted exactly by Sturm's theorem (1829): for a square-free polynomial that does not vanish
//! at `a` or `b`, the number of roots in `(a, b)` is the number of sign changes that the Sturm chain loses
//! between `a` and `b`. Bisection by that count isolates every root; no root is ever approximated unseen.

use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};

use dashu_int::IBig;
use serde::{Deserialize, Serialize};

use super::linear::scaled_to_integers;
use super::{AlgebraicNumber, Rational};

/// A polynomial with rational coefficients, from the constant term upwards; the last one is not zero.
///
/// ```
/// use detente::Rational;
/// use detente::exact::Polynomial;
/// let r = |n: i64| Rational::from(n);
/// let golden = Polynomial::new(vec![r(-1), r(1), r(1)]);           // d^2 + d - 1
/// let roots = golden.roots_between(&r(0), &r(1));
/// assert_eq!(roots.len(), 1);
/// assert!((roots[0].to_f64() - 0.618033988749895).abs() < 1e-15);
/// assert_eq!(golden.eval(&Rational::new(1, 2)), Rational::new(-1, 4));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Rational>", into = "Vec<Rational>")]
pub struct Polynomial {
    coefficients: Vec<Rational>,
}

impl From<Vec<Rational>> for Polynomial {
    fn from(coefficients: Vec<Rational>) -> Self {
        Polynomial::new(coefficients)
    }
}
impl From<Polynomial> for Vec<Rational> {
    fn from(polynomial: Polynomial) -> Self {
        polynomial.coefficients
    }
}

impl Polynomial {
    /// A polynomial from its coefficients, constant term first; zeros at the end are dropped.
    pub fn new(mut coefficients: Vec<Rational>) -> Self {
        while coefficients.last().is_some_and(Rational::is_zero) {
            coefficients.pop();
        }
        Polynomial { coefficients }
    }
    /// A constant.
    pub fn constant(value: Rational) -> Self {
        Polynomial::new(vec![value])
    }
    /// `value` times the variable to the power `exponent`.
    pub fn monomial(value: Rational, exponent: usize) -> Self {
        let mut coefficients = vec![Rational::ZERO; exponent];
        coefficients.push(value);
        Polynomial::new(coefficients)
    }
    /// The zero polynomial.
    pub fn zero() -> Self {
        Polynomial::default()
    }
    /// Whether it is zero everywhere.
    pub fn is_zero(&self) -> bool {
        self.coefficients.is_empty()
    }
    /// The degree; `None` for the zero polynomial.
    pub fn degree(&self) -> Option<usize> {
        self.coefficients.len().checked_sub(1)
    }
    /// The coefficients, constant term first.
    pub fn coefficients(&self) -> &[Rational] {
        &self.coefficients
    }
    /// The value at a point (Horner).
    pub fn eval(&self, at: &Rational) -> Rational {
        self.coefficients.iter().rev().fold(Rational::ZERO, |total, c| total * at + c)
    }
    /// The derivative.
    pub fn derivative(&self) -> Self {
        let terms = self.coefficients.iter().enumerate().skip(1);
        Polynomial::new(terms.map(|(k, c)| c * &Rational::from(k)).collect())
    }
    /// Every coefficient times a number.
    pub fn scaled(&self, factor: &Rational) -> Self {
        Polynomial::new(self.coefficients.iter().map(|c| c * factor).collect())
    }

    /// Quotient and remainder; `None` if the divisor is zero.
    pub fn div_rem(&self, divisor: &Polynomial) -> Option<(Polynomial, Polynomial)> {
        let (top, lead) = (divisor.degree()?, divisor.coefficients.last()?);
        let mut rest = self.coefficients.clone();
        let mut quotient = vec![Rational::ZERO; rest.len().saturating_sub(top)];
        for place in (0..quotient.len()).rev() {
            let factor = &rest[place + top] / lead;
            if !factor.is_zero() {
                for (k, c) in divisor.coefficients.iter().enumerate() {
                    rest[place + k] -= &factor * c;
                }
            }
            quotient[place] = factor;
        }
        rest.truncate(top);
        Some((Polynomial::new(quotient), Polynomial::new(rest)))
    }

    /// The multiple by a positive number whose coefficients are whole and have no common divisor: the same
    /// signs everywhere, and the smallest numbers.
    pub fn primitive(&self) -> Self {
        use dashu_base::Gcd;
        let (whole, _) = scaled_to_integers(self.coefficients.iter());
        let common = whole.iter().fold(None, |found: Option<dashu_int::UBig>, c| {
            let size = unsigned(c);
            match found {
                Some(found) if c.is_zero() => Some(found),
                Some(found) => Some(found.gcd(size)),
                None if c.is_zero() => None,
                None => Some(size),
            }
        });
        match common {
            Some(common) => {
                let common = IBig::from(common);
                Polynomial::new(whole.into_iter().map(|c| Rational::from(c / &common)).collect())
            }
            None => Polynomial::zero(),
        }
    }

    /// The greatest common divisor (primitive, with a positive leading coefficient); zero only if both are.
    pub fn gcd(&self, other: &Polynomial) -> Polynomial {
        let (mut a, mut b) = (self.primitive(), other.primitive());
        while let Some((_, rest)) = a.div_rem(&b) {
            a = std::mem::replace(&mut b, rest.primitive());
        }
        if a.coefficients.last().is_some_and(Rational::is_negative) { -&a } else { a }
    }

    /// The polynomial with the same roots, each once (primitive).
    pub fn square_free(&self) -> Polynomial {
        let common = self.gcd(&self.derivative());
        match self.div_rem(&common) {
            Some((quotient, _)) => quotient.primitive(),
            None => Polynomial::zero(),
        }
    }

    /// The Sturm chain of a square-free polynomial.
    fn sturm(&self) -> Vec<Polynomial> {
        let mut chain = vec![self.primitive(), self.derivative().primitive()];
        while let [.., a, b] = chain.as_slice()
            && let Some((_, rest)) = a.div_rem(b)
        {
            chain.push(-&rest.primitive());
        }
        chain.retain(|link| !link.is_zero());
        chain
    }

    /// The number of different real roots in the open interval `(low, high)`.
    pub fn count_roots_between(&self, low: &Rational, high: &Rational) -> usize {
        if self.is_zero() || low >= high {
            return 0;
        }
        let simple = without_root(&without_root(&self.square_free(), low), high);
        let chain = simple.sturm();
        changes(&chain, low).saturating_sub(changes(&chain, high))
    }

    /// All different real roots in the open interval `(low, high)`, in rising order; empty for the zero
    /// polynomial, whose roots are everywhere.
    pub fn roots_between(&self, low: &Rational, high: &Rational) -> Vec<AlgebraicNumber> {
        let mut found = Vec::new();
        if self.is_zero() || low >= high {
            return found;
        }
        let simple = without_root(&without_root(&self.square_free(), low), high);
        isolate(simple, low.clone(), high.clone(), &mut found);
        found.sort();
        found
    }
}

/// The polynomial divided by `(x - root)` where that is a root (of a square-free polynomial).
fn without_root(polynomial: &Polynomial, root: &Rational) -> Polynomial {
    if polynomial.is_zero() || !polynomial.eval(root).is_zero() {
        return polynomial.clone();
    }
    let factor = Polynomial::new(vec![-root, Rational::ONE]);
    polynomial.div_rem(&factor).map_or_else(Polynomial::zero, |(quotient, _)| quotient.primitive())
}

/// Isolates the roots of a square-free polynomial that does not vanish at the ends.
fn isolate(mut polynomial: Polynomial, low: Rational, high: Rational, found: &mut Vec<AlgebraicNumber>) {
    let mut chain = polynomial.sturm();
    let mut open = vec![[low, high]];
    while let Some([low, high]) = open.pop() {
        let count = changes(&chain, &low).saturating_sub(changes(&chain, &high));
        if count == 1 {
            found.push(AlgebraicNumber::isolated(&polynomial, low, high));
        } else if count > 1 {
            let middle = (&low + &high) * Rational::new(1, 2);
            if polynomial.eval(&middle).is_zero() {
                polynomial = without_root(&polynomial, &middle);
                chain = polynomial.sturm();
                found.push(AlgebraicNumber::Rational(middle.clone()));
            }
            open.push([low, middle.clone()]);
            open.push([middle, high]);
        }
    }
}

/// Sign changes along a chain at a point, zeros left out.
fn changes(chain: &[Polynomial], at: &Rational) -> usize {
    let mut last = None;
    let mut count = 0;
    for value in chain.iter().map(|link| link.eval(at)).filter(|value| !value.is_zero()) {
        let positive = value.is_positive();
        count += usize::from(last.is_some_and(|before: bool| before != positive));
        last = Some(positive);
    }
    count
}

fn unsigned(value: &IBig) -> dashu_int::UBig {
    use dashu_base::UnsignedAbs;
    value.clone().unsigned_abs()
}

impl Add<&Polynomial> for &Polynomial {
    type Output = Polynomial;
    fn add(self, other: &Polynomial) -> Polynomial {
        let (long, short) =
            if self.coefficients.len() >= other.coefficients.len() { (self, other) } else { (other, self) };
        let mut sum = long.coefficients.clone();
        for (total, c) in sum.iter_mut().zip(&short.coefficients) {
            *total += c;
        }
        Polynomial::new(sum)
    }
}
impl Neg for &Polynomial {
    type Output = Polynomial;
    fn neg(self) -> Polynomial {
        Polynomial { coefficients: self.coefficients.iter().map(|c| -c).collect() }
    }
}
impl Sub<&Polynomial> for &Polynomial {
    type Output = Polynomial;
    fn sub(self, other: &Polynomial) -> Polynomial {
        self + &-other
    }
}
impl Mul<&Polynomial> for &Polynomial {
    type Output = Polynomial;
    fn mul(self, other: &Polynomial) -> Polynomial {
        if self.is_zero() || other.is_zero() {
            return Polynomial::zero();
        }
        let mut product = vec![Rational::ZERO; self.coefficients.len() + other.coefficients.len() - 1];
        for (i, a) in self.coefficients.iter().enumerate().filter(|(_, a)| !a.is_zero()) {
            for (j, b) in other.coefficients.iter().enumerate() {
                product[i + j] += a * b;
            }
        }
        Polynomial::new(product)
    }
}

impl fmt::Display for Polynomial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return write!(f, "0");
        }
        let mut first = true;
        for (k, c) in self.coefficients.iter().enumerate().rev().filter(|(_, c)| !c.is_zero()) {
            let sign = match (first, c.is_negative()) {
                (true, true) => "-",
                (true, false) => "",
                (false, true) => " - ",
                (false, false) => " + ",
            };
            first = false;
            let size = c.abs();
            let number = if size == Rational::ONE && k > 0 { String::new() } else { size.to_string() };
            match k {
                0 => write!(f, "{sign}{number}")?,
                1 => write!(f, "{sign}{number}x")?,
                _ => write!(f, "{sign}{number}x^{k}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(coefficients: &[i64]) -> Polynomial {
        Polynomial::new(coefficients.iter().map(|&c| Rational::from(c)).collect())
    }

    fn with_roots(roots: &[Rational]) -> Polynomial {
        let factors = roots.iter().map(|root| Polynomial::new(vec![-root, Rational::ONE]));
        factors.fold(whole(&[1]), |product, factor| &product * &factor)
    }

    #[test]
    fn division_and_common_divisors_are_exact() {
        let (a, b) = (whole(&[-1, 0, 1]), whole(&[1, 2, 1]));
        assert_eq!(a.gcd(&b), whole(&[1, 1]));
        let (quotient, rest) = whole(&[1, 2, 3]).div_rem(&whole(&[1, 2])).unwrap();
        assert_eq!(&(&quotient * &whole(&[1, 2])) + &rest, whole(&[1, 2, 3]));
        assert!(a.div_rem(&Polynomial::zero()).is_none());
        assert_eq!(whole(&[0, 4, -6]).primitive(), whole(&[0, 2, -3]));
        assert_eq!(Polynomial::zero().gcd(&Polynomial::zero()), Polynomial::zero());
        assert_eq!(whole(&[-1, 0, 1]).to_string(), "x^2 - 1");
    }

    #[test]
    fn multiple_roots_count_once_and_ends_do_not_count() {
        let p = with_roots(&[Rational::ZERO, Rational::new(1, 3), Rational::new(1, 3), Rational::ONE]);
        assert_eq!(p.count_roots_between(&Rational::ZERO, &Rational::ONE), 1);
        let roots = p.roots_between(&Rational::ZERO, &Rational::ONE);
        assert_eq!(roots, [AlgebraicNumber::Rational(Rational::new(1, 3))]);
        assert!(Polynomial::zero().roots_between(&Rational::ZERO, &Rational::ONE).is_empty());
        assert!(whole(&[5]).roots_between(&Rational::ZERO, &Rational::ONE).is_empty());
    }

    #[test]
    fn irrational_roots_are_isolated_beside_rational_ones() {
        // (2x - 1)(x^2 + x - 1)(x^2 - 2)
        let p = &(&whole(&[-1, 2]) * &whole(&[-1, 1, 1])) * &whole(&[-2, 0, 1]);
        let roots = p.roots_between(&Rational::from(-3), &Rational::from(3));
        let expected =
            [-1.618033988749895, -std::f64::consts::SQRT_2, 0.5, 0.618033988749895, std::f64::consts::SQRT_2];
        assert_eq!(roots.len(), 5);
        for (root, expected) in roots.iter().zip(expected) {
            assert!((root.to_f64() - expected).abs() < 1e-15);
        }
        assert_eq!(roots[2], AlgebraicNumber::Rational(Rational::new(1, 2)));
    }

    proptest! {
        #[test]
        fn every_rational_root_is_found_exactly(roots in prop::collection::vec((-20i64..20, 1i64..9), 0..6)) {
            let mut roots: Vec<Rational> = roots.into_iter().map(|(p, q)| Rational::new(p, q)).collect();
            let found = with_roots(&roots).roots_between(&Rational::from(-30), &Rational::from(30));
            roots.sort();
            roots.dedup();
            let roots: Vec<_> = roots.into_iter().map(AlgebraicNumber::Rational).collect();
            prop_assert_eq!(found, roots);
        }
    }
}

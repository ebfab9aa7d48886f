//! Numbers that depend on the discount factor: rational functions of it, compared at one place.
//!
//! With them the exact geometry of two players runs for an unknown discount factor. Compared at a
//! fraction near the critical value they tell which formulas hold around there (a guess); compared at an
//! algebraic number they are the field that this number generates, and every comparison is a proof.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};
use std::sync::Arc;

use crate::exact::{AlgebraicNumber, Polynomial, Rational, Scalar, sealed};

/// Where germs are compared.
#[derive(Debug)]
pub(super) enum Place {
    /// At a fraction: the formulas themselves are kept.
    Near(Rational),
    /// At an algebraic number: formulas that agree there are the same number.
    At(Field),
}

/// The field that an algebraic number generates.
#[derive(Debug)]
pub(super) struct Field {
    number: AlgebraicNumber,
    /// A polynomial that vanishes at the number.
    modulus: Polynomial,
    /// Fractions close around the number, which has to be above 0.
    around: [Rational; 2],
}

impl Field {
    pub(super) fn of(number: &AlgebraicNumber) -> Self {
        let modulus = match number {
            AlgebraicNumber::Rational(value) => Polynomial::new(vec![-value, Rational::ONE]),
            AlgebraicNumber::Root { polynomial, .. } => polynomial.clone(),
        };
        let around = number.enclosure(&Rational::new(1, 1 << 40).pow(3));
        Field { number: number.clone(), modulus, around }
    }

    /// The sign of a polynomial at the number: interval arithmetic settles all but zeros.
    fn sign_of(&self, asked: &Polynomial) -> Ordering {
        let [low, high] = &self.around;
        let start = (Rational::ZERO, Rational::ZERO);
        let (least, most) = asked.coefficients().iter().rev().fold(start, |(least, most), c| {
            let down = if least.is_negative() { high } else { low };
            let up = if most.is_negative() { low } else { high };
            (least * down + c, most * up + c)
        });
        if least.is_positive() {
            Ordering::Greater
        } else if most.is_negative() {
            Ordering::Less
        } else {
            self.number.sign_of(asked)
        }
    }

    /// Reduces modulo the polynomial of the number and divides out the denominator (extended Euclid), where
    /// it has no factor in common with that polynomial.
    fn reduced(&self, above: Polynomial, below: Polynomial) -> (Polynomial, Polynomial) {
        let modulus = &self.modulus;
        let reduce = |p: Polynomial| match p.div_rem(modulus) {
            Some((_, rest)) if p.degree() >= modulus.degree() => rest,
            _ => p,
        };
        let (above, below) = (reduce(above), reduce(below));
        let (mut r, mut s) = ((modulus.clone(), Polynomial::zero()), (below.clone(), one()));
        while s.0.degree() > Some(0) {
            let Some((quotient, rest)) = r.0.div_rem(&s.0) else { break };
            let factor = &r.1 - &(&quotient * &s.1);
            (r, s) = (s, (rest, factor));
        }
        match s.0.coefficients().first().and_then(Rational::checked_recip) {
            Some(unit) => (reduce(&above * &s.1).scaled(&unit), one()),
            None => (above, below),
        }
    }
}

/// A rational function of the discount factor, or a constant (which needs no place).
#[derive(Clone)]
pub(super) struct Germ {
    above: Polynomial,
    below: Polynomial,
    place: Option<Arc<Place>>,
}

impl Germ {
    pub(super) fn constant(value: Rational) -> Self {
        Germ { above: Polynomial::constant(value), below: one(), place: None }
    }
    /// The discount factor itself.
    pub(super) fn discount(place: &Arc<Place>) -> Self {
        Germ::reduced(Polynomial::monomial(Rational::ONE, 1), one(), Some(place.clone()))
    }

    /// The numerator: where the function is zero.
    pub(super) fn numerator(&self) -> &Polynomial {
        &self.above
    }

    /// Whether the formula has grown beyond use.
    pub(super) fn is_heavy(&self) -> bool {
        let heavy = |p: &Polynomial| {
            p.degree() > Some(MOST_DEGREE) || p.coefficients().iter().any(|c| c.bits() > MOST_BITS)
        };
        heavy(&self.above) || heavy(&self.below)
    }

    /// Lowest terms; at an algebraic number, polynomials below its degree.
    fn reduced(above: Polynomial, below: Polynomial, place: Option<Arc<Place>>) -> Self {
        let (above, below) = match place.as_deref() {
            Some(Place::At(field)) => field.reduced(above, below),
            _ => lowest_terms(above, below),
        };
        let varies = above.degree() > Some(0) || below.degree() > Some(0);
        Germ { above, below, place: place.filter(|_| varies) }
    }

    fn common_place(&self, other: &Germ) -> Option<Arc<Place>> {
        self.place.as_ref().or(other.place.as_ref()).cloned()
    }

    fn sign(&self) -> Ordering {
        let sign = |p: &Polynomial| match self.place.as_deref() {
            _ if p.degree().unwrap_or(0) == 0 => p.eval(&Rational::ZERO).cmp(&Rational::ZERO),
            Some(Place::At(field)) => field.sign_of(p),
            Some(Place::Near(point)) => p.eval(point).cmp(&Rational::ZERO),
            None => Ordering::Equal,
        };
        match sign(&self.below) {
            Ordering::Less => sign(&self.above).reverse(),
            _ => sign(&self.above),
        }
    }
}

/// Formulas beyond this are given up: the exact value is then only enclosed.
const MOST_DEGREE: usize = 8;
const MOST_BITS: usize = 400;

fn one() -> Polynomial {
    Polynomial::constant(Rational::ONE)
}

fn quotient(whole: &Polynomial, factor: &Polynomial) -> Polynomial {
    whole.div_rem(factor).map(|(quotient, _)| quotient).unwrap_or_default()
}

fn lowest_terms(above: Polynomial, below: Polynomial) -> (Polynomial, Polynomial) {
    if above.is_zero() {
        return (above, one());
    }
    let (above, below) = match (above.degree(), below.degree()) {
        (Some(a), Some(b)) if a > 0 && b > 0 => {
            let common = above.gcd(&below);
            if common.degree() > Some(0) {
                (quotient(&above, &common), quotient(&below, &common))
            } else {
                (above, below)
            }
        }
        _ => (above, below),
    };
    match below.coefficients().last().and_then(Rational::checked_recip) {
        Some(factor) => (above.scaled(&factor), below.scaled(&factor)),
        None => (above, below),
    }
}

impl PartialEq for Germ {
    fn eq(&self, other: &Self) -> bool {
        (self.above == other.above && self.below == other.below) || (self.clone() - other).sign().is_eq()
    }
}
impl PartialOrd for Germ {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some((self.clone() - other).sign())
    }
}

impl fmt::Debug for Germ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}) / ({})", self.above, self.below)
    }
}
impl fmt::Display for Germ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Neg for Germ {
    type Output = Germ;
    fn neg(self) -> Germ {
        Germ { above: -&self.above, ..self }
    }
}
impl Add<&Germ> for Germ {
    type Output = Germ;
    fn add(self, other: &Germ) -> Germ {
        let place = self.common_place(other);
        if self.below == other.below {
            return Germ::reduced(&self.above + &other.above, self.below, place);
        }
        let above = &(&self.above * &other.below) + &(&other.above * &self.below);
        Germ::reduced(above, &self.below * &other.below, place)
    }
}
impl Sub<&Germ> for Germ {
    type Output = Germ;
    fn sub(self, other: &Germ) -> Germ {
        self + &(-other.clone())
    }
}
impl Mul<&Germ> for Germ {
    type Output = Germ;
    fn mul(self, other: &Germ) -> Germ {
        let place = self.common_place(other);
        Germ::reduced(&self.above * &other.above, &self.below * &other.below, place)
    }
}
impl Div<&Germ> for Germ {
    type Output = Germ;
    fn div(self, other: &Germ) -> Germ {
        let place = self.common_place(other);
        Germ::reduced(&self.above * &other.below, &self.below * &other.above, place)
    }
}
macro_rules! owned {
    ($trait:ident, $method:ident) => {
        impl $trait for Germ {
            type Output = Germ;
            fn $method(self, other: Germ) -> Germ {
                $trait::$method(self, &other)
            }
        }
    };
}
owned!(Add, add);
owned!(Sub, sub);
owned!(Mul, mul);
owned!(Div, div);

impl sealed::Sealed for Germ {}
impl Scalar for Germ {
    fn zero() -> Self {
        Germ::constant(Rational::ZERO)
    }
    fn one() -> Self {
        Germ::constant(Rational::ONE)
    }
    fn is_finite(&self) -> bool {
        true
    }
    /// Constants only.
    fn to_exact(&self) -> Option<Rational> {
        self.place.is_none().then(|| self.above.eval(&Rational::ZERO))
    }
    fn to_float(&self) -> f64 {
        let at = match self.place.as_deref() {
            Some(Place::At(field)) => field.around[0].clone(),
            Some(Place::Near(point)) => point.clone(),
            None => Rational::ZERO,
        };
        self.above.eval(&at).to_f64() / self.below.eval(&at).to_f64()
    }
    fn from_exact(value: &Rational) -> Self {
        Germ::constant(value.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root_two() -> Arc<Place> {
        let p = Polynomial::new([-2, 0, 1].map(Rational::from).to_vec());
        Arc::new(Place::At(Field::of(&p.roots_between(&1.into(), &2.into())[0])))
    }

    #[test]
    fn at_an_algebraic_number_they_are_its_field() {
        let x = Germ::discount(&root_two());
        let two = Germ::constant(2.into());
        assert_eq!(x.clone() * &x, two);
        // 1 / (x - 1) = x + 1, and x lies between 7/5 and 3/2.
        let one = Germ::one();
        assert_eq!(one.clone() / (x.clone() - &one), x.clone() + &one);
        assert!(x > Germ::constant(Rational::new(7, 5)) && x < Germ::constant(Rational::new(3, 2)));
        assert!(-x.clone() < Germ::zero());
    }

    #[test]
    fn near_a_fraction_formulas_are_kept_in_lowest_terms() {
        let x = Germ::discount(&Arc::new(Place::Near(Rational::new(1, 2))));
        let one = Germ::one();
        let ratio = (x.clone() * &x - &one) / (x.clone() - &one);
        assert_eq!(ratio.numerator(), (x.clone() + &one).numerator());
        assert!(x < one);
        assert_eq!((x.clone() / &x).to_exact(), Some(Rational::ONE));
    }
}

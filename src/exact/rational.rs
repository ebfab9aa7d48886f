//! The fraction type: a thin shell over a maintained big-rational crate, so that its choice stays ours.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

use dashu_base::{Abs, Approximation, Signed};
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

/// An exact fraction of arbitrary size, always in lowest terms.
///
/// Serialises as the string `"p/q"` (or `"p"`); reads strings exactly, JSON integers exactly and
/// JSON floats through their shortest decimal form.
///
/// ```
/// use detente::Rational;
/// let half = Rational::new(1, 2);
/// assert_eq!(half.to_string(), "1/2");
/// assert_eq!(&half * &half, "0.25".parse()?);
/// # Ok::<(), detente::exact::ParseRationalError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rational(pub(crate) RBig);

impl Rational {
    /// Zero.
    pub const ZERO: Rational = Rational(RBig::ZERO);
    /// One.
    pub const ONE: Rational = Rational(RBig::ONE);

    /// The fraction `numerator / denominator` of two machine integers.
    ///
    /// # Panics
    /// If the denominator is zero: this constructor is for literals in code. Text goes through
    /// [`str::parse`], which returns an error instead.
    pub fn new(numerator: i64, denominator: i64) -> Self {
        assert!(denominator != 0, "a fraction needs a denominator other than zero");
        Rational(RBig::from_parts_signed(IBig::from(numerator), IBig::from(denominator)))
    }

    /// The exact value of a finite float; `None` for NaN and infinities.
    pub fn from_f64(value: f64) -> Option<Self> {
        RBig::try_from(value).ok().map(Rational)
    }

    /// The value, if it is a whole number that a machine word holds.
    pub(crate) fn to_i64(&self) -> Option<i64> {
        if self.0.is_int() { i64::try_from(self.0.numerator()).ok() } else { None }
    }

    /// The nearest `f64`.
    pub fn to_f64(&self) -> f64 {
        // Most payoffs are small whole numbers, which need no division.
        if let Some(whole) = self.to_i64().filter(|whole| whole.unsigned_abs() <= 1 << 53) {
            return whole as f64;
        }
        match self.0.to_f64() {
            Approximation::Exact(x) | Approximation::Inexact(x, _) => x,
        }
    }

    /// The largest `f64` that is not above the exact value.
    pub fn to_f64_down(&self) -> f64 {
        match self.compare_to_float() {
            (x, Ordering::Greater) => x.next_down(),
            (x, _) => x,
        }
    }

    /// The smallest `f64` that is not below the exact value.
    pub fn to_f64_up(&self) -> f64 {
        match self.compare_to_float() {
            (x, Ordering::Less) => x.next_up(),
            (x, _) => x,
        }
    }

    /// The nearest float and how it compares with the exact value.
    fn compare_to_float(&self) -> (f64, Ordering) {
        let x = self.to_f64();
        match Rational::from_f64(x) {
            Some(back) => (x, back.cmp(self)),
            None if x > 0.0 => (x, Ordering::Greater),
            None => (x, Ordering::Less),
        }
    }

    /// Whether the value is zero.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }
    /// Whether the value is above zero.
    pub fn is_positive(&self) -> bool {
        !self.0.is_zero() && self.0.is_positive()
    }
    /// Whether the value is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }
    /// Whether the value is a whole number.
    pub fn is_integer(&self) -> bool {
        self.0.is_int()
    }
    /// The absolute value.
    pub fn abs(&self) -> Self {
        Rational(self.0.clone().abs())
    }
    /// One divided by the value; `None` for zero.
    pub fn checked_recip(&self) -> Option<Self> {
        if self.is_zero() { None } else { Some(&Rational::ONE / self) }
    }
    /// The quotient; `None` if the divisor is zero.
    pub fn checked_div(&self, divisor: &Rational) -> Option<Self> {
        if divisor.is_zero() { None } else { Some(self / divisor) }
    }
    /// Numerator (with the sign) in lowest terms.
    pub fn numerator(&self) -> IBig {
        self.0.numerator().clone()
    }
    /// Denominator (positive) in lowest terms.
    pub fn denominator(&self) -> UBig {
        self.0.denominator().clone()
    }
    /// Numerator and denominator as machine integers, if both are below `2^62`: a look at the fraction
    /// without copying it.
    pub(crate) fn small_parts(&self) -> Option<(i64, u64)> {
        let numerator = i64::try_from(self.0.numerator()).ok()?;
        let denominator = u64::try_from(self.0.denominator()).ok()?;
        (numerator.unsigned_abs() < 1 << 62 && denominator < 1 << 62).then_some((numerator, denominator))
    }
    /// The largest whole number not above the value.
    pub fn floor(&self) -> IBig {
        self.0.floor()
    }
    /// Bits of numerator and denominator together: how heavy the fraction is.
    pub fn bits(&self) -> usize {
        use dashu_base::BitTest;
        self.0.numerator().bit_len() + self.0.denominator().bit_len()
    }
    /// The value to the power of a whole exponent.
    ///
    /// ```
    /// # use detente::Rational;
    /// assert_eq!(Rational::new(2, 3).pow(3), Rational::new(8, 27));
    /// ```
    pub fn pow(&self, exponent: u16) -> Self {
        Rational(self.0.pow(exponent as isize))
    }
    /// The multiple of `2^-bits` at or below the value: outward rounding onto a grid.
    pub fn floor_to_bits(&self, bits: usize) -> Self {
        let scale = UBig::ONE << bits;
        let scaled = &self.0 * RBig::from(IBig::from(scale.clone()));
        Rational(RBig::from_parts(scaled.floor(), scale))
    }
    /// The multiple of `2^-bits` at or above the value.
    pub fn ceil_to_bits(&self, bits: usize) -> Self {
        let scale = UBig::ONE << bits;
        let scaled = &self.0 * RBig::from(IBig::from(scale.clone()));
        Rational(RBig::from_parts(scaled.ceil(), scale))
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_integer() {
            f.pad(&self.0.numerator().to_string())
        } else {
            f.pad(&format!("{}/{}", self.0.numerator(), self.0.denominator()))
        }
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! from_integers {
    ($($t:ty),*) => {$(
        impl From<$t> for Rational {
            fn from(value: $t) -> Self { Rational(RBig::from(IBig::from(value))) }
        }
    )*};
}
from_integers!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, IBig, UBig);

macro_rules! operator {
    ($trait:ident, $method:ident) => {
        impl $trait<&Rational> for &Rational {
            type Output = Rational;
            fn $method(self, other: &Rational) -> Rational {
                Rational($trait::$method(&self.0, &other.0))
            }
        }
        impl $trait<Rational> for Rational {
            type Output = Rational;
            fn $method(self, other: Rational) -> Rational {
                Rational($trait::$method(self.0, other.0))
            }
        }
        impl $trait<&Rational> for Rational {
            type Output = Rational;
            fn $method(self, other: &Rational) -> Rational {
                Rational($trait::$method(self.0, &other.0))
            }
        }
        impl $trait<Rational> for &Rational {
            type Output = Rational;
            fn $method(self, other: Rational) -> Rational {
                Rational($trait::$method(&self.0, other.0))
            }
        }
    };
}
operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);
operator!(Div, div);

macro_rules! assign {
    ($trait:ident, $method:ident) => {
        impl $trait<&Rational> for Rational {
            fn $method(&mut self, other: &Rational) {
                $trait::$method(&mut self.0, &other.0)
            }
        }
        impl $trait<Rational> for Rational {
            fn $method(&mut self, other: Rational) {
                $trait::$method(&mut self.0, other.0)
            }
        }
    };
}
assign!(AddAssign, add_assign);
assign!(SubAssign, sub_assign);
assign!(MulAssign, mul_assign);

impl Neg for Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        Rational(-self.0)
    }
}
impl Neg for &Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        Rational(-self.0.clone())
    }
}

impl Sum for Rational {
    fn sum<I: Iterator<Item = Rational>>(terms: I) -> Self {
        terms.fold(Rational::ZERO, |total, term| total + term)
    }
}
impl<'a> Sum<&'a Rational> for Rational {
    fn sum<I: Iterator<Item = &'a Rational>>(terms: I) -> Self {
        terms.fold(Rational::ZERO, |total, term| total + term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outward_rounding_encloses_the_exact_value() {
        let third = Rational::new(1, 3);
        let (down, up) = (third.to_f64_down(), third.to_f64_up());
        assert!(Rational::from_f64(down).unwrap() < third && third < Rational::from_f64(up).unwrap());
        assert_eq!(down.next_up(), up);
        assert_eq!(Rational::new(1, 2).to_f64_down(), 0.5);
        assert_eq!(Rational::new(1, 2).to_f64_up(), 0.5);
    }

    #[test]
    fn grid_rounding_goes_outwards_on_both_sides_of_zero() {
        for value in [Rational::new(-1, 3), Rational::new(1, 3), Rational::new(7, 5)] {
            let (low, high) = (value.floor_to_bits(4), value.ceil_to_bits(4));
            assert!(low <= value && value <= high);
            assert_eq!(&high - &low, Rational::new(1, 16));
        }
        assert_eq!(Rational::new(-3, 16).floor_to_bits(4), Rational::new(-3, 16));
    }

    #[test]
    fn floats_convert_exactly_and_infinities_do_not() {
        assert_eq!(Rational::from_f64(0.1).unwrap().to_f64(), 0.1);
        assert_ne!(Rational::from_f64(0.1).unwrap(), Rational::new(1, 10));
        assert!(Rational::from_f64(f64::NAN).is_none() && Rational::from_f64(f64::INFINITY).is_none());
    }

    #[test]
    fn signs_are_strict() {
        assert!(!Rational::ZERO.is_positive() && !Rational::ZERO.is_negative());
        assert!(Rational::new(-1, -2).is_positive() && Rational::new(1, -2).is_negative());
    }
}

//! The two number types a game can have, behind one small trait.

use std::fmt::{Debug, Display};
use std::ops::{Add, Div, Mul, Neg, Sub};

use super::Rational;

/// Only this crate adds number types.
pub(crate) mod sealed {
    pub trait Sealed {}
    impl Sealed for f64 {}
    impl Sealed for super::Rational {}
}

/// A payoff's number type: `f64` or [`Rational`]. Sealed, so that every algorithm knows which of the
/// two worlds (fast or exact) it is in.
///
/// Arithmetic is written with an owned left and a borrowed right side, which costs nothing for floats
/// and no needless copy for fractions: `a.clone() - &b`.
pub trait Scalar:
    sealed::Sealed
    + Clone
    + PartialOrd
    + Debug
    + Display
    + Send
    + Sync
    + 'static
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + for<'a> Add<&'a Self, Output = Self>
    + for<'a> Sub<&'a Self, Output = Self>
    + for<'a> Mul<&'a Self, Output = Self>
    + for<'a> Div<&'a Self, Output = Self>
{
    /// Zero.
    fn zero() -> Self;
    /// One.
    fn one() -> Self;
    /// Whether the number is neither NaN nor infinite.
    fn is_finite(&self) -> bool;
    /// The exact value; `None` for NaN and infinities.
    fn to_exact(&self) -> Option<Rational>;
    /// The nearest float.
    fn to_float(&self) -> f64;
    /// This type's number nearest to an exact value.
    fn from_exact(value: &Rational) -> Self;
    /// The larger of two numbers (the first on ties).
    fn larger<'a>(&'a self, other: &'a Self) -> &'a Self {
        if other > self { other } else { self }
    }
    /// The smaller of two numbers (the first on ties).
    fn smaller<'a>(&'a self, other: &'a Self) -> &'a Self {
        if other < self { other } else { self }
    }
}

impl Scalar for f64 {
    fn zero() -> Self {
        0.0
    }
    fn one() -> Self {
        1.0
    }
    fn is_finite(&self) -> bool {
        f64::is_finite(*self)
    }
    fn to_exact(&self) -> Option<Rational> {
        Rational::from_f64(*self)
    }
    fn to_float(&self) -> f64 {
        *self
    }
    fn from_exact(value: &Rational) -> Self {
        value.to_f64()
    }
}

impl Scalar for Rational {
    fn zero() -> Self {
        Rational::ZERO
    }
    fn one() -> Self {
        Rational::ONE
    }
    fn is_finite(&self) -> bool {
        true
    }
    fn to_exact(&self) -> Option<Rational> {
        Some(self.clone())
    }
    fn to_float(&self) -> f64 {
        self.to_f64()
    }
    fn from_exact(value: &Rational) -> Self {
        value.clone()
    }
}

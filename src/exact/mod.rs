//! Exact arithmetic: the ground every proof of the crate stands on.
//!
//! [`Rational`] is a fraction of arbitrary size. Literals are exact: `"0.1"` is 1/10, `"1/3"` is a
//! third, `"2e-3"` is 1/500; every finite `f64` is a rational too. [`solve`] is exact Gaussian
//! elimination, [`simplest_between`] finds the fraction with the smallest denominator in an interval
//! (Stern-Brocot), [`Polynomial`] isolates real roots by Sturm's theorem and [`AlgebraicNumber`] is such a
//! root, and [`Rational::to_f64_down`] / [`Rational::to_f64_up`] round outwards.
//!
//! ```
//! use detente::Rational;
//! let third: Rational = "1/3".parse()?;
//! assert_eq!((&third + &third + &third), Rational::from(1));
//! assert_eq!("0.1".parse::<Rational>()?.to_string(), "1/10");
//! # Ok::<(), detente::exact::ParseRationalError>(())
//! ```

mod algebraic;
mod linear;
mod parse;
mod polynomial;
mod rational;
mod scalar;
mod serial;
mod simplest;
mod weighted;

pub use algebraic::AlgebraicNumber;
pub(crate) use linear::scaled_to_integers;
pub use linear::solve;
pub use parse::ParseRationalError;
pub use polynomial::Polynomial;
pub use rational::Rational;
pub use scalar::Scalar;
pub(crate) use scalar::sealed;
pub use simplest::{simplest_between, snap};
pub(crate) use weighted::Weights;

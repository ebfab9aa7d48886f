//! Parameters of instruments: what can be given for a number, and the ranges they are held to.

use super::InstitutionError;
use crate::exact::{ParseRationalError, Rational};

/// What can be given for an exact number: whole numbers, text (`"4/5"`, `"0.1"`), floats by their
/// decimal literal (`0.1` is 1/10), rationals.
pub trait IntoNumber {
    /// The exact number.
    ///
    /// # Errors
    /// If it is not a finite number.
    fn into_number(self) -> Result<Rational, ParseRationalError>;
}

macro_rules! whole_numbers {
    ($($t:ty),*) => {$(
        impl IntoNumber for $t {
            fn into_number(self) -> Result<Rational, ParseRationalError> {
                Ok(self.into())
            }
        }
    )*};
}
whole_numbers!(i32, i64, u32, u64, usize);

impl IntoNumber for Rational {
    fn into_number(self) -> Result<Rational, ParseRationalError> {
        Ok(self)
    }
}
impl IntoNumber for &Rational {
    fn into_number(self) -> Result<Rational, ParseRationalError> {
        Ok(self.clone())
    }
}
impl IntoNumber for &str {
    fn into_number(self) -> Result<Rational, ParseRationalError> {
        self.parse()
    }
}
impl IntoNumber for f64 {
    fn into_number(self) -> Result<Rational, ParseRationalError> {
        format!("{self:e}").parse()
    }
}

/// What can be given for one number per player: a number for both, or an array of two.
pub trait IntoPair {
    /// The numbers of player 0 and player 1.
    ///
    /// # Errors
    /// If one is not a finite number.
    fn into_pair(self) -> Result<[Rational; 2], ParseRationalError>;
}

impl<N: IntoNumber> IntoPair for N {
    fn into_pair(self) -> Result<[Rational; 2], ParseRationalError> {
        let both = self.into_number()?;
        Ok([both.clone(), both])
    }
}
impl<N: IntoNumber> IntoPair for [N; 2] {
    fn into_pair(self) -> Result<[Rational; 2], ParseRationalError> {
        let [row, column] = self;
        Ok([row.into_number()?, column.into_number()?])
    }
}

pub(super) fn number(name: &str, value: impl IntoNumber) -> Result<Rational, InstitutionError> {
    value.into_number().map_err(|source| InstitutionError::Number { name: name.into(), source })
}

pub(super) fn pair(name: &str, value: impl IntoPair) -> Result<[Rational; 2], InstitutionError> {
    value.into_pair().map_err(|source| InstitutionError::Number { name: name.into(), source })
}

/// Refuses numbers below 0.
pub(super) fn check_amounts(name: &str, amounts: &[Rational; 2]) -> Result<(), InstitutionError> {
    match amounts.iter().find(|amount| amount.is_negative()) {
        Some(bad) => Err(InstitutionError::OutOfRange {
            name: name.into(),
            value: bad.to_string(),
            range: "an amount is at least 0",
        }),
        None => Ok(()),
    }
}

/// Refuses numbers outside [0, 1].
pub(super) fn check_fraction(name: &str, value: &Rational) -> Result<(), InstitutionError> {
    if !value.is_negative() && *value <= Rational::ONE {
        return Ok(());
    }
    Err(InstitutionError::OutOfRange {
        name: name.into(),
        value: value.to_string(),
        range: "a probability or a fraction lies between 0 and 1",
    })
}

/// Both numbers in words: once where they agree.
pub(super) fn in_words(amounts: &[Rational; 2]) -> String {
    let [row, column] = amounts;
    if row == column { row.to_string() } else { format!("{row} and {column}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_every_kind_are_exact() {
        assert_eq!(0.1.into_number().unwrap(), Rational::new(1, 10));
        assert_eq!("4/5".into_pair().unwrap(), [Rational::new(4, 5), Rational::new(4, 5)]);
        assert_eq!([1, 2].into_pair().unwrap(), [1.into(), 2.into()]);
        assert!(f64::NAN.into_number().is_err() && f64::INFINITY.into_number().is_err());
        assert!(["1", "x"].into_pair().is_err());
    }
}

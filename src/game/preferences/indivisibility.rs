//! Indivisibility: y(s) = (1 - iota) s + iota s^4.

use super::super::GameError;
use super::check;
use crate::exact::{Rational, Scalar};

/// How far a stake resists division: a share `s` is worth `y(s) = (1 - iota) s + iota s^4` of it.
///
/// At `iota = 0` the stake divides freely; at `iota = 1` half of it is worth a sixteenth, so no division
/// may content both sides although all of it would content either.
///
/// ```
/// use detente::{Rational, game::Indivisibility};
/// let holy = Indivisibility::new(Rational::ONE)?;
/// assert_eq!(holy.worth(&Rational::new(1, 2))?, Rational::new(1, 16));
/// # Ok::<(), detente::game::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Indivisibility<T = Rational> {
    iota: T,
}

impl<T: Scalar> Indivisibility<T> {
    /// With iota between 0 and 1.
    ///
    /// # Errors
    /// If iota lies outside.
    pub fn new(iota: T) -> Result<Self, GameError> {
        let holds = iota >= T::zero() && iota <= T::one();
        check("iota", &iota, holds, "indivisibility lies between 0 and 1")?;
        Ok(Indivisibility { iota })
    }

    /// The parameter iota.
    pub fn iota(&self) -> &T {
        &self.iota
    }

    /// The worth of a share, as a part of the whole stake's.
    ///
    /// # Errors
    /// If the share lies outside [0, 1].
    pub fn worth(&self, share: &T) -> Result<T, GameError> {
        let holds = *share >= T::zero() && *share <= T::one();
        check("share", share, holds, "a share lies between 0 and 1")?;
        let square = share.clone() * share;
        Ok((T::one() - &self.iota) * share + self.iota.clone() * &square * &square)
    }
}

//! A work budget, so that no file can keep the checker busy for ever.

use std::cell::Cell;

use super::error::CheckError;
use crate::exact::Rational;

/// Arithmetic steps, weighted by the length of the numbers, that one check may take: about a minute.
pub(super) const LIMIT: u64 = 60_000_000;

/// The steps that are left.
#[derive(Debug)]
pub(super) struct Budget {
    left: Cell<u64>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Budget { left: Cell::new(LIMIT) }
    }

    /// Takes `steps` operations on numbers of about `bits` bits.
    pub(super) fn spend(&self, steps: usize, bits: usize, place: &str) -> Result<(), CheckError> {
        let words = bits as u64 / 128 + 1;
        let cost = (steps as u64).saturating_mul(words);
        match self.left.get().checked_sub(cost) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => Err(CheckError::TooMuchWork { place: place.into(), limit: LIMIT }),
        }
    }
}

/// The length of the longest of some fractions, in bits.
pub(super) fn widest<'a>(values: impl IntoIterator<Item = &'a Rational>) -> usize {
    values.into_iter().map(Rational::bits).max().unwrap_or(0)
}

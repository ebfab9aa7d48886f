//! Whole numbers for fraction-free pivoting: as narrow as the game allows, exact always.
//!
//! Every entry of a fraction-free tableau is a minor of the payoff matrix (bordered by ones), so that
//! Hadamard's inequality bounds all of them before the first pivot. Where the bound fits a machine
//! width, products may wrap: the step `(a b - c d) / e` of Bareiss (1968) is an exact division, and an
//! exact division needs only the low bits (Jebelean 1993, "An algorithm for exact division"): divide
//! the odd part of `e` out by its inverse modulo a power of two, then shift. No intermediate number is
//! wider than the result. A divisor with so many factors of two that the shift would eat into the bound
//! is refused ([`TooNarrow`]), and the computation is repeated in a wider type; [`IBig`] refuses nothing.

use std::cmp::Ordering;

use dashu_base::{BitTest, Signed};
use dashu_int::IBig;

/// The number type is too narrow for this computation; a wider one is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooNarrow;

/// A whole number whose arithmetic is exact as long as results stay within the bound it was chosen for.
pub(super) trait Integer: Clone + Send + Sync {
    /// A positive number, prepared for exact divisions by it.
    type Divisor: Clone + Send + Sync;
    /// Bits of magnitude that the type holds; `None` for any.
    const BITS: Option<usize>;

    /// The value; only the low bits are kept where it does not fit.
    fn from_big(value: &IBig) -> Self;
    /// The value of a number within the bound.
    fn to_big(&self) -> IBig;
    /// How the number compares with zero.
    fn sign(&self) -> Ordering;
    /// The number with its sign changed.
    fn negated(&self) -> Self;
    /// Prepares a positive number as divisor of quotients of at most `bits` bits.
    fn divisor(&self, bits: usize) -> Result<Self::Divisor, TooNarrow>;
    /// `(a b - c d) / divisor`, where the division is known to leave no remainder.
    fn cross(a: &Self, b: &Self, c: &Self, d: &Self, divisor: &Self::Divisor) -> Self;
    /// `a - b c`, where the result is known to be within the bound.
    fn minus_product(a: &Self, b: &Self, c: &Self) -> Self;
}

/// The inverse of an odd divisor part modulo the type's power of two, and the power of two beside it.
#[derive(Debug, Clone)]
pub(super) struct Inverse<T> {
    inverse: T,
    shift: u32,
}

macro_rules! machine_integer {
    ($type:ty, $steps:expr) => {
        impl Integer for $type {
            type Divisor = Inverse<$type>;
            const BITS: Option<usize> = Some(<$type>::BITS as usize - 1);

            fn from_big(value: &IBig) -> Self {
                let modulus = IBig::ONE << <$type>::BITS as usize;
                let mut low = value % &modulus;
                let half = IBig::ONE << (<$type>::BITS as usize - 1);
                if low >= half {
                    low -= modulus;
                } else if low < -half.clone() {
                    low += modulus;
                }
                // The value was brought into the type's range by the lines above.
                <$type>::try_from(&low).unwrap_or_default()
            }
            fn to_big(&self) -> IBig {
                IBig::from(*self)
            }
            fn sign(&self) -> Ordering {
                self.cmp(&0)
            }
            fn negated(&self) -> Self {
                self.wrapping_neg()
            }
            fn divisor(&self, bits: usize) -> Result<Self::Divisor, TooNarrow> {
                let shift = self.trailing_zeros();
                if bits + shift as usize > <$type>::BITS as usize - 1 {
                    return Err(TooNarrow);
                }
                let odd = self >> shift;
                // Newton's iteration doubles the correct low bits, beginning with three.
                let mut inverse = odd;
                for _ in 0..$steps {
                    inverse = inverse.wrapping_mul((2 as $type).wrapping_sub(odd.wrapping_mul(inverse)));
                }
                Ok(Inverse { inverse, shift })
            }
            #[inline]
            fn cross(a: &Self, b: &Self, c: &Self, d: &Self, divisor: &Self::Divisor) -> Self {
                let numerator = a.wrapping_mul(*b).wrapping_sub(c.wrapping_mul(*d));
                numerator.wrapping_mul(divisor.inverse) >> divisor.shift
            }
            #[inline]
            fn minus_product(a: &Self, b: &Self, c: &Self) -> Self {
                a.wrapping_sub(b.wrapping_mul(*c))
            }
        }
    };
}
machine_integer!(i64, 5);
machine_integer!(i128, 6);

/// A two's complement number of `N` machine words, the lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wide<const N: usize>([u64; N]);

impl<const N: usize> Wide<N> {
    #[inline]
    fn multiply(&self, other: &Self) -> Self {
        let mut product = [0u64; N];
        for (i, &x) in self.0.iter().enumerate() {
            let mut carry = 0u128;
            for j in 0..N - i {
                let sum = x as u128 * other.0[j] as u128 + product[i + j] as u128 + carry;
                product[i + j] = sum as u64;
                carry = sum >> 64;
            }
        }
        Wide(product)
    }

    #[inline]
    fn subtract(&self, other: &Self) -> Self {
        let mut difference = [0u64; N];
        let mut borrow = false;
        for (i, word) in difference.iter_mut().enumerate() {
            let (partial, first) = self.0[i].overflowing_sub(other.0[i]);
            let (full, second) = partial.overflowing_sub(borrow as u64);
            (*word, borrow) = (full, first || second);
        }
        Wide(difference)
    }

    /// The quotient by a power of two, rounded down.
    #[inline]
    fn shift_down(&self, shift: u32) -> Self {
        let (words, bits) = (shift as usize / 64, shift % 64);
        let filler = if (self.0[N - 1] as i64) < 0 { u64::MAX } else { 0 };
        let word = |i: usize| if i < N { self.0[i] } else { filler };
        Wide(std::array::from_fn(|i| match bits {
            0 => word(i + words),
            _ => word(i + words) >> bits | word(i + words + 1) << (64 - bits),
        }))
    }

    fn trailing_zeros(&self) -> u32 {
        match self.0.iter().position(|&word| word != 0) {
            Some(i) => 64 * i as u32 + self.0[i].trailing_zeros(),
            None => 64 * N as u32,
        }
    }
}

impl<const N: usize> Integer for Wide<N> {
    type Divisor = Inverse<Wide<N>>;
    const BITS: Option<usize> = Some(64 * N - 1);

    fn from_big(value: &IBig) -> Self {
        let mut words = [0u64; N];
        for (word, chunk) in words.iter_mut().zip(value.clone().into_parts().1.to_le_bytes().chunks(8)) {
            let mut bytes = [0; 8];
            bytes[..chunk.len()].copy_from_slice(chunk);
            *word = u64::from_le_bytes(bytes);
        }
        if value.is_negative() { Wide(words).negated() } else { Wide(words) }
    }
    fn to_big(&self) -> IBig {
        let negative = self.sign() == Ordering::Less;
        let magnitude = if negative { self.negated() } else { *self };
        let big = magnitude.0.iter().rev().fold(IBig::ZERO, |total, &word| (total << 64) + IBig::from(word));
        if negative { -big } else { big }
    }
    #[inline]
    fn sign(&self) -> Ordering {
        if (self.0[N - 1] as i64) < 0 {
            Ordering::Less
        } else if self.0.iter().all(|&word| word == 0) {
            Ordering::Equal
        } else {
            Ordering::Greater
        }
    }
    #[inline]
    fn negated(&self) -> Self {
        Wide([0; N]).subtract(self)
    }
    fn divisor(&self, bits: usize) -> Result<Self::Divisor, TooNarrow> {
        let shift = self.trailing_zeros();
        if bits + shift as usize > 64 * N - 1 {
            return Err(TooNarrow);
        }
        let odd = self.shift_down(shift);
        let two = Wide(std::array::from_fn(|i| if i == 0 { 2 } else { 0 }));
        let mut inverse = odd;
        let mut correct = 3;
        while correct < 64 * N {
            inverse = inverse.multiply(&two.subtract(&odd.multiply(&inverse)));
            correct *= 2;
        }
        Ok(Inverse { inverse, shift })
    }
    #[inline]
    fn cross(a: &Self, b: &Self, c: &Self, d: &Self, divisor: &Self::Divisor) -> Self {
        let numerator = a.multiply(b).subtract(&c.multiply(d));
        numerator.multiply(&divisor.inverse).shift_down(divisor.shift)
    }
    #[inline]
    fn minus_product(a: &Self, b: &Self, c: &Self) -> Self {
        a.subtract(&b.multiply(c))
    }
}

impl Integer for IBig {
    type Divisor = IBig;
    const BITS: Option<usize> = None;

    fn from_big(value: &IBig) -> Self {
        value.clone()
    }
    fn to_big(&self) -> IBig {
        self.clone()
    }
    fn sign(&self) -> Ordering {
        self.cmp(&IBig::ZERO)
    }
    fn negated(&self) -> Self {
        -self.clone()
    }
    fn divisor(&self, _bits: usize) -> Result<IBig, TooNarrow> {
        Ok(self.clone())
    }
    fn cross(a: &Self, b: &Self, c: &Self, d: &Self, divisor: &IBig) -> Self {
        (a * b - c * d) / divisor
    }
    fn minus_product(a: &Self, b: &Self, c: &Self) -> Self {
        a - b * c
    }
}

/// A computation that can be carried out in any of the number types.
pub(super) trait Task {
    /// What it yields.
    type Output;
    /// Carries it out, or says that the type is too narrow.
    fn run<I: Integer>(&mut self) -> Result<Self::Output, TooNarrow>;
}

/// Carries a task out in the narrowest type that holds `bits` bits of magnitude and proves wide enough.
pub(super) fn in_narrowest<T: Task>(bits: usize, task: &mut T) -> T::Output {
    fn attempt<I: Integer, T: Task>(bits: usize, task: &mut T) -> Option<T::Output> {
        if I::BITS.is_some_and(|available| bits > available) { None } else { task.run::<I>().ok() }
    }
    attempt::<i64, T>(bits, task)
        .or_else(|| attempt::<i128, T>(bits, task))
        .or_else(|| attempt::<Wide<3>, T>(bits, task))
        .or_else(|| attempt::<Wide<4>, T>(bits, task))
        .or_else(|| attempt::<Wide<6>, T>(bits, task))
        .or_else(|| attempt::<IBig, T>(bits, task))
        // `IBig::divisor`, the only source of the error, accepts every divisor.
        .expect("integers of any size are never too narrow")
}

/// Bits of magnitude that hold every minor of a matrix bordered by a column of ones (Hadamard's
/// inequality over rows): what every entry of the matrix's tableaus stays within.
pub(super) fn minor_bits(matrix: &[Vec<IBig>]) -> usize {
    let columns = matrix.first().map_or(0, Vec::len);
    let mut squares: Vec<IBig> =
        matrix.iter().map(|row| row.iter().fold(IBig::ONE, |total, entry| total + entry * entry)).collect();
    squares.sort_unstable_by(|a, b| b.cmp(a));
    let product = squares.iter().take(columns + 1).fold(IBig::ONE, |product, square| product * square);
    product.bit_len().div_ceil(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agrees_with_big<I: Integer>() {
        let numbers: Vec<IBig> = [-97i64, -12, -1, 0, 1, 3, 8, 640, 99991].map(IBig::from).to_vec();
        for e in numbers.iter().filter(|e| e.is_positive() && !e.is_zero()) {
            for x in &numbers {
                for y in &numbers {
                    // Numbers for which (a b - c d) / e leaves no remainder: a = e x, c = e y.
                    let [a, b, c, d] = [e * x, y.clone(), e * y, IBig::from(7)];
                    let narrow = [&a, &b, &c, &d].map(I::from_big);
                    let divisor = I::from_big(e).divisor(40).unwrap_or_else(|_| panic!("{e}"));
                    let quotient = I::cross(&narrow[0], &narrow[1], &narrow[2], &narrow[3], &divisor);
                    assert_eq!(quotient.to_big(), IBig::cross(&a, &b, &c, &d, e));
                    assert_eq!(quotient.sign(), quotient.to_big().cmp(&IBig::ZERO));
                    assert_eq!(quotient.negated().to_big(), -quotient.to_big());
                    let rest = I::minus_product(&narrow[0], &narrow[1], &narrow[3]);
                    assert_eq!(rest.to_big(), a - b * d);
                }
            }
        }
    }

    #[test]
    fn every_width_divides_as_big_integers_do() {
        agrees_with_big::<i64>();
        agrees_with_big::<i128>();
        agrees_with_big::<Wide<3>>();
        agrees_with_big::<Wide<4>>();
        agrees_with_big::<IBig>();
    }

    #[test]
    fn products_may_wrap_as_long_as_the_quotient_fits() {
        let (a, e) = (IBig::from(i64::MAX - 4), IBig::from(3 << 20));
        let divisor = i64::from_big(&e).divisor(42).unwrap();
        let product = &a * &e;
        let wrapped = i64::from_big(&product);
        assert_ne!(wrapped.to_big(), product);
        let small = IBig::from(-123_456_789_012i64);
        let quotient = i64::cross(&i64::from_big(&(&small * &e)), &1, &0, &0, &divisor);
        assert_eq!(quotient.to_big(), small);
        assert_eq!(i64::from_big(&e).divisor(44).unwrap_err(), TooNarrow);
    }

    #[test]
    fn wide_numbers_survive_the_round_trip_through_every_word() {
        for shift in [0, 63, 64, 100, 127, 150, 190] {
            for sign in [1, -1] {
                let big = (IBig::from(sign * 5) << shift) / IBig::from(8) - IBig::from(sign);
                assert_eq!(Wide::<4>::from_big(&big).to_big(), big);
            }
        }
    }
}

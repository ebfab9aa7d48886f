//! Weighted sums over one common denominator, without a reduction to lowest terms at every step.

use dashu_base::BitTest;
use dashu_int::IBig;

use super::{Rational, scaled_to_integers};

/// Bits of a weight up to which sums with machine words stay in machine integers: 2^13 products of 50
/// and 63 bits fit into 126.
const SMALL: usize = 50;
const SHORT: usize = 1 << 13;

/// Weights that are applied to many lists of numbers.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    numerators: Vec<IBig>,
    /// The same numerators where all are short.
    small: Option<Vec<i64>>,
    denominator: Rational,
}

impl Weights {
    /// Prepares some weights.
    pub(crate) fn new<'a>(weights: impl Iterator<Item = &'a Rational> + Clone) -> Self {
        let (numerators, denominator) = scaled_to_integers(weights);
        let short = |w: &IBig| i64::try_from(w).ok().filter(|_| w.bit_len() <= SMALL);
        let small = if numerators.len() <= SHORT { numerators.iter().map(short).collect() } else { None };
        Weights { numerators, small, denominator: Rational::from(denominator) }
    }

    /// The weighted sum of as many numbers as there are weights.
    pub(crate) fn sum<'a>(&self, numbers: impl Iterator<Item = &'a Rational> + Clone) -> Rational {
        if let Some(small) = &self.small {
            let product = |(w, u): (&i64, &Rational)| Some(i128::from(*w) * i128::from(u.to_i64()?));
            let total: Option<i128> = small.iter().zip(numbers.clone()).map(product).sum();
            if let Some(total) = total {
                return Rational::from(total) / &self.denominator;
            }
        }
        let mut whole = IBig::ZERO;
        let mut rest = Rational::ZERO;
        for (weight, number) in self.numerators.iter().zip(numbers) {
            match number.is_integer() {
                true => whole += weight * number.0.numerator(),
                false => rest += Rational::from(weight.clone()) * number,
            }
        }
        (rest + Rational::from(whole)) / &self.denominator
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_agree_with_term_by_term_arithmetic() {
        let parse = |list: [&str; 3]| list.map(|text| text.parse::<Rational>().unwrap());
        let lists = [["1/3", "0", "2/3"], ["1/2", "-1/6", "2"], ["1e40", "1/7", "1e-40"], ["1", "0", "0"]];
        for weights in lists.map(parse) {
            for numbers in lists.map(parse) {
                let expected: Rational = weights.iter().zip(&numbers).map(|(w, u)| w * u).sum();
                assert_eq!(Weights::new(weights.iter()).sum(numbers.iter()), expected);
            }
        }
    }
}

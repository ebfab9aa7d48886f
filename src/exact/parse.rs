//! Reading numbers exactly: decimals, exponents and fractions become rationals from their text.

use std::str::FromStr;

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

use super::Rational;
use crate::error::Explain;

/// The largest power of ten that a literal may carry, and the most digits it may have: beyond that a
/// few characters of input could fill the memory.
const MAX_EXPONENT: i64 = 10_000;
const MAX_LENGTH: usize = 20_000;

/// Why a text is not a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseRationalError {
    /// The text is not a decimal, an exponent form or a fraction.
    #[error("'{text}' is not a number")]
    NotANumber {
        /// The text as given, cut after sixty characters.
        text: String,
    },
    /// NaN or an infinity was written out.
    #[error("'{text}' is not a finite number")]
    NotFinite {
        /// The text as given.
        text: String,
    },
    /// The denominator is zero.
    #[error("'{text}' divides by zero")]
    ZeroDenominator {
        /// The text as given.
        text: String,
    },
    /// The exponent or the number of digits is beyond what the crate accepts.
    #[error("'{text}' is too large a literal")]
    TooLarge {
        /// The text as given, cut after sixty characters.
        text: String,
    },
}

impl Explain for ParseRationalError {
    fn kind(&self) -> &'static str {
        match self {
            Self::NotANumber { .. } => "NotANumber",
            Self::NotFinite { .. } => "NotFinite",
            Self::ZeroDenominator { .. } => "ZeroDenominator",
            Self::TooLarge { .. } => "TooLarge",
        }
    }
    fn hint(&self) -> String {
        match self {
            Self::NotANumber { .. } => {
                "write a decimal, an exponent form or a fraction: 0.1, 2e-3, 1/3".into()
            }
            Self::NotFinite { .. } => "payoffs, probabilities and discount factors are finite numbers".into(),
            Self::ZeroDenominator { .. } => {
                "the denominator of a fraction is a whole number other than 0".into()
            }
            Self::TooLarge { .. } => {
                format!("exponents go up to {MAX_EXPONENT}, literals up to {MAX_LENGTH} characters")
            }
        }
    }
}

fn short(text: &str) -> String {
    let mut cut: String = text.chars().take(60).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

impl FromStr for Rational {
    type Err = ParseRationalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim();
        if trimmed.len() > MAX_LENGTH {
            return Err(ParseRationalError::TooLarge { text: short(trimmed) });
        }
        let parsed = match trimmed.split_once('/') {
            Some((above, below)) => {
                let (above, below) = (decimal(above.trim_end(), text)?, decimal(below.trim_start(), text)?);
                if below.is_zero() {
                    return Err(ParseRationalError::ZeroDenominator { text: short(text) });
                }
                above / below
            }
            None => decimal(trimmed, text)?,
        };
        Ok(Rational(parsed))
    }
}

/// `[+-]digits[.digits][(e|E)[+-]digits]`, with at least one digit.
fn decimal(part: &str, whole: &str) -> Result<RBig, ParseRationalError> {
    let not_a_number = || ParseRationalError::NotANumber { text: short(whole) };
    let lower = part.trim_start_matches(['+', '-']).to_ascii_lowercase();
    if matches!(lower.as_str(), "nan" | "inf" | "infinity") {
        return Err(ParseRationalError::NotFinite { text: short(whole) });
    }
    let (negative, unsigned) = match part.as_bytes().first() {
        Some(b'-') => (true, &part[1..]),
        Some(b'+') => (false, &part[1..]),
        _ => (false, part),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            let digits = exponent.trim_start_matches(['+', '-']);
            if digits.is_empty() || exponent.len() > digits.len() + 1 || !all_digits(digits) {
                return Err(not_a_number());
            }
            let value: i64 =
                exponent.parse().map_err(|_| ParseRationalError::TooLarge { text: short(whole) })?;
            (mantissa, value)
        }
        None => (unsigned, 0),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if (integer.is_empty() && fraction.is_empty()) || !all_digits(integer) || !all_digits(fraction) {
        return Err(not_a_number());
    }
    let power = exponent - fraction.len() as i64;
    if power.abs() > MAX_EXPONENT + MAX_LENGTH as i64 || exponent.abs() > MAX_EXPONENT {
        return Err(ParseRationalError::TooLarge { text: short(whole) });
    }
    let magnitude = UBig::from_str_radix(&format!("0{integer}{fraction}"), 10).map_err(|_| not_a_number())?;
    let signed = if negative { -IBig::from(magnitude) } else { IBig::from(magnitude) };
    let scale = UBig::from(10u8).pow(power.unsigned_abs() as usize);
    Ok(if power >= 0 { RBig::from(signed * IBig::from(scale)) } else { RBig::from_parts(signed, scale) })
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_exact() {
        for (text, expected) in [
            ("0.1", Rational::new(1, 10)),
            ("1/3", Rational::new(1, 3)),
            ("2e-3", Rational::new(1, 500)),
            ("-1.50", Rational::new(-3, 2)),
            ("+.5", Rational::new(1, 2)),
            ("5.", Rational::from(5)),
            ("1e3", Rational::from(1000)),
            ("0.5/2", Rational::new(1, 4)),
            (" 7 ", Rational::from(7)),
            ("12345678901234567890.5", Rational::from(12345678901234567890u64) + Rational::new(1, 2)),
        ] {
            assert_eq!(text.parse::<Rational>().as_ref(), Ok(&expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_number_says_why() {
        let kind = |text: &str| text.parse::<Rational>().unwrap_err().kind();
        for text in ["", ".", "abc", "1e", "1e+", "--1", "1.2.3", "1_000", "0x10", "1/2/3", "é", "1e+-5"] {
            assert_eq!(kind(text), "NotANumber", "{text}");
        }
        assert_eq!(kind("1/0"), "ZeroDenominator");
        assert_eq!(kind("NaN"), "NotFinite");
        assert_eq!(kind("-inf"), "NotFinite");
        assert_eq!(kind("1e999999999"), "TooLarge");
        assert_eq!(kind("1e99999999999999999999"), "TooLarge");
        assert_eq!(kind(&"9".repeat(30_000)), "TooLarge");
    }
}

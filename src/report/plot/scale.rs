//! Scales: from numbers to pixels, with round tick values.

use super::super::ReportError;

/// The largest magnitude that a picture takes: sums and differences of such numbers stay finite.
const LARGEST: f64 = 1e150;

/// How numbers are spread over an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spread {
    Linear,
    /// By factors; positive numbers only.
    Logarithmic,
}

/// An interval of numbers laid over an interval of pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    spread: Spread,
    low: f64,
    high: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// From `low` to `high` in numbers, `start` to `end` in pixels.
    ///
    /// An interval without width is widened around its number, so that one value has a place too.
    pub fn new(spread: Spread, (low, high): (f64, f64), (start, end): (f64, f64)) -> Self {
        let (low, high) = match spread {
            Spread::Linear if high - low <= 1e-9 * low.abs().max(high.abs()) => {
                let middle = low + (high - low) / 2.0;
                let half = if middle == 0.0 { 0.5 } else { middle.abs() * 0.1 };
                (middle - half, middle + half)
            }
            Spread::Logarithmic if high / low < 1.0 + 1e-9 => (low / 1.5, low * 1.5),
            _ => (low, high),
        };
        Self { spread, low, high, start, end }
    }

    /// A linear scale over the numbers with a share of room at both ends.
    pub fn padded(values: impl IntoIterator<Item = f64>, room: f64, pixels: (f64, f64)) -> Self {
        let (low, high) = extent(values).unwrap_or((0.0, 1.0));
        let exact = Self::new(Spread::Linear, (low, high), pixels);
        let pad = (exact.high - exact.low) * room;
        Self::new(Spread::Linear, (exact.low - pad, exact.high + pad), pixels)
    }

    /// The pixel of a number.
    pub fn at(&self, value: f64) -> f64 {
        let share = match self.spread {
            Spread::Linear => (value - self.low) / (self.high - self.low),
            Spread::Logarithmic => (value / self.low).ln() / (self.high / self.low).ln(),
        };
        self.start + share * (self.end - self.start)
    }

    /// About `wanted` round numbers inside the interval, with their texts.
    pub fn ticks(&self, wanted: usize) -> Vec<(f64, String)> {
        if self.spread == Spread::Logarithmic {
            let ticks = self.log_ticks();
            if ticks.len() >= 3 {
                return thinned(&ticks, wanted.max(3)).into_iter().map(|v| (v, number(v))).collect();
            }
        }
        let step = round_step((self.high - self.low) / wanted.max(1) as f64);
        let first = (self.low / step - 1e-9).ceil();
        // Counted, not summed: no rounding builds up, and the loop ends whatever the range.
        (0..=4 * wanted.max(1))
            .map(|index| (first + index as f64) * step)
            .take_while(|value| *value <= self.high + step * 1e-9)
            .map(|value| {
                let value = if value.abs() < step * 1e-9 { 0.0 } else { value };
                (value, stepped(value, step))
            })
            .collect()
    }

    fn log_ticks(&self) -> Vec<f64> {
        let (from, to) = (self.low.log10().floor() as i32, self.high.log10().ceil() as i32);
        let digits: &[f64] = match to - from {
            ..=1 => &[1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0],
            2..=3 => &[1.0, 2.0, 5.0],
            _ => &[1.0],
        };
        (from..=to)
            .flat_map(|power| digits.iter().map(move |digit| digit * 10f64.powi(power)))
            .filter(|value| *value >= self.low * (1.0 - 1e-9) && *value <= self.high * (1.0 + 1e-9))
            .collect()
    }
}

fn thinned(values: &[f64], most: usize) -> Vec<f64> {
    let every = values.len().div_ceil(most.max(1) * 2).max(1);
    values.iter().step_by(every).copied().collect()
}

/// The smallest of 1, 2, 2.5, 5, 10 times a power of ten that is not below the width.
fn round_step(width: f64) -> f64 {
    let power = 10f64.powf(width.log10().floor());
    let digit = width / power;
    [1.0, 2.0, 2.5, 5.0].into_iter().find(|d| digit <= d * (1.0 + 1e-9)).unwrap_or(10.0) * power
}

/// A tick's text: as many decimals as the step has.
fn stepped(value: f64, step: f64) -> String {
    if value.abs() >= 1e6 || (value != 0.0 && step < 1e-5) {
        return number(value);
    }
    let decimals = (0..6).find(|d| ((step * 10f64.powi(*d)).round() - step * 10f64.powi(*d)).abs() < 1e-6);
    minus(&format!("{value:.*}", decimals.unwrap_or(6) as usize))
}

/// A number as people write it: three significant digits, powers of ten for the very large and small.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        return "0".into();
    }
    if !(1e-4..1e6).contains(&size) {
        let text = format!("{value:.2e}");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        let digits = trimmed(digits);
        let power: String = power.chars().map(superscript).collect();
        return if digits == "1" { format!("10{power}") } else { minus(&format!("{digits} × 10{power}")) };
    }
    let decimals = (2 - size.log10().floor() as i32).clamp(0, 6) as usize;
    minus(&trimmed(&format!("{value:.decimals$}")))
}

fn trimmed(digits: &str) -> String {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.').into()
    } else {
        digits.into()
    }
}

fn minus(text: &str) -> String {
    text.strip_prefix('-').map_or_else(|| text.to_string(), |rest| format!("−{rest}"))
}

fn superscript(c: char) -> char {
    match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => digit.to_digit(10).and_then(|d| char::from_u32(0x2070 + d)).unwrap_or(digit),
    }
}

/// The least and the largest number; none for none.
pub(super) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().fold(None, |range, value| {
        let (low, high) = range.unwrap_or((value, value));
        Some((f64::min(low, value), f64::max(high, value)))
    })
}

/// Accepts a number that a picture can hold.
pub(super) fn finite(value: f64, location: impl FnOnce() -> String) -> Result<(), ReportError> {
    if value.abs() <= LARGEST {
        return Ok(());
    }
    Err(ReportError::NotFinite { location: location(), value: value.to_string() })
}

/// Accepts a number within bounds, both included.
pub(super) fn within(
    value: f64,
    (low, high): (f64, f64),
    location: impl Fn() -> String,
) -> Result<(), ReportError> {
    finite(value, &location)?;
    if (low..=high).contains(&value) {
        return Ok(());
    }
    Err(ReportError::OutOfRange {
        location: location(),
        value: value.to_string(),
        range: format!("a number from {low} to {high}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(low: f64, high: f64) -> Vec<String> {
        let scale = Scale::new(Spread::Linear, (low, high), (0.0, 100.0));
        scale.ticks(5).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(texts(0.0, 1.0), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(texts(-1.0, 1.0), ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
        assert_eq!(texts(0.0, 1e9), ["0", "2 × 10⁸", "4 × 10⁸", "6 × 10⁸", "8 × 10⁸", "10⁹"]);
    }

    #[test]
    fn one_value_and_nearly_equal_values_have_a_place() {
        for (low, high) in [(0.0, 0.0), (3.0, 3.0), (-2.0, -2.0), (1e9, 1e9 + 1e-7), (1e-300, 1e-300)] {
            let scale = Scale::new(Spread::Linear, (low, high), (0.0, 100.0));
            assert!((scale.at(low) - 50.0).abs() < 1.0, "{low}: {}", scale.at(low));
            assert!(!scale.ticks(5).is_empty());
        }
    }

    #[test]
    fn logarithmic_scales_turn_factors_into_steps() {
        let scale = Scale::new(Spread::Logarithmic, (1.0, 100.0), (0.0, 100.0));
        assert!((scale.at(10.0) - 50.0).abs() < 1e-9);
        assert!(scale.ticks(6).iter().any(|(value, text)| *value == 10.0 && text == "10"));
        assert!(Scale::new(Spread::Logarithmic, (2.0, 2.0), (0.0, 1.0)).at(2.0).is_finite());
        assert!(Scale::new(Spread::Logarithmic, (2.1, 2.4), (0.0, 1.0)).ticks(5).len() >= 2);
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(number(0.125), "0.125");
        assert_eq!(number(-3.0), "−3");
        assert_eq!(number(11.18), "11.2");
        assert_eq!(number(2.5e9), "2.5 × 10⁹");
        assert_eq!(number(1e-7), "10⁻⁷");
    }

    #[test]
    fn what_has_no_place_on_an_axis_is_refused() {
        for value in [f64::NAN, f64::INFINITY, -1e200] {
            let error = finite(value, || "x".into()).unwrap_err();
            assert!(matches!(error, ReportError::NotFinite { .. }));
        }
        assert!(within(1.5, (0.0, 1.0), || "share".into()).is_err());
    }
}

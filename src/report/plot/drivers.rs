//! Which assumptions drive a result: bars sorted by size.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::axes::{Axes, X_ROOM};
use super::canvas::{Anchor, Canvas, Stroke, Type};
use super::geometry::Rect;
use super::key::{Key, Swatch};
use super::metrics::{Weight, wrap_text};
use super::palette::{BLUE, INK, ORANGE, SOFT_INK};
use super::scale::{Scale, Spread, extent, finite, number};
use super::sheet::{FigureText, LEADING, SMALL, WIDTH, sheet, text_block};

const ROW: f64 = 27.0;
const NAMES: f64 = 250.0;
const NUMBERS: f64 = 70.0;

/// A tornado chart: for each driver how far the result moves from a baseline, largest first.
///
/// A driver is either one signed number (a rank correlation, a share of variance) with an optional interval,
/// or a swing: the result at the low and at the high end of the driver's range.
///
/// ```
/// use detente::report::plot::{Drivers, FigureText};
/// let svg = Drivers::new(FigureText::new("What drives the verdict?"), "rank correlation with the surplus")
///     .driver("patience", 0.61)
///     .driver_with_interval("relative gains", -0.74, (-0.78, -0.70))
///     .to_svg()?;
/// assert!(svg.contains("largest first: relative gains −0.74; patience 0.61"));
/// # Ok::<(), detente::report::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drivers {
    text: FigureText,
    x_title: String,
    baseline: f64,
    bars: Vec<Bar>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Bar {
    label: String,
    ends: Ends,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum Ends {
    Value { at: f64, interval: Option<(f64, f64)> },
    Swing { at_low: f64, at_high: f64 },
}

impl Drivers {
    /// A chart without bars; the title of its axis says what is measured, with its unit.
    pub fn new(text: FigureText, x_title: impl Into<String>) -> Self {
        Self { text, x_title: x_title.into(), baseline: 0.0, bars: Vec::new() }
    }

    /// The result from which bars start (default 0; for swings the result at the modes).
    #[must_use]
    pub fn baseline(mut self, value: f64) -> Self {
        self.baseline = value;
        self
    }

    /// Adds a driver with one number.
    #[must_use]
    pub fn driver(self, label: impl Into<String>, value: f64) -> Self {
        self.with(label, Ends::Value { at: value, interval: None })
    }

    /// Adds a driver with one number and its interval (confidence or credible; the caption says which).
    #[must_use]
    pub fn driver_with_interval(self, label: impl Into<String>, value: f64, interval: (f64, f64)) -> Self {
        self.with(label, Ends::Value { at: value, interval: Some(interval) })
    }

    /// Adds a driver by the result at the low and at the high end of its range.
    #[must_use]
    pub fn swing(self, label: impl Into<String>, at_low: f64, at_high: f64) -> Self {
        self.with(label, Ends::Swing { at_low, at_high })
    }

    fn with(mut self, label: impl Into<String>, ends: Ends) -> Self {
        self.bars.push(Bar { label: label.into(), ends });
        self
    }

    /// The picture.
    ///
    /// # Errors
    /// [`ReportError::Nothing`] without bars; [`ReportError::NotFinite`] for a number without a place.
    pub fn to_svg(&self) -> Result<String, ReportError> {
        let bars = self.sorted()?;
        let names: Vec<Vec<String>> =
            bars.iter().map(|bar| wrap_text(&bar.label, NAMES - 16.0, SMALL, Weight::Normal)).collect();
        let row = |lines: &Vec<String>| ROW.max(lines.len() as f64 * SMALL * LEADING + 8.0);
        let rows: f64 = names.iter().map(row).sum();
        let swings = bars.iter().any(|bar| matches!(bar.ends, Ends::Swing { .. }));
        let entries = [(ORANGE, "driver at the low end of its range"), (BLUE, "at the high end")];
        let entries = entries.into_iter().filter(|_| swings).map(|(c, t)| (Swatch::Fill(c), t.to_string()));
        let key = Key::new(entries.collect(), WIDTH - 48.0);
        let above = key.height() + 8.0;
        sheet(&self.text, above + rows + X_ROOM, &self.told(&bars), |canvas, body| {
            key.draw(canvas, (body.left, body.top));
            let top = body.top + above;
            let area = Rect::new(body.left + NAMES, top, body.right - 14.0, top + rows);
            let values = bars.iter().flat_map(|bar| bar.ends.numbers()).chain([self.baseline]);
            let (low, high) = extent(values).unwrap_or((0.0, 1.0));
            // Numbers stand outside the bars' ends: room for them on both sides.
            let room = NUMBERS * (high - low) / (area.width() - 2.0 * NUMBERS);
            let wide = Scale::new(Spread::Linear, (low - room, high + room), (area.left, area.right));
            let axes = Axes { area, x: wide, y: wide };
            axes.draw_x(canvas, &self.x_title);
            let mut y = area.top;
            for (bar, lines) in bars.iter().zip(&names) {
                let height = row(lines);
                let middle = y + height / 2.0;
                let first = middle - lines.len() as f64 * SMALL * LEADING / 2.0;
                let look = Type::new(SMALL, INK).anchored(Anchor::End);
                text_block(canvas, lines, (area.left - 14.0, first), look);
                draw_bar(canvas, &axes.x, self.baseline, bar.ends, middle);
                y += height;
            }
            let zero = axes.x.at(self.baseline);
            canvas.line(&[(zero, area.top), (zero, area.bottom)], Stroke::new(INK, 1.6));
            String::new()
        })
    }

    /// The bars, checked, largest first; equal ones by their label.
    fn sorted(&self) -> Result<Vec<&Bar>, ReportError> {
        if self.bars.is_empty() {
            let hint = "give at least one driver".into();
            return Err(ReportError::Nothing { location: "drivers".into(), hint });
        }
        finite(self.baseline, || "baseline".into())?;
        for bar in &self.bars {
            for value in bar.ends.numbers() {
                finite(value, || format!("driver '{}'", bar.label))?;
            }
        }
        let mut bars: Vec<&Bar> = self.bars.iter().collect();
        let size = |bar: &Bar| bar.ends.size(self.baseline);
        bars.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.label.cmp(&b.label)));
        Ok(bars)
    }

    fn told(&self, bars: &[&Bar]) -> String {
        let bars: Vec<String> = bars
            .iter()
            .map(|bar| match bar.ends {
                Ends::Value { at, .. } => format!("{} {}", bar.label, number(at)),
                Ends::Swing { at_low, at_high } => {
                    format!("{} from {} to {}", bar.label, number(at_low), number(at_high))
                }
            })
            .collect();
        format!("{}, largest first: {}.", self.x_title, bars.join("; "))
    }
}

impl Ends {
    fn numbers(self) -> Vec<f64> {
        match self {
            Ends::Value { at, interval } => {
                interval.into_iter().flat_map(|(low, high)| [low, high]).chain([at]).collect()
            }
            Ends::Swing { at_low, at_high } => vec![at_low, at_high],
        }
    }

    fn size(self, baseline: f64) -> f64 {
        match self {
            Ends::Value { at, .. } => (at - baseline).abs(),
            Ends::Swing { at_low, at_high } => (at_high - at_low).abs(),
        }
    }
}

fn draw_bar(canvas: &mut Canvas<'_>, x: &Scale, baseline: f64, ends: Ends, y: f64) {
    let mut bar = |to: f64, colour| {
        let (a, b) = (x.at(baseline), x.at(to));
        canvas.rectangle(&Rect::new(a.min(b), y - 9.0, a.max(b), y + 9.0), colour, 1.0);
    };
    match ends {
        Ends::Value { at, interval } => {
            bar(at, if at < baseline { ORANGE } else { BLUE });
            let mut edge = at;
            if let Some((low, high)) = interval {
                let (a, b) = (x.at(low), x.at(high));
                canvas.line(&[(a, y), (b, y)], Stroke::new(INK, 1.6));
                for end in [a, b] {
                    canvas.line(&[(end, y - 4.0), (end, y + 4.0)], Stroke::new(INK, 1.6));
                }
                edge = if at < baseline { low.min(at) } else { high.max(at) };
            }
            write_end(canvas, x, baseline, (edge, at), y);
        }
        Ends::Swing { at_low, at_high } => {
            // The longer part first, so that two ends on the same side are both seen.
            let mut parts = [(at_low, ORANGE), (at_high, BLUE)];
            parts.sort_by(|a, b| (b.0 - baseline).abs().total_cmp(&(a.0 - baseline).abs()));
            for (to, colour) in parts {
                bar(to, colour);
            }
            let same_side = (at_low - baseline) * (at_high - baseline) > 0.0;
            for (to, _) in parts.iter().take(if same_side { 1 } else { 2 }) {
                write_end(canvas, x, baseline, (*to, *to), y);
            }
        }
    }
}

/// Writes a number outside the end of its bar.
fn write_end(canvas: &mut Canvas<'_>, x: &Scale, baseline: f64, (edge, value): (f64, f64), y: f64) {
    let look = Type::new(SMALL, SOFT_INK);
    if value < baseline {
        canvas.text(&number(value), (x.at(edge) - 7.0, y), look.anchored(Anchor::End));
    } else {
        canvas.text(&number(value), (x.at(edge) + 7.0, y), look);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_readable;
    use super::*;

    fn chart() -> Drivers {
        Drivers::new(FigureText::new("Question?"), "effect")
    }

    #[test]
    fn the_largest_driver_comes_first_whatever_its_sign() {
        let chart = chart().driver("small", 0.1).driver("negative", -0.9).swing("swing", 0.2, 0.5);
        let order: Vec<&str> = chart.sorted().unwrap().iter().map(|bar| bar.label.as_str()).collect();
        assert_eq!(order, ["negative", "swing", "small"]);
        assert_readable(&chart.to_svg().unwrap());
    }

    #[test]
    fn degenerate_bars_are_drawn() {
        for picture in [
            chart().driver("zero", 0.0),
            chart().swing("none", 0.3, 0.3).baseline(0.3),
            chart().driver("huge", 1e9).driver("tiny", -1e-9),
            chart().driver_with_interval("long ".repeat(50), 0.5, (0.5, 0.5)),
        ] {
            assert_readable(&picture.to_svg().unwrap());
        }
    }

    #[test]
    fn wrong_numbers_are_refused_and_named() {
        let error = chart().driver("p", f64::NAN).to_svg().unwrap_err();
        assert_eq!(error, ReportError::NotFinite { location: "driver 'p'".into(), value: "NaN".into() });
        assert!(matches!(chart().to_svg(), Err(ReportError::Nothing { .. })));
    }
}

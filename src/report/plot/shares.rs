//! Shares of a whole, row by row: in how many draws something holds.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::axes::{Axes, X_ROOM};
use super::canvas::{Anchor, Canvas, Stroke, Type};
use super::geometry::Rect;
use super::key::{Key, Swatch};
use super::metrics::{Weight, wrap_text};
use super::palette::{self, INK, WHITE};
use super::scale::{Scale, Spread, within};
use super::sheet::{FigureText, LEADING, SMALL, WIDTH, sheet, text_block};

const ROW: f64 = 30.0;
const NAMES: f64 = 170.0;
const HEADING: f64 = 34.0;
/// Shares printed with one decimal of a per cent may sum to a little more than one.
const ROUNDING: f64 = 0.005;

/// Stacked bars of shares, for instance of draws in which compromise is sustained without an institution,
/// only with a weak one, only with a strong one, or never.
///
/// ```
/// use detente::report::plot::{FigureText, StackedShares};
/// let svg = StackedShares::new(FigureText::new("How often?"), ["without", "with", "never"], "share of draws, %")
///     .row("1988-91", [0.021, 0.756, 0.223])
///     .to_svg()?;
/// assert!(svg.contains("76"));
/// # Ok::<(), detente::report::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StackedShares {
    text: FigureText,
    x_title: String,
    parts: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Row {
    Heading(String),
    Shares(String, Vec<f64>),
}

impl StackedShares {
    /// A chart without rows; the parts are named in the order in which they are stacked (at most six).
    pub fn new<S: Into<String>>(
        text: FigureText,
        parts: impl IntoIterator<Item = S>,
        x_title: impl Into<String>,
    ) -> Self {
        let parts = parts.into_iter().map(Into::into).collect();
        Self { text, x_title: x_title.into(), parts, rows: Vec::new() }
    }

    /// Begins a group of rows.
    #[must_use]
    pub fn heading(mut self, text: impl Into<String>) -> Self {
        self.rows.push(Row::Heading(text.into()));
        self
    }

    /// Adds a row: one share per part, in [0, 1], at most 1 together.
    #[must_use]
    pub fn row(mut self, label: impl Into<String>, shares: impl IntoIterator<Item = f64>) -> Self {
        self.rows.push(Row::Shares(label.into(), shares.into_iter().collect()));
        self
    }

    /// The picture.
    ///
    /// # Errors
    /// [`ReportError::Nothing`] without rows; [`ReportError::Shape`] if a row has not one share per part;
    /// [`ReportError::OutOfRange`] or [`ReportError::NotFinite`] for shares outside [0, 1] or above 1
    /// together, and for more parts than there are colours.
    pub fn to_svg(&self) -> Result<String, ReportError> {
        self.check()?;
        let entries = self.parts.iter().enumerate();
        let entries = entries.map(|(i, part)| (Swatch::Fill(palette::STACK[i]), part.clone())).collect();
        let key = Key::new(entries, WIDTH - 48.0);
        let rows: f64 = self.rows.iter().map(Row::height).sum();
        let height = key.height() + 10.0 + rows + X_ROOM;
        sheet(&self.text, height, &self.told(), |canvas, body| {
            key.draw(canvas, (body.left, body.top));
            let top = body.top + key.height() + 10.0;
            let area = Rect::new(body.left + NAMES, top, body.right - 20.0, top + rows);
            let x = Scale::new(Spread::Linear, (0.0, 100.0), (area.left, area.right));
            Axes { area, x, y: x }.draw_x(canvas, &self.x_title);
            let mut y = top;
            for row in &self.rows {
                let next = y + row.height();
                match row {
                    Row::Heading(text) => {
                        canvas.text_on_ground(text, (body.left, next - 11.0), Type::new(SMALL, INK).bold());
                    }
                    Row::Shares(label, shares) => {
                        let lines = label_lines(label);
                        let first = (y + next) / 2.0 - lines.len() as f64 * SMALL * LEADING / 2.0;
                        let look = Type::new(SMALL, INK).anchored(Anchor::End);
                        text_block(canvas, &lines, (area.left - 12.0, first), look);
                        draw_shares(canvas, &x, shares, (y + next) / 2.0);
                    }
                }
                y = next;
            }
            String::new()
        })
    }

    fn check(&self) -> Result<(), ReportError> {
        let nothing = |location: &str, hint: &str| {
            Err(ReportError::Nothing { location: location.into(), hint: hint.into() })
        };
        if self.parts.is_empty() {
            return nothing("parts", "name at least one part");
        }
        if self.parts.len() > palette::STACK.len() {
            return Err(ReportError::OutOfRange {
                location: "parts".into(),
                value: self.parts.len().to_string(),
                range: format!("at most {} parts can be told apart", palette::STACK.len()),
            });
        }
        if !self.rows.iter().any(|row| matches!(row, Row::Shares(..))) {
            return nothing("rows", "give at least one row");
        }
        for (index, row) in self.rows.iter().enumerate() {
            let Row::Shares(_, shares) = row else { continue };
            let at = || format!("rows[{index}]");
            if shares.len() != self.parts.len() {
                let (found, expected) = (shares.len(), self.parts.len());
                return Err(ReportError::Shape { location: at(), found, expected });
            }
            shares.iter().try_for_each(|share| within(*share, (0.0, 1.0), at))?;
            within(shares.iter().sum(), (0.0, 1.0 + ROUNDING), || format!("the sum of rows[{index}]"))?;
        }
        Ok(())
    }

    fn told(&self) -> String {
        let rows: Vec<String> = self
            .rows
            .iter()
            .filter_map(|row| match row {
                Row::Heading(_) => None,
                Row::Shares(label, shares) => {
                    let parts: Vec<String> = self
                        .parts
                        .iter()
                        .zip(shares)
                        .map(|(part, share)| format!("{part} {} %", percent(*share)))
                        .collect();
                    Some(format!("{label}: {}", parts.join(", ")))
                }
            })
            .collect();
        format!("{}. {}.", self.x_title, rows.join(". "))
    }
}

impl Row {
    fn height(&self) -> f64 {
        match self {
            Row::Heading(_) => HEADING,
            Row::Shares(label, _) => ROW.max(label_lines(label).len() as f64 * SMALL * LEADING + 8.0),
        }
    }
}

fn label_lines(label: &str) -> Vec<String> {
    wrap_text(label, NAMES - 16.0, SMALL, Weight::Normal)
}

/// A share in per cent: whole above ten, one decimal below, and never 0 or 100 for what is not exactly that.
fn percent(share: f64) -> String {
    let value = 100.0 * share;
    match value {
        0.0 => "0".into(),
        v if v < 0.05 => "<0.1".into(),
        v if v < 9.95 => format!("{v:.1}"),
        v if (99.5..100.0).contains(&v) => ">99".into(),
        v => format!("{v:.0}"),
    }
}

fn draw_shares(canvas: &mut Canvas<'_>, x: &Scale, shares: &[f64], y: f64) {
    let mut sum = 0.0;
    for (index, share) in shares.iter().enumerate() {
        let (from, to) = (x.at(100.0 * sum), x.at((100.0 * (sum + share)).min(100.0)));
        sum += share;
        if *share == 0.0 {
            continue;
        }
        let part = Rect::new(from, y - 11.0, to, y + 11.0);
        canvas.rectangle(&part, palette::STACK[index], 1.0);
        canvas.line(&[(to, part.top), (to, part.bottom)], Stroke::new(WHITE, 1.4));
        let text = percent(*share);
        let look = Type::new(SMALL, palette::text_on(palette::STACK[index])).anchored(Anchor::Middle);
        if look.width(&text) + 4.0 < part.width() {
            canvas.text(&text, part.centre(), look);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_readable;
    use super::*;

    fn chart() -> StackedShares {
        StackedShares::new(FigureText::new("Question?"), ["a", "b"], "share, %")
    }

    #[test]
    fn percentages_do_not_round_to_certainty() {
        let texts: Vec<String> = [0.0, 1e-6, 0.021, 0.777, 0.9999, 1.0].into_iter().map(percent).collect();
        assert_eq!(texts, ["0", "<0.1", "2.1", "78", ">99", "100"]);
    }

    #[test]
    fn degenerate_rows_are_drawn() {
        let svg =
            chart().heading("group").row("long ".repeat(40), [0.0, 0.0]).row("all", [1.0, 0.0]).to_svg();
        assert_readable(&svg.unwrap());
    }

    #[test]
    fn wrong_shares_are_refused_and_named() {
        let row = |shares: &[f64]| chart().row("r", shares.iter().copied()).to_svg();
        assert!(matches!(row(&[0.7, 0.7]), Err(ReportError::OutOfRange { .. })));
        assert!(matches!(row(&[-0.1, 0.5]), Err(ReportError::OutOfRange { .. })));
        assert!(matches!(row(&[f64::NAN, 0.5]), Err(ReportError::NotFinite { .. })));
        assert!(matches!(row(&[0.5]), Err(ReportError::Shape { found: 1, expected: 2, .. })));
        assert!(matches!(chart().heading("only").to_svg(), Err(ReportError::Nothing { .. })));
        assert!(row(&[0.503, 0.5]).is_ok());
    }
}

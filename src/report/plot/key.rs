//! Keys: small samples with words beside them, for what cannot be named in place.

use super::canvas::{Canvas, Mark, Stroke, Type};
use super::geometry::Rect;
use super::metrics::{Weight, wrap_text};
use super::palette::{Colour, GREY, INK};
use super::sheet::{LEADING, SMALL};

/// A sample of how something is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) enum Swatch {
    Fill(Colour),
    /// A pale fill with lines over it.
    Hatched(Colour),
    Line(Stroke),
    Mark(Mark, Colour),
    /// An upright bar.
    Upright(Colour),
}

const SAMPLE: f64 = 26.0;
const GAP: f64 = 22.0;
/// Height of one line of a key.
pub(super) const LINE: f64 = SMALL * LEADING + 4.0;

/// A key whose entries flow from left to right in a width.
pub(super) struct Key {
    lines: Vec<Vec<(Swatch, Vec<String>, f64)>>,
}

impl Key {
    pub fn new(entries: Vec<(Swatch, String)>, width: f64) -> Self {
        let look = Type::new(SMALL, INK);
        let mut lines: Vec<Vec<(Swatch, Vec<String>, f64)>> = Vec::new();
        let mut used = f64::INFINITY;
        for (swatch, text) in entries {
            let words = wrap_text(&text, (width - SAMPLE - 8.0).max(20.0), SMALL, Weight::Normal);
            let wide = words.iter().map(|line| look.width(line)).fold(0.0, f64::max) + SAMPLE + 8.0;
            if used + wide > width {
                lines.push(Vec::new());
                used = 0.0;
            }
            if let Some(line) = lines.last_mut() {
                line.push((swatch, words, wide));
            }
            used += wide + GAP;
        }
        Self { lines }
    }

    fn line_height(line: &[(Swatch, Vec<String>, f64)]) -> f64 {
        let rows = line.iter().map(|(_, words, _)| words.len()).max().unwrap_or(1);
        (rows as f64 - 1.0) * SMALL * LEADING + LINE
    }

    pub fn height(&self) -> f64 {
        self.lines.iter().map(|line| Self::line_height(line)).sum()
    }

    /// Draws the key from its top left corner.
    pub fn draw(&self, canvas: &mut Canvas<'_>, from: (f64, f64)) {
        let mut y = from.1;
        for line in &self.lines {
            let mut x = from.0;
            for (swatch, words, wide) in line {
                let middle = y + LINE / 2.0;
                draw_swatch(canvas, *swatch, (x, middle));
                for (row, text) in words.iter().enumerate() {
                    let at = (x + SAMPLE + 8.0, middle + row as f64 * SMALL * LEADING);
                    canvas.text(text, at, Type::new(SMALL, INK));
                }
                x += wide + GAP;
            }
            y += Self::line_height(line);
        }
    }
}

fn draw_swatch(canvas: &mut Canvas<'_>, swatch: Swatch, (x, y): (f64, f64)) {
    let rect = Rect::new(x, y - 7.0, x + SAMPLE, y + 7.0);
    match swatch {
        Swatch::Fill(colour) => {
            canvas.rectangle(&rect, colour, 1.0);
            canvas.outline(&rect.corners(), Stroke::new(GREY, 0.8));
        }
        Swatch::Hatched(colour) => {
            canvas.hatch(&rect.corners(), 4.0, Stroke::new(colour, 1.2));
            canvas.outline(&rect.corners(), Stroke::new(GREY, 0.8));
        }
        Swatch::Line(stroke) => canvas.line(&[(x, y), (x + SAMPLE, y)], stroke),
        Swatch::Mark(mark, colour) => canvas.mark(mark, (x + SAMPLE / 2.0, y), 5.5, colour),
        Swatch::Upright(colour) => {
            canvas
                .line(&[(x + SAMPLE / 2.0, y - 8.0), (x + SAMPLE / 2.0, y + 8.0)], Stroke::new(colour, 3.0));
        }
    }
}

//! The drawing surface: pixels with fractions, over the SVG backend of `plotters`.
//!
//! The backend takes whole numbers, so a picture is drawn in tenths of a pixel and shown through a
//! `viewBox`. Failures are kept and reported once, by [`paint`].

use plotters::backend::DrawingBackend;
use plotters::prelude::{FontFamily, FontStyle, IntoFont, RGBColor, SVGBackend, ShapeStyle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontTransform, TextStyle};

use super::super::{ReportError, escape};
use super::geometry::{Pixel, Rect};
use super::metrics::{Weight, text_width};
use super::palette::{Colour, WHITE};
use super::strokes::{dash, hatching};

/// Units of the `viewBox` per pixel.
const UNITS: f64 = 10.0;
/// The font size that the backend writes is the one it is given divided by this.
const BACKEND_FONT_SCALE: f64 = 1.24;
const FONTS: &str = "Helvetica, Arial, Liberation Sans, sans-serif";

/// How a text stands to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    Across,
    Upwards,
}

/// The look of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub size: f64,
    pub weight: Weight,
    pub colour: Colour,
    pub anchor: Anchor,
    pub run: Run,
}

impl Type {
    pub fn new(size: f64, colour: Colour) -> Self {
        Self { size, weight: Weight::Normal, colour, anchor: Anchor::Start, run: Run::Across }
    }

    pub fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }

    pub fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub fn upwards(self) -> Self {
        Self { run: Run::Upwards, ..self }
    }

    pub fn width(&self, text: &str) -> f64 {
        text_width(text, self.size, self.weight)
    }
}

/// The look of a line: colour, width in pixels, dash and gap lengths in pixels (empty: solid).
#[derive(Debug, Clone, Copy)]
pub(super) struct Stroke {
    pub colour: Colour,
    pub width: f64,
    pub dashes: &'static [f64],
}

impl Stroke {
    pub fn new(colour: Colour, width: f64) -> Self {
        Self { colour, width, dashes: &[] }
    }

    pub fn dashed(self, dashes: &'static [f64]) -> Self {
        Self { dashes, ..self }
    }
}

/// A mark at a point; consecutive series take different ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Disc,
    Ring,
    Diamond,
    Square,
    Triangle,
    Cross,
}

/// The mark of the series with an index.
pub(super) fn series_mark(index: usize) -> Mark {
    [Mark::Disc, Mark::Square, Mark::Triangle, Mark::Diamond][index % 4]
}

/// The surface; all coordinates and sizes are pixels.
pub(super) struct Canvas<'a> {
    backend: SVGBackend<'a>,
    failure: Option<String>,
}

/// Draws a picture of a width and gives its SVG text, with title and description for screen readers.
///
/// `draw` returns the height, which it knows only when everything is placed.
pub(super) fn paint(
    width: f64,
    title: &str,
    description: &str,
    draw: impl FnOnce(&mut Canvas<'_>) -> f64,
) -> Result<String, ReportError> {
    let mut body = String::new();
    // The backend's own root element is replaced below, so its size does not matter.
    let mut canvas = Canvas { backend: SVGBackend::with_string(&mut body, (1, 1)), failure: None };
    let height = draw(&mut canvas);
    let presented = canvas.backend.present();
    canvas.keep(presented);
    if let Some(message) = canvas.failure.take() {
        return Err(ReportError::Drawing { message });
    }
    drop(canvas);
    let after_root = body.split_once('>').map_or("", |(_, rest)| rest).trim();
    let (wide, high) = (unit(width), unit(height));
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {wide} {high}\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <rect width=\"{wide}\" height=\"{high}\" fill=\"#FFFFFF\"/>\n{after_root}\n",
        escape::markup(title),
        escape::markup(description),
    ))
}

fn unit(value: f64) -> i32 {
    // A saturating cast: what lies far outside the picture stays outside.
    (value * UNITS).round() as i32
}

fn units(point: Pixel) -> (i32, i32) {
    (unit(point.0), unit(point.1))
}

fn style(colour: Colour, opacity: f64, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: RGBColor(colour.0, colour.1, colour.2).mix(opacity),
        filled: true,
        stroke_width: (width * UNITS).round().max(1.0) as u32,
    }
}

impl Canvas<'_> {
    fn keep<E: std::fmt::Display>(&mut self, result: Result<(), E>) {
        if let (Err(error), None) = (result, &self.failure) {
            self.failure = Some(error.to_string());
        }
    }

    /// A filled rectangle; its edges are snapped to whole pixels so that neighbours leave no seam.
    pub fn rectangle(&mut self, rect: &Rect, colour: Colour, opacity: f64) {
        let snap = |value: f64| unit(value.round());
        let (from, to) = ((snap(rect.left), snap(rect.top)), (snap(rect.right), snap(rect.bottom)));
        let result = self.backend.draw_rect(from, to, &style(colour, opacity, 0.0), true);
        self.keep(result);
    }

    /// A filled polygon.
    pub fn polygon(&mut self, corners: &[Pixel], colour: Colour, opacity: f64) {
        let points = corners.iter().copied().map(units);
        let result = self.backend.fill_polygon(points, &style(colour, opacity, 0.0));
        self.keep(result);
    }

    /// A line through points, solid or dashed.
    pub fn line(&mut self, points: &[Pixel], stroke: Stroke) {
        if points.len() < 2 {
            return;
        }
        for piece in dash(points, stroke.dashes) {
            let style = style(stroke.colour, 1.0, stroke.width);
            let result = self.backend.draw_path(piece.into_iter().map(units), &style);
            self.keep(result);
        }
    }

    /// The outline of a polygon.
    pub fn outline(&mut self, corners: &[Pixel], stroke: Stroke) {
        let closed: Vec<Pixel> = corners.iter().chain(corners.first()).copied().collect();
        self.line(&closed, stroke);
    }

    /// Parallel lines inside a polygon, at 45 degrees, rising to the right.
    pub fn hatch(&mut self, corners: &[Pixel], spacing: f64, stroke: Stroke) {
        for (from, to) in hatching(corners, spacing) {
            self.line(&[from, to], stroke);
        }
    }

    /// A filled disc.
    pub fn disc(&mut self, centre: Pixel, radius: f64, colour: Colour) {
        let radius = (radius * UNITS).round().max(1.0) as u32;
        let result = self.backend.draw_circle(units(centre), radius, &style(colour, 1.0, 0.0), true);
        self.keep(result);
    }

    /// A mark with a white rim, so that it stands out from what lies below it.
    pub fn mark(&mut self, mark: Mark, at: Pixel, radius: f64, colour: Colour) {
        let (x, y) = at;
        let diamond = |r: f64| [(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
        let triangle =
            |r: f64| [(x, y - r * 1.15), (x + r * 1.05, y + r * 0.75), (x - r * 1.05, y + r * 0.75)];
        match mark {
            Mark::Disc => {
                self.disc(at, radius + 1.5, WHITE);
                self.disc(at, radius, colour);
            }
            Mark::Ring => {
                self.disc(at, radius + 1.5, WHITE);
                self.disc(at, radius, colour);
                self.disc(at, radius * 0.55, WHITE);
            }
            Mark::Diamond => {
                self.polygon(&diamond(radius * 1.3 + 2.0), WHITE, 1.0);
                self.polygon(&diamond(radius * 1.3), colour, 1.0);
            }
            Mark::Square => {
                let side = radius * 1.8;
                self.polygon(&Rect::around(at, side + 3.0, side + 3.0).corners(), WHITE, 1.0);
                self.polygon(&Rect::around(at, side, side).corners(), colour, 1.0);
            }
            Mark::Triangle => {
                self.polygon(&triangle(radius * 1.2 + 2.0), WHITE, 1.0);
                self.polygon(&triangle(radius * 1.2), colour, 1.0);
            }
            Mark::Cross => {
                for (stroke, r) in
                    [(Stroke::new(WHITE, 5.0), radius + 1.0), (Stroke::new(colour, 2.6), radius)]
                {
                    self.line(&[(x - r, y - r), (x + r, y + r)], stroke);
                    self.line(&[(x - r, y + r), (x + r, y - r)], stroke);
                }
            }
        }
    }

    /// One line of text; `at` is the middle of its height, and left, middle or right by its anchor.
    pub fn text(&mut self, text: &str, at: Pixel, look: Type) {
        let clean: String = text
            .chars()
            .filter(|c| escape::is_xml(*c))
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .collect();
        if clean.trim().is_empty() {
            return;
        }
        let horizontal = match look.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        // The backend's "top" puts the baseline 0.76 em below the point; with the point 0.4 em above the
        // middle, digits and capitals are centred on it in every renderer.
        let lift = 0.4 * look.size;
        let at = match look.run {
            Run::Across => (at.0, at.1 - lift),
            Run::Upwards => (at.0 - lift, at.1),
        };
        let font = (FontFamily::Name(FONTS), look.size * UNITS * BACKEND_FONT_SCALE).into_font();
        let font = if look.weight == Weight::Bold { font.style(FontStyle::Bold) } else { font };
        let font = if look.run == Run::Upwards { font.transform(FontTransform::Rotate270) } else { font };
        let colour = RGBColor(look.colour.0, look.colour.1, look.colour.2);
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(horizontal, VPos::Top));
        let result = self.backend.draw_text(&clean, &style, units(at));
        self.keep(result);
    }

    /// A text over a nearly opaque white ground, for labels that cross lines.
    pub fn text_on_ground(&mut self, text: &str, at: Pixel, look: Type) {
        // The estimate of the width is from above; the ground need not be that wide.
        let width = look.width(text) * 0.93;
        let left = match look.anchor {
            Anchor::Start => at.0,
            Anchor::Middle => at.0 - width / 2.0,
            Anchor::End => at.0 - width,
        };
        let ground =
            Rect::new(left - 2.0, at.1 - look.size * 0.6, left + width + 2.0, at.1 + look.size * 0.6);
        self.polygon(&ground.corners(), WHITE, 0.82);
        self.text(text, at, look);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_says_what_it_is_and_escapes_it() {
        let svg = paint(100.0, "A < B", "say \"no\" & \u{0}go", |canvas| {
            canvas.text("x < y \u{1}\n", (10.0, 10.0), Type::new(14.0, WHITE));
            50.0
        })
        .unwrap();
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"100\""));
        assert!(svg.contains("<title>A &lt; B</title>\n<desc>say &quot;no&quot; &amp; go</desc>"));
        assert!(svg.contains("x &lt; y") && svg.trim_end().ends_with("</svg>"));
        assert!(!svg.contains('\u{1}'));
    }
}

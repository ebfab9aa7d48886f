//! What all pictures share: the words around them and the paper they stand on.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::canvas::{Canvas, Type, paint};
use super::geometry::Rect;
use super::metrics::{Weight, wrap_text};
use super::palette::{INK, SOFT_INK};

/// Width of every picture in pixels.
pub(super) const WIDTH: f64 = 900.0;
const MARGIN: f64 = 24.0;
const TITLE: f64 = 21.0;
const SUBTITLE: f64 = 15.0;
/// Font size of axis titles and labels.
pub(super) const LABEL: f64 = 14.5;
/// Font size of tick texts, keys and captions: the smallest in any picture.
pub(super) const SMALL: f64 = 13.5;
/// Distance between lines of text, per font size.
pub(super) const LEADING: f64 = 1.3;

/// The words around a picture.
///
/// The title asks the question that the picture answers; the answer may stand below it. The caption at the
/// foot says under which assumption the picture holds and where its data come from. The description is for
/// readers who hear the picture; without one, the chart describes its data.
///
/// ```
/// use detente::report::plot::FigureText;
/// let text = FigureText::new("When does cooperation collapse?")
///     .answer("At equal weights on relative gains, for every patience.")
///     .assumption("Reduced variant, mode values")
///     .source("phases.json");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FigureText {
    title: String,
    answer: String,
    assumption: String,
    source: String,
    description: String,
}

impl FigureText {
    /// The question as title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// The answer, one sentence, below the title.
    #[must_use]
    pub fn answer(mut self, text: impl Into<String>) -> Self {
        self.answer = text.into();
        self
    }

    /// Under which assumption the picture holds (variant, values, what was left out).
    #[must_use]
    pub fn assumption(mut self, text: impl Into<String>) -> Self {
        self.assumption = text.into();
        self
    }

    /// Where the data come from.
    #[must_use]
    pub fn source(mut self, text: impl Into<String>) -> Self {
        self.source = text.into();
        self
    }

    /// What a reader who cannot see the picture should hear.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    fn caption(&self) -> String {
        let mut parts = Vec::new();
        if !self.assumption.is_empty() {
            parts.push(sentence(&self.assumption));
        }
        if !self.source.is_empty() {
            parts.push(sentence(&format!("Source: {}", self.source)));
        }
        parts.join(" ")
    }
}

fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '?', '!']) { text.to_string() } else { format!("{text}.") }
}

/// Paints a picture whose body has a height: title and answer above it, caption below.
///
/// `told` is the chart's own description of its data. `draw` returns a remark for the caption: what it had
/// to leave out, or nothing.
pub(super) fn sheet(
    text: &FigureText,
    body_height: f64,
    told: &str,
    draw: impl FnOnce(&mut Canvas<'_>, Rect) -> String,
) -> Result<String, ReportError> {
    let lines = |words: &str, size, weight| {
        if words.trim().is_empty() {
            Vec::new()
        } else {
            wrap_text(words, WIDTH - 2.0 * MARGIN, size, weight)
        }
    };
    let description = if text.description.is_empty() { told } else { &text.description };
    paint(WIDTH, &text.title, description, |canvas| {
        let title = lines(&text.title, TITLE, Weight::Bold);
        let y = text_block(canvas, &title, (MARGIN, 16.0), Type::new(TITLE, INK).bold());
        let answer = lines(&text.answer, SUBTITLE, Weight::Normal);
        let y = text_block(canvas, &answer, (MARGIN, y), Type::new(SUBTITLE, SOFT_INK));
        let top = (y + 14.0).ceil();
        let body = Rect::new(MARGIN, top, WIDTH - MARGIN, top + body_height.ceil());
        let remark = draw(canvas, body);
        let caption = lines(format!("{} {remark}", text.caption()).trim(), SMALL, Weight::Normal);
        let from = (MARGIN, body.bottom + 14.0);
        text_block(canvas, &caption, from, Type::new(SMALL, SOFT_INK)).ceil() + 14.0
    })
}

/// The remark that labels found no room; nothing if all did.
pub(super) fn without_room(left_out: &[String]) -> String {
    if left_out.is_empty() {
        return String::new();
    }
    const SHOWN: usize = 12;
    let more = left_out.len().saturating_sub(SHOWN);
    let names = left_out[..left_out.len().min(SHOWN)].join("; ");
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("Without room for a label: {names}{rest}.")
}

/// Writes lines below each other from a top left corner and gives the y below them.
pub(super) fn text_block(canvas: &mut Canvas<'_>, lines: &[String], from: (f64, f64), look: Type) -> f64 {
    let step = look.size * LEADING;
    for (index, line) in lines.iter().enumerate() {
        canvas.text(line, (from.0, from.1 + (index as f64 + 0.5) * step), look);
    }
    from.1 + lines.len() as f64 * step
}

/// A text cut to a width, with an ellipsis where something was cut.
pub(super) fn shortened(text: &str, limit: f64, look: Type) -> String {
    if look.width(text) <= limit {
        return text.to_string();
    }
    let mut cut = String::new();
    for c in text.chars() {
        let longer = format!("{cut}{c}…");
        if look.width(&longer) > limit {
            break;
        }
        cut.push(c);
    }
    format!("{}…", cut.trim_end())
}

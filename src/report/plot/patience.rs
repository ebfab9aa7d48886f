//! What enters as patience grows, and how far payoffs reach.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::axes::{Axes, X_ROOM, X_TICK_ROOM, Y_TITLE_ROOM};
use super::canvas::{Anchor, Canvas, Stroke, Type};
use super::geometry::{Pixel, Rect};
use super::palette::{self, GREY, INK, SOFT_INK};
use super::scale::{Scale, Spread, extent, finite, number};
use super::sheet::{FigureText, LEADING, SMALL, WIDTH, sheet, shortened};
use super::strokes::dashes;

const ROW: f64 = 24.0;
const BAND: f64 = 170.0;
const NAMES: f64 = 205.0;
const MOST_ROWS: usize = 24;

/// A map from patience to what players can sustain, over a range of discount factors: a bar per profile
/// from where it can be played for ever, and a band per player from the least to the greatest equilibrium
/// payoff. Vertical lines mark where the set of payoffs grows in a step.
///
/// ```
/// use detente::report::plot::{FigureText, PatienceChart};
/// let svg = PatienceChart::new(FigureText::new("What does patience bring?"), [0.1, 0.9])
///     .entry("(defect, defect)", 0.0)
///     .entry("(cooperate, cooperate)", 0.5)
///     .player("row", [(0.1, Some([1.0, 1.0])), (0.5, Some([1.0, 1.0])), (0.5, Some([1.0, 3.67]))])
///     .step(0.5, "both get 3")
///     .to_svg()?;
/// assert!(svg.contains("(cooperate, cooperate) from 0.5 on"));
/// # Ok::<(), detente::report::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatienceChart {
    text: FigureText,
    range: [f64; 2],
    entries: Vec<(String, f64)>,
    players: Vec<(String, Vec<Reach>)>,
    steps: Vec<(f64, String)>,
}

/// A discount factor with the least and the greatest payoff there; none where there is no equilibrium.
type Reach = (f64, Option<[f64; 2]>);

impl PatienceChart {
    /// An empty map over a range of discount factors.
    pub fn new(text: FigureText, range: [f64; 2]) -> Self {
        Self { text, range, entries: Vec::new(), players: Vec::new(), steps: Vec::new() }
    }

    /// Adds a profile that can be played for ever from a discount factor on.
    #[must_use]
    pub fn entry(mut self, profile: impl Into<String>, from: f64) -> Self {
        self.entries.push((profile.into(), from));
        self
    }

    /// Adds a player with the least and greatest payoffs at rising discount factors.
    #[must_use]
    pub fn player(mut self, name: impl Into<String>, reach: impl IntoIterator<Item = Reach>) -> Self {
        self.players.push((name.into(), reach.into_iter().collect()));
        self
    }

    /// Marks a discount factor at which the set grows in a step.
    #[must_use]
    pub fn step(mut self, at: f64, label: impl Into<String>) -> Self {
        self.steps.push((at, label.into()));
        self
    }

    /// The picture.
    ///
    /// # Errors
    /// [`ReportError::Nothing`] without a profile and without a payoff; [`ReportError::NotFinite`] for a
    /// number without a place on an axis.
    pub fn to_svg(&self) -> Result<String, ReportError> {
        self.check()?;
        let rows = self.entries.len().min(MOST_ROWS);
        let names = self.steps.len() as f64 * SMALL * LEADING;
        let bars = if rows == 0 { 0.0 } else { Y_TITLE_ROOM + rows as f64 * ROW + 10.0 };
        let each = Y_TITLE_ROOM + BAND + X_TICK_ROOM;
        let panels = self.players.len() as f64 * each;
        let height = names + bars + panels + X_ROOM - if panels > 0.0 { X_TICK_ROOM } else { 0.0 };
        sheet(&self.text, height, &self.told(), |canvas, body| {
            let left = body.left + NAMES;
            let x = Scale::new(Spread::Linear, (self.range[0], self.range[1]), (left, body.right - 8.0));
            let top = body.top + names;
            self.draw_bars(canvas, &x, Rect::new(body.left, top, body.right - 8.0, top + bars));
            let mut bottom = top + bars;
            for (index, (name, reach)) in self.players.iter().enumerate() {
                let from = top + bars + index as f64 * each + Y_TITLE_ROOM;
                let area = Rect::new(left, from, body.right - 8.0, from + BAND);
                let last = index + 1 == self.players.len();
                draw_band(canvas, index, (name, reach), x, area, last);
                bottom = area.bottom;
            }
            if self.players.is_empty() {
                let area = Rect::new(left, top, body.right - 8.0, bottom);
                let y = Scale::new(Spread::Linear, (0.0, 1.0), (area.bottom, area.top));
                Axes { area, x, y }.draw_x(canvas, TITLE);
            }
            self.draw_steps(canvas, &x, (body.top, bottom));
            let more = self.entries.len().saturating_sub(MOST_ROWS);
            if more > 0 { format!("{more} more profiles enter later.") } else { String::new() }
        })
    }

    fn check(&self) -> Result<(), ReportError> {
        if self.entries.is_empty() && self.players.iter().all(|(_, reach)| reach.is_empty()) {
            let hint = "give a profile or a player's payoffs".into();
            return Err(ReportError::Nothing { location: "entries".into(), hint });
        }
        for (at, end) in self.range.iter().enumerate() {
            finite(*end, || format!("range[{at}]"))?;
        }
        for (at, (_, from)) in self.entries.iter().enumerate() {
            finite(*from, || format!("entries[{at}]"))?;
        }
        for (at, (step, _)) in self.steps.iter().enumerate() {
            finite(*step, || format!("steps[{at}]"))?;
        }
        for (p, (_, reach)) in self.players.iter().enumerate() {
            for (at, (discount, ends)) in reach.iter().enumerate() {
                for number in std::iter::once(discount).chain(ends.iter().flatten()) {
                    finite(*number, || format!("players[{p}][{at}]"))?;
                }
            }
        }
        Ok(())
    }

    fn told(&self) -> String {
        let entries: Vec<String> =
            self.entries.iter().map(|(name, from)| format!("{name} {}", since(*from))).collect();
        let reach = |(name, reach): &(String, Vec<Reach>)| {
            let ends = reach.iter().rev().find_map(|(d, ends)| ends.map(|ends| (d, ends)));
            match ends {
                Some((d, [low, high])) => {
                    format!("{name} gets from {} to {} at {}", number(low), number(high), number(*d))
                }
                None => format!("{name}: no equilibrium"),
            }
        };
        let players: Vec<String> = self.players.iter().map(reach).collect();
        format!(
            "Over the discount factor. Played for ever: {}. Payoffs: {}.",
            entries.join("; "),
            players.join("; ")
        )
    }

    fn draw_bars(&self, canvas: &mut Canvas<'_>, x: &Scale, area: Rect) {
        let rows = self.entries.iter().take(MOST_ROWS);
        if self.entries.is_empty() {
            return;
        }
        canvas.text("can be played for ever", (area.left, area.top + 12.0), Type::new(SMALL, INK).bold());
        for (row, (name, from)) in rows.enumerate() {
            let y = area.top + Y_TITLE_ROOM + row as f64 * ROW;
            let look = Type::new(SMALL, INK).anchored(Anchor::End);
            canvas.text(&shortened(name, NAMES - 10.0, look), (area.left + NAMES - 8.0, y + ROW / 2.0), look);
            let start = x.at(from.clamp(self.range[0], self.range[1]));
            let bar = Rect::new(start, y + 3.0, area.right, y + ROW - 3.0);
            canvas.rectangle(&bar, palette::BLUE, 0.28);
            canvas.line(&[(start, bar.top), (start, bar.bottom)], Stroke::new(palette::BLUE, 3.0));
            let text = since(*from);
            let look = Type::new(SMALL, INK);
            if look.width(&text) + 16.0 <= bar.width() {
                canvas.text(&text, (start + 8.0, y + ROW / 2.0), look);
            } else {
                let look = look.anchored(Anchor::End);
                canvas.text(&text, (start - 6.0, y + ROW / 2.0), look);
            }
        }
    }

    fn draw_steps(&self, canvas: &mut Canvas<'_>, x: &Scale, (top, bottom): (f64, f64)) {
        for (index, (at, label)) in self.steps.iter().enumerate() {
            let y = top + (index as f64 + 0.35) * SMALL * LEADING;
            let at = x.at(*at);
            canvas.line(&[(at, y + SMALL * 0.7), (at, bottom)], Stroke::new(GREY, 1.4).dashed(dashes(1)));
            let look = Type::new(SMALL, INK);
            let label = shortened(label, WIDTH - 60.0, look);
            let width = look.width(&label);
            let start = (at - width / 2.0).clamp(24.0, (WIDTH - 24.0 - width).max(24.0));
            canvas.text_on_ground(&label, (start, y), look);
        }
    }
}

const TITLE: &str = "discount factor";

fn since(from: f64) -> String {
    if from <= 0.0 { "without patience".into() } else { format!("from {} on", number(from)) }
}

/// The band between the least and the greatest payoff of a player.
fn draw_band(
    canvas: &mut Canvas<'_>,
    index: usize,
    (name, reach): (&str, &[Reach]),
    x: Scale,
    area: Rect,
    last: bool,
) {
    let ends = extent(reach.iter().filter_map(|(_, ends)| *ends).flatten()).unwrap_or((0.0, 1.0));
    let y = Scale::padded([ends.0, ends.1], 0.08, (area.bottom, area.top));
    let axes = Axes { area, x, y };
    axes.draw_x(canvas, if last { TITLE } else { "" });
    axes.draw_y_titled(canvas, &format!("{name}: least to greatest equilibrium payoff"), area.top - 12.0);
    let colour = palette::series(index);
    let clear: Vec<&[Reach]> =
        reach.split(|(_, ends)| ends.is_none()).filter(|piece| !piece.is_empty()).collect();
    for piece in &clear {
        let edge = |k: usize| -> Vec<Pixel> {
            piece.iter().filter_map(|(d, ends)| ends.map(|ends| axes.at(*d, ends[k]))).collect()
        };
        let (low, high) = (edge(0), edge(1));
        let outline: Vec<Pixel> = high.iter().copied().chain(low.iter().rev().copied()).collect();
        canvas.polygon(&outline, colour, 0.22);
        canvas.line(&low, Stroke::new(colour, 2.2).dashed(dashes(1)));
        canvas.line(&high, Stroke::new(colour, 2.2));
    }
    if clear.is_empty() {
        let look = Type::new(SMALL, SOFT_INK).anchored(Anchor::Middle);
        canvas.text("no equilibrium in pure actions", area.centre(), look);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_readable;
    use super::*;

    fn chart() -> PatienceChart {
        PatienceChart::new(FigureText::new("Question?"), [0.0, 1.0])
    }

    #[test]
    fn degenerate_maps_are_drawn() {
        let many = (0..60).fold(chart(), |c, k| c.entry(format!("profile {k} {}", "long ".repeat(20)), 0.9));
        for picture in [
            chart().entry("late", 0.999_999),
            chart().player("nobody", [(0.5, None)]),
            chart().player("one", [(0.5, Some([2.0, 2.0]))]).step(0.5, "long ".repeat(60)),
            chart().player("gap", [(0.1, Some([0.0, 1.0])), (0.2, None), (0.3, Some([-1e9, 1e9]))]),
            many,
        ] {
            assert_readable(&picture.to_svg().unwrap());
        }
    }

    #[test]
    fn what_has_no_place_is_refused_and_named() {
        let error = chart().entry("a", 0.5).entry("b", f64::NAN).to_svg().unwrap_err();
        assert_eq!(error, ReportError::NotFinite { location: "entries[1]".into(), value: "NaN".into() });
        assert!(matches!(chart().to_svg(), Err(ReportError::Nothing { .. })));
        assert!(chart().player("p", [(0.5, Some([0.0, f64::INFINITY]))]).to_svg().is_err());
    }
}

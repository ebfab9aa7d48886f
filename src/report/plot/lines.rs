//! Curves over one parameter, in one panel or several above each other.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::axes::{Axes, X_ROOM, X_TICK_ROOM, Y_TITLE_ROOM};
use super::canvas::{Canvas, Stroke, Type, series_mark};
use super::geometry::{Pixel, Rect};
use super::labels::spread;
use super::metrics::{Weight, wrap_text};
use super::palette::{self, GREY, INK, SOFT_INK};
use super::scale::{Scale, Spread, extent, finite, number};
use super::sheet::{FigureText, LEADING, SMALL, WIDTH, sheet, text_block};
use super::strokes::dashes;

const SINGLE: f64 = 360.0;
const SHARED: f64 = 210.0;
const LABELS: f64 = 190.0;
/// Marks along a curve, so that curves differ without colour.
const MARKS: usize = 7;

/// Several curves over one parameter: what changes as relative gains grow, say.
///
/// Curves of one unit share a panel; panels share the horizontal axis. Each curve is named at its right end.
/// A point without a value interrupts its curve (no verdict, no critical value). Vertical lines mark
/// theoretical thresholds across all panels.
///
/// ```
/// use detente::report::plot::{FigureText, LineChart};
/// let svg = LineChart::new(FigureText::new("When does cooperation collapse?"), "weight on relative gains k")
///     .panel("critical discount factor")
///     .series("Armenia", [(0.0, Some(0.5)), (0.5, Some(0.8)), (1.0, None)])
///     .panel("area of V, share of the individually rational area")
///     .series("V", [(0.0, Some(1.0)), (1.0, Some(0.0))])
///     .vertical(1.0, "k₁k₂ = 1: zero-sum")
///     .to_svg()?;
/// assert!(svg.contains("zero-sum"));
/// # Ok::<(), detente::report::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineChart {
    text: FigureText,
    x_title: String,
    panels: Vec<Panel>,
    verticals: Vec<(f64, String)>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Panel {
    y_title: String,
    series: Vec<Series>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Series {
    label: String,
    points: Vec<(f64, Option<f64>)>,
}

impl Series {
    fn last(&self) -> Option<(f64, f64)> {
        self.points.iter().rev().find_map(|(x, y)| y.map(|y| (*x, y)))
    }
}

impl LineChart {
    /// A chart without panels; the title of the horizontal axis says what varies, with its unit.
    pub fn new(text: FigureText, x_title: impl Into<String>) -> Self {
        Self { text, x_title: x_title.into(), panels: Vec::new(), verticals: Vec::new() }
    }

    /// Begins a panel with the title of its vertical axis.
    #[must_use]
    pub fn panel(mut self, y_title: impl Into<String>) -> Self {
        self.panels.push(Panel { y_title: y_title.into(), series: Vec::new() });
        self
    }

    /// Adds a curve to the last panel (to a first one without title, if none was begun).
    #[must_use]
    pub fn series(
        mut self,
        label: impl Into<String>,
        points: impl IntoIterator<Item = (f64, Option<f64>)>,
    ) -> Self {
        let series = Series { label: label.into(), points: points.into_iter().collect() };
        match self.panels.last_mut() {
            Some(panel) => panel.series.push(series),
            None => self.panels.push(Panel { y_title: String::new(), series: vec![series] }),
        }
        self
    }

    /// Adds a vertical line across all panels, named at its top.
    #[must_use]
    pub fn vertical(mut self, x: f64, label: impl Into<String>) -> Self {
        self.verticals.push((x, label.into()));
        self
    }

    /// The picture.
    ///
    /// # Errors
    /// [`ReportError::Nothing`] if no curve has a value; [`ReportError::NotFinite`] for a number without a
    /// place on an axis.
    pub fn to_svg(&self) -> Result<String, ReportError> {
        self.check()?;
        let all = self.panels.iter().flat_map(|p| &p.series).flat_map(|s| s.points.iter().map(|p| p.0));
        let xs = extent(all.chain(self.verticals.iter().map(|v| v.0))).unwrap_or((0.0, 1.0));
        let panel_height = if self.panels.len() == 1 { SINGLE } else { SHARED };
        let vertical_room = self.verticals.len() as f64 * SMALL * LEADING;
        let each = Y_TITLE_ROOM + panel_height + X_TICK_ROOM;
        let height = vertical_room + each * self.panels.len() as f64 + X_ROOM - X_TICK_ROOM;
        sheet(&self.text, height, &self.told(), |canvas, body| {
            let first = body.top + vertical_room + Y_TITLE_ROOM;
            let scales: Vec<Scale> = (0..self.panels.len())
                .map(|index| {
                    let top = first + each * index as f64;
                    self.panels[index].scale((top + panel_height, top))
                })
                .collect();
            let room = |scale: &Scale| Axes::y_tick_room(scale, panel_height);
            let left = body.left + scales.iter().map(room).fold(0.0, f64::max);
            let x = Scale::new(Spread::Linear, xs, (left, body.right - LABELS));
            for (index, panel) in self.panels.iter().enumerate() {
                let top = first + each * index as f64;
                let area = Rect::new(left, top, body.right - LABELS, top + panel_height);
                let axes = Axes { area, x, y: scales[index] };
                let last = index + 1 == self.panels.len();
                axes.draw_x(canvas, if last { &self.x_title } else { "" });
                // Above the first panel the names of the vertical lines come between title and frame.
                let title = if index == 0 { body.top } else { top - Y_TITLE_ROOM };
                axes.draw_y_titled(canvas, &panel.y_title, title + Y_TITLE_ROOM - 16.0);
                for (x, _) in &self.verticals {
                    let x = axes.x.at(*x);
                    canvas.line(&[(x, area.top), (x, area.bottom)], Stroke::new(INK, 1.6).dashed(dashes(1)));
                }
                panel.draw(canvas, &axes);
            }
            self.draw_vertical_names(canvas, &x, Rect::new(left, first - vertical_room, body.right, first));
            String::new()
        })
    }

    fn check(&self) -> Result<(), ReportError> {
        let mut values = 0;
        for (p, panel) in self.panels.iter().enumerate() {
            for (s, series) in panel.series.iter().enumerate() {
                for (i, (x, y)) in series.points.iter().enumerate() {
                    let at = |axis: &str| format!("panels[{p}].series[{s}].points[{i}].{axis}");
                    finite(*x, || at("x"))?;
                    if let Some(y) = y {
                        finite(*y, || at("y"))?;
                        values += 1;
                    }
                }
            }
        }
        if values == 0 {
            let hint = "give at least one curve with a value".into();
            return Err(ReportError::Nothing { location: "series".into(), hint });
        }
        self.verticals.iter().enumerate().try_for_each(|(i, v)| finite(v.0, || format!("verticals[{i}]")))
    }

    fn told(&self) -> String {
        let curve = |series: &Series| {
            let known = || series.points.iter().filter_map(|(x, y)| y.map(|y| (*x, y)));
            match (known().next(), known().next_back()) {
                (Some(a), Some(b)) => format!(
                    "{} from {} at {} to {} at {}",
                    series.label,
                    number(a.1),
                    number(a.0),
                    number(b.1),
                    number(b.0)
                ),
                _ => format!("{}: no value", series.label),
            }
        };
        let panels: Vec<String> = self
            .panels
            .iter()
            .map(|panel| {
                let curves: Vec<String> = panel.series.iter().map(curve).collect();
                format!("{}: {}", panel.y_title, curves.join("; "))
            })
            .collect();
        format!("Curves over {}. {}.", self.x_title, panels.join(". "))
    }

    fn draw_vertical_names(&self, canvas: &mut Canvas<'_>, x: &Scale, room: Rect) {
        for (index, (at, label)) in self.verticals.iter().enumerate() {
            let y = room.top + (index as f64 + 0.35) * SMALL * LEADING;
            let at = x.at(*at);
            let look = Type::new(SMALL, INK).bold();
            let width = look.width(label);
            let start = (at - width / 2.0).clamp(24.0, (WIDTH - 24.0 - width).max(24.0));
            let label = super::sheet::shortened(label, WIDTH - 24.0 - start, look);
            canvas.line(&[(at, y + SMALL * 0.7), (at, room.bottom)], Stroke::new(INK, 1.6).dashed(dashes(1)));
            canvas.text_on_ground(&label, (start, y), look);
        }
    }
}

impl Panel {
    /// The vertical scale: all values, from zero where that wastes less than half of the room.
    fn scale(&self, pixels: (f64, f64)) -> Scale {
        let values = self.series.iter().flat_map(|s| s.points.iter().filter_map(|p| p.1));
        let (low, high) = extent(values).unwrap_or((0.0, 1.0));
        if low >= 0.0 && low < high / 2.0 {
            return Scale::new(Spread::Linear, (0.0, high * 1.05), pixels);
        }
        Scale::padded([low, high], 0.06, pixels)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, axes: &Axes) {
        for (index, series) in self.series.iter().enumerate() {
            let colour = palette::series(index);
            let stroke = Stroke::new(colour, 2.6).dashed(dashes(index));
            let pixel = |(x, y): &(f64, Option<f64>)| y.map(|y| axes.at(*x, y));
            let pixels: Vec<Option<Pixel>> = series.points.iter().map(pixel).collect();
            for piece in pixels.split(Option::is_none) {
                canvas.line(&piece.iter().flatten().copied().collect::<Vec<_>>(), stroke);
            }
            let known: Vec<Pixel> = pixels.iter().flatten().copied().collect();
            // Marks of different curves are offset, so that coinciding curves show both.
            let every = known.len().div_ceil(MARKS).max(1);
            let offset = (index * every / self.series.len().max(1)) % every;
            for at in known.iter().skip(offset).step_by(every) {
                canvas.mark(series_mark(index), *at, 4.0, colour);
            }
        }
        self.draw_names(canvas, axes);
    }

    fn draw_names(&self, canvas: &mut Canvas<'_>, axes: &Axes) {
        let named: Vec<(usize, Pixel, Vec<String>)> = self
            .series
            .iter()
            .enumerate()
            .map(|(index, series)| {
                let look = Weight::Bold;
                let (label, at) = match series.last() {
                    Some((x, y)) => (series.label.clone(), axes.at(x, y)),
                    None => (format!("{}: no value", series.label), (axes.area.right, axes.area.bottom)),
                };
                (index, at, wrap_text(&label, LABELS - 22.0, SMALL, look))
            })
            .collect();
        let line = SMALL * LEADING;
        let wishes: Vec<f64> = named.iter().map(|n| n.1.1).collect();
        let sizes: Vec<f64> = named.iter().map(|n| n.2.len() as f64 * line).collect();
        let places = spread(&wishes, &sizes, (axes.area.top, axes.area.bottom));
        for ((index, at, lines), y) in named.iter().zip(places) {
            let x = axes.area.right + 18.0;
            if (at.1 - y).abs() > 3.0 || axes.area.right - at.0 > 12.0 {
                canvas.line(&[(at.0 + 6.0, at.1), (x - 4.0, y)], Stroke::new(GREY, 1.0));
            }
            let colour = if self.series.len() > 1 { palette::series(*index) } else { SOFT_INK };
            let look = Type::new(SMALL, colour).bold();
            text_block(canvas, lines, (x, y - lines.len() as f64 * line / 2.0), look);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_readable;
    use super::*;

    fn chart() -> LineChart {
        LineChart::new(FigureText::new("Question?"), "k")
    }

    #[test]
    fn degenerate_curves_are_drawn() {
        for picture in [
            chart().series("one point", [(0.0, Some(0.0))]),
            chart().series("flat", [(0.0, Some(2.0)), (1.0, Some(2.0))]).vertical(0.5, "half"),
            chart().series("gap", [(0.0, Some(1.0)), (1.0, None), (2.0, Some(3.0))]).series("none", []),
            chart().series("huge", [(0.0, Some(-1e9)), (1e9, Some(1e9))]),
            chart().series("long ".repeat(40), [(0.0, Some(1.0))]).vertical(0.0, "long ".repeat(60)),
            (0..30)
                .fold(chart(), |c, i| c.series(format!("curve {i}"), [(0.0, Some(1.0)), (1.0, Some(1.0))])),
        ] {
            assert_readable(&picture.to_svg().unwrap());
        }
    }

    #[test]
    fn what_has_no_value_is_refused_and_named() {
        let error = chart().panel("y").series("s", [(0.0, Some(f64::INFINITY))]).to_svg().unwrap_err();
        let location = "panels[0].series[0].points[0].y".to_string();
        assert_eq!(error, ReportError::NotFinite { location, value: "inf".into() });
        let empty = chart().series("s", [(0.0, None)]).to_svg();
        assert!(matches!(empty, Err(ReportError::Nothing { .. })));
        assert!(chart().series("s", [(0.0, Some(0.0))]).vertical(f64::NAN, "v").to_svg().is_err());
    }
}

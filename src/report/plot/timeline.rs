//! How patient each side must be over time, against how patient it is, with the events.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::axes::{Axes, X_ROOM, Y_TITLE_ROOM};
use super::canvas::{Anchor, Canvas, Mark, Stroke, Type, series_mark};
use super::events::{EventList, badge, stagger};
use super::geometry::Rect;
use super::key::{Key, Swatch};
use super::palette::{self, GREY, INK, PALE, WHITE};
use super::scale::{Scale, Spread, finite, number, within};
use super::sheet::{FigureText, SMALL, WIDTH, sheet};
use super::strokes::dashes;

const HEIGHT: f64 = 330.0;
/// The strip above 1 that holds the marks of "never".
const NEVER_ROOM: f64 = 34.0;
const EVENT_ROW: f64 = 24.0;
const PHASE_ROW: f64 = 19.0;

/// What patience a target asks of one side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// The critical discount factor, in [0, 1]; 0 where the target is a stage equilibrium.
    AtLeast(f64),
    /// No patience suffices.
    Never,
    /// Not decided, or there is no verdict.
    Unknown,
}

/// Critical discount factors of each side, phase by phase, over a band with the patience that the phase has.
///
/// ```
/// use detente::report::plot::{CriticalTimeline, FigureText, Needed};
/// let svg = CriticalTimeline::new(FigureText::new("Were the sides patient enough?"), ["Armenia", "Azerbaijan"])
///     .phase("1988-91", (1988.0, 1992.0), (0.6, 0.75, 0.88), [Needed::AtLeast(0.6), Needed::Never])
///     .event(1988.1, "First demonstrations")
///     .to_svg()?;
/// assert!(svg.contains("never"));
/// # Ok::<(), detente::report::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CriticalTimeline {
    text: FigureText,
    sides: Vec<String>,
    phases: Vec<Phase>,
    events: Vec<(f64, String)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Phase {
    label: String,
    years: (f64, f64),
    patience: (f64, f64, f64),
    needed: Vec<Needed>,
}

impl CriticalTimeline {
    /// A timeline without phases; the sides are named beside their lines.
    pub fn new<S: Into<String>>(text: FigureText, sides: impl IntoIterator<Item = S>) -> Self {
        let sides = sides.into_iter().map(Into::into).collect();
        Self { text, sides, phases: Vec::new(), events: Vec::new() }
    }

    /// Adds a phase: its label, first and last moment in years (with fractions), the patience it has (low,
    /// mode, high; discount factors per year), and what each side needs, in the order of the sides.
    #[must_use]
    pub fn phase(
        mut self,
        label: impl Into<String>,
        years: (f64, f64),
        patience: (f64, f64, f64),
        needed: impl IntoIterator<Item = Needed>,
    ) -> Self {
        let needed = needed.into_iter().collect();
        self.phases.push(Phase { label: label.into(), years, patience, needed });
        self
    }

    /// Adds an event at a moment in years; events are numbered by time, with a list below the picture.
    #[must_use]
    pub fn event(mut self, year: f64, label: impl Into<String>) -> Self {
        self.events.push((year, label.into()));
        self
    }

    /// The picture.
    ///
    /// # Errors
    /// [`ReportError::Nothing`] without phases; [`ReportError::Shape`] if a phase has not one value per side;
    /// [`ReportError::OutOfRange`] for a discount factor outside [0, 1], a patience that is not low <= mode
    /// <= high, or a phase that ends before it begins; [`ReportError::NotFinite`] for a year without a place.
    pub fn to_svg(&self) -> Result<String, ReportError> {
        self.check()?;
        let mut events: Vec<&(f64, String)> = self.events.iter().collect();
        events.sort_by(|a, b| a.0.total_cmp(&b.0));
        let list = EventList::new(&events);
        let key = self.key();
        let x = self.years();
        let rows = stagger(&events.iter().map(|e| (x.at(e.0), 24.0)).collect::<Vec<_>>());
        let event_room = rows.iter().max().map_or(0.0, |most| (*most as f64 + 1.0) * EVENT_ROW + 4.0);
        let look = Type::new(SMALL, INK).anchored(Anchor::Middle);
        let phase_spots: Vec<(f64, f64)> = self
            .phases
            .iter()
            .map(|p| (x.at((p.years.0 + p.years.1) / 2.0), look.width(&p.label) + 8.0))
            .collect();
        let phase_rows = stagger(&phase_spots);
        let phase_room = (phase_rows.iter().max().map_or(0.0, |most| *most as f64) + 1.0) * PHASE_ROW + 6.0;
        let height = key.height()
            + 8.0
            + event_room
            + Y_TITLE_ROOM
            + HEIGHT
            + phase_room
            + X_ROOM
            + 8.0
            + list.height();
        sheet(&self.text, height, &self.told(), |canvas, body| {
            key.draw(canvas, (body.left, body.top));
            let strip = body.top + key.height() + 8.0 + Y_TITLE_ROOM;
            let top = strip + event_room;
            let area = Rect::new(PLOT_LEFT, top, PLOT_RIGHT, top + HEIGHT);
            let y = Scale::new(Spread::Linear, (0.0, 1.0), (area.bottom, area.top + NEVER_ROOM));
            let axes = Axes { area, x, y };
            canvas.rectangle(&Rect { bottom: area.top + NEVER_ROOM, ..area }, PALE, 1.0);
            axes.draw_y_titled(canvas, TITLE, strip - 16.0);
            let middle = area.top + NEVER_ROOM / 2.0;
            canvas.text(
                "never",
                (area.left - 8.0, middle),
                Type::new(SMALL, INK).bold().anchored(Anchor::End),
            );
            self.draw_patience(canvas, &axes);
            for (index, (year, _)) in events.iter().enumerate() {
                let (x, y) = (axes.x.at(*year), strip + rows[index] as f64 * EVENT_ROW + 10.0);
                canvas.line(&[(x, y), (x, area.bottom)], Stroke::new(GREY, 1.0).dashed(dashes(2)));
            }
            for side in 0..self.sides.len() {
                self.draw_side(canvas, &axes, side);
            }
            for (index, (year, _)) in events.iter().enumerate() {
                let at = (axes.x.at(*year), strip + rows[index] as f64 * EVENT_ROW + 10.0);
                badge(canvas, index + 1, at);
            }
            for (index, phase) in self.phases.iter().enumerate() {
                let y = area.bottom + 14.0 + phase_rows[index] as f64 * PHASE_ROW;
                let half = look.width(&phase.label) / 2.0;
                let centre = phase_spots[index].0.clamp(half + 4.0, WIDTH - half - 4.0);
                canvas.text(&phase.label, (centre, y), look);
            }
            let below = Rect { bottom: area.bottom + phase_room, top: area.bottom + phase_room, ..area };
            Axes { area: below, ..axes }.draw_x(canvas, "year");
            list.draw(canvas, (body.left, below.bottom + X_ROOM + 8.0));
            String::new()
        })
    }

    fn check(&self) -> Result<(), ReportError> {
        if self.phases.is_empty() || self.sides.is_empty() {
            let location = if self.sides.is_empty() { "sides" } else { "phases" }.to_string();
            return Err(ReportError::Nothing {
                location,
                hint: "give at least one side and one phase".into(),
            });
        }
        for (index, phase) in self.phases.iter().enumerate() {
            let at = |part: &str| format!("phases[{index}].{part}");
            finite(phase.years.0, || at("years"))?;
            within(phase.years.1, (phase.years.0, f64::MAX), || at("years"))?;
            within(phase.patience.1, (0.0, 1.0), || at("patience"))?;
            within(phase.patience.0, (0.0, phase.patience.1), || at("patience"))?;
            within(phase.patience.2, (phase.patience.1, 1.0), || at("patience"))?;
            if phase.needed.len() != self.sides.len() {
                let (found, expected) = (phase.needed.len(), self.sides.len());
                return Err(ReportError::Shape { location: at("needed"), found, expected });
            }
            for needed in &phase.needed {
                if let Needed::AtLeast(value) = needed {
                    within(*value, (0.0, 1.0), || at("needed"))?;
                }
            }
        }
        self.events.iter().enumerate().try_for_each(|(i, e)| finite(e.0, || format!("events[{i}].year")))
    }

    fn years(&self) -> Scale {
        let ends = self.phases.iter().flat_map(|p| [p.years.0, p.years.1]);
        let all = ends.chain(self.events.iter().map(|e| e.0));
        let (low, high) = super::scale::extent(all).unwrap_or((0.0, 1.0));
        Scale::new(Spread::Linear, (low, high), (PLOT_LEFT, PLOT_RIGHT))
    }

    fn key(&self) -> Key {
        let mut entries: Vec<(Swatch, String)> = Vec::new();
        for (index, side) in self.sides.iter().enumerate() {
            let stroke = Stroke::new(palette::series(index), 3.0).dashed(dashes(index));
            entries.push((Swatch::Line(stroke), format!("patience {side} needs")));
        }
        entries.push((Swatch::Line(Stroke::new(INK, 2.0)), "patience of the phase".into()));
        entries.push((Swatch::Fill(BAND), "its range".into()));
        Key::new(entries, WIDTH - 48.0)
    }

    fn told(&self) -> String {
        let phases: Vec<String> = self
            .phases
            .iter()
            .map(|phase| {
                let needs: Vec<String> = self
                    .sides
                    .iter()
                    .zip(&phase.needed)
                    .map(|(side, needed)| match needed {
                        Needed::AtLeast(value) => format!("{side} needs {}", number(*value)),
                        Needed::Never => format!("{side} never"),
                        Needed::Unknown => format!("{side} unknown"),
                    })
                    .collect();
                format!("{}: {}; patience {}", phase.label, needs.join(", "), number(phase.patience.1))
            })
            .collect();
        format!("Critical discount factors by phase. {}.", phases.join(". "))
    }

    fn draw_patience(&self, canvas: &mut Canvas<'_>, axes: &Axes) {
        for phase in &self.phases {
            let (from, to) = (axes.x.at(phase.years.0), axes.x.at(phase.years.1));
            let band = Rect::new(from, axes.y.at(phase.patience.2), to, axes.y.at(phase.patience.0));
            canvas.rectangle(&band, BAND, 1.0);
            canvas.line(&[(to, axes.area.top), (to, axes.area.bottom)], Stroke::new(WHITE, 2.0));
        }
        for phase in &self.phases {
            let y = axes.y.at(phase.patience.1);
            canvas
                .line(&[(axes.x.at(phase.years.0), y), (axes.x.at(phase.years.1), y)], Stroke::new(INK, 2.0));
        }
    }

    /// The steps of one side. Sides with the same value stay visible: each is shifted by its own few pixels.
    fn draw_side(&self, canvas: &mut Canvas<'_>, axes: &Axes, side: usize) {
        let colour = palette::series(side);
        let stroke = Stroke::new(colour, 3.0).dashed(dashes(side));
        let shift = 3.6 * (side as f64 - (self.sides.len() as f64 - 1.0) / 2.0);
        let spacing = (NEVER_ROOM - 8.0) / self.sides.len() as f64;
        let never = axes.area.top + 4.0 + (side as f64 + 0.5) * spacing;
        let mut before: Option<(f64, f64)> = None;
        for phase in &self.phases {
            let (from, to) = (axes.x.at(phase.years.0), axes.x.at(phase.years.1));
            let level = match phase.needed[side] {
                Needed::AtLeast(value) => axes.y.at(value) + shift,
                Needed::Never => never,
                Needed::Unknown => {
                    before = None;
                    continue;
                }
            };
            if let Some((x, y)) = before.filter(|(x, _)| (x - from).abs() < 1.0) {
                canvas.line(&[(x, y), (x, level)], Stroke::new(colour, 1.2));
            }
            canvas.line(&[(from, level), (to, level)], stroke);
            let mark = match phase.needed[side] {
                Needed::Never => Mark::Cross,
                _ => series_mark(side),
            };
            // Marks of two sides stand at different places along the step.
            let share = (side as f64 + 1.0) / (self.sides.len() as f64 + 1.0);
            canvas.mark(mark, (from + (to - from) * share, level), 5.0, colour);
            before = Some((to, level));
        }
    }
}

const PLOT_LEFT: f64 = 78.0;
const PLOT_RIGHT: f64 = 868.0;
const BAND: palette::Colour = (0xD9, 0xD9, 0xD9);
const TITLE: &str = "discount factor per year (0: only today counts, 1: the future counts as much)";

#[cfg(test)]
mod tests {
    use super::super::testing::assert_readable;
    use super::*;

    fn timeline() -> CriticalTimeline {
        CriticalTimeline::new(FigureText::new("Question?"), ["A", "Z"])
    }

    #[test]
    fn degenerate_timelines_are_drawn() {
        let one = |year: f64| {
            timeline().phase("p", (year, year), (0.5, 0.5, 0.5), [Needed::AtLeast(0.0), Needed::Unknown])
        };
        assert_readable(&one(1988.0).to_svg().unwrap());
        assert_readable(&one(1e9).to_svg().unwrap());
        let crowded = (0..30).fold(one(1990.0), |t, i| t.event(1990.0, format!("event {i} ").repeat(20)));
        assert_readable(&crowded.to_svg().unwrap());
    }

    #[test]
    fn wrong_values_are_refused_and_named() {
        let phase = |patience, needed| timeline().phase("p", (1988.0, 1992.0), patience, needed).to_svg();
        let never = [Needed::Never, Needed::Never];
        assert!(matches!(timeline().to_svg(), Err(ReportError::Nothing { .. })));
        assert!(matches!(phase((0.6, 0.5, 0.7), never), Err(ReportError::OutOfRange { .. })));
        assert!(matches!(
            phase((0.4, 0.5, 0.7), [Needed::AtLeast(f64::NAN), Needed::Never]),
            Err(ReportError::NotFinite { location, .. }) if location == "phases[0].needed"
        ));
        let short = timeline().phase("p", (1.0, 2.0), (0.1, 0.2, 0.3), [Needed::Never]).to_svg();
        assert!(matches!(short, Err(ReportError::Shape { found: 1, expected: 2, .. })));
    }

    #[test]
    fn never_is_told_in_words() {
        let svg = timeline()
            .phase("p", (1988.0, 1992.0), (0.4, 0.5, 0.6), [Needed::Never, Needed::AtLeast(0.25)])
            .to_svg()
            .unwrap();
        assert!(svg.contains("A never, Z needs 0.25"));
    }
}

//! Which divisions of the stake could have held: intervals by phase and institution.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::axes::{Axes, X_ROOM};
use super::canvas::{Anchor, Canvas, Mark, Stroke, Type};
use super::geometry::Rect;
use super::key::{Key, Swatch};
use super::metrics::{Weight, wrap_text};
use super::palette::{BLUE, GREY, INK, SOFT_INK, VERMILLION};
use super::scale::{Scale, Spread, number, within};
use super::sheet::{FigureText, LEADING, SMALL, WIDTH, sheet, shortened, text_block};
use super::strokes::dashes;

const ROW: f64 = 21.0;
const GROUP_GAP: f64 = 14.0;
const PHASE_COLUMN: f64 = 110.0;
const NAME_COLUMN: f64 = 130.0;

/// Intervals of admissible divisions, one bar row per institution, grouped by phase.
///
/// A division is the share of the stake that the first player gets, from 0 to 1. In each phase the division
/// that was on the table and the share actually held are marked; a cap (a territorial-integrity norm) is a
/// line across.
///
/// ```
/// use detente::report::plot::{Divisions, FigureText};
/// let svg = Divisions::new(FigureText::new("Which divisions could have held?"), "share of Armenia")
///     .phase("1994-2003", 0.5, 0.95, [("none", vec![(0.62, 0.81)]), ("Minsk", vec![])])
///     .cap(0.3)
///     .to_svg()?;
/// assert!(svg.contains("none admissible"));
/// # Ok::<(), detente::report::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Divisions {
    text: FigureText,
    x_title: String,
    phases: Vec<Phase>,
    cap: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Phase {
    label: String,
    proposed: f64,
    held: f64,
    rows: Vec<(String, Vec<(f64, f64)>)>,
}

impl Divisions {
    /// A chart without phases; the title of its axis says whose share it is.
    pub fn new(text: FigureText, x_title: impl Into<String>) -> Self {
        Self { text, x_title: x_title.into(), phases: Vec::new(), cap: None }
    }

    /// Adds a phase: the division on the table, the share held, and per institution the intervals that are
    /// admissible (none: no division is).
    #[must_use]
    pub fn phase<S: Into<String>>(
        mut self,
        label: impl Into<String>,
        proposed: f64,
        held: f64,
        rows: impl IntoIterator<Item = (S, Vec<(f64, f64)>)>,
    ) -> Self {
        let rows = rows.into_iter().map(|(name, intervals)| (name.into(), intervals)).collect();
        self.phases.push(Phase { label: label.into(), proposed, held, rows });
        self
    }

    /// The largest share that a norm allows the first player.
    #[must_use]
    pub fn cap(mut self, share: f64) -> Self {
        self.cap = Some(share);
        self
    }

    /// The picture.
    ///
    /// # Errors
    /// [`ReportError::Nothing`] without rows; [`ReportError::OutOfRange`] or [`ReportError::NotFinite`] for
    /// shares outside [0, 1] and for intervals that end before they begin.
    pub fn to_svg(&self) -> Result<String, ReportError> {
        self.check()?;
        let key = self.key();
        let rows: f64 = self.phases.iter().map(|p| p.height() + GROUP_GAP).sum();
        let height = key.height() + 10.0 + rows + X_ROOM;
        sheet(&self.text, height, &self.told(), |canvas, body| {
            key.draw(canvas, (body.left, body.top));
            let left = body.left + PHASE_COLUMN + NAME_COLUMN;
            let top = body.top + key.height() + 10.0;
            let area = Rect::new(left, top, body.right - 14.0, top + rows);
            let x = Scale::new(Spread::Linear, (0.0, 1.0), (area.left, area.right));
            let axes = Axes { area, x, y: x };
            axes.draw_x(canvas, &self.x_title);
            let mut y = top;
            for phase in &self.phases {
                let group = Rect::new(body.left, y, area.right, y + phase.height() + GROUP_GAP);
                canvas.line(&[(group.left, y), (group.right, y)], Stroke::new(GREY, 1.0));
                phase.draw(canvas, &x, &group, self.cap);
                y = group.bottom;
            }
            if let Some(cap) = self.cap {
                let at = x.at(cap);
                canvas.line(&[(at, area.top), (at, area.bottom)], Stroke::new(INK, 1.8).dashed(dashes(1)));
            }
            String::new()
        })
    }

    fn check(&self) -> Result<(), ReportError> {
        if self.phases.iter().all(|phase| phase.rows.is_empty()) {
            let hint = "give at least one phase with one institution".into();
            return Err(ReportError::Nothing { location: "phases".into(), hint });
        }
        for (p, phase) in self.phases.iter().enumerate() {
            within(phase.proposed, (0.0, 1.0), || format!("phases[{p}].proposed"))?;
            within(phase.held, (0.0, 1.0), || format!("phases[{p}].held"))?;
            for (name, intervals) in &phase.rows {
                for (low, high) in intervals {
                    let at = || format!("phases[{p}], '{name}'");
                    within(*low, (0.0, 1.0), at)?;
                    within(*high, (*low, 1.0), at)?;
                }
            }
        }
        self.cap.map_or(Ok(()), |cap| within(cap, (0.0, 1.0), || "cap".into()))
    }

    fn key(&self) -> Key {
        let mut entries = vec![
            (Swatch::Mark(Mark::Diamond, VERMILLION), "division on the table".to_string()),
            (Swatch::Upright(INK), "share held".to_string()),
        ];
        if let Some(cap) = self.cap {
            let stroke = Stroke::new(INK, 1.8).dashed(dashes(1));
            entries.push((Swatch::Line(stroke), format!("cap by norm: {}", number(cap))));
        }
        entries.push((Swatch::Fill(BLUE), "bars: admissible divisions".into()));
        Key::new(entries, WIDTH - 48.0)
    }

    fn told(&self) -> String {
        let interval = |(low, high): &(f64, f64)| format!("{} to {}", number(*low), number(*high));
        let row = |(name, intervals): &(String, Vec<(f64, f64)>)| {
            let parts: Vec<String> = intervals.iter().map(interval).collect();
            format!("{name} {}", if parts.is_empty() { "none".into() } else { parts.join(" and ") })
        };
        let phases: Vec<String> = self
            .phases
            .iter()
            .map(|phase| {
                let rows: Vec<String> = phase.rows.iter().map(row).collect();
                format!("{}: {}", phase.label, rows.join("; "))
            })
            .collect();
        format!("Admissible divisions. {}.", phases.join(". "))
    }
}

impl Phase {
    fn label_lines(&self) -> Vec<String> {
        wrap_text(&self.label, PHASE_COLUMN - 12.0, SMALL, Weight::Bold)
    }

    fn height(&self) -> f64 {
        (self.rows.len() as f64 * ROW).max(self.label_lines().len() as f64 * SMALL * LEADING).max(ROW)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, x: &Scale, group: &Rect, cap: Option<f64>) {
        let top = group.top + GROUP_GAP / 2.0;
        text_block(canvas, &self.label_lines(), (group.left, top), Type::new(SMALL, INK).bold());
        let held = x.at(self.held);
        canvas.line(&[(held, group.top + 3.0), (held, group.bottom - 3.0)], Stroke::new(INK, 3.0));
        let name_end = group.left + PHASE_COLUMN + NAME_COLUMN - 12.0;
        for (index, (name, intervals)) in self.rows.iter().enumerate() {
            let y = top + (index as f64 + 0.5) * ROW;
            let look = Type::new(SMALL, INK).anchored(Anchor::End);
            canvas.text(&shortened(name, NAME_COLUMN - 12.0, look), (name_end, y), look);
            for (low, high) in intervals {
                let (from, to) = (x.at(*low), x.at(*high));
                // A single admissible division is as wide as can be seen.
                let (from, to) = if to - from < 4.0 { (from - 2.0, from + 2.0) } else { (from, to) };
                canvas.rectangle(&Rect::new(from, y - 6.0, to, y + 6.0), BLUE, 1.0);
            }
            if intervals.is_empty() {
                let lines = [Some(self.held), Some(self.proposed), cap];
                let lines: Vec<f64> = lines.into_iter().flatten().map(|share| x.at(share)).collect();
                let look = Type::new(SMALL, SOFT_INK);
                let from = free_start(x, look.width(NONE), &lines);
                canvas.text(NONE, (from, y), look);
            }
            canvas.mark(Mark::Diamond, (x.at(self.proposed), y), 4.2, VERMILLION);
        }
    }
}

const NONE: &str = "none admissible";

/// Where a text can start so that it crosses none of the vertical lines: as far left as possible.
fn free_start(x: &Scale, width: f64, lines: &[f64]) -> f64 {
    let clear = |from: &f64| !lines.iter().any(|line| (from - 9.0..from + width + 9.0).contains(line));
    let (first, last) = (x.at(0.0) + 6.0, x.at(1.0) - width);
    let steps = ((last - first) / 4.0).max(0.0) as usize;
    // Three lines cannot block an axis that is more than four texts long.
    (0..=steps).map(|step| first + 4.0 * step as f64).find(clear).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_readable;
    use super::*;

    fn chart() -> Divisions {
        Divisions::new(FigureText::new("Question?"), "share")
    }

    #[test]
    fn degenerate_intervals_are_drawn_and_empty_ones_said() {
        let svg = chart()
            .phase("p ".repeat(60), 0.5, 0.5, [("n".repeat(90), vec![(0.5, 0.5), (0.0, 1.0)])])
            .phase("q", 0.0, 1.0, [("none", vec![])])
            .cap(0.0)
            .to_svg()
            .unwrap();
        assert!(svg.contains("none admissible") && svg.contains("q: none none"));
        assert_readable(&svg);
    }

    #[test]
    fn shares_outside_the_stake_are_refused() {
        let one = |intervals| chart().phase("p", 0.5, 0.5, [("i", intervals)]).to_svg();
        assert!(matches!(one(vec![(0.2, 1.2)]), Err(ReportError::OutOfRange { .. })));
        assert!(matches!(one(vec![(0.6, 0.4)]), Err(ReportError::OutOfRange { .. })));
        assert!(matches!(one(vec![(f64::NAN, 0.4)]), Err(ReportError::NotFinite { .. })));
        assert!(matches!(chart().to_svg(), Err(ReportError::Nothing { .. })));
    }
}

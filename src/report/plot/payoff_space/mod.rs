//! What two players can get: feasible payoffs and equilibrium sets in the plane of payoffs.

use serde::{Deserialize, Serialize};

use marks::Marked;

mod marks;

use super::super::ReportError;
use super::axes::{Axes, X_ROOM, Y_TITLE_ROOM};
use super::canvas::{Canvas, Mark, Stroke};
use super::geometry::{Pixel, Rect};
use super::key::{Key, Swatch};
use super::palette::{self, Colour, GREY, INK, PALE, SOFT_INK};
use super::scale::{Scale, finite, number};
use super::sheet::{FigureText, sheet, without_room};
use super::strokes::dashes;

const HEIGHT: f64 = 470.0;
const KEY_WIDTH: f64 = 285.0;
/// Payoff sets of two players in the plane: feasible payoffs, the individually rational part, and up to a
/// few equilibrium sets such as V(δ) without and with an institution.
///
/// A set is given by its vertices in order around it (as the solvers return them): none is the empty set
/// (said in words), one a point, two a segment, more a polygon. Payoffs are per period averages in the
/// game's unit.
///
/// ```
/// use detente::report::plot::{FigureText, PayoffSpace};
/// let svg = PayoffSpace::new(FigureText::new("What does a sanction change?"), ["row", "column"])
///     .feasible([[1.0, 1.0], [5.0, 0.0], [3.0, 3.0], [0.0, 5.0]])
///     .set("without", [[1.0, 1.0]])
///     .set("with a sanction", [[1.0, 1.0], [3.5, 1.0], [3.0, 3.0], [1.0, 3.5]])
///     .stage("C,C", [3.0, 3.0])
///     .threat([1.0, 1.0])
///     .to_svg()?;
/// assert!(svg.starts_with("<svg"));
/// # Ok::<(), detente::report::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PayoffSpace {
    text: FigureText,
    players: [String; 2],
    unit: String,
    feasible: Vec<[f64; 2]>,
    rational: Vec<[f64; 2]>,
    sets: Vec<(String, Vec<[f64; 2]>)>,
    stage: Vec<(String, [f64; 2])>,
    #[serde(default)]
    equilibria: Vec<(String, [f64; 2])>,
    threat: Option<[f64; 2]>,
    self_help: Option<[f64; 2]>,
}

impl PayoffSpace {
    /// An empty plane; the players are named on its axes.
    pub fn new<S: Into<String>>(text: FigureText, players: [S; 2]) -> Self {
        Self {
            text,
            players: players.map(Into::into),
            unit: "average per period".into(),
            feasible: Vec::new(),
            rational: Vec::new(),
            sets: Vec::new(),
            stage: Vec::new(),
            equilibria: Vec::new(),
            threat: None,
            self_help: None,
        }
    }

    /// The unit of payoffs, for the axis titles (default "average per period").
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }

    /// The feasible payoffs: the hull of the stage payoffs, vertices in order.
    #[must_use]
    pub fn feasible(mut self, vertices: impl IntoIterator<Item = [f64; 2]>) -> Self {
        self.feasible = vertices.into_iter().collect();
        self
    }

    /// The individually rational part of the feasible payoffs, vertices in order.
    #[must_use]
    pub fn individually_rational(mut self, vertices: impl IntoIterator<Item = [f64; 2]>) -> Self {
        self.rational = vertices.into_iter().collect();
        self
    }

    /// Adds an equilibrium set: vertices in order, none for the empty set.
    #[must_use]
    pub fn set(mut self, label: impl Into<String>, vertices: impl IntoIterator<Item = [f64; 2]>) -> Self {
        self.sets.push((label.into(), vertices.into_iter().collect()));
        self
    }

    /// Adds the payoffs of an action profile, labelled by the profile; equal payoffs share a label.
    #[must_use]
    pub fn stage(mut self, profile: impl Into<String>, payoff: [f64; 2]) -> Self {
        self.stage.push((profile.into(), payoff));
        self
    }

    /// Adds the payoffs of an equilibrium of the stage game, a square with its label (none where that is
    /// empty); equal payoffs share a label.
    #[must_use]
    pub fn equilibrium(mut self, label: impl Into<String>, payoff: [f64; 2]) -> Self {
        self.equilibria.push((label.into(), payoff));
        self
    }

    /// The threat point: the worst equilibrium payoff of each player.
    #[must_use]
    pub fn threat(mut self, payoff: [f64; 2]) -> Self {
        self.threat = Some(payoff);
        self
    }

    /// The self-help point: what each player gets alone.
    #[must_use]
    pub fn self_help(mut self, payoff: [f64; 2]) -> Self {
        self.self_help = Some(payoff);
        self
    }

    /// The picture.
    ///
    /// # Errors
    /// [`ReportError::NotFinite`] for a payoff without a place on an axis; [`ReportError::Nothing`] if there
    /// is no point at all.
    pub fn to_svg(&self) -> Result<String, ReportError> {
        let points = self.checked_points()?;
        let key = self.key();
        let height = HEIGHT.max(key.height() + Y_TITLE_ROOM + 10.0);
        sheet(&self.text, height, &self.told(), |canvas, body| {
            let (top, bottom) = (body.top + Y_TITLE_ROOM, body.bottom - X_ROOM);
            let y = Scale::padded(points.iter().map(|p| p[1]), 0.1, (bottom, top));
            let left = body.left + Axes::y_tick_room(&y, bottom - top);
            let area = Rect::new(left, top, body.right - KEY_WIDTH - 24.0, bottom);
            let x = Scale::padded(points.iter().map(|p| p[0]), 0.1, (area.left, area.right));
            let axes = Axes { area, x, y };
            let title = |player: usize| format!("payoff of {}, {}", self.players[player], self.unit);
            axes.draw(canvas, &title(0), &title(1));
            self.draw_sets(canvas, &axes);
            let marks = self.marks();
            for mark in &marks {
                canvas.mark(mark.mark, axes.at(mark.at[0], mark.at[1]), mark.radius, mark.colour);
            }
            key.draw(canvas, (area.right + 24.0, area.top));
            let mut remark = without_room(&self.draw_labels(canvas, &axes, &marks));
            if marks.iter().any(Marked::is_unnamed_profile) {
                remark =
                    format!("Of the {} profiles only those at corners are named. {remark}", self.stage.len());
            }
            remark
        })
    }

    fn checked_points(&self) -> Result<Vec<[f64; 2]>, ReportError> {
        let named = |name: &str, points: &[[f64; 2]]| -> Vec<(String, [f64; 2])> {
            points.iter().enumerate().map(|(i, p)| (format!("{name}[{i}]"), *p)).collect()
        };
        let mut all = named("feasible", &self.feasible);
        all.extend(named("individually_rational", &self.rational));
        for (index, (_, set)) in self.sets.iter().enumerate() {
            all.extend(named(&format!("sets[{index}]"), set));
        }
        all.extend(self.stage.iter().map(|(profile, p)| (format!("stage '{profile}'"), *p)));
        all.extend(self.equilibria.iter().map(|(label, p)| (format!("equilibrium '{label}'"), *p)));
        all.extend(self.threat.iter().map(|p| ("threat".into(), *p)));
        all.extend(self.self_help.iter().map(|p| ("self_help".into(), *p)));
        for (location, point) in &all {
            finite(point[0], || format!("{location}[0]"))?;
            finite(point[1], || format!("{location}[1]"))?;
        }
        if all.is_empty() {
            return Err(ReportError::Nothing {
                location: "payoffs".into(),
                hint: "give the feasible payoffs or at least one point".into(),
            });
        }
        Ok(all.into_iter().map(|(_, point)| point).collect())
    }

    fn key(&self) -> Key {
        let mut entries = Vec::new();
        if !self.feasible.is_empty() {
            entries.push((Swatch::Fill(PALE), "feasible payoffs".to_string()));
        }
        if !self.rational.is_empty() {
            entries.push((
                Swatch::Line(Stroke::new(SOFT_INK, 1.6).dashed(dashes(2))),
                "individually rational: each side gets at least its minmax".into(),
            ));
        }
        for (index, (label, vertices)) in self.sets.iter().enumerate() {
            let colour = palette::series(index);
            let swatch = match (vertices.len(), index % 2) {
                (0, _) => Swatch::Mark(Mark::Cross, colour),
                (1, _) => Swatch::Mark(set_mark(index), colour),
                (2, _) => Swatch::Line(Stroke::new(colour, 4.0).dashed(dashes(index))),
                (_, 0) => Swatch::Hatched(colour),
                _ => Swatch::Fill(tint(colour)),
            };
            entries.push((swatch, format!("{label}: {}", kind(vertices))));
        }
        if !self.equilibria.is_empty() {
            entries.push((Swatch::Mark(Mark::Square, INK), "equilibrium of the stage game".into()));
        }
        Key::new(entries, KEY_WIDTH)
    }

    fn told(&self) -> String {
        let sets: Vec<String> =
            self.sets.iter().map(|(label, set)| format!("{label}: {}", kind(set))).collect();
        format!(
            "Payoffs of {} (across) and {} (up). Equilibrium sets: {}.",
            self.players[0],
            self.players[1],
            if sets.is_empty() { "none shown".into() } else { sets.join("; ") }
        )
    }

    fn draw_sets(&self, canvas: &mut Canvas<'_>, axes: &Axes) {
        let pixels = |set: &[[f64; 2]]| -> Vec<Pixel> { set.iter().map(|p| axes.at(p[0], p[1])).collect() };
        let feasible = pixels(&self.feasible);
        if feasible.len() > 2 {
            canvas.polygon(&feasible, PALE, 1.0);
        }
        canvas.outline(&feasible, Stroke::new(GREY, 1.2));
        // The first set lies on top: as a rule it is what the later, larger ones are compared with.
        for (index, (_, set)) in self.sets.iter().enumerate().rev() {
            let (corners, colour) = (pixels(set), palette::series(index));
            match corners.len() {
                0 | 1 => {}
                2 => canvas.line(&corners, Stroke::new(colour, 4.0).dashed(dashes(index))),
                _ => {
                    if index % 2 == 0 {
                        canvas.hatch(&corners, 7.0, Stroke::new(colour, 1.4));
                    } else {
                        canvas.polygon(&corners, colour, 0.28);
                    }
                    canvas.outline(&corners, Stroke::new(colour, 2.4).dashed(dashes(index)));
                }
            }
        }
        canvas.outline(&pixels(&self.rational), Stroke::new(SOFT_INK, 1.6).dashed(dashes(2)));
    }
}

fn set_mark(index: usize) -> Mark {
    if index.is_multiple_of(2) { Mark::Ring } else { Mark::Square }
}

/// The colour at the opacity of a filled set, on white.
fn tint(colour: Colour) -> Colour {
    let mix = |channel: u8| (f64::from(channel) * 0.28 + 255.0 * 0.72).round() as u8;
    (mix(colour.0), mix(colour.1), mix(colour.2))
}

fn kind(vertices: &[[f64; 2]]) -> String {
    match vertices {
        [] => "empty (no equilibrium in pure actions)".into(),
        [p] => format!("a single point ({}, {})", number(p[0]), number(p[1])),
        [p, q] => format!(
            "a segment from ({}, {}) to ({}, {})",
            number(p[0]),
            number(p[1]),
            number(q[0]),
            number(q[1])
        ),
        _ => format!("a polygon with {} corners", vertices.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_readable;
    use super::*;

    fn plane() -> PayoffSpace {
        PayoffSpace::new(FigureText::new("Question?"), ["A", "Z"])
    }

    #[test]
    fn every_kind_of_set_is_named() {
        let svg = plane()
            .feasible([[0.0, 0.0], [5.0, 0.0], [0.0, 5.0]])
            .set("first", [])
            .set("second", [[1.0, 1.0]])
            .set("third", [[1.0, 1.0], [2.0, 2.0]])
            .set("fourth", [[1.0, 1.0], [2.0, 1.0], [1.0, 2.0]])
            .to_svg()
            .unwrap();
        for words in
            ["first: empty", "second: a single point", "third: a segment", "fourth: a polygon with 3"]
        {
            assert!(svg.contains(words), "{words}");
        }
        assert_readable(&svg);
    }

    #[test]
    fn degenerate_planes_are_drawn() {
        for picture in [
            plane().stage("only", [3.0, 3.0]),
            plane().set("V", [[0.0, 0.0]]).stage("a", [0.0, 0.0]).threat([0.0, 0.0]).self_help([0.0, 0.0]),
            plane().stage("a", [1.0, 2.0]).equilibrium("e", [1.0, 2.0]).equilibrium("f", [1.0, 2.0]),
            plane().feasible([[1.0, 2.0], [1.0, 5.0]]),
            plane().feasible([[-1e9, 0.0], [1e9, 1e-9], [0.0, 1e9]]),
            plane().stage("long ".repeat(60), [1.0, 1.0]).stage("b", [2.0, 2.0]),
        ] {
            assert_readable(&picture.to_svg().unwrap());
        }
    }

    #[test]
    fn labels_without_room_are_listed_below() {
        let svg = plane().stage("x".repeat(300), [1.0, 1.0]).to_svg().unwrap();
        assert!(svg.contains("Without room for a label"));
    }

    #[test]
    fn of_many_profiles_only_corners_are_named() {
        let many = (0..30).fold(plane().feasible([[0.0, 0.0], [29.0, 841.0], [0.0, 841.0]]), |plane, i| {
            plane.stage(format!("p{i}"), [f64::from(i), f64::from(i * i)])
        });
        let svg = many.to_svg().unwrap();
        assert!(svg.contains("p29\n") && svg.contains("p0\n") && !svg.contains("p15"));
        assert!(svg.contains("Of the 30 profiles only those at corners are named"));
        assert_eq!(marks::joined(&["a", "b", "c", "d", "e", "f"]), "a = b = c = d and 2 more");
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_and_named() {
        let error = plane().set("V", [[0.0, f64::NAN]]).to_svg().unwrap_err();
        assert_eq!(error, ReportError::NotFinite { location: "sets[0][0][1]".into(), value: "NaN".into() });
        assert!(matches!(plane().to_svg().unwrap_err(), ReportError::Nothing { .. }));
    }

    #[test]
    fn the_same_plane_is_the_same_bytes() {
        let picture = plane().stage("a", [0.0, 1.0]).stage("b", [1.0, 0.0]);
        assert_eq!(picture.to_svg(), picture.to_svg());
    }
}

//! The history-matching map: which assumptions agree with the past, and what they say about each phase.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::axes::{Axes, X_ROOM, Y_TITLE_ROOM};
use super::canvas::{Canvas, Mark, Stroke, Type};
use super::events::badge;
use super::geometry::{Pixel, Rect};
use super::labels::{Placer, draw_label};
use super::outcome::Outcome;
use super::palette::{BLUE, INK, SKY, SOFT_INK, VERMILLION};
use super::scale::{Scale, Spread, extent, finite, number, within};
use super::sheet::{FigureText, LABEL, SMALL, sheet, without_room};
use super::strokes::dashes;
use super::tiles::{KEY, Tiles, draw_key};

const MAP: f64 = 300.0;

/// The map of two assumptions (weight on relative gains across, scale of war costs up, by factors) with the
/// band in which the model agrees with the past, and below it, for points of the band, a tile per phase and
/// institution.
///
/// ```
/// use detente::report::plot::{FigureText, MatchingMap, Outcome};
/// let svg = MatchingMap::new(FigureText::new("What follows if the model must match the past?"), ["1988-91", "1992-94"], ["none", "strong"])
///     .band([(0.0, 2.5, 3.59), (0.5, 6.47, 15.9)])
///     .sample((0.0, 3.04), [Outcome::strip("C.")?, Outcome::strip("CC")?])
///     .to_svg()?;
/// assert!(svg.contains("1992-94"));
/// # Ok::<(), detente::report::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatchingMap {
    text: FigureText,
    pub(super) axes: [Axis; 2],
    pub(super) phases: Vec<String>,
    pub(super) institutions: Vec<String>,
    band: Vec<(f64, f64, f64)>,
    outside: [String; 2],
    pub(super) samples: Vec<Sample>,
    positions: Vec<(String, (f64, f64))>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Axis {
    title: String,
    pub short: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Sample {
    pub at: (f64, f64),
    pub strips: Vec<Vec<Outcome>>,
}

impl MatchingMap {
    /// A map without a band; phases and institutions are the columns of the tiles.
    pub fn new<P: Into<String>, I: Into<String>>(
        text: FigureText,
        phases: impl IntoIterator<Item = P>,
        institutions: impl IntoIterator<Item = I>,
    ) -> Self {
        Self {
            text,
            axes: [
                Axis { title: "weight on relative gains k (both sides)".into(), short: "k =".into() },
                Axis { title: "war costs, times the coded ones".into(), short: "costs ×".into() },
            ],
            phases: phases.into_iter().map(Into::into).collect(),
            institutions: institutions.into_iter().map(Into::into).collect(),
            band: Vec::new(),
            outside: Default::default(),
            samples: Vec::new(),
            positions: Vec::new(),
        }
    }

    /// Another pair of assumptions: for each axis its title and the short form that stands before a value
    /// (default `"k ="` and `"costs ×"`). The vertical axis goes by factors.
    #[must_use]
    pub fn axes(mut self, x: (&str, &str), y: (&str, &str)) -> Self {
        self.axes = [x, y].map(|(title, short)| Axis { title: title.into(), short: short.into() });
        self
    }

    /// The consistent band: for each k, in rising order, its least and its largest scale.
    #[must_use]
    pub fn band(mut self, limits: impl IntoIterator<Item = (f64, f64, f64)>) -> Self {
        self.band = limits.into_iter().collect();
        self
    }

    /// What goes wrong below and above the band, in a few words each.
    #[must_use]
    pub fn outside(mut self, below: impl Into<String>, above: impl Into<String>) -> Self {
        self.outside = [below.into(), above.into()];
        self
    }

    /// Adds a point (k, scale) with its tiles: one strip per institution, one outcome per phase.
    #[must_use]
    pub fn sample(mut self, at: (f64, f64), strips: impl IntoIterator<Item = Vec<Outcome>>) -> Self {
        self.samples.push(Sample { at, strips: strips.into_iter().collect() });
        self
    }

    /// Marks another point of the map (the coded values, say).
    #[must_use]
    pub fn position(mut self, label: impl Into<String>, at: (f64, f64)) -> Self {
        self.positions.push((label.into(), at));
        self
    }

    /// The picture.
    ///
    /// # Errors
    /// [`ReportError::Nothing`] without band, samples and positions, or with samples but no phases;
    /// [`ReportError::Shape`] if a sample has not one outcome per phase and institution;
    /// [`ReportError::OutOfRange`] or [`ReportError::NotFinite`] for scales that are not positive, limits in
    /// the wrong order, and more phases than fit (36).
    pub fn to_svg(&self) -> Result<String, ReportError> {
        self.check()?;
        let tiles = Tiles::new(self);
        let map = Y_TITLE_ROOM + MAP + X_ROOM;
        sheet(&self.text, map + tiles.height(), &self.told(), |canvas, body| {
            let remark = self.draw_map(canvas, Rect { bottom: body.top + map, ..body });
            draw_key(canvas, (body.right - KEY + 10.0, body.top + Y_TITLE_ROOM), &self.used());
            tiles.draw(canvas, (body.left, body.top + map + 12.0));
            remark
        })
    }

    fn check(&self) -> Result<(), ReportError> {
        let points = self.samples.len() + self.positions.len() + self.band.len();
        if points == 0 || (!self.samples.is_empty() && self.phases.is_empty()) {
            let hint = "give the band or a sample, and name the phases".into();
            return Err(ReportError::Nothing { location: "band, samples or phases".into(), hint });
        }
        within(self.phases.len() as f64, (0.0, 36.0), || "phases".into())?;
        for (index, (k, low, high)) in self.band.iter().enumerate() {
            let at = || format!("band[{index}]");
            let before = if index == 0 { -1e150 } else { self.band[index - 1].0 };
            within(*k, (before, 1e150), at)?;
            within(*low, (1e-12, 1e12), at)?;
            within(*high, (*low, 1e12), at)?;
        }
        let samples = self.samples.iter().enumerate().map(|(i, s)| (format!("samples[{i}]"), s.at));
        let positions = self.positions.iter().map(|(label, at)| (format!("position '{label}'"), *at));
        for (location, (k, scale)) in samples.chain(positions) {
            finite(k, || location.clone())?;
            within(scale, (1e-12, 1e12), || location.clone())?;
        }
        for (index, sample) in self.samples.iter().enumerate() {
            let shape = |location: String, found: usize, expected: usize| {
                if found == expected { Ok(()) } else { Err(ReportError::Shape { location, found, expected }) }
            };
            shape(format!("samples[{index}]"), sample.strips.len(), self.institutions.len())?;
            for (strip, outcomes) in sample.strips.iter().enumerate() {
                shape(format!("samples[{index}].strips[{strip}]"), outcomes.len(), self.phases.len())?;
            }
        }
        Ok(())
    }

    fn used(&self) -> Vec<Outcome> {
        let all: Vec<Outcome> =
            self.samples.iter().flat_map(|s| s.strips.iter().flatten().copied()).collect();
        Outcome::ALL.into_iter().filter(|outcome| all.contains(outcome)).collect()
    }

    fn told(&self) -> String {
        let band: Vec<String> = self
            .band
            .iter()
            .map(|(k, low, high)| format!("at {} from {} to {}", number(*k), number(*low), number(*high)))
            .collect();
        let strips: Vec<String> = self
            .samples
            .iter()
            .flat_map(|sample| {
                sample.strips.iter().zip(&self.institutions).map(|(strip, institution)| {
                    let glyphs: String = strip.iter().map(|outcome| outcome.glyph()).collect();
                    let (k, scale) = (number(sample.at.0), number(sample.at.1));
                    format!("({k}, {scale}) {institution} {glyphs}")
                })
            })
            .collect();
        format!(
            "Consistent band of {} ({}): {}. Outcomes by phase: {}.",
            self.axes[1].title,
            self.axes[0].title,
            band.join("; "),
            strips.join("; ")
        )
    }

    fn draw_map(&self, canvas: &mut Canvas<'_>, room: Rect) -> String {
        let marked = || self.samples.iter().map(|s| s.at).chain(self.positions.iter().map(|p| p.1));
        let scales = self.band.iter().flat_map(|b| [b.1, b.2]).chain(marked().map(|p| p.1));
        let (low, high) = extent(scales).unwrap_or((1.0, 1.0));
        let area = Rect::new(
            room.left + 46.0,
            room.top + Y_TITLE_ROOM,
            room.right - KEY - 16.0,
            room.bottom - X_ROOM,
        );
        let ks = self.band.iter().map(|b| b.0).chain(marked().map(|p| p.0));
        let axes = Axes {
            area,
            x: Scale::padded(ks, 0.05, (area.left, area.right)),
            y: Scale::new(Spread::Logarithmic, (low / 1.35, high * 1.35), (area.bottom, area.top)),
        };
        axes.draw(canvas, &self.axes[0].title, &self.axes[1].title);
        let lower: Vec<Pixel> = self.band.iter().map(|(k, low, _)| axes.at(*k, *low)).collect();
        let upper: Vec<Pixel> = self.band.iter().map(|(k, _, high)| axes.at(*k, *high)).collect();
        let around: Vec<Pixel> = lower.iter().chain(upper.iter().rev()).copied().collect();
        canvas.polygon(&around, SKY, 0.35);
        canvas.line(&lower, Stroke::new(BLUE, 2.4));
        canvas.line(&upper, Stroke::new(BLUE, 2.4).dashed(dashes(1)));
        if let ([only], [other]) = (&lower[..], &upper[..]) {
            canvas.line(&[*only, *other], Stroke::new(BLUE, 4.0));
        }
        let mut placer = Placer::new(area.grown(-3.0));
        placer.avoid_line(&lower);
        placer.avoid_line(&upper);
        for at in marked() {
            placer.take(Rect::around(axes.at(at.0, at.1), 24.0, 24.0));
        }
        let mut left_out = Vec::new();
        for (label, at) in &self.positions {
            let at = axes.at(at.0, at.1);
            canvas.mark(Mark::Diamond, at, 6.0, VERMILLION);
            if !draw_label(canvas, &mut placer, label, at, 12.0, Type::new(LABEL, INK).bold()) {
                left_out.push(label.clone());
            }
        }
        for (index, sample) in self.samples.iter().enumerate() {
            badge(canvas, index + 1, axes.at(sample.at.0, sample.at.1));
        }
        left_out.extend(self.draw_outside_names(canvas, &mut placer, (&lower, &upper)));
        without_room(&left_out)
    }

    /// Says below and above the band what goes wrong there.
    fn draw_outside_names(
        &self,
        canvas: &mut Canvas<'_>,
        placer: &mut Placer,
        (lower, upper): (&[Pixel], &[Pixel]),
    ) -> Vec<String> {
        let middle = lower.len() / 2;
        let (Some(low), Some(high)) = (lower.get(middle), upper.get(middle)) else { return Vec::new() };
        let mut left_out = Vec::new();
        let names = [
            (self.outside[0].as_str(), (low.0, low.1 + 34.0), Type::new(SMALL, SOFT_INK)),
            (self.outside[1].as_str(), (high.0, high.1 - 34.0), Type::new(SMALL, SOFT_INK)),
        ];
        for (text, near, look) in names {
            if text.is_empty() {
                continue;
            }
            let size = (look.width(text) + 4.0, look.size * 1.2);
            match placer.place(near, size, -size.1 / 2.0) {
                Some(placed) => {
                    canvas.text_on_ground(text, (placed.rect.left + 2.0, placed.rect.centre().1), look);
                }
                None => left_out.push(text.to_string()),
            }
        }
        left_out
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_readable;
    use super::*;

    fn map() -> MatchingMap {
        MatchingMap::new(FigureText::new("Question?"), ["p", "q"], ["none", "strong"])
    }

    #[test]
    fn strips_are_read_and_told() {
        assert_eq!(Outcome::strip("Cv.?").unwrap(), Outcome::ALL);
        let error = Outcome::strip("Cx").unwrap_err();
        assert!(matches!(error, ReportError::OutOfRange { location, .. } if location == "strip[1]"));
        let strips = [Outcome::strip("C.").unwrap(), Outcome::strip("v?").unwrap()];
        let svg = map().band([(0.0, 1.0, 2.0)]).sample((0.0, 1.5), strips).to_svg().unwrap();
        assert!(svg.contains("(0, 1.5) none C.; (0, 1.5) strong v?"));
        assert_readable(&svg);
    }

    #[test]
    fn degenerate_maps_are_drawn() {
        let long =
            MatchingMap::new(FigureText::new("Q?"), vec!["long ".repeat(30); 36], vec!["x".repeat(99); 7])
                .sample((0.0, 1.0), vec![vec![Outcome::Compromise; 36]; 7]);
        for picture in [
            map().band([(0.5, 3.0, 3.0)]),
            map().position("coded", (0.0, 1.0)),
            map().band([(0.0, 1e-9, 1e9), (1.0, 1e-9, 1e9)]).outside("below ".repeat(40), "above"),
            long,
        ] {
            assert_readable(&picture.to_svg().unwrap());
        }
    }

    #[test]
    fn wrong_bands_and_samples_are_refused() {
        assert!(matches!(map().band([(0.0, 2.0, 1.0)]).to_svg(), Err(ReportError::OutOfRange { .. })));
        assert!(matches!(map().band([(0.0, 0.0, 1.0)]).to_svg(), Err(ReportError::OutOfRange { .. })));
        assert!(matches!(map().band([(f64::NAN, 1.0, 1.0)]).to_svg(), Err(ReportError::NotFinite { .. })));
        let unsorted = map().band([(1.0, 1.0, 2.0), (0.0, 1.0, 2.0)]).to_svg();
        assert!(matches!(unsorted, Err(ReportError::OutOfRange { .. })));
        let short = map().sample((0.0, 1.0), [vec![Outcome::Nothing; 2]]).to_svg();
        assert!(matches!(short, Err(ReportError::Shape { found: 1, expected: 2, .. })));
        assert!(matches!(map().to_svg(), Err(ReportError::Nothing { .. })));
    }
}

//! The history-matching map: which assumptions agree with the past, and what they say about each phase.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::axes::{Axes, X_ROOM, Y_TITLE_ROOM};
use super::canvas::{Anchor, Canvas, Mark, Stroke, Type, dashes};
use super::events::badge;
use super::geometry::{Pixel, Rect};
use super::labels::{Placer, draw_label};
use super::metrics::{Weight, wrap_text};
use super::palette::{BLUE, Colour, GREY, INK, ORANGE, SKY, SOFT_INK, VERMILLION, WHITE, text_on};
use super::scale::{Scale, Spread, extent, finite, number, within};
use super::sheet::{FigureText, LABEL, LEADING, SMALL, WIDTH, sheet, shortened, text_block, without_room};

const MAP: f64 = 300.0;
const KEY: f64 = 270.0;
const ROW_NAMES: f64 = 180.0;
const TILE_HEIGHT: f64 = 27.0;
const TILE: f64 = 19.5;
const BLOCK_GAP: f64 = 16.0;

/// What a phase offers under an institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Compromise for ever is enforceable and acceptable (glyph `C`).
    Compromise,
    /// Not that, but some enforceable payoff harms neither side and gains jointly (glyph `v`).
    SomeGain,
    /// Nothing acceptable is enforceable (glyph `.`).
    Nothing,
    /// No verdict (glyph `?`).
    NoVerdict,
}

impl Outcome {
    const ALL: [Outcome; 4] = [Outcome::Compromise, Outcome::SomeGain, Outcome::Nothing, Outcome::NoVerdict];

    /// Reads a strip of glyphs such as `"CCvCC..."`, one per phase.
    ///
    /// # Errors
    /// [`ReportError::OutOfRange`] for any other character, with its place.
    pub fn strip(glyphs: &str) -> Result<Vec<Outcome>, ReportError> {
        let read = |(index, glyph): (usize, char)| {
            let known = Self::ALL.into_iter().find(|outcome| outcome.glyph() == glyph);
            known.ok_or_else(|| ReportError::OutOfRange {
                location: format!("strip[{index}]"),
                value: glyph.to_string(),
                range: "one of C, v, . and ?".into(),
            })
        };
        glyphs.chars().enumerate().map(read).collect()
    }

    /// The outcome as one character.
    pub fn glyph(self) -> char {
        match self {
            Outcome::Compromise => 'C',
            Outcome::SomeGain => 'v',
            Outcome::Nothing => '.',
            Outcome::NoVerdict => '?',
        }
    }

    fn colour(self) -> Colour {
        match self {
            Outcome::Compromise => BLUE,
            Outcome::SomeGain => ORANGE,
            Outcome::Nothing => (0xE8, 0xE8, 0xE8),
            Outcome::NoVerdict => WHITE,
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Outcome::Compromise => "compromise for ever is enforceable and acceptable",
            Outcome::SomeGain => "not it, but some enforceable bargain harms neither side and gains jointly",
            Outcome::Nothing => "nothing acceptable is enforceable",
            Outcome::NoVerdict => "no verdict",
        }
    }
}

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
    axes: [Axis; 2],
    phases: Vec<String>,
    institutions: Vec<String>,
    band: Vec<(f64, f64, f64)>,
    outside: [String; 2],
    samples: Vec<Sample>,
    positions: Vec<(String, (f64, f64))>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Axis {
    title: String,
    short: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Sample {
    at: (f64, f64),
    strips: Vec<Vec<Outcome>>,
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

fn draw_key(canvas: &mut Canvas<'_>, from: Pixel, used: &[Outcome]) {
    let look = Type::new(SMALL, INK);
    let band = Rect::new(from.0, from.1, from.0 + TILE, from.1 + TILE_HEIGHT);
    canvas.polygon(&band.corners(), SKY, 0.35);
    canvas.line(&[(band.left, band.top), (band.right, band.top)], Stroke::new(BLUE, 2.4).dashed(dashes(1)));
    canvas.line(&[(band.left, band.bottom), (band.right, band.bottom)], Stroke::new(BLUE, 2.4));
    canvas.text("agrees with the past", (from.0 + TILE + 10.0, band.centre().1), look);
    let mut y = band.bottom + 16.0;
    if !used.is_empty() {
        y = text_block(canvas, &["Each tile below is a phase:".to_string()], (from.0, y), look.bold()) + 6.0;
    }
    for outcome in used {
        draw_tile(canvas, *outcome, &Rect::new(from.0, y, from.0 + TILE, y + TILE_HEIGHT));
        let lines = wrap_text(outcome.meaning(), KEY - TILE - 22.0, SMALL, Weight::Normal);
        let below = text_block(canvas, &lines, (from.0 + TILE + 10.0, y + 4.0), look);
        y = below.max(y + TILE_HEIGHT) + 8.0;
    }
}

fn draw_tile(canvas: &mut Canvas<'_>, outcome: Outcome, rect: &Rect) {
    let inner = Rect { right: rect.right - 1.5, ..*rect };
    canvas.rectangle(&inner, outcome.colour(), 1.0);
    let colour = text_on(outcome.colour());
    match outcome {
        Outcome::Nothing => canvas.disc(inner.centre(), 2.0, SOFT_INK),
        Outcome::NoVerdict => canvas.outline(&inner.corners(), Stroke::new(GREY, 1.0)),
        _ => {}
    }
    if outcome != Outcome::Nothing {
        let look = Type::new(SMALL, colour).bold().anchored(Anchor::Middle);
        canvas.text(&outcome.glyph().to_string(), inner.centre(), look);
    }
}

/// The tiles: blocks of institutions beside each other, as many in a band of rows as fit.
struct Tiles<'m> {
    map: &'m MatchingMap,
    tile: f64,
    per_band: usize,
    header: f64,
}

impl<'m> Tiles<'m> {
    fn new(map: &'m MatchingMap) -> Self {
        let room = WIDTH - 48.0 - ROW_NAMES;
        let phases = map.phases.len().max(1) as f64;
        let tile = TILE.min(room / phases);
        let per_band = (((room + BLOCK_GAP) / (tile * phases + BLOCK_GAP)).floor() as usize).max(1);
        let look = Type::new(SMALL, SOFT_INK);
        let longest = map.phases.iter().map(|p| look.width(p)).fold(0.0, f64::max).min(110.0);
        Self { map, tile, per_band, header: longest + SMALL * LEADING + 14.0 }
    }

    fn band_height(&self) -> f64 {
        self.header + self.map.samples.len() as f64 * (TILE_HEIGHT + 5.0) + 14.0
    }

    fn height(&self) -> f64 {
        if self.map.samples.is_empty() {
            return 0.0;
        }
        self.map.institutions.len().div_ceil(self.per_band) as f64 * self.band_height() + 12.0
    }

    fn draw(&self, canvas: &mut Canvas<'_>, from: Pixel) {
        if self.map.samples.is_empty() {
            return;
        }
        for (index, institution) in self.map.institutions.iter().enumerate() {
            let top = from.1 + (index / self.per_band) as f64 * self.band_height();
            if index % self.per_band == 0 {
                self.draw_row_names(canvas, (from.0, top + self.header));
            }
            let block = self.tile * self.map.phases.len() as f64;
            let left = from.0 + ROW_NAMES + (index % self.per_band) as f64 * (block + BLOCK_GAP);
            let look = Type::new(LABEL, INK).bold();
            canvas.text(&shortened(institution, block, look), (left, top + SMALL * 0.6), look);
            for (column, phase) in self.map.phases.iter().enumerate() {
                let at = (left + (column as f64 + 0.5) * self.tile, top + self.header - 5.0);
                let look = Type::new(SMALL, SOFT_INK).upwards();
                canvas.text(&shortened(phase, 110.0, look), at, look);
            }
            for (row, sample) in self.map.samples.iter().enumerate() {
                let y = top + self.header + row as f64 * (TILE_HEIGHT + 5.0);
                for (column, outcome) in sample.strips[index].iter().enumerate() {
                    let x = left + column as f64 * self.tile;
                    draw_tile(canvas, *outcome, &Rect::new(x, y, x + self.tile, y + TILE_HEIGHT));
                }
            }
        }
    }

    fn draw_row_names(&self, canvas: &mut Canvas<'_>, from: Pixel) {
        for (row, sample) in self.map.samples.iter().enumerate() {
            let y = from.1 + row as f64 * (TILE_HEIGHT + 5.0) + TILE_HEIGHT / 2.0;
            badge(canvas, row + 1, (from.0 + 12.0, y));
            let at = (number(sample.at.0), number(sample.at.1));
            let text = format!("{} {}, {} {}", self.map.axes[0].short, at.0, self.map.axes[1].short, at.1);
            let look = Type::new(SMALL, INK);
            canvas.text(&shortened(&text, ROW_NAMES - 36.0, look), (from.0 + 30.0, y), look);
        }
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

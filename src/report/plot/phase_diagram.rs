//! Where two parameters give cooperation and where self-help: a map of certified cells.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::axes::{Axes, X_ROOM, Y_TITLE_ROOM};
use super::canvas::{Anchor, Canvas, Mark, Stroke, Type};
use super::geometry::Rect;
use super::key::{Key, Swatch};
use super::labels::{Placer, draw_label};
use super::palette::{self, BLUE, Colour, GREY, INK, ORANGE, VERMILLION, WHITE};
use super::scale::{Scale, Spread, extent, finite, within};
use super::sheet::{FigureText, LABEL, WIDTH, sheet, without_room};

const HEIGHT: f64 = 480.0;
/// The region labels look for room on a raster of this many columns and rows.
const RASTER: (usize, usize) = (96, 60);

/// What was proven on a cell of a phase diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// Cooperation is sustained on the whole cell.
    Cooperation,
    /// It is not sustained anywhere on the cell.
    SelfHelp,
    /// Neither was proven.
    Undecided,
}

impl Region {
    const ALL: [Region; 3] = [Region::Cooperation, Region::SelfHelp, Region::Undecided];

    fn colour(self) -> Colour {
        match self {
            Region::Cooperation => BLUE,
            Region::SelfHelp => ORANGE,
            Region::Undecided => WHITE,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Region::Cooperation => "cooperation",
            Region::SelfHelp => "self-help",
            Region::Undecided => "undecided",
        }
    }
}

/// A map of two parameters (discount factor and strength of an institution, say) in rectangular cells.
///
/// Cells may have any sizes, as adaptive refinement leaves them; what no cell covers stays white. The
/// boundary can be given as one or several lines, and positions (where a case stands) are marked.
///
/// ```
/// use detente::report::plot::{FigureText, PhaseDiagram, Region};
/// let svg = PhaseDiagram::new(FigureText::new("How strong must the guarantee be?"), "discount factor", "guarantee")
///     .cell((0.0, 0.5), (0.0, 1.0), Region::SelfHelp)
///     .cell((0.5, 1.0), (0.0, 1.0), Region::Cooperation)
///     .boundary([[0.5, 0.0], [0.5, 1.0]])
///     .position("1994-2003", [0.3, 0.1])
///     .to_svg()?;
/// assert!(svg.contains("self-help"));
/// # Ok::<(), detente::report::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhaseDiagram {
    text: FigureText,
    axes: [String; 2],
    names: [String; 3],
    cells: Vec<Cell>,
    boundaries: Vec<Vec<[f64; 2]>>,
    positions: Vec<(String, [f64; 2])>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Cell {
    x: (f64, f64),
    y: (f64, f64),
    region: Region,
}

impl PhaseDiagram {
    /// A map without cells; the titles of its axes say what varies, with units.
    pub fn new(text: FigureText, x_title: impl Into<String>, y_title: impl Into<String>) -> Self {
        Self {
            text,
            axes: [x_title.into(), y_title.into()],
            names: Region::ALL.map(|region| region.label().to_string()),
            cells: Vec::new(),
            boundaries: Vec::new(),
            positions: Vec::new(),
        }
    }

    /// Says what a region means in this map (default "cooperation", "self-help", "undecided").
    #[must_use]
    pub fn name(mut self, region: Region, name: impl Into<String>) -> Self {
        self.names[region as usize] = name.into();
        self
    }

    /// Adds a cell: its interval on both axes and what was proven on it.
    #[must_use]
    pub fn cell(mut self, x: (f64, f64), y: (f64, f64), region: Region) -> Self {
        self.cells.push(Cell { x, y, region });
        self
    }

    /// Adds a line of the boundary between the regions.
    #[must_use]
    pub fn boundary(mut self, points: impl IntoIterator<Item = [f64; 2]>) -> Self {
        self.boundaries.push(points.into_iter().collect());
        self
    }

    /// Marks a position, such as where a phase stands.
    #[must_use]
    pub fn position(mut self, label: impl Into<String>, at: [f64; 2]) -> Self {
        self.positions.push((label.into(), at));
        self
    }

    /// The picture.
    ///
    /// # Errors
    /// [`ReportError::Nothing`] without cells; [`ReportError::NotFinite`] and [`ReportError::OutOfRange`] for
    /// numbers without a place and for cells that end before they begin.
    pub fn to_svg(&self) -> Result<String, ReportError> {
        self.check()?;
        let height = HEIGHT + 30.0;
        sheet(&self.text, height, &self.told(), |canvas, body| {
            let points =
                || self.positions.iter().map(|p| p.1).chain(self.boundaries.iter().flatten().copied());
            let xs = self.cells.iter().flat_map(|c| [c.x.0, c.x.1]).chain(points().map(|p| p[0]));
            let ys = self.cells.iter().flat_map(|c| [c.y.0, c.y.1]).chain(points().map(|p| p[1]));
            let (top, bottom) = (body.top + Y_TITLE_ROOM, body.bottom - X_ROOM - 30.0);
            let y = Scale::new(Spread::Linear, extent(ys).unwrap_or((0.0, 1.0)), (bottom, top));
            let left = body.left + Axes::y_tick_room(&y, bottom - top);
            let area = Rect::new(left.round(), top, body.right - 14.0, bottom);
            let x = Scale::new(Spread::Linear, extent(xs).unwrap_or((0.0, 1.0)), (area.left, area.right));
            let axes = Axes { area, x, y };
            axes.draw(canvas, &self.axes[0], &self.axes[1]);
            for cell in &self.cells {
                draw_cell(canvas, &axes, cell);
            }
            let mut placer = Placer::new(area.grown(-2.0));
            for line in &self.boundaries {
                let pixels: Vec<_> = line.iter().map(|p| axes.at(p[0], p[1])).collect();
                canvas.line(&pixels, Stroke::new(WHITE, 5.0));
                canvas.line(&pixels, Stroke::new(INK, 2.4));
                placer.avoid_line(&pixels);
            }
            for (_, at) in &self.positions {
                placer.take(Rect::around(axes.at(at[0], at[1]), 18.0, 18.0));
            }
            let unnamed = self.draw_region_names(canvas, &axes, &mut placer);
            let left_out = self.draw_positions(canvas, &axes, &mut placer);
            Key::new(unnamed, WIDTH - 48.0).draw(canvas, (body.left, body.bottom - 24.0));
            without_room(&left_out)
        })
    }

    fn check(&self) -> Result<(), ReportError> {
        if self.cells.is_empty() {
            return Err(ReportError::Nothing {
                location: "cells".into(),
                hint: "give at least one cell".into(),
            });
        }
        for (index, cell) in self.cells.iter().enumerate() {
            for (axis, (low, high)) in [("x", cell.x), ("y", cell.y)] {
                finite(low, || format!("cells[{index}].{axis}"))?;
                within(high, (low, f64::MAX), || format!("cells[{index}].{axis}"))?;
            }
        }
        let named = self.positions.iter().map(|(label, at)| (format!("position '{label}'"), *at));
        let lines = self.boundaries.iter().enumerate();
        let lines = lines.flat_map(|(i, line)| line.iter().map(move |p| (format!("boundaries[{i}]"), *p)));
        for (location, at) in named.chain(lines) {
            finite(at[0], || location.clone())?;
            finite(at[1], || location.clone())?;
        }
        Ok(())
    }

    fn told(&self) -> String {
        let area = |region: Region| -> f64 {
            let cells = self.cells.iter().filter(|c| c.region == region);
            cells.map(|c| (c.x.1 - c.x.0) * (c.y.1 - c.y.0)).sum()
        };
        let total: f64 = Region::ALL.into_iter().map(area).sum();
        let share = |region: Region| {
            let percent = if total > 0.0 { 100.0 * area(region) / total } else { 0.0 };
            format!("{} {percent:.0} %", self.names[region as usize])
        };
        format!(
            "Map of {} (across) and {} (up): {}.",
            self.axes[0],
            self.axes[1],
            Region::ALL.map(share).join(", ")
        )
    }

    /// Writes each region's name where it fits, and gives key entries for those where it does not.
    fn draw_region_names(
        &self,
        canvas: &mut Canvas<'_>,
        axes: &Axes,
        placer: &mut Placer,
    ) -> Vec<(Swatch, String)> {
        let raster = self.raster(axes);
        let mut unnamed = Vec::new();
        for region in Region::ALL {
            if !self.cells.iter().any(|cell| cell.region == region) {
                continue;
            }
            let name = &self.names[region as usize];
            let look =
                Type::new(LABEL + 2.0, palette::text_on(region.colour())).bold().anchored(Anchor::Middle);
            let size = (look.width(name) + 12.0, 26.0);
            match room_for(&raster, region, axes.area, size).filter(|rect| placer.free(rect)) {
                Some(rect) if region != Region::Undecided => {
                    placer.take(rect);
                    canvas.text(name, rect.centre(), look);
                }
                _ => unnamed.push((swatch(region), name.clone())),
            }
        }
        unnamed
    }

    fn raster(&self, axes: &Axes) -> Vec<Option<Region>> {
        let (columns, rows) = RASTER;
        let mut raster = vec![None; columns * rows];
        let place = |pixel: f64, from: f64, length: f64, count: usize| {
            (((pixel - from) / length * count as f64 - 0.5).ceil().max(0.0) as usize).min(count)
        };
        for cell in &self.cells {
            let area = axes.area;
            let (left, right) = (axes.x.at(cell.x.0), axes.x.at(cell.x.1));
            let (top, bottom) = (axes.y.at(cell.y.1), axes.y.at(cell.y.0));
            let across =
                place(left, area.left, area.width(), columns)..place(right, area.left, area.width(), columns);
            let down =
                place(top, area.top, area.height(), rows)..place(bottom, area.top, area.height(), rows);
            for row in down {
                raster[row * columns + across.start..row * columns + across.end].fill(Some(cell.region));
            }
        }
        raster
    }

    fn draw_positions(&self, canvas: &mut Canvas<'_>, axes: &Axes, placer: &mut Placer) -> Vec<String> {
        let mut left_out = Vec::new();
        for (label, at) in &self.positions {
            let at = axes.at(at[0], at[1]);
            canvas.mark(Mark::Ring, at, 7.0, VERMILLION);
            if !draw_label(canvas, placer, label, at, 12.0, Type::new(LABEL, INK).bold()) {
                left_out.push(label.clone());
            }
        }
        left_out
    }
}

fn swatch(region: Region) -> Swatch {
    match region {
        Region::Undecided => Swatch::Hatched(GREY),
        decided => Swatch::Fill(decided.colour()),
    }
}

fn draw_cell(canvas: &mut Canvas<'_>, axes: &Axes, cell: &Cell) {
    let rect = Rect::new(axes.x.at(cell.x.0), axes.y.at(cell.y.1), axes.x.at(cell.x.1), axes.y.at(cell.y.0));
    canvas.rectangle(&rect, cell.region.colour(), 1.0);
    if cell.region == Region::Undecided {
        canvas.hatch(&rect.corners(), 5.0, Stroke::new(GREY, 1.2));
    }
}

/// The place for a label inside a region that is farthest from anything else, if it fits.
fn room_for(
    raster: &[Option<Region>],
    region: Region,
    area: Rect,
    (width, height): (f64, f64),
) -> Option<Rect> {
    let (columns, rows) = RASTER;
    let (cell_width, cell_height) = (area.width() / columns as f64, area.height() / rows as f64);
    let (wide, high) = ((width / cell_width).ceil() as usize, (height / cell_height).ceil() as usize);
    // Sums over rectangles of the raster in constant time: foreign[r][c] counts what is not the region.
    let mut foreign = vec![0usize; (columns + 1) * (rows + 1)];
    let at = |row: usize, column: usize| row * (columns + 1) + column;
    for row in 0..rows {
        for column in 0..columns {
            let own = usize::from(raster[row * columns + column] != Some(region));
            foreign[at(row + 1, column + 1)] =
                own + foreign[at(row, column + 1)] + foreign[at(row + 1, column)] - foreign[at(row, column)];
        }
    }
    let clear = |row: isize, column: isize, margin: isize| {
        let bound = |value: isize, most: usize| value.clamp(0, most as isize) as usize;
        let (top, bottom) = (bound(row - margin, rows), bound(row + high as isize + margin, rows));
        let (left, right) =
            (bound(column - margin, columns), bound(column + wide as isize + margin, columns));
        foreign[at(bottom, right)] + foreign[at(top, left)]
            == foreign[at(top, right)] + foreign[at(bottom, left)]
    };
    let mut best: Option<(isize, f64, usize, usize)> = None;
    for row in 0..=rows.checked_sub(high)? {
        for column in 0..=columns.checked_sub(wide)? {
            let mut margin = best.map_or(0, |(least, ..)| least);
            if !clear(row as isize, column as isize, margin) {
                continue;
            }
            while margin < 12 && clear(row as isize, column as isize, margin + 1) {
                margin += 1;
            }
            // Among equally clear places the one nearest to the middle of the map.
            let off = (row as f64 + high as f64 / 2.0 - rows as f64 / 2.0) / rows as f64;
            let aside = (column as f64 + wide as f64 / 2.0 - columns as f64 / 2.0) / columns as f64;
            let distance = off.hypot(aside);
            if best.is_none_or(|(m, d, ..)| margin > m || (margin == m && distance < d)) {
                best = Some((margin, distance, row, column));
            }
        }
    }
    let (_, _, row, column) = best?;
    let (left, top) = (area.left + column as f64 * cell_width, area.top + row as f64 * cell_height);
    Some(Rect::new(left, top, left + wide as f64 * cell_width, top + high as f64 * cell_height))
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_readable;
    use super::*;

    fn map() -> PhaseDiagram {
        PhaseDiagram::new(FigureText::new("Question?"), "x", "y")
    }

    #[test]
    fn regions_are_named_in_place_or_in_the_key() {
        let wide = map()
            .cell((0.0, 0.5), (0.0, 1.0), Region::SelfHelp)
            .cell((0.5, 1.0), (0.0, 1.0), Region::Cooperation)
            .cell((0.499, 0.501), (0.0, 1.0), Region::Undecided)
            .to_svg()
            .unwrap();
        for name in ["cooperation", "self-help", "undecided"] {
            assert!(wide.contains(&format!("{name}\n</text>")), "{name}");
        }
        assert!(wide.contains("cooperation 50 %"));
        assert_readable(&wide);
    }

    #[test]
    fn degenerate_maps_are_drawn() {
        for picture in [
            map().cell((0.5, 0.5), (0.5, 0.5), Region::Undecided),
            map().cell((-1e9, 1e9), (0.0, 1e-9), Region::SelfHelp).position("far", [0.0, 1e9]),
            map().cell((0.0, 1.0), (0.0, 1.0), Region::Cooperation).boundary([]).boundary([[0.5, 0.5]]),
            map().cell((0.0, 1.0), (0.0, 1.0), Region::SelfHelp).position("long ".repeat(80), [0.5, 0.5]),
        ] {
            assert_readable(&picture.to_svg().unwrap());
        }
    }

    #[test]
    fn wrong_cells_are_refused_and_named() {
        let error = map().cell((1.0, 0.0), (0.0, 1.0), Region::SelfHelp).to_svg().unwrap_err();
        assert!(matches!(error, ReportError::OutOfRange { location, .. } if location == "cells[0].x"));
        let error = map().cell((0.0, 1.0), (0.0, f64::NAN), Region::SelfHelp).to_svg().unwrap_err();
        assert!(matches!(error, ReportError::NotFinite { .. }));
        assert!(matches!(map().to_svg().unwrap_err(), ReportError::Nothing { .. }));
    }
}

//! The tiles of the history-matching map: a small coloured square with a glyph per phase, and their key.

use super::canvas::{Anchor, Canvas, Stroke, Type};
use super::events::badge;
use super::geometry::{Pixel, Rect};
use super::matching::MatchingMap;
use super::metrics::{Weight, wrap_text};
use super::outcome::Outcome;
use super::palette::{BLUE, GREY, INK, SKY, SOFT_INK, text_on};
use super::scale::number;
use super::sheet::{LABEL, LEADING, SMALL, WIDTH, shortened, text_block};
use super::strokes::dashes;

/// Width of the key beside the map.
pub(super) const KEY: f64 = 270.0;
const ROW_NAMES: f64 = 180.0;
const TILE_HEIGHT: f64 = 27.0;
const TILE: f64 = 19.5;
const BLOCK_GAP: f64 = 16.0;

/// What the band and the tiles mean.
pub(super) fn draw_key(canvas: &mut Canvas<'_>, from: Pixel, used: &[Outcome]) {
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
pub(super) struct Tiles<'m> {
    map: &'m MatchingMap,
    tile: f64,
    per_band: usize,
    header: f64,
}

impl<'m> Tiles<'m> {
    pub fn new(map: &'m MatchingMap) -> Self {
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

    pub fn height(&self) -> f64 {
        if self.map.samples.is_empty() {
            return 0.0;
        }
        self.map.institutions.len().div_ceil(self.per_band) as f64 * self.band_height() + 12.0
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, from: Pixel) {
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

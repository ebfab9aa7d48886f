//! Axes: a frame with grid lines, tick texts and titles.

use super::canvas::{Anchor, Canvas, Stroke, Type};
use super::geometry::Rect;
use super::palette::{GREY, GRID, INK, SOFT_INK};
use super::scale::Scale;
use super::sheet::{LABEL, SMALL, shortened};

/// Room above the area for the title of the vertical axis.
pub(super) const Y_TITLE_ROOM: f64 = 28.0;
/// Room below the area for tick texts.
pub(super) const X_TICK_ROOM: f64 = 24.0;
/// Room below the area for tick texts and the title of the horizontal axis.
pub(super) const X_ROOM: f64 = 50.0;

/// An area with a scale along each side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axes {
    pub area: Rect,
    pub x: Scale,
    pub y: Scale,
}

impl Axes {
    /// The pixel of a pair of numbers.
    pub fn at(&self, x: f64, y: f64) -> (f64, f64) {
        (self.x.at(x), self.y.at(y))
    }

    /// Grid lines and tick texts; the title of the vertical axis lies flat above it.
    pub fn draw(&self, canvas: &mut Canvas<'_>, x_title: &str, y_title: &str) {
        self.draw_y(canvas, y_title);
        self.draw_x(canvas, x_title);
    }

    /// The horizontal half of [`Axes::draw`]: vertical grid lines, their texts, the title below.
    pub fn draw_x(&self, canvas: &mut Canvas<'_>, title: &str) {
        let Rect { left, right, top, bottom } = self.area;
        let wanted = (self.area.width() / 95.0).floor().max(2.0) as usize;
        let look = Type::new(SMALL, SOFT_INK).anchored(Anchor::Middle);
        let mut written = f64::NEG_INFINITY;
        for (value, text) in self.x.ticks(wanted) {
            let x = self.x.at(value);
            canvas.line(&[(x, top), (x, bottom)], Stroke::new(GRID, 1.0));
            canvas.line(&[(x, bottom), (x, bottom + 5.0)], Stroke::new(GREY, 1.0));
            let half = look.width(&text) / 2.0;
            if x - half > written {
                canvas.text(&text, (x, bottom + 15.0), look);
                written = x + half + 6.0;
            }
        }
        canvas.line(&[(left, bottom), (right, bottom)], Stroke::new(GREY, 1.2));
        let look = Type::new(LABEL, INK).anchored(Anchor::Middle);
        let title =
            shortened(title, 2.0 * (self.area.centre().0 - 24.0).min(876.0 - self.area.centre().0), look);
        canvas.text(&title, (self.area.centre().0, bottom + 38.0), look);
    }

    /// The vertical half of [`Axes::draw`].
    pub fn draw_y(&self, canvas: &mut Canvas<'_>, title: &str) {
        self.draw_y_titled(canvas, title, self.area.top - 16.0);
    }

    /// The vertical half of [`Axes::draw`], its title at another height.
    pub fn draw_y_titled(&self, canvas: &mut Canvas<'_>, title: &str, title_y: f64) {
        let Rect { left, right, top, bottom } = self.area;
        let wanted = (self.area.height() / 55.0).floor().max(2.0) as usize;
        let mut written = f64::INFINITY;
        for (value, text) in self.y.ticks(wanted) {
            let y = self.y.at(value);
            canvas.line(&[(left, y), (right, y)], Stroke::new(GRID, 1.0));
            if y + SMALL * 0.6 < written {
                canvas.text(&text, (left - 8.0, y), Type::new(SMALL, SOFT_INK).anchored(Anchor::End));
                written = y - SMALL * 0.6;
            }
        }
        canvas.line(&[(left, top), (left, bottom)], Stroke::new(GREY, 1.2));
        let look = Type::new(LABEL, INK);
        canvas.text(&shortened(title, 860.0, look), (24.0, title_y), look);
    }

    /// Room that the tick texts of the vertical scale need left of the area.
    pub fn y_tick_room(scale: &Scale, height: f64) -> f64 {
        let wanted = (height / 55.0).floor().max(2.0) as usize;
        let look = Type::new(SMALL, SOFT_INK);
        scale.ticks(wanted).iter().map(|(_, text)| look.width(text)).fold(20.0, f64::max) + 12.0
    }
}

//! Rectangles of a picture, in pixels from the top left.

/// A point in pixels: x to the right, y downwards.
pub(super) type Pixel = (f64, f64);

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    pub fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    /// The rectangle of a size around a centre.
    pub fn around(centre: Pixel, width: f64, height: f64) -> Self {
        Self::new(
            centre.0 - width / 2.0,
            centre.1 - height / 2.0,
            centre.0 + width / 2.0,
            centre.1 + height / 2.0,
        )
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub fn centre(&self) -> Pixel {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    pub fn overlaps(&self, other: &Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub fn contains(&self, other: &Rect) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }

    pub fn holds(&self, point: Pixel) -> bool {
        self.left <= point.0 && point.0 <= self.right && self.top <= point.1 && point.1 <= self.bottom
    }

    /// The rectangle, wider by `by` on every side (narrower where negative).
    pub fn grown(&self, by: f64) -> Rect {
        Rect::new(self.left - by, self.top - by, self.right + by, self.bottom + by)
    }

    /// The corners, around the rectangle.
    pub fn corners(&self) -> [Pixel; 4] {
        [(self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom)]
    }
}

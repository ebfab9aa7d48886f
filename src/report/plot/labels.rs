//! Placing labels so that none covers another.

use super::canvas::{Canvas, Stroke, Type};
use super::geometry::{Pixel, Rect};
use super::palette::GREY;

/// What a label pays, in pixels of distance, for covering a point of a line.
const CROSSING: f64 = 14.0;
/// Points covered beyond this many cost nothing more: a label along a line then lies on it anyway.
const MOST_CROSSINGS: usize = 12;
/// Directions in which a label is tried around its point, best first: right, left, above, below, corners.
const DIRECTIONS: [Pixel; 8] =
    [(1.0, 0.0), (0.7, -0.7), (0.7, 0.7), (0.0, -1.0), (0.0, 1.0), (-1.0, 0.0), (-0.7, -0.7), (-0.7, 0.7)];

/// Keeps track of what is taken in a picture.
pub(super) struct Placer {
    bounds: Rect,
    taken: Vec<Rect>,
    avoid: Vec<Pixel>,
}

/// Where a label went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub rect: Rect,
    /// Set where the label stands so far from its point that a line should join them.
    pub leader: Option<(Pixel, Pixel)>,
}

impl Placer {
    pub fn new(bounds: Rect) -> Self {
        Self { bounds, taken: Vec::new(), avoid: Vec::new() }
    }

    /// Nothing may be placed over the rectangle any more.
    pub fn take(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    /// Labels should rather not cover the line.
    pub fn avoid_line(&mut self, points: &[Pixel]) {
        for ends in points.windows(2) {
            let (a, b) = (ends[0], ends[1]);
            let length = (b.0 - a.0).hypot(b.1 - a.1);
            let steps = (length / 6.0).ceil().clamp(1.0, 400.0);
            for step in 0..=steps as usize {
                let share = step as f64 / steps;
                self.avoid.push((a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1)));
            }
        }
    }

    /// Whether the rectangle lies inside the bounds and over nothing taken.
    pub fn free(&self, rect: &Rect) -> bool {
        self.bounds.contains(rect) && !self.taken.iter().any(|other| other.overlaps(rect))
    }

    /// The best free place for a label of a size near a point; `None` where there is no room at all.
    ///
    /// Nearer is better, and so is covering less of the lines to avoid. The choice depends only on the
    /// order of the calls.
    pub fn place(&mut self, point: Pixel, (width, height): (f64, f64), clearance: f64) -> Option<Placed> {
        let mut best: Option<(f64, Rect)> = None;
        for ring in 0..40 {
            let radius = clearance + 7.0 * f64::from(ring);
            if best.is_some_and(|(cost, _)| cost <= radius) {
                break;
            }
            for (index, direction) in DIRECTIONS.iter().enumerate() {
                let centre = (
                    point.0 + direction.0 * radius + direction.0.signum_or_zero() * width / 2.0,
                    point.1 + direction.1 * radius + direction.1.signum_or_zero() * height / 2.0,
                );
                let rect = Rect::around(centre, width, height);
                if !self.free(&rect) {
                    continue;
                }
                let crossed = self.avoid.iter().filter(|p| rect.holds(**p)).count().min(MOST_CROSSINGS);
                let cost = radius + crossed as f64 * CROSSING + index as f64 * 0.4;
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, rect));
                }
            }
        }
        let (_, rect) = best?;
        self.take(rect);
        let nearest = (point.0.clamp(rect.left, rect.right), point.1.clamp(rect.top, rect.bottom));
        let gap = (nearest.0 - point.0).hypot(nearest.1 - point.1);
        // The line begins beside the mark, not on it.
        let share = (clearance - 2.0).max(0.0) / gap.max(f64::MIN_POSITIVE);
        let beside = (point.0 + share * (nearest.0 - point.0), point.1 + share * (nearest.1 - point.1));
        let leader = (gap > clearance + 8.0).then_some((beside, nearest));
        Some(Placed { rect, leader })
    }
}

/// Writes a label near a point, with a line to it where it stands apart; `false` where there is no room.
pub(super) fn draw_label(
    canvas: &mut Canvas<'_>,
    placer: &mut Placer,
    text: &str,
    point: Pixel,
    clearance: f64,
    look: Type,
) -> bool {
    let Some(placed) = placer.place(point, (look.width(text) + 4.0, look.size * 1.2), clearance) else {
        return false;
    };
    if let Some((from, to)) = placed.leader {
        canvas.line(&[from, to], Stroke::new(GREY, 1.0));
    }
    canvas.text_on_ground(text, (placed.rect.left + 2.0, placed.rect.centre().1), look);
    true
}

trait SignOrZero {
    fn signum_or_zero(self) -> f64;
}

impl SignOrZero for f64 {
    fn signum_or_zero(self) -> f64 {
        if self == 0.0 { 0.0 } else { self.signum() }
    }
}

/// Moves the middles of labels apart along one axis, keeping their order and the bounds.
///
/// `wishes` are the middles they would like to have, `sizes` their extents. As near to the wishes as pushing
/// allows; where the labels do not fit between the bounds, all distances shrink alike.
pub(super) fn spread(wishes: &[f64], sizes: &[f64], (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|a, b| wishes[*a].total_cmp(&wishes[*b]).then(a.cmp(b)));
    let needed: f64 = sizes.iter().sum();
    let shrink = if needed > high - low { (high - low) / needed } else { 1.0 };
    let half = |index: usize| sizes[index] * shrink / 2.0;
    let mut placed = vec![0.0; wishes.len()];
    let mut least = low;
    for index in order.iter().copied() {
        placed[index] = wishes[index].max(least + half(index));
        least = placed[index] + half(index);
    }
    let mut most = high;
    for index in order.iter().rev().copied() {
        placed[index] = placed[index].min(most - half(index));
        most = placed[index] - half(index);
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_labels_at_one_point_do_not_overlap() {
        let mut placer = Placer::new(Rect::new(0.0, 0.0, 400.0, 400.0));
        let placed: Vec<Rect> =
            (0..20).filter_map(|_| placer.place((200.0, 200.0), (60.0, 16.0), 6.0)).map(|p| p.rect).collect();
        assert_eq!(placed.len(), 20);
        for (index, a) in placed.iter().enumerate() {
            assert!(placed[..index].iter().all(|b| !a.overlaps(b)));
        }
    }

    #[test]
    fn a_label_without_room_is_not_placed() {
        let mut placer = Placer::new(Rect::new(0.0, 0.0, 30.0, 30.0));
        assert_eq!(placer.place((15.0, 15.0), (60.0, 16.0), 6.0), None);
    }

    #[test]
    fn labels_keep_off_lines_where_they_can() {
        let mut placer = Placer::new(Rect::new(0.0, 0.0, 400.0, 400.0));
        placer.avoid_line(&[(200.0, 200.0), (400.0, 200.0)]);
        let placed = placer.place((200.0, 200.0), (60.0, 16.0), 6.0).unwrap();
        assert!(!placed.rect.holds((230.0, 200.0)));
    }

    #[test]
    fn a_label_crosses_a_line_rather_than_lying_along_it() {
        let mut placer = Placer::new(Rect::new(150.0, 180.0, 400.0, 400.0));
        placer.take(Rect::around((170.0, 200.0), 17.0, 17.0));
        // Two lines running together, as best replies do.
        for _ in 0..2 {
            placer.avoid_line(&[(170.0, 200.0), (260.0, 200.0), (260.0, 400.0)]);
        }
        let placed = placer.place((170.0, 200.0), (116.0, 17.0), 11.0).unwrap();
        assert!(!placed.rect.holds((200.0, 200.0)), "{placed:?}");
    }

    #[test]
    fn spreading_keeps_order_distance_and_bounds() {
        let placed = spread(&[10.0, 11.0, 12.0, 95.0, 96.0], &[10.0; 5], (0.0, 100.0));
        assert!(placed.windows(2).all(|pair| pair[1] - pair[0] >= 10.0 - 1e-9), "{placed:?}");
        assert!(placed.iter().all(|y| (5.0..=95.0).contains(y)));
        assert_eq!(spread(&[50.0, 52.0], &[10.0, 30.0], (0.0, 100.0)), [50.0, 70.0]);
        assert!(spread(&[], &[], (0.0, 100.0)).is_empty());
        assert_eq!(spread(&[1.0, 1.0], &[100.0; 2], (0.0, 100.0)), [25.0, 75.0]);
    }
}

//! Dashes and hatching, cut into plain lines: the backend draws only those.

use super::geometry::Pixel;

/// Dashes of the series with an index: solid first.
pub(super) fn dashes(index: usize) -> &'static [f64] {
    const PATTERNS: [&[f64]; 4] = [&[], &[9.0, 5.0], &[2.5, 3.5], &[12.0, 4.0, 2.5, 4.0]];
    PATTERNS[index % PATTERNS.len()]
}

/// Cuts a line into its dashes.
pub(super) fn dash(points: &[Pixel], pattern: &[f64]) -> Vec<Vec<Pixel>> {
    if pattern.is_empty() {
        return vec![points.to_vec()];
    }
    let (mut pieces, mut piece) = (Vec::new(), vec![points[0]]);
    let (mut index, mut left) = (0, pattern[0]);
    for ends in points.windows(2) {
        let (mut from, to) = (ends[0], ends[1]);
        loop {
            let length = (to.0 - from.0).hypot(to.1 - from.1);
            let drawing = index % 2 == 0;
            if length <= left {
                left -= length;
                if drawing {
                    piece.push(to);
                }
                break;
            }
            let share = left / length;
            from = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
            if drawing {
                piece.push(from);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![from];
            }
            index += 1;
            left = pattern[index % pattern.len()];
        }
    }
    if piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

/// The segments of the lines x + y = multiple of the spacing that lie inside a polygon (even-odd rule).
pub(super) fn hatching(corners: &[Pixel], spacing: f64) -> Vec<(Pixel, Pixel)> {
    let level = |p: &Pixel| p.0 + p.1;
    let least = corners.iter().map(level).fold(f64::INFINITY, f64::min);
    let most = corners.iter().map(level).fold(f64::NEG_INFINITY, f64::max);
    let step = spacing * std::f64::consts::SQRT_2;
    let mut segments = Vec::new();
    if corners.len() < 3 || !(most - least).is_finite() {
        return segments;
    }
    let mut at = (least / step).floor() * step + step / 2.0;
    while at < most {
        let mut crossings: Vec<Pixel> = Vec::new();
        for (index, a) in corners.iter().enumerate() {
            let b = &corners[(index + 1) % corners.len()];
            let (la, lb) = (level(a) - at, level(b) - at);
            if (la < 0.0) != (lb < 0.0) {
                let share = la / (la - lb);
                crossings.push((a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1)));
            }
        }
        crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
        segments.extend(crossings.chunks_exact(2).map(|pair| (pair[0], pair[1])));
        at += step;
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Rect;
    use super::*;

    #[test]
    fn dashes_have_the_lengths_of_their_pattern() {
        let pieces = dash(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)], &[6.0, 2.0]);
        assert_eq!(
            pieces,
            vec![
                vec![(0.0, 0.0), (6.0, 0.0)],
                vec![(8.0, 0.0), (10.0, 0.0), (10.0, 4.0)],
                vec![(10.0, 6.0), (10.0, 10.0)]
            ]
        );
    }

    #[test]
    fn hatching_stays_inside() {
        let square = Rect::new(10.0, 10.0, 50.0, 50.0);
        let lines = hatching(&square.corners(), 5.0);
        assert!(lines.len() > 8);
        let inside = square.grown(1e-9);
        assert!(lines.iter().all(|(a, b)| inside.holds(*a) && inside.holds(*b)));
        assert!(hatching(&[(0.0, 0.0), (1.0, 1.0)], 5.0).is_empty());
    }
}

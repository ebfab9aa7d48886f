//! How wide a text is, without a font.
//!
//! The reader's machine picks the font, so a width can only be estimated: the advance widths of Helvetica
//! (Adobe font metrics), enlarged by [`ALLOWANCE`] because substitutes such as DejaVu Sans are wider.

use super::super::wrap;

/// How much wider than Helvetica a substitute may be.
const ALLOWANCE: f64 = 1.1;

/// Advance widths of the ASCII characters from the blank on, in thousandths of the font size.
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// The weight of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Normal,
    Bold,
}

/// An estimate from above of the width of one line, in pixels, at a font size in pixels.
pub(super) fn text_width(text: &str, size: f64, weight: Weight) -> f64 {
    let thousandths: f64 = text.chars().map(advance).sum();
    let bold = if weight == Weight::Bold { 1.07 } else { 1.0 };
    thousandths / 1000.0 * size * bold * ALLOWANCE
}

fn advance(c: char) -> f64 {
    let index = (c as usize).wrapping_sub(32);
    if let Some(width) = ASCII.get(index) {
        return f64::from(*width);
    }
    match wrap::columns(c.encode_utf8(&mut [0; 4])) {
        0 => 0.0,
        1 => 620.0,
        _ => 1000.0,
    }
}

/// Breaks a text into lines no wider than `limit` pixels.
pub(super) fn wrap_text(text: &str, limit: f64, size: f64, weight: Weight) -> Vec<String> {
    wrap::wrap(text, limit, |piece| text_width(piece, size, weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wider_texts_have_larger_estimates() {
        let width = |text| text_width(text, 14.0, Weight::Normal);
        assert!(width("iiii") < width("MMMM"));
        assert!(width("和") > width("δ"));
        assert_eq!(width("e\u{301}"), width("e"));
        assert!(text_width("ab", 14.0, Weight::Bold) > width("ab"));
    }
}

//! Colours that readers with colour-vision deficiencies can tell apart, and that differ in grey.
//!
//! Okabe and Ito (2008), "Color Universal Design". No chart relies on colour alone: lines differ in dash
//! and marker, areas in lightness or hatching, and labels stand beside what they name.

/// A colour, red, green and blue.
pub(super) type Colour = (u8, u8, u8);

pub(super) const INK: Colour = (0x1A, 0x1A, 0x1A);
pub(super) const SOFT_INK: Colour = (0x55, 0x55, 0x55);
pub(super) const GREY: Colour = (0x99, 0x99, 0x99);
pub(super) const GRID: Colour = (0xE3, 0xE3, 0xE3);
pub(super) const PALE: Colour = (0xEF, 0xEF, 0xEF);
pub(super) const WHITE: Colour = (0xFF, 0xFF, 0xFF);
pub(super) const BLUE: Colour = (0x00, 0x72, 0xB2);
pub(super) const VERMILLION: Colour = (0xD5, 0x5E, 0x00);
pub(super) const GREEN: Colour = (0x00, 0x9E, 0x73);
pub(super) const ORANGE: Colour = (0xE6, 0x9F, 0x00);
pub(super) const SKY: Colour = (0x56, 0xB4, 0xE9);
pub(super) const PURPLE: Colour = (0xCC, 0x79, 0xA7);

/// Colours of lines and marks, in the order in which series take them.
pub(super) const SERIES: [Colour; 6] = [BLUE, VERMILLION, GREEN, PURPLE, INK, ORANGE];

/// Fills of stacked parts, dark to light, so that neighbours differ in grey.
pub(super) const STACK: [Colour; 6] = [BLUE, GREEN, ORANGE, (0xE8, 0xE8, 0xE8), VERMILLION, PURPLE];

/// The colour of the series with an index, starting over after the last.
pub(super) fn series(index: usize) -> Colour {
    SERIES[index % SERIES.len()]
}

/// Relative luminance (WCAG 2), between 0 and 1.
pub(super) fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

/// Black or white: whichever reads better on the colour.
pub(super) fn text_on(colour: Colour) -> Colour {
    if luminance(colour) < 0.25 { WHITE } else { INK }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_in_a_stack_differ_in_grey() {
        for pair in STACK[..4].windows(2) {
            let (a, b) = (luminance(pair[0]), luminance(pair[1]));
            assert!((a.max(b) + 0.05) / (a.min(b) + 0.05) > 1.15, "{pair:?}");
        }
    }

    #[test]
    fn text_on_a_fill_has_contrast() {
        for colour in STACK.iter().chain(&SERIES) {
            let (a, b) = (luminance(*colour), luminance(text_on(*colour)));
            assert!((a.max(b) + 0.05) / (a.min(b) + 0.05) >= 3.5, "{colour:?}");
        }
    }
}

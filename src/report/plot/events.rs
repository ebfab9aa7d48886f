//! Events: numbered discs in a picture, and the list below it that says what they are.

use super::canvas::{Anchor, Canvas, Type};
use super::metrics::{Weight, wrap_text};
use super::palette::{INK, SOFT_INK, WHITE};
use super::sheet::{LEADING, SMALL, WIDTH};

/// A numbered disc.
pub(super) fn badge(canvas: &mut Canvas<'_>, number: usize, at: (f64, f64)) {
    canvas.disc(at, 11.0, SOFT_INK);
    canvas.text(&number.to_string(), at, Type::new(13.0, WHITE).bold().anchored(Anchor::Middle));
}

/// The row of each item (middle, width), so that items in a row do not touch; first row first.
pub(super) fn stagger(spots: &[(f64, f64)]) -> Vec<usize> {
    let mut ends: Vec<f64> = Vec::new();
    spots
        .iter()
        .map(|(middle, width)| {
            let (from, to) = (middle - width / 2.0, middle + width / 2.0);
            let row = ends.iter().position(|end| *end <= from).unwrap_or(ends.len());
            if row == ends.len() {
                ends.push(to);
            } else {
                ends[row] = to;
            }
            row
        })
        .collect()
}

/// The numbered list of events in two columns.
pub(super) struct EventList {
    entries: Vec<Vec<String>>,
}

const COLUMN: f64 = (WIDTH - 48.0) / 2.0;

impl EventList {
    pub fn new(events: &[&(f64, String)]) -> Self {
        let entries = events.iter().map(|(year, label)| {
            let text = format!("{} {label}", year.floor());
            wrap_text(&text, COLUMN - 44.0, SMALL, Weight::Normal)
        });
        Self { entries: entries.collect() }
    }

    fn entry_height(lines: &[String]) -> f64 {
        (lines.len() as f64 * SMALL * LEADING + 4.0).max(25.0)
    }

    /// How many entries stand in the left column: about half of the height.
    fn split(&self) -> usize {
        let total: f64 = self.entries.iter().map(|e| Self::entry_height(e)).sum();
        let mut height = 0.0;
        for (index, entry) in self.entries.iter().enumerate() {
            if height >= total / 2.0 {
                return index;
            }
            height += Self::entry_height(entry);
        }
        self.entries.len()
    }

    pub fn height(&self) -> f64 {
        let (left, right) = self.entries.split_at(self.split());
        let sum = |part: &[Vec<String>]| part.iter().map(|e| Self::entry_height(e)).sum::<f64>();
        sum(left).max(sum(right)) + 8.0
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, from: (f64, f64)) {
        let split = self.split();
        let mut y = from.1;
        for (index, lines) in self.entries.iter().enumerate() {
            if index == split {
                y = from.1;
            }
            let x = from.0 + if index < split { 0.0 } else { COLUMN };
            badge(canvas, index + 1, (x + 12.0, y + 12.0));
            for (row, line) in lines.iter().enumerate() {
                let at = (x + 32.0, y + 12.0 + row as f64 * SMALL * LEADING);
                canvas.text(line, at, Type::new(SMALL, INK));
            }
            y += Self::entry_height(lines);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crowded_items_go_to_rows_of_their_own() {
        assert_eq!(stagger(&[(10.0, 20.0), (20.0, 20.0), (32.0, 20.0), (100.0, 20.0)]), [0, 1, 0, 0]);
        assert!(stagger(&[]).is_empty());
    }
}

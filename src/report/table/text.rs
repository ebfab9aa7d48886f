//! Tables for a terminal: aligned columns, long cells wrapped.

use super::super::wrap::{columns, wrap};
use super::{Align, Table};

/// Blank columns between two columns of the table.
const GAP: usize = 2;
/// A column is not squeezed below this many columns as long as others can give.
const LEAST: usize = 6;

impl Table {
    /// The table for a terminal of the given width: title, rule, header, rows, notes.
    ///
    /// Columns are as wide as their widest cell; where that exceeds the width, the widest columns are
    /// narrowed and their cells wrapped. A table with more columns than fit grows beyond the width
    /// rather than losing a cell. No line ends in blanks, and the text ends with a line end.
    pub fn to_text(&self, width: usize) -> String {
        let widths = self.column_widths(width);
        let total = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let mut out = String::new();
        if !self.title().is_empty() {
            push_wrapped(&mut out, self.title(), total.max(width.min(60)), "");
        }
        let rule = "─".repeat(total.max(1));
        push_line(&mut out, &rule);
        self.push_cells(&mut out, self.header(), &widths);
        push_line(&mut out, &rule);
        for row in self.rows() {
            self.push_cells(&mut out, row, &widths);
        }
        push_line(&mut out, &rule);
        for note in self.notes() {
            push_wrapped(&mut out, note, total.max(width.min(60)), "  ");
        }
        out
    }

    fn column_widths(&self, width: usize) -> Vec<usize> {
        let cells = |column: usize| {
            std::iter::once(&self.header()[column]).chain(self.rows().iter().map(move |row| &row[column]))
        };
        let widest = |column: usize| cells(column).flat_map(|cell| cell.lines()).map(columns).max();
        let mut widths: Vec<usize> =
            (0..self.header().len()).map(|column| widest(column).unwrap_or(0).max(1)).collect();
        let room = width.saturating_sub(GAP * widths.len().saturating_sub(1));
        // Narrow the widest column one step at a time: the outcome does not depend on the order.
        while widths.iter().sum::<usize>() > room {
            let Some(widest) = widths.iter_mut().filter(|w| **w > LEAST).max_by_key(|w| **w) else { break };
            *widest -= 1;
        }
        widths
    }

    fn push_cells(&self, out: &mut String, cells: &[String], widths: &[usize]) {
        let wrapped: Vec<Vec<String>> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| wrap(cell, *width as f64, |piece| columns(piece) as f64))
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let mut text = String::new();
            for (column, pieces) in wrapped.iter().enumerate() {
                if column > 0 {
                    text.push_str(&" ".repeat(GAP));
                }
                let piece = pieces.get(line).map_or("", String::as_str);
                text.push_str(&pad(piece, widths[column], self.align[column]));
            }
            push_line(out, &text);
        }
    }
}

fn pad(text: &str, width: usize, align: Align) -> String {
    let blank = width.saturating_sub(columns(text));
    let left = match align {
        Align::Left => 0,
        Align::Right => blank,
        Align::Centre => blank / 2,
    };
    format!("{}{text}{}", " ".repeat(left), " ".repeat(blank - left))
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line.trim_end());
    out.push('\n');
}

fn push_wrapped(out: &mut String, text: &str, width: usize, hang: &str) {
    let limit = width.saturating_sub(hang.len()).max(1) as f64;
    for (index, line) in wrap(text, limit, |piece| columns(piece) as f64).iter().enumerate() {
        push_line(out, &if index == 0 { line.clone() } else { format!("{hang}{line}") });
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::ReportError;
    use super::*;

    fn sample() -> Table {
        Table::new("Title", ["a", "number"])
            .align(1, Align::Right)
            .row(["和平", "1.5"])
            .and_then(|t| t.row(["δ", "-12"]))
            .unwrap()
            .note("a note")
    }

    #[test]
    fn columns_line_up_whatever_the_script() {
        assert_eq!(
            sample().to_text(80),
            "Title\n────────────\na     number\n────────────\n和平     1.5\nδ        -12\n────────────\na note\n"
        );
    }

    #[test]
    fn long_cells_wrap_and_no_line_exceeds_the_width() {
        let table = Table::new("t", ["short", "long"])
            .row(["x".to_string(), "word ".repeat(60)])
            .unwrap()
            .note("note ".repeat(40));
        let text = table.to_text(50);
        assert!(text.lines().all(|line| columns(line) <= 60), "{text}");
        assert_eq!(text.matches("word").count(), 60);
        assert!(text.lines().all(|line| line.trim_end() == line));
    }

    #[test]
    fn a_table_without_rows_or_columns_prints() {
        assert!(Table::new("empty", ["a", "b"]).to_text(40).contains("a  b"));
        assert!(Table::new("none", Vec::<String>::new()).to_text(40).starts_with("none\n"));
    }

    #[test]
    fn a_row_of_the_wrong_length_is_refused_and_named() {
        let error = Table::new("t", ["a", "b"]).row(["only one"]).unwrap_err();
        assert_eq!(error, ReportError::Shape { location: "rows[0]".into(), found: 1, expected: 2 });
    }
}

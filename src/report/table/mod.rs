//! Tables: one description, four ways to print it.

mod formats;
mod text;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::ReportError;

/// On which side of its column a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Left, for words.
    #[default]
    Left,
    /// Right, for numbers.
    Right,
    /// Centred, for glyphs.
    Centre,
}

/// A table with a title, a header row and notes.
///
/// `Display` prints it for a terminal, 100 columns wide; [`Table::to_text`] takes another width,
/// [`Table::to_markdown`], [`Table::to_csv`] and [`Table::to_html`] write the other formats. Cells are
/// plain text; every format escapes what is special in it. Cells may hold line ends.
///
/// ```
/// use detente::report::{Align, Table};
/// let table = Table::new("How patient must each side be?", ["phase", "Armenia", "Azerbaijan"])
///     .align(1, Align::Right)
///     .align(2, Align::Right)
///     .row(["1988-91", "0.61", "never"])?
///     .note("never: no patience makes compromise better than self-help");
/// assert!(table.to_text(60).contains("1988-91     0.61       never"));
/// assert!(table.to_csv().starts_with("phase,Armenia,Azerbaijan\n"));
/// # Ok::<(), detente::report::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    title: String,
    header: Vec<String>,
    align: Vec<Align>,
    rows: Vec<Vec<String>>,
    notes: Vec<String>,
}

impl Table {
    /// A table without rows; the header says how many columns there are.
    pub fn new<S: Into<String>>(title: impl Into<String>, header: impl IntoIterator<Item = S>) -> Self {
        let header: Vec<String> = header.into_iter().map(Into::into).collect();
        let align = vec![Align::Left; header.len()];
        Self { title: title.into(), header, align, rows: Vec::new(), notes: Vec::new() }
    }

    /// Aligns one column (counted from 0); a column that does not exist is left alone.
    #[must_use]
    pub fn align(mut self, column: usize, align: Align) -> Self {
        if let Some(slot) = self.align.get_mut(column) {
            *slot = align;
        }
        self
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`ReportError::Shape`] if it has not one cell per column.
    pub fn row<S: Into<String>>(mut self, cells: impl IntoIterator<Item = S>) -> Result<Self, ReportError> {
        self.push_row(cells)?;
        Ok(self)
    }

    /// Adds a row in place, for loops.
    ///
    /// # Errors
    /// [`ReportError::Shape`] if it has not one cell per column; the table is then unchanged.
    pub fn push_row<S: Into<String>>(
        &mut self,
        cells: impl IntoIterator<Item = S>,
    ) -> Result<(), ReportError> {
        let cells: Vec<String> = cells.into_iter().map(Into::into).collect();
        if cells.len() != self.header.len() {
            return Err(ReportError::Shape {
                location: format!("rows[{}]", self.rows.len()),
                found: cells.len(),
                expected: self.header.len(),
            });
        }
        self.rows.push(cells);
        Ok(())
    }

    /// Adds a note, printed below the table (assumptions, sources, what a sign means).
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The column headings.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The rows, one cell per column.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// The notes below the table.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text(100))
    }
}

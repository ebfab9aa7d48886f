//! Results as things to look at: tables, pictures, one self-contained report.
//!
//! The floor knows *results*, not solvers: points, series, cells and labels go in, text and SVG come out.
//! So any floor above can show what it found, and a picture can be tested without solving a game.
//!
//! - [`Table`]: one description, printed for a terminal, as Markdown, CSV or HTML.
//! - [`Html`]: pictures, tables and words in one file that loads nothing from elsewhere.
//! - [`plot`] (feature `plot`, on by default): the pictures, as SVG.
//!
//! Everything is deterministic: the same input gives the same bytes.

mod error;
mod escape;
mod html;
#[cfg(feature = "plot")]
pub mod plot;
mod table;
mod wrap;

pub use error::ReportError;
pub use html::Html;
pub use table::{Align, Table};

/// The examples of the how-to page run as tests.
#[cfg(all(doctest, feature = "plot"))]
#[doc = include_str!("../../docs/how-to/draw-results.md")]
struct DrawResults;

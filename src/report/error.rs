//! What can be wrong with a table, a picture or a document.

use crate::error::Explain;

/// Why something could not be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A number to be drawn is NaN, infinite or beyond what a picture can hold.
    #[error("{location} is {value}, which has no place on an axis")]
    NotFinite {
        /// The path to the number, such as `series[1].points[3].y`.
        location: String,
        /// The number as it was given.
        value: String,
    },
    /// A picture or a table has nothing to show.
    #[error("{location} is empty")]
    Nothing {
        /// What is empty, such as `phases`.
        location: String,
        /// What would be right, as one sentence.
        hint: String,
    },
    /// A list is longer or shorter than another one that it goes with.
    #[error("{location} has {found} entries where {expected} are needed")]
    Shape {
        /// The path to the list, such as `rows[2]`.
        location: String,
        /// Entries found.
        found: usize,
        /// Entries needed.
        expected: usize,
    },
    /// A number lies outside the range that it can have.
    #[error("{location} = {value} is outside its range")]
    OutOfRange {
        /// The path to the number.
        location: String,
        /// The number as it was given.
        value: String,
        /// The range, in words.
        range: String,
    },
    /// A picture to be put into a document is not a complete SVG element.
    #[error("{location} is not an SVG element")]
    NotSvg {
        /// Which picture.
        location: String,
    },
    /// A document or a part of it would load something from elsewhere.
    #[error("{location} loads '{reference}' from elsewhere")]
    ExternalReference {
        /// Where the reference stands.
        location: String,
        /// The reference.
        reference: String,
    },
    /// The drawing library failed.
    #[error("the picture could not be drawn: {message}")]
    Drawing {
        /// What the library said.
        message: String,
    },
}

impl Explain for ReportError {
    fn kind(&self) -> &'static str {
        match self {
            Self::NotFinite { .. } => "NotFinite",
            Self::Nothing { .. } => "Nothing",
            Self::Shape { .. } => "Shape",
            Self::OutOfRange { .. } => "OutOfRange",
            Self::NotSvg { .. } => "NotSvg",
            Self::ExternalReference { .. } => "ExternalReference",
            Self::Drawing { .. } => "Drawing",
        }
    }

    fn location(&self) -> String {
        match self {
            Self::NotFinite { location, .. }
            | Self::Nothing { location, .. }
            | Self::Shape { location, .. }
            | Self::OutOfRange { location, .. }
            | Self::NotSvg { location }
            | Self::ExternalReference { location, .. } => location.clone(),
            Self::Drawing { .. } => String::new(),
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::NotFinite { .. } => {
                "give a finite number below 1e150, or leave the point out and say why".into()
            }
            Self::Nothing { hint, .. } => hint.clone(),
            Self::Shape { expected, .. } => format!("give {expected} entries"),
            Self::OutOfRange { range, .. } => range.clone(),
            Self::NotSvg { .. } => "give the whole text that `to_svg` returned".into(),
            Self::ExternalReference { .. } => {
                "a report is self-contained: put pictures and styles into the document, and name sources in words".into()
            }
            Self::Drawing { .. } => "a smaller picture with fewer elements may succeed".into(),
        }
    }
}

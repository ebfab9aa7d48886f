//! Outcomes of a phase as glyphs and colours.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::palette::{BLUE, Colour, ORANGE, WHITE};

/// What a phase offers under an institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Compromise for ever is enforceable and acceptable (glyph `C`).
    Compromise,
    /// Not that, but some enforceable payoff harms neither side and gains jointly (glyph `v`).
    SomeGain,
    /// Nothing acceptable is enforceable (glyph `.`).
    Nothing,
    /// No verdict (glyph `?`).
    NoVerdict,
}

impl Outcome {
    pub(super) const ALL: [Outcome; 4] =
        [Outcome::Compromise, Outcome::SomeGain, Outcome::Nothing, Outcome::NoVerdict];

    /// Reads a strip of glyphs such as `"CCvCC..."`, one per phase.
    ///
    /// # Errors
    /// [`ReportError::OutOfRange`] for any other character, with its place.
    pub fn strip(glyphs: &str) -> Result<Vec<Outcome>, ReportError> {
        let read = |(index, glyph): (usize, char)| {
            let known = Self::ALL.into_iter().find(|outcome| outcome.glyph() == glyph);
            known.ok_or_else(|| ReportError::OutOfRange {
                location: format!("strip[{index}]"),
                value: glyph.to_string(),
                range: "one of C, v, . and ?".into(),
            })
        };
        glyphs.chars().enumerate().map(read).collect()
    }

    /// The outcome as one character.
    pub fn glyph(self) -> char {
        match self {
            Outcome::Compromise => 'C',
            Outcome::SomeGain => 'v',
            Outcome::Nothing => '.',
            Outcome::NoVerdict => '?',
        }
    }

    pub(super) fn colour(self) -> Colour {
        match self {
            Outcome::Compromise => BLUE,
            Outcome::SomeGain => ORANGE,
            Outcome::Nothing => (0xE8, 0xE8, 0xE8),
            Outcome::NoVerdict => WHITE,
        }
    }

    pub(super) fn meaning(self) -> &'static str {
        match self {
            Outcome::Compromise => "compromise for ever is enforceable and acceptable",
            Outcome::SomeGain => "not it, but some enforceable bargain harms neither side and gains jointly",
            Outcome::Nothing => "nothing acceptable is enforceable",
            Outcome::NoVerdict => "no verdict",
        }
    }
}

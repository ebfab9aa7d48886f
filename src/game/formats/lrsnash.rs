//! lrslib's two-player format, both ways: `m n`, then the row player's m x n matrix, then the column
//! player's, in whole numbers and fractions (Avis, Rosenberg, Savani and von Stengel, Enumeration of Nash
//! equilibria for two-player games, Economic Theory 42, 2010).
//!
//! White space separates numbers and means nothing else. The format has no place for titles and labels;
//! decimals are read too, which lrslib does not.

use std::fmt::Write;

use super::super::table::check_shape;
use super::super::{Game, GameError};
use crate::exact::Rational;

pub(super) const FORMAT: &str = "lrsnash";

pub(super) fn read(text: &str) -> Result<Game<Rational>, GameError> {
    let mut words = Words { text, at: 0 };
    let rows = words.count("the number of rows")?;
    let columns = words.count("the number of columns")?;
    let profiles = check_shape(&[rows, columns], "line 1")?;
    // Memory grows with the text, not with what its first line declares.
    let mut read: Vec<Rational> = Vec::new();
    while read.len() < 2 * profiles {
        let Some((at, word)) = words.next() else {
            return Err(words.error(
                text.len(),
                format!("the file ends after {} of {} payoffs", read.len(), 2 * profiles),
                format!("{rows} {columns} is followed by two matrices of {rows} rows of {columns} numbers"),
            ));
        };
        let parsed = word.parse();
        read.push(parsed.map_err(|source| GameError::BadNumber { location: words.place(at), source })?);
    }
    if let Some((at, word)) = words.next() {
        let word: String = word.chars().take(40).collect();
        return Err(words.error(
            at,
            format!("found '{word}' after the last of {} payoffs", 2 * profiles),
            "give the two matrices and nothing behind them",
        ));
    }
    let column = read.split_off(profiles);
    Game::new(&[rows, columns], read.into_iter().zip(column).flat_map(|(u, v)| [u, v]).collect())
}

/// The two matrices of a game of two players.
pub(super) fn write(game: &Game<Rational>) -> Result<String, GameError> {
    game.expect_two_players("the lrsnash format")?;
    let (rows, columns) = (game.shape()[0], game.shape()[1]);
    let mut text = format!("{rows} {columns}\n");
    for player in 0..2 {
        text.push('\n');
        for index in 0..game.profiles() {
            let end = if (index + 1) % columns == 0 { '\n' } else { ' ' };
            // Writing to a string cannot fail.
            let _ = write!(text, "{}{end}", game.payoff_at(index, player));
        }
    }
    Ok(text)
}

/// The words of a text with the byte at which each begins.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<(usize, &'a str)> {
        let rest = &self.text[self.at..];
        let start = self.at + (rest.len() - rest.trim_start().len());
        let word = self.text[start..].split_whitespace().next()?;
        self.at = start + word.len();
        Some((start, word))
    }

    fn count(&mut self, wanted: &str) -> Result<usize, GameError> {
        let (at, word) = self.next().unwrap_or((self.text.len(), ""));
        match word.parse() {
            Ok(count) => Ok(count),
            Err(_) if !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) => {
                let (count, limit) = (word.chars().take(40).collect(), super::super::MAX_PAYOFFS);
                Err(GameError::TooLarge { location: self.place(at), count, limit })
            }
            Err(_) => Err(self.error(
                at,
                format!("found '{}' where {wanted} is needed", word.chars().take(40).collect::<String>()),
                "begin with the numbers of rows and columns: 3 2",
            )),
        }
    }

    fn place(&self, at: usize) -> String {
        super::place(self.text, at)
    }

    fn error(&self, at: usize, message: String, hint: impl Into<String>) -> GameError {
        GameError::Format { format: FORMAT, location: self.place(at), message, hint: hint.into() }
    }
}

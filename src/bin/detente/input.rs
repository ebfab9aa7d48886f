//! Reading games, saved results, and what the command line names in them.

use std::io::Read;
use std::path::Path;

use detente::Rational;
use detente::game::GameFile;
use detente::repeated::{Discount, RepeatedError, RepeatedGame};

use crate::failure::{CliError, Failure};

/// A text and the name under which errors speak of it.
pub struct Source {
    /// The file's name, or `standard input`.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Reads a file, or standard input for `-`.
pub fn read(path: &Path) -> Result<Source, Failure> {
    let standard = path.as_os_str() == "-";
    let name = if standard { "standard input".into() } else { path.display().to_string() };
    let read = if standard {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    let unreadable = |message: String| CliError::Unreadable { file: name.clone(), message };
    let bytes = read.map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8 text".into()))?;
    Ok(Source { name, text })
}

/// Reads a game.
pub fn game(path: &Path) -> Result<GameFile, Failure> {
    let source = read(path)?;
    GameFile::read(&source.text).map_err(|error| Failure::inside(&source.name, error))
}

/// The game repeated at the discount factor of the flag, else of the file.
pub fn repeated(file: &GameFile, flag: Option<&str>) -> Result<RepeatedGame, Failure> {
    let (place, game) = match flag {
        Some(text) => ("--discount", RepeatedGame::from_file_with(file.clone(), parse_discount(text)?)),
        None if file.discount.is_none() => ("--discount", Err(RepeatedError::NoDiscount)),
        None => ("discount", RepeatedGame::from_file(file.clone())),
    };
    game.map_err(|error| match error {
        RepeatedError::DiscountOutOfRange { .. }
        | RepeatedError::DiscountCount { .. }
        | RepeatedError::NoDiscount => Failure::at(place, error),
        error => error.into(),
    })
}

/// The stage game and its absorbing outcomes, as results carry them.
pub fn as_solved(file: &GameFile) -> GameFile {
    GameFile { discount: None, ..file.clone() }
}

/// One discount factor, or one per player separated by commas.
fn parse_discount(text: &str) -> Result<Discount, Failure> {
    let parse = |part: &str| {
        part.parse::<Rational>().map_err(|error| Failure::at("--discount", RepeatedError::BadDiscount(error)))
    };
    match text.contains(',') {
        false => Ok(Discount::Common(parse(text)?)),
        true => Ok(Discount::PerPlayer(text.split(',').map(parse).collect::<Result<_, _>>()?)),
    }
}

/// Numbers separated by commas.
pub fn numbers(text: &str, place: &'static str) -> Result<Vec<Rational>, Failure> {
    text.split(',').map(|part| part.parse().map_err(|error| Failure::at(place, error))).collect()
}

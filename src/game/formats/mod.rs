//! Game files: the crate's JSON, Gambit's `.nfg` and lrslib's pairs of matrices, read exactly and written
//! without loss.
//!
//! Every literal becomes a rational from its text: `0.1` is 1/10, `"1/3"` is a third, and an integer of
//! a hundred digits keeps all of them. [`GameFile::read`] tells the formats apart by their first
//! character.
//!
//! ```
//! use detente::game::GameFile;
//! let file = GameFile::read(r#"{"payoffs": [[[3,3],[0,5]],[[5,0],["1/3",0.1]]], "discount": 0.4}"#)?;
//! assert_eq!(file.game.payoffs_at(3), ["1/3".parse()?, "1/10".parse()?]);
//! assert_eq!(GameFile::read(&file.to_json())?, file);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What is wrong with a file is said with its place, a path such as `payoffs[1][0]` in JSON and a line
//! and column in the other two. Sizes are checked before anything is allocated for them, and nesting is
//! followed without recursion, so a hostile file costs no more than its own length.

mod file;
mod json;
mod lrsnash;
mod nfg;

pub use file::GameFile;

/// Line and column of a byte of a text, both from 1.
fn place(text: &str, at: usize) -> String {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    format!("line {line}, column {}", before[line_start..].chars().count() + 1)
}

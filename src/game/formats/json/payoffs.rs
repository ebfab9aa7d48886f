//! The nested payoffs, read in one pass and without recursion.
//!
//! The text has already been accepted as JSON, so a scan over its brackets, commas and scalars is
//! enough. The first list that ends on a level fixes the level's length (the shape, where the labels
//! have not fixed it), every other one has to agree; the path is the stack of positions.

use super::super::super::table::{MAX_PLAYERS, check_shape};
use super::super::super::{GameError, MAX_PAYOFFS};
use super::value::{describe, exact_number, format_error};
use crate::exact::Rational;

const NESTING_HINT: &str =
    "nest payoffs by player order: one list per action of each player, and one number per player at the end";

/// The shape and the flat payoffs of a nested list. `players` and `shape` are what the labels say.
pub(super) fn read(
    text: &str,
    players: Option<usize>,
    shape: Option<&[usize]>,
) -> Result<(Vec<usize>, Vec<Rational>), GameError> {
    let depth = match players {
        Some(players) => players + 1,
        None => opening_brackets(text),
    };
    if depth < 2 {
        return Err(format_error("payoffs", "payoffs are not nested lists", NESTING_HINT));
    }
    if depth - 1 > MAX_PLAYERS {
        return Err(GameError::TooManyPlayers { found: depth - 1, limit: MAX_PLAYERS });
    }
    let mut lengths: Vec<Option<usize>> = vec![None; depth];
    lengths[depth - 1] = Some(depth - 1);
    if let Some(shape) = shape {
        check_shape(shape, "actions")?;
        for (level, &length) in shape.iter().enumerate() {
            lengths[level] = Some(length);
        }
    }
    let flat = Scan { text, depth, lengths, open: Vec::new(), flat: Vec::new() };
    flat.run()
}

fn opening_brackets(text: &str) -> usize {
    text.bytes().filter(|b| !b.is_ascii_whitespace()).take_while(|&b| b == b'[').count()
}

struct Scan<'a> {
    text: &'a str,
    /// Levels of lists: one per player and the innermost list of payoffs.
    depth: usize,
    lengths: Vec<Option<usize>>,
    /// Entries so far of every open list, outermost first.
    open: Vec<usize>,
    flat: Vec<Rational>,
}

impl Scan<'_> {
    fn run(mut self) -> Result<(Vec<usize>, Vec<Rational>), GameError> {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                b'[' => {
                    if !self.wants_list() {
                        return Err(self.misplaced("a list"));
                    }
                    self.count_entry();
                    self.open.push(0);
                    at += 1;
                }
                b']' => {
                    self.close()?;
                    at += 1;
                }
                b',' | b' ' | b'\t' | b'\n' | b'\r' => at += 1,
                b'{' => return Err(self.misplaced("an object")),
                _ => {
                    let end = at + scalar_length(&bytes[at..]);
                    self.scalar(&self.text[at..end])?;
                    at = end;
                }
            }
        }
        let shape: Vec<usize> = self.lengths[..self.depth - 1].iter().map(|l| l.unwrap_or(0)).collect();
        check_shape(&shape, "payoffs")?;
        Ok((shape, self.flat))
    }

    /// Whether a list belongs here; a number otherwise.
    fn wants_list(&self) -> bool {
        self.open.len() < self.depth
    }

    fn count_entry(&mut self) {
        if let Some(entries) = self.open.last_mut() {
            *entries += 1;
        }
    }

    fn scalar(&mut self, text: &str) -> Result<(), GameError> {
        if self.wants_list() {
            return Err(self.misplaced(describe(text)));
        }
        self.count_entry();
        if self.flat.len() >= MAX_PAYOFFS {
            return Err(GameError::TooLarge {
                location: "payoffs".into(),
                count: format!("more than {MAX_PAYOFFS}"),
                limit: MAX_PAYOFFS,
            });
        }
        let value = exact_number(text, || path(&self.open, Position::Last))?;
        self.flat.push(value);
        Ok(())
    }

    fn close(&mut self) -> Result<(), GameError> {
        let found = self.open.pop().unwrap_or(0);
        let level = self.open.len();
        match self.lengths[level] {
            Some(expected) if expected != found => {
                Err(GameError::Ragged { location: path(&self.open, Position::Last), found, expected })
            }
            Some(_) => Ok(()),
            None if found == 0 => Err(GameError::NoActions { player: level }),
            None => {
                self.lengths[level] = Some(found);
                Ok(())
            }
        }
    }

    fn misplaced(&self, what: &str) -> GameError {
        let wanted = if self.wants_list() { "a list" } else { "a number" };
        format_error(
            &path(&self.open, Position::Next),
            format!("found {what} where {wanted} is needed"),
            NESTING_HINT,
        )
    }
}

/// Whether the innermost list's count already includes the entry that a path is asked for.
enum Position {
    Last,
    Next,
}

fn path(open: &[usize], position: Position) -> String {
    let mut text = String::from("payoffs");
    for (level, &entries) in open.iter().enumerate() {
        let next = matches!(position, Position::Next) && level + 1 == open.len();
        let index = if next { entries } else { entries.saturating_sub(1) };
        text.push_str(&format!("[{index}]"));
    }
    text
}

/// Bytes of the string, number or word at the start.
fn scalar_length(bytes: &[u8]) -> usize {
    if bytes[0] != b'"' {
        let ends = |b: &u8| matches!(b, b',' | b']' | b'[' | b'}' | b' ' | b'\t' | b'\n' | b'\r' | b'"');
        return bytes.iter().position(ends).unwrap_or(bytes.len()).max(1);
    }
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

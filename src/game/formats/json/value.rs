//! Pieces of a JSON document that still know their text: numbers are read from it exactly.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::super::super::GameError;
use crate::exact::Rational;

/// An error at a path of the document.
pub(super) fn format_error(location: &str, message: impl Into<String>, hint: impl Into<String>) -> GameError {
    GameError::Format {
        format: "JSON",
        location: location.into(),
        message: message.into(),
        hint: hint.into(),
    }
}

/// What a JSON text is, in words.
pub(super) fn describe(text: &str) -> &'static str {
    match text.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a truth value",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// A value together with its path, such as `absorbing[0].probability`.
pub(super) struct Located<'a> {
    pub(super) text: &'a str,
    pub(super) path: String,
}

impl<'a> Located<'a> {
    pub(super) fn new(value: &'a RawValue, path: impl Into<String>) -> Self {
        Located { text: value.get(), path: path.into() }
    }

    fn parsed<T: DeserializeOwned>(&self, wanted: &str) -> Result<T, GameError> {
        serde_json::from_str(self.text).map_err(|_| self.refused(wanted))
    }

    fn refused(&self, wanted: &str) -> GameError {
        format_error(
            &self.path,
            format!("found {} where {wanted} is needed", describe(self.text)),
            format!("write {wanted}"),
        )
    }

    /// The elements of a list.
    pub(super) fn list(&self, wanted: &str) -> Result<Vec<Located<'a>>, GameError> {
        let items: Vec<&'a RawValue> = serde_json::from_str(self.text).map_err(|_| self.refused(wanted))?;
        let path = &self.path;
        Ok(items.into_iter().enumerate().map(|(i, v)| Located::new(v, format!("{path}[{i}]"))).collect())
    }

    /// A list of exactly so many elements.
    pub(super) fn list_of(&self, wanted: &str, expected: usize) -> Result<Vec<Located<'a>>, GameError> {
        let items = self.list(wanted)?;
        match items.len() {
            found if found != expected => {
                Err(GameError::Ragged { location: self.path.clone(), found, expected })
            }
            _ => Ok(items),
        }
    }

    pub(super) fn is_list(&self) -> bool {
        self.text.starts_with('[')
    }

    pub(super) fn string(&self) -> Result<String, GameError> {
        self.parsed("a string")
    }

    pub(super) fn strings(&self) -> Result<Vec<String>, GameError> {
        self.list("a list of strings")?.iter().map(Located::string).collect()
    }

    /// An action by index or label, as text.
    pub(super) fn index_or_label(&self) -> Result<String, GameError> {
        match describe(self.text) {
            "a string" => self.string(),
            _ => self.parsed::<usize>("an index from 0 or a label").map(|index| index.to_string()),
        }
    }

    pub(super) fn number(&self) -> Result<Rational, GameError> {
        exact_number(self.text, || self.path.clone())
    }

    pub(super) fn numbers_of(&self, expected: usize) -> Result<Vec<Rational>, GameError> {
        self.list_of("a list of numbers", expected)?.iter().map(Located::number).collect()
    }
}

/// The number in a JSON number or string, from its text.
pub(super) fn exact_number(text: &str, path: impl Fn() -> String) -> Result<Rational, GameError> {
    let literal: Cow<str> = match describe(text) {
        "a number" => text.into(),
        "a string" => serde_json::from_str::<String>(text)
            .map_err(|_| {
                format_error(&path(), "the string is not valid Unicode", "write a number such as \"1/3\"")
            })?
            .into(),
        other => {
            return Err(format_error(
                &path(),
                format!("found {other} where a number is needed"),
                "write a number, or a string such as \"1/3\"",
            ));
        }
    };
    literal.parse().map_err(|source| GameError::BadNumber { location: path(), source })
}

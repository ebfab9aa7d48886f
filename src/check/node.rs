//! A JSON value together with its place in the result, so that every complaint can say where.

use super::error::{CheckError, Outcome, require};
use super::json::Json;
use crate::exact::Rational;

/// The most bits (numerator and denominator together) that a fraction in a certificate may have.
const MAX_BITS: usize = 1 << 15;

/// A value and where it stands (`"automaton.states[2].value[0]"`).
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    json: &'a Json,
    place: String,
}

/// A number as printed: an exact fraction, or a float whose exact (dyadic) value is meant.
#[derive(Clone, Debug)]
pub(super) struct Printed {
    /// The value.
    pub(super) value: Rational,
    /// Whether it was written as a string, hence without rounding.
    pub(super) exact: bool,
}

impl<'a> Node<'a> {
    pub(super) fn root(json: &'a Json) -> Self {
        Node { json, place: String::new() }
    }

    /// The place, for sentences.
    pub(super) fn place(&self) -> &str {
        if self.place.is_empty() { "the result" } else { &self.place }
    }

    fn wrong(&self, expected: &'static str) -> CheckError {
        let found = match self.json {
            Json::Null => "null".into(),
            Json::Bool(value) => value.to_string(),
            Json::Number(text) => format!("the number {}", text.chars().take(40).collect::<String>()),
            Json::Text(text) => format!("the text '{}'", text.chars().take(40).collect::<String>()),
            Json::List(_) => "a list".into(),
            Json::Object(_) => "an object".into(),
        };
        CheckError::WrongType { place: self.place().into(), found, expected }
    }

    /// The member of an object; `None` where it is left out or null.
    pub(super) fn optional(&self, key: &str) -> Option<Node<'a>> {
        let Json::Object(members) = self.json else { return None };
        let (_, json) = members.iter().find(|(name, _)| name == key)?;
        if matches!(json, Json::Null) {
            return None;
        }
        let place = if self.place.is_empty() { key.into() } else { format!("{}.{key}", self.place) };
        Some(Node { json, place })
    }

    /// The member of an object, which has to be there.
    pub(super) fn field(&self, key: &str) -> Result<Node<'a>, CheckError> {
        if !matches!(self.json, Json::Object(_)) {
            return Err(self.wrong("an object"));
        }
        self.optional(key).ok_or_else(|| CheckError::Missing {
            place: if self.place.is_empty() { key.into() } else { format!("{}.{key}", self.place) },
        })
    }

    /// Whether an object names the key, be its value null.
    pub(super) fn names(&self, key: &str) -> bool {
        matches!(self.json, Json::Object(members) if members.iter().any(|(name, _)| name == key))
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self.json, Json::Null)
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.json, Json::List(_))
    }

    pub(super) fn items(&self) -> Result<Vec<Node<'a>>, CheckError> {
        let Json::List(items) = self.json else { return Err(self.wrong("a list")) };
        let item = |(index, json)| Node { json, place: format!("{}[{index}]", self.place) };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// The entries of a list whose length the game fixes.
    pub(super) fn items_of(&self, expected: usize) -> Result<Vec<Node<'a>>, CheckError> {
        let items = self.items()?;
        if items.len() != expected {
            let place = self.place().into();
            return Err(CheckError::WrongLength { place, found: items.len(), expected });
        }
        Ok(items)
    }

    pub(super) fn as_text(&self) -> Option<&'a str> {
        if let Json::Text(text) = self.json { Some(text) } else { None }
    }

    /// A short value as written, to tell entries apart.
    pub(super) fn words(&self) -> String {
        match self.json {
            Json::Number(text) | Json::Text(text) => text.clone(),
            Json::List(items) => {
                let words = items.iter().map(|json| Node { json, place: String::new() }.words());
                words.collect::<Vec<_>>().join(",")
            }
            _ => String::new(),
        }
    }

    pub(super) fn text(&self) -> Result<&'a str, CheckError> {
        self.as_text().ok_or_else(|| self.wrong("a text"))
    }

    pub(super) fn boolean(&self) -> Result<bool, CheckError> {
        if let Json::Bool(value) = self.json { Ok(*value) } else { Err(self.wrong("true or false")) }
    }

    /// A whole number from 0 on.
    pub(super) fn index(&self) -> Result<usize, CheckError> {
        let Json::Number(text) = self.json else { return Err(self.wrong("a whole number from 0 on")) };
        text.parse().map_err(|_| self.wrong("a whole number from 0 on"))
    }

    /// An index that has to be below the limit; `thing` names what is indexed.
    pub(super) fn index_below(&self, limit: usize, thing: &str) -> Outcome<usize> {
        let index = self.index()?;
        require(index < limit, || {
            format!("{} is {index}, and there are only {limit} {thing}", self.place())
        })?;
        Ok(index)
    }

    /// A literal, exact from its text: `0.1` is 1/10 and `"1/3"` is a third.
    pub(super) fn exact(&self) -> Result<Rational, CheckError> {
        let (Json::Number(text) | Json::Text(text)) = self.json else { return Err(self.wrong("a number")) };
        let value: Rational =
            text.parse().map_err(|error| CheckError::Number { place: self.place().into(), error })?;
        if value.bits() > MAX_BITS {
            return Err(CheckError::TooLarge {
                place: self.place().into(),
                what: "a fraction with bits in the number",
                size: value.bits(),
                limit: MAX_BITS,
            });
        }
        Ok(value)
    }

    /// An output: a string is exact, a number is the float it names.
    pub(super) fn printed(&self) -> Result<Printed, CheckError> {
        match self.json {
            Json::Text(_) => Ok(Printed { value: self.exact()?, exact: true }),
            Json::Number(text) => {
                let float: f64 = text.parse().map_err(|_| self.wrong("a number"))?;
                let value = Rational::from_f64(float).ok_or_else(|| self.wrong("a finite number"))?;
                Ok(Printed { value, exact: false })
            }
            _ => Err(self.wrong("a number")),
        }
    }

    /// A list of literals of the length that the game fixes.
    pub(super) fn exact_list(&self, expected: usize) -> Result<Vec<Rational>, CheckError> {
        self.items_of(expected)?.iter().map(Node::exact).collect()
    }

    /// Requires that the exact numbers in the field `exact` are those which the fields of the same names print.
    pub(super) fn require_exact_beside(&self, rounding: &Rational) -> Outcome<()> {
        let Some(exact) = self.optional("exact") else { return Ok(()) };
        let Json::Object(members) = exact.json else { return Ok(()) };
        for (name, _) in members {
            if let (Some(exact), Some(printed)) = (exact.optional(name), self.optional(name)) {
                exact.require_printed(&printed, rounding)?;
            }
        }
        Ok(())
    }

    /// Requires that another place prints this exact number, or these item by item.
    fn require_printed(&self, printed: &Node<'a>, rounding: &Rational) -> Outcome<()> {
        match (self.json, printed.json) {
            (Json::Null, _) | (_, Json::Null) => Ok(()),
            (Json::List(_), Json::List(_)) => {
                let exact = self.items()?;
                let printed = printed.items_of(exact.len())?;
                exact.iter().zip(&printed).try_for_each(|(exact, item)| exact.require_printed(item, rounding))
            }
            _ => printed.require_value(&self.exact()?, rounding, self.place()),
        }
    }

    /// A list of outputs of the length that the game fixes.
    pub(super) fn printed_list(&self, expected: usize) -> Result<Vec<Rational>, CheckError> {
        self.items_of(expected)?.iter().map(|item| Ok(item.printed()?.value)).collect()
    }

    /// Requires that an output is the exact value: equal if written exactly, else the float up to
    /// `rounding`, which covers rounding outwards and the last places of a float computation.
    pub(super) fn require_value(&self, expected: &Rational, rounding: &Rational, what: &str) -> Outcome<()> {
        let printed = self.printed()?;
        let off = (&printed.value - expected).abs();
        require(if printed.exact { off.is_zero() } else { &off <= rounding }, || {
            format!("{} is {}, but {what} is {}", self.place(), show(&printed.value), show(expected))
        })
    }
}

/// A fraction for sentences: exact if short, else as a float.
pub(super) fn show(value: &Rational) -> String {
    if value.bits() <= 64 { value.to_string() } else { format!("about {}", value.to_f64()) }
}

/// Several fractions for sentences.
pub(super) fn show_all(values: &[Rational]) -> String {
    let shown: Vec<String> = values.iter().map(show).collect();
    format!("({})", shown.join(", "))
}

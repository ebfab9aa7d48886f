//! JSON with the text of every number kept, so that a literal can be read exactly.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::error::CheckError;

/// The longest text that is read, in bytes.
const MAX_TEXT: usize = 64 << 20;
/// The deepest nesting that is followed: a payoff table nests one level for each player.
const MAX_DEPTH: usize = 48;

/// A JSON value; numbers are still text.
#[derive(Debug)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// The members of an object in order, their values unread.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<Json, CheckError> {
    if text.len() > MAX_TEXT {
        return Err(CheckError::TooLarge {
            place: "the text".into(),
            what: "a length in bytes",
            size: text.len(),
            limit: MAX_TEXT,
        });
    }
    let raw: &RawValue = serde_json::from_str(text).map_err(not_json)?;
    read(raw, 0)
}

fn not_json(error: serde_json::Error) -> CheckError {
    let place = format!("line {}, column {}", error.line(), error.column());
    CheckError::NotJson { place, message: error.to_string() }
}

fn read(raw: &RawValue, depth: usize) -> Result<Json, CheckError> {
    if depth > MAX_DEPTH {
        return Err(CheckError::TooLarge {
            place: "the text".into(),
            what: "a nesting depth",
            size: depth,
            limit: MAX_DEPTH,
        });
    }
    let text = raw.get();
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let Members(members) = serde_json::from_str(text).map_err(not_json)?;
            let mut keys: Vec<&str> = members.iter().map(|(key, _)| key.as_str()).collect();
            keys.sort_unstable();
            if let Some(pair) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
                return Err(CheckError::DuplicateKey { place: "an object".into(), key: pair[0].into() });
            }
            let read_member = |(key, value)| Ok((key, read(value, depth + 1)?));
            Json::Object(members.into_iter().map(read_member).collect::<Result<_, CheckError>>()?)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(not_json)?;
            Json::List(items.into_iter().map(|item| read(item, depth + 1)).collect::<Result<_, _>>()?)
        }
        Some(b'"') => Json::Text(serde_json::from_str(text).map_err(not_json)?),
        Some(b't' | b'f') => Json::Bool(text == "true"),
        Some(b'n') | None => Json::Null,
        Some(_) => Json::Number(text.into()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain;

    #[test]
    fn the_text_of_a_number_survives() {
        let Json::List(items) = parse("[0.10000000000000000001, -2e-3]").unwrap() else { panic!("a list") };
        assert!(matches!(&items[0], Json::Number(text) if text == "0.10000000000000000001"));
        assert!(matches!(&items[1], Json::Number(text) if text == "-2e-3"));
    }

    #[test]
    fn broken_repeated_and_bottomless_texts_are_refused() {
        assert_eq!(parse("{\"a\":1,").unwrap_err().kind(), "NotJson");
        assert_eq!(parse("").unwrap_err().kind(), "NotJson");
        assert_eq!(parse("[1] 2").unwrap_err().kind(), "NotJson");
        assert_eq!(parse("{\"a\":1,\"\\u0061\":2}").unwrap_err().kind(), "DuplicateKey");
        let deep = "[".repeat(5000) + &"]".repeat(5000);
        assert!(matches!(parse(&deep).unwrap_err().kind(), "TooLarge" | "NotJson"));
    }
}

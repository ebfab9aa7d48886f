//! One JSON object with its keys in order.

use detente::Rational;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

/// A result for programs: keys in the order in which they were added.
#[derive(Debug)]
pub struct Document {
    fields: Vec<(&'static str, Box<RawValue>)>,
}

impl Document {
    /// An object without keys.
    pub fn empty() -> Self {
        Document { fields: Vec::new() }
    }

    /// The beginning of every result.
    pub fn of(command: &str) -> Self {
        Document::empty()
            .with("schema", &1)
            .with("version", &env!("CARGO_PKG_VERSION"))
            .with("command", &command)
    }

    /// The object with one more key. An `Option` without a value is written as `null`.
    pub fn with<T: Serialize + ?Sized>(mut self, key: &'static str, value: &T) -> Self {
        // Only maps with keys other than strings and failing writers can make serde_json fail.
        let raw = serde_json::value::to_raw_value(value).expect("results have string keys");
        self.fields.push((key, raw));
        self
    }

    /// The object with one more key if there is a value; left out otherwise.
    pub fn with_some<T: Serialize>(self, key: &'static str, value: Option<&T>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// The object on one line.
    pub fn to_json(&self) -> String {
        // As in `with`: the keys are strings and the values are ready.
        serde_json::to_string(self).expect("results have string keys")
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for (key, value) in &self.fields {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// The nearest floats.
pub fn floats<'a>(values: impl IntoIterator<Item = &'a Rational>) -> Vec<f64> {
    values.into_iter().map(Rational::to_f64).collect()
}

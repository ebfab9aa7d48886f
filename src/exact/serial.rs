//! Rationals in serde: out as `"p/q"`, in from strings, integers and floats.

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::Rational;

impl Serialize for Rational {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

struct RationalVisitor;

impl Visitor<'_> for RationalVisitor {
    type Value = Rational;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a number, or a string such as \"1/3\"")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Rational, E> {
        text.parse().map_err(E::custom)
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Rational, E> {
        Ok(value.into())
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Rational, E> {
        Ok(value.into())
    }
    /// The shortest decimal that names this float: a literal of up to fifteen digits comes back as written.
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Rational, E> {
        format!("{value:e}").parse().map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for Rational {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RationalVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_round_trips_and_short_literals_stay_exact() {
        let third = Rational::new(-1, 3);
        let text = serde_json::to_string(&third).unwrap();
        assert_eq!(text, "\"-1/3\"");
        assert_eq!(serde_json::from_str::<Rational>(&text).unwrap(), third);
        assert_eq!(serde_json::from_str::<Rational>("0.1").unwrap(), Rational::new(1, 10));
        assert_eq!(serde_json::from_str::<Rational>("-7").unwrap(), Rational::from(-7));
        assert!(serde_json::from_str::<Rational>("[1]").is_err());
        assert!(serde_json::from_str::<Rational>("\"x\"").is_err());
    }
}

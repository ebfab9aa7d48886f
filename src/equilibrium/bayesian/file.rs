//! Bayesian games as JSON: numbers are read exactly from their text, and written as fractions.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::BayesianGame;
use crate::exact::Rational;
use crate::game::{Game, GameError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    #[serde(default)]
    title: String,
    players: Vec<String>,
    types: Vec<Vec<String>>,
    actions: Vec<Vec<String>>,
    prior: Box<RawValue>,
    payoffs: Box<RawValue>,
}

#[derive(Serialize)]
struct Writing<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    players: &'a [String],
    types: Vec<&'a [String]>,
    actions: Vec<&'a [String]>,
    prior: Nested<'a>,
    payoffs: Nested<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Nested<'a> {
    Number(&'a Rational),
    List(Vec<Nested<'a>>),
}

impl<'a> Nested<'a> {
    /// Flat numbers nested by the lengths of the levels, none of them zero.
    fn new(flat: &[&'a Rational], lengths: &[usize]) -> Self {
        match lengths.split_first() {
            Some((length, inner)) => {
                let size = flat.len() / length;
                Nested::List(flat.chunks(size).map(|chunk| Nested::new(chunk, inner)).collect())
            }
            None => Nested::Number(flat[0]),
        }
    }
}

impl Serialize for BayesianGame {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let players = 0..self.players();
        let types: Vec<usize> = players.clone().map(|player| self.types(player)).collect();
        let prior: Vec<&Rational> = self.prior().iter().collect();
        let payoffs: Vec<&Rational> =
            (0..self.type_profiles()).flat_map(|index| self.stage(index).payoffs()).collect();
        let lengths: Vec<usize> = types.iter().chain(self.shape()).copied().chain([self.players()]).collect();
        let writing = Writing {
            title: self.stage(0).title(),
            players: self.stage(0).player_labels(),
            types: players.clone().map(|player| self.type_labels(player)).collect(),
            actions: players.map(|player| self.stage(0).action_labels(player)).collect(),
            prior: Nested::new(&prior, &types),
            payoffs: Nested::new(&payoffs, &lengths),
        };
        writing.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for BayesianGame {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Reading::deserialize(deserializer)?.game().map_err(D::Error::custom)
    }
}

impl Reading {
    fn game(self) -> Result<BayesianGame, GameError> {
        let expected = self.players.len();
        if expected == 0 {
            return Err(GameError::NoPlayers);
        }
        for (location, found) in [("types", self.types.len()), ("actions", self.actions.len())] {
            if found != expected {
                return Err(GameError::Ragged { location: location.into(), found, expected });
            }
        }
        let types: Vec<usize> = self.types.iter().map(Vec::len).collect();
        let shape: Vec<usize> = self.actions.iter().map(Vec::len).collect();
        let mut prior = Vec::new();
        flatten(&self.prior, &types, "prior", &mut prior)?;
        let lengths: Vec<usize> = types.iter().chain(&shape).copied().chain([expected]).collect();
        let mut payoffs = Vec::new();
        flatten(&self.payoffs, &lengths, "payoffs", &mut payoffs)?;
        // The nesting was followed to the last level: there are as many payoffs as the lengths say.
        let size = lengths[types.len()..].iter().product::<usize>();
        if size == 0 {
            let player = shape.iter().position(|&actions| actions == 0).unwrap_or(0);
            return Err(GameError::NoActions { player });
        }
        let stages = payoffs.chunks(size).map(|stage| {
            let game = Game::new(&shape, stage.to_vec())?.titled(&self.title);
            game.labelled(self.players.clone(), self.actions.clone())
        });
        let game = BayesianGame::new(&types, prior, stages.collect::<Result<_, _>>()?)?;
        game.with_types(self.types)
    }
}

/// Appends the numbers of a nested list of known lengths.
fn flatten(
    value: &RawValue,
    lengths: &[usize],
    path: &str,
    flat: &mut Vec<Rational>,
) -> Result<(), GameError> {
    let wrong = |message: &str| GameError::Format {
        format: "JSON",
        location: path.into(),
        message: message.into(),
        hint: "nest the prior by types; the payoffs by types, then actions, one number per player at the end"
            .into(),
    };
    let Some((&expected, inner)) = lengths.split_first() else {
        let text = value.get();
        let literal = match text.as_bytes().first() {
            Some(b'"') => serde_json::from_str::<String>(text).map_err(|_| wrong("found an odd string"))?,
            Some(b'-' | b'0'..=b'9') => text.to_string(),
            _ => return Err(wrong("found something else where a number is needed")),
        };
        let number =
            literal.parse().map_err(|source| GameError::BadNumber { location: path.into(), source })?;
        flat.push(number);
        return Ok(());
    };
    let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(value.get()) else {
        return Err(wrong("found something else where a list is needed"));
    };
    if items.len() != expected {
        return Err(GameError::Ragged { location: path.into(), found: items.len(), expected });
    }
    let mut items = items.into_iter().enumerate();
    items.try_for_each(|(index, item)| flatten(item, inner, &format!("{path}[{index}]"), flat))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"title":"sale","players":["b","s"],"types":[["k","c"],["s"]],
        "actions":[["yes","no"],["high"]],"prior":[["0.1"],[0.9]],
        "payoffs":[[[[[1,12345678901234567890123]],[[0,"1/3"]]]],[[[[-1,2e-1]],[[0,0]]]]]}"#;

    #[test]
    fn numbers_are_exact_and_json_round_trips() {
        let game: BayesianGame = serde_json::from_str(TEXT).unwrap();
        assert_eq!(game.prior(), [Rational::new(1, 10), Rational::new(9, 10)]);
        assert_eq!(game.stage(0).payoff_at(0, 1).to_string(), "12345678901234567890123");
        assert_eq!(game.stage(1).payoff_at(0, 1), &Rational::new(1, 5));
        assert_eq!(
            (game.type_labels(0), game.stage(1).action_labels(0)[1].as_str()),
            (&["k".to_string(), "c".to_string()][..], "no")
        );
        let text = serde_json::to_string(&game).unwrap();
        assert_eq!(serde_json::from_str::<BayesianGame>(&text).unwrap(), game);
    }

    #[test]
    fn a_malformed_file_is_refused_at_its_place() {
        for (from, to, place) in [
            ("[0.9]", "[0.9,0]", "prior[1] has 2 entries where 1 are needed"),
            ("[0.9]", "0.9", "JSON, prior[1]: found something else where a list is needed"),
            ("2e-1", "true", "JSON, payoffs[1][0][0][0][1]: found something else where a number is needed"),
            ("\"1/3\"", "\"1/0\"", "payoffs[0][0][1][0][1]"),
            ("[[\"k\",\"c\"],[\"s\"]]", "[[\"k\",\"c\"]]", "types has 1 entries where 2 are needed"),
            ("[\"k\",\"c\"]", "[\"k\",\"k\"]", "the label 'k' is used twice in types[0]"),
            ("\"title\"", "\"name\"", "unknown field"),
        ] {
            assert!(TEXT.contains(from), "{from}");
            let error = serde_json::from_str::<BayesianGame>(&TEXT.replacen(from, to, 1)).unwrap_err();
            assert!(error.to_string().contains(place), "{error}");
        }
    }
}

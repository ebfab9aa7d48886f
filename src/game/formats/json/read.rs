//! From JSON to a game file, with every complaint at its path.

use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::super::super::{Absorbing, Discount, Game, GameError};
use super::super::file::GameFile;
use super::payoffs;
use super::value::{Located, describe, format_error};
use crate::exact::{Rational, Scalar};

const GAME_KEYS: [&str; 6] = ["title", "players", "actions", "payoffs", "discount", "absorbing"];
const ABSORBING_KEYS: [&str; 3] = ["profile", "probability", "payoff"];

pub(in super::super) fn read(text: &str) -> Result<GameFile, GameError> {
    let text = text.trim_start_matches('\u{feff}');
    let fields = Fields::read(text, "", &GAME_KEYS)?;
    let players = fields.get("players").map(|value| value.strings()).transpose()?;
    let actions = match fields.get("actions") {
        Some(value) => {
            let lists = value.list("a list of action labels per player")?;
            Some(lists.iter().map(Located::strings).collect::<Result<Vec<_>, _>>()?)
        }
        None => None,
    };
    if let (Some(players), Some(actions)) = (&players, &actions)
        && players.len() != actions.len()
    {
        let location = "actions".into();
        return Err(GameError::Ragged { location, found: actions.len(), expected: players.len() });
    }
    let count = players.as_ref().map(Vec::len).or(actions.as_ref().map(Vec::len));
    if count == Some(0) {
        return Err(GameError::NoPlayers);
    }
    let shape: Option<Vec<usize>> = actions.as_ref().map(|lists| lists.iter().map(Vec::len).collect());
    let nested = fields.required("payoffs")?;
    let (shape, flat) = payoffs::read(nested.text, count, shape.as_deref())?;
    let plain = Game::new(&shape, flat)?;
    let players = players.unwrap_or_else(|| plain.player_labels().to_vec());
    let actions = actions
        .unwrap_or_else(|| (0..shape.len()).map(|player| plain.action_labels(player).to_vec()).collect());
    let title = fields.get("title").map(|value| value.string()).transpose()?.unwrap_or_default();
    let game = plain.labelled(players, actions)?.titled(title);
    let discount = fields.get("discount").map(|value| discount(&value, game.players())).transpose()?;
    let absorbing = match fields.get("absorbing") {
        Some(value) => absorbing(&value, &game)?,
        None => Vec::new(),
    };
    Ok(GameFile { game, discount, absorbing })
}

fn discount(value: &Located, players: usize) -> Result<Discount, GameError> {
    if !value.is_list() {
        return Ok(Discount::Common(discount_factor(value)?));
    }
    let items = value.list_of("a discount factor per player", players)?;
    Ok(Discount::PerPlayer(items.iter().map(discount_factor).collect::<Result<_, _>>()?))
}

fn discount_factor(value: &Located) -> Result<Rational, GameError> {
    let discount = value.number()?;
    if discount.is_positive() && discount < Rational::ONE {
        return Ok(discount);
    }
    Err(GameError::OutOfRange {
        name: value.path.clone(),
        value: discount.to_string(),
        range: "a discount factor lies strictly between 0 and 1".into(),
    })
}

fn absorbing(value: &Located, game: &Game<Rational>) -> Result<Vec<Absorbing>, GameError> {
    let mut seen = HashSet::new();
    let mut specs = Vec::new();
    for item in value.list("a list of absorbing profiles")? {
        let fields = Fields::read(item.text, &item.path, &ABSORBING_KEYS)?;
        let spec = absorbing_profile(&fields, game)?;
        if !seen.insert(spec.profile.clone()) {
            return Err(format_error(
                &format!("{}.profile", item.path),
                format!("the profile {} is listed twice", spec.profile),
                "list every absorbing profile once",
            ));
        }
        specs.push(spec);
    }
    Ok(specs)
}

fn absorbing_profile(fields: &Fields, game: &Game<Rational>) -> Result<Absorbing, GameError> {
    let profile = fields.required("profile")?;
    let actions = profile
        .list_of("one action per player", game.players())?
        .iter()
        .enumerate()
        .map(|(player, item)| {
            let named = item.index_or_label()?;
            game.parse_action(player, &named).map_err(|error| {
                format_error(&item.path, error.to_string(), crate::error::Explain::hint(&error))
            })
        })
        .collect::<Result<Vec<usize>, GameError>>()?;
    let chance = fields.required("probability")?;
    let probability = chance.number()?;
    if probability.is_negative() || probability > Rational::ONE {
        return Err(GameError::Probability {
            location: chance.path,
            message: format!("{probability} is not a probability"),
        });
    }
    let payoff = fields.required("payoff")?.numbers_of(game.players())?;
    Ok(Absorbing { profile: actions.into(), probability, payoff })
}

/// The keys and values of an object, each key known and given once.
struct Fields<'a> {
    path: &'a str,
    entries: Vec<(String, &'a RawValue)>,
}

impl<'a> Fields<'a> {
    fn read(text: &'a str, path: &'a str, known: &[&str]) -> Result<Self, GameError> {
        let Entries(entries) =
            serde_json::from_str(text).map_err(|error| syntax_error(text, path, &error))?;
        let mut seen = HashSet::new();
        for (key, _) in &entries {
            let location = join(path, key);
            if !known.contains(&key.as_str()) {
                let hint = format!("the keys are {}", known.join(", "));
                return Err(format_error(&location, format!("there is no key '{key}'"), hint));
            }
            if !seen.insert(key.as_str()) {
                return Err(format_error(
                    &location,
                    format!("the key '{key}' is given twice"),
                    "give it once",
                ));
            }
        }
        Ok(Fields { path, entries })
    }

    /// The value of a key, unless it is absent or null.
    fn get(&self, key: &str) -> Option<Located<'a>> {
        let (_, value) = self.entries.iter().find(|(name, _)| name == key)?;
        (value.get() != "null").then(|| Located::new(value, join(self.path, key)))
    }

    fn required(&self, key: &str) -> Result<Located<'a>, GameError> {
        self.get(key).ok_or_else(|| {
            format_error(&join(self.path, key), format!("the key '{key}' is missing"), format!("add '{key}'"))
        })
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.into() } else { format!("{path}.{key}") }
}

fn syntax_error(text: &str, path: &str, error: &serde_json::Error) -> GameError {
    let location = if path.is_empty() {
        format!("line {}, column {}", error.line(), error.column())
    } else {
        path.to_string()
    };
    if error.is_data() {
        let message = format!("found {} where an object is needed", describe(text.trim_start()));
        return format_error(&location, message, "write an object: {\"key\": value}");
    }
    let rest = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let before = rest.char_indices().nth(error.column().saturating_sub(2)).map_or(0, |(at, _)| at);
    let near = rest[before..].trim_start_matches(['-', ' ', ',', '[', ':']).to_ascii_lowercase();
    if near.starts_with("nan") || near.starts_with("inf") {
        let message = "NaN and infinities are not payoffs, nor are they JSON";
        return format_error(&location, message, "write finite numbers");
    }
    // The location is said once: serde_json appends it to its own message.
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    format_error(&location, message, "write one JSON object and nothing behind it")
}

/// An object's entries in order, the values as text.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;
        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor)
    }
}

/// Reads the JSON form of a game file. Works with `serde_json` only, because numbers are read from
/// their text.
impl<'de> Deserialize<'de> for GameFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        read(raw.get()).map_err(de::Error::custom)
    }
}

/// Reads the JSON form of a game file without discount factors and absorbing profiles. Works with
/// `serde_json` only, because numbers are read from their text.
impl<'de, T: Scalar> Deserialize<'de> for Game<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let GameFile { game, discount, absorbing } = GameFile::deserialize(deserializer)?;
        if discount.is_some() || !absorbing.is_empty() {
            return Err(de::Error::custom("a stage game has neither 'discount' nor 'absorbing'"));
        }
        game.map_payoffs(|_, payoffs| payoffs.iter().map(T::from_exact).collect()).map_err(de::Error::custom)
    }
}

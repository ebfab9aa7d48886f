//! From a game to JSON: payoffs nested by player order, numbers without loss.

use serde::ser::{Serialize, SerializeSeq, SerializeStruct, Serializer};

use super::super::super::{Discount, Game};
use super::super::file::GameFile;
use crate::exact::{Rational, Scalar};

pub(in super::super) fn write(file: &GameFile) -> String {
    // Only maps with keys other than strings and failing writers can make serde_json fail.
    serde_json::to_string(file).expect("a game file has string keys and is written to memory")
}

/// A rational as a JSON number where every reader keeps it (whole and up to 2^53), else as `"p/q"`.
struct Exact<'a>(&'a Rational);

impl Serialize for Exact<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const KEPT_BY_EVERY_READER: i64 = 1 << 53;
        let whole = if self.0.is_integer() { i64::try_from(self.0.numerator()).ok() } else { None };
        match whole {
            Some(n) if n.abs() <= KEPT_BY_EVERY_READER => serializer.serialize_i64(n),
            _ => self.0.serialize(serializer),
        }
    }
}

/// The profiles from `first` on that agree with the actions of the first `player` players.
struct Nested<'a, T, N> {
    game: &'a Game<T>,
    player: usize,
    first: usize,
    number: N,
}

impl<'a, T: Scalar, N: Fn(&'a T) -> J + Copy, J: Serialize> Serialize for Nested<'a, T, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Nested { game, player, first, number } = *self;
        let Some(&actions) = game.shape().get(player) else {
            return serializer.collect_seq(game.payoffs_at(first).iter().map(number));
        };
        let mut list = serializer.serialize_seq(Some(actions))?;
        for profile in game.unilateral(first, player) {
            list.serialize_element(&Nested { game, player: player + 1, first: profile, number })?;
        }
        list.end()
    }
}

fn write_game<'a, S: SerializeStruct, T: Scalar, J: Serialize>(
    fields: &mut S,
    game: &'a Game<T>,
    number: impl Fn(&'a T) -> J + Copy,
) -> Result<(), S::Error> {
    fields.serialize_field("title", &game.title)?;
    fields.serialize_field("players", &game.players)?;
    fields.serialize_field("actions", &game.actions)?;
    fields.serialize_field("payoffs", &Nested { game, player: 0, first: 0, number })
}

impl Serialize for Game<Rational> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Game", 4)?;
        write_game(&mut fields, self, Exact)?;
        fields.end()
    }
}

impl Serialize for Game<f64> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Game", 4)?;
        write_game(&mut fields, self, |payoff: &f64| *payoff)?;
        fields.end()
    }
}

impl Serialize for GameFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let optional = usize::from(self.discount.is_some()) + usize::from(!self.absorbing.is_empty());
        let mut fields = serializer.serialize_struct("GameFile", 4 + optional)?;
        write_game(&mut fields, &self.game, Exact)?;
        match &self.discount {
            Some(Discount::Common(discount)) => fields.serialize_field("discount", &Exact(discount))?,
            Some(Discount::PerPlayer(list)) => {
                fields.serialize_field("discount", &list.iter().map(Exact).collect::<Vec<_>>())?;
            }
            None => {}
        }
        if !self.absorbing.is_empty() {
            fields.serialize_field("absorbing", &self.absorbing)?;
        }
        fields.end()
    }
}

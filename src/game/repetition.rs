//! What a game file and a repeated game say beyond the stage game: how patient the players are, and which
//! profiles may end the game.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Profile;
use crate::exact::Rational;

/// How patient the players are: the weight of tomorrow against today, one for all or one per player.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Discount {
    /// The same factor for every player.
    Common(Rational),
    /// One factor per player.
    PerPlayer(Vec<Rational>),
}

impl Discount {
    /// The factor of a player.
    pub fn of(&self, player: usize) -> &Rational {
        match self {
            Discount::Common(delta) => delta,
            Discount::PerPlayer(list) => &list[player],
        }
    }
    /// The factors of `players` players, one each.
    pub fn per_player(&self, players: usize) -> Vec<Rational> {
        match self {
            Discount::Common(delta) => vec![delta.clone(); players],
            Discount::PerPlayer(list) => list.clone(),
        }
    }
    /// The common factor; `None` if players differ.
    pub fn common(&self) -> Option<&Rational> {
        match self {
            Discount::Common(delta) => Some(delta),
            Discount::PerPlayer(list) => list.first().filter(|first| list.iter().all(|d| d == *first)),
        }
    }
}

impl fmt::Display for Discount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Discount::Common(delta) => write!(f, "{delta}"),
            Discount::PerPlayer(list) => {
                let all: Vec<String> = list.iter().map(Rational::to_string).collect();
                write!(f, "({})", all.join(", "))
            }
        }
    }
}

/// A profile that may end the game: with `probability` this year is the last one decided, and every
/// player gets `payoff` on average for ever; otherwise the year pays the stage payoff and play goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absorbing {
    /// The profile.
    pub profile: Profile,
    /// The chance that the game ends when it is played.
    pub probability: Rational,
    /// The average payoff for ever after, one per player.
    pub payoff: Vec<Rational>,
}

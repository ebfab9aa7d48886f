//! The evidence behind a "no": a chain of outer sets that anyone can check step by step.

use serde::{Deserialize, Serialize};

use super::Discount;
use crate::exact::Rational;
pub use crate::geometry::HalfSpace;
use crate::geometry::Polygon;

/// One outer set of the chain with the threats that hold within it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Two players: the vertices, counter-clockwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vertices: Option<Vec<[Rational; 2]>>,
    /// Other numbers of players: the inequalities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub halfspaces: Option<Vec<HalfSpace>>,
    /// A lower bound on every player's equilibrium payoffs.
    pub threat: Vec<Rational>,
    /// Where this link is the limit of many steps rather than one: the ratio `r < 1` by which each of
    /// them brings the link before nearer to this one. With `W_s` the mean of this set (weight `1 - s`)
    /// and the set before (weight `s`), and threats likewise, `B(W_s)` lies inside `W_(r s)` for all `s`
    /// between 0 and 1; so V, which lies in `W_1`, lies in every `W_(r^k)`, and in this set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slide: Option<Rational>,
}

impl Link {
    pub(crate) fn planar(set: &Polygon<Rational>, threat: &[Rational; 2]) -> Self {
        Link {
            vertices: Some(set.vertices().to_vec()),
            halfspaces: None,
            threat: threat.to_vec(),
            slide: None,
        }
    }
    /// A link that the one before slides into.
    pub(crate) fn slid(set: &Polygon<Rational>, threat: &[Rational; 2], ratio: Rational) -> Self {
        Link { slide: Some(ratio), ..Link::planar(set, threat) }
    }
}

/// How the last outer set contradicts the claim.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Failure {
    /// A player gains more by deviating from the target than the threat can take away:
    /// `gain = (1-d) (best deviation - payoff)`, `slack = d (continuation - threat)`, `gain > slack`.
    Incentive {
        /// The player.
        player: usize,
        /// The gain today.
        gain: Rational,
        /// The most that can be lost tomorrow.
        slack: Rational,
    },
    /// The outer set is empty: there is no equilibrium in pure actions.
    Empty,
    /// The target payoff violates an inequality that holds for the outer set.
    Separation {
        /// The outer normal.
        normal: Vec<Rational>,
        /// The right-hand side, which the target exceeds.
        bound: Rational,
    },
}

/// The JSON forms of a [`Failure`].
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum FailureForm {
    Incentive { player: usize, gain: Rational, slack: Rational },
    Separation { separation: HalfSpace },
    Word(String),
}

impl Serialize for Failure {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let form = match self.clone() {
            Failure::Incentive { player, gain, slack } => FailureForm::Incentive { player, gain, slack },
            Failure::Separation { normal, bound } => {
                FailureForm::Separation { separation: HalfSpace { normal, bound } }
            }
            Failure::Empty => FailureForm::Word("empty".into()),
        };
        form.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Failure {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match FailureForm::deserialize(deserializer)? {
            FailureForm::Incentive { player, gain, slack } => Ok(Failure::Incentive { player, gain, slack }),
            FailureForm::Separation { separation } => {
                Ok(Failure::Separation { normal: separation.normal, bound: separation.bound })
            }
            FailureForm::Word(word) if word == "empty" => Ok(Failure::Empty),
            FailureForm::Word(word) => {
                Err(serde::de::Error::custom(format!("'{word}' is no failure; expected \"empty\"")))
            }
        }
    }
}

/// A proof that something is not an equilibrium: outer sets `W_0, W_1, ...` of V, and how the last one
/// contradicts the claim.
///
/// Anyone can check it: `W_0` contains all feasible payoffs, `B(W_k)` (the operator of Abreu, Pearce and
/// Stacchetti 1990 with the threats of link `k`) lies inside `W_{k+1}`, threats only rise to what holds;
/// or link `k+1` is where link `k` slides to ([`Link::slide`]).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refutation {
    /// The discount factor.
    pub discount: Discount,
    /// The outer sets.
    pub chain: Vec<Link>,
    /// The contradiction.
    pub fails: Failure,
}

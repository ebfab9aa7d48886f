//! What an instrument changed, as data and in words.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Detection, Payment, Setting};
use crate::exact::Rational;
use crate::game::Profile;
use crate::repeated::Discount;

/// One difference between two settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Change {
    /// A player's payoff at a profile.
    Payoff {
        /// The profile.
        profile: Profile,
        /// The profile in words.
        cell: String,
        /// The player's label.
        player: String,
        /// Yearly, or for ever after.
        payment: Payment,
        /// The payoff before.
        before: Rational,
        /// The payoff after.
        after: Rational,
    },
    /// The chance that a profile ends the game.
    Ending {
        /// The profile.
        profile: Profile,
        /// The profile in words.
        cell: String,
        /// The probability before.
        before: Rational,
        /// The probability after.
        after: Rational,
    },
    /// The players' patience.
    Discount {
        /// The discount factors before.
        before: Discount,
        /// The discount factors after.
        after: Discount,
    },
    /// How well defections are seen.
    Detection {
        /// Detection before.
        before: Detection,
        /// Detection after.
        after: Detection,
    },
    /// The players decide on more than before.
    Actions {
        /// Actions per player before.
        before: Vec<usize>,
        /// Actions per player after.
        after: Vec<usize>,
    },
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Payoff { cell, player, payment, before, after, .. } => {
                let span = match payment {
                    Payment::Yearly => "",
                    Payment::ForEver => " for ever",
                };
                write!(f, "at {cell} {player} gets {after}{span} instead of {before}")
            }
            Change::Ending { cell, before, after, .. } => {
                write!(f, "{cell} ends the game with probability {after} instead of {before}")
            }
            Change::Discount { before, after } => {
                write!(f, "the discount factor is {after} instead of {before}")
            }
            Change::Detection { before, after } => write!(f, "{after} instead of {before}"),
            Change::Actions { before, after } => {
                let shape = |counts: &[usize]| -> String {
                    let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
                    counts.join(" x ")
                };
                write!(f, "the stage game is {} instead of {}", shape(after), shape(before))
            }
        }
    }
}

pub(super) fn between(before: &Setting, after: &Setting) -> Vec<Change> {
    let mut changes = Vec::new();
    let (old, new) = (before.game(), after.game());
    if old.discount() != new.discount() {
        changes.push(Change::Discount { before: old.discount().clone(), after: new.discount().clone() });
    }
    if before.detection() != after.detection() {
        changes
            .push(Change::Detection { before: before.detection().clone(), after: after.detection().clone() });
    }
    if old.stage().shape() != new.stage().shape() {
        let (before, after) = (old.stage().shape().to_vec(), new.stage().shape().to_vec());
        changes.push(Change::Actions { before, after });
        return changes;
    }
    let payoff = |index: usize, player: usize, payment: Payment, before: &Rational, after: &Rational| {
        (before != after).then(|| Change::Payoff {
            profile: new.stage().profile(index),
            cell: new.stage().describe(index),
            player: new.stage().player_labels()[player].clone(),
            payment,
            before: before.clone(),
            after: after.clone(),
        })
    };
    for index in 0..new.stage().profiles() {
        for player in 0..new.players() {
            let (u, v) = (old.stage().payoff_at(index, player), new.stage().payoff_at(index, player));
            changes.extend(payoff(index, player, Payment::Yearly, u, v));
        }
    }
    // Instruments keep the order and the number of the profiles that can end the game.
    for (u, v) in old.absorbing().iter().zip(new.absorbing()) {
        let Ok(index) = new.stage().index(&v.profile) else { continue };
        if u.probability != v.probability {
            changes.push(Change::Ending {
                profile: v.profile.clone(),
                cell: new.stage().describe(index),
                before: u.probability.clone(),
                after: v.probability.clone(),
            });
        }
        for (player, (before, after)) in u.payoff.iter().zip(&v.payoff).enumerate() {
            changes.extend(payoff(index, player, Payment::ForEver, before, after));
        }
    }
    changes
}

//! Verdicts: yes with an automaton, no with a refutation, or unknown with what is missing.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Automaton, Refutation};
use crate::exact::Rational;

/// Why a target is not sustained, the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Reason {
    /// The stage game is strictly competitive: what one gains the other loses.
    ZeroSum,
    /// The target gives a player less than the minmax payoff, or just that with a gain from deviating:
    /// no patience helps.
    BelowMinmax,
    /// A deviation that ends the game for good beats the target.
    DecisiveWar,
    /// Deviations are not seen well enough.
    Monitoring,
    /// The target is worse for a player than self-help.
    PrefersSelfHelp,
    /// More patience would help.
    Impatience,
    /// Too little trust that the other side wants to cooperate.
    Distrust,
    /// No admissible division makes the target sustainable.
    NoAdmissibleDivision,
    /// The punishment asked for does not exist: there is no pure stage equilibrium.
    NoStageEquilibrium,
}

impl Reason {
    /// The reason in words, for the player who blocks.
    pub fn in_words(&self) -> &'static str {
        match self {
            Reason::ZeroSum => "the game is strictly competitive: what one side gains the other loses",
            Reason::BelowMinmax => "it pays less than what the player can secure alone; no patience helps",
            Reason::DecisiveWar => {
                "ending the game by force pays more, and no later punishment can answer it"
            }
            Reason::Monitoring => "deviations are not detected well enough",
            Reason::PrefersSelfHelp => "self-help pays the player more",
            Reason::Impatience => "the gain from deviating today outweighs what can be lost tomorrow",
            Reason::Distrust => "the other side may not want to cooperate at all",
            Reason::NoAdmissibleDivision => "no admissible division makes it sustainable",
            Reason::NoStageEquilibrium => "there is no pure stage equilibrium to punish with",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// The answer to "can it be sustained?", with its evidence.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// Yes: the automaton does it, checked move by move.
    Sustained {
        /// The strategy.
        automaton: Automaton,
        /// Each player's average payoff.
        payoff: Vec<Rational>,
    },
    /// No: the refutation proves it.
    Refuted {
        /// The player whose constraint fails (the lowest on ties); `None` where nobody in particular
        /// blocks (there is no equilibrium at all, or the payoff lies outside V).
        blocker: Option<usize>,
        /// Why.
        reason: Option<Reason>,
        /// The proof.
        refutation: Refutation,
    },
    /// Neither could be proven within the budget.
    Undecided {
        /// What is known, in words.
        known: String,
    },
}

impl Verdict {
    /// Yes, no, or `None` for unknown.
    pub fn is_sustained(&self) -> Option<bool> {
        match self {
            Verdict::Sustained { .. } => Some(true),
            Verdict::Refuted { .. } => Some(false),
            Verdict::Undecided { .. } => None,
        }
    }
    /// The automaton, if the target is sustained.
    pub fn automaton(&self) -> Option<&Automaton> {
        match self {
            Verdict::Sustained { automaton, .. } => Some(automaton),
            _ => None,
        }
    }
    /// The refutation, if the target is not sustained.
    pub fn refutation(&self) -> Option<&Refutation> {
        match self {
            Verdict::Refuted { refutation, .. } => Some(refutation),
            _ => None,
        }
    }
    /// The player who blocks.
    pub fn blocker(&self) -> Option<usize> {
        match self {
            Verdict::Refuted { blocker, .. } => *blocker,
            _ => None,
        }
    }
    /// Why it is not sustained.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Verdict::Refuted { reason, .. } => *reason,
            _ => None,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Sustained { automaton, payoff } => {
                let payoff: Vec<String> = payoff.iter().map(Rational::to_string).collect();
                let states = automaton.states.len();
                let plural = if states == 1 { "state" } else { "states" };
                write!(f, "yes: worth ({}), by an automaton of {states} {plural}", payoff.join(", "))
            }
            Verdict::Refuted { blocker, reason, refutation } => {
                write!(f, "no: ")?;
                if let Some(player) = blocker {
                    write!(f, "player {} blocks, ", player + 1)?;
                }
                match reason {
                    Some(reason) => write!(f, "{reason} ({})", reason.in_words())?,
                    None => write!(f, "it lies outside every equilibrium")?,
                }
                let steps = refutation.chain.len();
                write!(f, "; proven by {steps} outer {}", if steps == 1 { "set" } else { "sets" })
            }
            Verdict::Undecided { known } => write!(f, "undecided: {known}"),
        }
    }
}

//! From a game to `.nfg`, payoff form.

use std::fmt::Write;

use super::super::super::Game;
use super::in_gambit_order;
use crate::exact::Rational;

pub(in super::super) fn write(game: &Game<Rational>) -> String {
    let mut text = format!("NFG 1 R {} {{", quoted(game.title()));
    for player in game.player_labels() {
        text.push(' ');
        text.push_str(&quoted(player));
    }
    text.push_str(" }\n\n{");
    for player in 0..game.players() {
        text.push_str(if player == 0 { " {" } else { "\n  {" });
        for action in game.action_labels(player) {
            text.push(' ');
            text.push_str(&quoted(action));
        }
        text.push_str(" }");
    }
    text.push_str(" }\n\n");
    in_gambit_order(game.shape(), |profile| {
        for (player, payoff) in game.payoffs_at(profile).iter().enumerate() {
            // Writing to a string cannot fail.
            let _ = write!(text, "{}{payoff}", if player == 0 { "" } else { " " });
        }
        text.push('\n');
    });
    text
}

/// The text in quotes. Gambit reads a backslash as itself unless a quote or a backslash follows, so
/// only there (and before the closing quote) it is doubled.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' if matches!(letters.peek(), None | Some('"' | '\\')) => quoted.push_str("\\\\"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

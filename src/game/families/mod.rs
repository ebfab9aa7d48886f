//! The classic games of the field, exact and labelled, as constructors of [`Game`].
//!
//! Every family checks the order of payoffs (or the ranges of parameters) that makes it what it is, and
//! says which order that would be. Wherever there is a cooperative action, it is action 0.
//!
//! | two by two, symmetric | two players | any number of players |
//! |---|---|---|
//! | [`prisoners_dilemma`](Game::prisoners_dilemma) | [`battle_of_the_sexes`](Game::battle_of_the_sexes) | [`public_goods`](Game::public_goods) |
//! | [`stag_hunt`](Game::stag_hunt) | [`matching_pennies`](Game::matching_pennies) | [`minimum_effort`](Game::minimum_effort) |
//! | [`chicken`](Game::chicken) | [`rock_paper_scissors`](Game::rock_paper_scissors) | [`cournot`](Game::cournot) |
//! | [`deadlock`](Game::deadlock) | [`coordination`](Game::coordination) | [`bertrand`](Game::bertrand) |
//! | [`harmony`](Game::harmony) | [`inspection`](Game::inspection), [`travellers_dilemma`](Game::travellers_dilemma) | |
//!
//! ```
//! use detente::Game;
//! let stag = Game::stag_hunt(2, 3, 1, 0)?;
//! assert_eq!(stag.pure_equilibria(), vec![0, 3]);
//! use detente::error::Explain;
//! let error = Game::chicken(5, 3, 1, 0).unwrap_err();
//! assert!(error.hint().contains("temptation > reward > sucker > punishment"));
//! # Ok::<(), detente::game::GameError>(())
//! ```

mod conflict;
mod groups;
mod markets;
mod two_by_two;

use std::fmt::Display;

#[cfg(doc)]
use super::Game;
use super::{GameError, MAX_PLAYERS};

/// An error that names parameters, their values and the condition that they break.
fn broken(name: &str, values: &[&dyn Display], condition: &str) -> GameError {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    GameError::OutOfRange { name: name.into(), value: values.join(", "), range: condition.into() }
}

/// Default names of `players` players, all different.
fn numbered_players(players: usize) -> Vec<String> {
    (1..=players).map(|i| format!("Player {i}")).collect()
}

/// A game shape in which everybody has the same number of actions.
fn equal_shape(players: usize, actions: usize) -> Result<Vec<usize>, GameError> {
    if players > MAX_PLAYERS {
        return Err(GameError::TooManyPlayers { found: players, limit: MAX_PLAYERS });
    }
    Ok(vec![actions; players])
}

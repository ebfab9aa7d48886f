//! Reference values shared by the integration tests (see `tests/data/README.md`).
#![allow(dead_code)] // Each test binary uses its part.

pub mod closed_forms;

use detente::geometry::Kind;
use detente::repeated::RepeatedGame;
use detente::{Game, Rational};
use serde::Deserialize;

#[derive(Deserialize)]
struct Sets {
    games: Vec<ReferenceSet>,
}

/// A published or cross-checked V(delta).
#[derive(Deserialize)]
pub struct ReferenceSet {
    pub name: String,
    pub delta: Rational,
    pub payoffs1: Vec<Vec<Rational>>,
    pub payoffs2: Vec<Vec<Rational>>,
    pub kind: Kind,
    pub vertices: Vec<[f64; 2]>,
    pub threat: Option<[f64; 2]>,
}

/// The 35 reference sets with their games.
pub fn reference_sets() -> Vec<(ReferenceSet, RepeatedGame)> {
    let file: Sets = serde_json::from_str(include_str!("../data/payoff_sets.json")).unwrap();
    file.games
        .into_iter()
        .map(|r| {
            let stage = Game::bimatrix(&r.payoffs1, &r.payoffs2).unwrap();
            let game = RepeatedGame::new(stage, &r.delta).unwrap();
            (r, game)
        })
        .collect()
}

//! Verdicts with evidence: automata that verify, refutations that hold, against the reference values.

use detente::geometry::Kind;
use detente::repeated::{Objective, Options, RepeatedGame};
use detente::{Game, Rational};
use serde::Deserialize;

#[derive(Deserialize)]
struct Sets {
    games: Vec<ReferenceSet>,
}
#[derive(Deserialize)]
struct ReferenceSet {
    name: String,
    delta: Rational,
    payoffs1: Vec<Vec<Rational>>,
    payoffs2: Vec<Vec<Rational>>,
    kind: Kind,
    vertices: Vec<[f64; 2]>,
}

fn reference_games() -> Vec<(ReferenceSet, RepeatedGame)> {
    let file: Sets = serde_json::from_str(include_str!("data/payoff_sets.json")).unwrap();
    let game = |r: &ReferenceSet| {
        RepeatedGame::new(Game::bimatrix(&r.payoffs1, &r.payoffs2).unwrap(), &r.delta).unwrap()
    };
    file.games
        .into_iter()
        .map(|r| {
            let g = game(&r);
            (r, g)
        })
        .collect()
}

#[test]
fn the_best_and_worst_payoffs_of_every_reference_set_are_attained_by_verified_automata() {
    for (reference, game) in reference_games() {
        for objective in [
            Objective::Welfare,
            Objective::Player(0),
            Objective::Player(1),
            Objective::Worst(0),
            Objective::Worst(1),
        ] {
            let best = game.best(objective, &Options::default()).unwrap();
            if reference.kind == Kind::Empty {
                assert_eq!(best.verdict.is_sustained(), Some(false), "{}", reference.name);
                continue;
            }
            let weights = objective.weights(2);
            let expected = reference
                .vertices
                .iter()
                .map(|v| weights[0].to_f64() * v[0] + weights[1].to_f64() * v[1])
                .fold(f64::NEG_INFINITY, f64::max);
            let sign = if matches!(objective, Objective::Worst(_)) { -1.0 } else { 1.0 };
            let attained = best.attained.as_ref().unwrap();
            let automaton = best.verdict.automaton().unwrap();
            automaton.verify(&game).unwrap();
            let (attained, bound) = (attained.to_f64(), best.bound.unwrap());
            let scale = reference.vertices.iter().flatten().fold(1.0, |m: f64, x| m.max(x.abs()));
            assert!((attained - sign * expected).abs() <= 1e-8 * scale, "{}: {attained}", reference.name);
            assert!(sign * (bound - attained) >= 0.0 && (bound - attained).abs() <= 1e-8 * scale);
        }
    }
}

//! Verdicts with evidence: automata that verify, refutations that hold, against the reference values.

mod common;

use detente::geometry::Kind;
use detente::repeated::{Objective, Options};

#[test]
fn the_best_and_worst_payoffs_of_every_reference_set_are_attained_by_verified_automata() {
    for (reference, game) in common::reference_sets() {
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

#[test]
fn a_player_who_neither_gains_nor_loses_needs_the_threat_exactly_and_gets_it() {
    // Column is indifferent at (0, 2) and at its worst payoff 3; row's threat is no short fraction.
    let payoffs = [1, 1, 4, 3, 2, 3, 0, 1, 4, 3, 1, 3, 0, 0, 4, 1, 4, 4];
    let stage = detente::Game::new(&[3, 3], payoffs.map(detente::Rational::from).to_vec()).unwrap();
    for delta in ["22/25", "9/10", "19/20"] {
        let game = detente::repeated::RepeatedGame::new(stage.clone(), delta).unwrap();
        let verdict = game.sustain(&[0, 2].into()).unwrap();
        verdict.automaton().unwrap().verify(&game).unwrap();
    }
}

#[test]
fn a_game_in_which_nothing_matters_has_its_value_without_a_gap() {
    let stage = detente::Game::new(&[2, 2], vec![detente::Rational::ZERO; 8]).unwrap();
    let game = detente::repeated::RepeatedGame::new(stage, "1/2").unwrap();
    let best = game.best(Objective::Welfare, &Options::default()).unwrap();
    assert_eq!((best.attained, best.bound), (Some(detente::Rational::ZERO), Some(0.0)));
}

//! Targets on the edge of V, and next to it where a chain of outer sets approaches V slowly.

use detente::check::{CheckReport, check_str};
use detente::prelude::*;
use detente::repeated::{Absorbing, Link, Options, Verdict};
use serde_json::{Value, json};

type Cells<'a> = &'a [&'a [[i64; 2]]];

fn game(cells: Cells, discount: &str) -> RepeatedGame {
    let side = |player: usize| -> Vec<Vec<Rational>> {
        cells.iter().map(|row| row.iter().map(|cell| cell[player].into()).collect()).collect()
    };
    RepeatedGame::new(Game::bimatrix(&side(0), &side(1)).unwrap(), discount).unwrap()
}

fn ask(game: &RepeatedGame, payoff: [Rational; 2]) -> Verdict {
    game.sustain_target(&Target::Payoff(payoff.to_vec()), &Options::default()).unwrap()
}

fn as_result(cells: Cells, discount: &str, payoff: &[Rational; 2], verdict: &Verdict) -> Value {
    let mut result = json!({"schema": 1, "version": "0", "command": "sustain", "game": {"payoffs": cells},
        "discount": discount, "target": {"payoff": payoff}, "sustained": verdict.is_sustained()});
    match verdict {
        Verdict::Sustained { automaton, payoff } => {
            result["payoff"] = json!(payoff);
            result["automaton"] = json!(automaton);
        }
        Verdict::Refuted { blocker, reason, refutation } => {
            result["blocker"] = json!(blocker);
            result["reason"] = json!(reason);
            result["refutation"] = json!(refutation);
        }
        _ => panic!("decided"),
    }
    result
}

fn report(result: &Value) -> CheckReport {
    check_str(&result.to_string()).unwrap()
}

/// V is a triangle with the face x = 3, on which Row is at his minmax payoff; its two other vertices are
/// irrational, and an iteration nears them by a share of 1 - d per step.
const FACE: Cells = &[&[[2, 3], [4, 0]], &[[1, 1], [1, 1]], &[[3, 2], [1, 4]]];

#[test]
fn payoffs_on_the_threat_face_of_patient_players_are_sustained() {
    let asked = [("999/1000", 2, 1), ("999/1000", 6, 5), ("9999/10000", 3, 2)];
    for (discount, p, q) in asked {
        let game = game(FACE, discount);
        let payoff = [Rational::from(3), Rational::new(p, q)];
        let verdict = ask(&game, payoff.clone());
        verdict.automaton().unwrap_or_else(|| panic!("{verdict}")).verify(&game).unwrap();
        let checked = report(&as_result(FACE, discount, &payoff, &verdict));
        assert!(checked.valid, "{:?}", checked.failure);
    }
}

fn slides(verdict: &Verdict) -> usize {
    let chain = &verdict.refutation().unwrap_or_else(|| panic!("{verdict}")).chain;
    chain.iter().filter(|link: &&Link| link.slide.is_some()).count()
}

#[test]
fn payoffs_next_to_the_face_are_refuted_by_sliding() {
    // The face ends at 1.0080486.
    let payoff = [Rational::from(3), Rational::new(100_804, 100_000)];
    let verdict = ask(&game(FACE, "999/1000"), payoff.clone());
    assert!(slides(&verdict) > 0);
    assert!(verdict.refutation().unwrap().chain.len() < 100, "thousands of steps otherwise");
    let result = as_result(FACE, "999/1000", &payoff, &verdict);
    assert!(report(&result).valid);
}

#[test]
fn a_set_that_a_tie_approaches_slowly_is_left_at_once() {
    let cells: Cells = &[&[[2, 2], [2, 2]], &[[1, 1], [1, 0]], &[[2, 2], [2, 1]]];
    let payoff = [Rational::from(2), Rational::new(3, 2)];
    let verdict = ask(&game(cells, "9999/10000"), payoff.clone());
    assert_eq!(slides(&verdict), 1);
    let result = as_result(cells, "9999/10000", &payoff, &verdict);
    let checked = report(&result);
    assert!(checked.valid && checked.checked[0].contains("limit of many"), "{checked:?}");

    // Every part of the step counts.
    let chain = &result["refutation"]["chain"];
    let at = chain.as_array().unwrap().iter().position(|link| link.get("slide").is_some()).unwrap();
    let change = |field: &str, value: Value| {
        let mut changed = result.clone();
        changed["refutation"]["chain"][at][field] = value;
        report(&changed)
    };
    assert!(!change("slide", json!("1")).valid, "no ratio below 1");
    assert!(!change("slide", json!("1/2")).valid, "no step is that long");
    assert!(!change("vertices", json!([["2", "3/2"]])).valid, "a set that holds no equilibrium");
    assert!(!change("vertices", json!([])).valid);
    let mut plain = result.clone();
    plain["refutation"]["chain"][at].as_object_mut().unwrap().remove("slide");
    assert!(!report(&plain).valid, "no single step leads there");
}

#[test]
fn absorbing_outcomes_slide_too() {
    let stage = [[2, 1], [0, 2], [1, 2]];
    let game = game(&[&stage], "9999/10000");
    let end = Absorbing {
        profile: Profile::from([0, 1]),
        probability: Rational::new(1, 3),
        payoff: vec![Rational::ZERO; 2],
    };
    let game = RepeatedGame::with_absorbing(game.stage().clone(), "9999/10000", vec![end]).unwrap();
    let verdict = ask(&game, [Rational::new(2, 3), Rational::from(2)]);
    assert!(slides(&verdict) > 0);
}

//! Runs of saved automata.

use serde_json::{Value, json};

use crate::run::{DILEMMA, WAR, detente_with, result};

fn play(saved: &Value, arguments: &[&str]) -> Value {
    let run = detente_with(&saved.to_string(), &[&["play", "-", "--json"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run.json()
}

fn pact() -> Value {
    result(0, &["sustain", DILEMMA, "--discount", "1/2", "--profile", "0,0"])
}

#[test]
fn a_deviation_is_paid_once_and_punished_ever_after() {
    let played = play(&pact(), &["--rounds", "4", "--deviate", "Row@1:defect"]);
    let rounds = played["rounds"].as_array().unwrap();
    assert_eq!(
        rounds[0],
        json!({"round": 0, "state": 0, "profile": [0, 0], "payoffs": [3.0, 3.0], "deviator": null})
    );
    assert_eq!((&rounds[1]["profile"], &rounds[1]["deviator"]), (&json!([1, 0]), &json!(0)));
    assert_eq!(rounds[3]["payoffs"], json!([1.0, 1.0]));
    assert_eq!(played["averages"], json!([2.5, 1.25]));
    assert_eq!(played["discount"], "1/2");
}

#[test]
fn several_deviators_go_unanswered() {
    let played = play(&pact(), &["--rounds", "2", "--deviate", "0@0:1", "--deviate", "1@0:1"]);
    assert_eq!(played["rounds"][0]["deviator"], Value::Null);
    assert_eq!(played["rounds"][0]["profile"], json!([1, 1]));
    assert_eq!(played["rounds"][0]["deviators"], json!([0, 1]));
    assert_eq!(played["rounds"][1]["profile"], json!([0, 0]));
    assert_eq!(detente_with(&played.to_string(), &["check", "-"]).code, 0);
}

#[test]
fn the_same_seed_plays_the_same_run_and_check_accepts_it() {
    let mixed = result(0, &["sustain", DILEMMA, "--discount", "9/10", "--payoff", "2,2"]);
    let [first, second] = [0, 1].map(|_| play(&mixed, &["--rounds", "20", "--seed", "5"]));
    assert_eq!(first, second);
    let starts: Vec<Value> = (0..20)
        .map(|seed| {
            play(&mixed, &["--rounds", "1", "--seed", &seed.to_string()])["rounds"][0]["state"].clone()
        })
        .collect();
    assert!(starts.iter().any(|state| *state != starts[0]), "the public draw depends on the seed");
    assert_eq!(detente_with(&first.to_string(), &["check", "-"]).code, 0);
}

#[test]
fn after_the_end_its_payoff_is_paid_for_ever() {
    let pact = result(0, &["sustain", WAR, "--profile", "0,0"]);
    let played = play(&pact, &["--rounds", "5", "--deviate", "Holder@1:attack"]);
    let last = &played["rounds"][4];
    assert_eq!(
        (&last["ended"], &last["profile"], &last["state"]),
        (&json!(true), &Value::Null, &Value::Null)
    );
    assert_eq!(detente_with(&played.to_string(), &["check", "-"]).code, 0);
}

#[test]
fn a_critical_result_is_played_at_its_own_discount_factor() {
    let zero = result(0, &["critical", DILEMMA, "--profile", "1,1"]);
    assert_eq!(play(&zero, &["--rounds", "1"])["discount"], "1/2");
}

#[test]
fn a_result_without_strategies_cannot_be_played() {
    let never = result(0, &["critical", DILEMMA, "--profile", "1,0"]);
    let run = detente_with(&never.to_string(), &["play", "-", "--rounds", "3", "--json"]);
    assert_eq!(run.kind(), "NoAutomaton");
    let pact = pact().to_string();
    for (wrong, kind) in [
        ("Row", "BadDeviation"),
        ("Row@9:defect", "BadDeviation"),
        ("Nobody@1:defect", "UnknownPlayer"),
        ("Row@1:flee", "UnknownAction"),
    ] {
        let run = detente_with(&pact, &["play", "-", "--rounds", "3", "--deviate", wrong, "--json"]);
        assert_eq!(run.kind(), kind, "{wrong}");
    }
}

//! Hidden actions, mixed actions and side payments: what the solvers prove passes, what is tampered with
//! does not.

use std::sync::OnceLock;

use detente::repeated::Options;
use detente::repeated::mixed::mixed_payoffs;
use detente::repeated::monitoring::PublicMonitoring;
use detente::repeated::transfers::RelationalGame;
use detente::{Game, Rational};
use serde_json::{Value, json};

use crate::support::{check, with, without};

/// A result that is found false with a sentence that holds `says`.
fn false_with(result: &Value, pointer: &str, value: Value, says: &str) {
    let report = check(&with(result.clone(), pointer, value.clone()));
    let failure = report.failure.unwrap_or_else(|| panic!("passes with {pointer} = {value}"));
    assert!(failure.contains(says), "{pointer}: {failure}");
}

fn result(command: &str, stage: &Game<Rational>, fields: Value) -> Value {
    let mut result = json!({"schema": 1, "version": "0", "command": command, "game": stage});
    result.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    result
}

/// The enclosure under a signal structure, as the command prints it.
fn monitored(signals: &PublicMonitoring, discount: &str, directions: usize) -> Value {
    let options = Options::default().directions(directions).tolerance(0.1).unwrap();
    let set = signals.payoff_set(discount, &options).unwrap();
    let enclosure = &set.enclosure;
    let mut fields = json!({"discount": discount, "monitoring": signals.table(), "kind": enclosure.kind,
        "inner": enclosure.inner, "outer": enclosure.outer, "gap": enclosure.gap,
        "threat": enclosure.threat, "chain": set.chain, "status": "undecided"});
    if let Some(inner) = &set.certified {
        fields["automaton"] = json!(inner.automaton);
    }
    result("repeated", signals.stage(), fields)
}

fn alarm(quiet: Rational) -> PublicMonitoring {
    let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    PublicMonitoring::from_function(&stage, ["quiet", "alarm"], |profile| {
        let alarm = if profile.actions() == [0, 0] { quiet.clone() } else { Rational::new(1, 2) };
        vec![Rational::ONE - &alarm, alarm]
    })
    .unwrap()
}

/// The Prisoner's Dilemma with a false alarm in ten rounds, at 9/10.
fn watched() -> &'static Value {
    static MADE: OnceLock<Value> = OnceLock::new();
    MADE.get_or_init(|| monitored(&alarm(Rational::new(1, 10)), "9/10", 4))
}

#[test]
fn enclosures_with_hidden_actions_pass() {
    let report = check(watched());
    assert!(report.valid, "{report}");
    for part in ["lists of multipliers", "lie in it, up to 1e-9", "value of a state"] {
        assert!(report.checked.iter().any(|sentence| sentence.contains(part)), "{part}: {report}");
    }
    // No equilibrium in pure actions, and three players.
    let pennies = Game::bimatrix(&[[1.0, -1.0], [-1.0, 1.0]], &[[-1.0, 1.0], [1.0, -1.0]]).unwrap();
    let empty = monitored(&PublicMonitoring::perfect(&pennies).unwrap(), "9/10", 4);
    let report = check(&empty);
    assert!(report.valid && report.checked.iter().any(|s| s.contains("no equilibrium")), "{report}");
    false_with(&empty, "/chain/steps/1/dead/3/multipliers", json!({}), "do not rule out");
    let stage = Game::from_function(&[2, 2, 2], |p| {
        let work = p.actions().iter().filter(|&&a| a == 0).count() as i64;
        p.actions().iter().map(|&a| Rational::from(2 * work - 3 * i64::from(a == 0))).collect()
    });
    let three = PublicMonitoring::perfect(&stage.unwrap()).unwrap();
    let report = check(&monitored(&three, "3/4", 6));
    assert!(report.valid, "{report}");
}

#[test]
fn a_bound_that_falls_too_far_or_without_a_proof_is_found() {
    let sound = watched();
    let steps = sound["chain"]["steps"].as_array().unwrap();
    let (k, step) =
        steps.iter().enumerate().find(|(_, s)| !s["proofs"].as_array().unwrap().is_empty()).unwrap();
    let direction = step["proofs"][0]["direction"].as_u64().unwrap();
    let pointer = format!("/chain/steps/{k}/bounds/{direction}");
    false_with(sound, &pointer, json!("-100"), "the multipliers prove");
    // Without the proof, and with another direction's.
    let mut silent = sound.clone();
    silent.pointer_mut(&format!("/chain/steps/{k}/proofs")).unwrap().as_array_mut().unwrap().clear();
    let failure = check(&silent).failure.expect("a proof is missing");
    assert!(failure.contains("without a proof"), "{failure}");
    let entry = format!("/chain/steps/{k}/proofs/0/multipliers");
    false_with(sound, &entry, json!({}), "the multipliers prove");
    let negative = json!({"halfspaces": [[0, 0, "-1"]]});
    false_with(sound, &entry, negative, "negative multiplier");
    false_with(sound, &entry, json!({"halfspaces": [[0, 999, "1"]]}), "does not exist");
    false_with(sound, "/chain/start/0", json!("0"), "below a feasible payoff");
    false_with(sound, "/chain/discount", json!("1/2"), "discount");
    false_with(sound, "/chain/empty", json!(true), "leaves some profile");
}

#[test]
fn signals_automata_and_corners_are_held_against_one_another() {
    let sound = watched();
    // With more false alarms the same strategies pay less.
    false_with(sound, "/monitoring/probabilities/0/0", json!(["4/5", "1/5"]), "");
    false_with(sound, "/monitoring/probabilities/0/0", json!(["4/5", "1/10"]), "sum to");
    let states = sound["automaton"]["states"].as_array().unwrap();
    let good = states.iter().position(|s| s["value"][0] == "5/2").unwrap();
    false_with(sound, &format!("/automaton/states/{good}/value"), json!(["3", "3"]), "by substitution");
    let stay = json!([[{"state": good, "probability": "1"}], [{"state": good, "probability": "1"}]]);
    let mut honest = with(sound.clone(), &format!("/automaton/states/{good}/next"), stay);
    honest = with(honest, &format!("/automaton/states/{good}/value"), json!(["3", "3"]));
    let failure = check(&honest).failure.unwrap();
    assert!(failure.contains("gains by playing 1"), "{failure}");
    // An outer set that is cut short.
    let mut short = with(sound.clone(), "/outer", json!([[1, 1], [2, 2]]));
    short = with(short, "/inner", json!([[1, 1], [2, 2]]));
    short = with(short, "/gap", json!(0));
    let failure = check(&short).failure.unwrap();
    assert!(failure.contains("does not exclude"), "{failure}");
    assert!(check(&without(sound.clone(), "", "automaton")).failure.unwrap().contains("no automaton"));
}

#[test]
fn mixed_actions_pass_and_a_wrong_mixture_is_found() {
    let pennies = Game::bimatrix(&[[1.0, -1.0], [-1.0, 1.0]], &[[-1.0, 1.0], [1.0, -1.0]]).unwrap();
    let found = mixed_payoffs(&pennies, "1/2", &[], &Options::default().directions(4)).unwrap();
    let sound = result(
        "repeated",
        &pennies.to_exact(),
        json!({"discount": "1/2", "mixtures": found.mixtures, "inner": [[0, 0]], "only": found.only,
               "automaton": found.automaton()}),
    );
    let report = check(&sound);
    assert!(report.valid && report.checked.iter().any(|s| s.starts_with("only")), "{report}");
    false_with(&sound, "/automaton/states/0/strategies/0", json!(["2/3", "1/3"]), "gains by playing");
    false_with(&sound, "/only", json!(["1/2", "-1/2"]), "the value is 0");
    false_with(&sound, "/inner", json!([[0.5, -0.5]]), "no state");
    false_with(&sound, "/game/payoffs/0/0", json!([2, 2]), "");
}

#[test]
fn payments_pass_and_every_part_is_checked() {
    // Abreu's (1988) Cournot duopoly: jointly 18 from 1/4 on, 20 from 1/3 on.
    let row: Vec<Vec<Rational>> =
        [[10, 3, 0], [15, 7, -4], [7, 5, -15]].map(|line| line.map(Rational::from).to_vec()).to_vec();
    let column: Vec<Vec<Rational>> = (0..3).map(|i| (0..3).map(|j| row[j][i].clone()).collect()).collect();
    let stage = Game::bimatrix(&row, &column).unwrap();
    let duopoly = RelationalGame::new(&stage);
    let set = duopoly.at("1/3").unwrap();
    let critical: Vec<Value> = (0..stage.profiles())
        .map(|p| {
            let profile = stage.profile(p);
            json!({"discount": duopoly.critical_discount(&profile).unwrap(), "profile": profile})
        })
        .collect();
    let sound = result(
        "transfers",
        &stage,
        json!({"discount": "1/3", "steps": duopoly.steps(), "critical": critical, "payoffs": set.payoffs,
               "contract": set.contract, "bound": set.bound}),
    );
    let report = check(&sound);
    assert!(report.valid && report.checked.len() == 5, "{report}");
    assert_eq!(sound["steps"][1]["from"], "1/4");
    false_with(&sound, "/steps/1/from", json!("1/5"), "exclusion leaves 14");
    false_with(&sound, "/steps/1/from", json!("3/10"), "up to the next exclusion leaves 18");
    false_with(&sound, "/steps/2/payoffs/joint", json!("21"), "exclusion leaves 20");
    false_with(&sound, "/steps/1/profile", json!([0, 0]), "does not earn");
    false_with(&sound, "/steps/1/punishing/0", json!([1, 1]), "does not hold player 0");
    false_with(&sound, "/critical/0/discount", json!("1/4"), "cannot be played there");
    false_with(&sound, "/critical/0/discount", json!("1/2"), "less patience suffices");
    false_with(&sound, "/critical/0/discount", json!(null), "patient players can play");
    false_with(&sound, "/payoffs/joint", json!("18"), "exclusion leaves 20");
    false_with(&sound, "/contract/path/transfers", json!(["1", "0"]), "more than nothing");
    false_with(&sound, "/contract/path/transfers", json!(["-9", "9"]), "gains by");
    false_with(&sound, "/contract/path/profile", json!([1, 1]), "");
    false_with(&sound, "/bound/rounds/0/joint", json!("19"), "does not cover");
}

//! Results survive `detente check`, and mutated ones do not.

use serde_json::Value;

use crate::run::{DILEMMA, SANNIKOV, SEXES, WAR, detente, detente_with, result};

fn check(result: &Value) -> (i32, Value) {
    let run = detente_with(&result.to_string(), &["check", "-", "--json"]);
    (run.code, run.json())
}

#[test]
fn every_kind_of_result_passes() {
    let commands: &[&[&str]] = &[
        &["sustain", DILEMMA, "--discount", "1/2", "--profile", "0,0"],
        &["sustain", DILEMMA, "--discount", "2/5", "--profile", "0,0"],
        &["sustain", DILEMMA, "--discount", "9/10", "--payoff", "2,2"],
        &["sustain", DILEMMA, "--discount", "2/5", "--payoff", "3,3"],
        &["sustain", DILEMMA, "--discount", "3/5", "--objective", "welfare"],
        &["sustain", SANNIKOV, "--objective", "worst:1"],
        &["sustain", WAR, "--profile", "0,0"],
        &["critical", DILEMMA, "--profile", "0,0"],
        &["critical", DILEMMA, "--profile", "0,0", "--punishment", "grim"],
        &["critical", DILEMMA, "--profile", "0,0", "--punishment", "nash"],
        &["critical", DILEMMA, "--profile", "1,0"],
        &["critical", DILEMMA, "--profile", "1,1"],
        &["critical", DILEMMA, "--target", "folk"],
        &["critical", DILEMMA, "--target", "better"],
        &["critical", DILEMMA, "--path", "0,1;1,0", "--width", "1e-9"],
        &["critical", DILEMMA, "--path", "0,1;1,0;0,0", "--width", "1e-9"],
        &["critical", DILEMMA, "--path", "0,1;1,0;0,0", "--punishment", "nash"],
        &["critical", DILEMMA, "--path", "0,1;1,0;0,0", "--punishment", "grim"],
        &["critical", DILEMMA, "--payoff", "2,5/2"],
        &["critical", DILEMMA, "--payoff", "4,4"],
        &["critical", DILEMMA, "--welfare", "6"],
        &["critical", DILEMMA, "--welfare", "6", "--punishment", "nash"],
        &["critical", DILEMMA, "--target", "better", "--punishment", "grim"],
        &["critical", DILEMMA, "--profile", "0,0", "--patience", "1/2,2/3"],
        &["critical", DILEMMA, "--target", "map"],
        &["critical", SANNIKOV, "--target", "better"],
        &["critical", SANNIKOV, "--profile", "a,a", "--width", "1/1000"],
        &["repeated", SANNIKOV],
        &["repeated", WAR],
        &["repeated", DILEMMA, "--discount", "1/2", "--without-coin"],
        &["solve", SEXES, "--concept", "nash"],
        &["solve", SEXES, "--concept", "correlated", "--objective", "min-welfare"],
        &["solve", SEXES, "--concept", "coarse"],
        &["solve", SEXES, "--concept", "coarse", "--polygon"],
        &["solve", SEXES, "--concept", "quantal"],
        &["solve", SEXES, "--concept", "minmax"],
        &["solve", SEXES, "--concept", "stackelberg"],
        &["solve", DILEMMA, "--concept", "dominance"],
        &["karabakh", "--draws", "20"],
    ];
    for command in commands {
        let (code, report) = check(&result(0, command));
        assert_eq!((code, &report["valid"]), (0, &Value::Bool(true)), "{command:?}: {report}");
        assert!(!report["checked"].as_array().unwrap().is_empty());
    }
}

/// Puts `value` at a path of the result.
fn put(result: &Value, path: &str, value: Value) -> Value {
    let mut changed = result.clone();
    *changed.pointer_mut(path).unwrap_or_else(|| panic!("no {path}")) = value;
    changed
}

#[test]
fn mutated_results_fail_with_exit_code_three() {
    let yes = result(0, &["sustain", DILEMMA, "--discount", "1/2", "--profile", "0,0"]);
    let no = result(0, &["sustain", DILEMMA, "--discount", "2/5", "--profile", "0,0"]);
    let critical = result(0, &["critical", DILEMMA, "--profile", "0,0"]);
    let level = result(0, &["critical", DILEMMA, "--welfare", "6"]);
    let better = result(0, &["critical", DILEMMA, "--target", "better"]);
    let turns = result(0, &["critical", DILEMMA, "--path", "0,1;1,0;0,0", "--punishment", "nash"]);
    let nash = result(0, &["solve", SEXES, "--concept", "nash"]);
    let mutations = [
        put(&level, "/target/welfare", "13/2".into()),
        put(&level, "/target/welfare", "2".into()),
        put(&better, "/target/better/0", "3".into()),
        put(&better, "/target/better", serde_json::json!(["1/2", "1/2"])),
        put(&turns, "/bounds/0", "63477/100000".into()),
        put(&turns, "/exact/polynomial/0", "-3".into()),
        put(&yes, "/automaton/states/0/value/0", "4".into()),
        put(&yes, "/discount", "2/5".into()),
        put(&yes, "/payoff/0", 2.5.into()),
        put(&no, "/refutation/fails/gain", "100".into()),
        put(&no, "/refutation/chain/0/threat/0", "2".into()),
        put(&critical, "/bounds/0", "1/3".into()),
        put(&nash, "/equilibria/1/exact/0/0", "1/2".into()),
        put(&nash, "/equilibria", Value::Array(vec![nash["equilibria"][0].clone()])),
    ];
    for (index, mutated) in mutations.iter().enumerate() {
        let (code, report) = check(mutated);
        assert_eq!((code, &report["valid"]), (3, &Value::Bool(false)), "mutation {index}: {report}");
        assert!(report["failure"].is_string());
    }
}

const THREE: &str = r#"{"payoffs": [
    [[[1,1,1],["1/3","1/3","4/3"]], [["1/3","4/3","1/3"],["-1/3","2/3","2/3"]]],
    [[["4/3","1/3","1/3"],["2/3","-1/3","2/3"]], [["2/3","2/3","-1/3"],[0,0,0]]]]}"#;
const THREE_PENNIES: &str = r#"{"payoffs": [[[[1,-1,0]],[[-1,1,0]]], [[[-1,1,0]],[[1,-1,0]]]]}"#;

#[test]
fn the_inner_set_of_three_players_is_proven_by_its_automaton_and_the_gap_is_recomputed() {
    let run = detente_with(THREE, &["repeated", "-", "--discount", "4/5", "--tolerance", "1e-2", "--json"]);
    assert_eq!(run.code, 0, "{}", run.out);
    let result = run.json();
    let (code, report) = check(&result);
    assert_eq!(code, 0, "{report}");
    let said = report["checked"].to_string();
    assert!(said.contains("value of a state") && said.contains("gap: recomputed"), "{said}");
    let gap = result["gap"].as_f64().unwrap();
    let state = |field: &str| format!("/certificate/automaton/states/0/{field}");
    let somewhere = result["inner"][0][0].as_f64().unwrap();
    for mutated in [
        put(&result, "/gap", (gap + 0.1).into()),
        put(&result, "/gap", (gap - 1e-6).into()),
        put(&result, "/inner/0/0", (somewhere + 1e-3).into()),
        put(&result, &state("value/0"), "1/7".into()),
        put(
            &result,
            &state("draws/0/profile/0"),
            (1 - result.pointer(&state("draws/0/profile/0")).unwrap().as_u64().unwrap()).into(),
        ),
        put(&result, "/certificate/vertices/1/2", "1/7".into()),
        put(&result, "/discount", "1/10".into()),
    ] {
        assert_eq!(check(&mutated).0, 3, "{mutated}");
    }
}

/// A flat inner set of dimension two in an outer set of dimension three.
const FLAT_INSIDE: &str = r#"{"payoffs": [[[[8,2,5],[8,1,5],[3,9,3]]], [[[3,9,3],[8,8,7],[3,9,1]]]]}"#;

#[test]
fn a_flat_inner_set_of_three_players_passes_under_its_wider_name() {
    let run = detente_with(FLAT_INSIDE, &["repeated", "-", "--discount", "3/4", "--json"]);
    let (code, report) = check(&run.json());
    assert_eq!(code, 0, "{report}");
}

#[test]
fn the_empty_set_of_three_players_is_refuted_and_checked() {
    let run = detente_with(THREE_PENNIES, &["repeated", "-", "--discount", "9/10", "--json"]);
    let result = run.json();
    assert_eq!((run.code, &result["kind"]), (0, &"empty".into()), "{result}");
    let (code, report) = check(&result);
    assert!(code == 0 && report["checked"].to_string().contains("no equilibrium"), "{report}");
    let chain = result["refutation"]["chain"].as_array().unwrap().clone();
    // Without the threat the first set alone is not empty.
    let shorter = put(&result, "/refutation/chain", Value::Array(chain[..1].to_vec()));
    assert_eq!(check(&put(&shorter, "/refutation/chain/0/threat/0", "-1".into())).0, 3);
    assert_eq!(check(&put(&result, "/refutation/chain/0/threat/0", "2".into())).0, 3);
}

#[test]
fn a_gap_that_was_not_reached_is_named_with_what_to_ask_for() {
    let asked = ["repeated", DILEMMA, "--discount", "1/2,9/10"];
    let run = detente(&asked);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.out.contains("was not reached") && run.out.contains("--tolerance"), "{}", run.out);
}

#[test]
fn a_false_comparison_without_the_coin_is_refused() {
    let true_one = result(0, &["repeated", DILEMMA, "--discount", "1/2", "--without-coin"]);
    let refused = |path: &str, value: Value| {
        let (code, report) = check(&put(&true_one, path, value));
        assert_eq!(code, 3, "{path}: {report}");
    };
    // The second corner needs the coin; the first does not.
    refused("/without_coin/differs", Value::Bool(false));
    refused("/without_coin/payoffs/1/payoff/0", "4".into());
    refused("/without_coin/payoffs/1/proof/exhausted/payoffs", serde_json::json!([["13/3", "1"]]));
    let drawn = true_one.pointer("/without_coin/payoffs/4/with").unwrap().clone();
    let mut claimed = put(&true_one, "/without_coin/payoffs/4/reached", Value::Bool(true));
    claimed["without_coin"]["payoffs"][4]["automaton"] = drawn;
    assert_eq!(check(&claimed).0, 3, "an automaton that draws");
}

#[test]
fn an_empty_equilibrium_set_is_proven_and_checked() {
    let pennies = r#"{"payoffs": [[[1,-1],[-1,1]],[[-1,1],[1,-1]]]}"#;
    let asked = ["sustain", "-", "--discount", "9/10", "--objective", "welfare", "--json"];
    let run = detente_with(pennies, &asked);
    let none = run.json();
    assert_eq!((run.code, &none["sustained"], &none["reason"]), (0, &false.into(), &"ZeroSum".into()));
    assert_eq!(none["refutation"]["fails"], "empty");
    assert_eq!(check(&none).0, 0);
}

#[test]
fn the_result_file_is_json_while_people_read_a_table() {
    let file = std::env::temp_dir().join(format!("detente-cli-{}.json", std::process::id()));
    let path = file.to_str().unwrap();
    let run = detente(&["critical", DILEMMA, "--profile", "0,0", "--out", path]);
    assert!(run.code == 0 && run.out.contains("Exactly from a discount factor of 1/2"), "{}", run.out);
    let checked = detente(&["check", path]);
    assert!(checked.code == 0 && checked.out.starts_with("valid"), "{}{}", checked.out, checked.err);
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn every_piece_of_a_map_is_checked_and_its_picture_is_written() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("patience-map.svg");
    let picture = folder.to_str().unwrap();
    let map = result(0, &["critical", DILEMMA, "--target", "map", "--range", "1/10,9/10", "--svg", picture]);
    assert!(std::fs::read_to_string(picture).unwrap().contains("from 0.5 on"));
    assert_eq!(check(&map).0, 0);
    let entered = map["entries"].as_array().unwrap().iter().map(|entry| &entry["exact"]);
    assert_eq!(entered.collect::<Vec<_>>(), ["0", "1/2"]);
    for (path, value) in [
        ("/entries/1/exact", "12/25"),
        ("/entries/1/bounds/0", "1/2"),
        ("/steps/0/payoff/0", "2"),
        ("/steps/0/bounds/0", "1/5"),
        ("/steps/1/refutation/fails/separation/bound", "1000"),
    ] {
        let (code, report) = check(&put(&map, path, value.into()));
        assert_eq!(code, 3, "{path}: {report}");
    }
    assert_eq!(check(&put(&map, "/steps/0/rise", 5.0.into())).0, 3);
    for wrong in
        [["--punishment", "nash"], ["--range", "1/2,1/3"], ["--range", "1/2"], ["--patience", "1/2,1/3"]]
    {
        let asked = [&["critical", DILEMMA, "--target", "map", "--json"][..], &wrong[..]].concat();
        assert_eq!(detente(&asked).code, 1, "{wrong:?}");
    }
    assert_eq!(detente(&["critical", DILEMMA, "--target", "folk", "--svg", picture]).code, 1);
}

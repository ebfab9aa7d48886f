//! Hidden actions, mixed actions, side payments and tournaments on the command line.

use serde_json::Value;

use crate::run::{DILEMMA, WAR, detente, detente_with, keys, result};

const ALARM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/signals/anonymous-alarm.json");

const ATTRIBUTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/signals/attributed-alarm.json");

fn passes(result: &Value) {
    let run = detente_with(&result.to_string(), &["check", "-", "--json"]);
    assert_eq!((run.code, run.json()["valid"].clone()), (0, true.into()), "{}", run.out);
}

#[test]
fn an_alarm_costs_what_abreu_milgrom_and_pearce_say_and_check_agrees() {
    let found = result(0, &["repeated", DILEMMA, "--discount", "9/10", "--monitoring", ALARM]);
    assert_eq!(found["kind"], "segment");
    let inner = found["inner"].as_array().unwrap();
    assert_eq!(inner.last().unwrap(), &serde_json::json!([2.5, 2.5]));
    assert_eq!(found["monitoring"]["signals"], serde_json::json!(["quiet", "alarm"]));
    assert_eq!(found["folk"], false);
    passes(&found);
    let asked = ["repeated", DILEMMA, "--discount", "1/2", "--monitoring", ALARM, "--tolerance", "0.1"];
    let text = detente(&asked).out;
    for part in ["is a single point", "quiet, alarm", "proven by", "any signal"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn mixed_actions_keep_an_equilibrium_where_pure_ones_have_none() {
    let pennies = r#"{"payoffs": [[[1,-1],[-1,1]],[[-1,1],[1,-1]]]}"#;
    let run = detente_with(pennies, &["repeated", "-", "--discount", "1/2", "--mixed", "--json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let found = run.json();
    assert_eq!(
        (&found["only"], &found["inner"]),
        (&serde_json::json!(["0", "0"]), &serde_json::json!([[0.0, 0.0]]))
    );
    passes(&found);
}

#[test]
fn payments_are_answered_for_all_discount_factors_at_once() {
    let all = result(0, &["transfers", DILEMMA]);
    assert!(all.get("contract").is_none() && all.get("discount").is_none());
    let from: Vec<&Value> = all["steps"].as_array().unwrap().iter().map(|step| &step["from"]).collect();
    assert_eq!(from, ["0", "1/4", "1/2"]);
    passes(&all);
    let one = result(0, &["transfers", DILEMMA, "--discount", "1/4"]);
    assert_eq!(one["payoffs"]["joint"], "5");
    assert!(keys(&one["contract"]).contains(&"punish"));
    passes(&one);
    let never =
        detente_with(r#"{"payoffs": [[[1,-1],[-1,1]],[[-1,1],[1,-1]]]}"#, &["transfers", "-", "--json"]);
    assert_eq!((never.code, &never.json()["steps"]), (0, &serde_json::json!([])));
    passes(&never.json());
}

#[test]
fn bad_signal_files_are_refused_with_their_place() {
    for (signals, kind, place) in [
        ("", "Format", "line"),
        (r#"{"signals": ["a"]}"#, "Format", "line"),
        (r#"{"signals": [], "probabilities": []}"#, "Count", "probabilities"),
        (
            r#"{"signals": ["a", "a"], "probabilities": [[[1,0],[1,0]],[[1,0],[1,0]]]}"#,
            "DuplicateSignal",
            "signals",
        ),
        (
            r#"{"signals": ["a", "b"], "probabilities": [[[1,0],[1,0]],[[1,0],[1,1]]]}"#,
            "NotALottery",
            "(1, 1)",
        ),
        (r#"{"signals": ["a", "b"], "probabilities": [[[1,0],[1,0]],[[1,0],[1]]]}"#, "Count", "(1, 1)"),
        (r#"{"signals": ["a", "b"], "probabilities": [[[1,0],["x",0]],[[1,0],[1]]]}"#, "Format", "[0][1][0]"),
        (r#"{"signals": ["a", "b"], "probabilities": 3}"#, "Format", "probabilities"),
        (r#"{"signals": ["a"], "law": [], "probabilities": 3}"#, "Format", "line"),
    ] {
        let run =
            detente_with(signals, &["repeated", DILEMMA, "--discount", "1/2", "--monitoring", "-", "--json"]);
        assert_eq!(run.kind(), kind, "{signals}");
        let found = run.json()["error"]["where"].as_str().unwrap().to_string();
        assert!(found.starts_with("standard input, ") && found.contains(place), "{signals}: {found}");
    }
    let refused = |arguments: &[&str]| detente(&[arguments, &["--json"]].concat()).kind();
    assert_eq!(refused(&["repeated", WAR, "--monitoring", ALARM]), "NotCovered");
    assert_eq!(refused(&["repeated", WAR, "--mixed"]), "NotCovered");
    assert_eq!(refused(&["transfers", WAR]), "NotCovered");
    assert_eq!(refused(&["transfers", DILEMMA, "--discount", "1/2,1/3"]), "NotCovered");
    assert_eq!(refused(&["repeated", DILEMMA, "--discount", "1/2,1/3", "--monitoring", ALARM]), "NotCovered");
    assert_eq!(
        refused(&["repeated", DILEMMA, "--discount", "1/2", "--monitoring", "nowhere.json"]),
        "Unreadable"
    );
}

#[test]
fn critical_discount_factors_with_an_alarm_are_checked_on_both_sides() {
    let asked = ["critical", DILEMMA, "--monitoring", ALARM, "--welfare", "4", "--width", "1/20"];
    let found = result(0, &asked);
    let bounds: Vec<f64> = [&found["lower"], &found["upper"]].iter().map(|x| x.as_f64().unwrap()).collect();
    assert!(bounds[0] < 10.0 / 13.0 && 10.0 / 13.0 <= bounds[1], "{bounds:?}");
    assert_eq!(found["status"], "enclosed");
    passes(&found);
    let mut tampered = found.clone();
    tampered["refutation"]["weights"] = serde_json::json!([]);
    assert_eq!(detente_with(&tampered.to_string(), &["check", "-"]).code, 3);
    tampered = found;
    tampered["target"] = serde_json::json!({"welfare": "6"});
    assert_eq!(detente_with(&tampered.to_string(), &["check", "-"]).code, 3);
    let never = result(0, &["critical", DILEMMA, "--monitoring", ALARM, "--payoff", "3,3"]);
    assert_eq!((&never["status"], &never["upper"]), (&"never".into(), &Value::Null));
    passes(&never);
    let mut tampered = never;
    tampered["target"] = serde_json::json!({"payoff": ["5/2", "5/2"]});
    assert_eq!(detente_with(&tampered.to_string(), &["check", "-"]).code, 3);
    let never = result(0, &["critical", DILEMMA, "--monitoring", ALARM, "--welfare", "11/2"]);
    assert!(never["never"]["scores"].is_array(), "{}", never["never"]);
    passes(&never);
    let mut tampered = never;
    tampered["target"] = serde_json::json!({"welfare": "5"});
    assert_eq!(detente_with(&tampered.to_string(), &["check", "-"]).code, 3);
    // An alarm that names the violator can bring payoffs near (3, 3), but its false alarms never stop.
    let never = result(0, &["critical", DILEMMA, "--monitoring", ATTRIBUTED, "--payoff", "3,3"]);
    assert_eq!(never["status"], "never");
    assert!(never["never"]["corner"].is_array(), "{}", never["never"]);
    passes(&never);
    let mut tampered = never;
    tampered["never"]["corner"] = serde_json::json!(["1", "0"]);
    assert_eq!(detente_with(&tampered.to_string(), &["check", "-"]).code, 3);
    let run = detente(&["critical", DILEMMA, "--monitoring", ALARM, "--profile", "0,0", "--json"]);
    assert_eq!(run.kind(), "NotApplicable");
}

#[test]
fn tournaments_are_exact_and_checked() {
    let named = [
        "tournament",
        DILEMMA,
        "--discount",
        "9/10",
        "--strategies",
        "tit-for-tat,always-defect,grim-trigger",
    ];
    let found = result(0, &named);
    assert_eq!(found["payoffs"][0][1], serde_json::json!(["9/10", "7/5"]));
    assert_eq!(found["ranking"], serde_json::json!([0, 2, 1]));
    passes(&found);
    for (pointer, value) in [
        ("/payoffs/0/1/0", serde_json::json!("1")),
        ("/scores/0", serde_json::json!(3)),
        ("/ranking", serde_json::json!([1, 2, 0])),
        ("/entrants/0/0/states/0/next", serde_json::json!([1, 1, 1, 1])),
        ("/tremble", serde_json::json!("1/100")),
    ] {
        let mut tampered = found.clone();
        *tampered.pointer_mut(pointer).unwrap() = value;
        assert_eq!(detente_with(&tampered.to_string(), &["check", "-"]).code, 3, "{pointer}");
    }
    let shaky = result(0, &["tournament", DILEMMA, "--discount", "9/10", "--tremble", "1/100"]);
    assert_eq!(shaky["entrants"].as_array().unwrap().len(), 9);
    passes(&shaky);
    let text = detente(&named).out;
    assert!(text.contains("tit for tat") && text.contains("against 3"), "{text}");
    let refused = |more: &[&str]| {
        detente(&[&["tournament", DILEMMA, "--discount", "1/2", "--json"], more].concat()).kind()
    };
    assert_eq!(refused(&["--strategies", "tat-for-tit"]), "UnknownStrategy");
    assert_eq!(refused(&["--tremble", "1"]), "Tremble");
    assert_eq!(
        refused(&["--cooperate", "7,7"]),
        detente(&["sustain", DILEMMA, "--discount", "1/2", "--profile", "7,7", "--json"]).kind()
    );
}

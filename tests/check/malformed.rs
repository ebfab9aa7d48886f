//! What is no result at all is an error, not a verdict.

use detente::check::check_str;
use detente::error::Explain;
use serde_json::json;

use crate::support::{check, fixture, with, without};

fn kind_and_place(text: &str) -> (String, String) {
    let error = check_str(text).expect_err("no result");
    assert!(!error.hint().is_empty() && !error.to_string().is_empty());
    (error.kind().into(), error.location())
}

#[test]
fn broken_texts_and_unknown_words_are_errors_with_a_place() {
    let kind = |text: &str| kind_and_place(text).0;
    assert_eq!(kind("not json"), "NotJson");
    assert_eq!(kind("{}"), "Missing");
    assert_eq!(kind("[]"), "WrongType");
    let pd = fixture("sustain_pd");
    let place = |pointer: &str, value| kind_and_place(&with(pd.clone(), pointer, value).to_string());
    assert_eq!(place("/schema", json!(2)), ("UnknownSchema".into(), "schema".into()));
    assert_eq!(place("/command", json!("conquer")), ("UnknownWord".into(), "command".into()));
    assert_eq!(place("/target", json!("peace")), ("UnknownWord".into(), "target".into()));
    assert_eq!(place("/discount", json!("1")), ("OutOfRange".into(), "discount".into()));
    assert_eq!(place("/discount", json!("1/0")), ("ZeroDenominator".into(), "discount".into()));
    assert_eq!(
        place("/automaton/states/0/value", json!(["3"])),
        ("WrongLength".into(), "automaton.states[0].value".into())
    );
    assert_eq!(
        place("/game/payoffs/0/1", json!([1, 2, 3])),
        ("WrongLength".into(), "game.payoffs[0][1]".into())
    );
    assert_eq!(place("/game/payoffs/0/1/0", json!("1e999999")).0, "TooLarge");
}

#[test]
fn missing_fields_are_named() {
    for (pointer, key, place) in [
        ("", "game", "game"),
        ("", "automaton", "automaton"),
        ("", "sustained", "sustained"),
        ("/automaton", "initial", "automaton.initial"),
        ("/automaton/states/1", "punish", "automaton.states[1].punish"),
        ("/automaton/states/0/draws/0", "next", "automaton.states[0].draws[0].next"),
    ] {
        let text = without(fixture("sustain_pd"), pointer, key).to_string();
        assert_eq!(kind_and_place(&text), ("Missing".into(), place.into()));
    }
    let text = without(fixture("sustain_pd_refuted"), "/refutation/chain/0", "threat").to_string();
    assert_eq!(kind_and_place(&text).1, "refutation.chain[0].threat");
}

#[test]
fn a_key_given_twice_is_refused() {
    let text = fixture("sustain_pd").to_string().replacen(
        "\"sustained\":true",
        "\"sustained\":false,\"sustained\":true",
        1,
    );
    assert_eq!(kind_and_place(&text).0, "DuplicateKey");
}

#[test]
fn a_file_made_to_hang_the_checker_ends_in_an_honest_error() {
    // Thousands of vertices with long coordinates, mapped at every one of many steps.
    let mut result = fixture("sustain_pd_refuted");
    let digits = "9".repeat(1500);
    let vertices: Vec<_> =
        (0..1500).map(|i| json!([format!("{i}/{digits}"), format!("{}/{digits}", i * i)])).collect();
    let link = json!({"vertices": vertices, "threat": ["1", "1"]});
    let mut chain = vec![result["refutation"]["chain"][0].clone()];
    chain.extend(std::iter::repeat_n(link, 40));
    result["refutation"]["chain"] = json!(chain);
    match check_str(&result.to_string()) {
        Err(error) => assert!(matches!(error.kind(), "TooMuchWork" | "TooLarge"), "{error}"),
        Ok(report) => assert!(!report.valid),
    }
    let long = with(
        fixture("sustain_pd"),
        "/automaton/states/0/value/0",
        json!(format!("3/{}", "7".repeat(15_000))),
    );
    assert_eq!(kind_and_place(&long.to_string()).0, "TooLarge");
}

#[test]
fn reports_serialise_as_the_contract_says() {
    let valid = serde_json::to_value(check(&fixture("sustain_pd"))).unwrap();
    assert_eq!(valid["valid"], json!(true));
    assert!(
        valid["checked"].as_array().is_some_and(|list| !list.is_empty()) && valid.get("failure").is_none()
    );
    let wrong = check(&with(fixture("sustain_pd"), "/payoff/0", json!(3.000_000_001)));
    let wrong = serde_json::to_value(wrong).unwrap();
    assert_eq!(wrong["valid"], json!(false));
    assert!(
        wrong["failure"].as_str().is_some_and(|text| text.contains("payoff[0]"))
            && wrong.get("checked").is_none()
    );
}

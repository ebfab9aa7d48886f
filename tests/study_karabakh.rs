//! The front door of the study and the shape of its JSON.

use std::ops::ControlFlow;

use detente::study::{
    GainsWeights, KarabakhOptions, Variant, coded_agreement, coded_cases, karabakh, karabakh_with_progress,
};
use serde_json::Value;

fn json(options: &KarabakhOptions) -> Value {
    serde_json::to_value(karabakh(options).unwrap()).unwrap()
}

#[test]
fn the_absorbing_entries_have_the_keys_and_values_of_the_reference() {
    let reference: Value = serde_json::from_str(include_str!("data/absorbing_war.json")).unwrap();
    for cost_scale in [1.0, 5.0] {
        for (k, relative_gains) in
            [("mode", GainsWeights::Mode), ("0", GainsWeights::Value("0".parse().unwrap()))]
        {
            let options = KarabakhOptions {
                variant: Variant::Absorbing,
                cost_scale,
                relative_gains,
                ..Default::default()
            };
            let study = json(&options);
            let entries = study["entries"].as_array().unwrap();
            assert_eq!(entries.len(), 40);
            assert_eq!(study["controls"].as_array().unwrap().len(), 16);
            let same = |e: &&Value| e["cost_scale"].as_f64() == Some(cost_scale) && e["k"] == k;
            for expected in reference["entries"].as_array().unwrap().iter().filter(same) {
                let found = entries
                    .iter()
                    .find(|e| e["phase"] == expected["phase"] && e["institution"] == expected["institution"]);
                let found = found.unwrap().as_object().unwrap();
                assert!(found.keys().eq(expected.as_object().unwrap().keys()), "{expected}");
                assert_eq!(found["kind"], expected["kind"]);
                assert_eq!(found.get("benchmark"), expected.get("benchmark"));
            }
        }
    }
}

#[test]
fn the_reduced_entries_are_shares_by_division() {
    let options = KarabakhOptions { draws: 200, ..Default::default() };
    let study = json(&options);
    let entries = study["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 80);
    assert_eq!(study["variant"], "reduced");
    for entry in entries {
        let keys: Vec<&str> = entry.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["division", "draws", "institution", "phase", "share"]);
        assert!((0.0..=1.0).contains(&entry["share"].as_f64().unwrap()));
        assert!(entry["division"] == "own" || entry["division"] == "free");
    }
    // A free division never sustains less than the one on the table, draw by draw.
    let share = |institution: &str, phase: &str, division: &str| {
        let same =
            |e: &&Value| e["institution"] == institution && e["phase"] == phase && e["division"] == division;
        entries.iter().find(same).unwrap()["share"].as_f64().unwrap()
    };
    for phase in ["1994-2003", "2020-22"] {
        assert!(share("none", phase, "free") >= share("none", phase, "own"));
    }
}

#[test]
fn the_transient_game_with_three_actions_is_solved_too() {
    let options = KarabakhOptions { variant: Variant::ThreeActions, ..Default::default() };
    let study = json(&options);
    assert_eq!(study["entries"].as_array().unwrap().len(), 40);
    assert!(study["entries"].as_array().unwrap().iter().any(|e| e["kind"] == "polygon"));
}

#[test]
fn progress_is_reported_and_can_end_the_run() {
    let options = KarabakhOptions { variant: Variant::Absorbing, ..Default::default() };
    let mut seen = Vec::new();
    let study = karabakh_with_progress(&options, |done, total| {
        seen.push((done, total));
        if done == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let study = study.unwrap();
    assert_eq!(seen, [(1, 12), (2, 12), (3, 12)]);
    assert!(!study.complete && study.entries.len() == 15 && study.controls.is_empty());
}

#[test]
fn options_out_of_range_are_refused() {
    assert!(karabakh(&KarabakhOptions { cost_scale: -1.0, ..Default::default() }).is_err());
    assert!(karabakh(&KarabakhOptions { cost_scale: f64::NAN, ..Default::default() }).is_err());
    let spite = GainsWeights::Value("3/2".parse().unwrap());
    assert!(karabakh(&KarabakhOptions { relative_gains: spite, ..Default::default() }).is_err());
}

#[test]
fn the_coded_cases_agree_with_what_happened_in_nine_and_seven_of_eleven() {
    let coders = coded_agreement(coded_cases().unwrap()).unwrap();
    let counts: Vec<_> = coders.iter().map(|coder| (coder.agreement.count, coder.agreement.of)).collect();
    assert_eq!(counts, [(9, 11), (7, 11)]);
    // The disagreements are settlements that the model does not expect, and Cyprus for the second coder.
    let wrong = |coder: usize| -> Vec<&str> {
        coders[coder].verdicts.iter().filter(|v| !v.agrees()).map(|v| v.name.as_str()).collect()
    };
    assert_eq!(wrong(0), ["Coal and Steel Community 1951", "Aland 1921"]);
    let flips = |coder: usize| -> Vec<&str> {
        let flip = coders[coder].verdicts.iter().filter(|v| v.expected != v.expected_without);
        flip.map(|v| v.name.as_str()).collect()
    };
    // Whether the institution made the difference depends on the coder.
    assert_eq!(flips(0), ["Sinai 1978", "Cordillera del Condor 1998"]);
    assert!(flips(1).is_empty());
    assert_eq!(wrong(1), ["Coal and Steel Community 1951", "Aland 1921", "Sinai 1978", "Cyprus 2004"]);
}

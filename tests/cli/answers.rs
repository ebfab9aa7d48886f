//! What the commands answer, by the contract's keys and values.

use serde_json::json;

use crate::run::{DILEMMA, SANNIKOV, SEXES, WAR, detente, detente_with, keys, result};

#[test]
fn sustain_says_yes_with_an_automaton_and_its_exact_payoff() {
    let yes = result(0, &["sustain", DILEMMA, "--discount", "0.5", "--profile", "cooperate,0"]);
    assert_eq!(
        keys(&yes),
        [
            "automaton",
            "command",
            "discount",
            "exact",
            "game",
            "payoff",
            "schema",
            "sustained",
            "target",
            "version"
        ]
    );
    assert_eq!(yes["sustained"], true);
    assert_eq!(yes["discount"], "1/2");
    assert_eq!(yes["target"], json!({"profile": [0, 0]}));
    assert_eq!(yes["payoff"], json!([3.0, 3.0]));
    assert_eq!(yes["automaton"]["discount"], "1/2");
    assert_eq!(yes["game"]["payoffs"], json!([[[3, 3], [0, 5]], [[5, 0], [1, 1]]]));
}

#[test]
fn sustain_says_no_with_the_blocker_the_reason_and_a_refutation() {
    let no = result(0, &["sustain", DILEMMA, "--discount", "2/5", "--profile", "0,0"]);
    assert_eq!(no["sustained"], false);
    assert_eq!((&no["blocker"], &no["reason"]), (&json!(0), &json!("Impatience")));
    assert_eq!(no["refutation"]["discount"], "2/5");
    assert!(no.get("automaton").is_none() && no.get("payoff").is_none());
    let fails = &no["refutation"]["fails"];
    assert_eq!(keys(fails), ["gain", "player", "slack"]);
}

#[test]
fn sustain_in_words_names_the_blocker_and_what_patience_would_do() {
    let words = detente(&["sustain", DILEMMA, "--discount", "0.4", "--profile", "0,0"]);
    assert_eq!(words.code, 0);
    assert!(words.out.contains("Row blocks"), "{}", words.out);
    assert!(words.out.contains("from a discount factor of 1/2 on"), "{}", words.out);
}

#[test]
fn literals_are_read_exactly_never_through_floats() {
    for (literal, exact) in [("1/3", "1/3"), ("0.1", "1/10"), ("2e-3", "1/500"), ("0.30", "3/10")] {
        let set = result(0, &["repeated", DILEMMA, "--discount", literal]);
        assert_eq!(set["discount"], exact);
    }
    let payoff = result(0, &["sustain", DILEMMA, "--discount", "9/10", "--payoff", "5/2,2.5"]);
    assert_eq!(payoff["target"], json!({"payoff": ["5/2", "5/2"]}));
    assert_eq!(payoff["exact"]["payoff"], json!(["5/2", "5/2"]));
}

#[test]
fn objectives_are_enclosed_between_what_is_attained_and_a_bound() {
    let best = result(0, &["sustain", DILEMMA, "--discount", "3/5", "--objective", "player:Row"]);
    assert_eq!(best["target"], json!({"objective": "player:0"}));
    assert_eq!(best["exact"]["value"], "13/3");
    let [low, high] = [0, 1].map(|end| best["bounds"][end].as_f64().unwrap());
    assert!(low <= 13.0 / 3.0 && 13.0 / 3.0 <= high && high - low < 1e-8);
    let worst = result(0, &["sustain", DILEMMA, "--discount", "3/5", "--objective", "worst:0"]);
    assert_eq!(worst["value"], 1.0);
    assert!(worst["bounds"][1].as_f64().unwrap() <= 1.0);
}

#[test]
fn the_payoff_set_of_abreu_and_sannikov_has_its_published_corners() {
    let set = result(0, &["repeated", SANNIKOV]);
    assert_eq!(set["kind"], "polygon");
    assert_eq!(set["outer"].as_array().unwrap().len(), 8);
    assert!(set["gap"].as_f64().unwrap() <= 1e-9);
    assert!(set.get("status").is_none());
    let first = &set["outer"][0];
    assert!(first[0].as_f64().unwrap().abs() < 1e-7 && (first[1].as_f64().unwrap() - 2.0).abs() < 1e-7);
}

#[test]
fn an_empty_set_has_no_threat_and_says_so() {
    let pennies = r#"{"payoffs": [[[1,-1],[-1,1]],[[-1,1],[1,-1]]]}"#;
    let run = detente_with(pennies, &["repeated", "-", "--discount", "0.9", "--json"]);
    let set = run.json();
    assert_eq!((run.code, &set["kind"]), (0, &json!("empty")));
    assert_eq!(set["inner"], json!([]));
    assert!(set.get("threat").unwrap().is_null());
}

#[test]
fn critical_values_come_with_bounds_and_evidence_on_both_sides() {
    let half = result(0, &["critical", DILEMMA, "--profile", "0,0"]);
    assert_eq!(half["status"], "exact");
    assert_eq!((&half["exact"], &half["upper"]), (&json!("1/2"), &json!(0.5)));
    assert_eq!(half["bounds"][1], "1/2");
    let lower = half["lower"].as_f64().unwrap();
    assert!(lower < 0.5 && 0.5 - lower <= 1e-6);
    assert_eq!(half["automaton"]["discount"], "1/2");
    assert_eq!(half["refutation"]["discount"], half["bounds"][0]);
    assert_eq!((&half["punishment"], &half["width"]), (&json!("optimal"), &json!("1/1000000")));
}

#[test]
fn a_stage_equilibrium_needs_no_patience() {
    let zero = result(0, &["critical", DILEMMA, "--profile", "1,1"]);
    assert_eq!(zero["bounds"], json!(["0", "0"]));
    assert_eq!((&zero["lower"], &zero["upper"]), (&json!(0.0), &json!(0.0)));
    assert_eq!(zero["automaton"]["discount"], "1/2");
    assert!(zero.get("refutation").is_none());
}

#[test]
fn never_is_an_answer() {
    let never = result(0, &["critical", DILEMMA, "--profile", "1,0"]);
    assert_eq!(never["status"], "never");
    assert_eq!(never["bounds"], json!(["1", null]));
    assert_eq!((&never["lower"], &never["upper"]), (&json!(1.0), &json!(null)));
    assert_eq!((&never["blocker"], &never["reason"]), (&json!(1), &json!("BelowMinmax")));
    assert!(never.get("automaton").is_none());
}

#[test]
fn the_folk_target_carries_one_automaton_per_corner() {
    let folk = result(0, &["critical", DILEMMA, "--target", "folk"]);
    assert_eq!((&folk["target"], &folk["exact"]), (&json!("folk"), &json!("1/2")));
    assert_eq!(folk["automata"].as_array().unwrap().len(), 4);
}

#[test]
fn all_nash_equilibria_and_the_first() {
    let all = result(0, &["solve", SEXES, "--concept", "nash"]);
    assert_eq!((&all["concept"], &all["complete"]), (&json!("nash"), &json!(true)));
    let mixed = &all["equilibria"][1];
    assert_eq!(keys(mixed), ["exact", "payoffs", "regret", "strategies"]);
    assert_eq!(mixed["exact"], json!([["3/5", "2/5"], ["2/5", "3/5"]]));
    let one = result(0, &["solve", SEXES, "--concept", "nash", "--one"]);
    assert_eq!((one["equilibria"].as_array().unwrap().len(), &one["complete"]), (1, &json!(false)));
}

#[test]
fn nash_results_name_their_components_and_the_best_for_an_objective() {
    // Entry deterrence: one equilibrium by itself, and a segment.
    let entry = r#"{"payoffs": [[[0,0],[2,1]],[[1,2],[1,2]]]}"#;
    let all = detente_with(entry, &["solve", "-", "--concept", "nash", "--json"]).json();
    let part = |number: usize| &all["components"][number];
    assert_eq!((&part(0)["kind"], &part(0)["index"]), (&json!("isolated"), &json!(1)));
    assert_eq!((&part(1)["kind"], &part(1)["index"]), (&json!("continuum"), &json!(0)));
    assert_eq!((&part(1)["dimension"], &part(1)["equilibria"]), (&json!(1), &json!([1, 2])));
    let best = result(0, &["solve", SEXES, "--concept", "nash", "--objective", "min-welfare"]);
    assert_eq!((&best["value"], &best["exact"]["bounds"]), (&json!(2.4), &json!(["12/5", "12/5"])));
    assert_eq!(best["equilibria"].as_array().unwrap().len(), 1);
}

#[test]
fn one_shot_values_are_exact() {
    let pennies = r#"{"payoffs": [[[2,-2],[-1,1]],[[-1,1],[1,-1]]]}"#;
    let zero_sum = detente_with(pennies, &["solve", "-", "--concept", "zero-sum", "--json"]).json();
    assert_eq!((&zero_sum["value"], &zero_sum["exact"]["value"]), (&json!(0.2), &json!("1/5")));
    assert_eq!(zero_sum["row"], json!([0.4, 0.6]));
    let least = result(0, &["solve", SEXES, "--concept", "correlated", "--objective", "min-welfare"]);
    assert_eq!(least["exact"]["value"], "12/5");
    assert_eq!(keys(&least["binding"][0]), ["exact", "from", "player", "price", "to"]);
    let coarse = result(0, &["solve", SEXES, "--concept", "coarse", "--objective", "maximin"]);
    assert_eq!((&coarse["value"], &coarse["objective"]), (&json!(2.5), &json!("maximin")));
    let minmax = result(0, &["solve", SEXES, "--concept", "minmax"]);
    assert_eq!((&minmax["pure"], &minmax["mixed"]), (&json!([2.0, 2.0]), &json!([1.2, 1.2])));
    let dominance = result(0, &["solve", DILEMMA, "--concept", "dominance"]);
    assert_eq!(dominance["remaining"], json!([[1], [1]]));
    assert_eq!(keys(&dominance["rounds"][0]), ["action", "by", "player", "strict"]);
    let polygon = result(0, &["solve", SEXES, "--concept", "correlated", "--polygon"]);
    assert_eq!(polygon["polygon"]["exact"], json!([["6/5", "6/5"], ["3", "2"], ["2", "3"]]));
    assert!(result(0, &["solve", SEXES, "--concept", "correlated"]).get("polygon").is_none());
    let quantal = result(0, &["solve", SEXES, "--concept", "quantal"]);
    assert_eq!(quantal["equilibrium"]["exact"], json!([["3/5", "2/5"], ["2/5", "3/5"]]));
    assert_eq!((&quantal["ended"], &quantal["path"][0]["lambda"]), (&json!("settled"), &json!(0.0)));
    let short = result(2, &["solve", SEXES, "--concept", "quantal", "--iterations", "2"]);
    assert_eq!((&short["ended"], short["path"].as_array().unwrap().len()), (&json!("steps"), 3));
    let leader = result(0, &["solve", SEXES, "--concept", "stackelberg"]);
    assert_eq!((&leader["value"], &leader["reply"]), (&json!(3.0), &json!(0)));
}

#[test]
fn minmax_of_three_players_has_no_independent_mixtures() {
    let game =
        r#"{"payoffs": [[[[1,1,1],[0,0,2]],[[0,2,0],[0,1,1]]],[[[2,0,0],[1,0,1]],[[1,1,0],[1,1,1]]]]}"#;
    let minmax = detente_with(game, &["solve", "-", "--concept", "minmax", "--json"]).json();
    assert_eq!(minmax["mixed"], json!([null, null, null]));
    assert!(minmax["correlated"][0].is_number());
}

#[test]
fn the_game_is_carried_exactly_with_its_absorbing_outcomes() {
    let war = result(0, &["sustain", WAR, "--profile", "0,0"]);
    assert_eq!(war["discount"], "9/10");
    let game = &war["game"];
    assert_eq!(game["absorbing"][0]["probability"], "1/2");
    assert!(game.get("discount").is_none());
    let flag = result(0, &["sustain", WAR, "--profile", "0,0", "--discount", "0.95"]);
    assert_eq!(flag["discount"], "19/20");
}

#[test]
fn the_case_study_lists_phases_institutions_and_controls() {
    let shares = result(0, &["karabakh", "--draws", "50"]);
    assert_eq!(keys(&shares["entries"][0]), ["division", "draws", "institution", "phase", "share"]);
    assert!(shares["entries"].as_array().unwrap().iter().any(|entry| entry["institution"] == "UNSC"));
    assert!(!shares["controls"].as_array().unwrap().is_empty());
    let war =
        result(0, &["karabakh", "--variant", "absorbing", "--cost-scale", "3.04", "--relative-gains", "0"]);
    assert_eq!(war["entries"][0]["k"], "0");
    let words = detente(&["karabakh", "--draws", "20"]);
    assert!(words.out.contains("1994-2003") && words.out.contains("What to keep in mind"));
}

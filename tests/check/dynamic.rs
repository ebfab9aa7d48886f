//! Automata, refutations, `sustain` and `critical`.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{check, fails, fixture, passes, sure, with};

#[test]
fn true_results_pass() {
    for name in [
        "sustain_pd",
        "sustain_pd_payoff",
        "sustain_pd_lottery",
        "sustain_pd_welfare",
        "sustain_pd_worst",
        "sustain_pd_unequal",
        "sustain_pd_unequal_refuted",
        "sustain_pd_refuted",
        "sustain_payoff_refuted",
        "sustain_punish_refuted",
        "sustain_empty",
        "sustain_absorbing",
        "sustain_absorbing_refuted",
        "sustain_three_players",
        "sustain_three_players_refuted",
        "sustain_cycle",
        "sustain_cycle_refuted",
        "critical_pd",
        "critical_pd_nash",
        "critical_pd_defect",
        "critical_folk",
        "critical_folk_separated",
        "critical_below_minmax",
        "critical_decisive_war",
        "critical_zero_sum",
    ] {
        passes(name);
    }
}

#[test]
fn an_automaton_is_checked_value_by_value_and_deviation_by_deviation() {
    let name = "sustain_pd";
    fails(name, "/automaton/states/0/value/1", json!("3000000001/1000000000"), "states[0].value[1]");
    fails(name, "/automaton/states/1/value/0", json!("999999999/1000000000"), "states[1].value[0]");
    fails(name, "/automaton/states/0/punish/1", json!(0), "player 1 gains by playing 1 instead of 0");
    fails(name, "/automaton/states/0/punish/1", json!(2), "there are only 2 states");
    fails(name, "/automaton/initial/0/probability", json!("2"), "sum to 2");
    fails(name, "/automaton/states/1/draws/0/profile", json!([0, 1]), "player 0 gains");
    fails(name, "/automaton/states/1/draws/0/profile", json!([0, 7]), "there are only 2 actions");
    fails(name, "/automaton/states/1/draws/0/probability", json!("1/2"), "sum to 1/2");
    fails(name, "/automaton/states/1/draws", json!([]), "sum to 0");
    fails(name, "/automaton/discount", json!("2/3"), "discount factors");
    fails(name, "/payoff/0", json!(3.000_000_001), "payoff[0]");
    fails(name, "/automaton/initial", sure(1), "payoff[0]");
    fails("sustain_pd_lottery", "/automaton/states/0/draws/1/next/0/probability", json!("1/4"), "sum to");
    fails("sustain_three_players", "/automaton/states/0/punish/2", json!(0), "player 2 gains");
    let negative = json!([{"state": 0, "probability": "3/2"}, {"state": 1, "probability": "-1/2"}]);
    fails(name, "/automaton/initial", negative, "negative probability");
}

#[test]
fn the_target_has_to_be_played_on_the_path() {
    fails("sustain_pd", "/target", json!({"profile": [1, 1]}), "is on the path and plays (0, 0)");
    fails("sustain_pd_payoff", "/target", json!({"payoff": ["2", "2.000000001"]}), "not at");
    fails("sustain_pd_payoff", "/target", json!({"profile": [0, 0]}), "is on the path and plays (1, 1)");
    // An unreached state may play anything; a reached one may not.
    fails("sustain_pd_lottery", "/target", json!({"profile": [0, 0]}), "is on the path");
}

#[test]
fn a_cycle_is_followed_step_by_step() {
    fails("sustain_cycle", "/target/cycle", json!([[0, 1], [1, 0]]), "is on the path and plays (1, 0)");
    fails("sustain_cycle", "/target/cycle", json!([[1, 0], [0, 1], [0, 1]]), "is on the path");
    assert!(
        check(&with(fixture("sustain_cycle"), "/target/cycle", json!([[1, 0], [0, 1], [1, 0], [0, 1]])))
            .valid
    );
    fails("sustain_cycle_refuted", "/refutation/fails/slack", json!("1/2"), "do not agree");
    fails("sustain_cycle_refuted", "/target/cycle", json!([[1, 0], [1, 1]]), "do not agree");
}

#[test]
fn patience_decides_and_a_list_of_discount_factors_counts_player_by_player() {
    let at = |d: Value| {
        let result = with(fixture("sustain_pd_unequal"), "/discount", d.clone());
        check(&with(result, "/automaton/discount", d))
    };
    assert!(at(json!(["1/2", "1/2"])).valid);
    assert!(at(json!("1/2")).valid);
    assert!(at(json!(["3/5", "49/100"])).failure.unwrap().contains("player 1 gains"));
    assert!(at(json!(["49/100", "3/5"])).failure.unwrap().contains("player 0 gains"));
}

#[test]
fn an_absorbing_deviation_counts_with_its_own_payoff() {
    let name = "sustain_absorbing";
    fails(name, "/game/absorbing/0/payoff/0", json!("7/2"), "player 0 gains by playing 2 instead of 0");
    let sure_end = with(fixture(name), "/game/absorbing/0/payoff/0", json!("3"));
    assert!(check(&sure_end).valid, "an absorbing deviation that pays the same is no gain");
    // With probability 1/2 the deviation pays (7/2 + (1-d) 0 + d 1) / 2 = 2 and no longer tempts.
    let half = with(sure_end, "/game/absorbing/0/payoff/0", json!("7/2"));
    assert!(check(&with(half, "/game/absorbing/0/probability", json!("1/2"))).valid);
    fails(name, "/game/absorbing/0/probability", json!("3/2"), "no probability");
}

#[test]
fn an_absorbing_profile_on_the_path_needs_no_next_state() {
    let mut result = fixture("sustain_absorbing");
    // The war (2, 1) for ever: worth 0 to both, and nobody leaves it alone for more.
    result["game"]["absorbing"] = json!([
        {"profile": [2, 1], "probability": "1", "payoff": ["0", "0"]},
        {"profile": [0, 1], "probability": "1", "payoff": ["0", "0"]},
        {"profile": [1, 1], "probability": "1", "payoff": ["0", "0"]},
        {"profile": [2, 0], "probability": "1", "payoff": ["0", "0"]}
    ]);
    result["target"] = json!({"profile": [2, 1]});
    result["payoff"] = json!([0, 0]);
    result["automaton"] = json!({"discount": "1/2", "initial": sure(0), "states": [
        {"name": "war", "punish": [0, 0], "value": ["0", "0"], "draws": [{"probability": "1", "profile": [2, 1], "next": []}]}]});
    let report = check(&result);
    assert!(report.valid, "{:?}", report.failure);
}

#[test]
fn a_refutation_is_checked_from_its_first_set_to_its_last_inequality() {
    let name = "sustain_pd_refuted";
    fails(
        name,
        "/refutation/chain/0/vertices/0",
        json!(["0", "4.999999999"]),
        "leaves out the payoff of profile (0, 1)",
    );
    fails(name, "/refutation/chain/0/threat/0", json!("1.000000001"), "more than player 0 can guarantee");
    fails(name, "/refutation/fails/gain", json!("3"), "do not agree");
    fails(name, "/refutation/fails/slack", json!("1.9"), "do not agree");
    fails(name, "/refutation/fails/player", json!(2), "there are only 2 players");
    fails(name, "/refutation/chain", json!([]), "is empty");
    fails(name, "/refutation/discount", json!("1/3"), "discount factors");
    fails(name, "/refutation/fails", json!("empty"), "still satisfies the incentive constraints");
    fails(name, "/reason", json!("BelowMinmax"), "reason is BelowMinmax");
    fails(name, "/reason", json!("ZeroSum"), "reason is ZeroSum");
    let low_threat = with(fixture(name), "/refutation/chain/0/threat", json!(["-1", "-1"]));
    let low_threat = with(low_threat, "/refutation/fails/slack", json!("4"));
    assert!(check(&low_threat).failure.unwrap().contains("does not gain by leaving"));
    let weighted =
        with(fixture(name), "/refutation/fails", json!({"player": 1, "gain": "6/5", "slack": "4/5"}));
    assert!(check(&weighted).valid, "weighted gain and slack say the same");
    let patient = with(fixture(name), "/discount", json!("1/2"));
    let patient = with(patient, "/refutation/discount", json!("1/2"));
    assert!(check(&patient).failure.unwrap().contains("does not gain by leaving"));
}

#[test]
fn each_step_of_a_long_chain_matters() {
    let result = fixture("sustain_punish_refuted");
    let chain = result["refutation"]["chain"].as_array().unwrap();
    assert!(chain.len() > 3, "a chain whose static bound is not tight");
    for index in 1..chain.len() {
        // Without a step the set before does not lead into the one after.
        if index + 1 < chain.len() {
            let mut shorter = result.clone();
            shorter["refutation"]["chain"].as_array_mut().unwrap().remove(index);
            assert!(!check(&shorter).valid, "step {index} is missing");
        }
        let mut raised = result.clone();
        let threat = chain[index]["threat"][0].as_str().unwrap();
        raised["refutation"]["chain"][index]["threat"][0] = json!(plus(threat, "1/100000000"));
        assert!(!check(&raised).valid, "the threat of set {index} is raised too much");
        let mut shrunken = result.clone();
        let vertices = shrunken["refutation"]["chain"][index]["vertices"].as_array_mut().unwrap();
        for vertex in vertices.iter_mut() {
            *vertex = json!([shrink(&vertex[0]), shrink(&vertex[1])]);
        }
        assert!(!check(&shrunken).valid, "set {index} shrunken");
    }
}

/// Draws a coordinate a millionth towards 3, which is inside every set of the chain.
fn shrink(value: &Value) -> String {
    let x: detente::Rational = value.as_str().unwrap().parse().unwrap();
    let keep = detente::Rational::new(999_999, 1_000_000);
    (x * &keep + detente::Rational::new(3, 1_000_000)).to_string()
}

/// Sum of two fractions, as a string.
fn plus(a: &str, b: &str) -> String {
    let (a, b): (detente::Rational, detente::Rational) = (a.parse().unwrap(), b.parse().unwrap());
    (a + b).to_string()
}

#[test]
fn vertices_may_come_in_any_order() {
    let mut result = fixture("sustain_punish_refuted");
    for link in result["refutation"]["chain"].as_array_mut().unwrap() {
        link["vertices"].as_array_mut().unwrap().reverse();
    }
    assert!(check(&result).valid);
}

#[test]
fn sets_of_three_players_are_checked_by_exact_linear_programs() {
    let name = "sustain_three_players_refuted";
    fails(
        name,
        "/refutation/chain/0/halfspaces/6/bound",
        json!("29/10"),
        "leaves out the payoff of profile (0, 0, 0)",
    );
    fails(name, "/refutation/chain/1/halfspaces/6/bound", json!("2.199"), "leaves out a payoff beyond");
    fails(name, "/refutation/chain/2/halfspaces/6/bound", json!("1.239"), "leaves out a payoff beyond");
    fails(name, "/refutation/chain/1/threat/0", json!("1/10"), "threat[0]");
    fails(name, "/refutation/fails/separation/bound", json!("1.2"), "does not lie within");
    fails(name, "/target/payoff/0", json!("6/25"), "does not exclude the target");
}

#[test]
fn separations_and_empty_sets() {
    let name = "sustain_payoff_refuted";
    fails(name, "/refutation/fails/separation/bound", json!("5"), "does not lie within");
    fails(name, "/target/payoff", json!(["5/2", "5/2"]), "does not exclude the target");
    fails("sustain_empty", "/refutation/chain/0/threat", json!(["-1", "-1"]), "still satisfies");
    fails(
        "sustain_empty",
        "/refutation/fails",
        json!({"player": 0, "gain": "2", "slack": "0"}),
        "names no profile",
    );
    fails("sustain_empty", "/game/payoffs/0/0", json!([1, 1]), "");
}

#[test]
fn absorbing_refutations_use_what_players_can_guarantee() {
    let name = "sustain_absorbing_refuted";
    fails(name, "/refutation/chain/0/threat/0", json!("1.1"), "can guarantee");
    fails(name, "/refutation/fails/gain", json!("1/4"), "do not agree");
    let all: Vec<Value> = fixture(name)["refutation"]["chain"][0]["vertices"].as_array().unwrap().clone();
    let kept: Vec<&Value> = all.iter().filter(|vertex| vertex[1] != json!("-1")).collect();
    assert!(kept.len() < all.len());
    fails(name, "/refutation/chain/0/vertices", json!(kept), "the absorbing payoff of profile (2, 0)");
}

#[test]
fn unequal_patience_starts_from_the_box() {
    let hull = json!([["0", "5"], ["1", "1"], ["5", "0"], ["3", "3"]]);
    fails("sustain_pd_unequal_refuted", "/refutation/chain/0/vertices", hull, "a corner of the box");
    fails("sustain_pd_unequal_refuted", "/refutation/fails/player", json!(0), "does not gain");
}

#[test]
fn objectives_are_attained_and_bounded() {
    let said = passes("sustain_pd_welfare");
    assert!(said.contains("the checker's own iteration"), "{said}");
    fails("sustain_pd_welfare", "/bounds/0", json!(6.000_000_001), "bounds[0]");
    fails("sustain_pd_welfare", "/bounds/1", json!(5.999_999_999), "bounds[1]");
    fails("sustain_pd_welfare", "/value", json!(6.000_000_001), "value");
    fails("sustain_pd_welfare", "/target/objective", json!("player:0"), "bounds[0]");
    fails("sustain_pd_worst", "/bounds/1", json!("1.000000001"), "bounds[1]");
    fails(
        "sustain_pd_worst",
        "/refutation/chain/1/vertices/1",
        json!(["1.000000001", "1"]),
        "chain[1] leaves out",
    );
}

#[test]
fn a_critical_value_needs_evidence_on_both_sides() {
    let said = passes("critical_pd");
    assert!(said.contains("the value is proven"), "{said}");
    let name = "critical_pd";
    fails(name, "/bounds/0", json!("1/2"), "lower");
    fails(name, "/lower", json!(0.49), "lower is");
    fails(name, "/upper", json!(0.500_000_001), "upper is");
    fails(name, "/exact", json!("499/1000"), "exact is");
    fails(name, "/exact", Value::Null, "no exact value");
    fails(name, "/automaton/discount", json!("3/5"), "discount factors");
    fails(name, "/refutation/discount", json!("2/5"), "discount factors");
    fails(name, "/target/profile", json!([1, 1]), "is on the path");
    let never = with(with(fixture(name), "/status", json!("never")), "/bounds", json!(["1", null]));
    let never = with(with(never, "/lower", json!(1)), "/upper", Value::Null);
    assert!(check(&never).failure.unwrap().contains("supports the profile from 1/2"));
}

#[test]
fn a_polynomial_has_to_change_its_sign_inside_the_bounds() {
    let name = "critical_pd";
    let good = json!({"polynomial": ["-1", "0", "4"], "between": ["499999/1000000", "1/2"]});
    assert!(check(&with(fixture(name), "/exact", good)).valid);
    let no_change = json!({"polynomial": ["-1", "0", "5"], "between": ["499999/1000000", "1/2"]});
    fails(name, "/exact", no_change, "does not change its sign");
    let outside = json!({"polynomial": ["-1", "0", "4"], "between": ["2/5", "1/2"]});
    fails(name, "/exact", outside, "does not lie within the bounds");
}

#[test]
fn reversion_has_a_closed_form() {
    fails("critical_pd_nash", "/exact", json!("499/1000"), "exact is");
    let wide = with(fixture("critical_pd_nash"), "/bounds/0", json!("1/4"));
    assert!(check(&with(wide, "/lower", json!(0.25))).valid);
    let mut late = fixture("critical_pd_nash");
    for (pointer, value) in [
        ("/bounds/0", json!("11/20")),
        ("/lower", json!(0.55)),
        ("/bounds/1", json!("3/5")),
        ("/upper", json!(0.6)),
        ("/exact", Value::Null),
        ("/status", json!("enclosed")),
        ("/automaton/discount", json!("3/5")),
    ] {
        late = with(late, pointer, value);
    }
    assert!(check(&late).failure.unwrap().contains("the threshold of this punishment is 1/2"));
}

#[test]
fn never_is_proved_again_or_contradicted() {
    fails("critical_below_minmax", "/target/profile", json!([0, 0]), "supports the profile");
    fails("critical_below_minmax", "/reason", json!("ZeroSum"), "reason is ZeroSum");
    fails("critical_below_minmax", "/blocker", json!(1), "reason is BelowMinmax");
    fails("critical_zero_sum", "/game/payoffs/0/0", json!([1, 1]), "");
    assert!(passes("critical_decisive_war").contains("holds in the stage game"));
    fails("critical_decisive_war", "/game/absorbing", json!([]), "supports the profile");
    let weak = with(fixture("critical_decisive_war"), "/game/absorbing/0/payoff/0", json!("5/2"));
    assert!(check(&weak).checked.join("").contains("could not be re-proved"));
}

#[test]
fn the_folk_set_needs_an_automaton_for_every_vertex() {
    let mut three = fixture("critical_folk");
    three["automata"].as_array_mut().unwrap().remove(1);
    assert!(check(&three).failure.unwrap().contains("no automaton for the vertex (13/3, 1)"));
    fails("critical_folk", "/refutation/fails/profile", json!([1, 1]), "");
    fails("critical_folk_separated", "/refutation/fails/separation/bound", json!("6"), "excludes no vertex");
    fails("critical_folk", "/automata/3/states/0/value/0", json!("2"), "by substitution");
}

/// Places of all exact strings inside an automaton.
fn fractions(value: &Value, place: String, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.parse::<detente::Rational>().is_ok() => found.push(place),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| fractions(item, format!("{place}/{i}"), found));
        }
        Value::Object(members) => {
            members.iter().for_each(|(key, item)| fractions(item, format!("{place}/{key}"), found));
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_changed_fraction_in_an_automaton_is_noticed(
        which in 0usize..4,
        pick in any::<prop::sample::Index>(),
        (above, below) in (prop_oneof![-1000i64..0, 1i64..1000], 1i64..1_000_000_000_000),
    ) {
        let name = ["sustain_pd", "sustain_pd_payoff", "sustain_pd_lottery", "sustain_three_players"][which];
        let result = fixture(name);
        let mut places = Vec::new();
        fractions(&result["automaton"], "/automaton".into(), &mut places);
        let place = &places[pick.index(places.len())];
        let old = result.pointer(place).unwrap().as_str().unwrap().to_string();
        let changed = plus(&old, &format!("{above}/{below}"));
        // A discount factor outside (0, 1) is an error instead of a false claim: refused as well.
        let report = detente::check::check_str(&with(result, place, json!(changed)).to_string());
        prop_assert!(report.is_err() || !report.unwrap().valid, "{} at {} became {}", name, place, changed);
    }
}

#[test]
fn exact_values_beside_floats_are_held_against_them() {
    let mut result = fixture("sustain_pd");
    let beside = |payoff: Value| json!({"payoff": payoff, "something": "1/3"});
    result["exact"] = beside(json!(["3", "3"]));
    assert!(check(&result).valid);
    result["exact"] = beside(json!(["3", "30001/10000"]));
    let failure = check(&result).failure.unwrap();
    assert!(failure.contains("payoff[1]") && failure.contains("30001/10000"), "{failure}");
}

//! `solve`: one-shot concepts.

use serde_json::{Value, json};

use crate::support::{check, fails, fixture, passes, with};

#[test]
fn true_results_pass() {
    for name in [
        "nash",
        "nash_degenerate",
        "nash_three",
        "zero_sum",
        "constant_sum",
        "correlated",
        "coarse",
        "correlated_maximin",
        "correlated_least",
        "minmax",
        "minmax_three",
        "dominance",
        "stackelberg",
        "polygon",
        "quantal",
    ] {
        passes(&format!("solve_{name}"));
    }
}

#[test]
fn the_concept_may_be_named_in_the_command() {
    assert!(check(&with(fixture("solve_nash"), "/command", json!("nash"))).valid);
}

#[test]
fn equilibria_are_compared_with_every_action() {
    let name = "solve_nash";
    fails(name, "/equilibria/2/exact/0", json!(["3/5", "2/5"]), "the exact probability");
    fails(name, "/equilibria/2/exact/0", json!(["2/3", "1/4"]), "sum to 11/12");
    fails(name, "/equilibria/0/strategies/0", json!([0.5, 0.5]), "the exact probability");
    fails(name, "/equilibria/0/payoffs/1", json!(1.000_000_001), "payoffs[1]");
    fails(name, "/equilibria/1/regret", json!(0.001), "regret");
    let mut swapped = fixture(name);
    for key in ["strategies", "exact"] {
        let other = swapped["equilibria"][1][key][1].clone();
        swapped["equilibria"][0][key][1] = other;
    }
    assert!(check(&swapped).failure.unwrap().contains("it is no equilibrium"));
    let mut floats = fixture(name);
    floats["equilibria"][2].as_object_mut().unwrap().remove("exact");
    assert!(check(&floats).valid, "floats alone are accepted within 1e-9");
    fails("solve_nash_three", "/equilibria/1/payoffs/2", json!(2.1), "payoffs[2]");
}

#[test]
fn a_missing_equilibrium_is_noticed_where_completeness_is_claimed() {
    for (name, missing) in [("solve_nash", 2), ("solve_nash_degenerate", 1)] {
        let mut result = fixture(name);
        result["equilibria"].as_array_mut().unwrap().remove(missing);
        assert!(check(&result).failure.unwrap().contains("is missing"), "{name}");
        assert!(check(&with(result, "/complete", json!(false))).valid);
    }
}

#[test]
fn each_strategy_proves_its_side_of_the_value() {
    let name = "solve_constant_sum";
    fails(name, "/value", json!(1.000_000_001), "outside its bounds");
    fails(name, "/bounds", json!([1.000_000_001, 1.000_000_002]), "outside its bounds");
    let higher = with(fixture(name), "/bounds", json!([1.000_000_001, 1.000_000_001]));
    assert!(
        check(&with(higher, "/value", json!(1.000_000_001)))
            .failure
            .unwrap()
            .contains("row guarantees only 1")
    );
    fails(name, "/exact/row", json!(["1/2", "1/2"]), "row guarantees only");
    fails(name, "/exact/column", json!(["2/3", "1/3"]), "column concedes");
    fails("solve_zero_sum", "/row", json!([0.5, 0.25, 0.25]), "row guarantees only");
    fails("solve_zero_sum", "/row", json!([0.5, 0.25, 0.2]), "sum to");
    fails("solve_zero_sum", "/row", json!([1.5, -0.25, -0.25]), "negative probability");
    fails("solve_zero_sum", "/game/payoffs/0/1/0", json!(3), "not constant-sum");
}

#[test]
fn obedience_value_and_bounds_of_a_distribution() {
    let name = "solve_correlated";
    let shifted = json!([{"profile": [0,0], "probability": 0.6}, {"profile": [0,1], "probability": 0.2},
        {"profile": [1,0], "probability": 0.2}]);
    fails(name, "/distribution", shifted, "gains");
    fails(name, "/distribution/0/probability", json!(0.51), "sum to");
    fails(name, "/distribution/1/profile", json!([0, 0]), "twice");
    fails(name, "/value", json!(10.500_001), "outside its bounds");
    assert!(check(&with(fixture(name), "/bounds", json!([10.5, 10.6]))).valid, "wide bounds are true");
    let low = with(fixture(name), "/bounds", json!([10.4, 10.499_999_999]));
    assert!(!check(&low).valid, "the value is outside");
    let low = with(with(low, "/value", json!(10.499_999_999)), "/distribution/0/probability", json!(0.5));
    assert!(check(&low).failure.unwrap().contains("the optimum is 21/2"));
    fails(name, "/objective", json!("player:0"), "value is");
}

#[test]
fn other_objectives_are_solved_again() {
    fails("solve_correlated_maximin", "/distribution/0/probability", json!(0.4), "sum to");
    let pure = json!([{"profile": [1, 0], "probability": 1}]);
    let worse = with(fixture("solve_correlated_maximin"), "/distribution", pure);
    let worse = with(with(worse, "/value", json!(2)), "/bounds", json!([2, 2]));
    assert!(check(&worse).failure.unwrap().contains("the optimum is 21/4"));
    let coordinated = json!([{"profile": [0, 0], "probability": 1}]);
    let more = with(fixture("solve_correlated_least"), "/distribution", coordinated);
    let more = with(with(more, "/value", json!(3)), "/bounds", json!([3, 3]));
    assert!(check(&more).failure.unwrap().contains("the optimum is 4/3"));
    fails("solve_coarse", "/distribution/0/probability", json!("1/3"), "sum to 5/6");
}

#[test]
fn minmax_values_are_recomputed() {
    fails("solve_minmax", "/pure/1", json!(0.999_999_999), "pure[1]");
    fails("solve_minmax", "/mixed/0", json!(0.000_001), "mixed[0]");
    fails("solve_minmax_three", "/correlated/0", json!(0.75), "correlated[0]");
    let independent = with(fixture("solve_minmax_three"), "/mixed/0", json!(0.75));
    assert!(check(&independent).valid, "between the correlated and the pure one");
    fails("solve_minmax_three", "/mixed/0", json!(0.4), "not between");
}

#[test]
fn eliminations_are_replayed() {
    let name = "solve_dominance";
    fails(name, "/rounds/0/by/0/probability", json!(0.2), "sum to");
    fails(name, "/rounds/0/action", json!(1), "rounds[0]");
    fails(name, "/rounds/2/action", json!(2), "is gone");
    fails(name, "/rounds/1/by/0/action", json!(0), "rounds[1].by[0]");
    fails(name, "/remaining/0", json!([0, 1]), "disagrees with the eliminations");
    let lopsided = json!([{"action": 0, "probability": 0.8}, {"action": 1, "probability": 0.2}]);
    fails(name, "/rounds/0/by", lopsided, "the mixture pays");
    let mut short = fixture(name);
    short["rounds"].as_array_mut().unwrap().pop();
    short["remaining"] = json!([[0, 1], [1]]);
    assert!(check(&short).failure.unwrap().contains("strictly dominates"));
}

#[test]
fn commitment_needs_a_best_reply_and_the_best_value() {
    let name = "solve_stackelberg";
    fails(name, "/reply", json!(2), "there are only 2 actions");
    fails(name, "/leader", json!([0.6, 0.4]), "the follower gains");
    fails(name, "/value", json!(3.500_000_001), "outside its bounds");
    let mut worse: Value = with(fixture(name), "/leader", json!([0, 1]));
    worse = with(with(worse, "/value", json!(3)), "/bounds", json!([3, 3]));
    assert!(check(&worse).failure.unwrap().contains("the best commitment pays 7/2"));
}

#[test]
fn a_polygon_needs_plans_in_its_corners_and_prices_for_its_edges() {
    let name = "solve_polygon";
    fails(name, "/polygon/exact/1/0", json!("7/2"), "the exact corner");
    fails(name, "/polygon/plans/1", json!([{"profile": [1, 1], "probability": "1"}]), "a deviation gains 2");
    fails(
        name,
        "/polygon/plans/0",
        json!([{"profile": [1, 0], "probability": "1"}]),
        "pays player 0 7, not 2",
    );
    fails(name, "/polygon/lines/2/prices/0/price", json!("14"), "the prices prove");
    fails(name, "/polygon/lines/2/prices/0/price", json!("-15"), "negative price");
    fails(name, "/polygon/lines/0/bound", json!("-91"), "at profile");
    // A corner left out: the remaining edges are no longer all proven.
    let mut smaller = fixture(name);
    for key in ["vertices", "exact", "plans"] {
        smaller["polygon"][key].as_array_mut().unwrap().remove(3);
    }
    assert!(check(&smaller).failure.unwrap().contains("an edge has no line"));
    // A corner repeated does not make up for it.
    let mut repeated = fixture(name);
    for key in ["vertices", "exact", "plans"] {
        let corner = repeated["polygon"][key][2].clone();
        repeated["polygon"][key][3] = corner;
    }
    assert!(check(&repeated).failure.unwrap().contains("an edge has no line"));
}

#[test]
fn a_quantal_result_states_the_regret_of_its_profile() {
    let name = "solve_quantal";
    fails(name, "/equilibrium/regret", json!(0.01), "but the largest gain is");
    fails(name, "/equilibrium/payoffs/0", json!(0.5), "what the strategies pay");
    fails(name, "/equilibrium/exact/0/0", json!("1/2"), "sum to");
}

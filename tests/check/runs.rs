//! `repeated`, `play` and `karabakh`.

use serde_json::{Value, json};

use crate::support::{check, fails, fixture, passes, with};

#[test]
fn true_results_pass() {
    let said = passes("repeated_pd");
    assert!(said.contains("by the checker's own iteration") && said.contains("verified automaton"), "{said}");
    for name in ["repeated_point", "repeated_empty", "play_pd", "play_absorbing"] {
        passes(name);
    }
    assert!(passes("karabakh").contains("were not recomputed"));
}

#[test]
fn sets_are_minimal_ordered_and_nested() {
    let name = "repeated_pd";
    fails(name, "/inner/2", json!([3.000_000_1, 3]), "outside the outer set");
    let mut turned = fixture(name);
    turned["outer"].as_array_mut().unwrap().rotate_left(2);
    assert!(check(&turned).failure.unwrap().contains("counter-clockwise"));
    let mut more = fixture(name);
    more["inner"].as_array_mut().unwrap().insert(1, json!([2.0, 1.0]));
    assert!(check(&more).failure.unwrap().contains("not given by its vertices"));
}

#[test]
fn kind_gap_and_threat_follow_from_the_sets() {
    fails("repeated_pd", "/kind", json!("segment"), "the outer set is a polygon");
    fails("repeated_point", "/kind", json!("empty"), "the outer set is a point");
    fails("repeated_pd", "/gap", json!(0.000_001), "gap is");
    fails("repeated_pd", "/threat/0", json!(1.001), "threat[0]");
    fails("repeated_pd", "/threat/1", json!(0.5), "threat[1]");
    let apart = with(fixture("repeated_pd"), "/inner", json!([[1, 1]]));
    assert!(check(&apart).failure.unwrap().contains("the status is not undecided"));
    fails("repeated_pd", "/inner/2", json!([2.9, 2.9]), "gap is");
}

#[test]
fn an_outer_set_that_leaves_out_equilibrium_payoffs_is_false() {
    let mut small = fixture("repeated_pd");
    small["inner"] = json!([[1, 1], [2, 1], [1, 2]]);
    small["outer"] = small["inner"].clone();
    small.as_object_mut().unwrap().remove("certificate");
    assert!(check(&small).failure.unwrap().contains("which is an equilibrium payoff"));
}

#[test]
fn an_inner_set_without_a_certificate_is_generated_again() {
    let mut bare = fixture("repeated_pd");
    bare.as_object_mut().unwrap().remove("certificate");
    let said = check(&bare).checked.join("\n");
    assert!(said.contains("it generates itself"), "{said}");
}

#[test]
fn a_certificate_has_to_reach_every_inner_vertex() {
    let name = "repeated_pd";
    fails(name, "/certificate/automaton/states/0/value/0", json!("4"), "by substitution");
    fails(name, "/discount", json!("7/10"), "discount factors");
}

#[test]
fn runs_are_followed_round_by_round() {
    let name = "play_pd";
    fails(name, "/rounds/1/payoffs/0", json!(5.000_000_001), "payoffs[0]");
    fails(name, "/rounds/2/state", json!(0), "does not draw");
    fails(name, "/rounds/1/deviator", json!(1), "does not draw");
    fails(name, "/rounds/1/deviator", Value::Null, "does not draw");
    fails(name, "/rounds/3/round", json!(4), "rounds[3].round");
    fails(name, "/averages/1", json!(1.250_000_01), "are not averages");
    fails(name, "/automaton/states/0/punish/0", json!(0), "gains");
    fails(name, "/rounds/0/state", json!(1), "does not draw");
    let late = with(
        fixture(name),
        "/rounds/1",
        json!({"round": 1, "state": 1, "profile": [1, 1], "payoffs": [1, 1]}),
    );
    assert!(check(&late).failure.unwrap().contains("does not lead to"));
    let discounted =
        with(fixture(name), "/averages", json!([3.0 / 2.0 + 5.0 / 4.0 + 3.0 / 16.0, 3.0 / 2.0 + 3.0 / 16.0]));
    assert!(check(&discounted).valid, "discounted sums are averages too");
}

#[test]
fn after_the_end_of_the_game_its_payoff_is_paid_for_ever() {
    fails("play_absorbing", "/rounds/1/payoffs", json!([0, 0]), "which ends the game");
    fails("play_absorbing", "/rounds/2/payoffs", json!([1, 1]), "what the end of the game pays");
}

#[test]
fn shares_are_shares() {
    fails("karabakh", "/entries/0/share", json!(1.021), "no share");
    fails("karabakh", "/entries/0/share", json!(0.02105), "no whole number");
    fails("karabakh", "/entries/1/institution", json!("anarchy"), "about the same phase");
    fails("karabakh", "/entries", json!([]), "is empty");
}

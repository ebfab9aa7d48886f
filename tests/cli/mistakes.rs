//! Bad input: exit code 1, one sentence on standard error, the kind in the JSON.

use crate::run::{DILEMMA, SEXES, WAR, detente, detente_with};

/// The error of a command on a game given on standard input.
fn on(game: &str) -> String {
    detente_with(game, &["repeated", "-", "--discount", "1/2", "--json"]).kind()
}

#[test]
fn malformed_games_are_refused_by_kind() {
    for (game, kind) in [
        ("", "Format"),
        ("hello", "Format"),
        (r#"{"payoffs": [[[3,3],[0,5]]"#, "Format"),
        (r#"{"payoffs": [[[3,3],[0,5]],[[5,0],[NaN,1]]]}"#, "Format"),
        (r#"{"payoffs": [[[3,3],[0,5]],[[5,0]]]}"#, "Ragged"),
        (r#"{"title": "no payoffs"}"#, "Format"),
        (r#"{"payoffs": [[["nan",3]]]}"#, "NotFinite"),
        (r#"NFG 1 R "x" { "a" "b" } { 2 2 } 1 2 3"#, "Format"),
        (r#"NFG 1 R "x" { "a" "b" } { 50000 50000 } 1 2 3"#, "TooLarge"),
        (r#"NFG 1 R "x" { "a" "b" } { 1000000000 1 } 1 2 3"#, "TooLarge"),
        (r#"{"payoffs": [[[1,1]]], "players": ["a","a"]}"#, "DuplicateLabel"),
        (r#"{"payoffs": [[[1,1]]], "discount": 2}"#, "OutOfRange"),
        (r#"{"payoffs": [[[1,1]]], "colour": 2}"#, "Format"),
    ] {
        assert_eq!(on(game), kind, "{game}");
    }
}

#[test]
fn bad_questions_are_refused_by_kind() {
    for (arguments, kind) in [
        (&["sustain", DILEMMA, "--profile", "0,0"][..], "NoDiscount"),
        (&["sustain", DILEMMA, "--discount", "1", "--profile", "0,0"], "DiscountOutOfRange"),
        (&["sustain", DILEMMA, "--discount", "-1/2", "--profile", "0,0"], "DiscountOutOfRange"),
        (&["sustain", DILEMMA, "--discount", "half", "--profile", "0,0"], "NotANumber"),
        (&["sustain", DILEMMA, "--discount", "1/0", "--profile", "0,0"], "ZeroDenominator"),
        (&["sustain", DILEMMA, "--discount", ".3,.4,.5", "--profile", "0,0"], "DiscountCount"),
        (&["sustain", DILEMMA, "--discount", ".5", "--profile", "0,9"], "UnknownAction"),
        (&["sustain", DILEMMA, "--discount", ".5", "--profile", "0"], "WrongProfile"),
        (&["sustain", DILEMMA, "--discount", ".5", "--payoff", "1"], "WrongPayoff"),
        (&["sustain", DILEMMA, "--discount", ".5", "--payoff", "-1,x"], "NotANumber"),
        (&["sustain", DILEMMA, "--discount", ".5", "--objective", "player:9"], "UnknownPlayer"),
        (&["sustain", DILEMMA, "--discount", ".5", "--objective", "peace"], "UnknownObjective"),
        (&["sustain", DILEMMA, "--discount", ".5"], "MissingArgument"),
        (
            &["sustain", DILEMMA, "--discount", ".5", "--profile", "0,0", "--payoff", "2,2"],
            "ConflictingArguments",
        ),
        (&["critical", WAR, "--profile", "0,0"], "NotCovered"),
        (&["critical", DILEMMA, "--profile", "0,0", "--width", "2"], "BadOption"),
        (&["critical", DILEMMA, "--profile", "0,0", "--punishment", "exile"], "UnknownPunishment"),
        (&["solve", DILEMMA, "--concept", "justice"], "UnknownConcept"),
        (&["solve", DILEMMA, "--concept", "zero-sum"], "NotConstantSum"),
        (&["solve", DILEMMA, "--concept", "minmax", "--objective", "welfare"], "NotApplicable"),
        (&["solve", DILEMMA, "--concept", "minmax", "--one"], "NotApplicable"),
        (&["solve", DILEMMA, "--concept", "nash", "--polygon"], "NotApplicable"),
        (&["solve", SEXES, "--concept", "correlated", "--objective", "worst:0"], "UnknownObjective"),
        (&["solve", "/nowhere/game.json", "--concept", "nash"], "Unreadable"),
        (&["repeated", DILEMMA, "--discount", ".5", "--tolerance", "0"], "BadOption"),
        (&["repeated", DILEMMA, "--discount", ".5", "--time-limit", "-1"], "BadOption"),
        (&["repeated", DILEMMA, "--discount", ".5", "--threads", "0"], "BadOption"),
        (&["repeated", DILEMMA, "--discount", ".5", "--timing", "0"], "BadOption"),
        (&["repeated", DILEMMA, "--discount", ".5", "--iterations", "few"], "BadValue"),
        (&["repeated", DILEMMA, "--discount", ".5", "--out", "/nowhere/result.json"], "Unwritable"),
        (&["repeated", DILEMMA, "--discount", ".5", "--loud"], "UnknownArgument"),
        (&["karabakh", "--relative-gains", "2"], "BadOption"),
        (&["karabakh", "--cost-scale", "-1"], "BadOption"),
        (&["karabakh", "--variant", "naval"], "UnknownVariant"),
        (&["check", DILEMMA], "Missing"),
        (&["play", DILEMMA, "--rounds", "1"], "NotAResult"),
        (&["negotiate"], "UnknownCommand"),
        (&[], "MissingCommand"),
    ] {
        let run = detente(&[arguments, &["--json"]].concat());
        assert_eq!(run.kind(), kind, "{arguments:?}");
    }
}

#[test]
fn errors_name_the_file_and_the_place() {
    let run =
        detente_with(r#"{"payoffs": [[[3,3],[0,5]],[[5,0]]]}"#, &["repeated", "-", "--discount", "1/2"]);
    assert_eq!(run.code, 1);
    assert!(run.out.is_empty() && run.err.starts_with("error: standard input, payoffs[1]"), "{}", run.err);
}

//! Budgets, timing, threads, pipes.

use std::process::{Command, Stdio};

use crate::run::{DILEMMA, SANNIKOV, detente, result};

#[test]
fn a_spent_budget_exits_with_two_and_prints_what_is_proven() {
    let run = detente(&["repeated", SANNIKOV, "--discount", "0.4999", "--iterations", "1", "--json"]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(!run.json()["outer"].as_array().unwrap().is_empty());
}

#[test]
fn timing_is_a_number_of_seconds() {
    let timed = result(0, &["repeated", DILEMMA, "--discount", "3/5", "--timing", "3"]);
    assert!(timed["timing"].as_f64().is_some_and(|seconds| seconds > 0.0));
    assert!(result(0, &["repeated", DILEMMA, "--discount", "3/5"]).get("timing").is_none());
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let with = |threads: &str| result(0, &["karabakh", "--draws", "64", "--threads", threads]);
    assert_eq!(with("1"), with("2"));
}

#[test]
fn help_and_version_exit_with_zero() {
    for arguments in [&["--help"][..], &["--version"], &["sustain", "--help"]] {
        let run = detente(arguments);
        assert!(run.code == 0 && !run.out.is_empty() && run.err.is_empty(), "{arguments:?}");
    }
    assert!(detente(&["--help"]).out.contains("Exit codes"));
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(["karabakh", "--draws", "20", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.code().is_some() && !String::from_utf8_lossy(&output.stderr).contains("panic"));
}

//! Fixtures and their mutations.

use detente::check::{CheckReport, check_str};
use serde_json::{Value, json};

/// A saved result from `tests/data/results`.
pub fn fixture(name: &str) -> Value {
    let path = format!("{}/tests/data/results/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap()
}

/// The result with one value replaced; the pointer has to exist.
pub fn with(mut result: Value, pointer: &str, value: Value) -> Value {
    *result.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value;
    result
}

/// The result with one member of an object removed.
pub fn without(mut result: Value, pointer: &str, key: &str) -> Value {
    let removed = result.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key);
    assert!(removed.is_some(), "no {key} at {pointer}");
    result
}

pub fn check(result: &Value) -> CheckReport {
    check_str(&result.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

/// Requires that a fixture passes, and returns its sentences as one text.
pub fn passes(name: &str) -> String {
    let report = check(&fixture(name));
    assert!(report.valid, "{name}: {:?}", report.failure);
    assert!(report.failure.is_none() && !report.checked.is_empty(), "{name} says what was checked");
    report.checked.join("\n")
}

/// Requires that a fixture with one value replaced is found false with a sentence that holds `says`.
pub fn fails(name: &str, pointer: &str, value: Value, says: &str) {
    let report = check(&with(fixture(name), pointer, value.clone()));
    let failure = report.failure.unwrap_or_else(|| panic!("{name} passes with {pointer} = {value}"));
    assert!(!report.valid && failure.contains(says), "{name}, {pointer}: {failure}");
}

/// A lottery that is sure of one state.
pub fn sure(state: usize) -> Value {
    json!([{"state": state, "probability": "1"}])
}

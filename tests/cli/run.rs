//! Runs the command and reads what it says.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

pub const DILEMMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/games/prisoners-dilemma.json");
pub const SEXES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/games/battle-of-the-sexes.nfg");
pub const SANNIKOV: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/games/abreu-sannikov.json");
pub const WAR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/games/absorbing-war.json");

/// What a run of the command came to.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The one JSON object on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
    /// The kind of the error, which is also one line on standard error.
    pub fn kind(&self) -> String {
        assert_eq!(self.code, 1, "{}{}", self.out, self.err);
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        let error = &self.json()["error"];
        for key in ["kind", "where", "message", "hint"] {
            assert!(error[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {error}");
        }
        error["kind"].as_str().unwrap_or_default().to_string()
    }
}

/// Runs the command with a text on standard input.
pub fn detente_with(input: &str, arguments: &[&str]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A command that does not read its input closes the pipe early.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// Runs the command.
pub fn detente(arguments: &[&str]) -> Run {
    detente_with("", arguments)
}

/// Runs the command with `--json`, which has to exit with `code`, and checks what every result begins with.
pub fn result(code: i32, arguments: &[&str]) -> Value {
    let run = detente(&[arguments, &["--json"]].concat());
    assert_eq!(run.code, code, "{arguments:?}: {}{}", run.out, run.err);
    let json = run.json();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(json["command"], arguments[0]);
    json
}

/// The keys of an object.
pub fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

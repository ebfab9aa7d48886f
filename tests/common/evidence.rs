//! Verdicts as the command prints them, and their check.

use detente::check::check_str;
use detente::repeated::{RepeatedGame, Target, Verdict};

/// The JSON that the command prints for a payoff or a profile.
fn result(game: &RepeatedGame, target: &Target, verdict: &Verdict) -> String {
    let game_text = game.to_file().to_json();
    let discount = serde_json::to_string(game.discount()).unwrap();
    let target = serde_json::to_string(target).unwrap();
    let head = format!(
        r#"{{"schema": 1, "version": "0", "command": "sustain", "game": {game_text}, "discount": {discount}, "target": {target}"#
    );
    match verdict {
        Verdict::Sustained { automaton, payoff } => format!(
            r#"{head}, "sustained": true, "payoff": {}, "automaton": {}}}"#,
            serde_json::to_string(payoff).unwrap(),
            serde_json::to_string(automaton).unwrap()
        ),
        Verdict::Refuted { blocker, reason, refutation } => format!(
            r#"{head}, "sustained": false, "blocker": {}, "reason": {}, "refutation": {}}}"#,
            serde_json::to_string(blocker).unwrap(),
            serde_json::to_string(reason).unwrap(),
            serde_json::to_string(refutation).unwrap()
        ),
        other => panic!("{other}"),
    }
}

/// The checker, which shares nothing with the solvers but fractions, accepts the evidence.
pub fn require_valid(game: &RepeatedGame, target: &Target, verdict: &Verdict) {
    let report = check_str(&result(game, target, verdict)).unwrap();
    assert!(report.valid, "{:?}", report.failure);
}

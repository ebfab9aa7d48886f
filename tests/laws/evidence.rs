//! Every verdict carries evidence, and evidence that was tampered with is found out.

use detente::Game;
use detente::check::check_str;
use detente::repeated::{Automaton, Options, RepeatedGame, Target, Verdict};
use detente::testing::{discounts, laws};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::{r, repeated, stage_game};

/// A verdict as the result that the command saves; `None` for an undecided one.
fn saved(game: &RepeatedGame, target: &Target, verdict: &Verdict) -> Option<Value> {
    let mut result = json!({
        "schema": 1, "version": "0.1.0", "command": "sustain", "game": game.stage(),
        "discount": game.discount(), "target": target, "sustained": verdict.is_sustained()?,
    });
    match verdict {
        Verdict::Sustained { automaton, payoff } => {
            result["automaton"] = json!(automaton);
            result["payoff"] = json!(payoff);
        }
        Verdict::Refuted { blocker, reason, refutation } => {
            result["blocker"] = json!(blocker);
            result["reason"] = json!(reason);
            result["refutation"] = json!(refutation);
        }
        _ => return None,
    }
    Some(result)
}

/// Whether the checker, which shares no code with the solvers, accepts a result.
fn is_accepted(result: &Value) -> bool {
    check_str(&result.to_string()).is_ok_and(|report| report.valid)
}

fn assert_mutants_are_found_out(game: &RepeatedGame, automaton: &Automaton, result: &Value) {
    let stage = game.stage();
    let rejected = |mutant: &Automaton| {
        let mut forged = result.clone();
        forged["automaton"] = json!(mutant);
        mutant.verify(game).is_err() && !is_accepted(&forged)
    };
    for state in 0..automaton.states.len() {
        let mut value = automaton.clone();
        value.states[state].value[state % 2] += r(1, 1_000_000_007);
        assert!(rejected(&value), "a wrong value passed: {value:?}");
        let mut probability = automaton.clone();
        probability.states[state].draws[0].probability *= r(1, 2);
        assert!(rejected(&probability), "a wrong probability passed: {probability:?}");
        for index in 0..stage.profiles() {
            let mut profile = automaton.clone();
            let draw = &mut profile.states[state].draws[0];
            let original = stage.payoffs_of(&draw.profile).unwrap();
            if *original == *stage.payoffs_at(index) || draw.probability.is_zero() {
                continue;
            }
            draw.profile = stage.profile(index);
            assert!(rejected(&profile), "a wrong profile passed: {profile:?}");
        }
        for (player, threat) in (0..automaton.states.len()).flat_map(|threat| [(0, threat), (1, threat)]) {
            let mut punish = automaton.clone();
            punish.states[state].punish[player] = threat;
            // A harsher threat is as good; a milder one may be. The two verifiers judge alike.
            let mut forged = result.clone();
            forged["automaton"] = json!(punish);
            assert_eq!(punish.verify(game).is_ok(), is_accepted(&forged), "{punish:?}");
            let worst = |automaton: &Automaton| {
                automaton.states[automaton.states[state].punish[player]].value[player].clone()
            };
            assert!(worst(&punish) > worst(automaton) || punish.verify(game).is_ok(), "{punish:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_verdict_carries_evidence_that_the_checker_accepts_and_mutants_are_found_out(
        stage in stage_game(3, 4), discount in discounts()
    ) {
        let game = repeated(&stage, &discount);
        for index in 0..stage.profiles() {
            let target = Target::Profile(stage.profile(index));
            let verdict = game.sustain_target(&target, &Options::default()).unwrap();
            let Some(result) = saved(&game, &target, &verdict) else { continue };
            let report = check_str(&result.to_string()).unwrap();
            prop_assert!(report.valid, "{:?} of {result}", report.failure);
            if let Some(automaton) = verdict.automaton() {
                laws::automaton(&game, automaton)?;
                // One automaton per game is taken apart.
                if index == stage.profiles() / 2 {
                    assert_mutants_are_found_out(&game, automaton, &result);
                }
            }
        }
    }
}

#[test]
fn a_threat_that_is_too_mild_is_found_out() {
    let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "1/2").unwrap();
    let verdict = game.sustain(&[0, 0].into()).unwrap();
    let mut forgiving = verdict.automaton().unwrap().clone();
    let on_path = forgiving.initial[0].state;
    forgiving.states[on_path].punish = vec![on_path; 2];
    assert!(forgiving.verify(&game).unwrap_err().to_string().contains("gain"));
}

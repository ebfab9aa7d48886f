//! What the solvers prove passes the checker, which shares no code with them.

use detente::check::{CheckReport, check_str};
use detente::equilibrium::{Commitment, Dominance, dominance, stackelberg};
use detente::repeated::{
    Critical, CriticalTarget, Objective, Options, Punishment, RepeatedGame, Status, Target, Verdict,
    critical_discount,
};
use detente::{Game, Rational};
use proptest::prelude::*;
use serde_json::{Value, json};

type Cells = Vec<Vec<[i64; 2]>>;

fn game(cells: &Cells) -> Game<Rational> {
    let side = |player: usize| -> Vec<Vec<Rational>> {
        cells.iter().map(|row| row.iter().map(|cell| cell[player].into()).collect()).collect()
    };
    Game::bimatrix(&side(0), &side(1)).unwrap()
}

fn result(command: &str, cells: &Cells, fields: Value) -> Value {
    let mut result = json!({"schema": 1, "version": "0", "command": command, "game": {"payoffs": cells}});
    result.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    result
}

fn report(result: &Value) -> CheckReport {
    check_str(&result.to_string()).unwrap_or_else(|error| panic!("{error}: {result}"))
}

/// The JSON of a verdict; `None` where nothing was decided.
fn sustained(cells: &Cells, discount: &Rational, target: &Target, verdict: &Verdict) -> Option<Value> {
    let fields = match verdict {
        Verdict::Sustained { automaton, payoff } => {
            json!({"sustained": true, "payoff": payoff, "automaton": automaton})
        }
        Verdict::Refuted { blocker, reason, refutation } => {
            json!({"sustained": false, "blocker": blocker, "reason": reason, "refutation": refutation})
        }
        _ => return None,
    };
    let mut result = result("sustain", cells, fields);
    result["discount"] = json!(discount);
    result["target"] = json!(target);
    Some(result)
}

fn critical_result(
    cells: &Cells,
    target: &CriticalTarget,
    punishment: Punishment,
    found: &Critical,
) -> Value {
    let target = match target {
        CriticalTarget::Profile(profile) => json!({"profile": profile}),
        CriticalTarget::Cycle(profiles) => json!({"cycle": profiles}),
        _ => json!("folk"),
    };
    let mut fields = json!({"target": target, "punishment": punishment, "status": found.status,
        "lower": found.lower.to_f64(), "upper": found.upper.as_ref().map(Rational::to_f64),
        "bounds": [found.lower, found.upper], "exact": found.exact, "blocker": found.blocker, "reason": found.reason});
    match found.automata.as_slice() {
        [only] if target != json!("folk") => fields["automaton"] = json!(only),
        [] => {}
        all => fields["automata"] = json!(all),
    }
    if let Some(refutation) = &found.refutation {
        fields["refutation"] = json!(refutation);
    }
    result("critical", cells, fields)
}

fn cells(rows: usize, columns: usize) -> impl Strategy<Value = Cells> {
    let cell = (-3i64..7, -3i64..7).prop_map(|(a, b)| [a, b]);
    prop::collection::vec(prop::collection::vec(cell, columns), rows)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn verdicts_on_profiles_payoffs_and_objectives(
        cells in (2usize..4, 2usize..4).prop_flat_map(|(m, n)| cells(m, n)),
        numerator in 1i64..10,
    ) {
        let discount = Rational::new(numerator, 10);
        let repeated = RepeatedGame::new(game(&cells), discount.clone()).unwrap();
        let centre = Target::Payoff(vec![1.into(), 1.into()]);
        for target in [Target::Profile([0, 0].into()), Target::Cycle(vec![[0, 1].into(), [1, 0].into()]), centre] {
            let verdict = repeated.sustain_target(&target, &Options::default()).unwrap();
            if let Some(result) = sustained(&cells, &discount, &target, &verdict) {
                let report = report(&result);
                prop_assert!(report.valid, "{:?}: {}", report.failure, result);
            }
        }
        let target = Target::Objective(Objective::Welfare);
        let best = repeated.best(Objective::Welfare, &Options::default()).unwrap();
        if let Some(mut result) = sustained(&cells, &discount, &target, &best.verdict) {
            if let (Some(attained), Some(bound)) = (&best.attained, best.bound) {
                result["value"] = json!(attained.to_f64());
                result["bounds"] = json!([attained, bound]);
            }
            let report = report(&result);
            prop_assert!(report.valid, "{:?}: {}", report.failure, result);
        }
    }

    #[test]
    fn critical_discount_factors(cells in (2usize..4, 2usize..4).prop_flat_map(|(m, n)| cells(m, n)), which in 0usize..4) {
        let stage = game(&cells);
        let profile = || CriticalTarget::Profile([0, 0].into());
        let (target, punishment) = match which {
            0 => (CriticalTarget::Folk, Punishment::Optimal),
            1 => (profile(), Punishment::Nash),
            _ => (profile(), Punishment::Optimal),
        };
        let found = critical_discount(&stage, &target, punishment, &Options::default()).unwrap();
        // An upper bound for which the solver found no automaton carries no evidence to check.
        prop_assume!(found.upper.is_none() || !found.automata.is_empty());
        let result = critical_result(&cells, &target, punishment, &found);
        let report = report(&result);
        prop_assert!(report.valid, "{:?}: {}", report.failure, result);
        prop_assert!(found.status != Status::Exact || report.checked.len() >= 2);
    }

    #[test]
    fn payoff_sets(cells in (2usize..4, 2usize..4).prop_flat_map(|(m, n)| cells(m, n)), numerator in 1i64..10) {
        let discount = Rational::new(numerator, 10);
        let set = RepeatedGame::new(game(&cells), discount.clone()).unwrap().payoff_set(&Options::default()).unwrap();
        let mut result = result("repeated", &cells, serde_json::to_value(&set).unwrap());
        result["discount"] = json!(discount);
        let report = report(&result);
        prop_assert!(report.valid, "{:?}: {}", report.failure, result);
    }

    #[test]
    fn one_shot_concepts(cells in (1usize..4, 1usize..5).prop_flat_map(|(m, n)| cells(m, n))) {
        let stage = game(&cells);
        let nash = detente::equilibrium::nash::solve(&stage, &Default::default()).unwrap();
        let commitment = stackelberg(&stage, Commitment::Mixed).unwrap();
        let eliminations = dominance(&stage, Dominance::Weak).unwrap();
        for (concept, fields) in [
            ("nash", serde_json::to_value(&nash).unwrap()),
            ("stackelberg", serde_json::to_value(&commitment).unwrap()),
            ("dominance", serde_json::to_value(&eliminations).unwrap()),
        ] {
            let mut result = result("solve", &cells, fields);
            result["concept"] = json!(concept);
            let report = report(&result);
            prop_assert!(report.valid, "{:?}: {}", report.failure, result);
        }
    }
}

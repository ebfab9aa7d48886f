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
        CriticalTarget::Payoff(payoff) => json!({"payoff": payoff}),
        CriticalTarget::Welfare(level) => json!({"welfare": level}),
        CriticalTarget::Better(benchmark) => json!({"better": benchmark}),
        _ => json!("folk"),
    };
    let mut fields = json!({"target": target, "punishment": punishment, "status": found.status,
        "lower": found.lower.to_f64(), "upper": found.upper.as_ref().map(Rational::to_f64),
        "bounds": [found.lower, found.upper], "exact": found.exact, "blocker": found.blocker, "reason": found.reason});
    if let Some(root) = &found.algebraic {
        fields["exact"] = json!(root);
    }
    match found.automata.as_slice() {
        [only] if target != json!("folk") => fields["automaton"] = json!(only),
        [] => {}
        all => fields["automata"] = json!(all),
    }
    match found.others.as_slice() {
        [] => {
            found.refutation.iter().for_each(|refutation| fields["refutation"] = json!(refutation));
        }
        others => fields["refutations"] = json!(found.refutation.iter().chain(others).collect::<Vec<_>>()),
    }
    result("critical", cells, fields)
}

/// A result and what is found wrong with it after a change.
fn found_false(result: &Value, pointer: &str, value: Value, says: &str) {
    let mut changed = result.clone();
    *changed.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer} in {result}")) = value;
    let failure = report(&changed).failure.unwrap_or_else(|| panic!("{pointer} passes: {changed}"));
    assert!(failure.contains(says), "{pointer}: {failure}");
}

#[test]
fn refutations_of_reversion_hold_for_its_own_threats_and_for_every_equilibrium() {
    let row = [[[3, 3], [0, 5], [-5, -5]], [[5, 0], [1, 1], [-5, -5]], [[-5, -5], [-5, -5], [-6, -6]]];
    let cells: Cells = row.iter().map(|row| row.to_vec()).collect();
    let target = CriticalTarget::Welfare(6.into());
    let ask = |cells: &Cells, target: &CriticalTarget, punishment| {
        let found = critical_discount(&game(cells), target, punishment, &Options::default()).unwrap();
        critical_result(cells, target, punishment, &found)
    };
    let nash = ask(&cells, &target, Punishment::Nash);
    assert!(report(&nash).valid);
    // Under optimal punishment the same threats would not be proven.
    found_false(&nash, "/punishment", json!("optimal"), "can guarantee himself");
    found_false(&nash, "/refutation/chain/0/threat/0", json!("2"), "nothing refutes the target");
    let last = nash["refutation"]["chain"].as_array().unwrap().len() - 1;
    let pointer = format!("/refutation/chain/{last}/threat/1");
    found_false(
        &nash,
        &pointer,
        json!("2"),
        if last == 0 { "nothing refutes" } else { "the punishment pays 1" },
    );
    let states = nash["automaton"]["states"].as_array().unwrap();
    let punish =
        states.iter().position(|state| state["name"].as_str().unwrap().starts_with("punish")).unwrap();
    let other = (0..states.len()).find(|&s| s != punish).unwrap();
    found_false(&nash, &format!("/automaton/states/{other}/punish/0"), json!(other), "");
    // Three equilibria: each needs its chain.
    let row = [
        [[5, 5], [0, 6], [0, 0], [0, 0]],
        [[6, 0], [2, 2], [0, 0], [0, 0]],
        [[0, 0], [0, 0], [1, 4], [0, 0]],
        [[0, 0], [0, 0], [0, 0], [4, 1]],
    ];
    let cells: Cells = row.iter().map(|row| row.to_vec()).collect();
    let grim = ask(&cells, &CriticalTarget::Welfare(10.into()), Punishment::Grim);
    assert!(report(&grim).valid, "{:?}", report(&grim));
    let chains = grim["refutations"].as_array().unwrap();
    assert_eq!(chains.len(), 3);
    for left_out in 0..3 {
        let rest: Vec<&Value> =
            chains.iter().enumerate().filter(|(k, _)| *k != left_out).map(|(_, c)| c).collect();
        found_false(&grim, "/refutations", json!(rest), "nothing refutes the target where punishment pays");
    }
    // A punishment that rewards one side: supported from 1/2 on, though not up to 1.
    let cells: Cells = vec![vec![[4, 4], [0, 0]], vec![[6, 0], [2, 5]]];
    let rewards = ask(&cells, &CriticalTarget::Profile([0, 0].into()), Punishment::Nash);
    assert_eq!(rewards["exact"], json!("1/2"));
    assert!(report(&rewards).valid, "{:?}", report(&rewards));
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
    fn payoffs_under_every_punishment(
        cells in (2usize..4, 2usize..4).prop_flat_map(|(m, n)| cells(m, n)),
        kind in 0usize..3, level in -4i64..12,
    ) {
        let game = game(&cells);
        let target = match kind {
            0 => CriticalTarget::Welfare(Rational::new(level, 2)),
            1 => CriticalTarget::better_than_self_help(&game),
            _ => CriticalTarget::Payoff(vec![Rational::new(level, 4), Rational::new(level, 5)]),
        };
        // Knife edges take long to stay undecided; what is proven by then has to hold all the same.
        let options = Options::default().time_limit(std::time::Duration::from_secs(1));
        let mut uppers = Vec::new();
        for punishment in [Punishment::Optimal, Punishment::Nash, Punishment::Grim] {
            let found = critical_discount(&game, &target, punishment, &options).unwrap();
            let result = critical_result(&cells, &target, punishment, &found);
            let report = report(&result);
            prop_assert!(report.valid, "{:?}: {}", report.failure, result);
            prop_assert!(found.status != Status::Exact || report.checked.len() >= 2);
            uppers.push((found.status, found.lower, found.upper));
        }
        // Harsher punishment needs less patience.
        for pair in uppers.windows(2) {
            if let (Status::Exact | Status::Enclosed, Some(milder)) = (pair[1].0, &pair[1].2) {
                prop_assert!(pair[0].1 < *milder || *milder == pair[0].1, "{uppers:?}");
                prop_assert!(pair[0].0 != Status::Never, "{uppers:?}");
            }
        }
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

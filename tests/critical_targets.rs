//! Payoffs, levels and benchmarks under reversion to stage equilibria; the folk threshold of any number of
//! players.

use detente::check::check_str;
use detente::repeated::{
    Critical, CriticalTarget, Options, Punishment, Reason, RepeatedGame, Status, critical_discount,
};
use detente::{Game, Rational};
use serde_json::json;

fn r(p: i64, q: i64) -> Rational {
    Rational::new(p, q)
}

fn bimatrix<const M: usize, const N: usize>(row: [[i64; N]; M], column: [[i64; N]; M]) -> Game<Rational> {
    let exact = |rows: [[i64; N]; M]| rows.map(|row| row.map(Rational::from).to_vec()).to_vec();
    Game::bimatrix(&exact(row), &exact(column)).unwrap()
}

fn ask(stage: &Game<Rational>, target: &CriticalTarget, punishment: Punishment) -> Critical {
    let options = Options::default().width("1e-9".parse().unwrap()).unwrap();
    critical_discount(stage, target, punishment, &options).unwrap()
}

/// Both ends are proven, and the automaton punishes by stage equilibria for ever.
fn assert_reverts(stage: &Game<Rational>, found: &Critical) {
    let upper = found.upper.clone().unwrap();
    let game = RepeatedGame::new(stage.clone(), &upper).unwrap();
    let [automaton] = found.automata.as_slice() else { panic!("{found:?}") };
    automaton.verify(&game).unwrap();
    let equilibria = stage.pure_equilibria();
    for state in &automaton.states {
        for &next in &state.punish {
            let [draw] = automaton.states[next].draws.as_slice() else { panic!() };
            assert!(equilibria.contains(&stage.index(&draw.profile).unwrap()));
            assert!(draw.next.iter().all(|branch| branch.state == next));
        }
    }
    for refutation in found.refutation.iter().chain(&found.others) {
        assert_eq!(refutation.discount.common(), Some(&found.lower));
    }
}

/// A Prisoner's Dilemma with a third action that costs both much: optimal punishment is harsher.
fn with_a_rod() -> Game<Rational> {
    bimatrix([[3, 0, -5], [5, 1, -5], [-5, -5, -6]], [[3, 5, -5], [0, 1, -5], [-5, -5, -6]])
}

#[test]
fn reversion_needs_the_patience_of_the_plain_dilemma_where_optimal_punishment_needs_less() {
    let stage = with_a_rod();
    let both = CriticalTarget::Payoff(vec![3.into(), 3.into()]);
    for target in [both.clone(), CriticalTarget::Welfare(6.into())] {
        let nash = ask(&stage, &target, Punishment::Nash);
        // (T-R)/(T-P), and only mutual cooperation pays both 3.
        assert_eq!((nash.status, nash.exact.clone()), (Status::Exact, Some(r(1, 2))));
        assert_reverts(&stage, &nash);
        assert_eq!(ask(&stage, &target, Punishment::Grim).exact, Some(r(1, 2)));
    }
    let optimal = ask(&stage, &both, Punishment::Optimal);
    assert!(optimal.upper.unwrap() < r(1, 2));
    let better = CriticalTarget::better_than_self_help(&stage);
    let nash = ask(&stage, &better, Punishment::Nash);
    // Being exploited in turn: 1 today, against 4 tomorrow at most.
    assert_eq!(nash.exact, Some(r(1, 4)));
    assert_reverts(&stage, &nash);
    let below = CriticalTarget::Payoff(vec![r(1, 2), 3.into()]);
    let never = ask(&stage, &below, Punishment::Nash);
    assert_eq!((never.status, never.blocker), (Status::Never, Some(0)));
    assert_eq!(never.reason, Some(Reason::PrefersSelfHelp));
}

#[test]
fn grim_is_refuted_for_each_equilibrium_that_could_be_the_punishment() {
    // A dilemma with two further equilibria, each bad for one side.
    let stage = bimatrix(
        [[5, 0, 0, 0], [6, 2, 0, 0], [0, 0, 1, 0], [0, 0, 0, 4]],
        [[5, 6, 0, 0], [0, 2, 0, 0], [0, 0, 4, 0], [0, 0, 0, 1]],
    );
    let target = CriticalTarget::Welfare(10.into());
    let nash = ask(&stage, &target, Punishment::Nash);
    // One to gain, 5 - 1 to lose.
    assert_eq!(nash.exact, Some(r(1, 5)));
    let grim = ask(&stage, &target, Punishment::Grim);
    // The equilibrium (2, 2) for both: one to gain, three to lose.
    assert_eq!(grim.exact, Some(r(1, 4)));
    assert_eq!(grim.others.len(), 2);
    assert_reverts(&stage, &grim);
    assert_reverts(&stage, &nash);
}

#[test]
fn without_a_stage_equilibrium_there_is_no_reversion_and_at_one_no_patience_is_needed() {
    let pennies = Game::matching_pennies(1).unwrap().to_exact();
    let found = ask(&pennies, &CriticalTarget::Welfare(0.into()), Punishment::Nash);
    assert_eq!((found.status, found.reason), (Status::Never, Some(Reason::NoStageEquilibrium)));
    let stage = with_a_rod();
    let found = ask(&stage, &CriticalTarget::Payoff(vec![1.into(), 1.into()]), Punishment::Grim);
    assert_eq!(found.exact, Some(Rational::ZERO));
}

#[test]
fn three_players_revert_from_their_closed_form_on() {
    let stage = Game::public_goods(3, 2).unwrap();
    let quarter = r(1, 4);
    for target in [CriticalTarget::Payoff(vec![2.into(); 3]), CriticalTarget::Welfare(6.into())] {
        let found = critical_discount(&stage, &target, Punishment::Nash, &Options::default()).unwrap();
        assert!(found.lower < quarter && quarter <= found.upper.clone().unwrap(), "{found}");
        assert_reverts(&stage, &found);
        assert!(found.refutation.is_some());
    }
}

/// A two-player game with a third player who has one action and whose payoff depends on nothing or on the
/// first player's.
fn with_a_bystander(stage: &Game<Rational>, shares: bool) -> Game<Rational> {
    let payoffs = (0..stage.profiles()).flat_map(|p| {
        let third = if shares { stage.payoff_at(p, 0).clone() } else { Rational::ZERO };
        [stage.payoff_at(p, 0).clone(), stage.payoff_at(p, 1).clone(), third]
    });
    let shape: Vec<usize> = stage.shape().iter().copied().chain([1]).collect();
    Game::new(&shape, payoffs.collect()).unwrap()
}

fn folk(stage: &Game<Rational>) -> Critical {
    critical_discount(stage, &CriticalTarget::Folk, Punishment::Optimal, &Options::default()).unwrap()
}

#[test]
fn a_bystander_does_not_change_the_folk_threshold() {
    let games = [
        Game::prisoners_dilemma(5, 3, 1, 0).unwrap(),
        bimatrix([[3, 0, -5], [5, 1, -5], [-5, -5, -6]], [[3, 5, -5], [0, 1, -5], [-5, -5, -6]]),
        bimatrix([[4, 1], [5, 0]], [[4, 5], [1, 0]]),
        bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]),
        bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]]),
    ];
    for stage in &games {
        let two = folk(stage);
        // With a constant payoff the set is flat, with the first player's it is flat in another plane.
        for shares in [false, true] {
            let three = folk(&with_a_bystander(stage, shares));
            assert_eq!((two.status, &two.exact), (three.status, &three.exact), "{shares}: {two} {three}");
            assert_eq!(two.automata.len(), three.automata.len());
            assert_eq!(two.refutation.is_some(), three.refutation.is_some());
        }
    }
}

#[test]
fn the_folk_threshold_of_three_players_is_exact_and_checked_from_both_sides() {
    let stage = Game::public_goods(3, 2).unwrap();
    let found = folk(&stage);
    assert_eq!(found.status, Status::Exact);
    let cells: Vec<Vec<Vec<Vec<Rational>>>> = (0..2)
        .map(|a| {
            (0..2).map(|b| (0..2).map(|c| stage.payoffs_at(4 * a + 2 * b + c).to_vec()).collect()).collect()
        })
        .collect();
    let result = json!({"schema": 1, "version": "0", "command": "critical", "game": {"payoffs": cells},
        "target": "folk", "punishment": "optimal", "status": found.status, "lower": found.lower.to_f64(),
        "upper": found.upper.as_ref().map(Rational::to_f64), "bounds": [found.lower, found.upper],
        "exact": found.exact, "automata": found.automata, "refutation": found.refutation});
    let report = check_str(&result.to_string()).unwrap();
    assert!(report.valid, "{:?}", report.failure);
    assert!(report.checked.iter().any(|note| note.contains("span the whole folk-theorem set")));
    let game = RepeatedGame::new(stage.clone(), found.upper.clone().unwrap()).unwrap();
    for automaton in &found.automata {
        automaton.verify(&game).unwrap();
    }
    // Without one of its vertices the set is not spanned.
    for left_out in 0..found.automata.len() {
        let mut fewer = result.clone();
        fewer["automata"].as_array_mut().unwrap().remove(left_out);
        assert!(check_str(&fewer.to_string()).unwrap().failure.unwrap().contains("has no automaton"));
    }
    let mut bound = result;
    bound["refutation"]["fails"]["separation"]["bound"] = json!("100");
    assert!(!check_str(&bound.to_string()).unwrap().valid);
}

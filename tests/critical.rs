//! Critical discount factors against the reference values, with evidence checked on both sides.

use detente::exact::AlgebraicNumber;
use detente::repeated::{
    Absorbing, Automaton, Critical, CriticalTarget, Failure, IntervalVerdict, Options, Punishment,
    RepeatedGame, Status, Target, critical_discount, patience_map, sample_verdicts,
};
use detente::{Game, Profile, Rational};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    games: Vec<Reference>,
}
#[derive(Deserialize)]
struct Reference {
    game: String,
    payoffs1: Vec<Vec<Rational>>,
    payoffs2: Vec<Vec<Rational>>,
    action: Profile,
    critical_optimal_lower: Option<f64>,
    critical_optimal_upper: Option<f64>,
    critical_nash_reversion: Option<f64>,
    closed: Option<Rational>,
}

fn references() -> Vec<(Reference, Game<Rational>)> {
    let file: File = serde_json::from_str(include_str!("data/critical_discounts.json")).unwrap();
    file.games
        .into_iter()
        .map(|r| {
            let g = Game::bimatrix(&r.payoffs1, &r.payoffs2).unwrap();
            (r, g)
        })
        .collect()
}

/// What every critical value must come with: verified automata at the upper end, a refutation below.
fn assert_evidence(stage: &Game<Rational>, found: &Critical) {
    let upper = found.upper.clone().unwrap();
    assert!(found.lower < upper && found.width().unwrap() <= Rational::new(1, 1_000_000));
    let game = RepeatedGame::new(stage.clone(), &upper).unwrap();
    assert!(!found.automata.is_empty());
    for automaton in &found.automata {
        automaton.verify(&game).unwrap();
    }
    let refutation = found.refutation.as_ref().unwrap();
    assert_eq!(refutation.discount.common(), Some(&found.lower));
}

#[test]
fn optimal_penal_codes_enclose_the_reference_values() {
    for (reference, stage) in references() {
        let target = CriticalTarget::Profile(reference.action.clone());
        let found = critical_discount(&stage, &target, Punishment::Optimal, &Options::default()).unwrap();
        let (name, upper) = (&reference.game, reference.critical_optimal_upper);
        let Some(known) = upper else {
            assert_eq!((found.status, &found.upper), (Status::Never, &None), "{name}");
            continue;
        };
        assert_evidence(&stage, &found);
        assert_eq!(found.automata[0].payoff(), stage.payoffs_of(&reference.action).unwrap(), "{name}");
        // The true value lies in the reference interval and in ours.
        let (low, high) = (found.lower.to_f64(), found.upper.as_ref().unwrap().to_f64());
        assert!(low < known && reference.critical_optimal_lower.unwrap() <= high, "{name}: {found}");
        if let Some(closed) = reference.closed {
            assert_eq!(found.exact, Some(closed), "{name}");
        }
    }
}

#[test]
fn nash_reversion_meets_the_reference_values_exactly() {
    for (reference, stage) in references() {
        let target = CriticalTarget::Profile(reference.action.clone());
        let found = critical_discount(&stage, &target, Punishment::Nash, &Options::default()).unwrap();
        match reference.critical_nash_reversion {
            Some(value) => {
                let exact = found.exact.unwrap();
                assert!((exact.to_f64() - value).abs() < 1e-12, "{}", reference.game);
                let game = RepeatedGame::new(stage, &exact).unwrap();
                found.automata[0].verify(&game).unwrap();
            }
            None => assert_eq!(found.upper, None, "{}", reference.game),
        }
    }
}

#[test]
fn the_folk_threshold_is_exact_with_an_automaton_per_vertex_or_never() {
    for (reference, stage) in references() {
        let found =
            critical_discount(&stage, &CriticalTarget::Folk, Punishment::Optimal, &Options::default())
                .unwrap();
        match found.status {
            Status::Exact => assert_evidence(&stage, &found),
            other => assert_eq!(other, Status::Never, "{}", reference.game),
        }
    }
    let dilemma = Game::prisoners_dilemma(10, 9, 3, 1).unwrap();
    let found = critical_discount(&dilemma, &CriticalTarget::Folk, Punishment::Optimal, &Options::default());
    assert_eq!(found.unwrap().exact, Some(Rational::new(1, 4)));
}

#[test]
fn taking_turns_has_its_closed_form() {
    let stage = Game::prisoners_dilemma(8, 3, 1, 0).unwrap();
    let turns = CriticalTarget::Cycle(vec![[0, 1].into(), [1, 0].into()]);
    for punishment in [Punishment::Optimal, Punishment::Nash, Punishment::Grim] {
        let found = critical_discount(&stage, &turns, punishment, &Options::default()).unwrap();
        assert_eq!(found.exact, Some(Rational::new(1, 7)), "{punishment:?}");
    }
}

#[test]
fn grim_uses_one_equilibrium_for_both_and_nash_the_worst_for_each() {
    // Chicken: each side's worst pure equilibrium is the other's best.
    let stage = Game::bimatrix(
        &[[6, 2], [7, 0]].map(|r| r.map(Rational::from)),
        &[[6, 7], [2, 0]].map(|r| r.map(Rational::from)),
    )
    .unwrap();
    let target = CriticalTarget::Profile([0, 0].into());
    let nash = critical_discount(&stage, &target, Punishment::Nash, &Options::default()).unwrap();
    assert_eq!(nash.exact, Some(Rational::new(1, 5)));
    // One of the two gets 7 > 6 in the other's punishment, so grim never works here.
    let grim = critical_discount(&stage, &target, Punishment::Grim, &Options::default()).unwrap();
    assert_eq!((grim.status, grim.upper), (Status::Never, None));
}

#[test]
fn a_stage_equilibrium_needs_no_patience() {
    let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let target = CriticalTarget::Profile([1, 1].into());
    let found = critical_discount(&stage, &target, Punishment::Optimal, &Options::default()).unwrap();
    assert_eq!((found.lower, found.upper), (Rational::ZERO, Some(Rational::ZERO)));
    assert_eq!(found.automata[0].states.len(), 1);
}

fn bimatrix<const M: usize, const N: usize>(row: [[i64; N]; M], column: [[i64; N]; M]) -> Game<Rational> {
    Game::bimatrix(&row.map(|r| r.map(Rational::from)), &column.map(|r| r.map(Rational::from))).unwrap()
}

#[test]
fn the_folk_set_may_end_above_minmax_and_its_own_worst_points_are_the_threats() {
    // Column's minmax payoff is 0, but nothing feasible gives row its minmax payoff 3 and column less than 3.
    let stage = bimatrix([[3, 4], [0, 0]], [[4, 4], [0, 0]]);
    let found =
        critical_discount(&stage, &CriticalTarget::Folk, Punishment::Optimal, &Options::default()).unwrap();
    match found.status {
        Status::Exact => assert!(!found.automata.is_empty()),
        other => assert_eq!(other, Status::Never),
    }
}

#[test]
fn a_punishment_that_rewards_one_side_still_works_for_the_other_up_to_some_patience() {
    // Reversion to (1, 1) costs row 1 a year and pays column 1/2 a year more than the target, but column
    // would have to forgo 2 today to provoke it: the target holds from 1/2 up to 4/5 and not beyond.
    let r = |n: i64, d: i64| Rational::new(n, d);
    let row = [[r(2, 1), r(0, 1)], [r(3, 1), r(1, 1)]];
    let column = [[r(2, 1), r(0, 1)], [r(0, 1), r(5, 2)]];
    let stage = Game::bimatrix(&row, &column).unwrap();
    let target = CriticalTarget::Profile([0, 0].into());
    let found = critical_discount(&stage, &target, Punishment::Nash, &Options::default()).unwrap();
    assert_eq!(found.exact, Some(r(1, 2)));
    found.automata[0].verify(&RepeatedGame::new(stage.clone(), r(1, 2)).unwrap()).unwrap();
    let beyond = RepeatedGame::new(stage, r(9, 10)).unwrap();
    let same =
        detente::repeated::Automaton { discount: beyond.discount().clone(), ..found.automata[0].clone() };
    assert!(same.verify(&beyond).is_err());
}

/// An exact value that is no fraction, by its polynomial, lies strictly between the proven bounds.
fn assert_root(found: &Critical, coefficients: &[i64]) {
    let Some(AlgebraicNumber::Root { polynomial, between: [low, high] }) = &found.algebraic else {
        panic!("no irrational value: {found}")
    };
    assert_eq!((found.status, &found.exact), (Status::Exact, &None));
    assert_eq!(polynomial.coefficients(), coefficients.iter().map(|&c| c.into()).collect::<Vec<Rational>>());
    assert!(found.lower <= *low && low < high && high <= found.upper.as_ref().unwrap());
}

#[test]
fn taking_turns_with_a_year_of_cooperation_in_between_has_a_cubic_threshold() {
    // (0,1), (1,0), (0,0) in turn, payoffs 5, 3, 1, 0, threat 1. Row is tempted most in the year of mutual
    // cooperation, after which he is exploited first: -x + 4 x^2 + 2 x^3 >= 2 (1 - x^3).
    let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let turns = CriticalTarget::Cycle(vec![[0, 1].into(), [1, 0].into(), [0, 0].into()]);
    let options = Options::default().width("1e-9".parse().unwrap()).unwrap();
    for punishment in [Punishment::Optimal, Punishment::Nash, Punishment::Grim] {
        let found = critical_discount(&stage, &turns, punishment, &options).unwrap();
        assert_root(&found, &[-2, -1, 4, 4]);
        assert_eq!(found.blocker, Some(0));
        assert!(found.width().unwrap() <= *options.max_width());
        let game = RepeatedGame::new(stage.clone(), found.upper.as_ref().unwrap()).unwrap();
        found.automata[0].verify(&game).unwrap();
        assert_eq!(found.refutation.is_some(), punishment == Punishment::Optimal);
    }
}

#[test]
fn the_threshold_at_which_a_punishment_becomes_possible_may_be_irrational() {
    // Below it the profile's own constraint would hold, were it not for a punishment that breaks down.
    let all = references();
    let (reference, stage) = all.iter().find(|(r, _)| r.game.starts_with("Cournot asym 5")).unwrap();
    let target = CriticalTarget::Profile(reference.action.clone());
    let options = Options::default().width("1e-9".parse().unwrap()).unwrap();
    let found = critical_discount(stage, &target, Punishment::Optimal, &options).unwrap();
    assert_root(&found, &[-418, 1197, 54]);
    let (low, high) = (reference.critical_optimal_lower.unwrap(), reference.critical_optimal_upper.unwrap());
    let value = found.algebraic.as_ref().unwrap().to_f64();
    assert!(low - 1e-9 <= value && value <= high + 1e-9, "{low} {value} {high}");
    assert_evidence(stage, &found);
}

#[test]
fn a_cycle_that_reversion_never_supports_is_refused_for_all_patience() {
    // Being exploited twice as often as exploiting pays less than self-help on average.
    let stage = Game::prisoners_dilemma(5, 3, 2, 0).unwrap();
    let turns = CriticalTarget::Cycle(vec![[0, 1].into(), [0, 1].into(), [1, 0].into()]);
    let found = critical_discount(&stage, &turns, Punishment::Nash, &Options::default()).unwrap();
    assert_eq!((found.status, found.upper), (Status::Never, None));
}

#[test]
fn payoffs_levels_and_better_than_self_help_are_exact_where_profiles_enter() {
    // Mutual cooperation enters at 1/2, being exploited in turn at 1/4: against the threat 1 it costs 1
    // today, and tomorrow at most 4 are to be had where the other gets 1.
    let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let options = Options::default().width("1e-9".parse().unwrap()).unwrap();
    let r = |p: i64, q: i64| Rational::new(p, q);
    let critical = |target: &CriticalTarget| {
        let found = critical_discount(&stage, target, Punishment::Optimal, &options).unwrap();
        if found.status == Status::Exact && found.exact != Some(Rational::ZERO) {
            assert_evidence(&stage, &found);
        }
        (found.status, found.exact)
    };
    let exact = |p: i64, q: i64| (Status::Exact, Some(r(p, q)));
    for (payoff, expected) in [
        ([r(1, 1), r(1, 1)], exact(0, 1)),
        ([r(2, 1), r(2, 1)], exact(1, 4)),
        ([r(5, 2), r(5, 2)], exact(1, 4)),
        ([r(3, 1), r(3, 1)], exact(1, 2)),
        ([r(1, 2), r(3, 1)], (Status::Never, None)),
        ([r(4, 1), r(4, 1)], (Status::Never, None)),
    ] {
        assert_eq!(critical(&CriticalTarget::Payoff(payoff.to_vec())), expected, "{payoff:?}");
    }
    for (level, expected) in [
        (r(2, 1), exact(0, 1)),
        (r(5, 1), exact(1, 4)),
        (r(51, 10), exact(1, 2)),
        (r(6, 1), exact(1, 2)),
        (r(61, 10), (Status::Never, None)),
    ] {
        assert_eq!(critical(&CriticalTarget::Welfare(level.clone())), expected, "{level}");
    }
    for (benchmark, expected) in [
        ([r(0, 1), r(0, 1)], exact(0, 1)),
        ([r(1, 1), r(1, 1)], exact(1, 4)),
        ([r(5, 2), r(5, 2)], exact(1, 2)),
        ([r(3, 1), r(3, 1)], (Status::Never, None)),
    ] {
        assert_eq!(critical(&CriticalTarget::Better(benchmark.to_vec())), expected, "{benchmark:?}");
    }
}

#[test]
fn strictly_competitive_games_never_hold_anything_better_than_self_help() {
    let stage = bimatrix([[0, 2], [1, 3]], [[0, -2], [-1, -3]]);
    let target = CriticalTarget::better_than_self_help(&stage);
    let found = critical_discount(&stage, &target, Punishment::Optimal, &Options::default()).unwrap();
    assert_eq!((found.status, found.reason), (Status::Never, Some(detente::repeated::Reason::ZeroSum)));
}

#[test]
fn targets_of_the_wrong_shape_are_refused() {
    let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let ask = |target, punishment| critical_discount(&stage, &target, punishment, &Options::default());
    assert!(ask(CriticalTarget::Payoff(vec![1.into()]), Punishment::Optimal).is_err());
    assert!(ask(CriticalTarget::Better(vec![1.into(); 3]), Punishment::Optimal).is_err());
    assert!(ask(CriticalTarget::Folk, Punishment::Grim).is_err());
    assert!(ask(CriticalTarget::Cycle(Vec::new()), Punishment::Nash).is_err());
}

#[test]
fn three_players_have_their_closed_forms_in_every_target() {
    let stage = Game::public_goods(3, 2).unwrap();
    let options = Options::default();
    // Contributing costs 1/3 a year and is worth 2 to everybody, against 1: 1/3 / (4/3) = 1/4 for every target.
    let quarter = Rational::new(1, 4);
    for target in [
        CriticalTarget::Profile([0, 0, 0].into()),
        CriticalTarget::Payoff(vec![2.into(), 2.into(), 2.into()]),
        CriticalTarget::Welfare(6.into()),
    ] {
        let found = critical_discount(&stage, &target, Punishment::Optimal, &options).unwrap();
        assert_evidence(&stage, &found);
        assert!(found.lower < quarter && quarter <= found.upper.unwrap(), "{target:?}");
    }
    // Keeping in turn: the two who contribute in the year before their own turn to keep lose most.
    let turns = CriticalTarget::Cycle(vec![[0, 0, 1].into(), [0, 1, 0].into(), [1, 0, 0].into()]);
    for punishment in [Punishment::Optimal, Punishment::Nash] {
        assert_root(&critical_discount(&stage, &turns, punishment, &options).unwrap(), &[-1, 1, 4, 2]);
    }
    let better = CriticalTarget::better_than_self_help(&stage);
    let found = critical_discount(&stage, &better, Punishment::Optimal, &options).unwrap();
    assert_evidence(&stage, &found);
    let zero = CriticalTarget::Payoff(vec![1.into(); 3]);
    let found = critical_discount(&stage, &zero, Punishment::Optimal, &options).unwrap();
    assert_eq!(found.upper, Some(Rational::ZERO));
    for impossible in
        [CriticalTarget::Welfare(7.into()), CriticalTarget::Payoff(vec![0.into(), 2.into(), 2.into()])]
    {
        let found = critical_discount(&stage, &impossible, Punishment::Optimal, &options).unwrap();
        assert_eq!((found.status, found.upper), (Status::Never, None));
    }
}

/// Peace may collapse by itself (with 1/2 a year, into 1 for ever after a year worth 3), so that it is worth
/// less to the patient; ending it by force pays 3/2 for ever.
fn fragile_peace() -> RepeatedGame {
    let stage = bimatrix([[3, 0], [0, 0]], [[3, 0], [0, 0]]);
    let end = |profile: [usize; 2], probability: &str, payoff: [&str; 2]| Absorbing {
        profile: profile.into(),
        probability: probability.parse().unwrap(),
        payoff: payoff.iter().map(|x| x.parse().unwrap()).collect(),
    };
    let ends = vec![
        end([0, 0], "1/2", ["1", "1"]),
        end([1, 0], "1", ["3/2", "-1"]),
        end([0, 1], "1", ["-1", "3/2"]),
    ];
    RepeatedGame::with_absorbing(stage, "1/2", ends).unwrap()
}

#[test]
fn with_absorbing_outcomes_intervals_are_proven_where_more_patience_hurts() {
    // Peace is worth (2 - 3/2 d) / (1 - d/2), at least 3/2 exactly up to d = 2/3.
    let game = fragile_peace();
    let options = Options::default().width("1/1000".parse().unwrap()).unwrap();
    let target = Target::Profile([0, 0].into());
    let r = |p: i64, q: i64| Rational::new(p, q);
    let found = game.discount_intervals(&target, [r(1, 10), r(9, 10)], &options).unwrap();
    let (first, last) = (found.first().unwrap(), found.last().unwrap());
    assert_eq!((&first.between[0], &last.between[1]), (&r(1, 10), &r(9, 10)));
    assert!(found.windows(2).all(|w| w[0].between[1] == w[1].between[0]));
    for piece in &found {
        let [low, high] = &piece.between;
        match &piece.verdict {
            IntervalVerdict::Sustained(automaton) => {
                assert!(*high <= r(2, 3));
                for at in [low, &((low + high) * r(1, 2)), high] {
                    let game = game.with_discount(at).unwrap();
                    let states = automaton.states.clone();
                    let there = Automaton::new(&game, automaton.initial.clone(), states).unwrap();
                    there.verify(&game).unwrap();
                }
            }
            IntervalVerdict::Refuted(refutation) => {
                assert!(*low > r(2, 3));
                assert!(refutation.verify(&game, &target, &piece.between).unwrap());
                // The same chain proves nothing where peace holds.
                assert!(!refutation.verify(&game, &target, &[r(1, 2), high.clone()]).unwrap());
            }
            IntervalVerdict::Undecided => assert!(high - low <= r(1, 1000)),
            other => panic!("{other:?}"),
        }
    }
    let undecided = found.iter().filter(|piece| piece.verdict == IntervalVerdict::Undecided);
    let width: Rational = undecided.map(|piece| &piece.between[1] - &piece.between[0]).sum();
    assert!(width <= r(1, 500), "{width}");
    assert!(
        game.discount_intervals(&Target::Payoff(vec![r(1, 1); 2]), [r(1, 10), r(9, 10)], &options).is_err()
    );
    assert!(game.discount_intervals(&target, [r(1, 2), r(1, 2)], &options).is_err());
}

#[test]
fn samples_are_refined_where_the_answer_changes() {
    let game = fragile_peace();
    let options = Options::default().width("1/1000".parse().unwrap()).unwrap();
    let range = [Rational::new(1, 10), Rational::new(9, 10)];
    let found =
        sample_verdicts(&Target::Profile([0, 0].into()), range, 4, &options, |d| game.with_discount(d));
    let found = found.unwrap();
    let flips: Vec<_> = found
        .windows(2)
        .filter(|w| w[0].verdict.is_sustained() != w[1].verdict.is_sustained())
        .map(|w| (w[0].discount.to_f64(), w[1].discount.to_f64()))
        .collect();
    assert_eq!(flips.len(), 1);
    assert!(flips[0].0 <= 2.0 / 3.0 && 2.0 / 3.0 <= flips[0].1 && flips[0].1 - flips[0].0 <= 1e-3);
}

#[test]
fn the_map_from_patience_to_payoffs_names_entries_and_steps_with_evidence() {
    let chosen = [("AS-2014 (0,0)", Rational::new(4, 13)), ("chicken (C,C)", Rational::new(1, 5))];
    for (reference, stage) in references() {
        let Some((_, critical)) = chosen.iter().find(|(name, _)| *name == reference.game) else { continue };
        let range = [Rational::new(1, 20), Rational::new(9, 10)];
        let map = patience_map(&stage, range, &Options::default()).unwrap();
        let name = &reference.game;
        let entry = map.entries.iter().find(|entry| entry.profile == reference.action).unwrap();
        assert_eq!(entry.critical.exact.as_ref(), Some(critical), "{name}");
        assert!(!map.steps.is_empty() && map.unproven.is_empty(), "{name}: {:?}", map.unproven);
        for step in &map.steps {
            let game = RepeatedGame::new(stage.clone(), &step.upper).unwrap();
            step.automaton.verify(&game).unwrap();
            assert_eq!(step.automaton.payoff(), step.payoff);
            assert!(step.rise.unwrap() > 0.0);
            assert_eq!(step.refutation.discount.common(), Some(&step.lower));
            let Failure::Separation { normal, bound } = &step.refutation.fails else { panic!("{name}") };
            let value: Rational = normal.iter().zip(&step.payoff).map(|(h, x)| h * x).sum();
            assert!(value > *bound);
        }
        // More patience never lowers the best sum of payoffs.
        let welfare: Vec<f64> = map.samples.iter().filter_map(|sample| sample.welfare).collect();
        assert!(welfare.windows(2).all(|w| w[0] <= w[1] + 1e-6), "{name}");
        assert_eq!(map.rows().len(), map.entries.len() + map.steps.len());
        assert!(map.to_string().contains("enters"));
    }
}

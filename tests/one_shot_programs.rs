//! One-shot values that come from linear programs, held to independent reference values and to theory.

use detente::equilibrium::{
    Concept, Distribution, EquilibriumError, MixedStrategy, Objective, OptimalCorrelated, WeightedProfile,
    expected_payoffs, minmax, optimal_correlated, payoffs_against, pure_maxmin, pure_minmax, security_level,
    zero_sum,
};
use detente::lp::LpOptions;
use detente::{Explain, Game, Rational};
use proptest::prelude::*;
use serde_json::Value;

fn r(p: i64, q: i64) -> Rational {
    Rational::new(p, q)
}

fn flatten(payoffs: &Value, flat: &mut Vec<Rational>) {
    match payoffs {
        Value::Array(list) => list.iter().for_each(|entry| flatten(entry, flat)),
        number => flat.push(number.to_string().parse().unwrap()),
    }
}

/// The reference games: 52 of two and three players, with ties, duplicates and degenerate equilibria.
fn reference() -> Vec<(Value, Game<Rational>)> {
    let document: Value = serde_json::from_str(include_str!("data/one_shot.json")).unwrap();
    let cases = document["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 52);
    let with_game = |case: &Value| {
        let shape: Vec<usize> = serde_json::from_value(case["shape"].clone()).unwrap();
        let mut flat = Vec::new();
        flatten(&case["payoffs"], &mut flat);
        (case.clone(), Game::new(&shape, flat).unwrap())
    };
    cases.iter().map(with_game).collect()
}

fn number(value: &Value) -> Option<Rational> {
    value.as_str().map(|text| text.parse().unwrap())
}

fn numbers(value: &Value) -> Option<Vec<Rational>> {
    value.as_array().map(|list| list.iter().filter_map(number).collect())
}

#[test]
fn zero_sum_values_are_exactly_those_of_the_reference() {
    let mut solved = 0;
    for (case, game) in reference() {
        let answer = zero_sum(&game, &LpOptions::default());
        let Some(value) = number(&case["zero_sum_value"]) else {
            let kind = answer.unwrap_err().kind();
            let expected = if game.players() == 2 { "NotConstantSum" } else { "NotTwoPlayers" };
            assert!(kind == expected, "{}", case["name"]);
            continue;
        };
        let answer = answer.unwrap();
        assert_eq!(answer.value.as_ref(), Some(&value), "{}", case["name"]);
        assert_eq!(answer.bounds, [value.clone(), value.clone()]);
        let [row, column] = expected_payoffs(&game, &answer.row, &answer.column).unwrap();
        assert_eq!((row, column), (value.clone(), &answer.sum - &value));
        solved += 1;
    }
    assert!(solved >= 10);
}

#[test]
fn minmax_values_are_exactly_those_of_the_reference() {
    for (case, game) in reference() {
        let answer = minmax(&game, &LpOptions::default()).unwrap();
        assert_eq!(Some(answer.pure), numbers(&case["pure_minmax"]), "{}", case["name"]);
        assert_eq!(Some(answer.pure_maxmin), numbers(&case["pure_maxmin"]), "{}", case["name"]);
        match numbers(&case["mixed_minmax"]) {
            Some(values) => assert_eq!(answer.mixed, values.into_iter().map(Some).collect::<Vec<_>>()),
            None => assert!(answer.mixed.iter().all(Option::is_none)),
        }
        if let Some(values) = numbers(&case["correlated_minmax"]) {
            assert_eq!(answer.correlated, values.into_iter().map(Some).collect::<Vec<_>>());
        }
    }
}

fn solve(game: &Game<Rational>, concept: Concept, objective: Objective) -> OptimalCorrelated {
    let best = optimal_correlated(game, concept, &objective, &LpOptions::default()).unwrap();
    assert_eq!(best.distribution.regret(game, concept).unwrap(), Rational::ZERO);
    assert_eq!(best.payoffs, best.distribution.payoffs(game).unwrap());
    best
}

#[test]
fn best_and_worst_correlated_welfare_are_exactly_those_of_the_reference() {
    for (case, game) in reference() {
        for (concept, objective, key) in [
            (Concept::Correlated, Objective::Welfare, "correlated_max_welfare"),
            (Concept::Correlated, Objective::MinWelfare, "correlated_min_welfare"),
            (Concept::Coarse, Objective::Welfare, "coarse_max_welfare"),
            (Concept::Coarse, Objective::MinWelfare, "coarse_min_welfare"),
        ] {
            let best = solve(&game, concept, objective);
            assert_eq!(best.value, number(&case[key]), "{} {key}", case["name"]);
            assert_eq!(best.payoffs.iter().sum::<Rational>(), best.bounds[0]);
        }
    }
}

#[test]
fn a_binding_constraint_is_tight_and_dropping_all_of_them_reaches_the_best_profile() {
    let game = Game::<Rational>::bimatrix(
        &[[r(6, 1), r(2, 1)], [r(7, 1), r(0, 1)]],
        &[[r(6, 1), r(7, 1)], [r(2, 1), r(0, 1)]],
    )
    .unwrap();
    let best = solve(&game, Concept::Correlated, Objective::Welfare);
    assert_eq!(best.value, Some(r(21, 2)));
    assert!(!best.binding.is_empty() && best.binding.iter().all(|b| b.price.is_positive()));
    assert!(best.binding.iter().all(|b| b.deviation.from == Some(0) && b.deviation.to == 1));
    let json = serde_json::to_value(&best).unwrap();
    assert_eq!(json["value"], "21/2");
    assert_eq!(json["binding"][0]["player"], 0);
    assert_eq!(json["distribution"][0]["profile"], serde_json::json!([0, 0]));
    let coarse = serde_json::to_value(solve(&game, Concept::Coarse, Objective::Welfare)).unwrap();
    assert!(coarse["binding"].as_array().unwrap().iter().all(|b| b.get("from").is_none()));
}

#[test]
fn maximin_serves_the_player_who_gets_least() {
    let row = [[r(2, 1), r(0, 1)], [r(0, 1), r(1, 1)]];
    let column = [[r(1, 1), r(0, 1)], [r(0, 1), r(2, 1)]];
    let battle = Game::bimatrix(&row, &column).unwrap();
    let fair = solve(&battle, Concept::Correlated, Objective::Maximin);
    assert_eq!(fair.value, Some(r(3, 2)));
    assert_eq!(fair.payoffs, [r(3, 2), r(3, 2)]);
    let selfish = solve(&battle, Concept::Correlated, Objective::Player(1));
    assert_eq!(selfish.value, Some(r(2, 1)));
    let weighted = solve(&battle, Concept::Correlated, Objective::Weights(vec![r(-1, 1), r(1, 2)]));
    assert_eq!(weighted.value, Some(Rational::ZERO), "the mediator's best threat is either pure equilibrium");
}

#[test]
fn objectives_that_do_not_fit_are_refused_by_name() {
    let game = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let solve = |objective| optimal_correlated(&game, Concept::Coarse, &objective, &LpOptions::default());
    assert_eq!(solve(Objective::Player(2)).unwrap_err().kind(), "UnknownPlayer");
    assert_eq!(solve(Objective::Weights(vec![])).unwrap_err().kind(), "WeightCount");
    let parse = |text| Objective::parse(text, &game);
    assert_eq!(parse("profit").unwrap_err().kind(), "UnknownObjective");
    assert_eq!(parse("player:9").unwrap_err().kind(), "UnknownPlayer");
    assert_eq!(parse("maximin"), Ok(Objective::Maximin));
    assert!(matches!(pure_minmax(&game, 2), Err(EquilibriumError::Game(_))));
    assert!(matches!(pure_maxmin(&game, 2), Err(EquilibriumError::Game(_))));
    assert!(matches!(security_level(&game, 2, &LpOptions::default()), Err(EquilibriumError::Game(_))));
}

#[test]
fn what_is_no_distribution_is_refused_and_json_round_trips() {
    let at = |profile: [usize; 2], probability| WeightedProfile { profile: profile.into(), probability };
    assert_eq!(Distribution::new(vec![]).unwrap_err().kind(), "ProbabilitySum");
    let negative = vec![at([0, 0], r(2, 1)), at([0, 1], r(-1, 1))];
    assert_eq!(Distribution::new(negative).unwrap_err().kind(), "NegativeProbability");
    let doubled =
        Distribution::new(vec![at([1, 0], r(1, 4)), at([0, 1], r(1, 2)), at([1, 0], r(1, 4))]).unwrap();
    assert_eq!(doubled.entries(), [at([0, 1], r(1, 2)), at([1, 0], r(1, 2))]);
    let text = serde_json::to_string(&doubled).unwrap();
    assert_eq!(serde_json::from_str::<Distribution>(&text).unwrap(), doubled);
    let game = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let outside = Distribution::new(vec![at([0, 7], Rational::ONE)]).unwrap();
    assert_eq!(outside.regret(&game, Concept::Coarse).unwrap_err().kind(), "UnknownAction");
}

#[test]
fn games_of_one_action_or_one_player_are_answered() {
    let single = Game::new(&[1, 1], vec![r(3, 1), r(-3, 1)]).unwrap();
    assert_eq!(zero_sum(&single, &LpOptions::default()).unwrap().value, Some(r(3, 1)));
    let alone = Game::new(&[3], vec![r(1, 1), r(5, 1), r(2, 1)]).unwrap();
    let values = minmax(&alone, &LpOptions::default()).unwrap();
    assert_eq!((values.pure, values.pure_maxmin), (vec![r(5, 1)], vec![r(5, 1)]));
    assert_eq!(values.correlated, vec![Some(r(5, 1))]);
    assert_eq!(solve(&alone, Concept::Correlated, Objective::MinWelfare).value, Some(r(5, 1)));
}

#[test]
fn a_tolerance_gives_strategies_that_prove_their_bounds() {
    let mut seed = 11u64;
    let mut next = || {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as f64 / 2f64.powi(31)
    };
    let n = 30;
    let row: Vec<Vec<f64>> = (0..n).map(|_| (0..n).map(|_| next()).collect()).collect();
    let column: Vec<Vec<f64>> = row.iter().map(|line| line.iter().map(|u| -u).collect()).collect();
    let game = Game::bimatrix(&row, &column).unwrap();
    let tolerance = r(1, 1_000_000);
    let quick = zero_sum(&game, &LpOptions::default().tolerance(tolerance.clone())).unwrap();
    let [low, high] = &quick.bounds;
    assert!(low <= high && (high - low) <= (&tolerance * &r(4, 1)));
    let exact = game.to_exact();
    assert_eq!(payoffs_against(&exact, 0, &quick.column).unwrap().iter().max(), Some(high));
    let conceded = payoffs_against(&exact, 1, &quick.row).unwrap();
    assert_eq!(conceded.iter().max().map(|u| -u).as_ref(), Some(low));
}

fn any_game(players: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Game<Rational>> {
    prop::collection::vec(1usize..=3, players).prop_flat_map(|shape| {
        let size = shape.iter().product::<usize>() * shape.len();
        prop::collection::vec(-3i64..=3, size)
            .prop_map(move |flat| Game::new(&shape, flat.into_iter().map(Rational::from).collect()).unwrap())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn every_pure_nash_equilibrium_is_correlated_and_every_correlated_one_is_coarse(game in any_game(1..=3)) {
        let best = |concept| solve(&game, concept, Objective::Welfare).bounds[1].clone();
        let worst = |concept| solve(&game, concept, Objective::MinWelfare).bounds[0].clone();
        prop_assert!(best(Concept::Coarse) >= best(Concept::Correlated));
        prop_assert!(worst(Concept::Coarse) <= worst(Concept::Correlated));
        for index in game.pure_equilibria() {
            let welfare: Rational = game.payoffs_at(index).iter().sum();
            prop_assert!(worst(Concept::Correlated) <= welfare && welfare <= best(Concept::Correlated));
        }
    }

    #[test]
    fn security_levels_lie_between_pure_maxmin_and_pure_minmax(game in any_game(1..=3)) {
        let values = minmax(&game, &LpOptions::default()).unwrap();
        for player in 0..game.players() {
            let level = values.correlated[player].clone().unwrap();
            prop_assert!(values.pure_maxmin[player] <= level && level <= values.pure[player]);
            // Nobody gets less than its security level in a correlated equilibrium.
            let plan = solve(&game, Concept::Correlated, Objective::MinWelfare);
            prop_assert!(plan.payoffs[player] >= level);
        }
    }

    #[test]
    fn positive_affine_maps_move_zero_sum_values_with_them(
        flat in prop::collection::vec(-5i64..=5, 12), scale in 1i64..=9, shift in -9i64..=9,
    ) {
        let build = |scale: &Rational, shift: &Rational| {
            let payoffs = flat.iter().map(|u| scale * &Rational::from(*u) + shift);
            Game::new(&[3, 4], payoffs.flat_map(|u| [u.clone(), -u]).collect()).unwrap()
        };
        let (scale, shift) = (r(scale, 1_000_000), Rational::from(shift) * r(1_000_000, 1));
        let plain = zero_sum(&build(&Rational::ONE, &Rational::ZERO), &LpOptions::default()).unwrap();
        let moved = zero_sum(&build(&scale, &shift), &LpOptions::default()).unwrap();
        prop_assert_eq!(moved.value.unwrap(), scale * plain.value.unwrap() + shift);
    }

    #[test]
    fn a_player_indifferent_between_supports_has_equal_payoffs_against_the_optimal_strategy(
        flat in prop::collection::vec(-5i64..=5, 16),
    ) {
        let game = Game::new(&[4, 4], flat.iter().flat_map(|u| [Rational::from(*u), Rational::from(-u)]).collect()).unwrap();
        let solved = zero_sum(&game, &LpOptions::default()).unwrap();
        let value = solved.value.clone().unwrap();
        let replies = payoffs_against(&game, 0, &solved.column).unwrap();
        for action in solved.row.support() {
            prop_assert_eq!(&replies[action], &value);
        }
        prop_assert!(MixedStrategy::new(solved.row.probabilities().to_vec()).is_ok());
    }
}

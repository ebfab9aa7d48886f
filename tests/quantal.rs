//! Logit quantal responses: what the path's points are, where it leads, and what is claimed of its end.

use detente::equilibrium::nash::{NashOptions, extreme_equilibria};
use detente::equilibrium::quantal::{
    PathEnd, QuantalOptions, QuantalPath, QuantalResponse, logit_path, quantal_response,
};
use detente::equilibrium::{ApproximateEquilibrium, MixedStrategy, action_payoffs};
use detente::{Explain, Game, Rational};
use proptest::prelude::*;

/// Payoffs between minus and plus a bound: with a small one there are ties, with a large one hardly.
fn games(shape: &'static [usize], bound: i64) -> impl Strategy<Value = Game<Rational>> {
    let count = shape.iter().product::<usize>() * shape.len();
    prop::collection::vec(-bound..=bound, count)
        .prop_map(|payoffs| Game::new(shape, payoffs.into_iter().map(Rational::from).collect()).unwrap())
}

fn follow(game: &Game<Rational>) -> QuantalPath {
    logit_path(game, &QuantalOptions::default()).unwrap()
}

/// The distance from the logit responses, with average payoffs from exact arithmetic.
fn residual(game: &Game<Rational>, point: &QuantalResponse) -> f64 {
    let strategies: Vec<MixedStrategy> =
        point.strategies.iter().map(|p| MixedStrategy::from_floats(p).unwrap()).collect();
    let mut worst: f64 = 0.0;
    for player in 0..game.players() {
        let payoffs = action_payoffs(game, &strategies, player).unwrap();
        let best = payoffs.iter().max().unwrap();
        let weights: Vec<f64> = payoffs.iter().map(|u| (point.lambda * (u - best).to_f64()).exp()).collect();
        let total: f64 = weights.iter().sum();
        for (p, weight) in point.strategies[player].iter().zip(&weights) {
            worst = worst.max((p - weight / total).abs());
        }
    }
    worst
}

fn check(game: &Game<Rational>) -> QuantalPath {
    let path = follow(game);
    for point in &path.points {
        assert!(
            residual(game, point) <= point.residual + 1e-6,
            "{} at {}",
            residual(game, point),
            point.lambda
        );
        assert!(point.residual < 1e-6, "{} at {}", point.residual, point.lambda);
    }
    assert_eq!(path.points[0].lambda, 0.0);
    let again = ApproximateEquilibrium::evaluate(game, path.limit.strategies.clone()).unwrap();
    assert_eq!(again, path.limit);
    path
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn two_players_settle_at_an_exact_equilibrium(game in games(&[3, 3], 1_000_000)) {
        let path = check(&game);
        prop_assert_eq!(path.ended, PathEnd::Settled);
        prop_assert!(path.limit.is_equilibrium() && path.distance < 0.05, "{}", path.limit);
    }

    #[test]
    fn with_ties_too_regret_is_small_and_exact(game in games(&[3, 3], 3)) {
        let path = check(&game);
        prop_assert_eq!(path.ended, PathEnd::Settled);
        prop_assert!(path.limit.relative < Rational::new(1, 10_000_000));
    }

    #[test]
    fn three_players_settle_with_a_small_exact_regret(game in games(&[2, 3, 2], 9)) {
        let path = check(&game);
        prop_assert_eq!(path.ended, PathEnd::Settled);
        prop_assert!(path.limit.relative < Rational::new(1, 10_000_000));
        prop_assert!(path.limit.epsilon <= path.limit.well_supported);
    }

    #[test]
    fn a_stag_hunt_settles_at_its_risk_dominant_equilibrium(t in 1i64..20, r in 1i64..20, p in 1i64..20) {
        // Hare for both risk-dominates where P - S > R - T (Harsanyi and Selten 1988; Turocy 2005).
        let (reward, temptation, punishment) = (t + r, t, (t - 1).min(p));
        prop_assume!(punishment > 0 && punishment != r);
        let hunt = Game::bimatrix(
            &[[reward, 0], [temptation, punishment]].map(|row| row.map(Rational::from)),
            &[[reward, temptation], [0, punishment]].map(|row| row.map(Rational::from)),
        )
        .unwrap();
        let path = follow(&hunt);
        prop_assert!(path.limit.is_equilibrium());
        prop_assert_eq!(path.limit.strategies[0].as_pure(), Some(usize::from(punishment > r)));
    }
}

#[test]
fn generic_two_player_games_are_recognised_exactly() {
    // Each has one equilibrium, fully mixed or over part of the actions.
    let shapley = [[[1, 0], [0, 1], [0, 0]], [[0, 0], [1, 0], [0, 1]], [[0, 1], [0, 0], [1, 0]]];
    let skewed = [[[7, 0], [1, 5], [2, 2]], [[0, 6], [4, 1], [0, 3]], [[2, 3], [3, 2], [1, 1]]];
    for table in [shapley, skewed] {
        let flat = table.iter().flatten().flatten().map(|&u: &i64| Rational::from(u)).collect();
        let game = Game::new(&[3, 3], flat).unwrap();
        let path = check(&game);
        assert!(path.limit.is_equilibrium(), "{}", path.limit);
        let all = extreme_equilibria(&game, &NashOptions::default()).unwrap().equilibria;
        assert!(all.iter().any(|equilibrium| equilibrium.strategies == path.limit.strategies));
    }
}

#[test]
fn an_irrational_equilibrium_of_three_players_is_approximated_to_the_last_digit_of_floats() {
    // Without a pure equilibrium; the fully mixed one solves polynomial equations of degree two.
    let payoffs = [2, 0, 0, 0, 2, 0, 0, 1, 3, 1, 0, 0, 0, 0, 1, 1, 3, 0, 1, 1, 0, 0, 0, 2];
    let game = Game::new(&[2, 2, 2], payoffs.map(|u: i64| Rational::from(u)).to_vec()).unwrap();
    assert!(game.pure_equilibria().is_empty());
    let path = check(&game);
    assert!(!path.limit.is_equilibrium());
    assert!(path.limit.relative < Rational::new(1, 100_000_000_000_000), "{}", path.limit);
    assert!(path.limit.strategies.iter().all(|strategy| strategy.support().len() == 2));
}

#[test]
fn a_sharp_bend_is_not_taken_for_the_way_back() {
    // By the angle between tangents alone, the path turns round at a fold and returns to the centroid.
    let row = [[0, 914_679, 569_690], [0, 907_916, 398_595], [-633_777, -112_236, 0]];
    let column = [[-407_929, -765_633, -604_871], [-299_468, 680_047, 141_915], [31_685, -61_441, 0]];
    let exact = |table: [[i64; 3]; 3]| table.map(|line| line.map(Rational::from));
    let path = check(&Game::bimatrix(&exact(row), &exact(column)).unwrap());
    assert_eq!(path.ended, PathEnd::Settled);
    assert_eq!(path.limit.strategies[1].as_pure(), Some(0));
    assert!(path.limit.is_equilibrium());
}

#[test]
fn a_symmetric_branch_is_followed_through_where_others_cross_it() {
    // The two favourites of the Battle of the Sexes branch off the symmetric responses.
    let battle = Game::<f64>::bimatrix(&[[3.0, 0.0], [0.0, 2.0]], &[[2.0, 0.0], [0.0, 3.0]]).unwrap();
    let path = check(&battle.to_exact());
    let mixed = [Rational::new(3, 5), Rational::new(2, 5)];
    assert_eq!(path.limit.strategies[0].probabilities(), mixed);
    assert_eq!(path.limit.to_string(), "(3/5, 2/5) (2/5, 3/5) is a Nash equilibrium");
}

#[test]
fn a_response_at_a_given_precision_solves_the_two_logit_equations() {
    // Asymmetric matching pennies: p responds to 9 q - (1 - q), q to 1 - 2 p.
    let game = Game::<f64>::bimatrix(&[[9.0, 0.0], [0.0, 1.0]], &[[0.0, 1.0], [1.0, 0.0]]).unwrap();
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    for lambda in [0.1, 0.5, 1.0, 3.0, 10.0, 100.0] {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..200 {
            let p = (low + high) / 2.0;
            let q = logistic(lambda * (1.0 - 2.0 * p));
            // The reply falls in p: the fixed point lies above p exactly if the reply does.
            if logistic(lambda * (10.0 * q - 1.0)) > p { low = p } else { high = p }
        }
        let found = quantal_response(&game, lambda, &QuantalOptions::default()).unwrap().unwrap();
        assert!((found.strategies[0][0] - low).abs() < 1e-9, "{lambda}: {} {low}", found.strategies[0][0]);
        assert!(found.residual < 1e-9 && found.lambda == lambda);
    }
    let at_once = quantal_response(&game, 0.0, &QuantalOptions::default()).unwrap().unwrap();
    assert_eq!(at_once.strategies, [[0.5, 0.5], [0.5, 0.5]]);
}

#[test]
fn offsets_change_nothing_and_scales_only_the_precision() {
    let game = Game::from_function(&[2, 2, 2], |a| {
        let seed = (a[0] + 2 * a[1] + 4 * a[2]) as i64;
        (1..4).map(|i| Rational::from((seed * seed * 5 * i + 7 * seed + i) % 11)).collect()
    })
    .unwrap();
    let huge: Rational = "100000000000000000000".parse().unwrap();
    let moved = game.map_payoffs(|_, u| u.iter().map(|u| u * Rational::new(1, 4) + &huge).collect()).unwrap();
    let (path, other) = (check(&game), follow(&moved));
    assert_eq!(path.points.len(), other.points.len());
    let (end, other_end) = (path.points.last().unwrap(), other.points.last().unwrap());
    assert_eq!(end.strategies, other_end.strategies);
    assert_eq!(4.0 * end.lambda, other_end.lambda);
    assert_eq!(path.limit.strategies, other.limit.strategies);
}

#[test]
fn degenerate_games_are_ordinary() {
    let flat = Game::new(&[2, 3], vec![Rational::from(7); 12]).unwrap();
    assert!(check(&flat).limit.is_equilibrium());
    let alone = Game::new(&[4], [3, 9, 2, 9].map(Rational::from).to_vec()).unwrap();
    let path = check(&alone);
    assert!(path.limit.is_equilibrium());
    assert_eq!(path.limit.strategies[0].probabilities()[1], Rational::new(1, 2));
    let thin = Game::new(&[1, 3], [0, 1, 0, 5, 0, 2].map(Rational::from).to_vec()).unwrap();
    assert_eq!(check(&thin).limit.strategies[1].as_pure(), Some(1));
    let pennies = Game::<f64>::bimatrix(&[[1.0, -1.0], [-1.0, 1.0]], &[[-1.0, 1.0], [1.0, -1.0]]).unwrap();
    assert!(check(&pennies.to_exact()).limit.is_equilibrium());
    // Payoffs of very different sizes: what is claimed is exact, however far the path came.
    let mixed = Game::<f64>::bimatrix(&[[1e9, 0.0], [0.0, 1e9]], &[[0.0, 1e-9], [1e-9, 0.0]]).unwrap();
    let path = follow(&mixed.to_exact());
    assert_eq!(
        path.limit,
        ApproximateEquilibrium::evaluate(&mixed.to_exact(), path.limit.strategies.clone()).unwrap()
    );
}

#[test]
fn budgets_end_a_path_and_say_so() {
    let hunt = Game::stag_hunt(3, 4, 2, 0).unwrap();
    let short = logit_path(&hunt, &QuantalOptions::default().steps(3)).unwrap();
    assert_eq!((short.ended, short.points.len()), (PathEnd::Steps, 4));
    let never = QuantalOptions::default().time_limit(Some(std::time::Duration::ZERO));
    assert_eq!(logit_path(&hunt, &never).unwrap().ended, PathEnd::Time);
    assert_eq!(quantal_response(&hunt, 5.0, &never).unwrap(), None);
    let kind = |lambda| quantal_response(&hunt, lambda, &QuantalOptions::default()).unwrap_err().kind();
    assert_eq!((kind(-1.0), kind(f64::NAN)), ("OutOfRange", "OutOfRange"));
    let large = Game::new(&[300, 200], vec![0.0; 120_000]).unwrap();
    assert_eq!(logit_path(&large, &QuantalOptions::default()).unwrap_err().kind(), "PathTooLarge");
}

//! Preferences and the theorem on strict competition, against closed forms and by properties.

use detente::error::Explain;
use detente::game::{GameError, Indivisibility, QuadraticRisk, RelativeGains};
use detente::{Game, Rational};
use proptest::prelude::*;

fn r(p: i64, q: i64) -> Rational {
    Rational::new(p, q)
}

#[test]
fn spite_and_negative_weights_are_refused_with_a_hint() {
    let kind = |row: Rational, column: Rational| RelativeGains::new(row, column).map_err(|e| e.kind());
    assert_eq!(kind(r(-1, 10), r(0, 1)), Err("OutOfRange"));
    assert_eq!(kind(r(0, 1), r(-1, 10)), Err("OutOfRange"));
    assert_eq!(kind(r(3, 2), r(1, 1)), Err("OutOfRange"));
    assert!(RelativeGains::new(r(2, 1), r(3, 5)).unwrap_err().hint().contains("spite"));
    assert!(kind(r(2, 1), r(1, 2)).is_ok());
    assert!(RelativeGains::new(f64::NAN, 0.0).is_err());
    // 0.1 * 10.000000000000001 rounds to 1 in floats; exactly it is above.
    assert!(RelativeGains::new(0.1f64, 10.000000000000002).is_err());
}

#[test]
fn only_games_of_two_players_have_relative_gains() {
    let three = Game::public_goods(3, 2).unwrap();
    let weights = RelativeGains::equal(r(1, 2)).unwrap();
    assert!(matches!(weights.apply(&three), Err(GameError::NotTwoPlayers { found: 3, .. })));
    assert!(three.strict_competition().is_err());
}

#[test]
fn weights_are_checked_when_they_are_read_from_a_file() {
    let read = |text: &str| serde_json::from_str::<RelativeGains>(text);
    let weights = RelativeGains::new(r(1, 3), r(1, 2)).unwrap();
    assert_eq!(read(&serde_json::to_string(&weights).unwrap()).unwrap(), weights);
    assert!(read(r#"{"k": ["2", "1"]}"#).is_err());
}

#[test]
fn degenerate_games_are_not_strictly_competitive() {
    for payoffs in [[[1, 1], [1, 2]], [[1, 1], [2, 1]], [[1, 1], [2, 2]]] {
        let [[a, b], [c, d]] = payoffs.map(|pair| pair.map(Rational::from));
        let game = Game::new(&[1, 2], vec![a, b, c, d]).unwrap();
        assert_eq!(game.strict_competition().unwrap(), None);
    }
    assert_eq!(Game::new(&[1, 1], vec![1.0, -1.0]).unwrap().strict_competition().unwrap(), None);
}

#[test]
fn indivisibility_bends_shares_and_leaves_the_ends() {
    let y = Indivisibility::new(r(1, 2)).unwrap();
    assert_eq!(y.worth(&r(0, 1)).unwrap(), r(0, 1));
    assert_eq!(y.worth(&r(1, 1)).unwrap(), r(1, 1));
    assert_eq!(y.worth(&r(1, 2)).unwrap(), r(9, 32));
    assert_eq!(Indivisibility::new(0.5).unwrap().worth(&0.5).unwrap(), 9.0 / 32.0);
    assert!(y.worth(&r(-1, 2)).is_err() && y.worth(&r(3, 2)).is_err());
    assert!(Indivisibility::new(r(-1, 2)).is_err() && Indivisibility::new(f64::NAN).is_err());
}

#[test]
fn risk_aversion_makes_the_mean_better_than_the_lottery() {
    let game = Game::new(&[3], vec![r(0, 1), r(2, 1), r(4, 1)]).unwrap();
    for (curvature, expected) in [(r(1, 5), 1), (r(0, 1), 0), (r(-1, 5), -1)] {
        let curved = QuadraticRisk::new(curvature).unwrap().apply(&game, 0).unwrap();
        let [low, mean, high] = [0, 1, 2].map(|p| curved.payoff_at(p, 0).clone());
        assert!(low < mean && mean < high);
        assert_eq!(mean.cmp(&((low + high) / r(2, 1))) as i64, expected);
    }
    let averse = QuadraticRisk::new(r(1, 4)).unwrap();
    assert!(averse.apply(&game, 0).is_err() && averse.apply(&game, 1).is_err());
    assert!(QuadraticRisk::new(f64::INFINITY).is_err());
}

/// Whether a u_1 + b u_2 is constant for some a, b >= 0, not both 0, or the payoffs lie on one line.
fn theorem_is_silent(game: &Game<Rational>) -> bool {
    let point = |p: usize| (game.payoff_at(p, 0).clone(), game.payoff_at(p, 1).clone());
    let (u, v) = point(0);
    let steps: Vec<_> = (1..game.profiles()).map(|p| (point(p).0 - &u, point(p).1 - &v)).collect();
    // Two steps that are not parallel rule out every line, and so every constant combination.
    !steps.iter().any(|a| steps.iter().any(|b| &a.0 * &b.1 != &a.1 * &b.0))
}

proptest! {
    #[test]
    fn relative_gains_are_strictly_competitive_exactly_where_the_product_of_weights_is_one(
        payoffs in prop::collection::vec(-5i64..=5, 8),
        k in (1i64..=6, 1i64..=6, 1i64..=6),
    ) {
        let game = Game::new(&[2, 2], payoffs.into_iter().map(Rational::from).collect()).unwrap();
        prop_assume!(!theorem_is_silent(&game));
        let (p, q, weaker) = k;
        let critical = RelativeGains::new(r(p, q), r(q, p)).unwrap().apply(&game).unwrap();
        let found = critical.strict_competition().unwrap().expect("k1 k2 = 1");
        prop_assert_eq!(found.slope, r(q, p));
        let below = RelativeGains::new(r(p, q), r(q * weaker, p * (weaker + 1))).unwrap();
        prop_assert_eq!(below.apply(&game).unwrap().strict_competition().unwrap(), None);
    }

    #[test]
    fn a_line_that_falls_is_found_and_one_shifted_payoff_breaks_it(
        row in prop::collection::vec(-9i64..=9, 6),
        slope in (1i64..9, 1i64..9),
        constant in -9i64..9,
        broken in 0usize..6,
    ) {
        prop_assume!(row.iter().any(|u| *u != row[0]));
        let slope = r(slope.0, slope.1);
        let flat = |shift: Option<usize>| -> Vec<Rational> {
            row.iter().enumerate().flat_map(|(i, &u)| {
                let v = r(constant, 1) - &slope * &r(u, 1) + r(i64::from(shift == Some(i)), 7);
                [r(u, 1), v]
            }).collect()
        };
        let game = Game::new(&[2, 3], flat(None)).unwrap();
        let found = game.strict_competition().unwrap().expect("a falling line");
        prop_assert_eq!((found.slope, found.constant), (slope.clone(), r(constant, 1)));
        let distinct = row.iter().collect::<std::collections::HashSet<_>>().len();
        prop_assume!(distinct > 2);
        prop_assert_eq!(Game::new(&[2, 3], flat(Some(broken))).unwrap().strict_competition().unwrap(), None);
    }
}

//! Stackelberg commitment through the public API.

use detente::equilibrium::nash::{NashOptions, solve};
use detente::equilibrium::{Commitment, MixedStrategy, expected_payoffs, payoffs_against, stackelberg};
use detente::{Game, Rational};
use proptest::prelude::*;

#[test]
fn reference_values_are_reached_and_the_reply_is_a_best_reply() {
    let data: serde_json::Value = serde_json::from_str(include_str!("data/one_shot.json")).unwrap();
    let mut compared = 0;
    for case in data["cases"].as_array().unwrap().iter().filter(|case| case["players"] == 2) {
        let shape: Vec<usize> = serde_json::from_value(case["shape"].clone()).unwrap();
        let game = Game::<Rational>::from_function(&shape, |p| {
            serde_json::from_value(case["payoffs"][p[0]][p[1]].clone()).unwrap()
        })
        .unwrap();
        let expected: Rational = case["stackelberg0"].as_str().unwrap().parse().unwrap();
        let result = stackelberg(&game, Commitment::Mixed).unwrap();
        assert_eq!(result.value, expected, "{}", case["name"]);
        assert_eq!(result.bounds, [expected.clone(), expected.clone()]);
        let reply = MixedStrategy::pure(result.reply, shape[1]).unwrap();
        assert_eq!(expected_payoffs(&game, &result.leader, &reply).unwrap()[0], expected);
        let replies = payoffs_against(&game, 1, &result.leader).unwrap();
        assert!(replies.iter().all(|payoff| *payoff <= replies[result.reply]));
        assert!(stackelberg(&game, Commitment::Pure).unwrap().value <= expected);
        compared += 1;
    }
    assert_eq!(compared, 44);
}

#[test]
fn three_players_are_refused() {
    let game = Game::<f64>::from_function(&[2, 2, 2], |_| vec![0.0; 3]).unwrap();
    assert!(stackelberg(&game, Commitment::Mixed).is_err());
}

fn small_games() -> impl Strategy<Value = Game<Rational>> {
    (1usize..=4, 1usize..=4, 1i64..=20).prop_flat_map(|(m, n, most)| {
        prop::collection::vec(-most..=most, 2 * m * n)
            .prop_map(move |flat| Game::new(&[m, n], flat.into_iter().map(Rational::from).collect()).unwrap())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Von Stengel and Zamir (2010): the right to commit is worth at least any Nash equilibrium.
    #[test]
    fn commitment_is_worth_at_least_the_best_equilibrium(game in small_games()) {
        let value = stackelberg(&game, Commitment::Mixed).unwrap().value;
        for equilibrium in solve(&game, &NashOptions::default()).unwrap().equilibria {
            prop_assert!(equilibrium.payoffs[0] <= value);
        }
    }

    #[test]
    fn the_followers_units_do_not_matter_and_the_leaders_carry_over(game in small_games()) {
        let moved = game.map_payoffs(|_, u| {
            vec![&u[0] * Rational::from(3) - Rational::from(7), &u[1] / Rational::from(5) + Rational::from(2)]
        }).unwrap();
        let value = stackelberg(&game, Commitment::Mixed).unwrap().value;
        prop_assert_eq!(
            stackelberg(&moved, Commitment::Mixed).unwrap().value,
            value * Rational::from(3) - Rational::from(7)
        );
    }
}

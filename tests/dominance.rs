//! Iterated dominance through the public API.

use detente::equilibrium::nash::{NashOptions, solve};
use detente::equilibrium::{Dominance, Elimination, Weight, dominance};
use detente::{Game, Rational};
use proptest::prelude::*;

fn r(n: i64) -> Rational {
    Rational::from(n)
}

fn game(shape: &[usize], flat: &[i64]) -> Game<Rational> {
    Game::new(shape, flat.iter().copied().map(r).collect()).unwrap()
}

/// Player 0's payoffs; player 1 is indifferent.
fn against_nature(rows: &[&[i64]]) -> Game<Rational> {
    let flat: Vec<i64> = rows.iter().flat_map(|row| row.iter().flat_map(|&u| [u, 0])).collect();
    game(&[rows.len(), rows[0].len()], &flat)
}

#[test]
fn an_action_dominated_only_by_a_mixture_goes_with_that_mixture_as_certificate() {
    let game = against_nature(&[&[4, 0], &[0, 4], &[1, 1]]);
    let result = dominance(&game, Dominance::Strict).unwrap();
    assert_eq!(result.remaining, [vec![0, 1], vec![0, 1]]);
    let Elimination { player: 0, action: 2, by, strict: true } = &result.rounds[0] else {
        panic!("{result}")
    };
    assert_eq!(by.iter().map(|w| w.action).collect::<Vec<_>>(), [0, 1]);
    let least = by.iter().map(|w| w.probability.clone()).min().unwrap();
    assert!(least > Rational::new(1, 4));
    assert!(result.is_verified_in(&game));
}

#[test]
fn weak_dominance_is_a_separate_choice_and_duplicates_dominate_nobody() {
    let game = against_nature(&[&[1, 1], &[1, 0], &[1, 1]]);
    assert!(dominance(&game, Dominance::Strict).unwrap().rounds.is_empty());
    let weak = dominance(&game, Dominance::Weak).unwrap();
    assert_eq!(weak.remaining, [vec![0, 2], vec![0, 1]]);
    assert!(!weak.rounds[0].strict && weak.is_verified_in(&game));
}

#[test]
fn a_mixture_may_dominate_weakly_where_no_pure_action_does() {
    let game = against_nature(&[&[2, 0, 1], &[0, 2, 1], &[1, 1, 0]]);
    let result = dominance(&game, Dominance::Weak).unwrap();
    let half = |action| Weight { action, probability: Rational::new(1, 2) };
    assert_eq!(result.rounds[0].by, [half(0), half(1)]);
    assert!(dominance(&game, Dominance::Strict).unwrap().rounds.is_empty());
}

#[test]
fn three_players_are_solved_round_by_round() {
    // Public goods: contributing costs 2 and gives everybody 1.
    let flat: Vec<i64> = (0..8)
        .flat_map(|index| {
            let gives = [index >> 2 & 1, index >> 1 & 1, index & 1].map(|action| 1 - action);
            let sum: i64 = gives.iter().sum();
            gives.map(|own| sum - 2 * own)
        })
        .collect();
    let game = game(&[2, 2, 2], &flat);
    let result = dominance(&game, Dominance::Strict).unwrap();
    assert!(result.is_solved() && result.is_verified_in(&game));
    assert_eq!(result.remaining, [[1], [1], [1]]);
    let json = serde_json::to_value(&result).unwrap();
    assert_eq!(
        json["rounds"][0],
        serde_json::json!({"player": 0, "action": 0, "by": [{"action": 1, "probability": "1"}], "strict": true})
    );
}

#[test]
fn a_tampered_certificate_is_found_out() {
    let game = against_nature(&[&[4, 0], &[0, 4], &[1, 1]]);
    let result = dominance(&game, Dominance::Strict).unwrap();
    let tampered = |change: fn(&mut Elimination)| {
        let mut copy = result.clone();
        change(&mut copy.rounds[0]);
        copy.is_verified_in(&game)
    };
    assert!(!tampered(|round| round.action = 0));
    assert!(!tampered(|round| round.player = 7));
    assert!(!tampered(|round| round.by[0].probability = Rational::new(9, 10)));
    assert!(!tampered(|round| round.by = vec![Weight { action: 2, probability: Rational::ONE }]));
    let mut rest = result.clone();
    rest.remaining[0].push(2);
    assert!(!rest.is_verified_in(&game));
}

fn small_games() -> impl Strategy<Value = Game<Rational>> {
    (1usize..=4, 1usize..=4, 1i64..=9).prop_flat_map(|(m, n, most)| {
        prop::collection::vec(0..=most, 2 * m * n).prop_map(move |flat| game(&[m, n], &flat))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_equilibrium_uses_a_strictly_dominated_action(game in small_games()) {
        let result = dominance(&game, Dominance::Strict).unwrap();
        prop_assert!(result.is_verified_in(&game));
        for equilibrium in solve(&game, &NashOptions::default()).unwrap().equilibria {
            for (player, support) in equilibrium.supports().into_iter().enumerate() {
                prop_assert!(support.iter().all(|action| result.remaining[player].contains(action)));
            }
        }
    }

    #[test]
    fn what_survives_strict_elimination_does_not_depend_on_the_order(game in small_games()) {
        let last = [game.shape()[0] - 1, game.shape()[1] - 1];
        let turned = Game::from_function(game.shape(), |p| {
            game.payoffs_of(&[last[0] - p[0], last[1] - p[1]].into()).unwrap().to_vec()
        }).unwrap();
        let mut remaining = dominance(&turned, Dominance::Strict).unwrap().remaining;
        for (actions, last) in remaining.iter_mut().zip(last) {
            actions.iter_mut().for_each(|action| *action = last - *action);
            actions.reverse();
        }
        prop_assert_eq!(remaining, dominance(&game, Dominance::Strict).unwrap().remaining);
    }

    #[test]
    fn weak_elimination_is_sound_and_goes_at_least_as_far(game in small_games()) {
        let weak = dominance(&game, Dominance::Weak).unwrap();
        prop_assert!(weak.is_verified_in(&game));
        let strict = dominance(&game, Dominance::Strict).unwrap();
        for (weak, strict) in weak.remaining.iter().zip(&strict.remaining) {
            prop_assert!(weak.iter().all(|action| strict.contains(action)));
        }
    }
}

//! The exported test kit, used as a user would: its families are what they say, and its laws find bugs.

use detente::equilibrium::{Concept, Distribution, Dominance, MixedStrategy, WeightedProfile, dominance};
use detente::repeated::{Options, RepeatedGame};
use detente::testing::{Games, Guise, dilemmas, discounts, guises, laws};
use detente::{Game, Rational};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};

fn even(game: &Game<Rational>) -> Vec<MixedStrategy> {
    game.shape().iter().map(|&k| MixedStrategy::from_weights(&vec![Rational::ONE; k]).unwrap()).collect()
}

/// The smallest game for which a law fails.
fn counterexample(
    games: impl Strategy<Value = Game<Rational>>,
    law: impl Fn(Game<Rational>) -> laws::Law,
) -> Game<Rational> {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    match TestRunner::new_with_rng(config, random).run(&games, law) {
        Err(TestError::Fail(_, game)) => game,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn families_keep_to_their_ranges(game in Games::default().players(0..=3).actions(0..=2).payoffs(-1..=2).any()) {
        prop_assert!((1..=3).contains(&game.players()));
        prop_assert!(game.shape().iter().all(|k| (1..=2).contains(k)));
        let (low, high) = (Rational::from(-1), Rational::from(2));
        prop_assert!(game.payoffs().iter().all(|u| *u >= low && *u <= high));
    }

    #[test]
    fn zero_sum_and_strictly_competitive_families_are_what_they_say(
        zero in Games::default().zero_sum(), strict in Games::of_two().strictly_competitive()
    ) {
        for index in 0..zero.profiles() {
            prop_assert!(zero.payoffs_at(index).iter().sum::<Rational>().is_zero());
        }
        for (a, b) in (0..strict.profiles()).flat_map(|a| (0..a).map(move |b| (a, b))) {
            let [u, v] = [0, 1].map(|i| strict.payoff_at(a, i) - strict.payoff_at(b, i));
            prop_assert!((u.is_zero() && v.is_zero()) || (u * v).is_negative());
        }
    }

    #[test]
    fn supermodular_games_have_increasing_differences(game in Games::default().supermodular()) {
        for (index, i) in (0..game.profiles()).flat_map(|index| (0..game.players()).map(move |i| (index, i))) {
            let up = |at: usize, player: usize| {
                let action = game.action_at(at, player) + 1;
                (action < game.shape()[player]).then(|| game.deviate(at, player, action))
            };
            for j in (0..game.players()).filter(|&j| j != i) {
                let (Some(own), Some(other)) = (up(index, i), up(index, j)) else { continue };
                let both = game.deviate(own, j, game.action_at(other, j));
                let gain = |high: usize, low: usize| game.payoff_at(high, i) - game.payoff_at(low, i);
                prop_assert!(gain(both, other) >= gain(own, index));
            }
        }
    }

    #[test]
    fn guises_can_be_undone(
        (game, guise) in Games::default().any().prop_flat_map(|game| (Just(game.clone()), guises(&game)))
    ) {
        let other = guise.game(&game);
        for index in 0..game.profiles() {
            let image = other.payoffs_of(&guise.profile(&game.profile(index))).unwrap();
            prop_assert_eq!(image, guise.payoffs(game.payoffs_at(index)));
        }
        let same = Guise::none(&game).game(&game);
        prop_assert_eq!(same.payoffs(), game.payoffs());
        // Even mixing is even in any guise.
        prop_assert_eq!(guise.strategies(&even(&game)), even(&other));
    }

    #[test]
    fn cooperation_in_a_dilemma_obeys_the_laws_of_repeated_games(game in dilemmas(), discount in discounts()) {
        prop_assert_eq!(game.pure_equilibria(), [3]);
        let game = RepeatedGame::new(game, &discount).unwrap();
        let set = game.payoff_set(&Options::default()).unwrap();
        laws::enclosure(&game, &set, 1e-8)?;
        if let Some(automaton) = game.sustain(&[0, 0].into()).unwrap().automaton() {
            laws::automaton(&game, automaton)?;
        }
    }
}

#[test]
fn degenerate_games_have_duplicates_and_dominance_solvable_ones_take_several_rounds() {
    let mut runner = TestRunner::deterministic();
    let mut draw = |games: &BoxedStrategy<Game<Rational>>| {
        use proptest::strategy::ValueTree;
        games.new_tree(&mut runner).unwrap().current()
    };
    let degenerate = Games::of_two().degenerate().boxed();
    let has_copy = |game: &Game<Rational>| {
        let [row, _] = game.to_nested().unwrap();
        (0..row.len()).any(|i| row[..i].contains(&row[i]))
    };
    assert!((0..50).filter(|_| has_copy(&draw(&degenerate))).count() > 10);
    let guesses = Games::of_two().actions(4..=4).dominance_solvable().boxed();
    let result = dominance(&draw(&guesses), Dominance::Strict).unwrap();
    assert_eq!((result.rounds.len(), result.is_solved()), (6, true));
}

#[test]
fn a_solver_that_errs_is_found_out_by_a_small_game() {
    // Everybody mixes evenly, whatever the game.
    let game = counterexample(Games::default().any(), |game| laws::nash(&game, &even(&game)));
    // One player with a choice and one payoff other than 0.
    assert!(game.profiles() <= 3, "{game:?}");
    assert!(game.payoffs().iter().filter(|u| !u.is_zero()).count() == 1, "{game:?}");

    // The first pure equilibrium is taken for the whole list.
    let first = |game: &Game<Rational>| {
        let pure = game.profile(game.pure_equilibria()[0]);
        let strategies = pure.actions().iter().zip(game.shape());
        vec![strategies.map(|(&action, &of)| MixedStrategy::pure(action, of).unwrap()).collect()]
    };
    let ties = counterexample(Games::of_two().potential(), |game| laws::extreme_list(&game, &first(&game)));
    assert!(ties.pure_equilibria().len() > 1 && ties.profiles() == 2, "{ties:?}");
    let lost = counterexample(Games::of_two().actions(1..=2).potential(), |game| {
        let swapped = Guise { seats: vec![1, 0], ..Guise::none(&game) };
        let wrong_after_swap = |game: &Game<Rational>| first(game);
        laws::equivariant(&game, &swapped, wrong_after_swap)
    });
    assert!(lost.pure_equilibria().len() > 1);
}

#[test]
fn laws_name_the_deviation_that_gains() {
    let game = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let said = |law: laws::Law| law.unwrap_err().to_string();
    let point = |profile: [usize; 2]| {
        Distribution::new(vec![WeightedProfile { profile: profile.into(), probability: Rational::ONE }])
            .unwrap()
    };
    assert!(laws::correlated(&game, &point([1, 1]), Concept::Correlated).is_ok());
    let gain = said(laws::correlated(&game, &point([0, 0]), Concept::Correlated));
    assert!(gain.contains("player 0 gains 2 by action 1, when told 0"), "{gain}");
    assert!(said(laws::correlated(&game, &point([0, 2]), Concept::Coarse)).contains("no profile"));
    assert!(said(laws::approximate_nash(&game, &[vec![0.5, 0.4], vec![0.0, 1.0]], 1e-9)).contains("vector"));
    assert!(said(laws::nash(&game, &even(&game)[..1])).contains("lengths"));
    let mut result = dominance(&game, Dominance::Strict).unwrap();
    assert!(laws::eliminations(&game, &result).is_ok());
    result.remaining = vec![vec![0], vec![0]];
    assert!(laws::eliminations(&game, &result).is_err());

    let pennies = Game::matching_pennies(1).unwrap();
    let [row, column] = [even(&pennies)[0].clone(), even(&pennies)[1].clone()];
    let bounds = [Rational::ZERO, Rational::ZERO];
    assert!(laws::zero_sum(&pennies, &row, &column, &bounds).is_ok());
    let greedy = [Rational::new(1, 2), Rational::ONE];
    assert!(said(laws::zero_sum(&pennies, &row, &column, &greedy)).contains("row gets 0"));
    assert!(said(laws::zero_sum(&game, &row, &column, &bounds)).contains("do not sum"));
}

#[test]
fn three_dimensional_sets_nest_by_linear_programs() {
    let stage = Game::from_function(&[2, 2, 2], |p| (0..3).map(|i| Rational::from(p[i])).collect()).unwrap();
    let cube: Vec<Vec<f64>> =
        (0..8).map(|p| stage.payoffs_at(p).iter().map(Rational::to_f64).collect()).collect();
    assert!(laws::nested(&stage, &[vec![0.5, 0.25, 1.0]], &cube, 1e-12).is_ok());
    assert!((laws::excess(&stage, &[vec![0.5, 0.25, 1.5]], &cube) - 0.5).abs() < 1e-12);
    assert!(laws::nested(&stage, &[], &[], 0.0).is_ok());
    assert!(laws::nested(&stage, &[vec![0.0; 3]], &[], 1.0).is_err());
}

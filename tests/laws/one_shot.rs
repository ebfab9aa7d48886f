//! One-shot answers obey their laws in every family of the test kit.

use detente::equilibrium::nash::{NashOptions, extreme_equilibria, solve};
use detente::equilibrium::structure::{
    Moves, Potential, cooperative_value, decompose, potential, rationalisable, reply_graph,
    strategic_equivalence, weighted_potential, zero_sum_form,
};
use detente::equilibrium::{
    Concept, Dominance, MixedStrategy, Objective, dominance, optimal_correlated, zero_sum,
};
use detente::lp::LpOptions;
use detente::testing::{Games, guises, laws};
use detente::{Game, Rational};
use proptest::prelude::*;

fn extreme(game: &Game<Rational>) -> Vec<Vec<MixedStrategy>> {
    let found = extreme_equilibria(game, &NashOptions::default()).unwrap();
    found.equilibria.into_iter().map(|equilibrium| equilibrium.strategies).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn extreme_equilibria_of_degenerate_games_are_equilibria_and_complete_in_any_guise(
        (game, guise) in Games::of_two().degenerate().prop_flat_map(|game| (Just(game.clone()), guises(&game)))
    ) {
        laws::extreme_list(&game, &extreme(&game))?;
        laws::equivariant(&game, &guise, extreme)?;
    }

    #[test]
    fn equilibria_of_games_with_wide_ranges_are_exact(game in Games::of_two().wide_ranges()) {
        laws::extreme_list(&game, &extreme(&game))?;
    }

    #[test]
    fn zero_sum_solutions_keep_their_promises(game in Games::of_two().actions(1..=4).zero_sum()) {
        let solved = zero_sum(&game, &LpOptions::default()).unwrap();
        laws::zero_sum(&game, &solved.row, &solved.column, &solved.bounds)?;
        prop_assert!(solved.value.is_some());
        laws::nash(&game, &[solved.row, solved.column])?;
    }

    #[test]
    fn mediated_plans_deter_every_deviation(game in Games::default().any()) {
        for concept in [Concept::Correlated, Concept::Coarse] {
            let best = optimal_correlated(&game, concept, &Objective::Welfare, &LpOptions::default()).unwrap();
            laws::correlated(&game, &best.distribution, concept)?;
        }
    }

    #[test]
    fn guessing_games_are_solved_by_dominance_and_rationalisability_agrees(
        game in Games::default().actions(1..=4).dominance_solvable()
    ) {
        let strict = dominance(&game, Dominance::Strict).unwrap();
        prop_assert!(strict.is_solved());
        laws::eliminations(&game, &strict)?;
        let profile: Vec<usize> = strict.remaining.iter().map(|own| own[0]).collect();
        prop_assert_eq!(game.pure_equilibria(), [game.index(&profile.into()).unwrap()]);
    }

    #[test]
    fn rationalisable_actions_have_beliefs_and_hold_every_equilibrium(game in Games::default().degenerate()) {
        let found = rationalisable(&game).unwrap();
        prop_assert!(found.is_verified_in(&game));
        let solved = solve(&game, &NashOptions::default()).unwrap();
        for equilibrium in &solved.equilibria {
            for (own, support) in found.remaining().iter().zip(equilibrium.supports()) {
                prop_assert!(support.iter().all(|action| own.contains(action)));
            }
        }
    }

    #[test]
    fn coordination_and_supermodular_games_have_pure_equilibria(
        coordination in Games::default().actions(2..=3).coordination(), rising in Games::default().supermodular()
    ) {
        let matches = (0..coordination.shape()[0]).map(|a| vec![a; coordination.players()].into());
        let pure = coordination.pure_equilibria();
        for profile in matches {
            prop_assert!(pure.contains(&coordination.index(&profile).unwrap()));
        }
        prop_assert!(!rising.pure_equilibria().is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn games_equal_up_to_scales_and_idle_payoffs_are_found_equivalent_and_share_equilibria(
        (game, idle) in Games::of_two().any().prop_flat_map(|game| {
            let shape = game.shape().to_vec();
            (Just(game), Games::of_two().actions(3..=3).any().prop_map(move |other| {
                Game::from_function(&shape, |p| {
                    let at = |own: usize, q: [usize; 2]| other.payoff(&q.into(), own).unwrap().clone();
                    vec![at(0, [0, p[1]]), at(1, [p[0], 0])]
                }).unwrap()
            }))
        })
    ) {
        let other = game.map_payoffs(|index, u| {
            let idle = idle.payoffs_at(index);
            vec![&u[0] * Rational::new(3, 2) + &idle[0], &u[1] * Rational::from(5) + &idle[1]]
        }).unwrap();
        let found = strategic_equivalence(&game, &other).expect("equivalent by construction");
        prop_assert!(found.is_neutral());
        prop_assert_eq!(found.apply(&game).unwrap(), other.clone());
        prop_assert_eq!(extreme(&game), extreme(&other));
    }

    #[test]
    fn zero_sum_games_stay_zero_sum_in_disguise(game in Games::default().zero_sum(), scale in 1i64..5) {
        let disguised = game.map_payoffs(|index, u| {
            let mut payoffs: Vec<Rational> = u.to_vec();
            payoffs[0] = &payoffs[0] * Rational::from(scale) + Rational::from(game.action_at(index, 1));
            payoffs
        }).unwrap();
        let found = zero_sum_form(&disguised).unwrap().expect("by construction");
        prop_assert!(found.is_neutral());
        let plain = found.apply(&disguised).unwrap();
        for index in 0..plain.profiles() {
            prop_assert!(plain.payoffs_at(index).iter().sum::<Rational>().is_zero());
        }
    }

    #[test]
    fn potentials_verify_cycles_refute_and_the_decomposition_agrees(
        climbed in Games::default().potential(), game in Games::default().any()
    ) {
        let parts = decompose(&climbed);
        prop_assert!(parts.is_verified_in(&climbed));
        prop_assert!(parts.harmonic.payoffs().iter().all(Rational::is_zero));
        prop_assert!(potential(&climbed).function().expect("by construction").is_verified_in(&climbed));
        prop_assert!(reply_graph(&climbed, Moves::Better).acyclic);

        let parts = decompose(&game);
        prop_assert!(parts.is_verified_in(&game));
        let harmonic = parts.harmonic.payoffs().iter().any(|u| !u.is_zero());
        match potential(&game) {
            Potential::Function(function) => prop_assert!(function.is_verified_in(&game) && !harmonic),
            Potential::Refuted(cycle) => prop_assert!(cycle.is_verified_in(&game).unwrap() && harmonic),
        }
        if let Some(weighted) = weighted_potential(&game).unwrap() {
            prop_assert!(weighted.is_verified_in(&game));
            prop_assert!(reply_graph(&game, Moves::Better).acyclic);
        }
    }

    #[test]
    fn sinks_of_one_profile_are_the_pure_equilibria(game in Games::default().payoffs(0..=1).any()) {
        for moves in [Moves::Best, Moves::Better] {
            let graph = reply_graph(&game, moves);
            prop_assert_eq!(graph.equilibria().collect::<Vec<_>>(), game.pure_equilibria());
            prop_assert!(!graph.sinks.is_empty());
        }
    }

    #[test]
    fn cooperative_values_share_out_the_welfare_in_any_order_of_players(
        (game, guise) in Games::default().actions(1..=2).any().prop_flat_map(|game| (Just(game.clone()), guises(&game)))
    ) {
        let found = cooperative_value(&game).unwrap();
        prop_assert!(found.is_verified_in(&game));
        let most = (0..game.profiles()).map(|p| game.payoffs_at(p).iter().sum::<Rational>()).max();
        prop_assert_eq!(Some(found.welfare()), most);
        // Units have to be common; constants are each player's own.
        let units = guise.units.iter().map(|(_, constant)| (Rational::from(3), constant.clone())).collect();
        let guise = detente::testing::Guise { units, ..guise };
        let moved = cooperative_value(&guise.game(&game)).unwrap();
        prop_assert_eq!(moved.values, guise.payoffs(&found.values));
    }
}

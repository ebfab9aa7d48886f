//! Supports, best equilibria and indices through the public API, against the complete list.

use std::collections::BTreeSet;

use detente::equilibrium::nash::{
    Method, NashObjective, NashOptions, branch_and_bound, extreme_equilibria, lemke_howson,
    lemke_howson_from, optimal_equilibrium, support_enumeration,
};
use detente::equilibrium::{MixedStrategy, Objective};
use detente::{Game, Rational};
use proptest::prelude::*;

fn all(game: &Game<Rational>) -> detente::equilibrium::nash::NashResult {
    extreme_equilibria(game, &NashOptions::default()).unwrap()
}

fn numbers(m: usize, n: usize, seed: i64, most: i64) -> Game<Rational> {
    let mut state = seed as u64;
    Game::from_function(&[m, n], |_| {
        let mut next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            Rational::from((state >> 33) as i64 % (most + 1))
        };
        vec![next(), next()]
    })
    .unwrap()
}

fn objectives() -> Vec<Objective> {
    let tilted = Objective::Weights(vec![Rational::from(-2), Rational::new(1, 3)]);
    vec![
        Objective::Welfare,
        Objective::MinWelfare,
        Objective::Player(0),
        Objective::Player(1),
        Objective::Maximin,
        tilted,
    ]
}

#[test]
fn von_stengels_game_has_75_equilibria_one_per_pair_of_supports_and_indices_that_sum_to_one() {
    // Von Stengel (1997): 6 x 6.
    let data: serde_json::Value = serde_json::from_str(include_str!("data/one_shot.json")).unwrap();
    let cases = data["cases"].as_array().unwrap();
    let case = cases.iter().find(|case| case["name"] == "von_stengel_1997_6x6_75").unwrap();
    let cell = |i: usize, j: usize| serde_json::from_value(case["payoffs"][i][j].clone()).unwrap();
    let game = Game::<Rational>::from_function(&[6, 6], |p| cell(p[0], p[1])).unwrap();
    let list = all(&game);
    assert!(list.complete && list.equilibria.iter().all(|e| e.is_equilibrium()));
    assert_eq!(list.equilibria.len(), 75);
    let mut search = support_enumeration(&game, &NashOptions::default()).unwrap();
    let items: Vec<_> = search.by_ref().collect();
    assert!(search.is_complete() && items.len() == 75 && items.iter().all(|item| item.dimension == 0));
    let indices: i32 = list.equilibria.iter().map(|e| e.index(&game).unwrap()).sum();
    assert_eq!(indices, 1);
    assert_eq!(list.component_indices(&game).unwrap().iter().sum::<i32>(), 1);
}

#[test]
fn the_path_of_each_label_ends_where_the_list_of_all_paths_says() {
    let game = numbers(4, 5, 7, 9);
    let together = lemke_howson(&game, &NashOptions::default()).unwrap();
    let mut ends = BTreeSet::new();
    for label in 0..9 {
        let end = lemke_howson_from(&game, label, &NashOptions::default()).unwrap();
        assert!(together.equilibria.contains(&end.equilibria[0]));
        ends.insert(end.equilibria[0].strategies.clone());
    }
    assert_eq!(ends.len(), together.equilibria.len());
    assert!(lemke_howson_from(&game, 9, &NashOptions::default()).is_err());
}

#[test]
fn a_larger_game_is_decided_by_branching_or_bounded_honestly() {
    let game = numbers(16, 15, 3, 99);
    let options = NashOptions::default().time_limit(std::time::Duration::from_millis(300));
    let best = optimal_equilibrium(&game, &Objective::Welfare.into(), &options).unwrap();
    assert_eq!(best.method, Method::BranchAndBound);
    assert!(best.equilibrium.is_equilibrium() && best.bounds[0] <= best.bounds[1]);
    assert_eq!(best.value, best.bounds[0]);
}

#[test]
fn the_smallest_support_is_pure_where_there_is_a_pure_equilibrium() {
    let pennies = Game::<f64>::bimatrix(&[[1.0, -1.0], [-1.0, 1.0]], &[[-1.0, 1.0], [1.0, -1.0]]).unwrap();
    let smallest = |game: &Game<Rational>| {
        optimal_equilibrium(game, &NashObjective::SmallestSupport, &NashOptions::default()).unwrap()
    };
    assert_eq!(smallest(&pennies.to_exact()).value, Rational::from(4));
    let dilemma = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let found = smallest(&dilemma);
    assert!(found.is_proven() && found.value == Rational::from(2) && found.equilibrium.is_pure());
}

/// Small games, many of them degenerate.
fn small_games() -> impl Strategy<Value = Game<Rational>> {
    (1usize..=4, 1usize..=4, 1i64..=20).prop_flat_map(|(m, n, most)| {
        prop::collection::vec(0..=most, 2 * m * n)
            .prop_map(move |flat| Game::new(&[m, n], flat.into_iter().map(Rational::from).collect()).unwrap())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn supports_partition_the_equilibria_and_their_corners_are_the_extreme_ones(game in small_games()) {
        let list = all(&game);
        let mut search = support_enumeration(&game, &NashOptions::default()).unwrap();
        let items: Vec<_> = search.by_ref().collect();
        prop_assert!(search.is_complete());
        let supports: BTreeSet<_> = items.iter().map(|item| item.equilibrium.supports()).collect();
        prop_assert_eq!(supports.len(), items.len());
        prop_assert!(list.equilibria.iter().all(|e| supports.contains(&e.supports())));
        let mut corners: BTreeSet<[MixedStrategy; 2]> = BTreeSet::new();
        for item in &items {
            prop_assert!(item.equilibrium.is_equilibrium());
            for x in &item.rows {
                corners.extend(item.columns.iter().map(|y| [x.clone(), y.clone()]));
            }
        }
        let extreme: BTreeSet<[MixedStrategy; 2]> =
            list.equilibria.iter().map(|e| [e.strategies[0].clone(), e.strategies[1].clone()]).collect();
        prop_assert_eq!(corners, extreme);
        let sizes: Vec<usize> =
            items.iter().map(|item| item.equilibrium.supports().iter().map(Vec::len).sum()).collect();
        prop_assert!(sizes.is_sorted());
    }

    #[test]
    fn the_indices_of_all_components_sum_to_one(game in small_games()) {
        let list = all(&game);
        let indices = list.component_indices(&game).unwrap();
        prop_assert_eq!(indices.iter().sum::<i32>(), 1);
        for (component, index) in list.components().unwrap().iter().zip(&indices) {
            if let [only] = component.equilibria[..]
                && let Some(regular) = list.equilibria[only].index(&game)
            {
                prop_assert_eq!(regular, *index);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn branch_and_bound_proves_the_optimum_of_the_complete_list(game in small_games()) {
        for objective in objectives() {
            let listed = optimal_equilibrium(&game, &objective.clone().into(), &NashOptions::default()).unwrap();
            prop_assert_eq!(listed.method, Method::VertexEnumeration);
            let searched = branch_and_bound(&game, &objective, &NashOptions::default()).unwrap();
            prop_assert!(listed.is_proven() && searched.is_proven());
            prop_assert!(searched.equilibrium.is_equilibrium());
            prop_assert_eq!(listed.value, searched.value, "{:?}", objective);
        }
    }
}

//! Nash equilibria through the public API: reference values, first principles, invariances.

use std::collections::BTreeSet;

use detente::equilibrium::nash::{
    ComponentKind, Method, NashOptions, NashResult, Wanted, extreme_equilibria, first_equilibrium,
    lemke_howson, solve,
};
use detente::exact::solve as solve_linear;
use detente::{Game, Rational};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};

/// Both strategies of every equilibrium.
type Pairs = BTreeSet<Vec<Vec<Rational>>>;

fn r(n: i64) -> Rational {
    Rational::from(n)
}

fn pairs(result: &NashResult) -> Pairs {
    let strategies = |e: &detente::equilibrium::nash::NashEquilibrium| {
        e.strategies.iter().map(|s| s.probabilities().to_vec()).collect()
    };
    let set: Pairs = result.equilibria.iter().map(strategies).collect();
    assert_eq!(set.len(), result.equilibria.len(), "duplicates");
    assert!(result.equilibria.iter().all(|e| e.regret == Rational::ZERO));
    set
}

fn all(game: &Game<Rational>) -> NashResult {
    let result = solve(game, &NashOptions::default()).unwrap();
    assert!(result.complete && result.method == Method::VertexEnumeration);
    result
}

fn game(row: &[Vec<i64>], column: &[Vec<i64>]) -> Game<Rational> {
    let exact = |m: &[Vec<i64>]| -> Vec<Vec<Rational>> {
        m.iter().map(|line| line.iter().copied().map(r).collect()).collect()
    };
    Game::bimatrix(&exact(row), &exact(column)).unwrap()
}

fn random_game(rows: usize, columns: usize, most: i64, seed: u64) -> Game<Rational> {
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    Game::from_function(&[rows, columns], |_| (0..2).map(|_| r(random.random_range(0..=most))).collect())
        .unwrap()
}

/// Every vertex of `{ z >= 0 : M z <= 1 }` but the origin with its tight constraints (columns first),
/// by solving every square subsystem: slow, and shares nothing with the solver but rationals.
fn brute_vertices(matrix: &[Vec<Rational>]) -> Vec<(Vec<Rational>, BTreeSet<usize>)> {
    let (rows, columns) = (matrix.len(), matrix[0].len());
    let constraint = |c: usize| -> (Vec<Rational>, Rational) {
        if c < columns {
            ((0..columns).map(|j| if j == c { r(1) } else { r(0) }).collect(), r(0))
        } else {
            (matrix[c - columns].clone(), r(1))
        }
    };
    let dot = |a: &[Rational], z: &[Rational]| -> Rational { a.iter().zip(z).map(|(a, z)| a * z).sum() };
    let mut found: Vec<(Vec<Rational>, BTreeSet<usize>)> = Vec::new();
    for mask in (0u32..1 << (rows + columns)).filter(|mask| mask.count_ones() as usize == columns) {
        let chosen = (0..rows + columns).filter(|c| mask >> c & 1 == 1).map(constraint);
        let (left, right): (Vec<_>, Vec<_>) = chosen.unzip();
        let Some(z) = solve_linear(&left, &right) else { continue };
        let feasible = z.iter().all(|v| !v.is_negative()) && matrix.iter().all(|row| dot(row, &z) <= r(1));
        if feasible && z.iter().any(|v| !v.is_zero()) && found.iter().all(|(other, _)| *other != z) {
            let tight = (0..rows + columns).filter(|&c| {
                let (a, b) = constraint(c);
                dot(&a, &z) == b
            });
            let tight = tight.collect();
            found.push((z, tight));
        }
    }
    found
}

/// All extreme equilibria by comparing all pairs of vertices of the best-response polytopes.
fn brute_equilibria(game: &Game<Rational>) -> Pairs {
    let [m, n] = [game.shape()[0], game.shape()[1]];
    let positive = |player: usize, i: usize, j: usize| {
        game.payoff_at(i * n + j, player) - &game.payoff_range(player).0 + r(1)
    };
    let rows: Vec<Vec<Rational>> = (0..n).map(|j| (0..m).map(|i| positive(1, i, j)).collect()).collect();
    let columns: Vec<Vec<Rational>> = (0..m).map(|i| (0..n).map(|j| positive(0, i, j)).collect()).collect();
    let scaled = |z: &[Rational]| -> Vec<Rational> {
        let total: Rational = z.iter().sum();
        z.iter().map(|v| v / &total).collect()
    };
    let ys = brute_vertices(&columns);
    let mut found = Pairs::new();
    for (x, x_tight) in brute_vertices(&rows) {
        for (y, y_tight) in &ys {
            let has_all = (0..m).all(|i| x_tight.contains(&i) || y_tight.contains(&(n + i)))
                && (0..n).all(|j| x_tight.contains(&(m + j)) || y_tight.contains(&j));
            if has_all {
                found.insert(vec![scaled(&x), scaled(y)]);
            }
        }
    }
    found
}

#[test]
fn reference_games_have_exactly_their_extreme_equilibria() {
    let data: serde_json::Value = serde_json::from_str(include_str!("data/one_shot.json")).unwrap();
    let mut compared = 0;
    for case in data["cases"].as_array().unwrap() {
        let shape: Vec<usize> = serde_json::from_value(case["shape"].clone()).unwrap();
        let game = Game::<Rational>::from_function(&shape, |profile| {
            let cell = profile.actions().iter().fold(&case["payoffs"], |list, &action| &list[action]);
            serde_json::from_value(cell.clone()).unwrap()
        })
        .unwrap();
        let name = &case["name"];
        let pure: Vec<Vec<usize>> = serde_json::from_value(case["pure_nash"].clone()).unwrap();
        let indices: Vec<usize> = pure.into_iter().map(|p| game.index(&p.into()).unwrap()).collect();
        assert_eq!(game.pure_equilibria(), indices, "{name}");
        let first = solve(&game, &NashOptions::default().wanted(Wanted::First)).unwrap();
        assert!(!first.complete && first.equilibria.iter().all(|e| e.is_equilibrium()), "{name}");
        if shape.len() != 2 {
            let result = solve(&game, &NashOptions::default()).unwrap();
            assert_eq!((result.method, result.complete), (Method::PureEnumeration, false));
            assert_eq!(pairs(&result).len(), indices.len(), "{name}");
            continue;
        }
        assert_eq!(first.equilibria.len(), 1, "{name}");
        if let Ok(expected) = serde_json::from_value::<Pairs>(case["nash"].clone()) {
            let result = all(&game);
            assert_eq!(pairs(&result), expected, "{name}");
            let components = result.components().unwrap();
            let placed: usize = components.iter().map(|c| c.equilibria.len()).sum();
            assert_eq!(placed, expected.len(), "{name}");
            let ends = lemke_howson(&game, &NashOptions::default()).unwrap();
            assert!(!ends.equilibria.is_empty() && pairs(&ends).is_subset(&expected), "{name}");
            compared += 1;
        }
    }
    assert_eq!(compared, 40);
}

/// Games of public bug reports in which other solvers lose or invent equilibria, with the number of
/// extreme equilibria that each has.
#[test]
fn games_of_public_bug_reports_have_all_their_equilibria() {
    let zero_sum = |row: &[Vec<i64>]| {
        let negative: Vec<Vec<i64>> = row.iter().map(|line| line.iter().map(|u| -u).collect()).collect();
        game(row, &negative)
    };
    // Nashpy 82: the players minimise.
    let nashpy_82 = game(
        &[vec![0, 0, -6, 0, 0], vec![0, 0, -3, -2, -1], vec![-4, -3, 0, 0, -1]],
        &[vec![-3, 0, -2, -1, 0], vec![0, -2, 0, 0, -4], vec![-4, 0, -2, -4, -4]],
    );
    assert_eq!(all(&nashpy_82).equilibria.len(), 8);
    // Nashpy 222: a continuum, of which one end was returned.
    let nashpy_222 = all(&game(&[vec![-3, 3], vec![-3, 5]], &[vec![2, 7], vec![4, 2]]));
    assert_eq!(nashpy_222.equilibria.len(), 2);
    assert_eq!(nashpy_222.components().unwrap()[0].kind, ComponentKind::Continuum { dimension: 1 });
    let nashpy_39 = zero_sum(&[vec![0, 1, 0, -1], vec![-1, 0, 1, 1], vec![0, -1, 0, 1], vec![1, -1, -1, 0]]);
    assert_eq!(all(&nashpy_39).equilibria.len(), 4);
    let nashpy_41 = zero_sum(&[vec![0, -1, 1, 1], vec![1, 0, -1, -1], vec![-1, 1, 0, -1], vec![-1, 1, 1, 0]]);
    assert_eq!(all(&nashpy_41).equilibria.len(), 1);
    // Nashpy 83, in tenths: Lemke-Howson from label 9 raised an exception.
    let nashpy_83 = game(
        &[[95, -78], [-96, 3], [-71, -14], [59, 76], [90, 3], [75, 69], [-31, 36], [-84, -37]].map(Vec::from),
        &[[2, 6], [4, 1], [9, 0], [4, 1], [1, 2], [2, 1], [8, 10], [2, 4]].map(Vec::from),
    );
    assert_eq!(all(&nashpy_83).equilibria.len(), 1);
    assert_eq!(pairs(&lemke_howson(&nashpy_83, &NashOptions::default()).unwrap()), pairs(&all(&nashpy_83)));
    let nashpy_231 = zero_sum(&[
        vec![0, -1, -1, -1, 1, -1],
        vec![1, 0, 1, -1, -1, -1],
        vec![1, -1, 0, -1, -1, 1],
        vec![1, 1, 1, 0, -1, -1],
        vec![-1, 1, 1, 1, 0, -1],
        vec![1, 1, -1, 1, 1, 0],
    ]);
    assert_eq!(all(&nashpy_231).equilibria.len(), 1);
    // QuantEcon.py 326.
    let quantecon_326 = game(&[vec![3, 3], vec![2, 5], vec![0, 6]], &[vec![3, 3], vec![2, 6], vec![3, 1]]);
    assert_eq!(all(&quantecon_326).equilibria.len(), 3);
    // GameTheory.jl 217: one isolated equilibrium and the two ends of a segment.
    let row = [vec![-2, 2], vec![0, 0]];
    let gametheory_217 = all(&game(&row, &row));
    assert_eq!(gametheory_217.equilibria.len(), 3);
    assert_eq!(gametheory_217.components().unwrap().len(), 2);
    // Nashpy 35: Lemke-Howson returned vectors of the wrong length.
    let row = [vec![-1, -1, -1], vec![0, 0, 0], vec![-1, -1, -10000]];
    let nashpy_35 = game(&row, &row);
    assert_eq!(all(&nashpy_35).equilibria.len(), 3);
    assert!(!lemke_howson(&nashpy_35, &NashOptions::default()).unwrap().equilibria.is_empty());
}

#[test]
fn one_row_or_one_column_leaves_the_ties_of_the_best_reply() {
    let wide = game(&[vec![0, 4, 4, 1]], &[vec![3, 7, 7, 7]]);
    assert_eq!(all(&wide).equilibria.len(), 3);
    let tall = game(&[vec![3], vec![7], vec![7]], &[vec![0], vec![0], vec![5]]);
    assert_eq!(all(&tall).components().unwrap()[0].kind, ComponentKind::Continuum { dimension: 1 });
    assert_eq!(all(&game(&[vec![3]], &[vec![-1]])).equilibria.len(), 1);
}

#[test]
fn two_rows_against_five_hundred_columns_are_solved_from_the_side_of_the_rows() {
    for (most, seed) in [(99, 1), (9, 2), (1_000_000, 3)] {
        let game = random_game(2, 500, most, seed);
        let result = all(&game);
        let pure = game.pure_equilibria().len();
        assert!(pairs(&result).len() >= pure.max(1));
        assert_eq!(result.equilibria.iter().filter(|e| e.is_pure()).count(), pure);
    }
}

#[test]
fn huge_offsets_and_ranges_change_nothing() {
    let plain = random_game(4, 5, 9, 11);
    let expected = pairs(&all(&plain));
    for (offset, scale) in [("1e12", "1"), ("1e20", "1"), ("-1e20", "1/3"), ("4e9", "1e-9"), ("0", "1e30")] {
        let (offset, scale): (Rational, Rational) = (offset.parse().unwrap(), scale.parse().unwrap());
        let moved = plain.map_payoffs(|_, u| vec![&u[0] * &scale + &offset, u[1].clone()]).unwrap();
        assert_eq!(pairs(&all(&moved)), expected);
        assert_eq!(pairs(&first_equilibrium(&moved, &NashOptions::default()).unwrap()).len(), 1);
    }
    // Payoffs from 1e-9 to 1e9 in one game, compared with brute force.
    let powers = random_game(3, 4, 18, 5)
        .map_payoffs(|_, u| u.iter().map(|e| format!("{e}e{}", &(e - r(9))).parse().unwrap()).collect())
        .unwrap();
    let wild =
        powers.map_payoffs(|index, u: &[Rational]| vec![&u[0] + r(index as i64 % 3), u[1].clone()]).unwrap();
    assert_eq!(pairs(&all(&wild)), brute_equilibria(&wild));
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let game = random_game(7, 7, 3, 8);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| all(&game))
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn a_list_that_was_cut_short_is_not_called_complete() {
    let limit = NashOptions::default().time_limit(std::time::Duration::ZERO);
    let result = extreme_equilibria(&random_game(6, 6, 99, 4), &limit).unwrap();
    assert!(!result.complete && result.components().is_none());
    assert!(result.equilibria.iter().all(|e| e.is_equilibrium()));
    assert!(first_equilibrium(&random_game(6, 6, 99, 4), &limit).unwrap().equilibria.len() <= 1);
}

#[test]
fn one_equilibrium_of_a_large_game_is_exact() {
    for (size, most, seed) in [(30, 99, 1), (50, 1, 2), (60, 1_000, 3)] {
        let result =
            first_equilibrium(&random_game(size, size, most, seed), &NashOptions::default()).unwrap();
        assert_eq!(pairs(&result).len(), 1);
    }
}

#[test]
fn results_serialise_in_the_shape_of_the_contract() {
    let result = all(&game(&[vec![3, 0], vec![0, 2]], &[vec![2, 0], vec![0, 3]]));
    let json = serde_json::to_value(&result).unwrap();
    assert_eq!(json["complete"], true);
    let mixed = &json["equilibria"][1];
    assert_eq!(mixed["exact"], serde_json::json!([["3/5", "2/5"], ["2/5", "3/5"]]));
    assert_eq!(mixed["strategies"], serde_json::json!([[0.6, 0.4], [0.4, 0.6]]));
    assert_eq!(mixed["payoffs"], serde_json::json!([1.2, 1.2]));
    assert_eq!(mixed["regret"], 0.0);
}

/// Small games, many of them degenerate.
fn small_games() -> impl Strategy<Value = Game<Rational>> {
    (1usize..=4, 1usize..=4, 1i64..=20).prop_flat_map(|(m, n, most)| {
        prop::collection::vec(0..=most, 2 * m * n)
            .prop_map(move |flat| Game::new(&[m, n], flat.into_iter().map(r).collect()).unwrap())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_list_equals_brute_force_over_all_pairs_of_vertices(game in small_games()) {
        prop_assert_eq!(pairs(&all(&game)), brute_equilibria(&game));
    }

    #[test]
    fn positive_affine_maps_change_no_equilibrium(
        game in small_games(), scale in 1i64..50, below in 1i64..50, offset in -1000i64..1000, who in 0usize..2
    ) {
        let factor = Rational::new(scale, below);
        let moved = game.map_payoffs(|_, u| {
            let mut u = u.to_vec();
            u[who] = &u[who] * &factor + r(offset);
            u
        }).unwrap();
        prop_assert_eq!(pairs(&all(&moved)), pairs(&all(&game)));
    }

    #[test]
    fn exchanging_the_players_exchanges_the_strategies(game in small_games()) {
        let shape = [game.shape()[1], game.shape()[0]];
        let swapped = Game::from_function(&shape, |p| {
            let u = game.payoffs_of(&[p[1], p[0]].into()).unwrap();
            vec![u[1].clone(), u[0].clone()]
        }).unwrap();
        let back = |set: Pairs| -> Pairs { set.into_iter().map(|p| p.into_iter().rev().collect()).collect() };
        prop_assert_eq!(back(pairs(&all(&swapped))), pairs(&all(&game)));
    }

    #[test]
    fn reversing_the_rows_reverses_the_strategies(game in small_games()) {
        let last = game.shape()[0] - 1;
        let turned = Game::from_function(game.shape(), |p| {
            game.payoffs_of(&[last - p[0], p[1]].into()).unwrap().to_vec()
        }).unwrap();
        let back = |set: Pairs| -> Pairs {
            set.into_iter().map(|mut p| { p[0].reverse(); p }).collect()
        };
        prop_assert_eq!(back(pairs(&all(&turned))), pairs(&all(&game)));
    }

    #[test]
    fn every_lemke_howson_path_ends_in_an_extreme_equilibrium(game in small_games()) {
        let ends = lemke_howson(&game, &NashOptions::default()).unwrap();
        prop_assert!(!ends.equilibria.is_empty());
        prop_assert!(pairs(&ends).is_subset(&pairs(&all(&game))));
        prop_assert!(pairs(&first_equilibrium(&game, &NashOptions::default()).unwrap()).len() == 1);
    }

    #[test]
    fn averages_within_a_nash_subset_are_equilibria(game in small_games()) {
        use detente::equilibrium::{MixedStrategy, nash::NashEquilibrium};
        let centre = |list: &[MixedStrategy]| {
            let sum: Vec<Rational> = (0..list[0].actions())
                .map(|a| list.iter().map(|s| &s.probabilities()[a]).sum())
                .collect();
            MixedStrategy::from_weights(&sum).unwrap()
        };
        for component in all(&game).components().unwrap() {
            for subset in &component.subsets {
                let middle = vec![centre(&subset.rows), centre(&subset.columns)];
                prop_assert!(NashEquilibrium::evaluate(&game, middle).unwrap().is_equilibrium());
            }
        }
    }

    #[test]
    fn the_indices_of_regular_equilibria_sum_to_one(seed in 0u64..10_000, m in 1usize..=4, n in 1usize..=4) {
        let game = random_game(m, n, 1000, seed);
        let indices: Option<Vec<i32>> = all(&game).equilibria.iter().map(|e| e.index(&game)).collect();
        if let Some(indices) = indices {
            prop_assert_eq!(indices.iter().sum::<i32>(), 1);
        }
    }
}

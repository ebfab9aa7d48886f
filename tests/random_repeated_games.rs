//! Random two-player games with many ties: every one ends in evidence, and sets do not depend on the
//! units in which payoffs are measured.

use detente::game::{RandomFamily, RandomGames};
use detente::geometry::{Polygon, hausdorff};
use detente::repeated::{EnclosureStatus, Objective, Options, RepeatedGame, Target};
use detente::{Game, Rational};

const FAMILIES: [RandomFamily; 4] = [
    RandomFamily::Independent,
    RandomFamily::Degenerate,
    RandomFamily::ZeroSum,
    RandomFamily::CommonInterest,
];
/// The largest payoff: few values make many ties and knife edges.
const TOPS: [i64; 4] = [2, 3, 5, 9];
const DISCOUNTS: [&str; 9] = ["1/2", "1/3", "2/3", "1/4", "3/4", "4/5", "9/10", "99/100", "999/1000"];

/// The game with a number: shape, family, payoffs and patience all follow from it.
fn game(number: usize) -> RepeatedGame {
    let shape = [2 + number % 5, 2 + number / 5 % 5];
    // Three in four are independent draws.
    let family = FAMILIES[if number % 4 == 3 { 1 + number / 4 % 3 } else { 0 }];
    let games = RandomGames::new(family, &shape, number as u64).unwrap();
    let stage = games.with_payoffs(0..=TOPS[number / 7 % 4]).unwrap().next().unwrap();
    RepeatedGame::new(stage, DISCOUNTS[number % 9]).unwrap()
}

#[derive(Debug, PartialEq, Eq)]
enum End {
    /// An inner set with a verified automaton, inside the outer set.
    Certified,
    /// No equilibrium, with a refutation.
    Empty,
    Undecided,
}

/// Where V ends up, everything that is claimed checked on the way.
fn end(number: usize) -> End {
    let game = game(number);
    let options = Options::default();
    let set = game.payoff_set(&options).unwrap();
    let certified = game.certified_inner_set(&options).unwrap();
    let range = |i: usize| {
        let (low, high) = game.stage().payoff_range(i);
        (low.clone(), if high > low { high - low } else { Rational::ONE })
    };
    if set.is_empty() {
        assert!(certified.is_none(), "game {number}: an equilibrium in the empty set");
        let verdict = game.best(Objective::Welfare, &options).unwrap().verdict;
        return if verdict.refutation().is_some() { End::Empty } else { End::Undecided };
    }
    assert!(set.gap.is_none_or(|gap| gap >= 0.0));
    let (low, width): (Vec<_>, Vec<_>) = (0..2).map(range).unzip();
    let exact = |list: &[Vec<f64>]| {
        let vertices = list.iter().map(|v| [0, 1].map(|i| Rational::from_f64(v[i]).unwrap()));
        Polygon::hull(vertices.collect())
    };
    let outer = exact(&set.outer);
    let Some(certified) = certified else { return End::Undecided };
    certified.automaton.verify(&game).unwrap();
    for vertex in &certified.vertices {
        let point = [vertex[0].clone(), vertex[1].clone()];
        assert!(outer.contains(&point), "game {number}: {point:?} outside {:?}", set.outer);
    }
    let scaled = |list: Vec<[f64; 2]>| -> Vec<[f64; 2]> {
        list.into_iter().map(|v| [0, 1].map(|i| (v[i] - low[i].to_f64()) / width[i].to_f64())).collect()
    };
    let floats = |list: &[Vec<f64>]| scaled(list.iter().map(|v| [v[0], v[1]]).collect());
    let (inner, outside) = (floats(&set.inner), floats(&set.outer));
    let apart = hausdorff(&inner, &outside);
    if let Some(gap) = set.gap {
        assert!(apart <= gap + 1e-9, "game {number}: {apart} {gap}");
        assert!(set.status == EnclosureStatus::Undecided || gap <= 1e-6, "game {number}: gap {gap}");
    }
    if set.status == EnclosureStatus::Settled { End::Certified } else { End::Undecided }
}

fn ends(numbers: impl Iterator<Item = usize>) -> (usize, Vec<usize>) {
    let (mut count, mut undecided) = (0, Vec::new());
    for number in numbers {
        count += 1;
        if end(number) == End::Undecided {
            undecided.push(number);
        }
    }
    (count, undecided)
}

#[test]
fn random_games_with_ties_end_certified_or_proven_empty() {
    let (count, undecided) = ends((0..1000).step_by(7));
    assert!(100 * undecided.len() < count, "undecided of {count}: {undecided:?}");
}

#[test]
#[ignore = "a thousand games: run with --release -- --ignored"]
fn a_thousand_random_games_with_ties_end_certified_or_proven_empty() {
    let (count, undecided) = ends(0..1000);
    println!("undecided: {} of {count}: {undecided:?}", undecided.len());
    assert!(100 * undecided.len() < count, "undecided of {count}: {undecided:?}");
}

#[test]
fn sets_do_not_depend_on_the_players_units() {
    let million = |u: &Rational| Rational::from(1_000_000) * u + Rational::from(10_000_000);
    let thousandth = |u: &Rational| Rational::new(1, 1000) * u - Rational::new(1, 3);
    for number in (0..600).step_by(11) {
        let game = game(number);
        let stage = game.stage().map_payoffs(|_, u| vec![million(&u[0]), thousandth(&u[1])]).unwrap();
        let changed = game.with_stage(stage).unwrap();
        let back = |list: &[Vec<f64>]| -> Vec<[f64; 2]> {
            let own = |v: &Vec<f64>| [(v[0] - 1e7) / 1e6, (v[1] + 1.0 / 3.0) * 1000.0];
            list.iter().map(own).collect()
        };
        let plain = |list: &[Vec<f64>]| list.iter().map(|v| [v[0], v[1]]).collect::<Vec<_>>();
        let options = Options::default();
        let (a, b) = (game.payoff_set(&options).unwrap(), changed.payoff_set(&options).unwrap());
        assert_eq!((a.kind, a.status), (b.kind, b.status), "game {number}");
        for (a, b) in [(&a.inner, &b.inner), (&a.outer, &b.outer)] {
            let distance = hausdorff(&plain(a), &back(b));
            assert!(distance <= 1e-7, "game {number}: {distance}");
        }
    }
}

#[test]
fn one_row_one_column_and_equal_payoffs_are_ordinary_games() {
    let whole = |rows: &[&[i64]]| -> Vec<Vec<Rational>> {
        rows.iter().map(|row| row.iter().map(|&u| Rational::from(u)).collect()).collect()
    };
    type Rows = &'static [&'static [i64]];
    let cases: [(Rows, Rows, &str, usize); 6] = [
        // One row: column chooses alone, row takes what comes; all of column's best is sustained.
        (&[&[0, 3, 1]], &[&[2, 2, 1]], "segment", 2),
        (&[&[0, 3, 1]], &[&[2, 1, 0]], "point", 1),
        (&[&[1], &[2], &[2]], &[&[5], &[0], &[4]], "segment", 2),
        (&[&[7]], &[&[-7]], "point", 1),
        (&[&[1, 1], &[1, 1]], &[&[2, 2], &[2, 2]], "point", 1),
        // Nobody's own choice matters to them: everything is sustained.
        (&[&[0, 4], &[0, 4]], &[&[0, 0], &[4, 4]], "polygon", 4),
    ];
    for (row, column, kind, vertices) in cases {
        for discount in ["1/10", "1/2", "99/100"] {
            let stage = Game::bimatrix(&whole(row), &whole(column)).unwrap();
            let game = RepeatedGame::new(stage, discount).unwrap();
            let set = game.payoff_set(&Options::default()).unwrap();
            assert_eq!(format!("{:?}", set.kind).to_lowercase(), kind, "{row:?} {column:?} {discount}");
            assert_eq!(set.inner.len(), vertices, "{set:?}");
            assert_eq!(set.status, EnclosureStatus::Settled);
            assert!(set.gap.is_some_and(|gap| gap <= 1e-12), "{set:?}");
            let certified = game.certified_inner_set(&Options::default()).unwrap().expect("not empty");
            assert_eq!(certified.vertices.len(), vertices);
        }
    }
}

#[test]
fn a_profile_that_only_a_tie_admits_is_in_the_inner_set() {
    // Row's last action and column's third need the continuation (8, 9) and the threat 8, exactly, while
    // row's threat is a limit that no finite iteration reaches.
    let whole = |rows: &[[i64; 4]; 3]| -> Vec<Vec<Rational>> {
        rows.iter().map(|row| row.iter().map(|&u| Rational::from(u)).collect()).collect()
    };
    let row = whole(&[[2, 6, 1, 1], [2, 8, 7, 4], [4, 5, 1, 7]]);
    let column = whole(&[[3, 9, 1, 8], [1, 9, 0, 3], [0, 2, 7, 8]]);
    let game = RepeatedGame::new(Game::bimatrix(&row, &column).unwrap(), "9/10").unwrap();
    let set = game.payoff_set(&Options::default()).unwrap();
    assert!(set.gap.unwrap() < 1e-7, "{set:?}");
    assert!(set.inner.contains(&vec![7.9, 8.1]), "{:?}", set.inner);
    let certified = game.certified_inner_set(&Options::default()).unwrap().unwrap();
    assert!(certified.vertices.contains(&vec![Rational::new(79, 10), Rational::new(81, 10)]));
    certified.automaton.verify(&game).unwrap();
    let target = Target::Payoff(vec![Rational::new(79, 10), Rational::new(81, 10)]);
    let verdict = game.sustain_target(&target, &Options::default()).unwrap();
    verdict.automaton().expect("sustained").verify(&game).unwrap();
}

//! The linear-programming route: cost against directions, actions and players, and what the small
//! simplex method saves against the general one.
//!
//! `cargo bench --bench lp_route`; `-- three` for the games with three players alone.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use detente::game::{RandomFamily, RandomGames};
use detente::lp::{Bounds, LinearProgram, LpOptions, Relation};
use detente::repeated::{Options, RepeatedGame};

fn random_game(shape: &[usize], seed: u64, discount: &str) -> RepeatedGame {
    let mut games = RandomGames::new(RandomFamily::Independent, shape, seed).expect("a valid shape");
    let stage = games.next().expect("the stream does not end");
    RepeatedGame::new(stage, discount).expect("a discount factor inside (0, 1)")
}

fn options(directions: usize) -> Options {
    Options::default().directions(directions).tolerance(1e-3).expect("a positive tolerance")
}

fn enclose(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("three players, 3 x 3 x 3");
    group.sample_size(10);
    for directions in [64, 256, 1024] {
        let game = random_game(&[3, 3, 3], 1, "3/5");
        let gap = game.payoff_set(&options(directions)).map(|set| set.gap);
        println!("{directions} directions: gap {gap:?}");
        group.bench_function(BenchmarkId::from_parameter(directions), |bench| {
            bench.iter(|| black_box(game.payoff_set(&options(directions))));
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("shapes, 128 directions");
    group.sample_size(10);
    for shape in [vec![5, 5], vec![15, 15], vec![2, 2, 2], vec![4, 4, 4], vec![2, 2, 2, 2]] {
        let game = random_game(&shape, 2, "3/5");
        group.bench_function(BenchmarkId::from_parameter(format!("{shape:?}")), |bench| {
            bench.iter(|| black_box(game.payoff_set_by_linear_programs(&options(128))));
        });
    }
    group.finish();
}

/// One support of the outer set by the general linear program, to compare with a whole pass above.
fn general(criterion: &mut Criterion) {
    let game = random_game(&[3, 3, 3], 1, "3/5");
    let sides = game.outer_half_spaces(&options(128)).expect("a common discount factor");
    let mut program = LinearProgram::maximise();
    for cost in [3, 2, 1] {
        program.add_variable(cost, Bounds::free());
    }
    for side in sides {
        let terms = side.normal.into_iter().enumerate();
        program.add_row("side", terms, Relation::AtMost, side.bound).expect("the variables exist");
    }
    criterion.bench_function("one support by the general program", |bench| {
        bench.iter(|| black_box(program.solve(&LpOptions::default())));
    });
}

criterion_group!(all, enclose, general);
criterion_main!(all);

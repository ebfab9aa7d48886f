//! The linear-programming route: how far it gets, cost against directions, actions and players, programs
//! over all passes and what pruning saves, and the general program as a yardstick.
//!
//! `cargo bench --bench lp_route`; `-- three` for the games with three players alone. With
//! `RAYON_NUM_THREADS=1` on one core. What is counted or reached is printed before the times.

use std::hint::black_box;
use std::time::Instant;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use detente::game::{RandomFamily, RandomGames};
use detente::lp::{Bounds, LinearProgram, LpOptions, Relation};
use detente::repeated::{Options, RepeatedGame};
use detente::{Game, Rational};

fn random_game(shape: &[usize], seed: u64, discount: &str) -> RepeatedGame {
    let mut games = RandomGames::new(RandomFamily::Independent, shape, seed).expect("a valid shape");
    let stage: Game<Rational> = games.next().expect("the stream does not end");
    RepeatedGame::new(stage, discount).expect("a discount factor inside (0, 1)")
}

fn options(directions: usize, gap: f64) -> Options {
    Options::default().directions(directions).tolerance(gap).expect("a positive tolerance")
}

/// Prints the gap reached and what it took.
fn report(name: &str, game: &RepeatedGame, options: &Options) {
    let start = Instant::now();
    let Ok(set) = game.payoff_set_by_linear_programs(options) else {
        println!("{name}: no set");
        return;
    };
    let seconds = start.elapsed().as_secs_f64();
    let Ok(effort) = game.linear_program_effort(options) else { return };
    println!(
        "{name}: {:?} {:?}, gap {:.1e}, {seconds:.3} s, {} directions, {} passes, {} programs of {} pairs",
        set.kind,
        set.status,
        set.gap.unwrap_or(f64::NAN),
        effort.directions,
        effort.passes,
        effort.programs,
        effort.pairs
    );
}

/// The games of the target: 3 x 3 x 3 to a gap of 1e-3, 5 x 5 x 5 to 1e-2.
fn targets(criterion: &mut Criterion) {
    for (shape, gap) in [([3, 3, 3], 1e-3), ([5, 5, 5], 1e-2)] {
        for discount in ["3/10", "3/5", "4/5"] {
            for seed in 1..=6 {
                let game = random_game(&shape, seed, discount);
                report(&format!("{shape:?} at {discount}, seed {seed}"), &game, &options(2_000, gap));
            }
        }
    }
    let mut group = criterion.benchmark_group("three players to their gap");
    group.sample_size(10);
    for (shape, gap) in [([3, 3, 3], 1e-3), ([5, 5, 5], 1e-2)] {
        let game = random_game(&shape, 1, "3/5");
        group.bench_function(BenchmarkId::from_parameter(format!("{shape:?}")), |bench| {
            bench.iter(|| black_box(game.payoff_set(&options(2_000, gap))));
        });
    }
    group.finish();
}

/// Cost against directions, actions and players: one line each; the last ones may take a minute.
fn shapes(criterion: &mut Criterion) {
    let game = random_game(&[3, 3, 3], 1, "3/5");
    for directions in [32, 64, 128, 256] {
        report(&format!("directions: [3, 3, 3], {directions}"), &game, &options(directions, 1e-9));
    }
    for actions in [2, 3, 4, 5, 6] {
        let game = random_game(&[actions; 3], 2, "3/5");
        report(&format!("actions: {:?} to 1e-2", [actions; 3]), &game, &options(2_000, 1e-2));
    }
    let limit = std::time::Duration::from_secs(60);
    for (shape, gap) in [
        (vec![2, 2], 1e-2),
        (vec![2, 2, 2], 1e-2),
        (vec![2, 2, 2, 2], 3e-2),
        (vec![2, 2, 2, 2], 1e-2),
        (vec![3, 3, 3, 3], 5e-2),
        (vec![2, 2, 2, 2, 2], 1e-1),
    ] {
        let game = random_game(&shape, 2, "3/5");
        report(&format!("players: {shape:?} to {gap}"), &game, &options(2_000, gap).time_limit(limit));
    }
    let mut group = criterion.benchmark_group("shapes to 1e-2");
    group.sample_size(10);
    for shape in [vec![5, 5], vec![15, 15], vec![2, 2, 2], vec![4, 4, 4]] {
        let game = random_game(&shape, 2, "3/5");
        group.bench_function(BenchmarkId::from_parameter(format!("{shape:?}")), |bench| {
            bench.iter(|| black_box(game.payoff_set_by_linear_programs(&options(256, 1e-2))));
        });
    }
    group.finish();
}

/// One support of the outer set by the general linear program, to compare with a whole pass above.
fn general(criterion: &mut Criterion) {
    let game = random_game(&[3, 3, 3], 1, "3/5");
    let sides = game.outer_half_spaces(&options(128, 1e-3)).expect("at most eight players");
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

criterion_group!(all, targets, shapes, general);
criterion_main!(all);

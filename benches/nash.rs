//! Speed of the Nash solvers on games from fixed seeds: whole payoffs drawn from 0 to 99.
//!
//! `cargo bench --bench nash` measures all; `-- extreme/9` one of them.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use detente::equilibrium::nash::{NashOptions, extreme_equilibria, first_equilibrium};
use detente::{Game, Rational};
use rand::{RngExt, SeedableRng};

fn random_game(rows: usize, columns: usize, most: i64, seed: u64) -> Game<Rational> {
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    let payoffs = (0..2 * rows * columns).map(|_| random.random_range(0..=most).into()).collect();
    Game::new(&[rows, columns], payoffs).expect("the list has two payoffs per cell")
}

fn extreme(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("extreme");
    group.sample_size(10);
    for size in [5, 7, 9, 11, 13, 15] {
        let game = random_game(size, size, 99, size as u64);
        group.bench_with_input(BenchmarkId::from_parameter(size), &game, |bencher, game| {
            bencher.iter(|| extreme_equilibria(game, &NashOptions::default()));
        });
    }
    for (rows, columns, most) in [(2, 500, 99), (8, 8, 2)] {
        let game = random_game(rows, columns, most, 1);
        let name = format!("{rows}x{columns} of 0..{most}");
        group.bench_with_input(BenchmarkId::from_parameter(name), &game, |bencher, game| {
            bencher.iter(|| extreme_equilibria(game, &NashOptions::default()));
        });
    }
    group.finish();
}

fn first(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("first");
    for size in [10, 50, 100, 200] {
        let game = random_game(size, size, 99, size as u64);
        group.bench_with_input(BenchmarkId::from_parameter(size), &game, |bencher, game| {
            bencher.iter(|| first_equilibrium(game, &NashOptions::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, extreme, first);
criterion_main!(benches);

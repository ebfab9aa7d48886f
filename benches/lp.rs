//! Linear programs as the crate meets them: matrix games, correlated equilibria, many tiny programs.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use detente::equilibrium::{Concept, Objective, optimal_correlated, zero_sum};
use detente::lp::{Backend, Bounds, LinearProgram, LpOptions, Relation};
use detente::{Game, Rational};
use rand::{RngExt, SeedableRng};

fn random_numbers(count: usize, seed: u64) -> Vec<i64> {
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    (0..count).map(|_| random.random_range(0..=99)).collect()
}

fn zero_sum_game(n: usize) -> Game<Rational> {
    let payoffs = random_numbers(n * n, n as u64);
    Game::new(&[n, n], payoffs.into_iter().flat_map(|u| [Rational::from(u), Rational::from(-u)]).collect())
        .expect("a square of finite payoffs")
}

fn tiny_program(variables: usize, rows: usize) -> LinearProgram {
    let numbers = random_numbers(variables * (rows + 1), 7);
    let mut program = LinearProgram::maximise();
    for cost in &numbers[..variables] {
        program.add_variable(*cost, Bounds::free());
    }
    for row in numbers[variables..].chunks(variables) {
        let terms = row.iter().enumerate().map(|(j, a)| (j, Rational::from(a - 50)));
        program.add_row("half-space", terms, Relation::AtMost, 100).expect("variables were added before");
    }
    program
}

/// `max c x` subject to `A x <= b`, `x >= 0` with positive numbers: feasible and bounded.
fn packing_program(variables: usize, rows: usize) -> LinearProgram {
    let numbers = random_numbers(variables * (rows + 1), 11);
    let mut program = LinearProgram::maximise();
    for cost in &numbers[..variables] {
        program.add_variable(cost + 1, Bounds::non_negative());
    }
    for row in numbers[variables..].chunks(variables) {
        let terms = row.iter().enumerate().map(|(j, a)| (j, Rational::from(a + 1)));
        program.add_row("capacity", terms, Relation::AtMost, 1000).expect("variables were added before");
    }
    program
}

fn benches(criterion: &mut Criterion) {
    let exact = LpOptions::default();
    let quick = LpOptions::default().tolerance(Rational::new(1, 1_000_000_000));
    let mut group = criterion.benchmark_group("lp");
    group.sample_size(10);
    for n in [50, 100, 200, 300] {
        let game = zero_sum_game(n);
        if n <= 100 {
            group.bench_function(format!("zero-sum {n}, exact"), |b| {
                b.iter(|| zero_sum(black_box(&game), &exact))
            });
        }
        group
            .bench_function(format!("zero-sum {n}, 1e-9"), |b| b.iter(|| zero_sum(black_box(&game), &quick)));
    }
    for n in [10, 20] {
        let payoffs = random_numbers(2 * n * n, 3).into_iter().map(Rational::from).collect();
        let game = Game::new(&[n, n], payoffs).expect("a square of finite payoffs");
        group.bench_function(format!("correlated {n} x {n}, exact"), |b| {
            b.iter(|| optimal_correlated(black_box(&game), Concept::Correlated, &Objective::Welfare, &exact))
        });
    }
    for variables in [2, 3] {
        let program = tiny_program(variables, 70);
        group.bench_function(format!("tiny {variables} x 70, exact"), |b| {
            b.iter(|| black_box(&program).solve(&exact))
        });
    }
    group.finish();
}

/// Where floats with an exact finish begin to beat the exact method: the tableau's entries decide.
fn routes(criterion: &mut Criterion) {
    let exact = LpOptions::default();
    let mut group = criterion.benchmark_group("route");
    group.sample_size(10);
    for (variables, rows) in [(3, 70), (8, 8), (12, 12), (16, 16), (20, 20), (24, 24), (30, 30), (40, 40)] {
        let program = packing_program(variables, rows);
        group.bench_function(format!("{variables} x {rows}, exact method"), |b| {
            b.iter(|| black_box(&program).solve_exact(&exact))
        });
        group.bench_function(format!("{variables} x {rows}, floats first"), |b| {
            b.iter(|| black_box(&program).solve_with(Backend::Microlp, &exact))
        });
    }
    group.finish();
}

criterion_group!(all, benches, routes);
criterion_main!(all);

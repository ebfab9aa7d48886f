//! Two-player repeated games: the solver alone, the enclosure, verdicts with certificates, critical values.
//!
//! `cargo bench --bench repeated`. Games: a Prisoner's Dilemma, the 15 x 15 Cournot duopoly of Judd,
//! Yeltekin and Conklin (2003), random n x n games with payoffs 0..99 and 0..1,000,000 (seed 1). `plain`
//! is one pass over the same payoffs that finds both players' best replies and nothing else.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use detente::game::{RandomFamily, RandomGames};
use detente::repeated::fast::{FloatGame, Limits, Solver};
use detente::repeated::{CriticalTarget, Options, Punishment, RepeatedGame, critical_discount};
use detente::{Game, Rational};

fn cournot() -> Game<Rational> {
    let text = include_str!("../tests/data/payoff_sets.json");
    let file: serde_json::Value = serde_json::from_str(text).unwrap();
    let games = file["games"].as_array().unwrap();
    let found = games.iter().find(|g| g["name"] == "jyc_cournot15@0.8000").unwrap();
    let matrix = |key: &str| -> Vec<Vec<Rational>> { serde_json::from_value(found[key].clone()).unwrap() };
    Game::bimatrix(&matrix("payoffs1"), &matrix("payoffs2")).unwrap()
}

fn random(n: usize) -> Game<Rational> {
    random_up_to(n, 99)
}

fn random_up_to(n: usize, most: i64) -> Game<Rational> {
    let games = RandomGames::new(RandomFamily::Independent, &[n, n], 1).unwrap();
    games.with_payoffs(0..=most).unwrap().next().unwrap()
}

/// Both best-reply vectors and nothing else: what reading the game costs.
fn best_replies(payoffs: &[[f64; 2]], columns: usize, best: &mut [Vec<f64>; 2]) {
    let [against_column, against_row] = best;
    against_column.fill(f64::NEG_INFINITY);
    for (line, against_row) in payoffs.chunks_exact(columns).zip(against_row) {
        let mut most = f64::NEG_INFINITY;
        for (best, u) in against_column.iter_mut().zip(line) {
            *best = if u[0] > *best { u[0] } else { *best };
            most = if u[1] > most { u[1] } else { most };
        }
        *against_row = most;
    }
}

fn large(c: &mut Criterion) {
    let options = Options::default();
    for (n, most) in [(200, 99), (200, 1_000_000), (1000, 99), (1000, 1_000_000)] {
        let stage = random_up_to(n, most);
        let payoffs: Vec<[f64; 2]> =
            (0..stage.profiles()).map(|p| [0, 1].map(|i| stage.payoff_at(p, i).to_f64())).collect();
        let mut group = c.benchmark_group(format!("large/{n} to {most}"));
        group.sample_size(10);
        let mut best = [vec![0.0; n], vec![0.0; n]];
        group.bench_function("plain", |b| b.iter(|| best_replies(black_box(&payoffs), n, &mut best)));
        group.bench_function("image", |b| b.iter(|| FloatGame::from_floats(n, black_box(&payoffs), &[])));
        for delta in ["1/2", "9/10", "99/100"] {
            let game = RepeatedGame::new(stage.clone(), delta).unwrap();
            let float = FloatGame::of(&game).unwrap();
            let discount = game.discount().of(0).to_f64();
            let mut solver = Solver::new();
            group.bench_function(format!("solver {delta}"), |b| {
                b.iter(|| solver.solve(black_box(&float), discount, &Limits::default()))
            });
            group.bench_function(format!("enclosure {delta}"), |b| b.iter(|| game.payoff_set(&options)));
        }
    }
}

fn games() -> Vec<(&'static str, RepeatedGame)> {
    let dilemma = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    vec![
        ("dilemma", RepeatedGame::new(dilemma, "3/5").unwrap()),
        ("cournot15", RepeatedGame::new(cournot(), "4/5").unwrap()),
        ("random10", RepeatedGame::new(random(10), "1/2").unwrap()),
        ("random50", RepeatedGame::new(random(50), "1/2").unwrap()),
        ("random100", RepeatedGame::new(random(100), "1/2").unwrap()),
        ("random200", RepeatedGame::new(random(200), "1/2").unwrap()),
    ]
}

fn sets(c: &mut Criterion) {
    let options = Options::default();
    for (name, game) in games() {
        let float = FloatGame::of(&game).unwrap();
        let discount = game.discount().of(0).to_f64();
        let mut solver = Solver::new();
        c.bench_function(&format!("solver/{name}"), |b| {
            b.iter(|| solver.solve(black_box(&float), discount, &Limits::default()))
        });
        c.bench_function(&format!("enclosure/{name}"), |b| b.iter(|| black_box(&game).payoff_set(&options)));
    }
    let dilemma = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let mut group = c.benchmark_group("patience");
    for delta in ["9/10", "99/100", "9999/10000"] {
        let game = RepeatedGame::new(cournot(), delta).unwrap();
        group.bench_function(BenchmarkId::new("cournot15", delta), |b| b.iter(|| game.payoff_set(&options)));
        let game = RepeatedGame::new(dilemma.clone(), delta).unwrap();
        group.bench_function(BenchmarkId::new("dilemma", delta), |b| b.iter(|| game.payoff_set(&options)));
    }
}

fn verdicts(c: &mut Criterion) {
    let dilemma = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let target = CriticalTarget::Profile([0, 0].into());
    let options = Options::default();
    c.bench_function("critical/dilemma", |b| {
        b.iter(|| critical_discount(black_box(&dilemma), &target, Punishment::Optimal, &options))
    });
    let game = RepeatedGame::new(dilemma, "2/5").unwrap();
    c.bench_function("sustain/dilemma refuted", |b| b.iter(|| game.sustain(&[0, 0].into())));
    let game = game.with_discount("3/5").unwrap();
    c.bench_function("sustain/dilemma sustained", |b| b.iter(|| game.sustain(&[0, 0].into())));
    let cournot = cournot();
    let collusion = CriticalTarget::Profile([5, 5].into());
    let mut group = c.benchmark_group("critical");
    group.sample_size(10);
    group.bench_function("cournot15", |b| {
        b.iter(|| critical_discount(black_box(&cournot), &collusion, Punishment::Optimal, &options))
    });
}

criterion_group!(benches, sets, large, verdicts);
criterion_main!(benches);

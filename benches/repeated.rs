//! Two-player repeated games: the solver alone, the enclosure, verdicts with certificates, critical values.
//!
//! `cargo bench --bench repeated`. Games: a Prisoner's Dilemma, the 15 x 15 Cournot duopoly of Judd,
//! Yeltekin and Conklin (2003), random n x n games with payoffs 0..99 (seed 1).

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
    let games = RandomGames::new(RandomFamily::Independent, &[n, n], 1).unwrap();
    games.with_payoffs(0..=99).unwrap().next().unwrap()
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

criterion_group!(benches, sets, verdicts);
criterion_main!(benches);

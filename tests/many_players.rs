//! Three players: games with ties and flat sets, outcomes that end the game, unequal patience on top.

#[path = "common/evidence.rs"]
mod evidence;

use detente::game::{RandomFamily, RandomGames};
use detente::repeated::{Absorbing, Options, RepeatedGame, Target};
use detente::{Game, Rational};
use evidence::require_valid;

fn quick() -> Options {
    Options::default().directions(64).tolerance(1e-4).unwrap()
}

/// A random game whose payoffs are whole numbers from 0 to `most`.
fn with_ties(shape: &[usize], most: i64, seed: u64) -> Game<Rational> {
    let games = RandomGames::new(RandomFamily::Independent, shape, seed).unwrap();
    games.with_payoffs(0..=most).unwrap().next().unwrap()
}

/// A random game with two or three actions each, few payoffs and little, some or much patience.
fn numbered(number: u64) -> RepeatedGame {
    let shape = [0, 1, 2].map(|i| 2 + (number >> i & 1) as usize);
    let most = [1, 2, 3, 5][number as usize / 8 % 4];
    let discount = ["3/10", "1/2", "3/5", "3/4", "9/10"][number as usize % 5];
    RepeatedGame::new(with_ties(&shape, most, number), discount).unwrap()
}

/// Whether a game is decided: by a verified automaton over the inner set's corners, all of them in the outer
/// set, or by a refutation.
fn is_decided(number: u64, options: &Options) -> bool {
    let game = numbered(number);
    let proven = game.proven_enclosure(options).unwrap();
    let Some(certified) = proven.certificate else {
        assert!(proven.set.inner.is_empty(), "game {number}");
        return proven.set.is_empty() && proven.refutation.is_some();
    };
    certified.automaton.verify(&game).unwrap();
    for side in game.outer_half_spaces(options).unwrap() {
        assert!(certified.vertices.iter().all(|v| side.contains(v)), "game {number}");
    }
    true
}

#[test]
fn games_with_many_ties_end_with_a_verified_inner_set_or_proven_empty() {
    let undecided: Vec<u64> =
        [0, 6, 10, 16, 19, 33, 40].into_iter().filter(|&n| !is_decided(n, &quick())).collect();
    assert!(undecided.is_empty(), "{undecided:?}");
}

#[test]
#[ignore = "a thousand games: run with --release -- --ignored --nocapture"]
fn a_thousand_games_of_three_players_with_many_ties_end_in_evidence() {
    use rayon::prelude::*;
    let options = Options::default().directions(400).tolerance(1e-2).unwrap();
    let undecided: Vec<u64> = (0..1000u64).into_par_iter().filter(|&n| !is_decided(n, &options)).collect();
    println!("undecided: {} of 1000: {undecided:?}", undecided.len());
    assert!(undecided.len() <= 20, "{undecided:?}");
}

/// Two profiles that end the game, one of them for sure.
fn with_wars(seed: u64, discount: &str) -> RepeatedGame {
    let stage = with_ties(&[2, 2, 2], 3, seed);
    let war = |profile: usize, probability: &str, shift: i64| Absorbing {
        profile: stage.profile(profile),
        probability: probability.parse().unwrap(),
        payoff: (0..3).map(|i| Rational::new((i + shift) % 4, 2)).collect(),
    };
    let wars = vec![war(seed as usize % 8, "1/2", 1), war((seed as usize + 3) % 8, "1", 0)];
    let patience: Vec<Rational> = discount.split(',').map(|d| d.parse().unwrap()).collect();
    match patience.as_slice() {
        [one] => RepeatedGame::with_absorbing(stage, one, wars).unwrap(),
        _ => RepeatedGame::with_absorbing(stage, patience, wars).unwrap(),
    }
}

#[test]
fn wars_among_three_players_are_decided_with_evidence_that_checks() {
    let mut answers = [0; 3];
    for seed in 0..8 {
        for discount in ["2/5", "4/5", "1/2,4/5,9/10"] {
            let game = with_wars(seed, discount);
            let target = Target::Profile(game.stage().profile((seed as usize + 5) % 8));
            let verdict = game.sustain_target(&target, &quick()).unwrap();
            if verdict.is_sustained().is_some() {
                require_valid(&game, &target, &verdict);
            }
            answers[verdict.is_sustained().map_or(2, usize::from)] += 1;
        }
    }
    assert!(answers[0] > 0 && answers[1] > 0 && answers[2] <= 1, "{answers:?}");
}

#[test]
fn sets_with_wars_hold_their_proven_inner_set() {
    let few = Options::default().directions(32).tolerance(1e-2).unwrap();
    for seed in 0..4 {
        let game = with_wars(seed, ["1/2", "1/2,1/2,3/5"][seed as usize % 2]);
        let Some(certified) = game.certified_inner_set(&few).unwrap() else { continue };
        certified.automaton.verify(&game).unwrap();
        for side in game.outer_half_spaces(&few).unwrap() {
            assert!(certified.vertices.iter().all(|v| side.contains(v)), "seed {seed}");
        }
    }
}

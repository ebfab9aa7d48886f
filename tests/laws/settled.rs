//! Whatever comes, hardly anything stays undecided.

use detente::repeated::{EnclosureStatus, Objective, Options};
use detente::{Game, Rational};
use rand::{RngExt, SeedableRng};

use crate::common::{enclosed, r, repeated};

const DISCOUNTS: [(i64, i64); 10] =
    [(1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (3, 4), (4, 5), (9, 10)];

#[test]
fn hardly_any_random_game_stays_undecided_and_what_is_settled_has_evidence() {
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(20_240_607);
    let mut undecided = Vec::new();
    const GAMES: usize = 300;
    for _ in 0..GAMES {
        let shape = [random.random_range(2..=4), random.random_range(2..=4)];
        let most = random.random_range(1..=4);
        let stage = Game::from_function(&shape, |_| {
            (0..2).map(|_| Rational::from(random.random_range(0..=most))).collect()
        });
        let (p, q) = DISCOUNTS[random.random_range(0..DISCOUNTS.len())];
        let game = repeated(&stage.unwrap(), &r(p, q));
        let set = enclosed(&game);
        if set.status == EnclosureStatus::Undecided {
            undecided.push(game);
        } else if set.is_empty() {
            let best = game.best(Objective::Welfare, &Options::default()).unwrap();
            assert_eq!(best.verdict.is_sustained(), Some(false), "{game:?}");
            assert!(best.verdict.refutation().is_some() && best.attained.is_none());
        } else {
            let certified = game.certified_inner_set(&Options::default()).unwrap();
            certified.unwrap_or_else(|| panic!("no proven set of {game:?}")).automaton.verify(&game).unwrap();
        }
    }
    assert!(undecided.len() * 100 < GAMES, "{} undecided: {undecided:?}", undecided.len());
}

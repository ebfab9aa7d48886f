//! Measures of conflict: known values, and what does and does not change them.

use detente::collapse::measures::{
    Measures, Surplus, competitive_share, conflict_of_interest, cooperation_surplus, cooperative_competitive,
    first_best, individually_rational_set, sustained_share, zero_sum_index,
};
use detente::error::Explain;
use detente::geometry::Polygon;
use detente::{Game, Rational};
use proptest::prelude::*;

fn r(p: i64, q: i64) -> Rational {
    Rational::new(p, q)
}

fn pair(u: i64, v: i64) -> [Rational; 2] {
    [r(u, 1), r(v, 1)]
}

fn two_by_two(payoffs: [i64; 8]) -> Game<Rational> {
    Game::new(&[2, 2], payoffs.into_iter().map(Rational::from).collect()).unwrap()
}

fn dilemma() -> Game<Rational> {
    Game::prisoners_dilemma(5, 3, 1, 0).unwrap()
}

#[test]
fn a_prisoners_dilemma_already_has_a_high_zero_sum_index() {
    // Covariance -41/16, variances 59/16: (1 + 41/59)/2 = 50/59.
    let index = zero_sum_index(&dilemma()).unwrap().unwrap();
    assert_eq!(index.exact, Some(r(50, 59)));
    assert_eq!(competitive_share(&dilemma()).unwrap(), Some(r(50, 59)));
}

#[test]
fn the_ends_of_the_index_are_strict_competition_and_common_interest() {
    let pennies = Game::matching_pennies(3).unwrap();
    assert_eq!(zero_sum_index(&pennies).unwrap().unwrap().exact, Some(r(1, 1)));
    assert_eq!(competitive_share(&pennies).unwrap(), Some(r(1, 1)));
    let common = Game::coordination([1, 2]).unwrap();
    assert_eq!(zero_sum_index(&common).unwrap().unwrap().exact, Some(r(0, 1)));
    assert_eq!(conflict_of_interest(&common, &pair(0, 0)).unwrap(), Some(r(0, 1)));
}

#[test]
fn undefined_measures_say_so() {
    let constant = two_by_two([1, 0, 1, 1, 1, 2, 1, 3]);
    assert_eq!(zero_sum_index(&constant).unwrap(), None);
    assert_eq!(competitive_share(&constant).unwrap(), Some(r(1, 2)));
    let flat = two_by_two([1, 2, 1, 2, 1, 2, 1, 2]);
    assert_eq!(competitive_share(&flat).unwrap(), None);
    let measures = Measures::of(&flat).unwrap();
    assert_eq!(measures.conflict_of_interest, None);
    assert!(measures.to_string().contains("undefined"));
    let pennies = Measures::of(&Game::matching_pennies(1).unwrap()).unwrap();
    assert_eq!(pennies.conflict_of_interest, None, "pure minmax leaves nothing to agree on");
    assert_eq!(Measures::of(&Game::public_goods(3, 2).unwrap()).unwrap_err().kind(), "NotTwoPlayers");
}

#[test]
fn an_index_that_is_irrational_is_strictly_inside() {
    // Correlation -sqrt(3)/2 over three profiles.
    let game = Game::new(&[1, 3], [1, 0, 0, 1, -1, 1].into_iter().map(Rational::from).collect()).unwrap();
    let index = zero_sum_index(&game).unwrap().unwrap();
    assert_eq!(index.exact, None);
    assert!((index.value - (1.0 + 0.75f64.sqrt()) / 2.0).abs() < 1e-12);
}

#[test]
fn the_coco_value_splits_welfare_and_adds_the_advantage() {
    let coco = cooperative_competitive(&dilemma()).unwrap();
    assert_eq!((coco.welfare, coco.advantage), (r(6, 1), r(0, 1)));
    // Advantages (u - v)/2 are [[0, 2], [1, -1]]: value 1/2 by mixing; welfare 8.
    let uneven = two_by_two([4, 4, 5, 1, 3, 1, 0, 2]);
    let coco = cooperative_competitive(&uneven).unwrap();
    assert_eq!(coco.advantage, r(1, 2));
    assert_eq!(coco.values, [r(9, 2), r(7, 2)]);
    let pennies = cooperative_competitive(&Game::matching_pennies(1).unwrap()).unwrap();
    assert_eq!(pennies.values, pair(0, 0));
}

#[test]
fn conflict_of_interest_of_pies_and_dilemmas_is_known() {
    // Divide a pie of 1: the frontier is a line, whatever the units.
    let pie = two_by_two([10, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(conflict_of_interest(&pie, &pair(0, 0)).unwrap(), Some(r(1, 2)));
    for (t, reward, p, s) in [(5, 3, 1, 0), (7, 4, 2, -1), (6, 5, 1, 0)] {
        let game = Game::prisoners_dilemma(t, reward, p, s).unwrap();
        assert_eq!(conflict_of_interest(&game, &pair(p, p)).unwrap(), Some(r(t - reward, t - s)));
    }
    assert_eq!(Measures::of(&dilemma()).unwrap().conflict_of_interest, Some(r(2, 5)));
    // No agreement that is better than everything: nothing to demand.
    assert_eq!(conflict_of_interest(&dilemma(), &pair(9, 9)).unwrap(), None);
    assert_eq!(conflict_of_interest(&dilemma(), &pair(3, 3)).unwrap(), None);
}

#[test]
fn surplus_is_the_sustained_share_or_there_was_none_to_lose() {
    let share =
        |sustained, self_help, best| cooperation_surplus(&r(sustained, 1), &r(self_help, 1), &r(best, 1));
    assert_eq!(share(6, 2, 6), Ok(Surplus::Share(r(1, 1))));
    assert_eq!(share(2, 2, 6), Ok(Surplus::Share(r(0, 1))));
    assert_eq!(share(1, 2, 6), Ok(Surplus::Share(r(-1, 4))));
    assert_eq!(share(6, 6, 6), Ok(Surplus::NothingToLose));
    assert!(share(7, 2, 6).is_err() && share(6, 7, 6).is_err());
    assert_eq!(first_best(&dilemma()), r(6, 1));
    assert_eq!(Surplus::NothingToLose.to_string(), "no surplus to lose");
}

#[test]
fn the_sustained_share_compares_areas() {
    let rational = individually_rational_set(&dilemma(), &pair(1, 1)).unwrap();
    assert_eq!(sustained_share(&rational, &rational), Some(r(1, 1)));
    let point = Polygon::hull(vec![pair(1, 1)]);
    assert_eq!(sustained_share(&point, &rational), Some(r(0, 1)));
    assert_eq!(sustained_share(&point, &point), None);
}

proptest! {
    #[test]
    fn positive_affine_maps_of_each_player_leave_the_index_and_the_conflict_of_interest(
        payoffs in prop::collection::vec(-5i64..=5, 12),
        scales in (1i64..7, 1i64..7),
        shifts in (-5i64..5, -5i64..5),
        d in (-3i64..3, -3i64..3),
    ) {
        let game = Game::new(&[2, 3], payoffs.into_iter().map(Rational::from).collect()).unwrap();
        let map = |u: &Rational, i: usize| {
            let (scale, shift) = [(scales.0, shifts.0), (scales.1, shifts.1)][i];
            u * &r(scale, 3) + r(shift, 2)
        };
        let mapped = game.map_payoffs(|_, p| vec![map(&p[0], 0), map(&p[1], 1)]).unwrap();
        match (zero_sum_index(&game).unwrap(), zero_sum_index(&mapped).unwrap()) {
            (Some(a), Some(b)) => {
                prop_assert_eq!(a.exact, b.exact);
                prop_assert!((a.value - b.value).abs() < 1e-12);
                prop_assert!((0.0..=1.0).contains(&a.value));
                prop_assert_eq!(a.value == 1.0, game.strict_competition().unwrap().is_some());
            }
            (a, b) => prop_assert!(a.is_none() && b.is_none()),
        }
        let no_agreement = pair(d.0, d.1);
        let moved = [map(&no_agreement[0], 0), map(&no_agreement[1], 1)];
        let conflict = conflict_of_interest(&game, &no_agreement).unwrap();
        prop_assert_eq!(&conflict, &conflict_of_interest(&mapped, &moved).unwrap());
        // At most one half: with lotteries the two best agreements are joined by a line.
        prop_assert!(conflict.is_none_or(|c| !c.is_negative() && c <= r(1, 2)));
    }

    #[test]
    fn a_common_scale_scales_the_coco_value_and_leaves_the_shares(
        payoffs in prop::collection::vec(-5i64..=5, 8),
        scale in 1i64..7,
        shifts in (-5i64..5, -5i64..5),
    ) {
        let game = Game::new(&[2, 2], payoffs.into_iter().map(Rational::from).collect()).unwrap();
        let shift = [r(shifts.0, 2), r(shifts.1, 2)];
        let map = |u: &Rational, i: usize| u * &r(scale, 3) + &shift[i];
        let mapped = game.map_payoffs(|_, p| vec![map(&p[0], 0), map(&p[1], 1)]).unwrap();
        let (a, b) = (cooperative_competitive(&game).unwrap(), cooperative_competitive(&mapped).unwrap());
        prop_assert_eq!(&b.values, &[map(&a.values[0], 0), map(&a.values[1], 1)]);
        prop_assert_eq!(&a.values[0] + &a.values[1], first_best(&game));
        prop_assert_eq!(competitive_share(&game).unwrap(), competitive_share(&mapped).unwrap());
    }

    #[test]
    fn the_advantage_lies_between_what_each_side_can_secure(payoffs in prop::collection::vec(-5i64..=5, 12)) {
        let game = Game::new(&[3, 2], payoffs.into_iter().map(Rational::from).collect()).unwrap();
        let advantage = cooperative_competitive(&game).unwrap().advantage;
        let at = |a: usize, b: usize| {
            let pair = game.payoffs_of(&[a, b].into()).unwrap();
            (&pair[0] - &pair[1]) / r(2, 1)
        };
        let secured = (0..3).map(|a| (0..2).map(|b| at(a, b)).min().unwrap()).max().unwrap();
        let held_to = (0..2).map(|b| (0..3).map(|a| at(a, b)).max().unwrap()).min().unwrap();
        prop_assert!(secured <= advantage && advantage <= held_to);
    }
}

//! Where one side's gain is the other's loss, nothing is left to cooperate about.

use detente::game::RelativeGains;
use detente::repeated::{EnclosureStatus, Objective, Options, Punishment, Reason, Shape, Status};
use detente::testing::{Games, discounts, laws};
use detente::{Game, Rational};
use proptest::prelude::*;
use proptest::sample::select;

use crate::common::{critical_of, enclosed, r, repeated, stage_game};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn strict_competition_leaves_the_saddle_value_or_nothing_at_any_patience(
        stage in Games::of_two().actions(2..=3).payoffs(0..=4).strictly_competitive(), discount in discounts()
    ) {
        let game = repeated(&stage, &discount);
        let set = enclosed(&game);
        prop_assert_eq!(set.status, EnclosureStatus::Settled);
        match stage.pure_equilibria().first() {
            Some(&saddle) => {
                prop_assert_eq!(set.kind, Shape::Point);
                let value = vec![stage.payoffs_at(saddle).iter().map(Rational::to_f64).collect()];
                laws::nested(&stage, &set.outer, &value, 1e-8)?;
                laws::nested(&stage, &set.inner, &value, 1e-8)?;
            }
            None => {
                prop_assert_eq!(set.kind, Shape::Empty);
                let best = game.best(Objective::Welfare, &Options::default()).unwrap();
                prop_assert_eq!(best.verdict.reason(), Some(Reason::ZeroSum));
            }
        }
    }

    #[test]
    fn where_the_weights_multiply_to_one_exactly_the_saddles_are_supported(
        stage in stage_game(3, 4), k in select(vec![(1, 1), (2, 1), (1, 3)]), discount in discounts()
    ) {
        let weights = RelativeGains::new(r(k.0, k.1), r(k.1, k.0)).unwrap();
        let game = repeated(&weights.apply(&stage).unwrap(), &discount);
        let saddles = game.stage().pure_equilibria();
        for index in 0..stage.profiles() {
            let verdict = game.sustain(&stage.profile(index)).unwrap();
            prop_assert_eq!(verdict.is_sustained(), Some(saddles.contains(&index)), "profile {}", index);
        }
    }

    #[test]
    fn self_help_is_all_that_full_relative_gains_leave_of_a_dilemma(
        ladder in (-3i64..=3, 1i64..=4, 1i64..=4, 1i64..=4), discount in discounts()
    ) {
        let (s, a, b, c) = ladder;
        let (p, w, t) = (s + a, s + a + b, s + a + b + c);
        let dilemma = Game::prisoners_dilemma(t, w, p, s).unwrap();
        let rivals = RelativeGains::equal(Rational::ONE).unwrap().apply(&dilemma).unwrap();
        prop_assert_eq!(rivals.payoffs_at(0), rivals.payoffs_at(3));
        let cooperation = critical_of(&rivals, &[0, 0].into(), Punishment::Optimal);
        prop_assert_eq!(cooperation.status, Status::Never);
        prop_assert_eq!(cooperation.reason, Some(Reason::ZeroSum));
        prop_assert_eq!(critical_of(&rivals, &[1, 1].into(), Punishment::Optimal).exact, Some(Rational::ZERO));
        let game = repeated(&rivals, &discount);
        prop_assert_eq!(game.sustain(&[0, 0].into()).unwrap().is_sustained(), Some(false));
        prop_assert_eq!(game.sustain(&[1, 1].into()).unwrap().is_sustained(), Some(true));
        // In absolute gains patience makes the difference.
        let absolute = critical_of(&dilemma, &[0, 0].into(), Punishment::Optimal);
        prop_assert_eq!(absolute.exact, Some(r(t - w, t - p)));
    }
}

//! Help lowers the patience that cooperation needs, rivalry raises it.

use detente::game::RelativeGains;
use detente::institution::{
    Clause, ConditionalAid, Guarantee, Institution, LongerShadow, MembershipCost, Sanction,
};
use detente::repeated::{Punishment, RepeatedGame, Status};
use detente::testing::{dilemmas, discounts};
use detente::{Game, Rational};
use proptest::prelude::*;

use crate::common::{critical_of, r, repeated};

/// The critical discount factor of cooperation, one for "never": settled in every dilemma.
fn patience_needed(stage: &Game<Rational>) -> Rational {
    let found = critical_of(stage, &[0, 0].into(), Punishment::Optimal);
    match found.status {
        Status::Exact => found.exact.unwrap(),
        Status::Never => Rational::ONE,
        other => panic!("{other:?}: {found}"),
    }
}

fn under(stage: &Game<Rational>, clause: impl Into<Clause>) -> Game<Rational> {
    let institution = Institution::named("test").with(clause);
    institution.apply(&repeated(stage, &r(1, 2))).unwrap().stage().clone()
}

/// The critical discount factors at the smaller and at the larger of two numbers of tenths.
fn between(pair: (i64, i64), stage: impl Fn(Rational) -> Game<Rational>) -> (Rational, Rational) {
    let at = |tenths: i64| patience_needed(&stage(r(tenths, 10)));
    (at(pair.0.min(pair.1)), at(pair.0.max(pair.1)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn help_lowers_the_critical_discount_and_rivalry_raises_it(
        stage in dilemmas(), amounts in (0i64..=50, 0i64..=50), shares in (0i64..=10, 0i64..=10)
    ) {
        let sanction = |size: Rational| Sanction::on_lone_defectors(size).unwrap();
        let gains = |stage: &Game<Rational>, k: Rational| {
            RelativeGains::equal(k).unwrap().apply(stage).unwrap()
        };
        let guaranteed = |share| under(&stage, Guarantee::covering(share).unwrap());
        let falls = [
            between(amounts, |size| under(&stage, sanction(size))),
            between(shares, |q| under(&stage, sanction(r(3, 1)).enforced(q).unwrap())),
            between(amounts, |amount| under(&stage, ConditionalAid::mutual(amount).unwrap())),
            between(shares, |share| gains(&guaranteed(share), r(1, 4))),
        ];
        for (number, (less, more)) in falls.iter().enumerate() {
            prop_assert!(more <= less, "help {number}: {less} rises to {more}");
        }
        let rises = [
            between(shares, |k| gains(&stage, k)),
            between(amounts, |cost| under(&stage, MembershipCost::of(cost).unwrap())),
        ];
        for (number, (less, more)) in rises.iter().enumerate() {
            prop_assert!(more >= less, "rivalry {number}: {less} falls to {more}");
        }
    }

    #[test]
    fn a_longer_shadow_sustains_exactly_what_the_patience_it_makes_sustains(
        stage in dilemmas(), discount in discounts(), tenths in 0i64..=9
    ) {
        let game = repeated(&stage, &discount);
        let sigma = r(tenths, 10);
        let shadow = Institution::named("shadow").with(LongerShadow::cutting_impatience_by(&sigma).unwrap());
        let longer = shadow.apply(&game).unwrap();
        let cooperates = |game: &RepeatedGame| game.sustain(&[0, 0].into()).unwrap().is_sustained();
        let patience = &discount + sigma * (Rational::ONE - &discount);
        prop_assert_eq!(cooperates(&longer), Some(patience >= patience_needed(&stage)));
        prop_assert!(cooperates(&longer) >= cooperates(&game));
    }
}

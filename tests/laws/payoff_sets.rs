//! Payoff sets and critical discount factors do not depend on how a game is written down; sets nest.

use detente::repeated::{Critical, Enclosure, EnclosureStatus, Options, Punishment};
use detente::testing::{Guise, discounts, guises, laws};
use detente::{Game, Rational};
use proptest::prelude::*;

use crate::common::{critical_of, enclosed, exact_hull, repeated, stage_game};

fn game_and_guise(actions: usize) -> impl Strategy<Value = (Game<Rational>, Guise)> {
    stage_game(actions, 4).prop_flat_map(|stage| (Just(stage.clone()), guises(&stage)))
}

/// Whether two enclosures can be of the same value, and agree exactly where both are exact.
fn agree(a: &Critical, b: &Critical) -> bool {
    let above = |low: &Rational, c: &Critical| c.upper.as_ref().is_some_and(|upper| upper <= low);
    match (&a.exact, &b.exact) {
        (Some(x), Some(y)) => x == y,
        // "Never" has the lower end 1.
        _ => !above(&a.lower, b) && !above(&b.lower, a),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_payoff_set_does_not_depend_on_units_order_or_seats(
        (stage, guise) in game_and_guise(4), discount in discounts()
    ) {
        let other = guise.game(&stage);
        let mut equilibria: Vec<usize> = stage.pure_equilibria().into_iter()
            .map(|index| other.index(&guise.profile(&stage.profile(index))).unwrap())
            .collect();
        equilibria.sort_unstable();
        prop_assert_eq!(equilibria, other.pure_equilibria());
        let [set, image] = [&stage, &other].map(|stage| enclosed(&repeated(stage, &discount)));
        prop_assert_eq!((set.kind, set.status), (image.kind, image.status));
        for (before, after) in [(&set.inner, &image.inner), (&set.outer, &image.outer)] {
            let moved = guise.points(before);
            laws::nested(&other, &moved, after, 1e-7)?;
            laws::nested(&other, after, &moved, 1e-7)?;
        }
        laws::enclosure(&repeated(&stage, &discount), &set, 1e-8)?;
    }

    #[test]
    fn the_certified_set_lies_in_the_outer_set_exactly_and_its_automaton_verifies(
        stage in stage_game(4, 4), discount in discounts()
    ) {
        let game = repeated(&stage, &discount);
        if let Some(certified) = game.certified_inner_set(&Options::default()).unwrap() {
            laws::automaton(&game, &certified.automaton)?;
            let outer = exact_hull(&enclosed(&game).outer);
            for vertex in &certified.vertices {
                prop_assert!(outer.contains(&[vertex[0].clone(), vertex[1].clone()]), "{vertex:?}");
            }
        }
    }

    #[test]
    fn the_payoff_set_grows_with_patience(
        stage in stage_game(4, 4), discounts in [discounts(), discounts()]
    ) {
        let [a, b] = &discounts;
        let (less, more) = (repeated(&stage, a.min(b)), repeated(&stage, a.max(b)));
        let (small, large) = (enclosed(&less), enclosed(&more));
        if small.status == EnclosureStatus::Settled {
            laws::nested(&stage, &small.outer, &large.outer, 1e-9)?;
        }
        // Exactly, for what is proven at the lower discount factor.
        let outer = exact_hull(&large.outer);
        for vertex in less.certified_inner_set(&Options::default()).unwrap().iter().flat_map(|c| &c.vertices) {
            prop_assert!(outer.contains(&[vertex[0].clone(), vertex[1].clone()]), "{vertex:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn critical_discounts_do_not_depend_on_units_order_or_seats(
        (stage, guise) in game_and_guise(3), which in any::<prop::sample::Index>()
    ) {
        let other = guise.game(&stage);
        let profile = stage.profile(which.index(stage.profiles()));
        for punishment in [Punishment::Optimal, Punishment::Nash, Punishment::Grim] {
            let before = critical_of(&stage, &profile, punishment);
            let after = critical_of(&other, &guise.profile(&profile), punishment);
            prop_assert!(agree(&before, &after), "{punishment:?}: {before} {after}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_geometry_and_the_linear_programs_agree(stage in stage_game(3, 4), discount in discounts()) {
        let game = repeated(&stage, &discount);
        let planar = enclosed(&game);
        let options = Options::default().directions(64).tolerance(1e-6).unwrap();
        let programs = game.payoff_set_by_linear_programs(&options).unwrap();
        let settled = |set: &Enclosure| set.status == EnclosureStatus::Settled;
        if settled(&planar) && settled(&programs) {
            prop_assert_eq!(planar.kind, programs.kind);
        }
        laws::nested(&stage, &planar.inner, &programs.outer, 1e-8)?;
        laws::nested(&stage, &programs.inner, &planar.outer, 1e-8)?;
        if settled(&planar) {
            laws::nested(&stage, &planar.outer, &programs.outer, 1e-8)?;
        }
    }
}

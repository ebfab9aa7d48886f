//! Mediators who know, ask, or only coordinate: hierarchy, closed forms, evidence.

mod common;

use common::closed_forms::ClosedForms;
use detente::equilibrium::bayesian::{
    BayesNash, BayesianGame, Mediator, OptimalMediation, PricedTemptation, Temptation, bayes_nash,
    optimal_mediation, pure_bayes_nash,
};
use detente::equilibrium::nash::{Method, NashOptions};
use detente::equilibrium::{Concept, MixedStrategy, Objective, optimal_correlated};
use detente::game::Profile;
use detente::lp::LpOptions;
use detente::study::{TrustGame, TrustPayoffs, mutual_cooperation, trust_needed_before_signals};
use detente::{Explain, Game, Rational};
use proptest::prelude::*;

fn r(p: i64, q: i64) -> Rational {
    Rational::new(p, q)
}

fn mediate(game: &BayesianGame, mediator: Mediator, objective: &Objective) -> OptimalMediation {
    let best = optimal_mediation(game, mediator, objective, &LpOptions::default()).unwrap();
    best.verify(game, objective).unwrap();
    best
}

/// Random games with two types and two actions a side; some type profiles have probability zero.
fn bayesian_games() -> impl Strategy<Value = BayesianGame> {
    let weights = prop::sample::select(vec![[1, 1, 1, 1], [3, 1, 1, 2], [1, 0, 2, 1], [1, 0, 0, 2]]);
    (weights, prop::collection::vec(-4i64..=4, 32)).prop_map(|(weights, payoffs)| {
        let total: i64 = weights.iter().sum();
        let stages = payoffs
            .chunks(8)
            .map(|stage| Game::new(&[2, 2], stage.iter().map(|&u| Rational::from(u)).collect()).unwrap());
        let prior = weights.iter().map(|&weight| r(weight, total)).collect();
        BayesianGame::new(&[2, 2], prior, stages.collect()).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    #[test]
    fn who_knows_more_achieves_more_and_equilibria_without_a_mediator_are_among_it(game in bayesian_games()) {
        let welfare = Objective::Welfare;
        let strategic = game.strategic_form().unwrap();
        let coordinated =
            optimal_correlated(&strategic, Concept::Correlated, &welfare, &LpOptions::default()).unwrap();
        let asked = mediate(&game, Mediator::Eliciting, &welfare);
        let known = mediate(&game, Mediator::Omniscient, &welfare);
        prop_assert!(coordinated.value <= asked.value && asked.value <= known.value);
        let alone = bayes_nash(&game, &NashOptions::default()).unwrap();
        prop_assert!(alone.complete && !alone.equilibria.is_empty());
        for equilibrium in &alone.equilibria {
            prop_assert!(equilibrium.is_equilibrium());
            prop_assert!(Some(equilibrium.payoffs.iter().sum::<Rational>()) <= coordinated.value);
            let rule = equilibrium.rule(&game).unwrap();
            for mediator in [Mediator::Eliciting, Mediator::Omniscient] {
                prop_assert!(rule.temptations(&game, mediator).unwrap().is_empty());
            }
            prop_assert_eq!(&rule.interim(&game).unwrap(), &equilibrium.interim);
        }
        let pure = pure_bayes_nash(&game).unwrap();
        prop_assert_eq!(pure.method, Method::PureEnumeration);
        for equilibrium in &pure.equilibria {
            prop_assert!(alone.equilibria.contains(equilibrium));
        }
    }

    #[test]
    fn every_objective_is_proven_from_both_sides(
        game in bayesian_games(),
        numbers in prop::collection::vec(-3i64..=3, 16),
    ) {
        let numbers: Vec<Rational> = numbers.into_iter().map(Rational::from).collect();
        let weights = Objective::Weights(vec![r(2, 1), r(-1, 1)]);
        let outcomes = Objective::Outcomes(numbers);
        for objective in [Objective::MinWelfare, Objective::Player(1), Objective::Maximin, weights, outcomes] {
            for mediator in [Mediator::Eliciting, Mediator::Omniscient] {
                prop_assert!(mediate(&game, mediator, &objective).value.is_some());
            }
        }
    }

    #[test]
    fn without_private_information_all_mediators_are_the_mediator_of_correlated_equilibrium(
        payoffs in prop::collection::vec(-4i64..=4, 12),
    ) {
        let stage = Game::new(&[2, 3], payoffs.into_iter().map(Rational::from).collect()).unwrap();
        let game = BayesianGame::new(&[1, 1], vec![Rational::ONE], vec![stage.clone()]).unwrap();
        let plain =
            optimal_correlated(&stage, Concept::Correlated, &Objective::Welfare, &LpOptions::default()).unwrap();
        for mediator in [Mediator::Eliciting, Mediator::Omniscient] {
            prop_assert_eq!(&mediate(&game, mediator, &Objective::Welfare).value, &plain.value);
        }
    }
}

fn trust_game(trust: Rational) -> TrustGame {
    TrustGame { seeker: TrustPayoffs::new(3, 4, 1, 0), expansionist: TrustPayoffs::new(3, 2, 1, 0), trust }
}

fn cooperation(game: &TrustGame, mediator: Mediator) -> Rational {
    let best = game.best_cooperation(mediator).unwrap();
    best.verify(&game.bayesian().unwrap(), &mutual_cooperation()).unwrap();
    best.value.unwrap()
}

#[test]
fn a_mediator_who_knows_gets_all_that_two_seekers_can_have_at_any_trust() {
    let forms = ClosedForms::load();
    let tau = forms.parameter("CF30", "tau");
    forms.expect("CF30", cooperation(&trust_game(tau), Mediator::Omniscient).to_f64());
    for tau in [r(1, 100), r(1, 3), r(1, 2), r(99, 100)] {
        assert_eq!(cooperation(&trust_game(tau.clone()), Mediator::Omniscient), &tau * &tau);
    }
}

#[test]
fn a_mediator_who_has_to_ask_gets_nothing_below_the_threshold_of_trust() {
    let forms = ClosedForms::load();
    let threshold = trust_game(r(1, 2)).threshold().unwrap();
    forms.expect("CF26", threshold.to_f64());
    forms.expect("CF31", threshold.to_f64());
    let just_below = &threshold - &r(1, 1_000_000);
    assert_eq!(cooperation(&trust_game(just_below), Mediator::Eliciting), Rational::ZERO);
    assert_eq!(cooperation(&trust_game(threshold.clone()), Mediator::Eliciting), &threshold * &threshold);
    let best = trust_game(r(1, 5)).best_cooperation(Mediator::Eliciting).unwrap();
    let lies = |priced: &&PricedTemptation| matches!(priced.temptation, Temptation::Lie { of_type: 1, .. });
    assert!(best.binding.iter().any(|priced| lies(&priced)), "expansionists would pose as seekers");
}

#[test]
fn asking_is_enough_where_expansionists_have_no_use_for_trust_and_useless_where_seekers_are_tempted() {
    let (one_fifth, square) = (r(1, 5), r(1, 25));
    let harmless = TrustGame { expansionist: TrustPayoffs::new(1, 0, 1, 0), ..trust_game(one_fifth.clone()) };
    assert_eq!(cooperation(&harmless, Mediator::Eliciting), square);
    let tempted = TrustGame { seeker: TrustPayoffs::new(5, 4, 1, 0), ..trust_game(one_fifth) };
    assert_eq!(cooperation(&tempted, Mediator::Omniscient), Rational::ZERO);
    assert_eq!(tempted.threshold(), None);
}

/// Seekers cooperate, expansionists do not.
fn trusting(game: &BayesianGame) -> BayesNash {
    let plan = vec![MixedStrategy::pure(0, 2).unwrap(), MixedStrategy::pure(1, 2).unwrap()];
    BayesNash::evaluate(game, vec![plan.clone(), plan]).unwrap()
}

#[test]
fn the_thresholds_of_trust_in_closed_form_are_where_trusting_becomes_an_equilibrium() {
    let forms = ClosedForms::load();
    let dilemma = TrustGame {
        seeker: TrustPayoffs::new(5, 3, 1, 0),
        expansionist: TrustPayoffs::new(5, 3, 1, 0),
        trust: r(1, 2),
    };
    let future = dilemma.with_future(&forms.parameter("CF27", "delta"));
    let guaranteed = trust_game(r(1, 2)).with_guarantee(&forms.parameter("CF28", "gamma"));
    for (id, case) in [("CF26", trust_game(r(1, 2))), ("CF27", future), ("CF28", guaranteed)] {
        let threshold = case.threshold().unwrap();
        forms.expect(id, threshold.to_f64());
        for (shift, expected) in [(r(0, 1), true), (r(1, 1000), true), (r(-1, 1000), false)] {
            let game = TrustGame { trust: &threshold + &shift, ..case.clone() }.bayesian().unwrap();
            assert_eq!(trusting(&game).is_equilibrium(), expected, "{id}");
            let listed = pure_bayes_nash(&game).unwrap().equilibria;
            assert_eq!(listed.contains(&trusting(&game)), expected, "{id}");
        }
    }
}

#[test]
fn verified_signals_lower_the_trust_that_is_needed_in_advance() {
    let forms = ClosedForms::load();
    let accuracy = forms.parameter("CF29", "y");
    let needed = trust_needed_before_signals(&forms.parameter("CF29", "tau_star"), &accuracy).unwrap();
    forms.expect("CF29", needed.to_f64());
    // A type is one's own aims and the two public signals; trust only after two good ones (0 is good).
    for (trust, expected) in [(needed.clone(), true), (&needed - &r(1, 1000), false)] {
        let plain = trust_game(trust.clone());
        let stages = plain.bayesian().unwrap();
        let chance = |kind: usize, signal: usize| {
            let of_kind = if kind == 0 { trust.clone() } else { &Rational::ONE - &trust };
            let right = if kind == signal { accuracy.clone() } else { &Rational::ONE - &accuracy };
            of_kind * right
        };
        let aims = |kind: usize| kind / 4;
        let game = BayesianGame::from_function(
            &[8, 8],
            |types: &Profile| match (types[0] % 4, types[1] % 4) {
                (a, b) if a != b => Rational::ZERO,
                (signals, _) => chance(aims(types[0]), signals / 2) * chance(aims(types[1]), signals % 2),
            },
            |types| Ok(stages.stage(2 * aims(types[0]) + aims(types[1])).clone()),
        )
        .unwrap();
        let plan: Vec<MixedStrategy> =
            (0..8).map(|kind| MixedStrategy::pure(usize::from(kind != 0), 2).unwrap()).collect();
        let outcome = BayesNash::evaluate(&game, vec![plan.clone(), plan]).unwrap();
        assert_eq!(outcome.is_equilibrium(), expected);
    }
    assert_eq!(trust_needed_before_signals(&r(3, 2), &accuracy), None);
}

#[test]
fn false_evidence_is_refused_and_so_is_what_does_not_fit() {
    let trust = trust_game(r(2, 3));
    let game = trust.bayesian().unwrap();
    let objective = Objective::Welfare;
    for mediator in [Mediator::Eliciting, Mediator::Omniscient] {
        let good = mediate(&game, mediator, &objective);
        let mut lower = good.clone();
        lower.bounds[1] -= r(1, 100);
        let mut payoffs = good.clone();
        payoffs.payoffs[0] += r(1, 100);
        for wrong in [lower, payoffs] {
            assert_eq!(wrong.verify(&game, &objective).unwrap_err().kind(), "FalseEvidence");
        }
        let short = Objective::Outcomes(vec![Rational::ONE; 3]);
        let error = optimal_mediation(&game, mediator, &short, &LpOptions::default()).unwrap_err();
        assert_eq!(error.kind(), "OutcomeCount");
    }
    assert_eq!(trust_game(Rational::ONE).bayesian().unwrap_err().kind(), "OutOfRange");
}

#[test]
fn a_hidden_state_is_a_player_without_choices() {
    // Bergemann and Morris (2016), section 2: a firm that would invest only if the state is good more often
    // than not; a designer who knows the state recommends to invest in the bad state as often as
    // obedience allows: half of it here.
    let game = BayesianGame::from_function(
        &[1, 2],
        |types| [r(1, 3), r(2, 3)][types[1]].clone(),
        |types| {
            let invest = if types[1] == 0 { r(1, 1) } else { r(-1, 1) };
            Game::new(&[2, 1], vec![invest, Rational::ZERO, Rational::ZERO, Rational::ZERO])
        },
    )
    .unwrap();
    let investing = Objective::Outcomes(vec![Rational::ONE, Rational::ZERO]);
    let best = mediate(&game, Mediator::Omniscient, &investing);
    assert_eq!(best.value, Some(r(2, 3)));
    let bad = best.rule.at(&[0, 1].into()).unwrap();
    assert_eq!(bad.entries()[0].probability, r(1, 2));
    assert_eq!(best.binding[0].price, Rational::ONE);
    assert_eq!(best.rule.probability_of(&game, &[0, 0].into()).unwrap(), r(2, 3));
}

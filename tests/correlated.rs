//! Correlated equilibria as whole sets: polygons of payoffs, extreme plans, symmetric plans, membership.

use detente::equilibrium::{
    Concept, Distribution, EquilibriumError, Objective, OptimalCorrelated, WeightedProfile,
    correlated_payoffs, extreme_correlated, is_symmetric, optimal_correlated, optimal_symmetric_correlated,
};
use detente::geometry::Polygon;
use detente::lp::LpOptions;
use detente::{Explain, Game, Rational};
use proptest::prelude::*;

const CONCEPTS: [Concept; 2] = [Concept::Correlated, Concept::Coarse];

/// Small whole payoffs: ties are common.
fn games(shape: &'static [usize]) -> impl Strategy<Value = Game<Rational>> {
    let count = shape.iter().product::<usize>() * shape.len();
    prop::collection::vec(-4i64..=4, count)
        .prop_map(|payoffs| Game::new(shape, payoffs.into_iter().map(Rational::from).collect()).unwrap())
}

fn symmetric_games(players: usize, actions: usize) -> impl Strategy<Value = Game<Rational>> {
    // A payoff for each own action and each multiset of the others' actions.
    prop::collection::vec(-4i64..=4, actions.pow(players as u32)).prop_map(move |table| {
        Game::from_function(&vec![actions; players], |profile| {
            (0..players)
                .map(|own| {
                    let mut others: Vec<usize> =
                        (0..players).filter(|&j| j != own).map(|j| profile[j]).collect();
                    others.sort_unstable();
                    let index = others.iter().fold(profile[own], |index, action| index * actions + action);
                    Rational::from(table[index])
                })
                .collect()
        })
        .unwrap()
    })
}

fn best(game: &Game<Rational>, concept: Concept, objective: &Objective) -> OptimalCorrelated {
    let best = optimal_correlated(game, concept, objective, &LpOptions::default()).unwrap();
    best.verify(game, concept, objective).unwrap();
    best
}

fn check_polygon(game: &Game<Rational>) {
    for concept in CONCEPTS {
        let set = correlated_payoffs(game, concept, &LpOptions::default()).unwrap();
        set.verify(game).unwrap();
        let extreme = extreme_correlated(game, concept).unwrap();
        let payoffs = extreme.iter().map(|plan| {
            assert_eq!(plan.regret(game, concept).unwrap(), Rational::ZERO);
            let payoffs = plan.payoffs(game).unwrap();
            [payoffs[0].clone(), payoffs[1].clone()]
        });
        assert_eq!(set.polygon, Polygon::hull(payoffs.collect()), "projection of the extreme plans");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_polygon_is_the_projection_of_the_extreme_plans(game in games(&[2, 3])) {
        check_polygon(&game);
    }

    #[test]
    fn a_two_by_two_game_has_at_most_five_extreme_equilibria(game in games(&[2, 2])) {
        // Calvo-Armengol (2006): games in which no player is indifferent whatever the other does.
        let indifferent = |player: usize, action: usize| {
            let index = game.deviate(0, 1 - player, action);
            let other = game.deviate(index, player, 1);
            game.payoff_at(index, player) == game.payoff_at(other, player)
        };
        let generic = (0..2).all(|player| (0..2).all(|action| !indifferent(player, action)));
        let extreme = extreme_correlated(&game, Concept::Correlated).unwrap();
        prop_assert!(!generic || matches!(extreme.len(), 1 | 5), "{}", extreme.len());
    }

    #[test]
    fn any_objective_is_best_at_an_extreme_plan(
        game in games(&[2, 2, 2]),
        numbers in prop::collection::vec(-9i64..=9, 8),
    ) {
        let numbers: Vec<Rational> = numbers.into_iter().map(Rational::from).collect();
        let value = |plan: &Distribution| -> Rational {
            let entries = plan.entries().iter();
            entries.map(|entry| &entry.probability * &numbers[game.index(&entry.profile).unwrap()]).sum()
        };
        for concept in CONCEPTS {
            let optimal = best(&game, concept, &Objective::Outcomes(numbers.clone()));
            let extreme = extreme_correlated(&game, concept).unwrap();
            prop_assert_eq!(&optimal.value, &extreme.iter().map(value).max());
            let mut distinct = extreme.clone();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), extreme.len());
        }
    }

    #[test]
    fn symmetric_plans_lose_no_welfare_and_their_prices_hold_for_all_plans(game in symmetric_games(3, 2)) {
        prop_assert!(is_symmetric(&game));
        for concept in CONCEPTS {
            for objective in [Objective::Welfare, Objective::MinWelfare, Objective::Maximin] {
                let options = LpOptions::default();
                let fair = optimal_symmetric_correlated(&game, concept, &objective, &options).unwrap();
                prop_assert_eq!(&fair.value, &best(&game, concept, &objective).value);
                prop_assert_eq!(fair.distribution.regret(&game, concept).unwrap(), Rational::ZERO);
                prop_assert!(fair.payoffs.iter().all(|payoff| payoff == &fair.payoffs[0]));
                fair.verify(&game, concept, &objective).unwrap();
                let mut wrong = fair;
                wrong.bounds[1] -= Rational::new(1, 1000);
                wrong.bounds[0] += Rational::new(1, 1000);
                prop_assert!(wrong.verify(&game, concept, &objective).is_err());
            }
        }
    }
}

#[test]
fn three_by_three_polygons_agree_with_their_extreme_plans() {
    // Shapley (1964), and a variant of it with ties.
    let shapley = [[[1, 0], [0, 1], [0, 0]], [[0, 0], [1, 0], [0, 1]], [[0, 1], [0, 0], [1, 0]]];
    let tied = [[[1, 0], [0, 1], [0, 0]], [[0, 0], [1, 1], [0, 1]], [[0, 1], [0, 0], [1, 0]]];
    for table in [shapley, tied] {
        let flat = table.iter().flatten().flatten().map(|&u: &i64| Rational::from(u)).collect();
        check_polygon(&Game::new(&[3, 3], flat).unwrap());
    }
}

#[test]
fn a_game_with_many_deviations_has_its_constraints_added_where_they_are_violated() {
    // 2 x 16: 242 deviations, so that most are never written down.
    let game = Game::from_function(&[2, 16], |p| {
        let (i, j) = (p[0] as i64, p[1] as i64);
        vec![
            Rational::from((7 * i + 5 * j + i * j * j) % 11),
            Rational::from((3 * i + 4 * j * j + i * j) % 13),
        ]
    })
    .unwrap();
    let set = correlated_payoffs(&game, Concept::Correlated, &LpOptions::default()).unwrap();
    set.verify(&game).unwrap();
    let welfare = best(&game, Concept::Correlated, &Objective::Welfare).value;
    assert_eq!(set.polygon.support(&[Rational::ONE, Rational::ONE]).map(|(_, value)| value), welfare);
}

#[test]
fn membership_names_who_is_tempted_and_by_how_much() {
    let chicken = Game::<f64>::bimatrix(&[[6.0, 2.0], [7.0, 0.0]], &[[6.0, 7.0], [2.0, 0.0]]).unwrap();
    let chicken = chicken.to_exact();
    let plan = |weights: [i64; 4]| {
        let total: i64 = weights.iter().sum();
        let entries = weights.iter().enumerate().map(|(index, &weight)| WeightedProfile {
            profile: chicken.profile(index),
            probability: Rational::new(weight, total),
        });
        Distribution::new(entries.collect()).unwrap()
    };
    assert!(plan([1, 1, 1, 0]).violations(&chicken, Concept::Correlated).unwrap().is_empty());
    let violations = plan([5, 1, 1, 0]).violations(&chicken, Concept::Correlated).unwrap();
    let texts: Vec<String> = violations.iter().map(ToString::to_string).collect();
    assert_eq!(texts[0], "player 0, told 0, gains 3/7 on average by playing 1");
    assert_eq!((texts.len(), &violations[0].when_told), (2, &Rational::new(1, 2)));
    let coarse = plan([1, 0, 0, 0]).violations(&chicken, Concept::Coarse).unwrap();
    assert_eq!(coarse[1].to_string(), "player 1 gains 1 on average by playing 1");
    let json = serde_json::to_value(&violations[0]).unwrap();
    assert_eq!(json, serde_json::json!({"player":0, "from":0, "to":1, "gain":"3/7", "when_told":"1/2"}));
}

#[test]
fn what_does_not_fit_is_refused_in_words() {
    let options = LpOptions::default();
    let battle = Game::<f64>::bimatrix(&[[3.0, 0.0], [0.0, 2.0]], &[[2.0, 0.0], [0.0, 3.0]]).unwrap();
    let kind = |result: Result<OptimalCorrelated, EquilibriumError>| result.unwrap_err().kind();
    let fair = |game| optimal_symmetric_correlated(game, Concept::Correlated, &Objective::Welfare, &options);
    let error = fair(&battle).unwrap_err();
    assert_eq!(error.location(), "payoffs[0][0]");
    assert_eq!(
        error.to_string(),
        "players 0 and 1 differ: exchanging them changes a payoff at profile [0, 0]"
    );
    let oblong = Game::new(&[2, 3], vec![0.0; 12]).unwrap();
    assert_eq!(
        fair(&oblong).unwrap_err().to_string(),
        "players 0 and 1 differ in the number of their actions"
    );
    let short = Objective::Outcomes(vec![Rational::ONE; 3]);
    assert_eq!(kind(optimal_correlated(&battle, Concept::Coarse, &short, &options)), "OutcomeCount");
    let large = Game::new(&[12, 12], vec![0.0; 288]).unwrap();
    let refused = extreme_correlated(&large, Concept::Correlated).unwrap_err();
    assert_eq!(refused.kind(), "TooManyInequalities");
    let three = Game::new(&[2, 2, 2], vec![0.0; 24]).unwrap();
    let polygon = correlated_payoffs(&three, Concept::Correlated, &options).unwrap_err();
    assert_eq!(polygon.kind(), "NotTwoPlayers");
}

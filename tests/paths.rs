//! Equilibria without public randomisation: paths found, and proofs that a coin is needed.

use detente::prelude::*;
use detente::repeated::strategies::StrategyProfile;
use detente::repeated::{Absorbing, PathProof, PathVerdict, PayoffWithoutCoin};
use proptest::prelude::*;

fn dilemma(delta: &str) -> RepeatedGame {
    RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), delta).unwrap()
}

fn ask(game: &RepeatedGame, target: Target) -> PathVerdict {
    game.sustain_without_randomisation(&target, &Options::default()).unwrap()
}

fn equal(p: i64, q: i64) -> Target {
    Target::Payoff(vec![Rational::new(p, q); 2])
}

#[test]
fn at_one_half_some_mixtures_are_paths_and_some_need_a_coin() {
    let game = dilemma("1/2");
    for target in [equal(2, 1), equal(3, 1), equal(1, 1), equal(3, 2), equal(5, 4)] {
        let verdict = ask(&game, target);
        let automaton = verdict.automaton().unwrap();
        assert!(automaton.is_deterministic());
        automaton.verify(&game).unwrap();
        // A path without chance has a trajectory.
        assert!(StrategyProfile::of_automaton(&game, automaton).unwrap().trajectory().is_some());
    }
    for target in [equal(5, 2), equal(11, 4), equal(7, 4)] {
        let PathVerdict::NeedsRandomisation { with, proof, nearest } = ask(&game, target.clone()) else {
            panic!("a coin is needed")
        };
        with.verify(&game).unwrap();
        assert!(!with.is_deterministic() && proof.verify(&game, &target));
        nearest.unwrap().verify(&game).unwrap();
    }
}

#[test]
fn a_false_exhaustion_is_refused() {
    let game = dilemma("1/2");
    let PathVerdict::NeedsRandomisation { proof: PathProof::Exhausted(proof), .. } = ask(&game, equal(7, 4))
    else {
        panic!("a coin is needed")
    };
    assert!(proof.verify(&game));
    let mut short = proof.clone();
    short.payoffs.truncate(1);
    assert!(!short.verify(&game), "a payoff that follows is missing");
    let mut path = proof.clone();
    path.payoffs[0] = vec![Rational::from(2); 2];
    assert!(!path.verify(&game), "(2, 2) is reached by a path");
    assert!(!proof.verify(&dilemma("3/4")), "patience opens paths");
}

#[test]
fn what_is_refuted_with_a_coin_is_refuted_without() {
    let verdict = ask(&dilemma("2/5"), Target::Profile([0, 0].into()));
    assert!(matches!(verdict, PathVerdict::Refuted { .. }));
    assert_eq!(verdict.is_sustained(), Some(false));
    let pennies: Vec<Rational> = [1, -1, -1, 1, -1, 1, 1, -1].map(Rational::from).to_vec();
    let game = RepeatedGame::new(Game::new(&[2, 2], pennies).unwrap(), "9/10").unwrap();
    assert!(matches!(ask(&game, Target::Objective(Objective::Welfare)), PathVerdict::Refuted { .. }));
}

#[test]
fn turns_are_taken_without_a_coin_also_by_three() {
    let taking_turns = Target::Cycle(vec![[0, 1].into(), [1, 0].into()]);
    let game = dilemma("4/5");
    let verdict = ask(&game, taking_turns);
    assert_eq!(verdict.automaton().unwrap().payoff(), [Rational::new(20, 9), Rational::new(25, 9)]);
    let stage = Game::from_function(&[2, 2, 2], |p| {
        let given = p.actions().iter().filter(|a| **a == 0).count() as i64;
        (0..3).map(|i| Rational::new(2 * given, 3) - &Rational::from(i64::from(p[i] == 0))).collect()
    })
    .unwrap();
    let game = RepeatedGame::new(stage, "2/3").unwrap();
    let pairs = [[0, 0, 1], [1, 0, 0], [0, 1, 0]].map(Profile::from).to_vec();
    let verdict = ask(&game, Target::Cycle(pairs));
    verdict.automaton().unwrap().verify(&game).unwrap();
}

#[test]
fn an_objective_reports_the_nearest_payoff_without_draws() {
    let game = dilemma("1/2");
    let verdict = ask(&game, Target::Objective(Objective::Welfare));
    assert_eq!(verdict.automaton().unwrap().payoff(), [3.into(), 3.into()]);
    let impatient = dilemma("1/3");
    let verdict = ask(&impatient, Target::Objective(Objective::Player(0)));
    let best = verdict.automaton().or(verdict.nearest()).unwrap();
    best.verify(&impatient).unwrap();
}

#[test]
fn a_game_that_ends_needs_no_continuation() {
    let end = Absorbing {
        profile: [1, 1].into(),
        probability: Rational::ONE,
        payoff: vec![Rational::from(2), Rational::from(2)],
    };
    let game = RepeatedGame::with_absorbing(dilemma("1/2").stage().clone(), "1/2", vec![end]).unwrap();
    let verdict = ask(&game, equal(2, 1));
    verdict.automaton().unwrap().verify(&game).unwrap();
}

#[test]
fn unequal_patience_finds_paths_too() {
    let game = dilemma("1/2").with_discount(vec![Rational::new(3, 5), Rational::new(4, 5)]).unwrap();
    let verdict = ask(&game, Target::Profile([0, 0].into()));
    verdict.automaton().unwrap().verify(&game).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn every_answer_carries_its_evidence(
        payoffs in prop::collection::vec(-3i64..4, 12),
        halves in 1i64..4,
        weight in 0i64..5,
    ) {
        let stage = Game::new(&[3, 2], payoffs.into_iter().map(Rational::from).collect()).unwrap();
        let game = RepeatedGame::new(stage, Rational::new(halves, halves + 1)).unwrap();
        let Some(set) = game.certified_inner_set(&Options::default()).unwrap() else { return Ok(()) };
        let (first, last) = (&set.vertices[0], &set.vertices[set.vertices.len() - 1]);
        let mix = Rational::new(weight, 4);
        let between = first.iter().zip(last).map(|(a, b)| a * &mix + b * &(Rational::ONE - &mix));
        let payoff: Vec<Rational> = between.collect();
        match ask(&game, Target::Payoff(payoff.clone())) {
            PathVerdict::Sustained { automaton, payoff: reached } => {
                prop_assert!(automaton.is_deterministic() && automaton.verify(&game).is_ok());
                prop_assert_eq!(reached, payoff);
            }
            PathVerdict::NeedsRandomisation { with, proof, .. } => {
                let target = Target::Payoff(payoff);
                prop_assert!(with.verify(&game).is_ok() && proof.verify(&game, &target));
            }
            PathVerdict::Undecided { .. } => {}
            verdict => prop_assert!(false, "a payoff of V is refuted: {}", verdict),
        }
    }
}

#[test]
fn what_the_coin_adds_to_the_set_as_a_whole() {
    let report = |game: &RepeatedGame| game.compare_without_randomisation(&Options::default()).unwrap();
    // Two corners of the folk set at one half are paths, two take a coin.
    let at_half = report(&dilemma("1/2"));
    assert_eq!((at_half.stretches(), at_half.differs()), (Some(true), Some(true)));
    let reached = |at: &&PayoffWithoutCoin| at.verdict.is_sustained() == Some(true);
    assert_eq!(at_half.vertices.iter().filter(reached).count(), 2);
    // Here all corners are paths, and the coin only fills in.
    let filled = report(&battle());
    assert_eq!((filled.stretches(), filled.differs()), (Some(false), Some(true)));
    let witness = at_half.witness().unwrap();
    let PathVerdict::NeedsRandomisation { proof, .. } = &witness.verdict else { panic!("a proof") };
    assert!(proof.verify(&dilemma("1/2"), &Target::Payoff(witness.payoff.clone())));
    // Impatient prisoners defect, with or without.
    let point = report(&dilemma("1/5"));
    assert_eq!((point.vertices.len(), point.differs()), (1, Some(false)));
    assert!(point.to_string().contains("changes nothing"));
    // No equilibrium at all.
    let pennies: Vec<Rational> = [1, -1, -1, 1, -1, 1, 1, -1].map(Rational::from).to_vec();
    let pennies = RepeatedGame::new(Game::new(&[2, 2], pennies).unwrap(), "9/10").unwrap();
    assert_eq!(report(&pennies).differs(), Some(false));
    // Three players.
    let stage = Game::new(&[2, 2, 2], (0..24).map(|k| Rational::from((k * 7) % 5)).collect()).unwrap();
    let three = report(&RepeatedGame::new(stage, "3/5").unwrap());
    assert!(three.vertices.iter().all(|at| at.verdict.is_sustained().is_some()));
}

fn battle() -> RepeatedGame {
    let own = [[2, 2, 3], [4, 3, 4]].map(|row| row.map(Rational::from));
    let other = [[0, 0, 0], [5, 2, 1]].map(|row| row.map(Rational::from));
    RepeatedGame::new(Game::bimatrix(&own, &other).unwrap(), "1/2").unwrap()
}

#[test]
fn outer_sets_of_paths_prove_what_no_list_can() {
    let game = battle();
    let payoff = vec![Rational::new(13, 4), Rational::new(5, 2)];
    let PathVerdict::NeedsRandomisation { with, proof: PathProof::Bounded(bound), .. } =
        ask(&game, Target::Payoff(payoff.clone()))
    else {
        panic!("a coin is needed")
    };
    with.verify(&game).unwrap();
    assert!(bound.excludes_payoff(&game, &payoff));
    assert!(!bound.excludes_payoff(&game, &[4.into(), 5.into()]), "a stage equilibrium");
    assert!(!bound.excludes_payoff(&game.with_discount("3/5").unwrap(), &payoff), "of another patience");
    let mut false_bound = bound.clone();
    false_bound.chain[1].beginnings.pop();
    assert!(!false_bound.excludes_payoff(&game, &payoff), "a beginning is missing");
    let mut false_bound = bound.clone();
    false_bound.chain[0].threat[0] = Rational::from(100);
    assert!(!false_bound.excludes_payoff(&game, &payoff), "nobody secures that much");
    let mut false_bound = bound;
    false_bound.chain.last_mut().unwrap().threat[0] = Rational::from(100);
    assert!(!false_bound.excludes_payoff(&game, &payoff), "threats rise to what holds");
}

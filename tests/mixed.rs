//! Equilibria in which players mix: inner sets that pure actions do not reach.

use detente::equilibrium::MixedStrategy;
use detente::error::Explain;
use detente::prelude::*;
use detente::repeated::mixed::{MixedPayoffs, mixed_payoffs};
use detente::repeated::monitoring::PublicMonitoring;

fn r(p: i64, q: i64) -> Rational {
    Rational::new(p, q)
}

fn quick() -> Options {
    Options::default().directions(4).tolerance(0.1).unwrap()
}

fn verified(found: &MixedPayoffs, stage: &Game<Rational>) {
    let seen = PublicMonitoring::perfect(stage).unwrap();
    found.automaton().unwrap().verify(&seen).unwrap();
}

/// Two actions of Matching Pennies and one of cooperation, which the other two exploit.
fn pennies_or_peace() -> Game<Rational> {
    let row = [[1, -1, 4], [-1, 1, 4], [-2, -2, 3]];
    let column = [[-1, 1, -2], [1, -1, -2], [4, 4, 3]];
    Game::from_function(&[3, 3], |p| [row, column].map(|u| Rational::from(u[p[0]][p[1]])).to_vec()).unwrap()
}

#[test]
fn a_mixed_threat_sustains_what_no_pure_one_does() {
    let stage = pennies_or_peace();
    let found = mixed_payoffs(&stage, "3/10", &[], &quick()).unwrap();
    verified(&found, &stage);
    let points = &found.inner.as_ref().unwrap().points;
    // Grim to the mixed equilibrium (0, 0) needs 1/4; the pure minmax payoff 1 would need 1/3.
    let peace = points.iter().position(|p| *p == [r(3, 1), r(3, 1)]).expect("peace is sustained");
    assert!(points.contains(&vec![r(0, 1), r(0, 1)]));
    assert!(found.beyond_pure.contains(&peace));
    let game = RepeatedGame::new(stage, "3/10").unwrap();
    assert_eq!(game.sustain(&[2, 2].into()).unwrap().is_sustained(), Some(false));
    assert_eq!(found.only, None);
}

#[test]
fn zero_sum_games_have_one_payoff_at_any_patience() {
    let stage = Game::bimatrix(&[[2.0, -1.0], [-1.0, 1.0]], &[[-2.0, 1.0], [1.0, -1.0]]).unwrap();
    for discount in ["1/10", "99/100"] {
        let found = mixed_payoffs(&stage, discount, &[], &quick()).unwrap();
        let value = vec![r(1, 5), r(-1, 5)];
        assert_eq!(found.only, Some(value.clone()));
        assert_eq!(found.inner.as_ref().unwrap().points, [value]);
        verified(&found, &stage.to_exact());
    }
}

#[test]
fn where_pure_actions_suffice_mixing_adds_nothing_below_minmax() {
    let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let half = MixedStrategy::new(vec![r(1, 2), r(1, 2)]).unwrap();
    let listed = vec![vec![half.clone(), half]];
    let found = mixed_payoffs(&stage, "3/5", &listed, &quick()).unwrap();
    verified(&found, &stage);
    let points = &found.inner.as_ref().unwrap().points;
    assert!(points.iter().flatten().all(|x| *x >= r(1, 1)), "nobody is held below the minmax payoff");
    assert!(points.contains(&vec![r(3, 1), r(3, 1)]));
}

#[test]
fn three_players_and_their_lists_are_welcome_and_misfits_are_not() {
    // A majority game of cooperation: pure equilibria anchor the set.
    let stage = Game::public_goods(3, r(3, 2)).unwrap();
    let half = MixedStrategy::new(vec![r(1, 2), r(1, 2)]).unwrap();
    let found = mixed_payoffs(&stage, "4/5", &[vec![half.clone(); 3]], &quick()).unwrap();
    verified(&found, &stage);
    let error = mixed_payoffs(&stage, "4/5", &[vec![half.clone(); 2]], &quick()).unwrap_err();
    assert_eq!(error.kind(), "WrongProfile");
    let long = MixedStrategy::pure(0, 3).unwrap();
    let error = mixed_payoffs(&stage, "4/5", &[vec![half.clone(), half, long]], &quick()).unwrap_err();
    assert_eq!(error.kind(), "StrategyLength");
}

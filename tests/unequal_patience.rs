//! Players of unequal patience: trades over time, enclosures, automata, refutations, and their check.

#[path = "common/evidence.rs"]
mod evidence;

use detente::repeated::{EnclosureStatus, Objective, Options, Reason, RepeatedGame, Shape, Target};
use detente::{Game, Rational};
use evidence::require_valid;

fn patience(text: &str) -> Vec<Rational> {
    text.split(',').map(|d| d.parse().unwrap()).collect()
}

fn r(text: &str) -> Rational {
    text.parse().unwrap()
}

/// Two ways to meet, each paying one side: both are stage equilibria, so that every order of them is an
/// equilibrium path.
fn meetings(discount: &str) -> RepeatedGame {
    let zero = [0, 0];
    let cells = [[1, 0], zero, zero, [0, 1]];
    let payoffs = cells.iter().flatten().map(|&x| Rational::from(x)).collect();
    RepeatedGame::new(Game::new(&[2, 2], payoffs).unwrap(), patience(discount)).unwrap()
}

fn dilemma(discount: &str) -> RepeatedGame {
    RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), patience(discount)).unwrap()
}

fn options(directions: usize, tolerance: f64) -> Options {
    Options::default().directions(directions).tolerance(tolerance).unwrap()
}

#[test]
fn trades_over_time_pay_more_than_any_mixture_as_lehrer_and_pauzner_found() {
    // (1, 0) twice, then (0, 1) for ever: (3/4, 81/100), a sum of 1.56.
    let game = meetings("1/2,9/10");
    let target = Target::Payoff(vec![r("3/4"), r("81/100")]);
    for side in game.outer_half_spaces(&options(64, 1e-6)).unwrap() {
        let value = &side.normal[0] * r("3/4") + &side.normal[1] * r("81/100");
        assert!(value <= side.bound);
    }
    let verdict = game.sustain_target(&target, &options(64, 1e-6)).unwrap();
    let automaton = verdict.automaton().expect("an equilibrium path");
    automaton.verify(&game).unwrap();
    assert_eq!(automaton.payoff(), [r("3/4"), r("81/100")]);
    assert_eq!(automaton.discount, *game.discount());
    require_valid(&game, &target, &verdict);
    // The other way round the patient side would have to wait for less than it gets at once.
    let beyond = Target::Payoff(vec![r("3/4"), r("82/100")]);
    let verdict = game.sustain_target(&beyond, &options(64, 1e-6)).unwrap();
    assert_eq!(verdict.is_sustained(), Some(false));
    require_valid(&game, &beyond, &verdict);
    let chain = &verdict.refutation().unwrap().chain;
    assert!(chain.iter().all(|link| link.vertices.is_some() && link.halfspaces.is_none()));
}

#[test]
fn the_set_beyond_the_mixtures_is_enclosed() {
    let set = meetings("1/2,9/10").payoff_set(&options(256, 1e-4)).unwrap();
    assert_eq!((set.kind, set.status), (Shape::Polygon, EnclosureStatus::Settled));
    assert!(set.gap.unwrap() < 1e-4, "{:?}", set.gap);
    let most = set.inner.iter().map(|v| v[0] + v[1]).fold(0.0, f64::max);
    // Switching after t years: 1 - 2^-t + .9^t is largest at t = 2 and 3.
    let known = (0..40).map(|t| 1.0 - 0.5f64.powi(t) + 0.9f64.powi(t)).fold(0.0, f64::max);
    assert!((most - known).abs() < 1e-4, "{most} {known}");
}

#[test]
fn each_player_needs_the_patience_of_a_common_discount_factor_against_reversion() {
    // Reversion to mutual defection: 1/2 for each, whatever the other's patience.
    let cooperate = Target::Profile([0, 0].into());
    for (discount, expected, blocker) in [
        ("1/2,9/10", true, None),
        ("1/2,1/2", true, None),
        ("2/5,9/10", false, Some(0)),
        ("9/10,49/100", false, Some(1)),
    ] {
        let game = dilemma(discount);
        let verdict = game.sustain_target(&cooperate, &options(64, 1e-6)).unwrap();
        assert_eq!((verdict.is_sustained(), verdict.blocker()), (Some(expected), blocker), "{discount}");
        if !expected {
            assert_eq!(verdict.reason(), Some(Reason::Impatience));
        }
        require_valid(&game, &cooperate, &verdict);
    }
}

#[test]
fn almost_equal_patience_gives_almost_the_set_of_equal_patience() {
    let common = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "3/5").unwrap();
    let (equal, unequal) = (
        common.payoff_set(&Options::default()).unwrap(),
        dilemma("3/5,600001/1000000").payoff_set(&options(128, 1e-4)).unwrap(),
    );
    assert_eq!((unequal.kind, unequal.status), (equal.kind, EnclosureStatus::Settled));
    let planar = |list: &[Vec<f64>]| list.iter().map(|p| [p[0], p[1]]).collect::<Vec<_>>();
    assert!(detente::geometry::hausdorff(&planar(&equal.outer), &planar(&unequal.outer)) < 1e-3);
}

#[test]
fn three_players_of_unequal_patience_carry_evidence_too() {
    // Everybody contributes: 1/3 to gain today against 1 for ever, hence 1/4 for each.
    let stage = Game::public_goods(3, 2).unwrap();
    let contribute = Target::Profile([0, 0, 0].into());
    let mut answers = Vec::new();
    for discount in ["1/5,1/2,9/10", "4/5,1/2,9/10", "9/10,4/5,7/10"] {
        let game = RepeatedGame::new(stage.to_exact(), patience(discount)).unwrap();
        let verdict = game.sustain_target(&contribute, &options(64, 1e-4)).unwrap();
        require_valid(&game, &contribute, &verdict);
        answers.push(verdict.is_sustained().unwrap());
    }
    assert!(answers.contains(&true) && answers.contains(&false), "{answers:?}");
}

#[test]
fn the_best_payoff_is_attained_and_bounded() {
    let game = dilemma("3/5,4/5");
    let best = game.best(Objective::Welfare, &options(200, 1e-6)).unwrap();
    let attained = best.attained.unwrap().to_f64();
    let bound = best.bound.unwrap();
    best.verdict.automaton().unwrap().verify(&game).unwrap();
    // Trades over time beat cooperation for ever, worth 6.
    assert!(attained > 6.0 && bound >= attained && bound - attained < 1e-2, "{attained} {bound}");
}

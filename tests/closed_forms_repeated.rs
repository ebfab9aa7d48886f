//! Closed forms of critical discount factors and payoff sets, met by the solvers of repeated games with
//! evidence (`tests/institutions.rs` compares the same file with the arithmetic of triggers).

mod common;

use common::closed_forms::ClosedForms;
use detente::game::RelativeGains;
use detente::institution::{Clause, Guarantee, Institution, IssueLinkage, MembershipCost, Sanction};
use detente::repeated::automaton::{AutomatonError, Branch, Draw, State};
use detente::repeated::{
    Automaton, CriticalTarget, EnclosureStatus, Options, Punishment, RepeatedGame, Shape, Status,
    critical_discount,
};
use detente::{Game, Rational};

const PUNISHMENTS: [Punishment; 3] = [Punishment::Optimal, Punishment::Nash, Punishment::Grim];

fn dilemma() -> Game<Rational> {
    Game::prisoners_dilemma(5, 3, 1, 0).unwrap()
}

fn in_gains(stage: &Game<Rational>, row: &Rational, column: &Rational) -> Game<Rational> {
    RelativeGains::new(row.clone(), column.clone()).unwrap().apply(stage).unwrap()
}

fn under(stage: Game<Rational>, clause: impl Into<Clause>) -> Game<Rational> {
    let game = RepeatedGame::new(stage, "1/2").unwrap();
    Institution::named("test").with(clause).apply(&game).unwrap().stage().clone()
}

/// The critical discount factor, infinite for a target that no patience supports; proven either way.
fn critical(stage: &Game<Rational>, target: &CriticalTarget, punishment: Punishment) -> f64 {
    let found = critical_discount(stage, target, punishment, &Options::default()).unwrap();
    match (found.status, found.exact) {
        (Status::Never, None) => f64::INFINITY,
        (Status::Exact, Some(exact)) => {
            let game = RepeatedGame::new(stage.clone(), found.upper.as_ref().unwrap()).unwrap();
            found.automata[0].verify(&game).unwrap();
            exact.to_f64()
        }
        other => panic!("not settled: {other:?}"),
    }
}

/// Cooperation in a dilemma: self-help is the worst equilibrium for both, so that all penal codes agree.
fn expect_cooperation_from(reference: &ClosedForms, id: &str, stage: &Game<Rational>) {
    for punishment in PUNISHMENTS {
        reference.expect(id, critical(stage, &CriticalTarget::Profile([0, 0].into()), punishment));
    }
}

#[test]
fn relative_gains_raise_the_critical_discount() {
    let reference = ClosedForms::load();
    expect_cooperation_from(&reference, "CF01", &dilemma());
    for id in ["CF02", "CF03", "CF04", "CF05"] {
        let k = reference.parameter(id, "k");
        expect_cooperation_from(&reference, id, &in_gains(&dilemma(), &k, &k));
    }
    for id in ["CF08", "CF09"] {
        let [row, column]: [Vec<Vec<Rational>>; 2] = reference.read(id, "U");
        let k = reference.parameters(id, "k");
        let stage = Game::bimatrix(&row, &column).unwrap();
        expect_cooperation_from(&reference, id, &in_gains(&stage, &k[0], &k[1]));
    }
}

#[test]
fn where_the_weights_multiply_to_one_the_payoff_set_is_a_point() {
    let reference = ClosedForms::load();
    let k = reference.parameters("CF36", "k");
    let one = Rational::ONE;
    for (id, weights) in [("CF06", [&one, &one]), ("CF36", [&k[0], &k[1]])] {
        let stage = in_gains(&dilemma(), weights[0], weights[1]);
        let game = RepeatedGame::new(stage, reference.parameter(id, "delta")).unwrap();
        let set = game.payoff_set(&Options::default()).unwrap();
        assert_eq!((set.kind, set.status), (Shape::Point, EnclosureStatus::Settled), "{id}");
        let spread = |i: usize| {
            let all = set.inner.iter().chain(&set.outer).map(|point| point[i]);
            all.clone().fold(f64::MIN, f64::max) - all.fold(f64::MAX, f64::min)
        };
        reference.expect(id, spread(0).max(spread(1)));
    }
}

#[test]
fn institutions_shift_the_critical_discount() {
    let reference = ClosedForms::load();
    let sanction = |id: &str| {
        let (size, enforcement) = (reference.parameter(id, "s"), reference.parameter(id, "q"));
        Sanction::on_lone_defectors(size).unwrap().enforced(enforcement).unwrap()
    };
    expect_cooperation_from(&reference, "CF10", &under(dilemma(), sanction("CF10")));
    let shared = sanction("CF11").sharing_on_mutual(reference.parameter("CF11", "eta")).unwrap();
    expect_cooperation_from(&reference, "CF11", &under(dilemma(), shared));
    let dues = MembershipCost::of(reference.parameter("CF14", "t")).unwrap();
    expect_cooperation_from(&reference, "CF14", &under(dilemma(), dues));
    for id in ["CF15", "CF16"] {
        let guarantee = Guarantee::covering(reference.parameter(id, "gamma")).unwrap();
        let k = reference.parameter(id, "k");
        expect_cooperation_from(&reference, id, &in_gains(&under(dilemma(), guarantee), &k, &k));
    }
}

#[test]
fn linked_issues_are_solved_as_one_product_game() {
    let reference = ClosedForms::load();
    let [t, r, p, s]: [Rational; 4] = reference.read("CF20", "security");
    let link: std::collections::BTreeMap<String, Rational> = reference.read("CF20", "link");
    let reward = &link["R_minus_P"] + Rational::ONE;
    let trade = Game::prisoners_dilemma(&reward + &link["T_minus_R"], reward, 1, 0).unwrap();
    let security = Game::prisoners_dilemma(t, r, p, s).unwrap();
    let linked = under(security, IssueLinkage::to(trade).unwrap());
    assert_eq!(linked.shape(), [4, 4]);
    expect_cooperation_from(&reference, "CF20", &linked);
}

#[test]
fn taking_turns_needs_little_patience() {
    let reference = ClosedForms::load();
    let [t, r, p, s] = ["T", "R", "P", "S"].map(|name| reference.parameter("CF33", name));
    let stage = Game::prisoners_dilemma(t, r, p, s).unwrap();
    let turns = CriticalTarget::Cycle(vec![[0, 1].into(), [1, 0].into()]);
    for punishment in PUNISHMENTS {
        reference.expect("CF33", critical(&stage, &turns, punishment));
    }
}

/// Cooperation in which every defection is answered by some years of self-help, then forgiven.
fn forgiving(game: &RepeatedGame, years: usize) -> Automaton {
    let certainly = |state: usize| vec![Branch { state, probability: Rational::ONE }];
    let states = (0..=years).map(|year| {
        let profile = if year == 0 { [0, 0] } else { [1, 1] };
        // Nobody gains by defecting from self-help, so that it need not begin anew.
        let (next, punish) = if year == 0 { (0, 1) } else { ((year + 1) % (years + 1), year) };
        let draw = Draw { probability: Rational::ONE, profile: profile.into(), next: certainly(next) };
        State { name: year.to_string(), draws: vec![draw], punish: vec![punish; 2], value: Vec::new() }
    });
    Automaton::new(game, certainly(0), states.collect()).unwrap()
}

#[test]
fn a_punishment_that_forgives_works_from_its_root_on_and_not_below() {
    let reference = ClosedForms::load();
    let (root, years) = (reference.closed("CF32"), reference.read("CF32", "N"));
    let verdict = |discount: f64| {
        let game = RepeatedGame::new(dilemma(), discount).unwrap();
        forgiving(&game, years).verify(&game)
    };
    verdict(root + 1e-9).unwrap();
    let below = verdict(root - 1e-9).unwrap_err();
    assert!(matches!(below, AutomatonError::Deviation { state: 0, .. }), "{below}");
}

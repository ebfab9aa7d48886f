//! The reduced variant through the public interface: closed forms, and values at the modes.

use detente::Rational;
use detente::equilibrium::SideClass;
use detente::error::Explain;
use detente::repeated::Reason;
use detente::study::{
    Branch, CriticalPatience, InstitutionParameters, Primitives, ReducedGame, Side, WarAccounting,
    karabakh_data,
};

fn rational(text: &str) -> Rational {
    text.parse().unwrap()
}

/// The symmetric case of the closed forms: certain war, x = h = p = 1/2, stake 1, shares linear.
fn symmetric(f: &str, c: &str, phi: &str, g: &str, t: &str, k: &str) -> Primitives<Rational> {
    let half = Rational::new(1, 2);
    let zero = Rational::ZERO;
    let side = Side {
        stake: Rational::ONE,
        indivisibility: zero.clone(),
        war_cost: rational(c),
        stand_off_cost: zero.clone(),
        peace_dividend: rational(g),
        negotiation_cost: rational(t),
        relative_gains: rational(k),
    };
    Primitives {
        sides: [side.clone(), side],
        division: half.clone(),
        holding: half.clone(),
        victory: half.clone(),
        integrative: zero.clone(),
        first_move: rational(f),
        surprise_left: half.clone(),
        fait_accompli: rational(phi),
        pocketed_dividend: zero.clone(),
        hazard: Rational::ONE,
        detection: Rational::ONE,
        false_alarm: zero,
        discount: half,
    }
}

fn anarchic(case: &Primitives<Rational>) -> ReducedGame<Rational> {
    case.validate().unwrap();
    ReducedGame::new(case, &InstitutionParameters::none(), WarAccounting::Transient)
}

fn threshold(critical: CriticalPatience<Rational>) -> f64 {
    match critical {
        CriticalPatience::From(delta) => delta.to_f64(),
        CriticalPatience::Never => f64::INFINITY,
    }
}

#[test]
fn a_prisoners_dilemma_made_from_primitives_has_the_closed_form_threshold() {
    // [F - phi c - g + t + k (F + c + g)] / [F + (1 - phi) c + k (F + t)], F = (f - 1) / (2 (f + 1)).
    let cases = [
        (["4", "0.2", "0.3", "0.05", "0.05", "0"], 0.5454545454545455),
        (["4", "0.2", "0.3", "0.05", "0.05", "0.3"], 0.743119266055046),
        (["6", "0.3", "0.2", "0.1", "0.02", "0.5"], 0.758181818181818),
    ];
    for ([f, c, phi, g, t, k], expected) in cases {
        let game = anarchic(&symmetric(f, c, phi, g, t, k));
        assert_eq!(game.branches, [Branch::Grab; 2]);
        assert_eq!(game.class(0), SideClass::PrisonersDilemma);
        for side in 0..2 {
            assert!((threshold(game.critical(side)) - expected).abs() < 1e-12, "{f} {k}");
        }
    }
}

#[test]
fn stag_hunt_turns_into_a_prisoners_dilemma_at_the_closed_form_offence_multiplier() {
    // (1 + 2G) / (1 - 2G), G = phi c + g - t, is 14/11 here.
    // The stand-off cost keeps the tie with pocketing, at 14/11 exactly, from making compromise dominant.
    let class = |f: &str| {
        let mut case = symmetric(f, "0.2", "0.3", "0.05", "0.05", "0");
        case.sides.iter_mut().for_each(|side| side.stand_off_cost = rational("0.2"));
        anarchic(&case).class(0)
    };
    assert_eq!(class("14/11"), SideClass::StagHunt);
    assert_eq!(class("15/11"), SideClass::PrisonersDilemma);
}

#[test]
fn a_prisoners_dilemma_turns_into_deadlock_where_talking_costs_as_much_as_war_and_peace_are_worth() {
    let class = |t: &str| anarchic(&symmetric("4", "0.2", "0.3", "0.05", t, "0")).class(1);
    assert_eq!(class("0.249"), SideClass::PrisonersDilemma);
    assert_eq!(class("0.25"), SideClass::Deadlock);
}

#[test]
fn imperfect_monitoring_raises_the_threshold_as_the_closed_form_says() {
    // N / (d G + (1 - eps) N) with T, R, P, S = 5, 3, 1, 0.
    let mut game = anarchic(&symmetric("4", "0.2", "0.3", "0.05", "0.05", "0"));
    let pair = |value: i64| [Rational::from(value), Rational::from(value)];
    (game.temptation, game.reward, game.punishment, game.sucker) = (pair(5), pair(3), pair(1), pair(0));
    game.detection = rational("0.4");
    assert_eq!(game.critical(0), CriticalPatience::From(Rational::new(5, 7)));
    game.false_alarm = rational("0.1");
    assert_eq!(game.critical(0), CriticalPatience::From(Rational::new(10, 13)));
    assert_eq!(game.critical_if_observed(0), CriticalPatience::From(Rational::new(1, 2)));
    game.discount = rational("0.4");
    assert_eq!(game.reason(0), Some(Reason::Impatience));
    game.discount = rational("0.6");
    assert_eq!(game.reason(0), Some(Reason::Monitoring));
    game.discount = rational("0.9");
    assert!(game.sustained());
    game.false_alarm = rational("0.5");
    assert_eq!(game.critical(0), CriticalPatience::Never);
}

#[test]
fn transient_and_absorbing_accounting_disagree_at_the_modes() {
    let data = karabakh_data().unwrap();
    let none = InstitutionParameters::none();
    let game = |phase: &str, accounting| {
        let case = data.phase(phase).unwrap().at_modes().unwrap();
        ReducedGame::new(&case, &none, accounting)
    };
    let over = |game: &ReducedGame<Rational>, side: usize| game.cooperation_gain(side).to_f64();
    let transient = game("2016-20", WarAccounting::Transient);
    let absorbing = game("2016-20", WarAccounting::Absorbing);
    assert!((over(&transient, 0) + 0.246).abs() < 5e-4);
    assert!((over(&absorbing, 0) - 0.227).abs() < 5e-4);
    assert_eq!(transient.class(0), SideClass::Deadlock);
    assert_eq!(absorbing.class(0), SideClass::PrisonersDilemma);
    assert!((threshold(transient.critical_if_observed(1)) - 0.58).abs() < 5e-3);
    assert!((threshold(absorbing.critical_if_observed(1)) - 0.945).abs() < 5e-4);
    assert!((over(&game("2020-22", WarAccounting::Transient), 1) - 0.059).abs() < 5e-4);
    assert!((over(&game("2020-22", WarAccounting::Absorbing), 1) + 0.078).abs() < 5e-4);
}

#[test]
fn cases_outside_their_ranges_are_refused_by_name() {
    let good = symmetric("4", "0.2", "0.3", "0.05", "0.05", "1");
    good.validate().unwrap();
    let spoilt = |change: &dyn Fn(&mut Primitives<Rational>)| {
        let mut case = good.clone();
        change(&mut case);
        let error = case.validate().unwrap_err();
        (error.kind(), error.location())
    };
    let two = || Rational::from(2);
    assert_eq!(spoilt(&|c| c.false_alarm = rational("0.1")).0, "Detection");
    assert_eq!(spoilt(&|c| c.sides[1].relative_gains = two()).0, "Spite");
    assert_eq!(spoilt(&|c| c.discount = Rational::ONE), ("OutOfRange", "delta".into()));
    assert_eq!(spoilt(&|c| c.sides[1].war_cost = -two()), ("OutOfRange", "cZ".into()));
    assert_eq!(spoilt(&|c| c.first_move = rational("0.5")), ("OutOfRange", "f".into()));
    let floats = Primitives { victory: f64::NAN, ..good.to_floats() };
    assert_eq!(floats.validate().unwrap_err().location(), "p");
}

#[test]
fn at_the_modes_the_reduction_names_who_prefers_self_help() {
    let data = karabakh_data().unwrap();
    let none = InstitutionParameters::none();
    for phase in ["1994-2003", "2004-10", "2011-16", "2016-20"] {
        let case = data.phase(phase).unwrap().at_modes().unwrap();
        let game = ReducedGame::new(&case, &none, WarAccounting::Transient);
        assert!(!game.sustained());
        assert_eq!(game.reason(0), Some(Reason::BelowMinmax), "{phase}");
    }
}

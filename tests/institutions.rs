//! Institutions against closed forms, and the promises that every instrument keeps.

mod common;

use common::closed_forms::ClosedForms;
use detente::error::Explain;
use detente::game::RelativeGains;
use detente::institution::{
    Clause, ConditionalAid, Detection, Freezing, Guarantee, Institution, InstitutionError, IssueLinkage,
    LongerShadow, MembershipCost, Monitoring, NegotiationSupport, Sanction, Setting, TriggerThreshold,
    VoluntaryMembership,
};
use detente::repeated::{Absorbing, RepeatedGame};
use detente::{Game, Rational};
use proptest::prelude::*;

fn r(p: i64, q: i64) -> Rational {
    Rational::new(p, q)
}

fn setting(stage: Game<Rational>) -> Setting {
    Setting::new(RepeatedGame::new(stage, "3/5").unwrap()).unwrap()
}

fn dilemma() -> Setting {
    setting(Game::prisoners_dilemma(5, 3, 1, 0).unwrap())
}

fn under(setting: &Setting, clause: impl Into<Clause>) -> Setting {
    Institution::named("test").with(clause).transform(setting).unwrap()
}

fn in_gains(setting: &Setting, row: Rational, column: Rational) -> Setting {
    setting.in_relative_gains(&RelativeGains::new(row, column).unwrap()).unwrap()
}

fn expect_threshold(reference: &ClosedForms, id: &str, setting: &Setting) {
    reference.expect(id, setting.critical_trigger().to_f64());
}

#[test]
fn relative_gains_raise_the_critical_discount_as_in_closed_form() {
    let reference = ClosedForms::load();
    expect_threshold(&reference, "CF01", &dilemma());
    for id in ["CF02", "CF03", "CF04", "CF05"] {
        let k = reference.parameter(id, "k");
        expect_threshold(&reference, id, &in_gains(&dilemma(), k.clone(), k));
    }
    // The derivative, by an exact difference quotient around k.
    let (k, h) = (reference.parameter("CF07", "k"), r(1, 1_000_000));
    let at = |k: Rational| match in_gains(&dilemma(), k.clone(), k).critical_trigger() {
        TriggerThreshold::At(delta) => delta,
        TriggerThreshold::Never => panic!("sustained at some discount"),
    };
    let slope = (at(&k + &h) - at(&k - &h)) / (&h + &h);
    reference.expect("CF07", slope.to_f64());
    let asymmetric =
        Game::bimatrix(&[[r(3, 1), r(0, 1)], [r(5, 1), r(1, 1)]], &[[r(2, 1), r(4, 1)], [r(0, 1), r(1, 1)]]);
    let asymmetric = setting(asymmetric.unwrap());
    for id in ["CF08", "CF09"] {
        let k = reference.parameters(id, "k");
        expect_threshold(&reference, id, &in_gains(&asymmetric, k[0].clone(), k[1].clone()));
    }
}

#[test]
fn at_a_product_of_one_the_game_is_strictly_competitive_and_nothing_is_left() {
    let reference = ClosedForms::load();
    let k = reference.parameters("CF36", "k");
    for weights in [(r(1, 1), r(1, 1)), (k[0].clone(), k[1].clone())] {
        let collapsed = in_gains(&dilemma(), weights.0, weights.1);
        assert!(collapsed.game().stage().strict_competition().unwrap().is_some());
        assert_eq!(collapsed.critical_trigger(), TriggerThreshold::Never);
    }
}

#[test]
fn sanctions_costs_and_guarantees_shift_the_critical_discount_as_in_closed_form() {
    let reference = ClosedForms::load();
    let sanction = |id: &str| {
        let (size, q) = (reference.parameter(id, "s"), reference.parameter(id, "q"));
        Sanction::on_lone_defectors(size).unwrap().enforced(q).unwrap()
    };
    expect_threshold(&reference, "CF10", &under(&dilemma(), sanction("CF10")));
    let eta = reference.parameter("CF11", "eta");
    let on_all = sanction("CF11").sharing_on_mutual(&eta).unwrap();
    expect_threshold(&reference, "CF11", &under(&dilemma(), on_all));
    // CF12: exactly at the closed form cooperation needs no patience; a little below, it does.
    let (q, least) = (reference.parameter("CF12", "q"), reference.closed("CF12"));
    let needs = |size: f64| {
        let sanction = Sanction::on_lone_defectors(size).unwrap().enforced(&q).unwrap();
        under(&dilemma(), sanction).critical_trigger().to_f64()
    };
    assert_eq!(needs(least), 0.0);
    assert!(needs(least - 1e-9) > 0.0);
    // CF13: at the largest cost the critical discount is the given one.
    let cost = under(&dilemma(), MembershipCost::of(reference.closed("CF13")).unwrap());
    assert_eq!(cost.critical_trigger(), TriggerThreshold::At(reference.parameter("CF13", "delta")));
    let costly = under(&dilemma(), MembershipCost::of(reference.parameter("CF14", "t")).unwrap());
    expect_threshold(&reference, "CF14", &costly);
    for id in ["CF15", "CF16"] {
        let guarantee = Guarantee::covering(reference.parameter(id, "gamma")).unwrap();
        let k = reference.parameter(id, "k");
        expect_threshold(&reference, id, &in_gains(&under(&dilemma(), guarantee), k.clone(), k));
    }
}

#[test]
fn detection_and_linkage_are_as_in_closed_form() {
    let reference = ClosedForms::load();
    let eyes = |id: &str, eps: Rational| Detection::new(reference.parameter(id, "d"), eps).unwrap();
    expect_threshold(&reference, "CF17", &dilemma().with_detection(eyes("CF17", Rational::ZERO)));
    let blurred = eyes("CF18", reference.parameter("CF18", "eps"));
    expect_threshold(&reference, "CF18", &dilemma().with_detection(blurred));
    let alarm = eyes("CF19", reference.parameter("CF19", "eps"));
    reference.expect("CF19", alarm.best_symmetric_payoff(&r(3, 1), &r(5, 1)).unwrap().to_f64());
    let [t, reward, p, s] =
        <[Rational; 4]>::try_from(reference.parameters("CF20", "security")).expect("four payoffs");
    let link = &reference.instance("CF20")["params"]["link"];
    let number = |name: &str| serde_json::from_value::<Rational>(link[name].clone()).unwrap();
    let security = setting(Game::prisoners_dilemma(t, reward, p, s).unwrap());
    let trade_reward = r(1, 1) + number("R_minus_P");
    let trade = Game::prisoners_dilemma(&trade_reward + &number("T_minus_R"), trade_reward, 1, 0).unwrap();
    let linked = under(&security, IssueLinkage::to(trade).unwrap());
    expect_threshold(&reference, "CF20", &linked);
    assert_eq!(linked.game().stage().shape(), [4, 4]);
    assert_eq!(linked.game().stage().action_labels(0)[1], "cooperate & defect");
}

#[test]
fn linking_an_issue_to_a_copy_of_itself_changes_nothing() {
    let copy = IssueLinkage::to(dilemma().game().stage().clone()).unwrap();
    assert_eq!(under(&dilemma(), copy).critical_trigger(), dilemma().critical_trigger());
}

#[test]
fn instruments_touch_the_cells_they_name_and_no_others() {
    // Three actions: cooperate, hold, attack. Payoffs 10 a + b make every cell recognisable.
    let stage = Game::from_function(&[3, 3], |p| {
        vec![r((10 * p[0] + p[1]) as i64, 1), r((10 * p[1] + p[0]) as i64, 1)]
    });
    let start = setting(stage.unwrap());
    let cell =
        |s: &Setting, a: usize, b: usize| s.game().stage().payoffs_of(&[a, b].into()).unwrap().to_vec();
    let change = |clause: Clause, a: usize, b: usize| -> Vec<Rational> {
        let after = under(&start, clause);
        cell(&after, a, b).iter().zip(&cell(&start, a, b)).map(|(x, y)| x - y).collect()
    };
    let zero = || vec![r(0, 1), r(0, 1)];
    let aid: Clause = ConditionalAid::mutual([1, 2]).unwrap().to_lone_cooperator([3, 4]).unwrap().into();
    assert_eq!(change(aid.clone(), 0, 0), [r(1, 1), r(2, 1)]);
    assert_eq!(change(aid.clone(), 0, 2), [r(3, 1), r(0, 1)]);
    assert_eq!(change(aid.clone(), 1, 0), [r(0, 1), r(4, 1)]);
    for (a, b) in [(1, 1), (1, 2), (2, 2)] {
        assert_eq!(change(aid.clone(), a, b), zero());
    }
    let sanction: Clause = Sanction::on_all_defectors([1, 2]).unwrap().enforced("1/2").unwrap().into();
    assert_eq!(change(sanction.clone(), 2, 0), [r(-1, 2), r(0, 1)]);
    assert_eq!(change(sanction.clone(), 0, 1), [r(0, 1), r(-1, 1)]);
    assert_eq!(change(sanction.clone(), 1, 1), [r(-1, 2), r(-1, 1)]);
    for (a, b) in [(0, 0), (1, 2), (2, 2)] {
        assert_eq!(change(sanction.clone(), a, b), zero());
    }
    let dues: Clause = MembershipCost::of([1, 2]).unwrap().into();
    assert_eq!(change(dues.clone(), 0, 0), [r(-1, 1), r(-2, 1)]);
    assert_eq!(change(dues.clone(), 0, 2), [r(-1, 1), r(0, 1)]);
    assert_eq!(change(dues.clone(), 2, 2), zero());
    let forum: Clause = NegotiationSupport::saving("1/2", [1, 2]).unwrap().into();
    assert_eq!(change(forum.clone(), 0, 0), [r(1, 2), r(1, 1)]);
    assert_eq!(change(forum, 1, 0), [r(0, 1), r(1, 1)]);
    // P = 11 for both; the lone defector at (2, 0) has 20, the exploited side 2.
    let guarantee: Clause = Guarantee::covering("1/2").unwrap().clawing_back("1/3").unwrap().into();
    assert_eq!(change(guarantee.clone(), 2, 0), [r(-3, 2), r(9, 2)]);
    // At (1, 0) the defector has 10, less than P: nothing is taken.
    assert_eq!(change(guarantee.clone(), 1, 0), [r(0, 1), r(5, 1)]);
    assert_eq!(change(guarantee, 2, 2), zero());
}

#[test]
fn other_roles_move_the_cells() {
    let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let swapped = setting(stage).with_roles([1, 1], [0, 0]).unwrap();
    let aided = under(&swapped, ConditionalAid::mutual(1).unwrap());
    assert_eq!(aided.game().stage().payoffs_at(3), [2.into(), 2.into()]);
    assert!(dilemma().with_roles([0, 0], [0, 1]).is_err());
    assert!(dilemma().with_roles([0, 2], [1, 1]).is_err());
}

#[test]
fn a_longer_shadow_shrinks_impatience_of_each() {
    let shadow = LongerShadow::cutting_impatience_by("1/2").unwrap();
    let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), vec![r(1, 2), r(9, 10)]);
    let after = under(&Setting::new(game.unwrap()).unwrap(), shadow);
    assert_eq!([0, 1].map(|i| after.game().discount().of(i).clone()), [r(3, 4), r(19, 20)]);
    assert!(LongerShadow::cutting_impatience_by(1).is_err());
}

/// Three actions with absorbing war: (hold, hold) ends with probability omega, attacks end the game.
fn absorbing(omega: Rational) -> Setting {
    let stage = Game::from_function(&[3, 3], |p| match (p[0], p[1]) {
        (0, 0) => vec![r(3, 1), r(3, 1)],
        (1, 1) => vec![r(2, 1), r(1, 1)],
        (a, b) => vec![r(a as i64 - b as i64, 1), r(b as i64 - a as i64, 1)],
    });
    let mut ends =
        vec![Absorbing { profile: [1, 1].into(), probability: omega, payoff: vec![r(0, 1), r(-1, 1)] }];
    for (a, b) in [(2, 0), (2, 1), (2, 2), (0, 2), (1, 2)] {
        let difference = r(a - b, 1);
        let payoff = vec![difference.clone(), -difference];
        ends.push(Absorbing { profile: [a as usize, b as usize].into(), probability: r(1, 1), payoff });
    }
    Setting::new(RepeatedGame::with_absorbing(stage.unwrap(), "4/5", ends).unwrap()).unwrap()
}

#[test]
fn in_a_game_that_can_end_instruments_change_what_is_paid_for_ever_too() {
    let start = absorbing(r(1, 10));
    // [(1-d)(1-omega) flow + omega war] / (1 - d (1-omega)), the closed form of the case.
    let closed = |flow: i64, war: i64| (r(9, 50) * r(flow, 1) + r(1, 10) * r(war, 1)) / r(14, 50);
    assert_eq!(start.self_help_value(), [closed(2, 0), closed(1, -1)]);
    let end = |s: &Setting, profile: [usize; 2]| {
        s.game().absorbing().iter().find(|end| end.profile == profile.into()).unwrap().clone()
    };
    let punished = under(&start, Sanction::on_all_defectors(1).unwrap());
    assert_eq!(end(&punished, [2, 0]).payoff, [r(1, 1), r(-2, 1)]);
    assert_eq!(end(&punished, [1, 1]).payoff, [r(0, 1), r(-1, 1)], "the war payoff of holding stays");
    assert_eq!(punished.game().stage().payoffs_at(4), [1.into(), 0.into()]);
    let frozen = under(&start, Freezing::cutting_hazard_by("1/2").unwrap());
    assert_eq!(end(&frozen, [1, 1]).probability, r(1, 20));
    assert_eq!(end(&frozen, [2, 0]).probability, r(1, 1));
    assert!(frozen.self_help_value()[0] > start.self_help_value()[0]);
    let gains = in_gains(&start, r(1, 2), r(0, 1));
    assert_eq!(end(&gains, [2, 0]).payoff, [r(3, 1), r(-2, 1)]);
    let refused = Institution::named("link")
        .with(IssueLinkage::to(dilemma().game().stage().clone()).unwrap())
        .transform(&start);
    assert_eq!(refused.unwrap_err().kind(), "NotApplicable");
}

#[test]
fn freezing_a_cell_that_averages_over_war_averages_anew() {
    let freezing = Freezing::cutting_hazard_by("1/2").unwrap();
    let unsaid = Institution::named("front").with(freezing.clone()).transform(&dilemma());
    assert!(matches!(unsaid, Err(InstitutionError::NotApplicable { .. })));
    // P = 1 = (1 - 1/5) flow + 1/5 (-1), so flow = 3/2; at half the hazard 9/10 flow - 1/10 = 5/4.
    let frozen = under(&dilemma(), freezing.clone().with_hazard("1/5", -1).unwrap());
    assert_eq!(frozen.game().stage().payoffs_at(3), [r(5, 4), r(5, 4)]);
    assert!(frozen.critical_trigger() > dilemma().critical_trigger(), "freezing makes cooperation harder");
    assert!(freezing.with_hazard(1, 0).is_err());
}

#[test]
fn monitoring_acts_on_detection_and_finds_nothing_to_do_where_it_is_perfect() {
    let monitoring = Monitoring::detecting("1/2").unwrap().cutting_false_alarms_by("1/2").unwrap();
    let institution = Institution::named("mission").with(monitoring);
    let blurred = dilemma().with_detection(Detection::new("2/5", "1/5").unwrap());
    let after = institution.transform(&blurred).unwrap();
    assert_eq!(*after.detection(), Detection::new("3/5", "1/10").unwrap());
    assert!(after.critical_trigger() < blurred.critical_trigger());
    let explained = institution.explain(dilemma().game()).unwrap();
    assert!(explained.steps[0].changes.is_empty());
    assert!(explained.to_string().contains("changes nothing here"), "{explained}");
}

#[test]
fn parameters_out_of_range_are_refused_by_name() {
    let complaint = |error: InstitutionError| (error.kind(), error.location());
    assert_eq!(complaint(Sanction::on_lone_defectors(-1).unwrap_err()), ("OutOfRange", "sanction".into()));
    let sanction = || Sanction::on_lone_defectors(1).unwrap();
    assert_eq!(complaint(sanction().enforced("6/5").unwrap_err()).0, "OutOfRange");
    assert_eq!(complaint(sanction().enforced("x").unwrap_err()), ("NotANumber", "enforcement".into()));
    assert_eq!(complaint(sanction().enforced(f64::NAN).unwrap_err()).0, "NotFinite");
    assert!(ConditionalAid::mutual([1, -1]).is_err());
    assert!(Guarantee::covering(2).is_err());
    assert!(MembershipCost::of(-1).is_err());
    assert!(NegotiationSupport::saving(2, 1).is_err());
    assert!(Monitoring::detecting(-1).is_err());
    assert!(Detection::new("1/2", "3/5").is_err());
    assert!(IssueLinkage::to(Game::public_goods(3, 2).unwrap()).is_err());
    let three = RepeatedGame::new(Game::public_goods(3, 2).unwrap(), "1/2").unwrap();
    assert_eq!(Institution::anarchy().apply(&three).unwrap_err().kind(), "NotTwoPlayers");
}

fn everything() -> Institution {
    Institution::named("everything")
        .with(LongerShadow::cutting_impatience_by("1/4").unwrap())
        .with(NegotiationSupport::saving("1/2", "1/5").unwrap())
        .with(Freezing::cutting_hazard_by("1/2").unwrap().with_hazard("1/5", -1).unwrap())
        .with(Monitoring::detecting("1/2").unwrap())
        .with(ConditionalAid::mutual("1/3").unwrap())
        .with(MembershipCost::of(["1/7", "1/8"]).unwrap())
        .with(Guarantee::covering("4/5").unwrap())
        .with(Sanction::on_lone_defectors(1).unwrap().enforced("4/5").unwrap())
        .with(IssueLinkage::to(Game::stag_hunt(2, 3, 1, 0).unwrap()).unwrap())
        .with(VoluntaryMembership::in_institution(Institution::anarchy(), 0).unwrap())
}

#[test]
fn institutions_are_saved_and_read_without_loss_and_checked_when_read() {
    let institution = everything();
    let text = serde_json::to_string(&institution).unwrap();
    assert_eq!(serde_json::from_str::<Institution>(&text).unwrap(), institution);
    let forged = text.replace(r#""enforcement":"4/5""#, r#""enforcement":"9/5""#);
    assert_ne!(forged, text);
    assert!(serde_json::from_str::<Institution>(&forged).is_err());
    let explained = institution.explain(dilemma().game()).unwrap();
    let text = serde_json::to_string(&explained).unwrap();
    assert_eq!(serde_json::from_str::<detente::institution::Explanation>(&text).unwrap(), explained);
}

#[test]
fn an_explanation_names_every_instrument_cell_and_cost() {
    let explained = everything().explain(dilemma().game()).unwrap().to_string();
    for part in [
        "everything",
        "sanction (1 a year on lone defectors, enforced with probability 4/5)",
        "the discount factor is 7/10 instead of 3/5",
        "at (defect, cooperate) Player 1 gets 21/5 instead of 5",
        "the stage game is 4 x 4 instead of 2 x 2",
        "the stage game is 8 x 8 instead of 4 x 4",
        "members pay 1/7 and 1/8 a year",
    ] {
        assert!(explained.contains(part), "{part} is missing in\n{explained}");
    }
    let nothing = Institution::anarchy().explain(dilemma().game()).unwrap();
    assert!(nothing.to_string().contains("stays as it is"));
    for clause in everything().clauses() {
        let instrument = clause.instrument();
        assert!(!instrument.source().is_empty() && !instrument.terms().is_empty());
    }
}

#[test]
fn voluntary_terms_hold_only_between_those_who_commit() {
    let terms = || Institution::named("pact").with(Sanction::on_lone_defectors(1).unwrap());
    let voluntary = VoluntaryMembership::in_institution(terms(), ["1/4", "1/2"]).unwrap();
    let after = under(&dilemma(), voluntary);
    let stage = after.game().stage();
    let at = |a: &str, b: &str| {
        stage.payoffs_of(&stage.parse_profile(&format!("{a}, {b}")).unwrap()).unwrap().to_vec()
    };
    assert_eq!(at("commit & cooperate", "commit & cooperate"), [r(11, 4), r(5, 2)]);
    assert_eq!(at("commit & defect", "commit & cooperate"), [r(15, 4), r(-1, 2)], "punished");
    assert_eq!(at("stay out & defect", "commit & cooperate"), [r(5, 1), r(-1, 2)], "not punished");
    assert_eq!(at("stay out & defect", "stay out & defect"), [r(1, 1), r(1, 1)]);
    assert_eq!((after.cooperation(), after.self_help()), ([0, 0].into(), [3, 3].into()));
    // The way out is open: the threshold is that of the temptation without sanction, R less the cost.
    assert_eq!(after.trigger_thresholds()[0], TriggerThreshold::At(r(9, 16)));
    let imposed = Institution::named("x").with(MembershipCost::of(["1/4", "1/2"]).unwrap());
    assert!(after.critical_trigger() >= imposed.transform(&dilemma()).unwrap().critical_trigger());
    let patience = Institution::named("hope").with(LongerShadow::cutting_impatience_by("1/2").unwrap());
    let refused = VoluntaryMembership::in_institution(patience, 0).unwrap();
    let refused = Institution::named("test").with(refused).transform(&dilemma());
    assert_eq!(refused.unwrap_err().kind(), "NotApplicable");
}

#[test]
fn voluntary_terms_change_endings_only_between_those_who_commit() {
    let terms = Institution::named("front").with(Freezing::cutting_hazard_by("1/2").unwrap());
    let after = under(&absorbing(r(1, 10)), VoluntaryMembership::in_institution(terms, 1).unwrap());
    assert_eq!(after.game().absorbing().len(), 4 * absorbing(r(1, 10)).game().absorbing().len());
    let end = |profile: [usize; 2]| {
        after.game().absorbing().iter().find(|end| end.profile == profile.into()).unwrap().clone()
    };
    assert_eq!(end([1, 1]).probability, r(1, 20));
    assert_eq!(end([1, 1]).payoff, [r(-1, 1), r(-2, 1)]);
    assert_eq!(end([4, 1]).probability, r(1, 10));
    assert_eq!(end([4, 1]).payoff, [r(0, 1), r(-2, 1)]);
    assert_eq!(end([4, 4]).payoff, [r(0, 1), r(-1, 1)]);
}

#[test]
fn order_matters_where_instruments_meet_in_a_cell() {
    let dues = || MembershipCost::of(1).unwrap();
    let guarantee = || Guarantee::covering("1/2").unwrap();
    let first = Institution::named("a").with(dues()).with(guarantee()).transform(&dilemma()).unwrap();
    let last = Institution::named("b").with(guarantee()).with(dues()).transform(&dilemma()).unwrap();
    assert_ne!(first, last);
}

proptest! {
    #[test]
    fn instruments_with_parameters_of_zero_change_nothing(payoffs in prop::collection::vec(-9i64..9, 18)) {
        let stage = Game::new(&[3, 3], payoffs.into_iter().map(Rational::from).collect()).unwrap();
        let start = setting(stage).with_detection(Detection::new("1/3", "1/3").unwrap());
        let clauses: Vec<Clause> = vec![
            ConditionalAid::mutual(0).unwrap().into(),
            Sanction::on_all_defectors(0).unwrap().into(),
            Sanction::on_all_defectors(3).unwrap().enforced(0).unwrap().into(),
            Guarantee::covering(0).unwrap().clawing_back(1).unwrap().into(),
            MembershipCost::of(0).unwrap().into(),
            LongerShadow::cutting_impatience_by(0).unwrap().into(),
            NegotiationSupport::saving(0, 5).unwrap().into(),
            Freezing::cutting_hazard_by(0).unwrap().with_hazard("1/3", -7).unwrap().into(),
            Monitoring::detecting(0).unwrap().into(),
        ];
        for clause in clauses {
            prop_assert_eq!(&under(&start, clause.clone()), &start);
            prop_assert!(clause.instrument().describe_change(&start).unwrap().is_empty());
        }
    }

    #[test]
    fn sanctions_aid_sight_and_patience_never_make_the_trigger_harder(
        (t, reward, p, s) in (6i64..9, 3i64..6, 1i64..3, -2i64..1),
        amount in 0i64..9,
        share in 0i64..=6,
        d in 0i64..=5,
    ) {
        let share = r(share, 6);
        let start = setting(Game::prisoners_dilemma(t, reward, p, s).unwrap())
            .with_detection(Detection::new(r(d, 10), "1/10").unwrap());
        let helpful: Vec<Clause> = vec![
            Sanction::on_lone_defectors(amount).unwrap().enforced(&share).unwrap().into(),
            Sanction::on_lone_defectors(amount).unwrap().sharing_on_mutual(&share).unwrap().into(),
            ConditionalAid::mutual(amount).unwrap().into(),
            Monitoring::detecting(&share).unwrap().cutting_false_alarms_by(&share).unwrap().into(),
            Guarantee::covering(&share).unwrap().clawing_back(&share).unwrap().into(),
        ];
        for clause in helpful {
            let after = under(&start, clause.clone());
            prop_assert!(after.critical_trigger() <= start.critical_trigger(), "{:?}", clause);
        }
        let dues = under(&start, MembershipCost::of(r(amount, 10)).unwrap());
        prop_assert!(dues.critical_trigger() >= start.critical_trigger());
    }

    #[test]
    fn linkage_pools_slack_and_is_never_worse_than_the_harder_issue(
        first in (6i64..9, 3i64..6, 1i64..3, -2i64..1),
        second in (6i64..9, 3i64..6, 1i64..3, -2i64..1),
    ) {
        let game = |(t, reward, p, s)| Game::prisoners_dilemma(t, reward, p, s).unwrap();
        let (a, b) = (setting(game(first)), setting(game(second)));
        let linked = under(&a, IssueLinkage::to(game(second)).unwrap());
        prop_assert!(linked.critical_trigger() <= a.critical_trigger().max(b.critical_trigger()));
        prop_assert!(linked.critical_trigger() >= a.critical_trigger().min(b.critical_trigger()));
    }
}

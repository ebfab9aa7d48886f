//! Laws of the theory on random games with many ties: what every answer has to satisfy whatever the
//! numbers are.

use std::time::Duration;

use detente::check::check_str;
use detente::game::RelativeGains;
use detente::geometry::{Polygon, distance_to_polygon, hausdorff};
use detente::institution::{
    Clause, ConditionalAid, Guarantee, Institution, LongerShadow, MembershipCost, Sanction,
};
use detente::repeated::{
    Automaton, Critical, CriticalTarget, Enclosure, EnclosureStatus, Objective, Options, Punishment, Reason,
    RepeatedGame, Shape, Status, Target, Verdict, critical_discount,
};
use detente::{Game, Profile, Rational};
use proptest::prelude::*;
use proptest::sample::select;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

fn r(p: i64, q: i64) -> Rational {
    Rational::new(p, q)
}

// ---- Random games ----

const DISCOUNTS: [(i64, i64); 10] =
    [(1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (3, 4), (4, 5), (9, 10)];

fn discount() -> impl Strategy<Value = Rational> {
    select(&DISCOUNTS[..]).prop_map(|(p, q)| r(p, q))
}

/// Payoffs from 0 to `most`, two to `actions` actions each.
fn stage_game(actions: usize, most: i64) -> impl Strategy<Value = Game<Rational>> {
    (2..=actions, 2..=actions).prop_flat_map(move |(m, n)| {
        prop::collection::vec(0..=most, 2 * m * n)
            .prop_map(move |u| Game::new(&[m, n], u.into_iter().map(Rational::from).collect()).unwrap())
    })
}

/// `u_2 = constant - slope u_1` at every profile.
fn strictly_competitive() -> impl Strategy<Value = Game<Rational>> {
    let slope = select(vec![r(1, 2), r(1, 1), r(2, 1), r(3, 1)]);
    (stage_game(3, 4), slope, -3i64..=3).prop_map(|(stage, slope, constant)| {
        let affine = |_, u: &[Rational]| vec![u[0].clone(), Rational::from(constant) - &slope * &u[0]];
        stage.map_payoffs(affine).unwrap()
    })
}

/// A Prisoner's Dilemma whose players may differ: sucker, self-help, reward, temptation in rising order.
fn dilemma() -> impl Strategy<Value = Game<Rational>> {
    let ladder = || {
        (-3i64..=3, 1i64..=4, 1i64..=4, 1i64..=4)
            .prop_map(|(s, a, b, c)| [s, s + a, s + a + b, s + a + b + c])
    };
    (ladder(), ladder()).prop_map(|([s, p, w, t], [z, q, x, v])| {
        let number = |row: [i64; 2]| row.map(Rational::from);
        Game::bimatrix(&[[w, s], [t, p]].map(number), &[[x, v], [z, q]].map(number)).unwrap()
    })
}

fn repeated(stage: &Game<Rational>, discount: &Rational) -> RepeatedGame {
    RepeatedGame::new(stage.clone(), discount).unwrap()
}

fn enclosed(game: &RepeatedGame) -> Enclosure {
    game.payoff_set(&Options::default()).unwrap()
}

/// Points with every player's payoffs rescaled to [0, 1].
fn rescaled(stage: &Game<Rational>, points: &[Vec<f64>]) -> Vec<[f64; 2]> {
    let scale = [0, 1].map(|i| {
        let (low, high) = stage.payoff_range(i);
        let range = (&high - &low).to_f64();
        (low.to_f64(), if range > 0.0 { range } else { 1.0 })
    });
    points.iter().map(|p| [0, 1].map(|i| (p[i] - scale[i].0) / scale[i].1)).collect()
}

/// How far the first set sticks out of the second, relative to the payoff ranges.
fn excess(stage: &Game<Rational>, points: &[Vec<f64>], set: &[Vec<f64>]) -> f64 {
    let set = rescaled(stage, set);
    rescaled(stage, points).into_iter().map(|p| distance_to_polygon(p, &set)).fold(0.0, f64::max)
}

/// A set of floats as what it is: a hull of rational points.
fn exact_hull(points: &[Vec<f64>]) -> Polygon<Rational> {
    Polygon::hull(points.iter().map(|p| [0, 1].map(|i| Rational::from_f64(p[i]).unwrap())).collect())
}

// ---- The same game in another guise ----

/// Other units per player, other orders of the actions, other seats.
#[derive(Debug, Clone)]
struct Guise {
    units: [(Rational, Rational); 2],
    orders: [Vec<usize>; 2],
    swapped: bool,
}

impl Guise {
    /// The original player who sits here.
    fn seated(&self, seat: usize) -> usize {
        if self.swapped { 1 - seat } else { seat }
    }
    fn stage(&self, stage: &Game<Rational>) -> Game<Rational> {
        let shape = [0, 1].map(|seat| stage.shape()[self.seated(seat)]);
        let payoffs_at = |profile: &Profile| {
            let mut original = [0, 0];
            for seat in 0..2 {
                let player = self.seated(seat);
                original[player] = self.orders[player][profile[seat]];
            }
            let payoffs = stage.payoffs_of(&original.into()).unwrap();
            (0..2)
                .map(|seat| {
                    let (slope, constant) = &self.units[self.seated(seat)];
                    slope * &payoffs[self.seated(seat)] + constant
                })
                .collect()
        };
        Game::from_function(&shape, payoffs_at).unwrap()
    }
    fn profile(&self, original: &Profile) -> Profile {
        let place = |seat: usize| {
            let player = self.seated(seat);
            self.orders[player].iter().position(|&action| action == original[player]).unwrap()
        };
        [place(0), place(1)].into()
    }
    fn points(&self, points: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let image = |point: &Vec<f64>, seat: usize| {
            let (slope, constant) = &self.units[self.seated(seat)];
            slope.to_f64() * point[self.seated(seat)] + constant.to_f64()
        };
        points.iter().map(|point| vec![image(point, 0), image(point, 1)]).collect()
    }
}

fn game_and_guise(actions: usize) -> impl Strategy<Value = (Game<Rational>, Guise)> {
    let unit = || {
        select(vec![
            (r(1, 1), r(0, 1)),
            (r(1_000_000, 1), r(10_000_000, 1)),
            (r(1, 3), r(-5, 1)),
            (r(1, 1_000_000), r(2, 7)),
        ])
    };
    stage_game(actions, 4).prop_flat_map(move |stage| {
        let order = |player: usize| Just((0..stage.shape()[player]).collect::<Vec<_>>()).prop_shuffle();
        let guise = ([unit(), unit()], [order(0), order(1)], any::<bool>())
            .prop_map(|(units, orders, swapped)| Guise { units, orders, swapped });
        (Just(stage.clone()), guise)
    })
}

fn critical_of(stage: &Game<Rational>, profile: &Profile, punishment: Punishment) -> Critical {
    let target = CriticalTarget::Profile(profile.clone());
    // One game in some ten thousand has its threshold too near to 1 for a quick answer.
    let options = Options::default().time_limit(Duration::from_secs(2));
    critical_discount(stage, &target, punishment, &options).unwrap()
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
        (stage, guise) in game_and_guise(4), discount in discount()
    ) {
        let other = guise.stage(&stage);
        let mut equilibria: Vec<usize> = stage.pure_equilibria().into_iter()
            .map(|index| other.index(&guise.profile(&stage.profile(index))).unwrap())
            .collect();
        equilibria.sort_unstable();
        prop_assert_eq!(equilibria, other.pure_equilibria());
        let [set, image] = [&stage, &other].map(|stage| enclosed(&repeated(stage, &discount)));
        prop_assert_eq!((set.kind, set.status), (image.kind, image.status));
        for (before, after) in [(&set.inner, &image.inner), (&set.outer, &image.outer)] {
            let moved = rescaled(&other, &guise.points(before));
            prop_assert!(hausdorff(&moved, &rescaled(&other, after)) <= 1e-7, "{before:?} {after:?}");
        }
    }

    #[test]
    fn the_certified_set_lies_in_the_outer_set_exactly_and_its_automaton_verifies(
        stage in stage_game(4, 4), discount in discount()
    ) {
        let game = repeated(&stage, &discount);
        if let Some(certified) = game.certified_inner_set(&Options::default()).unwrap() {
            certified.automaton.verify(&game).unwrap();
            let outer = exact_hull(&enclosed(&game).outer);
            for vertex in &certified.vertices {
                prop_assert!(outer.contains(&[vertex[0].clone(), vertex[1].clone()]), "{vertex:?}");
            }
        }
    }

    #[test]
    fn the_payoff_set_grows_with_patience(
        stage in stage_game(4, 4), discounts in [discount(), discount()]
    ) {
        let [a, b] = &discounts;
        let (less, more) = (repeated(&stage, a.min(b)), repeated(&stage, a.max(b)));
        let (small, large) = (enclosed(&less), enclosed(&more));
        if small.status == EnclosureStatus::Settled {
            prop_assert!(excess(&stage, &small.outer, &large.outer) <= 1e-9, "{small:?} {large:?}");
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
        let other = guise.stage(&stage);
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
    fn the_geometry_and_the_linear_programs_agree(stage in stage_game(3, 4), discount in discount()) {
        let game = repeated(&stage, &discount);
        let planar = enclosed(&game);
        let options = Options::default().directions(64).tolerance(1e-6).unwrap();
        let programs = game.payoff_set_by_linear_programs(&options).unwrap();
        let settled = |set: &Enclosure| set.status == EnclosureStatus::Settled;
        if settled(&planar) && settled(&programs) {
            prop_assert_eq!(planar.kind, programs.kind);
        }
        prop_assert!(excess(&stage, &planar.inner, &programs.outer) <= 1e-8, "{planar:?} {programs:?}");
        prop_assert!(excess(&stage, &programs.inner, &planar.outer) <= 1e-8, "{planar:?} {programs:?}");
        if settled(&planar) {
            prop_assert!(excess(&stage, &planar.outer, &programs.outer) <= 1e-8, "{planar:?} {programs:?}");
        }
    }
}

// ---- Evidence ----

/// A verdict as the result that the command saves; `None` for an undecided one.
fn saved(game: &RepeatedGame, target: &Target, verdict: &Verdict) -> Option<Value> {
    let mut result = json!({
        "schema": 1, "version": "0.1.0", "command": "sustain", "game": game.stage(),
        "discount": game.discount(), "target": target, "sustained": verdict.is_sustained()?,
    });
    match verdict {
        Verdict::Sustained { automaton, payoff } => {
            result["automaton"] = json!(automaton);
            result["payoff"] = json!(payoff);
        }
        Verdict::Refuted { blocker, reason, refutation } => {
            result["blocker"] = json!(blocker);
            result["reason"] = json!(reason);
            result["refutation"] = json!(refutation);
        }
        _ => return None,
    }
    Some(result)
}

/// Whether the checker, which shares no code with the solvers, accepts a result.
fn is_accepted(result: &Value) -> bool {
    check_str(&result.to_string()).is_ok_and(|report| report.valid)
}

fn assert_mutants_are_found_out(game: &RepeatedGame, automaton: &Automaton, result: &Value) {
    let stage = game.stage();
    let rejected = |mutant: &Automaton| {
        let mut forged = result.clone();
        forged["automaton"] = json!(mutant);
        mutant.verify(game).is_err() && !is_accepted(&forged)
    };
    for state in 0..automaton.states.len() {
        let mut value = automaton.clone();
        value.states[state].value[state % 2] += r(1, 1_000_000_007);
        assert!(rejected(&value), "a wrong value passed: {value:?}");
        let mut probability = automaton.clone();
        probability.states[state].draws[0].probability *= r(1, 2);
        assert!(rejected(&probability), "a wrong probability passed: {probability:?}");
        for index in 0..stage.profiles() {
            let mut profile = automaton.clone();
            let draw = &mut profile.states[state].draws[0];
            let original = stage.payoffs_of(&draw.profile).unwrap();
            if *original == *stage.payoffs_at(index) || draw.probability.is_zero() {
                continue;
            }
            draw.profile = stage.profile(index);
            assert!(rejected(&profile), "a wrong profile passed: {profile:?}");
        }
        for (player, threat) in (0..automaton.states.len()).flat_map(|threat| [(0, threat), (1, threat)]) {
            let mut punish = automaton.clone();
            punish.states[state].punish[player] = threat;
            // A harsher threat is as good; a milder one may be. The two verifiers judge alike.
            let mut forged = result.clone();
            forged["automaton"] = json!(punish);
            assert_eq!(punish.verify(game).is_ok(), is_accepted(&forged), "{punish:?}");
            let worst = |automaton: &Automaton| {
                automaton.states[automaton.states[state].punish[player]].value[player].clone()
            };
            assert!(worst(&punish) > worst(automaton) || punish.verify(game).is_ok(), "{punish:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_verdict_carries_evidence_that_the_checker_accepts_and_mutants_are_found_out(
        stage in stage_game(3, 4), discount in discount()
    ) {
        let game = repeated(&stage, &discount);
        for index in 0..stage.profiles() {
            let target = Target::Profile(stage.profile(index));
            let verdict = game.sustain_target(&target, &Options::default()).unwrap();
            let Some(result) = saved(&game, &target, &verdict) else { continue };
            let report = check_str(&result.to_string()).unwrap();
            prop_assert!(report.valid, "{:?} of {result}", report.failure);
            if let Some(automaton) = verdict.automaton() {
                automaton.verify(&game).unwrap();
                // One automaton per game is taken apart.
                if index == stage.profiles() / 2 {
                    assert_mutants_are_found_out(&game, automaton, &result);
                }
            }
        }
    }
}

#[test]
fn a_threat_that_is_too_mild_is_found_out() {
    let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "1/2").unwrap();
    let verdict = game.sustain(&[0, 0].into()).unwrap();
    let mut forgiving = verdict.automaton().unwrap().clone();
    let on_path = forgiving.initial[0].state;
    forgiving.states[on_path].punish = vec![on_path; 2];
    assert!(forgiving.verify(&game).unwrap_err().to_string().contains("gain"));
}

// ---- Strict competition ----

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn strict_competition_leaves_the_saddle_value_or_nothing_at_any_patience(
        stage in strictly_competitive(), discount in discount()
    ) {
        let game = repeated(&stage, &discount);
        let set = enclosed(&game);
        prop_assert_eq!(set.status, EnclosureStatus::Settled);
        match stage.pure_equilibria().first() {
            Some(&saddle) => {
                prop_assert_eq!(set.kind, Shape::Point);
                let value = vec![stage.payoffs_at(saddle).iter().map(Rational::to_f64).collect()];
                prop_assert!(excess(&stage, &set.outer, &value) <= 1e-8, "{:?}", set);
                prop_assert!(excess(&stage, &set.inner, &value) <= 1e-8, "{:?}", set);
            }
            None => {
                prop_assert_eq!(set.kind, Shape::Empty);
                let best = game.best(Objective::Welfare, &Options::default()).unwrap();
                prop_assert_eq!(best.verdict.reason(), Some(Reason::ZeroSum));
            }
        }
    }

    #[test]
    fn where_the_weights_multiply_to_one_exactly_the_saddles_are_supported(
        stage in stage_game(3, 4), k in select(vec![(1, 1), (2, 1), (1, 3)]), discount in discount()
    ) {
        let weights = RelativeGains::new(r(k.0, k.1), r(k.1, k.0)).unwrap();
        let game = repeated(&weights.apply(&stage).unwrap(), &discount);
        let saddles = game.stage().pure_equilibria();
        for index in 0..stage.profiles() {
            let verdict = game.sustain(&stage.profile(index)).unwrap();
            prop_assert_eq!(verdict.is_sustained(), Some(saddles.contains(&index)), "profile {}", index);
        }
    }

    #[test]
    fn self_help_is_all_that_full_relative_gains_leave_of_a_dilemma(
        ladder in (-3i64..=3, 1i64..=4, 1i64..=4, 1i64..=4), discount in discount()
    ) {
        let (s, a, b, c) = ladder;
        let (p, w, t) = (s + a, s + a + b, s + a + b + c);
        let dilemma = Game::prisoners_dilemma(t, w, p, s).unwrap();
        let rivals = RelativeGains::equal(Rational::ONE).unwrap().apply(&dilemma).unwrap();
        prop_assert_eq!(rivals.payoffs_at(0), rivals.payoffs_at(3));
        let cooperation = critical_of(&rivals, &[0, 0].into(), Punishment::Optimal);
        prop_assert_eq!(cooperation.status, Status::Never);
        prop_assert_eq!(cooperation.reason, Some(Reason::ZeroSum));
        prop_assert_eq!(critical_of(&rivals, &[1, 1].into(), Punishment::Optimal).exact, Some(Rational::ZERO));
        let game = repeated(&rivals, &discount);
        prop_assert_eq!(game.sustain(&[0, 0].into()).unwrap().is_sustained(), Some(false));
        prop_assert_eq!(game.sustain(&[1, 1].into()).unwrap().is_sustained(), Some(true));
        // In absolute gains patience makes the difference.
        let absolute = critical_of(&dilemma, &[0, 0].into(), Punishment::Optimal);
        prop_assert_eq!(absolute.exact, Some(r(t - w, t - p)));
    }
}

// ---- Institutions ----

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
        stage in dilemma(), amounts in (0i64..=50, 0i64..=50), shares in (0i64..=10, 0i64..=10)
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
        stage in dilemma(), discount in discount(), tenths in 0i64..=9
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

// ---- Whatever comes ----

#[test]
fn hardly_any_random_game_stays_undecided_and_what_is_settled_has_evidence() {
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(20_240_607);
    let mut undecided = Vec::new();
    const GAMES: usize = 300;
    for _ in 0..GAMES {
        let shape = [random.random_range(2..=4), random.random_range(2..=4)];
        let most = random.random_range(1..=4);
        let stage = Game::from_function(&shape, |_| {
            (0..2).map(|_| Rational::from(random.random_range(0..=most))).collect()
        });
        let (p, q) = DISCOUNTS[random.random_range(0..DISCOUNTS.len())];
        let game = repeated(&stage.unwrap(), &r(p, q));
        let set = enclosed(&game);
        if set.status == EnclosureStatus::Undecided {
            undecided.push(game);
        } else if set.is_empty() {
            let best = game.best(Objective::Welfare, &Options::default()).unwrap();
            assert_eq!(best.verdict.is_sustained(), Some(false), "{game:?}");
            assert!(best.verdict.refutation().is_some() && best.attained.is_none());
        } else {
            let certified = game.certified_inner_set(&Options::default()).unwrap();
            certified.unwrap_or_else(|| panic!("no proven set of {game:?}")).automaton.verify(&game).unwrap();
        }
    }
    assert!(undecided.len() * 100 < GAMES, "{} undecided: {undecided:?}", undecided.len());
}

//! Imperfect public monitoring: reference values and laws.

use detente::error::Explain;
use detente::game::{RandomFamily, RandomGames};
use detente::geometry::{Polygon, hausdorff};
use detente::institution::{Alarm, Detection, Monitoring};
use detente::prelude::*;
use detente::repeated::HalfSpace;
use detente::repeated::monitoring::{
    LimitShape, MonitoringComparison, NeverMet, PublicMonitoring, PublicPayoffSet, PublicTarget,
};
use proptest::prelude::*;

fn r(p: i64, q: i64) -> Rational {
    Rational::new(p, q)
}

/// The Prisoner's Dilemma 5, 3, 1, 0 under an alarm with detection 2/5 and false alarms 1/10 (CF17 to
/// CF19 of the closed forms).
fn watched(alarm: Alarm) -> PublicMonitoring {
    watched_by(&Detection::new("2/5", "1/10").unwrap(), alarm)
}

fn watched_by(detection: &Detection, alarm: Alarm) -> PublicMonitoring {
    let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "1/2").unwrap();
    Setting::new(game).unwrap().with_detection(detection.clone()).public_monitoring(alarm).unwrap()
}

fn quick(directions: usize) -> Options {
    Options::default().directions(directions).tolerance(0.1).unwrap()
}

fn contains(half_spaces: &[HalfSpace], point: &[Rational]) -> bool {
    half_spaces.iter().all(|h| h.normal.iter().zip(point).map(|(a, x)| a * x).sum::<Rational>() <= h.bound)
}

/// The automaton verifies, starts at the first point, and all its states lie in the outer set.
fn check(set: &PublicPayoffSet, monitoring: &PublicMonitoring) {
    set.chain.verify(monitoring).unwrap();
    let Some(inner) = &set.certified else { return };
    inner.automaton.verify(monitoring).unwrap();
    assert_eq!(inner.automaton.payoff(), inner.points[0]);
    for (state, point) in inner.automaton.states.iter().zip(&inner.points) {
        assert_eq!(state.value, *point);
        assert!(contains(&set.half_spaces, point), "{point:?} is in the inner set only");
    }
}

#[test]
fn the_best_strongly_symmetric_payoff_is_that_of_abreu_milgrom_and_pearce() {
    let rivals = watched(Alarm::Anonymous);
    let set = rivals.symmetric_set("9/10").unwrap().unwrap();
    assert_eq!((set.low, set.high), (r(1, 1), r(5, 2)));
    for (detection, false_alarm) in [("1/2", "1/4"), ("9/10", "1/20"), ("1/5", "0"), ("1/10", "1/100")] {
        let eyes = Detection::new(detection, false_alarm).unwrap();
        let found = watched_by(&eyes, Alarm::Anonymous).symmetric_set("99/100").unwrap().unwrap();
        let closed = eyes.best_symmetric_payoff(&r(3, 1), &r(5, 1)).unwrap();
        assert_eq!(found.high, closed.max(r(1, 1)), "{eyes}");
    }
}

#[test]
fn symmetric_cooperation_starts_at_the_trigger_threshold() {
    for (detection, false_alarm, closed) in [("2/5", "0", r(5, 7)), ("2/5", "1/10", r(10, 13))] {
        let rivals = watched_by(&Detection::new(detection, false_alarm).unwrap(), Alarm::Anonymous);
        let found = rivals.critical_symmetric_payoff(&r(2, 1), &Options::default()).unwrap();
        let upper = found.upper.unwrap();
        assert!(found.lower < closed && closed <= upper && upper - &found.lower <= r(1, 1_000_000));
        found.set.unwrap().automaton.verify(&rivals).unwrap();
    }
    // A monitor that sees more lowers it; one that sees nothing supports no cooperation.
    let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "1/2").unwrap();
    let before = Setting::new(game).unwrap().with_detection(Detection::new("2/5", "1/10").unwrap());
    let better = Institution::named("observers").with(Monitoring::detecting("1/2").unwrap());
    let after = better.transform(&before).unwrap();
    let critical = |setting: &Setting| {
        let rivals = setting.public_monitoring(Alarm::Anonymous).unwrap();
        rivals.critical_symmetric_payoff(&r(2, 1), &Options::default()).unwrap().upper.unwrap()
    };
    assert!(critical(&after) < critical(&before));
    let blind = watched_by(&Detection::new("0", "1/10").unwrap(), Alarm::Anonymous);
    assert!(blind.critical_symmetric_payoff(&r(2, 1), &Options::default()).unwrap().upper.is_none());
    let self_help = blind.critical_symmetric_payoff(&r(1, 1), &Options::default()).unwrap();
    assert_eq!(self_help.upper, Some(Rational::ZERO));
}

#[test]
fn perfect_monitoring_gives_the_set_of_the_geometric_solver() {
    for (stage, discount) in [
        (Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "3/5"),
        (Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "2/5"),
        (Game::chicken(4, 3, 0, 1).unwrap(), "1/2"),
    ] {
        let perfect = PublicMonitoring::perfect(&stage).unwrap();
        let set = perfect.payoff_set(discount, &quick(12).tolerance(1e-3).unwrap()).unwrap();
        check(&set, &perfect);
        let game = RepeatedGame::new(stage, discount).unwrap();
        let known = game.payoff_set(&Options::default()).unwrap();
        let polygon =
            |points: &[Vec<f64>]| -> Vec<[f64; 2]> { points.iter().map(|p| [p[0], p[1]]).collect() };
        let apart = hausdorff(&polygon(&known.outer), &polygon(&set.enclosure.inner));
        assert!(apart < 1e-2, "{discount}: {apart:?}");
        for vertex in game.certified_inner_set(&Options::default()).unwrap().unwrap().vertices {
            assert!(contains(&set.half_spaces, &vertex), "the outer set cuts off {vertex:?}");
        }
    }
}

#[test]
fn matching_pennies_have_no_pure_equilibrium_whatever_is_seen() {
    let pennies = Game::bimatrix(&[[1.0, -1.0], [-1.0, 1.0]], &[[-1.0, 1.0], [1.0, -1.0]]).unwrap();
    let perfect = PublicMonitoring::perfect(&pennies).unwrap();
    let set = perfect.payoff_set("9/10", &quick(4)).unwrap();
    check(&set, &perfect);
    assert!(set.enclosure.is_empty() && set.certified.is_none());
    assert!(!contains(&set.half_spaces, &[r(0, 1), r(0, 1)]));
    assert!(perfect.symmetric_set("9/10").is_err(), "players are not treated alike");
}

#[test]
fn an_alarm_that_names_the_violator_does_what_an_anonymous_one_cannot() {
    let (anonymous, attributed) = (watched(Alarm::Anonymous), watched(Alarm::Attributed));
    let welfare = [Rational::ONE, Rational::ONE];
    assert_eq!(anonymous.score(&welfare).unwrap().value, Some(r(5, 1)));
    assert_eq!(attributed.score(&welfare).unwrap().value, Some(r(6, 1)));
    let here = anonymous.identification(&[0, 0].into()).unwrap();
    assert!(here.individual_full_rank.iter().all(|&full| full) && !here.pairs[0].identifiable);
    assert!(attributed.folk_conditions().hold() && !anonymous.folk_conditions().hold());
    let options = quick(8);
    let best = |rivals: &PublicMonitoring| {
        let set = rivals.payoff_set("9/10", &options).unwrap();
        check(&set, rivals);
        let inner = set.certified.unwrap();
        inner.points.iter().map(|p| p.iter().sum::<Rational>()).max().unwrap()
    };
    let (without, with) = (best(&anonymous), best(&attributed));
    assert!(without == r(5, 1) && with > r(11, 2), "{without} {with}");
}

#[test]
fn scores_bound_what_patience_brings() {
    let rivals = watched(Alarm::Attributed);
    let limit = rivals.limit_set(&quick(8)).unwrap();
    assert_eq!(limit.shape, LimitShape::Full);
    let corners = Polygon::hull(limit.vertices.clone().unwrap());
    // All feasible payoffs above the minmax payoffs: the folk theorem.
    for point in [[r(1, 1), r(1, 1)], [r(3, 1), r(3, 1)], [r(1, 1), r(13, 3)], [r(13, 3), r(1, 1)]] {
        assert!(corners.vertices().contains(&point), "{point:?} in {:?}", corners.vertices());
    }
    let set = rivals.payoff_set("4/5", &quick(8)).unwrap();
    for point in set.certified.unwrap().points {
        assert!(contains(&limit.half_spaces, &point));
    }
    // Where nothing is seen only stage equilibria remain.
    let blind = watched_by(&Detection::new("0", "0").unwrap(), Alarm::Anonymous);
    let limit = blind.limit_set(&quick(8)).unwrap();
    assert_eq!((limit.shape, limit.vertices), (LimitShape::Flat, Some(vec![[r(1, 1), r(1, 1)]])));
}

#[test]
fn random_games_with_random_signals_are_enclosed() {
    for (shape, seeds) in [(vec![2, 2], 0..8), (vec![2, 2, 2], 0..2)] {
        for seed in seeds {
            let games = RandomGames::new(RandomFamily::Independent, &shape, seed).unwrap();
            let stage = games.with_payoffs(0..=4).unwrap().next().unwrap();
            let mut at = seed;
            let monitoring = PublicMonitoring::from_function(&stage, ["a", "b", "c"], |_| {
                at = at * 6_364_136_223 % 1_000_003 + 7;
                let (x, y) = ((at % 7) as i64, (at / 7 % 5) as i64);
                vec![r(x, 12), r(y, 12), r(12 - x - y, 12)]
            })
            .unwrap();
            let mut welfare: Option<Rational> = None;
            for discount in ["1/2", "4/5"] {
                let set = monitoring.payoff_set(discount, &quick(6)).unwrap();
                check(&set, &monitoring);
                let Some(inner) = set.certified else { continue };
                let best = inner.points.iter().map(|p| p.iter().sum::<Rational>()).max().unwrap();
                // What less patience reaches lies in the outer set of more patience.
                let bound = monitoring.score(&vec![Rational::ONE; shape.len()]).unwrap().value.unwrap();
                assert!(best <= bound);
                welfare = welfare.max(Some(best));
            }
            let games_with_equilibrium = !stage.pure_equilibria().is_empty();
            assert!(welfare.is_some() || !games_with_equilibrium, "stage equilibria are always found");
        }
    }
}

#[test]
fn a_tampered_automaton_is_refused_for_the_right_reason() {
    let rivals = watched(Alarm::Anonymous);
    let sound = rivals.symmetric_set("9/10").unwrap().unwrap().automaton;
    let kind = |change: &dyn Fn(&mut detente::repeated::monitoring::PublicAutomaton)| {
        let mut changed = sound.clone();
        change(&mut changed);
        changed.verify(&rivals).unwrap_err().kind()
    };
    assert_eq!(kind(&|a| a.states[0].value[0] += Rational::ONE), "WrongValue");
    assert_eq!(kind(&|a| a.states[0].next[1][0].state = 9), "NoSuchState");
    assert_eq!(kind(&|a| a.states[0].next[1][0].probability = Rational::ONE), "NotALottery");
    assert_eq!(kind(&|a| a.states[0].next.truncate(1)), "Count");
    assert_eq!(kind(&|a| a.discount = Rational::ONE), "DiscountOutOfRange");
    // Staying in the good state whatever the signal keeps values consistent, not honest.
    let honest = |a: &mut detente::repeated::monitoring::PublicAutomaton| {
        a.states.truncate(1);
        a.states[0].value = vec![r(3, 1); 2];
        for lottery in &mut a.states[0].next {
            lottery.truncate(1);
            lottery[0].state = 0;
            lottery[0].probability = Rational::ONE;
        }
    };
    assert_eq!(kind(&honest), "Deviation");
}

#[test]
fn a_tampered_chain_is_refused_for_the_right_reason() {
    let rivals = watched(Alarm::Anonymous);
    let sound = rivals.payoff_set("9/10", &quick(4)).unwrap().chain;
    sound.verify(&rivals).unwrap();
    let text = serde_json::to_string(&sound).unwrap();
    assert_eq!(serde_json::from_str::<detente::repeated::monitoring::PublicChain>(&text).unwrap(), sound);
    let place = |change: &dyn Fn(&mut detente::repeated::monitoring::PublicChain)| {
        let mut changed = sound.clone();
        change(&mut changed);
        let error = changed.verify(&rivals).unwrap_err();
        assert!(["Unproven", "DiscountOutOfRange", "Count"].contains(&error.kind()), "{error}");
        error.location()
    };
    let step = sound.steps.iter().position(|step| !step.proofs.is_empty()).unwrap();
    let lowered = sound.steps[step].proofs[0].direction;
    assert!(place(&|c| c.steps[step].bounds[lowered] -= r(1, 1)).contains("proofs"));
    assert!(place(&|c| c.steps[step].proofs.clear()).contains(&format!("steps[{step}].bounds")));
    assert!(place(&|c| c.steps[step].bounds[lowered] = r(100, 1)).contains(&format!("steps[{step}]")));
    assert_eq!(place(&|c| c.start[0] = r(0, 1)), "start[0]");
    assert_eq!(place(&|c| c.empty = true), "empty");
    assert_eq!(place(&|c| c.discount = r(1, 1)), "discount");
    assert_eq!(
        place(&|c| c.steps[step].proofs[0].multipliers.halfspaces.push((0, 0, r(-1, 1)))),
        "halfspaces"
    );
    // The proof of a set at 9/10 proves nothing with more false alarms.
    let noisier = watched_by(&Detection::new("2/5", "1/5").unwrap(), Alarm::Attributed);
    assert!(sound.verify(&noisier).is_err());
}

/// Three players who are paid 1 if all do the same, else 0 (Fudenberg and Maskin 1986, example 3).
fn agreement() -> PublicMonitoring {
    let stage = Game::from_function(&[2, 2, 2], |p| {
        let same = p.actions().iter().all(|&a| a == p.actions()[0]);
        vec![Rational::from(i64::from(same)); 3]
    });
    PublicMonitoring::perfect(&stage.unwrap()).unwrap()
}

#[test]
fn flat_limits_are_found_round_by_round() {
    // Each player could be held to 0 alone, but all have the same interest: whoever can bring about
    // agreement does, and in pure actions somebody always can.
    let limit = agreement().patient_limit(&quick(8)).unwrap();
    assert_eq!((limit.dimension, limit.exact), (Some(0), true));
    assert_eq!(limit.corners, Some(vec![vec![Rational::ONE; 3]]));
    assert!(limit.rounds.len() > 1 && limit.rounds[0].dimension == 1);
    let set = agreement().payoff_set("9/10", &quick(6)).unwrap();
    check(&set, &agreement());
    assert_eq!(set.certified.unwrap().points, [vec![Rational::ONE; 3]]);
    // Where the stage payoffs have full dimension the first scores already leave something flat.
    let blind = watched_by(&Detection::new("0", "0").unwrap(), Alarm::Anonymous);
    let limit = blind.patient_limit(&quick(8)).unwrap();
    assert_eq!((limit.dimension, limit.corners), (Some(0), Some(vec![vec![Rational::ONE; 2]])));
    assert_eq!(limit.rounds.iter().map(|round| round.dimension).collect::<Vec<_>>(), [2, 0]);
    // One alarm for both: only payoffs on the diagonal, up to what symmetric equilibria lose.
    let rivals = watched(Alarm::Anonymous);
    let limit = rivals.patient_limit(&quick(8)).unwrap();
    let whole = rivals.limit_set(&quick(8)).unwrap();
    assert_eq!((limit.dimension == Some(2)), (whole.shape == LimitShape::Full));
    let symmetric = rivals.patient_symmetric_limit().unwrap();
    let set = rivals.symmetric_set("99/100").unwrap().unwrap();
    assert_eq!(symmetric.corners, Some(vec![vec![set.low; 2], vec![set.high; 2]]));
    // No equilibrium in pure actions at any patience.
    let pennies = Game::bimatrix(&[[1.0, -1.0], [-1.0, 1.0]], &[[-1.0, 1.0], [1.0, -1.0]]).unwrap();
    let limit = PublicMonitoring::perfect(&pennies).unwrap().patient_limit(&quick(4)).unwrap();
    assert_eq!((limit.dimension, limit.corners), (None, Some(vec![])));
    // Opposed interests with a saddle: the value.
    let saddle = Game::bimatrix(&[[2.0, 1.0], [3.0, 0.0]], &[[-2.0, -1.0], [-3.0, 0.0]]).unwrap();
    let limit = PublicMonitoring::perfect(&saddle).unwrap().patient_limit(&quick(4)).unwrap();
    assert_eq!(limit.corners, Some(vec![vec![r(1, 1), r(-1, 1)]]));
}

#[test]
fn critical_discount_factors_of_uneven_rivals_are_enclosed() {
    // The second side has little to gain from peace; with perfect monitoring (4, 2) needs 4/5.
    let stage =
        Game::bimatrix(&[[r(4, 1), r(0, 1)], [r(5, 1), r(1, 1)]], &[[r(2, 1), r(4, 1)], [r(0, 1), r(3, 2)]])
            .unwrap();
    let perfect = PublicMonitoring::perfect(&stage).unwrap();
    let target = PublicTarget::Payoff(vec![r(4, 1), r(2, 1)]);
    let options = quick(6).width(r(1, 1000)).unwrap();
    let found = perfect.critical_discount(&target, &options).unwrap();
    let upper = found.upper.clone().unwrap();
    assert!(found.lower < r(4, 5) && r(4, 5) <= upper && &upper - &found.lower <= r(1, 1000), "{found}");
    found.refutation.unwrap().verify(&perfect, &target).unwrap();
    let automaton = found.automaton.unwrap();
    automaton.verify(&perfect).unwrap();
    assert_eq!((automaton.payoff(), automaton.discount), (vec![r(4, 1), r(2, 1)], upper));
    // Seen through noise it takes more, or is lost to false alarms.
    let noisy = PublicMonitoring::from_function(&stage, ["quiet", "first", "second"], |profile| {
        let bad = |i: usize| if profile.actions()[i] == 0 { r(1, 20) } else { r(9, 20) };
        vec![Rational::ONE - &bad(0) - &bad(1), bad(0), bad(1)]
    })
    .unwrap();
    let near = PublicTarget::AtLeast(vec![r(3, 1), r(17, 10)]);
    let compared =
        MonitoringComparison::of(&noisy, &perfect, &near, &quick(4).width(r(1, 5)).unwrap()).unwrap();
    compared.before.refutation.as_ref().unwrap().verify(&noisy, &near).unwrap();
    assert_eq!(compared.helps(), Some(true), "{compared}");
    let alarmed = watched(Alarm::Anonymous);
    let never = alarmed.critical_discount(&PublicTarget::Payoff(vec![r(3, 1); 2]), &options).unwrap();
    assert!(never.never.is_some() && never.upper.is_none() && never.lower == Rational::ONE);
    // The corner (4, 2) of the feasible set: noise hides who deviates from it.
    let corner = noisy.critical_discount(&target, &options).unwrap();
    assert!(matches!(corner.never, Some(NeverMet::Corner(_))), "{corner}");
    let peace = noisy.critical_discount(&PublicTarget::Welfare(r(5, 2)), &options).unwrap();
    assert_eq!(peace.upper, Some(Rational::ZERO));
}

/// A partnership: effort costs, success has probability p, q or r if both, one or none of them works.
fn partnership(p: Rational, q: Rational, none: Rational) -> PublicMonitoring {
    let stage = Game::prisoners_dilemma(3, 2, 0, -1).unwrap();
    PublicMonitoring::from_function(&stage, ["success", "failure"], |profile| {
        let success = match profile.actions() {
            [0, 0] => &p,
            [1, 1] => &none,
            _ => &q,
        };
        vec![success.clone(), Rational::ONE - success]
    })
    .unwrap()
}

#[test]
fn partners_who_share_one_outcome_stay_inefficient_however_patient() {
    // Radner, Myerson and Maskin (1986): bounded away from the efficient sum of 4 uniformly in patience.
    // By the score: 2 (2 - (1 - p) / (p - q)) if both work; one works for both without loss, for 2.
    for (p, q, none) in [(r(3, 4), r(1, 4), r(1, 8)), (r(9, 16), r(3, 8), r(1, 4))] {
        let partners = partnership(p.clone(), q.clone(), none);
        let lost = (Rational::ONE - &p) / (&p - &q);
        let both = Rational::from(2) * (Rational::from(2) - lost);
        let bound = both.max(Rational::from(2));
        let score = partners.score(&[Rational::ONE, Rational::ONE]).unwrap();
        assert_eq!(score.value, Some(bound.clone()));
        let set = partners.payoff_set("9/10", &quick(4)).unwrap();
        check(&set, &partners);
        let along = |h: &&HalfSpace| h.normal[0].is_positive() && h.normal[0] == h.normal[1];
        let proven = set.half_spaces.iter().find(along).map(|h| &h.bound / &h.normal[0]).unwrap();
        assert!(proven <= &bound + r(1, 1_000_000), "{proven}");
        let welfare = |point: &Vec<Rational>| point.iter().sum::<Rational>() <= bound;
        assert!(set.certified.unwrap().points.iter().all(welfare));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// Kandori (1992): noisier signals, obtained from better ones by chance alone, shrink the set.
    #[test]
    fn garbled_signals_support_nothing_new(
        cells in prop::collection::vec(0i64..5, 8),
        clear in prop::collection::vec((0i64..7, 0i64..7), 4),
        blur in prop::collection::vec((0i64..4, 0i64..4), 3),
    ) {
        let stage = Game::from_function(&[2, 2], |p| {
            let at = 4 * p.actions()[0] + 2 * p.actions()[1];
            vec![Rational::from(cells[at]), Rational::from(cells[at + 1])]
        }).unwrap();
        let lottery = |(a, b): (i64, i64), whole: i64| vec![r(a, whole), r(b, whole), r(whole - a - b, whole)];
        let sharp = PublicMonitoring::new(&stage, ["a", "b", "c"], clear.iter().map(|&x| lottery(x, 12)).collect());
        let sharp = sharp.unwrap();
        let noise: Vec<Vec<Rational>> = blur.iter().map(|&x| lottery(x, 6)).collect();
        let mix = |law: &[Rational]| -> Vec<Rational> {
            (0..3).map(|z| law.iter().zip(&noise).map(|(p, row)| p * &row[z]).sum()).collect()
        };
        let garbled = PublicMonitoring::from_function(&stage, ["x", "y", "z"], |p| {
            mix(sharp.probabilities(p).unwrap())
        }).unwrap();
        let outer = sharp.payoff_set("4/5", &quick(4)).unwrap();
        outer.chain.verify(&sharp).unwrap();
        if let Some(inner) = garbled.payoff_set("4/5", &quick(4)).unwrap().certified {
            for point in &inner.points {
                prop_assert!(contains(&outer.half_spaces, point), "{point:?} only with worse signals");
            }
        }
    }
}

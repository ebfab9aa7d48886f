//! The linear-programming route: against the geometry for two players, and on its own for three.

mod common;

use detente::geometry::{Kind, distance_to_polygon};
use detente::lp::{Bounds, LinearProgram, LpOptions, Relation, Solution};
use detente::repeated::{
    Absorbing, CriticalTarget, EnclosureStatus, Failure, HalfSpace, Objective, Options, Punishment,
    Refutation, RepeatedGame, Shape, Status, Target, critical_discount,
};
use detente::{Game, Rational};
use serde::Deserialize;

#[derive(Deserialize)]
struct OneShot {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    players: usize,
    shape: Vec<usize>,
    payoffs: serde_json::Value,
}

fn flatten(value: &serde_json::Value, into: &mut Vec<Rational>) {
    match value {
        serde_json::Value::Array(list) => list.iter().for_each(|v| flatten(v, into)),
        other => into.push(other.to_string().trim_matches('"').parse().unwrap()),
    }
}

/// The reference games with three players.
fn three_player_games() -> Vec<(String, Game<Rational>)> {
    let file: OneShot = serde_json::from_str(include_str!("data/one_shot.json")).unwrap();
    let threes = file.cases.into_iter().filter(|case| case.players == 3);
    threes
        .map(|case| {
            let mut flat = Vec::new();
            flatten(&case.payoffs, &mut flat);
            (case.name, Game::new(&case.shape, flat).unwrap())
        })
        .collect()
}

fn options(directions: usize, tolerance: f64) -> Options {
    Options::default().directions(directions).tolerance(tolerance).unwrap()
}

fn quick() -> Options {
    options(64, 1e-4)
}

#[test]
fn two_player_sets_agree_with_the_geometry() {
    for (reference, game) in common::reference_sets() {
        let name = &reference.name;
        let options = options(200, 1e-9);
        let set = game.payoff_set_by_linear_programs(&options).unwrap();
        let expected = match reference.kind {
            Kind::Empty => Shape::Empty,
            Kind::Point => Shape::Point,
            Kind::Segment => Shape::Segment,
            Kind::Polygon => Shape::Polygon,
        };
        let scale = reference.vertices.iter().flatten().fold(1.0, |m: f64, x| m.max(x.abs()));
        assert_eq!((set.kind, set.status), (expected, EnclosureStatus::Settled), "{name}");
        let planar = |list: &[Vec<f64>]| list.iter().map(|p| [p[0], p[1]]).collect::<Vec<_>>();
        for vertex in &reference.vertices {
            assert!(distance_to_polygon(*vertex, &planar(&set.outer)) <= 1e-8 * scale, "{name}");
            assert!(distance_to_polygon(*vertex, &planar(&set.inner)) <= 2e-6 * scale, "{name}");
        }
        for vertex in planar(&set.inner) {
            assert!(distance_to_polygon(vertex, &reference.vertices) <= 1e-9 * scale, "{name}");
        }
        assert!(set.gap.unwrap() <= 1e-6, "{name}: {:?}", set.gap);
    }
}

#[test]
fn the_geometrys_proven_set_satisfies_every_outer_inequality_exactly() {
    for (reference, game) in common::reference_sets() {
        let Some(inner) = game.certified_inner_set(&Options::default()).unwrap() else { continue };
        for half_space in game.outer_half_spaces(&quick()).unwrap() {
            for vertex in &inner.vertices {
                let value: Rational = half_space.normal.iter().zip(vertex).map(|(h, x)| h * x).sum();
                assert!(value <= half_space.bound, "{}: {vertex:?} outside {half_space:?}", reference.name);
            }
        }
    }
}

#[test]
fn three_player_sets_are_enclosed_and_their_automata_verify() {
    for (name, stage) in three_player_games() {
        for delta in ["1/5", "1/2"] {
            let game = RepeatedGame::new(stage.clone(), delta).unwrap();
            let set = game.payoff_set(&quick()).unwrap();
            let certified = game.certified_inner_set(&quick()).unwrap();
            assert_eq!(certified.is_some(), !set.inner.is_empty(), "{name} at {delta}");
            assert!(!set.is_empty() || certified.is_none());
            let Some(certified) = certified else { continue };
            certified.automaton.verify(&game).unwrap();
            // Inner inside outer, exactly.
            for half_space in game.outer_half_spaces(&quick()).unwrap() {
                for vertex in &certified.vertices {
                    let value: Rational = half_space.normal.iter().zip(vertex).map(|(h, x)| h * x).sum();
                    assert!(value <= half_space.bound, "{name} at {delta}");
                }
            }
        }
    }
}

#[test]
fn one_player_gets_the_best_payoff_and_nothing_else() {
    let game = RepeatedGame::new(Game::<f64>::new(&[3], vec![1.0, 4.0, -2.0]).unwrap(), "1/2").unwrap();
    let set = game.payoff_set(&Options::default()).unwrap();
    assert_eq!((set.kind, set.status), (Shape::Point, EnclosureStatus::Settled));
    assert!((set.inner[0][0] - 4.0).abs() < 1e-8 && (set.outer[0][0] - 4.0).abs() < 1e-8);
}

/// The program `max normal . (constant + delta w)` over continuations `w` in a set that keep everybody
/// from deviating from a profile.
fn continuation(
    game: &RepeatedGame,
    set: &[HalfSpace],
    threat: &[Rational],
    profile: usize,
) -> LinearProgram {
    let (stage, n) = (game.stage(), game.players());
    let mut program = LinearProgram::maximise();
    for _ in 0..n {
        program.add_variable(0, Bounds::free());
    }
    for side in set {
        let terms = side.normal.iter().cloned().enumerate();
        program.add_row("side", terms, Relation::AtMost, side.bound.clone()).unwrap();
    }
    for i in 0..n {
        let delta = game.discount().of(i);
        let gain = (Rational::ONE - delta) * stage.deviation_gain(profile, i);
        let least = &threat[i] + &(gain / delta);
        program.add_row("keeps", [(i, Rational::ONE)], Relation::AtLeast, least).unwrap();
    }
    program
}

/// An independent check of a chain: the first set holds all payoffs, `B(W_k)` lies in `W_{k+1}` by exact
/// linear programs, threats rise only to what holds.
fn check_chain(game: &RepeatedGame, refutation: &Refutation) -> Result<(), String> {
    let (stage, n) = (game.stage(), game.players());
    let value = |h: &[Rational], x: &[Rational]| -> Rational { h.iter().zip(x).map(|(a, b)| a * b).sum() };
    let first = refutation.chain[0].halfspaces.as_ref().ok_or("no half-spaces")?;
    for p in 0..stage.profiles() {
        if first.iter().any(|s| value(&s.normal, stage.payoffs_at(p)) > s.bound) {
            return Err(format!("profile {p} lies outside the first set"));
        }
    }
    for (k, pair) in refutation.chain.windows(2).enumerate() {
        let (from, to) = (pair[0].halfspaces.as_ref().unwrap(), pair[1].halfspaces.as_ref().unwrap());
        for p in 0..stage.profiles() {
            let mut program = continuation(game, from, &pair[0].threat, p);
            for side in to {
                for i in 0..n {
                    program.set_cost(i, game.discount().of(i) * &side.normal[i]).unwrap();
                }
                match program.solve_exact(&LpOptions::default()).unwrap() {
                    Solution::Infeasible { .. } => break,
                    Solution::Unbounded { .. } => return Err("unbounded".into()),
                    Solution::Optimal(best) => {
                        let today: Rational = (0..n)
                            .map(|i| {
                                (Rational::ONE - game.discount().of(i))
                                    * stage.payoff_at(p, i)
                                    * &side.normal[i]
                            })
                            .sum();
                        if today + &best.objective > side.bound {
                            return Err(format!("step {k}: profile {p} reaches beyond {side:?}"));
                        }
                    }
                }
            }
        }
        for i in 0..n {
            let holds = to.iter().any(|s| {
                s.normal[i].is_negative()
                    && (0..n).all(|j| j == i || s.normal[j].is_zero())
                    && pair[1].threat[i] <= &s.bound / &s.normal[i]
            });
            if pair[1].threat[i] > pair[0].threat[i] && !holds {
                return Err(format!("step {k}: the threat of player {i} rises without proof"));
            }
        }
    }
    Ok(())
}

fn public_goods(delta: &str) -> RepeatedGame {
    let (_, stage) = three_player_games().into_iter().find(|(name, _)| name == "public_goods_2x2x2").unwrap();
    RepeatedGame::new(stage, delta).unwrap()
}

#[test]
fn contributing_to_the_public_good_takes_exactly_the_patience_of_reversion() {
    // Gain 6 - 5 = 1 today against 5 - 0 for ever: 1/6.
    let stage = public_goods("1/2").stage().clone();
    let target = CriticalTarget::Profile([1, 1, 1].into());
    for punishment in [Punishment::Optimal, Punishment::Nash, Punishment::Grim] {
        let critical = critical_discount(&stage, &target, punishment, &Options::default()).unwrap();
        assert_eq!((critical.status, critical.exact), (Status::Exact, Some(Rational::new(1, 6))));
    }
    let at = public_goods("1/6");
    let verdict = at.sustain(&[1, 1, 1].into()).unwrap();
    verdict.automaton().unwrap().verify(&at).unwrap();
    let below = public_goods("4/25");
    let verdict = below.sustain(&[1, 1, 1].into()).unwrap();
    assert_eq!((verdict.is_sustained(), verdict.blocker()), (Some(false), Some(0)));
    check_chain(&below, verdict.refutation().unwrap()).unwrap();
}

#[test]
fn every_answer_for_three_players_carries_evidence_that_holds() {
    let mut answers = [0; 3];
    for (_, stage) in three_player_games() {
        for delta in ["2/5", "4/5"] {
            let game = RepeatedGame::new(stage.clone(), delta).unwrap();
            for profile in [0, stage.profiles() - 1] {
                let verdict =
                    game.sustain_target(&Target::Profile(stage.profile(profile)), &quick()).unwrap();
                match verdict.is_sustained() {
                    Some(true) => verdict.automaton().unwrap().verify(&game).unwrap(),
                    Some(false) => check_chain(&game, verdict.refutation().unwrap()).unwrap(),
                    None => {}
                }
                answers[verdict.is_sustained().map_or(2, usize::from)] += 1;
            }
        }
    }
    assert!(answers[0] > 0 && answers[1] > 0);
    assert_eq!(answers[2], 0);
}

#[test]
fn a_tampered_chain_is_noticed() {
    let game = public_goods("1/10");
    let verdict = game.sustain(&[1, 1, 1].into()).unwrap();
    let mut refutation = verdict.refutation().unwrap().clone();
    check_chain(&game, &refutation).unwrap();
    let side = &mut refutation.chain[0].halfspaces.as_mut().unwrap()[0];
    side.bound = &side.bound - Rational::new(1, 2);
    assert!(check_chain(&game, &refutation).is_err());
}

#[test]
fn where_nobody_can_be_held_to_anything_v_is_proven_empty() {
    let (_, stage) =
        three_player_games().into_iter().find(|(name, _)| name == "jordan_mismatch_like_2x2x2").unwrap();
    let game = RepeatedGame::new(stage, "1/2").unwrap();
    let best = game.best(Objective::Welfare, &quick()).unwrap();
    let refutation = best.verdict.refutation().unwrap();
    assert_eq!(refutation.fails, Failure::Empty);
    check_chain(&game, refutation).unwrap();
}

#[test]
fn payoffs_are_attained_or_separated() {
    let game = public_goods("1/2");
    let r = |n: i64| Rational::from(n);
    let inside = game.sustain_target(&Target::Payoff(vec![r(5), r(5), r(5)]), &quick()).unwrap();
    assert_eq!(inside.automaton().unwrap().payoff(), [r(5), r(5), r(5)]);
    let outside = game.sustain_target(&Target::Payoff(vec![r(6), r(6), r(6)]), &quick()).unwrap();
    check_chain(&game, outside.refutation().unwrap()).unwrap();
    let best = game.best(Objective::Welfare, &quick()).unwrap();
    assert_eq!(best.attained, Some(r(15)));
    assert!(best.bound.unwrap() >= 15.0 && best.bound.unwrap() < 15.0 + 1e-6);
}

/// The largest difference of two hulls' supports in many directions.
fn apart(a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
    let support = |list: &[Vec<f64>], h: &[f64; 3]| {
        list.iter()
            .map(|v| v.iter().zip(h).map(|(x, y)| x * y).sum::<f64>())
            .fold(f64::NEG_INFINITY, f64::max)
    };
    let ends = [-2.0, -1.0, -0.3, 0.0, 0.5, 1.0, 1.7];
    let directions = ends.iter().flat_map(|x| ends.iter().flat_map(move |y| ends.map(|z| [*x, *y, z])));
    directions.map(|h| (support(a, &h) - support(b, &h)).abs()).fold(0.0, f64::max)
}

#[test]
fn results_do_not_depend_on_units_names_or_threads() {
    let (_, stage) =
        three_player_games().into_iter().find(|(name, _)| name == "nau2004_irrational_2x2x2").unwrap();
    let game = RepeatedGame::new(stage.clone(), "4/5").unwrap();
    let solve = |game: &RepeatedGame| game.payoff_set(&options(64, 1e-3)).unwrap();
    let set = solve(&game);
    let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(single.install(|| solve(&game)), set);
    // Player i's payoffs in other units: 10^6 u + 10^7.
    let scaled = stage
        .map_payoffs(|_, u| {
            u.iter().map(|x| x * Rational::from(1_000_000) + Rational::from(10_000_000)).collect()
        })
        .unwrap();
    let large = solve(&RepeatedGame::new(scaled, "4/5").unwrap());
    let back = |list: &[Vec<f64>]| -> Vec<Vec<f64>> {
        list.iter().map(|v| v.iter().map(|x| (x - 1e7) / 1e6).collect()).collect()
    };
    assert_eq!(large.kind, set.kind);
    assert!(apart(&back(&large.outer), &set.outer) < 1e-7 && apart(&back(&large.inner), &set.inner) < 1e-7);
    // Everybody's actions in the reverse order.
    let last = stage.profiles() - 1;
    let renamed = stage.map_payoffs(|p, _| stage.payoffs_at(last - p).to_vec()).unwrap();
    let again = solve(&RepeatedGame::new(renamed, "4/5").unwrap());
    assert_eq!(again.kind, set.kind);
    assert!(apart(&again.outer, &set.outer) < 1e-7 && apart(&again.inner, &set.inner) < 1e-7);
}

#[test]
fn the_temptation_that_binds_has_a_price() {
    let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "3/5").unwrap();
    let options = Options::default();
    let binding = game.binding_constraints(Objective::Player(0), &options).unwrap();
    assert_eq!(binding.len(), 1);
    assert_eq!(binding[0].player, 1);
    assert!(binding[0].price.is_positive() && binding[0].to_string().contains("player 2"));
    let impatient = game.with_discount("2/5").unwrap();
    let blocked = impatient.binding_at_profile(&[0, 0].into(), &options).unwrap().unwrap();
    assert_eq!(blocked.player, 0);
    assert_eq!(game.binding_at_profile(&[0, 0].into(), &options).unwrap(), None);
}

/// A game in which one profile ends play for ever with probability one half.
fn with_war(stage: &Game<Rational>, profile: usize, delta: &str) -> RepeatedGame {
    let payoff = (0..stage.players()).map(|i| Rational::new(i as i64 - 1, 2)).collect();
    let war = Absorbing { profile: stage.profile(profile), probability: Rational::new(1, 2), payoff };
    RepeatedGame::with_absorbing(stage.clone(), delta, vec![war]).unwrap()
}

#[test]
fn absorbing_outcomes_agree_with_the_geometry_and_carry_evidence_for_three_players() {
    for delta in ["1/4", "3/5", "9/10"] {
        let game = with_war(&Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), 3, delta);
        let (geometry, programs) = (
            game.payoff_set(&Options::default()).unwrap(),
            game.payoff_set_by_linear_programs(&options(200, 1e-9)).unwrap(),
        );
        assert_eq!(programs.kind, geometry.kind, "{delta}");
        let planar = |list: &[Vec<f64>]| list.iter().map(|p| [p[0], p[1]]).collect::<Vec<_>>();
        for vertex in planar(&geometry.inner) {
            assert!(distance_to_polygon(vertex, &planar(&programs.outer)) < 1e-8, "{delta}");
        }
        for vertex in planar(&programs.outer) {
            assert!(distance_to_polygon(vertex, &planar(&geometry.outer)) < 1e-6, "{delta}");
        }
        let goods = with_war(public_goods(delta).stage(), 0, delta);
        let verdict = goods.sustain_target(&Target::Profile([1, 1, 1].into()), &quick()).unwrap();
        match verdict.automaton() {
            Some(automaton) => automaton.verify(&goods).unwrap(),
            None => assert_eq!(verdict.is_sustained(), Some(false), "{delta}"),
        }
    }
}

#[test]
fn what_is_best_where_all_payoffs_are_equal_is_known_without_a_gap() {
    for payoff in ["1/3", "-7", "1000000/7"] {
        let payoff: Rational = payoff.parse().unwrap();
        let stage = Game::new(&[2, 2, 2], vec![payoff.clone(); 24]).unwrap();
        let best = RepeatedGame::new(stage, "1/2").unwrap().best(Objective::Welfare, &quick()).unwrap();
        let welfare = Rational::from(3) * payoff;
        assert_eq!(best.attained, Some(welfare.clone()));
        assert!(best.bound.unwrap() - welfare.to_f64() <= f64::EPSILON * welfare.to_f64().abs(), "{best:?}");
    }
}

#[test]
fn trades_over_time_are_not_cut_off_where_patience_differs() {
    // Three players, the third a dummy: the first two pay less by turns than by trading patience.
    let pay = |a: i64, b: i64| [a, b, 0, a, b, 0];
    let flat: Vec<i64> = [pay(1, 0), pay(0, 0), pay(0, 0), pay(0, 1)].concat();
    let stage = Game::new(&[2, 2, 2], flat.into_iter().map(Rational::from).collect()).unwrap();
    let game = RepeatedGame::new(stage, ["1/2", "9/10", "9/10"]).unwrap();
    let best = game.best(Objective::Welfare, &quick()).unwrap();
    // (1, 0) twice, then (0, 1) for ever: 3/4 + 81/100 (Lehrer and Pauzner 1999).
    assert!(best.bound.unwrap() >= 1.56, "{best:?}");
}

#[test]
fn a_bound_that_stands_still_does_not_spoil_the_proof_of_a_step() {
    let payoffs =
        [[3, 0, 2], [4, 4, 3], [0, 3, 0], [1, 2, 4], [0, 0, 3], [2, 3, 4], [0, 0, 3], [1, 0, 0], [1, 0, 3]];
    let flat = payoffs.as_flattened().iter().copied().map(Rational::from).collect();
    let stage = Game::new(&[3, 1, 3], flat).unwrap();
    let found =
        critical_discount(&stage, &CriticalTarget::Folk, Punishment::Optimal, &Options::default()).unwrap();
    assert_eq!((found.status, found.exact), (Status::Exact, Some(Rational::new(4, 5))));
    assert!(found.refutation.is_some());
}

#[test]
fn printed_corners_are_minimal_exactly() {
    // Several corners of the proven set lie within 1e-7 of one another here.
    let payoffs = [
        [3, 1, 3],
        [3, 4, 3],
        [4, 2, 0],
        [4, 2, 2],
        [3, 4, 3],
        [4, 0, 4],
        [0, 3, 2],
        [2, 2, 4],
        [0, 2, 2],
        [1, 0, 3],
        [1, 1, 0],
        [3, 4, 2],
    ];
    let flat = payoffs.as_flattened().iter().copied().map(Rational::from).collect();
    let game = RepeatedGame::new(Game::new(&[3, 2, 2], flat).unwrap(), "2/3").unwrap();
    let set = game.payoff_set(&Options::default()).unwrap();
    let exact = |p: &Vec<f64>| p.iter().map(|&x| Rational::from_f64(x).unwrap()).collect::<Vec<_>>();
    let inner: Vec<Vec<Rational>> = set.inner.iter().map(exact).collect();
    for (index, corner) in inner.iter().enumerate() {
        let mut program = LinearProgram::minimise();
        let others: Vec<&Vec<Rational>> =
            inner.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, p)| p).collect();
        let weights: Vec<usize> =
            others.iter().map(|_| program.add_variable(0, Bounds::non_negative())).collect();
        let one = weights.iter().map(|&w| (w, Rational::ONE));
        program.add_row("one", one, Relation::Equal, 1).unwrap();
        for (i, x) in corner.iter().enumerate() {
            let terms = weights.iter().zip(&others).map(|(&w, p)| (w, p[i].clone()));
            program.add_row("payoff", terms, Relation::Equal, x.clone()).unwrap();
        }
        let solution = program.solve(&LpOptions::default()).unwrap();
        assert!(matches!(solution, Solution::Infeasible { .. }), "corner {index} is spanned by the others");
    }
}

//! Strategies against equilibrium automata: two descriptions of the same play have to agree.

use detente::prelude::*;
use detente::repeated::Absorbing;
use detente::repeated::automaton::{Branch, Draw, State};
use detente::repeated::strategies::{Classic, Horizon, Roles, StrategyProfile, Tournament};
use proptest::prelude::*;

fn dilemma(delta: &str) -> RepeatedGame {
    RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), delta).unwrap()
}

fn roles(game: &RepeatedGame) -> Roles {
    Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into()).unwrap()
}

/// A small automaton with public draws from a list of numbers.
fn automaton(game: &RepeatedGame, numbers: &[usize]) -> Automaton {
    let pick = |k: usize, n: usize| numbers[k % numbers.len()] % n;
    let states = (0..3).map(|s| State {
        name: format!("state {s}"),
        draws: [(1, 3), (2, 3)]
            .into_iter()
            .enumerate()
            .map(|(k, (p, q))| Draw {
                probability: Rational::new(p, q),
                profile: game.stage().profile(pick(4 * s + k, game.stage().profiles())),
                next: vec![
                    Branch { state: pick(5 * s + k + 1, 3), probability: Rational::new(1, 4) },
                    Branch { state: pick(7 * s + k + 2, 3), probability: Rational::new(3, 4) },
                ],
            })
            .collect(),
        punish: (0..game.players()).map(|i| pick(11 * s + i + 3, 3)).collect(),
        value: Vec::new(),
    });
    let initial = vec![Branch { state: pick(1, 3), probability: Rational::ONE }];
    Automaton::new(game, initial, states.collect()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn an_automaton_and_its_chain_have_the_same_payoffs_and_the_same_verdict(
        payoffs in prop::collection::vec(-3i64..4, 18),
        numbers in prop::collection::vec(0usize..60, 12..20),
        war in prop::option::of((0usize..6, 1i64..4)),
    ) {
        let stage = Game::new(&[3, 2], payoffs[..12].iter().map(|&u| Rational::from(u)).collect()).unwrap();
        let ends = war.map(|(profile, quarters)| Absorbing {
            profile: stage.profile(profile),
            probability: Rational::new(quarters, 4),
            payoff: payoffs[16..].iter().map(|&u| Rational::from(u)).collect(),
        });
        let game = RepeatedGame::with_absorbing(stage, "2/3", ends.into_iter().collect()).unwrap();
        let automaton = automaton(&game, &numbers);
        let chain = StrategyProfile::of_automaton(&game, &automaton).unwrap();
        prop_assert_eq!(chain.payoff(&game).unwrap(), automaton.payoff());
        let reduced = automaton.reduced();
        let perfect = chain.subgame_perfect(&game).unwrap().is_equilibrium();
        prop_assert_eq!(perfect, reduced.verify(&game).is_ok());
        prop_assert_eq!(chain.subgame_perfect_patience(&game).unwrap().all.contains(&Rational::new(2, 3)), perfect);
        // A subgame-perfect equilibrium is a Nash equilibrium.
        prop_assert!(!perfect || chain.nash(&game).unwrap().is_equilibrium());
    }
}

#[test]
fn an_equilibrium_automaton_holds_against_every_classic() {
    for delta in ["1/2", "4/5"] {
        let game = dilemma(delta);
        let verdict = game.sustain(&[0, 0].into()).unwrap();
        let automaton = verdict.automaton().unwrap();
        let itself = StrategyProfile::of_automaton(&game, automaton).unwrap();
        assert!(itself.nash(&game).unwrap().is_equilibrium());
        for classic in Classic::ALL {
            for player in 0..2 {
                let other = roles(&game).strategy(classic, player).unwrap();
                let meet = StrategyProfile::automaton_against(&game, automaton, &[other]).unwrap();
                let payoff = meet.payoff(&game).unwrap();
                assert!(payoff[player] <= automaton.payoff()[player], "{classic:?} at {delta}");
                assert_eq!(meet.best_response(&game, player).unwrap().payoff, automaton.payoff()[player]);
            }
        }
    }
}

#[test]
fn an_automaton_is_an_equilibrium_from_its_critical_discount_factor_on() {
    let game = dilemma("1/2");
    let verdict = game.sustain(&[0, 0].into()).unwrap();
    let chain = StrategyProfile::of_automaton(&game, verdict.automaton().unwrap()).unwrap();
    assert_eq!(chain.subgame_perfect_patience(&game).unwrap().all.to_string(), "[1/2, 1)");
}

#[test]
fn discounted_averages_are_those_of_the_rounds() {
    let game = dilemma("9/10");
    let roles = roles(&game);
    for first in Classic::ALL {
        for second in Classic::ALL {
            let pair = [roles.strategy(first, 0).unwrap(), roles.strategy(second, 1).unwrap()];
            let meet = StrategyProfile::new(game.stage(), &pair).unwrap();
            let Some(path) = meet.trajectory() else { continue };
            let delta = Rational::new(9, 10);
            let discounted = |list: &[Profile]| {
                let terms = list.iter().enumerate();
                let term =
                    |(t, p): (usize, &Profile)| delta.pow(t as u16) * game.stage().payoff(p, 0).unwrap();
                terms.map(term).sum::<Rational>()
            };
            let round = Rational::ONE - delta.pow(path.cycle.len() as u16);
            let tail = delta.pow(path.before.len() as u16) * discounted(&path.cycle) / round;
            let expected = (discounted(&path.before) + tail) * Rational::new(1, 10);
            assert_eq!(meet.payoff(&game).unwrap()[0], expected, "{first:?} {second:?}");
            let mean = path.cycle.iter().map(|p| game.stage().payoff(p, 0).unwrap()).sum::<Rational>();
            assert_eq!(meet.long_run(&game).unwrap()[0], mean / Rational::from(path.cycle.len()));
        }
    }
}

#[test]
fn trembling_tit_for_tat_is_no_equilibrium_where_win_stay_lose_shift_is() {
    // T = 4: with small trembles win-stay lose-shift stays an equilibrium for patient players (Nowak and
    // Sigmund 1993 found it in evolution, Boyd 1989 proved the like).
    let game = RepeatedGame::new(Game::prisoners_dilemma(4, 3, 1, 0).unwrap(), "9/10").unwrap();
    let slip = Rational::new(1, 100);
    let both = |classic: Classic| {
        let plain = StrategyProfile::new(game.stage(), &roles(&game).pair(classic)).unwrap();
        plain.with_trembles(&slip).unwrap()
    };
    assert!(both(Classic::WinStayLoseShift).subgame_perfect(&game).unwrap().is_equilibrium());
    assert!(!both(Classic::TitForTat).nash(&game).unwrap().is_equilibrium());
}

#[test]
fn three_players_meet_and_the_grim_trigger_has_its_closed_form() {
    // A public good with three contributors: multiplier 2, contribution 1; u = 2/3 sum - own.
    let stage = Game::from_function(&[2, 2, 2], |p| {
        let given = p.actions().iter().filter(|a| **a == 0).count() as i64;
        (0..3).map(|i| Rational::new(2 * given, 3) - &Rational::from(i64::from(p[i] == 0))).collect()
    })
    .unwrap();
    let game = RepeatedGame::new(stage, "1/2").unwrap();
    let roles = Roles::new(game.stage(), &[0, 0, 0].into(), &[1, 1, 1].into()).unwrap();
    let grim = StrategyProfile::new(game.stage(), &roles.pair(Classic::GrimTrigger)).unwrap();
    // T = 4/3, R = 1, P = 0: (T - R)/(T - P) = 1/4.
    assert_eq!(grim.subgame_perfect_patience(&game).unwrap().all.to_string(), "[1/4, 1)");
    assert_eq!(grim.payoff(&game).unwrap(), vec![Rational::ONE; 3]);
}

#[test]
fn the_game_of_choosing_a_strategy_is_a_game() {
    let game = dilemma("9/10");
    let roles = roles(&game);
    let entrants: Vec<_> = [Classic::TitForTat, Classic::AlwaysDefect].map(|c| roles.pair(c)).into();
    let table = Tournament::round_robin(&game, &entrants, &Rational::ZERO, Horizon::Discounted).unwrap();
    // A Stag Hunt: tit for tat is safe in numbers.
    assert_eq!(table.to_game().unwrap().pure_equilibria(), vec![0, 3]);
}

#[test]
fn unequal_patience_and_misfits_are_handled() {
    use detente::error::Explain;
    let game = dilemma("1/2").with_discount(vec![Rational::new(1, 4), Rational::new(3, 4)]).unwrap();
    let grim = StrategyProfile::new(game.stage(), &roles(&game).pair(Classic::GrimTrigger)).unwrap();
    let regrets = grim.nash(&game).unwrap().regrets();
    assert!(regrets[0].is_positive() && regrets[1].is_zero());
    let other = RepeatedGame::new(Game::new(&[1, 2], vec![Rational::ONE; 4]).unwrap(), "1/2").unwrap();
    assert_eq!(grim.payoff(&other).unwrap_err().kind(), "OtherShape");
    assert_eq!(grim.best_response(&game, 2).unwrap_err().kind(), "Malformed");
    assert_eq!(grim.clone().with_trembles(&Rational::ONE).unwrap_err().kind(), "Tremble");
    let swapped: Vec<_> = roles(&game).pair(Classic::TitForTat).into_iter().rev().collect();
    assert_eq!(StrategyProfile::new(game.stage(), &swapped).unwrap_err().kind(), "Seats");
    assert_eq!(StrategyProfile::new(game.stage(), &swapped[..1]).unwrap_err().location(), "strategies[1]");
}

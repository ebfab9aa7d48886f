//! Repeated games with transfers: reference values and laws.

use detente::error::Explain;
use detente::game::{RandomFamily, RandomGames};
use detente::prelude::*;
use detente::repeated::transfers::{RelationalGame, TransferBound};

fn r(p: i64, q: i64) -> Rational {
    Rational::new(p, q)
}

/// The symmetric two-player game with this payoff matrix of the row player.
fn symmetric(row: &[[i64; 3]; 3]) -> Game<Rational> {
    let own = |i: usize, j: usize| Rational::from(row[i][j]);
    Game::from_function(&[3, 3], |p| vec![own(p[0], p[1]), own(p[1], p[0])]).unwrap()
}

/// Abreu (1988), the Cournot duopoly that Goldluecke and Kranz (2012) solve with transfers.
fn abreu() -> Game<Rational> {
    symmetric(&[[10, 3, 0], [15, 7, -4], [7, 5, -15]])
}

/// A random game with ties.
fn random(shape: &[usize], seed: u64) -> Game<Rational> {
    let games = RandomGames::new(RandomFamily::Independent, shape, seed).unwrap();
    games.with_payoffs(0..=6).unwrap().next().unwrap()
}

#[test]
fn abreus_duopoly_has_the_published_critical_discount_factors() {
    let duopoly = RelationalGame::new(&abreu());
    let steps: Vec<(Rational, Rational, Vec<Rational>)> = duopoly
        .steps()
        .iter()
        .map(|s| (s.from.clone(), s.payoffs.joint.clone(), s.payoffs.punishment.clone()))
        .collect();
    let zero = vec![Rational::ZERO; 2];
    let expected = [
        (Rational::ZERO, r(14, 1), vec![r(7, 1), r(7, 1)]),
        (r(1, 4), r(18, 1), zero.clone()),
        (r(1, 3), r(20, 1), zero),
    ];
    assert_eq!(steps, expected);
    assert_eq!(duopoly.critical_discount(&[0, 1].into()).unwrap(), Some(r(1, 4)));
    assert_eq!(duopoly.critical_discount(&[0, 0].into()).unwrap(), Some(r(1, 3)));
    assert_eq!(duopoly.critical_discount(&[1, 1].into()).unwrap(), Some(Rational::ZERO));
    assert_eq!(duopoly.liquidity(&[0, 1].into()).unwrap(), r(4, 1));
    assert_eq!(duopoly.critical_discount(&[3, 0].into()).unwrap_err().kind(), "UnknownAction");
}

#[test]
fn in_a_prisoners_dilemma_payments_change_nothing_for_equals() {
    let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let rivals = RelationalGame::new(&stage);
    assert_eq!(rivals.critical_discount(&[0, 0].into()).unwrap(), Some(r(1, 2)));
    let game = RepeatedGame::new(stage, "3/5").unwrap();
    let compared = RelationalGame::compare(&game, &[0, 0].into(), &Options::default()).unwrap();
    assert_eq!(compared.critical_without.exact, compared.critical_with);
    assert_eq!(compared.welfare_without, compared.welfare_with);
}

#[test]
fn without_a_pure_equilibrium_there_may_be_none_at_any_patience() {
    let pennies = Game::bimatrix(&[[1.0, -1.0], [-1.0, 1.0]], &[[-1.0, 1.0], [1.0, -1.0]]).unwrap();
    let pennies = RelationalGame::new(&pennies);
    assert!(pennies.steps().is_empty());
    let set = pennies.at("99/100").unwrap();
    assert!(set.payoffs.is_none() && set.contract.is_none() && set.bound.empty);
    assert_eq!(set.bound.verify(pennies.stage()), Ok(()));
}

#[test]
fn games_that_the_theory_does_not_cover_are_refused() {
    let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
    let uneven = RepeatedGame::new(stage.clone(), vec![r(1, 2), r(1, 3)]).unwrap();
    assert_eq!(RelationalGame::of(&uneven).unwrap_err().kind(), "NotCovered");
    assert_eq!(RelationalGame::new(&stage).at("1").unwrap_err().kind(), "DiscountOutOfRange");
    assert_eq!(RelationalGame::new(&stage).at(vec![r(1, 2)]).unwrap_err().kind(), "DiscountCount");
}

#[test]
fn a_bound_that_claims_too_much_is_refused() {
    let duopoly = RelationalGame::new(&abreu());
    let TransferBound { discount, mut rounds, empty } = duopoly.at("1/5").unwrap().bound;
    rounds.last_mut().unwrap().joint -= Rational::ONE;
    let forged = TransferBound { discount, rounds, empty };
    assert_eq!(forged.verify(duopoly.stage()).unwrap_err().kind(), "NotABound");
    let mut forged = duopoly.at("1/3").unwrap().bound;
    forged.empty = true;
    assert_eq!(forged.verify(duopoly.stage()).unwrap_err().kind(), "NotABound");
}

#[test]
fn every_step_is_attained_by_a_contract_and_bounded_by_a_proof() {
    for (players, actions) in [(1, 3), (2, 3), (3, 2)] {
        for seed in 0..25 {
            let shape = vec![actions; players];
            let stage = random(&shape, seed);
            let relational = RelationalGame::new(&stage);
            let mut at: Vec<Rational> = ["1/100", "1/3", "9/10"].iter().map(|d| d.parse().unwrap()).collect();
            for step in relational.steps().iter().filter(|s| s.from.is_positive()) {
                at.extend([step.from.clone(), &step.from * &r(999_999, 1_000_000)]);
            }
            for discount in at {
                let set = relational.at(&discount).unwrap();
                set.bound.verify(relational.stage()).unwrap();
                let Some(payoffs) = set.payoffs else {
                    assert!(set.bound.empty);
                    continue;
                };
                assert_eq!(set.bound.rounds.last(), Some(&payoffs), "no gap between contract and proof");
                let contract = set.contract.unwrap();
                contract.verify(relational.stage()).unwrap();
                assert_eq!(contract.attains(relational.stage()).unwrap(), payoffs);
                for vertex in payoffs.vertices() {
                    let paid = contract.paying(relational.stage(), &vertex).unwrap().unwrap();
                    paid.verify(relational.stage()).unwrap();
                    assert_eq!(paid.payoff(relational.stage()).unwrap(), vertex);
                }
            }
        }
    }
}

#[test]
fn payments_never_hurt() {
    for seed in 0..12 {
        let stage = random(&[2, 2], seed);
        let game = RepeatedGame::new(stage, "1/2").unwrap();
        for a in 0..4 {
            let profile = game.stage().profile(a);
            let c = RelationalGame::compare(&game, &profile, &Options::default()).unwrap();
            if let Some(upper) = &c.critical_without.upper {
                assert!(c.critical_with.is_some_and(|with| with <= *upper), "seed {seed}, profile {profile}");
            }
            if let Some(without) = c.welfare_without {
                assert!(c.welfare_with.is_some_and(|with| with >= without));
            }
        }
    }
}

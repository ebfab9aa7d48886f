//! The classic games agree with what the rest of the crate says about them.

use detente::equilibrium::SideClass;
use detente::game::GameFile;
use detente::{Game, Rational};

#[test]
fn constructors_and_classification_agree_on_every_order_of_payoffs() {
    for code in 0..256 {
        let payoffs = [0, 1, 2, 3].map(|place| code / 4i64.pow(place) % 4);
        let [t, r, p, s] = payoffs;
        let built: Vec<String> = [
            Game::prisoners_dilemma(t, r, p, s),
            Game::stag_hunt(t, r, p, s),
            Game::chicken(t, r, p, s),
            Game::deadlock(t, r, p, s),
            Game::harmony(t, r, p, s),
        ]
        .into_iter()
        .flatten()
        .map(|game| game.title().to_string())
        .collect();
        let [t, r, p, s] = payoffs.map(Rational::from);
        let wanted = match SideClass::of(&t, &r, &p, &s) {
            SideClass::Other(_) => vec![],
            // Only the Deadlock in which defection dominates is built.
            SideClass::Deadlock if r <= s => vec![],
            class => vec![class.to_string()],
        };
        assert_eq!(built, wanted, "{payoffs:?}");
    }
}

#[test]
fn every_family_survives_both_file_formats() {
    let grid: Vec<Rational> = [1, 2, 3].map(Rational::from).to_vec();
    let costs = [Rational::ZERO, Rational::new(1, 2)];
    let games = [
        Game::prisoners_dilemma(5, 3, 1, 0),
        Game::battle_of_the_sexes(3, 2, 0),
        Game::matching_pennies(1),
        Game::rock_paper_scissors(1, 1),
        Game::coordination([1, 2, 3]),
        Game::inspection(10, 4, 1, 3),
        Game::travellers_dilemma(2, 9, 2),
        Game::public_goods(4, Rational::new(3, 2)),
        Game::minimum_effort(3, 3, 2, 1),
        Game::cournot(12, 1, &costs, &[grid.clone(), grid.clone()]),
        Game::bertrand(12, 1, &costs, &[grid.clone(), grid]),
    ];
    for game in games.into_iter().map(Result::unwrap) {
        assert_eq!(GameFile::read(&game.to_nfg()).unwrap().game, game, "{}", game.title());
        assert_eq!(GameFile::read(&GameFile::from(game.clone()).to_json()).unwrap().game, game);
        assert!(!game.title().is_empty());
    }
}

//! A small Axelrod tournament, without luck: who earns what against whom, what trembling hands change, and
//! which strategies are equilibria, from which patience on.
//!
//! `cargo run --example tournament`

use detente::prelude::*;
use detente::repeated::strategies::{Classic, Horizon, Roles, Strategy, StrategyProfile, Tournament};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "9/10")?;
    let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into())?;
    let mut entrants: Vec<Vec<Strategy>> = Classic::ALL.iter().map(|&classic| roles.pair(classic)).collect();
    let third = Rational::new(1, 3);
    entrants.push(vec![roles.generous_tit_for_tat(0, &third)?, roles.generous_tit_for_tat(1, &third)?]);

    println!("The Prisoner's Dilemma 5, 3, 1, 0 at delta 9/10: average payoffs against each, by rank.\n");
    let calm = Tournament::round_robin(&game, &entrants, &Rational::ZERO, Horizon::Discounted)?;
    println!("{calm}");

    let slip = Rational::new(1, 100);
    println!("The same with hands that tremble one time in a hundred:\n");
    println!("{}", Tournament::round_robin(&game, &entrants, &slip, Horizon::Discounted)?);
    println!("And in the long run, for perfectly patient players with trembling hands:\n");
    println!("{}", Tournament::round_robin(&game, &entrants, &slip, Horizon::LongRun)?);

    println!("Which choices of strategy are equilibria of the first tournament?\n");
    let choice = calm.to_game()?;
    for index in choice.pure_equilibria() {
        println!("  {}", choice.describe(index));
    }

    println!("\nAgainst every strategy there is: the discount factors at which a pair of equals is\n");
    println!("strategy                 a Nash equilibrium           subgame perfect");
    // Where temptation is smaller, repairing a slip pays: win-stay lose-shift needs T - R < R - P.
    for temptation in [5, 4] {
        let stage = Game::prisoners_dilemma(temptation, 3, 1, 0)?;
        let game = game.with_stage(stage)?;
        println!("temptation {temptation}");
        for classic in Classic::ALL {
            let both = StrategyProfile::new(game.stage(), &roles.pair(classic))?;
            let nash = both.nash_patience(&game)?.all;
            let perfect = both.subgame_perfect_patience(&game)?.all;
            println!("  {:<22} {:<28} {perfect}", classic.name(), nash.to_string());
        }
    }

    println!("\nWhy tit for tat is not subgame perfect at 9/10:");
    let both = StrategyProfile::new(game.stage(), &roles.pair(Classic::TitForTat))?;
    if let Some(gain) = both.subgame_perfect(&game)?.best_deviation {
        let action = &game.stage().action_labels(gain.player)[gain.action];
        println!(
            "  in '{}' player {} gains {} by playing {action} once",
            gain.name,
            gain.player + 1,
            gain.gain
        );
    }
    Ok(())
}

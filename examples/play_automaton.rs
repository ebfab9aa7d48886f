//! Play an equilibrium move by move, with a deviation, and watch the punishment.
//!
//! `cargo run --example play_automaton`

use detente::prelude::*;
use detente::repeated::automaton::Deviation;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cooperate, defect, or a punishment that hurts both: optimal penal codes use it, reversion cannot.
    let own = [[4, 0, -2], [6, 1, -2], [-2, -2, -5]].map(|row| row.map(Rational::from));
    let other = [[4, 6, -2], [0, 1, -2], [-2, -2, -5]].map(|row| row.map(Rational::from));
    let labels = ["cooperate", "defect", "punish"];
    let stage = Game::bimatrix(&own, &other)?
        .titled("Prisoner's Dilemma with a costly punishment")
        .labelled(["Row", "Column"], [labels.to_vec(), labels.to_vec()])?;
    let game = RepeatedGame::new(stage, "7/20")?;

    let cooperation = Profile::from([0, 0]);
    let target = CriticalTarget::Profile(cooperation.clone());
    let nash = critical_discount(game.stage(), &target, Punishment::Nash, &Options::default())?;
    let optimal = critical_discount(game.stage(), &target, Punishment::Optimal, &Options::default())?;
    println!("Nash reversion sustains cooperation from {nash}.");
    println!("Optimal penal codes from {optimal}.");

    let verdict = game.sustain(&cooperation)?;
    let automaton = verdict.automaton().ok_or("cooperation is sustained at 7/20")?;
    automaton.verify(&game)?;
    println!("\nAt 7/20, a carrot and a stick:\n{automaton}");

    let deviations = [Deviation { player: 0, round: 2, action: 1 }];
    let play = automaton.play(&game, 8, &deviations, 1)?;
    for round in &play.rounds {
        let Some((state, profile)) = &round.played else { continue };
        let profile = game.stage().describe(game.stage().index(profile)?);
        let name = &automaton.states[*state].name;
        let deviator =
            round.lone_deviator().map_or(String::new(), |p| format!("   <- player {} deviates", p + 1));
        println!("round {}: {profile:<22} in state {name}{deviator}", round.round);
    }
    println!("\nAs a drawing (Graphviz):\n{}", automaton.to_dot(game.stage()));
    Ok(())
}

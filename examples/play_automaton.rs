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
    let show = |critical: &Critical| match (&critical.exact, &critical.upper) {
        (Some(exact), _) => exact.to_string(),
        (None, Some(upper)) => format!("between {:.7} and {:.7}", critical.lower.to_f64(), upper.to_f64()),
        (None, None) => "none".into(),
    };
    println!("The patience from which cooperation lasts, if a deviation is punished by");
    println!("  the equilibrium of one round:   {}", show(&nash));
    println!("  the worst of all equilibria:    {}", show(&optimal));

    let verdict = game.sustain(&cooperation)?;
    let automaton = verdict.automaton().ok_or("cooperation is sustained at 7/20")?;
    automaton.verify(&game)?;
    println!("\nAt 7/20, a carrot and a stick:\n{}", automaton.in_words(game.stage()));

    let deviations = [Deviation { player: 0, round: 2, action: 1 }];
    let play = automaton.play(&game, 8, &deviations, 1)?;
    for round in &play.rounds {
        let Some((state, profile)) = &round.played else { continue };
        let profile = game.stage().describe(game.stage().index(profile)?);
        let name = &automaton.states[*state].name;
        let deviator = round.lone_deviator().map_or(String::new(), |player| {
            format!("   <- {} deviates", game.stage().player_labels()[player])
        });
        println!("round {}: {profile:<22} in state {name}{deviator}", round.round);
    }
    println!("\nAs a drawing (Graphviz):\n{}", automaton.to_dot(game.stage()));
    Ok(())
}

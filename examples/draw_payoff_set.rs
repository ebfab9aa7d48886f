//! Draws what two rivals can sustain without and with a sanction, and prints the SVG.
//!
//! `cargo run --example draw_payoff_set > docs/pictures/payoff-set.svg`

use detente::prelude::*;
use detente::report::plot::{FigureText, PayoffSpace};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rivals = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "2/5")?;
    let pact = Institution::named("pact").with(Sanction::on_lone_defectors(1)?.enforced("4/5")?);
    let allied = pact.apply(&rivals)?;

    let vertices = |game: &RepeatedGame| -> Result<Vec<[f64; 2]>, Box<dyn std::error::Error>> {
        Ok(game.payoff_set(&Options::default())?.outer.iter().map(|v| [v[0], v[1]]).collect())
    };
    let text = FigureText::new("What can two rivals sustain, without and with a sanction?")
        .answer("Without it they can at best take turns; with it they can cooperate for ever: (3, 3).")
        .assumption(
            "Prisoner's Dilemma 5, 3, 1, 0; discount factor 2/5; the sanction costs a lone defector 1 and is \
             enforced with probability 4/5",
        );
    let svg = PayoffSpace::new(text, ["Row", "Column"])
        .feasible([[1.0, 1.0], [5.0, 0.0], [3.0, 3.0], [0.0, 5.0]])
        .set("V without the sanction", vertices(&rivals)?)
        .set("V with the sanction", vertices(&allied)?)
        .stage("both cooperate", [3.0, 3.0])
        .stage("both defect", [1.0, 1.0])
        .self_help([1.0, 1.0])
        .to_svg()?;
    println!("{svg}");
    Ok(())
}

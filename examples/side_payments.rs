//! Side payments, the purest institution: what changes if rivals may pay one another, though nobody can
//! make them (Goldluecke and Kranz 2012)?
//!
//! `cargo run --release --example side_payments`

use detente::prelude::*;
use detente::repeated::transfers::RelationalGame;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Abreu's duopoly: low, medium or high output.
    let row = [[10, 3, 0], [15, 7, -4], [7, 5, -15]];
    let payoff = |i: usize, j: usize| Rational::from(row[i][j]);
    let duopoly = Game::from_function(&[3, 3], |p| vec![payoff(p[0], p[1]), payoff(p[1], p[0])])?;
    let duopoly = duopoly.labelled(["Firm 1", "Firm 2"], vec![vec!["L", "M", "H"]; 2])?;
    let cartel = RelationalGame::new(&duopoly);
    println!("Two firms, low (L), medium (M) or high (H) output; they may pay one another.\n");
    println!("from discount   jointly   played   punished to");
    for step in cartel.steps() {
        let punished: Vec<String> = step.payoffs.punishment.iter().map(Rational::to_string).collect();
        let played = duopoly.describe(duopoly.index(&step.profile)?);
        println!("{:>13}   {:>7}   {played}   {}", step.from, step.payoffs.joint, punished.join(", "));
    }

    let set = cartel.at("1/3")?;
    let contract = set.contract.ok_or("an equilibrium exists at one third")?;
    contract.verify(&duopoly)?;
    set.bound.verify(&duopoly)?;
    println!("\nThe contract at 1/3, every temptation checked in fractions (actions are numbered from 0):");
    print!("{contract}");

    // Two rivals, one of whom gains little from peace.
    let r = Rational::new;
    let rivals =
        Game::bimatrix(&[[r(4, 1), r(0, 1)], [r(5, 1), r(1, 1)]], &[[r(2, 1), r(4, 1)], [r(0, 1), r(3, 2)]])?;
    let game = RepeatedGame::new(rivals, "3/5")?;
    println!("\nTwo rivals, of whom the second gains little from peace: 2 instead of 3/2.");
    let compared = RelationalGame::compare(&game, &Profile::from([0, 0]), &Options::default())?;
    println!("{compared}");
    println!("The first side, which has patience to spare, can pay the second for its restraint.");
    Ok(())
}

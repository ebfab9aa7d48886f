//! A game of economics: two firms choose among 15 quantities, every year
//! anew (the duopoly of Judd, Yeltekin and Conklin 2003). When can they keep prices up?
//!
//! `cargo run --release --example cournot`

use detente::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The price is 6 less the total quantity (never below 0), a unit costs 3/5; quantities 0, 3/7, ..., 6.
    let grid: Vec<Rational> = (0..15).map(|step| Rational::new(3 * step, 7)).collect();
    let cost = Rational::new(3, 5);
    let stage = Game::cournot(6, 1, &[cost.clone(), cost], &[grid.clone(), grid])?;
    let equilibria: Vec<String> =
        stage.pure_equilibria().into_iter().map(|profile| stage.describe(profile)).collect();
    let one_year =
        stage.pure_equilibria().first().map_or(0.0, |&profile| stage.payoff_at(profile, 0).to_f64());
    println!("Pure equilibria of one year, as quantities: {}", equilibria.join(" "));
    println!(
        "The quantity of a monopoly is 27/10: two firms that share it earn most, and each wants to sell more."
    );
    println!("\nHow patient must both firms be to keep their quantities down for ever?\n");
    println!("each sells   each earns   optimal punishment      back to the equilibrium of one year");

    let options = Options::default();
    for step in [1, 2, 3] {
        let quantities = Profile::from([step, step]);
        let profit = stage.payoff(&quantities, 0)?.clone();
        let target = CriticalTarget::Profile(quantities);
        let needed = |punishment| critical_discount(&stage, &target, punishment, &options);
        let (optimal, nash) = (show(&needed(Punishment::Optimal)?), show(&needed(Punishment::Nash)?));
        println!("{:>10}   {:>10.4}   {optimal:<22}  {nash}", stage.action_labels(0)[step], profit.to_f64());
    }

    let firms = RepeatedGame::new(stage, "4/5")?;
    let set = firms.payoff_set(&options)?;
    println!("\nAt 4/5 the equilibrium payoffs fill a {:?} with these corners:", set.kind);
    for vertex in &set.outer {
        // Adding 0 turns the -0 of a bound that was rounded outwards into 0.
        let rounded = |x: f64| (x * 1e5).round() / 1e5 + 0.0;
        println!("  ({:7.5}, {:7.5})", rounded(vertex[0]), rounded(vertex[1]));
    }
    println!("A firm can be held to 0, what it gets by selling nothing. The equilibrium of one year leaves");
    println!("it {one_year:.4}: the optimal punishment is far harsher, so that it needs far less patience,");
    println!("and it can enforce quantities that pay less than the equilibrium of one year.");
    Ok(())
}

/// A critical value, exact where proven, else its enclosure.
fn show(critical: &Critical) -> String {
    match (&critical.exact, &critical.upper) {
        (Some(exact), _) => format!("{exact} = {:.6}", exact.to_f64()),
        (None, Some(upper)) => format!("{:.6} to {:.6}", critical.lower.to_f64(), upper.to_f64()),
        (None, None) => "never".into(),
    }
}

//! A game of economics: two firms choose quantities on a grid of 15 (Judd, Yeltekin and Conklin 2003).
//!
//! `cargo run --release --example cournot`

use detente::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Inverse demand 6 - q1 - q2, unit cost 3/5, quantities 0, 6/14, ..., 6.
    let quantity = |step: usize| Rational::new(6 * step as i64, 14);
    let zero = Rational::ZERO;
    let profit = |own: &Rational, other: &Rational| {
        let price = (Rational::from(6) - own - other).max(zero.clone());
        own * &(price - Rational::new(3, 5))
    };
    let stage = Game::from_function(&[15, 15], |p| {
        let (a, b) = (quantity(p[0]), quantity(p[1]));
        vec![profit(&a, &b), profit(&b, &a)]
    })?;
    let equilibria: Vec<String> =
        stage.pure_equilibria().iter().map(|&e| stage.profile(e).to_string()).collect();
    println!("Pure stage equilibria (steps of 6/14): {}", equilibria.join(" "));

    let options = Options::default();
    for (name, step) in [("half the monopoly output each", 3), ("a little more", 4)] {
        let target = CriticalTarget::Profile([step, step].into());
        let optimal = critical_discount(&stage, &target, Punishment::Optimal, &options)?;
        let nash = critical_discount(&stage, &target, Punishment::Nash, &options)?;
        let show = |critical: &Critical| match (&critical.exact, &critical.upper) {
            (Some(exact), _) => exact.to_string(),
            (None, Some(upper)) => format!("at most {:.6}", upper.to_f64()),
            (None, None) => "never".into(),
        };
        println!("{name}: critical discount {} (optimal), {} (Nash reversion)", show(&optimal), show(&nash));
    }

    let firms = RepeatedGame::new(stage, "4/5")?;
    let set = firms.payoff_set(&options)?;
    println!("\nAt 4/5 the equilibrium payoff set is a {:?} with {} vertices:", set.kind, set.outer.len());
    for vertex in &set.outer {
        println!("  ({:8.5}, {:8.5})", vertex[0], vertex[1]);
    }
    if let Some(threat) = &set.threat {
        println!(
            "The worst punishment leaves a firm {:.5}: less than nothing is never needed.",
            threat[0].abs()
        );
    }
    Ok(())
}

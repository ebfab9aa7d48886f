//! How patient must two rivals be to cooperate in a Prisoner's Dilemma, and what does a sanction change?
//!
//! `cargo run --example prisoners_dilemma`

use detente::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let stage = Game::prisoners_dilemma(5, 3, 1, 0)?; // temptation, reward, punishment, sucker
    let cooperation = Profile::from([0, 0]);
    let target = CriticalTarget::Profile(cooperation.clone());
    let options = Options::default();

    let critical = critical_discount(&stage, &target, Punishment::Optimal, &options)?;
    println!("Mutual cooperation needs a discount factor of {critical}.");
    let folk = critical_discount(&stage, &CriticalTarget::Folk, Punishment::Optimal, &options)?;
    println!(
        "From {} on, everything feasible above self-help is an equilibrium payoff.",
        folk.exact.unwrap_or_default()
    );

    let rivals = RepeatedGame::new(stage, "2/5")?;
    println!("\nAt 2/5: {}", rivals.sustain(&cooperation)?);

    let pact = Institution::named("pact").with(Sanction::on_lone_defectors(1)?.enforced("4/5")?);
    println!("\n{}", pact.explain(&rivals)?);
    let allied = pact.apply(&rivals)?;
    let verdict = allied.sustain(&cooperation)?;
    println!("At 2/5 under the pact: {verdict}");
    if let Some(automaton) = verdict.automaton() {
        automaton.verify(&allied)?;
        println!("\nThe strategy, checked move by move:\n{}", automaton.in_words(allied.stage()));
    }
    let critical = critical_discount(allied.stage(), &target, Punishment::Optimal, &options)?;
    println!("Under the pact mutual cooperation needs {}.", critical.exact.unwrap_or_default());

    println!("\nPatience   welfare of the best equilibrium   worst equilibrium payoff");
    for delta in ["1/5", "1/4", "2/5", "1/2", "3/4"] {
        let game = rivals.with_discount(delta)?;
        let best = game.best(Objective::Welfare, &options)?;
        let worst = game.best(Objective::Worst(0), &options)?;
        let show = |value: Option<Rational>| value.map_or("none".into(), |v| v.to_string());
        println!("{delta:>8}   {:>33}   {:>24}", show(best.attained), show(worst.attained));
    }
    Ok(())
}

//! Rivals who do not see what the other side does, only an alarm that may be false: what does a monitor
//! add, and does it matter whether it names the violator?
//!
//! `cargo run --release --example watched_rivals`

use detente::institution::{Alarm, Detection, Monitoring};
use detente::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "9/10")?;
    let alone = Setting::new(game)?.with_detection(Detection::new("2/5", "1/10")?);
    let observers = Institution::named("observers").with(Monitoring::detecting("1/2")?);
    let helped = observers.transform(&alone)?;
    println!("Prisoner's Dilemma 5, 3, 1, 0. Nobody sees a defection, everybody hears the alarm.");
    println!("Alone: {}. With observers: {}.\n", alone.detection(), helped.detection());

    println!("One alarm for both sides. Both do the same after every history (exact):");
    println!("                  best payoff at 9/10   payoff 2 needs patience");
    for (name, setting) in [("alone", &alone), ("with observers", &helped)] {
        let rivals = setting.public_monitoring(Alarm::Anonymous)?;
        let set = rivals.symmetric_set("9/10")?.ok_or("mutual defection at least")?;
        set.automaton.verify(&rivals)?;
        let critical = rivals.critical_symmetric_payoff(&Rational::from(2), &Options::default())?;
        let upper = critical.upper.map_or("never".into(), |upper| format!("{:.6}", upper.to_f64()));
        println!("{name:<15}   {:>19}   {upper:>23}", set.high.to_string());
    }
    println!("False alarms cost (T - R) eps / d for ever: patience does not remove it.\n");

    println!("The greatest joint payoff that any patience could bring (full cooperation pays 6):");
    let welfare = [Rational::ONE, Rational::ONE];
    for (name, alarm) in [("one alarm for both", Alarm::Anonymous), ("one for each side", Alarm::Attributed)]
    {
        let rivals = alone.public_monitoring(alarm)?;
        let bound = rivals.score(&welfare)?.value.ok_or("some profile can be enforced")?;
        let here = rivals.identification(&Profile::from([0, 0]))?;
        let tells = if here.pairs[0].identifiable { "tells" } else { "does not tell" };
        println!("  {name:<19} {bound}   ({tells} who defected from cooperation)");
    }
    println!("An alarm that names the violator lets the others gain what the violator pays: nothing is");
    println!("lost on the way, if it sees anything at all and the future counts enough.\n");

    let rivals = alone.public_monitoring(Alarm::Anonymous)?;
    let set = rivals.symmetric_set("9/10")?.ok_or("mutual defection at least")?;
    println!("The best equilibrium alone at 9/10 (action 0 cooperates; signal 1 is the alarm):");
    print!("{}", set.automaton);
    Ok(())
}

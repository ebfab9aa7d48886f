//! The Minsk Group: how strong would a mediator between Armenia and Azerbaijan have had to be?
//!
//! `cargo run --release --example minsk_group`

use detente::study::{
    CaseData, Instrument, LIMITS, Primitives, StudyError, Sufficient, Variant, karabakh_data, phase_verdict,
    sufficient_package, sufficient_strength,
};

/// Player 0 and player 1.
const SIDES: [&str; 2] = ["Armenia", "Azerbaijan"];

const ASSUMPTIONS: &str = "\
Assumptions. Every number is the most likely value of a range that rests on judgement, not an estimate. Who
blocks is the side that the model finds unwilling under these numbers: a matter of position in the game, not of
blame. That the Minsk Group had little to offer (little enforcement, guarantee or aid) is put in, so \"it was
ineffective\" is no finding; the thresholds are.";

const LEGEND: &str = "   \
   C compromise for ever is enforceable and acceptable to both; v not that, but some other bargain;
   . nothing; ? no equilibrium in pure strategies, so no verdict.
   Each entry: no institution, the Minsk Group as it was, a strong institution.
   BelowMinmax: compromise gives the side less than it can secure alone; DecisiveWar: a war that settles
   everything pays it more; Monitoring: defection is seen too seldom.";

const READING: &str = "\
Reading
- At the coded values of 2016-20 neither patience, nor monitoring, nor cheaper talks is enough by itself: the
  side that blocks gets less from compromise than it can secure alone. Payments and sanctions move it.
- The accounts disagree, also on the size of what is needed. A threshold that only one of them gives is a
  statement about that account of war.
- More is not always better: what spares the exploited side a loss also spares it the punishment.";

const PHASES: [&str; 6] = ["1994-2003", "2004-10", "2011-16", "2016-20", "2020-22", "2023"];

fn main() -> Result<(), StudyError> {
    let data = karabakh_data()?;
    println!("How strong would the Minsk Group have had to be?\n");
    println!("{ASSUMPTIONS}");

    println!("\n1. What is left of cooperation");
    println!("{LEGEND}\n");
    println!(
        "   {:<10}  {:>8}  {:>13}  {:>9}   who blocks under Minsk, and why",
        "", "reduced", "three actions", "absorbing"
    );
    for phase in PHASES {
        verdicts(data, phase)?;
    }

    println!("\n2. How much of each package is enough (1 = as it was, at most 2 tried)\n");
    println!("   {:<10}  {:<14}  {:<24}  {:<24}", "", "", "Minsk Group times", "strong institution times");
    for phase in PHASES {
        let case = data.phase(phase)?.at_modes()?.to_floats();
        for variant in Variant::ALL {
            let package = |name| sufficient_package(&case, variant, data.institution(name)?);
            let (minsk, strong) = (show(&package("Minsk")?), show(&package("strong")?));
            println!("   {phase:<10}  {:<14}  {minsk:<24}  {strong}", variant.name());
        }
    }

    println!("\n3. One instrument alone, 2016-20: the strengths that are enough");
    println!(
        "   Shares lie in [0, 1]; aid and sanctions are payoffs per year, the stake being worth 1 to Armenia.\n"
    );
    println!("   coded values");
    let case = data.phase("2016-20")?.at_modes()?.to_floats();
    instruments(&case)?;
    println!(
        "\n   war costs times 4.56 and relative gains 0.2, which agree with where the ceasefire held and broke"
    );
    instruments(&case.with_war_costs_scaled(&4.56)?.with_relative_gains(&0.2))?;

    println!("\n{READING}");

    println!("\nLimits");
    for limit in LIMITS {
        println!("- {limit}");
    }
    Ok(())
}

fn verdicts(data: &CaseData, phase: &str) -> Result<(), StudyError> {
    let case = data.phase(phase)?.at_modes()?;
    let under = |institution| phase_verdict(&case, &data.institution(institution)?.at_modes()?);
    let (none, minsk, strong) = (under("none")?, under("Minsk")?, under("strong")?);
    let letters = |variant: usize| -> String {
        [&none, &minsk, &strong].map(|verdict| verdict.variants[variant].prospect.letter()).iter().collect()
    };
    let mut blockers = Vec::new();
    for verdict in &minsk.variants {
        if let (Some(side), Some(reason)) = (verdict.blocker, verdict.reason) {
            blockers.push(format!("{}: {}, {reason:?}", verdict.variant.name(), SIDES[side]));
        }
    }
    println!(
        "   {phase:<10}  {:>8}  {:>13}  {:>9}   {}",
        letters(0),
        letters(1),
        letters(2),
        blockers.join("; ")
    );
    Ok(())
}

fn instruments(case: &Primitives<f64>) -> Result<(), StudyError> {
    println!("   {:<20}  {:<22}  {:<22}  absorbing", "", "reduced", "three actions");
    for instrument in Instrument::ALL {
        let mut cells = Vec::new();
        for variant in Variant::ALL {
            cells.push(match instrument.acts_in(variant) {
                true => show(&sufficient_strength(case, variant, instrument)?),
                false => "does not act here".into(),
            });
        }
        println!("   {instrument:<20}  {:<22}  {:<22}  {}", cells[0], cells[1], cells[2]);
    }
    Ok(())
}

/// The strengths that are enough, as intervals: more is not always better.
fn show(sufficient: &Sufficient) -> String {
    let interval = |[low, high]: &[f64; 2]| match (*low <= 0.0, *high >= sufficient.tried_up_to) {
        (true, true) => "any".to_string(),
        (true, false) => format!("up to {high:.2}"),
        (false, true) => format!("from {low:.2}"),
        (false, false) => format!("{low:.2} to {high:.2}"),
    };
    match sufficient.intervals.as_slice() {
        [] => "none".into(),
        intervals => intervals.iter().map(interval).collect::<Vec<_>>().join(", "),
    }
}

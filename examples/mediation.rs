//! Mediation under distrust: what can a mediator do who knows the two sides, who has to ask them, or who
//! only coordinates them?
//!
//! `cargo run --example mediation`

use detente::Rational;
use detente::equilibrium::bayesian::{BayesianGame, Mediator, OutcomeRule, RuleEntry, bayes_nash};
use detente::equilibrium::nash::NashOptions;
use detente::equilibrium::{
    Concept, Distribution, EquilibriumError, Objective, WeightedProfile, optimal_correlated,
};
use detente::lp::LpOptions;
use detente::study::{TrustGame, TrustPayoffs, mutual_cooperation, trust_needed_before_signals};

/// Two sides. A security seeker prefers mutual cooperation (4) to exploiting the other (3), peace in arms (1)
/// and being exploited (0); an expansionist would rather exploit a cooperator (3) than cooperate (2).
fn sides(trust: Rational) -> TrustGame {
    TrustGame { seeker: TrustPayoffs::new(3, 4, 1, 0), expansionist: TrustPayoffs::new(3, 2, 1, 0), trust }
}

/// The most likely that cooperation is in any equilibrium without a mediator.
fn alone(game: &BayesianGame) -> Result<Rational, EquilibriumError> {
    let found = bayes_nash(game, &NashOptions::default())?;
    let both = [0, 0].into();
    let chances =
        found.equilibria.iter().map(|equilibrium| equilibrium.rule(game)?.probability_of(game, &both));
    Ok(chances.collect::<Result<Vec<_>, _>>()?.into_iter().max().unwrap_or_default())
}

/// The same with a mediator who recommends strategies and learns nothing. A strategy is numbered by what
/// it does as a seeker, then as an expansionist: 0 cooperates always, 1 as a seeker only.
fn coordinated(game: &BayesianGame, trust: &Rational) -> Result<Rational, EquilibriumError> {
    let strategic = game.strategic_form()?;
    let cooperates = |strategy: usize| match strategy {
        0 => Rational::ONE,
        1 => trust.clone(),
        2 => &Rational::ONE - trust,
        _ => Rational::ZERO,
    };
    let both =
        |index: usize| cooperates(strategic.action_at(index, 0)) * cooperates(strategic.action_at(index, 1));
    let objective = Objective::Outcomes((0..strategic.profiles()).map(both).collect());
    let best = optimal_correlated(&strategic, Concept::Correlated, &objective, &LpOptions::default())?;
    Ok(best.bounds[0].clone())
}

fn mediated(game: &TrustGame, mediator: Mediator) -> Result<Rational, EquilibriumError> {
    let best = game.best_cooperation(mediator)?;
    best.verify(&game.bayesian()?, &mutual_cooperation())?;
    Ok(best.bounds[0].clone())
}

/// Two seekers are told to cooperate, all others to defect.
fn bring_seekers_together(game: &BayesianGame) -> Result<OutcomeRule, EquilibriumError> {
    let entry = |types: usize| -> Result<RuleEntry, EquilibriumError> {
        let profile = if types == 0 { [0, 0] } else { [1, 1] }.into();
        let certain = WeightedProfile { profile, probability: Rational::ONE };
        Ok(RuleEntry { types: game.type_profile(types), distribution: Distribution::new(vec![certain])? })
    };
    OutcomeRule::new((0..game.type_profiles()).map(entry).collect::<Result<_, _>>()?)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!(
        "1. How likely can mutual cooperation be? (exact; each mediator's rule is checked with its prices)\n"
    );
    println!("   trust     alone    coordinated    asked    known to the mediator");
    for trust in ["1/10", "1/4", "2/5", "499/1000", "1/2", "3/4"] {
        let trust: Rational = trust.parse()?;
        let game = sides(trust.clone());
        let bayesian = game.bayesian()?;
        println!(
            "   {:<9} {:<8} {:<14} {:<8} {}",
            trust.to_string(),
            alone(&bayesian)?.to_string(),
            coordinated(&bayesian, &trust)?.to_string(),
            mediated(&game, Mediator::Eliciting)?.to_string(),
            mediated(&game, Mediator::Omniscient)?,
        );
    }
    let game = sides("2/5".parse()?);
    if let Some(threshold) = game.threshold() {
        println!(
            "\n   A seeker needs trust {threshold} to cooperate; talking to a mediator does not change that."
        );
    }

    println!("\n2. Why asking fails: the rule of the mediator who knows, if it had to ask (trust 2/5)\n");
    println!("   type 0 is a seeker, 1 an expansionist; action 0 is cooperation, 1 defection");
    let bayesian = game.bayesian()?;
    for tempting in bring_seekers_together(&bayesian)?.temptations(&bayesian, Mediator::Eliciting)? {
        println!("   {}: gains {}", tempting.temptation, tempting.gain);
    }

    println!("\n3. Where asking is enough, and where nothing is (trust 1/5)\n");
    let plain = sides("1/5".parse()?);
    let harmless = TrustGame { expansionist: TrustPayoffs::new(1, 0, 1, 0), ..plain.clone() };
    let tempted = TrustGame { seeker: TrustPayoffs::new(5, 4, 1, 0), ..plain.clone() };
    for (case, game) in [
        ("expansionists gain by being trusted", &plain),
        ("expansionists have no use for trust", &harmless),
        ("seekers, too, would exploit a cooperator", &tempted),
    ] {
        let (asked, known) = (mediated(game, Mediator::Eliciting)?, mediated(game, Mediator::Omniscient)?);
        println!("   {case:<42} asked {:<6} known {known}", asked.to_string());
    }

    println!(
        "\n4. Verification instead of talk: the trust that seekers need before signals about both sides\n"
    );
    for accuracy in ["1/2", "3/5", "4/5", "19/20"] {
        let needed = trust_needed_before_signals(&Rational::new(1, 2), &accuracy.parse()?);
        println!("   signals right with probability {accuracy:<6} trust {}", needed.unwrap_or_default());
    }
    println!("\n{READING}");
    Ok(())
}

const READING: &str = "\
A mediator who knows both sides brings together the two seekers whenever there are two, at any level of
trust. One who has to ask achieves nothing below the threshold and no more than the sides alone above it: an
expansionist would claim to be a seeker and then defect. What helps is verification, or whatever makes it
useless to be trusted wrongly.";

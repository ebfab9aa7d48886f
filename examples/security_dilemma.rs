//! The security dilemma (Jervis 1978): when is mutual restraint a matter of trust, and when does the
//! advantage of striking first turn it into a Prisoner's Dilemma?
//!
//! `cargo run --example security_dilemma`

use detente::Rational;
use detente::equilibrium::SideClass;
use detente::game::Game;
use detente::study::{
    CriticalPatience, InstitutionParameters, Primitives, ReducedGame, Side, StudyError, WarAccounting,
};

/// Two equal sides over a stake of 1, now held half and half. War is certain where one side attacks, and
/// the first strike multiplies the odds of winning by `first_move`.
fn rivals(first_move: Rational) -> Primitives<Rational> {
    let half = Rational::new(1, 2);
    let side = Side {
        stake: Rational::ONE,
        indivisibility: Rational::ZERO,
        war_cost: Rational::new(1, 5),
        stand_off_cost: Rational::new(1, 5),
        peace_dividend: Rational::new(3, 20),
        negotiation_cost: Rational::new(1, 20),
        relative_gains: Rational::ZERO,
    };
    Primitives {
        sides: [side.clone(), side],
        division: half.clone(),
        holding: half.clone(),
        victory: half.clone(),
        integrative: Rational::ZERO,
        first_move,
        surprise_left: half.clone(),
        fait_accompli: Rational::new(3, 10),
        pocketed_dividend: Rational::ZERO,
        hazard: Rational::ONE,
        detection: Rational::ONE,
        false_alarm: Rational::ZERO,
        discount: half,
    }
}

/// The belief in the other's restraint from which restraint is a best reply: with temptation T, reward R,
/// punishment P and sucker's payoff S it is `(P - S) / ((P - S) + (R - T))`. `None`: no trust is enough.
fn trust_needed(t: &Rational, r: &Rational, p: &Rational, s: &Rational) -> Option<Rational> {
    let (fear, assurance) = (p - s, r - t);
    (r >= t).then(|| fear.clone() / (fear + assurance))
}

const READING: &str = "\
Up to a multiplier of 33/17 restraint is a matter of trust: no side wants to strike a side that holds back, but
the belief in the other's restraint has to be the firmer the more a first strike gains. No patience is needed.
Beyond 33/17 striking first pays against anyone: trust no longer helps, only the future does, and ever more of
it. An institution that cuts the first-move advantage (inspections, zones without troops) moves the pair back
up this table.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("1. The Stag Hunt: both are best off together, but who hunts the stag alone gets nothing.");
    let hunt = Game::stag_hunt(3, 4, 2, 0)?;
    let equilibria = hunt.pure_equilibria().into_iter().map(|profile| hunt.describe(profile));
    println!("   Equilibria: {}.", equilibria.collect::<Vec<_>>().join(" and "));
    if let Some(trust) = trust_needed(&3.into(), &4.into(), &2.into(), &0.into()) {
        println!(
            "   Joining pays for whoever believes with probability {trust} or more that the other joins."
        );
    }

    println!(
        "\n2. The same with arms: compromise or help yourself, and the first strike multiplies the odds."
    );
    println!("   (per year, for each side: T attack alone, R compromise, P both attack, S attacked)\n");
    println!("   multiplier       T       R       P       S   game                 trust   patience");
    for first_move in ["1", "5/4", "3/2", "7/4", "33/17", "2", "4", "8"] {
        print_row(first_move)?;
    }
    println!("\n{READING}");

    println!("\n   multiplier 4, with the advantage cut by\n");
    println!("          cut       T       R       P       S   game                 trust   patience");
    for cut in ["1/2", "35/51", "4/5"] {
        let institution =
            InstitutionParameters { first_move_cut: cut.parse()?, ..InstitutionParameters::none() };
        print_game(cut, &ReducedGame::new(&rivals(4.into()), &institution, WarAccounting::Transient))?;
    }
    Ok(())
}

fn print_row(first_move: &str) -> Result<(), Box<dyn std::error::Error>> {
    let case = rivals(first_move.parse()?);
    case.validate()?;
    print_game(
        first_move,
        &ReducedGame::new(&case, &InstitutionParameters::none(), WarAccounting::Transient),
    )?;
    Ok(())
}

/// The sides are equal, so side 0 speaks for both.
fn print_game(label: &str, game: &ReducedGame<Rational>) -> Result<(), StudyError> {
    let (t, r, p, s) = (&game.temptation[0], &game.reward[0], &game.punishment[0], &game.sucker[0]);
    let class = match game.class(0) {
        SideClass::StagHunt => "Stag Hunt".to_string(),
        SideClass::PrisonersDilemma => "Prisoner's Dilemma".to_string(),
        other => format!("{other:?}"),
    };
    let trust =
        trust_needed(t, r, p, s).map_or("none helps".into(), |trust| format!("{:.3}", trust.to_f64()));
    let patience = match game.critical(0) {
        CriticalPatience::From(delta) => format!("{:.3}", delta.to_f64().max(0.0)),
        CriticalPatience::Never => "never".into(),
    };
    let [t, r, p, s] = [t, r, p, s].map(Rational::to_f64);
    println!("   {label:>10}  {t:6.3}  {r:6.3}  {p:6.3}  {s:6.3}   {class:<18}  {trust:>10}   {patience:>8}");
    Ok(())
}

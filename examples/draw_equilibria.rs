//! Draws three pictures of one-shot games into a folder (`target/equilibria`, or the one that is named):
//! where best replies meet, which action is best against which mixture, and what equilibria pay.
//!
//! `cargo run --example draw_equilibria -- docs/pictures`

use std::path::{Path, PathBuf};

use detente::equilibrium::nash::{NashEquilibrium, NashOptions, extreme_equilibria};
use detente::equilibrium::{Concept, correlated_payoffs};
use detente::geometry::Polygon;
use detente::lp::LpOptions;
use detente::report::plot::{BestReplies, FigureText, PayoffSpace, UpperEnvelope};
use detente::{Game, Rational};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("target/equilibria"), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let chicken = Game::chicken(7, 6, 0, 2)?;
    save(&folder, "best-replies", &best_replies(&chicken)?)?;
    save(&folder, "upper-envelope", &upper_envelope()?)?;
    save(&folder, "equilibrium-payoffs", &equilibrium_payoffs(&chicken)?)
}

fn save(folder: &Path, name: &str, svg: &str) -> Result<(), Failure> {
    let path = folder.join(name).with_extension("svg");
    std::fs::write(&path, svg)?;
    println!("{}", path.display());
    Ok(())
}

fn equilibria(game: &Game<Rational>) -> Result<Vec<NashEquilibrium>, Failure> {
    Ok(extreme_equilibria(game, &NashOptions::default())?.equilibria)
}

/// A player's chance of its second action.
fn second(equilibrium: &NashEquilibrium, player: usize) -> f64 {
    equilibrium.strategies[player].probabilities()[1].to_f64()
}

fn name(equilibrium: &NashEquilibrium, game: &Game<Rational>) -> String {
    let action = |player: usize| {
        let strategy = &equilibrium.strategies[player];
        strategy.as_pure().map_or("mixed", |action| game.action_labels(player)[action].as_str())
    };
    if equilibrium.is_pure() { format!("{}, {}", action(0), action(1)) } else { "mixed".into() }
}

fn best_replies(game: &Game<Rational>) -> Result<String, Failure> {
    let text = FigureText::new("Where do the best replies of two drivers meet?")
        .answer("At three points: either swerves while the other goes straight, or both mix.")
        .assumption("Chicken 7, 6, 0, 2");
    let mut picture = BestReplies::of(text, game)?;
    for equilibrium in equilibria(game)? {
        let at = [second(&equilibrium, 0), second(&equilibrium, 1)];
        picture = picture.equilibrium(name(&equilibrium, game), at);
    }
    Ok(picture.to_svg()?)
}

fn upper_envelope() -> Result<String, Failure> {
    // An inspector may look or not; an operator may comply, cheat a little, or cheat a lot.
    let game = Game::exact_bimatrix(&[[2, 2], [4, 1], [6, -4], [1, 1]], &[[4, 3], [2, 3], [0, 3], [3, 3]])?
        .labelled(
        ["Operator", "Inspector"],
        [vec!["comply", "cheat a little", "cheat a lot", "close down"], vec!["rest", "inspect"]],
    )?;
    let text = FigureText::new("How often must an inspector inspect?")
        .answer("In two years of three, complying becomes the operator's best reply.")
        .assumption("Payoffs invented for this picture");
    let picture = UpperEnvelope::of(text, &game, 0)?.mark("comply from here", 2.0 / 3.0);
    Ok(picture.to_svg()?)
}

fn equilibrium_payoffs(game: &Game<Rational>) -> Result<String, Failure> {
    let float = |payoffs: &[Rational]| [payoffs[0].to_f64(), payoffs[1].to_f64()];
    let stage = |index: usize| float(game.payoffs_at(index));
    let corners = |polygon: &Polygon<Rational>| -> Vec<[f64; 2]> {
        polygon.vertices().iter().map(|vertex| float(vertex)).collect()
    };
    let payoffs = (0..game.profiles()).map(|index| game.payoffs_at(index));
    let feasible = Polygon::hull(payoffs.map(|u| [u[0].clone(), u[1].clone()]).collect());
    let plans = correlated_payoffs(game, Concept::Correlated, &LpOptions::default())?;
    let text = FigureText::new("What can a mediator add to the equilibria of Chicken?")
        .answer("Both can get 5.25: more than by mixing alone, and more evenly than by any pure equilibrium.")
        .assumption("Chicken 7, 6, 0, 2; correlated equilibria exactly");
    let mut picture = PayoffSpace::new(text, ["Player 1", "Player 2"])
        .unit("one round")
        .feasible(corners(&feasible))
        .set("correlated equilibria", corners(&plans.polygon));
    for index in 0..game.profiles() {
        picture = picture.stage(game.describe(index), stage(index));
    }
    for equilibrium in equilibria(game)? {
        // The payoffs of pure equilibria are named as profiles already.
        let label = if equilibrium.is_pure() { "" } else { "mixed" };
        picture = picture.equilibrium(label, float(&equilibrium.payoffs));
    }
    Ok(picture.to_svg()?)
}

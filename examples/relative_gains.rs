//! How cooperation collapses as rivals come to mind what the other gets: `U_i = u_i - k_i u_j`.
//!
//! `cargo run --example relative_gains`

use detente::collapse::measures::{individually_rational_set, sustained_share, zero_sum_index};
use detente::geometry::Polygon;
use detente::prelude::*;

const DELTA: &str = "4/5";

const INTRODUCTION: &str = "\
A Prisoner's Dilemma (5, 3, 1, 0) in which each side also minds the other's payoff: with weight k1, with k2.
Needed: the patience from which mutual cooperation can last. V: all equilibrium payoffs at 4/5; its share of
what is feasible and leaves nobody below what it gets by self-help.";

const READING: &str = "\
With equal weights the patience needed is (2 + 3 k) / (4 + k): it reaches 1 at k = 1, where what one side wins
the other loses. The same happens at any weights whose product is 1. There the game is strictly competitive, V
is the one point of mutual self-help, and no patience and no promise helps.
Two measures of collapse differ: at weights (2, 0) mutual cooperation can never last, because player 1 prefers
self-help to it, and yet many other bargains are left.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    println!("{INTRODUCTION}\n");
    println!("  k1    k2    zero-sum index   patience needed   V at {DELTA}               share");
    for k in ["0", "1/5", "2/5", "3/5", "7/10", "4/5", "9/10", "1"] {
        row(&stage, k, k)?;
    }
    println!();
    for (k1, k2) in [("2", "0"), ("2", "1/4"), ("2", "1/2"), ("1/2", "2")] {
        row(&stage, k1, k2)?;
    }
    println!("\n{READING}");

    // At k = 1 the payoffs of cooperation and of self-help are the same, but only one of them can be played.
    let rivals = RelativeGains::equal(Rational::ONE)?.apply(&stage)?;
    let verdict = |actions: [usize; 2]| RepeatedGame::new(rivals.clone(), DELTA)?.sustain(&actions.into());
    println!(
        "\nAt k = 1 both (cooperate, cooperate) and (defect, defect) are worth (0, 0). Can they be played?"
    );
    println!("  cooperate: {}", verdict([0, 0])?);
    println!("  defect:    {}", verdict([1, 1])?);
    Ok(())
}

fn row(stage: &Game<Rational>, k1: &str, k2: &str) -> Result<(), Box<dyn std::error::Error>> {
    let rivals = RelativeGains::new(k1.parse()?, k2.parse()?)?.apply(stage)?;
    let index = zero_sum_index(&rivals)?.map_or("undefined".into(), |index| format!("{:.4}", index.value));

    let cooperation = CriticalTarget::Profile([0, 0].into());
    let critical = critical_discount(&rivals, &cooperation, Punishment::Optimal, &Options::default())?;
    let needed = match (&critical.exact, &critical.upper) {
        (Some(exact), _) => exact.to_string(),
        (None, Some(upper)) => format!("<= {:.6}", upper.to_f64()),
        (None, None) => "never enough".into(),
    };

    // Proven in exact arithmetic: these payoffs generate one another. The outer bound says that they are all.
    let game = RepeatedGame::new(rivals.clone(), DELTA)?;
    if game.payoff_set(&Options::default())?.gap.is_none_or(|gap| gap > 1e-8) {
        return Err(format!("V is not settled at weights {k1} and {k2}").into());
    }
    let proven = game.certified_inner_set(&Options::default())?.map_or(Vec::new(), |set| set.vertices);
    let set = Polygon::hull(proven.into_iter().map(|v| [v[0].clone(), v[1].clone()]).collect());
    // In a Prisoner's Dilemma mutual self-help is the minmax point, and it stays so under relative gains.
    let self_help = [rivals.payoff_at(3, 0).clone(), rivals.payoff_at(3, 1).clone()];
    let share = sustained_share(&set, &individually_rational_set(&rivals, &self_help)?);
    let share = share.map_or("nothing to share".into(), |share| format!("{:.3}", share.to_f64()));
    let kind = match set.vertices() {
        [] => "empty".into(),
        [[x, y]] => format!("the point ({x}, {y})"),
        [_, _] => "a segment".into(),
        _ => format!("area {:.3}", set.area().to_f64()),
    };
    println!("{k1:>4}  {k2:>4}    {index:>14}   {needed:>15}   {kind:<21}  {share}");
    Ok(())
}

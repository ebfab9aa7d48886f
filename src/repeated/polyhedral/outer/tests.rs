//! The outer set shrinks soundly.

use super::super::directions::starting;
use super::*;
use crate::Rational;
use crate::game::{Game, RandomFamily, RandomGames};
use crate::lp::{Bounds, LinearProgram, LpOptions, Relation};
use crate::repeated::{Options, RepeatedGame};

fn random_game(seed: u64) -> RepeatedGame {
    let mut games = RandomGames::new(RandomFamily::Independent, &[2, 3, 2], seed).unwrap();
    let stage: Game<Rational> = games.next().unwrap();
    RepeatedGame::new(stage, "3/5").unwrap()
}

#[test]
fn sets_shrink_threats_rise_and_profiles_stay_dropped() {
    for seed in 0..20 {
        let stage = FloatStage::of(&random_game(seed));
        let mut outer = Outer::new(&stage, &starting(&stage, 40));
        for _ in 0..30 {
            let before = outer.clone();
            if outer.pass(&stage, Operator::Binding).is_none() {
                break;
            }
            assert!(outer.bounds.iter().zip(&before.bounds).all(|(new, old)| new <= old));
            assert!(outer.threat.iter().zip(&before.threat).all(|(new, old)| new >= old));
            assert!(outer.live.iter().all(|p| before.live.contains(p)));
        }
    }
}

#[test]
fn supports_are_those_of_the_exact_linear_program_rounded_outwards() {
    for seed in 0..8 {
        let stage = FloatStage::of(&random_game(seed));
        let mut outer = Outer::new(&stage, &starting(&stage, 40));
        if outer.run(&stage, 1e-13, &Options::default().budget()) == Ending::Empty {
            continue;
        }
        let exact = |x: f64| Rational::from_f64(x).unwrap();
        for goal in [[1.0, 0.25, -0.5], [-0.75, 1.0, 0.0], [0.5, 0.5, 1.0]] {
            let mut program = LinearProgram::maximise();
            goal.iter().for_each(|&h| {
                program.add_variable(exact(h), Bounds::free());
            });
            for l in 0..outer.directions() {
                let terms = outer.normal(l).iter().map(|&x| exact(x)).enumerate();
                program.add_row("side", terms, Relation::AtMost, exact(outer.bound(l))).unwrap();
            }
            let best = program.solve_exact(&LpOptions::default()).unwrap().optimum().unwrap();
            let (bound, _) = outer.support(&goal);
            assert!(exact(bound) >= best.objective);
            assert!(bound - best.objective.to_f64() < 1e-9);
        }
    }
}

//! The float solver against the reference sets: 35 games solved by at least two independent programs.

mod common;

use detente::geometry::{Kind, hausdorff};
use detente::repeated::fast::{FloatGame, Limits, Solver, Stop};

#[test]
fn every_reference_set_is_met_within_1e_8_of_the_payoff_range() {
    let mut solver = Solver::new();
    for (reference, game) in common::reference_sets() {
        let float = FloatGame::of(&game).unwrap();
        let outline = solver.solve(&float, reference.delta.to_f64(), &Limits::default());
        let range = float.scale(0).1.max(float.scale(1).1);
        let distance = hausdorff(&outline.vertices, &reference.vertices);
        assert!(distance <= 1e-8 * range, "{}: {distance} {:?}", reference.name, outline);
        assert_ne!(outline.stop, Stop::Limit, "{}", reference.name);
        if let (Some(a), Some(b)) = (outline.threat, reference.threat) {
            assert!((0..2).all(|i| (a[i] - b[i]).abs() <= 1e-8 * range), "{}", reference.name);
        }
        assert_eq!(reference.kind == Kind::Empty, outline.stop == Stop::Empty);
    }
}

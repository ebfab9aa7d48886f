//! The case's games solved twice, by polygon geometry and by linear programs: they must agree.

use detente::geometry::hausdorff;
use detente::repeated::{Options, RepeatedGame};
use detente::study::{INSTRUMENTS, PRIMITIVES, StageModel, WarAccounting, karabakh_data};
use detente::{Game, Rational};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn planar(points: &[Vec<f64>]) -> Vec<[f64; 2]> {
    points.iter().map(|p| [p[0], p[1]]).collect()
}

fn assert_routes_agree(game: &RepeatedGame, what: &str) {
    let geometry = game.payoff_set(&Options::default()).unwrap();
    let programs = game.payoff_set_by_linear_programs(&Options::default()).unwrap();
    assert_eq!(geometry.kind, programs.kind, "{what}");
    let distance = hausdorff(&planar(&geometry.outer), &planar(&programs.outer));
    let scale = geometry.outer.iter().flatten().fold(1.0, |m: f64, x| m.max(x.abs()));
    assert!(distance <= 1e-6 * scale, "{what}: the outer sets differ by {distance}");
}

#[test]
fn geometry_and_linear_programs_agree_on_every_phase_and_institution_at_the_modes() {
    let data = karabakh_data().unwrap();
    for phase in &data.phases {
        for preset in &data.institutions {
            let (case, institution) = (phase.at_modes().unwrap(), preset.at_modes().unwrap());
            let model = StageModel::new(&case, &institution, WarAccounting::Absorbing);
            let what = format!("{} under {}", phase.name, preset.name);
            assert_routes_agree(&model.repeated().unwrap(), &what);
        }
    }
}

#[test]
fn geometry_and_linear_programs_agree_on_a_seeded_subsample_of_draws() {
    let data = karabakh_data().unwrap();
    let mut dice = ChaCha8Rng::seed_from_u64(0);
    let mut uniform = || f64::from(dice.next_u32()) / 4_294_967_296.0;
    for phase in &data.phases {
        for _ in 0..2 {
            let quantiles: [f64; PRIMITIVES] = std::array::from_fn(|_| uniform());
            let strengths: [f64; INSTRUMENTS] = std::array::from_fn(|_| uniform());
            let case = phase.at_quantiles(&quantiles);
            let strong = data.institution("strong").unwrap().at_quantiles(&strengths);
            // Without absorbing war, so that sets with area come up as well.
            let model = StageModel::new(&case, &strong, WarAccounting::Transient);
            let stage: Game<Rational> = model.game().unwrap().to_exact();
            let discount = Rational::from_f64(model.discount).unwrap();
            let game = RepeatedGame::new(stage, discount).unwrap();
            assert_routes_agree(&game, &phase.name);
        }
    }
}

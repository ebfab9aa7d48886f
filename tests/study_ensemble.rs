//! The reduced variant's shares against those of an independent prototype (10,000 draws a phase).

use detente::Rational;
use detente::study::{
    DivisionRule, Ensemble, EnsembleOptions, GainsWeights, InstitutionPreset, Phase, ensemble, karabakh_data,
};

const DRAWS: usize = 10_000;

/// Four combined standard errors of two runs of `DRAWS` draws, plus the rounding of a printed percentage.
fn tolerance(share: f64, draws: usize, rounding: f64) -> f64 {
    let p = share.clamp(1e-4, 1.0 - 1e-4);
    4.0 * (2.0 * p * (1.0 - p) / draws as f64).sqrt() + rounding
}

fn run(phase: &Phase, institutions: &[InstitutionPreset], options: EnsembleOptions) -> Ensemble {
    let result = ensemble(phase, institutions, &EnsembleOptions { draws: DRAWS, ..options }).unwrap();
    assert_eq!(result.invalid, 0);
    result
}

fn assert_share(found: f64, percent: f64, draws: usize, rounding: f64, label: &str) {
    let expected = percent / 100.0;
    let allowed = tolerance(expected, draws, rounding);
    assert!((found - expected).abs() <= allowed, "{label}: {found} instead of {expected} (+- {allowed})");
}

#[test]
fn own_division_shares_by_phase_are_the_prototypes() {
    // Anarchy, Minsk where anarchy fails, strong where both fail, nothing helps; in percent.
    let expected = [
        ("1988-91", [2.1, 2.1, 77.7, 18.1]),
        ("1992-94", [1.1, 0.8, 60.2, 37.9]),
        ("1994-2003", [0.0, 0.0, 7.4, 92.6]),
        ("2004-10", [0.0, 0.0, 9.2, 90.7]),
        ("2011-16", [0.1, 0.0, 15.1, 84.8]),
        ("2016-20", [0.4, 0.1, 28.7, 70.8]),
        ("2020-22", [29.9, 6.8, 54.3, 9.0]),
        ("2023", [8.4, 3.9, 54.1, 33.6]),
    ];
    let data = karabakh_data().unwrap();
    for (phase, row) in expected {
        let result = run(data.phase(phase).unwrap(), &data.institutions, EnsembleOptions::default());
        let ladder = result.ladder(&["none", "Minsk", "strong"]).unwrap();
        assert_eq!(ladder.iter().map(|share| share.count).sum::<usize>(), DRAWS);
        for (share, percent) in ladder.iter().zip(row) {
            assert_share(share.value(), percent, DRAWS, 0.0005, phase);
        }
    }
}

#[test]
fn the_strong_institution_alone_is_where_the_rerun_put_it() {
    // An independent re-run gave 78.4 to 78.9 for what the strong institution adds in 1988-91.
    let data = karabakh_data().unwrap();
    let result = run(data.phase("1988-91").unwrap(), &data.institutions, EnsembleOptions::default());
    let adds = result.ladder(&["none", "Minsk", "strong"]).unwrap()[2].value();
    assert_share(adds, 78.4, DRAWS, 0.005, "1988-91");
}

#[test]
fn free_division_under_anarchy_is_the_prototypes() {
    let expected = [12.8, 18.6, 59.6, 40.3, 35.5, 22.2, 91.8, 69.2];
    let data = karabakh_data().unwrap();
    for (phase, percent) in data.phases.iter().zip(expected) {
        let options = EnsembleOptions { division: DivisionRule::Free, ..Default::default() };
        let share = run(phase, &data.institutions[..1], options).share("none").unwrap();
        assert_share(share.value(), percent, DRAWS, 0.0005, &phase.name);
    }
}

#[test]
fn pooled_shares_of_the_four_ceasefire_phases_are_the_prototypes() {
    let data = karabakh_data().unwrap();
    let names = ["none", "Minsk", "strong"];
    let presets: Vec<_> = names.iter().map(|name| data.institution(name).unwrap().clone()).collect();
    let pooled = |options: EnsembleOptions| {
        let mut shares = [0.0; 3];
        for phase in ["1994-2003", "2004-10", "2011-16", "2016-20"] {
            let result = run(data.phase(phase).unwrap(), &presets, options.clone());
            for (share, name) in shares.iter_mut().zip(names) {
                *share += result.share(name).unwrap().value() / 4.0;
            }
        }
        shares
    };
    let capped = pooled(EnsembleOptions { division: DivisionRule::Capped(0.5), ..Default::default() });
    let absolute = GainsWeights::Value(Rational::ZERO);
    let no_rivalry = pooled(EnsembleOptions { relative_gains: absolute, ..Default::default() });
    for i in 0..3 {
        assert_share(capped[i], [0.0, 0.0, 12.0][i], 4 * DRAWS, 0.005, "capped at .5");
        assert_share(no_rivalry[i], [3.8, 4.4, 80.0][i], 4 * DRAWS, [0.0005, 0.0005, 0.005][i], "k = 0");
    }
}

#[test]
fn control_cases_are_the_prototypes() {
    let expected = [
        [80.9, 82.6, 88.2, 97.9],
        [77.0, 77.5, 84.3, 99.2],
        [21.5, 24.3, 57.7, 93.7],
        [49.6, 49.7, 61.3, 93.2],
    ];
    let controls = &karabakh_data().unwrap().controls;
    for (case, row) in controls.cases.iter().zip(expected) {
        let result = run(case, &controls.institutions, EnsembleOptions::default());
        for (preset, percent) in controls.institutions.iter().zip(row) {
            let share = result.share(&preset.name).unwrap().value();
            assert_share(share, percent, DRAWS, 0.0005, &case.name);
        }
    }
}

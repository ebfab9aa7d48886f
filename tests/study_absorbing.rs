//! The absorbing-war variant at the modes against reference values made by two independent methods.

use detente::study::{Benchmark, InstitutionParameters, StageModel, WarAccounting, karabakh_data};
use serde::Deserialize;

#[derive(Deserialize)]
struct Entry {
    phase: String,
    institution: String,
    cost_scale: f64,
    k: String,
    kind: String,
    threat: Option<[f64; 2]>,
    compromise: Option<[f64; 2]>,
    hold: Option<[f64; 2]>,
    benchmark: Option<Benchmark>,
    compromise_over_benchmark: Option<[f64; 2]>,
    acceptable_gain: Option<f64>,
}

#[derive(Deserialize)]
struct Reference {
    entries: Vec<Entry>,
}

fn close(found: [f64; 2], expected: Option<[f64; 2]>) -> bool {
    expected.is_some_and(|e| (0..2).all(|i| (found[i] - e[i]).abs() < 1e-6))
}

#[test]
fn all_reference_entries_of_the_absorbing_variant_are_met() {
    let reference: Reference = serde_json::from_str(include_str!("data/absorbing_war.json")).unwrap();
    assert_eq!(reference.entries.len(), 128);
    let data = karabakh_data().unwrap();
    for e in &reference.entries {
        let label = format!("{} {} x{} k={}", e.phase, e.institution, e.cost_scale, e.k);
        let case = data.phase(&e.phase).unwrap().at_modes().unwrap().to_floats();
        let mut case = case.with_war_costs_scaled(&e.cost_scale).unwrap();
        if e.k != "mode" {
            case = case.with_relative_gains(&e.k.parse().unwrap());
        }
        let institution: InstitutionParameters<f64> =
            data.institution(&e.institution).unwrap().at_modes().unwrap().to_floats();
        let solution = StageModel::new(&case, &institution, WarAccounting::Absorbing).solve().unwrap();
        let kind = serde_json::to_value(solution.kind).unwrap();
        assert_eq!(kind, e.kind.as_str(), "{label}");
        let Some(content) = solution.content else {
            assert_eq!(e.threat, None, "{label}");
            continue;
        };
        assert!(close(content.threat, e.threat), "{label}: {:?} {:?}", content.threat, e.threat);
        assert!(close(content.compromise, e.compromise), "{label}");
        assert!(close(content.hold, e.hold), "{label}");
        assert_eq!(Some(content.benchmark), e.benchmark, "{label}");
        assert!(close(content.compromise_over_benchmark, e.compromise_over_benchmark), "{label}");
        match (content.acceptable_gain, e.acceptable_gain) {
            (Some(found), Some(expected)) => {
                assert!((found - expected).abs() < 1e-6, "{label}: {found} {expected}")
            }
            (found, expected) => assert_eq!(found, expected, "{label}"),
        }
    }
}

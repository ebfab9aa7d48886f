//! History matching in the absorbing variant: the bands and the map of the study.

use detente::study::{
    HISTORY, HistoryOptions, PastEvent, history_band, history_ensemble, history_map, karabakh_data,
};

#[test]
fn band_limits_rise_with_relative_gains_as_the_prototype_says() {
    let expected = [
        (0.0, 2.50, 3.59),
        (0.1, 2.94, 4.45),
        (0.2, 3.49, 5.64),
        (0.3, 4.20, 7.41),
        (0.4, 5.14, 10.3),
        (0.5, 6.47, 15.9),
    ];
    let data = karabakh_data().unwrap();
    for (k, low, high) in expected {
        let band = history_band(data, k).unwrap().expect("a band");
        assert!((band.low - low).abs() < 0.0101, "k={k}: {}", band.low);
        assert!((band.high - high).abs() < 0.0051 * f64::max(1.0, high), "k={k}: {}", band.high);
        let below = band.fails_below.unwrap();
        let above = band.fails_above.unwrap();
        assert_eq!((below.phase, below.event), ("2011-16", PastEvent::Held));
        assert_eq!((above.phase, above.event), ("2016-20", PastEvent::Attacked(1)));
    }
}

#[test]
fn the_map_in_the_middle_of_the_band_has_the_prototypes_letters() {
    let expected = [
        ((0.0, 3.04), ["CCCCCCC.", "CCCCCCC.", "CCvvCCC.", "CCCCCCCC"]),
        ((0.2, 4.56), ["CCvCC...", "CCvCC...", "CCvvCvv.", "CCCCCCCC"]),
        ((0.3, 5.80), ["CCvCC...", "CCvCC...", "CCvvCvv.", "CCCCCCC."]),
        ((0.5, 11.18), ["CvvCv...", "CvvCv...", "CCvvCvv.", "CCCCCC.."]),
    ];
    let data = karabakh_data().unwrap();
    let names = ["none", "Minsk", "RU-PKF", "strong"];
    let presets: Vec<_> = names.iter().map(|name| data.institution(name).unwrap().clone()).collect();
    let points = expected.map(|(point, _)| point);
    let map = history_map(data, &presets, &points).unwrap();
    for (cell, (point, rows)) in map.cells.iter().zip(expected) {
        assert!(cell.consistent, "{point:?}");
        for (row, letters) in rows.into_iter().enumerate() {
            assert_eq!(cell.row(row), letters, "{point:?} {}", names[row]);
        }
    }
}

#[test]
fn at_the_coded_war_costs_the_ceasefire_does_not_hold() {
    let data = karabakh_data().unwrap();
    let map = history_map(data, &data.institutions[..1], &[(0.4, 1.0), (0.4, 7.0)]).unwrap();
    assert!(!map.cells[0].consistent && map.cells[1].consistent);
    assert!(history_map(data, &data.institutions, &[(1.5, 1.0)]).is_err());
    assert!(history_map(data, &data.institutions, &[(0.5, f64::NAN)]).is_err());
    assert!(history_band(data, -0.1).is_err());
}

#[test]
fn shares_over_consistent_draws_stand_beside_those_over_all() {
    let data = karabakh_data().unwrap();
    let options = HistoryOptions { draws: 300, ..Default::default() };
    let result = history_ensemble(data, &data.institutions, &options).unwrap();
    assert_eq!(result.consistent.of, 300);
    assert!(result.consistent.count > 0 && result.consistent.count < 150);
    assert_eq!(result.conditions.len(), HISTORY.len());
    assert_eq!(result.consistent_points.len(), result.consistent.count);
    assert_eq!(result.shares.len(), data.phases.len() * data.institutions.len());
    let [k, scale] = result.ranges.as_slice() else { panic!("two parameters") };
    assert_eq!((k.name.as_str(), k.prior, scale.prior), ("k", [0.0, 0.5], [1.0, 16.0]));
    // No draw near the coded war costs agrees with the past.
    assert!(scale.range.unwrap()[0] > 1.5);
    for entry in &result.shares {
        assert_eq!(entry.consistent.compromise.of, result.consistent.count);
    }
    let empty = HistoryOptions { cost_scale: [2.0, 1.0], ..Default::default() };
    assert!(history_ensemble(data, &data.institutions, &empty).is_err());
}

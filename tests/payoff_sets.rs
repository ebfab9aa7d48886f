//! The enclosure of V against the reference sets and against exact arithmetic.

mod common;

use detente::Rational;
use detente::geometry::{Kind, Polygon, distance_to_polygon, hausdorff};
use detente::repeated::{EnclosureStatus, Options, Shape};

fn planar(points: &[Vec<f64>]) -> Vec<[f64; 2]> {
    points.iter().map(|p| [p[0], p[1]]).collect()
}

/// How many of the reference vertices the others do not span at 1e-8 (one list has collinear points).
fn minimal(vertices: &[[f64; 2]], scale: f64) -> usize {
    let spanned = |i: &usize| {
        let others: Vec<[f64; 2]> = (0..vertices.len()).filter(|j| j != i).map(|j| vertices[j]).collect();
        distance_to_polygon(vertices[*i], &others) <= 1e-8 * scale
    };
    vertices.len() - (0..vertices.len()).filter(spanned).count()
}

#[test]
fn every_reference_set_is_enclosed_with_its_kind_and_minimal_vertices() {
    for (reference, game) in common::reference_sets() {
        let name = &reference.name;
        let set = game.payoff_set(&Options::default()).unwrap();
        let scale = reference.vertices.iter().flatten().fold(1.0, |m: f64, x| m.max(x.abs()));
        let expected = match reference.kind {
            Kind::Empty => Shape::Empty,
            Kind::Point => Shape::Point,
            Kind::Segment => Shape::Segment,
            Kind::Polygon => Shape::Polygon,
        };
        assert_eq!((set.kind, set.status), (expected, EnclosureStatus::Settled), "{name}");
        for list in [&set.inner, &set.outer] {
            assert_eq!(list.len(), minimal(&reference.vertices, scale), "{name}: {list:?}");
            assert!(hausdorff(&planar(list), &reference.vertices) <= 1e-8 * scale, "{name}");
        }
        assert!(set.gap.unwrap() < 1e-9, "{name}: {:?}", set.gap);
        match (&set.threat, reference.threat) {
            (Some(found), Some(known)) => {
                assert!((0..2).all(|i| (found[i] - known[i]).abs() <= 1e-8 * scale), "{name}")
            }
            (None, None) => {}
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn the_certified_inner_set_lies_in_the_outer_set_and_its_automaton_verifies() {
    for (reference, game) in common::reference_sets() {
        let enclosure = game.payoff_set(&Options::default()).unwrap();
        let certified = game.certified_inner_set(&Options::default()).unwrap();
        let Some(certified) = certified else {
            assert_eq!(reference.kind, Kind::Empty, "{}", reference.name);
            continue;
        };
        certified.automaton.verify(&game).unwrap();
        let inner: Vec<[Rational; 2]> =
            certified.vertices.iter().map(|v| [v[0].clone(), v[1].clone()]).collect();
        // Exact containment in the outer set, whose float vertices are rationals.
        let exact = |p: &Vec<f64>| [0, 1].map(|i| Rational::from_f64(p[i]).unwrap());
        let outer = Polygon::hull(enclosure.outer.iter().map(exact).collect());
        for vertex in &inner {
            assert!(outer.contains(vertex), "{}: {vertex:?} outside {outer:?}", reference.name);
        }
        let inside: Vec<[f64; 2]> = inner.iter().map(|v| [v[0].to_f64(), v[1].to_f64()]).collect();
        let scale = reference.vertices.iter().flatten().fold(1.0, |m: f64, x| m.max(x.abs()));
        assert!(hausdorff(&inside, &reference.vertices) <= 1e-8 * scale, "{}", reference.name);
    }
}

//! Linear programs: the same questions to every backend of the build and to the exact method.

use detente::Rational;
use detente::lp::{
    Backend, Bounds, Direction, LinearProgram, LpError, LpOptions, Optimum, Relation, Solution, Status,
};
use proptest::prelude::*;

fn r(p: i64, q: i64) -> Rational {
    Rational::new(p, q)
}

fn program(
    direction: Direction,
    costs: &[i64],
    bounds: &[Bounds],
    rows: &[(&[i64], Relation, i64)],
) -> LinearProgram {
    let mut program = LinearProgram::new(direction);
    for (cost, range) in costs.iter().zip(bounds) {
        program.add_variable(*cost, range.clone());
    }
    for (i, (row, relation, right)) in rows.iter().enumerate() {
        let terms = row.iter().enumerate().map(|(j, a)| (j, Rational::from(*a)));
        program.add_row(format!("row {i}"), terms, *relation, *right).unwrap();
    }
    program
}

/// Every way to solve, each answer verified exactly; all must agree on the verdict and the optimum.
fn solve_in_every_way(program: &LinearProgram) -> Solution {
    let options = LpOptions::default();
    let exact = program.solve_exact(&options).unwrap();
    program.verify(&exact).unwrap();
    let mut others = vec![program.solve(&options).unwrap()];
    others.extend(Backend::available().into_iter().map(|b| program.solve_with(b, &options).unwrap()));
    for other in others {
        program.verify(&other).unwrap();
        assert_eq!(other.status(), exact.status());
        if let (Solution::Optimal(a), Solution::Optimal(b)) = (&other, &exact) {
            assert_eq!(a.objective, b.objective);
            assert!(a.is_exact() && b.is_exact());
        }
    }
    exact
}

fn optimum(program: &LinearProgram) -> Optimum {
    solve_in_every_way(program).optimum().unwrap()
}

const POSITIVE: fn() -> Bounds = Bounds::non_negative;

#[test]
fn the_textbook_program_has_its_optimum_and_its_prices() {
    let rows: [(&[i64], Relation, i64); 3] =
        [(&[1, 0], Relation::AtMost, 4), (&[0, 2], Relation::AtMost, 12), (&[3, 2], Relation::AtMost, 18)];
    let best = optimum(&program(Direction::Maximise, &[3, 5], &[POSITIVE(), POSITIVE()], &rows));
    assert_eq!(best.objective, r(36, 1));
    assert_eq!(best.primal, [r(2, 1), r(6, 1)]);
    assert_eq!(best.dual, [r(0, 1), r(3, 2), r(1, 1)]);
}

#[test]
fn prices_are_the_change_of_the_optimum_per_unit_of_the_right_side_in_all_four_cases() {
    for (direction, relation) in [
        (Direction::Maximise, Relation::AtMost),
        (Direction::Maximise, Relation::AtLeast),
        (Direction::Minimise, Relation::AtMost),
        (Direction::Minimise, Relation::AtLeast),
    ] {
        let limits =
            if (direction == Direction::Maximise) == (relation == Relation::AtMost) { 1 } else { -1 };
        let build = |right: i64| {
            program(
                direction,
                &[2 * limits, limits],
                &[POSITIVE(), POSITIVE()],
                &[(&[1, 1], relation, right)],
            )
        };
        let (before, after) = (optimum(&build(5)), optimum(&build(6)));
        assert_eq!(before.dual[0], &after.objective - &before.objective, "{direction:?} {relation:?}");
        assert!(!before.dual[0].is_zero());
    }
}

#[test]
fn contradictory_rows_are_infeasible_with_a_farkas_certificate() {
    let sum: &[i64] = &[1, 1];
    for rows in [
        [(sum, Relation::AtLeast, 3), (sum, Relation::AtMost, 2)],
        [(sum, Relation::Equal, 3), (sum, Relation::Equal, 4)],
        [(sum, Relation::Equal, -1), (sum, Relation::AtMost, 2)],
    ] {
        let clash = program(Direction::Minimise, &[1, 1], &[POSITIVE(), POSITIVE()], &rows);
        let solution = solve_in_every_way(&clash);
        assert_eq!(solution.status(), Status::Infeasible);
        assert_eq!(solution.optimum(), Err(LpError::Infeasible));
    }
    let empty_range = program(Direction::Minimise, &[1], &[Bounds::between(2, 1)], &[]);
    assert_eq!(solve_in_every_way(&empty_range).status(), Status::Infeasible);
}

#[test]
fn an_unbounded_objective_comes_with_a_point_and_a_ray() {
    let rows: [(&[i64], Relation, i64); 1] = [(&[1, -1], Relation::AtMost, 1)];
    for bounds in [POSITIVE(), Bounds::free(), Bounds::at_least(-3)] {
        let open = program(Direction::Maximise, &[1, 1], &[bounds.clone(), bounds], &rows);
        let solution = solve_in_every_way(&open);
        assert_eq!(solution.status(), Status::Unbounded);
        assert_eq!(solution.optimum(), Err(LpError::Unbounded));
    }
    let no_rows = program(Direction::Minimise, &[1], &[Bounds::at_most(4)], &[]);
    assert_eq!(solve_in_every_way(&no_rows).status(), Status::Unbounded);
}

#[test]
fn empty_programs_empty_rows_and_zero_objectives_are_answered() {
    assert_eq!(optimum(&LinearProgram::maximise()).objective, r(0, 1));
    let empty: &[i64] = &[];
    for (relation, right, status) in [
        (Relation::AtMost, 0, Status::Optimal),
        (Relation::AtMost, -1, Status::Infeasible),
        (Relation::AtLeast, 1, Status::Infeasible),
        (Relation::Equal, 0, Status::Optimal),
        (Relation::Equal, 1, Status::Infeasible),
    ] {
        let no_variables = program(Direction::Maximise, &[], &[], &[(empty, relation, right)]);
        assert_eq!(solve_in_every_way(&no_variables).status(), status, "{relation:?} {right}");
        let zeros = program(Direction::Minimise, &[0], &[Bounds::free()], &[(&[0], relation, right)]);
        assert_eq!(solve_in_every_way(&zeros).status(), status, "{relation:?} {right}");
    }
}

#[test]
fn every_kind_of_range_is_respected() {
    let ranges = [
        (Bounds::between(-2, 5), Some(-2), Some(5)),
        (Bounds::between(3, 3), Some(3), Some(3)),
        (Bounds::at_most(-1), None, Some(-1)),
        (Bounds::at_least(-7), Some(-7), None),
        (Bounds::free(), None, None),
    ];
    for (range, lower, upper) in ranges {
        for (direction, end) in [(Direction::Minimise, lower), (Direction::Maximise, upper)] {
            let one = program(direction, &[1], std::slice::from_ref(&range), &[]);
            match (solve_in_every_way(&one), end) {
                (Solution::Optimal(best), Some(end)) => assert_eq!(best.objective, Rational::from(end)),
                (solution, end) => assert_eq!((solution.status(), end), (Status::Unbounded, None)),
            }
        }
    }
}

#[test]
fn free_variables_and_equations_solve_a_linear_system() {
    let rows: [(&[i64], Relation, i64); 3] = [
        (&[2, 1, -1], Relation::Equal, -8),
        (&[-3, -1, 2], Relation::Equal, 11),
        (&[-2, 1, 2], Relation::Equal, 3),
    ];
    let free = [Bounds::free(), Bounds::free(), Bounds::free()];
    for direction in [Direction::Maximise, Direction::Minimise] {
        let best = optimum(&program(direction, &[1, 1, 1], &free, &rows));
        // The system's only solution, by hand (the first two rows and the third, eliminated).
        for (row, _, right) in rows {
            let left: Rational = row.iter().zip(&best.primal).map(|(a, x)| Rational::from(*a) * x).sum();
            assert_eq!(left, Rational::from(right));
        }
    }
}

#[test]
fn beales_example_does_not_cycle() {
    // Beale (1955), times 100: the largest-coefficient rule with lowest-index ties cycles here.
    let rows: [(&[i64], Relation, i64); 3] = [
        (&[25, -6000, -4, 900], Relation::AtMost, 0),
        (&[50, -9000, -2, 300], Relation::AtMost, 0),
        (&[0, 0, 100, 0], Relation::AtMost, 100),
    ];
    let bounds = [POSITIVE(), POSITIVE(), POSITIVE(), POSITIVE()];
    let best = optimum(&program(Direction::Minimise, &[-75, 15000, -2, 600], &bounds, &rows));
    assert_eq!(best.objective, r(-5, 1));
}

#[test]
fn klee_minty_cubes_are_climbed() {
    for n in 2..9 {
        let mut cube = LinearProgram::maximise();
        for j in 0..n {
            cube.add_variable(2i64.pow((n - 1 - j) as u32), POSITIVE());
        }
        for i in 0..n {
            let terms =
                (0..=i).map(|j| (j, Rational::from(if j == i { 1 } else { 2i64.pow((i - j + 1) as u32) })));
            cube.add_row("face", terms, Relation::AtMost, 5i64.pow(i as u32 + 1)).unwrap();
        }
        assert_eq!(optimum(&cube).objective, Rational::from(5i64.pow(n as u32)));
    }
}

#[test]
fn badly_scaled_programs_are_exact() {
    let (tiny, huge) = ("1e-9".parse::<Rational>().unwrap(), "1e9".parse::<Rational>().unwrap());
    let mut scaled = LinearProgram::maximise();
    let x = scaled.add_variable(huge.clone(), Bounds::between(r(0, 1), huge.clone()));
    let y = scaled.add_variable(tiny.clone(), Bounds::non_negative());
    scaled.add_row("mixed", [(x, tiny.clone()), (y, huge.clone())], Relation::AtMost, r(1, 3)).unwrap();
    scaled
        .add_row("near parallel", [(x, tiny.clone()), (y, &huge + &tiny)], Relation::AtMost, r(1, 3))
        .unwrap();
    // x = 1/3 of 1e9 uses the first row up.
    assert_eq!(optimum(&scaled).objective, &huge * &huge * r(1, 3));
}

#[test]
fn coefficients_beyond_floats_go_to_the_exact_method() {
    let beyond: Rational = "1e400".parse().unwrap();
    let mut program = LinearProgram::maximise();
    let x = program.add_variable(beyond.clone(), POSITIVE());
    program.add_row("cap", [(x, beyond.clone())], Relation::AtMost, beyond.clone()).unwrap();
    assert_eq!(optimum(&program).objective, beyond);
}

#[test]
fn duplicate_rows_and_columns_change_nothing() {
    let row: &[i64] = &[1, 1, 2];
    let rows = [(row, Relation::AtMost, 4), (row, Relation::AtMost, 4), (row, Relation::AtLeast, 4)];
    let bounds = [POSITIVE(), POSITIVE(), POSITIVE()];
    assert_eq!(optimum(&program(Direction::Maximise, &[1, 1, 3], &bounds, &rows)).objective, r(6, 1));
}

#[test]
fn terms_of_one_variable_add_up_and_unknown_ones_are_refused() {
    let mut program = LinearProgram::maximise();
    let x = program.add_variable(1, POSITIVE());
    program.add_row("twice", [(x, r(1, 1)), (x, r(1, 1))], Relation::AtMost, 3).unwrap();
    assert_eq!(optimum(&program).objective, r(3, 2));
    let unknown = program.add_row("other", [(7, r(1, 1))], Relation::AtMost, 3);
    assert_eq!(unknown, Err(LpError::UnknownVariable { row: "other".into(), variable: 7, variables: 1 }));
    assert_eq!(program.set_right(4, 1), Err(LpError::UnknownRow { row: 4, rows: 1 }));
    program.set_right(0, 10).unwrap();
    program.set_cost(x, 2).unwrap();
    assert_eq!(optimum(&program).objective, r(10, 1));
}

#[test]
fn a_used_up_budget_is_an_error_that_names_the_limit() {
    let rows: [(&[i64], Relation, i64); 1] = [(&[1, 2], Relation::AtMost, 3)];
    let one = program(Direction::Maximise, &[1, 1], &[POSITIVE(), POSITIVE()], &rows);
    let no_pivots = one.solve_exact(&LpOptions::default().iterations(0));
    assert!(matches!(no_pivots, Err(LpError::Budget { .. })));
    let no_time = one.solve_exact(&LpOptions::default().time_limit(Some(std::time::Duration::ZERO)));
    assert!(matches!(no_time, Err(LpError::Budget { .. })));
}

#[test]
fn a_tolerance_gives_bounds_that_enclose_the_exact_optimum() {
    let tolerance = r(1, 1_000_000);
    let rows: [(&[i64], Relation, i64); 2] = [(&[7, 3], Relation::AtMost, 5), (&[2, 9], Relation::AtMost, 4)];
    let one = program(Direction::Maximise, &[3, 5], &[POSITIVE(), POSITIVE()], &rows);
    let exact = optimum(&one).objective;
    for backend in Backend::available() {
        let solution = one.solve_with(backend, &LpOptions::default().tolerance(tolerance.clone())).unwrap();
        one.verify(&solution).unwrap();
        let [low, high] = solution.optimum().unwrap().bounds;
        assert!(
            low <= exact && exact <= high && &high - &low <= &tolerance * &exact.abs().max(Rational::ONE)
        );
    }
}

#[test]
fn larger_programs_without_an_optimum_are_refuted_without_the_exact_tableau() {
    // No pivots of the exact method are allowed, so the proofs come from the two auxiliary programs.
    let options = LpOptions::default().iterations(0);
    for (right, status) in [(5, Status::Infeasible), (200, Status::Unbounded)] {
        let mut program = LinearProgram::minimise();
        let n = 30i64;
        (0..n).for_each(|_| {
            program.add_variable(-1, Bounds::non_negative());
        });
        for i in 0..n {
            // x_i <= x_(i+1) + i, and all but the first together at least 100.
            let next = ((i + 1) % n) as usize;
            let terms = [(i as usize, r(1, 1)), (next, r(-1, 1))];
            program.add_row("chain", terms, Relation::AtMost, i).unwrap();
        }
        let total = (1..n).map(|j| (j as usize, r(1, 1)));
        program.add_row("total", total, Relation::AtLeast, 100).unwrap();
        program.add_row("first", [(0, r(1, 1)), (1, r(-1, 1))], Relation::AtMost, right).unwrap();
        let limited: Vec<usize> = if right == 5 { (1..n as usize).collect() } else { vec![] };
        for j in limited {
            program.add_row("cap", [(j, r(1, 1))], Relation::AtMost, 3).unwrap();
        }
        for backend in Backend::available() {
            let solution = program.solve_with(backend, &options).unwrap();
            program.verify(&solution).unwrap();
            assert_eq!(solution.status(), status, "{backend:?}");
        }
    }
}

#[test]
fn false_certificates_are_found_out() {
    let rows: [(&[i64], Relation, i64); 1] = [(&[1, 2], Relation::AtMost, 3)];
    let one = program(Direction::Maximise, &[1, 1], &[POSITIVE(), POSITIVE()], &rows);
    let good = optimum(&one);
    let spoil = |change: fn(&mut Optimum)| {
        let mut bad = good.clone();
        change(&mut bad);
        one.verify(&Solution::Optimal(bad))
    };
    assert!(spoil(|_| {}).is_ok());
    assert!(spoil(|bad| bad.primal[0] = r(4, 1)).is_err());
    assert!(spoil(|bad| bad.primal[0] = r(2, 1)).is_err());
    assert!(spoil(|bad| bad.dual[0] = r(1, 2)).is_err());
    assert!(spoil(|bad| bad.bounds[1] = r(2, 1)).is_err());
    assert!(spoil(|bad| bad.dual.clear()).is_err());
    assert!(one.verify(&Solution::Infeasible { multipliers: vec![r(1, 1)] }).is_err());
    let (point, ray) = (vec![r(0, 1); 2], vec![r(1, 1), r(0, 1)]);
    assert!(one.verify(&Solution::Unbounded { point, ray }).is_err());
}

fn any_bounds() -> impl Strategy<Value = Bounds> {
    prop_oneof![
        3 => Just(Bounds::non_negative()),
        1 => Just(Bounds::free()),
        1 => (-3i64..=3).prop_map(Bounds::at_most),
        1 => (-3i64..=3, 0i64..=3).prop_map(|(low, more)| Bounds::between(low, low + more)),
    ]
}

fn any_relation() -> impl Strategy<Value = Relation> {
    prop_oneof![3 => Just(Relation::AtMost), 2 => Just(Relation::AtLeast), 1 => Just(Relation::Equal)]
}

/// Small coefficients with many zeros and ties: most of these programs are degenerate.
fn any_program() -> impl Strategy<Value = LinearProgram> {
    (1usize..=5, 0usize..=6).prop_flat_map(|(n, m)| {
        let costs = prop::collection::vec(-3i64..=3, n);
        let bounds = prop::collection::vec(any_bounds(), n);
        let row = (prop::collection::vec(-2i64..=3, n), any_relation(), -2i64..=6);
        let rows = prop::collection::vec(row, m);
        (prop::bool::ANY, costs, bounds, rows).prop_map(|(max, costs, bounds, rows)| {
            let direction = if max { Direction::Maximise } else { Direction::Minimise };
            let rows: Vec<(&[i64], Relation, i64)> =
                rows.iter().map(|(a, s, b)| (a.as_slice(), *s, *b)).collect();
            program(direction, &costs, &bounds, &rows)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_backend_agrees_with_the_exact_method_and_strong_duality_is_exact(program in any_program()) {
        // `verify` holds the certificates to exact feasibility; equal bounds are strong duality, which
        // with feasibility on both sides implies complementary slackness.
        solve_in_every_way(&program);
    }

    #[test]
    fn rescaling_rows_and_columns_does_not_change_the_optimum(
        base in prop::collection::vec((prop::collection::vec(0i64..=9, 3), 1i64..=20), 1..5),
        powers in prop::collection::vec(-9i32..=9, 8),
    ) {
        let power = |k: usize| format!("1e{}", powers[k]).parse::<Rational>().unwrap();
        let (mut plain, mut scaled) = (LinearProgram::maximise(), LinearProgram::maximise());
        for j in 0..3 {
            plain.add_variable(1 + j as i64, Bounds::between(0, 50));
            scaled.add_variable(Rational::from(1 + j as i64) * power(j), Bounds::between(Rational::ZERO, Rational::from(50) / power(j)));
        }
        for (i, (row, right)) in base.iter().enumerate() {
            let terms = row.iter().enumerate().map(|(j, a)| (j, Rational::from(*a)));
            plain.add_row("row", terms.clone(), Relation::AtMost, *right).unwrap();
            let factor = power(3 + i);
            let terms = terms.map(|(j, a)| (j, a * &factor * power(j)));
            scaled.add_row("row", terms, Relation::AtMost, Rational::from(*right) * &factor).unwrap();
        }
        prop_assert_eq!(optimum(&plain).objective, optimum(&scaled).objective);
    }
}

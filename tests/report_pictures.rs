//! The pictures of the case study, drawn from small invented data: each is a whole, self-contained SVG
//! element, and the same data give the same bytes. The pictures are left in the target directory, to be
//! looked at.
#![cfg(feature = "plot")]

use detente::Game;
use detente::report::plot::{
    BestReplies, CriticalTimeline, Divisions, Drivers, FigureText, LineChart, MatchingMap, Needed, Outcome,
    PayoffSpace, PhaseDiagram, Region, StackedShares, UpperEnvelope,
};
use detente::report::{Html, ReportError};

/// Draws twice, compares, checks that it can stand in a report, and leaves the picture for a look.
fn publish(name: &str, draw: impl Fn() -> Result<String, ReportError>) {
    let svg = draw().expect("the picture is drawn");
    assert_eq!(Ok(&svg), draw().as_ref(), "{name} differs between two runs");
    Html::new(name, "en").picture(&svg).to_html().expect("the picture stands on its own");
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).expect("the target directory can be written");
    std::fs::write(folder.join(format!("{name}.svg")), svg).expect("the target directory can be written");
}

fn text(question: &str, answer: &str) -> FigureText {
    FigureText::new(question)
        .answer(answer)
        .assumption("Invented numbers, for a look at the picture only")
        .source("none")
}

#[test]
fn payoff_sets_before_and_after_an_institution() {
    publish("payoff_space", || {
        PayoffSpace::new(
            text(
                "What can Armenia and Azerbaijan sustain in 1994-2003, without and with a strong institution?",
                "Without: only a sliver above self-help. With: the compromise and more.",
            ),
            ["Armenia", "Azerbaijan"],
        )
        .unit("average per year, stake of Armenia = 1")
        .feasible([[0.1, 0.1], [0.9, -0.1], [0.72, 0.66], [0.05, 0.85]])
        .individually_rational([[0.3, 0.25], [0.85, 0.25], [0.72, 0.66], [0.3, 0.78]])
        .set("without institution", [[0.3, 0.25], [0.45, 0.27], [0.4, 0.4]])
        .set("strong institution", [[0.3, 0.25], [0.8, 0.3], [0.72, 0.66], [0.32, 0.74]])
        .set("UNSC", [])
        .stage("C,C", [0.72, 0.66])
        .stage("C,H", [0.2, 0.6])
        .stage("H,C", [0.8, 0.2])
        .stage("C,F", [0.05, 0.85])
        .stage("F,C", [0.9, -0.1])
        .stage("H,H", [0.45, 0.4])
        .stage("H,F", [0.12, 0.33])
        .stage("F,H", [0.33, 0.12])
        .stage("F,F", [0.1, 0.1])
        .threat([0.3, 0.25])
        .self_help([0.45, 0.4])
        .to_svg()
    });
    publish("payoff_space_points", || {
        PayoffSpace::new(
            text("What is left at equal relative gains?", "The self-help point."),
            ["Row", "Column"],
        )
        .feasible([[-4.0, 4.0], [4.0, -4.0]])
        .set("k = 1", [[0.0, 0.0]])
        .set("k = 1, sanction", [[0.0, 0.0]])
        .stage("C,C", [0.0, 0.0])
        .stage("D,D", [0.0, 0.0])
        .stage("C,D", [-4.0, 4.0])
        .stage("D,C", [4.0, -4.0])
        .self_help([0.0, 0.0])
        .to_svg()
    });
}

#[test]
fn critical_discount_factors_over_time() {
    use Needed::{AtLeast, Never, Unknown};
    let phases = [
        ("1988-91", (1988.0, 1992.0), (0.6, 0.75, 0.88), [AtLeast(0.82), AtLeast(0.82)]),
        ("1992-94", (1992.0, 1994.4), (0.5, 0.65, 0.8), [AtLeast(0.93), AtLeast(0.71)]),
        ("1994-2003", (1994.4, 2004.0), (0.78, 0.88, 0.94), [Never, AtLeast(0.31)]),
        ("2004-10", (2004.0, 2011.0), (0.8, 0.9, 0.95), [Never, AtLeast(0.38)]),
        ("2011-16", (2011.0, 2016.3), (0.8, 0.9, 0.95), [Never, AtLeast(0.44)]),
        ("2016-20", (2016.3, 2020.75), (0.75, 0.87, 0.93), [Never, AtLeast(0.58)]),
        ("2020-22", (2020.75, 2023.0), (0.6, 0.8, 0.9), [AtLeast(0.0), AtLeast(0.75)]),
        ("2023", (2023.0, 2024.0), (0.6, 0.8, 0.9), [Unknown, Never]),
    ];
    publish("timeline", || {
        let timeline = CriticalTimeline::new(
            text(
                "Was each side patient enough for a compromise, 1988 to 2024?",
                "From 1994 to 2020 no patience would have made Armenia prefer the compromise on the table.",
            ),
            ["Armenia", "Azerbaijan"],
        );
        let timeline = phases.iter().fold(timeline, |t, (label, years, patience, needed)| {
            t.phase(*label, *years, *patience, *needed)
        });
        [
            (1988.13, "Soviet of the autonomous region asks for transfer"),
            (1991.7, "Declarations of independence"),
            (1992.1, "War spreads"),
            (1992.23, "Minsk Group founded"),
            (1993.33, "Security Council resolution 822, followed by 853, 874 and 884"),
            (1994.37, "Ceasefire of Bishkek"),
            (2001.3, "Key West talks"),
            (2007.9, "Madrid principles"),
            (2016.25, "Four-day war"),
            (2020.74, "Second war; ceasefire of 10 November with Russian peacekeepers"),
            (2022.95, "Lachin road blocked"),
            (2023.72, "Offensive of 19 September; displacement of the Armenian population"),
        ]
        .into_iter()
        .fold(timeline, |t, (year, label)| t.event(year, label))
        .to_svg()
    });
}

#[test]
fn phase_diagram_of_patience_and_institutional_strength() {
    let critical = |x: f64| 0.95 - 0.75 * x.powi(2);
    publish("phase_diagram", || {
        let mut map = PhaseDiagram::new(
            text(
                "How strong would the guarantee have had to be?",
                "At the patience of 2011-16 about half of the gain from defection must be taken away.",
            ),
            "discount factor per year",
            "strength of the guarantee (share of the gain from defection taken away)",
        );
        // Certified cells by bisection, as adaptive refinement leaves them.
        let mut open = vec![((0.0, 1.0), (0.0, 1.0), 0)];
        while let Some((x, y, depth)) = open.pop() {
            let (low, high) = (critical(x.1), critical(x.0));
            let region = match () {
                () if y.0 > high => Region::Cooperation,
                () if y.1 < low => Region::SelfHelp,
                () => Region::Undecided,
            };
            if region != Region::Undecided || depth == 6 {
                map = map.cell(x, y, region);
                continue;
            }
            let (mx, my) = ((x.0 + x.1) / 2.0, (y.0 + y.1) / 2.0);
            for x in [(x.0, mx), (mx, x.1)] {
                for y in [(y.0, my), (my, y.1)] {
                    open.push((x, y, depth + 1));
                }
            }
        }
        map.boundary((0..=40).map(|i| f64::from(i) / 40.0).map(|x| [x, critical(x)]))
            .position("2011-16", [0.9, 0.06])
            .position("Minsk Group", [0.9, 0.12])
            .position("1992-94", [0.65, 0.03])
            .to_svg()
    });
}

#[test]
fn collapse_as_relative_gains_grow() {
    let ks = || (0..=40).map(|i| f64::from(i) / 40.0);
    publish("collapse", || {
        LineChart::new(
            text(
                "How does cooperation collapse as relative gains grow?",
                "Needed patience rises to 1 and the set of sustainable payoffs shrinks to self-help.",
            ),
            "weight on relative gains k (the same for both sides)",
        )
        .panel("critical discount factor of compromise")
        .series("Armenia", ks().map(|k| (k, Some(0.5 + 0.5 * k).filter(|d| *d < 1.0))))
        .series("Azerbaijan", ks().map(|k| (k, Some(0.4 + 0.65 * k).filter(|d| *d < 1.0))))
        .panel("share of the individually rational area (V) and of the first best (surplus)")
        .series("area of V(δ)", ks().map(|k| (k, Some((1.0 - k * k).powi(2)))))
        .series("cooperation surplus", ks().map(|k| (k, Some(if k < 0.72 { 1.0 - k / 4.0 } else { 0.0 }))))
        .vertical(1.0, "k₁k₂ = 1: strictly competitive")
        .vertical(0.4, "mode of the phase")
        .to_svg()
    });
    publish("collapse_one_panel", || {
        LineChart::new(text("How does the threshold move?", "Upwards."), "k")
            .panel("critical discount factor")
            .series("without institution", ks().map(|k| (k, Some(0.5 + 0.4 * k))))
            .series("Minsk", ks().map(|k| (k, Some(0.49 + 0.4 * k))))
            .series("strong institution with a long name that wraps", ks().map(|k| (k, Some(0.2 + 0.4 * k))))
            .to_svg()
    });
}

#[test]
fn admissible_divisions_by_phase() {
    publish("divisions", || {
        let phases = ["1988-91", "1992-94", "1994-2003", "2004-10", "2011-16", "2016-20", "2020-22", "2023"];
        let chart = Divisions::new(
            text(
                "Which divisions could have held, phase by phase?",
                "Between 1994 and 2020 only divisions near the holding; the one on the table was not among them.",
            ),
            "share of the stake for Armenia",
        );
        phases
            .into_iter()
            .enumerate()
            .fold(chart, |chart, (i, phase)| {
                let t = i as f64 / 8.0;
                let rows = [
                    ("none", if i == 7 { vec![] } else { vec![(0.7 - t / 2.0, 0.8 - t / 2.0)] }),
                    ("Minsk", vec![(0.68 - t / 2.0, 0.82 - t / 2.0)]),
                    ("RU-PKF", if i > 5 { vec![(0.3, 0.3)] } else { vec![] }),
                    ("strong", vec![(0.3 - t / 4.0, 0.5), (0.6, 0.95 - t / 4.0)]),
                ];
                chart.phase(phase, 0.5, [0.55, 0.7, 0.95, 0.95, 0.95, 0.93, 0.25, 0.05][i], rows)
            })
            .cap(0.3)
            .to_svg()
    });
}

#[test]
fn history_matching_map() {
    let strips = [
        ((0.0, 3.04), ["CCCCCCC.", "CCCCCCC.", "CCvvCCC.", "CCCCCCCC"]),
        ((0.2, 4.56), ["CCvCC...", "CCvCC...", "CCvvCvv.", "CCCCCCCC"]),
        ((0.3, 5.80), ["CCvCC...", "CCvCC...", "CCvvCvv.", "CCCCCCC."]),
        ((0.5, 11.18), ["CvvCv...", "CvvCv...", "CCvvCvv.", "CCCCCC.?"]),
    ];
    publish("matching_map", || {
        let map = MatchingMap::new(
            text(
                "If the model must match the past, when was a bargain possible?",
                "Until 2011-16 without any institution; from 2016 on, but for k near 0, only with a strong guarantee.",
            ),
            ["1988-91", "1992-94", "1994-2003", "2004-10", "2011-16", "2016-20", "2020-22", "2023"],
            ["none", "Minsk", "RU-PKF", "strong"],
        )
        .band([
            (0.0, 2.5, 3.59),
            (0.1, 2.94, 4.45),
            (0.2, 3.49, 5.64),
            (0.3, 4.2, 7.41),
            (0.4, 5.14, 10.3),
            (0.5, 6.47, 15.9),
        ])
        .outside("below: the ceasefire of 2011-16 fails", "above: no attack in 2016-20")
        .position("coded costs, k at its mode", (0.4, 1.0));
        strips
            .iter()
            .try_fold(map, |map, (at, glyphs)| {
                let strips: Result<Vec<_>, _> = glyphs.iter().map(|g| Outcome::strip(g)).collect();
                Ok(map.sample(*at, strips?))
            })?
            .to_svg()
    });
}

#[test]
fn drivers_and_shares() {
    publish("drivers", || {
        Drivers::new(
            text("What drives the verdict of 2011-16?", "Relative gains and the division, not patience."),
            "rank correlation with the cooperation surplus",
        )
        .driver_with_interval("relative gains of Armenia, k", -0.62, (-0.66, -0.58))
        .driver_with_interval("share on the table, x", 0.48, (0.43, 0.52))
        .driver_with_interval("patience, δ", 0.11, (0.06, 0.16))
        .driver("war cost of Azerbaijan (annuitised, in units of the stake)", 0.2)
        .driver("first-move odds, f", -0.02)
        .to_svg()
    });
    publish("drivers_swings", || {
        Drivers::new(text("Which range moves the threshold most?", "k."), "critical discount factor")
            .baseline(0.58)
            .swing("k", 0.31, 0.93)
            .swing("war cost", 0.66, 0.5)
            .swing("f", 0.59, 0.62)
            .to_svg()
    });
    publish("shares", || {
        StackedShares::new(
            text(
                "In how many draws is compromise sustained at the division on the table?",
                "Minsk adds next to nothing; a strong institution adds most before 1994 and after 2020.",
            ),
            ["without institution", "only with Minsk", "only with a strong institution", "with none of them"],
            "share of draws, %",
        )
        .heading("own division")
        .row("1988-91", [0.021, 0.0, 0.756, 0.223])
        .row("1994-2003", [0.0, 0.0, 0.074, 0.926])
        .row("2020-22", [0.299, 0.068, 0.543, 0.09])
        .heading("free division")
        .row("1988-91", [0.128, 0.0, 0.8, 0.072])
        .row("2023", [0.692, 0.1, 0.2, 0.008])
        .to_svg()
    });
}

#[test]
fn a_large_game_is_drawn_without_hanging_or_overlapping() {
    publish("payoff_space_cournot", || {
        let price = |a: usize, b: usize| (14.0 - a as f64 - b as f64).max(0.0);
        let profiles = (0..15).flat_map(|a| (0..15).map(move |b| (a, b)));
        profiles
            .fold(
                PayoffSpace::new(
                    text("What can two sellers sustain?", "Nearly everything."),
                    ["first", "second"],
                )
                .feasible([[-14.0, 0.0], [0.0, -14.0], [49.0, 0.0], [0.0, 49.0]])
                .set("δ = 0.6", [[3.0, 3.0], [46.0, 3.0], [3.0, 46.0]]),
                |plane, (a, b)| {
                    let profit = |q: usize| (price(a, b) - 1.0) * q as f64;
                    plane.stage(format!("{a},{b}"), [profit(a), profit(b)])
                },
            )
            .to_svg()
    });
}

#[test]
fn best_replies_of_indifferent_and_weakly_dominant_players() {
    let draw = |name: &str, row: [[i64; 2]; 2], column: [[i64; 2]; 2], at: &[[f64; 2]]| {
        publish(name, || {
            let game = Game::exact_bimatrix(&row, &column).expect("two by two");
            let picture =
                BestReplies::of(text("Where do best replies meet?", "Look."), &game).expect("two by two");
            let marked = at.iter().enumerate();
            marked.fold(picture, |picture, (i, at)| picture.equilibrium(format!("end {i}"), *at)).to_svg()
        });
    };
    draw(
        "replies_indifferent",
        [[1, 1], [1, 1]],
        [[3, 5], [2, 1]],
        &[[0.0, 1.0], [2.0 / 3.0, 1.0], [1.0, 0.0]],
    );
    draw("replies_weak", [[1, 0], [1, 1]], [[1, 1], [0, 2]], &[[0.0, 0.0], [1.0, 1.0]]);
    draw("replies_pennies", [[1, -1], [-1, 1]], [[-1, 1], [1, -1]], &[[0.5, 0.5]]);
}

#[test]
fn upper_envelopes_of_many_actions_and_of_ties() {
    publish("envelope_many", || {
        let rows: Vec<[i64; 2]> = (0..30).map(|k: i64| [k * k - 40 * k, 1000 - 3 * k * k]).collect();
        let game = Game::exact_bimatrix(&rows, &vec![[0, 0]; 30]).expect("thirty by two");
        let picture = UpperEnvelope::of(text("Which of thirty is best?", "Few of them."), &game, 0);
        picture.expect("thirty by two").mark("in doubt", 0.5).to_svg()
    });
    publish("envelope_ties", || {
        let game = Game::exact_bimatrix(&[[0; 4]; 2], &[[3, 1, 3, 0], [0, 3, 0, 3]]).expect("two by four");
        let picture = UpperEnvelope::of(text("Which columns are best?", "Two and two."), &game, 1);
        picture.expect("two by four").to_svg()
    });
}

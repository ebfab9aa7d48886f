//! The study as pictures that one understands without the code.

use detente::repeated::fast::{FloatGame, Limits, Solver};
use detente::report::plot::{
    CriticalTimeline, Divisions as DivisionsChart, FigureText, LineChart, MatchingMap, Needed, Outcome,
    PayoffSpace, PhaseDiagram, Region, StackedShares,
};
use detente::study::{
    CriticalPatience, Divisions, InstitutionParameters, Prospect, ReducedGame, Solution, StageModel,
    WarAccounting, facts,
};

use super::input::{Case, Failure};

/// A picture with the name of its file.
pub struct Picture {
    pub file: &'static str,
    pub svg: String,
}

const JUDGEMENT: &str = "Mode values of coded ranges: judgement with hindsight";
const MODEL: &str = "own calculation; case after Hajimineh and Falahati (2025)";

/// All pictures.
pub fn all(case: &Case) -> Result<Vec<Picture>, Failure> {
    Ok(vec![
        Picture { file: "timeline", svg: timeline(case)? },
        Picture { file: "divisions", svg: divisions(case)? },
        Picture { file: "payoffs", svg: payoffs(case)? },
        Picture { file: "shares", svg: shares(case)? },
        Picture { file: "matching", svg: matching(case)? },
        Picture { file: "strength", svg: strength(case)? },
        Picture { file: "collapse", svg: collapse(case)? },
    ])
}

/// The critical discount factor of each side over time, against the patience the phase has.
fn timeline(case: &Case) -> Result<String, Failure> {
    let text = FigureText::new("Were the two sides patient enough to keep a compromise by themselves?")
        .answer(
            "Critical discount factor of each side, phase by phase, against the patience that the phase has",
        )
        .assumption(format!("Reduced game, no institution, division on the table. {JUDGEMENT}."))
        .source(MODEL);
    let mut chart = CriticalTimeline::new(text, ["Armenia", "Azerbaijan"]);
    let none = InstitutionParameters::none();
    for (index, phase) in case.data.phases.iter().enumerate() {
        let modes = phase.at_modes()?.to_floats();
        let game = ReducedGame::new(&modes, &none, WarAccounting::Transient);
        let needed = [0, 1].map(|side| match game.critical(side) {
            CriticalPatience::From(d) if d < 1.0 => Needed::AtLeast(d.max(0.0)),
            _ => Needed::Never,
        });
        let range = phase.range("delta")?;
        let patience = (range.low().to_f64(), range.mode().to_f64(), range.high().to_f64());
        chart = chart.phase(phase.name.clone(), case.years(index), patience, needed);
    }
    for (date, label) in EVENTS {
        // Only events that stand in the facts with a source.
        if facts()?.events().any(|fact| fact.year == date) {
            chart = chart.event(year(date), label);
        }
    }
    Ok(chart.to_svg()?)
}

/// The events marked in the timeline, by their date in the facts.
const EVENTS: [(&str, &str); 7] = [
    ("1988-02-20", "Regional council asks for transfer to the Armenian SSR"),
    ("1993-04-30", "Security Council resolution 822"),
    ("1994-12", "Budapest summit: Minsk co-chairs, peacekeeping idea"),
    ("1996-12-02", "Lisbon summit: three principles; Armenia objects"),
    ("2020-09-27", "Second war, 44 days"),
    ("2020-11-10", "Trilateral statement; Russian peacekeepers"),
    ("2023-09-19", "One-day offensive; over 100,000 flee"),
];

fn year(date: &str) -> f64 {
    let mut parts = date.split('-').map(|part| part.parse::<f64>().unwrap_or(1.0));
    let (year, month) = (parts.next().unwrap_or_default(), parts.next().unwrap_or(1.0));
    year + (month - 0.5) / 12.0
}

/// Which divisions could have been kept, per phase and institution.
fn divisions(case: &Case) -> Result<String, Failure> {
    let text = FigureText::new("Which divisions could the two sides have kept?")
        .answer("Shares of Armenia at which compromise is sustained; diamond: division on the table; bar: what Armenia held")
        .assumption(format!("Reduced game with the phase's patience and monitoring. {JUDGEMENT}."))
        .source(MODEL);
    let mut chart = DivisionsChart::new(text, "share of Armenia in the division");
    for phase in &case.data.phases {
        let modes = phase.at_modes()?.to_floats();
        let mut bars = Vec::new();
        for preset in case.data.institutions.iter().filter(|p| p.name != "UNSC") {
            let institution = preset.at_modes()?.to_floats();
            let mut search = Divisions::new(&modes, &institution, WarAccounting::Transient);
            let name = if preset.name == "none" { "anarchy" } else { &preset.name };
            let intervals = search.admissible(1.0).iter().map(|[a, b]| (*a, *b)).collect::<Vec<_>>();
            bars.push((name.to_string(), intervals));
        }
        chart = chart.phase(phase.name.clone(), modes.division, modes.holding, bars);
    }
    Ok(chart.cap(0.5).to_svg()?)
}

/// V(delta) before and after an institution in the phase where the window closed.
fn payoffs(case: &Case) -> Result<String, Failure> {
    let phase = "2016-20";
    let Some(modes) = case.matched(phase)? else { return Err("no matched calibration".into()) };
    let solve = |name: &str| -> Result<(StageModel<f64>, Solution), Failure> {
        let model = StageModel::new(&modes, &case.institution(name)?.to_floats(), WarAccounting::Absorbing);
        let solution = model.solve()?;
        Ok((model, solution))
    };
    let ((anarchy, before), (_, after)) = (solve("none")?, solve("strong")?);
    let stage = anarchy.game()?;
    let payoff = |p: usize| [0, 1].map(|i| *stage.payoff_at(p, i));
    let k = case.dossier.matched.and_then(|c| c.k).unwrap_or_default();
    let scale = case.dossier.matched.map_or(1.0, |c| c.cost_scale);
    let text = FigureText::new(format!("What could a strong institution have changed in {phase}?"))
        .answer(
            "Equilibrium payoffs without and with the strong institution, inside what is feasible without it",
        )
        .assumption(format!(
            "Absorbing war, k = {k:.2}, war costs times {scale:.2} (matched to the past). {JUDGEMENT}."
        ))
        .source(MODEL);
    let vertices = |s: &Solution| s.content.as_ref().map(|c| c.vertices.clone()).unwrap_or_default();
    let feasible = detente::geometry::convex_hull(case.outcomes(&anarchy)?);
    let mut chart = PayoffSpace::new(text, ["Armenia", "Azerbaijan"])
        .unit("stake per year, relative")
        .feasible(feasible)
        .set("anarchy", vertices(&before))
        .set("strong institution", vertices(&after));
    for (profile, label) in [(0, "compromise"), (4, "hold"), (8, "both attack")] {
        chart = chart.stage(label, payoff(profile));
    }
    if let Some(content) = &before.content {
        chart = chart.threat(content.threat).self_help(content.benchmark_payoff);
    }
    Ok(chart.to_svg()?)
}

/// Shares of draws: anarchy, Minsk where it fails, strong where both fail, nothing.
fn shares(case: &Case) -> Result<String, Failure> {
    let draws = case.dossier.shares.first().and_then(|s| s.own.first()).map_or(0, |s| s.of);
    let text = FigureText::new("How often would compromise have held, and what would it have taken?")
        .answer("Share of draws in which compromise at the division on the table is sustained")
        .assumption(format!("Reduced game; {draws} draws per phase from coded ranges (judgement), the same for all institutions."))
        .source(MODEL);
    let parts = ["by itself", "with Minsk", "with the strong institution", "not even then"];
    let mut chart = StackedShares::new(text, parts, "share of draws, %");
    for entry in &case.dossier.shares {
        chart = chart.row(entry.phase.clone(), entry.ladder.iter().map(|s| s.value()));
    }
    Ok(chart.to_svg()?)
}

/// Relative gains against war costs, the band that history allows, and what follows in it.
fn matching(case: &Case) -> Result<String, Failure> {
    let map = case.dossier.map.as_ref().ok_or("no map")?;
    let text = FigureText::new("What follows if the model has to match the past?")
        .answer("In the band the ceasefire holds and breaks as it did; each strip shows the eight phases")
        .assumption(format!(
            "Absorbing war; both sides' relative gains k, all war costs times a scale. {JUDGEMENT}."
        ))
        .source(MODEL);
    let shown = ["none", "Minsk", "RU-PKF", "strong"];
    let places: Vec<usize> =
        shown.iter().filter_map(|n| map.institutions.iter().position(|i| i == n)).collect();
    let mut chart = MatchingMap::new(text, map.phases.clone(), ["anarchy", "Minsk", "RU-PKF", "strong"])
        .axes(("relative gains k", "k"), ("war-cost scale", "scale"))
        .band(case.dossier.bands.iter().map(|b| (b.k, b.low, b.high)))
        .outside("below: the ceasefire of 2011-16 does not hold", "above: no attack in 2016-20");
    for k in [0.0, 0.1, 0.2, 0.3, 0.4, 0.5] {
        let Some(band) = case.dossier.bands.iter().find(|b| b.k == k) else { continue };
        let cell = map.cells.iter().find(|c| c.k == k && c.cost_scale == band.middle());
        if let Some(cell) = cell {
            let strips: Result<Vec<_>, _> = places.iter().map(|&i| Outcome::strip(&cell.row(i))).collect();
            chart = chart.sample((cell.k, cell.cost_scale), strips?);
        }
    }
    Ok(chart.position("as coded (k near 0.4)", (0.4, 1.0)).to_svg()?)
}

/// Patience against the strength of the package, in the phase before the war of 2020.
fn strength(case: &Case) -> Result<String, Failure> {
    let phase = "2016-20";
    let entry = case.dossier.diagrams.iter().find(|d| d.phase == phase).ok_or("no diagram")?;
    let modes = case.modes(phase)?.to_floats();
    let text = FigureText::new(format!("How strong an institution, for how patient rivals, in {phase}?"))
        .answer(
            "What is left of cooperation by patience and by the strength of the strong package (1: as coded)",
        )
        .assumption(format!(
            "Absorbing war, k = {:.2}, war costs times {:.2} (matched to the past). {JUDGEMENT}.",
            entry.calibration.k.unwrap_or_default(),
            entry.calibration.cost_scale
        ))
        .source(MODEL);
    let diagram = &entry.diagram;
    let mut chart = PhaseDiagram::new(
        text,
        "discount factor of the phase",
        "strength of the package, times its coded values",
    )
    .name(Region::Cooperation, "compromise or another acceptable bargain")
    .name(Region::SelfHelp, "self-help")
    .name(Region::Undecided, "no pure equilibrium");
    let bounds = |list: &[f64], i: usize| {
        let half = (list[1] - list[0]) / 2.0;
        (list[i] - half, list[i] + half)
    };
    for (row, prospects) in diagram.prospects.iter().enumerate() {
        for (column, prospect) in prospects.iter().enumerate() {
            let region = match prospect {
                Prospect::Compromise | Prospect::SomeBargain => Region::Cooperation,
                Prospect::Collapsed => Region::SelfHelp,
                Prospect::NoVerdict => Region::Undecided,
            };
            chart = chart.cell(bounds(&diagram.discounts, column), bounds(&diagram.strengths, row), region);
        }
    }
    Ok(chart
        .position("strong package, as coded", [modes.discount, 1.0])
        .position("anarchy", [modes.discount, 0.0])
        .to_svg()?)
}

/// The collapse as relative gains grow: critical discount factors, and the area of V.
fn collapse(case: &Case) -> Result<String, Failure> {
    let phase = "2020-22";
    let modes = case.modes(phase)?.to_floats();
    let none = InstitutionParameters::none();
    let text = FigureText::new("When does cooperation collapse into zero-sum self-help?")
        .answer(format!("{phase}, without institutions: as both weigh the other's gain more, patience suffices less and V shrinks to self-help"))
        .assumption(format!("Reduced game, perfect observation for V. {JUDGEMENT}."))
        .source(MODEL);
    let steps: Vec<f64> = (0..=100).map(|s| f64::from(s) / 100.0).collect();
    let mut needed: [Vec<(f64, Option<f64>)>; 2] = [Vec::new(), Vec::new()];
    let mut area = Vec::new();
    let mut solver = Solver::new();
    for &k in &steps {
        let game = ReducedGame::new(&modes.with_relative_gains(&k), &none, WarAccounting::Transient);
        for side in 0..2 {
            needed[side].push((
                k,
                match game.critical(side) {
                    CriticalPatience::From(d) if d <= 1.0 => Some(d.max(0.0)),
                    _ => None,
                },
            ));
        }
        let float = FloatGame::of_stage(&game.game()?)?;
        let outline = solver.solve(&float, modes.discount, &Limits::default());
        let set = detente::geometry::Polygon::hull(outline.vertices);
        area.push((k, Some(set.area())));
    }
    let largest = area.iter().filter_map(|(_, a)| *a).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let relative: Vec<(f64, Option<f64>)> =
        area.into_iter().map(|(k, a)| (k, a.map(|a| a / largest))).collect();
    let [armenia, azerbaijan] = needed;
    let patience = modes.discount;
    Ok(LineChart::new(text, "weight k of the other side's gain")
        .panel("critical discount factor")
        .series("Armenia", armenia)
        .series("Azerbaijan", azerbaijan)
        .series("patience of the phase", [(0.0, Some(patience)), (1.0, Some(patience))])
        .panel("area of V, relative to its largest")
        .series("V", relative)
        .vertical(1.0, "k₁k₂ = 1: zero-sum")
        .to_svg()?)
}

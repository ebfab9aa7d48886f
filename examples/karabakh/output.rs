//! Files: pictures, tables, one JSON, one self-contained HTML report.

use std::fs;
use std::path::PathBuf;

use detente::report::Html;
use detente::study::{LIMITS, facts};

use super::input::{Case, Failure};
use super::pictures::Picture;
use super::tables::{Named, reading};

/// Columns of the text tables.
pub const WIDTH: usize = 160;

/// The progress bar: on a terminal only, and none in builds without it.
pub fn progress(steps: u64) -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::new(steps);
    if let Ok(style) = indicatif::ProgressStyle::with_template("{bar:24} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// Writes everything to `target/karabakh/` and says where that is.
pub fn write(case: &Case, tables: &[Named], pictures: &[Picture]) -> Result<PathBuf, Failure> {
    let folder = PathBuf::from("target").join("karabakh");
    fs::create_dir_all(&folder)?;
    for picture in pictures {
        fs::write(folder.join(format!("{}.svg", picture.file)), &picture.svg)?;
    }
    for table in tables {
        fs::write(folder.join(format!("{}.csv", table.file)), table.table.to_csv())?;
    }
    fs::write(folder.join("results.json"), serde_json::to_string_pretty(&case.dossier)?)?;
    fs::write(folder.join("report.html"), report(case, tables, pictures)?)?;
    Ok(folder)
}

fn report(case: &Case, tables: &[Named], pictures: &[Picture]) -> Result<String, Failure> {
    let table = |name: &str| tables.iter().find(|t| t.file == name).map(|t| &t.table);
    let picture = |name: &str| pictures.iter().find(|p| p.file == name);
    let mut html = Html::new("Armenia and Azerbaijan over Karabakh, 1988-2023: which compromise could have held?", "en")
        .lead("The bargaining is modelled as repeated games, without and with institutions. For every phase the report says whether a compromise was enforceable, whether it was acceptable, who blocks it and why, and how strong an institution would have had to be. The numbers of the case are judgement with ranges; the answers given these numbers are proven.");
    let sections: [(&str, &[&str], &[&str]); 6] = [
        ("Without institutions", &["timeline", "divisions"], &["verdicts"]),
        ("Under institutions", &["payoffs", "shares"], &["institutions", "shares", "joining"]),
        ("Matched to the past", &["matching"], &["matched", "bands"]),
        ("How strong would an institution have had to be?", &["strength"], &["strengths"]),
        ("Collapse into self-help as relative gains grow", &["collapse"], &[]),
        ("Elsewhere", &[], &["controls", "coded"]),
    ];
    for (heading, figures, lists) in sections {
        html = html.section(heading);
        for name in figures {
            if let Some(found) = picture(name) {
                html = html.picture(found.svg.clone());
            }
        }
        for name in lists {
            if let Some(found) = table(name) {
                html = html.table(found);
            }
        }
    }
    html = html.paragraph(reading(case)).section("The article's claims").paragraph(
        "R. Hajimineh and M. Falahati (2025) read the conflict through the debate between neorealism and neoliberal institutionalism. Each claim is a hypothesis here, never an input.",
    );
    if let Some(found) = table("claims") {
        html = html.table(found);
    }
    html = html
        .section("Method")
        .paragraph("V(delta) is the set of payoffs of subgame-perfect equilibria in pure actions with public randomisation. It is computed by the operators of Abreu, Pearce and Stacchetti (1990) and Abreu and Sannikov (2014). A 'yes' is a strategy automaton whose every one-shot deviation is checked in exact arithmetic; a 'no' is a chain of exact outer sets on which an incentive constraint fails.")
        .list([
            "Reduced: compromise or self-help, every year the same 2 x 2 game; sustained by a trigger with the phase's monitoring.",
            "Three actions: compromise, hold, attack; every year the same 3 x 3 game.",
            "Absorbing war: the same, but a war, chosen or by hazard, decides everything after it (Powell 1991).",
        ])
        .paragraph("Enforceable: some equilibrium starts with compromise for ever. Acceptable: some enforceable payoff leaves neither side below the benchmark (hold for ever where supported, else mutual attack where that is, else the worst equilibrium) and gains jointly. Only both together are cooperation.")
        .section("Limits")
        .list(LIMITS);
    html = html.source("Hajimineh and Falahati (2025), The Karabakh Conflict from a Theoretical Perspective with an Emphasis on the Neo-Liberalism/Neo-Realism Debate, Central Eurasia Studies 18(1), 57-84, doi 10.22059/JCEP.2025.378721.450231.");
    for source in [
        "Abreu, Pearce and Stacchetti (1990), Toward a theory of discounted repeated games with imperfect monitoring, Econometrica 58.",
        "Abreu and Sannikov (2014), An algorithm for two-player repeated games with perfect monitoring, Theoretical Economics 9.",
        "Fearon (1995), Rationalist explanations for war, International Organization 49. Powell (1991, 2006).",
    ] {
        html = html.source(source);
    }
    html = html.source(format!("Facts and events: {}", facts()?.note));
    Ok(html.to_html()?)
}

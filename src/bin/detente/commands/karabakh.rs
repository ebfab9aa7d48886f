//! `detente karabakh`: the case study.

use std::ops::ControlFlow;
use std::time::Instant;

use detente::Rational;
use detente::report::{Align, Table};
use detente::study::{
    Entry, GainsWeights, GameEntry, KarabakhOptions, KarabakhStudy, ShareEntry, Variant,
    karabakh_with_progress,
};

use crate::answer::{Answer, Ending};
use crate::arguments::{Common, KarabakhArguments, VariantName};
use crate::document::Document;
use crate::failure::{CliError, Failure};
use crate::{budget, words};

/// Runs the command.
pub fn run(asked: &KarabakhArguments, common: &Common) -> Result<Answer, Failure> {
    let options = options(asked)?;
    let limit = budget::time_limit(common)?;
    let (study, timing) = budget::timed(common, || {
        let start = Instant::now();
        karabakh_with_progress(&options, |_, _| match limit {
            Some(limit) if start.elapsed() >= limit => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        })
    })?;
    let begin = Document::of("karabakh")
        .with("variant", options.variant.name())
        .with("cost_scale", &options.cost_scale)
        .with("relative_gains", &options.relative_gains.label());
    let begin = match options.variant {
        Variant::Reduced => begin.with("draws", &options.draws).with("seed", &options.seed),
        _ => begin,
    };
    let document =
        begin.with("entries", &study.entries).with("controls", &study.controls).with("limits", &study.limits);
    Ok(Answer {
        document: timing.add_to(document),
        text: text(&study)?,
        ending: Ending::settled(study.complete),
    })
}

fn options(asked: &KarabakhArguments) -> Result<KarabakhOptions, Failure> {
    let number =
        |text: &str, place: &'static str| text.parse::<Rational>().map_err(|error| Failure::at(place, error));
    if asked.draws == 0 {
        let value = "0".into();
        return Err(CliError::BadOption { option: "--draws", value, range: "draw once or more" }.into());
    }
    let cost_scale = number(&asked.cost_scale, "--cost-scale")?;
    if cost_scale.is_negative() {
        let (value, range) = (asked.cost_scale.clone(), "give a number, 0 or more");
        return Err(CliError::BadOption { option: "--cost-scale", value, range }.into());
    }
    let relative_gains = match asked.relative_gains.as_str() {
        "mode" => GainsWeights::Mode,
        text => {
            let weight = number(text, "--relative-gains")?;
            if weight.is_negative() || weight > Rational::ONE {
                let (value, range) = (text.to_string(), "give mode, or a number from 0 to 1");
                return Err(CliError::BadOption { option: "--relative-gains", value, range }.into());
            }
            GainsWeights::Value(weight)
        }
    };
    let variant = match asked.variant {
        VariantName::Reduced => Variant::Reduced,
        VariantName::ThreeActions => Variant::ThreeActions,
        VariantName::Absorbing => Variant::Absorbing,
    };
    Ok(KarabakhOptions {
        variant,
        cost_scale: cost_scale.to_f64(),
        relative_gains,
        draws: asked.draws,
        seed: asked.seed,
    })
}

fn text(study: &KarabakhStudy) -> Result<String, Failure> {
    let mut out = match study.variant {
        Variant::Reduced => {
            "Compromise or self-help: in what share of draws is compromise sustained, under \
                             each institution alone? (own: the division on the table; free: the easiest one)"
        }
        Variant::ThreeActions => "Compromise, hold or attack, the same game every year, at mode values",
        _ => "Compromise, hold or attack, where war decides everything after it, at mode values",
    }
    .to_string();
    out += "\n\n";
    for (title, entries) in [("The conflict by phase", &study.entries), ("Control cases", &study.controls)] {
        let table = match study.variant {
            Variant::Reduced => shares(title, entries)?,
            _ => games(title, entries)?,
        };
        out += &format!("{table}\n");
    }
    if !study.complete {
        out += "The time ended before all cases were solved.\n\n";
    }
    out += "What to keep in mind:\n";
    for limit in &study.limits {
        out += &format!("  - {limit}\n");
    }
    Ok(out)
}

/// Shares in per cent: one row per phase and division, one column per institution.
fn shares(title: &str, entries: &[Entry]) -> Result<Table, Failure> {
    let shares: Vec<&ShareEntry> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Share(share) => Some(share),
            _ => None,
        })
        .collect();
    let mut institutions: Vec<&str> = Vec::new();
    let mut rows: Vec<(String, String)> = Vec::new();
    for share in &shares {
        if !institutions.contains(&share.institution.as_str()) {
            institutions.push(&share.institution);
        }
        let row = (share.phase.clone(), division(share));
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let header = ["phase", "division"].into_iter().chain(institutions.iter().copied());
    let mut table = Table::new(format!("{title} (per cent)"), header);
    for column in 0..institutions.len() {
        table = table.align(2 + column, Align::Right);
    }
    for (phase, name) in rows {
        let cell = |institution: &&str| {
            let found = shares.iter().find(|share| {
                share.phase == phase && division(share) == name && share.institution == *institution
            });
            found.map_or("-".into(), |share| format!("{:.1}", 100.0 * share.share))
        };
        let cells: Vec<String> = institutions.iter().map(cell).collect();
        words::push(&mut table, [phase.clone(), name.clone()].into_iter().chain(cells).collect())?;
    }
    Ok(table)
}

/// The division's name in tables.
fn division(share: &ShareEntry) -> String {
    format!("{:?}", share.division).to_lowercase()
}

fn games(title: &str, entries: &[Entry]) -> Result<Table, Failure> {
    let header =
        ["phase", "institution", "V is", "compromise lasts", "holding lasts", "joint gain without harm"];
    let mut table = Table::new(title, header).align(5, Align::Right);
    for entry in entries {
        let Entry::Game(game) = entry else { continue };
        let GameEntry { phase, institution, kind, compromise, hold, acceptable_gain, .. } = game;
        let gain = match acceptable_gain {
            Some(Some(gain)) => words::decimal(*gain),
            Some(None) => "none".into(),
            None => "-".into(),
        };
        let kind = format!("{kind:?}").to_lowercase();
        let row = vec![phase.clone(), institution.clone(), kind, lasts(compromise), lasts(hold), gain];
        words::push(&mut table, row)?;
    }
    Ok(table.note(
        "Lasts: no side gains by deviating once, Armenia's and Azerbaijan's margins in parentheses (first and \
         second side in control cases). Joint gain: the largest over the benchmark that leaves neither side worse off.",
    ))
}

/// Whether both margins are non-negative, and the margins.
fn lasts(margins: &Option<[f64; 2]>) -> String {
    let Some(margins) = margins else { return "-".into() };
    let verdict = if margins.iter().all(|margin| *margin >= 0.0) { "yes" } else { "no" };
    format!("{verdict} ({:+.3}, {:+.3})", margins[0], margins[1])
}

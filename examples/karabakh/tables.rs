//! The study as tables that need no mathematics to read.

use detente::collapse::measures::Surplus;
use detente::report::{Align, Table};
use detente::study::{
    Coverage, CriticalPatience, Enforcement, Instrument, PastEvent, PhaseVerdict, Prospect, ReducedGame,
    Share, Variant, VariantVerdict, WarAccounting,
};

use super::input::{Case, Failure};

/// A table with the name of its file.
pub struct Named {
    pub file: &'static str,
    pub table: Table,
}

const SIDES: [&str; 2] = ["Armenia", "Azerbaijan"];

/// All tables, in reading order.
pub fn all(case: &Case) -> Result<Vec<Named>, Failure> {
    let mut tables = vec![
        Named { file: "verdicts", table: verdicts(case)? },
        Named { file: "institutions", table: institutions(case)? },
        Named { file: "matched", table: matched(case)? },
        Named { file: "bands", table: bands(case)? },
        Named { file: "strengths", table: strengths(case)? },
        Named { file: "shares", table: shares(case)? },
        Named { file: "joining", table: joining(case)? },
        Named { file: "controls", table: controls(case)? },
        Named { file: "coded", table: coded(case)? },
    ];
    tables.push(Named { file: "claims", table: claims(case)? });
    Ok(tables)
}

fn patience(value: CriticalPatience<f64>) -> String {
    match value {
        CriticalPatience::From(d) if d <= 0.0 => "any".into(),
        CriticalPatience::From(d) if d < 1.0 => format!("{d:.2}"),
        _ => "never".into(),
    }
}

fn variant(verdict: &PhaseVerdict, which: Variant) -> Option<&VariantVerdict> {
    verdict.variants.iter().find(|v| v.variant == which)
}

/// "enforceable, acceptable" as two short words.
fn answer(verdict: Option<&VariantVerdict>) -> String {
    let Some(v) = verdict else { return "-".into() };
    let enforceable = match v.enforcement {
        Enforcement::Enforceable => "yes",
        Enforcement::NotEnforceable => "no",
        Enforcement::TriggerFails => "trigger fails",
        Enforcement::NoVerdict => "no verdict",
    };
    let acceptable = match v.acceptable {
        Some(true) => "yes",
        Some(false) => "no",
        None => "?",
    };
    format!("{enforceable} / {acceptable}")
}

fn who(verdict: Option<&VariantVerdict>) -> String {
    let Some(v) = verdict else { return "-".into() };
    if v.prospect == Prospect::Compromise {
        return "-".into();
    }
    match (v.blocker, v.reason) {
        (Some(side), Some(reason)) => format!("{}: {reason}", SIDES[side]),
        (None, Some(reason)) => reason.to_string(),
        _ => "no pure equilibrium".into(),
    }
}

fn surplus(value: Option<Surplus>) -> String {
    match value {
        Some(Surplus::Share(share)) => format!("{:.0} %", 100.0 * share.to_f64()),
        Some(Surplus::NothingToLose) => "none to lose".into(),
        None => "?".into(),
    }
}

/// Under anarchy: classes, patience, verdicts, blockers.
fn verdicts(case: &Case) -> Result<Table, Failure> {
    let mut table = Table::new(
        "Without institutions: was compromise at the division on the table enforceable, and acceptable?",
        [
            "phase",
            "Armenia plays",
            "Azerbaijan plays",
            "patience it has",
            "Armenia needs",
            "Azerbaijan needs",
            "reduced",
            "three actions",
            "absorbing war",
            "who blocks, and why (absorbing)",
            "surplus kept",
            "variants",
        ],
    );
    for phase in case.phases() {
        let named = case.verdict(phase, "none")?;
        let modes = case.modes(phase)?.to_floats();
        let none = case.institution("none")?.to_floats();
        let game = ReducedGame::new(&modes, &none, WarAccounting::Transient);
        let range = case.data.phase(phase)?.range("delta")?;
        let absorbing = variant(&named.verdict, Variant::Absorbing);
        table.push_row([
            phase.to_string(),
            game.class(0).to_string(),
            game.class(1).to_string(),
            format!("{} ({}-{})", range.mode().to_f64(), range.low().to_f64(), range.high().to_f64()),
            patience(game.critical(0)),
            patience(game.critical(1)),
            answer(variant(&named.verdict, Variant::Reduced)),
            answer(variant(&named.verdict, Variant::ThreeActions)),
            answer(absorbing),
            who(absorbing),
            surplus(case.surplus(&modes, "none")?),
            if named.verdict.agreement == detente::study::Agreement::Agreed {
                "agree"
            } else {
                "model-dependent"
            }
            .to_string(),
        ])?;
    }
    Ok(table
        .note("Cells of the three variants: enforceable (some equilibrium starts with compromise for ever) / acceptable (something enforceable harms neither side against the benchmark and gains jointly).")
        .note("Armenia/Azerbaijan needs: critical discount factor of the trigger in the reduced game with the phase's monitoring; never: no patience suffices.")
        .note("Surplus kept: best sustainable welfare over self-help, relative to the first best (absorbing variant, material payoffs).")
        .note("Mode values as coded. Stationary play inside a phase assumes away that the sides anticipate the shift of power."))
}

/// The same under each institution, in letters.
fn institutions(case: &Case) -> Result<Table, Failure> {
    let mut header = vec!["phase".to_string()];
    header.extend(
        case.institutions().map(|name| if name == "none" { "anarchy".into() } else { name.to_string() }),
    );
    header.push("who blocks under the strong institution (absorbing)".into());
    let mut table =
        Table::new("Under each institution, as coded: reduced / three actions / absorbing war", header);
    for phase in case.phases() {
        let mut row = vec![phase.to_string()];
        for institution in case.institutions() {
            let named = case.verdict(phase, institution)?;
            let letters: Vec<String> = Variant::ALL
                .iter()
                .map(|v| variant(&named.verdict, *v).map_or('-', |v| v.prospect.letter()).to_string())
                .collect();
            row.push(letters.join(" / "));
        }
        row.push(who(variant(&case.verdict(phase, "strong")?.verdict, Variant::Absorbing)));
        table.push_row(row)?;
    }
    Ok(table
        .note("C: compromise for ever is enforceable and no worse than the benchmark for both. v: not that, but some enforceable bargain harms neither side and gains jointly. dot: nothing. ?: no pure-strategy equilibrium.")
        .note("UNSC: resolutions 822, 853, 874, 884 as a norm with hardly any enforcement. Minsk: OSCE mediation. RU-PKF: peacekeepers as from November 2020. strong: a counterfactual."))
}

/// The history-matched strips.
fn matched(case: &Case) -> Result<Table, Failure> {
    let Some(map) = &case.dossier.map else { return Ok(Table::new("History matching", ["not computed"])) };
    let mut header = vec!["k, cost scale".to_string()];
    header.extend(
        map.institutions.iter().map(|name| if name == "none" { "anarchy".into() } else { name.clone() }),
    );
    let mut table = Table::new(
        "Where the model keeps the ceasefire and breaks it when it broke (absorbing war): eight phases per strip",
        header,
    );
    for band in &case.dossier.bands {
        let middle = band.middle();
        let cell = map.cells.iter().find(|cell| cell.k == band.k && cell.cost_scale == middle);
        if let Some(cell) = cell {
            let mut row = vec![format!("{:.2}, {:.2}", cell.k, cell.cost_scale)];
            row.extend((0..map.institutions.len()).map(|i| cell.row(i)));
            table.push_row(row)?;
        }
    }
    Ok(table.note(format!("Phases in order: {}.", map.phases.join(", "))).note(
        "War costs are scaled so that holding for ever is supported in 1994-2003, 2004-10 and 2011-16 and fails by Armenia's attack in 1992-94 and by Azerbaijan's in 2016-20 and 2023.",
    ))
}

fn event(event: PastEvent) -> &'static str {
    match event {
        PastEvent::Held => "the ceasefire",
        PastEvent::Attacked(0) => "Armenia's attack",
        PastEvent::Attacked(_) => "Azerbaijan's attack",
    }
}

fn bands(case: &Case) -> Result<Table, Failure> {
    let mut table = Table::new(
        "Which war costs history allows, by the weight of relative gains",
        ["weight k", "cost scale from", "to", "fails below by", "fails above by"],
    );
    for band in &case.dossier.bands {
        let condition = |c: &Option<detente::study::HistoryCondition>| {
            c.as_ref().map_or("-".to_string(), |c| format!("{} in {}", event(c.event), c.phase))
        };
        table.push_row([
            format!("{:.2}", band.k),
            format!("{:.2}", band.low),
            format!("{:.2}", band.high),
            condition(&band.fails_below),
            condition(&band.fails_above),
        ])?;
    }
    let note = match &case.dossier.history {
        Some(history) => format!(
            "Of {} joint draws with k and the cost scale drawn from their ranges, {} ({:.1} %) meet all six conditions.{}",
            history.consistent.of,
            history.consistent.count,
            100.0 * history.consistent.value(),
            left(&history.ranges)
        ),
        None => "No joint draws were made.".into(),
    };
    Ok(table.note(note).note(
        "At the coded war costs (scale 1) the absorbing variant does not keep the ceasefire in any phase.",
    ))
}

/// What is left of every parameter's range, in a sentence.
fn left(ranges: &[detente::collapse::NonImplausible]) -> String {
    let each = ranges.iter().filter_map(|left| {
        let [low, high] = left.range?;
        let [from, to] = left.prior;
        Some(format!("{} in {low:.2} to {high:.2} (drawn from {from} to {to})", left.name))
    });
    let all: Vec<String> = each.collect();
    if all.is_empty() { String::new() } else { format!(" What is left: {}.", all.join("; ")) }
}

fn strengths(case: &Case) -> Result<Table, Failure> {
    let mut header = vec!["instrument".to_string()];
    header.extend(case.phases().map(str::to_string));
    let mut table = Table::new(
        "How strong would it have had to be? Smallest strength at which compromise holds, one instrument at a time",
        header,
    );
    let calibrations =
        [("coded, reduced", Variant::Reduced, false), ("matched, absorbing", Variant::Absorbing, true)];
    for (name, which, at_matched) in calibrations {
        let entries = || {
            case.dossier
                .strengths
                .iter()
                .filter(|e| e.variant == which && (Some(e.calibration) == case.dossier.matched) == at_matched)
        };
        let instruments: Vec<Option<Instrument>> =
            Instrument::ALL.into_iter().filter(|i| i.acts_in(which)).map(Some).chain([None]).collect();
        for instrument in instruments {
            let label = instrument.map_or("strong package, times".to_string(), |i| i.to_string());
            let mut row = vec![format!("{label} ({name})")];
            for phase in case.phases() {
                let found = entries().find(|e| e.phase == phase && e.instrument == instrument);
                row.push(match found.map(|e| (&e.sufficient, e.sufficient.smallest())) {
                    Some((s, _)) if s.without == Prospect::Compromise => "none needed".into(),
                    Some((_, Some(strength))) => format!("{strength:.2}"),
                    Some((s, None)) => format!("not up to {}", s.tried_up_to),
                    None => "-".into(),
                });
            }
            table.push_row(row)?;
        }
    }
    let matched = case.dossier.matched.map_or(String::new(), |c| {
        format!("Matched: k = {:.2}, war costs times {:.2}.", c.k.unwrap_or_default(), c.cost_scale)
    });
    Ok(table
        .note("Aid, sanction and linked reward in units of Armenia's stake per year; the rest are shares (0 to 1); the package in multiples of its coded strength.")
        .note(matched))
}

fn percent(share: &Share) -> String {
    format!("{:.1}", 100.0 * share.value())
}

fn shares(case: &Case) -> Result<Table, Failure> {
    let mut header = vec!["phase".to_string()];
    header.extend(
        case.institutions().map(|name| if name == "none" { "anarchy".into() } else { name.to_string() }),
    );
    header.extend(
        ["anarchy, free division", "strong, free division", "some bargain, anarchy", "nothing helps"]
            .map(String::from),
    );
    let mut table =
        Table::new("Share of draws in which compromise is sustained, % (reduced variant)", header);
    for entry in &case.dossier.shares {
        let at = |list: &[Share], name: &str| {
            let place = entry.institutions.iter().position(|i| i == name);
            place.and_then(|p| list.get(p)).map_or("-".into(), percent)
        };
        let mut row = vec![entry.phase.clone()];
        row.extend(entry.own.iter().map(percent));
        row.push(at(&entry.free, "none"));
        row.push(at(&entry.free, "strong"));
        row.push(at(&entry.any_bargain, "none"));
        row.push(entry.ladder.last().map_or("-".into(), percent));
        table.push_row(row)?;
    }
    let draws = case.dossier.shares.first().and_then(|s| s.own.first()).map_or(0, |s| s.of);
    Ok(table
        .note(format!("{draws} draws per phase from independent triangular ranges (judgement), the same for all institutions; standard error at most {:.1} points.", 50.0 / (draws.max(1) as f64).sqrt()))
        .note("Own division: near one half, drawn from the phase's range, unless 'free' (the division that makes compromise easiest). Nothing helps: neither anarchy nor Minsk nor the strong institution."))
}

fn joining(case: &Case) -> Result<Table, Failure> {
    let mut table = Table::new(
        "Would they join, and does the institution do harm? (absorbing war, matched calibration)",
        ["phase", "institution", "Armenia joins", "Azerbaijan joins", "removes cooperation that was there"],
    );
    let entries = case.dossier.participation.iter().filter(|e| Some(e.calibration) == case.dossier.matched);
    for entry in entries {
        let joins = |side: usize| match entry.participation.adopts {
            Some(adopts) => if adopts[side] { "yes" } else { "no" }.to_string(),
            None => "?".into(),
        };
        let harm = if entry.participation.harmful { "yes" } else { "no" };
        table.push_row([entry.phase.clone(), entry.institution.clone(), joins(0), joins(1), harm.into()])?;
    }
    Ok(table.note("A side joins if what it can expect net of the cost of membership is not below what it can expect without."))
}

fn controls(case: &Case) -> Result<Table, Failure> {
    let mut header = vec!["control case".to_string()];
    header.extend(case.dossier.controls.first().map(|c| c.institutions.clone()).unwrap_or_default());
    let mut table =
        Table::new("The same game elsewhere: share of draws in which compromise is sustained, %", header);
    for entry in &case.dossier.controls {
        let mut row = vec![entry.phase.clone()];
        row.extend(entry.own.iter().map(percent));
        table.push_row(row)?;
    }
    Ok(table.note("Reduced variant, own division, coded with hindsight: less adversarial cases sustain compromise without any institution."))
}

fn coded(case: &Case) -> Result<Table, Failure> {
    let mut header = vec!["case".to_string(), "what happened".into()];
    for n in 1..=case.dossier.coded.len() {
        header.push(format!("model, coder {n}: with the institution"));
        header.push(format!("coder {n}: without it"));
    }
    let mut table = Table::new("Eleven bargaining cases, coded by two coders who knew the outcomes", header);
    let Some(first) = case.dossier.coded.first() else { return Ok(table) };
    for verdict in &first.verdicts {
        let mut row =
            vec![verdict.name.clone(), if verdict.settled { "settled" } else { "not settled" }.into()];
        for coder in &case.dossier.coded {
            let found = coder.verdicts.iter().find(|v| v.name == verdict.name);
            let says = |expected: bool| if expected { "settles" } else { "does not settle" };
            row.extend(match found {
                Some(v) => {
                    let mark = if v.agrees() { "agrees" } else { "differs" };
                    [format!("{} ({mark})", says(v.expected)), says(v.expected_without).into()]
                }
                None => ["-".into(), "-".into()],
            });
        }
        table.push_row(row)?;
    }
    let scores: Vec<String> =
        case.dossier.coded.iter().map(|c| format!("{} of {}", c.agreement.count, c.agreement.of)).collect();
    Ok(table.note(format!("Agreement: {}. A check of plausibility, not a test.", scores.join(" and "))))
}

/// The article's fifteen claims.
fn claims(case: &Case) -> Result<Table, Failure> {
    let mut table = Table::new(
        "The fifteen claims of Hajimineh and Falahati (2025), and what the models say so far",
        ["", "claim (paraphrased)", "modelled", "what the models say [variant; assumption]"],
    )
    .align(0, Align::Right);
    for answer in &case.dossier.claims {
        let coverage = match answer.coverage {
            Coverage::Modelled => "yes",
            Coverage::Partly => "partly",
            Coverage::NotModelled => "no",
        };
        let mut says: Vec<String> = answer
            .findings
            .iter()
            .map(|f| {
                let which = f.variant.map_or("all variants", |v| v.name());
                format!("{} [{which}; {}]", f.says, f.assumption)
            })
            .collect();
        if !answer.not_modelled.is_empty() {
            says.push(format!("Not modelled: {}", answer.not_modelled));
        }
        table.push_row([
            answer.claim.id.to_string(),
            answer.claim.claim.into(),
            coverage.into(),
            says.join(" "),
        ])?;
    }
    Ok(table)
}

/// The closing paragraph: what depends on what.
pub fn reading(case: &Case) -> String {
    let strip =
        |name: &str| -> String { case.dossier.matched_row(name).iter().map(|p| p.letter()).collect() };
    let matched = case.dossier.matched.map_or(String::new(), |c| {
        format!("k = {:.2}, war costs times {:.2}", c.k.unwrap_or_default(), c.cost_scale)
    });
    format!(
        "Reading. At a division near one half and with transient war, the side that is ahead mostly prefers self-help, \
         and only instruments that change payoffs move it. Where the absorbing model is matched to the ceasefire \
         ({matched}), the phases read {} under anarchy, {} with Minsk, {} with peacekeepers and {} with the strong \
         institution. Whether self-help or institutions explain the conflict better depends on which divisions are \
         admissible, on the weight of relative gains, on how war is accounted for and on matching the past; the study \
         shows this dependence and picks no winner.",
        strip("none"),
        strip("Minsk"),
        strip("RU-PKF"),
        strip("strong")
    )
}

//! Claims 8 to 15: institutions, their conditions, and what follows for the theories.

use super::Coverage;
use super::answers::{Answer, MATCHED, finding};
use super::figures::{brought, letters, percent, pooled, share_of, strengths, thresholds};
use crate::study::{
    Agreement, Calibration, Dossier, Enforcement, HISTORY, Instrument, PastEvent, Prospect, Variant,
};

pub(super) fn minsk(dossier: &Dossier) -> Answer {
    let increments: Vec<String> = dossier
        .shares
        .iter()
        .filter_map(|entry| Some(format!("{} {}", entry.phase, percent(entry.ladder.get(1)?.value()))))
        .collect();
    let package = |variant, calibration| thresholds(strengths(dossier, variant, calibration, None));
    let mut findings = vec![
        finding(
            Variant::Reduced,
            "the Minsk preset has little money, little enforcement and no guarantee: nearly an input",
            format!("Draws in which Minsk sustains what anarchy does not: {}.", increments.join(", ")),
        ),
        finding(
            Variant::Reduced,
            "mode values; the strong package scaled as a whole, 1 being the preset",
            format!(
                "Smallest factor that sustains compromise: {}.",
                package(Variant::Reduced, Calibration::CODED)
            ),
        ),
    ];
    if let Some(matched) = dossier.matched {
        findings.push(finding(
            Variant::Absorbing,
            MATCHED,
            format!(
                "Prospects under Minsk {}, under anarchy {}. Smallest factor of the strong package: {}.",
                letters(&dossier.matched_row("Minsk")),
                letters(&dossier.matched_row("none")),
                package(Variant::Absorbing, matched),
            ),
        ));
    }
    (Coverage::Modelled, findings, "the co-chairs' own interests")
}

pub(super) fn commitment_costs(dossier: &Dossier) -> Answer {
    let refusals = |institution: &str, calibration: Calibration| {
        let entries = dossier.participation.iter();
        let same = entries.filter(|e| e.institution == institution && e.calibration == calibration);
        let list: Vec<String> = same
            .filter_map(|entry| {
                let adopts = entry.participation.adopts?;
                let unwilling: Vec<&str> = ["Armenia", "Azerbaijan"]
                    .into_iter()
                    .zip(adopts)
                    .filter_map(|(side, adopts)| (!adopts).then_some(side))
                    .collect();
                (!unwilling.is_empty()).then(|| format!("{} ({})", entry.phase, unwilling.join(" and ")))
            })
            .collect();
        if list.is_empty() { "nobody".to_string() } else { list.join(", ") }
    };
    let mut findings = Vec::new();
    for calibration in [Some(Calibration::CODED), dossier.matched].into_iter().flatten() {
        let assumption = if calibration == Calibration::CODED { "mode values as coded" } else { MATCHED };
        findings.push(finding(
            Variant::Absorbing,
            assumption,
            format!(
                "Sides that can expect less with the institution, net of the cost of membership, than without: under Minsk {}; under the strong institution {}.",
                refusals("Minsk", calibration),
                refusals("strong", calibration),
            ),
        ));
    }
    (Coverage::Partly, findings, "what members other than the two sides would have had to pay")
}

pub(super) fn instruments(dossier: &Dossier) -> Answer {
    let line = |variant: Variant, calibration: Calibration| {
        let acting = Instrument::ALL.into_iter().filter(|instrument| instrument.acts_in(variant));
        let parts: Vec<String> = acting
            .map(|instrument| {
                let (helped, missing) = brought(strengths(dossier, variant, calibration, Some(instrument)));
                format!("{instrument} {helped} of {missing}")
            })
            .collect();
        format!(
            "Phases without compromise in which the instrument alone, at some strength, brings it: {}.",
            parts.join(", ")
        )
    };
    let mut findings =
        vec![finding(Variant::Reduced, "mode values as coded", line(Variant::Reduced, Calibration::CODED))];
    if let Some(matched) = dossier.matched {
        findings.push(finding(Variant::Absorbing, MATCHED, line(Variant::Absorbing, matched)));
    }
    findings.push(finding(
        None,
        "instruments that do not change payoffs",
        "Patience, monitoring and a smaller first-move advantage do not touch a side that prefers self-help; only what changes its payoff from compromise or from self-help does, such as aid and linkage."
            .into(),
    ));
    (Coverage::Modelled, findings, "learning, socialisation and changing preferences")
}

pub(super) fn zero_sum(dossier: &Dossier) -> Answer {
    let ends: Vec<String> = dossier
        .collapse
        .iter()
        .filter(|entry| entry.collapse.variant == Variant::Reduced && entry.cost_scale == 1.0)
        .map(|entry| match entry.collapse.anything.last() {
            Some([_, high]) => format!("{} {high:.2}", entry.phase),
            None => format!("{} never", entry.phase),
        })
        .collect();
    let findings = vec![
        finding(
            None,
            "two sides in relative terms with weights k",
            "The game is strictly competitive only where the weights multiply to 1; at the judged weights there is \
             something to gain together, and what is called zero-sum is a matter of degree."
                .into(),
        ),
        finding(
            Variant::Reduced,
            "mode values, anarchy, the division on the table, one weight for both sides",
            format!("Largest weight at which some acceptable bargain is left: {}.", ends.join(", ")),
        ),
    ];
    (Coverage::Modelled, findings, "")
}

pub(super) fn force(dossier: &Dossier) -> Answer {
    let mut findings = Vec::new();
    if let Some(history) = &dossier.history {
        let met: Vec<String> = HISTORY
            .iter()
            .zip(&history.conditions)
            .map(|(condition, share)| {
                let event = match condition.event {
                    PastEvent::Held => "the front holds".into(),
                    PastEvent::Attacked(0) => "Armenia attacks".to_string(),
                    PastEvent::Attacked(_) => "Azerbaijan attacks".to_string(),
                };
                format!("{} ({event}) {}", condition.phase, percent(share.value()))
            })
            .collect();
        findings.push(finding(
            Variant::Absorbing,
            "joint draws, relative gains uniform in [0, 0.5], war costs times 1 to 16",
            format!(
                "Draws that meet each condition of history: {}; all six: {}.",
                met.join(", "),
                percent(history.consistent.value()),
            ),
        ));
    }
    findings.push(finding(
        Variant::Absorbing,
        MATCHED,
        format!(
            "Prospects under anarchy {}, under the strong institution {}.",
            letters(&dossier.matched_row("none")),
            letters(&dossier.matched_row("strong")),
        ),
    ));
    (Coverage::Modelled, findings, "why war came in 2020 and not a year earlier or later")
}

pub(super) fn core_interests(dossier: &Dossier) -> Answer {
    let free = |institution| percent(pooled(dossier, institution, |entry| &entry.free));
    let capped = |institution| percent(pooled(dossier, institution, |entry| &entry.capped));
    let findings = vec![finding(
        Variant::Reduced,
        "the norm read as a cap of one half on Armenia's share; pooled ceasefire phases",
        format!(
            "Sustained at the best division without and with the norm: anarchy {} and {}, strong institution {} and {}.",
            free("none"),
            capped("none"),
            free("strong"),
            capped("strong"),
        ),
    )];
    (Coverage::Partly, findings, "temporary alliances, and patrons as players")
}

pub(super) fn preconditions(dossier: &Dossier) -> Answer {
    let rows: Vec<String> = dossier
        .controls
        .iter()
        .map(|entry| {
            let shares: Vec<String> = entry
                .institutions
                .iter()
                .filter_map(|name| Some(format!("{name} {}", percent(share_of(entry, name, |e| &e.own)?))))
                .collect();
            format!("{}: {}", entry.phase, shares.join(", "))
        })
        .collect();
    let coded: Vec<String> = dossier
        .coded
        .iter()
        .map(|coder| format!("{} of {}", coder.agreement.count, coder.agreement.of))
        .collect();
    let findings = vec![
        finding(
            Variant::Reduced,
            "control cases coded with hindsight",
            format!("Shares of draws sustained, by case and institution: {}.", rows.join("; ")),
        ),
        finding(
            Variant::Absorbing,
            "eleven cases coded by two coders who knew the outcomes; mode values",
            format!("The model expects what happened in {} (one figure per coder).", coded.join(" and ")),
        ),
    ];
    (Coverage::Partly, findings, "trust as incomplete information about the other side's aims")
}

pub(super) fn which_theory(dossier: &Dossier) -> Answer {
    let dependent =
        dossier.verdicts.iter().filter(|entry| entry.verdict.agreement == Agreement::ModelDependent).count();
    let unsupported = |variant: Variant| {
        let anarchic = dossier.verdicts.iter().filter(|entry| entry.institution == "none");
        let verdicts = anarchic.flat_map(|entry| &entry.verdict.variants);
        verdicts.filter(|v| v.variant == variant && v.enforcement != Enforcement::Enforceable).count()
    };
    let mut findings = vec![finding(
        None,
        "mode values as coded",
        format!(
            "{dependent} of {} verdicts differ between the variants. Under anarchy compromise is not enforced in {} \
             (reduced), {} (three actions) and {} (absorbing war) of {} phases.",
            dossier.verdicts.len(),
            unsupported(Variant::Reduced),
            unsupported(Variant::ThreeActions),
            unsupported(Variant::Absorbing),
            dossier.shares.len(),
        ),
    )];
    if let Some(history) = &dossier.history {
        let changes: Vec<String> = history
            .shares
            .iter()
            .filter(|entry| entry.headline_changes)
            .map(|entry| format!("{} under {}", entry.phase, entry.institution))
            .collect();
        findings.push(finding(
            Variant::Absorbing,
            "joint draws, all against those that history allows",
            format!(
                "The most frequent prospect changes under matching in: {}.",
                if changes.is_empty() { "no phase".into() } else { changes.join(", ") },
            ),
        ));
    }
    let bargains = dossier.matched_row("none");
    let before =
        bargains.iter().take(5).filter(|p| matches!(p, Prospect::Compromise | Prospect::SomeBargain));
    findings.push(finding(
        Variant::Absorbing,
        MATCHED,
        format!(
            "A bargain acceptable to both is enforceable without institutions in {} of the five phases up to 2011-16. \
             Whether the claim comes out depends on which divisions are admissible, on relative gains, on how war is accounted for and on matching the past; the study shows the dependence and does not pick a winner.",
            before.count(),
        ),
    ));
    (Coverage::Partly, findings, "theories of international relations as such: only the mechanisms they name")
}

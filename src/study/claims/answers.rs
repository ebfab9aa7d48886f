//! What the models say to each claim, with the numbers of this run.

use super::figures::{
    CEASEFIRE, brought, by_phase, letters, percent, pooled, share_of, strengths, thresholds,
};
use super::{CLAIMS, ClaimAnswer, Coverage, Finding, SOURCE};
use crate::study::{
    Agreement, Calibration, CaseData, Dossier, Enforcement, HISTORY, InstitutionParameters, Instrument,
    Outside, PastEvent, Prospect, ShareMeaning, StudyError, Variant, bargaining_range, facts,
};

/// An answer in the making: coverage, findings, and what is left out.
type Answer = (Coverage, Vec<Finding>, &'static str);

fn finding(variant: impl Into<Option<Variant>>, assumption: &str, says: String) -> Finding {
    Finding { variant: variant.into(), assumption: assumption.into(), says }
}

const REDUCED_DRAWS: &str = "independent triangular ranges, trigger strategies with imperfect monitoring";
const MATCHED: &str =
    "mode values, war costs and relative gains in the middle of the band that history allows at k = 0.2";

/// Answers all claims from a dossier that holds everything but the claims.
pub(in crate::study) fn answers(dossier: &Dossier, data: &CaseData) -> Result<Vec<ClaimAnswer>, StudyError> {
    let answer = |id: u8| -> Result<Answer, StudyError> {
        Ok(match id {
            1 => anarchy(dossier),
            2 => indivisibility(dossier, data)?,
            3 => resolutions(dossier),
            4 => holding(dossier, data)?,
            5 => backing(data)?,
            6 => power_shift(dossier, data)?,
            7 => security_through_power(dossier),
            8 => minsk(dossier),
            9 => commitment_costs(dossier),
            10 => instruments(dossier),
            11 => zero_sum(dossier),
            12 => force(dossier),
            13 => core_interests(dossier),
            14 => preconditions(dossier),
            _ => which_theory(dossier),
        })
    };
    CLAIMS
        .into_iter()
        .map(|claim| {
            let (coverage, findings, not_modelled) = answer(claim.id)?;
            Ok(ClaimAnswer { claim, source: SOURCE, coverage, findings, not_modelled })
        })
        .collect()
}

fn anarchy(dossier: &Dossier) -> Answer {
    let findings = vec![
        finding(
            Variant::Reduced,
            REDUCED_DRAWS,
            format!(
                "Without any institution compromise at the division on the table is sustained in these shares of \
                 the draws: {}. With a free division: {}.",
                by_phase(&dossier.shares, "none", |entry| &entry.own),
                by_phase(&dossier.shares, "none", |entry| &entry.free),
            ),
        ),
        finding(
            Variant::Absorbing,
            MATCHED,
            format!(
                "Under anarchy, phase by phase (C compromise, v another acceptable bargain, . nothing): {}. Where \
                 a bargain was possible and not struck, anarchy alone does not explain it.",
                letters(&dossier.matched_row("none")),
            ),
        ),
    ];
    (Coverage::Partly, findings, "how the vacuum came about")
}

fn indivisibility(dossier: &Dossier, data: &CaseData) -> Result<Answer, StudyError> {
    let none = InstitutionParameters::none();
    let mut ranges = Vec::new();
    for name in CEASEFIRE {
        let case = data.phase(name)?.at_modes()?.to_floats();
        let range = |meaning| match bargaining_range(&case, &none, Outside::SelfHelp, meaning) {
            Some([low, high]) => format!("[{low:.2}, {high:.2}]"),
            None => "empty".into(),
        };
        ranges.push(format!("{name} {} and {}", range(ShareMeaning::Split), range(ShareMeaning::Lottery)));
    }
    let findings = vec![
        finding(
            Variant::Reduced,
            "mode values; indivisibility bends the worth of a share",
            format!(
                "Shares of Armenia that both prefer to self-help, split and by lottery: {}. A lottery widens the \
                 range, which makes indivisibility a problem of commitment after the draw.",
                ranges.join("; "),
            ),
        ),
        finding(
            Variant::Reduced,
            REDUCED_DRAWS,
            format!(
                "Pooled over the ceasefire phases, compromise is sustained without institutions in {} of the draws \
                 at the division on the table and in {} at the best division.",
                percent(pooled(dossier, "none", |entry| &entry.own)),
                percent(pooled(dossier, "none", |entry| &entry.free)),
            ),
        ),
    ];
    let left_out = "how borders were drawn; two stakes (surrounding districts and status) are one here";
    Ok((Coverage::Partly, findings, left_out))
}

fn resolutions(dossier: &Dossier) -> Answer {
    let sanction = strengths(dossier, Variant::Reduced, Calibration::CODED, Some(Instrument::Sanction));
    let findings = vec![
        finding(
            Variant::Reduced,
            "a norm with an enforcement probability near 0, which is an input",
            format!(
                "Shares under the resolutions alone: {}; under anarchy: {}.",
                by_phase(&dossier.shares, "UNSC", |entry| &entry.own),
                by_phase(&dossier.shares, "none", |entry| &entry.own),
            ),
        ),
        finding(
            Variant::Reduced,
            "mode values; a certain sanction on lone defection and nothing else, per year in units of the stake",
            format!("Smallest sanction that sustains compromise: {}.", thresholds(sanction)),
        ),
        finding(
            Variant::Reduced,
            "a territorial-integrity norm read as a cap of one half on Armenia's share",
            format!(
                "The best division under the cap is sustained in {} of the pooled ceasefire draws without an \
                 institution and in {} under the strong one; without the cap in {} and {}.",
                percent(pooled(dossier, "none", |entry| &entry.capped)),
                percent(pooled(dossier, "strong", |entry| &entry.capped)),
                percent(pooled(dossier, "none", |entry| &entry.free)),
                percent(pooled(dossier, "strong", |entry| &entry.free)),
            ),
        ),
    ];
    (Coverage::Modelled, findings, "why the Council did not enforce")
}

fn holding(dossier: &Dossier, data: &CaseData) -> Result<Answer, StudyError> {
    let mut holdings = Vec::new();
    for phase in &data.phases {
        holdings.push(format!("{} {:.2}", phase.name, phase.at_modes()?.holding.to_f64()));
    }
    let ahead = dossier.verdicts.iter().filter(|entry| {
        let reduced = entry.verdict.variants.iter().find(|verdict| verdict.variant == Variant::Reduced);
        let holder_loses =
            reduced.and_then(|verdict| verdict.over_benchmark).is_some_and(|over| over[0] <= 0.0);
        entry.institution == "none" && holder_loses
    });
    let phases: Vec<&str> = ahead.map(|entry| entry.phase.as_str()).collect();
    let contested =
        facts()?.rows.iter().filter(|fact| fact.variable.starts_with("territory")).map(|fact| &fact.value);
    let figures: Vec<&str> = contested.map(String::as_str).collect();
    let quoted = if figures.is_empty() {
        "The territorial figure itself is contested (13.6 % and 20 % are both in use) and no input."
            .to_string()
    } else {
        format!("Figures in use: {}.", figures.join("; "))
    };
    let findings = vec![
        finding(
            None,
            "Armenia's share of what is held, judged by phase",
            format!("{}. {quoted}", holdings.join(", ")),
        ),
        finding(
            Variant::Reduced,
            "mode values, the division on the table",
            format!(
                "Armenia gains nothing from compromise over self-help in: {}. Whoever holds more than the proposal \
                 offers has that interest, whichever side it is.",
                if phases.is_empty() { "no phase".into() } else { phases.join(", ") },
            ),
        ),
    ];
    Ok((Coverage::Partly, findings, "displacement and its people, who are no players here"))
}

fn backing(data: &CaseData) -> Result<Answer, StudyError> {
    let (first, last) = (data.phase("1994-2003")?.at_modes()?, data.phase("2016-20")?.at_modes()?);
    let says = format!(
        "Backing enters only through Armenia's holding and its chance of victory, {:.2} in 1994-2003 and {:.2} in \
         2016-20; two unitary sides bargain.",
        first.victory.to_f64(),
        last.victory.to_f64(),
    );
    let findings = vec![finding(None, "judged by phase", says)];
    Ok((
        Coverage::Partly,
        findings,
        "the Karabakh Armenian leadership as a player, and primacy in the region as an aim",
    ))
}

fn power_shift(dossier: &Dossier, data: &CaseData) -> Result<Answer, StudyError> {
    let mut chances = Vec::new();
    for phase in &data.phases {
        chances.push(format!("{} {:.2}", phase.name, phase.at_modes()?.victory.to_f64()));
    }
    let known = facts()?;
    let ratio = |wanted: i32| {
        let at =
            |actor| known.series(actor, "cinc").find(|(year, _)| *year == wanted).map(|(_, value)| value);
        at("Armenia").zip(at("Azerbaijan")).map(|(a, z)| a / z)
    };
    let ratios = match (ratio(1995), ratio(2016)) {
        (Some(before), Some(after)) => format!(
            " The ratio of capabilities (Correlates of War, CINC v6.0) is {before:.2} in 1995 and {after:.2} in 2016; \
             such ratios are a cross-check and do not identify the chances."
        ),
        _ => String::new(),
    };
    let findings = vec![
        finding(None, "Armenia's chance in a war, judged", format!("{}.{ratios}", chances.join(", "))),
        finding(
            Variant::Absorbing,
            MATCHED,
            format!(
                "Under anarchy the prospects by phase are {}. The institution is the same along the row; power, holdings and costs are what changes.",
                letters(&dossier.matched_row("none")),
            ),
        ),
    ];
    let left_out =
        "patrons and allies as players, the choice to arm, and anticipation of the shift inside a phase";
    Ok((Coverage::Partly, findings, left_out))
}

fn security_through_power(dossier: &Dossier) -> Answer {
    let anarchic = || dossier.verdicts.iter().filter(|entry| entry.institution == "none");
    let fearful = |variant: Variant| {
        let of = |verdict: &&crate::study::VariantVerdict| verdict.variant == variant && verdict.mutual_fear;
        anarchic().filter(|entry| entry.verdict.variants.iter().any(|verdict| of(&verdict))).count()
    };
    let offence = strengths(dossier, Variant::Absorbing, Calibration::CODED, Some(Instrument::FirstMoveCut));
    let (helped, missing) = brought(offence);
    let findings = vec![
        finding(
            Variant::Absorbing,
            "mode values as coded, anarchy",
            format!(
                "Mutual attack is an equilibrium in {} of {} phases: mutual fear alone can start a war, also where \
                 compromise is an equilibrium.",
                fearful(Variant::Absorbing),
                anarchic().count(),
            ),
        ),
        finding(
            Variant::Absorbing,
            "mode values as coded; the first-move advantage is cut and nothing else changes",
            format!("That alone brings compromise in {helped} of the {missing} phases that lack it.",),
        ),
    ];
    (Coverage::Partly, findings, "distrust as incomplete information, and balancing by alliances")
}

fn minsk(dossier: &Dossier) -> Answer {
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

fn commitment_costs(dossier: &Dossier) -> Answer {
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

fn instruments(dossier: &Dossier) -> Answer {
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

fn zero_sum(dossier: &Dossier) -> Answer {
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

fn force(dossier: &Dossier) -> Answer {
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

fn core_interests(dossier: &Dossier) -> Answer {
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

fn preconditions(dossier: &Dossier) -> Answer {
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

fn which_theory(dossier: &Dossier) -> Answer {
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

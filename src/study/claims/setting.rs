//! Claims 1 to 7: the setting, the stake and power.

use super::Coverage;
use super::answers::{Answer, MATCHED, REDUCED_DRAWS, finding};
use super::figures::{CEASEFIRE, brought, by_phase, letters, percent, pooled, strengths, thresholds};
use crate::study::{
    Calibration, CaseData, Dossier, InstitutionParameters, Instrument, Outside, ShareMeaning, StudyError,
    Variant, VariantVerdict, bargaining_range, facts,
};

pub(super) fn anarchy(dossier: &Dossier) -> Answer {
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

pub(super) fn indivisibility(dossier: &Dossier, data: &CaseData) -> Result<Answer, StudyError> {
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

pub(super) fn resolutions(dossier: &Dossier) -> Answer {
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

pub(super) fn holding(dossier: &Dossier, data: &CaseData) -> Result<Answer, StudyError> {
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

pub(super) fn backing(data: &CaseData) -> Result<Answer, StudyError> {
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

pub(super) fn power_shift(dossier: &Dossier, data: &CaseData) -> Result<Answer, StudyError> {
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

pub(super) fn security_through_power(dossier: &Dossier) -> Answer {
    let anarchic = || dossier.verdicts.iter().filter(|entry| entry.institution == "none");
    let fearful = |variant: Variant| {
        let of = |verdict: &&VariantVerdict| verdict.variant == variant && verdict.mutual_fear;
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

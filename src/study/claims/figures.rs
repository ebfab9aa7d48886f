//! The numbers that findings quote, read off a dossier.

use crate::study::{
    Calibration, Dossier, Instrument, Prospect, ReducedShares, Share, StrengthEntry, Variant,
};

/// The phases between the ceasefire and the second war.
pub(super) const CEASEFIRE: [&str; 4] = ["1994-2003", "2004-10", "2011-16", "2016-20"];

/// A share as a percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// `"CCvCC..."`.
pub(super) fn letters(prospects: &[Prospect]) -> String {
    prospects.iter().map(|prospect| prospect.letter()).collect()
}

/// The mean share of an institution over the ceasefire phases.
pub(super) fn pooled(dossier: &Dossier, institution: &str, of: fn(&ReducedShares) -> &Vec<Share>) -> f64 {
    let shares = dossier.shares.iter().filter(|entry| CEASEFIRE.contains(&entry.phase.as_str()));
    let values: Vec<f64> = shares.filter_map(|entry| share_of(entry, institution, of)).collect();
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// An institution's share in an entry.
pub(super) fn share_of(
    entry: &ReducedShares,
    institution: &str,
    of: fn(&ReducedShares) -> &Vec<Share>,
) -> Option<f64> {
    let place = entry.institutions.iter().position(|name| name == institution)?;
    of(entry).get(place).map(Share::value)
}

/// `"1988-91 12.3 %, 1992-94 ..."`.
pub(super) fn by_phase(
    entries: &[ReducedShares],
    institution: &str,
    of: fn(&ReducedShares) -> &Vec<Share>,
) -> String {
    let one = |entry: &ReducedShares| {
        Some(format!("{} {}", entry.phase, percent(share_of(entry, institution, of)?)))
    };
    entries.iter().filter_map(one).collect::<Vec<_>>().join(", ")
}

/// The strengths of one instrument (or of the package) in every phase.
pub(super) fn strengths(
    dossier: &Dossier,
    variant: Variant,
    calibration: Calibration,
    instrument: Option<Instrument>,
) -> impl Iterator<Item = &StrengthEntry> {
    dossier.strengths.iter().filter(move |entry| {
        entry.variant == variant && entry.calibration == calibration && entry.instrument == instrument
    })
}

/// `"1988-91 .32, 1994-2003 none up to 2"`: the smallest sufficient strength by phase; phases that need none
/// are said so.
pub(super) fn thresholds<'a>(entries: impl Iterator<Item = &'a StrengthEntry>) -> String {
    let one = |entry: &StrengthEntry| {
        let smallest = match entry.sufficient.smallest() {
            Some(0.0) => "needs nothing".to_string(),
            Some(strength) => format!("{strength:.2}"),
            None => format!("none up to {}", entry.sufficient.tried_up_to),
        };
        format!("{} {smallest}", entry.phase)
    };
    entries.map(one).collect::<Vec<_>>().join(", ")
}

/// In how many phases an instrument alone brings a compromise that was not there: `(brought, missing)`.
pub(super) fn brought<'a>(entries: impl Iterator<Item = &'a StrengthEntry>) -> (usize, usize) {
    let missing = entries.filter(|entry| entry.sufficient.without != Prospect::Compromise);
    missing.fold((0, 0), |(brought, missing), entry| {
        (brought + usize::from(!entry.sufficient.intervals.is_empty()), missing + 1)
    })
}

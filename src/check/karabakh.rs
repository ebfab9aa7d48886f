//! Results of `karabakh`: only what the printed entries say about each other.
//!
//! The study's numbers come from many draws of primitives; they carry no certificate, and recomputing
//! them would be the study itself. So the checker looks for what cannot be, and says that it did no more.

use super::error::{CheckError, Outcome, require};
use super::node::{Node, show};
use crate::exact::Rational;

/// The keys whose values are shares.
const SHARES: [&str; 3] = ["share", "enforceable", "acceptable_share"];

/// Checks a whole result; there is no game in it. Returns its sentences.
pub(super) fn check(root: &Node) -> Outcome<Vec<String>> {
    let entries = root.field("entries")?.items()?;
    let controls = root.optional("controls").map(|list| list.items()).transpose()?.unwrap_or_default();
    require(!entries.is_empty(), || "entries is empty".into())?;
    let mut shares = 0;
    let mut seen: Vec<(Vec<String>, String)> = Vec::new();
    for entry in entries.iter().chain(&controls) {
        shares += check_entry(entry)?;
        let keys = ["phase", "case", "institution", "division", "variant", "k", "cost_scale"];
        let mut name = vec![entry.place().split('[').next().unwrap_or_default().to_string()];
        name.extend(keys.map(|key| entry.optional(key).map_or(String::new(), |node| node.words())));
        seen.push((name, entry.place().to_string()));
    }
    seen.sort();
    if let Some(pair) = seen.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        let sentence = format!("{} and {} are about the same phase and institution", pair[0].1, pair[1].1);
        return Err(super::error::Stop::False(sentence));
    }
    Ok(vec![
        format!(
            "entries: {} entries and {} controls, none twice; {shares} shares lie in [0, 1] and are whole numbers of draws",
            entries.len(),
            controls.len()
        ),
        "the study's numbers themselves were not recomputed: they carry no certificate".into(),
    ])
}

/// Checks one entry; returns how many shares it has.
fn check_entry(entry: &Node) -> Outcome<usize> {
    let draws = entry.optional("draws").map(|node| node.index()).transpose()?;
    if let Some(draws) = draws {
        require(draws > 0, || format!("{}.draws is 0", entry.place()))?;
    }
    let mut shares = 0;
    for node in SHARES.iter().filter_map(|key| entry.optional(key)) {
        let Ok(printed) = node.printed() else { continue };
        let share = printed.value;
        require(!share.is_negative() && share <= Rational::ONE, || {
            format!("{} is {}, which is no share", node.place(), show(&share))
        })?;
        if let Some(draws) = draws {
            let count = &share * &Rational::from(draws);
            let nearest = Rational::from((&count + &Rational::new(1, 2)).floor());
            require((&count - nearest).abs() <= Rational::new(1, 1_000_000), || {
                format!("{} is {}, which is no whole number of {draws} draws", node.place(), show(&share))
            })?;
        }
        shares += 1;
    }
    for key in ["threat", "compromise", "hold"] {
        if let Some(list) = entry.optional(key).filter(|node| node.is_list()) {
            list.printed_list(2)?;
        }
    }
    if let Some(kind) = entry.optional("kind").filter(|kind| kind.as_text().is_some()) {
        let word = kind.text()?;
        if !["empty", "point", "segment", "polygon"].contains(&word) {
            let (place, known) = (kind.place().into(), "empty, point, segment, polygon");
            return Err(CheckError::UnknownWord { place, found: word.into(), known }.into());
        }
    }
    if let Some(gain) = entry.optional("acceptable_gain") {
        let value = gain.printed()?.value;
        require(value >= Rational::new(-1, 1_000_000_000), || {
            format!("{} is {}, below 0", gain.place(), show(&value))
        })?;
    }
    Ok(shares)
}

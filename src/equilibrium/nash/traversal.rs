//! Walks over all bases of a lexicographically perturbed polytope.

use std::collections::HashSet;

use super::dictionary::Dictionary;
use super::integer::{Integer, TooNarrow};
use super::labels::Labels;
use super::patience::Patience;

/// Visits every lexicographically feasible basis reachable from the dictionary's own, depth first, in
/// a deterministic order. The perturbed polytope is simple and its graph connected, so these
/// are all its vertices, and each vertex of the true polytope is met at least once, unless patience ends.
pub(super) fn visit_bases<I: Integer>(
    dictionary: &mut Dictionary<I>,
    labels: usize,
    patience: &Patience,
    mut visit: impl FnMut(&Dictionary<I>),
) -> Result<(), TooNarrow> {
    let mut current = Labels::from_labels(labels, dictionary.cobasis());
    let mut seen = HashSet::from([current.clone()]);
    visit(dictionary);
    // The path from the start: the pivots taken, to be taken back.
    let mut path: Vec<(usize, usize)> = Vec::new();
    let mut column = 1;
    loop {
        if column > dictionary.columns() {
            let Some((row, pivoted)) = path.pop() else { return Ok(()) };
            exchange(&mut current, dictionary, row, pivoted);
            dictionary.pivot(row, pivoted)?;
            column = pivoted + 1;
            continue;
        }
        if let Some(row) = dictionary.leaving_row(column) {
            exchange(&mut current, dictionary, row, column);
            if seen.contains(&current) {
                exchange_back(&mut current, dictionary, row, column);
            } else {
                seen.insert(current.clone());
                dictionary.pivot(row, column)?;
                visit(dictionary);
                if !patience.go_on() {
                    return Ok(());
                }
                path.push((row, column));
                column = 1;
                continue;
            }
        }
        column += 1;
    }
}

/// The cobasis after the pivot that the dictionary is about to make.
fn exchange<I: Integer>(cobasis: &mut Labels, dictionary: &Dictionary<I>, row: usize, column: usize) {
    cobasis.remove(dictionary.entering(column));
    cobasis.insert(dictionary.leaving(row));
}

/// Undoes [`exchange`] where the pivot was not made.
fn exchange_back<I: Integer>(cobasis: &mut Labels, dictionary: &Dictionary<I>, row: usize, column: usize) {
    cobasis.remove(dictionary.leaving(row));
    cobasis.insert(dictionary.entering(column));
}

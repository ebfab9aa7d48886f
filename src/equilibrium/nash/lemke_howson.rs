//! Lemke-Howson: complementary pivoting from a missing label.
//!
//! Start at the pair of origins, which has all labels, and drop one; each pivot picks up a label that is
//! then doubled and is dropped in the other polytope, until the missing label comes back (Lemke and
//! Howson 1964). With the lexicographic rule no pair of bases is met twice, also in degenerate games.

use dashu_int::IBig;

use super::floats::FloatDictionary;
use super::integer::{Integer, Task, TooNarrow, in_narrowest, minor_bits};
use super::matrices::{Matrices, Pair};
use super::polytope::Polytope;

/// How many labels the float guide tries before exact pivots take over.
const GUIDED_LABELS: usize = 16;
/// How many pivots the float guide makes per label, for each row and column of the game.
const GUIDED_PIVOTS_PER_LABEL: usize = 50;

/// The ends of the exact paths from all labels, as far as `go_on`, asked once per pivot, allows.
pub(super) fn all_paths(matrices: &Matrices, go_on: &mut (dyn FnMut() -> bool + Send)) -> Vec<Pair> {
    let labels = 0..matrices.labels();
    in_narrowest(matrices.bits(), &mut Paths { matrices, labels, go_on })
}

/// One equilibrium; `None` if `go_on` ended the search.
pub(super) fn first(matrices: &Matrices, go_on: &mut (dyn FnMut() -> bool + Send)) -> Option<Pair> {
    let guided = (0..matrices.labels().min(GUIDED_LABELS)).find_map(|missing| {
        let supports = go_on().then(|| guide(matrices, missing))??;
        confirm(matrices, &supports)
    });
    guided.or_else(|| {
        let labels = 0..1;
        in_narrowest(matrices.bits(), &mut Paths { matrices, labels, go_on }).pop()
    })
}

struct Paths<'a> {
    matrices: &'a Matrices,
    labels: std::ops::Range<usize>,
    go_on: &'a mut (dyn FnMut() -> bool + Send),
}

impl Task for Paths<'_> {
    type Output = Vec<Pair>;

    fn run<I: Integer>(&mut self) -> Result<Vec<Pair>, TooNarrow> {
        let polytopes = self.matrices.polytopes::<I>();
        let mut ends = Vec::new();
        for missing in self.labels.clone() {
            ends.extend(path(&polytopes, missing, self.go_on)?);
        }
        Ok(ends)
    }
}

/// The end of one path; `None` if it was abandoned.
fn path<I: Integer>(
    polytopes: &[Polytope<I>; 2],
    missing: usize,
    go_on: &mut (dyn FnMut() -> bool + Send),
) -> Result<Option<Pair>, TooNarrow> {
    let start = |polytope: &Polytope<I>| polytope.dictionary(&polytope.column_labels().collect::<Vec<_>>());
    let mut dictionaries = [start(&polytopes[0])?, start(&polytopes[1])?];
    let mut player = if polytopes[0].column_labels().contains(&missing) { 0 } else { 1 };
    let mut entering = missing;
    while go_on() {
        let dictionary = &mut dictionaries[player];
        // The entering label is doubled, so nonbasic here; the polytopes are bounded, so a row leaves.
        let Some(column) = dictionary.column_of(entering) else { return Ok(None) };
        let Some(row) = dictionary.leaving_row(column) else { return Ok(None) };
        let leaving = dictionary.leaving(row);
        dictionary.pivot(row, column)?;
        if leaving == missing {
            let [x, y] = [0, 1].map(|i| polytopes[i].strategy_at(&dictionaries[i]));
            return Ok(Some([x, y]));
        }
        (entering, player) = (leaving, 1 - player);
    }
    Ok(None)
}

/// The supports (as labels) at the end of a path followed in floats; `None` if floats lose their way.
fn guide(matrices: &Matrices, missing: usize) -> Option<[Vec<usize>; 2]> {
    let rows = matrices.payoffs(0).len();
    let mut dictionaries = [
        FloatDictionary::new(matrices.payoffs(1), rows, 0),
        FloatDictionary::new(matrices.payoffs(0), 0, rows),
    ];
    let mut player = if missing < rows { 0 } else { 1 };
    let mut entering = missing;
    for _ in 0..GUIDED_PIVOTS_PER_LABEL * matrices.labels() {
        let leaving = dictionaries[player].enter(entering)?;
        if leaving == missing {
            return Some(dictionaries.each_ref().map(FloatDictionary::support));
        }
        (entering, player) = (leaving, 1 - player);
    }
    None
}

/// The exact equilibrium with these supports, if there is one.
fn confirm(matrices: &Matrices, supports: &[Vec<usize>; 2]) -> Option<Pair> {
    let rows = matrices.payoffs(0).len();
    let firsts = [0, rows];
    let strategy = |player: usize| {
        let (own, tight) = (&supports[player], &supports[1 - player]);
        // Only the columns of the support matter, and their minors are small where it is.
        let matrix: Vec<Vec<IBig>> = matrices
            .payoffs(1 - player)
            .iter()
            .map(|row| own.iter().map(|&label| row[label - firsts[player]].clone()).collect())
            .collect();
        let bits = minor_bits(&matrix);
        let first_row = firsts[1 - player];
        let tight: Vec<usize> = tight.iter().map(|&label| label - first_row).collect();
        let columns = matrix.len()..matrix.len() + own.len();
        let found = in_narrowest(
            bits,
            &mut Confirmation { matrix: &matrix, tight, columns: columns.collect(), bits },
        )?;
        let mut full = vec![crate::Rational::ZERO; matrices.payoffs(player).len()];
        for (&label, probability) in own.iter().zip(found) {
            full[label - firsts[player]] = probability;
        }
        Some(full)
    };
    Some([strategy(0)?, strategy(1)?])
}

struct Confirmation<'a> {
    matrix: &'a [Vec<IBig>],
    tight: Vec<usize>,
    columns: Vec<usize>,
    bits: usize,
}

impl Task for Confirmation<'_> {
    type Output = Option<Vec<crate::Rational>>;

    fn run<I: Integer>(&mut self) -> Result<Self::Output, TooNarrow> {
        let polytope = Polytope::<I>::new(self.matrix, 0, self.matrix.len(), self.bits);
        Ok(polytope.face(&self.tight, &self.columns)?.into_iter().next())
    }
}

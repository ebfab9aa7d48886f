//! Lemke-Howson: complementary pivoting from a missing label.
//!
//! Start at the pair of origins, which has all labels, and drop one; each pivot picks up a label that is
//! then doubled and is dropped in the other polytope, until the missing label comes back (Lemke and
//! Howson 1964). With the lexicographic rule no pair of bases is met twice, also in degenerate games.

use dashu_int::IBig;
use rayon::prelude::*;

use super::floats::FloatDictionary;
use super::integer::{Integer, Task, TooNarrow, in_narrowest, minor_bits};
use super::matrices::{Matrices, Pair, positive_payoffs};
use super::patience::Patience;
use super::polytope::Polytope;
use crate::exact::Rational;
use crate::game::Game;

/// How many labels race in floats before exact pivots take over.
const RACING_LABELS: usize = 16;
/// How many pivots each may make, round after round: the lengths of the paths of one game differ by
/// orders of magnitude.
const RACING_PIVOTS: [usize; 4] = [64, 512, 4096, 32768];

/// The ends of the exact paths from all labels, as far as `patience` suffices.
pub(super) fn all_paths(matrices: &Matrices, patience: &Patience) -> Vec<Pair> {
    let labels = 0..matrices.labels();
    in_narrowest(matrices.bits(), &mut Paths { matrices, labels, patience })
}

/// The end of the exact path from one label; empty if `patience` did not suffice.
pub(super) fn path_from(matrices: &Matrices, label: usize, patience: &Patience) -> Vec<Pair> {
    in_narrowest(matrices.bits(), &mut Paths { matrices, labels: label..label + 1, patience })
}

/// One equilibrium; `None` if `patience` did not suffice. The labels race; of those that finish in a round
/// the lowest wins, so that the answer does not depend on the number of threads.
pub(super) fn first(game: &Game<Rational>, patience: &Patience) -> Option<Pair> {
    let start = [FloatDictionary::new(game, 0), FloatDictionary::new(game, 1)];
    let racing = (game.shape()[0] + game.shape()[1]).min(RACING_LABELS);
    for limit in RACING_PIVOTS {
        if !patience.go_on() {
            return None;
        }
        let run = |missing| {
            let supports = guide(start.clone(), game.shape()[0], missing, limit)?;
            confirm(game, &supports, patience)
        };
        // The first label alone settles most games before a second thread is awake.
        let found = run(0).or_else(|| (1..racing).into_par_iter().find_map_first(run));
        if found.is_some() {
            return found;
        }
    }
    let matrices = Matrices::new(game);
    path_from(&matrices, 0, patience).pop()
}

struct Paths<'a> {
    matrices: &'a Matrices,
    labels: std::ops::Range<usize>,
    patience: &'a Patience,
}

impl Task for Paths<'_> {
    type Output = Vec<Pair>;

    fn run<I: Integer>(&mut self) -> Result<Vec<Pair>, TooNarrow> {
        let polytopes = self.matrices.polytopes::<I>();
        let mut ends = Vec::new();
        for missing in self.labels.clone() {
            ends.extend(path(&polytopes, missing, self.patience)?);
        }
        Ok(ends)
    }
}

/// The end of one path; `None` if it was abandoned.
fn path<I: Integer>(
    polytopes: &[Polytope<I>; 2],
    missing: usize,
    patience: &Patience,
) -> Result<Option<Pair>, TooNarrow> {
    let start = |polytope: &Polytope<I>| polytope.dictionary(&polytope.column_labels().collect::<Vec<_>>());
    let mut dictionaries = [start(&polytopes[0])?, start(&polytopes[1])?];
    let mut player = if polytopes[0].column_labels().contains(&missing) { 0 } else { 1 };
    let mut entering = missing;
    while patience.go_on() {
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

/// The supports at the end of a path followed in floats; `None` if floats lose their way or the limit is
/// reached.
fn guide(
    mut dictionaries: [FloatDictionary; 2],
    rows: usize,
    missing: usize,
    limit: usize,
) -> Option<[Vec<usize>; 2]> {
    let mut player = if missing < rows { 0 } else { 1 };
    let mut entering = missing;
    for _ in 0..limit {
        let leaving = dictionaries[player].enter(entering)?;
        if leaving == missing {
            return Some(dictionaries.each_ref().map(FloatDictionary::support));
        }
        (entering, player) = (leaving, 1 - player);
    }
    None
}

/// The exact equilibrium with these supports, if there is one.
fn confirm(game: &Game<Rational>, supports: &[Vec<usize>; 2], patience: &Patience) -> Option<Pair> {
    let strategy = |player: usize| {
        // Only the columns of the support matter, and their minors are small where it is.
        let matrix = positive_payoffs(game, 1 - player, &supports[player]);
        let bits = minor_bits(&matrix);
        let mut confirmation = Confirmation { matrix: &matrix, tight: &supports[1 - player], bits, patience };
        let found = in_narrowest(bits, &mut confirmation)?;
        let mut full = vec![Rational::ZERO; game.shape()[player]];
        for (&action, probability) in supports[player].iter().zip(found) {
            full[action] = probability;
        }
        Some(full)
    };
    Some([strategy(0)?, strategy(1)?])
}

struct Confirmation<'a> {
    matrix: &'a [Vec<IBig>],
    tight: &'a [usize],
    bits: usize,
    patience: &'a Patience,
}

impl Task for Confirmation<'_> {
    type Output = Option<Vec<Rational>>;

    fn run<I: Integer>(&mut self) -> Result<Self::Output, TooNarrow> {
        let polytope = Polytope::<I>::new(self.matrix, 0, self.matrix.len(), self.bits);
        let columns: Vec<usize> = polytope.column_labels().collect();
        Ok(polytope.face(self.tight, &columns, self.patience)?.into_iter().next())
    }
}

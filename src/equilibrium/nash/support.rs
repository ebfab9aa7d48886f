//! Support enumeration: for every pair of supports, the equilibria with exactly these supports.
//!
//! Every equilibrium has one pair of supports `(S, T)`, and the equilibria with supports within `(S, T)`
//! at which all of `S` and of `T` are best replies are the product of two polytopes: a mixture over `S`
//! that makes `T` best replies, and one over `T` that makes `S` best replies (Mangasarian 1964; Dickhaut
//! and Kaplan 1991). Some equilibrium has the full supports exactly if the corners of these polytopes
//! together use every action of them. So the enumeration, run to its end, has every equilibrium in
//! exactly one of its items, also in degenerate games, where supports of unequal size and continua occur.
//!
//! What is not examined is proven empty (after Porter, Nudelman and Shoham 2008):
//!
//! * actions that iterated strict dominance by mixtures removes are in no support;
//! * a set of rows that are not best replies together to any mixture of the columns is in no support,
//!   nor is any larger set; likewise a set of columns, against mixtures over given rows. Both are
//!   questions of feasibility, decided by exact pivots;
//! * a row of `S` that another row beats at every column of `T` rules the pair out.

use std::borrow::Cow;
use std::collections::VecDeque;

use dashu_int::IBig;
use serde::Serialize;

use super::components::affine_dimension;
use super::matrices::Matrices;
use super::patience::Patience;
use super::polytope::Polytope;
use super::result::NashEquilibrium;
use super::solve::NashOptions;
use crate::equilibrium::{Dominance, EquilibriumError, MixedStrategy, dominance};
use crate::exact::{Rational, Scalar};
use crate::game::Game;

/// The equilibria with one pair of supports.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SupportEquilibria {
    /// One of them, with exactly these supports: the average of the corners.
    pub equilibrium: NashEquilibrium,
    /// The corners of the row player's polytope: her strategies are their averages that use every
    /// action of the support. Corners themselves may use fewer.
    pub rows: Vec<MixedStrategy>,
    /// The corners of the column player's polytope.
    pub columns: Vec<MixedStrategy>,
    /// The dimension of the product of the two polytopes: 0 for a single equilibrium.
    pub dimension: usize,
}

/// Two-player equilibria, pair of supports by pair of supports, small supports first.
///
/// The iterator works only as far as it is asked. Once it has ended, [`SupportEnumeration::is_complete`]
/// says whether every pair of supports was decided.
///
/// ```
/// use detente::{Game, equilibrium::nash::{NashOptions, support_enumeration}};
/// // Entry deterrence: one equilibrium by itself, and a segment whose inner points mix.
/// let game = Game::<f64>::bimatrix(&[[0.0, 2.0], [1.0, 1.0]], &[[0.0, 1.0], [2.0, 2.0]])?;
/// let mut supports = support_enumeration(&game, &NashOptions::default())?;
/// let dimensions: Vec<usize> = supports.by_ref().map(|item| item.dimension).collect();
/// assert_eq!(dimensions, [0, 0, 1]);
/// assert!(supports.is_complete());
/// # Ok::<(), detente::Error>(())
/// ```
#[derive(Debug)]
pub struct SupportEnumeration {
    game: Game<Rational>,
    polytopes: Polytopes,
    /// Actions that may be in a support, as labels.
    candidates: [Vec<usize>; 2],
    patience: Patience,
    /// The sum of the sizes of the supports under examination.
    total: usize,
    /// Sets of rows of the largest size so far that are best replies together to something.
    growing: Vec<Vec<usize>>,
    branches: Vec<Branch>,
    /// The branch whose turn it is.
    turn: usize,
    found: VecDeque<SupportEquilibria>,
    finished: bool,
}

/// A set of rows and all sets of columns of one size that are best replies together to some mixture
/// over those rows.
#[derive(Debug)]
struct Branch {
    rows: Vec<usize>,
    replies: Vec<Vec<usize>>,
}

/// Support enumeration of a two-player game: an iterator over all its equilibria, grouped by their
/// supports, in the order of the supports' total size.
///
/// # Errors
/// If the game does not have two players.
pub fn support_enumeration<T: Scalar>(
    game: &Game<T>,
    options: &NashOptions,
) -> Result<SupportEnumeration, EquilibriumError> {
    game.expect_two_players("support enumeration")?;
    let game = match game.as_exact() {
        Cow::Borrowed(exact) => exact.clone(),
        Cow::Owned(exact) => exact,
    };
    // Without the eliminations the enumeration is merely slower.
    let remaining = match dominance(&game, Dominance::Strict) {
        Ok(result) => result.remaining,
        Err(_) => game.shape().iter().map(|&count| (0..count).collect()).collect(),
    };
    let rows = game.shape()[0];
    let candidates = [remaining[0].clone(), remaining[1].iter().map(|&column| rows + column).collect()];
    Ok(SupportEnumeration {
        polytopes: Polytopes::new(&Matrices::new(&game)),
        game,
        candidates,
        patience: Patience::new(options.time_limit),
        total: 1,
        growing: vec![Vec::new()],
        branches: Vec::new(),
        turn: 0,
        found: VecDeque::new(),
        finished: false,
    })
}

impl SupportEnumeration {
    /// Whether every pair of supports was decided: false before the end, and where the time was limited
    /// and did not suffice.
    pub fn is_complete(&self) -> bool {
        self.finished && self.found.is_empty() && self.patience.sufficed()
    }

    /// Examines the next branch, or goes on to larger supports.
    fn advance(&mut self) {
        if !self.patience.go_on() {
            self.finished = true;
            return;
        }
        if self.turn == self.branches.len() {
            self.branches.retain(|branch| !branch.replies.is_empty());
            self.total += 1;
            self.turn = 0;
            let larger = self.grow();
            let begin = |rows: &Vec<usize>| Branch { rows: rows.clone(), replies: vec![Vec::new()] };
            self.branches.extend(larger.iter().map(begin));
            self.growing = larger;
            self.finished = self.branches.is_empty();
            return;
        }
        let Branch { rows, replies } = &self.branches[self.turn];
        let mut larger = Vec::new();
        for columns in extensions(replies, &self.candidates[1]) {
            if !self.polytopes.has_face(0, &columns, rows) {
                continue;
            }
            self.found.extend(self.examine(rows, &columns));
            if !self.patience.go_on() {
                break;
            }
            larger.push(columns);
        }
        self.branches[self.turn].replies = larger;
        self.turn += 1;
    }

    /// The sets of rows with one row more that are best replies together to some mixture.
    fn grow(&self) -> Vec<Vec<usize>> {
        let together = |rows: &Vec<usize>| self.polytopes.has_face(1, rows, &self.candidates[1]);
        extensions(&self.growing, &self.candidates[0]).filter(together).collect()
    }

    /// The equilibria with exactly these supports.
    fn examine(&self, rows: &[usize], columns: &[usize]) -> Option<SupportEquilibria> {
        if self.polytopes.is_beaten(1, rows, columns, &self.candidates[0])
            || self.polytopes.is_beaten(0, columns, rows, &self.candidates[1])
        {
            return None;
        }
        let y = self.polytopes.face(1, rows, columns, &self.patience);
        let y = corners(y, columns.len())?;
        let x = corners(self.polytopes.face(0, columns, rows, &self.patience), rows.len())?;
        let equilibrium = NashEquilibrium::evaluate(&self.game, vec![centre(&x)?, centre(&y)?]).ok()?;
        let dimension = affine_dimension(&x) + affine_dimension(&y);
        // A face that was cut short may lack corners.
        let sound = self.patience.sufficed() && equilibrium.is_equilibrium();
        sound.then_some(SupportEquilibria { equilibrium, rows: x, columns: y, dimension })
    }
}

impl Iterator for SupportEnumeration {
    type Item = SupportEquilibria;

    fn next(&mut self) -> Option<SupportEquilibria> {
        while self.found.is_empty() && !self.finished {
            self.advance();
        }
        self.found.pop_front()
    }
}

/// Every set with one more element, beyond its last.
fn extensions<'a>(sets: &'a [Vec<usize>], candidates: &'a [usize]) -> impl Iterator<Item = Vec<usize>> + 'a {
    sets.iter().flat_map(move |set| {
        let beyond = candidates.iter().filter(move |&&label| set.last().is_none_or(|&last| label > last));
        beyond.map(move |&label| set.iter().copied().chain([label]).collect())
    })
}

/// The corners, if together they use as many actions as the support has.
fn corners(strategies: Vec<Vec<Rational>>, support: usize) -> Option<Vec<MixedStrategy>> {
    let actions = strategies.first()?.len();
    let used = (0..actions).filter(|&action| strategies.iter().any(|s| !s[action].is_zero())).count();
    let checked: Result<Vec<_>, _> = strategies.into_iter().map(MixedStrategy::new).collect();
    checked.ok().filter(|_| used == support)
}

fn centre(corners: &[MixedStrategy]) -> Option<MixedStrategy> {
    let first = corners.first()?;
    let total = |action: usize| corners.iter().map(|corner| &corner.probabilities()[action]).sum();
    MixedStrategy::from_weights(&(0..first.actions()).map(total).collect::<Vec<_>>()).ok()
}

/// Both best-response polytopes, in machine integers where those are wide enough.
#[derive(Debug)]
struct Polytopes {
    narrow: Option<[Polytope<i128>; 2]>,
    wide: [Polytope<IBig>; 2],
}

impl Polytopes {
    fn new(matrices: &Matrices) -> Self {
        let fits = i128::BITS as usize > matrices.bits();
        Polytopes { narrow: fits.then(|| matrices.polytopes()), wide: matrices.polytopes() }
    }

    fn has_face(&self, owner: usize, tight: &[usize], columns: &[usize]) -> bool {
        let narrow = self.narrow.as_ref().and_then(|narrow| narrow[owner].has_face(tight, columns).ok());
        // Big integers are never too narrow.
        narrow.unwrap_or_else(|| self.wide[owner].has_face(tight, columns).unwrap_or(true))
    }

    fn face(
        &self,
        owner: usize,
        tight: &[usize],
        columns: &[usize],
        patience: &Patience,
    ) -> Vec<Vec<Rational>> {
        let narrow = self.narrow.as_ref().and_then(|n| n[owner].face(tight, columns, patience).ok());
        narrow.unwrap_or_else(|| self.wide[owner].face(tight, columns, patience).unwrap_or_default())
    }

    /// Whether some candidate beats one of these replies at every one of these columns of a polytope.
    fn is_beaten(&self, owner: usize, replies: &[usize], columns: &[usize], candidates: &[usize]) -> bool {
        let polytope = &self.wide[owner];
        let beats = |other: usize, own: usize| {
            columns.iter().all(|&column| polytope.entry(other, column) > polytope.entry(own, column))
        };
        replies.iter().any(|&own| candidates.iter().any(|&other| beats(other, own)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(row: &[Vec<f64>], column: &[Vec<f64>]) -> Vec<SupportEquilibria> {
        let game = Game::bimatrix(row, column).unwrap();
        let mut search = support_enumeration(&game, &NashOptions::default()).unwrap();
        let items = search.by_ref().collect();
        assert!(search.is_complete());
        items
    }

    #[test]
    fn an_all_zero_game_has_an_item_for_every_pair_of_supports() {
        let zero = vec![vec![0.0; 3]; 2];
        let found = items(&zero, &zero);
        assert_eq!(found.len(), 3 * 7);
        assert!(found.iter().all(|item| {
            item.dimension == item.rows.len() - 1 + item.columns.len() - 1
                && item.equilibrium.supports()[0].len() == item.rows.len()
        }));
    }

    #[test]
    fn supports_of_unequal_size_are_found() {
        // Row is indifferent against the first column, to which any mixture near the first row is best met.
        let found = items(&[vec![1.0, 0.0], vec![1.0, 0.0]], &[vec![2.0, 0.0], vec![0.0, 1.0]]);
        let unequal: Vec<_> = found
            .iter()
            .filter(|item| {
                let supports = item.equilibrium.supports();
                supports[0].len() != supports[1].len()
            })
            .collect();
        assert_eq!(unequal.len(), 2);
        assert!(unequal.iter().all(|item| item.dimension == 1));
    }

    #[test]
    fn an_enumeration_that_was_cut_short_says_so() {
        let game = Game::<f64>::bimatrix(&[[1.0, 0.0], [0.0, 1.0]], &[[1.0, 0.0], [0.0, 1.0]]).unwrap();
        let hurried = NashOptions::default().time_limit(std::time::Duration::ZERO);
        let mut search = support_enumeration(&game, &hurried).unwrap();
        assert_eq!(search.by_ref().count(), 0);
        assert!(!search.is_complete());
    }
}

//! A dictionary in floats: a guide whose ends are checked exactly, never believed.

use crate::exact::Rational;
use crate::game::Game;

/// Entries below this count as zero in ratio tests; payoffs are scaled to [1, 2].
const NOTHING: f64 = 1e-11;
/// Offsets this many times the payoff range are subtracted exactly, smaller ones in floats.
const LARGE_OFFSET: f64 = 1e4;

/// A player's payoffs mapped to [1, 2].
struct Scaled {
    least: Rational,
    least_float: f64,
    range: f64,
}

impl Scaled {
    fn new(game: &Game<Rational>, player: usize) -> Self {
        let (least, most) = whole_range(game, player).unwrap_or_else(|| game.payoff_range(player));
        let range = (&most - &least).to_f64();
        Scaled { least_float: least.to_f64(), least, range: if range > 0.0 { range } else { 1.0 } }
    }

    fn positive(&self, payoff: &Rational) -> f64 {
        let above = match self.least_float.abs() > LARGE_OFFSET * self.range {
            true => (payoff - &self.least).to_f64(),
            false => payoff.to_f64() - self.least_float,
        };
        1.0 + above / self.range
    }
}

/// The range of payoffs that are all small whole numbers.
fn whole_range(game: &Game<Rational>, player: usize) -> Option<(Rational, Rational)> {
    let (mut least, mut most) = (i64::MAX, i64::MIN);
    for payoff in game.payoffs().iter().skip(player).step_by(2) {
        let payoff = payoff.to_i64()?;
        (least, most) = (least.min(payoff), most.max(payoff));
    }
    Some((least.into(), most.into()))
}

/// The dictionary of `{ z >= 0 : M z <= 1 }`, with labels as in the exact one.
#[derive(Clone)]
pub(super) struct FloatDictionary {
    basic: Vec<usize>,
    nonbasic: Vec<usize>,
    entries: Vec<f64>,
    columns: std::ops::Range<usize>,
    /// The variables whose perturbation breaks ties, first to last.
    reference: Vec<usize>,
}

impl FloatDictionary {
    /// The dictionary of `owner`'s polytope, which holds the other player's payoffs.
    pub(super) fn new(game: &Game<Rational>, owner: usize) -> Self {
        let rows = game.shape()[0];
        let (own, other) = (game.shape()[owner], game.shape()[1 - owner]);
        let scaled = Scaled::new(game, 1 - owner);
        let mut entries = Vec::with_capacity(other * (own + 1));
        for reply in 0..other {
            entries.push(1.0);
            entries.extend((0..own).map(|action| {
                let [i, j] = if owner == 0 { [action, reply] } else { [reply, action] };
                scaled.positive(game.payoff_at(i * game.shape()[1] + j, 1 - owner))
            }));
        }
        let labels = [0..rows, rows..rows + game.shape()[1]];
        let basic: Vec<usize> = labels[1 - owner].clone().collect();
        let columns = labels[owner].clone();
        FloatDictionary {
            reference: basic.clone(),
            basic,
            nonbasic: columns.clone().collect(),
            entries,
            columns,
        }
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.entries[row * (self.nonbasic.len() + 1) + column]
    }

    /// Pivots the nonbasic variable with this label in; the label that leaves. `None` if it is lost.
    pub(super) fn enter(&mut self, label: usize) -> Option<usize> {
        let column = 1 + self.nonbasic.iter().position(|&other| other == label)?;
        let row = self.leaving_row(column)?;
        self.pivot(row, column);
        let leaving = std::mem::replace(&mut self.basic[row], label);
        self.nonbasic[column - 1] = leaving;
        Some(leaving)
    }

    fn leaving_row(&self, column: usize) -> Option<usize> {
        let mut tied: Vec<usize> =
            (0..self.basic.len()).filter(|&row| self.at(row, column) > NOTHING).collect();
        self.keep_least(&mut tied, column, |row| self.at(row, 0));
        for &label in &self.reference {
            if tied.len() <= 1 {
                break;
            }
            match self.nonbasic.iter().position(|&other| other == label) {
                Some(place) => self.keep_least(&mut tied, column, |row| self.at(row, place + 1)),
                None => tied.retain(|&row| self.basic[row] != label),
            }
        }
        tied.first().copied()
    }

    /// Keeps the rows whose ratio is least, up to rounding.
    fn keep_least(&self, rows: &mut Vec<usize>, column: usize, numerator: impl Fn(usize) -> f64) {
        let ratio = |row: usize| numerator(row) / self.at(row, column);
        let least = rows.iter().map(|&row| ratio(row)).fold(f64::INFINITY, f64::min);
        rows.retain(|&row| ratio(row) <= least + NOTHING * (1.0 + least.abs()));
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let width = self.nonbasic.len() + 1;
        let pivot = self.at(row, column);
        let line = &mut self.entries[row * width..][..width];
        line[column] = 1.0;
        line.iter_mut().for_each(|entry| *entry /= pivot);
        let pivot_row = line.to_vec();
        for (i, line) in self.entries.chunks_exact_mut(width).enumerate() {
            let factor = line[column];
            if i == row || factor == 0.0 {
                continue;
            }
            line[column] = 0.0;
            line.iter_mut().zip(&pivot_row).for_each(|(entry, above)| *entry -= factor * above);
        }
    }

    /// The actions of the strategy whose probability is above zero.
    pub(super) fn support(&self) -> Vec<usize> {
        let positive = |&row: &usize| self.columns.contains(&self.basic[row]) && self.at(row, 0) > NOTHING;
        let mut support: Vec<usize> =
            (0..self.basic.len()).filter(positive).map(|row| self.basic[row] - self.columns.start).collect();
        support.sort_unstable();
        support
    }
}

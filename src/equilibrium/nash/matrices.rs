//! A two-player game as two positive whole matrices with the same equilibria.

use dashu_base::Gcd;
use dashu_int::{IBig, UBig};

use super::integer::{Integer, minor_bits};
use super::polytope::Polytope;
use crate::exact::Rational;
use crate::game::Game;

/// Two strategies, row's first, as probability vectors.
pub(super) type Pair = [Vec<Rational>; 2];

/// The constraint matrices of the two best-response polytopes.
///
/// The matrix of a player's polytope holds the *other* player's payoffs, made positive and whole, with
/// the other's actions as rows and the player's own as columns.
#[derive(Debug, Clone)]
pub(super) struct Matrices([Vec<Vec<IBig>>; 2]);

impl Matrices {
    /// Those of a game, which has two players.
    pub(super) fn new(game: &Game<Rational>) -> Self {
        let all = |player: usize| (0..game.shape()[player]).collect::<Vec<_>>();
        Matrices([positive_payoffs(game, 1, &all(0)), positive_payoffs(game, 0, &all(1))])
    }

    /// The number of labels: both players' actions.
    pub(super) fn labels(&self) -> usize {
        self.0[0].len() + self.0[1].len()
    }

    /// The number of the row player's actions.
    pub(super) fn rows(&self) -> usize {
        self.0[1].len()
    }

    /// A player's payoff, made positive and whole, where row plays `i` and column `j`.
    pub(super) fn payoff(&self, player: usize, i: usize, j: usize) -> &IBig {
        if player == 0 { &self.0[1][i][j] } else { &self.0[0][j][i] }
    }

    /// Bits of magnitude that hold every number of every dictionary.
    pub(super) fn bits(&self) -> usize {
        minor_bits(&self.0[0]).max(minor_bits(&self.0[1]))
    }

    /// Both players' polytopes in one number type.
    pub(super) fn polytopes<I: Integer>(&self) -> [Polytope<I>; 2] {
        let (rows, bits) = (self.0[1].len(), self.bits());
        [Polytope::new(&self.0[0], rows, 0, bits), Polytope::new(&self.0[1], 0, rows, bits)]
    }
}

/// Player `player`'s payoffs against some actions of the other as positive whole numbers, the player's
/// own actions as rows: a positive affine map of the true ones, which changes no best reply. An offset
/// of 10^20 and a common factor disappear here before they can cost anything. The game has two players.
pub(super) fn positive_payoffs(game: &Game<Rational>, player: usize, against: &[usize]) -> Vec<Vec<IBig>> {
    let columns = game.shape()[1];
    let payoff = |own: usize, other: usize| {
        let index = if player == 0 { own * columns + other } else { other * columns + own };
        game.payoff_at(index, player)
    };
    let cells = || (0..game.shape()[player]).flat_map(|i| against.iter().map(move |&j| payoff(i, j)));
    if let Some(small) = small_positive(cells()) {
        return small.chunks(against.len()).map(<[IBig]>::to_vec).collect();
    }
    let least = cells().min().cloned().unwrap_or_default();
    let above: Vec<Rational> = cells().map(|payoff| payoff - &least).collect();
    let mut common = UBig::ONE;
    for payoff in above.iter().filter(|payoff| !payoff.is_integer()) {
        let denominator = payoff.denominator();
        common = &common / (&common).gcd(&denominator) * denominator;
    }
    let whole = |u: &Rational| match common.is_one() {
        true => u.numerator(),
        false => u.numerator() * IBig::from(&common / u.denominator()),
    };
    let mut numbers: Vec<IBig> = above.iter().map(whole).collect();
    let mut factor = UBig::ZERO;
    for number in numbers.iter().filter(|number| !number.is_zero()) {
        let magnitude = number.clone().into_parts().1;
        factor = if factor.is_zero() { magnitude } else { factor.gcd(magnitude) };
        if factor.is_one() {
            break;
        }
    }
    for number in &mut numbers {
        if !factor.is_zero() && !factor.is_one() {
            *number /= &factor;
        }
        *number += IBig::ONE;
    }
    numbers.chunks(against.len()).map(<[IBig]>::to_vec).collect()
}

/// The same map where all payoffs are small whole numbers.
fn small_positive<'a>(payoffs: impl Iterator<Item = &'a Rational>) -> Option<Vec<IBig>> {
    let numbers: Vec<i64> = payoffs.map(Rational::to_i64).collect::<Option<_>>()?;
    let least = numbers.iter().copied().min()?;
    let above: Vec<u64> = numbers.iter().map(|u| u.abs_diff(least)).collect();
    let mut factor = 0u64;
    for &number in &above {
        let mut rest = number;
        while rest != 0 {
            (factor, rest) = (rest, factor % rest);
        }
        if factor == 1 {
            break;
        }
    }
    let factor = factor.max(1);
    Some(above.into_iter().map(|number| IBig::from(number / factor) + IBig::ONE).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_scales_and_fractions_vanish() {
        let whole = |list: [&str; 4]| {
            let [a, b, c, d] = list.map(|text| text.parse::<Rational>().unwrap());
            let zero = || vec![Rational::ZERO; 2];
            let game = Game::bimatrix(&[vec![a, b], vec![c, d]], &[zero(), zero()]).unwrap();
            positive_payoffs(&game, 0, &[0, 1])
        };
        let expected = whole(["0", "1", "2", "5"]);
        assert_eq!(expected, [[1, 2].map(IBig::from), [3, 6].map(IBig::from)].map(Vec::from));
        let offset = "100000000000000000000".parse::<Rational>().unwrap();
        let shifted = [0, 1, 2, 5].map(|n| (&offset + Rational::from(n)).to_string());
        assert_eq!(whole(shifted.each_ref().map(String::as_str)), expected);
        assert_eq!(whole(["-1/3", "-1/6", "0", "1/2"]), expected);
        assert_eq!(whole(["7", "7", "7", "7"]), vec![vec![IBig::ONE; 2]; 2]);
    }
}

//! Values as rational functions of a common discount factor.
//!
//! With transition matrix `P` (weights of play going on) and rewards `r0 + r1 d`, the values of a policy
//! solve `V = r0 + r1 d + d P V`, hence `V = adj(I - dP) (r0 + r1 d) / det(I - dP)`. The determinant is
//! the product of those of the chain's strongly connected components: `1 - w d^m` for a cycle of length
//! `m` with weight `w`, by Faddeev and LeVerrier's recursion otherwise. It is positive for `d` in [0, 1),
//! where `I - dP` is never singular and the determinant is 1 at `d = 0`; so signs of values are signs of
//! numerators. The numerators follow by power series: the coefficients of `det(I - dP) V` obey
//! `m_k = P m_(k-1) + c_k r0 + c_(k-1) r1` and end at the number of situations (Cayley-Hamilton).

use super::StrategyProfile;
use crate::exact::{Polynomial, Rational};
use crate::repeated::RepeatedGame;

/// A situation's reward `fixed + sloped d` and its weights on next situations, before discounting.
pub(super) struct Line {
    fixed: Rational,
    sloped: Rational,
    weights: Vec<(usize, Rational)>,
}

/// A player's values under a policy on a closed set of situations: `numerators[k] / denominator`, the
/// denominator positive on (0, 1).
pub(super) struct Valuation {
    /// The place of a situation in the set.
    place: Vec<Option<usize>>,
    denominator: Polynomial,
    numerators: Vec<Polynomial>,
}

/// The variable, the discount factor.
fn variable() -> Polynomial {
    Polynomial::monomial(Rational::ONE, 1)
}

impl StrategyProfile {
    /// A player's equation at a situation, for every common discount factor at once.
    pub(super) fn line(
        &self,
        game: &RepeatedGame,
        situation: usize,
        player: usize,
        intended: Option<usize>,
    ) -> Line {
        let mut line = Line { fixed: Rational::ZERO, sloped: Rational::ZERO, weights: Vec::new() };
        for (profile, p) in self.outcomes(situation, intended.map(|action| (player, action))) {
            let end = game.absorbing().iter().find(|end| game.stage().index(&end.profile) == Ok(profile));
            let stays = end.map_or(Rational::ONE, |end| Rational::ONE - &end.probability);
            let today = &p * &stays * game.stage().payoff_at(profile, player);
            if let Some(end) = end {
                line.fixed += &p * &end.probability * &end.payoff[player];
            }
            line.fixed += &today;
            line.sloped -= &today;
            let carry = p * &stays;
            for branch in self.situations[situation].next(profile) {
                let weight = &carry * &branch.probability;
                match line.weights.iter_mut().find(|(state, _)| *state == branch.state) {
                    Some((_, total)) => *total += &weight,
                    None => line.weights.push((branch.state, weight)),
                }
            }
        }
        line.weights.retain(|(_, weight)| !weight.is_zero());
        line
    }
}

impl Valuation {
    /// Values on a set of situations that the policy does not leave.
    pub(super) fn new(
        profile: &StrategyProfile,
        game: &RepeatedGame,
        player: usize,
        set: &[usize],
        policy: impl Fn(usize) -> Option<usize>,
    ) -> Self {
        let mut place = vec![None; profile.situations.len()];
        for (k, &s) in set.iter().enumerate() {
            place[s] = Some(k);
        }
        let lines: Vec<Line> = set.iter().map(|&s| profile.line(game, s, player, policy(s))).collect();
        let inside = |weights: &[(usize, Rational)]| -> Vec<(usize, Rational)> {
            weights.iter().filter_map(|(s, w)| place[*s].map(|k| (k, w.clone()))).collect()
        };
        let matrix: Vec<Vec<(usize, Rational)>> = lines.iter().map(|line| inside(&line.weights)).collect();
        let determinant = determinant(&matrix);
        let numerators = numerators(&matrix, &lines, &determinant);
        let mut valuation = Valuation { place, denominator: determinant, numerators };
        valuation.cancel();
        valuation
    }

    /// Divides by `1 - d` as long as nothing is left over.
    fn cancel(&mut self) {
        let factor = Polynomial::new(vec![Rational::ONE, -Rational::ONE]);
        let divided = |p: &Polynomial| match p.div_rem(&factor) {
            Some((quotient, rest)) if rest.is_zero() => Some(quotient),
            _ => None,
        };
        while let (Some(denominator), Some(numerators)) =
            (divided(&self.denominator), self.numerators.iter().map(divided).collect::<Option<Vec<_>>>())
        {
            (self.denominator, self.numerators) = (denominator, numerators);
        }
    }

    fn numerator(&self, situation: usize) -> Polynomial {
        self.place[situation].map_or_else(Polynomial::zero, |k| self.numerators[k].clone())
    }

    /// The numerator of the mean over first situations.
    fn start(&self, profile: &StrategyProfile) -> Polynomial {
        profile.initial.iter().fold(Polynomial::zero(), |total, branch| {
            &total + &self.numerator(branch.state).scaled(&branch.probability)
        })
    }

    /// A polynomial with the sign of what following `line` once gains at a situation.
    pub(super) fn gain(&self, situation: usize, line: &Line) -> Polynomial {
        let reward = Polynomial::new(vec![line.fixed.clone(), line.sloped.clone()]);
        let next = line
            .weights
            .iter()
            .fold(Polynomial::zero(), |total, (s, w)| &total + &self.numerator(*s).scaled(w));
        let value = &(&reward * &self.denominator) + &(&variable() * &next);
        &value - &self.numerator(situation)
    }

    /// A polynomial with the sign of this value minus another one, at the start.
    pub(super) fn excess_over(&self, other: &Valuation, profile: &StrategyProfile) -> Polynomial {
        let (own, theirs) = (self.start(profile), other.start(profile));
        &(&own * &other.denominator) - &(&theirs * &self.denominator)
    }

    /// The limit of the value at the start as the discount factor tends to 1.
    pub(super) fn limit_at_start(&self, profile: &StrategyProfile) -> Rational {
        let one = Rational::ONE;
        let factor = Polynomial::new(vec![Rational::ONE, -Rational::ONE]);
        let (mut above, mut below) = (self.start(profile), self.denominator.clone());
        // Payoffs are bounded, so a pole of the denominator at 1 is one of the numerator too.
        while below.eval(&one).is_zero() {
            let (Some((a, _)), Some((b, _))) = (above.div_rem(&factor), below.div_rem(&factor)) else {
                break;
            };
            (above, below) = (a, b);
        }
        above.eval(&one).checked_div(&below.eval(&one)).unwrap_or_default()
    }
}

/// The coefficients of `det(I - dP) V`.
fn numerators(
    matrix: &[Vec<(usize, Rational)>],
    lines: &[Line],
    determinant: &Polynomial,
) -> Vec<Polynomial> {
    let n = lines.len();
    let zero = Rational::ZERO;
    let coefficient = |k: usize| determinant.coefficients().get(k).unwrap_or(&zero);
    let mut terms: Vec<Vec<Rational>> = vec![Vec::with_capacity(n + 1); n];
    let mut last = vec![Rational::ZERO; n];
    for k in 0..=n {
        let term = |(row, line): (&Vec<(usize, Rational)>, &Line)| {
            let moved = row.iter().map(|(j, w)| w * &last[*j]).sum::<Rational>();
            let before = if k == 0 { &zero } else { coefficient(k - 1) };
            moved + coefficient(k) * &line.fixed + before * &line.sloped
        };
        last = matrix.iter().zip(lines).map(term).collect();
        for (terms, value) in terms.iter_mut().zip(&last) {
            terms.push(value.clone());
        }
    }
    terms.into_iter().map(Polynomial::new).collect()
}

/// `det(I - dP)` as a polynomial in `d`.
fn determinant(matrix: &[Vec<(usize, Rational)>]) -> Polynomial {
    components(matrix).iter().fold(Polynomial::constant(Rational::ONE), |product, component| {
        &product * &block_determinant(matrix, component)
    })
}

fn block_determinant(matrix: &[Vec<(usize, Rational)>], component: &[usize]) -> Polynomial {
    let m = component.len();
    let place = |j: usize| component.iter().position(|c| *c == j);
    let rows: Vec<Vec<(usize, &Rational)>> = component
        .iter()
        .map(|&i| matrix[i].iter().filter_map(|(j, w)| place(*j).map(|k| (k, w))).collect())
        .collect();
    if rows.iter().all(|row| row.len() == 1) {
        // Strongly connected with one way on from everywhere: a cycle.
        let weight = rows.iter().fold(Rational::ONE, |product, row| product * row[0].1);
        return &Polynomial::constant(Rational::ONE) - &Polynomial::monomial(weight, m);
    }
    // Faddeev and LeVerrier: c_k = -tr(P M_k) / k, M_(k+1) = P M_k + c_k I.
    let mut coefficients = vec![Rational::ONE];
    let mut power: Vec<Vec<Rational>> = (0..m)
        .map(|i| (0..m).map(|j| if i == j { Rational::ONE } else { Rational::ZERO }).collect())
        .collect();
    for k in 1..=m {
        let mut next: Vec<Vec<Rational>> = rows
            .iter()
            .map(|row| (0..m).map(|j| row.iter().map(|(i, w)| *w * &power[*i][j]).sum()).collect())
            .collect();
        let trace: Rational = (0..m).map(|i| &next[i][i]).sum();
        let c = -(trace / Rational::from(k));
        for (i, row) in next.iter_mut().enumerate() {
            row[i] += &c;
        }
        coefficients.push(c);
        power = next;
    }
    Polynomial::new(coefficients)
}

/// The strongly connected components that have an arrow inside (the others contribute a factor of one).
fn components(matrix: &[Vec<(usize, Rational)>]) -> Vec<Vec<usize>> {
    let n = matrix.len();
    let reach: Vec<Vec<bool>> = (0..n)
        .map(|from| {
            let mut seen = vec![false; n];
            let mut stack: Vec<usize> = matrix[from].iter().map(|(j, _)| *j).collect();
            while let Some(i) = stack.pop() {
                if !std::mem::replace(&mut seen[i], true) {
                    stack.extend(matrix[i].iter().map(|(j, _)| *j));
                }
            }
            seen
        })
        .collect();
    let mut done = vec![false; n];
    let mut found = Vec::new();
    for i in 0..n {
        if !done[i] && reach[i][i] {
            let component: Vec<usize> = (i..n).filter(|&j| reach[i][j] && reach[j][i]).collect();
            component.iter().for_each(|&j| done[j] = true);
            found.push(component);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn determinants_agree_with_the_textbook() {
        let r = |p: i64, q: i64| Rational::new(p, q);
        // Two states that move on at random, and a third that leads to them.
        let matrix =
            vec![vec![(0, r(1, 3)), (1, r(2, 3))], vec![(0, r(1, 2)), (1, r(1, 2))], vec![(0, r(1, 1))]];
        // (1 - d/3)(1 - d/2) - d^2/3 = 1 - 5d/6 - d^2/6.
        assert_eq!(determinant(&matrix), Polynomial::new(vec![r(1, 1), r(-5, 6), r(-1, 6)]));
        let cycle = vec![vec![(1, r(1, 2))], vec![(0, r(1, 1))]];
        assert_eq!(determinant(&cycle), Polynomial::new(vec![r(1, 1), r(0, 1), r(-1, 2)]));
    }
}

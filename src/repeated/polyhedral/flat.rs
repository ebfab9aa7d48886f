//! The affine hull of an equilibrium payoff set, exactly.
//!
//! A payoff `v = (1-k) f + k w` and its continuation `w` determine `f = (v - k w) / (1 - k)`, so where
//! patience is common the affine hull of a set that generates itself is that of the profiles it uses,
//! whose values for ever are known exactly. Where patience differs, an equation between payoffs survives
//! trades over time if the players it is about are equally patient.

use crate::exact::Rational;
use crate::repeated::RepeatedGame;

/// Some coordinates as affine functions of the others.
#[derive(Debug, Clone)]
pub(crate) struct Flat {
    /// `(coordinate, constant, coefficients of all coordinates)`.
    equations: Vec<(usize, Rational, Vec<Rational>)>,
}

impl Flat {
    /// The affine hull of what some profiles are worth for ever; coordinates named first stay free where
    /// possible.
    pub(crate) fn of(game: &RepeatedGame, profiles: &[usize], first: &[usize]) -> Self {
        let n = game.players();
        let value = |p: usize| -> Vec<Rational> { (0..n).map(|i| game.dynamics().forever(p, i)).collect() };
        let Some(origin) = profiles.first().map(|&p| value(p)) else { return Flat { equations: Vec::new() } };
        let mut order: Vec<usize> = first.to_vec();
        order.extend((0..n).filter(|i| !first.contains(i)));
        // A basis of the directions, in reduced row echelon form along `order`.
        let mut rows: Vec<(usize, Vec<Rational>)> = Vec::new();
        for &profile in profiles {
            let mut row: Vec<Rational> = value(profile).iter().zip(&origin).map(|(a, b)| a - b).collect();
            for (pivot, known) in &rows {
                subtract(&mut row, known, *pivot);
            }
            let Some(&pivot) = order.iter().find(|&&i| !row[i].is_zero()) else { continue };
            let size = row[pivot].clone();
            row.iter_mut().for_each(|x| *x = &*x / &size);
            rows.iter_mut().for_each(|(_, known)| subtract(known, &row, pivot));
            rows.push((pivot, row));
            if rows.len() == n {
                return Flat { equations: Vec::new() };
            }
        }
        let dependent = (0..n).filter(|i| rows.iter().all(|(pivot, _)| pivot != i));
        let equation = |i: usize| {
            let mut coefficients = vec![Rational::ZERO; n];
            for (pivot, row) in &rows {
                coefficients[*pivot] = row[i].clone();
            }
            let along: Rational = coefficients.iter().zip(&origin).map(|(c, x)| c * x).sum();
            (i, &origin[i] - along, coefficients)
        };
        let lasts = |(i, _, coefficients): &(usize, Rational, Vec<Rational>)| {
            let same = |j: usize| game.discount().of(j) == game.discount().of(*i);
            (0..n).all(|j| coefficients[j].is_zero() || same(j))
        };
        Flat { equations: dependent.map(equation).filter(lasts).collect() }
    }

    /// Moves a payoff onto the hull by its dependent coordinates.
    pub(crate) fn place(&self, payoff: &mut [Rational]) {
        for (i, constant, coefficients) in &self.equations {
            let along: Rational = coefficients
                .iter()
                .zip(payoff.iter())
                .filter(|(c, _)| !c.is_zero())
                .map(|(c, x)| c * x)
                .sum();
            payoff[*i] = constant + along;
        }
    }
}

fn subtract(row: &mut [Rational], other: &[Rational], pivot: usize) {
    let factor = row[pivot].clone();
    if !factor.is_zero() {
        row.iter_mut().zip(other).filter(|(_, y)| !y.is_zero()).for_each(|(x, y)| *x -= &factor * y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Game;

    #[test]
    fn symmetric_values_lie_on_a_line_and_a_payoff_is_moved_onto_it() {
        let stage = Game::public_goods(3, 2).unwrap();
        let last = stage.profiles() - 1;
        let game = RepeatedGame::new(stage, "1/2").unwrap();
        let flat = Flat::of(&game, &[0, last], &[2]);
        let mut payoff = vec![Rational::ZERO, Rational::ONE, Rational::new(3, 2)];
        flat.place(&mut payoff);
        assert_eq!(payoff, vec![Rational::new(3, 2); 3]);
        // All profiles span the space: nothing is moved.
        let all: Vec<usize> = (0..=last).collect();
        let mut payoff = vec![Rational::ZERO, Rational::ONE, Rational::new(3, 2)];
        Flat::of(&game, &all, &[]).place(&mut payoff);
        assert_eq!(payoff[0], Rational::ZERO);
    }
}

//! Two pieces of linear algebra that the questions of this module share.

use crate::equilibrium::EquilibriumError;
use crate::exact::Rational;
use crate::game::Game;
use crate::lp::{Bounds, LinearProgram, LpOptions, Relation, Solution};

/// A function of the profile as a sum of functions, the i-th of which ignores player i's action, and a
/// rest that vanishes wherever some player takes its first action. The rest is zero exactly where there
/// is such a sum without one.
pub(super) struct Separation {
    pub(super) parts: Vec<Vec<Rational>>,
    pub(super) rest: Vec<Rational>,
}

/// Takes out, player by player, the values at the player's first action.
pub(super) fn separate(game: &Game<Rational>, mut values: Vec<Rational>) -> Separation {
    let mut parts = Vec::with_capacity(game.players());
    for player in 0..game.players() {
        let first = |index: usize| values[game.deviate(index, player, 0)].clone();
        let part: Vec<Rational> = (0..game.profiles()).map(first).collect();
        values.iter_mut().zip(&part).for_each(|(value, taken)| *value -= taken);
        parts.push(part);
    }
    Separation { parts, rest: values }
}

/// Numbers above 0, one per column, that make every row's weighted sum zero; `None` if there are none.
/// The least of them is 1.
pub(super) fn positive_kernel(
    rows: impl Iterator<Item = Vec<Rational>>,
    columns: usize,
) -> Result<Option<Vec<Rational>>, EquilibriumError> {
    // An echelon form of what was seen so far: never more rows than columns.
    let mut independent: Vec<(usize, Vec<Rational>)> = Vec::new();
    for mut row in rows {
        for (pivot, known) in &independent {
            if !row[*pivot].is_zero() {
                let factor = &row[*pivot] / &known[*pivot];
                row.iter_mut().zip(known).for_each(|(entry, other)| *entry -= &factor * other);
            }
        }
        if let Some(pivot) = row.iter().position(|entry| !entry.is_zero()) {
            independent.push((pivot, row));
        }
        if independent.len() == columns {
            return Ok(None);
        }
    }
    let mut program = LinearProgram::minimise();
    for _ in 0..columns {
        program.add_variable(1, Bounds::at_least(1));
    }
    for (number, (_, row)) in independent.into_iter().enumerate() {
        program.add_row(format!("balance {number}"), row.into_iter().enumerate(), Relation::Equal, 0)?;
    }
    Ok(match program.solve(&LpOptions::default())? {
        Solution::Optimal(optimum) => Some(optimum.primal),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kernel(rows: &[[i64; 3]]) -> Option<Vec<Rational>> {
        let rows = rows.iter().map(|row| row.iter().map(|&x| Rational::from(x)).collect());
        positive_kernel(rows, 3).unwrap()
    }

    #[test]
    fn positive_kernels_are_found_exactly_where_they_exist() {
        let numbers = |list: [i64; 3]| Some(list.map(Rational::from).to_vec());
        assert_eq!(kernel(&[]), numbers([1, 1, 1]));
        assert_eq!(kernel(&[[1, -2, 0], [0, 0, 0], [2, -4, 0]]), numbers([2, 1, 1]));
        assert_eq!(kernel(&[[1, -2, 0], [0, 1, -1]]), numbers([2, 1, 1]));
        assert_eq!(kernel(&[[1, 2, 0]]), None);
        assert_eq!(kernel(&[[1, -1, 0], [0, 1, -1], [1, 0, -2]]), None);
    }

    #[test]
    fn a_sum_of_functions_that_ignore_a_player_leaves_no_rest() {
        let game = Game::new(&[2, 3, 2], vec![Rational::ZERO; 36]).unwrap();
        let at = |index: usize, player: usize| Rational::from(game.action_at(index, player));
        let sum = |index| at(index, 0) * at(index, 1) + at(index, 1) * at(index, 2) * Rational::from(7);
        let values: Vec<Rational> = (0..12).map(sum).collect();
        let separated = separate(&game, values.clone());
        assert!(separated.rest.iter().all(Rational::is_zero));
        for (index, value) in values.iter().enumerate() {
            assert_eq!(separated.parts.iter().map(|part| &part[index]).sum::<Rational>(), *value);
        }
        let product = (0..12).map(|index| at(index, 0) * at(index, 1) * at(index, 2)).collect();
        assert!(separate(&game, product).rest.iter().any(|rest| !rest.is_zero()));
    }
}

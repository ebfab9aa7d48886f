//! Games from nested arrays, nalgebra matrices and flat tensors, and back.
//!
//! | from | to | holds |
//! |---|---|---|
//! | [`Game::bimatrix`], [`Game::exact_bimatrix`] | [`Game::to_nested`] | one nested array per player |
//! | [`Game::from_cells`] | [`Game::to_cells`] | one nested array of pairs, as textbooks print games |
//! | [`Game::zero_sum`] | | what player 0 wins from player 1 |
//! | [`Game::from_matrices`] | [`Game::matrices`] | one nalgebra matrix per player |
//! | [`Game::from_tensors`] | [`Game::tensor`] | any number of players: one flat array each |

use nalgebra::DMatrix;

use super::super::GameError;
use super::{Game, check_shape};
use crate::exact::{Rational, Scalar};

impl<T: Scalar> Game<T> {
    /// A two-player game from two nested arrays: `row[i][j]` and `column[i][j]` are the payoffs of
    /// player 0 and player 1 when row plays `i` and column plays `j`.
    ///
    /// # Errors
    /// As [`Game::new`]; rows of different lengths.
    pub fn bimatrix<R: AsRef<[T]>>(row: &[R], column: &[R]) -> Result<Self, GameError> {
        let (m, n) = (row.len(), row.first().map_or(0, |r| r.as_ref().len()));
        check_shape(&[m, n], "payoffs")?;
        for (name, matrix) in [("row", row), ("column", column)] {
            if matrix.len() != m {
                return Err(GameError::Ragged { location: name.into(), found: matrix.len(), expected: m });
            }
            for (i, line) in matrix.iter().enumerate() {
                let found = line.as_ref().len();
                if found != n {
                    return Err(GameError::Ragged { location: format!("{name}[{i}]"), found, expected: n });
                }
            }
        }
        let flat = row
            .iter()
            .zip(column)
            .flat_map(|(r, c)| r.as_ref().iter().zip(c.as_ref()).flat_map(|(u, v)| [u.clone(), v.clone()]));
        Game::new(&[m, n], flat.collect())
    }

    /// A two-player game from a table of pairs, as textbooks print it: `cells[i][j]` holds both players'
    /// payoffs when row plays `i` and column plays `j`.
    ///
    /// ```
    /// use detente::Game;
    /// let game = Game::from_cells(&[[[3.0, 3.0], [0.0, 5.0]], [[5.0, 0.0], [1.0, 1.0]]])?;
    /// assert_eq!(*game.payoff(&[0, 1].into(), 1)?, 5.0);
    /// assert_eq!(game.to_cells()?[1][0], [5.0, 0.0]);
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Game::bimatrix`].
    pub fn from_cells<R: AsRef<[[T; 2]]>>(cells: &[R]) -> Result<Self, GameError> {
        let of = |player: usize| -> Vec<Vec<T>> {
            let line = |row: &R| row.as_ref().iter().map(|cell| cell[player].clone()).collect();
            cells.iter().map(line).collect()
        };
        Game::bimatrix(&of(0), &of(1))
    }

    /// The zero-sum game in which player 1 pays `wins[i][j]` to player 0.
    ///
    /// ```
    /// use detente::Game;
    /// let pennies = Game::zero_sum(&[[1.0, -1.0], [-1.0, 1.0]])?;
    /// assert_eq!(pennies.payoffs_at(1), [-1.0, 1.0]);
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Game::bimatrix`].
    pub fn zero_sum<R: AsRef<[T]>>(wins: &[R]) -> Result<Self, GameError> {
        let row: Vec<Vec<T>> = wins.iter().map(|row| row.as_ref().to_vec()).collect();
        let column: Vec<Vec<T>> = row.iter().map(|row| row.iter().map(|u| -u.clone()).collect()).collect();
        Game::bimatrix(&row, &column)
    }

    /// A game of any number of players from one flat array each, the last player's action running
    /// fastest (row by row, for two).
    ///
    /// ```
    /// use detente::Game;
    /// let game = Game::from_tensors(&[2, 2], &[[3.0, 0.0, 5.0, 1.0], [3.0, 5.0, 0.0, 1.0]])?;
    /// assert_eq!(game.payoffs_of(&[1, 0].into())?, [5.0, 0.0]);
    /// assert_eq!(game.tensor(1)?, [3.0, 5.0, 0.0, 1.0]);
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Game::new`]; another number of arrays than of players.
    pub fn from_tensors<R: AsRef<[T]>>(shape: &[usize], tensors: &[R]) -> Result<Self, GameError> {
        let profiles = check_shape(shape, "shape")?;
        if tensors.len() != shape.len() {
            let (found, expected) = (tensors.len(), shape.len());
            return Err(GameError::Ragged { location: "tensors".into(), found, expected });
        }
        for (player, tensor) in tensors.iter().enumerate() {
            let found = tensor.as_ref().len();
            if found != profiles {
                let location = format!("tensors[{player}]");
                return Err(GameError::Ragged { location, found, expected: profiles });
            }
        }
        let at = |index: usize| tensors.iter().map(move |tensor| tensor.as_ref()[index].clone());
        Game::new(shape, (0..profiles).flat_map(at).collect())
    }

    /// A player's payoffs, profile by profile: what [`Game::from_tensors`] takes.
    ///
    /// # Errors
    /// If there is no such player.
    pub fn tensor(&self, player: usize) -> Result<Vec<T>, GameError> {
        if player >= self.players() {
            return Err(self.unknown_player(&player.to_string()));
        }
        Ok((0..self.profiles()).map(|index| self.payoff_at(index, player).clone()).collect())
    }

    /// Both players' payoffs as nested arrays, row player's first: what [`Game::bimatrix`] takes.
    ///
    /// # Errors
    /// If the game does not have two players.
    pub fn to_nested(&self) -> Result<[Vec<Vec<T>>; 2], GameError> {
        self.expect_two_players("a pair of nested arrays")?;
        let nested = |player| self.rows(|index| self.payoff_at(index, player).clone());
        Ok([nested(0), nested(1)])
    }

    /// The table of pairs: what [`Game::from_cells`] takes.
    ///
    /// # Errors
    /// If the game does not have two players.
    pub fn to_cells(&self) -> Result<Vec<Vec<[T; 2]>>, GameError> {
        self.expect_two_players("a table of pairs")?;
        Ok(self.rows(|index| [0, 1].map(|player| self.payoff_at(index, player).clone())))
    }

    /// Something for every profile of a game of two, row by row.
    fn rows<C>(&self, cell: impl Fn(usize) -> C) -> Vec<Vec<C>> {
        let columns = self.shape[1];
        (0..self.shape[0]).map(|i| (0..columns).map(|j| cell(i * columns + j)).collect()).collect()
    }

    /// A two-player game from its two payoff matrices.
    ///
    /// # Errors
    /// As [`Game::bimatrix`].
    pub fn from_matrices(row: &DMatrix<T>, column: &DMatrix<T>) -> Result<Self, GameError> {
        let nested = |m: &DMatrix<T>| -> Vec<Vec<T>> {
            (0..m.nrows()).map(|i| (0..m.ncols()).map(|j| m[(i, j)].clone()).collect()).collect()
        };
        Game::bimatrix(&nested(row), &nested(column))
    }

    /// The two payoff matrices (row player's first), rows by player 0's actions.
    ///
    /// # Errors
    /// If the game does not have two players.
    pub fn matrices(&self) -> Result<(DMatrix<T>, DMatrix<T>), GameError> {
        self.expect_two_players("a pair of payoff matrices")?;
        let matrix = |player: usize| {
            DMatrix::from_fn(self.shape[0], self.shape[1], |i, j| {
                self.payoff_at(i * self.shape[1] + j, player).clone()
            })
        };
        Ok((matrix(0), matrix(1)))
    }
}

impl Game<Rational> {
    /// [`Game::bimatrix`] with exact payoffs from anything that is one: whole numbers above all.
    ///
    /// ```
    /// use detente::Game;
    /// let dilemma = Game::exact_bimatrix(&[[3, 0], [5, 1]], &[[3, 5], [0, 1]])?;
    /// assert_eq!(dilemma.pure_equilibria(), [3]);
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Game::bimatrix`].
    pub fn exact_bimatrix<N: Clone + Into<Rational>, R: AsRef<[N]>>(
        row: &[R],
        column: &[R],
    ) -> Result<Self, GameError> {
        let exact = |matrix: &[R]| -> Vec<Vec<Rational>> {
            matrix.iter().map(|line| line.as_ref().iter().cloned().map(Into::into).collect()).collect()
        };
        Game::bimatrix(&exact(row), &exact(column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_leads_back_to_the_same_game() {
        let game = Game::exact_bimatrix(&[[1, 2, 3], [4, 5, 6]], &[[-1, 0, 7], [0, 0, 2]]).unwrap();
        let [row, column] = game.to_nested().unwrap();
        assert_eq!(Game::bimatrix(&row, &column), Ok(game.clone()));
        assert_eq!(Game::from_cells(&game.to_cells().unwrap()), Ok(game.clone()));
        let (row, column) = game.matrices().unwrap();
        assert_eq!((row[(1, 0)].clone(), column[(0, 2)].clone()), (4.into(), 7.into()));
        assert_eq!(Game::from_matrices(&row, &column), Ok(game.clone()));
        let tensors = [game.tensor(0).unwrap(), game.tensor(1).unwrap()];
        assert_eq!(Game::from_tensors(&[2, 3], &tensors), Ok(game.clone()));
        let wins = game.to_nested().unwrap()[0].clone();
        assert_eq!(Game::zero_sum(&wins).unwrap().tensor(0), game.tensor(0));
    }

    #[test]
    fn three_players_have_tensors_and_no_matrices() {
        use crate::error::Explain;
        let tensors: Vec<Vec<f64>> =
            (0..3).map(|i| (0..12).map(|k| f64::from(100 * i + k)).collect()).collect();
        let game = Game::from_tensors(&[2, 3, 2], &tensors).unwrap();
        assert_eq!(game.payoffs_of(&[1, 0, 1].into()).unwrap(), [7.0, 107.0, 207.0]);
        assert_eq!(game.tensor(2).unwrap(), tensors[2]);
        assert_eq!(game.to_cells().unwrap_err().kind(), "NotTwoPlayers");
        assert_eq!(game.tensor(3).unwrap_err().kind(), "UnknownPlayer");
        assert_eq!(Game::from_tensors(&[2, 3, 2], &tensors[..2]).unwrap_err().location(), "tensors");
        let short = [vec![0.0; 12], vec![0.0; 11], vec![0.0; 12]];
        assert_eq!(Game::from_tensors(&[2, 3, 2], &short).unwrap_err().location(), "tensors[1]");
    }
}

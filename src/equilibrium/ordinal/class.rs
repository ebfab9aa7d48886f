//! The seventy-eight strict ordinal 2 x 2 games.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use serde::Serialize;

use crate::exact::Scalar;
use crate::game::{Game, GameError};

/// How many strict ordinal 2 x 2 games there are (Rapoport and Guyer 1966).
pub const ORDINAL_GAMES: usize = 78;

/// A player's ranks of the four cells, 1 worst to 4 best: `[row][column]`.
type Ranks = [[u8; 2]; 2];

/// One of the 78 strict ordinal 2 x 2 games, in its canonical form.
///
/// **Canonical form and number.** A game of ranks is written as the eight numbers `row[0][0], row[0][1],
/// row[1][0], row[1][1], column[0][0], ..`. Its canonical form is the lexicographically greatest of the
/// eight games reached by exchanging rows, columns and players. Its number is the position, from 1, of
/// that form among the 78 canonical forms from the greatest to the least. The numbering is this crate's
/// own: it is not Rapoport and Guyer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct OrdinalGame {
    /// 1 to 78.
    pub number: usize,
    /// The row player's ranks, 4 best.
    pub row: Ranks,
    /// The column player's ranks.
    pub column: Ranks,
    /// The name, for the twelve symmetric games; `None` otherwise.
    pub name: Option<&'static str>,
}

impl OrdinalGame {
    /// Whether exchanging the players (and perhaps rows and columns) gives the same game.
    pub fn is_symmetric(&self) -> bool {
        self.name.is_some()
    }

    /// The 78 games in the order of their numbers.
    ///
    /// ```
    /// use detente::equilibrium::OrdinalGame;
    /// let games = OrdinalGame::all();
    /// assert_eq!(games.len(), 78);
    /// assert_eq!(games.iter().filter(|game| game.is_symmetric()).count(), 12);
    /// ```
    pub fn all() -> &'static [OrdinalGame] {
        static GAMES: LazyLock<Vec<OrdinalGame>> = LazyLock::new(enumerate);
        &GAMES
    }
}

/// What the order of the payoffs of a 2 x 2 game says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrdinalClass {
    /// Nobody is indifferent between two outcomes: the game is one of the 78.
    Strict(OrdinalGame),
    /// Some players are indifferent between outcomes: the game is none of the 78.
    NotStrict {
        /// The players with ties.
        tied: Vec<usize>,
    },
}

impl OrdinalClass {
    /// The class of a 2 x 2 game.
    ///
    /// ```
    /// use detente::{Game, equilibrium::OrdinalClass};
    /// let class = OrdinalClass::of(&Game::prisoners_dilemma(5, 3, 1, 0)?)?;
    /// let OrdinalClass::Strict(game) = class else { panic!("no ties") };
    /// assert_eq!(game.name, Some("Prisoner's Dilemma"));
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// # Errors
    /// If the game does not have two players with two actions each.
    pub fn of<T: Scalar>(game: &Game<T>) -> Result<Self, GameError> {
        game.expect_two_players("the ordinal class")?;
        if game.shape() != [2, 2] {
            return Err(GameError::OutOfRange {
                name: "shape".into(),
                value: format!("{} x {}", game.shape()[0], game.shape()[1]),
                range: "the ordinal class is defined for 2 x 2 games".into(),
            });
        }
        let ranks = [ranks(game, 0), ranks(game, 1)];
        let tied: Vec<usize> = (0..2).filter(|&player| ranks[player].is_none()).collect();
        let [Some(row), Some(column)] = ranks else { return Ok(Self::NotStrict { tied }) };
        let canonical = canonical(row, column);
        let found = OrdinalGame::all().iter().find(|game| (game.row, game.column) == canonical);
        // Every pair of rankings has its canonical form in the list, which was made from all of them.
        Ok(Self::Strict(*found.expect("the list holds every canonical form")))
    }
}

impl fmt::Display for OrdinalClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Strict(OrdinalGame { number, name: Some(name), .. }) => {
                write!(f, "{name} (ordinal game {number} of {ORDINAL_GAMES})")
            }
            Self::Strict(game) => write!(f, "ordinal game {} of {ORDINAL_GAMES}", game.number),
            Self::NotStrict { .. } => f.write_str("not strict: a player is indifferent between outcomes"),
        }
    }
}

/// A player's ranks of the four cells; `None` on ties.
fn ranks<T: Scalar>(game: &Game<T>, player: usize) -> Option<Ranks> {
    let payoff = |cell: usize| game.payoff_at(cell, player);
    let rank = |cell: usize| 1 + (0..4).filter(|&other| payoff(other) < payoff(cell)).count() as u8;
    let flat = [rank(0), rank(1), rank(2), rank(3)];
    let strict = (1..=4).all(|wanted| flat.contains(&wanted));
    strict.then_some([[flat[0], flat[1]], [flat[2], flat[3]]])
}

fn exchange_rows([first, second]: Ranks) -> Ranks {
    [second, first]
}
fn exchange_columns(ranks: Ranks) -> Ranks {
    ranks.map(|[a, b]| [b, a])
}
fn transpose([[a, b], [c, d]]: Ranks) -> Ranks {
    [[a, c], [b, d]]
}

/// The greatest of the eight games reached by exchanging rows, columns and players.
fn canonical(row: Ranks, column: Ranks) -> (Ranks, Ranks) {
    let mut best = (row, column);
    for (r, c) in [(row, column), (transpose(column), transpose(row))] {
        for (r, c) in [(r, c), (exchange_rows(r), exchange_rows(c))] {
            best = best.max((r, c)).max((exchange_columns(r), exchange_columns(c)));
        }
    }
    best
}

/// The twenty-four strict rankings of four cells.
fn all_ranks() -> impl Iterator<Item = Ranks> + Clone {
    (0..256u32).filter_map(|code| {
        let digit = |place: u32| (code >> (2 * place) & 3) as u8 + 1;
        let flat = [digit(0), digit(1), digit(2), digit(3)];
        (1..=4).all(|wanted| flat.contains(&wanted)).then_some([[flat[0], flat[1]], [flat[2], flat[3]]])
    })
}

fn enumerate() -> Vec<OrdinalGame> {
    let mut forms = BTreeSet::new();
    for row in all_ranks() {
        forms.extend(all_ranks().map(|column| canonical(row, column)));
    }
    let named: Vec<_> = SYMMETRIC.iter().map(|&(name, ranks)| (name, symmetric_form(ranks))).collect();
    forms
        .into_iter()
        .rev()
        .enumerate()
        .map(|(index, (row, column))| OrdinalGame {
            number: index + 1,
            row,
            column,
            name: named.iter().find(|(_, form)| *form == (row, column)).map(|&(name, _)| name),
        })
        .collect()
}

/// The twelve symmetric games by the ranks of temptation, reward, punishment and sucker's payoff, 4 best.
/// Names as in Bruns (2015, "Names for games"), after Robinson and Goforth (2005); Battle is Rapoport's
/// Leader. Up to relabelling, each entry differs from the next by one exchange of adjacent ranks.
const SYMMETRIC: [(&str, [u8; 4]); 12] = [
    ("Chicken", [4, 3, 1, 2]),
    ("Battle", [4, 2, 1, 3]),
    ("Hero", [3, 2, 1, 4]),
    ("Compromise", [4, 1, 3, 2]),
    ("Deadlock", [4, 2, 3, 1]),
    ("Prisoner's Dilemma", [4, 3, 2, 1]),
    ("Stag Hunt", [3, 4, 2, 1]),
    ("Assurance", [2, 4, 3, 1]),
    ("Coordination", [1, 4, 3, 2]),
    ("Peace", [1, 4, 2, 3]),
    ("Harmony", [2, 4, 1, 3]),
    ("Concord", [3, 4, 1, 2]),
];

/// The canonical form of the symmetric game with these ranks.
fn symmetric_form([t, r, p, s]: [u8; 4]) -> (Ranks, Ranks) {
    let row = [[r, s], [t, p]];
    canonical(row, transpose(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_seventy_eight_games_and_the_twelve_named_are_the_symmetric_ones() {
        let games = OrdinalGame::all();
        assert_eq!(games.len(), ORDINAL_GAMES);
        for game in games {
            // Symmetric: some exchange of rows and columns turns the transposed game into the game.
            let swapped = (transpose(game.column), transpose(game.row));
            let symmetric = [
                swapped,
                (exchange_rows(swapped.0), exchange_rows(swapped.1)),
                (exchange_columns(swapped.0), exchange_columns(swapped.1)),
                (exchange_rows(exchange_columns(swapped.0)), exchange_rows(exchange_columns(swapped.1))),
            ]
            .contains(&(game.row, game.column));
            assert_eq!(game.is_symmetric(), symmetric, "{game:?}");
        }
        let names: BTreeSet<_> = games.iter().filter_map(|game| game.name).collect();
        assert_eq!(names.len(), 12);
    }

    #[test]
    fn relabelling_rows_columns_and_players_changes_nothing() {
        for row in all_ranks() {
            for column in all_ranks().step_by(5) {
                let form = canonical(row, column);
                assert_eq!(canonical(exchange_rows(row), exchange_rows(column)), form);
                assert_eq!(canonical(exchange_columns(row), exchange_columns(column)), form);
                assert_eq!(canonical(transpose(column), transpose(row)), form);
            }
        }
    }

    #[test]
    fn games_are_identified_from_payoffs_and_ties_are_reported() {
        let name = |row: [[f64; 2]; 2], column: [[f64; 2]; 2]| match OrdinalClass::of(
            &Game::bimatrix(&row, &column).unwrap(),
        )
        .unwrap()
        {
            OrdinalClass::Strict(game) => game.name,
            OrdinalClass::NotStrict { .. } => Some("tie"),
        };
        assert_eq!(name([[3.0, 1.0], [4.0, -7.0]], [[0.3, 0.9], [0.1, -1.0]]), Some("Chicken"));
        // The Stag Hunt with its columns exchanged: symmetric only after relabelling.
        assert_eq!(name([[0.0, 4.0], [1.0, 3.0]], [[3.0, 4.0], [1.0, 0.0]]), Some("Stag Hunt"));
        assert_eq!(name([[1.0, 2.0], [3.0, 4.0]], [[4.0, 3.0], [2.0, 1.0]]), None);
        let tied = Game::bimatrix(&[[1.0, 1.0], [3.0, 4.0]], &[[4.0, 3.0], [2.0, 1.0]]).unwrap();
        assert_eq!(OrdinalClass::of(&tied), Ok(OrdinalClass::NotStrict { tied: vec![0] }));
        let large = Game::<f64>::from_function(&[2, 3], |_| vec![0.0; 2]).unwrap();
        assert!(OrdinalClass::of(&large).is_err());
    }
}

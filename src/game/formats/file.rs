//! What a game file holds: the stage game, and what only the repeated game needs.

use super::super::{Absorbing, Discount, Game, GameError};
use super::{json, lrsnash, nfg};
use crate::exact::Rational;

/// A game file: the stage game with its labels, and what only the repeated game needs.
#[derive(Debug, Clone, PartialEq)]
pub struct GameFile {
    /// The stage game.
    pub game: Game<Rational>,
    /// The discount factors, if the file names them (JSON only).
    pub discount: Option<Discount>,
    /// The profiles that may end the game, each at most once (JSON only).
    pub absorbing: Vec<Absorbing>,
}

impl GameFile {
    /// Reads JSON, `.nfg` or the lrsnash format, whichever the text is.
    ///
    /// # Errors
    /// As [`GameFile::from_json_str`], [`GameFile::from_nfg_str`] and [`GameFile::from_lrsnash_str`]; a text
    /// that is none of them.
    pub fn read(text: &str) -> Result<Self, GameError> {
        let text = text.trim_start_matches('\u{feff}');
        let body = text.trim_start();
        if body.starts_with('{') {
            Self::from_json_str(text)
        } else if body.starts_with("NFG") {
            Self::from_nfg_str(text)
        } else if body.starts_with(|first: char| first.is_ascii_digit()) {
            Self::from_lrsnash_str(text)
        } else {
            Err(GameError::Format {
                format: "game file",
                location: "line 1".into(),
                message: if body.is_empty() {
                    "the file is empty".into()
                } else {
                    "this is neither JSON nor .nfg nor a pair of matrices".into()
                },
                hint: "a JSON game starts with '{', a Gambit game with 'NFG 1 R', an lrsnash game with its \
                       numbers of rows and columns"
                    .into(),
            })
        }
    }

    /// Reads the JSON form:
    ///
    /// ```
    /// # use detente::game::GameFile;
    /// let file = GameFile::from_json_str(r#"{
    ///     "title": "Karabakh, reduced", "players": ["Armenia", "Azerbaijan"],
    ///     "actions": [["compromise", "self-help"], ["compromise", "self-help"]],
    ///     "payoffs": [[[3, 3], [0, 5]], [[5, 0], [1, 1]]],
    ///     "discount": ["2/5", 0.9],
    ///     "absorbing": [{"profile": [1, 1], "probability": "1/2", "payoff": ["1/2", -1]}]
    /// }"#)?;
    /// assert_eq!(file.game.shape(), [2, 2]);
    /// assert_eq!(file.absorbing[0].payoff[1], (-1).into());
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// Payoffs nest by player order and end in one number per player. `title`, `players`, `actions`,
    /// `discount` and `absorbing` may be left out: players are then named `Player 1`, …, and actions by
    /// their index. A number is a JSON number or a string (`"1/3"`); a profile names actions by index or
    /// label.
    ///
    /// # Errors
    /// Text that is not JSON; unknown, missing or repeated keys; ragged payoffs or ones of the wrong
    /// depth; numbers that are not finite; labels used twice; more payoffs than
    /// [`MAX_PAYOFFS`](super::super::MAX_PAYOFFS); discount factors outside (0, 1); probabilities outside
    /// [0, 1]; an absorbing profile out of range or listed twice. Each with its path.
    pub fn from_json_str(text: &str) -> Result<Self, GameError> {
        json::read(text)
    }

    /// The JSON form, on one line, without loss: whole numbers that every reader of JSON keeps (up to
    /// 2^53) as JSON numbers, all others as strings `"p/q"`.
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads Gambit's `.nfg`, payoff form and outcome form; the description is skipped. As Gambit does,
    /// labels that are used twice get a number behind them.
    ///
    /// ```
    /// # use detente::game::GameFile;
    /// let text = r#"NFG 1 R "Prisoner's Dilemma" { "Row" "Column" } { 2 2 }  3 3  5 0  0 5  1 1"#;
    /// let file = GameFile::from_nfg_str(text)?;
    /// assert_eq!(file.game.payoffs_of(&[1, 0].into())?, [5.into(), 0.into()]);
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// # Errors
    /// A text that ends early or goes on too long, numbers that are not finite, an unknown outcome, more
    /// payoffs than [`MAX_PAYOFFS`](super::super::MAX_PAYOFFS). Each with line and column.
    pub fn from_nfg_str(text: &str) -> Result<Self, GameError> {
        Ok(nfg::read(text)?.into())
    }

    /// Reads lrslib's format for `lrsnash`: the numbers of rows and columns, the row player's matrix, the
    /// column player's.
    ///
    /// ```
    /// # use detente::game::GameFile;
    /// let file = GameFile::from_lrsnash_str("2 2\n\n3 0\n5 1\n\n3 5\n0 1/2\n")?;
    /// assert_eq!(file.game.payoffs_of(&[1, 1].into())?, ["1".parse()?, "1/2".parse()?]);
    /// assert_eq!(file.game.to_lrsnash()?, "2 2\n\n3 0\n5 1\n\n3 5\n0 1/2\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A text that ends early or goes on too long, numbers that are not finite, more payoffs than
    /// [`MAX_PAYOFFS`](super::super::MAX_PAYOFFS). Each with line and column.
    pub fn from_lrsnash_str(text: &str) -> Result<Self, GameError> {
        Ok(lrsnash::read(text.trim_start_matches('\u{feff}'))?.into())
    }

    /// The game in Gambit's payoff form, without loss.
    ///
    /// # Errors
    /// If the file holds discount factors or absorbing profiles, for which `.nfg` has no place;
    /// [`Game::to_nfg`] writes the stage game alone.
    pub fn to_nfg(&self) -> Result<String, GameError> {
        let unsayable = match (&self.discount, self.absorbing.is_empty()) {
            (None, true) => return Ok(self.game.to_nfg()),
            (Some(_), _) => "discount",
            (None, false) => "absorbing",
        };
        Err(GameError::Format {
            format: ".nfg",
            location: unsayable.into(),
            message: format!(".nfg has no place for '{unsayable}'"),
            hint: "write JSON, or the stage game alone".into(),
        })
    }
}

impl From<Game<Rational>> for GameFile {
    /// A file with nothing but the stage game.
    fn from(game: Game<Rational>) -> Self {
        GameFile { game, discount: None, absorbing: Vec::new() }
    }
}

impl Game<Rational> {
    /// The game in Gambit's payoff form, without loss.
    ///
    /// ```
    /// use detente::game::{Game, GameFile};
    /// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// assert_eq!(GameFile::read(&game.to_nfg())?.game, game);
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    pub fn to_nfg(&self) -> String {
        nfg::write(self)
    }

    /// The payoffs of a game of two in lrslib's format, without loss; the title and the labels have no
    /// place there.
    ///
    /// # Errors
    /// If the game does not have two players.
    pub fn to_lrsnash(&self) -> Result<String, GameError> {
        lrsnash::write(self)
    }
}

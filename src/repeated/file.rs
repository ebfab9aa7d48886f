//! Between game files and repeated games.

use super::{IntoDiscount, RepeatedError, RepeatedGame};
use crate::game::GameFile;

impl RepeatedGame {
    /// The repeated game of a file that names its discount factors.
    ///
    /// ```
    /// use detente::{game::GameFile, repeated::RepeatedGame};
    /// let text = r#"{"payoffs": [[[3,3],[0,5]],[[5,0],[1,1]]], "discount": 0.4}"#;
    /// let rivals = RepeatedGame::from_file(GameFile::read(text)?)?;
    /// assert_eq!(rivals.discount().to_string(), "2/5");
    /// assert_eq!(RepeatedGame::from_file(rivals.to_file())?, rivals);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`RepeatedError::NoDiscount`] if the file has none; otherwise as [`RepeatedGame::with_absorbing`].
    pub fn from_file(mut file: GameFile) -> Result<Self, RepeatedError> {
        let discount = file.discount.take().ok_or(RepeatedError::NoDiscount)?;
        Self::from_file_with(file, discount)
    }

    /// The repeated game of a file at a discount factor given elsewhere, which wins over the file's.
    ///
    /// # Errors
    /// As [`RepeatedGame::with_absorbing`].
    pub fn from_file_with(file: GameFile, discount: impl IntoDiscount) -> Result<Self, RepeatedError> {
        Self::with_absorbing(file.game, discount, file.absorbing)
    }

    /// The game file that says all about this game.
    pub fn to_file(&self) -> GameFile {
        let (discount, absorbing) = (Some(self.discount().clone()), self.absorbing().to_vec());
        GameFile { game: self.stage().clone(), discount, absorbing }
    }
}

//! What every error of the crate can say: what was wrong, where, and what would be right.
//!
//! Each floor has its own error enum beside the code that raises it; all of them meet in [`Error`].
//! A program that shows errors to people prints the `Display` form (one sentence); a program that
//! reacts to them matches on the variants or uses [`Explain`].

use crate::equilibrium::EquilibriumError;
use crate::exact::ParseRationalError;
use crate::game::GameError;
use crate::lp::LpError;

/// An error that explains itself: a stable kind, the place, and a hint at what would be right.
///
/// ```
/// use detente::error::Explain;
/// let error = "1/0".parse::<detente::Rational>().unwrap_err();
/// assert_eq!(error.kind(), "ZeroDenominator");
/// assert!(!error.hint().is_empty());
/// ```
pub trait Explain: std::error::Error {
    /// A stable name of the variant, for programs (`"RaggedPayoffs"`).
    fn kind(&self) -> &'static str;
    /// Where it was found (`"payoffs[1][0]"`, `"--discount"`); empty where the place is the whole input.
    fn location(&self) -> String {
        String::new()
    }
    /// What would be right, as one sentence.
    fn hint(&self) -> String;
}

/// Any error of the crate.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A number could not be read exactly.
    #[error(transparent)]
    Number(#[from] ParseRationalError),
    /// A game was malformed.
    #[error(transparent)]
    Game(#[from] GameError),
    /// A linear program could not be solved or certified.
    #[error(transparent)]
    Lp(#[from] LpError),
    /// A one-shot solution concept has no answer.
    #[error(transparent)]
    Equilibrium(#[from] EquilibriumError),
}

impl Explain for Error {
    fn kind(&self) -> &'static str {
        match self {
            Error::Number(e) => e.kind(),
            Error::Game(e) => e.kind(),
            Error::Lp(e) => e.kind(),
            Error::Equilibrium(e) => e.kind(),
        }
    }
    fn location(&self) -> String {
        match self {
            Error::Number(e) => e.location(),
            Error::Game(e) => e.location(),
            Error::Lp(e) => e.location(),
            Error::Equilibrium(e) => e.location(),
        }
    }
    fn hint(&self) -> String {
        match self {
            Error::Number(e) => e.hint(),
            Error::Game(e) => e.hint(),
            Error::Lp(e) => e.hint(),
            Error::Equilibrium(e) => e.hint(),
        }
    }
}

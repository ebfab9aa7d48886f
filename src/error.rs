//! What every error of the crate can say: what was wrong, where, and what would be right.
//!
//! Each floor has its own error enum beside the code that raises it; all of them meet in [`Error`].
//! A program that shows errors to people prints the `Display` form (one sentence); a program that
//! reacts to them matches on the variants or uses [`Explain`].

use crate::check::CheckError;
use crate::collapse::CollapseError;
use crate::equilibrium::EquilibriumError;
use crate::exact::ParseRationalError;
use crate::game::GameError;
use crate::institution::InstitutionError;
use crate::lp::LpError;
use crate::repeated::RepeatedError;
use crate::report::ReportError;
use crate::study::StudyError;

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
    /// A one-shot concept does not apply or could not be computed.
    #[error(transparent)]
    Equilibrium(#[from] EquilibriumError),
    /// A repeated game was malformed, or a question about it is not covered.
    #[error(transparent)]
    Repeated(#[from] RepeatedError),
    /// A table, a picture or a document could not be made.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// An institution was malformed or does not fit a game.
    #[error(transparent)]
    Institution(#[from] InstitutionError),
    /// A measure of collapse could not be computed.
    #[error(transparent)]
    Collapse(#[from] CollapseError),
    /// A case, an institution or the study's data was refused.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// A saved result could not be checked at all.
    #[error(transparent)]
    Check(#[from] CheckError),
}

impl Error {
    /// The floor's own error.
    fn inner(&self) -> &dyn Explain {
        match self {
            Error::Number(e) => e,
            Error::Game(e) => e,
            Error::Lp(e) => e,
            Error::Equilibrium(e) => e,
            Error::Repeated(e) => e,
            Error::Report(e) => e,
            Error::Institution(e) => e,
            Error::Collapse(e) => e,
            Error::Study(e) => e,
            Error::Check(e) => e,
        }
    }
}

impl Explain for Error {
    fn kind(&self) -> &'static str {
        self.inner().kind()
    }
    fn location(&self) -> String {
        self.inner().location()
    }
    fn hint(&self) -> String {
        self.inner().hint()
    }
}

//! What can go wrong with a linear program.
use crate::error::Explain;
/// Why a linear program has no certified answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LpError {
    /// The backend failed.
    #[error("the backend {backend} failed: {message}")]
    Backend {
        /// Which backend.
        backend: &'static str,
        /// What it said.
        message: String,
    },
}
impl Explain for LpError {
    fn kind(&self) -> &'static str {
        "Backend"
    }
    fn hint(&self) -> String {
        "try another backend".into()
    }
}

//! Linear programs.
mod error;
pub use error::LpError;

//! Repeated games: which payoffs rivals can sustain by themselves, and by which strategies.

mod dynamics;
mod error;
pub mod fast;
mod game;

pub use error::RepeatedError;
pub use game::{Absorbing, Discount, IntoDiscount, RepeatedGame};

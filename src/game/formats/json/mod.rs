//! The JSON form of a game, both ways.

mod payoffs;
mod read;
mod value;
mod write;

pub(super) use read::read;
pub(super) use write::write;

//! One-shot solution concepts.

mod ordinal;

pub use ordinal::{ORDINAL_GAMES, OrdinalClass, OrdinalGame, SideClass};

//! Ordinal classes of 2 x 2 games: what the order of the payoffs alone says.
//!
//! With strict preferences there are 4! x 4! = 576 ways to rank four outcomes twice, and 78 games that
//! differ by more than the names of rows, columns and players (Rapoport and Guyer 1966, "A taxonomy of
//! 2 x 2 games"); twelve of them are symmetric. [`OrdinalClass::of`] identifies the game, [`SideClass`]
//! names one side's order of temptation, reward, punishment and sucker's payoff.

mod class;
mod side;

pub use class::{ORDINAL_GAMES, OrdinalClass, OrdinalGame};
pub use side::SideClass;

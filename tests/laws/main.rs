//! Laws of the theory on random games with many ties: what every answer has to satisfy whatever the
//! numbers are.

mod common;
mod competition;
mod evidence;
mod institutions;
mod one_shot;
mod payoff_sets;
mod settled;

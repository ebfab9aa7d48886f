//! Results of `solve`: one-shot solution concepts.

mod correlated;
mod dominance;
mod extreme;
mod minmax;
mod mixed;
mod nash;
mod polygon;
mod quantal;
mod stackelberg;
mod zero_sum;

use super::claim::Claim;
use super::error::{CheckError, Outcome};
use correlated::Obedience;

/// The names of the concepts, also accepted in place of the command `solve`.
pub(super) const CONCEPTS: &str =
    "nash, zero-sum, correlated, coarse, minmax, dominance, stackelberg, quantal";

/// The check of a concept, if the word names one.
pub(super) fn concept(word: &str) -> Option<fn(&mut Claim) -> Outcome<()>> {
    Some(match word {
        "nash" => nash::check,
        "zero-sum" => zero_sum::check,
        "correlated" => |claim| correlated::check(claim, Obedience::Correlated),
        "coarse" => |claim| correlated::check(claim, Obedience::Coarse),
        "minmax" => minmax::check,
        "dominance" => dominance::check,
        "stackelberg" => stackelberg::check,
        "quantal" => quantal::check,
        _ => return None,
    })
}

/// Checks a whole result of the command `solve`.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    let node = claim.root.field("concept")?;
    let word = node.text()?;
    match concept(word) {
        Some(check) => check(claim),
        None => {
            let place = node.place().into();
            Err(CheckError::UnknownWord { place, found: word.into(), known: CONCEPTS }.into())
        }
    }
}

//! What every check works with: the result, its stage game, the budget, and the sentences so far.

use super::budget::Budget;
use super::error::{CheckError, Outcome, require};
use super::node::{Node, show};
use super::stage::Stage;
use crate::exact::Rational;

/// One result under examination.
pub(super) struct Claim<'a> {
    pub(super) root: Node<'a>,
    pub(super) stage: Stage,
    pub(super) budget: Budget,
    /// What has been verified, and what could not be, one sentence each.
    pub(super) checked: Vec<String>,
}

impl<'a> Claim<'a> {
    /// Reads the game and its size; everything else is read by the command's own check.
    pub(super) fn open(root: Node<'a>) -> Outcome<Self> {
        let stage = Stage::read(&root.field("game")?)?;
        Ok(Claim { root, stage, budget: Budget::new(), checked: Vec::new() })
    }

    pub(super) fn note(&mut self, sentence: impl Into<String>) {
        self.checked.push(sentence.into());
    }

    /// The result's discount factors, one for each player; `None` where it has none.
    pub(super) fn discounts(&self) -> Outcome<Option<Vec<Rational>>> {
        let place = self.root.optional("discount");
        let place = place.or_else(|| self.root.optional("game").and_then(|game| game.optional("discount")));
        place.map(|node| read_discounts(&node, self.stage.players())).transpose()
    }

    /// The discount factors that the command cannot do without.
    pub(super) fn required_discounts(&self) -> Outcome<Vec<Rational>> {
        let found = self.discounts()?;
        found.ok_or_else(|| CheckError::Missing { place: "discount".into() }.into())
    }
}

/// A common discount factor or one for each player, each strictly between 0 and 1.
pub(super) fn read_discounts(node: &Node, players: usize) -> Outcome<Vec<Rational>> {
    let factors = if node.is_list() { node.exact_list(players)? } else { vec![node.exact()?; players] };
    for factor in &factors {
        if !factor.is_positive() || factor >= &Rational::ONE {
            let problem = "no discount factor: those lie strictly between 0 and 1";
            let place = node.place().into();
            return Err(CheckError::OutOfRange { place, found: show(factor), problem }.into());
        }
    }
    Ok(factors)
}

/// Requires that two lists of discount factors agree.
pub(super) fn require_same_discounts(place: &Node, found: &[Rational], expected: &[Rational]) -> Outcome<()> {
    require(found == expected, || {
        let (found, expected) = (super::node::show_all(found), super::node::show_all(expected));
        format!("{} has the discount factors {found}, and the claim is about {expected}", place.place())
    })
}

/// Reads a lottery over `limit` things and checks that it is one: no negative weight, sum 1. Every
/// entry of the list is an object with a `probability` and the index `key`.
pub(super) fn read_lottery(node: &Node, key: &str, limit: usize) -> Outcome<Vec<(usize, Rational)>> {
    let mut lottery = Vec::new();
    for entry in node.items()? {
        let target = entry.field(key)?.index_below(limit, &format!("{key}s"))?;
        lottery.push((target, entry.field("probability")?.exact()?));
    }
    require_lottery(node, lottery.iter().map(|(_, probability)| probability))?;
    Ok(lottery)
}

/// Requires exact probabilities: none negative, sum 1.
pub(super) fn require_lottery<'r>(
    node: &Node,
    probabilities: impl Iterator<Item = &'r Rational> + Clone,
) -> Outcome<()> {
    if let Some(negative) = probabilities.clone().find(|probability| probability.is_negative()) {
        return Err(super::error::Stop::False(format!(
            "{} has the negative probability {}",
            node.place(),
            show(negative)
        )));
    }
    let total: Rational = probabilities.sum();
    require(total == Rational::ONE, || {
        format!("the probabilities of {} sum to {}, not to 1", node.place(), show(&total))
    })
}

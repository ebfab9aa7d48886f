//! Signals as the checker reads them, and what mixed profiles make of them.

use crate::check::claim::{Claim, require_lottery};
use crate::check::error::{CheckError, Outcome};
use crate::check::node::Node;
use crate::check::stage::Stage;
use crate::exact::Rational;

/// The most entries of the table.
const MAX_ENTRIES: usize = 1 << 20;

/// One lottery over signals per profile.
pub(super) struct Signals {
    pub(super) count: usize,
    law: Vec<Vec<Rational>>,
}

impl Signals {
    /// Reads `{"signals": [..], "probabilities": [..]}`.
    pub(super) fn read(claim: &Claim, node: &Node) -> Outcome<Self> {
        let count = node.field("signals")?.items()?.len();
        let mut law = Vec::with_capacity(claim.stage.profiles());
        read(&claim.stage, &node.field("probabilities")?, 0, count, &mut law)?;
        Ok(Signals { count, law })
    }

    /// The signal is the profile.
    pub(super) fn perfect(claim: &Claim) -> Outcome<Self> {
        let count = claim.stage.profiles();
        if count.saturating_mul(count) > MAX_ENTRIES {
            let (place, what) = ("game".into(), "a number of profiles");
            return Err(CheckError::TooLarge { place, what, size: count, limit: 1 << 10 }.into());
        }
        let certain = |p: usize| {
            let mut lottery = vec![Rational::ZERO; count];
            lottery[p] = Rational::ONE;
            lottery
        };
        Ok(Signals { count, law: (0..count).map(certain).collect() })
    }

    /// The probabilities of the signals at a pure profile.
    pub(super) fn at(&self, profile: usize) -> &[Rational] {
        &self.law[profile]
    }

    /// A player's expected payoff and the lottery over signals where profiles come out with these
    /// probabilities.
    pub(super) fn mean(
        &self,
        stage: &Stage,
        player: usize,
        played: &[(usize, Rational)],
    ) -> (Rational, Vec<Rational>) {
        let payoff = played.iter().map(|(p, weight)| weight * stage.payoff(*p, player)).sum();
        let mut law = vec![Rational::ZERO; self.count];
        for (profile, weight) in played {
            for (sum, chance) in law.iter_mut().zip(&self.law[*profile]).filter(|(_, c)| !c.is_zero()) {
                *sum += weight * chance;
            }
        }
        (payoff, law)
    }
}

fn read(
    stage: &Stage,
    node: &Node,
    player: usize,
    count: usize,
    law: &mut Vec<Vec<Rational>>,
) -> Outcome<()> {
    if player == stage.players() {
        let lottery = node.exact_list(count)?;
        require_lottery(node, lottery.iter())?;
        law.push(lottery);
        return Ok(());
    }
    node.items_of(stage.actions(player))?
        .iter()
        .try_for_each(|item| read(stage, item, player + 1, count, law))
}

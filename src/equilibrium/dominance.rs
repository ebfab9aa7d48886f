//! Iterated elimination of dominated actions, with a certificate for each.
//!
//! An action is *strictly* dominated if some mixture of the player's other actions pays more whatever
//! the others do, *weakly* if some mixture never pays less and sometimes more. A linear program finds
//! the mixture. What survives the iterated elimination of strictly dominated actions does not depend on
//! the order; for two players it is exactly what is rationalisable (Bernheim 1984; Pearce 1984, lemma
//! 3). What survives weak elimination does depend on the order, so the order is fixed and reported.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{EquilibriumError, MixedStrategy};
use crate::exact::{Rational, Scalar};
use crate::game::Game;
use crate::lp::{Bounds, LinearProgram, LpOptions, Relation, Solution};

/// Which actions are eliminated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dominance {
    /// Strictly dominated ones.
    #[default]
    Strict,
    /// Weakly dominated ones too, each time only where no action is strictly dominated.
    Weak,
}

/// An action and its probability in a mixture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight {
    /// The action.
    pub action: usize,
    /// Its probability, above 0.
    pub probability: Rational,
}

/// One elimination: the action and the mixture that dominates it among what was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elimination {
    /// Whose action.
    pub player: usize,
    /// The action.
    pub action: usize,
    /// The mixture that dominates it.
    pub by: Vec<Weight>,
    /// Whether it dominates strictly.
    pub strict: bool,
}

/// The eliminations in their order and what they leave.
///
/// ```
/// use detente::{Game, equilibrium::{Dominance, dominance}};
/// let result = dominance(&Game::prisoners_dilemma(5, 3, 1, 0)?, Dominance::Strict)?;
/// assert_eq!(result.remaining, [[1], [1]]);
/// assert_eq!((result.rounds[0].player, result.rounds[0].action), (0, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DominanceResult {
    /// One elimination a round.
    pub rounds: Vec<Elimination>,
    /// The actions that survive, player by player.
    pub remaining: Vec<Vec<usize>>,
}

impl fmt::Display for DominanceResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Elimination { player, action, by, strict } in &self.rounds {
            let manner = if *strict { "strictly" } else { "weakly" };
            write!(f, "player {player}: action {action} is {manner} dominated by")?;
            for Weight { action, probability } in by {
                write!(f, " {probability} of {action}")?;
            }
            writeln!(f)?;
        }
        write!(f, "remaining: {:?}", self.remaining)
    }
}

impl DominanceResult {
    /// Whether one action is left to every player.
    pub fn is_solved(&self) -> bool {
        self.remaining.iter().all(|actions| actions.len() == 1)
    }

    /// Replays the eliminations in a game and checks every certificate by substitution. (That nothing
    /// more can be eliminated is not checked.)
    pub fn is_verified_in(&self, game: &Game<Rational>) -> bool {
        let mut left = Remaining::all(game);
        let replayed = self.rounds.iter().all(|round| {
            let sound = left.certifies(round);
            sound && left.eliminate(round.player, round.action)
        });
        replayed && left.actions == self.remaining
    }
}

/// Eliminates dominated actions, one at a time, until none is left that is: in each round the first
/// strictly dominated action, players and actions in order; with [`Dominance::Weak`], where there is
/// none, the first weakly dominated one. The game is read exactly. Every certificate is checked by
/// substitution before it is reported.
///
/// # Errors
/// If a linear program is beyond its budget (one minute).
pub fn dominance<T: Scalar>(game: &Game<T>, kind: Dominance) -> Result<DominanceResult, EquilibriumError> {
    let game = game.to_exact();
    let mut left = Remaining::all(&game);
    let mut rounds = Vec::new();
    loop {
        let mut found = left.first_dominated(Dominance::Strict)?;
        if found.is_none() && kind == Dominance::Weak {
            found = left.first_dominated(Dominance::Weak)?;
        }
        let Some(elimination) = found else { break };
        left.eliminate(elimination.player, elimination.action);
        rounds.push(elimination);
    }
    Ok(DominanceResult { rounds, remaining: left.actions })
}

/// A game of which some actions were eliminated.
pub(super) struct Remaining<'a> {
    pub(super) game: &'a Game<Rational>,
    pub(super) actions: Vec<Vec<usize>>,
}

impl<'a> Remaining<'a> {
    fn all(game: &'a Game<Rational>) -> Self {
        Remaining { game, actions: game.shape().iter().map(|&count| (0..count).collect()).collect() }
    }

    /// Removes an action; `false` if it is not there or is the player's last.
    fn eliminate(&mut self, player: usize, action: usize) -> bool {
        let Some(own) = self.actions.get_mut(player).filter(|own| own.len() > 1) else { return false };
        let before = own.len();
        own.retain(|&other| other != action);
        own.len() < before
    }

    /// The indices of the profiles in which `player` plays 0 and the others what is left to them.
    pub(super) fn others(&self, player: usize) -> Vec<usize> {
        let mut indices = vec![0];
        for (other, actions) in self.actions.iter().enumerate().filter(|(other, _)| *other != player) {
            let widen = |&index: &usize| {
                actions.iter().map(move |&action| self.game.deviate(index, other, action)).collect::<Vec<_>>()
            };
            indices = indices.iter().flat_map(widen).collect();
        }
        indices
    }

    fn payoff(&self, player: usize, action: usize, others: usize) -> &Rational {
        self.game.payoff_at(self.game.deviate(others, player, action), player)
    }

    fn first_dominated(&self, kind: Dominance) -> Result<Option<Elimination>, EquilibriumError> {
        for (player, own) in self.actions.iter().enumerate().filter(|(_, own)| own.len() > 1) {
            let others = self.others(player);
            for &action in own {
                if self.is_best_reply(player, action, &others, kind) {
                    continue;
                }
                if let Some(found) = self.dominating(player, action, &others, kind)? {
                    return Ok(Some(found));
                }
            }
        }
        Ok(None)
    }

    /// Whether the action is a best reply to some profile (for weak dominance: the only one), which
    /// excludes that it is dominated and saves the linear program.
    fn is_best_reply(&self, player: usize, action: usize, others: &[usize], kind: Dominance) -> bool {
        others.iter().any(|&index| {
            let own = self.payoff(player, action, index);
            self.actions[player].iter().filter(|&&other| other != action).all(|&other| {
                let payoff = self.payoff(player, other, index);
                match kind {
                    Dominance::Strict => payoff <= own,
                    Dominance::Weak => payoff < own,
                }
            })
        })
    }

    /// The mixture that dominates an action, a pure one if there is one.
    fn dominating(
        &self,
        player: usize,
        action: usize,
        others: &[usize],
        kind: Dominance,
    ) -> Result<Option<Elimination>, EquilibriumError> {
        let rivals: Vec<usize> = self.actions[player].iter().copied().filter(|&b| b != action).collect();
        let strict = kind == Dominance::Strict;
        let elimination = |by: Vec<Weight>| Elimination { player, action, by, strict };
        let certainly = |&action: &usize| elimination(vec![Weight { action, probability: Rational::ONE }]);
        if let Some(pure) = rivals.iter().map(certainly).find(|round| self.certifies_against(round, others)) {
            return Ok(Some(pure));
        }
        let Some(mixture) = self.best_mixture(player, action, &rivals, others, kind)? else {
            return Ok(None);
        };
        let weights = rivals.iter().zip(mixture).filter(|(_, probability)| !probability.is_zero());
        let by = weights.map(|(&action, probability)| Weight { action, probability }).collect();
        Ok(Some(elimination(by)).filter(|round| self.certifies_against(round, others)))
    }

    /// The mixture of rivals with the largest least gain over the action (strict), or with the largest
    /// total gain among those that never lose (weak); `None` if there is none.
    fn best_mixture(
        &self,
        player: usize,
        action: usize,
        rivals: &[usize],
        others: &[usize],
        kind: Dominance,
    ) -> Result<Option<Vec<Rational>>, EquilibriumError> {
        let gain = |rival: usize, index: usize| {
            self.payoff(player, rival, index) - self.payoff(player, action, index)
        };
        let mut program = LinearProgram::maximise();
        for &rival in rivals {
            let cost = match kind {
                Dominance::Strict => Rational::ZERO,
                Dominance::Weak => others.iter().map(|&index| gain(rival, index)).sum(),
            };
            program.add_variable(cost, Bounds::non_negative());
        }
        let least_gain = (kind == Dominance::Strict).then(|| program.add_variable(1, Bounds::free()));
        for &index in others {
            let gains = rivals.iter().enumerate().map(|(b, &rival)| (b, gain(rival, index)));
            let terms: Vec<_> = gains.chain(least_gain.map(|e| (e, Rational::from(-1)))).collect();
            program.add_row(format!("gain at profile {index}"), terms, Relation::AtLeast, 0)?;
        }
        let sum = (0..rivals.len()).map(|b| (b, Rational::ONE));
        program.add_row("probabilities sum to one", sum, Relation::Equal, 1)?;
        Ok(match program.solve(&LpOptions::default())? {
            Solution::Optimal(mut optimum) if optimum.objective.is_positive() => {
                optimum.primal.truncate(rivals.len());
                Some(optimum.primal)
            }
            _ => None,
        })
    }

    /// Whether a reported elimination holds among what is left.
    fn certifies(&self, round: &Elimination) -> bool {
        let Some(own) = self.actions.get(round.player) else { return false };
        let known = |action: &usize| own.contains(action);
        let mixes_rivals =
            round.by.iter().all(|weight| known(&weight.action) && weight.action != round.action);
        let weights = round.by.iter().map(|weight| weight.probability.clone()).collect();
        known(&round.action)
            && mixes_rivals
            && MixedStrategy::new(weights).is_ok()
            && self.certifies_against(round, &self.others(round.player))
    }

    /// Whether the mixture dominates the action, by substitution.
    fn certifies_against(&self, round: &Elimination, others: &[usize]) -> bool {
        let mut gains = others.iter().map(|&index| {
            let terms = round.by.iter().map(|w| &w.probability * self.payoff(round.player, w.action, index));
            terms.sum::<Rational>() - self.payoff(round.player, round.action, index)
        });
        if round.strict {
            return gains.all(|gain| gain.is_positive());
        }
        let mut gained = false;
        gains.all(|gain| {
            gained |= gain.is_positive();
            !gain.is_negative()
        }) && gained
    }
}

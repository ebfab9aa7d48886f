//! Stackelberg commitment: player 0 announces a strategy, player 1 replies.
//!
//! For each reply `j` a linear program finds the best mixture among those to which `j` is a best reply;
//! the best of these is the leader's value (Conitzer and Sandholm 2006, "Computing the optimal strategy
//! to commit to", theorem 2). Ties of the follower go the leader's way (the *strong* Stackelberg
//! equilibrium), which is what a commitment perturbed a little can secure in generic games.

use std::fmt;

use rayon::prelude::*;
use serde::Serialize;

use super::{EquilibriumError, MixedStrategy};
use crate::exact::{Rational, Scalar};
use crate::game::Game;
use crate::lp::{Bounds, LinearProgram, LpOptions, Relation, Solution};

/// What the leader can commit to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Commitment {
    /// Any mixed strategy.
    #[default]
    Mixed,
    /// One action for sure.
    Pure,
}

/// The leader's best commitment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StackelbergResult {
    /// What the leader gets.
    pub value: Rational,
    /// Proven bounds on the value: equal to it, since the programs are solved exactly.
    pub bounds: [Rational; 2],
    /// The strategy to commit to.
    pub leader: MixedStrategy,
    /// The follower's reply (the lowest on ties of the value).
    pub reply: usize,
}

impl fmt::Display for StackelbergResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mixture: Vec<String> = self.leader.probabilities().iter().map(Rational::to_string).collect();
        write!(
            f,
            "commit to ({}): the follower replies {}, the leader gets {}",
            mixture.join(", "),
            self.reply,
            self.value
        )
    }
}

/// The best commitment of player 0 in a two-player game; player 1 replies, ties going to the leader.
/// The game is read exactly.
///
/// ```
/// use detente::{Game, equilibrium::{Commitment, stackelberg}};
/// // Row's second action is dominated; committing to mix it in pays all the same.
/// let game = Game::<f64>::bimatrix(&[[2.0, 4.0], [1.0, 3.0]], &[[1.0, 0.0], [0.0, 1.0]])?;
/// let pure = stackelberg(&game, Commitment::Pure)?;
/// let mixed = stackelberg(&game, Commitment::Mixed)?;
/// assert_eq!((pure.value, mixed.value), ("3".parse()?, "7/2".parse()?));
/// assert_eq!(mixed.reply, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the game does not have two players, or a linear program is beyond its budget (one minute).
pub fn stackelberg<T: Scalar>(
    game: &Game<T>,
    commitment: Commitment,
) -> Result<StackelbergResult, EquilibriumError> {
    game.expect_two_players("Stackelberg commitment")?;
    let game = game.to_exact();
    let candidates: Vec<Option<StackelbergResult>> = match commitment {
        Commitment::Mixed => {
            let solved: Result<_, EquilibriumError> =
                (0..game.shape()[1]).into_par_iter().map(|reply| best_mixture(&game, reply)).collect();
            solved?
        }
        Commitment::Pure => {
            (0..game.profiles()).map(|index| certain(&game, index)).collect::<Result<_, _>>()?
        }
    };
    let best = candidates.into_iter().flatten().reduce(|best, next| {
        let better = next.value > best.value || (next.value == best.value && next.reply < best.reply);
        if better { next } else { best }
    });
    // Every action of the leader has a best reply, so that some candidate exists.
    Ok(best.expect("every commitment has a best reply"))
}

/// The best mixture to which `reply` is a best reply; `None` if there is no such mixture.
fn best_mixture(game: &Game<Rational>, reply: usize) -> Result<Option<StackelbergResult>, EquilibriumError> {
    let [rows, columns] = [game.shape()[0], game.shape()[1]];
    let follower = |i: usize, j: usize| game.payoff_at(i * columns + j, 1);
    let mut program = LinearProgram::maximise();
    for i in 0..rows {
        program.add_variable(game.payoff_at(i * columns + reply, 0).clone(), Bounds::non_negative());
    }
    for other in (0..columns).filter(|&other| other != reply) {
        let terms = (0..rows).map(|i| (i, follower(i, reply) - follower(i, other)));
        program.add_row(format!("no gain by {other}"), terms, Relation::AtLeast, 0)?;
    }
    let sum = (0..rows).map(|i| (i, Rational::ONE));
    program.add_row("probabilities sum to one", sum, Relation::Equal, 1)?;
    match program.solve(&LpOptions::default())? {
        Solution::Optimal(optimum) => Ok(Some(StackelbergResult {
            value: optimum.objective,
            bounds: optimum.bounds,
            leader: MixedStrategy::new(optimum.primal)?,
            reply,
        })),
        // Probabilities are bounded: what is not solved is infeasible.
        _ => Ok(None),
    }
}

/// The outcome of a pure commitment at a profile; `None` if the follower would reply differently.
fn certain(game: &Game<Rational>, index: usize) -> Result<Option<StackelbergResult>, EquilibriumError> {
    if !game.deviation_gain(index, 1).is_zero() {
        return Ok(None);
    }
    let value = game.payoff_at(index, 0).clone();
    Ok(Some(StackelbergResult {
        bounds: [value.clone(), value.clone()],
        value,
        leader: MixedStrategy::pure(game.action_at(index, 0), game.shape()[0])?,
        reply: game.action_at(index, 1),
    }))
}

//! Any number of players: V enclosed by half-spaces from outside and by points from inside.
//!
//! The method is that of Judd, Yeltekin and Conklin (2003, "Computing supergame equilibria",
//! Econometrica 71) for pure actions and public randomisation, absorbing outcomes and unequal patience
//! included, with what makes it quick and sound:
//!
//! * [`outer`]: the outer set as half-spaces. Only constraints that can bind at the end count, the idea
//!   of Abreu and Sannikov (2014) in terms of supports, and every bound is proven by multipliers.
//! * [`directions`]: which half-spaces there are to begin with; [`solve`] adds more where the gap is.
//!   Fixed directions alone have spurious fixed points.
//! * [`corners`]: vertices of the outer set; [`nearest`]: distances to a hull; [`listing`]: what is
//!   printed of both.
//! * [`inner`]: points that generate one another, in floats; [`drawn`]: with room for rounding, within
//!   their affine hull ([`flat`]); [`generate`]: the proof, and the automaton; [`unroll`]: pure paths
//!   that lead into a proven set.
//! * [`refute`]: chains of exact half-space sets by the plain operator, every step proven.
//! * [`binding`]: whose temptation binds, and what less of it would buy.
//!
//! Cost of a pass: directions times live profiles multiplications for the outlook, and a linear program
//! in as many rows as there are players ([`simplex`]) for the few profiles that the outlook leaves. A
//! basis that suits a direction suits it for every profile and every pass, so that most programs end
//! after no pivot or one.
//!
//! Limits: vertices are listed for up to eight players. Where patience differs, V may have infinitely
//! many extreme points, one for every year in which players may switch from one payoff to another; then
//! the gap shrinks with the number of directions and is never zero.

pub(crate) mod binding;
pub(super) mod corners;
pub(super) mod directions;
mod drawn;
pub(crate) mod enclose;
mod farthest;
mod flat;
mod generate;
mod inner;
mod listing;
pub(super) mod nearest;
pub(super) mod outer;
pub(super) mod proof;
mod refute;
mod search;
pub(super) mod simplex;
pub(super) mod solve;
pub(super) mod stage;
mod unroll;

pub(crate) use generate::{SelfGenerating, self_sustaining};
pub(crate) use search::Search;
pub(crate) use stage::FloatStage;

use super::options::{Budget, Options};
use super::target::Aim;
use super::{Automaton, Refutation, RepeatedError, RepeatedGame};
use crate::exact::Rational;
use crate::lp::{Bounds, LinearProgram, LpOptions, Relation, Status};
use directions::starting;
use outer::Ending;
use refute::{Claim, contradiction};
use solve::Solved;

/// Directions of the quick look at whether a cycle can be played.
const QUICK: usize = 64;
/// Passes of that look.
const PASSES: usize = 300;

/// The automaton that does what is asked for and punishes by reversion to self-sustaining profiles.
pub(crate) fn by_reversion(game: &RepeatedGame, aim: Aim) -> Option<Automaton> {
    let stage = FloatStage::of(game);
    generate::reversion(game, &stage)?.automaton_as(game, &stage, aim)
}

/// A chain that excludes a payoff, in the starting directions and some more: one of them is to tell the
/// payoff from what can be generated.
pub(crate) fn excluded(
    game: &RepeatedGame,
    payoff: &[Rational],
    more: &[Vec<Rational>],
    steps: usize,
    budget: &Budget,
) -> Option<Refutation> {
    let stage = FloatStage::of(game);
    let mut normals = starting(&stage, QUICK);
    for normal in more {
        let mut rescaled: Vec<f64> =
            normal.iter().enumerate().map(|(i, h)| (h * stage.range(i)).to_f64()).collect();
        directions::normalise(&mut rescaled);
        let is_known = normals.iter().any(|known| directions::same(known, &rescaled));
        if rescaled.iter().any(|h| *h != 0.0) && !is_known {
            normals.push(rescaled);
        }
    }
    refute::refute(game, &stage, &normals, &Claim::Payoff(payoff), steps, budget)
}

/// Whether an outer set in a few directions leaves room for what an equilibrium is asked for.
pub(crate) fn may_hold(game: &RepeatedGame, aim: Aim) -> bool {
    let claim = Claim::of(aim);
    let look = || -> Result<bool, RepeatedError> {
        let stage = FloatStage::of(game);
        let normals = starting(&stage, QUICK);
        // What is not excluded by then counts as possible; near patience 1 sets hardly move.
        let budget = Options::default().iterations(PASSES).budget();
        let solved = Solved::outer_only(game, &normals, &budget)?;
        Ok(solved.ending != Ending::Empty
            && contradiction(game, &solved.stage, &claim, &solved.outer).is_none())
    };
    look().unwrap_or(false)
}

/// Whether a payoff is a mixture of what can be paid, by an exact linear program.
pub(crate) fn is_feasible(game: &RepeatedGame, payoff: &[Rational]) -> bool {
    is_mixture(payoff, game.dynamics().outcomes())
}

/// Whether a point is a mixture of others, by an exact linear program.
fn is_mixture(point: &[Rational], others: &[Vec<Rational>]) -> bool {
    mixing(point, others) == Some(Status::Optimal)
}

/// Whether a point is proven to be no mixture of others.
pub(crate) fn is_no_mixture(point: &[Rational], others: &[Vec<Rational>]) -> bool {
    mixing(point, others) == Some(Status::Infeasible)
}

fn mixing(point: &[Rational], others: &[Vec<Rational>]) -> Option<Status> {
    let solve = || -> Result<Status, crate::lp::LpError> {
        let mut program = LinearProgram::maximise();
        for _ in others {
            program.add_variable(0, Bounds::non_negative());
        }
        let ones = (0..others.len()).map(|j| (j, Rational::ONE));
        program.add_row("weights", ones, Relation::Equal, 1)?;
        for (i, x) in point.iter().enumerate() {
            let terms = others.iter().enumerate().map(|(j, o)| (j, o[i].clone()));
            program.add_row(format!("coordinate {i}"), terms, Relation::Equal, x.clone())?;
        }
        Ok(program.solve(&LpOptions::default())?.status())
    };
    solve().ok()
}

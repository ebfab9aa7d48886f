//! Repeated games with side payments: relational contracts.
//!
//! Before every round the players may pay one another, or burn money; nobody can be forced to. Payoffs
//! count in money, so that payments move payoffs one for one between players. Goldluecke and Kranz
//! (2012, "Infinitely repeated games with public monitoring and monetary transfers", Journal of
//! Economic Theory 147, sections 3 and 4) show how much simpler this makes the game: with perfect
//! monitoring and pure actions the payoffs of subgame-perfect equilibria form a simplex
//! `{v : sum v_i <= U, v_i >= V_i}` of one joint payoff `U` and one punishment payoff `V_i` per player.
//!
//! For a profile `a` write `G(a) = sum g_i(a)` for what it pays jointly, `c_i(a)` for what player `i`
//! gets by the best reply to it, and `L(a) = sum (c_i(a) - g_i(a))` for the *liquidity* it requires: all
//! temptations together, because payments can shift slack from those who have it to those who need it.
//! With `V = sum V_i`,
//!
//! ```text
//! a can be played         exactly if   L(a) <= d / (1 - d) (U - V)
//! U   = max { G(a)   : a can be played }
//! V_i = min { c_i(a) : a can be played }
//! ```
//!
//! and `(U, V)` is the greatest solution. Only the number on the right matters, so that the profiles
//! sorted by liquidity give the answer for *all* discount factors at once: if the profiles with
//! `L <= l` alone would yield joint payoff `U_l` and punishments `V_l`, they sustain themselves exactly
//! from `d_l = l / (l + U_l - V_l)` on, and `a` can be played from the least `d_l` with `l >= L(a)` on.
//! [`RelationalGame`] computes these step functions in fractions: an exact critical discount factor per
//! profile, no bisection.
//!
//! Evidence: a [`TransferContract`] says who plays and pays what, and verifies every temptation to
//! deviate or to withhold a payment; a [`TransferBound`] proves that no equilibrium does better.
//! [`RelationalGame::compare`] reports what allowing payments changes.
//!
//! Assumptions: perfect monitoring, a common discount factor, transferable payoffs (risk-neutral
//! players who measure in one money), no limits on wealth, nothing that ends the game. Public
//! randomisation changes nothing: every profile drawn must itself be playable. Where payoffs are not
//! money the numbers say nothing.

mod bound;
mod compare;
mod contract;
mod error;
mod schedule;

pub use bound::{TransferBound, TransferPayoffs};
pub use compare::TransferComparison;
pub use contract::{ContractState, TransferContract};
pub use error::ContractError;
pub use schedule::{RelationalGame, TransferSet, TransferStep};

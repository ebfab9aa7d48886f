//! Along which line players become more patient.
//!
//! With a common discount factor there is one line. Players of unequal patience become more patient along a
//! ray of their odds: `d_i / (1 - d_i) = t o_i` with one factor `t` for all, the shadow of the future
//! lengthened for all alike.
//!
//! **Theorem.** Along a ray of odds V grows, and so does the set of `t` that support a path of play.
//! *Proof.* Let `t < t'` and `k = t / t'`. For every player `k = d_i (1 - d_i') / (d_i' (1 - d_i))`, one number
//! for all. Let `v = (1-d_i) u(a) + d_i w` (player by player) be generated at `t` by `w` in V. Then
//! `w' = k w + (1-k) v` lies in V, which is convex, and `v = (1-d_i') u(a) + d_i' w'`; and nobody deviates,
//! since `v_i >= (1-d_i) b_i + d_i m_i` for the threat `m_i <= v_i`, and the right-hand side moves towards
//! `m_i` as `d_i` grows. So V generates itself at `t'` (Abreu, Pearce and Stacchetti 1990, theorem 1). For a
//! path the argument for a common discount factor holds player by player, each in his own. Off such rays
//! neither holds: more patience of one player alone may destroy equilibria. ∎
//!
//! A point of the ray is named by the discount factor of its most patient player.

use crate::exact::Rational;
use crate::repeated::{Discount, RepeatedGame};

/// How players' discount factors move together.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Patience {
    /// One discount factor for all.
    Equal,
    /// Each player's odds `d / (1 - d)` relative to those of the most patient one.
    Odds(Vec<Rational>),
}

impl Patience {
    /// The ray through a game's discount factors.
    pub(super) fn of(game: &RepeatedGame) -> Self {
        if game.discount().common().is_some() {
            return Patience::Equal;
        }
        let odds = |i: usize| game.discount().of(i) / (Rational::ONE - game.discount().of(i));
        let all: Vec<Rational> = (0..game.players()).map(odds).collect();
        match all.iter().max().cloned() {
            Some(most) => Patience::Odds(all.iter().map(|own| own / &most).collect()),
            None => Patience::Equal,
        }
    }

    /// The discount factors where the most patient player has this one.
    pub(super) fn at(&self, most: &Rational) -> Discount {
        match self {
            Patience::Equal => Discount::Common(most.clone()),
            Patience::Odds(shares) => {
                let odds = most / (Rational::ONE - most);
                let own = |share: &Rational| {
                    let odds = share * &odds;
                    &odds / (Rational::ONE + &odds)
                };
                Discount::PerPlayer(shares.iter().map(own).collect())
            }
        }
    }
}

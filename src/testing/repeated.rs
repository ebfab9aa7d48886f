//! What repeated games are made of.

use proptest::prelude::*;
use proptest::sample::select;

use crate::exact::Rational;
use crate::game::Game;

/// Discount factors with small denominators, from 1/5 to 9/10, at which thresholds of small games lie.
pub fn discounts() -> impl Strategy<Value = Rational> {
    let list = [(1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (3, 4), (4, 5), (9, 10)];
    select(list.map(|(p, q)| Rational::new(p, q)).to_vec())
}

/// Prisoner's Dilemmas whose players may differ: sucker's payoff, punishment, reward and temptation in
/// rising order, action 0 cooperates.
pub fn dilemmas() -> impl Strategy<Value = Game<Rational>> {
    let ladder = || {
        (-3i64..=3, 1i64..=4, 1i64..=4, 1i64..=4)
            .prop_map(|(s, a, b, c)| [s, s + a, s + a + b, s + a + b + c])
    };
    (ladder(), ladder()).prop_map(|([s, p, r, t], [z, q, x, v])| {
        Game::exact_bimatrix(&[[r, s], [t, p]], &[[x, v], [z, q]]).expect("two rows of two")
    })
}

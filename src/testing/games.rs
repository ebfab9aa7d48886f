//! Strategies that draw games.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::exact::Rational;
use crate::game::{Game, Profile};

/// Which games to draw: how many players and actions, which whole payoffs. Each family is a method that
/// ends the builder.
///
/// The default has two or three players of one to three actions and payoffs from -3 to 3: small payoffs
/// make ties, and ties are where solvers err. A drawn game shrinks to payoffs nearer to 0 and to fewer
/// actions and players (the payoffs that stay do not change).
///
/// ```
/// use detente::testing::Games;
/// use proptest::{strategy::{Strategy, ValueTree}, test_runner::TestRunner};
/// let mut runner = TestRunner::deterministic();
/// let game = Games::of_two().actions(2..=2).supermodular().new_tree(&mut runner)?.current();
/// assert_eq!(game.shape(), [2, 2]);
/// assert!(!game.pure_equilibria().is_empty());
/// # Ok::<(), proptest::test_runner::Reason>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Games {
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
    payoffs: RangeInclusive<i64>,
}

impl Default for Games {
    fn default() -> Self {
        Games { players: 2..=3, actions: 1..=3, payoffs: -3..=3 }
    }
}

impl Games {
    /// Games of two players.
    pub fn of_two() -> Self {
        Games::default().players(2..=2)
    }

    /// How many players (default 2 to 3). A range that starts at 0 starts at 1.
    #[must_use]
    pub fn players(self, players: RangeInclusive<usize>) -> Self {
        Games { players: at_least_one(players), ..self }
    }

    /// How many actions each player has (default 1 to 3). A range that starts at 0 starts at 1.
    #[must_use]
    pub fn actions(self, actions: RangeInclusive<usize>) -> Self {
        Games { actions: at_least_one(actions), ..self }
    }

    /// The whole numbers that payoffs are drawn from (default -3 to 3).
    #[must_use]
    pub fn payoffs(self, payoffs: RangeInclusive<i64>) -> Self {
        Games { payoffs, ..self }
    }

    /// Any game: all payoffs drawn alike.
    pub fn any(self) -> impl Strategy<Value = Game<Rational>> {
        let payoffs = self.payoffs.clone();
        self.filled(payoffs.prop_map(Rational::from), 1, |draw, p, out| {
            out.extend((0..draw.players()).map(|i| draw.number(p, i)));
        })
    }

    /// Payoffs of very different size in one game: whole numbers times powers of ten from -9 to 9, some of
    /// them on top of 10^12.
    pub fn wide_ranges(self) -> impl Strategy<Value = Game<Rational>> {
        let ten = |power: i32| match power {
            0.. => Rational::from(10).pow(power.unsigned_abs() as u16),
            _ => Rational::ONE / Rational::from(10).pow(power.unsigned_abs() as u16),
        };
        let offset = select(vec![Rational::ZERO, Rational::from(10).pow(12)]);
        let number = (self.payoffs.clone(), -9i32..=9, offset)
            .prop_map(move |(number, power, offset)| Rational::from(number) * ten(power) + offset);
        self.filled(number, 1, |draw, p, out| out.extend((0..draw.players()).map(|i| draw.number(p, i))))
    }

    /// Zero-sum games: what the last player gets is what all others lose.
    pub fn zero_sum(self) -> impl Strategy<Value = Game<Rational>> {
        let payoffs = self.payoffs.clone();
        self.filled(payoffs.prop_map(Rational::from), 1, |draw, p, out| {
            out.extend((0..draw.players()).map(|i| draw.number(p, i)));
            let rest = out.pop().map(|_| -out.iter().sum::<Rational>());
            out.extend(rest);
        })
    }

    /// Strictly competitive games of two: `u_2 = constant - slope u_1` with a positive slope.
    pub fn strictly_competitive(self) -> impl Strategy<Value = Game<Rational>> {
        let slope = select([(1, 1), (1, 2), (2, 1), (3, 1)].map(|(p, q)| Rational::new(p, q)).to_vec());
        (self.players(2..=2).zero_sum(), slope, -3i64..=3).prop_map(|(game, slope, constant)| {
            let affine =
                |_: usize, u: &[Rational]| vec![u[0].clone(), Rational::from(constant) - &slope * &u[0]];
            changed(&game, affine)
        })
    }

    /// Degenerate games: payoffs that take few values, and some players with an action that copies
    /// another one, or that pays just as much where it matters and less elsewhere.
    pub fn degenerate(self) -> impl Strategy<Value = Game<Rational>> {
        let copies = vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0i64..=1), 0..=2);
        let few = *self.payoffs.start()..=(*self.payoffs.end()).min(self.payoffs.start().saturating_add(2));
        (self.payoffs(few).any(), copies).prop_map(|(game, copies)| {
            copies.into_iter().fold(game, |game, (player, action, loss)| {
                let player = player.index(game.players());
                copied(&game, player, action.index(game.shape()[player]), loss)
            })
        })
    }

    /// Coordination games: everybody has as many actions as the player with fewest, wants to match, and
    /// has favourites. Every matching profile is a strict equilibrium (with at least two actions).
    pub fn coordination(self) -> impl Strategy<Value = Game<Rational>> {
        let span = Rational::from(*self.payoffs.end()) - Rational::from(*self.payoffs.start());
        let payoffs = self.payoffs.clone();
        self.filled(payoffs.prop_map(Rational::from), 1, move |draw, p, out| {
            let first = p.first().copied().unwrap_or(0);
            let matched = p.iter().all(|&action| action == first);
            let bonus = if matched { &span + Rational::ONE } else { Rational::ZERO };
            out.extend((0..draw.players()).map(|i| draw.number(p, i) + &bonus));
        })
        .prop_map(|game| {
            let common = game.shape().iter().copied().min().unwrap_or(1);
            restricted(&game, &vec![(0..common).collect(); game.players()])
        })
    }

    /// Games that iterated elimination of strictly dominated actions solves, in several rounds, with the
    /// actions in any order.
    ///
    /// Every action loses by its distance to half of the others' greatest one, rounded down, and pays what
    /// the others' actions alone decide: a guessing game (Moulin 1986). Only the lowest guess survives.
    pub fn dominance_solvable(self) -> impl Strategy<Value = Game<Rational>> {
        let payoffs = self.payoffs.clone();
        let most = *self.actions.end();
        let orders = vec(Just((0..most).collect::<Vec<_>>()).prop_shuffle(), *self.players.end());
        let guesses = self.filled(payoffs.prop_map(Rational::from), 1, |draw, p, out| {
            out.extend((0..draw.players()).map(|i| {
                let others = (0..p.len()).filter(|&j| j != i).map(|j| p[j]).max();
                let target = others.unwrap_or(0) / 2;
                draw.number(&without(p, i), i) - Rational::from(p[i].abs_diff(target))
            }));
        });
        (guesses, orders).prop_map(|(game, orders)| {
            let of = |player: usize| {
                let actions = game.shape()[player];
                orders[player].iter().copied().filter(|&action| action < actions).collect()
            };
            restricted(&game, &(0..game.players()).map(of).collect::<Vec<_>>())
        })
    }

    /// Supermodular games: the higher the others' actions, the more a higher action gains. They have a pure
    /// equilibrium (Topkis 1979; Milgrom and Roberts 1990).
    ///
    /// `u_i = a_i sum_j c_ij a_j + own_i(a_i) + rest_i(a_-i)`, `c_ij` not below 0.
    pub fn supermodular(self) -> impl Strategy<Value = Game<Rational>> {
        let payoffs = self.payoffs.clone();
        self.filled(payoffs.prop_map(Rational::from), 2, |draw, p, out| {
            out.extend((0..draw.players()).map(|i| {
                let (mut alone, origin) = (vec![0; p.len()], vec![0; p.len()]);
                alone[i] = p[i];
                let pull = (0..p.len()).filter(|&j| j != i).map(|j| {
                    let mut pair = origin.clone();
                    pair[j] = draw.last(j);
                    draw.second(&pair, i).abs() * Rational::from(p[i] * p[j])
                });
                draw.number(&alone, i) + draw.second(&without(p, i), i) + pull.sum::<Rational>()
            }));
        })
    }

    /// Potential games: one function for all, and for each what the others' actions alone decide.
    pub fn potential(self) -> impl Strategy<Value = Game<Rational>> {
        let payoffs = self.payoffs.clone();
        self.filled(payoffs.prop_map(Rational::from), 2, |draw, p, out| {
            out.extend((0..draw.players()).map(|i| draw.number(p, 0) + draw.second(&without(p, i), i)));
        })
    }

    /// Games whose payoffs a function computes from one or two tables of drawn numbers, each as large as
    /// the largest game: a smaller game reads the same numbers at the profiles that it keeps.
    fn filled(
        self,
        number: impl Strategy<Value = Rational>,
        tables: usize,
        fill: impl Fn(&Draw, &[usize], &mut Vec<Rational>),
    ) -> impl Strategy<Value = Game<Rational>> {
        let (most, players) = (*self.actions.end(), *self.players.end());
        let size = most.pow(players as u32) * players;
        let seats = players;
        // Numbers shrink first: in a game of few different payoffs an action can go without notice.
        let drawn = (vec(number, tables * size), vec(self.actions, players), self.players);
        drawn.prop_map(move |(numbers, shape, players)| {
            let draw = Draw { shape: shape[..players].to_vec(), most, seats, size, numbers };
            let payoffs_at = |profile: &Profile| {
                let mut payoffs = Vec::with_capacity(players);
                fill(&draw, profile.actions(), &mut payoffs);
                payoffs
            };
            Game::from_function(&draw.shape, payoffs_at).expect("a shape without zeros and finite payoffs")
        })
    }
}

/// Drawn numbers under a shape.
struct Draw {
    shape: Vec<usize>,
    /// The most actions and players of any drawn game.
    most: usize,
    seats: usize,
    /// Numbers per table.
    size: usize,
    numbers: Vec<Rational>,
}

impl Draw {
    fn players(&self) -> usize {
        self.shape.len()
    }
    /// A player's last action.
    fn last(&self, player: usize) -> usize {
        self.shape[player] - 1
    }
    fn at(&self, profile: &[usize], player: usize) -> usize {
        // The first player's action runs fastest, so that further players only append.
        let index = profile.iter().rev().fold(0, |index, &action| index * self.most + action);
        index * self.seats + player
    }
    fn number(&self, profile: &[usize], player: usize) -> Rational {
        self.numbers[self.at(profile, player)].clone()
    }
    /// From the second table.
    fn second(&self, profile: &[usize], player: usize) -> Rational {
        self.numbers[self.size + self.at(profile, player)].clone()
    }
}

fn at_least_one(range: RangeInclusive<usize>) -> RangeInclusive<usize> {
    (*range.start()).max(1)..=(*range.end()).max(1)
}

/// The profile with a player's action set to 0.
fn without(profile: &[usize], player: usize) -> Vec<usize> {
    let mut others = profile.to_vec();
    others[player] = 0;
    others
}

fn changed(game: &Game<Rational>, change: impl FnMut(usize, &[Rational]) -> Vec<Rational>) -> Game<Rational> {
    game.map_payoffs(change).expect("one finite payoff per player")
}

/// The game in which each player has the listed actions, in their order.
fn restricted(game: &Game<Rational>, actions: &[Vec<usize>]) -> Game<Rational> {
    let shape: Vec<usize> = actions.iter().map(Vec::len).collect();
    let payoffs_at = |profile: &Profile| {
        let original = profile.actions().iter().zip(actions).map(|(&action, list)| list[action]);
        let original = Profile::from(original.collect::<Vec<_>>());
        game.payoffs_of(&original).expect("listed actions exist").to_vec()
    };
    Game::from_function(&shape, payoffs_at).expect("no list of actions is empty")
}

/// The game in which a player has one more action, last, that pays everybody what a given one does; the
/// player itself that much less where others do not all take their first action.
fn copied(game: &Game<Rational>, player: usize, action: usize, loss: i64) -> Game<Rational> {
    let mut actions: Vec<Vec<usize>> = game.shape().iter().map(|&count| (0..count).collect()).collect();
    actions[player].push(action);
    let copy = actions[player].len() - 1;
    let wider = restricted(game, &actions);
    let at = |index: usize, u: &[Rational]| {
        let mut payoffs = u.to_vec();
        let first = (0..wider.players()).all(|j| j == player || wider.action_at(index, j) == 0);
        if wider.action_at(index, player) == copy && !first {
            payoffs[player] -= Rational::from(loss);
        }
        payoffs
    };
    changed(&wider, at)
}

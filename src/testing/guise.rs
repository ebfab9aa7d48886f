//! The same game in another guise.

use proptest::prelude::*;
use proptest::sample::select;

use crate::equilibrium::MixedStrategy;
use crate::exact::Rational;
use crate::game::{Game, Profile};

/// Another way to write a game down: other units per player, other orders of the actions, other seats at
/// the table. Nothing that theory says about choices depends on it.
///
/// ```
/// use detente::{Game, testing::Guise};
/// let dilemma = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// let mut guise = Guise::none(&dilemma);
/// guise.orders[0] = vec![1, 0];
/// let other = guise.game(&dilemma);
/// let defect = guise.profile(&[1, 1].into());
/// assert_eq!(defect, [0, 1].into());
/// assert_eq!(other.payoffs_of(&defect)?, dilemma.payoffs_at(3));
/// # Ok::<(), detente::game::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guise {
    /// Slope (above 0) and constant of each player's unit, by original player.
    pub units: Vec<(Rational, Rational)>,
    /// For every original player the original actions in their new order.
    pub orders: Vec<Vec<usize>>,
    /// The original player on each seat.
    pub seats: Vec<usize>,
}

impl Guise {
    /// The guise that changes nothing.
    pub fn none(game: &Game<Rational>) -> Self {
        Guise {
            units: vec![(Rational::ONE, Rational::ZERO); game.players()],
            orders: game.shape().iter().map(|&count| (0..count).collect()).collect(),
            seats: (0..game.players()).collect(),
        }
    }

    /// The game in this guise, without labels.
    ///
    /// # Panics
    /// If the guise was made for a game of another shape.
    pub fn game(&self, game: &Game<Rational>) -> Game<Rational> {
        let shape: Vec<usize> = self.seats.iter().map(|&player| game.shape()[player]).collect();
        let payoffs_at = |profile: &Profile| {
            let mut original = vec![0; self.seats.len()];
            for (seat, &player) in self.seats.iter().enumerate() {
                original[player] = self.orders[player][profile[seat]];
            }
            let payoffs = game.payoffs_of(&original.into()).expect("a guise of this game");
            self.payoffs(payoffs)
        };
        Game::from_function(&shape, payoffs_at).expect("the shape of a game in another order")
    }

    /// Where an action of an original player went.
    fn place(&self, player: usize, action: usize) -> usize {
        self.orders[player].iter().position(|&other| other == action).unwrap_or(action)
    }

    /// A profile in this guise.
    pub fn profile(&self, original: &Profile) -> Profile {
        let seats = self.seats.iter().map(|&player| self.place(player, original[player]));
        Profile::from(seats.collect::<Vec<_>>())
    }

    /// Mixed strategies in this guise.
    pub fn strategies(&self, original: &[MixedStrategy]) -> Vec<MixedStrategy> {
        let moved = |&player: &usize| {
            let probabilities = original[player].probabilities();
            let moved = self.orders[player].iter().map(|&action| probabilities[action].clone()).collect();
            MixedStrategy::new(moved).expect("the same probabilities in another order")
        };
        self.seats.iter().map(moved).collect()
    }

    /// Payoffs, one per player, in this guise.
    pub fn payoffs(&self, original: &[Rational]) -> Vec<Rational> {
        let image = |&player: &usize| {
            let (slope, constant) = &self.units[player];
            slope * &original[player] + constant
        };
        self.seats.iter().map(image).collect()
    }

    /// Payoff points of floats in this guise, up to rounding.
    pub fn points(&self, original: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let image = |point: &Vec<f64>, player: usize| {
            let (slope, constant) = &self.units[player];
            slope.to_f64() * point[player] + constant.to_f64()
        };
        original.iter().map(|point| self.seats.iter().map(|&player| image(point, player)).collect()).collect()
    }
}

/// Guises of a game: units up to a million and down to a millionth, any order of actions and seats.
///
/// ```
/// use detente::testing::{Games, guises, laws};
/// use proptest::prelude::*;
/// let pair = Games::default().any().prop_flat_map(|game| (Just(game.clone()), guises(&game)));
/// # use proptest::test_runner::TestRunner;
/// TestRunner::deterministic()
///     .run(&pair, |(game, guise)| {
///         prop_assert_eq!(guise.game(&game).pure_equilibria().len(), game.pure_equilibria().len());
///         Ok(())
///     })
///     .unwrap();
/// ```
pub fn guises(game: &Game<Rational>) -> impl Strategy<Value = Guise> + use<> {
    let unit = || {
        let units = [(1, 1, 0, 1), (1_000_000, 1, 10_000_000, 1), (1, 3, -5, 1), (1, 1_000_000, 2, 7)];
        select(units.map(|(p, q, s, t)| (Rational::new(p, q), Rational::new(s, t))).to_vec())
    };
    let units: Vec<_> = (0..game.players()).map(|_| unit()).collect();
    let order = |&count: &usize| Just((0..count).collect::<Vec<_>>()).prop_shuffle();
    let orders: Vec<_> = game.shape().iter().map(order).collect();
    let seats = Just((0..game.players()).collect::<Vec<_>>()).prop_shuffle();
    (units, orders, seats).prop_map(|(units, orders, seats)| Guise { units, orders, seats })
}

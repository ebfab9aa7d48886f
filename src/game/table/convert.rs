//! The same game with other numbers.

use std::any::Any;
use std::borrow::Cow;

use super::super::GameError;
use super::Game;
use crate::exact::{Rational, Scalar};

impl<T: Scalar> Game<T> {
    /// The game with exact payoffs: every finite float is a rational, so nothing is lost.
    pub fn to_exact(&self) -> Game<Rational> {
        self.convert(|u| u.to_exact().unwrap_or_default())
    }

    /// The game with exact payoffs, borrowed where they are exact already.
    pub(crate) fn as_exact(&self) -> Cow<'_, Game<Rational>> {
        match (self as &dyn Any).downcast_ref::<Game<Rational>>() {
            Some(exact) => Cow::Borrowed(exact),
            None => Cow::Owned(self.to_exact()),
        }
    }

    /// The game with the nearest floats as payoffs.
    pub fn to_float(&self) -> Game<f64> {
        self.convert(Scalar::to_float)
    }

    /// The same shape and labels with every payoff vector replaced by a function of the profile index
    /// and the old payoffs.
    ///
    /// # Errors
    /// As [`Game::new`].
    pub fn map_payoffs<S: Scalar>(
        &self,
        mut change: impl FnMut(usize, &[T]) -> Vec<S>,
    ) -> Result<Game<S>, GameError> {
        let flat: Vec<S> = (0..self.profiles()).flat_map(|p| change(p, self.payoffs_at(p))).collect();
        let plain = Game::new(&self.shape, flat)?;
        Ok(Game {
            title: self.title.clone(),
            players: self.players.clone(),
            actions: self.actions.clone(),
            ..plain
        })
    }

    fn convert<S>(&self, number: impl Fn(&T) -> S) -> Game<S> {
        Game {
            title: self.title.clone(),
            players: self.players.clone(),
            actions: self.actions.clone(),
            shape: self.shape.clone(),
            strides: self.strides.clone(),
            payoffs: self.payoffs.iter().map(number).collect(),
        }
    }
}

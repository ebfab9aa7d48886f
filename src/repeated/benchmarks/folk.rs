//! What patient players can reach, and why.
//!
//! The folk theorem with perfect monitoring and public randomisation, in pure minmax terms: every feasible
//! payoff that gives everybody strictly more than the pure minmax is a subgame-perfect equilibrium payoff
//! for all discount factors near one,
//!
//! * for two players without further conditions (Fudenberg and Maskin 1986, theorem 1);
//! * for more if the individually rational set has full dimension (Fudenberg and Maskin 1986, theorem 2);
//! * or, weaker, if no two players' payoffs are equivalent, `u_j = a + b u_i` with `b > 0` (Abreu, Dutta
//!   and Smith 1994, theorem 1: non-equivalent utilities, NEU).
//!
//! Where equivalent players exist the theorem may fail (Fudenberg and Maskin 1986, example 3): the set then
//! bounds what patience can bring, no more.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::geometry::Polytope;
use crate::repeated::{RepeatedError, RepeatedGame};

/// The individually rational set and what patience makes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FolkTheorem {
    /// The feasible payoffs that give everybody at least the pure minmax payoff.
    pub set: Polytope,
    /// The pure minmax payoffs.
    pub minmax: Vec<Rational>,
    /// A payoff of the set above everybody's minmax; `None` if there is none.
    pub strictly_rational: Option<Vec<Rational>>,
    /// Whether the set has as many dimensions as there are players.
    pub full_dimension: bool,
    /// Pairs of players whose payoffs are positive affine functions of one another.
    pub equivalent: Vec<(usize, usize)>,
    /// Which theorem makes all payoffs of the set above minmax equilibrium payoffs of patient players.
    pub guarantee: Guarantee,
}

/// Why a folk theorem holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Guarantee {
    /// At most two players (Fudenberg and Maskin 1986, theorem 1).
    TwoPlayers,
    /// The set has full dimension (Fudenberg and Maskin 1986, theorem 2).
    FullDimension,
    /// No two players are equivalent (Abreu, Dutta and Smith 1994).
    NonEquivalentUtilities,
    /// None of these conditions holds, or no payoff is above everybody's minmax.
    None,
}

impl RepeatedGame {
    /// The set that the folk theorem speaks of, and which of its conditions hold.
    ///
    /// ```
    /// use detente::{Game, repeated::{Guarantee, RepeatedGame}};
    /// let game = RepeatedGame::new(Game::public_goods(3, 2)?, "1/2")?;
    /// let folk = game.folk_theorem()?;
    /// assert_eq!((folk.full_dimension, folk.guarantee), (true, Guarantee::FullDimension));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RepeatedGame::feasible_set`]; outcomes that end the game.
    pub fn folk_theorem(&self) -> Result<FolkTheorem, RepeatedError> {
        if !self.is_purely_repeated() {
            return Err(RepeatedError::NotCovered {
                question: "the folk theorem",
                what: "outcomes that end the game".into(),
                instead: "ask for the equilibrium payoffs at a discount factor".into(),
            });
        }
        let n = self.players();
        let set = self.individually_rational_set()?;
        let minmax = self.dynamics().pure_minmax(self.stage());
        // The mean of the vertices is above a bound wherever any point of the set is.
        let strictly_rational = set.centre().filter(|c| c.iter().zip(&minmax).all(|(x, m)| x > m));
        let full_dimension = set.dimension() == Some(n);
        let pairs = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
        let equivalent: Vec<(usize, usize)> = pairs.filter(|&(i, j)| self.are_equivalent(i, j)).collect();
        let guarantee = match () {
            () if strictly_rational.is_none() => Guarantee::None,
            () if n <= 2 => Guarantee::TwoPlayers,
            () if full_dimension => Guarantee::FullDimension,
            () if equivalent.is_empty() => Guarantee::NonEquivalentUtilities,
            () => Guarantee::None,
        };
        Ok(FolkTheorem { set, minmax, strictly_rational, full_dimension, equivalent, guarantee })
    }

    /// Whether `u_j = a + b u_i` with `b > 0` on all profiles (two constants count).
    fn are_equivalent(&self, i: usize, j: usize) -> bool {
        let stage = self.stage();
        let payoffs = |p: usize| (stage.payoff_at(p, i), stage.payoff_at(p, j));
        let (x, y) = payoffs(0);
        let Some(other) = (0..stage.profiles()).find(|&p| payoffs(p).0 != x) else {
            return (0..stage.profiles()).all(|p| payoffs(p).1 == y);
        };
        let slope = (payoffs(other).1 - y) / (payoffs(other).0 - x);
        slope.is_positive() && (0..stage.profiles()).all(|p| payoffs(p).1 - y == &slope * (payoffs(p).0 - x))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Game;

    /// All three get 1 if they choose the same action and 0 otherwise (Fudenberg and Maskin 1986, example
    /// 3): minmax 0, but no equilibrium gives less than 1/4.
    #[test]
    fn three_players_with_the_same_payoffs_have_no_folk_theorem() {
        let cell = |p: usize| [0, 7].contains(&p) as i64;
        let payoffs = (0..8).flat_map(|p| [cell(p); 3]).map(Rational::from).collect();
        let game = RepeatedGame::new(Game::new(&[2, 2, 2], payoffs).unwrap(), "1/2").unwrap();
        let folk = game.folk_theorem().unwrap();
        assert_eq!(folk.set.dimension(), Some(1));
        assert_eq!(folk.equivalent, [(0, 1), (0, 2), (1, 2)]);
        assert_eq!((folk.full_dimension, folk.guarantee), (false, Guarantee::None));
        assert_eq!(folk.minmax, vec![Rational::ZERO; 3]);
        assert_eq!(folk.strictly_rational, Some(vec![Rational::new(1, 2); 3]));
    }

    #[test]
    fn matching_pennies_have_nothing_above_pure_minmax() {
        let folk =
            RepeatedGame::new(Game::matching_pennies(1).unwrap(), "1/2").unwrap().folk_theorem().unwrap();
        assert!(folk.set.is_empty() && folk.guarantee == Guarantee::None);
    }
}

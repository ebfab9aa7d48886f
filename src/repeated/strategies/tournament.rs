//! Everybody against everybody, exactly.

use std::fmt;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Strategy, StrategyError, StrategyProfile};
use crate::exact::Rational;
use crate::game::{Game, GameError};
use crate::repeated::{RepeatedError, RepeatedGame};

/// Which payoffs a tournament compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Horizon {
    /// Averages discounted by the game's discount factors.
    #[default]
    Discounted,
    /// The limit as the players become perfectly patient.
    LongRun,
}

/// A round-robin tournament of a two-player game (Axelrod 1980), without luck: expected payoffs are exact.
///
/// ```
/// use detente::prelude::*;
/// use detente::repeated::strategies::{Classic, Horizon, Roles, Tournament};
/// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "9/10")?;
/// let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into())?;
/// let entrants: Vec<_> = [Classic::TitForTat, Classic::AlwaysDefect, Classic::GrimTrigger].map(|c| roles.pair(c)).into();
/// let table = Tournament::round_robin(&game, &entrants, &Rational::ZERO, Horizon::Discounted)?;
/// assert_eq!(table.payoffs[0][1], [Rational::new(9, 10), Rational::new(7, 5)]);
/// assert_eq!(table.ranking(), [0, 2, 1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tournament {
    /// The entrants.
    pub names: Vec<String>,
    /// `payoffs[i][j]`: what entrant `i` as player 0 and entrant `j` as player 1 earn against each other.
    pub payoffs: Vec<Vec<[Rational; 2]>>,
    /// Each entrant's mean over all opponents, itself included, and both seats.
    pub scores: Vec<Rational>,
}

impl Tournament {
    /// Plays every entrant (one strategy per seat) against every entrant, itself included, with this
    /// probability of trembling.
    ///
    /// # Errors
    /// A game without exactly two players, an entrant that does not fit its seats, a probability outside
    /// [0, 1).
    pub fn round_robin(
        game: &RepeatedGame,
        entrants: &[Vec<Strategy>],
        tremble: &Rational,
        horizon: Horizon,
    ) -> Result<Self, RepeatedError> {
        game.stage().expect_two_players("a round-robin tournament")?;
        if let Some(bad) = entrants.iter().find(|seats| seats.len() != 2) {
            let message = format!("an entrant brings {} strategies", bad.len());
            return Err(StrategyError::Seats { seat: bad.len().min(1), seats: 2, message }.into());
        }
        let n = entrants.len();
        let meet = |pair: usize| -> Result<[Rational; 2], RepeatedError> {
            let seats = [entrants[pair / n][0].clone(), entrants[pair % n][1].clone()];
            let profile = StrategyProfile::new(game.stage(), &seats)?.with_trembles(tremble)?;
            let payoffs = match horizon {
                Horizon::Discounted => profile.payoff(game)?,
                Horizon::LongRun => profile.long_run(game)?,
            };
            Ok([payoffs[0].clone(), payoffs[1].clone()])
        };
        let flat: Vec<[Rational; 2]> = (0..n * n).into_par_iter().map(meet).collect::<Result<_, _>>()?;
        let payoffs: Vec<Vec<[Rational; 2]>> = flat.chunks(n.max(1)).map(<[_]>::to_vec).collect();
        let games = Rational::from(2 * n).checked_recip().unwrap_or_default();
        let score =
            |i: usize| (0..n).map(|j| &payoffs[i][j][0] + &payoffs[j][i][1]).sum::<Rational>() * &games;
        let scores = (0..n).map(score).collect();
        let names = entrants.iter().map(|seats| seats[0].name.clone()).collect();
        Ok(Tournament { names, payoffs, scores })
    }

    /// The entrants from the highest score to the lowest; on ties in their order.
    pub fn ranking(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by(|&a, &b| self.scores[b].cmp(&self.scores[a]));
        order
    }

    /// The game of choosing an entrant: its equilibria say which strategies would be chosen together.
    ///
    /// # Errors
    /// If nobody entered, or two entrants have the same name.
    pub fn to_game(&self) -> Result<Game<Rational>, GameError> {
        let n = self.names.len();
        let flat = self.payoffs.iter().flatten().flatten().cloned().collect();
        let labels = [self.names.clone(), self.names.clone()];
        Game::new(&[n, n], flat)?.labelled(["Player 1", "Player 2"], labels)
    }
}

impl fmt::Display for Tournament {
    /// One line per entrant, best first: what it earns against each, and its score.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let order = self.ranking();
        let width = self.names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        write!(f, "{:>3} {:<width$} ", "", "")?;
        for place in 1..=order.len() {
            write!(f, " {place:>6}")?;
        }
        writeln!(f, "   score")?;
        for (place, &i) in order.iter().enumerate() {
            write!(f, "{:>2}. {:<width$} ", place + 1, self.names[i])?;
            for &j in &order {
                let mean = (&self.payoffs[i][j][0] + &self.payoffs[j][i][1]) * Rational::new(1, 2);
                write!(f, " {:>6.3}", mean.to_f64())?;
            }
            writeln!(f, "  {:>6.3}", self.scores[i].to_f64())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repeated::strategies::{Classic, Roles};

    #[test]
    fn tables_are_the_same_for_any_number_of_threads_and_empty_ones_are_ordinary() {
        let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "9/10").unwrap();
        let roles = Roles::new(game.stage(), &[0, 0].into(), &[1, 1].into()).unwrap();
        let entrants: Vec<_> = Classic::ALL.map(|c| roles.pair(c)).into();
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let slip = Rational::new(1, 100);
            pool.install(|| Tournament::round_robin(&game, &entrants, &slip, Horizon::LongRun)).unwrap()
        };
        let table = run(1);
        assert_eq!(table, run(3));
        // The game is symmetric: seats do not matter.
        for (i, row) in table.payoffs.iter().enumerate() {
            for (j, [first, second]) in row.iter().enumerate() {
                assert_eq!([second, first], [&table.payoffs[j][i][0], &table.payoffs[j][i][1]]);
            }
        }
        let nobody = Tournament::round_robin(&game, &[], &Rational::ZERO, Horizon::Discounted).unwrap();
        assert!(nobody.scores.is_empty() && nobody.to_game().is_err());
        assert_eq!(table.to_game().unwrap().shape(), [9, 9]);
        assert!(Tournament::round_robin(&game, &[vec![]], &Rational::ZERO, Horizon::Discounted).is_err());
    }
}

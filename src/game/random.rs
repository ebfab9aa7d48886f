//! Random games for experiments and tests: seeded, exact, the same on every platform.
//!
//! The families follow GAMUT (Nudelman, Wortman, Shoham and Leyton-Brown, Run the GAMUT, AAMAS 2004).
//! Numbers come from ChaCha8 through whole-number arithmetic and correctly rounded square roots alone,
//! so a seed names the same games everywhere and in every version that keeps the tests below.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;

use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::table::check_shape;
use super::{Game, GameError};
use crate::exact::Rational;

/// How the payoffs of a random game hang together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum RandomFamily {
    /// Every payoff by itself, uniform over the range.
    Independent,
    /// The players' payoffs at a profile are (nearly) normal with this correlation between any two
    /// players, from `-1/(players - 1)` to 1; mean 0, standard deviation 1, in steps of 1/1024. The
    /// payoff range is not used.
    Covariant {
        /// The correlation.
        correlation: f64,
    },
    /// Two players, payoffs sum to zero; player 0's are uniform over the range.
    ZeroSum,
    /// Ties everywhere: payoffs are one of the two ends of the range, and about half of the actions
    /// repeat an earlier action of the same player, payoff by payoff.
    Degenerate,
    /// Payoffs depend on the own action and on how often the others take which action, not on who one
    /// is; uniform over the range. All players need equally many actions.
    Symmetric,
    /// All players get the same, uniform over the range.
    CommonInterest,
}

impl fmt::Display for RandomFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RandomFamily::Independent => f.write_str("independent"),
            RandomFamily::Covariant { correlation } => write!(f, "covariant ({correlation})"),
            RandomFamily::ZeroSum => f.write_str("zero-sum"),
            RandomFamily::Degenerate => f.write_str("degenerate"),
            RandomFamily::Symmetric => f.write_str("symmetric"),
            RandomFamily::CommonInterest => f.write_str("common interest"),
        }
    }
}

/// An endless stream of random games of one family and shape.
///
/// ```
/// use detente::game::{RandomFamily, RandomGames};
/// let mut games = RandomGames::new(RandomFamily::ZeroSum, &[3, 4], 7)?.with_payoffs(-5..=5)?;
/// let first = games.next().expect("endless");
/// assert!((0..12).all(|p| first.payoff_at(p, 0) == &-first.payoff_at(p, 1)));
/// assert_eq!(RandomGames::new(RandomFamily::ZeroSum, &[3, 4], 7)?.with_payoffs(-5..=5)?.next(), Some(first));
/// # Ok::<(), detente::game::GameError>(())
/// ```
#[derive(Debug, Clone)]
pub struct RandomGames {
    family: RandomFamily,
    shape: Vec<usize>,
    low: i64,
    /// Numbers in the payoff range.
    width: u64,
    /// The covariant family's weights of the own and of the summed draws.
    weights: (f64, f64),
    stream: ChaCha8Rng,
}

impl RandomGames {
    /// A stream of games with payoffs from -100 to 100 (see [`RandomGames::with_payoffs`]).
    ///
    /// # Errors
    /// A shape that no game can have, or one that the family excludes; a correlation out of range.
    pub fn new(family: RandomFamily, shape: &[usize], seed: u64) -> Result<Self, GameError> {
        check_shape(shape, "shape")?;
        let players = shape.len();
        let mut weights = (1.0, 0.0);
        match family {
            RandomFamily::ZeroSum if players != 2 => {
                return Err(GameError::NotTwoPlayers { what: "a zero-sum game", found: players });
            }
            RandomFamily::Symmetric if shape.iter().any(|&k| k != shape[0]) => {
                return Err(GameError::OutOfRange {
                    name: "shape".into(),
                    value: format!("{shape:?}"),
                    range: "in a symmetric game all players have equally many actions".into(),
                });
            }
            RandomFamily::Covariant { correlation } => weights = mixing_weights(players, correlation)?,
            _ => {}
        }
        let stream = ChaCha8Rng::seed_from_u64(seed);
        Ok(RandomGames { family, shape: shape.to_vec(), low: -100, width: 201, weights, stream })
    }

    /// The same stream with whole payoffs from this range.
    ///
    /// # Errors
    /// If the range is empty or holds 2^63 numbers or more.
    pub fn with_payoffs(mut self, range: RangeInclusive<i64>) -> Result<Self, GameError> {
        let width = i128::from(*range.end()) - i128::from(*range.start()) + 1;
        match u64::try_from(width) {
            Ok(width) if width > 0 && width < 1 << 63 => {
                (self.low, self.width) = (*range.start(), width);
                Ok(self)
            }
            _ => Err(GameError::OutOfRange {
                name: "payoffs".into(),
                value: format!("{range:?}"),
                range: "a range from a smaller to a larger number, of less than 2^63 numbers".into(),
            }),
        }
    }

    fn draw(&mut self) -> Result<Game<Rational>, GameError> {
        let shape = self.shape.clone();
        let players = shape.len();
        match self.family {
            RandomFamily::Independent => {
                Game::from_function(&shape, |_| (0..players).map(|_| self.payoff()).collect())
            }
            RandomFamily::Covariant { .. } => Game::from_function(&shape, |_| self.correlated(players)),
            RandomFamily::ZeroSum => Game::from_function(&shape, |_| {
                let payoff = self.payoff();
                vec![payoff.clone(), -payoff]
            }),
            RandomFamily::Degenerate => self.degenerate(&shape),
            RandomFamily::Symmetric => {
                let mut known = BTreeMap::new();
                Game::from_function(&shape, |profile| {
                    let own = |player: usize| {
                        let mut others = profile.actions().to_vec();
                        let own = others.swap_remove(player);
                        others.sort_unstable();
                        known.entry((own, others)).or_insert_with(|| self.payoff()).clone()
                    };
                    (0..players).map(own).collect()
                })
            }
            RandomFamily::CommonInterest => Game::from_function(&shape, |_| vec![self.payoff(); players]),
        }
    }

    fn degenerate(&mut self, shape: &[usize]) -> Result<Game<Rational>, GameError> {
        // The action that each action repeats: itself, or an earlier one.
        let original: Vec<Vec<usize>> = shape
            .iter()
            .map(|&actions| {
                let mut copies: Vec<usize> = Vec::with_capacity(actions);
                for action in 0..actions {
                    let repeats = action > 0 && self.below(2) == 0;
                    copies.push(if repeats { copies[self.below(action as u64) as usize] } else { action });
                }
                copies
            })
            .collect();
        let ends = [self.low, self.low.saturating_add_unsigned(self.width - 1)];
        let plain = Game::from_function(shape, |_| {
            shape.iter().map(|_| Rational::from(ends[self.below(2) as usize])).collect()
        })?;
        plain.map_payoffs(|index, _| {
            let source = (0..shape.len()).fold(index, |at, player| {
                plain.deviate(at, player, original[player][plain.action_at(index, player)])
            });
            plain.payoffs_at(source).to_vec()
        })
    }

    fn payoff(&mut self) -> Rational {
        Rational::from(i128::from(self.low) + i128::from(self.below(self.width)))
    }

    /// Normal draws e mixed to a e_i + b (e_1 + … + e_n).
    fn correlated(&mut self, players: usize) -> Vec<Rational> {
        let draws: Vec<f64> = (0..players).map(|_| self.normal()).collect();
        let total: f64 = draws.iter().sum();
        let (own, shared) = self.weights;
        let steps = |draw: &f64| ((own * draw + shared * total) * 1024.0).round() as i64;
        draws.iter().map(|draw| Rational::new(steps(draw), 1024)).collect()
    }

    /// Twelve uniform numbers, minus six: mean 0, variance 1, no transcendental function.
    fn normal(&mut self) -> f64 {
        let total: u64 = (0..12).map(|_| u64::from(self.stream.next_u32())).sum();
        total as f64 / (1u64 << 32) as f64 - 6.0
    }

    /// A whole number below `bound` (at least 1), without bias.
    fn below(&mut self, bound: u64) -> u64 {
        let excess = (u64::MAX % bound + 1) % bound;
        loop {
            let draw = self.stream.next_u64();
            if draw <= u64::MAX - excess {
                return draw % bound;
            }
        }
    }
}

impl Iterator for RandomGames {
    type Item = Game<Rational>;

    /// The next game; the stream never ends.
    fn next(&mut self) -> Option<Game<Rational>> {
        // The shape was checked on construction and exact payoffs are finite.
        self.draw().ok()
    }
}

/// With variance 1 and correlation r, the covariance matrix has the eigenvalue 1 + (n-1) r along the
/// sum and 1 - r across; its square root is a I + b J.
fn mixing_weights(players: usize, correlation: f64) -> Result<(f64, f64), GameError> {
    let n = players as f64;
    let along = 1.0 + (n - 1.0) * correlation;
    // The least correlation, -1/(n-1), need not be a float: what rounding adds is forgiven.
    let forgiven = -1e-12;
    if !(along >= forgiven && correlation <= 1.0) {
        return Err(GameError::OutOfRange {
            name: "correlation".into(),
            value: correlation.to_string(),
            range: "a correlation lies between -1/(players - 1) and 1".into(),
        });
    }
    let (along, across) = (along.max(0.0).sqrt(), (1.0 - correlation).max(0.0).sqrt());
    Ok((across, (along - across) / n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(family: RandomFamily, shape: &[usize], seed: u64) -> Game<Rational> {
        RandomGames::new(family, shape, seed).unwrap().next().unwrap()
    }

    /// The sample correlation of two players' payoffs over many profiles, in floats.
    fn correlation(game: &Game<Rational>) -> f64 {
        let column = |player: usize| -> Vec<f64> {
            (0..game.profiles()).map(|p| game.payoff_at(p, player).to_f64()).collect()
        };
        let (x, y) = (column(0), column(1));
        let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let (mx, my) = (mean(&x), mean(&y));
        let sum =
            |f: &dyn Fn(f64, f64) -> f64| -> f64 { x.iter().zip(&y).map(|(a, b)| f(a - mx, b - my)).sum() };
        sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt()
    }

    const GOLDEN_INDEPENDENT: [&str; 8] = ["12", "-53", "66", "50", "18", "24", "-79", "-31"];
    const GOLDEN_COVARIANT: [&str; 4] = ["263/1024", "-395/1024", "397/512", "-1387/1024"];

    #[test]
    fn a_seed_names_the_same_game_for_ever() {
        let game = first(RandomFamily::Independent, &[2, 2], 1);
        let payoffs: Vec<String> = game.payoffs().iter().map(Rational::to_string).collect();
        assert_eq!(payoffs, GOLDEN_INDEPENDENT);
        let game = first(RandomFamily::Covariant { correlation: -0.5 }, &[1, 2], 1);
        let payoffs: Vec<String> = game.payoffs().iter().map(Rational::to_string).collect();
        assert_eq!(payoffs, GOLDEN_COVARIANT);
        assert_ne!(
            first(RandomFamily::Independent, &[2, 2], 1),
            first(RandomFamily::Independent, &[2, 2], 2)
        );
    }

    #[test]
    fn correlations_are_what_was_asked_for_at_both_ends_too() {
        for wanted in [-1.0, -0.6, 0.0, 0.7, 1.0] {
            let found = correlation(&first(RandomFamily::Covariant { correlation: wanted }, &[60, 60], 3));
            assert!((found - wanted).abs() < 0.05, "{wanted}: {found}");
        }
        let three = first(RandomFamily::Covariant { correlation: -0.5 }, &[12, 12, 12], 3);
        assert!((correlation(&three) + 0.5).abs() < 0.05);
        for (players, refused) in [(2, -1.01), (2, 1.01), (3, -0.51), (2, f64::NAN)] {
            let family = RandomFamily::Covariant { correlation: refused };
            assert!(RandomGames::new(family, &vec![2; players], 0).is_err());
        }
        assert!(RandomGames::new(RandomFamily::Covariant { correlation: -5.0 }, &[3], 0).is_ok());
    }

    #[test]
    fn symmetric_games_do_not_care_who_one_is() {
        let game = first(RandomFamily::Symmetric, &[3, 3, 3], 5);
        let at = |profile: [usize; 3], player| game.payoff(&profile.into(), player).unwrap();
        assert_eq!(at([0, 1, 2], 0), at([1, 0, 2], 1));
        assert_eq!(at([0, 1, 2], 0), at([2, 1, 0], 2));
        assert_eq!(at([0, 1, 2], 0), at([0, 2, 1], 0));
        assert!(RandomGames::new(RandomFamily::Symmetric, &[2, 3], 0).is_err());
    }

    #[test]
    fn degenerate_games_repeat_actions_and_hold_two_payoffs() {
        let mut repeated = 0;
        for game in RandomGames::new(RandomFamily::Degenerate, &[4, 4], 9).unwrap().take(20) {
            assert!(game.payoffs().iter().all(|u| *u == 100.into() || *u == (-100).into()));
            let row = |i: usize| &game.payoffs()[8 * i..8 * i + 8];
            repeated += usize::from((0..4).any(|i| (0..i).any(|j| row(i) == row(j))));
        }
        assert!(repeated > 10, "{repeated}");
    }

    #[test]
    fn common_interest_and_ranges_hold_and_impossible_requests_are_refused() {
        let game = first(RandomFamily::CommonInterest, &[2, 2, 2], 1);
        assert!((0..8).all(|p| game.payoffs_at(p).iter().all(|u| u == game.payoff_at(p, 0))));
        let narrow =
            RandomGames::new(RandomFamily::Independent, &[5, 5], 1).unwrap().with_payoffs(3..=3).unwrap();
        assert!(narrow.take(1).all(|g| g.payoffs().iter().all(|u| *u == 3.into())));
        let stream = || RandomGames::new(RandomFamily::Independent, &[2, 2], 1).unwrap();
        let (start, end) = (4, 3);
        assert!(stream().with_payoffs(start..=end).is_err());
        assert!(stream().with_payoffs(i64::MIN..=i64::MAX).is_err());
        assert!(RandomGames::new(RandomFamily::ZeroSum, &[2, 2, 2], 0).is_err());
        assert!(RandomGames::new(RandomFamily::Independent, &[0], 0).is_err());
    }
}

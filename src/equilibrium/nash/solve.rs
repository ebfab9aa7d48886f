//! The entrances: all equilibria, one equilibrium, pure equilibria.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use rayon::prelude::*;

use super::extreme;
use super::lemke_howson as paths;
use super::matrices::{Matrices, Pair};
use super::patience::Patience;
use super::result::{Method, NashEquilibrium, NashResult};
use crate::equilibrium::{EquilibriumError, MixedStrategy, payoffs_against};
use crate::exact::{Rational, Scalar};
use crate::game::Game;

/// Which equilibria are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Wanted {
    /// As many as the method of choice proves: every extreme equilibrium for two players.
    #[default]
    All,
    /// The first found and verified.
    First,
}

/// What [`solve`] may spend and what it looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NashOptions {
    /// Which equilibria; all by default.
    pub wanted: Wanted,
    /// When to stop; never by default. A list that was cut short is not called complete.
    pub time_limit: Option<Duration>,
}

impl NashOptions {
    /// The same options, looking for these equilibria.
    pub fn wanted(self, wanted: Wanted) -> Self {
        NashOptions { wanted, ..self }
    }
    /// The same options with a limit on the time.
    pub fn time_limit(self, limit: Duration) -> Self {
        NashOptions { time_limit: Some(limit), ..self }
    }
}

/// Nash equilibria by the method that proves most: for two players every extreme equilibrium by vertex
/// enumeration (or one by Lemke-Howson, for [`Wanted::First`]); for other numbers of players the pure
/// ones. The game is read exactly, whatever its number type.
///
/// ```
/// use detente::{Game, equilibrium::nash::{NashOptions, solve}};
/// let battle = Game::<f64>::bimatrix(&[[3.0, 0.0], [0.0, 2.0]], &[[2.0, 0.0], [0.0, 3.0]])?;
/// let result = solve(&battle, &NashOptions::default())?;
/// assert!(result.complete && result.equilibria.len() == 3);
/// assert!(result.equilibria.iter().all(|equilibrium| equilibrium.is_equilibrium()));
/// assert_eq!(result.equilibria[1].payoffs, ["6/5".parse()?, "6/5".parse()?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// None for a well-formed game; the signature leaves room for methods that can fail.
pub fn solve<T: Scalar>(game: &Game<T>, options: &NashOptions) -> Result<NashResult, EquilibriumError> {
    match (game.players(), options.wanted) {
        (2, Wanted::All) => extreme_equilibria(game, options),
        (2, Wanted::First) => first_equilibrium(game, options),
        (_, Wanted::All) => pure_equilibria(game),
        (_, Wanted::First) => {
            let mut result = pure_equilibria(game)?;
            result.equilibria.truncate(1);
            Ok(result)
        }
    }
}

/// Every extreme equilibrium of a two-player game, in exact arithmetic, degenerate or not: the set of
/// all equilibria is a union of products of convex hulls of these (Avis, Rosenberg, Savani and von
/// Stengel 2010). Sorted: first actions first, certain before mixed.
///
/// # Errors
/// If the game does not have two players.
pub fn extreme_equilibria<T: Scalar>(
    game: &Game<T>,
    options: &NashOptions,
) -> Result<NashResult, EquilibriumError> {
    game.expect_two_players("vertex enumeration")?;
    let exact = game.as_exact();
    let patience = Patience::new(options.time_limit);
    let pairs = extreme::enumerate(&Matrices::new(&exact), &patience);
    result(&exact, pairs, patience.sufficed(), Method::VertexEnumeration)
}

/// The equilibria at the ends of the Lemke-Howson paths from every missing label, without duplicates.
///
/// Pivots are exact and follow the lexicographic rule (Lemke and Howson 1964; von Stengel 2002), so
/// that every path ends; together they need not reach every equilibrium.
///
/// # Errors
/// If the game does not have two players.
pub fn lemke_howson<T: Scalar>(
    game: &Game<T>,
    options: &NashOptions,
) -> Result<NashResult, EquilibriumError> {
    game.expect_two_players("Lemke-Howson")?;
    let exact = game.as_exact();
    let mut pairs = paths::all_paths(&Matrices::new(&exact), &Patience::new(options.time_limit));
    pairs.sort_unstable_by(|a, b| b.cmp(a));
    pairs.dedup();
    result(&exact, pairs, false, Method::LemkeHowson)
}

/// The equilibrium at the end of the Lemke-Howson path from one missing label: row's actions are the
/// labels from 0, column's follow. A label's path is the same whatever others are followed.
///
/// ```
/// use detente::{Game, equilibrium::nash::{NashOptions, lemke_howson_from}};
/// let hunt = Game::<f64>::bimatrix(&[[4.0, 0.0], [3.0, 3.0]], &[[4.0, 3.0], [0.0, 3.0]])?;
/// let ends = [0, 1].map(|label| lemke_howson_from(&hunt, label, &NashOptions::default()));
/// for (label, end) in ends.into_iter().enumerate() {
///     assert_eq!(end?.equilibria[0].strategies[0].as_pure(), Some(label));
/// }
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// If the game does not have two players or there is no such label.
pub fn lemke_howson_from<T: Scalar>(
    game: &Game<T>,
    label: usize,
    options: &NashOptions,
) -> Result<NashResult, EquilibriumError> {
    game.expect_two_players("Lemke-Howson")?;
    let of = game.shape().iter().sum();
    if label >= of {
        return Err(EquilibriumError::NoSuchAction { action: label, of });
    }
    let exact = game.as_exact();
    let end = paths::path_from(&Matrices::new(&exact), label, &Patience::new(options.time_limit));
    result(&exact, end, false, Method::LemkeHowson)
}

/// One equilibrium of a two-player game: the first that a Lemke-Howson path ends in. Floats guide the
/// pivots; the final basis is solved and checked exactly; where that fails, the path is followed in
/// exact arithmetic.
///
/// # Errors
/// If the game does not have two players.
pub fn first_equilibrium<T: Scalar>(
    game: &Game<T>,
    options: &NashOptions,
) -> Result<NashResult, EquilibriumError> {
    game.expect_two_players("Lemke-Howson")?;
    let exact = game.as_exact();
    let pair = paths::first(&exact, &Patience::new(options.time_limit));
    result(&exact, pair.into_iter().collect(), false, Method::LemkeHowson)
}

/// Every pure equilibrium of a game with any number of players.
///
/// # Errors
/// None for a well-formed game.
pub fn pure_equilibria<T: Scalar>(game: &Game<T>) -> Result<NashResult, EquilibriumError> {
    let exact = game.as_exact();
    let evaluate = |index: usize| {
        let actions = game.profile(index).actions().to_vec();
        let pure = actions.iter().zip(game.shape()).map(|(&action, &of)| MixedStrategy::pure(action, of));
        Ok(NashEquilibrium {
            strategies: pure.collect::<Result<_, EquilibriumError>>()?,
            payoffs: exact.payoffs_at(index).to_vec(),
            regret: (0..game.players()).map(|i| exact.deviation_gain(index, i)).max().unwrap_or_default(),
        })
    };
    let equilibria: Result<Vec<_>, EquilibriumError> =
        exact.pure_equilibria().into_iter().map(evaluate).collect();
    Ok(NashResult { equilibria: equilibria?, complete: false, method: Method::PureEnumeration })
}

/// Evaluates pairs of strategies in the game as it was given: what every action pays against each
/// distinct strategy is computed once.
fn result(
    game: &Game<Rational>,
    pairs: Vec<Pair>,
    complete: bool,
    method: Method,
) -> Result<NashResult, EquilibriumError> {
    let against = |player: usize| -> Result<BTreeMap<Vec<Rational>, Known>, EquilibriumError> {
        let distinct: BTreeSet<&Vec<Rational>> = pairs.iter().map(|pair| &pair[player]).collect();
        let distinct: Vec<&Vec<Rational>> = distinct.into_iter().collect();
        let known =
            |strategy: &&Vec<Rational>| Ok(((*strategy).clone(), Known::new(game, player, strategy)?));
        distinct.par_iter().map(known).collect()
    };
    let known = [against(0)?, against(1)?];
    let evaluate = |[x, y]: &Pair| {
        let (x, y) = (&known[0][x], &known[1][y]);
        let (u, v) = (x.average(&y.replies), y.average(&x.replies));
        let regret = (&y.best - &u).max(&x.best - &v);
        NashEquilibrium {
            strategies: vec![x.strategy.clone(), y.strategy.clone()],
            payoffs: vec![u, v],
            regret,
        }
    };
    Ok(NashResult { equilibria: pairs.par_iter().map(evaluate).collect(), complete, method })
}

/// A strategy and what it means for the other player.
struct Known {
    strategy: MixedStrategy,
    support: Vec<usize>,
    /// What each of the other player's actions pays him against it.
    replies: Vec<Rational>,
    /// The most of these.
    best: Rational,
}

impl Known {
    fn new(game: &Game<Rational>, player: usize, strategy: &[Rational]) -> Result<Self, EquilibriumError> {
        let strategy = MixedStrategy::new(strategy.to_vec())?;
        let replies = payoffs_against(game, 1 - player, &strategy)?;
        let best = replies.iter().max().cloned().unwrap_or_default();
        Ok(Known { support: strategy.support(), strategy, replies, best })
    }

    /// The average of what this player's actions pay.
    fn average(&self, payoffs: &[Rational]) -> Rational {
        let probabilities = self.strategy.probabilities();
        self.support.iter().map(|&action| &probabilities[action] * &payoffs[action]).sum()
    }
}

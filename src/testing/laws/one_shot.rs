//! Laws of one-shot equilibria.

use super::{Law, broken};
use crate::equilibrium::{Concept, Distribution, DominanceResult, MixedStrategy, WeightedProfile};
use crate::exact::Rational;
use crate::game::Game;
use crate::testing::Guise;

/// A Nash equilibrium: no action of any player pays more, on average against what the others play, than
/// what the player gets. Exact, any number of players.
///
/// ```
/// use detente::{Game, equilibrium::MixedStrategy, testing::laws};
/// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// let [cooperate, defect] = [0, 1].map(|action| MixedStrategy::pure(action, 2).unwrap());
/// assert!(laws::nash(&game, &[defect.clone(), defect.clone()]).is_ok());
/// let broken = laws::nash(&game, &[defect, cooperate]).unwrap_err();
/// assert!(broken.to_string().contains("player 1 gains 1 by action 1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Who gains, by what, and how much; strategies that do not fit the game.
pub fn nash(game: &Game<Rational>, strategies: &[MixedStrategy]) -> Law {
    let lists: Vec<&[Rational]> = strategies.iter().map(MixedStrategy::probabilities).collect();
    for (player, action, gain) in gains(game, &lists)? {
        if gain.is_positive() {
            return broken(format!("player {player} gains {gain} by action {action}"));
        }
    }
    Ok(())
}

/// A Nash equilibrium in floats: probability vectors up to `tolerance`, from which nobody gains more than
/// `tolerance` of its payoff range. The strategies are scaled to sum to one and then judged exactly.
///
/// ```
/// use detente::{Game, testing::laws};
/// let chicken = Game::chicken(7, 6, 0, 2)?;
/// let mixed = vec![2.0 / 3.0, 1.0 / 3.0];
/// assert!(laws::approximate_nash(&chicken, &[mixed.clone(), mixed.clone()], 1e-12).is_ok());
/// assert!(laws::approximate_nash(&chicken, &[mixed, vec![0.7, 0.3]], 1e-12).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Who gains, by what, and how much; what is no probability vector.
pub fn approximate_nash(game: &Game<Rational>, strategies: &[Vec<f64>], tolerance: f64) -> Law {
    let mut scaled = Vec::with_capacity(strategies.len());
    for (player, list) in strategies.iter().enumerate() {
        let total: f64 = list.iter().sum();
        if list.iter().any(|p| !p.is_finite() || *p < -tolerance) || (total - 1.0).abs() > tolerance {
            return broken(format!("the strategy {list:?} of player {player} is no probability vector"));
        }
        let weights = list.iter().map(|p| Rational::from_f64(p.max(0.0)).unwrap_or_default());
        match MixedStrategy::from_weights(&weights.collect::<Vec<_>>()) {
            Ok(strategy) => scaled.push(strategy),
            Err(error) => return broken(format!("the strategy of player {player}: {error}")),
        }
    }
    let lists: Vec<&[Rational]> = scaled.iter().map(MixedStrategy::probabilities).collect();
    for (player, action, gain) in gains(game, &lists)? {
        let (low, high) = game.payoff_range(player);
        let share = gain.to_f64() / (high - low).to_f64().max(f64::MIN_POSITIVE);
        if share > tolerance {
            return broken(format!("player {player} gains {share:e} of its range by action {action}"));
        }
    }
    Ok(())
}

/// A list of extreme equilibria that claims to be complete: it is not empty (Nash 1950), all are
/// equilibria, none stands there twice, and every pure equilibrium is among them.
///
/// # Errors
/// What is wrong with which one.
pub fn extreme_list(game: &Game<Rational>, list: &[Vec<MixedStrategy>]) -> Law {
    if list.is_empty() {
        return broken("every game has an equilibrium");
    }
    for (number, strategies) in list.iter().enumerate() {
        nash(game, strategies)?;
        if list[..number].contains(strategies) {
            return broken(format!("equilibrium {number} is listed twice"));
        }
    }
    for index in game.pure_equilibria() {
        let profile = game.profile(index);
        let plays = |strategies: &Vec<MixedStrategy>| {
            strategies
                .iter()
                .zip(profile.actions())
                .all(|(strategy, &action)| strategy.as_pure() == Some(action))
        };
        if !list.iter().any(plays) {
            return broken(format!("the pure equilibrium {profile} is missing"));
        }
    }
    Ok(())
}

/// A correlated (or coarse correlated) equilibrium: nobody gains by another action when told one of
/// positive probability (by one action whatever it would be told). Exact, any number of players.
///
/// # Errors
/// Who gains, by which deviation, and how much.
pub fn correlated(game: &Game<Rational>, plan: &Distribution, concept: Concept) -> Law {
    for player in 0..game.players() {
        for to in 0..game.shape()[player] {
            // Told each action, or told nothing.
            let told: Vec<Option<usize>> = match concept {
                Concept::Correlated => (0..game.shape()[player]).map(Some).collect(),
                Concept::Coarse => vec![None],
            };
            for from in told {
                let mut gain = Rational::ZERO;
                for WeightedProfile { profile, probability } in plan.entries() {
                    let Ok(payoff) = game.payoff(profile, player) else {
                        return broken(format!("the game has no profile {profile}"));
                    };
                    if from.is_none_or(|action| profile[player] == action) {
                        let reached = game.payoff(&profile.with(player, to), player);
                        gain += probability * (reached.cloned().unwrap_or_default() - payoff);
                    }
                }
                if gain.is_positive() {
                    let when = from.map_or("always".into(), |action| format!("when told {action}"));
                    return broken(format!("player {player} gains {gain} by action {to}, {when}"));
                }
            }
        }
    }
    Ok(())
}

/// The minimax theorem's certificate in a constant-sum game of two: row's strategy guarantees the lower
/// bound against every column, column's concedes at most the upper one to every row, and the lower is not
/// above the upper. Where the bounds meet, both are optimal.
///
/// # Errors
/// Which promise is not kept.
pub fn zero_sum(
    game: &Game<Rational>,
    row: &MixedStrategy,
    column: &MixedStrategy,
    bounds: &[Rational; 2],
) -> Law {
    let Ok([wins, losses]) = game.to_nested() else { return broken("the game is not of two players") };
    let sum = &wins[0][0] + &losses[0][0];
    for (i, j) in (0..wins.len()).flat_map(|i| (0..wins[i].len()).map(move |j| (i, j))) {
        if &wins[i][j] + &losses[i][j] != sum {
            return broken(format!("the payoffs at ({i}, {j}) do not sum to {sum}"));
        }
    }
    let (x, y) = (row.probabilities(), column.probabilities());
    if (x.len(), y.len()) != (wins.len(), wins[0].len()) {
        return broken("the strategies have other lengths than the game");
    }
    let [low, high] = bounds;
    if low > high {
        return broken(format!("the bounds {low} and {high} exclude each other"));
    }
    for j in 0..y.len() {
        let guaranteed: Rational = (0..x.len()).map(|i| &x[i] * &wins[i][j]).sum();
        if guaranteed < *low {
            return broken(format!("row gets {guaranteed} against column {j}, less than {low}"));
        }
    }
    for (i, line) in wins.iter().enumerate() {
        let conceded: Rational = line.iter().zip(y).map(|(win, q)| win * q).sum();
        if conceded > *high {
            return broken(format!("column concedes {conceded} to row {i}, more than {high}"));
        }
    }
    Ok(())
}

/// Iterated dominance: every certificate holds among what was left, and what is left is what is reported.
///
/// # Errors
/// If not.
pub fn eliminations(game: &Game<Rational>, result: &DominanceResult) -> Law {
    if result.is_verified_in(game) { Ok(()) } else { broken(format!("not in this game: {result}")) }
}

/// A solver that lists equilibria answers the game in another guise with the same list in that guise
/// (in any order).
///
/// ```
/// use detente::equilibrium::{MixedStrategy, nash::{NashOptions, extreme_equilibria}};
/// use detente::testing::{Guise, laws};
/// use detente::{Game, Rational};
/// let solver = |game: &Game<Rational>| -> Vec<Vec<MixedStrategy>> {
///     let found = extreme_equilibria(game, &NashOptions::default()).unwrap();
///     found.equilibria.into_iter().map(|equilibrium| equilibrium.strategies).collect()
/// };
/// let game = Game::battle_of_the_sexes(3, 2, 0)?;
/// let guise = Guise { seats: vec![1, 0], ..Guise::none(&game) };
/// assert!(laws::equivariant(&game, &guise, solver).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// An equilibrium that is missing on one side.
pub fn equivariant(
    game: &Game<Rational>,
    guise: &Guise,
    solver: impl Fn(&Game<Rational>) -> Vec<Vec<MixedStrategy>>,
) -> Law {
    let moved: Vec<_> = solver(game).iter().map(|strategies| guise.strategies(strategies)).collect();
    let found = solver(&guise.game(game));
    if let Some(lost) = moved.iter().find(|strategies| !found.contains(strategies)) {
        return broken(format!("in another guise the equilibrium {lost:?} is not found"));
    }
    if let Some(new) = found.iter().find(|strategies| !moved.contains(strategies)) {
        return broken(format!("only in another guise the equilibrium {new:?} is found"));
    }
    Ok(())
}

/// What every action of every player gains over what the player gets, from the definition: a sum over
/// all profiles.
fn gains(
    game: &Game<Rational>,
    lists: &[&[Rational]],
) -> Result<Vec<(usize, usize, Rational)>, proptest::test_runner::TestCaseError> {
    if !lists.iter().map(|list| list.len()).eq(game.shape().iter().copied()) {
        broken("the strategies have other lengths than the game")?;
    }
    let mut all = Vec::new();
    for player in 0..game.players() {
        let mut replies = vec![Rational::ZERO; game.shape()[player]];
        for index in 0..game.profiles() {
            let others = (0..game.players()).filter(|&other| other != player);
            let chances = others.map(|other| &lists[other][game.action_at(index, other)]);
            let chance = chances.fold(Rational::ONE, |product, p| product * p);
            replies[game.action_at(index, player)] += chance * game.payoff_at(index, player);
        }
        let own: Rational = lists[player].iter().zip(&replies).map(|(p, u)| p * u).sum();
        all.extend(replies.into_iter().enumerate().map(|(action, reply)| (player, action, reply - &own)));
    }
    Ok(all)
}

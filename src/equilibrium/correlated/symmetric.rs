//! Plans that treat equal players equally.
//!
//! A game is symmetric if all players have the same actions and nobody's payoff depends on who is called
//! what: `u_i(a) = u_{s(i)}(s a)` for every renaming `s` of the players. Averaging an equilibrium over all
//! renamings gives an equilibrium (the set is convex), and a symmetric objective does not notice: so the
//! best symmetric plan is best among all plans. The program has one variable per *multiset* of actions,
//! and the incentive constraints of one player stand for everybody's.

use super::objective::{Aim, Objective};
use super::optimal::{BindingConstraint, OptimalCorrelated};
use crate::equilibrium::{Concept, Deviation, Distribution, EquilibriumError, WeightedProfile};
use crate::exact::{Rational, Scalar};
use crate::game::{Game, Profile};
use crate::lp::{Bounds, LinearProgram, LpOptions, Relation};

/// Whether a game is the same for all players, actions matched by their indices.
///
/// ```
/// use detente::{Game, equilibrium::is_symmetric};
/// assert!(is_symmetric(&Game::prisoners_dilemma(5, 3, 1, 0)?));
/// let battle = Game::<f64>::bimatrix(&[[3.0, 0.0], [0.0, 2.0]], &[[2.0, 0.0], [0.0, 3.0]])?;
/// assert!(!is_symmetric(&battle));
/// # Ok::<(), detente::Error>(())
/// ```
pub fn is_symmetric<T: Scalar>(game: &Game<T>) -> bool {
    game.shape().windows(2).all(|pair| pair[0] == pair[1]) && asymmetry(game).is_none()
}

/// A profile at which exchanging two neighbours changes somebody's payoff, and the first of the two.
/// Exchanges of neighbours generate all renamings.
fn asymmetry<T: Scalar>(game: &Game<T>) -> Option<(usize, usize)> {
    let profiles = 0..game.profiles();
    profiles.flat_map(|index| (1..game.players()).map(move |player| (index, player - 1))).find(
        |&(index, player)| {
            let (a, b) = (game.action_at(index, player), game.action_at(index, player + 1));
            let exchanged = game.deviate(game.deviate(index, player, b), player + 1, a);
            let renamed = |i: usize| match i {
                _ if i == player => player + 1,
                _ if i == player + 1 => player,
                _ => i,
            };
            (0..game.players()).any(|i| game.payoff_at(index, i) != game.payoff_at(exchanged, renamed(i)))
        },
    )
}

/// The best equilibrium among those that do not change when players are renamed; the game has to be
/// symmetric, with any number of players.
///
/// For objectives that are themselves symmetric (welfare, maximin) the value is that of
/// [`optimal_correlated`](super::optimal_correlated), and the prices prove the same bound for all plans.
/// For others it is the best among symmetric plans; prices and bound are those of the objective averaged
/// over renamings.
///
/// ```
/// use detente::{Game, Rational, equilibrium::{Concept, Objective, optimal_symmetric_correlated}};
/// use detente::lp::LpOptions;
/// let chicken = Game::bimatrix(&[[6.0, 2.0], [7.0, 0.0]], &[[6.0, 7.0], [2.0, 0.0]])?;
/// let (concept, options) = (Concept::Correlated, LpOptions::default());
/// let best = optimal_symmetric_correlated(&chicken, concept, &Objective::Player(0), &options)?;
/// assert_eq!(best.payoffs, [Rational::new(21, 4), Rational::new(21, 4)]);
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// A game that is not symmetric, an objective that does not fit it, or a budget that ended.
pub fn optimal_symmetric_correlated<T: Scalar>(
    game: &Game<T>,
    concept: Concept,
    objective: &Objective,
    options: &LpOptions,
) -> Result<OptimalCorrelated, EquilibriumError> {
    if let Some(player) = (1..game.players()).find(|&i| game.shape()[i] != game.shape()[0]) {
        return Err(EquilibriumError::NotSymmetric { players: [0, player], profile: None });
    }
    if let Some((index, player)) = asymmetry(game) {
        let profile = Some(game.profile(index).actions().to_vec());
        return Err(EquilibriumError::NotSymmetric { players: [player, player + 1], profile });
    }
    let game = game.to_exact();
    let goal = objective.goal(game.players())?;
    let orbits = orbits(&game)?;
    let players = Rational::from(game.players());
    let costs = match goal.costs((0..game.profiles()).map(|index| game.payoffs_at(index)))? {
        Some(costs) => costs,
        // Symmetric plans pay everybody the same.
        None => {
            (0..game.profiles()).map(|i| game.payoffs_at(i).iter().sum::<Rational>() / &players).collect()
        }
    };
    let average = |orbit: &[usize], number: &dyn Fn(usize) -> Rational| -> Rational {
        orbit.iter().map(|&index| number(index)).sum::<Rational>() / Rational::from(orbit.len())
    };
    let mut program = LinearProgram::maximise();
    for orbit in &orbits {
        program.add_variable(average(orbit, &|index| costs[index].clone()), Bounds::non_negative());
    }
    let all = (0..orbits.len()).map(|orbit| (orbit, Rational::ONE));
    program.add_row("probabilities", all, Relation::Equal, 1)?;
    let mut rows = Vec::new();
    for deviation in Deviation::all(&game, concept).into_iter().filter(|deviation| deviation.player == 0) {
        let gain = |index: usize| deviation.gain_at(&game, index).unwrap_or_default();
        let terms = orbits.iter().enumerate().map(|(variable, orbit)| (variable, average(orbit, &gain)));
        rows.push((program.add_row(deviation.to_string(), terms, Relation::AtMost, 0)?, deviation));
    }
    let best = program.solve(options)?.optimum()?;
    let weighted = orbits.iter().zip(&best.primal).filter(|(_, p)| !p.is_zero()).flat_map(|(orbit, p)| {
        let each = p / &Rational::from(orbit.len());
        orbit.iter().map(move |&index| (index, each.clone()))
    });
    let weighted =
        weighted.map(|(index, probability)| WeightedProfile { profile: game.profile(index), probability });
    let distribution = Distribution::new(weighted.collect())?;
    // One price paid for all players' equal temptations is an equal part of it for each.
    let priced = rows.iter().filter(|(row, _)| best.dual[*row].is_positive());
    let mut binding: Vec<BindingConstraint> = priced
        .flat_map(|&(row, deviation)| {
            let price = &best.dual[row] / &players;
            (0..game.players()).map(move |player| BindingConstraint {
                deviation: Deviation { player, ..deviation },
                price: price.clone(),
            })
        })
        .collect();
    binding.sort_by_key(|constraint| constraint.deviation);
    let shares = match goal.aim {
        Aim::Least => vec![players.checked_recip().unwrap_or_default(); game.players()],
        _ => Vec::new(),
    };
    let bounds = goal.bounds(&best.bounds);
    let value = (bounds[0] == bounds[1]).then(|| bounds[0].clone());
    let payoffs = distribution.payoffs(&game)?;
    Ok(OptimalCorrelated { value, bounds, distribution, payoffs, binding, shares })
}

/// The profiles that differ only by renaming players, together: the first of each has its actions in order.
fn orbits(game: &Game<Rational>) -> Result<Vec<Vec<usize>>, EquilibriumError> {
    let mut position = vec![None; game.profiles()];
    let mut orbits: Vec<Vec<usize>> = Vec::new();
    for index in 0..game.profiles() {
        let mut actions = game.profile(index).actions().to_vec();
        actions.sort_unstable();
        // Profiles come in lexicographic order, so that the sorted one is the first of its orbit.
        let first = game.index(&Profile::from(actions))?;
        match position[first] {
            Some(orbit) => {
                let orbit: &mut Vec<usize> = &mut orbits[orbit];
                orbit.push(index);
            }
            None => {
                position[first] = Some(orbits.len());
                orbits.push(vec![index]);
            }
        }
    }
    Ok(orbits)
}

//! What a game is worth to each player where agreements bind and payoffs can be transferred.
//!
//! Two players: the cooperative-competitive value (Kalai and Kalai, Cooperation in strategic games
//! revisited, Quarterly Journal of Economics 128, 2013), with roots in Nash's variable threats (1953) and
//! Raiffa. Any number: the value of Kohlberg and Neyman (Cooperative strategic games, Theoretical
//! Economics 16, 2021; Games of threats, Games and Economic Behavior 108, 2018), the only one with
//! efficiency, symmetry, additivity, nothing for null players, and nothing for anybody where all threats
//! balance.
//!
//! The *threat power* of a coalition `S` is the value of the zero-sum game between `S` and the rest, both
//! acting as one player with correlated strategies, over the advantage `sum_{S} u - sum_{not S} u`. The
//! value of player `i` is the mean over `k = 1..n` of the mean threat power of the coalitions of `k` players
//! with `i` among them. The values sum to the greatest welfare.
//!
//! Payoffs have to be in one unit that can be transferred: the value moves with a common scale and with a
//! constant for each player, and under no other change of units.

use serde::{Deserialize, Serialize};

use crate::equilibrium::{EquilibriumError, MixedStrategy, matrix_game};
use crate::exact::{Rational, Scalar};
use crate::game::{Game, GameError};
use crate::lp::LpOptions;

/// The most players: half of all coalitions have their game of threats.
const MAX_PLAYERS: usize = 12;

/// What a coalition does together, and how probably.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointAction {
    /// One action per member, members in order.
    pub actions: Vec<usize>,
    /// Its probability, above 0.
    pub probability: Rational,
}

/// The game of threats between a coalition and the rest, solved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreatPower {
    /// The members; player 0 is always one (the rest's power is the same with the other sign).
    pub coalition: Vec<usize>,
    /// The value of the advantage.
    pub power: Rational,
    /// What the coalition does; guarantees at least `power`.
    pub threat: Vec<JointAction>,
    /// What the rest does; concedes at most `power`. Nothing, where there is no rest.
    pub answer: Vec<JointAction>,
}

/// The value and the powers that it averages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CooperativeValue {
    /// What the game is worth to every player.
    pub values: Vec<Rational>,
    /// The power of every coalition with player 0; the last is the coalition of all, whose power is the
    /// greatest welfare.
    pub powers: Vec<ThreatPower>,
}

impl CooperativeValue {
    /// The greatest sum of payoffs, which the values share out.
    pub fn welfare(&self) -> Rational {
        self.values.iter().sum()
    }

    /// Checks every game of threats by substitution and the averages.
    pub fn is_verified_in(&self, game: &Game<Rational>) -> bool {
        let coalitions = coalitions(game.players());
        self.powers.len() == coalitions.len()
            && self.powers.iter().zip(&coalitions).all(|(power, members)| {
                power.coalition == *members && Threats::new(game, members).certifies(power)
            })
            && self.values == averages(game.players(), &self.powers)
    }
}

/// The cooperative-competitive value of a game with side payments, exact, for two to twelve players (and,
/// trivially, one). The game is read exactly.
///
/// ```
/// use detente::{Game, equilibrium::structure::cooperative_value};
/// let dilemma = cooperative_value(&Game::prisoners_dilemma(5, 3, 1, 0)?)?;
/// assert_eq!(dilemma.values, [3.into(), 3.into()]);
/// // Three in a public goods game: nobody has an upper hand.
/// let public = cooperative_value(&Game::public_goods(3, 2)?)?;
/// assert_eq!(public.values, [2.into(), 2.into(), 2.into()]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// More players than that; a linear program whose budget ended.
pub fn cooperative_value<T: Scalar>(game: &Game<T>) -> Result<CooperativeValue, EquilibriumError> {
    if game.players() > MAX_PLAYERS {
        let (found, limit) = (game.players(), MAX_PLAYERS);
        return Err(GameError::TooManyPlayers { found, limit }.into());
    }
    let game = game.to_exact();
    let powers = coalitions(game.players())
        .iter()
        .map(|members| Threats::new(&game, members).solve())
        .collect::<Result<Vec<_>, _>>()?;
    Ok(CooperativeValue { values: averages(game.players(), &powers), powers })
}

/// All coalitions with player 0, that of all players last.
fn coalitions(players: usize) -> Vec<Vec<usize>> {
    let with = |set: usize| (0..players).filter(move |&i| i == 0 || set >> (i - 1) & 1 == 1).collect();
    (0..1usize << players.saturating_sub(1)).map(with).collect()
}

/// The mean over sizes of the mean power of the coalitions of that size with the player among them.
fn averages(players: usize, powers: &[ThreatPower]) -> Vec<Rational> {
    let mut values = vec![Rational::ZERO; players];
    for ThreatPower { coalition, power, .. } in powers {
        for (player, value) in values.iter_mut().enumerate() {
            // The rest's power is the same with the other sign, except where there is no rest.
            let (size, signed) = match coalition.contains(&player) {
                true => (coalition.len(), power.clone()),
                false => (players - coalition.len(), -power),
            };
            *value += signed / Rational::from(binomial(players - 1, size - 1) * players);
        }
    }
    values
}

fn binomial(n: usize, k: usize) -> usize {
    (0..k).fold(1, |product, i| product * (n - i) / (i + 1))
}

/// The zero-sum game between a coalition and the rest.
struct Threats<'a> {
    game: &'a Game<Rational>,
    coalition: &'a [usize],
    rest: Vec<usize>,
    ours: Vec<Vec<usize>>,
    theirs: Vec<Vec<usize>>,
    /// The advantage, one row per joint action of the coalition.
    matrix: Vec<Vec<Rational>>,
}

impl<'a> Threats<'a> {
    fn new(game: &'a Game<Rational>, coalition: &'a [usize]) -> Self {
        let rest: Vec<usize> = (0..game.players()).filter(|player| !coalition.contains(player)).collect();
        let (ours, theirs) = (joint_actions(game, coalition), joint_actions(game, &rest));
        let mut threats = Threats { game, coalition, rest, ours, theirs, matrix: Vec::new() };
        threats.matrix = threats
            .ours
            .iter()
            .map(|own| threats.theirs.iter().map(|other| threats.advantage(own, other)).collect())
            .collect();
        threats
    }

    fn advantage(&self, own: &[usize], other: &[usize]) -> Rational {
        let moves = self.coalition.iter().zip(own).chain(self.rest.iter().zip(other));
        let index = moves.fold(0, |index, (&player, &action)| self.game.deviate(index, player, action));
        let signed = |player: usize| {
            let payoff = self.game.payoff_at(index, player);
            if self.coalition.contains(&player) { payoff.clone() } else { -payoff }
        };
        (0..self.game.players()).map(signed).sum()
    }

    fn solve(self) -> Result<ThreatPower, EquilibriumError> {
        let borrowed: Vec<Vec<&Rational>> = self.matrix.iter().map(|row| row.iter().collect()).collect();
        // At tolerance 0, the default, the two bounds meet in the value.
        let solved = matrix_game::solve(&borrowed, &LpOptions::default())?;
        let [power, _] = solved.bounds;
        let weighted = |actions: &[Vec<usize>], mixture: &MixedStrategy| {
            let weight = |k: usize| JointAction {
                actions: actions[k].clone(),
                probability: mixture.probabilities()[k].clone(),
            };
            mixture.support().into_iter().map(weight).collect::<Vec<_>>()
        };
        let threat = weighted(&self.ours, &solved.maximiser);
        let answer =
            if self.rest.is_empty() { Vec::new() } else { weighted(&self.theirs, &solved.minimiser) };
        Ok(ThreatPower { coalition: self.coalition.to_vec(), power, threat, answer })
    }

    fn certifies(&self, claim: &ThreatPower) -> bool {
        let mixture = |weighted: &[JointAction], known: &[Vec<usize>]| {
            let mut probabilities = vec![Rational::ZERO; known.len()];
            for JointAction { actions, probability } in weighted {
                probabilities[known.iter().position(|other| other == actions)?] += probability;
            }
            MixedStrategy::new(probabilities).ok()
        };
        let nobody = [JointAction { actions: Vec::new(), probability: Rational::ONE }];
        let answer =
            if self.rest.is_empty() && claim.answer.is_empty() { &nobody[..] } else { &claim.answer };
        let (Some(threat), Some(answer)) =
            (mixture(&claim.threat, &self.ours), mixture(answer, &self.theirs))
        else {
            return false;
        };
        let average = |entries: &mut dyn Iterator<Item = &Rational>, by: &MixedStrategy| -> Rational {
            entries.zip(by.probabilities()).map(|(entry, p)| entry * p).sum()
        };
        let guaranteed = (0..self.theirs.len())
            .map(|j| average(&mut self.matrix.iter().map(|row| &row[j]), &threat))
            .min();
        let conceded = self.matrix.iter().map(|row| average(&mut row.iter(), &answer)).max();
        guaranteed.as_ref() == Some(&claim.power) && conceded.as_ref() == Some(&claim.power)
    }
}

/// All joint actions of some players; of nobody, the one that does nothing.
fn joint_actions(game: &Game<Rational>, members: &[usize]) -> Vec<Vec<usize>> {
    members.iter().fold(vec![Vec::new()], |lists, &player| {
        let widen = |list: Vec<usize>| {
            (0..game.shape()[player]).map(move |action| [list.clone(), vec![action]].concat())
        };
        lists.into_iter().flat_map(widen).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upper_hand_is_paid_for() {
        // Player 1 can burn 4 of player 0's at a cost of 1 (a variant of Kalai and Kalai's hot dog stands).
        let number = |row: [i64; 2]| row.map(Rational::from);
        let game = Game::bimatrix(&[[6, 2]].map(number), &[[0, -1]].map(number)).unwrap();
        let found = cooperative_value(&game).unwrap();
        assert_eq!(found.values, [Rational::new(9, 2), Rational::new(3, 2)]);
        assert!(found.is_verified_in(&game));
        let mut wrong = found.clone();
        wrong.powers[0].power += Rational::ONE;
        assert!(!wrong.is_verified_in(&game));
    }

    #[test]
    fn values_share_out_the_welfare_and_null_players_get_nothing() {
        // The third player neither pays nor is paid and has nothing to do.
        let game = Game::from_function(&[2, 2, 1], |p| {
            let pays = [[3, 0], [5, 1]];
            vec![Rational::from(pays[p[0]][p[1]]), Rational::from(pays[p[1]][p[0]] + 1), Rational::ZERO]
        })
        .unwrap();
        let found = cooperative_value(&game).unwrap();
        assert_eq!(found.values, [Rational::from(3), Rational::from(4), Rational::ZERO]);
        assert_eq!(found.welfare(), found.powers.last().unwrap().power);
        assert!(found.is_verified_in(&game));
    }

    #[test]
    fn a_lone_player_gets_its_best_and_too_many_are_refused() {
        let lone = Game::new(&[3], [4, 1, 9].map(Rational::from).to_vec()).unwrap();
        assert_eq!(cooperative_value(&lone).unwrap().values, [Rational::from(9)]);
        let crowd = Game::new(&[1; 13], vec![Rational::ONE; 13]).unwrap();
        assert!(cooperative_value(&crowd).is_err());
    }
}

//! The strategies that everybody knows, for any game in which it is clear what cooperating means.

use serde::{Deserialize, Serialize};

use super::{Choice, Strategy, StrategyError, StrategyState};
use crate::exact::Rational;
use crate::game::{Game, Profile};

/// A well-known strategy. "The others cooperate" means all of them; any other action than the cooperative
/// one counts as defection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Classic {
    /// Cooperates always.
    AlwaysCooperate,
    /// Defects always.
    AlwaysDefect,
    /// Cooperates until anybody, itself included, has defected; then defects for ever (Friedman 1971).
    GrimTrigger,
    /// Cooperates first, then does as the others did (Axelrod 1980; submitted by Rapoport).
    TitForTat,
    /// Tit for tat that begins by defecting (Boyd and Lorberbaum 1987).
    SuspiciousTitForTat,
    /// Defects only after two defections in a row (Axelrod 1984).
    TitForTwoTats,
    /// Repeats its action if the others cooperated, switches if they did not; also called Pavlov
    /// (Kraines and Kraines 1989; Nowak and Sigmund 1993).
    WinStayLoseShift,
    /// Cooperates and defects in turn.
    Alternate,
    /// Throws a coin.
    Random,
}

impl Classic {
    /// All of them.
    pub const ALL: [Classic; 9] = [
        Classic::AlwaysCooperate,
        Classic::AlwaysDefect,
        Classic::GrimTrigger,
        Classic::TitForTat,
        Classic::SuspiciousTitForTat,
        Classic::TitForTwoTats,
        Classic::WinStayLoseShift,
        Classic::Alternate,
        Classic::Random,
    ];

    /// The strategy's name.
    pub fn name(&self) -> &'static str {
        match self {
            Classic::AlwaysCooperate => "always cooperate",
            Classic::AlwaysDefect => "always defect",
            Classic::GrimTrigger => "grim trigger",
            Classic::TitForTat => "tit for tat",
            Classic::SuspiciousTitForTat => "suspicious tit for tat",
            Classic::TitForTwoTats => "tit for two tats",
            Classic::WinStayLoseShift => "win-stay lose-shift",
            Classic::Alternate => "alternate",
            Classic::Random => "random",
        }
    }
}

/// Which action of each player is called cooperation and which defection.
///
/// ```
/// use detente::Game;
/// use detente::repeated::strategies::{Classic, Roles};
/// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// let roles = Roles::new(&stage, &[0, 0].into(), &[1, 1].into())?;
/// assert_eq!(roles.strategy(Classic::GrimTrigger, 0)?.states.len(), 2);
/// assert_eq!(roles.pair(Classic::TitForTat).len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Roles {
    stage: Game<Rational>,
    cooperate: Profile,
    defect: Profile,
}

impl Roles {
    /// The roles of a game's actions, one action per player and role.
    ///
    /// # Errors
    /// If one of the profiles is not one of the game.
    pub fn new(
        stage: &Game<Rational>,
        cooperate: &Profile,
        defect: &Profile,
    ) -> Result<Self, crate::game::GameError> {
        stage.index(cooperate)?;
        stage.index(defect)?;
        Ok(Roles { stage: stage.clone(), cooperate: cooperate.clone(), defect: defect.clone() })
    }

    /// A classic strategy of a player.
    ///
    /// # Errors
    /// If there is no such player.
    pub fn strategy(&self, classic: Classic, player: usize) -> Result<Strategy, StrategyError> {
        self.check(player)?;
        Ok(self.make(classic, player))
    }

    /// The same classic strategy for every player.
    pub fn pair(&self, classic: Classic) -> Vec<Strategy> {
        (0..self.stage.players()).map(|player| self.make(classic, player)).collect()
    }

    /// Tit for tat that forgives a defection with this probability (Nowak and Sigmund 1992, for whom
    /// `min(1 - (T-R)/(R-S), (R-P)/(T-P))` is the most generous that is not exploited).
    ///
    /// # Errors
    /// If there is no such player, or the probability is outside [0, 1].
    pub fn generous_tit_for_tat(
        &self,
        player: usize,
        forgiveness: &Rational,
    ) -> Result<Strategy, StrategyError> {
        self.check(player)?;
        let (cooperate, defect) = (self.cooperate[player], self.defect[player]);
        let mut strategy = self.make(Classic::TitForTat, player);
        strategy.name = "generous tit for tat".into();
        strategy.states[1].actions = vec![
            Choice { action: cooperate, probability: forgiveness.clone() },
            Choice { action: defect, probability: Rational::ONE - forgiveness },
        ];
        strategy.check(&self.stage)?;
        Ok(strategy)
    }

    fn check(&self, player: usize) -> Result<(), StrategyError> {
        if player < self.stage.players() {
            return Ok(());
        }
        let message = format!("there is no player {player}");
        Err(StrategyError::Malformed { location: "player".into(), message })
    }

    fn make(&self, classic: Classic, player: usize) -> Strategy {
        use Classic::*;
        let (nice, nasty) = (("cooperate", self.cooperate[player]), ("defect", self.defect[player]));
        // The next state from: the state, whether the player and whether all others cooperated.
        type Rule = fn(usize, bool, bool) -> usize;
        let (states, initial, rule): (Vec<(&str, usize)>, usize, Rule) = match classic {
            AlwaysCooperate => (vec![nice], 0, |_, _, _| 0),
            AlwaysDefect => (vec![nasty], 0, |_, _, _| 0),
            Random => (vec![("random", nice.1)], 0, |_, _, _| 0),
            GrimTrigger => (vec![nice, nasty], 0, |s, own, others| usize::from(s == 1 || !(own && others))),
            TitForTat => (vec![nice, nasty], 0, |_, _, others| usize::from(!others)),
            SuspiciousTitForTat => (vec![nice, nasty], 1, |_, _, others| usize::from(!others)),
            TitForTwoTats => {
                (
                    vec![nice, ("warned", nice.1), nasty],
                    0,
                    |s, _, others| {
                        if others { 0 } else { (s + 1).min(2) }
                    },
                )
            }
            WinStayLoseShift => (vec![nice, nasty], 0, |_, own, others| usize::from(own != others)),
            Alternate => (vec![nice, nasty], 0, |s, _, _| 1 - s),
        };
        let cooperates = |profile: usize, j: usize| self.stage.action_at(profile, j) == self.cooperate[j];
        let seen: Vec<(bool, bool)> = (0..self.stage.profiles())
            .map(|profile| {
                let mut others = (0..self.stage.players()).filter(|j| *j != player);
                (cooperates(profile, player), others.all(|j| cooperates(profile, j)))
            })
            .collect();
        let states = states.into_iter().enumerate().map(|(s, (name, action))| StrategyState {
            name: name.into(),
            actions: match classic {
                Random if nice.1 != nasty.1 => [nice.1, nasty.1]
                    .map(|action| Choice { action, probability: Rational::new(1, 2) })
                    .to_vec(),
                _ => Choice::surely(action),
            },
            next: seen.iter().map(|&(own, others)| rule(s, own, others)).collect(),
        });
        Strategy { name: classic.name().into(), player, initial, states: states.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classics_are_well_formed_also_where_a_player_has_one_action_or_there_are_three() {
        let single = Game::new(&[1, 2], [0, 1, 2, 3].map(Rational::from).to_vec()).unwrap();
        let three = Game::from_function(&[2, 3, 2], |_| vec![Rational::ONE; 3]).unwrap();
        for (stage, defect) in [(single, vec![0, 1]), (three, vec![1, 2, 1])] {
            let cooperate = Profile::from(vec![0; stage.players()]);
            let roles = Roles::new(&stage, &cooperate, &defect.into()).unwrap();
            for classic in Classic::ALL {
                for strategy in roles.pair(classic) {
                    strategy.check(&stage).unwrap();
                }
            }
            assert!(roles.strategy(Classic::Random, 7).is_err());
            assert!(roles.generous_tit_for_tat(0, &Rational::new(1, 3)).is_ok());
            assert!(roles.generous_tit_for_tat(0, &Rational::from(2)).is_err());
        }
    }

    #[test]
    fn win_stay_lose_shift_cooperates_after_equal_moves() {
        let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        let roles = Roles::new(&stage, &[0, 0].into(), &[1, 1].into()).unwrap();
        assert_eq!(roles.strategy(Classic::WinStayLoseShift, 0).unwrap().states[0].next, [0, 1, 1, 0]);
        assert_eq!(roles.strategy(Classic::TitForTat, 1).unwrap().states[0].next, [0, 0, 1, 1]);
    }
}

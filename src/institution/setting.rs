//! What instruments act on: a repeated game of two, and what counts as cooperation in it.

use super::detection::{Detection, TriggerThreshold};
use super::{Change, InstitutionError};
use crate::exact::Rational;
use crate::game::{Profile, RelativeGains};
use crate::repeated::{Absorbing, Discount, RepeatedGame};

/// A two-player repeated game with the roles of its actions, and how well defection is seen.
///
/// In the field's letters: the reward R is the cell in which both cooperate; the temptations T_i are the
/// cells in which i does anything else while the other cooperates, where the other gets the sucker's
/// payoff S; P is the value of both holding (self-help) for ever.
///
/// ```
/// use detente::{Game, institution::Setting, repeated::RepeatedGame};
/// let rivals = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "2/5")?;
/// let setting = Setting::new(rivals)?;
/// assert_eq!(setting.critical_trigger().to_string(), "1/2");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    game: RepeatedGame,
    cooperate: [usize; 2],
    hold: [usize; 2],
    detection: Detection,
}

/// Which of a profile's payoffs an instrument changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Payment {
    /// What the profile pays in a year.
    Yearly,
    /// What it pays for ever after, if it ends the game.
    ForEver,
}

impl Setting {
    /// With action 0 as cooperation, action 1 as holding, and perfect detection.
    ///
    /// # Errors
    /// If the game does not have two players with at least two actions each.
    pub fn new(game: RepeatedGame) -> Result<Self, InstitutionError> {
        let setting = Setting { game, cooperate: [0, 0], hold: [1, 1], detection: Detection::perfect() };
        setting.checked()
    }

    /// The same game with other actions as cooperation and as holding, one per player.
    ///
    /// # Errors
    /// If there are no such actions, or cooperation is holding.
    pub fn with_roles(mut self, cooperate: [usize; 2], hold: [usize; 2]) -> Result<Self, InstitutionError> {
        (self.cooperate, self.hold) = (cooperate, hold);
        self.checked()
    }

    /// The same game with another detection of defections.
    pub fn with_detection(mut self, detection: Detection) -> Self {
        self.detection = detection;
        self
    }

    fn checked(self) -> Result<Self, InstitutionError> {
        let stage = self.game.stage();
        stage.expect_two_players("an institution")?;
        stage.index(&self.cooperate.into())?;
        stage.index(&self.hold.into())?;
        if (0..2).any(|i| self.cooperate[i] == self.hold[i]) {
            return Err(InstitutionError::OutOfRange {
                name: "hold".into(),
                value: Profile::from(self.hold).to_string(),
                range: "cooperating and holding are different actions of each player",
            });
        }
        Ok(self)
    }

    /// The repeated game.
    pub fn game(&self) -> &RepeatedGame {
        &self.game
    }
    /// The repeated game, taken out.
    pub fn into_game(self) -> RepeatedGame {
        self.game
    }
    /// How well defection is seen.
    pub fn detection(&self) -> &Detection {
        &self.detection
    }
    /// The profile in which both cooperate.
    pub fn cooperation(&self) -> Profile {
        self.cooperate.into()
    }
    /// The profile in which both hold.
    pub fn self_help(&self) -> Profile {
        self.hold.into()
    }

    /// Who defects alone at a profile: does anything but cooperate while the other cooperates.
    pub fn lone_defector(&self, profile: usize) -> Option<usize> {
        let complies = |i: usize| self.cooperates(profile, i);
        match (complies(0), complies(1)) {
            (false, true) => Some(0),
            (true, false) => Some(1),
            _ => None,
        }
    }

    /// Whether a player cooperates at a profile.
    pub fn cooperates(&self, profile: usize, player: usize) -> bool {
        self.game.stage().action_at(profile, player) == self.cooperate[player]
    }

    pub(super) fn is_cooperation(&self, profile: usize) -> bool {
        self.cooperates(profile, 0) && self.cooperates(profile, 1)
    }

    pub(super) fn is_self_help(&self, profile: usize) -> bool {
        (0..2).all(|i| self.game.stage().action_at(profile, i) == self.hold[i])
    }

    /// What both holding for ever is worth to each player, on average: the chance that the game ends
    /// that way included.
    pub fn self_help_value(&self) -> [Rational; 2] {
        let profile = self.index(&self.self_help());
        [0, 1].map(|i| self.game.dynamics().forever(profile, i))
    }

    /// The least discount factor at which each player is held to cooperation by a trigger: an alarm
    /// turns both to holding for ever. With N the yearly gain of the best lone defection and G that of
    /// cooperation over self-help, see [`Detection::trigger_threshold`].
    ///
    /// It says what a trigger achieves; where holding is no equilibrium it proves nothing about others,
    /// and a game that can end is valued by its yearly payoffs and [`Setting::self_help_value`].
    pub fn trigger_thresholds(&self) -> [TriggerThreshold; 2] {
        let stage = self.game.stage();
        let reward = self.index(&self.cooperation());
        let self_help = self.self_help_value();
        [0, 1].map(|i| {
            let kept = stage.payoff_at(reward, i);
            let tempted = stage
                .unilateral(reward, i)
                .filter(|&at| at != reward)
                .map(|at| stage.payoff_at(at, i) - kept)
                .max()
                .unwrap_or_default();
            self.detection.trigger_threshold(&tempted, &(kept - &self_help[i]))
        })
    }

    /// The larger of the two [`Setting::trigger_thresholds`]: where it holds for both.
    pub fn critical_trigger(&self) -> TriggerThreshold {
        let [row, column] = self.trigger_thresholds();
        row.max(column)
    }

    /// The same setting in relative gains, yearly payoffs and those for ever: preferences come last,
    /// after all institutions.
    ///
    /// # Errors
    /// None that a checked setting could raise.
    pub fn in_relative_gains(&self, weights: &RelativeGains) -> Result<Self, InstitutionError> {
        self.with_payoffs(|_, _, payoffs| {
            let changed = weights.of([&payoffs[0], &payoffs[1]]);
            payoffs.clone_from_slice(&changed);
        })
    }

    /// What differs from another setting, cell by cell.
    pub fn changes_since(&self, before: &Setting) -> Vec<Change> {
        super::change::between(before, self)
    }

    /// The profile's index; roles are checked when they are set.
    fn index(&self, profile: &Profile) -> usize {
        profile[0] * self.game.stage().shape()[1] + profile[1]
    }

    /// The same setting after a change of every profile's payoffs, yearly and for ever.
    pub(super) fn with_payoffs(
        &self,
        mut change: impl FnMut(usize, Payment, &mut [Rational]),
    ) -> Result<Self, InstitutionError> {
        let stage = self.game.stage().map_payoffs(|profile, payoffs| {
            let mut changed = payoffs.to_vec();
            change(profile, Payment::Yearly, &mut changed);
            changed
        })?;
        let mut absorbing = self.game.absorbing().to_vec();
        for end in &mut absorbing {
            change(self.index(&end.profile), Payment::ForEver, &mut end.payoff);
        }
        self.with_game(RepeatedGame::with_absorbing(stage, self.game.discount().clone(), absorbing)?)
    }

    /// The same setting after a change of every player's discount factor.
    pub(super) fn with_discounts(
        &self,
        change: impl Fn(&Rational) -> Rational,
    ) -> Result<Self, InstitutionError> {
        let changed = match self.game.discount() {
            Discount::Common(discount) => Discount::Common(change(discount)),
            Discount::PerPlayer(list) => Discount::PerPlayer(list.iter().map(change).collect()),
        };
        self.with_game(self.game.with_discount(changed)?)
    }

    /// The same setting after a change of the profiles that can end the game.
    pub(super) fn with_endings(
        &self,
        mut change: impl FnMut(usize, &mut Absorbing),
    ) -> Result<Self, InstitutionError> {
        let mut absorbing = self.game.absorbing().to_vec();
        for end in &mut absorbing {
            change(self.index(&end.profile), end);
        }
        let (stage, discount) = (self.game.stage().clone(), self.game.discount().clone());
        self.with_game(RepeatedGame::with_absorbing(stage, discount, absorbing)?)
    }

    /// The same roles and detection around another game of the same shape.
    fn with_game(&self, game: RepeatedGame) -> Result<Self, InstitutionError> {
        Ok(Setting { game, ..self.clone() })
    }
}

//! An institution's monitor as a public signal.

use serde::{Deserialize, Serialize};

use super::{InstitutionError, Setting};
use crate::exact::Rational;
use crate::repeated::monitoring::{MonitoringComparison, PublicMonitoring, PublicTarget};
use crate::repeated::{Options, RepeatedError};

/// What an alarm says about who defected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alarm {
    /// One alarm for both: something happened, nobody knows who did it.
    Anonymous,
    /// One alarm for each player, independent of the other's: a monitor that names the violator.
    Attributed,
}

impl Setting {
    /// The stage game with the setting's detection as a public signal: actions are hidden, and an alarm
    /// goes off with probability `false_alarm` while those it watches cooperate, and
    /// `false_alarm + detection` if one of them does anything else.
    ///
    /// Who is told apart matters as much as how well: an anonymous alarm can only be answered by
    /// punishing both, which destroys what cooperation earns; an attributed one by punishing the
    /// violator to the other's benefit (Fudenberg, Levine and Maskin 1994).
    ///
    /// ```
    /// use detente::institution::{Alarm, Detection, Setting};
    /// use detente::{Game, Rational, repeated::RepeatedGame};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "9/10")?;
    /// let watched = Setting::new(game)?.with_detection(Detection::new("2/5", "1/10")?);
    /// let both = [Rational::ONE, Rational::ONE];
    /// let anonymous = watched.public_monitoring(Alarm::Anonymous)?.score(&both)?;
    /// let attributed = watched.public_monitoring(Alarm::Attributed)?.score(&both)?;
    /// assert_eq!(anonymous.value, Some(Rational::from(5)));
    /// assert_eq!(attributed.value, Some(Rational::from(6)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A game that can end: signals of what ended it are not covered.
    pub fn public_monitoring(&self, alarm: Alarm) -> Result<PublicMonitoring, InstitutionError> {
        if !self.game().is_purely_repeated() {
            return Err(InstitutionError::NotApplicable {
                instrument: "public monitoring",
                reason: "the game can end",
                hint: "leave out the absorbing outcomes",
            });
        }
        let stage = self.game().stage();
        let (quiet, after) = (
            self.detection().false_alarm().clone(),
            self.detection().false_alarm() + self.detection().detection(),
        );
        let goes_off = |complies: bool| if complies { quiet.clone() } else { after.clone() };
        let lottery = |profile: usize| -> Vec<Rational> {
            let complies = [0, 1].map(|i| self.cooperates(profile, i));
            match alarm {
                Alarm::Anonymous => {
                    let p = goes_off(complies[0] && complies[1]);
                    vec![Rational::ONE - &p, p]
                }
                Alarm::Attributed => {
                    let [p, q] = complies.map(goes_off);
                    let (still, calm) = (Rational::ONE - &p, Rational::ONE - &q);
                    vec![&still * &calm, &p * &calm, &still * &q, &p * &q]
                }
            }
        };
        let names: Vec<String> = match alarm {
            Alarm::Anonymous => vec!["quiet".into(), "alarm".into()],
            Alarm::Attributed => {
                let [first, second] = [0, 1].map(|i| format!("alarm on {}", stage.player_labels()[i]));
                vec!["quiet".into(), first, second, "alarm on both".into()]
            }
        };
        let law = (0..stage.profiles()).map(lottery).collect();
        Ok(PublicMonitoring::new(stage, names, law).map_err(RepeatedError::from)?)
    }

    /// How patient the players must be for a target with this setting's monitor and with another's (an
    /// institution's, say), by the same kind of alarm.
    ///
    /// ```
    /// use detente::institution::{Alarm, Detection, Institution, Monitoring, Setting};
    /// use detente::repeated::{Options, RepeatedGame, monitoring::PublicTarget};
    /// use detente::{Game, Rational};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "9/10")?;
    /// let alone = Setting::new(game)?.with_detection(Detection::new("2/5", "1/10")?);
    /// let watched = Institution::named("observers").with(Monitoring::detecting("1/2")?).transform(&alone)?;
    /// let target = PublicTarget::AtLeast(vec![Rational::from(2); 2]);
    /// let options = Options::default().directions(4).width(Rational::new(1, 20))?;
    /// let compared = alone.compare_monitors(&watched, Alarm::Anonymous, &target, &options)?;
    /// assert_eq!(compared.helps(), Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Setting::public_monitoring`], and as
    /// [`PublicMonitoring::critical_discount`](crate::repeated::monitoring::PublicMonitoring::critical_discount).
    pub fn compare_monitors(
        &self,
        other: &Setting,
        alarm: Alarm,
        target: &PublicTarget,
        options: &Options,
    ) -> Result<MonitoringComparison, InstitutionError> {
        let (before, after) = (self.public_monitoring(alarm)?, other.public_monitoring(alarm)?);
        Ok(MonitoringComparison::of(&before, &after, target, options)?)
    }
}

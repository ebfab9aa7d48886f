//! A stage game with a public signal: what everybody sees of what was done.

use serde::{Deserialize, Serialize};

use super::MonitoringError;
use crate::exact::{Rational, Scalar};
use crate::game::{Game, Profile};

/// Entries of the largest table of probabilities.
const LARGEST: usize = 4_000_000;

/// A stage game whose actions are not seen: everybody sees a signal, whose probabilities depend on the
/// profile played. Stage payoffs are expected payoffs; what a player receives must not say more about
/// the others' actions than the signal does.
///
/// ```
/// use detente::{Game, Rational, repeated::monitoring::PublicMonitoring};
/// // An alarm goes off with probability 1/10 if both cooperate, 1/2 if anybody does not.
/// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// let rivals = PublicMonitoring::from_function(&stage, ["quiet", "alarm"], |profile| {
///     let alarm = if profile.actions() == [0, 0] { Rational::new(1, 10) } else { Rational::new(1, 2) };
///     vec![Rational::ONE - &alarm, alarm]
/// })?;
/// assert_eq!(rivals.probabilities(&[0, 0].into())?, [Rational::new(9, 10), Rational::new(1, 10)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct PublicMonitoring {
    stage: Game<Rational>,
    signals: Vec<String>,
    /// One lottery over signals per profile, by profile index.
    law: Vec<Vec<Rational>>,
}

#[derive(Deserialize)]
struct Unchecked {
    stage: Game<Rational>,
    signals: Vec<String>,
    law: Vec<Vec<Rational>>,
}

impl TryFrom<Unchecked> for PublicMonitoring {
    type Error = MonitoringError;
    fn try_from(Unchecked { stage, signals, law }: Unchecked) -> Result<Self, MonitoringError> {
        PublicMonitoring::new(&stage, signals, law)
    }
}

impl PublicMonitoring {
    /// From one lottery over signals per profile, by profile index (the last player's action runs
    /// fastest).
    ///
    /// # Errors
    /// No signal, a name used twice, a list of the wrong length, probabilities that are no lottery.
    pub fn new<T: Scalar>(
        stage: &Game<T>,
        signals: impl IntoIterator<Item = impl Into<String>>,
        law: Vec<Vec<Rational>>,
    ) -> Result<Self, MonitoringError> {
        let signals: Vec<String> = signals.into_iter().map(Into::into).collect();
        if signals.is_empty() {
            return Err(MonitoringError::NoSignals);
        }
        check_size(stage.profiles(), signals.len())?;
        let mut seen = std::collections::HashSet::new();
        if let Some(label) = signals.iter().find(|label| !seen.insert(label.as_str())) {
            return Err(MonitoringError::DuplicateSignal { label: label.clone() });
        }
        let count = |location: String, found: usize, expected: usize| {
            if found == expected { Ok(()) } else { Err(MonitoringError::Count { location, found, expected }) }
        };
        count("law".into(), law.len(), stage.profiles())?;
        for (profile, lottery) in law.iter().enumerate() {
            let location = || format!("law at {}", stage.profile(profile));
            count(location(), lottery.len(), signals.len())?;
            let sum: Rational = lottery.iter().sum();
            if sum != Rational::ONE || lottery.iter().any(Rational::is_negative) {
                return Err(MonitoringError::NotALottery { location: location(), sum });
            }
        }
        Ok(PublicMonitoring { stage: stage.to_exact(), signals, law })
    }

    /// From a function that gives the lottery over signals at a profile.
    ///
    /// # Errors
    /// As [`PublicMonitoring::new`].
    pub fn from_function<T: Scalar>(
        stage: &Game<T>,
        signals: impl IntoIterator<Item = impl Into<String>>,
        mut law: impl FnMut(&Profile) -> Vec<Rational>,
    ) -> Result<Self, MonitoringError> {
        let law = (0..stage.profiles()).map(|p| law(&stage.profile(p))).collect();
        PublicMonitoring::new(stage, signals, law)
    }

    /// Perfect monitoring: the signal is the profile itself.
    ///
    /// # Errors
    /// If the game has too many profiles for a table.
    pub fn perfect<T: Scalar>(stage: &Game<T>) -> Result<Self, MonitoringError> {
        let profiles = stage.profiles();
        check_size(profiles, profiles)?;
        let names: Vec<String> = (0..profiles).map(|p| stage.profile(p).to_string()).collect();
        let certain = |p: usize| {
            let mut lottery = vec![Rational::ZERO; profiles];
            lottery[p] = Rational::ONE;
            lottery
        };
        PublicMonitoring::new(stage, names, (0..profiles).map(certain).collect())
    }

    /// The stage game.
    pub fn stage(&self) -> &Game<Rational> {
        &self.stage
    }
    /// The names of the signals.
    pub fn signals(&self) -> &[String] {
        &self.signals
    }
    /// The number of players.
    pub fn players(&self) -> usize {
        self.stage.players()
    }
    /// The probabilities of the signals at a profile.
    ///
    /// # Errors
    /// If the profile is not one of the game.
    pub fn probabilities(&self, profile: &Profile) -> Result<&[Rational], MonitoringError> {
        Ok(self.law_at(self.stage.index(profile)?))
    }

    /// The probabilities of the signals at a profile index.
    pub(crate) fn law_at(&self, profile: usize) -> &[Rational] {
        &self.law[profile]
    }
}

fn check_size(profiles: usize, signals: usize) -> Result<(), MonitoringError> {
    if profiles.saturating_mul(signals) > LARGEST {
        return Err(MonitoringError::TooLarge { profiles, signals });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain;

    #[test]
    fn malformed_signal_structures_are_refused_with_their_place() {
        let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        let half = || vec![Rational::new(1, 2); 2];
        let kind = |signals: &[&str], law: Vec<Vec<Rational>>| {
            PublicMonitoring::new(&stage, signals.iter().copied(), law).unwrap_err().kind()
        };
        assert_eq!(kind(&[], vec![]), "NoSignals");
        assert_eq!(kind(&["a", "a"], vec![half(); 4]), "DuplicateSignal");
        assert_eq!(kind(&["a", "b"], vec![half(); 3]), "Count");
        assert_eq!(kind(&["a"], vec![half(); 4]), "Count");
        let mut law = vec![half(); 4];
        law[2] = vec![Rational::new(3, 2), Rational::new(-1, 2)];
        let error = PublicMonitoring::new(&stage, ["a", "b"], law).unwrap_err();
        assert_eq!((error.kind(), error.location().as_str()), ("NotALottery", "law at (1, 0)"));
    }

    #[test]
    fn json_round_trips_and_is_checked() {
        let stage = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        let perfect = PublicMonitoring::perfect(&stage).unwrap();
        let text = serde_json::to_string(&perfect).unwrap();
        assert_eq!(serde_json::from_str::<PublicMonitoring>(&text).unwrap(), perfect);
        assert!(serde_json::from_str::<PublicMonitoring>(&text.replace("\"1\"", "\"1/2\"")).is_err());
    }
}

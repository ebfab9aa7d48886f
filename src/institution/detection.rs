//! Imperfect detection: a public alarm that a defection makes more likely.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::InstitutionError;
use super::parameter::{IntoNumber, check_fraction, number};
use crate::exact::Rational;

/// A public alarm: `false_alarm = P(alarm | compliance)` and
/// `detection = P(alarm | defection) - P(alarm | compliance)`, with `0 <= detection <= 1 - false_alarm`.
///
/// ```
/// use detente::institution::Detection;
/// let eyes = Detection::new("2/5", "1/10")?;
/// assert_eq!(eyes.improved("1/2", "1")?, Detection::new("13/20", 0)?);
/// assert!(Detection::new("4/5", "3/10").is_err());
/// # Ok::<(), detente::institution::InstitutionError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Detection {
    detection: Rational,
    false_alarm: Rational,
}

#[derive(Deserialize)]
struct Unchecked {
    detection: Rational,
    false_alarm: Rational,
}

impl TryFrom<Unchecked> for Detection {
    type Error = InstitutionError;
    fn try_from(Unchecked { detection, false_alarm }: Unchecked) -> Result<Self, InstitutionError> {
        Detection::new(detection, false_alarm)
    }
}

impl Detection {
    /// Every defection is seen and nothing else is taken for one.
    pub fn perfect() -> Self {
        Detection { detection: Rational::ONE, false_alarm: Rational::ZERO }
    }

    /// With these two numbers.
    ///
    /// # Errors
    /// If they are not numbers, not in [0, 1], or add up to more than 1.
    pub fn new(detection: impl IntoNumber, false_alarm: impl IntoNumber) -> Result<Self, InstitutionError> {
        let detection = number("detection", detection)?;
        let false_alarm = number("false_alarm", false_alarm)?;
        check_fraction("detection", &detection)?;
        check_fraction("false_alarm", &false_alarm)?;
        if &detection + &false_alarm > Rational::ONE {
            return Err(InstitutionError::OutOfRange {
                name: "detection + false_alarm".into(),
                value: (&detection + &false_alarm).to_string(),
                range: "the probability of an alarm after a defection, detection + false_alarm, is at most 1",
            });
        }
        Ok(Detection { detection, false_alarm })
    }

    /// `P(alarm | defection) - P(alarm | compliance)`.
    pub fn detection(&self) -> &Rational {
        &self.detection
    }
    /// `P(alarm | compliance)`.
    pub fn false_alarm(&self) -> &Rational {
        &self.false_alarm
    }

    /// Detection closes the share `gain` of its distance to certainty, then false alarms lose the share
    /// `cut`: `d + gain (1 - eps - d)` and `eps (1 - cut)`.
    ///
    /// # Errors
    /// If a share is no number in [0, 1].
    pub fn improved(&self, gain: impl IntoNumber, cut: impl IntoNumber) -> Result<Self, InstitutionError> {
        let (gain, cut) = (number("detection gain", gain)?, number("false-alarm cut", cut)?);
        check_fraction("detection gain", &gain)?;
        check_fraction("false-alarm cut", &cut)?;
        let missed = Rational::ONE - &self.false_alarm - &self.detection;
        Ok(Detection {
            detection: &self.detection + &(gain * missed),
            false_alarm: &self.false_alarm * &(Rational::ONE - cut),
        })
    }

    /// The least discount factor at which a trigger on the alarm holds a player to compliance, when
    /// defection gains `temptation_gain` for a year and the alarm costs `cooperation_gain` a year for
    /// ever. With N and G these two: 0 if N <= 0, never if d G <= eps N, else N / (d G + (1 - eps) N).
    ///
    /// With perfect detection this is the grim trigger's N / (N + G) (Friedman 1971); with an alarm it is
    /// the strongly symmetric case of Green and Porter, Noncooperative collusion under imperfect price
    /// information, Econometrica 52, 1984.
    pub fn trigger_threshold(
        &self,
        temptation_gain: &Rational,
        cooperation_gain: &Rational,
    ) -> TriggerThreshold {
        if !temptation_gain.is_positive() {
            return TriggerThreshold::At(Rational::ZERO);
        }
        let punished = &self.detection * cooperation_gain;
        if punished <= &self.false_alarm * temptation_gain {
            return TriggerThreshold::Never;
        }
        let patience = punished + (Rational::ONE - &self.false_alarm) * temptation_gain;
        TriggerThreshold::At(temptation_gain / &patience)
    }

    /// The best payoff of a strongly symmetric public perfect equilibrium of a symmetric game with this
    /// alarm, `reward - (temptation - reward) eps / d`: what false alarms cost does not vanish with
    /// patience (Abreu, Milgrom and Pearce, Information and timing in repeated partnerships,
    /// Econometrica 59, 1991). It is attained where the discount factor is at least
    /// [`Detection::trigger_threshold`]; `None` if defection leaves no trace (d = 0).
    pub fn best_symmetric_payoff(&self, reward: &Rational, temptation: &Rational) -> Option<Rational> {
        let ratio = self.false_alarm.checked_div(&self.detection)?;
        Some(reward - &((temptation - reward) * ratio))
    }
}

impl fmt::Display for Detection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "detection {}, false alarms {}", self.detection, self.false_alarm)
    }
}

/// The least discount factor at which a trigger strategy holds a player.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TriggerThreshold {
    /// At this discount factor and above; 0 where no patience is needed.
    At(Rational),
    /// At none: the trigger fails however patient the player is.
    Never,
}

impl TriggerThreshold {
    /// Whether the trigger holds at a discount factor.
    pub fn holds_at(&self, discount: &Rational) -> bool {
        matches!(self, TriggerThreshold::At(least) if discount >= least)
    }
    /// The threshold as a float; infinite if there is none.
    pub fn to_f64(&self) -> f64 {
        match self {
            TriggerThreshold::At(least) => least.to_f64(),
            TriggerThreshold::Never => f64::INFINITY,
        }
    }
}

impl fmt::Display for TriggerThreshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TriggerThreshold::At(least) => least.fmt(f),
            TriggerThreshold::Never => f.write_str("never"),
        }
    }
}

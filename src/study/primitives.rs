//! The primitives of a bargaining case: what the two sides value, hold, fear and expect.
//!
//! Everything the models compute from them is a rational function, so with [`Rational`] the mode values
//! of a case yield exact games, and with `f64` a Monte Carlo run is fast. Amounts are payoffs per year in
//! units of player 0's value of the whole stake (at its mode); probabilities and hazards are per year.
//!
//! [`Rational`]: crate::Rational

use serde::Serialize;

use super::StudyError;
use crate::exact::{Rational, Scalar};

/// What belongs to one side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Side<T> {
    /// `v`: the yearly value of the whole stake.
    pub stake: T,
    /// `iota`: indivisibility, 0 (shares count linearly) to 1 (a share s is worth s^4 of the whole).
    pub indivisibility: T,
    /// `c`: cost of war, annuitised.
    pub war_cost: T,
    /// `a`: cost of a stand-off.
    pub stand_off_cost: T,
    /// `g`: peace dividend.
    pub peace_dividend: T,
    /// `t`: cost of negotiating and conceding before the own audience.
    pub negotiation_cost: T,
    /// `k`: weight of the rival's payoff in relative gains.
    pub relative_gains: T,
}

/// A bargaining case between player 0 and player 1.
///
/// ```
/// use detente::study::{Primitives, karabakh_data};
/// use detente::Rational;
/// let phase = karabakh_data()?.phase("1994-2003")?;
/// let modes: Primitives<Rational> = phase.at_modes()?;
/// assert_eq!(modes.holding.to_string(), "19/20");
/// # Ok::<(), detente::study::StudyError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Primitives<T> {
    /// What belongs to either side.
    pub sides: [Side<T>; 2],
    /// `x`: player 0's share in the proposed division.
    pub division: T,
    /// `h`: player 0's share of what is held now.
    pub holding: T,
    /// `p`: chance that player 0 wins a war that both start.
    pub victory: T,
    /// `lambda`: what an agreement adds to the pie (half to each side's share).
    pub integrative: T,
    /// `f`: odds multiplier of moving first, at least 1.
    pub first_move: T,
    /// `rho`: share of the surprise that is left against a mobilised side.
    pub surprise_left: T,
    /// `phi`: share of the war cost that the attacker pays in a fait accompli.
    pub fait_accompli: T,
    /// `mu`: share of the peace dividend kept when the concession is pocketed.
    pub pocketed_dividend: T,
    /// `omega`: yearly hazard that a stand-off turns into war.
    pub hazard: T,
    /// `d`: P(alarm | defection) - P(alarm | compliance).
    pub detection: T,
    /// `eps`: P(alarm | compliance).
    pub false_alarm: T,
    /// `delta`: the common discount factor per year.
    pub discount: T,
}

impl<T: Scalar> Primitives<T> {
    /// Refuses values outside their ranges, more detection than there is room for, and spite.
    ///
    /// # Errors
    /// The first parameter that is out of range, by its short name (`cA`, `delta`, ...).
    pub fn validate(&self) -> Result<(), StudyError> {
        let (zero, one) = (T::zero(), T::one());
        let refuse = |name: String, value: &T, range: &'static str| {
            Err(StudyError::OutOfRange { name, value: value.to_string(), range })
        };
        for (side, letter) in self.sides.iter().zip(["A", "Z"]) {
            if !(side.stake.is_finite() && side.stake > zero) {
                return refuse(format!("v{letter}"), &side.stake, "the value of the stake is above 0");
            }
            if !(side.indivisibility >= zero && side.indivisibility <= one) {
                return refuse(
                    format!("iota{letter}"),
                    &side.indivisibility,
                    "indivisibility lies in [0, 1]",
                );
            }
            let amounts = [
                ("c", &side.war_cost),
                ("a", &side.stand_off_cost),
                ("g", &side.peace_dividend),
                ("t", &side.negotiation_cost),
                ("k", &side.relative_gains),
            ];
            for (name, value) in amounts {
                if !(value.is_finite() && *value >= zero) {
                    return refuse(format!("{name}{letter}"), value, "the amount is finite and at least 0");
                }
            }
        }
        let shares = [
            ("x", &self.division),
            ("h", &self.holding),
            ("p", &self.victory),
            ("rho", &self.surprise_left),
            ("phi", &self.fait_accompli),
            ("mu", &self.pocketed_dividend),
            ("omega", &self.hazard),
            ("d", &self.detection),
            ("eps", &self.false_alarm),
        ];
        for (name, value) in shares {
            if !(*value >= zero && *value <= one) {
                return refuse(name.into(), value, "the share or probability lies in [0, 1]");
            }
        }
        if !(self.integrative.is_finite() && self.integrative >= -one.clone() && self.integrative <= one) {
            return refuse("lam".into(), &self.integrative, "the integrative potential lies in [-1, 1]");
        }
        if !(self.first_move.is_finite() && self.first_move >= one) {
            return refuse("f".into(), &self.first_move, "the odds multiplier is finite and at least 1");
        }
        if !(self.discount > zero && self.discount < one) {
            return refuse(
                "delta".into(),
                &self.discount,
                "the discount factor lies strictly between 0 and 1",
            );
        }
        if self.detection.clone() + &self.false_alarm > one {
            return Err(StudyError::Detection {
                detection: self.detection.to_string(),
                false_alarm: self.false_alarm.to_string(),
            });
        }
        let [first, second] = [&self.sides[0].relative_gains, &self.sides[1].relative_gains];
        if first.clone() * second > one {
            return Err(StudyError::Spite { first: first.to_string(), second: second.to_string() });
        }
        Ok(())
    }

    /// The same case with both war costs multiplied by `scale`.
    ///
    /// # Errors
    /// If the scale is negative or not finite.
    pub fn with_war_costs_scaled(mut self, scale: &T) -> Result<Self, StudyError> {
        check_cost_scale(scale)?;
        for side in &mut self.sides {
            side.war_cost = side.war_cost.clone() * scale;
        }
        Ok(self)
    }

    /// The same case with both relative-gains weights set to `k`.
    pub fn with_relative_gains(mut self, k: &T) -> Self {
        for side in &mut self.sides {
            side.relative_gains = k.clone();
        }
        self
    }

    /// The share that side `i` has of a split in which player 0 has `share`.
    pub(super) fn own_share(side: usize, share: &T) -> T {
        if side == 0 { share.clone() } else { T::one() - share }
    }

    /// `y_i(s) = (1 - iota) s + iota s^4`, the share clamped to [0, 1]: what a share of the stake is worth.
    pub(super) fn worth(&self, side: usize, share: T) -> T {
        let (zero, one) = (T::zero(), T::one());
        let share = share.larger(&zero).smaller(&one).clone();
        let iota = &self.sides[side].indivisibility;
        let square = share.clone() * &share;
        let quartic = square.clone() * &square;
        (one - iota) * &share + iota.clone() * &quartic
    }

    /// Expected share of a side that attacks first, when moving first multiplies its odds by `multiplier`.
    pub(super) fn first_strike(&self, side: usize, multiplier: &T) -> T {
        let p = Self::own_share(side, &self.victory);
        let raised = multiplier.clone() * &p;
        raised.clone() / &(raised + &(T::one() - &p))
    }

    /// `1 + rho (f - 1)`: the odds multiplier against a side that is mobilised.
    pub(super) fn blunted_first_move(&self) -> T {
        T::one() + self.surprise_left.clone() * &(self.first_move.clone() - &T::one())
    }
}

/// Refuses a scale of the war costs that is negative or not finite.
pub(super) fn check_cost_scale<T: Scalar>(scale: &T) -> Result<(), StudyError> {
    if scale.is_finite() && *scale >= T::zero() {
        return Ok(());
    }
    let value = scale.to_string();
    let range = "the scale of the war costs is finite and at least 0";
    Err(StudyError::OutOfRange { name: "cost scale".into(), value, range })
}

impl Primitives<Rational> {
    /// The nearest floats.
    pub fn to_floats(&self) -> Primitives<f64> {
        let side = |i: usize| {
            let s = &self.sides[i];
            Side {
                stake: s.stake.to_f64(),
                indivisibility: s.indivisibility.to_f64(),
                war_cost: s.war_cost.to_f64(),
                stand_off_cost: s.stand_off_cost.to_f64(),
                peace_dividend: s.peace_dividend.to_f64(),
                negotiation_cost: s.negotiation_cost.to_f64(),
                relative_gains: s.relative_gains.to_f64(),
            }
        };
        Primitives {
            sides: [side(0), side(1)],
            division: self.division.to_f64(),
            holding: self.holding.to_f64(),
            victory: self.victory.to_f64(),
            integrative: self.integrative.to_f64(),
            first_move: self.first_move.to_f64(),
            surprise_left: self.surprise_left.to_f64(),
            fait_accompli: self.fait_accompli.to_f64(),
            pocketed_dividend: self.pocketed_dividend.to_f64(),
            hazard: self.hazard.to_f64(),
            detection: self.detection.to_f64(),
            false_alarm: self.false_alarm.to_f64(),
            discount: self.discount.to_f64(),
        }
    }
}

//! What an institution does to a case: one parameter per instrument, applied in a fixed order.
//!
//! | short name | instrument | where it acts |
//! |---|---|---|
//! | `tau` | cut of negotiation costs | primitives: `t <- t (1 - tau)` |
//! | `psi` | cut of the first-move advantage | primitives: `f <- 1 + (f - 1)(1 - psi)` |
//! | `zeta` | freezing of the front | primitives: `omega <- omega (1 - zeta)`; raises the payoff of whoever holds |
//! | `sigma` | longer shadow of the future | primitives: `delta <- 1 - (1 - delta)(1 - sigma)` |
//! | `dd`, `epscut` | monitoring | primitives: `d <- d + dd (1 - eps - d)`, then `eps <- eps (1 - epscut)` |
//! | `b`, `bS`, `m` | aid to mutual and to lone compromisers, membership cost | cells: reward and sucker's payoff |
//! | `gamma`, `theta` | guarantee to the exploited and against the exploiter | cells: `T -= gamma theta (T - P)`, `S += gamma (P - S)` |
//! | `q`, `s`, `eta` | enforcement probability, sanction, share of it on mutual holding | cells: `T -= q s`, `P -= eta q s` |
//! | `LT`, `LR` | linked gain from defection, from cooperation | the reduced game's incentive constraint only |
//!
//! Relative gains come after all of these.

use serde::Serialize;

use super::{Primitives, StudyError};
use crate::exact::{Rational, Scalar};

/// The instruments that differ by side. All amounts are payoffs per year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SideInstruments<T> {
    /// `b`: aid while both compromise.
    pub aid: T,
    /// `bS`: aid to the side that compromises alone.
    pub lone_aid: T,
    /// `s`: size of the sanction on a defector.
    pub sanction: T,
    /// `m`: cost of membership, paid by whoever complies.
    pub membership: T,
    /// `LT`: gain from defection on the linked issue.
    pub linked_temptation: T,
    /// `LR`: gain from cooperation on the linked issue.
    pub linked_reward: T,
}

/// An institution, as the list of its instruments' strengths; zero means that the instrument is absent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct InstitutionParameters<T> {
    /// `tau`: share of the negotiation cost taken away.
    pub negotiation_cut: T,
    /// `q`: probability that a sanction is enforced.
    pub enforcement: T,
    /// `eta`: share of the sanction that falls on mutual holding.
    pub holding_sanction: T,
    /// `gamma`: strength of the guarantee to the exploited side.
    pub guarantee: T,
    /// `theta`: how much of the guarantee is taken from the exploiter.
    pub guarantee_against: T,
    /// `psi`: cut of the first-move advantage.
    pub first_move_cut: T,
    /// `zeta`: freezing, the cut of the hazard of war.
    pub freezing: T,
    /// `dd`: share closed of the gap between detection and certainty.
    pub detection_gain: T,
    /// `epscut`: cut of false alarms.
    pub false_alarm_cut: T,
    /// `sigma`: share of the impatience taken away.
    pub longer_shadow: T,
    /// The instruments that differ by side.
    pub sides: [SideInstruments<T>; 2],
}

impl<T: Scalar> InstitutionParameters<T> {
    /// Anarchy: every instrument absent.
    pub fn none() -> Self {
        let side = || SideInstruments {
            aid: T::zero(),
            lone_aid: T::zero(),
            sanction: T::zero(),
            membership: T::zero(),
            linked_temptation: T::zero(),
            linked_reward: T::zero(),
        };
        InstitutionParameters {
            negotiation_cut: T::zero(),
            enforcement: T::zero(),
            holding_sanction: T::zero(),
            guarantee: T::zero(),
            guarantee_against: T::zero(),
            first_move_cut: T::zero(),
            freezing: T::zero(),
            detection_gain: T::zero(),
            false_alarm_cut: T::zero(),
            longer_shadow: T::zero(),
            sides: [side(), side()],
        }
    }

    /// Refuses shares outside [0, 1] and amounts that are negative or not finite.
    ///
    /// # Errors
    /// The first parameter that is out of range, by its short name.
    pub fn validate(&self) -> Result<(), StudyError> {
        let (zero, one) = (T::zero(), T::one());
        let refuse = |name: String, value: &T, range: &'static str| {
            Err(StudyError::OutOfRange { name, value: value.to_string(), range })
        };
        let shares = [
            ("tau", &self.negotiation_cut),
            ("q", &self.enforcement),
            ("eta", &self.holding_sanction),
            ("gamma", &self.guarantee),
            ("theta", &self.guarantee_against),
            ("psi", &self.first_move_cut),
            ("zeta", &self.freezing),
            ("dd", &self.detection_gain),
            ("epscut", &self.false_alarm_cut),
        ];
        for (name, value) in shares {
            if !(*value >= zero && *value <= one) {
                return refuse(name.into(), value, "the instrument's strength lies in [0, 1]");
            }
        }
        if !(self.longer_shadow >= zero && self.longer_shadow < one) {
            return refuse(
                "sigma".into(),
                &self.longer_shadow,
                "the longer shadow lies in [0, 1), 1 excluded",
            );
        }
        for (side, letter) in self.sides.iter().zip(["A", "Z"]) {
            let amounts = [
                ("b", &side.aid),
                ("bS", &side.lone_aid),
                ("s", &side.sanction),
                ("m", &side.membership),
                ("LT", &side.linked_temptation),
                ("LR", &side.linked_reward),
            ];
            for (name, value) in amounts {
                if !(value.is_finite() && *value >= zero) {
                    return refuse(format!("{name}{letter}"), value, "the amount is finite and at least 0");
                }
            }
        }
        Ok(())
    }

    /// The case as it is once the institution has acted on its primitives (the first step of the order).
    ///
    /// The annuitised war cost stays as it is although the discount factor moves.
    pub fn act_on(&self, case: &Primitives<T>) -> Primitives<T> {
        let keep = |cut: &T| T::one() - cut;
        let mut after = case.clone();
        after.discount = T::one() - &(keep(&case.discount) * &keep(&self.longer_shadow));
        for side in &mut after.sides {
            side.negotiation_cost = side.negotiation_cost.clone() * &keep(&self.negotiation_cut);
        }
        after.first_move = T::one() + &((case.first_move.clone() - &T::one()) * &keep(&self.first_move_cut));
        after.hazard = case.hazard.clone() * &keep(&self.freezing);
        let gap = keep(&case.false_alarm) - &case.detection;
        after.detection = case.detection.clone() + &(self.detection_gain.clone() * &gap);
        after.false_alarm = case.false_alarm.clone() * &keep(&self.false_alarm_cut);
        after
    }

    /// `q s_i`: the sanction that side `i` expects.
    pub(super) fn expected_sanction(&self, side: usize) -> T {
        self.enforcement.clone() * &self.sides[side].sanction
    }
}

impl InstitutionParameters<Rational> {
    /// The nearest floats.
    pub fn to_floats(&self) -> InstitutionParameters<f64> {
        let side = |i: usize| {
            let s = &self.sides[i];
            SideInstruments {
                aid: s.aid.to_f64(),
                lone_aid: s.lone_aid.to_f64(),
                sanction: s.sanction.to_f64(),
                membership: s.membership.to_f64(),
                linked_temptation: s.linked_temptation.to_f64(),
                linked_reward: s.linked_reward.to_f64(),
            }
        };
        InstitutionParameters {
            negotiation_cut: self.negotiation_cut.to_f64(),
            enforcement: self.enforcement.to_f64(),
            holding_sanction: self.holding_sanction.to_f64(),
            guarantee: self.guarantee.to_f64(),
            guarantee_against: self.guarantee_against.to_f64(),
            first_move_cut: self.first_move_cut.to_f64(),
            freezing: self.freezing.to_f64(),
            detection_gain: self.detection_gain.to_f64(),
            false_alarm_cut: self.false_alarm_cut.to_f64(),
            longer_shadow: self.longer_shadow.to_f64(),
            sides: [side(0), side(1)],
        }
    }
}

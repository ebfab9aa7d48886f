//! Ranges by short name: the bridge between a data file's rows and the models' parameters.

use std::collections::BTreeMap;

use crate::exact::{Rational, Scalar};
use crate::study::{InstitutionParameters, Primitives, Range, Side, SideInstruments, StudyError};

/// How many primitives a case has (`rho` apart, which the study fixes at one half).
pub const PRIMITIVES: usize = 24;
/// How many parameters an institution has.
pub const INSTRUMENTS: usize = 22;

/// The primitives' short names, in the order of every table and of every draw.
pub const PRIMITIVE_NAMES: [&str; PRIMITIVES] = [
    "vA", "vZ", "lam", "iota", "f", "cA", "cZ", "phi", "aA", "aZ", "gA", "gZ", "mu", "tA", "tZ", "kA", "kZ",
    "d", "eps", "x", "h", "p", "omega", "delta",
];
/// The instruments' short names, in the order of every table and of every draw.
pub const INSTRUMENT_NAMES: [&str; INSTRUMENTS] = [
    "tau", "q", "eta", "gamma", "theta", "psi", "zeta", "dd", "epscut", "sigma", "bA", "bZ", "bSA", "bSZ",
    "sA", "sZ", "mA", "mZ", "LTA", "LTZ", "LRA", "LRZ",
];

/// Puts named ranges into a table's order.
///
/// # Errors
/// A name that is not in the table, or one that is missing and has no default.
pub(super) fn in_order<const N: usize>(
    owner: &str,
    names: &[&'static str; N],
    mut given: BTreeMap<String, Range>,
    default: Option<&Range>,
) -> Result<[Range; N], StudyError> {
    let mut ranges = Vec::with_capacity(N);
    for &name in names {
        let range = given.remove(name).or_else(|| default.cloned());
        ranges.push(range.ok_or_else(|| StudyError::Missing { owner: owner.into(), name })?);
    }
    if let Some((name, _)) = given.pop_first() {
        let known = names.iter().map(|name| name.to_string()).collect();
        return Err(StudyError::Unknown { what: "parameter", name: format!("{owner}.{name}"), known });
    }
    // One range was pushed per name.
    Ok(ranges.try_into().expect("as many ranges as names"))
}

/// The place of a parameter in a table.
///
/// # Errors
/// If the table has no such parameter.
pub(super) fn position(names: &[&str], name: &str) -> Result<usize, StudyError> {
    names.iter().position(|known| *known == name).ok_or_else(|| StudyError::Unknown {
        what: "parameter",
        name: name.into(),
        known: names.iter().map(|known| known.to_string()).collect(),
    })
}

impl<T: Scalar> Primitives<T> {
    /// The case with these values, in the order of [`PRIMITIVE_NAMES`]; `rho` is one half.
    pub fn from_values(values: [T; PRIMITIVES]) -> Self {
        let [
            stake_a,
            stake_z,
            integrative,
            iota,
            first_move,
            war_a,
            war_z,
            fait_accompli,
            stand_a,
            stand_z,
            peace_a,
            peace_z,
            pocketed_dividend,
            talk_a,
            talk_z,
            relative_a,
            relative_z,
            detection,
            false_alarm,
            division,
            holding,
            victory,
            hazard,
            discount,
        ] = values;
        let side = |stake, war_cost, stand_off_cost, peace_dividend, negotiation_cost, relative_gains| Side {
            stake,
            indivisibility: iota.clone(),
            war_cost,
            stand_off_cost,
            peace_dividend,
            negotiation_cost,
            relative_gains,
        };
        Primitives {
            sides: [
                side(stake_a, war_a, stand_a, peace_a, talk_a, relative_a),
                side(stake_z, war_z, stand_z, peace_z, talk_z, relative_z),
            ],
            division,
            holding,
            victory,
            integrative,
            first_move,
            surprise_left: T::from_exact(&Rational::new(1, 2)),
            fait_accompli,
            pocketed_dividend,
            hazard,
            detection,
            false_alarm,
            discount,
        }
    }
}

impl<T: Scalar> InstitutionParameters<T> {
    /// The institution with these strengths, in the order of [`INSTRUMENT_NAMES`].
    pub fn from_values(values: [T; INSTRUMENTS]) -> Self {
        let [
            negotiation_cut,
            enforcement,
            holding_sanction,
            guarantee,
            guarantee_against,
            first_move_cut,
            freezing,
            detection_gain,
            false_alarm_cut,
            longer_shadow,
            aid_a,
            aid_z,
            lone_a,
            lone_z,
            sanction_a,
            sanction_z,
            member_a,
            member_z,
            linked_t_a,
            linked_t_z,
            linked_r_a,
            linked_r_z,
        ] = values;
        let side = |aid, lone_aid, sanction, membership, linked_temptation, linked_reward| SideInstruments {
            aid,
            lone_aid,
            sanction,
            membership,
            linked_temptation,
            linked_reward,
        };
        InstitutionParameters {
            negotiation_cut,
            enforcement,
            holding_sanction,
            guarantee,
            guarantee_against,
            first_move_cut,
            freezing,
            detection_gain,
            false_alarm_cut,
            longer_shadow,
            sides: [
                side(aid_a, lone_a, sanction_a, member_a, linked_t_a, linked_r_a),
                side(aid_z, lone_z, sanction_z, member_z, linked_t_z, linked_r_z),
            ],
        }
    }
}

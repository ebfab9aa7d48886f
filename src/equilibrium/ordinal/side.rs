//! The class of one side's preferences over the four cells of a 2 x 2 game.

use std::cmp::Ordering;
use std::fmt;

use serde::Serialize;

use crate::exact::Scalar;

/// What one player's order of temptation `T`, reward `R`, punishment `P` and sucker's payoff `S` is
/// called. Each side of an asymmetric game has its own class.
///
/// | class | order |
/// |---|---|
/// | Prisoner's Dilemma | T > R > P > S |
/// | Stag Hunt | R >= T, R > P > S |
/// | Chicken | T > R > S > P |
/// | Deadlock | T > P >= R |
/// | Harmony | R >= T, S >= P, R > P |
///
/// The five are disjoint; every other order is called by itself (`P > T > R > S`, `T > R > P = S`).
///
/// ```
/// use detente::equilibrium::SideClass;
/// assert_eq!(SideClass::of(&5.0, &3.0, &1.0, &0.0), SideClass::PrisonersDilemma);
/// assert_eq!(SideClass::of(&2.0, &1.0, &3.0, &0.0).to_string(), "P > T > R > S");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SideClass {
    /// T > R > P > S: defection dominates, mutual cooperation is better for both.
    PrisonersDilemma,
    /// R >= T, R > P > S: cooperation is a best reply to itself, but alone it is exploited.
    StagHunt,
    /// T > R > S > P: mutual defection is the worst outcome.
    Chicken,
    /// T > P >= R: self-help is no worse than mutual cooperation.
    Deadlock,
    /// R >= T, S >= P, R > P: cooperation is a best reply to everything.
    Harmony,
    /// Any other order, written out.
    Other(String),
}

impl SideClass {
    /// The class of a player whose payoffs are `temptation` (defects alone), `reward` (both cooperate),
    /// `punishment` (both defect) and `sucker` (cooperates alone). Ties count as ties: nothing is rounded.
    ///
    /// A NaN among them is in no order and yields `Other("unordered")`.
    pub fn of<T: Scalar>(temptation: &T, reward: &T, punishment: &T, sucker: &T) -> Self {
        let (t, r, p, s) = (temptation, reward, punishment, sucker);
        if t > r && r > p && p > s {
            Self::PrisonersDilemma
        } else if r >= t && r > p && p > s {
            Self::StagHunt
        } else if t > r && r > s && s > p {
            Self::Chicken
        } else if t > p && p >= r {
            Self::Deadlock
        } else if r >= t && s >= p && r > p {
            Self::Harmony
        } else {
            Self::Other(written_order([("T", t), ("R", r), ("P", p), ("S", s)]))
        }
    }
}

/// The letters from the highest payoff to the lowest, ties in the order T, R, P, S.
fn written_order<T: Scalar>(mut payoffs: [(&str, &T); 4]) -> String {
    if payoffs.iter().any(|(_, value)| value.partial_cmp(value).is_none()) {
        return "unordered".into();
    }
    payoffs.sort_by(|(_, a), (_, b)| b.partial_cmp(a).unwrap_or(Ordering::Equal));
    let mut text = payoffs[0].0.to_string();
    for pair in payoffs.windows(2) {
        text += if pair[0].1 == pair[1].1 { " = " } else { " > " };
        text += pair[1].0;
    }
    text
}

impl fmt::Display for SideClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::PrisonersDilemma => "Prisoner's Dilemma",
            Self::StagHunt => "Stag Hunt",
            Self::Chicken => "Chicken",
            Self::Deadlock => "Deadlock",
            Self::Harmony => "Harmony",
            Self::Other(order) => order,
        })
    }
}

impl Serialize for SideClass {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rational;

    /// The class from whole numbers in the order T, R, P, S.
    fn class([t, r, p, s]: [i64; 4]) -> SideClass {
        let exact = SideClass::of(&Rational::from(t), &r.into(), &p.into(), &s.into());
        assert_eq!(exact, SideClass::of(&(t as f64), &(r as f64), &(p as f64), &(s as f64)));
        exact
    }

    #[test]
    fn each_named_order_gets_its_name_and_ties_follow_the_weak_inequalities() {
        use SideClass::*;
        let cases = [
            ([3, 2, 1, 0], PrisonersDilemma),
            ([2, 3, 1, 0], StagHunt),
            ([1, 3, 2, 0], StagHunt),
            ([3, 3, 1, 0], StagHunt),
            ([3, 2, 0, 1], Chicken),
            ([3, 1, 2, 0], Deadlock),
            ([3, 1, 1, 0], Deadlock),
            ([3, 1, 2, 9], Deadlock),
            ([1, 3, 0, 2], Harmony),
            ([3, 3, 0, 0], Harmony),
            ([3, 2, 1, 1], Other("T > R > P = S".into())),
            ([2, 1, 3, 0], Other("P > T > R > S".into())),
            ([0, 0, 0, 0], Other("T = R = P = S".into())),
            ([3, 2, 0, 2], Other("T > R = S > P".into())),
        ];
        for (payoffs, expected) in cases {
            assert_eq!(class(payoffs), expected, "{payoffs:?}");
        }
    }

    #[test]
    fn the_five_named_classes_are_disjoint_over_all_weak_orders() {
        for code in 0..256 {
            let [t, r, p, s] = [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6];
            let named = [
                t > r && r > p && p > s,
                r >= t && r > p && p > s,
                t > r && r > s && s > p,
                t > p && p >= r,
                r >= t && s >= p && r > p,
            ];
            let count = named.iter().filter(|holds| **holds).count();
            assert!(count <= 1);
            assert_eq!(count == 0, matches!(class([t, r, p, s]), SideClass::Other(_)));
        }
    }

    #[test]
    fn nan_is_in_no_order() {
        assert_eq!(SideClass::of(&f64::NAN, &1.0, &0.0, &0.0).to_string(), "unordered");
    }

    #[test]
    fn a_class_serialises_as_its_name() {
        assert_eq!(serde_json::to_string(&SideClass::StagHunt).unwrap(), "\"Stag Hunt\"");
    }
}

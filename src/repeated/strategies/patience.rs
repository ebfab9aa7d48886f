//! Sets of discount factors: where polynomials in delta are not positive.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::exact::{AlgebraicNumber, Polynomial, Rational, simplest_between};

/// A set of discount factors: finitely many intervals, each with its ends but for 0 and 1, which are no
/// discount factors. An interval of one number has equal ends.
///
/// ```
/// use detente::Rational;
/// use detente::exact::Polynomial;
/// use detente::repeated::strategies::PatienceSet;
/// let r = |p: i64, q: i64| Rational::new(p, q);
/// let set = PatienceSet::where_not_positive(&[Polynomial::new(vec![r(1, 3), r(-1, 1)])]); // 1/3 - d <= 0
/// assert_eq!(set.to_string(), "[1/3, 1)");
/// assert!(set.contains(&r(1, 3)) && !set.contains(&r(3, 10)));
/// assert_eq!(set.threshold().and_then(|from| from.as_rational().cloned()), Some(r(1, 3)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatienceSet {
    /// Rising and apart from each other.
    intervals: Vec<[AlgebraicNumber; 2]>,
}

impl PatienceSet {
    /// No discount factor.
    pub fn empty() -> Self {
        PatienceSet { intervals: Vec::new() }
    }
    /// Every discount factor.
    pub fn all() -> Self {
        PatienceSet { intervals: vec![[Rational::ZERO.into(), Rational::ONE.into()]] }
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.intervals.is_empty()
    }
    /// The intervals, rising.
    pub fn intervals(&self) -> &[[AlgebraicNumber; 2]] {
        &self.intervals
    }
    /// Whether a discount factor belongs to the set.
    pub fn contains(&self, delta: &Rational) -> bool {
        let inside = delta.is_positive() && *delta < Rational::ONE;
        let at = AlgebraicNumber::from(delta.clone());
        inside && self.intervals.iter().any(|[low, high]| *low <= at && at <= *high)
    }
    /// The number from which on every discount factor belongs to the set and below which none does (0 if
    /// all do); `None` if the set is of another kind.
    pub fn threshold(&self) -> Option<&AlgebraicNumber> {
        match self.intervals.as_slice() {
            [[low, high]] if *high == AlgebraicNumber::from(Rational::ONE) => Some(low),
            _ => None,
        }
    }

    /// The discount factors at which none of the polynomials is positive, exactly: roots are isolated,
    /// signs between them are sampled, and a root at which a polynomial only touches zero is tested.
    pub fn where_not_positive(polynomials: &[Polynomial]) -> Self {
        let distinct: HashSet<Polynomial> =
            polynomials.iter().map(Polynomial::primitive).filter(|p| !p.is_zero()).collect();
        let mut distinct: Vec<Polynomial> = distinct.into_iter().collect();
        distinct.sort_by_key(Polynomial::degree);
        if distinct.iter().any(|p| p.degree() == Some(0) && p.coefficients()[0].is_positive()) {
            return PatienceSet::empty();
        }
        let (zero, one) = (Rational::ZERO, Rational::ONE);
        let mut roots: Vec<AlgebraicNumber> =
            distinct.iter().flat_map(|p| p.roots_between(&zero, &one)).collect();
        roots.sort();
        roots.dedup();
        let ends: Vec<AlgebraicNumber> = [zero.into()].into_iter().chain(roots).chain([one.into()]).collect();
        let between: Vec<bool> = ends
            .windows(2)
            .map(|pair| {
                let sample = rational_between(&pair[0], &pair[1]);
                distinct.iter().all(|p| !p.eval(&sample).is_positive())
            })
            .collect();
        let mut set = PatienceSet::empty();
        for (k, holds) in between.iter().enumerate() {
            if *holds {
                set.intervals.push([ends[k].clone(), ends[k + 1].clone()]);
            }
            // By continuity the end of an interval that holds holds too; only a lonely root is open.
            let lonely = k + 1 < between.len() && !holds && !between[k + 1];
            if lonely && distinct.iter().all(|p| ends[k + 1].sign_of(p) != Ordering::Greater) {
                set.intervals.push([ends[k + 1].clone(), ends[k + 1].clone()]);
            }
        }
        set.merged()
    }

    /// The discount factors that belong to both sets.
    #[must_use]
    pub fn intersection(&self, other: &PatienceSet) -> PatienceSet {
        let mut intervals = Vec::new();
        for [a, b] in &self.intervals {
            for [c, d] in &other.intervals {
                let (low, high) = (a.max(c), b.min(d));
                if low < high || (low == high && is_inside(low)) {
                    intervals.push([low.clone(), high.clone()]);
                }
            }
        }
        PatienceSet { intervals }.merged()
    }

    /// The discount factors that belong to one of the sets at least.
    #[must_use]
    pub fn union(&self, other: &PatienceSet) -> PatienceSet {
        let intervals = self.intervals.iter().chain(&other.intervals).cloned().collect();
        PatienceSet { intervals }.merged()
    }

    /// Sorts, and joins intervals that meet.
    fn merged(mut self) -> Self {
        self.intervals.sort();
        let mut joined: Vec<[AlgebraicNumber; 2]> = Vec::with_capacity(self.intervals.len());
        for [low, high] in self.intervals {
            match joined.last_mut() {
                Some([_, end]) if low <= *end => {
                    if high > *end {
                        *end = high;
                    }
                }
                _ => joined.push([low, high]),
            }
        }
        PatienceSet { intervals: joined }
    }

    /// A simple discount factor outside the set; `None` if there is none.
    pub(super) fn sample_outside(&self) -> Option<Rational> {
        let (zero, one) = (AlgebraicNumber::from(Rational::ZERO), AlgebraicNumber::from(Rational::ONE));
        let mut from = &zero;
        for [low, high] in &self.intervals {
            if *from < *low {
                return Some(rational_between(from, low));
            }
            from = high;
        }
        (*from < one).then(|| rational_between(from, &one))
    }
}

fn is_inside(value: &AlgebraicNumber) -> bool {
    *value > AlgebraicNumber::from(Rational::ZERO) && *value < AlgebraicNumber::from(Rational::ONE)
}

/// A simple fraction strictly between two different numbers.
fn rational_between(low: &AlgebraicNumber, high: &AlgebraicNumber) -> Rational {
    let mut width = Rational::new(1, 64);
    loop {
        let ([_, a], [b, _]) = (low.enclosure(&width), high.enclosure(&width));
        if a < b {
            // The middle half keeps clear of both ends.
            let quarter = (&b - &a) * Rational::new(1, 4);
            return simplest_between(&(&a + &quarter), &(&b - &quarter)).unwrap_or(a);
        }
        width *= &Rational::new(1, 64);
    }
}

impl fmt::Display for PatienceSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return write!(f, "none");
        }
        for (k, [low, high]) in self.intervals.iter().enumerate() {
            if k > 0 {
                write!(f, " and ")?;
            }
            if low == high {
                write!(f, "{{{low}}}")?;
                continue;
            }
            let open = if is_inside(low) { '[' } else { '(' };
            let close = if is_inside(high) { ']' } else { ')' };
            write!(f, "{open}{low}, {high}{close}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polynomial(coefficients: &[i64]) -> Polynomial {
        Polynomial::new(coefficients.iter().map(|&c| Rational::from(c)).collect())
    }

    #[test]
    fn inequalities_give_intervals_points_and_nothing() {
        let set = |list: &[&[i64]]| {
            let polynomials: Vec<Polynomial> = list.iter().map(|c| polynomial(c)).collect();
            PatienceSet::where_not_positive(&polynomials).to_string()
        };
        assert_eq!(set(&[]), "(0, 1)");
        assert_eq!(set(&[&[1]]), "none");
        assert_eq!(set(&[&[-1], &[]]), "(0, 1)");
        assert_eq!(set(&[&[1, -2], &[-2, 3]]), "[1/2, 2/3]");
        // (2d - 1)^2 <= 0 only touches; -(2d - 1)^2 <= 0 always holds.
        assert_eq!(set(&[&[1, -4, 4]]), "{1/2}");
        assert_eq!(set(&[&[-1, 4, -4]]), "(0, 1)");
        assert_eq!(set(&[&[1, -2], &[-1, 2]]), "{1/2}");
        // (3d - 1)(3d - 2) <= 0 turned round.
        assert_eq!(set(&[&[-2, 9, -9]]), "(0, 1/3] and [2/3, 1)");
        assert_eq!(set(&[&[1, -1, -1]]), "[0.6180340 (root of x^2 + x - 1), 1)");
    }

    #[test]
    fn unions_and_intersections_join_what_meets() {
        let below = PatienceSet::where_not_positive(&[polynomial(&[-1, 2])]);
        let above = PatienceSet::where_not_positive(&[polynomial(&[1, -2])]);
        assert_eq!(below.union(&above), PatienceSet::all());
        assert_eq!(below.intersection(&above).to_string(), "{1/2}");
        assert_eq!(PatienceSet::all().sample_outside(), None);
        assert!(below.contains(&below.sample_outside().unwrap()) ^ true);
        assert_eq!(PatienceSet::empty().sample_outside(), Some(Rational::new(1, 2)));
        assert_eq!(above.threshold().unwrap().as_rational(), Some(&Rational::new(1, 2)));
        assert_eq!(below.threshold(), None);
    }
}

//! All extreme equilibria of a small game: the vertices of the polytope of plans.
//!
//! The plans `p >= 0` (not yet summing to one) that satisfy every incentive constraint form a pointed
//! cone; its extreme rays, scaled to sum one, are the extreme equilibria. The double description method
//! (Motzkin, Raiffa, Thompson and Thrall 1953; Fukuda and Prodon 1996) starts from the rays of the
//! orthant and adds one constraint at a time: rays on its wrong side go, and each pair of *adjacent* rays on
//! opposite sides leaves a new ray where their plane meets the constraint. Two rays are adjacent exactly if
//! no third one satisfies with equality all constraints that both do. All numbers are whole.
//!
//! A 2 x 2 game has at most five extreme correlated equilibria (Calvo-Armengol 2006), a 3 x 3 game may
//! have hundreds, and numbers grow without mercy from there: [`extreme_correlated`] refuses games beyond
//! its limits instead of running for ever.

use dashu_base::Gcd;
use dashu_int::{IBig, UBig};

use crate::equilibrium::{Concept, Deviation, Distribution, EquilibriumError, WeightedProfile};
use crate::exact::{Rational, Scalar, scaled_to_integers};
use crate::game::Game;

/// The most inequalities (profiles and deviations together): a set of them is one machine number.
const MAX_INEQUALITIES: usize = 128;
/// The most rays on the way: the work grows with their third power.
const MAX_RAYS: usize = 4_000;

/// Every extreme (coarse) correlated equilibrium of a small game, in order: all others are mixtures of
/// these, and every linear objective is best at one of them.
///
/// ```
/// use detente::{Game, equilibrium::{Concept, extreme_correlated}};
/// let chicken = Game::bimatrix(&[[6.0, 2.0], [7.0, 0.0]], &[[6.0, 7.0], [2.0, 0.0]])?;
/// let extreme = extreme_correlated(&chicken, Concept::Correlated)?;
/// assert_eq!(extreme.len(), 5);
/// let dilemma = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// assert_eq!(extreme_correlated(&dilemma, Concept::Correlated)?.len(), 1);
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// A game with too many profiles and deviations, or more rays on the way than are kept.
pub fn extreme_correlated<T: Scalar>(
    game: &Game<T>,
    concept: Concept,
) -> Result<Vec<Distribution>, EquilibriumError> {
    let pairs = |k: usize| match concept {
        Concept::Correlated => k.saturating_mul(k - 1),
        Concept::Coarse => k,
    };
    let deviations = game.shape().iter().fold(0usize, |sum, &k| sum.saturating_add(pairs(k)));
    let found = deviations.saturating_add(game.profiles());
    if found > MAX_INEQUALITIES {
        return Err(EquilibriumError::TooManyInequalities { found, limit: MAX_INEQUALITIES });
    }
    let game = game.to_exact();
    let dimension = game.profiles();
    let mut rays: Vec<Ray> = (0..dimension).map(|index| Ray::unit(index, dimension)).collect();
    for (number, deviation) in Deviation::all(&game, concept).into_iter().enumerate() {
        let gains = (0..dimension).map(|index| deviation.gain_at(&game, index).unwrap_or_default());
        let gains: Vec<Rational> = gains.collect();
        let (gains, _) = scaled_to_integers(gains.iter());
        rays = cut(rays, &gains, 1 << (dimension + number), dimension);
        if rays.len() > MAX_RAYS {
            return Err(EquilibriumError::TooManyExtremePoints { limit: MAX_RAYS });
        }
    }
    let mut extreme: Vec<Distribution> =
        rays.into_iter().map(|ray| ray.distribution(&game)).collect::<Result<_, _>>()?;
    extreme.sort_by(|a, b| key(a).cmp(key(b)));
    Ok(extreme)
}

fn key(plan: &Distribution) -> impl Iterator<Item = (&[usize], &Rational)> {
    plan.entries().iter().map(|entry| (entry.profile.actions(), &entry.probability))
}

/// An extreme ray: whole numbers without a common factor, and the inequalities that it satisfies with
/// equality, one bit each: `p_a >= 0` first, then the incentive constraints so far.
#[derive(Debug)]
struct Ray {
    weights: Vec<IBig>,
    tight: u128,
}

impl Ray {
    /// The ray of the orthant on which only one weight is positive.
    fn unit(index: usize, dimension: usize) -> Self {
        let weights = (0..dimension).map(|i| if i == index { IBig::ONE } else { IBig::ZERO });
        let orthant = u128::MAX >> (MAX_INEQUALITIES - dimension);
        Ray { weights: weights.collect(), tight: orthant & !(1 << index) }
    }

    /// The mean of two rays that lies on a plane, which they meet at these values of opposite signs.
    fn between(&self, own: &IBig, other: &Ray, others: &IBig, plane: u128) -> Self {
        let (a, b) = (IBig::from(magnitude(own)), IBig::from(magnitude(others)));
        let pairs = self.weights.iter().zip(&other.weights);
        let mixed: Vec<IBig> = pairs.map(|(x, y)| x * &b + y * &a).collect();
        let common = mixed.iter().filter(|x| !x.is_zero()).fold(UBig::ZERO, |gcd, x| match gcd.is_zero() {
            true => magnitude(x),
            false => (&gcd).gcd(&magnitude(x)),
        });
        let common = IBig::from(common);
        let weights = mixed.into_iter().map(|x| x / &common).collect();
        Ray { weights, tight: self.tight & other.tight | plane }
    }

    fn distribution(self, game: &Game<Rational>) -> Result<Distribution, EquilibriumError> {
        let total = Rational::from(self.weights.iter().sum::<IBig>());
        let weighted = self.weights.into_iter().enumerate().map(|(index, weight)| WeightedProfile {
            profile: game.profile(index),
            probability: Rational::from(weight) / &total,
        });
        Distribution::new(weighted.collect())
    }
}

/// The rays of the cone cut by `gains . p <= 0`, which is known by the bit `plane`.
fn cut(mut rays: Vec<Ray>, gains: &[IBig], plane: u128, dimension: usize) -> Vec<Ray> {
    let value = |ray: &Ray| -> IBig {
        gains.iter().zip(&ray.weights).filter(|(_, x)| !x.is_zero()).map(|(g, x)| g * x).sum()
    };
    let values: Vec<IBig> = rays.iter().map(value).collect();
    let mut fresh = Vec::new();
    for (good, own) in values.iter().enumerate().filter(|(_, v)| **v < IBig::ZERO) {
        for (bad, others) in values.iter().enumerate().filter(|(_, v)| **v > IBig::ZERO) {
            let common = rays[good].tight & rays[bad].tight;
            // A face of two dimensions satisfies at least this many inequalities with equality.
            let enough = common.count_ones() as usize + 2 >= dimension;
            let third = |(i, ray): (usize, &Ray)| i != good && i != bad && ray.tight & common == common;
            if enough && !rays.iter().enumerate().any(third) {
                fresh.push(rays[good].between(own, &rays[bad], others, plane));
            }
        }
    }
    let mut signs = values.iter();
    rays.retain_mut(|ray| {
        let value = signs.next().cloned().unwrap_or_default();
        if value.is_zero() {
            ray.tight |= plane;
        }
        value <= IBig::ZERO
    });
    rays.extend(fresh);
    rays
}

/// The absolute value.
fn magnitude(number: &IBig) -> UBig {
    number.clone().into_parts().1
}

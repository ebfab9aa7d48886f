//! The payoffs that a mediator can give two players, as an exact polygon with its proof.
//!
//! The set of expected payoffs over all equilibria is the projection of a polytope, hence a polygon. It
//! is found from inside: keep the hull of the payoffs met so far, and for each of its edges solve the
//! linear program that pushes furthest in the direction of the edge's outer normal. Either the optimum
//! lies on the edge's line, which proves that line, or it is a new point beyond it. Each step proves a line
//! or finds a point of another face, so that the search ends; then every edge is proven and every
//! vertex attained, and the polygon is the set itself, without a gap.
//!
//! What proves a line `n . u <= b` are prices `y >= 0` of deviations `k` with
//! `n . u(a) - sum_k y_k gain_k(a) <= b` at every profile `a`: averaging over an equilibrium, whose gains
//! are not positive, gives the line. [`CorrelatedPayoffs::verify`] evaluates just that.

use dashu_base::Gcd;
use dashu_int::UBig;
use serde::Serialize;

use super::optimal::{BindingConstraint, charges, false_evidence};
use super::program::Plan;
use crate::equilibrium::{Concept, Distribution, EquilibriumError};
use crate::exact::{Rational, Scalar, scaled_to_integers};
use crate::game::Game;
use crate::geometry::{HalfPlane, Polygon};
use crate::lp::LpOptions;

/// A line that no equilibrium payoff crosses, with the prices that prove it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SupportingLine {
    /// The payoffs on the right side of the line; the normal's entries are whole numbers without a
    /// common factor.
    #[serde(flatten)]
    pub half_plane: HalfPlane<Rational>,
    /// Prices of incentive constraints; the others have price 0.
    pub prices: Vec<BindingConstraint>,
}

/// All expected payoffs of two players over the equilibria of a concept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CorrelatedPayoffs {
    /// Which equilibria.
    pub concept: Concept,
    /// Their payoffs: counter-clockwise from the lexicographically least vertex; possibly a segment or a
    /// point.
    pub polygon: Polygon<Rational>,
    /// An equilibrium for each vertex, in the order of the vertices.
    pub plans: Vec<Distribution>,
    /// A proof for each of [`Polygon::half_planes`], in their order.
    pub lines: Vec<SupportingLine>,
}

/// The exact set of the payoffs of a two-player game's (coarse) correlated equilibria.
///
/// The options hold for each linear program; a tolerance is ignored, the polygon is exact.
///
/// ```
/// use detente::{Game, Rational, equilibrium::{Concept, correlated_payoffs}, lp::LpOptions};
/// let chicken = Game::bimatrix(&[[6.0, 2.0], [7.0, 0.0]], &[[6.0, 7.0], [2.0, 0.0]])?;
/// let set = correlated_payoffs(&chicken, Concept::Correlated, &LpOptions::default())?;
/// let r = |p, q| Rational::new(p, q);
/// let corners =
///     [[r(2, 1), r(7, 1)], [r(18, 5), r(18, 5)], [r(7, 1), r(2, 1)], [r(21, 4), r(21, 4)]];
/// assert_eq!(set.polygon.vertices(), corners);
/// set.verify(&chicken.to_exact())?;
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// If the game does not have two players, is too large for the program, or a budget ended.
pub fn correlated_payoffs<T: Scalar>(
    game: &Game<T>,
    concept: Concept,
    options: &LpOptions,
) -> Result<CorrelatedPayoffs, EquilibriumError> {
    game.expect_two_players("the polygon of correlated payoffs")?;
    let game = game.to_exact();
    let options = options.clone().tolerance(Rational::ZERO);
    let mut search = Search { plan: Plan::new(&game, concept)?, game: &game, found: vec![], lines: vec![] };
    search.push([Rational::ONE, Rational::ONE], &options)?;
    loop {
        let polygon = Polygon::hull(search.found.iter().map(|(point, _)| point.clone()).collect());
        let edges: Vec<HalfPlane<Rational>> = polygon.half_planes().iter().map(primitive).collect();
        match edges.iter().find(|edge| search.line(edge).is_none()) {
            Some(open) => search.push(open.normal.clone(), &options)?,
            None => {
                let plan = |vertex: &[Rational; 2]| search.found.iter().find(|(p, _)| p == vertex);
                let plans = polygon.vertices().iter().filter_map(plan).map(|(_, plan)| plan.clone());
                let lines = edges.iter().filter_map(|edge| search.line(edge)).cloned();
                let (plans, lines) = (plans.collect(), lines.collect());
                return Ok(CorrelatedPayoffs { concept, polygon, plans, lines });
            }
        }
    }
}

struct Search<'a> {
    plan: Plan<'a>,
    game: &'a Game<Rational>,
    found: Vec<([Rational; 2], Distribution)>,
    lines: Vec<SupportingLine>,
}

impl Search<'_> {
    /// Pushes in a direction: the payoff reached, and the line proven by it.
    fn push(&mut self, normal: [Rational; 2], options: &LpOptions) -> Result<(), EquilibriumError> {
        let costs: Vec<Rational> =
            (0..self.game.profiles()).map(|index| dot(&normal, self.game.payoffs_at(index))).collect();
        let (best, distribution) = self.plan.maximise(&costs, options)?;
        let payoffs = distribution.payoffs(self.game)?;
        let point = [payoffs[0].clone(), payoffs[1].clone()];
        if !self.found.iter().any(|(known, _)| *known == point) {
            self.found.push((point, distribution));
        }
        let half_plane = HalfPlane { normal, bound: best.bounds[1].clone() };
        self.lines.push(SupportingLine { half_plane, prices: self.plan.binding(&best) });
        Ok(())
    }

    fn line(&self, edge: &HalfPlane<Rational>) -> Option<&SupportingLine> {
        self.lines.iter().find(|line| line.half_plane == *edge)
    }
}

impl CorrelatedPayoffs {
    /// Checks the polygon from first principles: that each vertex is the payoff of its plan and the plan
    /// an equilibrium, that each line is proven by its prices, and that the lines are those of the edges.
    ///
    /// # Errors
    /// What does not hold, or a game that the plans do not fit.
    pub fn verify(&self, game: &Game<Rational>) -> Result<(), EquilibriumError> {
        game.expect_two_players("the polygon of correlated payoffs")?;
        let vertices = self.polygon.vertices();
        require(!vertices.is_empty() && vertices.len() == self.plans.len(), || "plans are missing".into())?;
        for (vertex, plan) in vertices.iter().zip(&self.plans) {
            let name = || format!("({}, {})", vertex[0], vertex[1]);
            require(plan.payoffs(game)? == vertex, || format!("the plan at {} pays something else", name()))?;
            if let Some(violation) = plan.violations(game, self.concept)?.first() {
                return Err(false_evidence(format!("the plan at {}: {violation}", name())));
            }
        }
        let edges: Vec<HalfPlane<Rational>> = self.polygon.half_planes().iter().map(primitive).collect();
        let proven: Vec<&HalfPlane<Rational>> = self.lines.iter().map(|line| &line.half_plane).collect();
        require(edges.iter().collect::<Vec<_>>() == proven, || "an edge has no proof".into())?;
        self.lines.iter().try_for_each(|line| line.verify(game, self.concept))
    }
}

impl SupportingLine {
    fn verify(&self, game: &Game<Rational>, concept: Concept) -> Result<(), EquilibriumError> {
        for (index, charge) in charges(&self.prices, game, concept)?.into_iter().enumerate() {
            let value = dot(&self.half_plane.normal, game.payoffs_at(index)) - charge;
            require(value <= self.half_plane.bound, || {
                format!("the prices do not prove the bound {} at profile {}", self.half_plane.bound, index)
            })?;
        }
        Ok(())
    }
}

fn require(holds: bool, what: impl FnOnce() -> String) -> Result<(), EquilibriumError> {
    if holds { Ok(()) } else { Err(false_evidence(what())) }
}

fn dot(normal: &[Rational; 2], payoffs: &[Rational]) -> Rational {
    &normal[0] * &payoffs[0] + &normal[1] * &payoffs[1]
}

/// The same half-plane with a normal of whole numbers without a common factor, so that equal ones are
/// written equally.
fn primitive(half_plane: &HalfPlane<Rational>) -> HalfPlane<Rational> {
    let (whole, scale) = scaled_to_integers(half_plane.normal.iter());
    let common: UBig = match (whole[0].is_zero(), whole[1].is_zero()) {
        (true, true) => return half_plane.clone(),
        _ => (&whole[0]).gcd(&whole[1]),
    };
    let factor = Rational::from(scale) / Rational::from(common);
    let scaled = |number: &Rational| number * &factor;
    HalfPlane { normal: half_plane.normal.each_ref().map(scaled), bound: scaled(&half_plane.bound) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Kind;

    fn set(game: &Game<Rational>, concept: Concept) -> CorrelatedPayoffs {
        let set = correlated_payoffs(game, concept, &LpOptions::default()).unwrap();
        set.verify(game).unwrap();
        set
    }

    #[test]
    fn a_game_with_one_equilibrium_has_a_point_and_a_constant_game_one_payoff() {
        let dilemma = Game::prisoners_dilemma(5, 3, 1, 0).unwrap();
        let point = set(&dilemma, Concept::Correlated);
        assert_eq!(point.polygon.kind(), Kind::Point);
        assert_eq!(point.lines.len(), 4);
        let flat = Game::new(&[2, 3], vec![Rational::from(4); 12]).unwrap();
        assert_eq!(set(&flat, Concept::Coarse).polygon.vertices(), [[Rational::from(4), Rational::from(4)]]);
    }

    #[test]
    fn pure_coordination_pays_a_segment_of_equal_payoffs() {
        let r = Rational::from;
        let same = [[r(2), r(0)], [r(0), r(1)]];
        let segment = set(&Game::bimatrix(&same, &same).unwrap(), Concept::Correlated);
        let third = Rational::new(2, 3);
        assert_eq!(segment.polygon.vertices(), [[third.clone(), third], [r(2), r(2)]]);
    }

    #[test]
    fn false_evidence_is_refused() {
        let r = Rational::from;
        let game = Game::bimatrix(&[[r(6), r(2)], [r(7), r(0)]], &[[r(6), r(7)], [r(2), r(0)]]).unwrap();
        let good = set(&game, Concept::Correlated);
        let mut wrong_line = good.clone();
        wrong_line.lines[2].half_plane.bound -= Rational::new(1, 10);
        let mut no_prices = good.clone();
        no_prices.lines.iter_mut().for_each(|line| line.prices.clear());
        let mut swapped = good.clone();
        swapped.plans.swap(0, 1);
        let mut smaller = good.clone();
        smaller.polygon = Polygon::hull(good.polygon.vertices()[..3].to_vec());
        smaller.plans.pop();
        for wrong in [wrong_line, no_prices, swapped, smaller] {
            assert!(matches!(wrong.verify(&game), Err(EquilibriumError::FalseEvidence { .. })));
        }
    }
}

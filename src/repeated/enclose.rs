//! V enclosed. Two players: floats where decisions are clear, exact arithmetic where they are not; other
//! numbers of players and unequal patience: [`super::polyhedral`].

use super::fast::{Contour, Limits, Outline, Solver, Stop, Vertex};
use super::payoff_set::{CertifiedSet, Enclosure, EnclosureStatus, Shape};
use super::planar::candidates::{DRAWN, exact_limit, finest, reversion, snapped, snapped_vertices};
use super::planar::generate::SelfGenerating;
use super::planar::operator::Limit;
use super::{Options, RepeatedError, RepeatedGame};
use crate::exact::Rational;
use crate::geometry::{Kind, distance_to_polygon};

impl RepeatedGame {
    /// The payoffs of subgame-perfect equilibria in pure actions with public randomisation, enclosed
    /// from inside and outside.
    ///
    /// ```
    /// use detente::{Game, repeated::{Options, RepeatedGame, Shape}};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "3/5")?;
    /// let set = game.payoff_set(&Options::default())?;
    /// assert_eq!(set.kind, Shape::Polygon);
    /// assert!(set.gap.expect("both sets are non-empty") < 1e-9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// More players than vertices can be listed for (8).
    pub fn payoff_set(&self, options: &Options) -> Result<Enclosure, RepeatedError> {
        if !self.is_planar() {
            return self.payoff_set_by_linear_programs(options);
        }
        let float = self.float()?;
        let discount = self.common_discount("the equilibrium payoff set")?.to_f64();
        let mut solver = Solver::new();
        let (mut outline, limits) = self.outlined(&mut solver, options)?;
        let mut best: Option<Enclosure> = None;
        for _ in 0..2 {
            if outline.stop == Stop::Empty {
                return Ok(Enclosure::empty(outline.iterations));
            }
            let inside = solver.inside(float, discount, &outline, &limits);
            let found = match &inside {
                Some((inside, safety)) => Contour::settled(float, &outline, inside, *safety)
                    .map(|contour| settled(contour, outline.iterations)),
                None => None,
            };
            let found = match found {
                Some(found) => found,
                None => {
                    self.enclose_exactly(&outline, inside.as_ref().map(|i| &*i.0), &mut solver, &limits)?
                }
            };
            let wide = found.gap.is_some_and(|gap| gap > options.gap().max(16.0 * outline.slack));
            if best.as_ref().is_none_or(|best| found.gap < best.gap) {
                best = Some(found);
            }
            // The iteration may have slowed down before its end.
            if !wide || outline.stop != Stop::Stationary {
                break;
            }
            outline = solver.solve_to_the_end(float, discount, &limits);
        }
        Ok(best.unwrap_or_else(|| Enclosure::empty(outline.iterations)))
    }

    /// A set that is proven, in exact arithmetic, to consist of equilibrium payoffs, with an automaton
    /// whose states are its vertices (started at the first one). `None` if no such set was found.
    ///
    /// # Errors
    /// As [`RepeatedGame::payoff_set`].
    pub fn certified_inner_set(&self, options: &Options) -> Result<Option<CertifiedSet>, RepeatedError> {
        if !self.is_planar() {
            return self.certified_polyhedral_set(options);
        }
        let float = self.float()?;
        let mut solver = Solver::new();
        let (outline, limits) = self.outlined(&mut solver, options)?;
        let proof = snapped(self, &outline)
            .or_else(|| match exact_limit(self, outline.live(float)) {
                Limit::Exact { set, .. } => SelfGenerating::prove(self, set, &outline.live(float)),
                _ => None,
            })
            .or_else(|| {
                let near = |p: &SelfGenerating| self.fills(&outline, p);
                finest(self, float, &mut solver, &outline.live(float), &limits, near)
            })
            .or_else(|| reversion(self));
        Ok(proof.and_then(|proof| {
            let vertices = proof.set.vertices().iter().map(|v| v.to_vec()).collect();
            Some(CertifiedSet { vertices, automaton: proof.whole_automaton(self)? })
        }))
    }

    /// The float solver's set, and the limits that it kept to.
    fn outlined(&self, solver: &mut Solver, options: &Options) -> Result<(Outline, Limits), RepeatedError> {
        let discount = self.common_discount("the equilibrium payoff set")?.to_f64();
        let budget = options.budget();
        let limits = Limits { iterations: budget.iterations, deadline: budget.deadline };
        Ok((solver.solve(self.float()?, discount, &limits), limits))
    }

    /// The knife edges: short fractions that prove themselves, the exact iteration where it ends, else
    /// proven sets on both sides.
    fn enclose_exactly(
        &self,
        outline: &Outline,
        inside: Option<&[Vertex]>,
        solver: &mut Solver,
        limits: &Limits,
    ) -> Result<Enclosure, RepeatedError> {
        let float = self.float()?;
        let short = inside
            .and_then(|inside| snapped_vertices(self, float, inside))
            .or_else(|| snapped(self, outline));
        let found = self.around(outline, short.as_ref())?;
        if found.gap.is_some_and(|gap| gap <= SAME.max(16.0 * outline.slack)) {
            return Ok(found);
        }
        match exact_limit(self, outline.live(float)) {
            Limit::Empty => return Ok(Enclosure::empty(outline.iterations)),
            Limit::Exact { set, threat } => {
                return Ok(settled(Contour::around(float, &set, &threat), outline.iterations));
            }
            Limit::Open => {}
        }
        let proof = short
            .or_else(|| finest(self, float, solver, &outline.live(float), limits, |p| self.fills(outline, p)))
            .or_else(|| reversion(self));
        self.around(outline, proof.as_ref())
    }

    /// Whether a proven set leaves no more of the outline out than a drawn-in set has to.
    fn fills(&self, outline: &Outline, proof: &SelfGenerating) -> bool {
        let gap = self.around(outline, Some(proof)).map(|found| found.gap);
        gap.is_ok_and(|gap| gap.is_some_and(|gap| gap <= DRAWN))
    }

    /// The outline as outer set, a proven set as inner one.
    fn around(&self, outline: &Outline, proof: Option<&SelfGenerating>) -> Result<Enclosure, RepeatedError> {
        let float = self.float()?;
        let iterations = outline.iterations;
        let contour = Contour::of(float, outline);
        let inner: Vec<Vec<f64>> = proof
            .iter()
            .flat_map(|p| p.set.vertices().iter().map(|v| v.iter().map(Rational::to_f64).collect()))
            .collect();
        let inner_kind = proof.map_or(Shape::Empty, |p| shape(p.set.kind()));
        let gap = (!inner.is_empty()).then(|| self.distance(&contour.outer, &inner)).transpose()?;
        let same = inner_kind == contour.shape;
        Ok(Enclosure {
            kind: contour.shape,
            inner,
            outer: contour.outer,
            gap,
            threat: Some(contour.threat),
            iterations,
            status: if same { EnclosureStatus::Settled } else { EnclosureStatus::Undecided },
        })
    }

    /// The largest distance of the first list's points to the hull of the second, rescaled.
    fn distance(&self, from: &[Vec<f64>], to: &[Vec<f64>]) -> Result<f64, RepeatedError> {
        let float = self.float()?;
        let rescale = |p: &Vec<f64>| {
            [0, 1].map(|i| {
                let (low, range) = float.scale(i);
                (p[i] - low) / range
            })
        };
        let to: Vec<[f64; 2]> = to.iter().map(rescale).collect();
        Ok(from.iter().map(|p| distance_to_polygon(rescale(p), &to)).fold(0.0, f64::max))
    }
}

/// A proven set this close to the outer one, in rescaled payoffs, needs no further search.
const SAME: f64 = 1e-9;

fn shape(kind: Kind) -> Shape {
    match kind {
        Kind::Empty => Shape::Empty,
        Kind::Point => Shape::Point,
        Kind::Segment => Shape::Segment,
        Kind::Polygon => Shape::Polygon,
    }
}

fn settled(contour: Contour, iterations: usize) -> Enclosure {
    Enclosure {
        kind: contour.shape,
        inner: contour.inner,
        outer: contour.outer,
        gap: Some(contour.gap),
        threat: Some(contour.threat),
        iterations,
        status: EnclosureStatus::Settled,
    }
}

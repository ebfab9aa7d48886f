//! V enclosed by half-spaces from outside and proven points from inside, for any number of players.

use serde::{Deserialize, Serialize};

use super::corners::{Corner, MOST_PLAYERS};
use super::generate::SelfGenerating;
use super::listing::{around, listed, minimal};
use super::nearest::{dimension, distance};
use super::outer::{Ending, Outer};
use super::solve::{Candidate, FINEST, Solved, room};
use super::stage::FloatStage;
use crate::exact::Rational;
use crate::repeated::options::Budget;
use crate::repeated::{
    Automaton, CertifiedSet, Enclosure, EnclosureStatus, HalfSpace, Objective, Options, ProvenEnclosure,
    RepeatedError, RepeatedGame, Shape,
};

/// What the linear-programming route did for an outer set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effort {
    /// Directions in which bounds were kept at the end.
    pub directions: usize,
    /// Passes of the operator.
    pub passes: usize,
    /// Linear programs solved over all passes.
    pub programs: usize,
    /// Pairs of a direction and a profile over all passes: without pruning each needs a program.
    pub pairs: usize,
}

/// How much of the gap the room for rounding may take.
const FITTING: f64 = 0.05;
/// Extents below this do not count for the shape.
const FLAT: f64 = 1e-8;

impl RepeatedGame {
    /// The equilibrium payoff set enclosed by linear programs (Judd, Yeltekin and Conklin 2003), for any
    /// number of players, two included: there it is the reference that must agree with the geometry.
    ///
    /// The outer set is kept by half-spaces in at most [`Options::direction_count`] directions (axes,
    /// facets of the feasible set and welfare always; more are added where the gap is); the inner set is
    /// the hull of points proven in exact arithmetic to generate themselves. The vertex lists are
    /// written at 1e-9 of the payoff range; the half-spaces themselves are in
    /// [`RepeatedGame::outer_half_spaces`].
    ///
    /// ```
    /// use detente::{Game, repeated::{Options, RepeatedGame, Shape}};
    /// let game = RepeatedGame::new(Game::public_goods(3, 2)?, "9/10")?;
    /// let set = game.payoff_set_by_linear_programs(&Options::default().tolerance(1e-6)?)?;
    /// assert_eq!(set.kind, Shape::Polytope);
    /// assert!(set.gap.expect("both sets are non-empty") < 1e-6);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// More players than vertices can be listed for (8).
    pub fn payoff_set_by_linear_programs(&self, options: &Options) -> Result<Enclosure, RepeatedError> {
        Ok(self.enclosed(options)?.0)
    }

    /// As [`RepeatedGame::payoff_set_by_linear_programs`], with the automaton over the inner set's corners,
    /// or with the refutation that shows that V is empty.
    ///
    /// ```
    /// use detente::{Game, repeated::{Options, RepeatedGame}};
    /// let game = RepeatedGame::new(Game::public_goods(3, 2)?, "9/10")?;
    /// let proven = game.proven_enclosure(&Options::default().tolerance(1e-6)?)?;
    /// let certificate = proven.certificate.expect("the inner set is not empty");
    /// certificate.automaton.verify(&game)?;
    /// assert!(certificate.vertices.len() >= proven.set.inner.len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RepeatedGame::payoff_set_by_linear_programs`].
    pub fn proven_enclosure(&self, options: &Options) -> Result<ProvenEnclosure, RepeatedError> {
        let (set, proof) = self.enclosed(options)?;
        let certificate = proof.and_then(|proof| {
            let automaton = proof.whole_automaton(self)?;
            Some(CertifiedSet { vertices: proof.points, automaton })
        });
        let refutation = match set.is_empty() {
            true => self.best(Objective::Welfare, options)?.verdict.refutation().cloned(),
            false => None,
        };
        Ok(ProvenEnclosure { set, certificate, refutation })
    }

    fn enclosed(&self, options: &Options) -> Result<(Enclosure, Option<SelfGenerating>), RepeatedError> {
        if self.players() > MOST_PLAYERS {
            return Err(RepeatedError::NotCovered {
                question: "the list of vertices of the equilibrium payoff set",
                what: format!("{} players", self.players()),
                instead: "ask for single payoffs, objectives or profiles".into(),
            });
        }
        let budget = options.budget();
        let solved = Solved::new(self, options, &budget)?;
        if solved.ending == Ending::Empty {
            return Ok((Enclosure::empty(solved.outer.iterations), None));
        }
        let proof = proven(self, &solved, options.gap(), &budget)?;
        Ok((enclosure(&solved, proof.as_ref()), proof))
    }

    /// The outer set of the linear-programming route as inequalities in exact numbers: V satisfies all
    /// of them. An empty V gives two that contradict each other.
    ///
    /// # Errors
    /// As [`RepeatedGame::payoff_set_by_linear_programs`].
    pub fn outer_half_spaces(&self, options: &Options) -> Result<Vec<HalfSpace>, RepeatedError> {
        let solved = Solved::new(self, options, &options.budget())?;
        if solved.ending == Ending::Empty {
            return Ok(nothing(self.players()));
        }
        Ok(half_spaces(&solved))
    }

    /// What [`RepeatedGame::payoff_set_by_linear_programs`] does for these options, counted: how many
    /// linear programs the bounds of profiles save.
    ///
    /// ```
    /// use detente::{Game, repeated::{Options, RepeatedGame}};
    /// let game = RepeatedGame::new(Game::public_goods(3, 2)?, "9/10")?;
    /// let effort = game.linear_program_effort(&Options::default())?;
    /// assert!(effort.programs < effort.pairs / 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RepeatedGame::payoff_set_by_linear_programs`].
    pub fn linear_program_effort(&self, options: &Options) -> Result<Effort, RepeatedError> {
        let outer = Solved::new(self, options, &options.budget())?.outer;
        Ok(Effort {
            directions: outer.directions(),
            passes: outer.iterations,
            programs: outer.programs,
            pairs: outer.pairs,
        })
    }

    /// As [`RepeatedGame::certified_inner_set`], by the linear-programming route.
    pub(crate) fn certified_polyhedral_set(
        &self,
        options: &Options,
    ) -> Result<Option<CertifiedSet>, RepeatedError> {
        let budget = options.budget();
        let solved = Solved::new(self, options, &budget)?;
        let found = proven(self, &solved, options.gap(), &budget)?;
        Ok(found.and_then(|set| {
            let automaton: Automaton = set.whole_automaton(self)?;
            Some(CertifiedSet { vertices: set.points, automaton })
        }))
    }
}

/// Two inequalities that nothing satisfies.
pub(crate) fn nothing(players: usize) -> Vec<HalfSpace> {
    let along = |sign: i64| {
        (0..players).map(|i| Rational::from(if i == 0 { sign } else { 0 })).collect::<Vec<Rational>>()
    };
    vec![
        HalfSpace { normal: along(1), bound: -Rational::ONE },
        HalfSpace { normal: along(-1), bound: Rational::ZERO },
    ]
}

/// The half-spaces of the outer set in the game's own units.
pub(crate) fn half_spaces(solved: &Solved) -> Vec<HalfSpace> {
    (0..solved.outer.directions())
        .map(|l| half_space(&solved.stage, solved.outer.normal(l), solved.outer.bound(l)))
        .collect()
}

/// `normal . x <= bound` of rescaled payoffs in the game's own units, exactly.
pub(crate) fn half_space(stage: &FloatStage, normal: &[f64], bound: f64) -> HalfSpace {
    let exact = |x: f64| Rational::from_f64(x).unwrap_or_default();
    let normal: Vec<Rational> = normal.iter().enumerate().map(|(i, &h)| exact(h) / stage.range(i)).collect();
    let shift: Rational = normal.iter().enumerate().map(|(i, h)| h * stage.low(i)).sum();
    HalfSpace { normal, bound: exact(bound) + shift }
}

/// The first proven inner set that comes as close as asked, else the closest one.
pub(crate) fn proven(
    game: &RepeatedGame,
    solved: &Solved,
    gap: f64,
    budget: &Budget,
) -> Result<Option<SelfGenerating>, RepeatedError> {
    let mut best: Option<(f64, SelfGenerating)> = None;
    // The room that the gap allows first, then finer ones, then coarser ones.
    let fitting = (0..FINEST).find(|&f| room(f) <= FITTING * gap).unwrap_or(FINEST);
    let drawn = (fitting..=FINEST).chain((0..fitting).rev()).map(Candidate::DrawnIn);
    let candidates = [Candidate::Reversion, Candidate::Snapped].into_iter().chain(drawn);
    for candidate in candidates {
        let Some(set) = solved.candidate(game, candidate, budget)? else { continue };
        // Against the float inner set: what the outer set lacks is no fault of the proof.
        let missed = distance(&solved.inner, set.rescaled());
        let enough = missed <= gap.max(FLAT / 10.0) || matches!(candidate, Candidate::DrawnIn(_));
        if best.as_ref().is_none_or(|(old, _)| missed < *old) {
            best = Some((missed, set));
        }
        if enough || budget.is_spent() {
            break;
        }
    }
    Ok(best.map(|(_, set)| set))
}

fn enclosure(solved: &Solved, proof: Option<&SelfGenerating>) -> Enclosure {
    let inner = proof.map(SelfGenerating::rescaled).unwrap_or_default();
    assemble(&solved.stage, &solved.outer, &solved.corners, inner)
}

/// The enclosure of an outer set, given its corners, and proven points, rescaled.
pub(crate) fn assemble(
    stage: &FloatStage,
    set: &Outer,
    corners: &[Corner],
    proven: &[Vec<f64>],
) -> Enclosure {
    let players = stage.players();
    let outer: Vec<Corner> = listed(corners);
    let kind = shape(&outer, players);
    let inner: Vec<Vec<f64>> = listed(proven);
    let inner_kind = shape(&inner, players);
    let gap = (!inner.is_empty()).then(|| distance(&outer, &inner));
    let inner = minimal(stage, inner.iter().map(|p| stage.unscale(p)).collect());
    let outer: Vec<Vec<f64>> = outer.into_iter().map(|c| c.at).collect();
    let down = |i: usize| {
        let exact = Rational::from_f64(set.threat[i]).unwrap_or_default();
        stage.unscale_exact(i, &exact).to_f64_down()
    };
    Enclosure {
        kind,
        outer: in_order(around(stage, set, &outer, &inner), players),
        inner: in_order(inner, players),
        gap,
        threat: Some((0..players).map(down).collect()),
        iterations: set.iterations,
        status: if kind == inner_kind { EnclosureStatus::Settled } else { EnclosureStatus::Undecided },
    }
}

/// The shape of listed points, rescaled.
fn shape<P: AsRef<[f64]>>(points: &[P], players: usize) -> Shape {
    match dimension(points, FLAT) {
        None => Shape::Empty,
        Some(0) => Shape::Point,
        Some(1) => Shape::Segment,
        Some(_) if players == 2 => Shape::Polygon,
        Some(_) => Shape::Polytope,
    }
}

/// Two players: counter-clockwise from the lexicographically least; else in lexicographic order.
fn in_order(mut points: Vec<Vec<f64>>, players: usize) -> Vec<Vec<f64>> {
    if players == 2 {
        let hull = crate::geometry::convex_hull(points.iter().map(|p| [p[0], p[1]]).collect());
        return hull.iter().map(|p| p.to_vec()).collect();
    }
    points.sort_by(|a, b| {
        let order = a.iter().zip(b).map(|(x, y)| x.total_cmp(y)).find(|o| o.is_ne());
        order.unwrap_or(std::cmp::Ordering::Equal)
    });
    points
}

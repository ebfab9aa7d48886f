//! When a chain of outer sets slides ([`super::slide`]), and where to: to the limit that floats see, or to
//! where its vertices are moving.

use super::operator::Point;
use super::refute::{Grid, raised};
use super::slide::{Goal, slides};
use crate::exact::Rational;
use crate::geometry::Polygon;
use crate::repeated::RepeatedGame;
use crate::repeated::refutation::Link;

/// Watches a chain and tries to save steps.
pub(super) struct Leaper<'a> {
    game: &'a RepeatedGame,
    grid: &'a Grid,
    /// The step at which it is tried.
    next_try: usize,
    /// How many steps to wait after a failure.
    wait: usize,
    /// How often the chain slid to its limit: each time it comes nearer by [`SHARE`].
    done: usize,
    /// What the last step made, before rounding.
    last: Option<Polygon<Rational>>,
    ratio: Rational,
}

/// One step on a coarse grid, and a slide from there.
pub(super) struct Leap {
    from: Polygon<Rational>,
    threat: Point,
    pub(super) to: Polygon<Rational>,
    pub(super) aim: Point,
    ratio: Rational,
}

impl Leap {
    pub(super) fn links(&self) -> [Link; 2] {
        [Link::planar(&self.from, &self.threat), Link::slid(&self.to, &self.aim, self.ratio.clone())]
    }
}

/// Steps before a slide is tried; twice as many after each failure.
const FIRST: usize = 8;
/// The share of the way that a slide leaves, as a power of 1/2.
const SHARE: usize = 6;
/// The set is made wider by this power of 1/2 of the payoff range before it slides: in every direction there
/// is then something to lose, next to which rounding does not matter.
const WIDER_BITS: usize = 20;
/// Up to so many profiles.
const MOST_LIVE: usize = 200;
/// So many steps are extrapolated, as powers of 2.
const AHEAD: [u16; 4] = [14, 10, 7, 4];

impl<'a> Leaper<'a> {
    pub(super) fn new(game: &'a RepeatedGame, grid: &'a Grid) -> Self {
        // Every profile shrinks distances by its discount factor: a ratio nearer to 1 than that.
        let patience = 1.0 - game.discount().of(0).to_f64();
        let bits = (8.0 - patience.log2()).clamp(8.0, 60.0) as u16;
        let ratio = Rational::ONE - Rational::new(1, 2).pow(bits);
        Leaper { game, grid, next_try: FIRST, wait: FIRST, done: 0, last: None, ratio }
    }

    /// A leap from what a step makes of the chain's last set (`points`), if it is time and there is one.
    pub(super) fn attempt(
        &mut self,
        step: usize,
        live: &[usize],
        points: &[Point],
        threat: &Point,
        goal: &Goal,
    ) -> Option<Leap> {
        let (game, grid) = (self.game, self.grid);
        if step + 1 < self.next_try || live.len() > MOST_LIVE {
            return None;
        }
        let made = Polygon::hull(points.to_vec());
        let last = self.last.replace(made.clone());
        if step < self.next_try {
            return None;
        }
        let bits = WIDER_BITS + SHARE * self.done;
        for from in [wider(game, &made, bits), blown_up(game, &made, bits)] {
            let threat = raised(threat, &from);
            let share = Rational::new(1, 1 << SHARE);
            let towards = |goal: &Goal, ratio: &Rational| {
                let (to, aim) = goal.near(&from, &threat, &share, |p| grid.cell(p))?;
                slides(game, live, (&from, &threat), (&to, &aim), ratio).then_some((to, aim))
            };
            if let Some((to, aim)) = towards(goal, &self.ratio) {
                self.done += 1;
                return Some(Leap { from, threat, to, aim, ratio: self.ratio.clone() });
            }
            let ahead = last.as_ref().and_then(|last| {
                AHEAD.iter().find_map(|&steps| {
                    let goal = Goal::ahead(last, &made, &threat, 1 << steps)?;
                    let ratio = Rational::ONE - Rational::new(1, 2).pow(steps + SHARE as u16);
                    towards(&goal, &ratio).map(|(to, aim)| (to, aim, ratio))
                })
            });
            if let Some((to, aim, ratio)) = ahead {
                self.next_try = step + FIRST;
                return Some(Leap { from, threat, to, aim, ratio });
            }
        }
        self.wait *= 2;
        self.next_try = step + self.wait;
        None
    }
}

/// The set on a coarse grid, rounded outwards.
fn wider(game: &RepeatedGame, set: &Polygon<Rational>, bits: usize) -> Polygon<Rational> {
    let coarse = Grid::coarse(game, bits);
    Polygon::hull(set.vertices().iter().flat_map(|p| coarse.cell(p)).collect())
}

/// The set blown up by a share of `2^-bits`, rounded outwards on a finer grid: edges then move outwards and
/// stay parallel, as they do where a chain moves by a margin.
fn blown_up(game: &RepeatedGame, set: &Polygon<Rational>, bits: usize) -> Polygon<Rational> {
    let (fine, share) = (Grid::coarse(game, bits + 12), Rational::new(1, 2).pow(bits as u16));
    let count = Rational::from(set.vertices().len().max(1));
    let centre = [0, 1].map(|i| set.vertices().iter().map(|v| &v[i]).sum::<Rational>() / &count);
    let moved = |p: &Point| [0, 1].map(|i| &p[i] + &share * (&p[i] - &centre[i]));
    Polygon::hull(set.vertices().iter().map(moved).flat_map(|p| fine.cell(&p)).collect())
}

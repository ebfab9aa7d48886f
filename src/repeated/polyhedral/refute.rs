//! Refutations for any number of players: a chain of half-space sets that shrink by the plain operator
//! until the claim is outside.
//!
//! Floats propose bounds (rounded outwards, see [`super::outer`]) and the multipliers that prove them.
//! Before a chain leaves this module every step is proven in exact arithmetic: for each profile `a` and
//! each half-space `h . x <= c'` of the next set, multipliers `y, z >= 0` with
//! `h = y G - z` give `h . w <= y c - z required` for all `w` in the set that keep players from
//! deviating, hence `h . v <= (1-k) h . f + k (y c - z required) <= c'`. Where patience differs, `k h` is
//! the vector of the `k_i h_i`. What rounding leaves of `h` is put on the axis directions, so that the
//! identity holds exactly.
//!
//! Two players' chains are polygons ([`crate::repeated::planar::refute`]), whatever their patience.

use std::collections::BTreeSet;

use super::enclose::{half_space, nothing};
use super::outer::{Evidence, Operator, Outer};
use super::simplex::Solver;
use super::stage::FloatStage;
use crate::exact::Rational;
use crate::lp::{Bounds, LinearProgram, LpOptions, Relation};
use crate::repeated::RepeatedGame;
use crate::repeated::options::Budget;
use crate::repeated::planar::refute as planar;
use crate::repeated::planar::refute::failing_step;
use crate::repeated::refutation::{Failure, HalfSpace, Link, Refutation};
use crate::repeated::target::Aim;

/// A claim about equilibrium that an outer set can contradict.
#[derive(Debug, Clone)]
pub(crate) enum Claim<'a> {
    /// These profiles are played in turn for ever.
    Cycle(&'a [usize]),
    /// This payoff is an equilibrium payoff.
    Payoff(&'a [Rational]),
    /// Some equilibrium attains a level of a weighted sum of payoffs.
    Level { weights: &'a [Rational], level: &'a Rational },
    /// Some equilibrium gives every player strictly more than this.
    Better(&'a [Rational]),
    /// There is an equilibrium at all.
    Existence,
}

impl<'a> Claim<'a> {
    /// The same claim about two players; `None` for other numbers.
    fn planar(&self) -> Option<planar::Claim<'a>> {
        Some(match *self {
            Claim::Cycle(cycle) => planar::Claim::Cycle(cycle),
            Claim::Payoff(payoff) => planar::Claim::Payoff(payoff.try_into().ok()?),
            Claim::Level { weights, level } => {
                planar::Claim::Level { weights: weights.try_into().ok()?, level }
            }
            Claim::Better(benchmark) => planar::Claim::Better(benchmark.try_into().ok()?),
            Claim::Existence => planar::Claim::Existence,
        })
    }

    /// That some equilibrium is as asked for.
    pub(crate) fn of(aim: Aim<'a>) -> Self {
        match aim {
            Aim::Path(cycle) => Claim::Cycle(cycle),
            Aim::Payoff(payoff) => Claim::Payoff(payoff),
            Aim::Level { weights, level } => Claim::Level { weights, level },
            Aim::Better(benchmark) => Claim::Better(benchmark),
        }
    }
}

/// Bounds and threats of the chain, rescaled, are multiples of this power of two unless patience makes
/// steps as small as that.
const GRID: f64 = (1u64 << 44) as f64;
/// Passes that move bounds less than this will not get anywhere.
const STILL: f64 = 1e-15;

/// Runs the chain until the claim fails, at most `steps` times; `None` if it does not, or if some step
/// could not be proven exactly.
pub(crate) fn refute(
    game: &RepeatedGame,
    stage: &FloatStage,
    normals: &[Vec<f64>],
    claim: &Claim,
    steps: usize,
    budget: &Budget,
) -> Option<Refutation> {
    if game.players() == 2 {
        return match planar::refute(game, &claim.planar()?, steps, budget, None) {
            planar::Outcome::Refuted(refutation) => Some(refutation),
            planar::Outcome::Open => None,
        };
    }
    let mut outer = Outer::new(stage, normals);
    let coarse = 1.0 - stage.patience() > 1e-3;
    let mut sets = vec![outer.clone()];
    let mut fails = contradiction(game, stage, claim, &outer);
    while fails.is_none() && sets.len() <= steps && !budget.is_spent() {
        let change = outer.pass(stage, Operator::Plain);
        if change.is_none() {
            fails = Some(Failure::Empty);
            break;
        }
        if coarse {
            outer.round_outwards(GRID, &sets[sets.len() - 1]);
        }
        sets.push(outer.clone());
        fails = contradiction(game, stage, claim, &outer);
        if change.is_some_and(|c| c <= STILL) {
            break;
        }
    }
    let Some(fails) = fails else { return by_what_can_be_played(game, stage, claim, &sets) };
    let mut dead = BTreeSet::new();
    for pair in sets.windows(2) {
        proven_step(game, stage, &pair[0], Some(&pair[1]), &mut dead).then_some(())?;
    }
    let mut chain: Vec<Link> = sets.iter().map(|set| link(stage, set)).collect();
    if fails == Failure::Empty {
        proven_step(game, stage, &sets[sets.len() - 1], None, &mut dead).then_some(())?;
        let threat = chain.last().map(|l| l.threat.clone()).unwrap_or_default();
        chain.push(Link { vertices: None, halfspaces: Some(nothing(game.players())), threat, slide: None });
    }
    Some(Refutation { discount: game.discount().clone(), chain, fails })
}

/// A chain whose last link is the hull of the payoffs that can be played, by one half-space and the box
/// around them: every equilibrium payoff is a mean of those. For levels and benchmarks, which sets that
/// only shrink geometrically never exclude.
fn by_what_can_be_played(
    game: &RepeatedGame,
    stage: &FloatStage,
    claim: &Claim,
    sets: &[Outer],
) -> Option<Refutation> {
    let covered = game.is_purely_repeated() && game.discount().common().is_some();
    if !covered || !matches!(claim, Claim::Level { .. } | Claim::Better(_)) {
        return None;
    }
    let mut dead = BTreeSet::new();
    for pair in sets.windows(2) {
        proven_step(game, stage, &pair[0], Some(&pair[1]), &mut dead).then_some(())?;
    }
    let last = sets.last()?;
    // Only for what it finds dead.
    proven_step(game, stage, last, sets.first(), &mut dead);
    let payoffs: Vec<&[Rational]> = (0..stage.profiles())
        .filter(|profile| !dead.contains(profile))
        .map(|profile| game.stage().payoffs_at(profile))
        .collect();
    let most = |normal: &[Rational]| payoffs.iter().map(|u| product(normal, u)).max();
    let normal = match claim {
        Claim::Level { weights, level } => (most(weights)? < **level).then(|| weights.to_vec())?,
        Claim::Better(benchmark) => flattest(&payoffs, benchmark)?,
        _ => return None,
    };
    let bound = most(&normal)?;
    if matches!(claim, Claim::Better(benchmark) if bound > product(&normal, benchmark)) {
        return None;
    }
    let axes = (0..game.players()).flat_map(|i| [Rational::ONE, -Rational::ONE].map(|sign| (i, sign)));
    let boxed = axes.filter_map(|(i, sign)| {
        let mut normal = vec![Rational::ZERO; game.players()];
        normal[i] = sign;
        most(&normal).map(|bound| HalfSpace { normal, bound })
    });
    let halfspaces = boxed.chain([HalfSpace { normal: normal.clone(), bound: bound.clone() }]).collect();
    let mut chain: Vec<Link> = sets.iter().map(|set| link(stage, set)).collect();
    chain.push(Link {
        vertices: None,
        halfspaces: Some(halfspaces),
        threat: exact_threat(stage, last),
        slide: None,
    });
    let fails = Failure::Separation { normal, bound };
    Some(Refutation { discount: game.discount().clone(), chain, fails })
}

/// The non-negative weights, which sum to 1, under which the best of the payoffs exceeds the benchmark
/// least.
fn flattest(payoffs: &[&[Rational]], benchmark: &[Rational]) -> Option<Vec<Rational>> {
    let n = benchmark.len();
    let mut program = LinearProgram::minimise();
    for _ in 0..n {
        program.add_variable(0, Bounds::non_negative());
    }
    let excess = program.add_variable(1, Bounds::free());
    let ones = (0..n).map(|i| (i, Rational::ONE));
    program.add_row("weights", ones, Relation::Equal, 1).ok()?;
    for payoff in payoffs {
        let terms = payoff.iter().zip(benchmark).map(|(u, b)| u - b).enumerate();
        let terms = terms.chain([(excess, -Rational::ONE)]);
        program.add_row("payoff", terms, Relation::AtMost, 0).ok()?;
    }
    let optimum = program.solve(&LpOptions::default()).ok()?.optimum().ok()?;
    Some(optimum.primal[..n].to_vec())
}

fn link(stage: &FloatStage, outer: &Outer) -> Link {
    let halfspaces: Vec<HalfSpace> =
        (0..outer.directions()).map(|l| half_space(stage, outer.normal(l), outer.bound(l))).collect();
    Link { vertices: None, halfspaces: Some(halfspaces), threat: exact_threat(stage, outer), slide: None }
}

/// The threats of an outer set in the game's own units.
pub(crate) fn exact_threat(stage: &FloatStage, outer: &Outer) -> Vec<Rational> {
    let exact = |(i, &u): (usize, &f64)| stage.unscale_exact(i, &Rational::from_f64(u).unwrap_or_default());
    outer.threat.iter().enumerate().map(exact).collect()
}

/// Where a claim contradicts an outer set and its threats.
pub(crate) fn contradiction(
    game: &RepeatedGame,
    stage: &FloatStage,
    claim: &Claim,
    outer: &Outer,
) -> Option<Failure> {
    match claim {
        Claim::Existence => None,
        Claim::Cycle(cycle) => failing_step(game, cycle, &exact_threat(stage, outer)),
        Claim::Payoff(payoff) => (0..outer.directions())
            .map(|l| half_space(stage, outer.normal(l), outer.bound(l)))
            .find(|h| h.normal.iter().zip(*payoff).map(|(a, x)| a * x).sum::<Rational>() > h.bound)
            .map(|h| Failure::Separation { normal: h.normal, bound: h.bound }),
        Claim::Level { weights, level } => {
            let goal: Vec<Rational> = weights.iter().enumerate().map(|(i, h)| h * stage.range(i)).collect();
            let floats: Vec<f64> = goal.iter().map(Rational::to_f64).collect();
            let (_, multipliers) = outer.support(&floats);
            let shift: Rational = weights.iter().enumerate().map(|(i, h)| h * stage.low(i)).sum();
            let bound = Exact::of(outer).proven(&goal, &[], &multipliers) + shift;
            (bound < **level).then(|| Failure::Separation { normal: weights.to_vec(), bound })
        }
        Claim::Better(benchmark) => (0..outer.directions())
            .filter(|&l| outer.normal(l).iter().all(|x| *x >= 0.0))
            .map(|l| half_space(stage, outer.normal(l), outer.bound(l)))
            .find(|h| product(&h.normal, benchmark) >= h.bound)
            .map(|h| Failure::Separation { normal: h.normal, bound: h.bound }),
    }
}

/// The half-spaces of one set in exact rescaled numbers.
struct Exact {
    normals: Vec<Vec<Rational>>,
    bounds: Vec<Rational>,
}

impl Exact {
    fn of(outer: &Outer) -> Self {
        let exact = |x: f64| Rational::from_f64(x).unwrap_or_default();
        Exact {
            normals: (0..outer.directions())
                .map(|l| outer.normal(l).iter().map(|&x| exact(x)).collect())
                .collect(),
            bounds: (0..outer.directions()).map(|l| exact(outer.bound(l))).collect(),
        }
    }

    /// The bound on `goal . w` that multipliers prove; columns beyond the directions are the constraints
    /// `w_i >= required_i`.
    fn proven(&self, goal: &[Rational], required: &[Rational], weights: &[(usize, f64)]) -> Rational {
        let mut rest = goal.to_vec();
        let mut value = Rational::ZERO;
        for &(column, weight) in weights.iter().filter(|(_, w)| *w > 0.0) {
            let weight = Rational::from_f64(weight).unwrap_or_default();
            match column.checked_sub(self.bounds.len()) {
                None => {
                    value += &weight * &self.bounds[column];
                    let entries = &self.normals[column];
                    rest.iter_mut()
                        .zip(entries)
                        .filter(|(_, g)| !g.is_zero())
                        .for_each(|(r, g)| *r -= &weight * g);
                }
                Some(axis) => {
                    value -= &weight * &required[axis];
                    rest[axis] += &weight;
                }
            }
        }
        for (i, r) in rest.iter().enumerate().filter(|(_, r)| !r.is_zero()) {
            let axis = if r.is_positive() { 2 * i } else { 2 * i + 1 };
            value += r.abs() * &self.bounds[axis];
        }
        value
    }
}

/// Proves that everything generated from one set lies in the next (`None`: that nothing is generated).
/// Profiles proven to have no continuation stay out: sets shrink and threats rise.
fn proven_step(
    game: &RepeatedGame,
    stage: &FloatStage,
    from: &Outer,
    to: Option<&Outer>,
    dead: &mut BTreeSet<usize>,
) -> bool {
    let n = game.players();
    let exact = Exact::of(from);
    let threat = exact_threat(stage, from);
    let dynamics = game.dynamics();
    let scaled = |i: usize, x: Rational| (x - stage.low(i)) / stage.range(i);
    let mut solver = Solver::default();
    for profile in 0..stage.profiles() {
        if dead.contains(&profile) {
            continue;
        }
        let own: Vec<Rational> = (0..n).map(|i| scaled(i, dynamics.forever(profile, i))).collect();
        let deviation: Vec<Rational> =
            (0..n).map(|i| scaled(i, dynamics.best_deviation(profile, i, &threat[i]))).collect();
        let carry: Vec<&Rational> = (0..n).map(|i| dynamics.carry(profile, i)).collect();
        if carry[0].is_zero() {
            let stays = own.iter().zip(&deviation).all(|(f, d)| f >= d);
            let covered = |to: &Outer| {
                let to = Exact::of(to);
                to.normals.iter().zip(&to.bounds).all(|(h, c)| product(h, &own) <= *c)
            };
            if stays && !to.is_some_and(covered) {
                return false;
            }
            continue;
        }
        let today: Vec<Rational> = own.iter().zip(&carry).map(|(f, &k)| (Rational::ONE - k) * f).collect();
        let required: Vec<Rational> = (0..n).map(|i| (&deviation[i] - &today[i]) / carry[i]).collect();
        // The most patient player's, by which tilted directions are scaled.
        let most = (0..n).max_by_key(|&i| carry[i]).map(|i| carry[i]).unwrap_or(carry[0]);
        if (0..n).any(|i| required[i] > exact.bounds[2 * i]) {
            dead.insert(profile);
            continue;
        }
        let mut floats = Vec::new();
        stage.required(profile, &from.threat, &mut floats);
        let zero = vec![Rational::ZERO; n];
        for l in 0..from.directions() {
            match from.evidence(&floats, l, &mut solver) {
                Evidence::Empty(ray) if exact.proven(&zero, &required, &ray).is_negative() => {
                    dead.insert(profile);
                    break;
                }
                Evidence::Empty(weights) | Evidence::Bound(weights) => {
                    let Some(to) = to else { return false };
                    let normal = &exact.normals[l];
                    let goal: Vec<Rational> =
                        normal.iter().zip(stage.exact_tilt()).map(|(h, t)| h * t).collect();
                    let value = |weights: &[(usize, f64)]| {
                        product(normal, &today) + most * exact.proven(&goal, &required, weights)
                    };
                    // Where a bound stands still, rounding of the multipliers may miss it; the bound itself
                    // is a multiplier without rounding.
                    let bound = Rational::from_f64(to.bound(l)).unwrap_or_default();
                    if value(&weights) > bound && value(&[(l, 1.0)]) > bound {
                        return false;
                    }
                }
            }
        }
    }
    true
}

fn product(a: &[Rational], b: &[Rational]) -> Rational {
    a.iter().zip(b).filter(|(x, _)| !x.is_zero()).map(|(x, y)| x * y).sum()
}

//! The exact value where it is no fraction: two players, in the field of the value itself.
//!
//! A candidate `c` is the root of a formula that holds around there: the surplus of the path's own
//! constraint, or the room that a punishing profile has left. What is proven of it does not depend on how
//! it was found. In the field that `c` generates
//!
//! 1. the operator of Abreu and Sannikov (2014), started from a set that holds V(c), ends at a set that
//!    generates itself (Abreu, Pearce and Stacchetti 1990, theorem 1): V(c); with its least payoffs as
//!    punishments no constraint along the path fails: the target is sustained at `c`, hence above it;
//! 2. the same operator without the profiles that leave no room at `c` ends at a set `W` with threats `L`
//!    that hold for all discount factors below `c`; and with punishments `L` some constraint along the path
//!    fails at `c`, or just holds for a player with something to gain: no smaller discount factor sustains
//!    the target, by the argument on the module's front page.
//!
//! Why 2 holds: let `W` contain V(d) and `L` bound its threats for all `d < c`, and let `v = (1-d) g + d w` be
//! an equilibrium payoff at such a `d`. With `k = d (1-c) / (c (1-d)) < 1` and `w' = k w + (1-k) v` in `W`
//! also `v = (1-c) g + c w'`, and `v >= (1-c) b + c L` with the best-reply payoffs `b`, because
//! `v >= (1-d) b + d L` and `v >= L`. Moreover `w_i >= L_i + (1-d)/d gain_i`, more than `c` needs wherever
//! there is something to gain: the profile leaves room at `c`.
//!
//! Only profiles that can be played at some fraction above `c` enter: what cannot be played there cannot
//! be played at `c` or below, by the same `w'`.

use std::sync::Arc;

use super::germ::{Field, Germ, Place};
use crate::exact::{AlgebraicNumber, Rational, Scalar};
use crate::game::Game;
use crate::geometry::Polygon;
use crate::repeated::target::Aim;

type Point = [Germ; 2];

/// The most steps of the operator.
const STEPS: usize = 20;
/// How far from the float threshold a candidate may lie.
const REACH: (i64, i64) = (1, 100_000_000);
/// How many candidates are tried.
const MOST_CANDIDATES: usize = 6;

/// For which discount factors a set has to hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// At the place itself.
    At,
    /// For all discount factors below it.
    Below,
}

/// Where the iteration ends.
enum End {
    /// At a set that does not move, with the threats of its players.
    Still(Polygon<Germ>, Point),
    /// Nothing can be played, or the threats contradict the target: nothing below sustains it.
    Refuted,
    /// Not within the steps allowed.
    Open,
}

/// A stage game seen from one place of the discount factor.
struct Local {
    discount: Germ,
    impatience: Germ,
    /// Payoffs and best-reply payoffs of the profiles that may be played.
    live: Vec<(Point, Point)>,
    minmax: Point,
}

impl Local {
    fn new(stage: &Game<Rational>, minmax: &[Rational], live: &[usize], place: Place) -> Self {
        let place = Arc::new(place);
        let discount = Germ::discount(&place);
        let germ = |x: &Rational| Germ::constant(x.clone());
        let pair = |profile: usize| {
            let payoff = [0, 1].map(|i| germ(stage.payoff_at(profile, i)));
            // Below minmax no best reply lies; where punishment is reversion, what that pays counts as one.
            (payoff, [0, 1].map(|i| germ(stage.best_reply_payoff(profile, i).max(&minmax[i]))))
        };
        Local {
            impatience: Germ::one() - &discount,
            discount,
            live: live.iter().map(|&p| pair(p)).collect(),
            minmax: [0, 1].map(|i| germ(&minmax[i])),
        }
    }

    /// `(1-d) today + d tomorrow`.
    fn mix(&self, today: &Germ, tomorrow: &Germ) -> Germ {
        self.impatience.clone() * today + self.discount.clone() * tomorrow
    }
    fn image(&self, payoff: &Point, next: &Point) -> Point {
        [0, 1].map(|i| self.mix(&payoff[i], &next[i]))
    }
    /// What comes after a profile that is worth `value`.
    fn continuation(&self, payoff: &Point, value: &Point) -> Point {
        [0, 1].map(|i| (value[i].clone() - self.impatience.clone() * &payoff[i]) / &self.discount)
    }

    /// The least continuations with which nobody leaves a profile.
    fn required(&self, payoff: &Point, best: &Point, threat: &Point) -> Point {
        self.continuation(payoff, &self.image(best, threat))
    }

    /// Iterates the operator to its end, or until a set and threats that hold are `enough`.
    fn limit(&self, side: Side, enough: impl Fn(&Polygon<Germ>, &Point) -> bool) -> End {
        let mut live: Vec<&(Point, Point)> = self.live.iter().collect();
        let mut set = Polygon::hull(live.iter().map(|(payoff, _)| payoff.clone()).collect());
        let mut threat = self.minmax.clone();
        if enough(&set, &threat) {
            return End::Refuted;
        }
        for _ in 0..STEPS {
            let before = live.len();
            let mut points: Vec<Point> = Vec::new();
            live.retain(|(payoff, best)| {
                let required = self.required(payoff, best, &threat);
                if side == Side::Below && !has_room(&set, payoff, best, &required) {
                    return false;
                }
                if dominates(payoff, &required) {
                    points.push(payoff.clone());
                    return true;
                }
                let before = points.len();
                for axis in 0..2 {
                    let on_line = set.slice(axis, &required[axis]).above(1 - axis, &required[1 - axis]);
                    points.extend(on_line.vertices().iter().map(|w| self.image(payoff, w)));
                }
                let inside = || (0..2).all(|i| set.least(i).is_some_and(|least| least > required[i]));
                points.len() > before || inside()
            });
            if live.len() < before {
                // Every payoff is a mean of those that can still be played: a fresh start without the rest.
                points = live.iter().map(|(payoff, _)| payoff.clone()).collect();
            }
            let next = Polygon::hull(points);
            let (Some(first), Some(second)) = (next.least(0), next.least(1)) else { return End::Refuted };
            let raised = [threat[0].larger(&first).clone(), threat[1].larger(&second).clone()];
            if next == set && raised == threat {
                return End::Still(set, threat);
            }
            if enough(&next, &raised) {
                return End::Refuted;
            }
            if next.vertices().iter().flatten().any(Germ::is_heavy) {
                return End::Open;
            }
            (set, threat) = (next, raised);
        }
        End::Open
    }

    /// How much room the live profiles leave in a set: functions that vanish where a profile can only just
    /// be played.
    fn room(&self, set: &Polygon<Germ>, threat: &Point) -> Vec<Germ> {
        let mut all = Vec::new();
        for (payoff, best) in &self.live {
            let required = self.required(payoff, best, threat);
            for axis in 0..2 {
                let ends = [set.greatest(axis), set.slice(1 - axis, &required[1 - axis]).greatest(axis)];
                let ends = ends.into_iter().flatten().chain([payoff[axis].clone()]);
                all.extend(ends.map(|most| most - &required[axis]));
            }
        }
        all
    }

    /// Whether every vertex is generated with a continuation in the set and the set's least payoffs as
    /// threats.
    fn generates_itself(&self, set: &Polygon<Germ>) -> bool {
        let (Some(first), Some(second)) = (set.least(0), set.least(1)) else { return false };
        let threat = [first, second];
        set.vertices().iter().all(|vertex| {
            self.live.iter().any(|(payoff, best)| {
                dominates(vertex, &self.image(best, &threat))
                    && set.contains(&self.continuation(payoff, vertex))
            })
        })
    }

    /// For every step of a cycle and player: the gain from deviating and
    /// `sum_(s=1..n) d^s (g_s - L) - (1 - d^n) gain`, which has the sign of the surplus.
    fn surpluses(&self, stage: &Game<Rational>, cycle: &[usize], threat: &Point) -> Vec<(Rational, Germ)> {
        let n = cycle.len();
        let mut all = Vec::with_capacity(2 * n);
        for (step, &profile) in cycle.iter().enumerate() {
            for (player, threat) in threat.iter().enumerate() {
                let gain = stage.deviation_gain(profile, player);
                let (mut sum, mut power) = (Germ::zero(), Germ::one());
                for ahead in 1..=n {
                    power = power * &self.discount;
                    let payoff = Germ::from_exact(stage.payoff_at(cycle[(step + ahead) % n], player));
                    sum = sum + power.clone() * (payoff - threat);
                }
                let cost = (Germ::one() - &power) * Germ::from_exact(&gain);
                all.push((gain, sum - &cost));
            }
        }
        all
    }
}

/// Whether some continuation in the set is at least what a profile requires, and more for everybody who
/// has something to gain.
fn has_room(set: &Polygon<Germ>, payoff: &Point, best: &Point, required: &Point) -> bool {
    let allowed = set.above(0, &required[0]).above(1, &required[1]);
    !allowed.is_empty()
        && (0..2).all(|i| best[i] == payoff[i] || allowed.greatest(i).is_some_and(|most| most > required[i]))
}

fn dominates(a: &Point, b: &Point) -> bool {
    a[0] >= b[0] && a[1] >= b[1]
}

/// Numbers near a fraction slightly above the threshold at which some constraint holds with equality,
/// the nearest first.
pub(super) fn candidates(
    stage: &Game<Rational>,
    aim: Aim,
    minmax: &[Rational],
    live: &[usize],
    near: &Rational,
) -> Vec<AlgebraicNumber> {
    let local = Local::new(stage, minmax, live, Place::Near(near.clone()));
    let tempting = |threat: &Point| {
        let Aim::Path(cycle) = aim else { return Vec::new() };
        let all = local.surpluses(stage, cycle, threat).into_iter();
        all.filter(|(gain, _)| gain.is_positive()).map(|(_, surplus)| surplus).collect::<Vec<_>>()
    };
    let mut formulas = tempting(&local.minmax);
    if let End::Still(set, threat) = local.limit(Side::At, |_, _| false) {
        formulas.extend(tempting(&threat));
        formulas.extend(local.room(&set, &threat));
    }
    let reach = Rational::new(REACH.0, REACH.1);
    let (low, high) = (near - &reach, near + &reach);
    let roots = formulas.iter().flat_map(|formula| formula.numerator().roots_between(&low, &high));
    let mut found: Vec<(f64, AlgebraicNumber)> =
        roots.map(|root| ((root.to_f64() - near.to_f64()).abs(), root)).collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut distinct: Vec<AlgebraicNumber> = Vec::new();
    for (_, root) in found {
        if distinct.len() < MOST_CANDIDATES && !distinct.contains(&root) {
            distinct.push(root);
        }
    }
    distinct
}

/// Whether a number is proven to be the critical discount factor. `live` holds every profile that can be
/// played at some fraction above it.
pub(super) fn is_critical(
    stage: &Game<Rational>,
    aim: Aim,
    minmax: &[Rational],
    live: &[usize],
    number: &AlgebraicNumber,
) -> bool {
    let local = Local::new(stage, minmax, live, Place::At(Field::of(number)));
    let sustained = || match local.limit(Side::At, |_, _| false) {
        End::Still(set, threat) => {
            let attained = set.least(0).zip(set.least(1)).is_some_and(|(a, b)| [a, b] == threat);
            attained && local.generates_itself(&set) && local.holds(stage, aim, &set, &threat)
        }
        End::Refuted | End::Open => false,
    };
    let fails = |set: &Polygon<Germ>, threat: &Point| local.fails(stage, aim, set, threat);
    sustained() && matches!(local.limit(Side::Below, fails), End::Refuted)
}

impl Local {
    /// Whether what is asked for is found in a set of equilibrium payoffs with its least ones as threats.
    fn holds(&self, stage: &Game<Rational>, aim: Aim, set: &Polygon<Germ>, threat: &Point) -> bool {
        match aim {
            Aim::Path(cycle) => {
                let zero = Germ::zero();
                self.surpluses(stage, cycle, threat).iter().all(|(_, surplus)| *surplus >= zero)
            }
            Aim::Payoff(payoff) => set.contains(&constants(payoff)),
            Aim::Level { weights, level } => {
                let most = set.support(&constants(weights));
                most.is_some_and(|(_, most)| most >= Germ::constant(level.clone()))
            }
            Aim::Better(benchmark) => has_better(set, &constants(benchmark)),
        }
    }

    /// Whether a set and threats that hold below the place contradict what is asked for, there. Sets only
    /// shrink and threats only rise, so that what contradicts once stays so.
    fn fails(&self, stage: &Game<Rational>, aim: Aim, set: &Polygon<Germ>, threat: &Point) -> bool {
        match aim {
            Aim::Path(cycle) => {
                let zero = Germ::zero();
                let mut all = self.surpluses(stage, cycle, threat).into_iter();
                all.any(|(gain, surplus)| surplus < zero || (gain.is_positive() && surplus == zero))
            }
            _ => !self.holds(stage, aim, set, threat),
        }
    }
}

fn constants(numbers: &[Rational]) -> Point {
    [0, 1].map(|i| Germ::constant(numbers[i].clone()))
}

/// Whether some point of a set is strictly better than a benchmark for both.
fn has_better(set: &Polygon<Germ>, benchmark: &Point) -> bool {
    let part = set.above(0, &benchmark[0]).above(1, &benchmark[1]);
    (0..2).all(|i| part.greatest(i).is_some_and(|most| most > benchmark[i]))
}

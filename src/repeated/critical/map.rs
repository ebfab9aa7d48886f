//! All critical values at once: how the equilibrium payoff set grows with patience.
//!
//! V(d) grows with a common discount factor (Abreu, Pearce and Stacchetti 1990, theorem 6). It grows
//! continuously in places and in steps where a profile enters. A step is found by halving intervals over
//! which the float outline grows noticeably, down to the asked width, and proven there: a payoff with an
//! automaton at the upper end, and a refutation at the lower end that keeps a distance from it. What is
//! proven is that V grows by at least that distance within the interval; growth as steep as that without a
//! jump cannot be told from one.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Critical, CriticalTarget, Punishment, critical_discount, short_between};
use crate::exact::Rational;
use crate::game::{Game, Profile};
use crate::geometry::{Polygon, distance_to_polygon};
use crate::repeated::fast::{FloatGame, Limits, Outline, Solver};
use crate::repeated::sustain::{Decision, decide};
use crate::repeated::target::Aim;
use crate::repeated::{Automaton, Failure, Options, Refutation, RepeatedError, RepeatedGame};

/// The map from patience to equilibrium payoffs of a two-player game, over a range of discount factors.
#[derive(Debug, Clone, PartialEq)]
pub struct PatienceMap {
    /// The discount factors looked at.
    pub range: [Rational; 2],
    /// Every profile that can be played for ever at some discount factor of the range, with its critical
    /// value, the lowest first.
    pub entries: Vec<Entry>,
    /// Where the set grows in a step, the lowest first.
    pub steps: Vec<Step>,
    /// Intervals over which floats see the set grow in a step that was not proven.
    pub unproven: Vec<[f64; 2]>,
    /// The set in floats at the discount factors that were looked at, rising.
    pub samples: Vec<PatienceSample>,
}

/// A profile enters: from its critical value on it can be played for ever.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The profile.
    pub profile: Profile,
    /// Its critical discount factor, with evidence.
    pub critical: Critical,
}

/// The equilibrium payoff set grows by at least `rise` between two discount factors.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// A payoff that is refuted here,
    pub lower: Rational,
    /// and sustained here.
    pub upper: Rational,
    /// The payoff.
    pub payoff: Vec<Rational>,
    /// A proven lower bound on its distance to the set at `lower`, each player's payoffs rescaled to
    /// [0, 1]; `None` if there is no equilibrium at all at `lower`.
    pub rise: Option<f64>,
    /// The strategy at `upper`.
    pub automaton: Automaton,
    /// The refutation at `lower`.
    pub refutation: Refutation,
}

/// What the equilibrium payoff set looks like at one discount factor, in floats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PatienceSample {
    /// The discount factor.
    pub discount: f64,
    /// The number of vertices: 0 for the empty set, 1 for a point, 2 for a segment.
    pub vertices: usize,
    /// The area, in the game's own units.
    pub area: f64,
    /// The greatest sum of payoffs; `None` for the empty set.
    pub welfare: Option<f64>,
    /// Per player, the least and the greatest payoff; `None` for the empty set.
    pub reach: Option<[[f64; 2]; 2]>,
}

/// One event as a flat row, for tables and CSV.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatienceRow {
    /// `entry` or `step`.
    pub event: String,
    /// It does not hold here,
    pub lower: f64,
    /// and holds here.
    pub upper: f64,
    /// The exact value in words, where proven.
    pub exact: String,
    /// The profile that enters, or the payoff that is gained.
    pub what: String,
    /// For a step: by how much the set grows at least.
    pub rise: Option<f64>,
}

/// Growth of the outline over an interval below this share of the payoff range is not looked into.
const NOTICEABLE: f64 = 0.01;
/// The share of the way from the smaller set to a payoff that a refutation is asked to leave.
const SHARE: f64 = 0.1;

/// All critical values of a two-player game over a range of discount factors: which profile enters where,
/// and where the equilibrium payoff set grows in a step.
///
/// ```
/// use detente::{Game, Rational};
/// use detente::repeated::{Options, patience_map};
/// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// let map = patience_map(&game, ["1/10".parse()?, "9/10".parse()?], &Options::default())?;
/// let entered: Vec<_> = map.entries.iter().map(|e| (e.profile[0], e.profile[1])).collect();
/// assert_eq!(entered, [(1, 1), (0, 0)]); // self-help always, mutual cooperation from 1/2 on
/// // The set grows in a step at 1/4, where taking turns becomes possible, and at 1/2.
/// assert_eq!(map.steps.len(), 2);
/// assert!(map.steps[0].lower < Rational::new(1, 4) && map.steps[0].upper >= Rational::new(1, 4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A game that does not have two players, or a range that is empty or reaches beyond 0 and 1.
pub fn patience_map(
    stage: &Game<Rational>,
    range: [Rational; 2],
    options: &Options,
) -> Result<PatienceMap, RepeatedError> {
    stage.expect_two_players("the map from patience to payoffs")?;
    let [low, high] = &range;
    if low >= high || !low.is_positive() || *high >= Rational::ONE {
        let value = format!("from {low} to {high}");
        return Err(RepeatedError::BadOption { name: "range", value, range: "0 < from < to < 1" });
    }
    let options = &options.started();
    let mut survey = Survey::new(stage, options)?;
    let jumps = survey.jumps(low.to_f64(), high.to_f64());
    let (mut steps, mut unproven) = (Vec::new(), Vec::new());
    for jump in jumps {
        match survey.proven(jump)? {
            Some(step) => steps.push(step),
            None => unproven.push(jump),
        }
    }
    let mut entries = Vec::new();
    for index in 0..stage.profiles() {
        let profile = stage.profile(index);
        let target = CriticalTarget::Profile(profile.clone());
        let critical = critical_discount(stage, &target, Punishment::Optimal, options)?;
        if critical.upper.as_ref().is_some_and(|upper| upper <= high) {
            entries.push(Entry { profile, critical });
        }
    }
    entries.sort_by(|a, b| a.critical.upper.cmp(&b.critical.upper));
    let mut samples = survey.samples;
    samples.sort_by(|a, b| a.discount.total_cmp(&b.discount));
    samples.dedup_by(|a, b| a.discount == b.discount);
    Ok(PatienceMap { range, entries, steps, unproven, samples })
}

struct Survey<'a> {
    stage: &'a Game<Rational>,
    options: &'a Options,
    float: FloatGame,
    solver: Solver,
    samples: Vec<PatienceSample>,
}

impl<'a> Survey<'a> {
    fn new(stage: &'a Game<Rational>, options: &'a Options) -> Result<Self, RepeatedError> {
        let float = FloatGame::of_stage(stage)?;
        Ok(Survey { stage, options, float, solver: Solver::new(), samples: Vec::new() })
    }

    fn look(&mut self, discount: f64) -> Outline {
        let budget = self.options.budget();
        let limits = Limits { iterations: budget.iterations, deadline: budget.deadline };
        let outline = self.solver.solve(&self.float, discount, &limits);
        let sums = outline.vertices.iter().map(|v| v[0] + v[1]);
        self.samples.push(PatienceSample {
            discount,
            vertices: outline.vertices.len(),
            area: Polygon::hull(outline.vertices.clone()).area(),
            welfare: sums.reduce(f64::max),
            reach: reach(&outline.vertices),
        });
        outline
    }

    /// The intervals, no wider than a quarter of the asked width, over which the outline grows noticeably.
    fn jumps(&mut self, low: f64, high: f64) -> Vec<[f64; 2]> {
        let width = self.options.max_width().to_f64() / 4.0;
        let first = marked(&self.look(low));
        let last = marked(&self.look(high));
        let mut open = vec![(low, first, high, last)];
        let mut found = Vec::new();
        while let Some((low, below, high, above)) = open.pop() {
            if growth(&below, &above) <= NOTICEABLE || self.options.budget().is_spent() {
                continue;
            }
            let middle = 0.5 * (low + high);
            if high - low <= width || middle <= low || middle >= high {
                found.push([low, high]);
                continue;
            }
            let between = marked(&self.look(middle));
            open.push((middle, between.clone(), high, above));
            open.push((low, below, middle, between));
        }
        found
    }

    /// The evidence for a step; `None` where it could not be proven.
    fn proven(&mut self, [low, high]: [f64; 2]) -> Result<Option<Step>, RepeatedError> {
        let (Some(low), Some(high)) = (Rational::from_f64(low), Rational::from_f64(high)) else {
            return Ok(None);
        };
        let quarter = self.options.max_width() * Rational::new(1, 4);
        let below = short_between(&(&low - &quarter).max(Rational::ZERO), &low);
        let above = short_between(&high, &(&high + &quarter).min(Rational::ONE));
        let (Some(lower), Some(upper)) = (below, above) else { return Ok(None) };
        let game = RepeatedGame::new(self.stage.clone(), &upper)?;
        let smaller = RepeatedGame::new(self.stage.clone(), &lower)?;
        let Some(inner) = game.certified_inner_set(self.options)? else { return Ok(None) };
        let outline = marked(&self.look(lower.to_f64()));
        let distance = |payoff: &Vec<Rational>| distance_to_polygon(self.rescaled(payoff), &outline);
        let farthest = inner.vertices.iter().max_by(|a, b| distance(a).total_cmp(&distance(b)));
        let Some(payoff) = farthest else { return Ok(None) };
        let Decision::Yes(automaton) = decide(&game, Aim::Payoff(payoff), self.options)? else {
            return Ok(None);
        };
        // What separates a point on the way keeps a distance from the payoff itself.
        let near = self.on_the_way(payoff, &outline);
        let Decision::No(refutation) = decide(&smaller, Aim::Payoff(&near), self.options)? else {
            return Ok(None);
        };
        let rise = match &refutation.fails {
            Failure::Empty => None,
            Failure::Separation { normal, bound } => match self.distance_beyond(payoff, normal, bound) {
                rise if rise > 0.0 => Some(rise),
                _ => return Ok(None),
            },
            Failure::Incentive { .. } => return Ok(None),
        };
        Ok(Some(Step { lower, upper, payoff: payoff.clone(), rise, automaton, refutation }))
    }

    fn rescaled(&self, payoff: &[Rational]) -> [f64; 2] {
        [0, 1].map(|i| {
            let (low, range) = self.float.scale(i);
            (payoff[i].to_f64() - low) / range
        })
    }

    /// A short point between the outline and a payoff, near the outline.
    fn on_the_way(&self, payoff: &[Rational], outline: &[[f64; 2]]) -> Vec<Rational> {
        let at = self.rescaled(payoff);
        let n = outline.len();
        let nearest = (0..n).map(|k| nearest_on(at, outline[k], outline[(k + 1) % n]));
        let distance = |p: &[f64; 2]| (p[0] - at[0]).hypot(p[1] - at[1]);
        let Some(from) = nearest.min_by(|a, b| distance(a).total_cmp(&distance(b))) else {
            return payoff.to_vec();
        };
        (0..2)
            .map(|i| {
                let (_, range) = self.float.scale(i);
                let back = (1.0 - SHARE) * (from[i] - at[i]) * range;
                &payoff[i] + Rational::from_f64(back).unwrap_or_default().floor_to_bits(20)
            })
            .collect()
    }

    /// How far a payoff lies beyond a half-plane, rescaled and rounded down.
    fn distance_beyond(&self, payoff: &[Rational], normal: &[Rational], bound: &Rational) -> f64 {
        let excess: Rational = normal.iter().zip(payoff).map(|(h, x)| h * x).sum::<Rational>() - bound;
        let scaled = [0, 1].map(|i| normal[i].to_f64() * self.float.scale(i).1);
        let length = scaled[0].hypot(scaled[1]);
        if length > 0.0 { excess.to_f64_down() / length * (1.0 - 1e-12) } else { 0.0 }
    }
}

/// Per player, the least and the greatest coordinate.
fn reach(vertices: &[[f64; 2]]) -> Option<[[f64; 2]; 2]> {
    let ends = |i: usize| {
        let all = || vertices.iter().map(move |v| v[i]);
        Some([all().reduce(f64::min)?, all().reduce(f64::max)?])
    };
    Some([ends(0)?, ends(1)?])
}

fn marked(outline: &Outline) -> Vec<[f64; 2]> {
    outline.marked.iter().map(|v| v.at).collect()
}

/// The largest distance of a vertex of the larger set to the smaller one.
fn growth(smaller: &[[f64; 2]], larger: &[[f64; 2]]) -> f64 {
    larger.iter().map(|v| distance_to_polygon(*v, smaller)).fold(0.0, f64::max)
}

fn nearest_on(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    let along = [b[0] - a[0], b[1] - a[1]];
    let length = along[0] * along[0] + along[1] * along[1];
    let t = if length > 0.0 { ((p[0] - a[0]) * along[0] + (p[1] - a[1]) * along[1]) / length } else { 0.0 };
    [0, 1].map(|i| a[i] + t.clamp(0.0, 1.0) * along[i])
}

impl PatienceMap {
    /// Entries and steps as flat rows, in the order of patience.
    pub fn rows(&self) -> Vec<PatienceRow> {
        let entries = self.entries.iter().map(|entry| {
            let critical = &entry.critical;
            let rational = critical.exact.as_ref().map(ToString::to_string);
            let exact = rational.or_else(|| critical.algebraic.as_ref().map(ToString::to_string));
            PatienceRow {
                event: "entry".into(),
                lower: critical.lower.to_f64(),
                upper: critical.upper.as_ref().map_or(1.0, Rational::to_f64),
                exact: exact.unwrap_or_default(),
                what: entry.profile.to_string(),
                rise: None,
            }
        });
        let steps = self.steps.iter().map(|step| {
            let payoff: Vec<String> = step.payoff.iter().map(|x| format!("{:.4}", x.to_f64())).collect();
            PatienceRow {
                event: "step".into(),
                lower: step.lower.to_f64(),
                upper: step.upper.to_f64(),
                exact: String::new(),
                what: format!("({})", payoff.join(", ")),
                rise: step.rise,
            }
        });
        let mut rows: Vec<PatienceRow> = entries.chain(steps).collect();
        rows.sort_by(|a, b| a.upper.total_cmp(&b.upper));
        rows
    }
}

impl fmt::Display for PatienceMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in self.rows() {
            match (row.event.as_str(), row.rise) {
                ("entry", _) if row.exact.is_empty() => {
                    writeln!(f, "({:.7}, {:.7}]  {} enters", row.lower, row.upper, row.what)?;
                }
                ("entry", _) => writeln!(f, "{}  {} enters", row.exact, row.what)?,
                (_, Some(rise)) => {
                    let (low, high, what) = (row.lower, row.upper, row.what);
                    writeln!(f, "({low:.7}, {high:.7}]  the set grows by at least {rise:.3}, to {what}")?;
                }
                (_, None) => {
                    let (low, high, what) = (row.lower, row.upper, row.what);
                    writeln!(f, "({low:.7}, {high:.7}]  equilibria appear, such as {what}")?;
                }
            }
        }
        Ok(())
    }
}

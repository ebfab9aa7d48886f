//! What the repeated game with three actions says: is compromise enforceable, and is it acceptable?
//!
//! *Enforceable*: some subgame-perfect equilibrium starts with compromise for ever; with the deviator's
//! continuation at the worst point of `V` (Abreu 1988), that is a comparison of two numbers per side.
//! *Acceptable*: some payoff in `V` leaves neither side below the benchmark and gains jointly. A threat of
//! war can enforce a compromise that the side ahead would never accept: only both together are
//! cooperation. The benchmark is holding for ever where that is an equilibrium, else mutual attack where
//! that is, else each side's worst equilibrium payoff.

use serde::{Deserialize, Serialize};

use super::StudyError;
use super::stage::{Move, StageModel, cell};
use crate::geometry::{Kind, Polygon};
use crate::repeated::fast::{FloatGame, Limits, Solver};

/// What compromise is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Benchmark {
    /// Both hold for ever.
    Hold,
    /// Both attack.
    War,
    /// Each side's worst equilibrium payoff.
    Threat,
}

/// The verdict in one letter: what is left of cooperation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Prospect {
    /// Compromise for ever is enforceable and no worse than the benchmark for both.
    #[serde(rename = "C")]
    Compromise,
    /// Not that, but some enforceable payoff harms neither side and gains jointly.
    #[serde(rename = "v")]
    SomeBargain,
    /// Nothing acceptable is left: cooperation has collapsed.
    #[serde(rename = ".")]
    Collapsed,
    /// No pure-strategy equilibrium exists: no verdict from pure strategies.
    #[serde(rename = "?")]
    NoVerdict,
}

impl Prospect {
    /// `C`, `v`, `.` or `?`.
    pub fn letter(self) -> char {
        match self {
            Self::Compromise => 'C',
            Self::SomeBargain => 'v',
            Self::Collapsed => '.',
            Self::NoVerdict => '?',
        }
    }
}

/// A solved game with three actions. Payoffs and margins are averages per year in relative terms.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Solution {
    /// The shape of `V`, points merged within 1e-7.
    pub kind: Kind,
    /// What there is to say where `V` is not empty.
    pub content: Option<SolutionContent>,
}

/// What a non-empty `V` says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SolutionContent {
    /// Vertices of `V`, counter-clockwise.
    pub vertices: Vec<[f64; 2]>,
    /// Each side's worst equilibrium payoff.
    pub threat: [f64; 2],
    /// Compromise for ever minus the best one-shot deviation, per side; enforceable where both are >= 0.
    pub compromise: [f64; 2],
    /// The same for holding for ever.
    pub hold: [f64; 2],
    /// The same for mutual attack.
    pub attack: [f64; 2],
    /// What compromise is compared with.
    pub benchmark: Benchmark,
    /// The benchmark's payoffs.
    pub benchmark_payoff: [f64; 2],
    /// The payoffs of compromise for ever minus the benchmark's.
    pub compromise_over_benchmark: [f64; 2],
    /// The largest joint gain over the benchmark within `V` that harms neither side; `None` where every
    /// payoff in `V` harms one.
    pub acceptable_gain: Option<f64>,
    /// The payoffs at which that gain is reached.
    pub best_bargain: Option<[f64; 2]>,
}

/// Margins and gains this close to zero count as zero: ties go to support.
pub(super) const TIE: f64 = 1e-9;
/// Points this close are one.
const MERGE: f64 = 1e-7;

impl Solution {
    /// Whether compromise for ever is enforceable; `None` if `V` is empty.
    pub fn is_enforceable(&self) -> Option<bool> {
        self.content.as_ref().map(|content| supported(&content.compromise))
    }

    /// Whether something enforceable harms neither side and gains jointly; `None` if `V` is empty.
    pub fn is_acceptable(&self) -> Option<bool> {
        self.content.as_ref().map(|content| content.acceptable_gain.is_some_and(|gain| gain > TIE))
    }

    /// The verdict in one letter.
    pub fn prospect(&self) -> Prospect {
        let Some(content) = &self.content else { return Prospect::NoVerdict };
        if supported(&content.compromise) && supported(&content.compromise_over_benchmark) {
            Prospect::Compromise
        } else if content.acceptable_gain.is_some_and(|gain| gain > TIE) {
            Prospect::SomeBargain
        } else {
            Prospect::Collapsed
        }
    }

    /// Whether holding for ever is an equilibrium; false if `V` is empty.
    pub fn holds(&self) -> bool {
        self.content.as_ref().is_some_and(|content| supported(&content.hold))
    }
}

pub(super) fn supported(margins: &[f64; 2]) -> bool {
    margins.iter().all(|margin| *margin >= -TIE)
}

impl StageModel<f64> {
    /// Solves the repeated game and reads off enforceability, benchmark and acceptability.
    ///
    /// ```
    /// use detente::study::{InstitutionParameters, StageModel, WarAccounting, karabakh_data};
    /// let case = karabakh_data()?.phase("1988-91")?.at_modes()?.to_floats();
    /// let anarchy = StageModel::new(&case, &InstitutionParameters::none(), WarAccounting::Absorbing);
    /// let solution = anarchy.solve()?;
    /// assert_eq!(solution.prospect().letter(), '.');
    /// # Ok::<(), detente::study::StudyError>(())
    /// ```
    ///
    /// # Errors
    /// If a payoff is not finite.
    pub fn solve(&self) -> Result<Solution, StudyError> {
        self.solve_with(&mut Solver::new())
    }

    /// As [`StageModel::solve`], with a solver whose buffers are used again.
    ///
    /// # Errors
    /// If a payoff is not finite.
    pub fn solve_with(&self, solver: &mut Solver) -> Result<Solution, StudyError> {
        let ends: Vec<(f64, [f64; 2])> =
            (0..9).map(|index| (self.ending[index], *self.final_payoff(index))).collect();
        let game = FloatGame::from_floats(3, &self.relative, &ends)?;
        let outline = solver.solve(&game, self.discount, &enough_steps(self.discount));
        let set = merged(outline.vertices);
        let kind = set.kind();
        let content = outline.threat.filter(|_| kind != Kind::Empty);
        Ok(Solution { kind, content: content.map(|threat| self.read(set, threat)) })
    }

    fn read(&self, set: Polygon<f64>, threat: [f64; 2]) -> SolutionContent {
        let profile = |action: Move| cell(action, action);
        let margins = |action: Move| [0, 1].map(|i| self.margin(profile(action), i, threat[i]));
        let [compromise, hold, attack] = Move::ALL.map(margins);
        let (benchmark, benchmark_payoff) = if supported(&hold) {
            (Benchmark::Hold, self.forever(profile(Move::Hold)))
        } else if supported(&attack) {
            (Benchmark::War, self.forever(profile(Move::Attack)))
        } else {
            (Benchmark::Threat, threat)
        };
        let lasting = self.forever(profile(Move::Compromise));
        let harmless = set.above(0, &(benchmark_payoff[0] - TIE)).above(1, &(benchmark_payoff[1] - TIE));
        let best = harmless.support(&[1.0, 1.0]);
        SolutionContent {
            vertices: set.into_vertices(),
            threat,
            compromise,
            hold,
            attack,
            benchmark,
            benchmark_payoff,
            compromise_over_benchmark: [0, 1].map(|i| lasting[i] - benchmark_payoff[i]),
            best_bargain: best.map(|(vertex, _)| harmless.vertices()[vertex]),
            acceptable_gain: best.map(|(_, sum)| sum - benchmark_payoff[0] - benchmark_payoff[1]),
        }
    }

    /// The weight that a cell leaves to the continuation, and what it pays whatever comes after.
    fn line(&self, index: usize, side: usize) -> (f64, f64) {
        let stays = 1.0 - self.ending[index];
        let fixed = self.ending[index] * self.final_payoff(index)[side]
            + stays * (1.0 - self.discount) * self.relative[index][side];
        (stays * self.discount, fixed)
    }

    /// What a profile pays when it is played for ever.
    pub(super) fn forever(&self, index: usize) -> [f64; 2] {
        [0, 1].map(|side| {
            let (carry, fixed) = self.line(index, side);
            fixed / (1.0 - carry)
        })
    }

    /// A profile for ever minus a side's best one-shot deviation, whose continuation is `threat`.
    fn margin(&self, index: usize, side: usize, threat: f64) -> f64 {
        let stride = if side == 0 { 3 } else { 1 };
        let own = index / stride % 3;
        let deviation = (0..3)
            .filter(|action| *action != own)
            .map(|action| {
                let (carry, fixed) = self.line(index - own * stride + action * stride, side);
                fixed + carry * threat
            })
            .fold(f64::NEG_INFINITY, f64::max);
        self.forever(index)[side] - deviation
    }
}

/// Steps after which nothing but rounding moves: errors shrink by the discount factor a step, and `e^-40` is
/// below the unit of rounding. Without this bound a set that flickers in its last bits is iterated to the
/// solver's general limit.
pub(super) fn enough_steps(discount: f64) -> Limits {
    let steps = (40.0 / (1.0 - discount)).clamp(1_000.0, 1e5);
    Limits { iterations: steps as usize, ..Limits::default() }
}

/// The convex hull with points merged that lie within [`MERGE`] of each other or of a line.
fn merged(vertices: Vec<[f64; 2]>) -> Polygon<f64> {
    let near = |a: &[f64; 2], b: &[f64; 2]| (0..2).all(|i| (a[i] - b[i]).abs() <= MERGE);
    let mut kept: Vec<[f64; 2]> = Vec::new();
    for vertex in vertices {
        if !kept.iter().any(|other| near(other, &vertex)) {
            kept.push(vertex);
        }
    }
    let hull = Polygon::hull(kept);
    let farthest = |from: &[f64; 2]| {
        let distance = |v: &[f64; 2]| (v[0] - from[0]).hypot(v[1] - from[1]);
        hull.vertices().iter().copied().max_by(|a, b| distance(a).total_cmp(&distance(b)))
    };
    let Some(a) = hull.vertices().first().and_then(farthest) else { return hull };
    let Some(b) = farthest(&a) else { return hull };
    let length = (b[0] - a[0]).hypot(b[1] - a[1]);
    let off_line = |v: &[f64; 2]| {
        ((b[0] - a[0]) * (v[1] - a[1]) - (b[1] - a[1]) * (v[0] - a[0])).abs() <= MERGE * length
    };
    if hull.vertices().len() > 2 && hull.vertices().iter().all(off_line) {
        return Polygon::hull(vec![a, b]);
    }
    hull
}

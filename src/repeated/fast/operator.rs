//! One application of the operator: what each live profile contributes to the next set.

use super::FloatGame;

/// Bound on the rounding of one step, in payoffs rescaled to [0, 1]: sixteen units of rounding. A point
/// on a constraint line costs four (interpolation along an edge), its image three, and a point that the
/// hull drops lies within four of it; the error of the line itself, six, is covered by the width of
/// the strip, which is twice the bound on the set.
pub(super) const ROUNDING: f64 = 16.0 * f64::EPSILON / 2.0;

/// How a point of the next set comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The payoff of playing a profile for ever.
    Forever,
    /// A profile followed by a continuation on which this player's constraint binds.
    Binding(u8),
    /// A payoff of the stage game, before the first step.
    Feasible,
}

/// A vertex with its profile.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vertex {
    pub(crate) at: [f64; 2],
    pub(crate) profile: u32,
    pub(crate) origin: Origin,
}

/// A profile that may still be played in equilibrium, with what the operator needs of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Live {
    pub(super) profile: u32,
    /// Value of playing it for ever.
    pub(super) forever: [f64; 2],
    /// Weight of the continuation.
    pub(super) carry: f64,
    /// Without absorbing outcomes: the players' deviation gains.
    pub(super) gain: [f64; 2],
}

/// What one profile did in one step.
pub(super) enum Contribution {
    Forever,
    Binding,
    /// Feasible, but with no binding point: the whole set satisfies its constraints strictly.
    Slack,
    Dead,
}

/// The numbers that stay fixed while one discount factor is solved.
pub(super) struct Step<'a> {
    pub(super) game: &'a FloatGame,
    pub(super) discount: f64,
    /// (1 - d) / d: what a unit of gain today asks of tomorrow.
    pub(super) price: f64,
    /// Half-width of the relaxed constraint lines.
    pub(super) slack: f64,
}

impl<'a> Step<'a> {
    pub(super) fn new(game: &'a FloatGame, discount: f64) -> Self {
        let slack = 2.0 * ROUNDING / (1.0 - discount);
        Step { game, discount, price: (1.0 - discount) / discount, slack }
    }

    /// A profile's fixed numbers.
    pub(super) fn live(&self, profile: usize) -> Live {
        let payoff = self.game.payoffs[profile];
        let (row, column) = (profile / self.game.columns, profile % self.game.columns);
        let gain = [self.game.best[0][column] - payoff[0], self.game.best[1][row] - payoff[1]];
        let (forever, carry) = self.forever(profile);
        Live { profile: profile as u32, forever, carry, gain }
    }

    /// Value of playing a profile for ever, and the weight it leaves to the continuation.
    pub(super) fn forever(&self, profile: usize) -> ([f64; 2], f64) {
        let payoff = self.game.payoffs[profile];
        match self.game.ends.get(profile) {
            None => (payoff, self.discount),
            Some(&(q, z)) => {
                let carry = (1.0 - q) * self.discount;
                let today = (1.0 - q) * (1.0 - self.discount);
                ([0, 1].map(|i| (q * z[i] + today * payoff[i]) / (1.0 - carry)), carry)
            }
        }
    }

    /// The least continuation that keeps each player from deviating.
    pub(super) fn required(&self, live: &Live, threat: [f64; 2]) -> [f64; 2] {
        if self.game.ends.is_empty() {
            return [0, 1].map(|i| threat[i] + self.price * live.gain[i]);
        }
        let deviation = self.best_deviation(live.profile as usize, threat);
        [0, 1].map(|i| {
            let needed = deviation[i] - (1.0 - live.carry) * live.forever[i];
            if live.carry > 0.0 { needed / live.carry } else { f64::INFINITY }
        })
    }

    /// Whether playing the profile for ever beats every deviation: the margin per player, positive
    /// where it does.
    pub(super) fn margin(&self, live: &Live, threat: [f64; 2]) -> [f64; 2] {
        if self.game.ends.is_empty() {
            let required = self.required(live, threat);
            return [0, 1].map(|i| live.forever[i] - required[i]);
        }
        let deviation = self.best_deviation(live.profile as usize, threat);
        [0, 1].map(|i| live.forever[i] - deviation[i])
    }

    /// With absorbing outcomes: the value of each player's best deviation (staying included).
    fn best_deviation(&self, profile: usize, threat: [f64; 2]) -> [f64; 2] {
        let columns = self.game.columns;
        let (row, column) = (profile / columns, profile % columns);
        let worth = |at: usize, player: usize| {
            let (forever, carry) = self.forever(at);
            (1.0 - carry) * forever[player] + carry * threat[player]
        };
        let rows = self.game.payoffs.len() / columns;
        [
            (0..rows).map(|r| worth(r * columns + column, 0)).fold(f64::NEG_INFINITY, f64::max),
            (0..columns).map(|c| worth(row * columns + c, 1)).fold(f64::NEG_INFINITY, f64::max),
        ]
    }

    /// Adds a profile's points for the set `set` (with its bounding box) and threats, and says what
    /// became of it. `closest` is lowered to the smallest margin by which a decision was taken.
    pub(super) fn contribute(
        &self,
        live: &Live,
        set: &[Vertex],
        bounds: &Bounds,
        threat: [f64; 2],
        points: &mut Vec<Vertex>,
        closest: &mut f64,
    ) -> Contribution {
        let margin = self.margin(live, threat);
        let worst = margin[0].min(margin[1]);
        // A stage equilibrium at the threat has margin zero exactly; that is no close call.
        if worst != 0.0 || live.gain != [0.0; 2] {
            *closest = closest.min(worst.abs());
        }
        if worst >= -self.slack {
            points.push(Vertex { at: live.forever, profile: live.profile, origin: Origin::Forever });
            return Contribution::Forever;
        }
        let required = self.required(live, threat);
        let above = [0, 1].map(|i| required[i] - bounds.most[i]);
        if above[0] > self.slack || above[1] > self.slack {
            *closest = closest.min(above[0].max(above[1]));
            return Contribution::Dead;
        }
        let mut found = false;
        let mut gap = f64::INFINITY;
        for axis in 0..2 {
            let other = 1 - axis;
            let strip = [required[axis] - self.slack, required[axis] + self.slack];
            let Some([least, most]) = range_over_strip(set, axis, strip) else { continue };
            if most < required[other] - self.slack {
                gap = gap.min(required[other] - most);
                continue;
            }
            found = true;
            let mut image = |along: f64| {
                let mut w = [0.0; 2];
                w[axis] = required[axis];
                w[other] = along;
                let at = [0, 1].map(|i| (1.0 - live.carry) * live.forever[i] + live.carry * w[i]);
                points.push(Vertex { at, profile: live.profile, origin: Origin::Binding(axis as u8) });
            };
            let from = least.max(required[other].min(most));
            image(from);
            if most > from {
                image(most);
            }
        }
        if found {
            return Contribution::Binding;
        }
        if (0..2).all(|i| bounds.least[i] > required[i]) {
            return Contribution::Slack;
        }
        *closest = closest.min(gap);
        Contribution::Dead
    }
}

/// The bounding box of a set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) least: [f64; 2],
    pub(super) most: [f64; 2],
}

impl Bounds {
    pub(super) fn of(set: &[Vertex]) -> Self {
        let mut bounds = Bounds { least: [f64::INFINITY; 2], most: [f64::NEG_INFINITY; 2] };
        for vertex in set {
            for i in 0..2 {
                bounds.least[i] = bounds.least[i].min(vertex.at[i]);
                bounds.most[i] = bounds.most[i].max(vertex.at[i]);
            }
        }
        bounds
    }
}

/// The range of the other coordinate over the part of a convex polygon whose coordinate `axis` lies in
/// a strip; `None` if the polygon misses the strip.
fn range_over_strip(set: &[Vertex], axis: usize, strip: [f64; 2]) -> Option<[f64; 2]> {
    let other = 1 - axis;
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    let mut take = |value: f64| {
        least = least.min(value);
        most = most.max(value);
    };
    let mut a = set.last()?.at;
    for vertex in set {
        let b = vertex.at;
        if b[axis] >= strip[0] && b[axis] <= strip[1] {
            take(b[other]);
        }
        for line in strip {
            if (a[axis] < line) != (b[axis] < line) {
                let t = (line - a[axis]) / (b[axis] - a[axis]);
                take(a[other] + t.clamp(0.0, 1.0) * (b[other] - a[other]));
            }
        }
        a = b;
    }
    (least <= most).then_some([least, most])
}

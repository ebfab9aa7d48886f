//! One application of the operator: what each live profile contributes to the next set.

use super::FloatGame;
use super::section::Section;

/// Bound on the rounding of one step, in payoffs rescaled to [0, 1]: sixteen units of rounding.
/// Reading the set along a coordinate costs four (a hull) and four more (interpolation along an edge),
/// the image three, and a point that the hull drops lies within four of it; the error of the line
/// itself, six, is covered by the width of the strip, which is twice the bound on the set. One more
/// may be lost where a vertex stays in place.
pub(super) const ROUNDING: f64 = 16.0 * f64::EPSILON / 2.0;

/// A vertex that moves by no more stays in place.
pub(super) const STAYS: f64 = f64::EPSILON / 2.0;

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
    /// Without absorbing outcomes: the players' deviation gains and best-reply payoffs.
    pub(super) gain: [f64; 2],
    pub(super) best: [f64; 2],
    /// Row and column.
    pub(super) actions: [u32; 2],
}

/// What one profile did in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contribution {
    Forever,
    Binding,
    /// Feasible, but with no binding point: the whole set satisfies its constraints strictly.
    Slack,
    Dead,
}

/// The set of one step, read along both coordinates, and the threats.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) bounds: Bounds,
    pub(super) sections: [Section; 2],
    pub(super) threat: [f64; 2],
}

impl Frame {
    pub(super) fn set(&mut self, set: &[Vertex], threat: [f64; 2]) {
        self.bounds = Bounds::of(set);
        self.threat = threat;
        for (axis, section) in self.sections.iter_mut().enumerate() {
            section.rebuild(set.iter().map(|v| v.at), axis);
        }
    }
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

    /// The same step without the relaxation that keeps the set on the safe side.
    pub(super) fn unrelaxed(self) -> Self {
        Step { slack: ROUNDING, ..self }
    }

    /// A profile's fixed numbers.
    pub(super) fn live(&self, profile: usize) -> Live {
        let payoff = self.game.payoffs[profile];
        let (row, column) = (profile / self.game.columns, profile % self.game.columns);
        let best = [self.game.best[0][column], self.game.best[1][row]];
        let gain = [0, 1].map(|i| best[i] - payoff[i]);
        let (forever, carry) = self.forever(profile);
        Live { profile: profile as u32, forever, carry, gain, best, actions: [row as u32, column as u32] }
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

    /// Per player, the least continuation that prevents a deviation, and by how much playing the profile
    /// for ever beats every deviation (negative where it does not).
    pub(super) fn terms(&self, live: &Live, threat: [f64; 2]) -> ([f64; 2], [f64; 2]) {
        if self.game.ends.is_empty() {
            let required = [0, 1].map(|i| threat[i] + self.price * live.gain[i]);
            return (required, [0, 1].map(|i| live.forever[i] - required[i]));
        }
        let deviation = self.best_deviation(live.profile as usize, threat);
        let required = [0, 1].map(|i| {
            let needed = deviation[i] - (1.0 - live.carry) * live.forever[i];
            if live.carry > 0.0 { needed / live.carry } else { f64::INFINITY }
        });
        (required, [0, 1].map(|i| live.forever[i] - deviation[i]))
    }

    /// The margin alone.
    pub(super) fn margin(&self, live: &Live, threat: [f64; 2]) -> [f64; 2] {
        self.terms(live, threat).1
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

    /// Where a point lies at which a player's constraint binds: `(1-d) g + d c`, which is the value of
    /// the best deviation. Profiles with the same best deviation get the same number to the last bit, so
    /// that the faces of the set stay flat.
    fn on_line(&self, live: &Live, player: usize, required: f64, threat: f64) -> f64 {
        if self.game.ends.is_empty() {
            return threat + (1.0 - self.discount) * (live.best[player] - threat);
        }
        (1.0 - live.carry) * live.forever[player] + live.carry * required
    }

    /// Hands out a profile's points for a set and threats, and says what became of it.
    pub(super) fn contribute(&self, live: &Live, frame: &Frame, mut add: impl FnMut(Vertex)) -> Contribution {
        let threat = frame.threat;
        let (required, margin) = self.terms(live, threat);
        if margin[0].min(margin[1]) >= -self.slack {
            add(Vertex { at: live.forever, profile: live.profile, origin: Origin::Forever });
            return Contribution::Forever;
        }
        let bounds = &frame.bounds;
        if (0..2).any(|i| required[i] - bounds.most[i] > self.slack) {
            return Contribution::Dead;
        }
        let mut found = false;
        for axis in 0..2 {
            let other = 1 - axis;
            let strip = [required[axis] - self.slack, required[axis] + self.slack];
            let Some([least, most]) = frame.sections[axis].over(strip[0], strip[1]) else { continue };
            if most < required[other] - self.slack {
                continue;
            }
            found = true;
            let line = self.on_line(live, axis, required[axis], threat[axis]);
            let mut image = |at_other: f64| {
                let mut at = [line; 2];
                at[other] = at_other;
                add(Vertex { at, profile: live.profile, origin: Origin::Binding(axis as u8) });
            };
            let follow = |w: f64| (1.0 - live.carry) * live.forever[other] + live.carry * w;
            // At the corner both constraints bind.
            let corner = least <= required[other];
            if corner {
                image(self.on_line(live, other, required[other], threat[other]));
            } else {
                image(follow(least));
            }
            if most > least.max(required[other]) {
                image(follow(most));
            }
        }
        if found {
            return Contribution::Binding;
        }
        if (0..2).all(|i| bounds.least[i] > required[i]) {
            return Contribution::Slack;
        }
        Contribution::Dead
    }

    /// By how much a vertex of a stationary set is safely generated: the margin of a profile played for
    /// ever, or how far the line of a binding constraint reaches into what the set and the other
    /// constraint allow. Infinite where equality holds by construction.
    pub(super) fn safety(&self, vertex: &Vertex, frame: &Frame) -> f64 {
        let live = self.live(vertex.profile as usize);
        let threat = frame.threat;
        let (required, margin) = self.terms(&live, threat);
        match vertex.origin {
            Origin::Feasible => 0.0,
            Origin::Forever => {
                // The own best reply at the threat itself: nothing to gain and nothing to lose.
                let settled =
                    |i: usize| self.game.keeps_ties() && live.gain[i] == 0.0 && live.forever[i] == threat[i];
                (0..2).filter(|&i| !settled(i)).map(|i| margin[i].abs()).fold(f64::INFINITY, f64::min)
            }
            Origin::Binding(axis) => {
                let axis = usize::from(axis);
                let other = 1 - axis;
                let room = frame.bounds.most[axis] - required[axis];
                let reach = frame.sections[axis].over(required[axis], required[axis]);
                // A player with nothing to gain asks for no more than the threat, which all of the set has.
                let free = live.gain[other] == 0.0 && self.game.keeps_ties();
                let reach = match reach {
                    Some(_) if free => f64::INFINITY,
                    Some([_, most]) => most - required[other],
                    None => 0.0,
                };
                let flat = live.gain[axis] == 0.0 && self.game.keeps_ties();
                if flat { reach } else { reach.min(room) }.max(0.0)
            }
        }
    }
}

/// The bounding box of a set.
#[derive(Debug, Clone, Copy, Default)]
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

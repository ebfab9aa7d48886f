//! The last step of a refutation: why the target cannot be in the last set of the chain.

use std::fmt;

use super::claim::Claim;
use super::error::{CheckError, Outcome, Stop, require};
use super::folk;
use super::node::{Node, show};
use super::polygon::Polygon;
use super::refutation::{Link, beyond, read_separation, require_empty, verify_chain};
use super::region::dot;
use super::target::{Objective, Target, folk_polygon};
use crate::exact::Rational;

/// Verifies that a refutation refutes the target at the discount factors `d`, for these punishments only
/// where some are given; returns its last set.
pub(super) fn verify_refutation(
    claim: &mut Claim,
    node: &Node,
    target: &Target,
    d: &[Rational],
    punishments: Option<&[Rational]>,
) -> Outcome<Link> {
    let last = verify_chain(claim, node, d, punishments)?;
    let fails = node.field("fails")?;
    if let Some(word) = fails.as_text() {
        if word != "empty" {
            let (place, found) = (fails.place().into(), word.into());
            let known = "\"empty\", {player, gain, slack}, {separation}";
            return Err(CheckError::UnknownWord { place, found, known }.into());
        }
        if *target == Target::Folk {
            require_folk(claim, &fails)?;
        }
        require_empty(claim, &last, d)?;
        claim.note(format!(
            "{}: no profile is feasible on the last set, so no equilibrium exists",
            node.place()
        ));
        return Ok(last);
    }
    if let Some(separation) = fails.optional("separation") {
        require_separated(claim, &separation, target, &last, d)?;
    } else {
        require_incentive_failure(claim, &fails, target, &last, d, punishments.is_some())?;
    }
    claim.note(format!("{}: {} is excluded by the last set", node.place(), target.describe(&claim.stage)));
    Ok(last)
}

/// The folk-theorem set has to be non-empty to be refuted.
fn require_folk(claim: &Claim, node: &Node) -> Outcome<()> {
    if claim.stage.absorbs() {
        let place = node.place().into();
        let found = "a folk target".into();
        let problem = "checked without absorbing profiles only";
        return Err(CheckError::OutOfRange { place, found, problem }.into());
    }
    require(!folk::is_empty(claim, node.place())?, || {
        format!("{} refutes the folk-theorem set, which is empty in this game", node.place())
    })
}

fn require_separated(
    claim: &Claim,
    node: &Node,
    target: &Target,
    last: &Link,
    d: &[Rational],
) -> Outcome<()> {
    let half = read_separation(claim, node, last)?;
    let payoff: Vec<Rational> = match target {
        Target::Payoff(payoff) => payoff.clone(),
        Target::Profile(_) | Target::Cycle(_) => {
            let path = target.path().unwrap_or_default();
            (0..d.len())
                .map(|player| claim.stage.cycle_values(path, player, &d[player]).swap_remove(0))
                .collect()
        }
        Target::Welfare(level) => {
            // Equal positive weights: the sum of payoffs, in some unit.
            let weight = half.normal[0].clone();
            let even = weight.is_positive() && half.normal.iter().all(|x| *x == weight);
            return require(even && half.bound < weight * level, || {
                format!("{} does not bound the sum of payoffs below {}", node.place(), show(level))
            });
        }
        Target::Better(benchmark) => {
            // Whoever gets strictly more in every component gets more under weights that are not negative.
            let upward = !half.normal.iter().any(Rational::is_negative)
                && half.normal.iter().any(Rational::is_positive);
            return require(upward && dot(&half.normal, benchmark) >= half.bound, || {
                format!("{} leaves room for a payoff strictly better for everybody", node.place())
            });
        }
        Target::Folk => {
            require_folk(claim, node)?;
            let leaves_out = folk::leaves_out(claim, &half, node.place())?;
            return require(leaves_out, || {
                format!("{} excludes no vertex of the folk-theorem set", node.place())
            });
        }
        Target::Objective(_) => {
            let sentence = format!("{} separates a payoff, and an objective names none", node.place());
            return Err(Stop::False(sentence));
        }
    };
    require(beyond(&half, &payoff), || {
        format!("{} does not exclude the target {}", node.place(), super::node::show_all(&payoff))
    })
}

/// `{"player", "gain", "slack"}`: the player would leave the target even if he then got his worst.
fn require_incentive_failure(
    claim: &Claim,
    node: &Node,
    target: &Target,
    last: &Link,
    d: &[Rational],
    punished: bool,
) -> Outcome<()> {
    let player = node.field("player")?.index_below(claim.stage.players(), "players")?;
    let stated = (node.field("gain")?.exact()?, node.field("slack")?.exact()?);
    let (d, threat) = (&d[player], &last.threat[player]);
    let forced;
    let path = match target {
        Target::Profile(_) | Target::Cycle(_) => target.path().unwrap_or_default(),
        Target::Payoff(payoff) => {
            return require_below_threat(node, player, &payoff[player], threat, d, &stated);
        }
        Target::Folk => {
            forced = [forced_profile(claim, node)?];
            &forced
        }
        Target::Welfare(_) | Target::Better(_) => {
            let sentence = format!("{} names a player, and the target names no profile", node.place());
            return Err(Stop::False(sentence));
        }
        Target::Objective(_) => {
            let sentence = format!("{} names a player, and an objective names no profile", node.place());
            return Err(Stop::False(sentence));
        }
    };
    let stage = &claim.stage;
    let bits = stage.bits().max(d.bits() * path.len());
    claim.budget.spend(path.len() * (8 + 4 * stage.actions(player)), bits, node.place())?;
    let values = stage.cycle_values(path, player, d);
    let mut closest: Option<Temptation> = None;
    for (&profile, conform) in path.iter().zip(values) {
        let temptation = Temptation::of(claim, profile, player, d, threat, &conform, punished);
        if temptation.excess().is_positive() && temptation.agrees(&stated) {
            return Ok(());
        }
        if closest.as_ref().is_none_or(|best| temptation.excess() > best.excess()) {
            closest = Some(temptation);
        }
    }
    let Some(closest) = closest else { return Ok(()) };
    let name = stage.name(closest.profile);
    require(closest.excess().is_positive(), || {
        format!("{}: player {player} does not gain by leaving {name}: {closest}", node.place())
    })?;
    Err(Stop::False(format!(
        "{}: gain {} and slack {} do not agree with leaving {name}: {closest}",
        node.place(),
        show(&stated.0),
        show(&stated.1)
    )))
}

/// What leaving a profile gains today and costs tomorrow, with the threat `u` after leaving:
/// without absorbing profiles `(1 - d) h` and `d (w - u)`.
struct Temptation {
    profile: usize,
    gain: Rational,
    slack: Rational,
    /// The same per period, `h` and `w - u`, where no profile ends the game.
    per_period: Option<(Rational, Rational)>,
}

impl Temptation {
    fn of(
        claim: &Claim,
        profile: usize,
        player: usize,
        d: &Rational,
        threat: &Rational,
        conform: &Rational,
        punished: bool,
    ) -> Self {
        let stage = &claim.stage;
        let at_threat = stage.value(profile, player, d, threat);
        // Staying counts too: what follows is an equilibrium, hence worth at least the threat.
        let leave = stage.best_deviation(profile, player, d, threat);
        let leave = leave.map_or(at_threat.clone(), |leave| leave.max(at_threat.clone()));
        // A fixed punishment may be had at once: nobody is to be worth less on the path.
        let leave = if punished { leave.max(threat.clone()) } else { leave };
        let (gain, slack) = (leave - &at_threat, conform - &at_threat);
        let per_period = (!stage.absorbs()).then(|| (&gain / &(Rational::ONE - d), &slack / d));
        Temptation { profile, gain, slack, per_period }
    }

    fn excess(&self) -> Rational {
        &self.gain - &self.slack
    }

    /// Whether the result states this gain and slack, weighted or per period.
    fn agrees(&self, stated: &(Rational, Rational)) -> bool {
        (&self.gain, &self.slack) == (&stated.0, &stated.1) || self.per_period.as_ref() == Some(stated)
    }
}

impl fmt::Display for Temptation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the weighted gain is {} and the slack {}", show(&self.gain), show(&self.slack))
    }
}

/// A payoff target below a player's threat: nothing is gained by leaving, the slack itself is negative.
fn require_below_threat(
    node: &Node,
    player: usize,
    payoff: &Rational,
    threat: &Rational,
    d: &Rational,
    stated: &(Rational, Rational),
) -> Outcome<()> {
    let short = payoff - threat;
    require(short.is_negative(), || {
        format!("{}: player {player} gets no less than his threat {} there", node.place(), show(threat))
    })?;
    let (gain, slack) = stated;
    require(gain.is_zero() && (slack == &short || slack == &(d * &short)), || {
        format!("{}: gain 0 and slack {} are right, not {gain} and {slack}", node.place(), show(&short))
    })
}

/// The profile whose failing incentives refute the folk-theorem set: the only one that yields its
/// payoff, which has to be a vertex of the feasible set, and at least the pure minmax.
fn forced_profile(claim: &Claim, node: &Node) -> Outcome<usize> {
    if claim.stage.players() != 2 {
        let sentence = "names a player; beyond two players the folk-theorem set is refuted by a separation";
        return Err(Stop::False(format!("{} {sentence}", node.place())));
    }
    require_folk(claim, node)?;
    let stage = &claim.stage;
    let polygon = folk_polygon(stage);
    let profile = stage.read_profile(&node.field("profile")?)?;
    let payoff = stage.payoffs(profile);
    let alone = (0..stage.profiles()).all(|other| other == profile || stage.payoffs(other) != payoff);
    let cells = (0..stage.profiles()).map(|cell| super::target::point(stage.payoffs(cell))).collect();
    let corner = super::target::point(payoff);
    let forced = alone && Polygon::hull(cells).vertices.contains(&corner) && polygon.contains(&corner);
    require(forced, || {
        format!(
            "{}: the folk-theorem set does not need profile {} for ever",
            node.place(),
            stage.name(profile)
        )
    })?;
    Ok(profile)
}

/// The exact bound that a last set puts on an objective: nothing larger (for the least payoff, nothing
/// smaller) is an equilibrium's. `None` if the set is empty or unbounded in that direction.
pub(super) fn objective_bound(claim: &Claim, objective: Objective, last: &Link) -> Outcome<Option<Rational>> {
    let weights = objective.weights(claim.stage.players());
    let top = last.held.support(&weights, &claim.budget, &last.place)?;
    Ok(match top {
        super::region::Support::Value(value) if matches!(objective, Objective::Worst(_)) => Some(-value),
        super::region::Support::Value(value) => Some(value),
        _ => None,
    })
}

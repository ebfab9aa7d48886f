//! Critical discount factors with hidden actions: an automaton above, a chain of outer sets below, or
//! scores that exclude the target at every discount factor.

use super::automaton;
use super::chain;
use super::signals::Signals;
use crate::check::claim::Claim;
use crate::check::error::{CheckError, Outcome, require};
use crate::check::node::{Node, show, show_all};
use crate::check::simplex::{Optimum, Program, minimise};
use crate::exact::Rational;

/// What some equilibrium is to pay.
enum Target {
    Payoff(Vec<Rational>),
    AtLeast(Vec<Rational>),
    Welfare(Rational),
}

impl Target {
    fn read(claim: &Claim, node: &Node) -> Outcome<Self> {
        let players = claim.stage.players();
        if let Some(list) = node.optional("payoff") {
            return Ok(Target::Payoff(list.exact_list(players)?));
        }
        if let Some(list) = node.optional("atleast") {
            return Ok(Target::AtLeast(list.exact_list(players)?));
        }
        Ok(Target::Welfare(node.field("welfare")?.exact()?))
    }

    fn is_met_by(&self, payoff: &[Rational]) -> bool {
        match self {
            Target::Payoff(target) => target == payoff,
            Target::AtLeast(target) => payoff.iter().zip(target).all(|(x, t)| x >= t),
            Target::Welfare(level) => payoff.iter().sum::<Rational>() >= *level,
        }
    }

    /// Whether `normal . x <= bound` leaves no payoff that meets the target.
    fn is_excluded_by(&self, normal: &[Rational], bound: &Rational) -> bool {
        let at = |target: &[Rational]| normal.iter().zip(target).map(|(h, t)| h * t).sum::<Rational>();
        match self {
            Target::Payoff(target) => at(target) > *bound,
            Target::AtLeast(target) => !normal.iter().any(Rational::is_negative) && at(target) > *bound,
            Target::Welfare(level) => normal.iter().all(|h| *h == Rational::ONE) && level > bound,
        }
    }
}

/// Weighted half-spaces, added up.
struct Sum {
    normal: Vec<Rational>,
    bound: Rational,
}

impl Sum {
    fn new(players: usize) -> Self {
        Sum { normal: vec![Rational::ZERO; players], bound: Rational::ZERO }
    }
    fn add(&mut self, place: &Node, weight: &Rational, normal: &[Rational], bound: &Rational) -> Outcome<()> {
        require(!weight.is_negative(), || {
            format!("{} has the negative weight {}", place.place(), show(weight))
        })?;
        self.normal.iter_mut().zip(normal).for_each(|(sum, h)| *sum += weight * h);
        self.bound += weight * bound;
        Ok(())
    }
}

/// Checks a whole result.
pub(in crate::check) fn check(claim: &mut Claim) -> Outcome<()> {
    require(!claim.stage.absorbs(), || "the game can end, which such results do not cover".into())?;
    let root = claim.root.clone();
    let signals = Signals::read(claim, &root.field("monitoring")?)?;
    let target = Target::read(claim, &root.field("target")?)?;
    let status_node = root.field("status")?;
    let status = status_node.text()?;
    let bounds = root.field("bounds")?.items_of(2)?;
    let lower = bounds[0].exact()?;
    let upper = root
        .optional("bounds")
        .and_then(|_| root.optional("upper"))
        .map(|_| bounds[1].exact())
        .transpose()?;
    let rounding = Rational::new(1, 100_000_000_000);
    root.field("lower")?.require_value(&lower, &rounding, "bounds[0]")?;
    if let (Some(printed), Some(upper)) = (root.optional("upper"), &upper) {
        printed.require_value(upper, &rounding, "bounds[1]")?;
    }
    if status == "never" {
        require(lower == Rational::ONE && upper.is_none(), || "never goes with bounds 1 and none".into())?;
        return check_never(claim, &root.field("never")?, &signals, &target);
    }
    if let Some(upper) = &upper {
        // Stage equilibria do it at any discount factor; their automaton is for 1/2.
        let at = if upper.is_zero() { Rational::new(1, 2) } else { upper.clone() };
        let node = root.field("automaton")?;
        let states = automaton::verify(claim, &node, &signals, &at)?;
        let start = crate::check::claim::read_lottery(&node.field("initial")?, "state", states.len())?;
        let mean = |i: usize| start.iter().map(|(s, chance)| chance * &states[*s].value[i]).sum();
        let payoff: Vec<Rational> = (0..claim.stage.players()).map(mean).collect();
        require(target.is_met_by(&payoff), || {
            format!("the automaton pays {}, which does not meet the target", show_all(&payoff))
        })?;
        if upper.is_zero() {
            for (s, state) in states.iter().enumerate() {
                require(state.stays(s), || {
                    format!("{}.states[{s}] is not a stage equilibrium for ever", node.place())
                })?;
            }
        }
        claim.note("upper: the automaton meets the target there, hence at every higher discount factor");
    }
    if lower.is_positive() {
        let node = root.field("refutation")?;
        let proven = chain::verify(claim, &node.field("chain")?, &signals, &lower)?;
        let mut sum = Sum::new(claim.stage.players());
        let weights = node.field("weights")?;
        for entry in weights.items()? {
            let parts = entry.items_of(2)?;
            let l = parts[0].index_below(proven.normals.len(), "directions")?;
            sum.add(&entry, &parts[1].exact()?, &proven.normals[l], &proven.bounds[l])?;
        }
        require(proven.empty || target.is_excluded_by(&sum.normal, &sum.bound), || {
            format!("{} do not exclude the target", weights.place())
        })?;
        claim.note("lower: the last bounds of the chain exclude the target there, hence at every lower one");
    }
    match status {
        "exact" => require(upper.as_ref().is_some_and(Rational::is_zero), || {
            "status is exact, but the value is not proven".into()
        }),
        "enclosed" => {
            let width = root.field("width")?.exact()?;
            let narrow = upper.as_ref().is_some_and(|high| lower < *high && high - &lower <= width);
            require(narrow, || "status is enclosed, but the bounds are wider than asked".into())
        }
        "undecided" => Ok(()),
        found => {
            let place = status_node.place().into();
            Err(CheckError::UnknownWord {
                place,
                found: found.into(),
                known: "exact, enclosed, never, undecided",
            }
            .into())
        }
    }
}

/// Scores bound payoffs at every discount factor; each is computed afresh.
fn check_never(claim: &mut Claim, node: &Node, signals: &Signals, target: &Target) -> Outcome<()> {
    if let Some(corner) = node.optional("corner") {
        return check_corner(claim, &corner, signals, target);
    }
    let players = claim.stage.players();
    let node = &node.field("scores")?;
    let items = node.items()?;
    let mut sum = Sum::new(players);
    let mut nothing = false;
    for item in &items {
        let direction = item.field("direction")?.exact_list(players)?;
        let found = score(claim, signals, &direction, item.place())?;
        match (item.optional("value"), found) {
            (None, None) => nothing = true,
            (Some(value), Some(found)) => {
                let stated = value.exact()?;
                require(stated >= found, || {
                    format!("{} is {}, but the score is {}", value.place(), show(&stated), show(&found))
                })?;
                sum.add(item, &item.field("weight")?.exact()?, &direction, &stated)?;
            }
            // A bound on nothing is true.
            (Some(value), None) => {
                sum.add(item, &item.field("weight")?.exact()?, &direction, &value.exact()?)?
            }
            (None, Some(found)) => {
                return require(false, || {
                    format!("{} has no value, but the score is {}", item.place(), show(&found))
                });
            }
        }
    }
    require(nothing || target.is_excluded_by(&sum.normal, &sum.bound), || {
        format!("{} do not exclude the target", node.place())
    })?;
    claim.note(format!(
        "never: {} scores, computed afresh, exclude the target at every discount factor",
        items.len()
    ));
    Ok(())
}

/// A payoff that is alone farthest in a direction is paid only by profiles that pay it, now and after every
/// signal that they can cause; who can deviate from them without causing others gains.
fn check_corner(claim: &mut Claim, node: &Node, signals: &Signals, target: &Target) -> Outcome<()> {
    let stage = &claim.stage;
    let normal = node.exact_list(stage.players())?;
    let Target::Payoff(payoff) = target else {
        return require(false, || format!("{} goes with a target payoff only", node.place()));
    };
    let at = |point: &[Rational]| normal.iter().zip(point).map(|(h, x)| h * x).sum::<Rational>();
    let top = at(payoff);
    for profile in 0..stage.profiles() {
        claim.budget.spend(signals.count * stage.players(), stage.bits(), node.place())?;
        let pays = stage.payoffs(profile);
        if pays != payoff.as_slice() {
            require(at(pays) < top, || {
                format!("{}: {} pays as much in that direction", node.place(), stage.name(profile))
            })?;
            continue;
        }
        let law = signals.at(profile);
        let unanswered = (0..stage.players()).any(|i| {
            stage.deviations(profile, i).any(|other| {
                let silent = signals.at(other).iter().zip(law).all(|(q, p)| q.is_zero() || p.is_positive());
                silent && stage.payoff(other, i) > stage.payoff(profile, i)
            })
        });
        require(unanswered, || {
            format!("{}: deviations from {} may be answered", node.place(), stage.name(profile))
        })?;
    }
    claim.note("never: the target is a corner of the feasible set, and deviations there go unanswered");
    Ok(())
}

/// The greatest `h . v` over profiles, incentive-compatible side payments by signal that never go in the
/// direction `h` (Fudenberg and Levine 1994), by the dual program: weights of deviations and signals.
fn score(claim: &Claim, signals: &Signals, h: &[Rational], place: &str) -> Outcome<Option<Rational>> {
    let stage = &claim.stage;
    let players = stage.players();
    let mut best: Option<Rational> = None;
    for profile in 0..stage.profiles() {
        let law = signals.at(profile);
        let own: Rational = h.iter().zip(stage.payoffs(profile)).map(|(h, u)| h * u).sum();
        if best.as_ref().is_some_and(|best| own <= *best) {
            continue;
        }
        let deviations: Vec<(usize, usize)> =
            (0..players).flat_map(|i| stage.deviations(profile, i).map(move |other| (i, other))).collect();
        // p h = kappa h - sum mu (p - q) e_i, per signal and player; cost - sum mu gain.
        let columns = deviations.len() + signals.count;
        claim.budget.spend(columns * signals.count * players, stage.bits(), place)?;
        let mut rows = Vec::with_capacity(signals.count * players);
        let mut right = Vec::with_capacity(signals.count * players);
        for y in 0..signals.count {
            for (i, h) in h.iter().enumerate() {
                let mut row = vec![Rational::ZERO; columns];
                for (k, (player, other)) in deviations.iter().enumerate() {
                    if *player == i {
                        row[k] = &signals.at(*other)[y] - &law[y];
                    }
                }
                row[deviations.len() + y] = h.clone();
                rows.push(row);
                right.push(&law[y] * h);
            }
        }
        let mut cost: Vec<Rational> = deviations
            .iter()
            .map(|(i, other)| stage.payoff(profile, *i) - stage.payoff(*other, *i))
            .collect();
        cost.resize(columns, Rational::ZERO);
        let value = match minimise(&Program { rows, right, cost }, &claim.budget, place)? {
            Optimum::Value(value) => own + value,
            // Nothing enforces the profile; one column of weights always fits, so it is never infeasible.
            Optimum::Unbounded => continue,
            Optimum::Infeasible => own,
        };
        if best.as_ref().is_none_or(|best| value > *best) {
            best = Some(value);
        }
    }
    Ok(best)
}

//! Correlated (Aumann 1974) and coarse correlated equilibria: obedience, value, and the bound by prices.
//!
//! With prices `y >= 0` on the incentive constraints `sum_a p(a) D_k(a) <= 0`, every equilibrium's
//! objective is at most `max_a [f(a) - sum_k y_k D_k(a)]` (weak duality), whatever the prices are. Small
//! programs are solved again by the checker's own simplex method.

use super::mixed::{read_bounds, read_distribution, tolerance};
use crate::check::claim::Claim;
use crate::check::error::{CheckError, Outcome, require};
use crate::check::node::{Node, show};
use crate::check::simplex::{Optimum, Program, minimise};
use crate::check::stage::Stage;
use crate::exact::Rational;

/// What a recommendation binds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Obedience {
    /// Each player follows each recommendation.
    Correlated,
    /// Each player agrees before seeing the recommendation.
    Coarse,
}

/// What is made large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Objective {
    Welfare,
    LeastWelfare,
    Player(usize),
    Maximin,
}

/// One incentive constraint: after `from` (every recommendation, if coarse), `player` would play `to`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Constraint {
    player: usize,
    from: Option<usize>,
    to: usize,
}

/// The largest tableau that is solved again.
const MAX_TABLEAU: usize = 12_000;

impl Constraint {
    /// What the deviation gains at a profile.
    pub(super) fn gain(&self, stage: &Stage, profile: usize) -> Rational {
        if self.from.is_some_and(|from| from != stage.action(profile, self.player)) {
            return Rational::ZERO;
        }
        let other = stage.with_action(profile, self.player, self.to);
        stage.payoff(other, self.player) - stage.payoff(profile, self.player)
    }

    pub(super) fn all(stage: &Stage, obedience: Obedience) -> Vec<Constraint> {
        let mut list = Vec::new();
        for player in 0..stage.players() {
            for to in 0..stage.actions(player) {
                match obedience {
                    Obedience::Coarse => list.push(Constraint { player, from: None, to }),
                    Obedience::Correlated => {
                        let others = (0..stage.actions(player)).filter(|&from| from != to);
                        list.extend(others.map(|from| Constraint { player, from: Some(from), to }));
                    }
                }
            }
        }
        list
    }
}

fn read_objective(claim: &Claim) -> Outcome<Objective> {
    let root = &claim.root;
    let target = root.optional("target");
    let beside = target.as_ref().and_then(|target| target.optional("objective"));
    let word = target.filter(|target| target.as_text().is_some());
    let Some(node) = root.optional("objective").or(beside).or(word) else { return Ok(Objective::Welfare) };
    if let Some(player) = node.optional("player") {
        return Ok(Objective::Player(player.index_below(claim.stage.players(), "players")?));
    }
    let text = node.text()?;
    Ok(match text {
        "welfare" => Objective::Welfare,
        "min-welfare" => Objective::LeastWelfare,
        "maximin" => Objective::Maximin,
        _ => {
            let player = text.strip_prefix("player:").and_then(|index| index.parse().ok());
            let known = "welfare, min-welfare, player:0, maximin";
            let unknown = CheckError::UnknownWord { place: node.place().into(), found: text.into(), known };
            let player: usize = player.ok_or(unknown)?;
            require(player < claim.stage.players(), || format!("{} names player {player}", node.place()))?;
            Objective::Player(player)
        }
    })
}

impl Objective {
    /// What a profile contributes to the value, for linear objectives.
    fn at(self, stage: &Stage, profile: usize) -> Rational {
        match self {
            Objective::Welfare | Objective::Maximin => stage.payoffs(profile).iter().sum(),
            Objective::LeastWelfare => -stage.payoffs(profile).iter().sum::<Rational>(),
            Objective::Player(player) => stage.payoff(profile, player).clone(),
        }
    }
}

/// Checks the distribution, its value and the bounds, and the polygon of all payoffs if there is one.
pub(super) fn check(claim: &mut Claim, obedience: Obedience) -> Outcome<()> {
    check_optimum(claim, obedience)?;
    let root = claim.root.clone();
    match root.optional("polygon") {
        Some(polygon) => super::polygon::check(claim, &polygon, obedience),
        None => Ok(()),
    }
}

/// Checks the distribution, its value, and the bounds.
fn check_optimum(claim: &mut Claim, obedience: Obedience) -> Outcome<()> {
    let root = claim.root.clone();
    let objective = read_objective(claim)?;
    let (low, high) = read_bounds(claim)?;
    let distribution = read_plan(claim, &root.field("distribution")?)?;
    let stage = &claim.stage;
    let tolerance = tolerance(stage);
    let constraints = Constraint::all(stage, obedience);
    claim.budget.spend(constraints.len() * (distribution.len() + 1) * 3, 128, "distribution")?;
    for constraint in &constraints {
        let gain: Rational =
            distribution.iter().map(|(profile, weight)| weight * constraint.gain(stage, *profile)).sum();
        require(gain <= tolerance, || {
            let Constraint { player, from, to } = constraint;
            let after = from.map_or(String::new(), |from| format!(" when told {from}"));
            format!("distribution: player {player} gains {} by playing {to}{after}", show(&gain))
        })?;
    }
    let payoffs: Vec<Rational> = (0..stage.players())
        .map(|player| {
            distribution.iter().map(|(profile, weight)| weight * stage.payoff(*profile, player)).sum()
        })
        .collect();
    let attained = match objective {
        Objective::Welfare | Objective::LeastWelfare => payoffs.iter().sum(),
        Objective::Player(player) => payoffs[player].clone(),
        Objective::Maximin => payoffs.iter().min().cloned().unwrap_or_default(),
    };
    root.field("value")?.require_value(&attained, &tolerance, "what the distribution pays")?;
    claim.note(format!(
        "distribution: it sums to 1, and none of {} deviations gains more than 1e-9",
        constraints.len()
    ));
    let exact = optimum(claim, &constraints, objective)?;
    if let Some(exact) = exact {
        let rounding = claim.stage.rounding();
        require(&low - &rounding <= exact && exact <= &high + &rounding, || {
            format!("bounds are {} and {}, but the optimum is {}", show(&low), show(&high), show(&exact))
        })?;
        claim.note("bounds: they enclose the optimum, solved again in exact fractions");
        return Ok(());
    }
    let proven = match root.optional("binding") {
        Some(binding) => priced_bound(claim, &binding, obedience, objective)?,
        None => None,
    };
    // The bound is above the maximum, or below the least welfare.
    let holds = |bound: &Rational| match objective {
        Objective::LeastWelfare => -bound >= &low - &tolerance,
        _ => bound <= &(&high + &tolerance),
    };
    claim.note(match proven {
        Some(bound) if holds(&bound) => {
            "bounds: the prices in binding prove the far one up to 1e-9".to_string()
        }
        Some(bound) => {
            format!(
                "bounds: the prices in binding prove only {}; the far bound was not re-checked",
                show(&bound)
            )
        }
        None => "bounds: the far one was not re-checked (no prices)".to_string(),
    });
    Ok(())
}

/// Reads the distribution as weights on profiles, none listed twice.
pub(super) fn read_plan(claim: &Claim, node: &Node) -> Outcome<Vec<(usize, Rational)>> {
    let mut profiles = Vec::new();
    let mut weights = Vec::new();
    for entry in node.items()? {
        let exact = entry.optional("exact");
        weights.push(match exact {
            Some(exact) => exact,
            None => entry.field("probability")?,
        });
        profiles.push(claim.stage.read_profile(&entry.field("profile")?)?);
    }
    let mut sorted = profiles.clone();
    sorted.sort_unstable();
    if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        let sentence = format!("{} lists profile {} twice", node.place(), claim.stage.name(pair[0]));
        return Err(crate::check::error::Stop::False(sentence));
    }
    Ok(profiles.into_iter().zip(read_distribution(node, &weights)?).collect())
}

/// Reads which deviation an entry is about.
pub(super) fn read_constraint(claim: &Claim, entry: &Node, obedience: Obedience) -> Outcome<Constraint> {
    let stage = &claim.stage;
    let player = entry.field("player")?.index_below(stage.players(), "players")?;
    let actions = stage.actions(player);
    let from = match obedience {
        Obedience::Correlated => Some(entry.field("from")?.index_below(actions, "actions")?),
        Obedience::Coarse => None,
    };
    let to = entry.field("to")?.index_below(actions, "actions")?;
    Ok(Constraint { player, from, to })
}

/// The exact optimum of a small program; `None` if it is too large.
fn optimum(
    claim: &Claim,
    constraints: &[Constraint],
    objective: Objective,
) -> Result<Option<Rational>, CheckError> {
    let stage = &claim.stage;
    let maximin = objective == Objective::Maximin;
    let shares = if maximin { stage.players() } else { 0 };
    // Columns: profiles, slacks of the constraints, then for maximin the level (two parts) and its slacks.
    let (profiles, slacks) = (stage.profiles(), constraints.len());
    let width = profiles + slacks + if maximin { 2 + shares } else { 0 };
    let height = slacks + shares + 1;
    if width * height > MAX_TABLEAU {
        return Ok(None);
    }
    let mut rows = Vec::with_capacity(height);
    for (index, constraint) in constraints.iter().enumerate() {
        let mut row: Vec<Rational> = (0..profiles).map(|profile| constraint.gain(stage, profile)).collect();
        row.resize(width, Rational::ZERO);
        row[profiles + index] = Rational::ONE;
        rows.push(row);
    }
    for player in 0..shares {
        // level - u_i(p) + slack = 0
        let mut row: Vec<Rational> = (0..profiles).map(|profile| -stage.payoff(profile, player)).collect();
        row.resize(width, Rational::ZERO);
        row[profiles + slacks] = Rational::ONE;
        row[profiles + slacks + 1] = -Rational::ONE;
        row[profiles + slacks + 2 + player] = Rational::ONE;
        rows.push(row);
    }
    let mut total = vec![Rational::ONE; profiles];
    total.resize(width, Rational::ZERO);
    rows.push(total);
    let mut right = vec![Rational::ZERO; height];
    right[height - 1] = Rational::ONE;
    let mut cost = vec![Rational::ZERO; width];
    if maximin {
        cost[profiles + slacks] = -Rational::ONE;
        cost[profiles + slacks + 1] = Rational::ONE;
    } else {
        for (profile, entry) in cost.iter_mut().take(profiles).enumerate() {
            *entry = -objective.at(stage, profile);
        }
    }
    Ok(match minimise(&Program { rows, right, cost }, &claim.budget, "bounds")? {
        Optimum::Value(value) if objective == Objective::LeastWelfare => Some(value),
        Optimum::Value(value) => Some(-value),
        Optimum::Infeasible | Optimum::Unbounded => None,
    })
}

/// The bound on the objective (negated for the least welfare) that the prices prove; `None` where the
/// prices do not suffice by themselves.
fn priced_bound(
    claim: &Claim,
    node: &Node,
    obedience: Obedience,
    objective: Objective,
) -> Outcome<Option<Rational>> {
    let stage = &claim.stage;
    if objective == Objective::Maximin {
        return Ok(None);
    }
    let mut prices = Vec::new();
    for entry in node.items()? {
        let constraint = read_constraint(claim, &entry, obedience)?;
        let price = entry.field("price")?.printed()?.value;
        if price.is_positive() {
            prices.push((constraint, price));
        }
    }
    claim.budget.spend(stage.profiles() * (prices.len() + 1) * 3, 128, node.place())?;
    let priced = |profile: usize| -> Rational {
        let charge: Rational =
            prices.iter().map(|(constraint, price)| constraint.gain(stage, profile) * price).sum();
        objective.at(stage, profile) - charge
    };
    Ok((0..stage.profiles()).map(priced).max())
}

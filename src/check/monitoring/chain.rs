//! Chains of half-space sets that hold all public perfect equilibrium payoffs, by their multipliers.
//!
//! Let `n_l . x <= c_l` hold for all equilibrium payoffs, and let `c'` be the bounds of the next set. For a
//! direction `l` whose bound falls take the equilibrium payoff `v` that is farthest in it: one profile `a`
//! generates it, with continuations `w(y)` that are equilibrium payoffs, hence satisfy `n_l . w(y) <= n_l . v`
//! too. Non-negative multipliers of these inequalities and of the incentive constraints bound `n_l . v`
//! by a function `m` that is affine and rising in the bounds. If `m(c') <= c'_l` and `m(c) < c_l` for every
//! profile and every such direction, then along the segment from `c` to `c'` no bound is ever attained
//! but at its end: all equilibrium payoffs satisfy `c'`.

use super::signals::Signals;
use crate::check::budget::widest;
use crate::check::claim::{Claim, read_discounts, require_same_discounts};
use crate::check::error::{CheckError, Outcome, Stop, require};
use crate::check::node::{Node, show};
use crate::check::stage::Stage;
use crate::exact::Rational;

/// What a chain proves.
pub(super) struct Proven {
    pub(super) normals: Vec<Vec<Rational>>,
    pub(super) bounds: Vec<Rational>,
    /// There is no equilibrium in pure actions.
    pub(super) empty: bool,
}

/// What multipliers prove: `fixed + sum weight_k c_k`.
struct Affine {
    fixed: Rational,
    weights: Vec<(usize, Rational)>,
}

impl Affine {
    fn at(&self, bounds: &[Rational]) -> Rational {
        self.weights.iter().fold(self.fixed.clone(), |sum, (k, weight)| sum + weight * &bounds[*k])
    }
}

fn dot(a: &[Rational], b: &[Rational]) -> Rational {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Verifies a chain at a discount factor.
pub(super) fn verify(claim: &mut Claim, node: &Node, signals: &Signals, d: &Rational) -> Outcome<Proven> {
    let stage = &claim.stage;
    let players = stage.players();
    let found = read_discounts(&node.field("discount")?, players)?;
    require_same_discounts(node, &found, &vec![d.clone(); players])?;
    let normals = node.field("normals")?.items()?;
    let normals: Vec<Vec<Rational>> =
        normals.iter().map(|item| item.exact_list(players)).collect::<Result<_, _>>()?;
    let count = normals.len();
    let mut bounds = node.field("start")?.exact_list(count)?;
    // What every profile pays in every direction.
    claim.budget.spend(count * stage.profiles() * players, stage.bits(), node.place())?;
    let own: Vec<Vec<Rational>> = normals
        .iter()
        .map(|normal| (0..stage.profiles()).map(|p| dot(normal, stage.payoffs(p))).collect())
        .collect();
    for (l, own) in own.iter().enumerate() {
        require(own.iter().all(|u| *u <= bounds[l]), || {
            format!("{}.start[{l}] is {}, below a feasible payoff", node.place(), show(&bounds[l]))
        })?;
    }
    let mut alive = vec![true; stage.profiles()];
    let steps = node.field("steps")?.items()?;
    let mut proofs = 0usize;
    for step in &steps {
        for item in step.field("dead")?.items()? {
            let (profile, line) = read(claim, &item, signals, d, &normals, None)?;
            require(line.at(&bounds).is_negative(), || {
                let name = claim.stage.name(profile);
                format!("{}: the multipliers do not rule out {name}", item.place())
            })?;
            alive[profile] = false;
        }
        let next = step.field("bounds")?.exact_list(count)?;
        let mut covered: Vec<Vec<usize>> = vec![Vec::new(); count];
        for item in step.field("proofs")?.items()? {
            let l = item.field("direction")?.index_below(count, "directions")?;
            let (profile, line) = read(claim, &item, signals, d, &normals, Some(l))?;
            let (reached, before) = (line.at(&next), line.at(&bounds));
            require(reached <= next[l] && before < bounds[l], || {
                format!(
                    "{}: the multipliers prove {} at the new bounds and {} at the old, for {} and {}",
                    item.place(),
                    show(&reached),
                    show(&before),
                    show(&next[l]),
                    show(&bounds[l])
                )
            })?;
            covered[l].push(profile);
            proofs += 1;
        }
        for l in 0..count {
            if next[l] == bounds[l] {
                continue;
            }
            let place = || format!("{}.bounds[{l}]", step.place());
            require(next[l] < bounds[l], || format!("{} rises to {}", place(), show(&next[l])))?;
            let open = |p: &usize| alive[*p] && own[l][*p] > next[l] && !covered[l].contains(p);
            if let Some(profile) = (0..alive.len()).find(open) {
                let name = claim.stage.name(profile);
                return Err(Stop::False(format!("{} falls without a proof for {name}", place())));
            }
        }
        bounds = next;
    }
    let empty = node.field("empty")?.boolean()?;
    require(!empty || !alive.contains(&true), || {
        format!("{}.empty is true, but the chain leaves some profile", node.place())
    })?;
    claim.note(format!(
        "{}: {} steps from the feasible payoffs hold by {proofs} lists of multipliers: every equilibrium payoff \
         satisfies the last {count} bounds, exactly",
        node.place(),
        steps.len()
    ));
    Ok(Proven { normals, bounds, empty })
}

/// Reads the profile and the multipliers of an entry and adds them up.
fn read(
    claim: &Claim,
    item: &Node,
    signals: &Signals,
    d: &Rational,
    normals: &[Vec<Rational>],
    direction: Option<usize>,
) -> Outcome<(usize, Affine)> {
    let stage = &claim.stage;
    let profile = stage.read_profile(&item.field("profile")?)?;
    let node = item.field("multipliers")?;
    let players = stage.players();
    let law = signals.at(profile);
    let once = Rational::ONE - d;
    let triples = |key: &str, length: usize| -> Outcome<Vec<(Vec<usize>, Rational)>> {
        let Some(list) = node.optional(key) else { return Ok(Vec::new()) };
        let entry = |entry: &Node| -> Outcome<(Vec<usize>, Rational)> {
            let parts = entry.items_of(length)?;
            let indices =
                parts[..length - 1].iter().map(Node::index).collect::<Result<Vec<usize>, CheckError>>()?;
            let weight = parts[length - 1].exact()?;
            require(!weight.is_negative(), || {
                format!("{} is the negative multiplier {}", parts[length - 1].place(), show(&weight))
            })?;
            Ok((indices, weight))
        };
        list.items()?.iter().map(entry).collect()
    };
    let beyond = |what: &str| Stop::False(format!("{} names {what} that does not exist", node.place()));
    let (spaces, deviations) = (triples("halfspaces", 3)?, triples("deviations", 3)?);
    let farthest = if direction.is_some() { triples("farthest", 2)? } else { Vec::new() };
    let entries = spaces.len() + deviations.len() * signals.count + farthest.len() + signals.count;
    let width = widest(spaces.iter().map(|(_, weight)| weight)).max(stage.bits());
    claim.budget.spend(8 * entries * players, width, node.place())?;
    let mut fixed = Rational::ZERO;
    // The coefficients of the continuations that no multiplier has taken up.
    let mut rest = vec![vec![Rational::ZERO; players]; signals.count];
    if let Some(l) = direction {
        // n.v is free on the right side of `farthest`: it counts (1-d) n.u + d E[n.w] each time.
        let mut times = Rational::ONE;
        for (index, weight) in &farthest {
            let row = rest.get_mut(index[0]).ok_or_else(|| beyond("a signal"))?;
            row.iter_mut().zip(&normals[l]).for_each(|(r, h)| *r -= weight * h);
            times += weight;
        }
        fixed += &once * &times * dot(&normals[l], stage.payoffs(profile));
        for (row, chance) in rest.iter_mut().zip(law).filter(|(_, chance)| !chance.is_zero()) {
            let share = d * chance * &times;
            row.iter_mut().zip(&normals[l]).for_each(|(r, h)| *r += &share * h);
        }
    }
    for (index, weight) in &deviations {
        let (player, action) = (index[0], index[1]);
        if player >= players || action >= stage.actions(player) {
            return Err(beyond("an action"));
        }
        let other = stage.with_action(profile, player, action);
        let gain = stage.payoff(other, player) - stage.payoff(profile, player);
        fixed -= &once * weight * gain;
        for (row, (p, q)) in rest.iter_mut().zip(law.iter().zip(signals.at(other))) {
            row[player] += d * weight * (p - q);
        }
    }
    let mut weights: Vec<(usize, Rational)> = Vec::with_capacity(spaces.len());
    for (index, weight) in spaces {
        let (signal, k) = (index[0], index[1]);
        let row = rest.get_mut(signal).ok_or_else(|| beyond("a signal"))?;
        let normal = normals.get(k).ok_or_else(|| beyond("a direction"))?;
        row.iter_mut().zip(normal).for_each(|(r, h)| *r -= &weight * h);
        weights.push((k, weight));
    }
    // What is left counts with the stage payoffs' range, in which all averages lie.
    for row in &rest {
        for (player, r) in row.iter().enumerate().filter(|(_, r)| !r.is_zero()) {
            fixed += most(stage, player, r);
        }
    }
    Ok((profile, Affine { fixed, weights }))
}

/// The most that a multiple of a player's average payoff can be.
fn most(stage: &Stage, player: usize, times: &Rational) -> Rational {
    let payoffs = (0..stage.profiles()).map(|p| stage.payoff(p, player));
    let end = if times.is_positive() { payoffs.max() } else { payoffs.min() };
    times * end.unwrap_or(&Rational::ZERO)
}

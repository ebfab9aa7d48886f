//! Results of `transfers`: what players reach who may pay each other, by exclusion and by contracts.
//!
//! Payments shift slack between players, so a profile `a` can be played exactly if the sum `L(a)` of all
//! gains from deviating is at most `d / (1 - d)` times the surplus `U - sum V_i`, where `U` is the greatest
//! joint payoff and `V_i` the least best-reply payoff among the profiles that can be played (Goldluecke and
//! Kranz 2012). Exclusion from all profiles down finds the greatest solution; what survives grows with
//! patience, so that two ends of an interval settle what lies between.

use super::claim::{Claim, read_discounts};
use super::error::{Outcome, require};
use super::node::{Node, show, show_all};
use super::stage::Stage;
use crate::exact::Rational;

/// Which patience exclusion is done for.
#[derive(Clone)]
enum Patience<'a> {
    At(&'a Rational),
    /// Just below a discount factor.
    Below(&'a Rational),
}

/// What survives exclusion.
struct Survivors {
    profiles: Vec<bool>,
    /// The joint payoff and the punishments; `None` if nothing survives.
    payoffs: Option<(Rational, Vec<Rational>)>,
}

/// The game in the terms of the theorem.
struct Terms {
    joint: Vec<Rational>,
    /// Per profile, every player's best payoff against it.
    best: Vec<Vec<Rational>>,
    liquidity: Vec<Rational>,
}

impl Terms {
    fn of(stage: &Stage) -> Self {
        let best = |p: usize, i: usize| {
            let stay = stage.payoff(p, i);
            stage.best_reply_payoff(p, i).map_or(stay, |best| best.max(stay)).clone()
        };
        let best: Vec<Vec<Rational>> =
            (0..stage.profiles()).map(|p| (0..stage.players()).map(|i| best(p, i)).collect()).collect();
        let joint: Vec<Rational> = (0..stage.profiles()).map(|p| stage.payoffs(p).iter().sum()).collect();
        let liquidity =
            best.iter().zip(&joint).map(|(best, joint)| best.iter().sum::<Rational>() - joint).collect();
        Terms { joint, best, liquidity }
    }

    fn survivors(&self, claim: &Claim, patience: &Patience) -> Outcome<Survivors> {
        let mut profiles = vec![true; self.joint.len()];
        loop {
            claim.budget.spend(4 * profiles.len() * claim.stage.players(), claim.stage.bits(), "steps")?;
            let left: Vec<usize> = (0..profiles.len()).filter(|&p| profiles[p]).collect();
            let Some(joint) = left.iter().map(|&p| &self.joint[p]).max().cloned() else {
                return Ok(Survivors { profiles, payoffs: None });
            };
            let worst = |i: usize| left.iter().map(|&p| &self.best[p][i]).min().cloned().unwrap_or_default();
            let punishment: Vec<Rational> = (0..claim.stage.players()).map(worst).collect();
            let surplus = &joint - &punishment.iter().sum();
            let stays = |p: &usize| {
                let needed = &self.liquidity[*p];
                // L <= d / (1 - d) S without dividing by 1 - d.
                match patience {
                    Patience::At(d) => (Rational::ONE - *d) * needed <= *d * &surplus,
                    Patience::Below(d) => needed.is_zero() || (Rational::ONE - *d) * needed < *d * &surplus,
                }
            };
            let before = left.len();
            let kept: Vec<usize> = left.into_iter().filter(stays).collect();
            if kept.len() == before {
                return Ok(Survivors { profiles, payoffs: Some((joint, punishment)) });
            }
            profiles.fill(false);
            kept.into_iter().for_each(|p| profiles[p] = true);
        }
    }
}

/// Checks a whole result.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    require(!claim.stage.absorbs(), || "the game can end, which such results do not cover".into())?;
    let root = claim.root.clone();
    let terms = Terms::of(&claim.stage);
    check_steps(claim, &root.field("steps")?, &terms)?;
    check_critical(claim, &root.field("critical")?, &terms)?;
    let Some(bound) = root.optional("bound") else { return Ok(()) };
    let discounts = claim.required_discounts()?;
    require(discounts.iter().all(|d| *d == discounts[0]), || "the players' discount factors differ".into())?;
    let d = &discounts[0];
    let stated = root.optional("payoffs").map(|node| payoffs(claim, &node)).transpose()?;
    let found = terms.survivors(claim, &Patience::At(d))?.payoffs;
    require(stated == found, || {
        let word = |set: &Option<(Rational, Vec<Rational>)>| match set {
            Some((joint, worst)) => format!("{} together and {} at worst", show(joint), show_all(worst)),
            None => "nothing".into(),
        };
        format!("payoffs says {}, but at {} exclusion leaves {}", word(&stated), show(d), word(&found))
    })?;
    claim.note("payoffs: joint payoff and punishments agree with exclusion at the discount factor, exactly");
    check_bound(claim, &bound, &terms, d, found.as_ref())?;
    match (root.optional("contract"), found) {
        (Some(node), Some((joint, worst))) => check_contract(claim, &node, d, &joint, &worst),
        (None, None) => Ok(()),
        (contract, _) => require(false, || {
            let said = if contract.is_some() { "given" } else { "missing" };
            format!("contract is {said}, which does not go with the payoffs")
        }),
    }
}

fn payoffs(claim: &Claim, node: &Node) -> Outcome<(Rational, Vec<Rational>)> {
    let punishment = node.field("punishment")?.exact_list(claim.stage.players())?;
    Ok((node.field("joint")?.exact()?, punishment))
}

/// The schedule over all discount factors: every step at its first and just before the next.
fn check_steps(claim: &mut Claim, node: &Node, terms: &Terms) -> Outcome<()> {
    let items = node.items()?;
    let mut starts = Vec::with_capacity(items.len());
    for item in &items {
        let from = item.field("from")?;
        let value = from.exact()?;
        let later = starts.last().is_none_or(|last: &Rational| *last < value);
        require(!value.is_negative() && value < Rational::ONE && later, || {
            format!("{} is {}: steps begin in [0, 1), each after the one before", from.place(), show(&value))
        })?;
        starts.push(value);
    }
    let one = Rational::ONE;
    let first = starts.first().unwrap_or(&one);
    if first.is_positive() {
        let below = terms.survivors(claim, &Patience::Below(first))?;
        require(below.payoffs.is_none(), || {
            format!(
                "{} has no step below {}, but some profile can be played there",
                node.place(),
                show(first)
            )
        })?;
    }
    for (k, item) in items.iter().enumerate() {
        let stated = payoffs(claim, &item.field("payoffs")?)?;
        let end = starts.get(k + 1).unwrap_or(&one);
        let here = terms.survivors(claim, &Patience::At(&starts[k]))?;
        let last = terms.survivors(claim, &Patience::Below(end))?;
        for (patience, found) in [("from", &here), ("up to the next", &last)] {
            let found = found.payoffs.as_ref();
            require(found == Some(&stated), || {
                let joint = found.map_or("none".into(), |(joint, _)| show(joint));
                format!(
                    "{}.payoffs says {} together, but {patience} exclusion leaves {joint}",
                    item.place(),
                    show(&stated.0)
                )
            })?;
        }
        let (joint, worst) = &stated;
        let field = item.field("profile")?;
        let profile = claim.stage.read_profile(&field)?;
        require(here.profiles[profile] && terms.joint[profile] == *joint, || {
            format!("{} does not earn the joint payoff {}", field.place(), show(joint))
        })?;
        for (i, entry) in item.field("punishing")?.items_of(claim.stage.players())?.iter().enumerate() {
            let profile = claim.stage.read_profile(entry)?;
            require(here.profiles[profile] && terms.best[profile][i] == worst[i], || {
                format!("{} does not hold player {i} to {}", entry.place(), show(&worst[i]))
            })?;
        }
    }
    claim.note(format!(
        "steps: {} steps agree with exclusion at both ends, hence at every discount factor",
        items.len()
    ));
    Ok(())
}

/// Per profile, the discount factor from which on it survives exclusion.
fn check_critical(claim: &mut Claim, node: &Node, terms: &Terms) -> Outcome<()> {
    let items = node.items_of(claim.stage.profiles())?;
    for (index, item) in items.iter().enumerate() {
        let profile = claim.stage.read_profile(&item.field("profile")?)?;
        require(profile == index, || format!("{} is out of order", item.place()))?;
        let name = claim.stage.name(profile);
        let Some(stated) = item.optional("discount") else {
            let ever = terms.survivors(claim, &Patience::Below(&Rational::ONE))?;
            require(!ever.profiles[profile], || {
                format!("{} says never, but patient players can play {name}", item.place())
            })?;
            continue;
        };
        let d = stated.exact()?;
        require(!d.is_negative() && d < Rational::ONE, || {
            format!("{} is {}, which is no discount factor", stated.place(), show(&d))
        })?;
        let here = terms.survivors(claim, &Patience::At(&d))?;
        require(here.profiles[profile], || {
            format!("{} is {}, but {name} cannot be played there", stated.place(), show(&d))
        })?;
        if d.is_positive() {
            let below = terms.survivors(claim, &Patience::Below(&d))?;
            require(!below.profiles[profile], || {
                format!("{} is {}, but less patience suffices for {name}", stated.place(), show(&d))
            })?;
        }
    }
    claim.note(format!("critical: {} discount factors are exactly where exclusion stops", items.len()));
    Ok(())
}

/// Rounds of exclusion: every round covers the profiles that the one before leaves.
fn check_bound(
    claim: &mut Claim,
    node: &Node,
    terms: &Terms,
    d: &Rational,
    found: Option<&(Rational, Vec<Rational>)>,
) -> Outcome<()> {
    let players = claim.stage.players();
    let stated = read_discounts(&node.field("discount")?, players)?;
    require(stated.iter().all(|own| own == d), || format!("{}.discount is another one", node.place()))?;
    let mut left: Vec<usize> = (0..terms.joint.len()).collect();
    let mut last = None;
    for round in node.field("rounds")?.items()? {
        let (joint, worst) = payoffs(claim, &round)?;
        claim.budget.spend(4 * left.len() * players, claim.stage.bits(), round.place())?;
        let covered = |p: &&usize| {
            terms.joint[**p] <= joint && worst.iter().zip(&terms.best[**p]).all(|(low, best)| low <= best)
        };
        if let Some(p) = left.iter().find(|p| !covered(p)) {
            let name = claim.stage.name(*p);
            return require(false, || format!("{} does not cover {name}", round.place()));
        }
        let surplus = &joint - &worst.iter().sum();
        left.retain(|&p| (Rational::ONE - d) * &terms.liquidity[p] <= d * &surplus);
        last = Some((joint, worst));
    }
    let empty = node.field("empty")?.boolean()?;
    let proves = if empty { left.is_empty() && found.is_none() } else { last.as_ref() == found };
    require(proves, || format!("{} does not prove the payoffs", node.place()))?;
    claim.note("bound: no equilibrium with payments does better, by rounds of exclusion");
    Ok(())
}

/// A contract: no money from nowhere, no payment withheld, no profitable deviation, and what it attains.
fn check_contract(
    claim: &mut Claim,
    node: &Node,
    d: &Rational,
    joint: &Rational,
    worst: &[Rational],
) -> Outcome<()> {
    let stage = &claim.stage;
    let players = stage.players();
    let stated = read_discounts(&node.field("discount")?, players)?;
    require(stated.iter().all(|own| own == d), || format!("{}.discount is another one", node.place()))?;
    let once = Rational::ONE - d;
    let mut nodes = vec![node.field("path")?];
    nodes.extend(node.field("punish")?.items_of(players)?);
    let mut states = Vec::with_capacity(nodes.len());
    for state in &nodes {
        let profile = stage.read_profile(&state.field("profile")?)?;
        states.push((profile, state.field("transfers")?.exact_list(players)?));
    }
    // From the action on: every later round of the path pays what is earned and what is received.
    let (profile, transfers) = &states[0];
    let path: Vec<Rational> = (0..players).map(|i| stage.payoff(*profile, i) + d * &transfers[i]).collect();
    // A round's payments, then the path again.
    let paid = |transfers: &[Rational], i: usize| &once * &transfers[i] + &path[i];
    let value = |(profile, transfers): &(usize, Vec<Rational>), i: usize| {
        &once * stage.payoff(*profile, i) + d * paid(transfers, i)
    };
    let punished: Vec<Rational> = (0..players).map(|i| value(&states[i + 1], i)).collect();
    let upfront = node.field("upfront")?;
    let before = upfront.exact_list(players)?;
    let lists = states.iter().zip(&nodes).map(|((_, transfers), state)| (transfers, state.place()));
    for (transfers, place) in lists.chain([(&before, upfront.place())]) {
        require(!transfers.iter().sum::<Rational>().is_positive(), || {
            format!("the payments of {place} add up to more than nothing")
        })?;
        for i in (0..players).filter(|&i| transfers[i].is_negative()) {
            require(paid(transfers, i) >= punished[i], || {
                let (pays, refuses) = (paid(transfers, i), &punished[i]);
                format!(
                    "{place}: player {i} gains by refusing to pay: {} against {}",
                    show(refuses),
                    show(&pays)
                )
            })?;
        }
    }
    for (state, place) in states.iter().zip(&nodes) {
        for i in 0..players {
            let stays = value(state, i);
            if let Some(best) = stage.best_reply_payoff(state.0, i) {
                let gets = &once * best + d * &punished[i];
                require(gets <= stays, || {
                    let (gets, stays) = (show(&gets), show(&stays));
                    format!("{}: player {i} gains by deviating: {gets} against {stays}", place.place())
                })?;
            }
        }
    }
    let attained: Rational = path.iter().sum();
    require(attained == *joint && punished == worst, || {
        format!("contract attains {} and punishes to {}", show(&attained), show_all(&punished))
    })?;
    claim.note("contract: nobody gains by deviating or refusing to pay, and it attains the payoffs, exactly");
    Ok(())
}

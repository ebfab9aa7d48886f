//! Refutations: a chain of sets that hold every equilibrium payoff, until the target cannot be in it.
//!
//! The operator of Abreu, Pearce and Stacchetti (1990) is monotone: if every equilibrium payoff lies in
//! `W` and no equilibrium gives player `i` less than `u_i`, every equilibrium payoff lies in `B(W, u)`,
//! the hull of the payoffs `q z(a) + (1-q) [(1-d) g(a) + d w]`, `w >= u` in `W`, that are no worse for
//! any player than his best deviation from `a` followed by `u_i`. So a chain proves itself if its first set
//! holds all feasible payoffs, `B` of each set lies in the next, and threats rise only to what holds:
//! the least payoff in the set, or what a player can guarantee himself when he is worth `u_i` tomorrow.
//!
//! Where nothing ends the game and patience is common, the next set may instead hold the payoffs `g(a)` of
//! all profiles that contribute anything to `B(W, u)`: play never leaves those profiles, so that every
//! equilibrium payoff is a mean of theirs.
//!
//! A set may also be where the chain is heading, by infinitely many steps ([`super::slide`]).

use super::claim::{Claim, read_discounts, require_same_discounts};
use super::error::{CheckError, Outcome, Stop, require};
use super::node::{Node, show};
use super::polygon::{Point, Polygon};
use super::region::{HalfSpace, Region, Support, dot, support};
use super::slide::require_slide;
use super::stage::Stage;
use crate::exact::Rational;

/// One link of a chain: a set that holds all equilibrium payoffs and a bound below each player's payoff.
pub(super) struct Link {
    /// The set as given.
    pub(super) region: Region,
    pub(super) threat: Vec<Rational>,
    /// The part of the set in which nobody gets less than his threat: it still holds all of them.
    pub(super) held: Region,
    /// Its place in the result.
    pub(super) place: String,
}

/// Verifies the chain at the expected discount factors and returns its last link.
///
/// With fixed `punishments` (what deviators are worth for ever) the chain holds what these sustain: payoffs
/// at least as high, the operator with these threats. Then no threat may be higher than they are.
pub(super) fn verify_chain(
    claim: &mut Claim,
    node: &Node,
    expected: &[Rational],
    punishments: Option<&[Rational]>,
) -> Outcome<Link> {
    let players = claim.stage.players();
    let discounts = read_discounts(&node.field("discount")?, players)?;
    require_same_discounts(node, &discounts, expected)?;
    let chain_node = node.field("chain")?;
    let mut last: Option<Link> = None;
    let links = chain_node.items()?;
    let mut slides = 0;
    for set in &links {
        let region = Region::read(set, players)?;
        let threat = set.field("threat")?.exact_list(players)?;
        let held = region.at_least(&threat);
        let link = Link { region, threat, held, place: set.place().into() };
        let slide = set.optional("slide");
        match (&last, punishments) {
            (None, None) => {
                require_start(claim, &link, expected)?;
                require_guaranteed(claim, &link, expected)?;
            }
            (None, Some(_)) => require_start(claim, &link, expected)?,
            (Some(before), None) => match &slide {
                Some(ratio) => {
                    slides += 1;
                    require_slide(claim, before, &link, ratio, expected)?;
                }
                None => {
                    require_step(claim, before, &link, expected)?;
                    require_threats(claim, before, &link, expected)?;
                }
            },
            (Some(before), Some(_)) => require_step(claim, before, &link, expected)?,
        }
        if let Some(punishments) = punishments {
            require_punished(&link, punishments)?;
        }
        last = Some(link);
    }
    let Some(last) = last else {
        return Err(Stop::False(format!("{} is empty, so nothing is refuted", chain_node.place())));
    };
    let limits = match slides {
        0 => String::new(),
        1 => "; 1 step is the limit of many, by an inequality that holds all the way".into(),
        _ => format!("; {slides} steps are limits of many, by inequalities that hold all the way"),
    };
    claim.note(format!(
        "{}: the first of {} sets holds all feasible payoffs, each step and each threat holds, in exact fractions{limits}",
        node.place(),
        links.len()
    ));
    Ok(last)
}

/// The first set holds every feasible payoff.
fn require_start(claim: &Claim, link: &Link, d: &[Rational]) -> Outcome<()> {
    let stage = &claim.stage;
    claim.budget.spend(stage.profiles() * (link.region.size() + 1) * 4, link.region.bits(), &link.place)?;
    let outside = |payoff: &[Rational], what: String| {
        require(link.region.contains(payoff), || {
            format!("{} leaves out {what}, which is {}", link.place, super::node::show_all(payoff))
        })
    };
    if d.windows(2).all(|pair| pair[0] == pair[1]) {
        for profile in 0..stage.profiles() {
            let end = stage.absorption(profile);
            if !stage.ends(profile) {
                outside(stage.payoffs(profile), format!("the payoff of profile {}", stage.name(profile)))?;
            }
            if let Some(end) = end.filter(|end| end.probability.is_positive()) {
                outside(&end.payoff, format!("the absorbing payoff of profile {}", stage.name(profile)))?;
            }
        }
    } else {
        require_box(claim, link)?;
    }
    Ok(())
}

/// The first threats are guaranteed to the players.
fn require_guaranteed(claim: &Claim, link: &Link, d: &[Rational]) -> Outcome<()> {
    let stage = &claim.stage;
    for (player, threat) in link.threat.iter().enumerate() {
        let most = guaranteed(stage, player, &d[player], threat);
        require(threat <= &most, || {
            format!(
                "{}.threat[{player}] is {}, more than player {player} can guarantee himself",
                link.place,
                show(threat)
            )
        })?;
    }
    Ok(())
}

/// No threat is higher than what a fixed punishment pays.
fn require_punished(link: &Link, punishments: &[Rational]) -> Outcome<()> {
    for (player, (threat, most)) in link.threat.iter().zip(punishments).enumerate() {
        require(threat <= most, || {
            format!(
                "{}.threat[{player}] is {}, but the punishment pays {}",
                link.place,
                show(threat),
                show(most)
            )
        })?;
    }
    Ok(())
}

/// With unequal discount factors players trade payoffs over time, beyond the hull of the cells; the box
/// of the players' payoffs still holds everything.
fn require_box(claim: &Claim, link: &Link) -> Outcome<()> {
    let stage = &claim.stage;
    let players = stage.players();
    if players > 16 {
        return Err(CheckError::TooMuchWork { place: link.place.clone(), limit: super::budget::LIMIT }.into());
    }
    let ends = |player: usize| {
        let all = (0..stage.profiles()).flat_map(|profile| {
            let end = stage.absorption(profile).filter(|end| end.probability.is_positive());
            let end = end.map(|end| &end.payoff[player]);
            [Some(stage.payoff(profile, player)), end].into_iter().flatten()
        });
        (all.clone().min().cloned().unwrap_or_default(), all.max().cloned().unwrap_or_default())
    };
    let sides: Vec<_> = (0..players).map(ends).collect();
    claim.budget.spend(
        (1usize << players) * (link.region.size() + 1) * 4,
        link.region.bits(),
        &link.place,
    )?;
    for corner in 0..1usize << players {
        let payoff: Vec<Rational> = sides
            .iter()
            .enumerate()
            .map(|(player, (low, high))| if corner >> player & 1 == 0 { low.clone() } else { high.clone() })
            .collect();
        require(link.region.contains(&payoff), || {
            let corner = super::node::show_all(&payoff);
            format!("{} leaves out {corner}, a corner of the box that holds all payoffs", link.place)
        })?;
    }
    Ok(())
}

/// What `player` guarantees himself against pure actions when he is worth at least `threat` tomorrow.
fn guaranteed(stage: &Stage, player: usize, d: &Rational, threat: &Rational) -> Rational {
    stage.pure_minmax_of(player, |profile| stage.value(profile, player, d, threat))
}

/// Threats rise at most to what holds for every equilibrium.
fn require_threats(claim: &Claim, before: &Link, link: &Link, d: &[Rational]) -> Outcome<()> {
    let players = claim.stage.players();
    for (player, threat) in link.threat.iter().enumerate() {
        let known = &before.threat[player];
        if threat <= known || threat <= &guaranteed(&claim.stage, player, &d[player], known) {
            continue;
        }
        let down: Vec<Rational> =
            (0..players).map(|i| if i == player { -Rational::ONE } else { Rational::ZERO }).collect();
        let least = match link.region.support(&down, &claim.budget, &link.place)? {
            Support::Empty => continue,
            Support::Unbounded => None,
            Support::Value(value) => Some(-value),
        };
        require(least.as_ref().is_some_and(|least| threat <= least), || {
            let least = least.as_ref().map_or("unbounded".into(), show);
            format!(
                "{}.threat[{player}] is {}, but the least payoff in the set is {least} and the threat before was {}",
                link.place,
                show(threat),
                show(known)
            )
        })?;
    }
    Ok(())
}

/// `B(W_k, u_k)` lies in `W_{k+1}`, profile by profile.
fn require_step(claim: &Claim, before: &Link, link: &Link, d: &[Rational]) -> Outcome<()> {
    match require_images(claim, before, link, d) {
        Err(Stop::False(_)) if holds_all_that_is_played(claim, before, link, d)? => Ok(()),
        outcome => outcome,
    }
}

/// Whether the next set holds the payoff of every profile that contributes to `B(W_k, u_k)`.
fn holds_all_that_is_played(claim: &Claim, before: &Link, link: &Link, d: &[Rational]) -> Outcome<bool> {
    let stage = &claim.stage;
    if stage.absorbs() || d.windows(2).any(|pair| pair[0] != pair[1]) {
        return Ok(false);
    }
    for profile in 0..stage.profiles() {
        let work = (before.region.size() + link.region.size() + 4) * 16;
        claim.budget.spend(work, before.region.bits().max(link.region.bits()), &link.place)?;
        if link.region.contains(stage.payoffs(profile)) {
            continue;
        }
        let idle = match &before.held {
            Region::Polygon(polygon) => image(stage, polygon, &before.threat, profile, d).is_empty(),
            Region::HalfSpaces(list) => {
                HalfSpaceImage::new(stage, list, &before.threat, profile, d).is_empty(claim, &link.place)?
            }
        };
        if !idle {
            return Ok(false);
        }
    }
    Ok(true)
}

fn require_images(claim: &Claim, before: &Link, link: &Link, d: &[Rational]) -> Outcome<()> {
    for profile in 0..claim.stage.profiles() {
        require_image(claim, before, profile, d, &link.region, &link.place)?;
    }
    Ok(())
}

/// The least value that makes conforming to `profile` optimal for each player, given the threats, and at
/// least the threat: nothing below it is claimed to be held.
fn floors(stage: &Stage, profile: usize, d: &[Rational], threat: &[Rational]) -> Vec<Rational> {
    let floor = |player: usize| {
        let leave = stage.best_deviation(profile, player, &d[player], &threat[player]);
        leave.map_or_else(|| threat[player].clone(), |leave| leave.max(threat[player].clone()))
    };
    (0..stage.players()).map(floor).collect()
}

/// What a profile contributes to `B(W, u)`, for two players; nothing in the polygon is below a threat.
pub(super) fn image(
    stage: &Stage,
    polygon: &Polygon,
    threat: &[Rational],
    profile: usize,
    d: &[Rational],
) -> Polygon {
    let map =
        |w: &Point| -> Point { [0, 1].map(|player| stage.value(profile, player, &d[player], &w[player])) };
    let start = if stage.ends(profile) {
        // Nothing comes after, so the image does not depend on the set, not even on its emptiness.
        Polygon::hull(vec![map(&[Rational::ZERO, Rational::ZERO])])
    } else {
        Polygon::hull(polygon.vertices.iter().map(map).collect())
    };
    let floors = floors(stage, profile, d, threat);
    floors.iter().enumerate().fold(start, |part, (player, floor)| part.at_least(player, floor))
}

/// Requires that what `profile` contributes to `B` lies in the next set.
fn require_image(
    claim: &Claim,
    before: &Link,
    profile: usize,
    d: &[Rational],
    next: &Region,
    place: &str,
) -> Outcome<()> {
    let stage = &claim.stage;
    let escape = |what: String| {
        Err(Stop::False(format!(
            "{place} leaves out {what}, which profile {} reaches from {}",
            stage.name(profile),
            before.place
        )))
    };
    let bits = before.region.bits().max(next.bits());
    match &before.held {
        Region::Polygon(polygon) => {
            claim.budget.spend(
                (polygon.vertices.len() + 2) * (next.size() + 8) * 4 + stage.actions(0) + stage.actions(1),
                bits,
                place,
            )?;
            let part = image(stage, polygon, &before.threat, profile, d);
            match part.vertices.iter().find(|vertex| !next.contains(vertex.as_slice())) {
                Some(vertex) => escape(super::node::show_all(vertex)),
                None => Ok(()),
            }
        }
        Region::HalfSpaces(list) => {
            let image = HalfSpaceImage::new(stage, list, &before.threat, profile, d);
            let sides: Vec<HalfSpace> = match next {
                Region::HalfSpaces(sides) => sides.clone(),
                Region::Polygon(_) => {
                    let problem = "mixed with half-spaces: a chain uses one description";
                    let (place, found) = (place.into(), "given by vertices".into());
                    return Err(CheckError::OutOfRange { place, found, problem }.into());
                }
            };
            if image.is_empty(claim, place)? {
                return Ok(());
            }
            for side in &sides {
                claim.budget.spend(4 * (list.len() + 4), bits, place)?;
                if !image.stays_below(claim, side, place)? {
                    return escape(format!(
                        "a payoff beyond {} . x <= {}",
                        super::node::show_all(&side.normal),
                        show(&side.bound)
                    ));
                }
            }
            Ok(())
        }
    }
}

/// What a profile contributes to `B(W, u)` for `W` given by half-spaces, in terms of continuations:
/// `v_i = base_i + slope_i w_i`, with `w` in `W` and every `w_i` at least what conforming needs.
struct HalfSpaceImage<'a> {
    set: &'a [HalfSpace],
    base: Vec<Rational>,
    slope: Vec<Rational>,
    /// Half-spaces that the incentive constraints add.
    incentives: Vec<HalfSpace>,
    /// Whether the profile ends the game, so that no continuation matters.
    ends: bool,
    /// Whether an incentive constraint fails whatever the continuation.
    hopeless: bool,
}

impl<'a> HalfSpaceImage<'a> {
    fn new(stage: &Stage, set: &'a [HalfSpace], threat: &[Rational], profile: usize, d: &[Rational]) -> Self {
        let players = stage.players();
        let base: Vec<Rational> =
            (0..players).map(|player| stage.value(profile, player, &d[player], &Rational::ZERO)).collect();
        let slope: Vec<Rational> = (0..players)
            .map(|player| stage.value(profile, player, &d[player], &Rational::ONE) - &base[player])
            .collect();
        let (mut incentives, mut hopeless) = (Vec::new(), false);
        for (player, floor) in floors(stage, profile, d, threat).into_iter().enumerate() {
            if slope[player].is_zero() {
                hopeless |= base[player] < floor;
                continue;
            }
            let mut normal = vec![Rational::ZERO; players];
            normal[player] = -Rational::ONE;
            incentives.push(HalfSpace { normal, bound: (&base[player] - floor) / &slope[player] });
        }
        HalfSpaceImage { set, base, slope, incentives, ends: stage.ends(profile), hopeless }
    }

    fn support(&self, claim: &Claim, normal: &[Rational], place: &str) -> Result<Support, CheckError> {
        support(self.set.iter().chain(&self.incentives), normal, &claim.budget, place)
    }

    fn is_empty(&self, claim: &Claim, place: &str) -> Result<bool, CheckError> {
        if self.hopeless || self.ends {
            return Ok(self.hopeless);
        }
        Ok(self.support(claim, &vec![Rational::ZERO; self.base.len()], place)? == Support::Empty)
    }

    /// Whether the image satisfies a half-space; the image must not be empty.
    fn stays_below(&self, claim: &Claim, side: &HalfSpace, place: &str) -> Result<bool, CheckError> {
        let room = &side.bound - dot(&side.normal, &self.base);
        let normal: Vec<Rational> = side.normal.iter().zip(&self.slope).map(|(n, s)| n * s).collect();
        if normal.iter().all(Rational::is_zero) {
            return Ok(!room.is_negative());
        }
        // A parallel half-space of the set itself often suffices, without a linear program.
        let quick = self.set.iter().any(|half| {
            let Some(axis) = half.normal.iter().position(|x| !x.is_zero()) else { return false };
            let ratio = &normal[axis] / &half.normal[axis];
            ratio.is_positive()
                && half.normal.iter().zip(&normal).all(|(h, n)| &(h * &ratio) == n)
                && &half.bound * &ratio <= room
        });
        if quick {
            return Ok(true);
        }
        Ok(match self.support(claim, &normal, place)? {
            Support::Empty => true,
            Support::Value(value) => value <= room,
            Support::Unbounded => false,
        })
    }
}

/// Verifies that no equilibrium exists: the last set is empty, or no profile is feasible on it.
pub(super) fn require_empty(claim: &Claim, last: &Link, d: &[Rational]) -> Outcome<()> {
    let players = claim.stage.players();
    if last.held.support(&vec![Rational::ZERO; players], &claim.budget, &last.place)? == Support::Empty {
        return Ok(());
    }
    for profile in 0..claim.stage.profiles() {
        claim.budget.spend(16 * (last.region.size() + 4), last.region.bits(), &last.place)?;
        let empty = match &last.held {
            Region::Polygon(polygon) => image(&claim.stage, polygon, &last.threat, profile, d).is_empty(),
            Region::HalfSpaces(list) => {
                let image = HalfSpaceImage::new(&claim.stage, list, &last.threat, profile, d);
                image.is_empty(claim, &last.place)?
            }
        };
        require(empty, || {
            format!(
                "{} is said to leave no equilibrium, but profile {} still satisfies the incentive constraints",
                last.place,
                claim.stage.name(profile)
            )
        })?;
    }
    Ok(())
}

/// Verifies `{"normal", "bound"}`: the last set lies in the half-space. Returns it.
pub(super) fn read_separation(claim: &Claim, node: &Node, last: &Link) -> Outcome<HalfSpace> {
    let normal = node.field("normal")?.exact_list(claim.stage.players())?;
    let bound = node.field("bound")?.exact()?;
    let top = last.held.support(&normal, &claim.budget, &last.place)?;
    let inside = match &top {
        Support::Empty => true,
        Support::Unbounded => false,
        Support::Value(value) => value <= &bound,
    };
    require(inside, || {
        let top = if let Support::Value(value) = &top { show(value) } else { "no limit".into() };
        format!(
            "{} does not lie within {}: it reaches {top}, beyond {}",
            last.place,
            node.place(),
            show(&bound)
        )
    })?;
    Ok(HalfSpace { normal, bound })
}

/// Whether a payoff lies beyond a half-space.
pub(super) fn beyond(half: &HalfSpace, payoff: &[Rational]) -> bool {
    dot(&half.normal, payoff) > half.bound
}

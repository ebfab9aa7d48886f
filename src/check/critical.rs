//! Results of `critical`: an automaton above, a refutation below, and what is claimed in between.

mod map;

use super::automaton::{Automaton, verify};
use super::claim::{Claim, read_discounts};
use super::error::{CheckError, Outcome, Stop, require};
use super::fails::verify_refutation;
use super::folk::require_attained;
use super::node::{Node, show};
use super::reversion::{Punishment, minmax_fails_below, punishments, reversion_fails, threshold};
use super::sustain::require_plays;
use super::target::Target;
use super::verdict::{Standing, check_reason, standing};
use crate::exact::Rational;

/// Checks a whole result.
pub(super) fn check(claim: &mut Claim) -> Outcome<()> {
    if claim.root.optional("monitoring").is_some() {
        return super::monitoring::check_critical(claim);
    }
    let root = claim.root.clone();
    if root.field("target")?.as_text() == Some("map") {
        return map::check(claim, &root);
    }
    let target = Target::read(claim)?;
    if let Target::Objective(_) = target {
        let place = "target".into();
        let found = "an objective".into();
        return Err(CheckError::OutOfRange { place, found, problem: "no target of critical" }.into());
    }
    let punishment = Punishment::read(claim)?;
    value(claim, &root, &target, punishment)
}

/// Checks one critical value.
fn value(claim: &mut Claim, root: &Node, target: &Target, punishment: Punishment) -> Outcome<()> {
    let bounds = root.field("bounds")?;
    let ends = bounds.items_of(2)?;
    let ends = ends.iter().map(|end| if end.is_null() { Ok(None) } else { end.exact().map(Some) });
    let ends: Vec<Option<Rational>> = ends.collect::<Result<_, CheckError>>()?;
    for (key, end) in ["lower", "upper"].into_iter().zip(&ends) {
        match (root.optional(key), end) {
            (Some(node), Some(end)) => {
                node.require_value(end, &Rational::new(1, 1_000_000_000_000), "the exact bound")?
            }
            (None, None) => {}
            _ => return Err(Stop::False(format!("{key} and bounds disagree on whether there is one"))),
        }
    }
    let status = root.field("status")?;
    match status.text()? {
        "never" => never(claim, root, target, punishment, &ends),
        word @ ("exact" | "enclosed") => {
            let [Some(low), Some(high)] = ends.as_slice() else {
                return Err(Stop::False(format!("status is {word}, but bounds has no two numbers")));
            };
            check_exact_value(claim, root, word, low, high)?;
            enclosed(claim, root, target, punishment, low, high)
        }
        "undecided" => undecided(claim, root, target, punishment, &ends),
        found => {
            let (place, known) = (status.place().into(), "exact, enclosed, never, undecided");
            Err(CheckError::UnknownWord { place, found: found.into(), known }.into())
        }
    }
}

/// Everybody's discount factor where the most patient player has this one: the same for everyone, or, where
/// `patience` lists unequal ones, with their odds in the same proportions.
fn common(claim: &Claim, d: &Rational) -> Outcome<Vec<Rational>> {
    let players = claim.stage.players();
    let Some(node) = claim.root.optional("patience") else { return Ok(vec![d.clone(); players]) };
    let list = read_discounts(&node, players)?;
    let odds = |d: &Rational| d / (Rational::ONE - d);
    let most = list.iter().max().map(odds).unwrap_or(Rational::ONE);
    let scaled = list.iter().map(|own| odds(own) / &most * odds(d));
    Ok(scaled.map(|o| &o / (Rational::ONE + &o)).collect())
}

/// Whether players differ in patience: then the closed forms for a common discount factor say nothing.
fn is_unequal(claim: &Claim) -> bool {
    claim.root.names("patience")
}

fn enclosed(
    claim: &mut Claim,
    root: &Node,
    target: &Target,
    punishment: Punishment,
    low: &Rational,
    high: &Rational,
) -> Outcome<()> {
    if low.is_zero() && high.is_zero() {
        return stage_equilibrium(claim, root, target);
    }
    require(!low.is_negative() && low < high && high < &Rational::ONE, || {
        format!("bounds are {} and {}, not 0 <= lower < upper < 1", show(low), show(high))
    })?;
    if let Some(width) = root.optional("width") {
        let width = width.exact()?;
        require(high - low <= width, || {
            format!("bounds are {} apart, more than the width", show(&(high - low)))
        })?;
    }
    let above = common(claim, high)?;
    evidence_above(claim, root, target, &above)?;
    if punishment != Punishment::Optimal {
        require_reverts(claim, root, punishment)?;
        let by_chain = target.path().is_none() || is_unequal(claim);
        if by_chain && *target != Target::Folk && !claim.stage.absorbs() {
            refuted_for_this_punishment(claim, root, target, punishment, low)?;
            claim.note(format!("the target is refuted at {} and sustained at {}", show(low), show(high)));
            return exactness(claim, root, target);
        }
        return reversion(claim, root, target, punishment, low, high);
    }
    match (root.optional("refutation"), target) {
        (Some(refutation), _) => {
            let below = common(claim, low)?;
            verify_refutation(claim, &refutation, target, &below, None)?;
        }
        (None, Target::Profile(profile)) if low.is_zero() && !claim.stage.is_stage_equilibrium(*profile) => {
            claim.note(
                "lower: at discount factor 0 only stage equilibria are supported, and the profile is none",
            );
        }
        (None, _) => {
            root.field("refutation")?;
        }
    }
    claim.note(format!("the target is refuted at {} and sustained at {}", show(low), show(high)));
    if claim.stage.absorbs() {
        claim.note(
            "with absorbing profiles support need not grow with patience: only the two ends were checked",
        );
    }
    exactness(claim, root, target)
}

/// A stage equilibrium needs no patience: lower = upper = 0, and an automaton at 1/2.
fn stage_equilibrium(claim: &mut Claim, root: &Node, target: &Target) -> Outcome<()> {
    if let Target::Profile(profile) = target {
        require(claim.stage.is_stage_equilibrium(*profile) || claim.stage.absorbs(), || {
            format!("bounds are 0 and 0, but profile {} is no stage equilibrium", claim.stage.name(*profile))
        })?;
    }
    let half = common(claim, &Rational::new(1, 2))?;
    evidence_above(claim, root, target, &half)?;
    let proven = matches!(target, Target::Profile(_)) && !claim.stage.absorbs();
    claim.note(if proven {
        "bounds: a stage equilibrium needs no patience"
    } else {
        "bounds: the automaton holds at 1/2; that any other discount factor does was not re-checked"
    });
    Ok(())
}

/// The automaton (for the folk-theorem set, one for each vertex) at the upper bound.
fn evidence_above(claim: &mut Claim, root: &Node, target: &Target, d: &[Rational]) -> Outcome<()> {
    if *target != Target::Folk {
        let node = root.field("automaton")?;
        let automaton = verify(claim, &node, d)?;
        return require_plays(claim, &node, &automaton, target);
    }
    let list = root.field("automata")?;
    let mut starts = Vec::new();
    for node in list.items()? {
        starts.push(verify(claim, &node, d)?.initial_value());
    }
    if claim.stage.absorbs() {
        claim.note("automata: each is an equilibrium; whether they are all vertices was not re-checked");
        return Ok(());
    }
    require_attained(claim, &list, &starts)
}

/// Every deviation in the automaton leads to a stage equilibrium for ever that the punishment allows.
fn require_reverts(claim: &mut Claim, root: &Node, punishment: Punishment) -> Outcome<()> {
    let node = root.field("automaton")?;
    let automaton = Automaton::read(claim, &node)?;
    let allowed = punishments(&claim.stage, punishment);
    let stage = &claim.stage;
    let stays = |at: usize| {
        let state = &automaton.states[at];
        state.draws.iter().all(|draw| {
            stage.is_stage_equilibrium(draw.profile) && draw.next.iter().all(|(next, _)| *next == at)
        })
    };
    for (at, state) in automaton.states.iter().enumerate() {
        let paid = |player: usize| &automaton.states[state.punish[player]].value[player];
        let as_allowed = |list: &Vec<Rational>| list.iter().enumerate().all(|(i, e)| paid(i) == e);
        require(
            state.punish.iter().all(|&next| stays(next)) && (stays(at) || allowed.iter().any(as_allowed)),
            || {
                format!(
                    "{}.states[{at}] punishes by something else than the stage equilibria named",
                    node.place()
                )
            },
        )?;
    }
    claim.note("automaton: every deviation leads to a stage equilibrium for ever");
    Ok(())
}

/// Payoffs under reversion: a chain for every stage equilibrium that may be the punishment, its threats no
/// higher than what that pays. What a harsher equilibrium does not sustain, a milder one does not either.
fn refuted_for_this_punishment(
    claim: &mut Claim,
    root: &Node,
    target: &Target,
    punishment: Punishment,
    low: &Rational,
) -> Outcome<()> {
    let below = common(claim, low)?;
    let chains = match root.optional("refutations") {
        Some(list) => list.items()?,
        None => vec![root.field("refutation")?],
    };
    let mut paid = Vec::with_capacity(chains.len());
    for chain in &chains {
        // The first threats say which punishment the chain is about; no later one may be higher.
        let first = chain.field("chain")?.items()?.into_iter().next();
        let Some(first) = first else {
            return Err(Stop::False(format!("{} has no set, so nothing is refuted", chain.place())));
        };
        let threats = first.field("threat")?.exact_list(claim.stage.players())?;
        verify_refutation(claim, chain, target, &below, Some(&threats))?;
        paid.push(threats);
    }
    for possible in punishments(&claim.stage, punishment) {
        let covered = |threats: &Vec<Rational>| threats.iter().zip(&possible).all(|(t, e)| t <= e);
        require(paid.iter().any(covered), || {
            format!(
                "{}: nothing refutes the target where punishment pays {}",
                root.place(),
                super::node::show_all(&possible)
            )
        })?;
    }
    claim.note("lower: the target is refuted for every stage equilibrium that may be the punishment");
    Ok(())
}

/// Nash reversion and grim trigger have a closed form: nothing has to be refuted by sets.
fn reversion(
    claim: &mut Claim,
    root: &Node,
    target: &Target,
    punishment: Punishment,
    low: &Rational,
    high: &Rational,
) -> Outcome<()> {
    if let (Target::Cycle(path), false) = (target, claim.stage.absorbs()) {
        claim.budget.spend(path.len() * path.len() * claim.stage.profiles(), low.bits(), "lower")?;
        require(low.is_zero() || reversion_fails(&claim.stage, path, punishment, low), || {
            format!("lower is {}, but this punishment supports the path there", show(low))
        })?;
        claim.note("lower: this punishment does not support the path there");
        return Ok(());
    }
    let Target::Profile(profile) = target else {
        claim.note("lower: not re-checked for this kind of punishment and target");
        return Ok(());
    };
    if claim.stage.absorbs() {
        claim.note("lower: not re-checked for reversion in a game with absorbing profiles");
        return Ok(());
    }
    let value = threshold(&claim.stage, *profile, punishment);
    let inside = value.as_ref().is_some_and(|value| low < value && value <= high);
    require(inside, || {
        let found = value.as_ref().map_or("none".into(), show);
        format!(
            "bounds are {} and {}, but the threshold of this punishment is {found}",
            show(low),
            show(high)
        )
    })?;
    if let (Some(exact), Some(value)) = (rational_exact(root)?, &value) {
        require(&exact == value, || {
            format!("exact is {}, but the threshold is {}", show(&exact), show(value))
        })?;
    }
    claim.note("bounds: the closed form of this punishment lies between them");
    Ok(())
}

/// The field `exact` if it is one number.
fn rational_exact(root: &Node) -> Outcome<Option<Rational>> {
    let Some(node) = root.optional("exact") else { return Ok(None) };
    if node.names("polynomial") {
        return Ok(None);
    }
    Ok(Some(node.exact()?))
}

/// `exact`: a number equals the upper bound; a polynomial changes its sign inside the bounds.
fn check_exact_value(
    claim: &mut Claim,
    root: &Node,
    status: &str,
    low: &Rational,
    high: &Rational,
) -> Outcome<()> {
    let Some(node) = root.optional("exact") else {
        return require(status != "exact", || "status is exact, but no exact value is given".into());
    };
    if let Some(exact) = rational_exact(root)? {
        return require(&exact == high, || {
            format!("exact is {}, but the upper bound is {}", show(&exact), show(high))
        });
    }
    let coefficients = read_polynomial(&node)?;
    let between = node.field("between")?.exact_list(2)?;
    require(low <= &between[0] && between[0] <= between[1] && &between[1] <= high, || {
        format!("{}.between does not lie within the bounds", node.place())
    })?;
    let at = |x: &Rational| coefficients.iter().rev().fold(Rational::ZERO, |value, c| value * x + c);
    let (left, right) = (at(&between[0]), at(&between[1]));
    let all_zero = coefficients.iter().all(Rational::is_zero);
    require(!all_zero && !(left * right).is_positive(), || {
        format!("{}.polynomial does not change its sign over between", node.place())
    })?;
    claim.note("exact: the polynomial has a root between its two numbers, inside the bounds");
    Ok(())
}

/// Says whether the exact value is proven, or only the enclosure.
fn exactness(claim: &mut Claim, root: &Node, target: &Target) -> Outcome<()> {
    if root.optional("exact").is_none() {
        return Ok(());
    }
    let root_of = match rational_exact(root)? {
        Some(exact) => vec![-exact, Rational::ONE],
        None => read_polynomial(&root.field("exact")?)?,
    };
    let below = match target.path() {
        Some(path) if !claim.stage.absorbs() && !is_unequal(claim) => {
            claim.budget.spend(path.len() * path.len() * claim.stage.profiles() * 4, 64, "exact")?;
            minmax_fails_below(&claim.stage, path, &root_of)
        }
        _ => false,
    };
    claim.note(match (below, root.field("exact")?.names("polynomial")) {
        (true, false) => {
            "exact: below it the pure minmax itself is no sufficient threat, so the value is proven"
        }
        (true, true) => {
            "exact: below it the pure minmax itself is no sufficient threat, and the automaton is above it"
        }
        (false, _) => {
            "exact: it lies in the proven enclosure; that it is the threshold itself was not re-checked"
        }
    });
    Ok(())
}

/// The coefficients of an exact value that is no fraction.
fn read_polynomial(node: &Node) -> Outcome<Vec<Rational>> {
    let coefficients = node.field("polynomial")?.items()?;
    if coefficients.len() > 200 {
        let (place, size) = (format!("{}.polynomial", node.place()), coefficients.len());
        return Err(CheckError::TooLarge { place, what: "a number of coefficients", size, limit: 200 }.into());
    }
    Ok(coefficients.iter().map(Node::exact).collect::<Result<_, _>>()?)
}

/// No discount factor supports the target.
fn never(
    claim: &mut Claim,
    root: &Node,
    target: &Target,
    punishment: Punishment,
    ends: &[Option<Rational>],
) -> Outcome<()> {
    let unreachable = ends[0].as_ref() == Some(&Rational::ONE) && ends[1].is_none();
    let no_equilibrium =
        root.optional("reason").and_then(|node| node.as_text()) == Some("NoStageEquilibrium");
    require(unreachable || (no_equilibrium && ends[1].is_none()), || {
        "status is never, but bounds are not [\"1\", null]".into()
    })?;
    if let (Target::Profile(profile), false) = (target, claim.stage.absorbs()) {
        let kind = if punishment == Punishment::Grim { Punishment::Grim } else { Punishment::Nash };
        if let Some(value) = threshold(&claim.stage, *profile, kind) {
            let sentence = "status is never, but reversion to a stage equilibrium supports the profile from";
            return Err(Stop::False(format!("{sentence} {} on", show(&value))));
        }
        if punishment != Punishment::Optimal {
            claim.note("never: no pure stage equilibrium deters every deviation at any discount factor");
            return Ok(());
        }
    }
    if standing(claim, root, target)? == Standing::Proved {
        return check_reason(claim, root, target);
    }
    claim.note("never: the reason given could not be re-proved for every discount factor; no contradiction was found");
    Ok(())
}

/// An undecided result claims only the evidence that it carries.
fn undecided(
    claim: &mut Claim,
    root: &Node,
    target: &Target,
    punishment: Punishment,
    ends: &[Option<Rational>],
) -> Outcome<()> {
    claim.note("the result is undecided; only the evidence it carries was checked");
    let inside = |end: &Rational| end.is_positive() && end < &Rational::ONE;
    let carries_automaton = root.optional("automaton").or_else(|| root.optional("automata")).is_some();
    if let Some(high) = ends[1].as_ref().filter(|end| carries_automaton && inside(end)) {
        let above = common(claim, high)?;
        evidence_above(claim, root, target, &above)?;
    }
    if let (Some(low), Some(refutation)) =
        (ends[0].as_ref().filter(|end| inside(end)), root.optional("refutation"))
    {
        let below = common(claim, low)?;
        if punishment == Punishment::Optimal {
            verify_refutation(claim, &refutation, target, &below, None)?;
        }
    }
    if let (Some(low), true) = (
        ends[0].as_ref().filter(|end| inside(end)),
        punishment != Punishment::Optimal && (root.names("refutation") || root.names("refutations")),
    ) {
        refuted_for_this_punishment(claim, root, target, punishment, low)?;
    }
    Ok(())
}

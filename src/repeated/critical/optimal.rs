//! Optimal penal codes: the enclosure of the true threshold.

use super::floor::{impossible, lasting};
use super::patience::Patience;
use super::reversion::{redirected, reversion, tempting_surpluses};
use super::{
    Critical, Punishment, Status, by_stage_equilibria_alone, field, just_below, short_between, within,
};
use crate::exact::{AlgebraicNumber, Rational, simplest_between};
use crate::game::Game;
use crate::repeated::fast::{FloatGame, Limits, Solver, Stop};
use crate::repeated::options::Budget;
use crate::repeated::planar::operator::Limit;
use crate::repeated::planar::{candidates, refute};
use crate::repeated::polyhedral;
use crate::repeated::reason::{explain_payoff, explain_profile, is_strictly_competitive, never_enough};
use crate::repeated::room::leaves_room;
use crate::repeated::sustain::{Decision, decide};
use crate::repeated::target::Aim;
use crate::repeated::{Automaton, Options, Reason, Refutation, RepeatedError, RepeatedGame};

impl Problem<'_> {
    /// The critical discount factor with its evidence.
    pub(super) fn solve(&mut self) -> Result<Critical, RepeatedError> {
        let problem = self;
        if let Some(zero) = problem.without_patience()? {
            return Ok(zero);
        }
        if let Some(never) = problem.never()? {
            return Ok(never);
        }
        if let Some(exact) = problem.static_bound().map(|c| problem.try_exact(&c)).transpose()?.flatten() {
            return Ok(exact);
        }
        if let Some(exact) = problem.by_stage_equilibria()? {
            return Ok(exact);
        }
        let Some(threshold) = problem.bisect() else { return problem.unreachable() };
        for candidate in problem.guesses(threshold) {
            if let Some(exact) = problem.try_exact(&candidate)? {
                return Ok(exact);
            }
        }
        let root = problem.root(threshold);
        if let Some(fraction) = root.as_ref().and_then(AlgebraicNumber::as_rational)
            && let Some(exact) = problem.at_fraction(fraction)?
        {
            return Ok(exact);
        }
        let found = problem.enclose(threshold)?;
        Ok(
            match root.zip(found.upper.as_ref()).and_then(|(root, upper)| within(&root, &found.lower, upper))
            {
                Some(root) if found.status == Status::Enclosed => {
                    Critical { status: Status::Exact, algebraic: Some(root), ..found }
                }
                _ => found,
            },
        )
    }
}

/// Which float solver says where to look.
enum Probe {
    Planar(Box<(FloatGame, Solver)>),
    Polyhedral,
}

/// One question about one stage game, for all discount factors.
pub(super) struct Problem<'a> {
    stage: &'a Game<Rational>,
    /// Where punishment is reversion: the stage equilibrium that answers each player's deviations.
    plan: Option<Vec<usize>>,
    patience: &'a Patience,
    aim: Aim<'a>,
    options: &'a Options,
    budget: Budget,
    probe: Probe,
    minmax: Vec<Rational>,
}

/// The game at a discount factor, with its plan of reversion.
fn game_at(
    stage: &Game<Rational>,
    plan: Option<&Vec<usize>>,
    patience: &Patience,
    discount: &Rational,
) -> Result<RepeatedGame, RepeatedError> {
    let game = RepeatedGame::new(stage.clone(), patience.at(discount))?;
    Ok(match plan {
        Some(plan) => game.reverting(plan.clone()),
        None => game,
    })
}

/// The float bisection stops at intervals of this width.
const RESOLUTION: f64 = 1.0 / (1u64 << 48) as f64;
/// The most steps of one probe: what is not refuted by then counts as possible, and exact work decides.
const PROBE_STEPS: usize = 5_000;
/// Above this the float solver is not asked.
const MOST_PATIENT: f64 = 1.0 - 1e-6;

/// How far above the float threshold formulas are read off, relative to the distance to 1.
const ABOVE: f64 = 1e-11;

impl<'a> Problem<'a> {
    pub(super) fn new(
        stage: &'a Game<Rational>,
        plan: Option<Vec<usize>>,
        patience: &'a Patience,
        aim: Aim<'a>,
        options: &'a Options,
    ) -> Result<Self, RepeatedError> {
        let half = game_at(stage, plan.as_ref(), patience, &Rational::new(1, 2))?;
        let minmax = half.dynamics().pure_minmax(stage);
        let probe = match half.is_planar() {
            true => Probe::Planar(Box::new((FloatGame::of(&half)?, Solver::new()))),
            _ => Probe::Polyhedral,
        };
        Ok(Problem { stage, plan, patience, aim, options, budget: options.budget(), probe, minmax })
    }

    /// The automaton of stage equilibria alone, if that is enough: it needs no patience.
    fn without_patience(&self) -> Result<Option<Critical>, RepeatedError> {
        let found = by_stage_equilibria_alone(&self.game(&Rational::new(1, 2))?, self.aim);
        Ok(found.and_then(|found| self.as_punished(found)).map(|found| Critical::zero(vec![found])))
    }

    /// The decision at a discount factor.
    fn decided(&self, discount: &Rational) -> Result<Decision, RepeatedError> {
        let found = decide(&self.game(discount)?, self.aim, self.options)?;
        let Decision::Yes(automaton) = found else { return Ok(found) };
        let open = || Decision::Open("the reversion could not be verified".into());
        Ok(self.as_punished(automaton).map_or_else(open, Decision::Yes))
    }

    /// Where punishment is reversion, the automaton that reverts: its worst payoffs are what the stage
    /// equilibria pay, or more.
    fn as_punished(&self, automaton: Automaton) -> Option<Automaton> {
        let Some(plan) = &self.plan else { return Some(automaton) };
        let game = RepeatedGame::new(self.stage.clone(), automaton.discount.clone()).ok()?;
        redirected(&game, automaton, plan)
    }

    fn game(&self, discount: &Rational) -> Result<RepeatedGame, RepeatedError> {
        game_at(self.stage, self.plan.as_ref(), self.patience, discount)
    }

    /// A proof for all discount factors at once: nothing feasible that gives everyone at least minmax, or
    /// what every equilibrium gives ([`lasting_floor`]), is as asked for.
    fn never(&self) -> Result<Option<Critical>, RepeatedError> {
        let game = self.game(&Rational::new(1, 2))?;
        let Aim::Path(cycle) = self.aim else {
            if *self.patience != Patience::Equal {
                // Players who trade over time reach more than mixtures.
                let nothing = lasting(&game).live.is_empty();
                return Ok(nothing.then(|| Critical::never(None, None)));
            }
            if is_strictly_competitive(&game) {
                // Every equilibrium is worth what a pure saddle is, and those were looked at.
                return Ok(Some(Critical::never(None, Some(Reason::ZeroSum))));
            }
            return Ok(impossible(&game, self.aim, &self.minmax, &lasting(&game)));
        };
        let blocked_by = |floor: &[Rational]| {
            (0..self.stage.players()).find(|&i| never_enough(&game, cycle, i, &floor[i]))
        };
        let below_minmax = blocked_by(&self.minmax);
        let lasting = lasting(&game);
        let Some(player) = below_minmax.or_else(|| blocked_by(&lasting.floor)) else {
            let out_of_reach = cycle.iter().any(|profile| !lasting.live.contains(profile));
            return Ok(out_of_reach.then(|| Critical::never(None, None)));
        };
        // Above minmax no single word says why.
        let reason = match below_minmax {
            _ if is_strictly_competitive(&game) => Some(Reason::ZeroSum),
            Some(_) => Some(Reason::BelowMinmax),
            None => None,
        };
        Ok(Some(Critical::never(Some(player), reason)))
    }

    /// For one profile: the patience needed if deviators could be held to pure minmax, a lower bound on
    /// the critical value that is often attained.
    fn static_bound(&self) -> Option<Rational> {
        let (Aim::Path([profile]), Patience::Equal) = (self.aim, self.patience) else { return None };
        (0..self.stage.players())
            .filter_map(|i| {
                let gain = self.stage.deviation_gain(*profile, i);
                let stake = &gain + self.stage.payoff_at(*profile, i) - &self.minmax[i];
                gain.checked_div(&stake).filter(|_| gain.is_positive())
            })
            .max()
            .filter(|c| c.is_positive() && *c < Rational::ONE)
    }

    /// For a path, any number of players: the threshold of reversion to the worst stage equilibria, where
    /// the player who binds there could not be held to less even by pure minmax.
    fn by_stage_equilibria(&self) -> Result<Option<Critical>, RepeatedError> {
        let (Aim::Path(cycle), Patience::Equal) = (self.aim, self.patience) else { return Ok(None) };
        let found = reversion(self.stage, cycle, Punishment::Nash, self.options)?;
        let value = found.exact.clone().map(AlgebraicNumber::from).or_else(|| found.algebraic.clone());
        let (Some(value), Some(upper), Status::Exact) = (value, found.upper.clone(), found.status) else {
            return Ok(None);
        };
        let binds = tempting_surpluses(self.stage, cycle, &self.minmax)
            .iter()
            .any(|surplus| value.sign_of(surplus).is_eq());
        if !binds {
            return Ok(None);
        }
        let (Some(refutation), Some(automaton)) = (self.refuted(&found.lower)?, found.automata.first())
        else {
            return Ok(None);
        };
        let evidence = self.collect(Some((found.lower, refutation)), Some((upper, automaton.clone())))?;
        let (exact, algebraic) = (found.exact, found.algebraic);
        Ok(Some(Critical { status: Status::Exact, exact, algebraic, ..evidence }))
    }

    /// The refutation that the pure minmax threats alone give, just below their bound: costs next to nothing.
    fn static_refutation(&self) -> Result<Option<(Rational, Refutation)>, RepeatedError> {
        let Some(bound) = self.static_bound() else { return Ok(None) };
        let discount = just_below(&bound, self.options.max_width());
        Ok(self.refuted(&discount)?.map(|refutation| (discount, refutation)))
    }

    /// The threshold in floats; `None` if even the most patient players fail.
    fn bisect(&mut self) -> Option<f64> {
        let (mut low, mut high) = (0.0, MOST_PATIENT);
        if !self.holds(high) {
            return None;
        }
        // Half-space sets are no basis for guessing exact values: there the asked width is enough.
        let fine = match self.probe {
            Probe::Planar(_) => RESOLUTION,
            Probe::Polyhedral => RESOLUTION.max(self.options.max_width().to_f64() / 16.0),
        };
        while high - low > fine && !self.budget.is_spent() {
            let middle = 0.5 * (low + high);
            if self.holds(middle) { high = middle } else { low = middle }
        }
        Some(high)
    }

    /// Whether the float solver finds the target incentive compatible (up to its slack).
    fn holds(&mut self, discount: f64) -> bool {
        let iterations = self.budget.iterations.min(PROBE_STEPS);
        let limits = Limits { iterations, deadline: self.budget.deadline };
        let (float, solver) = match &mut self.probe {
            Probe::Planar(pair) => (&pair.0, &mut pair.1),
            Probe::Polyhedral => {
                let game = Rational::from_f64(discount).map(|d| self.game(&d));
                return game.is_some_and(|game| game.is_ok_and(|g| polyhedral::may_hold(&g, self.aim)));
            }
        };
        if let Aim::Path([profile]) = self.aim {
            let outline = solver.watch(float, discount, *profile, &limits);
            return !matches!(outline.stop, Stop::Empty | Stop::Refuted);
        }
        let outline = solver.solve(float, discount, &limits);
        if let Aim::Path(cycle) = self.aim {
            return outline.stop != Stop::Empty
                && float.surplus(cycle, discount, outline.scaled_threat) >= -outline.slack;
        }
        leaves_room(float, &outline, self.aim)
    }

    /// Fractions that the exact value may be, near a float threshold.
    fn guesses(&self, threshold: f64) -> Vec<Rational> {
        if matches!(self.probe, Probe::Polyhedral) {
            return Vec::new();
        }
        let Some(centre) = Rational::from_f64(threshold) else { return Vec::new() };
        let near = |radius: Rational| simplest_between(&(&centre - &radius), &(&centre + &radius));
        let radii = [Rational::new(1, 1 << 40), Rational::new(1, 1 << 34)];
        let mut found: Vec<Rational> = radii.into_iter().filter_map(near).collect();
        found.dedup();
        found.retain(|c| c.is_positive() && *c < Rational::ONE && c.bits() < 64);
        found
    }

    /// Tries to prove that a fraction is the critical value itself: see the module's documentation.
    fn try_exact(&mut self, candidate: &Rational) -> Result<Option<Critical>, RepeatedError> {
        let game = self.game(candidate)?;
        if !self.binds(&game, &self.minmax) && !self.binds_at_exact_threat(&game)? {
            return Ok(None);
        }
        self.at_fraction(candidate)
    }

    /// The evidence around a fraction that is proven to be the critical value.
    fn at_fraction(&self, candidate: &Rational) -> Result<Option<Critical>, RepeatedError> {
        let Some(automaton) = self.sustained(candidate)? else { return Ok(None) };
        let lower = just_below(candidate, self.options.max_width());
        let Some(refutation) = self.refuted(&lower)? else { return Ok(None) };
        let found = self.collect(Some((lower, refutation)), Some((candidate.clone(), automaton)))?;
        Ok(Some(Critical { status: Status::Exact, exact: Some(candidate.clone()), ..found }))
    }

    /// Whether some player's gain equals what can be lost to these threats, and nobody's exceeds it.
    fn binds(&self, game: &RepeatedGame, threat: &[Rational]) -> bool {
        let Aim::Path(cycle) = self.aim else { return false };
        let values = refute::cycle_values(game, cycle);
        let mut binding = false;
        for (step, &profile) in cycle.iter().enumerate() {
            let next = &values[(step + 1) % cycle.len()];
            for player in 0..self.stage.players() {
                let (gain, slack) = refute::temptation(game, profile, player, &next[player], &threat[player]);
                if gain > slack {
                    return false;
                }
                binding |= gain == slack && gain.is_positive();
            }
        }
        binding
    }

    fn binds_at_exact_threat(&mut self, game: &RepeatedGame) -> Result<bool, RepeatedError> {
        let limits = Limits { iterations: self.budget.iterations, deadline: self.budget.deadline };
        if !matches!(self.aim, Aim::Path(_)) {
            return Ok(false);
        }
        // Beyond two players V is not computed exactly.
        let Probe::Planar(pair) = &mut self.probe else { return Ok(false) };
        let (float, solver) = (&pair.0, &mut pair.1);
        let outline = solver.solve(float, game.discount().of(0).to_f64(), &limits);
        Ok(match candidates::exact_limit(game, outline.live(float)) {
            Limit::Exact { threat, .. } => self.binds(game, &threat),
            Limit::Empty | Limit::Open => false,
        })
    }

    /// The exact value near a float threshold, if it is proven to be one (two players).
    fn root(&mut self, threshold: f64) -> Option<AlgebraicNumber> {
        let limits = Limits { iterations: self.budget.iterations, deadline: self.budget.deadline };
        let Probe::Planar(pair) = &mut self.probe else { return None };
        let above = threshold + ABOVE * (1.0 - threshold);
        let live = pair.1.solve(&pair.0, above, &limits).live(&pair.0);
        let near = Rational::from_f64(above)?;
        let (stage, aim, minmax, budget) = (self.stage, self.aim, &self.minmax, &self.budget);
        let mut candidates = field::candidates(stage, aim, minmax, &live, &near).into_iter();
        candidates.find(|root| {
            !budget.is_spent()
                && *root < AlgebraicNumber::from(near.clone())
                && field::is_critical(stage, aim, minmax, &live, root)
        })
    }

    fn sustained(&self, discount: &Rational) -> Result<Option<Automaton>, RepeatedError> {
        Ok(match self.decided(discount)? {
            Decision::Yes(automaton) => Some(automaton),
            _ => None,
        })
    }

    pub(super) fn refuted(&self, discount: &Rational) -> Result<Option<Refutation>, RepeatedError> {
        Ok(match self.decided(discount)? {
            Decision::No(refutation) => Some(refutation),
            _ => None,
        })
    }

    /// An enclosure around a float threshold, widened until both ends are proven.
    fn enclose(&mut self, threshold: f64) -> Result<Critical, RepeatedError> {
        let centre = Rational::from_f64(threshold).unwrap_or_default();
        let width = self.options.max_width();
        let (mut upper, mut lower) = (None, None);
        let mut reach = width * Rational::new(1, 2);
        for attempt in 0.. {
            if upper.is_none() {
                let high = (&centre + &reach).min(Rational::ONE);
                if let Some(discount) = short_between(&centre, &high) {
                    upper = self.sustained(&discount)?.map(|automaton| (discount, automaton));
                }
            }
            if lower.is_none() {
                let low = (&centre - &reach).max(Rational::ZERO);
                if let Some(discount) = short_between(&low, &centre) {
                    lower = self.refuted(&discount)?.map(|refutation| (discount, refutation));
                }
            }
            if (upper.is_some() && lower.is_some()) || attempt >= 20 || self.budget.is_spent() {
                break;
            }
            reach *= Rational::from(4);
            if reach > Rational::from(4) {
                break; // Both ends were tried over the whole range.
            }
        }
        if let (Some(below), Some(above)) = (&mut lower, &mut upper) {
            self.narrow(below, above)?;
        }
        self.collect(lower, upper)
    }

    /// Halves an enclosure that is wider than asked, as long as one of the two answers is proven.
    fn narrow(
        &self,
        lower: &mut (Rational, Refutation),
        upper: &mut (Rational, Automaton),
    ) -> Result<(), RepeatedError> {
        while &upper.0 - &lower.0 > *self.options.max_width() && !self.budget.is_spent() {
            let quarter = (&upper.0 - &lower.0) * Rational::new(1, 4);
            let Some(middle) = short_between(&(&lower.0 + &quarter), &(&upper.0 - &quarter)) else { break };
            match self.decided(&middle)? {
                Decision::Yes(automaton) => *upper = (middle, automaton),
                Decision::No(refutation) => *lower = (middle, refutation),
                Decision::Open(_) => break,
            }
        }
        Ok(())
    }

    /// What was proven when no discount factor supports the target as far as floats can see.
    fn unreachable(&mut self) -> Result<Critical, RepeatedError> {
        let mut lower = None;
        for nines in [6, 4, 3, 2, 1] {
            let discount = Rational::ONE - Rational::new(1, 10).pow(nines);
            if let Some(refutation) = self.refuted(&discount)? {
                lower = Some((discount, refutation));
                break;
            }
        }
        self.collect(lower, None)
    }

    fn collect(
        &self,
        lower: Option<(Rational, Refutation)>,
        upper: Option<(Rational, Automaton)>,
    ) -> Result<Critical, RepeatedError> {
        let (lower, refutation) = match lower.map_or_else(|| self.static_refutation(), |l| Ok(Some(l)))? {
            Some((discount, refutation)) => (discount, Some(refutation)),
            None => (Rational::ZERO, None),
        };
        let (blocker, reason) = match &refutation {
            Some(refutation) => self.explain(&self.game(&lower)?, refutation),
            None => (None, None),
        };
        let (upper, automata) = match upper {
            Some((discount, automaton)) => (Some(discount), vec![automaton]),
            None => (None, Vec::new()),
        };
        let narrow = upper.as_ref().is_some_and(|u| u - &lower <= *self.options.max_width());
        let status = if narrow && refutation.is_some() { Status::Enclosed } else { Status::Undecided };
        Ok(Critical {
            status,
            lower,
            upper,
            exact: None,
            algebraic: None,
            blocker,
            reason,
            automata,
            refutation,
            others: Vec::new(),
        })
    }

    /// Who blocks below, and why.
    fn explain(&self, game: &RepeatedGame, refutation: &Refutation) -> (Option<usize>, Option<Reason>) {
        match self.aim {
            Aim::Path(cycle) => {
                let (blocker, reason) = explain_profile(game, cycle, refutation);
                (blocker, Some(reason))
            }
            Aim::Payoff(payoff) => explain_payoff(game, payoff),
            Aim::Level { .. } | Aim::Better(_) => (None, Some(Reason::Impatience)),
        }
    }
}

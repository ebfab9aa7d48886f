//! The linear program over plans: one variable per profile, then the least payoff if that is raised.
//!
//! Few incentive constraints bind. In larger games they are added only when the current plan violates
//! them; the last plan violates none, and the bound proven with fewer constraints holds with all. Float
//! rounds come first, so that the exact rounds that follow find few or none; nothing depends on the
//! floats but the number of rounds. A program that asks several questions keeps what earlier ones added.

use std::collections::HashSet;

use super::optimal::BindingConstraint;
use crate::equilibrium::{Concept, Deviation, Distribution, EquilibriumError, WeightedProfile};
use crate::exact::Rational;
use crate::game::Game;
use crate::lp::{Bounds, LinearProgram, LpOptions, Optimum, Relation};

/// Up to this many incentive constraints are all written down at once.
const EAGER: usize = 200;
/// Average gains (of the player's payoff range) up to this are noise in the float rounds.
const FLOAT_TEMPTATION: f64 = 1e-9;
/// The most profiles that a plan may range over.
const MAX_PROFILES: usize = 250_000;

/// The program under construction.
pub(super) struct Plan<'a> {
    game: &'a Game<Rational>,
    concept: Concept,
    program: LinearProgram,
    deterred: Vec<(usize, Deviation)>,
    /// Those that are not yet written down, if the game has many.
    pending: Option<Pending>,
    /// The rows that hold the least payoff down, player by player.
    least: Vec<usize>,
}

/// Incentive constraints that wait for a plan that violates them.
struct Pending {
    deviations: Vec<Deviation>,
    floats: Game<f64>,
}

impl<'a> Plan<'a> {
    /// All equilibria of a concept, with nothing to maximise yet.
    pub(super) fn new(game: &'a Game<Rational>, concept: Concept) -> Result<Self, EquilibriumError> {
        if game.profiles() > MAX_PROFILES {
            let (found, limit) = (game.profiles(), MAX_PROFILES);
            return Err(EquilibriumError::TooManyProfiles { found, limit });
        }
        let mut program = LinearProgram::maximise();
        for _ in 0..game.profiles() {
            program.add_variable(0, Bounds::non_negative());
        }
        let all = (0..game.profiles()).map(|index| (index, Rational::ONE));
        program.add_row("probabilities", all, Relation::Equal, 1)?;
        let deviations = Deviation::all(game, concept);
        let (deterred, least) = (Vec::new(), Vec::new());
        let mut plan = Plan { game, concept, program, deterred, pending: None, least };
        if deviations.len() <= EAGER {
            plan.deter(deviations)?;
        } else {
            plan.pending = Some(Pending { deviations, floats: game.to_float() });
        }
        Ok(plan)
    }

    /// The best plan where every profile contributes its number.
    pub(super) fn maximise(
        &mut self,
        costs: &[Rational],
        options: &LpOptions,
    ) -> Result<(Optimum, Distribution), EquilibriumError> {
        for (index, cost) in costs.iter().enumerate() {
            self.program.set_cost(index, cost.clone())?;
        }
        self.solve(options)
    }

    /// The best plan for the player who gets least.
    pub(super) fn maximise_least(
        &mut self,
        options: &LpOptions,
    ) -> Result<(Optimum, Distribution), EquilibriumError> {
        let least = self.program.add_variable(1, Bounds::free());
        for player in 0..self.game.players() {
            let payoffs = (0..self.game.profiles()).map(|index| (index, -self.game.payoff_at(index, player)));
            let terms = payoffs.chain([(least, Rational::ONE)]);
            let name = format!("least payoff, player {player}");
            self.least.push(self.program.add_row(name, terms, Relation::AtMost, 0)?);
        }
        self.solve(options)
    }

    fn solve(&mut self, options: &LpOptions) -> Result<(Optimum, Distribution), EquilibriumError> {
        self.anticipate(options)?;
        loop {
            let best = self.program.solve(options)?.optimum()?;
            let distribution = self.distribution(&best)?;
            let violations = distribution.violations(self.game, self.concept)?;
            if violations.is_empty() {
                return Ok((best, distribution));
            }
            let tempting: Vec<Deviation> = violations.iter().map(|violation| violation.deviation).collect();
            self.settle(&tempting);
            self.deter(tempting)?;
        }
    }

    /// Adds the incentive constraints against deviations.
    fn deter(&mut self, deviations: Vec<Deviation>) -> Result<(), EquilibriumError> {
        for deviation in deviations {
            let gains = (0..self.game.profiles())
                .filter_map(|index| Some((index, deviation.gain_at(self.game, index)?)));
            let row = self.program.add_row(deviation.to_string(), gains, Relation::AtMost, 0)?;
            self.deterred.push((row, deviation));
        }
        Ok(())
    }

    /// Deviations that are about to be deterred wait no longer.
    fn settle(&mut self, deviations: &[Deviation]) {
        if let Some(pending) = &mut self.pending {
            let now: HashSet<&Deviation> = deviations.iter().collect();
            pending.deviations.retain(|deviation| !now.contains(deviation));
        }
    }

    /// Adds, in float rounds, the constraints that the optimum will need.
    fn anticipate(&mut self, options: &LpOptions) -> Result<(), EquilibriumError> {
        while let Some(pending) = &self.pending
            && let Some(point) = self.program.approximate_point(options)
        {
            let tempts = |deviation: &&Deviation| {
                average_gain(&pending.floats, &point, **deviation) > FLOAT_TEMPTATION
            };
            let tempting: Vec<Deviation> = pending.deviations.iter().filter(tempts).copied().collect();
            if tempting.is_empty() {
                break;
            }
            self.settle(&tempting);
            self.deter(tempting)?;
        }
        Ok(())
    }

    fn distribution(&self, best: &Optimum) -> Result<Distribution, EquilibriumError> {
        let weighted = (0..self.game.profiles()).zip(&best.primal).filter(|(_, p)| !p.is_zero());
        let weighted = weighted
            .map(|(index, p)| WeightedProfile { profile: self.game.profile(index), probability: p.clone() });
        Distribution::new(weighted.collect())
    }

    /// The incentive constraints that cost something, in order.
    pub(super) fn binding(&self, best: &Optimum) -> Vec<BindingConstraint> {
        let priced = self.deterred.iter().filter(|(row, _)| best.dual[*row].is_positive());
        let mut binding: Vec<BindingConstraint> = priced
            .map(|&(row, deviation)| BindingConstraint { deviation, price: best.dual[row].clone() })
            .collect();
        binding.sort_by_key(|constraint| constraint.deviation);
        binding
    }

    /// The weight of each player's payoff in the price of the least payoff; empty unless that was raised.
    pub(super) fn shares(&self, best: &Optimum) -> Vec<Rational> {
        self.least.iter().map(|&row| best.dual[row].clone()).collect()
    }
}

/// What a deviation gains on average under float probabilities, relative to the player's payoff range.
fn average_gain(game: &Game<f64>, point: &[f64], Deviation { player, from, to }: Deviation) -> f64 {
    let (low, high) = game.payoff_range(player);
    let concerned = (0..game.profiles())
        .filter(|&index| point[index] != 0.0)
        .filter(|&index| from.is_none_or(|action| game.action_at(index, player) == action));
    let gain =
        |index| game.payoff_at(game.deviate(index, player, to), player) - game.payoff_at(index, player);
    concerned.map(|index| point[index] * gain(index)).sum::<f64>() / (high - low).max(f64::MIN_POSITIVE)
}

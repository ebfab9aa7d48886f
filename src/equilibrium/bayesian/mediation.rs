//! The best that a mediator can do between players who know things.
//!
//! By the revelation principle (Myerson 1982, 1986; Forges 1986) nothing is lost by a mediator who asks
//! everybody for its type and then recommends actions, if all are truthful and obedient. So its rules
//! `s(a | t)` are the solutions of a linear program: probabilities at each type profile; *obedience*, for
//! every type and every two of its actions; and, unless the mediator knows the types, *truth-telling*, for
//! every two types of a player and every plan of what to do after each recommendation:
//!
//! `sum_{t_-i} p(t) sum_a [ s(a | claim, t_-i) u_i(plan(a_i), a_-i; t) - s(a | t) u_i(a; t) ] <= 0`.
//!
//! The plan that is not the identity is the *double deviation*, lie and disobey; leaving it out gives a set
//! that is too large. Without truth-telling the rules are the Bayes correlated equilibria (Bergemann and
//! Morris 2016). There are exponentially many plans, but only the best reply to each lie matters: its
//! constraint is added when the current rule is violated by it, until none is.
//!
//! An eliciting mediator also has to say what happens at type profiles of probability zero: they can be
//! reported.

use serde::Serialize;

use super::BayesianGame;
use super::rule::{Mediator, OutcomeRule, RuleEntry, Temptation};
use crate::equilibrium::correlated::{Aim, Goal};
use crate::equilibrium::{Distribution, EquilibriumError, Objective, WeightedProfile};
use crate::exact::Rational;
use crate::lp::{Bounds, LinearProgram, LpOptions, Optimum, Relation};

/// Up to this many obedience constraints are all written down at once.
const EAGER: usize = 200;
/// The most pairs of a type profile and an action profile.
const MAX_OUTCOMES: usize = 100_000;

/// A constraint that binds, and its price.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PricedTemptation {
    /// The temptation that is just resisted.
    #[serde(flatten)]
    pub temptation: Temptation,
    /// How much better the objective would be per unit of temptation removed; positive.
    pub price: Rational,
}

/// A mediator's best rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptimalMediation {
    /// What the mediator knows.
    pub mediator: Mediator,
    /// The optimal value of the objective, if the bounds meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Rational>,
    /// Proven bounds `[low, high]` of the optimal value; the rule attains one of them.
    pub bounds: [Rational; 2],
    /// What the mediator does.
    pub rule: OutcomeRule,
    /// Every player's expected payoff before types are drawn.
    pub payoffs: Vec<Rational>,
    /// `interim[player][type]`: the expected payoff of each type.
    pub interim: Vec<Vec<Rational>>,
    /// The constraints that cost something, in order.
    pub binding: Vec<PricedTemptation>,
    /// For the maximin objective, how much each player's payoff weighs; empty for other objectives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Rational>,
}

/// The best rule of a mediator for an objective: payoffs count as expected before types are drawn.
/// [`Objective::Outcomes`] takes one number per action profile, or one per type profile and action profile,
/// types first.
///
/// ```
/// use detente::{Game, Rational, lp::LpOptions};
/// use detente::equilibrium::{Objective, bayesian::{BayesianGame, Mediator, optimal_mediation}};
/// // Only column knows whether row's left or right action is wanted; column wants the same as row.
/// let half = Rational::new(1, 2);
/// let stage = |good: usize| Game::from_function(&[2, 1], |a| vec![Rational::from((a[0] == good) as u8); 2]);
/// let game = BayesianGame::new(&[1, 2], vec![half.clone(), half], vec![stage(0)?, stage(1)?])?;
/// let best = optimal_mediation(&game, Mediator::Eliciting, &Objective::Welfare, &LpOptions::default())?;
/// assert_eq!(best.value, Some(Rational::from(2)));
/// best.verify(&game, &Objective::Welfare)?;
/// # Ok::<(), detente::Error>(())
/// ```
///
/// # Errors
/// An objective that does not fit, a game too large for the program, or a budget that ended.
pub fn optimal_mediation(
    game: &BayesianGame,
    mediator: Mediator,
    objective: &Objective,
    options: &LpOptions,
) -> Result<OptimalMediation, EquilibriumError> {
    let found = game.type_profiles().saturating_mul(game.profiles());
    if found > MAX_OUTCOMES {
        return Err(EquilibriumError::TooManyProfiles { found, limit: MAX_OUTCOMES });
    }
    let goal = goal(game, objective)?;
    let mut program = Program::new(game, mediator, &goal)?;
    let (best, rule) = loop {
        let best = program.model.solve(options)?.optimum()?;
        let rule = program.rule(&best)?;
        let tempting = rule.temptations(game, mediator)?;
        if tempting.is_empty() {
            break (best, rule);
        }
        for tempting in tempting {
            program.deter(tempting.temptation)?;
        }
    };
    let bounds = goal.bounds(&best.bounds);
    let value = (bounds[0] == bounds[1]).then(|| bounds[0].clone());
    let interim = rule.interim(game)?;
    let payoffs = payoffs(game, &interim);
    let (binding, shares) = (program.binding(&best), program.shares(&best));
    Ok(OptimalMediation { mediator, value, bounds, rule, payoffs, interim, binding, shares })
}

/// The objective over pairs of types and actions.
fn goal(game: &BayesianGame, objective: &Objective) -> Result<Goal, EquilibriumError> {
    let by_actions = |values: &Vec<Rational>| values.len() == game.profiles();
    match objective {
        Objective::Outcomes(values) if by_actions(values) => {
            let all = values.iter().cycle().take(values.len() * game.type_profiles());
            Objective::Outcomes(all.cloned().collect()).goal(game.players())
        }
        other => other.goal(game.players()),
    }
}

/// What each pair of a type profile and an action profile contributes to the maximum; `None` for the one
/// objective that is not linear.
fn contributions(game: &BayesianGame, goal: &Goal) -> Result<Option<Vec<Rational>>, EquilibriumError> {
    let profiles = game.profiles();
    let pairs = 0..game.type_profiles() * profiles;
    let costs = goal.costs(pairs.map(|pair| game.stage(pair / profiles).payoffs_at(pair % profiles)))?;
    let weighted = |(pair, cost): (usize, Rational)| &game.prior()[pair / profiles] * cost;
    Ok(costs.map(|costs| costs.into_iter().enumerate().map(weighted).collect()))
}

fn payoffs(game: &BayesianGame, interim: &[Vec<Rational>]) -> Vec<Rational> {
    let of_player = |(player, types): (usize, &Vec<Rational>)| {
        types.iter().enumerate().map(|(kind, payoff)| game.marginal(player, kind) * payoff).sum()
    };
    interim.iter().enumerate().map(of_player).collect()
}

/// The program under construction: one variable for each action profile at each type profile that has to
/// be covered, then the least payoff if that is raised.
struct Program<'a> {
    game: &'a BayesianGame,
    model: LinearProgram,
    /// The first variable of each type profile.
    first: Vec<Option<usize>>,
    deterred: Vec<(usize, Temptation)>,
    least: Vec<usize>,
}

impl<'a> Program<'a> {
    fn new(game: &'a BayesianGame, mediator: Mediator, goal: &Goal) -> Result<Self, EquilibriumError> {
        let contributions = contributions(game, goal)?;
        let mut model = LinearProgram::maximise();
        let mut first = vec![None; game.type_profiles()];
        for types in 0..game.type_profiles() {
            if mediator == Mediator::Omniscient && game.prior()[types].is_zero() {
                continue;
            }
            let start = model.variables();
            first[types] = Some(start);
            for index in 0..game.profiles() {
                let cost = contributions.as_ref().map(|all| all[types * game.profiles() + index].clone());
                model.add_variable(cost.unwrap_or_default(), Bounds::non_negative());
            }
            let all = (start..start + game.profiles()).map(|variable| (variable, Rational::ONE));
            model.add_row(format!("types {}", game.type_profile(types)), all, Relation::Equal, 1)?;
        }
        let mut program = Program { game, model, first, deterred: Vec::new(), least: Vec::new() };
        if matches!(goal.aim, Aim::Least) {
            program.raise_least()?;
        }
        let pairs = |player: usize| game.types(player) * game.shape()[player] * (game.shape()[player] - 1);
        if (0..game.players()).map(pairs).sum::<usize>() <= EAGER {
            program.demand_obedience()?;
        }
        Ok(program)
    }

    fn raise_least(&mut self) -> Result<(), EquilibriumError> {
        let least = self.model.add_variable(1, Bounds::free());
        for player in 0..self.game.players() {
            let mut terms = vec![(least, Rational::ONE)];
            for (types, chance) in self.game.prior().iter().enumerate().filter(|(_, p)| !p.is_zero()) {
                for index in 0..self.game.profiles() {
                    let payoff = self.game.stage(types).payoff_at(index, player);
                    terms.extend(self.variable(types, index).map(|v| (v, -(chance * payoff))));
                }
            }
            let name = format!("least payoff, player {player}");
            self.least.push(self.model.add_row(name, terms, Relation::AtMost, 0)?);
        }
        Ok(())
    }

    fn demand_obedience(&mut self) -> Result<(), EquilibriumError> {
        for player in 0..self.game.players() {
            let actions = self.game.shape()[player];
            for of_type in 0..self.game.types(player) {
                for (from, to) in (0..actions).flat_map(|from| (0..actions).map(move |to| (from, to))) {
                    if from != to {
                        self.deter(Temptation::Disobey { player, of_type, from, to })?;
                    }
                }
            }
        }
        Ok(())
    }

    fn variable(&self, types: usize, index: usize) -> Option<usize> {
        self.first[types].map(|first| first + index)
    }

    fn deter(&mut self, temptation: Temptation) -> Result<(), EquilibriumError> {
        let form = temptation.gain_form(self.game).into_iter();
        let terms: Vec<(usize, Rational)> =
            form.filter_map(|((types, index), gain)| Some((self.variable(types, index)?, gain))).collect();
        let row = self.model.add_row(temptation.to_string(), terms, Relation::AtMost, 0)?;
        self.deterred.push((row, temptation));
        Ok(())
    }

    fn rule(&self, best: &Optimum) -> Result<OutcomeRule, EquilibriumError> {
        let game = self.game;
        let covered = (0..game.type_profiles()).filter_map(|types| Some((types, self.first[types]?)));
        let entry = |(types, first): (usize, usize)| -> Result<RuleEntry, EquilibriumError> {
            let drawn = best.primal[first..first + game.profiles()].iter().enumerate();
            let drawn = drawn.filter(|(_, p)| !p.is_zero()).map(|(index, p)| WeightedProfile {
                profile: game.stage(types).profile(index),
                probability: p.clone(),
            });
            let distribution = Distribution::new(drawn.collect())?;
            Ok(RuleEntry { types: game.type_profile(types), distribution })
        };
        OutcomeRule::new(covered.map(entry).collect::<Result<_, _>>()?)
    }

    fn binding(&self, best: &Optimum) -> Vec<PricedTemptation> {
        let priced = self.deterred.iter().filter(|(row, _)| best.dual[*row].is_positive());
        let mut binding: Vec<PricedTemptation> = priced
            .map(|(row, temptation)| PricedTemptation {
                temptation: temptation.clone(),
                price: best.dual[*row].clone(),
            })
            .collect();
        binding.sort_by(|a, b| a.temptation.cmp(&b.temptation));
        binding
    }

    fn shares(&self, best: &Optimum) -> Vec<Rational> {
        self.least.iter().map(|&row| best.dual[row].clone()).collect()
    }
}

impl OptimalMediation {
    /// Checks the result from first principles: that the rule tempts nobody and pays what is said, that it
    /// attains one bound, and that the prices prove the other.
    ///
    /// The proof is weak duality: with prices `y >= 0` on temptations `k`, no rule that tempts nobody has
    /// a value above the sum, over type profiles, of the largest contribution to the objective minus
    /// `sum_k y_k gain_k`.
    ///
    /// # Errors
    /// What does not hold, or a game or an objective that the result does not fit.
    pub fn verify(&self, game: &BayesianGame, objective: &Objective) -> Result<(), EquilibriumError> {
        if let Some(tempting) = self.rule.temptations(game, self.mediator)?.first() {
            return Err(false_evidence(format!("{} and gains {}", tempting.temptation, tempting.gain)));
        }
        let interim = self.rule.interim(game)?;
        if interim != self.interim || payoffs(game, &interim) != self.payoffs {
            return Err(false_evidence("the rule pays something else".into()));
        }
        let goal = goal(game, objective)?;
        let (attained, numbers) = match contributions(game, &goal)? {
            Some(numbers) => (self.value_of(game, &numbers)?, numbers),
            None => {
                let whole: Rational = self.shares.iter().sum();
                if whole != Rational::ONE || self.shares.iter().any(Rational::is_negative) {
                    return Err(false_evidence("the players' shares are no weights".into()));
                }
                let weighted = Objective::Weights(self.shares.clone()).goal(game.players())?;
                let least = self.payoffs.iter().min().cloned().unwrap_or_default();
                (least, contributions(game, &weighted)?.unwrap_or_default())
            }
        };
        let [low, high] = goal.bounds(&[attained, self.bound(game, numbers)?]);
        if low < self.bounds[0] || high > self.bounds[1] {
            let [stated_low, stated_high] = &self.bounds;
            let what = format!("[{low}, {high}] is proven, not [{stated_low}, {stated_high}]");
            return Err(false_evidence(what));
        }
        Ok(())
    }

    /// The rule's value where every pair of types and actions contributes its number.
    fn value_of(&self, game: &BayesianGame, numbers: &[Rational]) -> Result<Rational, EquilibriumError> {
        let mut value = Rational::ZERO;
        for types in 0..game.type_profiles() {
            let drawn = self.rule.at(&game.type_profile(types)).map_or(&[][..], Distribution::entries);
            for entry in drawn {
                let index = game.stage(types).index(&entry.profile)?;
                value += &entry.probability * &numbers[types * game.profiles() + index];
            }
        }
        Ok(value)
    }

    /// The bound that the prices prove.
    fn bound(&self, game: &BayesianGame, mut numbers: Vec<Rational>) -> Result<Rational, EquilibriumError> {
        for PricedTemptation { temptation, price } in &self.binding {
            if price.is_negative() || !temptation.is_of(game, self.mediator) {
                return Err(false_evidence(format!("no price {price} can be put on: {temptation}")));
            }
            for ((types, index), gain) in temptation.gain_form(game) {
                numbers[types * game.profiles() + index] -= price * &gain;
            }
        }
        let covered =
            |types: &usize| self.mediator == Mediator::Eliciting || game.prior()[*types].is_positive();
        let of_types = |types: usize| numbers[types * game.profiles()..][..game.profiles()].iter().max();
        Ok((0..game.type_profiles()).filter(covered).filter_map(of_types).sum())
    }
}

fn false_evidence(what: String) -> EquilibriumError {
    EquilibriumError::FalseEvidence { what }
}
